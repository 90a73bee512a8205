#pragma once
// Values of filters/ as JSON, as they are kept in the ledger's columns.
#include <cstdint>
#include <string>
#include <vector>

#include "filters/draft.h"
#include "filters/verdict.h"

namespace ajar {

std::string draft_to_json(const Draft& draft);
/// An unreadable text gives an empty draft.
Draft draft_from_json(const std::string& text);
/// {event, also, score, review, language, signs, evidence [{rule, points, where, words}]}
std::string verdict_to_json(const Verdict& verdict);
std::string strings_to_json(const std::vector<std::string>& strings);
std::vector<std::string> strings_from_json(const std::string& text);
std::string numbers_to_json(const std::vector<std::int64_t>& numbers);
std::vector<std::int64_t> numbers_from_json(const std::string& text);

}  // namespace ajar
