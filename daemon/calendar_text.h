#pragma once
// Reminders as iCalendar (RFC 5545). The only room that knows libical.
#include <string>
#include <vector>

#include "daemon/ledger.h"

namespace ajar {

enum class CalendarForm {
  todo,  ///< VTODO, due on the day
  event  ///< VEVENT of the whole day, that does not make the user busy: where a collection takes no VTODO
};

/// One VCALENDAR with all of them. `stamp` becomes DTSTAMP.
std::string calendar_of(const std::vector<ReminderEntry>& reminders, CalendarForm form, Instant stamp);

/// The name of a reminder in calendars: the same for ever, and a good file name.
std::string calendar_uid(const ReminderEntry& reminder);

}  // namespace ajar
