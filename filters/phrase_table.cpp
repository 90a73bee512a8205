#include "filters/phrase_table.h"

#include "filters/line_key.h"

namespace ajar {

std::vector<WordStart> word_starts(std::string_view key) {
  constexpr std::size_t usual_word = 5;
  std::vector<WordStart> starts;
  starts.reserve(key.size() / usual_word);
  for_each_word_start(key, [&](std::string_view rest) {
    starts.push_back({rest, PhraseTable::bucket_of(rest)});
    return true;
  });
  return starts;
}

/// Calls `use` with the index of every phrase that stands there, as whole words, until it returns false. Phrases of one
/// and two bytes lie in buckets of their own.
template <class Use>
void PhraseTable::for_each_start(const WordStart& start, Use use) const {
  const std::string_view key = start.rest;
  for (std::size_t size : {3U, 2U, 1U}) {
    if (key.size() < size || (size < 3 && key.size() > size && is_word_char(key[size]))) continue;
    const std::size_t bucket = size == 3 ? start.bucket : bucket_of(key.substr(0, size));
    for (std::size_t i = starts_[bucket]; i < starts_[bucket + 1]; ++i)
      if (starts_with_words(key, phrases_[i]) && !use(i)) return;
  }
}

bool PhraseTable::lists(std::string_view word) const {
  const std::size_t bucket = bucket_of(word);
  for (std::size_t i = starts_[bucket]; i < starts_[bucket + 1]; ++i)
    if (phrases_[i] == word) return true;
  return false;
}

std::size_t PhraseTable::longest_start(std::string_view key) const {
  std::size_t longest = 0;
  for_each_start({key, bucket_of(key)}, [&](std::size_t i) {
    longest = phrases_[i].size() > longest ? phrases_[i].size() : longest;
    return true;
  });
  return longest;
}

bool PhraseTable::occurs_in(std::string_view key) const {
  bool found = false;
  for_each_word_start(key, [&](std::string_view rest) {
    for_each_start({rest, bucket_of(rest)}, [&](std::size_t) {
      found = true;
      return false;
    });
    return !found;
  });
  return found;
}

std::size_t PhraseTable::count_in(const std::vector<WordStart>& starts) const {
  std::bitset<kMost> found;
  for (const WordStart& start : starts) {
    for_each_start(start, [&](std::size_t i) {
      found.set(i);
      return true;
    });
  }
  return found.count();
}

}  // namespace ajar
