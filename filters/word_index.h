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

/// The words a phrase cannot do without.
struct NeededWords {
  /// One of the words of a list must be there, at most `reach` words behind the word that met the need before.
  struct Need {
    std::size_t list = 0;
    int reach = 0;
  };
  std::vector<std::vector<WordKey>> lists;
  std::vector<std::vector<Need>> ways;  ///< in order, for each way to say the phrase that has words of its own
};

/// Never too strict, but for more than three lone punctuation marks between two words. No ways: nothing is needed.
NeededWords needed_words(const PhraseSequence& phrase);

/// An index over the needs of many phrases. Linear in the text; the number of phrases hardly matters.
class WordIndex {
 public:
  /// `phrase` is the caller's number for it.
  void add(std::size_t phrase, const NeededWords& needed);
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
    std::uint64_t marks = 0;
    for (std::uint32_t need : met.order) marks |= mark_of(need);
    for (std::uint32_t need : met.order)
      for (const Entry& entry : entries_[need])
        if ((entry.marks & ~marks) == 0 && is_in_order(entry, met) &&
            std::find(met.found.begin(), met.found.end(), entry.phrase) == met.found.end())
          met.found.push_back(entry.phrase);
    for (std::uint32_t need : met.order) met.slot[need] = 0;
    met.order.clear();
    met.places.clear();
    const std::vector<std::size_t> phrases = std::exchange(met.found, {});
    for (std::size_t phrase : phrases) found(phrase);
    for (std::size_t phrase : always_) found(phrase);
  }

 private:
  /// One way to say a phrase: `size` links of `links_`.
  struct Entry {
    std::size_t phrase = 0;
    std::uint64_t marks = 0;  ///< of its needs: most that are not all met are told by these alone
    std::uint32_t first = 0, size = 0;
  };
  static std::uint64_t mark_of(std::uint32_t need) { return std::uint64_t{1} << need % 64; }
  struct Link {
    std::uint32_t need = 0;
    std::uint32_t reach = 0;
  };
  std::uint32_t number_of(const std::vector<WordKey>& keys);
  void look_up(std::string_view folded, Met& met) const;
  void look_up_word(std::string_view word, std::size_t place, Met& met) const;
  bool is_in_order(const Entry& entry, const Met& met) const;
  bool all_met(const Entry& entry, const Met& met) const;

  /// What meets a need, by the hash of its letters: whole words, and parts (beginnings; ends from behind). Two
  /// spellings of one hash cost a look at a phrase in vain, nothing else.
  class Spellings {
   public:
    void add(std::string_view letters, bool whole, std::uint32_t need);
    /// Calls `meet` with the needs that the letters meet.
    template <class Letters, class Meet>
    void look_up(Letters begin, Letters end, Meet meet) const;

   private:
    struct Slot {
      std::uint32_t hash = 0;
      std::uint32_t list = 0;  ///< place in `needs_`, plus 1; 0: free
    };
    std::size_t slot_of(std::uint32_t hash) const;
    void grow();

    static constexpr std::size_t kMarks = 1 << 16;
    std::vector<bool> marks_;  ///< by the low bits of a hash: there may be needs
    std::vector<Slot> slots_;  ///< open addressing: a power of two, at most half of them taken
    std::vector<std::vector<std::uint32_t>> needs_;
  };

  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::vector<Entry>> entries_;  ///< by need: the phrases for which it is the rarest
  std::vector<Link> links_;
  std::vector<std::size_t> always_;  ///< phrases without any need
  Spellings forward_, backward_;
};

}  // namespace ajar
