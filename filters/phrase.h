#pragma once
// The phrase language of rules (docs/rules.md), compiled to RE2. A person can write it without knowing regular
// expressions: words in order within one sentence, (a|b) alternatives, [a] optional words, word* and *word endings, * one
// word, ... a gap, <role> a slot, ^ and $ the ends of the sentence.
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "filters/folded_text.h"
#include "filters/result.h"

namespace ajar {

/// RE2 source of a phrase, for text folded by fold_for_matching. Fails with ErrorKind::config; `what` names the
/// character position.
Result<std::string> compile_phrase(std::string_view phrase);

/// Where a phrase matched in a text, and what its slots took (views into that text).
struct PhraseMatch {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::map<std::string, std::string_view> slots;
};

/// One phrase or `regex:` pattern. Cheap to make (a phrase's RE2 is compiled when it is first needed) and to copy.
class Phrase {
 public:
  static Result<Phrase> from_phrase(std::string_view phrase);
  static Result<Phrase> from_regex(std::string_view regex);  ///< RE2 syntax, always without regard to case
  std::optional<PhraseMatch> locate(std::string_view text, std::size_t from = 0) const;
  /// The same for a text that is already folded.
  std::optional<PhraseMatch> locate(std::string_view text, const FoldedText& folded, std::size_t from = 0) const;
  const std::string& pattern() const;  ///< RE2 source
  bool is_regex() const;

 private:
  friend class PhraseSet;
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

/// A phrase of a set that occurs in a text: its index and its first match.
struct PhraseHit {
  std::size_t index = 0;
  PhraseMatch match;
};

/// Many phrases, matched in one pass over the words of a text: an index of the words that each phrase needs finds the
/// few candidates, RE2 confirms and locates those. (An RE2::Set of hundreds of phrases spends its time building
/// states.) Made for one sentence at a time. Add, then match: the index is built at the first match; matching is
/// thread-safe.
class PhraseSet {
 public:
  PhraseSet();
  /// Index of the phrase in the set.
  std::size_t add(const Phrase& phrase);
  void compile() const;
  /// Memory for find(), kept from text to text; not shared between threads.
  class Scratch {
   public:
    Scratch();
    ~Scratch();
    Scratch(Scratch&&) noexcept;
    Scratch& operator=(Scratch&&) noexcept;

   private:
    friend class PhraseSet;
    struct Memory;
    std::unique_ptr<Memory> memory_;
  };
  /// Phrases that are not wanted (by index) are passed over.
  using Wanted = std::function<bool(std::size_t)>;
  std::vector<PhraseHit> find(std::string_view text, const FoldedText& folded, Scratch& scratch,
                              const Wanted& wanted = {}) const;
  std::vector<PhraseHit> find(std::string_view text, const FoldedText& folded) const;
  /// Indexes of all phrases that occur in `text`, ascending.
  std::vector<std::size_t> matches(std::string_view text) const;
  std::size_t size() const;
  const Phrase& phrase(std::size_t index) const;

 private:
  struct Compiled;
  std::shared_ptr<Compiled> compiled_;
};

}  // namespace ajar
