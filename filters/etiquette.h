#pragma once
// What a note must and must not say (manners.md B). Runs before any draft is filed, and in tests over every variant.
#include <string>
#include <vector>

#include "filters/draft.h"

namespace ajar {

/// A breach of manners: which one, and the words.
struct Breach {
  std::string rule;   ///< placeholder | exclamation | address | comparison | contest | plea | boast | promise |
                      ///< hire_fails | complaint | robot_mail | consent | second_question | unwanted_question | length |
                      ///< repeated_sentence | repeated_words | too_many_thanks | wrong_language | wrong_salutation |
                      ///< unknown_name | quotes_form_mail | control_character
  std::string words;
};

/// Fewest and most words of a body, salutation and closing included (manners.md B).
struct WordRange {
  std::size_t fewest = 0;
  std::size_t most = 0;
};
WordRange word_range(std::string_view purpose, std::string_view stage, bool agency);

/// Empty if the draft may be filed.
std::vector<Breach> check_etiquette(const Draft& draft, const Occasion& occasion, const ReplyBook& replies);

/// A text for a reminder: wording, number of words, no question, nothing said twice.
std::vector<Breach> check_note(std::string_view text, std::string_view language, WordRange range);

/// The checks that need no occasion (placeholders, comparison, plea ...): for single sentences of replies/*.yaml.
std::vector<Breach> check_wording(std::string_view text, std::string_view language);

}  // namespace ajar
