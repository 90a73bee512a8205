#pragma once
// Which of many phrases can occur in a sentence at all, by the words they need. For phrase.cpp only.
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "filters/phrase_syntax.h"

namespace ajar {

/// A word that must be there: whole, its beginning or its end. Folded.
struct WordKey {
  enum class Kind { whole, beginning, end } kind = Kind::whole;
  std::string text;
};

/// The words a phrase cannot do without: one of each inner list must be in the sentence. Never too strict.
std::vector<std::vector<WordKey>> needed_words(const PhraseSequence& phrase);

/// An index over the needs of many phrases. Linear in the text; the number of phrases hardly matters.
class WordIndex {
 public:
  /// `phrase` is the caller's number for it.
  void add(std::size_t phrase, const std::vector<std::vector<WordKey>>& needs);
  /// Calls `found(phrase)` once for every phrase all of whose needs are met by the words of `folded`.
  template <class Found>
  void candidates(std::string_view folded, Found found) const {
    std::vector<std::uint64_t> met((needs_.size() + 63) / 64);
    std::vector<std::uint32_t> order;
    look_up(folded, met, order);
    const auto is_met = [&](std::uint32_t need) { return (met[need / 64] >> (need % 64) & 1) != 0; };
    for (std::uint32_t need : order)
      for (const Entry& entry : needs_[need]) {
        bool all = true;
        for (std::uint32_t other : entry.others) all = all && is_met(other);
        if (all) found(entry.phrase);
      }
    for (std::size_t phrase : always_) found(phrase);
  }

 private:
  struct Entry {
    std::size_t phrase = 0;
    std::vector<std::uint32_t> others;
  };
  std::uint32_t number_of(const std::vector<WordKey>& need);
  void look_up(std::string_view folded, std::vector<std::uint64_t>& met, std::vector<std::uint32_t>& order) const;
  void look_up_word(std::string_view word, std::vector<std::uint64_t>& met, std::vector<std::uint32_t>& order) const;

  /// Letters as a tree: of words from their beginning, or from their end.
  struct Tree {
    struct Node {
      std::int32_t next[37];
      std::vector<std::uint32_t> whole, part;
      Node() { std::fill(std::begin(next), std::end(next), -1); }
    };
    std::vector<Node> nodes{1};
  };
  static void plant(Tree& tree, std::string_view letters, bool whole, std::uint32_t need);

  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::vector<Entry>> needs_;  ///< by need: the phrases for which it is the rarest
  std::vector<std::size_t> always_;        ///< phrases without any need
  Tree forward_, backward_;
};

}  // namespace ajar
