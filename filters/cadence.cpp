#include "filters/cadence.h"

#include <algorithm>
#include <array>
#include <map>

#include "filters/charset.h"

namespace ajar {
namespace {

using std::chrono::day;
using std::chrono::December;
using std::chrono::January;
using std::chrono::weekday;

constexpr int kShownADay = 3;
constexpr int kPersonRestDays = 28;
constexpr int kPersonAYear = 4;
constexpr int kCompanyRestDays = 14;
constexpr int kLinkedinAMonth = 5;
constexpr int kLongestSearchDays = 3 * 366;  // a calendar of quiet weeks that never ends must not hang anyone

unsigned iso_weekday(Date date) { return weekday(std::chrono::sys_days(date)).iso_encoding(); }

bool is_year_end(Date date) {
  return (date.month() == December && date.day() >= day(20)) || (date.month() == January && date.day() <= day(6));
}

bool is_working_day(Date date, const ReminderPolicy& policy) {
  const auto is_quiet = [&](const auto& span) { return span.first <= date && date <= span.second; };
  return iso_weekday(date) <= 5 && !is_year_end(date) &&
         std::none_of(policy.quiet.begin(), policy.quiet.end(), is_quiet);
}

Instant after_wait(Instant received, const ReplyPolicy& policy) {
  Instant at = received + policy.wait.seconds;
  if (policy.wait.months == 0) return at;
  const LocalTime local = to_local(at, policy.time_zone);
  const Instant minute = to_instant(local, policy.time_zone);
  return to_instant({add_months(local.date, policy.wait.months), local.minute_of_day}, policy.time_zone) +
         (at - minute);
}

struct Window {
  Instant begin, end;
};

// A window such as 22:00-02:00 ends on the next day.
Window window_of(Date date, const ReplyPolicy& policy) {
  const Date last = policy.window_end < policy.window_begin ? add_days(date, 1) : date;
  return {to_instant({date, policy.window_begin}, policy.time_zone),
          to_instant({last, policy.window_end}, policy.time_zone)};
}

// The first window, from the day before `at` on, that `fits`.
template <class Fits>
std::optional<Window> first_window(Instant at, const ReplyPolicy& policy, Fits fits) {
  Date date = add_days(to_local(at, policy.time_zone).date, -1);
  for (int i = 0; i < 10; ++i, date = add_days(date, 1)) {
    if (policy.days.count(iso_weekday(date)) == 0) continue;
    const Window window = window_of(date, policy);
    if (fits(window)) return window;
  }
  return std::nullopt;
}

// One distance of the table: weeks or calendar months.
struct Distance {
  int weeks = 0;
  int months = 0;
};

// manners.md C, a row of the table.
struct Row {
  bool linkedin = false;
  std::array<Distance, 4> check_ins{};
  int steps = 0;
  int reapply_months = 0;
};

constexpr Row kNobody{false, {}, 0, 6};
constexpr Row kApplication{true, {}, 0, 6};
constexpr Row kScreen{true, {{{8, 0}}}, 1, 0};
constexpr Row kAssessment{true, {{{0, 3}}}, 1, 0};
constexpr Row kInterview{true, {{{6, 0}, {0, 3}, {0, 6}}}, 3, 0};
constexpr Row kFinal{true, {{{6, 0}, {0, 3}, {0, 6}, {0, 12}}}, 4, 0};
constexpr Row kAgency{true, {{{4, 0}, {4, 3}, {4, 6}, {4, 9}}}, 4, 0};
constexpr Row kFrozen{true, {{{0, 3}, {0, 6}}}, 2, 0};

Row row_of(Stage stage, Channel channel, bool cancelled_or_frozen, bool human_known) {
  if (!human_known) return kNobody;
  if (channel == Channel::agency) return kAgency;
  if (cancelled_or_frozen) return kFrozen;
  switch (stage) {
    case Stage::screen:
      return kScreen;
    case Stage::assessment:
      return kAssessment;
    case Stage::interview:
      return kInterview;
    case Stage::final:
      return kFinal;
    case Stage::none:
    case Stage::application:
      break;
  }
  return kApplication;
}

Date at_distance(Date from, Distance distance) {
  return add_months(add_days(from, 7 * distance.weeks), distance.months);
}

// The days of the check-ins. A date the employer named takes the first place; what the table has before it, or less
// than the personal rest after it, falls away.
std::vector<Date> check_in_days(const Row& row, Date sent, std::optional<Date> named) {
  std::vector<Date> days;
  if (named && row.steps > 0) days.push_back(*named);
  for (int i = 0; i < row.steps; ++i) {
    const Date due = at_distance(sent, row.check_ins[static_cast<std::size_t>(i)]);
    if (days.empty() || !named || days_between(days.front(), due) >= kPersonRestDays) days.push_back(due);
  }
  if (days.size() > static_cast<std::size_t>(row.steps)) days.resize(static_cast<std::size_t>(row.steps));
  return days;
}

// What waits for the user's word comes before what is merely nice to do.
bool is_pressing(const std::string& kind) {
  static constexpr std::array kKinds{"find_person", "consent", "nudge", "mention_history", "late", "unsure"};
  return std::find(kKinds.begin(), kKinds.end(), kind) != kKinds.end();
}

// Counts what was shown, and says what may still be shown today.
class Caps {
 public:
  Caps(const std::vector<ShownReminder>& shown, Date today) : today_(today), shown_(shown) {
    for (const ShownReminder& reminder : shown_) today_count_ += reminder.shown == today ? 1 : 0;
  }

  bool allows(const Reminder& reminder) const {
    if (today_count_ >= kShownADay) return false;
    if (reminder.kind == "linkedin") return linkedin_this_month() < kLinkedinAMonth;
    return reminder.kind != "check_in" || (person_rested(reminder.person_email) && company_rested(reminder.company));
  }

  void note(const Reminder& reminder) {
    ++today_count_;
    shown_.push_back({reminder.kind, reminder.person_email, comparison_key(reminder.company), today_});
  }

 private:
  int linkedin_this_month() const {
    return static_cast<int>(std::count_if(shown_.begin(), shown_.end(), [&](const ShownReminder& s) {
      return s.kind == "linkedin" && s.shown.year() == today_.year() && s.shown.month() == today_.month();
    }));
  }

  bool person_rested(const std::string& email) const {
    if (email.empty()) return true;
    int in_a_year = 0;
    for (const ShownReminder& s : shown_) {
      if (s.kind != "check_in" || !same_email(s.person_email, email)) continue;
      if (days_between(s.shown, today_) < kPersonRestDays) return false;
      in_a_year += s.shown > add_months(today_, -12) ? 1 : 0;
    }
    return in_a_year < kPersonAYear;
  }

  bool company_rested(const std::string& company) const {
    const std::string key = comparison_key(company);
    return key.empty() || std::none_of(shown_.begin(), shown_.end(), [&](const ShownReminder& s) {
             return s.kind == "check_in" && s.company_key == key && days_between(s.shown, today_) < kCompanyRestDays;
           });
  }

  Date today_;
  std::vector<ShownReminder> shown_;
  int today_count_ = 0;
};

}  // namespace

Instant draft_due(Instant received, bool asks_or_offers, const ReplyPolicy& policy) {
  if (policy.wait == Span{}) return received;
  const Instant ready = after_wait(received, policy);
  const auto open = first_window(ready, policy, [&](const Window& w) { return w.end >= ready; });
  const Instant due = open ? std::max(open->begin, ready) : ready;
  if (!asks_or_offers) return due;
  const auto morning = first_window(received, policy, [&](const Window& w) { return w.begin > received; });
  return morning ? std::min(due, morning->begin) : due;
}

Date shift_to_working_day(Date date, const ReminderPolicy& policy) {
  for (int i = 0; i < kLongestSearchDays && !is_working_day(date, policy); ++i) date = add_days(date, 1);
  return date;
}

Date add_working_days(Date date, int days, const ReminderPolicy& policy) {
  for (; days > 0; --days) date = shift_to_working_day(add_days(date, 1), policy);
  return shift_to_working_day(date, policy);
}

std::vector<CadenceStep> timetable(Stage stage, Channel channel, bool cancelled_or_frozen, bool human_known, Date sent,
                                   std::optional<Date> named, const ReminderPolicy& policy) {
  if (named && *named <= sent) named.reset();
  const Row row = row_of(stage, channel, cancelled_or_frozen, human_known);
  std::vector<CadenceStep> steps;
  if (row.linkedin) steps.push_back({"linkedin", 0, add_working_days(sent, 2, policy)});
  int step = 0;
  for (Date due : check_in_days(row, sent, named))
    steps.push_back({"check_in", ++step, shift_to_working_day(due, policy)});
  if (row.reapply_months > 0) {
    steps.push_back({"reapply", 0, shift_to_working_day(named.value_or(add_months(sent, row.reapply_months)), policy)});
  }
  return steps;
}

std::vector<std::int64_t> due_today(const std::vector<WaitingReminder>& waiting,
                                    const std::vector<ShownReminder>& shown, Date today, const ReminderPolicy& policy) {
  std::vector<std::int64_t> ids;
  std::vector<const WaitingReminder*> due;
  for (const WaitingReminder& w : waiting) {
    if (w.reminder.at_once) {
      ids.push_back(w.id);
    } else if (w.reminder.due <= today) {
      due.push_back(&w);
    }
  }
  if (!is_working_day(today, policy)) return ids;
  std::stable_sort(due.begin(), due.end(), [](const WaitingReminder* a, const WaitingReminder* b) {
    const bool pressing_a = is_pressing(a->reminder.kind), pressing_b = is_pressing(b->reminder.kind);
    if (pressing_a != pressing_b) return pressing_a;
    return a->reminder.due != b->reminder.due ? a->reminder.due < b->reminder.due : a->id < b->id;
  });
  Caps caps(shown, today);
  for (const WaitingReminder* w : due) {
    if (!caps.allows(w->reminder)) continue;
    caps.note(w->reminder);
    ids.push_back(w->id);
  }
  return ids;
}

}  // namespace ajar
