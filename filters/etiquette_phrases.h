#pragma once
// Words that break the manners, per language, in the phrase language of filters/phrase.h (manners.md B "Never").
// Built in: manners are not a setting.
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ajar {

/// What a piece of text says that a note must not say: which rule, and the words.
struct Misstep {
  std::string rule;
  std::string words;
};

std::vector<Misstep> find_missteps(std::string_view text, std::string_view language);

/// Those of the built-in phrases that do not compile; the tests want none.
std::vector<std::string> faulty_phrases();

/// The sentences of a note; salutation, closing and name count as sentences too.
std::vector<std::string> sentences_of_note(std::string_view text);

/// Words for comparing: folded, accents off, without punctuation.
std::vector<std::string> key_words(std::string_view text);
/// All runs of `length` such words.
std::set<std::string> word_runs(std::string_view text, std::size_t length);

/// How often a text thanks, in this language.
std::size_t count_thanks(std::string_view text, std::string_view language);

}  // namespace ajar
