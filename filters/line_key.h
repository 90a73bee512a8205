#pragma once
// A line as tables of phrases know it.
#include <string>
#include <string_view>

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

// Tables of phrases are written as one text, in line_key() form between bars: "|best regards|sincerely|".

template <class Use>
void for_each_phrase(std::string_view table, Use use) {
  while (table.size() > 1) {
    table.remove_prefix(1);
    const std::size_t size = table.find('|');
    use(table.substr(0, size));
    table.remove_prefix(size);
  }
}

/// True if `word` is one of the table's phrases.
bool is_listed(std::string_view table, std::string_view word);
/// True if one of the phrases occurs in `key` as whole words.
bool contains_listed(std::string_view table, std::string_view key);
/// Size of the longest phrase that `key` starts with, as whole words; 0 if none.
std::size_t longest_start(std::string_view table, std::string_view key);

}  // namespace ajar
