#pragma once
// A line as tables of phrases know it.
#include <array>
#include <string>
#include <string_view>

#include "filters/ascii.h"

namespace ajar {

/// Lower case, accents dropped ("Grüßen" -> "grussen"), single blanks, no blanks at the ends. `text` is clean_text().
std::string line_key(std::string_view text);

/// True if `key` starts with `phrase` and the word ends there.
bool starts_with_words(std::string_view key, std::string_view phrase);
/// True if `phrase` occurs in `key` as whole words.
bool contains_words(std::string_view key, std::string_view phrase);
/// Words parted by single blanks.
std::size_t count_key_words(std::string_view key);

/// The text starts with a small letter (ASCII, Latin-1) / with a capital letter, or a letter that has no case.
bool starts_small(std::string_view text);
bool starts_capital(std::string_view text);
/// True if there is a letter or a digit.
bool has_words(std::string_view text);

/// True for "write to anna@example.org", not for "Team @ Example".
bool has_address(std::string_view text);

constexpr std::array<bool, 256> kWordChars = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < table.size(); ++c) table[c] = c >= 0x80 || ascii::is_alnum(static_cast<char>(c));
  return table;
}();
/// True for bytes of letters and digits.
constexpr bool is_word_char(char c) { return kWordChars[static_cast<unsigned char>(c)]; }

/// Calls `use` with the rest of `key` at the start of every word, until it returns false. Words start behind a blank or
/// a mark, and at marks.
template <class Use>
void for_each_word_start(std::string_view key, Use use) {
  bool inside = false;
  for (std::size_t i = 0; i < key.size(); ++i) {
    const bool word = is_word_char(key[i]);
    if (key[i] != ' ' && !(word && inside) && !use(key.substr(i))) return;
    inside = word;
  }
}

}  // namespace ajar
