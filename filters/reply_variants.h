#pragma once
// What a reply file says, loaded: variants per part, the grammar of the language, and the rules that find details.
// Only for the rooms that write texts (replies, details, letter, draft, etiquette).
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "filters/phrase.h"
#include "filters/replies.h"

namespace ajar {

/// The parts of a text, each with what it does.
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 25> kParts{{
    {"subject", "of a draft in a new thread"},
    {"salutation", "first line"},
    {"thanks", "opens: thanks for something specific"},
    {"acceptance", "accepts the decision in one clause"},
    {"personal", "what only this conversation could hold"},
    {"regard", "one sentence more after a last round"},
    {"pass_on", "asks to pass on thanks to {others}"},
    {"feedback", "the one question"},
    {"door", "leaves the door open"},
    {"wishes", "good wishes"},
    {"closing", "last line before the name"},
    {"also_open", "opens a note to another interviewer"},
    {"feedback_open", "thanks for feedback"},
    {"feedback_points", "names the points"},
    {"feedback_take", "what I will do with it, without a promise"},
    {"other_open", "thanks for another role"},
    {"other_answer", "open, and leaves it to the user"},
    {"linkedin", "a whole LinkedIn note"},
    {"card_open", "first sentence of a handwritten card"},
    {"card_line", "what one remembers, on a card"},
    {"card_close", "last sentence of a card"},
    {"check_in_open", "role and month, in one or two sentences"},
    {"check_in_line", "one sincere line"},
    {"check_in_ask", "at most one light ask"},
    {"check_in_close", "needs no answer"},
}};

/// What can hold about an occasion, and what `needs` and `unless` may name.
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 49> kCircumstances{{
    {"wrote_it", "the addressee wrote the rejection"},
    {"heard", "someone else or a system wrote it"},
    {"phone", "the no came in a call"},
    {"voicemail", "the no was left on the answering machine"},
    {"letter", "the no came by letter"},
    {"met", "the addressee spoke with the user"},
    {"others", "there are people to thank by name"},
    {"team", "more than two people spoke with the user"},
    {"agency", "the addressee is an agency's consultant"},
    {"closed", "the post was cancelled or frozen"},
    {"internal", "someone inside got it"},
    {"hire_known", "somebody else was chosen"},
    {"apologised", "the mail says sorry"},
    {"asked_status", "the no answers the user's question"},
    {"late", "the answer is more than ten working days late"},
    {"praised", "the rejection praises the user"},
    {"reason_given", "it gives a reason"},
    {"feedback_offered", "it offers feedback"},
    {"keep_on_file", "it says the documents are kept"},
    {"forwards", "it offers to pass the documents on"},
    {"advice_offered", "it offers a talk"},
    {"other_role", "another role is on the table"},
    {"visited", "the user was at their place"},
    {"after_silence", "nothing had been heard for over 30 days"},
    {"topic", "the detail was talked about"},
    {"shown", "the user was shown it"},
    {"praise", "the addressee said something kind about it"},
    {"work", "the detail is work the user did for them"},
    {"help", "the detail is something the addressee helped with"},
    {"mine", "the detail is about the user's own work or experience"},
    {"clause", "the detail is a clause: how ..., what ..."},
    {"no_detail", "no detail is known"},
    {"one_point", "feedback: exactly one point was found"},
    {"many_points", "feedback: more than two points were found"},
    {"no_points", "feedback: no point was found"},
    {"greeted_formally", "they greet with Dear, Sehr geehrte, ..."},
    {"greeted_lightly", "they greet with Hi, Hallo, ..."},
    {"greeted_warmly", "they greet with Liebe, Lieber"},
    {"first_names", "the user is, or was, greeted by first name"},
    {"last_names", "the user is, or was, greeted by family name"},
    {"titled", "the addressee has a title such as Dr"},
    {"one_other", "there is exactly one person to thank by name"},
    {"to_woman", "a mail calls the addressee Ms, Frau, ..."},
    {"to_man", "a mail calls the addressee Mr, Herr, ..."},
    {"familiar", "du/tu is used"},
    {"nameless", "no name of the addressee is known"},
    {"brazilian", "the mails are in the Portuguese of Brazil"},
    {"european", "the mails are in the Portuguese of Portugal"},
    {"swiss", "the mails are in the German of Switzerland"},
}};

inline constexpr std::array<std::string_view, 14> kSlots{
    "role",   "company",      "first_name", "last_name", "full_name", "title",      "detail",
    "others", "about_detail", "month",      "year",      "points",    "other_role", "name"};

/// One sentence (or two that belong together) of a part.
struct Variant {
  std::string id;
  std::string part;
  std::string text;      ///< formal, or neutral where it does not speak to the reader
  std::string familiar;  ///< du/tu; empty: `text` serves both
  std::set<std::string> stages;
  std::set<std::string> needs;
  std::set<std::string> unless;
  std::set<std::string> says;
  std::set<std::string> covers;
  std::string gender;
  std::set<std::string> slots;  ///< those of `text`
  std::vector<std::size_t> telling_words;  ///< hashes of all but the small ones: what would be heard as an echo
  std::vector<std::size_t> runs;           ///< hashes of runs of four words, heard as a repetition
  std::string file;
  Position position;
};

/// Recognises a detail (or a point of feedback) in a mail.
struct DetailRule {
  std::string id;
  std::string from;
  std::string kind;
  std::string about;  ///< "about {detail}"; empty: as the grammar says
  std::string as;     ///< in the user's voice: "my idea of {detail}"; empty: as found
  std::vector<Phrase> phrases;
  std::vector<std::pair<std::string, std::string>> match_examples;  ///< a sentence and the detail in it
  std::vector<std::string> not_examples;
  std::string file;
  Position position;
};

/// What a language needs to know to set a foreign phrase into the user's sentence.
struct DetailGrammar {
  std::string about = "{detail}";          ///< "about {detail}", where a rule says nothing else
  std::vector<std::string> ends;           ///< words at which a detail stops ("which", "and I")
  std::vector<std::string> verbs;          ///< the same, unless the detail is a clause ("is", "was")
  std::vector<std::string> clause_starts;  ///< first words of a clause ("how", "what")
  std::vector<std::string> determiners;    ///< "the", "your"
  std::vector<std::string> mine;           ///< words that make a detail the user's own: "my", "I"
  std::vector<std::string> joins;          ///< "and", before a second piece
  std::vector<std::string> tails;          ///< words a detail cannot end with ("of", "the")
  std::vector<std::string> containers;     ///< dropped in front: "the diagram of"
  std::vector<std::string> general_ends;   ///< last words that make a detail too vague ("role")
  std::vector<std::string> general;        ///< details too vague to name ("role", "company")
  std::vector<std::string> private_;       ///< words never repeated ("salary", "visa")
  std::map<std::string, std::string> turn;           ///< the employer's words in the user's mouth: our -> your
  std::map<std::string, std::string> turn_familiar;  ///< the same where du/tu is used
  std::vector<std::string> unturnable;               ///< words that need more than a swap: the detail is dropped
};

struct LanguagePack {
  std::string language;
  std::vector<std::string> months;
  std::string and_word;
  std::set<std::string> small_words;       ///< may come twice in a letter without an echo
  std::set<std::string> formal_words;      ///< Sie, Ihnen, vous ...: a text with one of them needs `familiar`
  std::set<std::string> familiar_words;    ///< du, dir, tu ...
  std::vector<std::pair<std::string, std::string>> lighter;  ///< said so to people who greet lightly: "I am" -> "I'm"
  std::set<std::string> light_greetings;   ///< hi, hallo, salut
  std::set<std::string> woman_titles;      ///< Ms, Frau
  std::set<std::string> man_titles;        ///< Mr, Herr, Herrn
  std::set<std::string> titles;            ///< Dr., Prof.: neutral
  bool two_registers = false;
  bool first_name_is_familiar = true;      ///< "Hallo Anna" without a du or Sie: du; in Portuguese it says nothing
  std::vector<std::pair<std::string, std::string>> contractions;  ///< before a slot: "de le" -> "du", "de a*" -> "d'a"
  std::set<std::string> woman_writes;      ///< said of herself by a woman: obrigada
  std::set<std::string> man_writes;        ///< obrigado
  std::set<std::string> brazilian_words;   ///< equipe, contato; "*ário": any word that ends so
  std::set<std::string> european_words;    ///< equipa, contacto, "*ámos"
  std::set<std::string> named_with_article;  ///< Stadtwerke, Fonderie: a company whose name begins so
  std::map<std::string, std::vector<Variant>> parts;
  std::map<std::string, std::vector<Phrase>> recognise;  ///< circumstances told by words of the answered mail
  DetailGrammar detail_grammar;
  std::vector<DetailRule> details;
  std::vector<DetailRule> points;
};

struct ReplyBook::Compiled {
  std::map<std::string, LanguagePack> packs;
  const LanguagePack* pack(std::string_view language) const;
  const Variant* variant(std::string_view id) const;
};

/// Names of the {slots} in a text, in order; a brace that is not a slot gives the name "".
std::vector<std::string> slots_of(std::string_view text);
/// Fills {slots} in one pass: values are never looked at again, so "{role}" in a mail stays what it is.
std::string fill_slots(std::string_view text, const std::map<std::string, std::string>& values);
/// The same, the word before a slot joined with its value as the language joins them.
std::string fill_slots(std::string_view text, const std::map<std::string, std::string>& values, const LanguagePack& pack);

}  // namespace ajar
