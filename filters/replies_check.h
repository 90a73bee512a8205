#pragma once
// What `ajar replies check` finds beyond the form of the files (ReplyBook::load): sentences that break the manners,
// that speak to the reader without a familiar form, detail rules whose examples fail.
#include <vector>

#include "filters/replies.h"

namespace ajar {

/// Every fault with its place; empty: the book is fit for use.
std::vector<Fault> check_replies(const ReplyBook& replies);

}  // namespace ajar
