#pragma once
// Occasions to write drafts for, invented by number: the same number is the same occasion everywhere. For the tests
// that compose thousands of drafts and for reading drafts cold (tests/bench/drafts --invented).
#include <cstdint>
#include <memory>
#include <string>

#include "filters/draft.h"

namespace ajar {

/// An occasion with everything it points to.
struct InventedOccasion {
  Candidate candidate;
  Correspondence correspondence;
  Reading trigger;
  Occasion occasion;
  std::string story;  ///< one line: what happened
};

/// `number` chooses stage, who wrote the no and how, circumstances, details, names, register. `language`: en or de.
std::unique_ptr<InventedOccasion> invent_occasion(const std::string& language, std::uint64_t number);

/// The shipped reply files, loaded; prints the faults and ends the program if there are any.
ReplyBook shipped_replies();

}  // namespace ajar
