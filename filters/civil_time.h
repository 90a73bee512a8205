#pragma once
// Instants, local civil dates and the two date formats of mail and logs. Time zones come from ICU's built-in
// IANA data, so nothing here reads a file, the clock or the environment.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "filters/result.h"

namespace ajar {

using Instant = std::chrono::sys_seconds;
using Date = std::chrono::year_month_day;

/// A moment as the user's wall clock shows it.
struct LocalTime {
  Date date;
  int minute_of_day = 0;  ///< 0 to 1439
};

/// A length of time from the settings: `90s 15m 24h 14d 6w 3mo` (contracts.md). Months are calendar months.
struct Span {
  std::chrono::seconds seconds{0};
  int months = 0;
  bool operator==(const Span&) const = default;
};

/// Fails with ErrorKind::config on anything but the forms above.
Result<Span> parse_span(std::string_view text);

/// True if ICU knows this IANA name ("Europe/Berlin").
bool is_time_zone(std::string_view zone);

/// Unknown zones are read as UTC.
LocalTime to_local(Instant at, const std::string& zone);
/// A local time skipped by a clock change is moved forward; of a doubled one the first is taken.
Instant to_instant(LocalTime local, const std::string& zone);
/// Offset of `zone` from UTC at `at`.
std::chrono::minutes utc_offset(Instant at, const std::string& zone);

/// "Wed, 25 Nov 2026 18:06:28 +0100" (RFC 5322 3.3).
std::string format_mail_date(Instant at, const std::string& zone);
/// Lenient about comments, missing weekday, two-digit years and obsolete zones (RFC 5322 4.3); nullopt if hopeless.
std::optional<Instant> parse_mail_date(std::string_view text);
/// "2026-11-25T18:06:28Z".
std::string format_rfc3339(Instant at);
/// Accepts Z and numeric offsets. Fails with ErrorKind::config.
Result<Instant> parse_rfc3339(std::string_view text);
/// "2026-11-25"
std::string format_date(Date date);
std::optional<Date> parse_date(std::string_view text);

Date add_days(Date date, int days);
/// Clamped to the last day of the month (31 Jan + 1 month = 28/29 Feb).
Date add_months(Date date, int months);
/// Negative if `to` is before `from`. Unit: calendar days.
int days_between(Date from, Date to);

}  // namespace ajar
