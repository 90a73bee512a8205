#pragma once
// Days that a mail names in words, in seven languages: "after Easter", "im neuen Jahr", "dans six mois", "17 February".
#include <optional>
#include <string_view>
#include <vector>

#include "filters/civil_time.h"

namespace ajar {

/// The day from which the employer says things may start again: "we plan to reopen this after Easter". Seasons and
/// quarters count from their first day, a bare month from its first. Only sentences that look ahead are read; nullopt
/// if they name no day within 18 months ("once the budget is approved"). `body` as in PreparedText. Source: manners.md
/// C.
std::optional<Date> named_date(std::string_view body, Date written);

/// Calendar days written out ("17 February", "10. März 2026", "March 3rd", "14.04.2026", "2026-04-14"), in order. A
/// missing year is the one that makes it a day to come, or one at most 60 days past.
std::vector<Date> calendar_days(std::string_view body, Date written);

}  // namespace ajar
