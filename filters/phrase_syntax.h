#pragma once
// A phrase of the rule language (phrase.h), parsed. For phrase.cpp and its parts only.
#include <string>
#include <string_view>
#include <vector>

#include "filters/result.h"

namespace ajar {

struct PhraseSequence;

/// One element of a phrase.
struct PhraseElement {
  enum class Kind { word, any_word, group, gap, slot, start, end } kind = Kind::word;
  std::string text;  ///< a folded word, kMaybeE after letters that may be written with an e (ä ö ü); or a slot's name
  bool any_ending = false, any_beginning = false;
  bool optional = false;
  bool or_end = false;  ///< a group: or the sentence ends here, as in (for|$)
  int gap = 0;          ///< most words of a gap
  std::vector<PhraseSequence> alternatives;
};
struct PhraseSequence {
  std::vector<PhraseElement> elements;
};

/// Marks in PhraseElement::text where an e may follow.
constexpr char kMaybeE = '\x01';

/// Fails with ErrorKind::config; `what` names the character position.
Result<PhraseSequence> parse_phrase(std::string_view phrase);

/// Elements that may match nothing.
bool is_nullable(const PhraseElement& element);

/// The names a slot may have.
const std::vector<std::string_view>& phrase_slots();

}  // namespace ajar
