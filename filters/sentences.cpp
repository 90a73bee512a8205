#include "filters/sentences.h"

#include <algorithm>

#include "filters/ascii.h"
#include "filters/line_key.h"
#include "filters/phrase_table.h"

namespace ajar {
namespace {

// Tables hold words between bars.

/// Never at the end of a sentence, whatever follows; without the last dot.
constexpr PhraseTable kAbbreviations(
    "|abt|approx|attn|av|avda|bzgl|bzw|ca|cf|dept|dhr|dipl|dott|dott.ssa|dr|dra|dres|drs|d\u00f1a|egr|einschl|evtl|"
    "exma|"
    "exmo|fr|frl|geb|gent|gent.ma|gent.mo|ggf|hr|hrn|incl|ing|inkl|jr|kfm|max|messrs|mevr|min|mind|mio|mlle|mm|mme|mr|"
    "mrd|mrs|ms|mt|mw|mx|nn|prof|profa|resp|rev|rif|sig|sig.ra|sigg|sog|sr|sra|sras|sres|srs|srta|st|ste|str|tel|"
    "t\u00e9l|ud|uds|univ|v.exa|vd|vgl|vs|zzgl|");

/// Before a number.
constexpr PhraseTable kBeforeNumber("|abb|abs|art|ext|fig|no|nos|nr|num|n\u00fam|p|pag|pg|pp|ref|vol|");

/// May end a sentence: they do if the next word is one of kStarters.
constexpr PhraseTable kMayEnd(
    "|a.m|ag|apr|aug|bros|co|corp|dec|etc|feb|inc|jan|jul|ltd|ltda|nov|oct|okt|p.m|ph.d|plc|sep|sept|ss|u.k|"
    "u.s|u.s.a|usw|");

/// Words that start sentences, as line_key() writes them.
constexpr PhraseTable kStarters(
    "|after|all|although|as|auch|aunque|bitte|but|cette|con|das|de|der|despite|deze|die|diese|dieser|due|el|"
    "en|es|esta|este|for|give|given|gracias|grazie|he|helaas|het|hope|however|i|ich|if|ihre|il|in|"
    "infelizmente|it|je|la|lamentablemente|le|leider|les|lo|malheureusement|many|merci|my|nach|no|nos|nous|"
    "obrigado|on|our|please|por|purtroppo|regrettably|she|should|sie|since|so|thank|thanks|that|the|there|"
    "they|this|to|tras|trotz|un|unfortunately|unsere|uw|vielen|votre|vous|we|what|when|while|wij|will|wir|"
    "with|you|your|");

/// German words before an ordinal number.
constexpr PhraseTable kBeforeOrdinal(
    "|ab|am|bis|das|dem|den|der|des|die|ein|eine|einem|einer|freitag|ihr|ihre|ihrem|ihrer|im|ins|mittwoch|"
    "montag|seit|und|unser|unsere|vom|zum|zur|");

bool is_letter(char c) { return ascii::is_alpha(c) || static_cast<unsigned char>(c) >= 0x80; }

/// A capital, or the mark that opens a Spanish question.
bool opens_sentence(std::string_view text) {
  return starts_capital(text) || text.starts_with("\u00bf") || text.starts_with("\u00a1") ||
         (!text.empty() && ascii::is_digit(text[0]));
}

/// The word that ends right before `end`: letters, digits and inner dots.
std::string_view word_before(std::string_view text, std::size_t end) {
  std::size_t start = end;
  while (start > 0 && (is_letter(text[start - 1]) || ascii::is_digit(text[start - 1]) || text[start - 1] == '.'))
    --start;
  return text.substr(start, end - start);
}

std::string_view word_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_letter(text[end])) ++end;
  return text.substr(at, end - at);
}

bool is_number(std::string_view word) {
  return !word.empty() && word.size() <= 2 && std::all_of(word.begin(), word.end(), ascii::is_digit);
}

std::size_t count_letters_of(std::string_view word) {
  return static_cast<std::size_t>(
      std::count_if(word.begin(), word.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

/// A single dot at `dot`, a blank behind it: does the sentence end there? `next` is where the next word starts.
bool dot_ends(std::string_view text, std::size_t start, std::size_t dot, std::size_t next) {
  const std::string_view word = word_before(text, dot);
  if (word.empty()) return true;
  if (is_number(word)) {
    const std::size_t word_start = dot - word.size();
    if (word_start == start) return false;  // "1. We ..."
    std::string_view before = ascii::trim(text.substr(start, word_start - start));
    return !kBeforeOrdinal.lists(ascii::lower(word_before(before, before.size())));
  }
  const std::string key = ascii::lower(word);
  if (ascii::is_digit(text[next]) && kBeforeNumber.lists(key)) return false;
  if (kMayEnd.lists(key)) return kStarters.lists(line_key(word_at(text, next)));
  const std::string_view last = word.substr(word.rfind('.') + 1);
  if (count_letters_of(last) == 1 && is_letter(last.front()))  // an initial or "z. B."; but "... than I. We ..."
    return word == "I" && kStarters.lists(line_key(word_at(text, next)));
  return !kAbbreviations.lists(key);
}

/// "position.We": a blank was lost where tags were. Not in addresses and file names.
bool is_lost_blank(std::string_view text, std::size_t dot) {
  if (dot < 3 || dot + 2 >= text.size() || !starts_capital(text.substr(dot + 1)) || !ascii::is_alpha(text[dot + 1]))
    return false;
  for (std::size_t i = dot - 3; i < dot; ++i)
    if (!ascii::is_lower(text[i])) return false;
  const std::string_view next = word_at(text, dot + 1);
  const std::size_t after = dot + 1 + next.size();
  if (after < text.size() && text[after] != ' ' && text[after] != ',' && text[after] != '\'') return false;
  return kStarters.lists(line_key(next));
}

bool is_terminal(char c) { return c == '.' || c == '!' || c == '?'; }
bool is_closer(char c) { return c == '"' || c == '\'' || c == ')' || c == ']'; }

}  // namespace

std::vector<std::string_view> split_sentences(std::string_view text) {
  constexpr std::string_view ellipsis = "\xE2\x80\xA6";
  std::vector<std::string_view> sentences;
  std::size_t start = 0;
  const auto cut = [&](std::size_t end, std::size_t next) {
    const std::string_view sentence = ascii::trim(text.substr(start, end - start));
    if (!sentence.empty()) sentences.push_back(sentence);
    start = next;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dots = text[i] == ellipsis[0] && text.substr(i, 3) == ellipsis;
    if (!is_terminal(text[i]) && !dots) continue;
    const std::size_t first = i;
    std::size_t end = dots ? i + 3 : i + 1;
    while (end < text.size() && is_terminal(text[end])) ++end;
    const bool single_dot = text[first] == '.' && end == first + 1;
    while (end < text.size() && is_closer(text[end])) ++end;
    i = end - 1;
    if (end < text.size() && text[end] != ' ') {
      if (single_dot && end == first + 1 && is_lost_blank(text, first)) cut(end, end);
      continue;
    }
    std::size_t next = end;
    while (next < text.size() && text[next] == ' ') ++next;
    if (next == text.size()) break;
    std::size_t word = next;
    while (word < text.size() && (is_closer(text[word]) || text[word] == '(' || text[word] == '-' || text[word] == '['))
      ++word;
    const bool strong = text[first] == '!' || text[first] == '?';
    const bool closed = end > first + 1 && is_closer(text[end - 1]);
    if (!opens_sentence(text.substr(word)) && (!strong || closed)) continue;
    if (single_dot && end == first + 1 && !dot_ends(text, start, first, word)) continue;
    cut(end, next);
  }
  cut(text.size(), text.size());
  return sentences;
}

}  // namespace ajar
