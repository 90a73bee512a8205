#include "daemon/desk.h"

#include <exception>

namespace ajar {

Instant oldest_of_interest(Instant now) {
  const LocalTime today = to_local(now, "UTC");
  return to_instant({add_months(today.date, -kMonthsOfMemory), today.minute_of_day}, "UTC");
}

const std::string& teller_of(const Settings& settings) {
  return settings.reminder_account.empty() && !settings.accounts.empty() ? settings.accounts.front().name
                                                                          : settings.reminder_account;
}

Result<Reading> read_fetched(const Desk& desk, const FetchedMessage& fetched) {
  try {
    return read_message(fetched.bytes, fetched.internal_date, desk.clock.now(), *desk.instructions.books.rules,
                        desk.candidate);
  } catch (const std::exception& trouble) {
    return fail(ErrorKind::message, std::string("The mail cannot be read: ") + trouble.what() + ".");
  }
}

}  // namespace ajar
