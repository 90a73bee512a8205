#pragma once
// The RE2 source of a parsed phrase, for folded text. For phrase.cpp only.
#include <string>
#include <vector>

#include "filters/phrase_syntax.h"

namespace ajar {

struct PhraseSource {
  std::string re2;
  std::vector<std::string> slots;  ///< names of the capture groups, in order
};
PhraseSource phrase_source(const PhraseSequence& phrase);

}  // namespace ajar
