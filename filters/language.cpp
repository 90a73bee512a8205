#include "filters/language.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "filters/ascii.h"
#include "filters/language_words.h"
#include "filters/line_key.h"

namespace ajar {
namespace {

constexpr std::size_t kLanguages = kLanguageWords.size();
using Scores = std::array<float, kLanguages>;

constexpr std::uint32_t hash_of(std::string_view word) {  // FNV-1a
  std::uint32_t hash = 2166136261U;
  for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

/// All words of all languages; a slot holds a hash and one bit for each language that has the word.
class WordTable {
 public:
  constexpr WordTable() {
    for (std::size_t language = 0; language < kLanguages; ++language) {
      std::string_view words = kLanguageWords[language].words;
      while (!words.empty()) {
        const std::size_t size = std::min(words.find(' '), words.size());
        add(hash_of(words.substr(0, size)), std::uint32_t{1} << language);
        words.remove_prefix(std::min(size + 1, words.size()));
      }
    }
  }

  /// The languages that have this word, as bits.
  constexpr std::uint32_t find(std::string_view word) const {
    const std::uint32_t hash = hash_of(word);
    std::size_t slot = hash % kSlots;
    while (slots_[slot].languages != 0 && slots_[slot].hash != hash) slot = (slot + 1) % kSlots;
    return slots_[slot].languages;
  }

 private:
  static constexpr std::size_t kSlots = 4096;
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t languages = 0;
  };

  constexpr void add(std::uint32_t hash, std::uint32_t language) {
    std::size_t slot = hash % kSlots;
    while (slots_[slot].languages != 0 && slots_[slot].hash != hash) slot = (slot + 1) % kSlots;
    slots_[slot].hash = hash;
    slots_[slot].languages |= language;
  }

  std::array<Slot, kSlots> slots_{};
};
constexpr WordTable kWords;

/// What a word says for each of the languages that share it.
constexpr std::array<float, 6> kWeights = {0, 1.0F, 0.5F, 0.3F, 0.2F, 0.1F};

/// Letters and letter groups that hardly occur elsewhere.
struct Sign {
  std::string_view letters;
  std::size_t language;
};
constexpr std::size_t kDe = 1, kFr = 2, kEs = 3, kPt = 4, kIt = 5, kNl = 6, kSv = 7, kDa = 8, kPl = 10, kTr = 14,
                      kAz = 21;
constexpr std::array<Sign, 20> kSigns = {{{"\u00df", kDe}, {"\u00fc", kDe}, {"\u00f1", kEs}, {"\u00bf", kEs},
                                          {"\u00a1", kEs}, {"\u00e3", kPt}, {"\u00f5", kPt}, {"\u00ea", kFr},
                                          {"\u00e8", kFr}, {"\u0153", kFr}, {"\u00ec", kIt}, {"\u00f2", kIt},
                                          {"\u00e5", kSv}, {"\u00f8", kDa}, {"\u00e6", kDa}, {"\u0142", kPl},
                                          {"\u0119", kPl}, {"\u0131", kTr}, {"\u0259", kAz}, {"\u00eb", kNl}}};

/// One sentence or line, measured.
struct Measure {
  Scores scores{};
  std::size_t words = 0;
  std::size_t foreign = 0;  ///< letters of other scripts than Latin
  std::size_t letters = 0;
};

void count_word(std::string_view word, Measure& measure) {
  ++measure.words;
  const std::uint32_t languages = kWords.find(word);
  if (languages == 0) return;
  const auto sharing = static_cast<std::size_t>(std::popcount(languages));
  const float weight = kWeights[std::min(sharing, kWeights.size() - 1)];
  for (std::size_t language = 0; language < kLanguages; ++language)
    if ((languages >> language & 1U) != 0) measure.scores[language] += weight;
}

/// "l'offre" is two words; addresses are none.
void count_words_of(std::string_view token, Measure& measure) {
  if (token.find('/') != std::string_view::npos || token.find('@') != std::string_view::npos) return;
  while (!token.empty()) {
    std::size_t size = 0;
    while (size < token.size() && is_word_char(token[size])) ++size;
    if (size > 0 && !ascii::is_digit(token[0])) count_word(token.substr(0, size), measure);
    token.remove_prefix(std::min(size + 1, token.size()));
  }
}

void count_letters(std::string_view line, Measure& measure) {
  for (const char c : line) measure.letters += ascii::is_alpha(c) ? 1 : 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto byte = static_cast<unsigned char>(line[i]);
    if (byte < 0xC0) continue;  // ASCII, or inside a character
    ++measure.letters;
    // Greek, Cyrillic, Hebrew, Arabic, Indic, Thai, Kana, Han, Hangul; Vietnamese letters count as well.
    if ((byte >= 0xCD && byte <= 0xDF) || byte == 0xE0 || (byte == 0xE1 && i + 1 < line.size()) ||
        (byte >= 0xE3 && byte <= 0xED))
      ++measure.foreign;
    for (const Sign& sign : kSigns)
      if (line.substr(i, sign.letters.size()) == sign.letters) measure.scores[sign.language] += 0.4F;
  }
}

Measure measure_line(std::string_view line) {
  Measure measure;
  count_letters(line, measure);
  const std::string key = line_key(line);
  std::string_view rest = key;
  while (!rest.empty()) {
    const std::size_t size = std::min(rest.find(' '), rest.size());
    count_words_of(rest.substr(0, size), measure);
    rest.remove_prefix(std::min(size + 1, rest.size()));
  }
  return measure;
}

struct Best {
  std::size_t language = 0;
  float score = 0;
  float next = 0;
};

Best best_of(const Scores& scores) {
  Best best;
  for (std::size_t language = 0; language < kLanguages; ++language) {
    if (scores[language] > best.score) {
      best = {language, scores[language], best.score};
    } else {
      best.next = std::max(best.next, scores[language]);
    }
  }
  return best;
}

std::string name_of(std::size_t language) {
  return language < kReadLanguages ? std::string(kLanguageWords[language].language) : "other";
}

/// Long mails are judged by their start and their end.
std::string sample_of(std::string_view text) {
  constexpr std::size_t start = 12'000;
  constexpr std::size_t end = 6'000;
  if (text.size() <= start + end) return std::string(text);
  return std::string(text.substr(0, start)) + "\n" + std::string(text.substr(text.size() - end));
}

/// Sums over the lines of a text.
struct Tally {
  Measure all;
  std::array<std::size_t, kLanguages> words_in{};  ///< words of lines that are plainly in one language
};

Tally tally_lines(std::string_view text) {
  Tally tally;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size());
    const Measure line = measure_line(text.substr(0, size));
    text.remove_prefix(std::min(size + 1, text.size()));
    for (std::size_t i = 0; i < kLanguages; ++i) tally.all.scores[i] += line.scores[i];
    tally.all.words += line.words;
    tally.all.foreign += line.foreign;
    tally.all.letters += line.letters;
    const Best best = best_of(line.scores);
    if (line.words >= 4 && best.score >= 1.5F && best.score > 1.5F * best.next)
      tally.words_in[best.language] += line.words;
  }
  return tally;
}

}  // namespace

std::vector<std::string> recognise_languages(std::string_view text) {
  constexpr float enough = 0.9F;  // about one word that only this language has
  constexpr std::size_t second_words = 8;
  const Tally tally = tally_lines(sample_of(text));
  if (tally.all.foreign * 3 > tally.all.letters) return {"other"};
  const Best best = best_of(tally.all.scores);
  if (best.score < enough) {
    const bool unknown_words = tally.all.words >= 25;
    return unknown_words ? std::vector<std::string>{"other"} : std::vector<std::string>{};
  }
  std::vector<std::string> found{name_of(best.language)};
  std::size_t attributed = 0;
  for (const std::size_t words : tally.words_in) attributed += words;
  std::vector<std::size_t> others;
  for (std::size_t language = 0; language < kReadLanguages; ++language)
    if (language != best.language && tally.words_in[language] >= second_words &&
        tally.words_in[language] * 6 >= attributed)
      others.push_back(language);
  std::sort(others.begin(), others.end(),
            [&](std::size_t a, std::size_t b) { return tally.words_in[a] > tally.words_in[b]; });
  for (const std::size_t language : others) found.push_back(name_of(language));
  return found;
}

}  // namespace ajar
