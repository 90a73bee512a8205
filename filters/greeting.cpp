#include "filters/greeting.h"

#include <algorithm>
#include <string>

#include "filters/ascii.h"
#include "filters/line_key.h"
#include "filters/phrase_table.h"

namespace ajar {
namespace {

// Tables hold line_key() forms between bars.
constexpr PhraseTable kGreetings(
    "|dear|hi|hello|hey|good morning|good afternoon|good evening|good day|greetings|to whom it may concern|hiya|"
    "hi there|hello there|sehr geehrte|sehr geehrter|sehr geehrtes|sehr geehrt|geehrte|geehrter|guten tag|"
    "guten morgen|guten abend|hallo|liebe|lieber|liebes|moin|servus|gruss gott|gruess gott|gruezi|werte|werter|"
    "bonjour|bonsoir|cher|chere|chers|cheres|madame|monsieur|mesdames|salut|estimado|estimada|estimados|estimadas|"
    "estimad@|querido|querida|hola|buenos dias|buenas tardes|buen dia|apreciado|apreciada|distinguido|distinguida|"
    "muy senor|prezado|prezada|prezados|caro|cara|ola|oi|bom dia|boa tarde|exmo|exma|gentile|gentilissimo|"
    "gentilissima|egregio|egregia|buongiorno|salve|buonasera|ciao|spettabile|carissimo|carissima|beste|geachte|"
    "hoi|dag|goedemorgen|goedemiddag|goedendag|goedenavond|lieve|");

constexpr PhraseTable kClosings(
    "|best regards|kind regards|warm regards|warmest regards|kindest regards|many regards|regards|with regards|"
    "with kind regards|with best regards|with warm regards|with kindest regards|with best wishes|best wishes|"
    "warm wishes|kind wishes|all the best|all best|best|very best|sincerely|yours sincerely|sincerely yours|"
    "yours faithfully|yours truly|very truly yours|respectfully|respectfully yours|cordially|warmly|cheers|"
    "take care|with gratitude|with appreciation|yours|mit freundlichen grussen|mit freundlichen gruessen|"
    "mit freundlichem gruss|freundliche grusse|freundliche gruesse|freundlichen gruss|viele grusse|viele gruesse|"
    "beste grusse|beste gruesse|mit besten grussen|mit besten gruessen|herzliche grusse|herzliche gruesse|"
    "liebe grusse|liebe gruesse|schone grusse|mit herzlichen grussen|mit freundlichem grusse|mfg|vg|lg|"
    "beste grusse und bleiben sie gesund|gruss|grusse|gruesse|hochachtungsvoll|es grusst sie|mit vielen grussen|"
    "bien cordialement|cordialement|tres cordialement|bien a vous|sinceres salutations|salutations distinguees|"
    "meilleures salutations|cordiales salutations|salutations|respectueusement|bien sincerement|sincerement|"
    "bonne journee|belle journee|saludos cordiales|un cordial saludo|cordiales saludos|saludos|un saludo|"
    "reciba un cordial saludo|reciba un saludo|atentamente|muy atentamente|le saluda atentamente|cordialmente|"
    "atenciosamente|com os melhores cumprimentos|melhores cumprimentos|com os meus melhores cumprimentos|"
    "cumprimentos|cordiais cumprimentos|abracos|um abraco|att|atte|saudacoes|cordiais saudacoes|respeitosamente|"
    "cordiali saluti|distinti saluti|un cordiale saluto|saluti|i migliori saluti|cari saluti|"
    "con i migliori saluti|tanti saluti|in fede|a presto|buona giornata|met vriendelijke groet|"
    "met vriendelijke groeten|vriendelijke groet|vriendelijke groeten|hartelijke groet|hartelijke groeten|"
    "met hartelijke groet|met hartelijke groeten|groet|groeten|groetjes|hoogachtend|mvg|met groet|met groeten|"
    "un caro saluto|");
constexpr PhraseTable kWeakClosings(
    "|thanks|thank you|many thanks|thanks again|thank you again|thank you very much|with thanks|thanks so much|"
    "danke|vielen dank|herzlichen dank|merci|merci beaucoup|gracias|muchas gracias|obrigado|obrigada|grazie|"
    "bedankt|alvast bedankt|");

/// French letters end in a sentence.
bool is_french_formula(std::string_view key) {
  const bool verb = contains_words(key, "agreer") || contains_words(key, "agreez") || contains_words(key, "recevoir") ||
                    contains_words(key, "croire");
  return verb && (contains_words(key, "salutations") || contains_words(key, "sentiments") ||
                  contains_words(key, "consideration") || contains_words(key, "respects"));
}

constexpr PhraseTable kNameParticles(
    "|von|van|der|den|de|del|della|di|da|dos|do|la|le|du|des|zu|zum|y|and|i.a.|p.p.|und|");
constexpr PhraseTable kTeamWords(
    "|team|equipe|equipo|abteilung|department|department,|hr|recruiting|personalabteilung|ressources|squadra|"
    "talent|people|careers|rh|staff|");

bool is_letter(char c) { return ascii::is_alpha(c) || static_cast<unsigned char>(c) >= 0x80; }

struct Words {
  std::size_t all = 0;
  std::size_t lower = 0;  ///< start with a small letter and are no name particle
};

Words count_words_by_case(std::string_view line) {
  Words words;
  while (!line.empty()) {
    const std::size_t size = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, size);
    if (std::any_of(word.begin(), word.end(), is_letter)) {
      ++words.all;
      const bool small = starts_small(word) && !kNameParticles.lists(word);
      words.lower += small ? 1 : 0;
    }
    line.remove_prefix(std::min(size + 1, line.size()));
  }
  return words;
}

/// "Viele Grüße aus Graz": not a name.
bool is_place_behind_closing(std::string_view rest) {
  static constexpr PhraseTable from("|aus|from|de|depuis|dal|dalla|uit|desde|nach|in|an|");
  const std::string key = line_key(rest);
  return from.longest_start(key) > 0 && count_key_words(key) <= 5;
}

}  // namespace

std::size_t salutation_size(std::string_view line) {
  constexpr std::size_t longest_salutation = 90;
  if (line.empty()) return 0;
  const std::string key = line_key(line.substr(0, longest_salutation));
  const std::size_t greeting = kGreetings.longest_start(key);
  if (greeting == 0) return 0;
  for (std::size_t i = 2; i < std::min(line.size(), longest_salutation); ++i) {
    const bool dash = line.substr(i, 3) == " - ";
    if (line[i] != ',' && line[i] != '!' && line[i] != ':' && line[i] != ';' && !dash) continue;
    const std::string_view head = line.substr(0, i);
    if (count_key_words(line_key(head)) > 7) return 0;
    const std::string_view rest = ascii::trim(line.substr(i + (dash ? 2 : 1)));
    // "Dear Ms. Rivera, dear Mr. Kovac," and "Hello, Sam!" have a comma inside.
    const std::string rest_key = line_key(rest.substr(0, 60));
    const bool label = rest.ends_with(':') && is_bare_name(std::string(rest.substr(0, rest.size() - 1)) + ',');
    const bool goes_on =
        line[i] == ',' && (is_bare_name(rest) || label || kGreetings.longest_start(rest_key) > 0 ||
                           (rest.size() < 30 && !rest.empty() && rest.back() == '!' && !is_prose(rest)));
    if (goes_on) continue;
    return std::min(i + 1, line.size());
  }
  const bool whole =
      line.size() < longest_salutation && count_key_words(key) <= 6 && !is_prose(line) && line.back() != '?';
  return whole ? line.size() : 0;
}

bool is_bare_name(std::string_view line) {
  if (line.size() < 3 || line.size() > 40 || (line.back() != ',' && line.back() != '!')) return false;
  const std::string_view name = line.substr(0, line.size() - 1);
  if (count_key_words(line_key(name)) > 3) return false;
  return std::none_of(name.begin(), name.end(), [](char c) {
    return ascii::is_digit(c) || (static_cast<unsigned char>(c) < 0x80 && !ascii::is_alpha(c) && c != ' ' && c != '-' &&
                                  c != '\'' && c != '.');
  });
}

Closing closing_of(std::string_view line) { return closing_of(line, line_key(line)); }

Closing closing_of(std::string_view line, std::string_view key) {
  if (line.empty() || line.size() > 220) return Closing::none;
  if (is_french_formula(key)) return Closing::strong;
  if (line.size() > 90) return Closing::none;
  const std::size_t strong = kClosings.longest_start(key);
  const std::size_t size = std::max(strong, kWeakClosings.longest_start(key));
  if (size == 0) return Closing::none;
  std::string_view rest = key.substr(size);
  const bool parted = !rest.empty() && rest.front() != ' ';
  while (!rest.empty() && std::string_view(" ,.!-;:)").find(rest.front()) != std::string_view::npos)
    rest.remove_prefix(1);
  if (rest.empty()) return size == strong ? Closing::strong : Closing::weak;
  if (count_key_words(rest) > 6) return Closing::none;
  // The same number of words from the end of the line as written.
  std::string_view written = ascii::trim(line);
  std::size_t words = count_key_words(rest);
  std::size_t at = written.size();
  while (at > 0 && words > 0)
    if (written[--at] == ' ') --words;
  written = ascii::trim(written.substr(at));
  const bool short_word = size <= 5;  // "best", "vg": only with a comma
  if (size != strong || (short_word && !parted)) return Closing::none;
  if (is_place_behind_closing(written)) return Closing::strong;
  return is_name_line(written) ? Closing::named : Closing::none;
}

bool is_name_line(std::string_view line) {
  if (line.empty() || line.size() > 70) return false;
  if (has_address(line) || line.find("://") != std::string_view::npos || line.find("www.") != std::string_view::npos)
    return false;
  const auto digits = std::count_if(line.begin(), line.end(), ascii::is_digit);
  if (digits > 1 || line.back() == '?' || line.back() == ':') return false;
  const Words words = count_words_by_case(line);
  if (words.all == 0) return false;
  const std::string key = line_key(line);
  const bool team = kTeamWords.occurs_in(key);
  if (team) return words.all <= 10 && words.lower <= 3;
  return words.all <= 5 && words.lower <= 1;
}

bool is_prose(std::string_view line) {
  const Words words = count_words_by_case(line);
  return words.all >= 5 && words.lower * 5 >= words.all * 2 && words.lower >= 3;
}

}  // namespace ajar
