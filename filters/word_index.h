#pragma once
// Which of many phrases can occur in a sentence at all, by the words they need. For phrase.cpp only.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "filters/phrase_syntax.h"

namespace ajar {

/// A word that must be there: whole, its beginning or its end. Folded.
struct WordKey {
  enum class Kind { whole, beginning, end } kind = Kind::whole;
  std::string text;
};

/// One of these words must be there, at most `reach` words behind the word that met the need before.
struct WordNeed {
  std::vector<WordKey> keys;
  int reach = 0;
};

/// The words a phrase cannot do without, in order; one list for each way to say it that has words of its own. Never too
/// strict, but for more than three lone punctuation marks between two words.
std::vector<std::vector<WordNeed>> needed_words(const PhraseSequence& phrase);

/// An index over the needs of many phrases. Linear in the text; the number of phrases hardly matters.
class WordIndex {
 public:
  /// `phrase` is the caller's number for it.
  void add(std::size_t phrase, const std::vector<std::vector<WordNeed>>& ways);
  /// The needs that a text meets: where, as bits (words from the 64th on share the last one). Kept by the caller so
  /// that sentence after sentence can use the same memory; not shared between threads.
  struct Met {
    std::vector<std::uint32_t> slot;  ///< by need: its place in `order` and `places`, plus 1
    std::vector<std::uint32_t> order;
    std::vector<std::uint64_t> places;
    std::vector<std::size_t> found;
  };

  /// Calls `found(phrase)` once for every phrase all of whose needs are met by the words of `folded`, in order.
  template <class Found>
  void candidates(std::string_view folded, Met& met, Found found) const {
    met.slot.resize(entries_.size());
    look_up(folded, met);
    for (std::uint32_t need : met.order)
      for (const Entry& entry : entries_[need])
        if (is_in_order(entry, met) && std::find(met.found.begin(), met.found.end(), entry.phrase) == met.found.end())
          met.found.push_back(entry.phrase);
    for (std::uint32_t need : met.order) met.slot[need] = 0;
    met.order.clear();
    met.places.clear();
    const std::vector<std::size_t> phrases = std::exchange(met.found, {});
    for (std::size_t phrase : phrases) found(phrase);
    for (std::size_t phrase : always_) found(phrase);
  }

 private:
  void add_way(std::size_t phrase, const std::vector<WordNeed>& needs);
  struct Entry {
    std::size_t phrase = 0;
    std::vector<std::uint32_t> needs;
    std::vector<std::uint8_t> reach;
  };
  std::uint32_t number_of(const std::vector<WordKey>& keys);
  void look_up(std::string_view folded, Met& met) const;
  void look_up_word(std::string_view word, std::size_t place, Met& met) const;
  static bool is_in_order(const Entry& entry, const Met& met);
  static bool all_met(const Entry& entry, const Met& met);

  /// Letters as a tree: of words from their beginning, or from their end.
  struct Tree {
    struct Node {
      std::int32_t next[37];
      std::int32_t whole = -1, part = -1;  ///< places in `needs`
      Node() { std::fill(std::begin(next), std::end(next), -1); }
    };
    std::vector<Node> nodes{1};
    std::vector<std::vector<std::uint32_t>> needs;
  };
  static void plant(Tree& tree, std::string_view letters, bool whole, std::uint32_t need);

  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::vector<Entry>> entries_;  ///< by need: the phrases for which it is the rarest
  std::vector<std::size_t> always_;          ///< phrases without any need
  Tree forward_, backward_;
};

}  // namespace ajar
