#pragma once
// Legal notices, company particulars, unsubscribe lines: what nobody wrote for this mail.
#include <cstddef>
#include <vector>

#include "filters/quotes.h"

namespace ajar {

/// Sets `signature` on those lines of the paragraph [from, to) that are a footer. Sentences that carry the decision of
/// a mail are kept even where they stand in one block with a footer. `said_something`: own words stand above.
void mark_footer(std::vector<TextLine>& lines, std::size_t from, std::size_t to, bool said_something);

}  // namespace ajar
