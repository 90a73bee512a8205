#include "filters/spoken_names.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "filters/charset.h"
#include "filters/word_list.h"

namespace ajar {
namespace {

constexpr std::size_t kLongestRole = 60;  // code points
constexpr std::size_t kLongestName = 60;

// Lists of words, parted by bars, in small letters.

/// What the subject of a mail begins with and no post does: "Interview Lab Technician", "Vorstellungsgespräch als ...".
constexpr std::string_view kOccasions =
    "interview|interviews|invitation|vorstellungsgespräch|telefoninterview|bewerbungsgespräch|bewerbung|einladung|"
    "gespräch|erstgespräch|zweitgespräch|kennenlerngespräch|kennenlernen|entretien|candidature|convocation|recrutement|"
    "entrevista|candidatura|postulación|selección|seleção|colloquio|selezione|gesprek|sollicitatie|"
    "sollicitatiegesprek|uitnodiging|kennismaking|kennismakingsgesprek";
/// Occasions only before a joining word: "Application for Baker", but "Application Developer", "Video Editor".
constexpr std::string_view kMaybeOccasions = "application|update|outcome|chat|call|conversation|screening|phone|video";
constexpr std::string_view kJoins =
    "for|as|with|about|on|our|the|a|an|als|zur|zum|für|über|pour|sur|para|sobre|per|su|di|voor|van|over|de|-|:";

/// What a sentence or a subject leaves behind a role: "Addetta stampa non", "Comptable H/F".
constexpr std::string_view kTails =
    "position|role|job|vacancy|opening|h/f|f/h|m/f|f/m|m/v|v/m|m/v/x|h/f/x|non|no|not|não|niet|nicht|n'a|ne|ha|è|is|"
    "wurde|und";

/// What may be left of a subject and is no post: "Entrevista técnica", "Coding exercise".
constexpr std::string_view kNoPosts =
    "técnica|técnico|tecnica|tecnico|technique|telefónica|telefonico|telefonica|téléphonique|final|finale|virtual|"
    "online|visio|personal|inicial|invito|convite|invitación|prueba técnica|prova tecnica|test technique|"
    "coding exercise|technical test|take-home|test|exercise";

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" ,.-:/\"'");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" ,-:/\"'") - begin + 1));
}

void erase_brackets(std::string& text) {
  for (std::size_t open = text.find('('); open != std::string::npos; open = text.find('(')) {
    const std::size_t close = text.find(')', open);
    text.erase(open, close == std::string::npos ? close : close - open + 1);
  }
}

std::string first_word(std::string_view text) { return fold_case(trimmed(text.substr(0, text.find(' ')))); }

bool is_join(const std::string& word) { return word.empty() || is_one_of(word, kJoins); }

/// "Phone call about": words that may be an occasion, up to a joining word or an occasion.
bool begins_with_maybe_occasion(std::string_view text) {
  if (!is_one_of(first_word(text), kMaybeOccasions)) return false;
  for (std::size_t space = text.find(' '); space != std::string_view::npos; space = text.find(' ')) {
    text.remove_prefix(space + 1);
    const std::string next = first_word(text);
    if (is_join(next) || is_one_of(next, kOccasions)) return true;
    if (!is_one_of(next, kMaybeOccasions)) return false;
  }
  return false;
}

/// "Interview for Baker", "di Addetta alla qualità": what comes before the post itself.
void drop_first_words(std::string& text) {
  for (std::size_t space = text.find(' '); space != std::string::npos; space = text.find(' ')) {
    const std::string first = first_word(text);
    const bool joins = is_join(first) && !std::isupper(static_cast<unsigned char>(text.front()));  // not "A Level Teacher"
    if (!joins && !is_one_of(first, kOccasions) && !begins_with_maybe_occasion(text)) return;
    text.erase(0, space + 1);
  }
}

void drop_last_words(std::string& text) {
  for (std::size_t space = text.rfind(' '); space != std::string::npos; space = text.rfind(' ')) {
    const std::string last = fold_case(text.substr(space + 1));
    if (!last.empty() && !is_one_of(last, kTails)) return;
    text.erase(space);
  }
}

/// "Redakteur:in" as the user's gender has it; as written where that is not known.
void write_one_gender(std::string& text, Gender gender) {
  if (gender == Gender::unspecified) return;
  for (const std::string_view mark : {":innen", "*innen", "_innen", ":in", "*in", "_in", "/-in", "/in"}) {
    const std::size_t at = text.find(mark);
    if (at != std::string::npos) text.replace(at, mark.size(), gender == Gender::female ? "in" : "");
  }
}

bool has_both_genders(std::string_view text) {
  constexpr std::array<std::string_view, 3> kMarks = {"/in", "*in", ":in"};
  return std::any_of(kMarks.begin(), kMarks.end(),
                     [&](std::string_view mark) { return text.find(mark) != std::string_view::npos; });
}

/// Control characters, braces, brackets, angles, at signs and slashes of a URL: no part of a name anyone says.
bool can_be_said(std::string_view text, std::size_t most) {
  if (text.empty() || count_code_points(text) > most) return false;
  if (text.find_first_of("{}[]<>@\n\r\t|\\!?;=") != std::string_view::npos) return false;
  return text.find("://") == std::string_view::npos && text.find("www.") == std::string_view::npos &&
         std::any_of(text.begin(), text.end(), [](unsigned char c) { return std::isalpha(c) || c >= 0x80; });
}

}  // namespace

std::string spoken_role(std::string_view role, Gender gender) {
  std::string text = clean_text(role);
  erase_brackets(text);
  drop_first_words(text);
  for (const std::string_view cut : {" - ", " | ", ", ", " / ", " #", " ID "}) text = text.substr(0, text.find(cut));
  write_one_gender(text, gender);
  drop_last_words(text);
  text = trimmed(text);
  const std::string folded = fold_case(text);
  for (const std::string_view no_posts : {kNoPosts, kOccasions, kMaybeOccasions})
    if (is_one_of(folded, no_posts)) return {};
  if (has_both_genders(text)) return {};
  return can_be_said(text, kLongestRole) ? text : std::string();
}

std::string spoken_company(std::string_view company) {
  std::string text = trimmed(clean_text(company));
  for (const std::string_view form : {" GmbH & Co. KG", " GmbH", " AG", " SE", " Inc.", " Inc", " Ltd.", " Ltd", " Limited",
                                      " LLC", " plc", " S.A.", " SA", " SAS", " SARL", " S.p.A.", " S.r.l.", " B.V.", " BV"}) {
    if (text.size() > form.size() && text.ends_with(form)) {
      text = trimmed(text.substr(0, text.size() - form.size()));
      break;
    }
  }
  const bool described = std::islower(static_cast<unsigned char>(text.empty() ? 'A' : text[0])) && text.find(' ') != std::string::npos;
  return can_be_said(text, kLongestName) && !described ? text : std::string();  // "unserem Unternehmen" is no name
}

}  // namespace ajar
