#pragma once
// What a note must and must not say (manners.md B). Runs before any draft is filed, and in tests over every variant.
#include <string>
#include <vector>

#include "filters/draft.h"

namespace ajar {

/// A breach of manners: which one, and the words.
struct Breach {
  std::string rule;   ///< placeholder | comparison | contest | plea | boast | second_question | length | repeated_sentence | wrong_language | wrong_salutation | unknown_name | quotes_form_mail | ...
  std::string words;
};

/// Empty if the draft may be filed.
std::vector<Breach> check_etiquette(const Draft& draft, const Occasion& occasion, const ReplyBook& replies);

/// The checks that need no occasion (placeholders, comparison, plea ...): for single sentences of replies/*.yaml.
std::vector<Breach> check_wording(std::string_view text, std::string_view language);

}  // namespace ajar
