#pragma once
// When reminders are due: tables, caps and stop rules of manners.md C; the calendar form of RFC 5545 is in the shell.
#include <optional>
#include <string>
#include <vector>

#include "filters/candidate.h"
#include "filters/verdict.h"

namespace ajar {

/// Something the user is reminded of on a day. The text is composed when it is planned.
struct Reminder {
  std::string kind;  ///< linkedin | card | check_in | find_person | consent | nudge | reapply | mention_history |
                     ///< called_back | offer | late | unsure
  int step = 0;      ///< which check-in, from 1
  Date due;
  bool at_once = false;  ///< told at once, outside the digest's time and caps (called_back, offer)
  std::string title;     ///< one line: what to do
  std::string body;      ///< the text offered, if any
  std::string person;
  std::string person_email;
  std::string company;
};

/// First instant >= received + wait inside the window and days (contracts.md "Time").
Instant draft_due(Instant received, bool asks_or_offers, const ReplyPolicy& policy);
/// No weekend, no day of 20 Dec - 6 Jan, none of the user's quiet days: shifted forward, never backward.
Date shift_to_working_day(Date date, const ReminderPolicy& policy);
Date add_working_days(Date date, int days, const ReminderPolicy& policy);

/// One line of the timetable.
struct CadenceStep {
  std::string kind;  ///< linkedin | check_in | reapply
  int step = 0;
  Date due;
};
/// The reminders of an application whose reply was sent on `sent`. `named` is a date the employer named ("after
/// Easter"), which beats the table. Source: manners.md C.
std::vector<CadenceStep> timetable(Stage stage, Channel channel, bool cancelled_or_frozen, bool human_known, Date sent,
                                   std::optional<Date> named, const ReminderPolicy& policy);

/// A reminder that waits to be shown, as the ledger knows it.
struct WaitingReminder {
  std::int64_t id = 0;
  Reminder reminder;
};
/// A check-in or LinkedIn note that has been shown before, for the caps.
struct ShownReminder {
  std::string kind;
  std::string person_email;
  std::string company_key;
  Date shown;
};
/// Which of the waiting reminders are shown today: at most 3 a day, per person 1 check-in in 28 days and 4 a year, per
/// company 1 in 14 days, LinkedIn 5 a month. The others roll over.
std::vector<std::int64_t> due_today(const std::vector<WaitingReminder>& waiting,
                                    const std::vector<ShownReminder>& shown, Date today, const ReminderPolicy& policy);

}  // namespace ajar
