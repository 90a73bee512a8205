#pragma once
// Lists of words in one string, parted by '|', over comparison keys (charset.h): "thank*|great to|met". A star takes
// any ending, everything else is whole words.
#include <string>
#include <string_view>
#include <vector>

namespace ajar {

/// Comparison key of running text: an apostrophe parts words ("l'été" -> "l ete", "I'll" -> "i ll").
std::string words_key(std::string_view text);
/// The words of a comparison key.
std::vector<std::string> words_of(std::string_view key);
/// True if `word` is an entry of the list (stars not read). An empty word is in no list.
bool is_one_of(std::string_view word, std::string_view list);
/// True if an entry occurs in `key` at word boundaries.
bool holds_any(std::string_view key, std::string_view list);

}  // namespace ajar
