#pragma once
// One mail, read: parsed, prepared, judged, and the facts in it. What `ajar classify` shows.
#include "filters/facts.h"
#include "filters/message_parser.h"
#include "filters/rules.h"

namespace ajar {

struct Reading {
  Message message;
  PreparedText text;
  Verdict verdict;
  Facts facts;
  bool own = false;  ///< the user wrote it (From is the user)
};

/// Fails as parse_message does.
Result<Reading> read_message(std::string_view bytes, std::optional<Instant> internal_date, Instant now,
                             const RuleBook& rules, const Candidate& candidate);

}  // namespace ajar
