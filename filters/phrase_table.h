#pragma once
// Fixed lists of phrases in line_key() form, searched without walking the whole list.
#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace ajar {

/// A place where a phrase may begin: what stands from there on, and the bucket of its first three bytes.
struct WordStart {
  std::string_view rest;
  std::size_t bucket = 0;
};
/// All of a text, found once for all the tables that are asked about it.
std::vector<WordStart> word_starts(std::string_view key);

/// Made at compile time from a text with the phrases between bars: "|best regards|sincerely|".
class PhraseTable {
 public:
  static constexpr std::size_t kMost = 256;

  constexpr explicit PhraseTable(std::string_view text) {
    std::array<std::string_view, kMost> phrases{};
    std::size_t size = 0;
    for (std::size_t at = 1, end = 0; at < text.size(); at = end + 1) {
      end = text.find('|', at);
      if (size == kMost) throw std::length_error("too many phrases");
      phrases[size++] = text.substr(at, end - at);
    }
    for (std::size_t i = 0; i < size; ++i) ++starts_[bucket_of(phrases[i]) + 1];
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket)
      starts_[bucket + 1] = static_cast<std::uint16_t>(starts_[bucket + 1] + starts_[bucket]);
    std::array<std::uint16_t, kBuckets + 1> next = starts_;
    for (std::size_t i = 0; i < size; ++i) phrases_[next[bucket_of(phrases[i])]++] = phrases[i];
  }

  /// True if `word` is one of the phrases.
  bool lists(std::string_view word) const;
  /// Size of the longest phrase that `key` starts with, as whole words; 0 if none.
  std::size_t longest_start(std::string_view key) const;
  /// True if one of the phrases occurs in `key` as whole words.
  bool occurs_in(std::string_view key) const;
  /// How many different phrases occur in a text.
  std::size_t count_in(const std::vector<WordStart>& starts) const;
  std::size_t count_in(std::string_view key) const { return count_in(word_starts(key)); }

  /// By the first three bytes, so that most words meet an empty bucket.
  static constexpr std::size_t bucket_of(std::string_view phrase) {
    std::size_t hash = 0;
    for (std::size_t i = 0; i < 3; ++i)
      hash = hash * 37 + (i < phrase.size() ? static_cast<unsigned char>(phrase[i]) : 0U);
    return hash % kBuckets;
  }

 private:
  static constexpr std::size_t kBuckets = 1024;
  template <class Use>
  void for_each_start(const WordStart& start, Use use) const;

  std::array<std::string_view, kMost> phrases_{};
  std::array<std::uint16_t, kBuckets + 1> starts_{};
};

}  // namespace ajar
