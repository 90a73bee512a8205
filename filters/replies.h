#pragma once
// ReplyBook: the sentences drafts are made of (config/replies/<lang>.yaml and the user's replies.d/), and rotation.
//
// A reply file (a file of replies.d/ has the same form: a variant or rule with a shipped id replaces it, `off: true`
// drops it, a new id joins in; of `grammar` and `details` only the keys that are given replace the shipped ones):
//
//   version: 1
//   language: en
//   grammar:                         # what the language needs to know: LanguagePack in reply_variants.h
//     months: [January, ...]         # used for {month}
//     and: and                       # before the last of a list
//     small_words: [about, ...]      # words that may come twice in a letter; all others are avoided as an echo
//     light_greetings: [hi, hello]   # whoever greets so is greeted lightly
//     lighter: {I am: I'm}           # and is written to so, in this order; plain form in the sentences
//     formal_words: [Sie, Ihnen]     # only in languages with two registers; a text with one of them needs `familiar`
//     familiar_words: [du, dir]      # both lists also tell the register of a mail
//     woman_titles, man_titles, titles    # before a family name in a mail; titles say nothing about gender
//     contractions: {de le: du, de a*: d'a}    # the word before a slot and the beginning of what fills it
//     first_name_is_familiar: false  # a first name alone does not mean tu
//     woman_writes: [obrigada]       # the user's own mails tell the gender where settings leave it open; man_writes
//     brazilian_words, european_words     # words of one country: the circumstances brazilian, european
//     named_with_article: [Stadtwerke]    # a company whose name begins so needs an article: no {company} for it
//   recognise:                       # circumstances told by words of the answered mail (most come from config/rules)
//     hire_known: ["another candidate"]
//   parts:
//     thanks:                        # parts and what they do: kParts in reply_variants.h
//       - id: en.thanks.told_me      # LANGUAGE.PART.NAME
//         text: Thank you for letting me know about the {role} position yourself.
//         familiar: ...              # the same in du/tu, where the language has two forms and `text` speaks to the reader
//         stages: [interview, final] # application screen assessment interview final; absent: any
//         needs: [wrote_it]          # circumstances that must all hold (kCircumstances); slots are needed by themselves
//         unless: [late]             # none of these may hold
//         says: [telling]            # ideas: no two sentences of a letter say the same one
//         covers: [acceptance]       # parts this sentence makes unnecessary
//         gender: female             # only where the grammar needs the user's own gender
//   details:                         # how a personal detail is recognised in earlier mails and set into the user's voice
//     about: about {detail}          # the detail with its preposition: {about_detail}
//     ends, verbs, tails ...         # where it stops, what is too vague or too private: DetailGrammar
//     turn: {our: your}              # the employer's words in the user's mouth
//     rules:
//       - id: en.detail.hearing_about
//         from: own                  # own: the user's Sent mail to the addressee | rejection | theirs | agenda
//         kind: topic                # topic | shown | praise | work | help | other_role: the circumstance it makes true
//         phrases: ["enjoyed hearing about <detail>"]   # the language of filters/phrase.h; or regex:
//         as: my idea of {detail}    # in the user's voice; absent: as found
//         about: zum Thema {detail}  # instead of the general one, for languages with cases
//         because: the user said what they enjoyed
//         examples: {match: [{text: "...", detail: "..."}], not: ["..."]}
//   points:                          # the same form: what a feedback mail advises
//
// In languages whose salutation ends in a comma and goes on small (German), the parts that open a text (thanks,
// also_open, feedback_open, card_open, check_in_open) begin small.
//
// Slots, filled once and never read again: {role} {company} {first_name} {last_name} {full_name} {title} {detail}
// {about_detail} {others} {month} {year} {points} {other_role} {name}. A sentence whose slot is empty is never chosen.
// How sentences are chosen: letter.h. What is refused: etiquette.h. `ajar replies check`: replies_check.h.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "filters/rules.h"

namespace ajar {

/// What this user's drafts have said so far: variant ids, oldest first. Rotation never repeats the latest ones.
/// Append Draft::variants (or ReminderText::variants) of every text composed, also between two notes of one occasion.
struct ReplyMemory {
  std::vector<std::string> used;
};

class ReplyBook {
 public:
  /// All faults are collected; with any fault the result is the faults.
  static tl::expected<ReplyBook, std::vector<Fault>> load(const std::vector<NamedText>& shipped,
                                                          const std::vector<NamedText>& overlay);
  std::vector<std::string> languages() const;

  struct Compiled;  ///< for draft and etiquette: reply_variants.h
  const Compiled& compiled() const;

 private:
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace ajar
