#pragma once
// Which of the author's lines are a signature block, a legal or mailing-list footer, or a line of the mail program.
#include <vector>

#include "filters/quotes.h"

namespace ajar {

/// Sets `signature` on own lines that are not part of what is said, and `alone` on salutation, closing and name lines.
/// The closing and the name under it stay; titles, telephone numbers and what follows them do not. A running sentence
/// is kept unless it stands below such lines or is plainly a footer.
void mark_signature(std::vector<TextLine>& lines);

}  // namespace ajar
