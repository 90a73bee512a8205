#pragma once
// ReplyBook: the sentences drafts are made of (config/replies/<lang>.yaml and the user's replies.d/), and rotation.
//
// A reply file (a file of replies.d/ has the same form; a variant with a shipped id replaces it, `off: true` drops it):
//
//   version: 1
//   language: en
//   grammar:                         # what the language needs to know, see reply_variants.h
//     months: [January, ...]
//     and: and
//   parts:
//     thanks:                        # parts: see kParts in reply_variants.h
//       - id: en.thanks.told_me      # LANGUAGE.PART.NAME
//         text: Thank you for letting me know about the {role} position yourself.
//         familiar: ...              # the same in du/tu, where the language has two forms and `text` speaks to the reader
//         stages: [interview, final] # application screen assessment interview final; absent: any
//         needs: [wrote_it]          # circumstances that must all hold; slots in the text are needed by themselves
//         unless: [late]             # none of these may hold
//         says: [telling]            # ideas: no two sentences of a letter say the same one
//         covers: [acceptance]       # parts this sentence makes unnecessary
//         gender: female             # only where the grammar needs the user's own gender
//   details:                         # how a personal detail is recognised in earlier mails
//     ends: [...]  general: [...]  private: [...]  turn: {our: your}
//     rules:
//       - id: en.detail.hearing_about
//         from: own                  # own: the user's Sent mail to the addressee | rejection | theirs | agenda
//         kind: topic                # topic | told | praise | work: the circumstance it makes true
//         phrases: ["enjoyed hearing about <detail>"]
//         about: about {detail}      # the detail with its preposition, for languages with cases
//         because: the user said what they enjoyed
//         examples: {match: [{text: "...", detail: "..."}], not: ["..."]}
//   points:                          # the same form: what a feedback mail advises; `as:` puts it into the user's voice
//
// Slots, filled once and never read again: {role} {company} {first_name} {last_name} {full_name} {title} {detail}
// {about_detail} {others} {month} {year} {points} {other_role} {name}. A sentence whose slot is empty is never chosen.
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
