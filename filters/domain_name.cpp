#include "filters/domain_name.h"

#include <algorithm>
#include <array>

#include "filters/ascii.h"
#include "filters/charset.h"
#include "filters/word_list.h"

namespace ajar {
namespace {

constexpr std::size_t kShortestLabel = 3;
/// A part of a label says enough if it has this many letters and is half of the label.
constexpr std::size_t kShortestPart = 5;
constexpr int kMostWords = 6;
/// Nobody names the house only further down. Unit: bytes.
constexpr std::size_t kMostText = 65536;
/// Longer labels may be several words run together.
constexpr std::size_t kLongestWord = 9;
/// Of a label in two words with a hyphen both are whole words if they have this many letters.
constexpr std::size_t kShortestHyphened = 5;

/// Second words of company names, by which a label can be parted. No German ones: "Auenklinik" is one word.
constexpr std::array<std::string_view, 40> kSecondWords = {
    "analytics",  "robotics",    "logistics",   "software", "systems", "solutions", "partners", "ventures",
    "capital",    "consulting",  "energy",      "motors",   "media",   "games",     "studios",  "technologies",
    "technology", "engineering", "instruments", "digital",  "foods",   "health",    "hotels",   "books",
    "press",      "bikes",       "labs",        "bank",     "maps",    "homes",     "pharma",   "search",
    "staffing",   "foundation",  "trust",       "outdoor",  "cycles",  "music",     "films",    "school"};

bool is_word(char c) { return static_cast<unsigned char>(c) >= 0x80 || ascii::is_alnum(c); }

/// "sonnenhuegel" is what a domain makes of "Sonnenhügel": ae, oe and ue as a, o and u.
std::string without_umlaut_e(std::string_view key) {
  std::string out;
  for (std::size_t i = 0; i < key.size(); ++i)
    if (key[i] != 'e' || i == 0 || std::string_view("aou").find(key[i - 1]) == std::string_view::npos) out += key[i];
  return out;
}

/// Small words of a name that its domain leaves out: "theatre-quai" for "Théâtre du Quai".
bool is_small_word(std::string_view word) {
  constexpr std::array<std::string_view, 24> kSmall = {"and", "of", "the", "und", "der", "die", "des", "fur",
                                                       "von", "am", "et",  "de",  "du",  "la",  "le",  "les",
                                                       "del", "y",  "di",  "da",  "do",  "e",   "van", "het"};
  return std::find(kSmall.begin(), kSmall.end(), word) != kSmall.end();
}

/// Part of an address or a domain: "lowellsystems.example".
bool goes_on_as_address(std::string_view text, std::size_t end) {
  return end + 1 < text.size() && (text[end] == '@' || text[end] == '.') && is_word(text[end + 1]);
}

/// What kind of house a name is: it stands before or behind the name and belongs to it.
bool is_kind_of_house(std::string_view word) {
  constexpr std::string_view kKinds =
      "college|university|hospital|hospice|school|academy|council|bank|trust|institute|museum|group|games|homes|house|"
      "studios|labs|solicitors|clinic|church|foundation|hotel|hotels|society|library|theatre|gallery|county|ltd|inc|"
      "llc|"
      "llp|plc|gmbh|ag|se|kg|bv|nv|sa|sas|sarl|srl|spa|lda|ltda|hochschule|universitat|fachhochschule|klinik|klinikum|"
      "krankenhaus|landesamt|bezirksamt|kanzlei|verlag|stiftung|stadt|gemeinde|landkreis|kreis|sparkasse|spedition|"
      "druckerei|schreinerei|backerei|tischlerei|hausverwaltung|gasthof|seniorenresidenz|grundschule|gymnasium|schule|"
      "institut|verein|theater|pfarrei|werke|groupe|clinique|theatre|universite|lycee|musee|fondation|mairie|ville|"
      "agence|cabinet|banque|librairie|grupo|clinica|fundacion|museo|hospital|colegio|instituto|universidad|"
      "ayuntamiento|banco|caja|editorial|universidade|fundacao|museu|escola|camara|prefeitura|hotel|gruppo|fondazione|"
      "universita|comune|banca|liceo|istituto|scuola|teatro|ospedale|stichting|gemeente|ziekenhuis|universiteit|"
      "basisschool|uitgeverij";
  return is_one_of(comparison_key(word), kKinds);
}

/// Words of a text from one of them on, run together step by step and compared with the label.
class Speller {
 public:
  Speller(std::string_view label, std::string_view text) : wanted_(without_umlaut_e(label)), text_(text) {}

  SpelledName best() {
    for (std::size_t at = 0; at < text_.size(); ++at) {
      const bool start = is_word(text_[at]) && (at == 0 || !is_word(text_[at - 1]));
      const bool address = at > 0 && (text_[at - 1] == '@' || text_[at - 1] == '.');
      if (start && !ascii::is_lower(text_[at]) && !address && may_begin(text_[at])) spell_from(at);
    }
    return best_;
  }

 private:
  /// A cheap look at the first letter; letters beyond ASCII may turn out to be any.
  bool may_begin(char c) const { return static_cast<unsigned char>(c) >= 0x80 || ascii::to_lower(c) == wanted_[0]; }

  void spell_from(std::size_t begin) {
    std::size_t end = begin;
    std::string run;
    for (int words = 0; words < kMostWords && end < text_.size(); ++words) {
      const bool ampersand = words > 0 && to_next_word(end);
      std::size_t stop = end;
      while (stop < text_.size() && is_word(text_[stop])) ++stop;
      if (stop == end) return;
      const std::string word = without_umlaut_e(comparison_key(text_.substr(end, stop - end)));
      const bool small = ascii::is_lower(text_[end]);
      if (ampersand && wanted_.substr(run.size(), word.size()) != word) run += and_in_label(run.size());
      // "the Fortune and Sons": a small word belongs to a name only where the label has it.
      if (small && wanted_.substr(run.size(), word.size()) != word) {
        if (!is_small_word(word)) return;
      } else {
        run += word;
      }
      end = stop;
      if (run == wanted_ && !goes_on_as_address(text_, end)) return keep(begin, end, true);
      if (run.size() >= wanted_.size() || wanted_.compare(0, run.size(), run) != 0)
        return keep_abbreviated(begin, end, run, words);
      const bool says_enough = run.size() >= kShortestPart && run.size() * 2 >= wanted_.size();
      if (says_enough && !small && !goes_on_as_address(text_, end)) keep(begin, end, false);
    }
  }

  /// Moves to the next word of the line; true if an ampersand or a plus stands between.
  bool to_next_word(std::size_t& end) const {
    bool ampersand = false;
    while (end < text_.size() && !is_word(text_[end]) && text_[end] != '\n') {
      if (std::string_view(".,;:!?()|").find(text_[end]) != std::string_view::npos && end + 1 < text_.size() &&
          text_[end + 1] == ' ') {
        end = text_.size();
        return false;
      }
      ampersand = ampersand || text_[end] == '&' || text_[end] == '+';
      ++end;
    }
    if (end < text_.size() && text_[end] == '\n') end = text_.size();
    return ampersand;
  }

  std::string and_in_label(std::size_t at) const {
    for (const std::string_view word : {"and", "und", "et", "en", "y", "e"})
      if (wanted_.compare(at, word.size(), word) == 0) return std::string(word);
    return {};
  }

  /// "stonegatecap" and "Stonegate Capital": the label shortens the last word.
  void keep_abbreviated(std::size_t begin, std::size_t end, const std::string& run, int words) {
    const bool shortened = run.size() > wanted_.size() && run.compare(0, wanted_.size(), wanted_) == 0;
    const std::size_t last = text_.find_last_of(" -&", end - 1);
    const std::size_t rest = run.size() - (last == std::string_view::npos ? 0 : end - last - 1);
    if (words > 0 && shortened && rest >= kShortestPart && wanted_.size() >= rest + 3) keep(begin, end, false);
  }

  void keep(std::size_t begin, std::size_t end, bool whole) {
    if (best_.whole && !whole) return;
    const std::string words = grown(begin, end);
    if (best_.whole != whole || words.size() > best_.words.size()) best_ = {words, whole};
  }

  /// With the words for a house beside the name: "St Brannoc Hospital", "Hochschule Rosental", "Landesamt für Moore".
  std::string grown(std::size_t begin, std::size_t end) const {
    std::size_t stop = end;
    if (end + 1 < text_.size() && text_[end] == ' ' && ascii::is_upper(text_[end + 1])) {
      for (++stop; stop < text_.size() && is_word(text_[stop]);) ++stop;
      if (is_kind_of_house(text_.substr(end + 1, stop - end - 1))) end = stop;
    }
    std::size_t start = begin;
    for (int words = 0; words < 3 && start > 1 && text_[start - 1] == ' '; ++words) {
      const std::size_t space = text_.find_last_of(" \n", start - 2);
      const std::size_t from = space == std::string_view::npos ? 0 : space + 1;
      const std::string_view word = text_.substr(from, start - 1 - from);
      start = from;
      if (is_kind_of_house(word) && !ascii::is_lower(word[0]))
        begin = start;
      else if (!is_small_word(comparison_key(word)))
        break;
    }
    return std::string(text_.substr(begin, end - begin));
  }

  std::string wanted_;
  std::string_view text_;
  SpelledName best_;
};

std::string capitalised(std::string_view word) {
  std::string out(word);
  if (!out.empty() && ascii::is_lower(out[0])) out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

}  // namespace

SpelledName spelled_out(std::string_view label, std::string_view text) {
  if (label.size() < kShortestLabel) return {};
  return Speller(label, text.substr(0, kMostText)).best();
}

std::string name_from_label(std::string_view label) {
  if (std::any_of(label.begin(), label.end(), [](char c) { return !ascii::is_alpha(c) && c != '-'; })) return {};
  if (label.size() < kShortestLabel) return {};
  for (const std::string_view second : kSecondWords) {
    if (!label.ends_with(second) || label.size() < second.size() + 4) continue;
    std::string_view first = label.substr(0, label.size() - second.size());
    if (first.back() == '-') first.remove_suffix(1);
    if (first.find('-') != std::string_view::npos) return {};
    return first.size() > kLongestWord + 1 ? std::string{} : capitalised(first) + " " + capitalised(second);
  }
  const std::size_t hyphen = label.find('-');
  if (hyphen != std::string_view::npos) {
    const std::string_view first = label.substr(0, hyphen), second = label.substr(hyphen + 1);
    const bool telling =
        std::min(first.size(), second.size()) >= kShortestHyphened && second.find('-') == std::string_view::npos;
    const bool may_have_umlaut = without_umlaut_e(label) != label;
    return telling && !may_have_umlaut ? capitalised(first) + " " + capitalised(second) : std::string{};
  }
  const bool one_word = label.size() <= kLongestWord;
  return one_word ? capitalised(label) : std::string{};
}

}  // namespace ajar
