#pragma once
// Where sentences end, in seven languages.
#include <string>
#include <string_view>
#include <vector>

namespace ajar {

/// The sentences of one paragraph of clean text (no line ends), without blanks around them. Abbreviations ("Mr.",
/// "z.B.", "Nr.", "Inc."), initials, ordinals ("am 3. Mai") and numbers do not end a sentence.
std::vector<std::string_view> split_sentences(std::string_view paragraph);

}  // namespace ajar
