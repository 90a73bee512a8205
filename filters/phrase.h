#pragma once
// The phrase language of rules, compiled to RE2. A person can write it without knowing regular expressions:
//
//   we have decided            these words in this order, in one sentence; case does not matter
//   (not|never) selected       one of several
//   [very] sorry               the word may be missing
//   candidat*                  any ending of the word
//   not ... selected           a gap of up to 6 words in the same sentence; "...12" up to 12 words
//   for the <role> position    takes 1 to 8 words as the role (slots: company role person reason detail date other)
//   ^dear <person>             ^ the sentence starts here; $ it ends here
//
// Apostrophes and quotes match straight and curly; a letter with an accent also matches without it, ä ö ü ß also ae oe ue ss.
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "filters/result.h"

namespace ajar {

/// RE2 source of a phrase. Fails with ErrorKind::config; `what` names the character position.
Result<std::string> compile_phrase(std::string_view phrase);

/// Where a phrase matched in a text, and what its slots took (views into that text).
struct PhraseMatch {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::map<std::string, std::string_view> slots;
};

/// One compiled phrase or `regex:` pattern, to locate words and slots.
class Phrase {
 public:
  static Result<Phrase> from_phrase(std::string_view phrase);
  static Result<Phrase> from_regex(std::string_view regex);  ///< RE2 syntax, always without regard to case
  std::optional<PhraseMatch> locate(std::string_view text, std::size_t from = 0) const;
  const std::string& pattern() const;  ///< RE2 source

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

/// Many phrases, matched in one linear pass (RE2::Set).
class PhraseSet {
 public:
  /// Index of the phrase in the set.
  std::size_t add(const Phrase& phrase);
  void compile();
  /// Indexes of all phrases that occur in `text`.
  std::vector<std::size_t> matches(std::string_view text) const;
  std::size_t size() const;

 private:
  struct Compiled;
  std::shared_ptr<Compiled> compiled_;
  std::vector<Phrase> phrases_;
};

}  // namespace ajar
