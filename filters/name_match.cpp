#include "filters/name_match.h"

#include <algorithm>
#include <set>
#include <vector>

#include "filters/charset.h"
#include "filters/word_list.h"

namespace ajar {
namespace {

using Words = std::vector<std::string>;

constexpr std::string_view kLegalForms =
    "gmbh|mbh|ag|se|kg|kgaa|ohg|ug|ev|inc|incorporated|llc|llp|ltd|limited|plc|corp|co|sa|sas|sarl|sl|slu|srl|"
    "spa|bv|nv|oy|ab|as|lda|ltda";

constexpr std::string_view kHiringWords =
    "careers|career|jobs|job|recruiting|recruitment|recruiter|talent|team|hr|acquisition|hiring|people|karriere|"
    "personal|bewerbung|bewerbungen|via|rh|bewerbermanagement|recrutement|seleccion|selezione|recrutamento|"
    "selecao|risorse|umane|recursos|humanos|ressources|humaines|human|resources|equipe|equipo|personeel|"
    "personeelszaken|personalabteilung|the|rrhh|onboarding|noreply";

// Words of a job title that say nothing about which job it is.
constexpr std::string_view kEmptyRoleWords =
    "m|w|d|f|x|h|v|i|gn|mwd|mfd|all|genders|of|the|for|as|a|an|at|to|de|du|des|la|le|les|el|los|da|do|di|del|"
    "della|als|der|die|das|den|in|im|innen|r|e|et|y|en|and|und|fur|fuer|role|position|job|post|stelle|vacancy|"
    "vacature|poste|puesto|vaga|posizione|functie|remote|hybrid|vollzeit|teilzeit|full|part|time|uns|our|your|"
    "van|bei|o";

constexpr std::string_view kSeniority =
    "senior|sr|junior|jr|lead|principal|staff|head|intern|internship|trainee|werkstudent|praktikant|stagiair|"
    "graduat|associat|traine|mid|chief|deputy|assistant|ii|iii";

// Endings that only mark gender or number, or the post instead of the person.
struct Ending {
  std::string_view ending, instead;
};
constexpr Ending kEndings[] = {{"erinnen", "er"}, {"innen", ""},    {"leitung", "leiter"}, {"erin", "er"},
                               {"eurin", "eur"},  {"euses", "eur"}, {"euse", "eur"},       {"trices", "tor"},
                               {"trice", "tor"},  {"teur", "tor"},  {"tore", "tor"},       {"dora", "dor"},
                               {"tora", "tor"},   {"sora", "sor"},  {"ora", "or"},         {"ores", "or"}};

bool ends_with(std::string_view text, std::string_view ending) {
  return text.size() > ending.size() && text.substr(text.size() - ending.size()) == ending;
}

std::string stem(std::string word) {
  constexpr std::size_t kShortest = 5;
  if (word.size() < kShortest) return word;
  for (const Ending& e : kEndings) {
    if (!ends_with(word, e.ending)) continue;
    word.resize(word.size() - e.ending.size());
    return word.append(e.instead);
  }
  if (word.size() > 6 && ends_with(word, "in")) word.resize(word.size() - 2);
  if (ends_with(word, "s")) word.pop_back();
  if (word.size() >= kShortest && (word.back() == 'a' || word.back() == 'o' || word.back() == 'e')) word.pop_back();
  return word;
}

template <class Keep>
std::string joined(const Words& words, Keep keep, std::string_view between) {
  std::string text;
  for (const std::string& word : words) {
    if (!keep(word)) continue;
    if (!text.empty()) text += between;
    text += word;
  }
  return text;
}

bool everything(const std::string&) { return true; }

std::set<std::string> role_words(std::string_view role) {
  std::set<std::string> kept;
  for (const std::string& word : words_of(comparison_key(role))) {
    const bool has_digit = std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!has_digit && !is_one_of(word, kEmptyRoleWords)) kept.insert(stem(word));
  }
  return kept;
}

bool holds(const std::set<std::string>& whole, const std::set<std::string>& part) {
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

}  // namespace

bool has_words(std::string_view text, std::string_view words) {
  if (words.empty()) return false;
  for (std::size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
    const std::size_t end = at + words.size();
    if ((at == 0 || text[at - 1] == ' ') && (end == text.size() || text[end] == ' ')) return true;
  }
  return false;
}

std::string company_core(std::string_view name) {
  const Words words = words_of(comparison_key(name));
  const auto is_its_own = [](const std::string& w) {
    return !is_one_of(w, kLegalForms) && !is_one_of(w, kHiringWords);
  };
  std::string core = joined(words, is_its_own, " ");
  return core.empty() ? joined(words, everything, " ") : core;
}

bool same_company(std::string_view a, std::string_view b) {
  constexpr std::size_t kDistinctive = 4;
  if (a.empty() || b.empty()) return false;
  const std::string core_a = company_core(a), core_b = company_core(b);
  if (core_a.empty() || core_b.empty()) return false;
  if (core_a == core_b) return true;
  if (joined(words_of(core_a), everything, "") == joined(words_of(core_b), everything, "")) return true;
  const std::string& less = core_a.size() < core_b.size() ? core_a : core_b;
  const std::string& more = core_a.size() < core_b.size() ? core_b : core_a;
  return less.size() >= kDistinctive && more.compare(0, less.size() + 1, less + " ") == 0;
}

bool label_names_company(std::string_view label, std::string_view company) {
  constexpr std::size_t kDistinctive = 4;
  std::string run;
  for (const std::string& word : words_of(comparison_key(label))) run += word;
  if (run.empty() || company.empty()) return false;
  // "quill and co" is written "Quill & Co": the key has no word for the sign.
  std::string without_and = run;
  if (const std::size_t at = run.find("and", 1); at != std::string::npos && at + 3 < run.size())
    without_and.erase(at, 3);
  for (const std::string& name : {company_core(company), comparison_key(company)}) {
    std::string so_far;
    const Words words = words_of(name);
    for (std::size_t i = 0; i < words.size(); ++i) {
      so_far += words[i];
      const bool enough = i + 1 == words.size() || so_far.size() >= kDistinctive;
      if (enough && (so_far == run || so_far == without_and)) return true;
    }
  }
  return false;
}

Likeness compare_roles(std::string_view a, std::string_view b) {
  const std::set<std::string> words_a = role_words(a), words_b = role_words(b);
  if (words_a.empty() || words_b.empty()) return Likeness::different;
  if (words_a == words_b) return Likeness::same;
  return holds(words_a, words_b) || holds(words_b, words_a) ? Likeness::loose : Likeness::different;
}

bool differ_in_seniority(std::string_view a, std::string_view b) {
  const std::set<std::string> words_a = role_words(a), words_b = role_words(b);
  std::vector<std::string> odd;
  std::set_symmetric_difference(words_a.begin(), words_a.end(), words_b.begin(), words_b.end(),
                                std::back_inserter(odd));
  return !odd.empty() &&
         std::all_of(odd.begin(), odd.end(), [](const std::string& w) { return is_one_of(w, kSeniority); });
}

bool mentions_role(std::string_view text_key, std::string_view role) {
  const std::string_view main = role.substr(0, role.find_first_of("(,|"));
  const std::string key = comparison_key(main);
  if (has_words(text_key, key)) return true;
  // Other endings: every word of the role, in order, stem by stem.
  Words wanted;
  for (const std::string& word : words_of(key)) wanted.push_back(stem(word));
  if (wanted.empty()) return false;
  std::size_t matched = 0;
  for (const std::string& word : words_of(text_key)) {
    matched = stem(word) == wanted[matched] ? matched + 1 : (stem(word) == wanted[0] ? 1 : 0);
    if (matched == wanted.size()) return true;
  }
  return false;
}

}  // namespace ajar
