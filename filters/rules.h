#pragma once
// RuleBook: the shipped packs (config/rules/<lang>.yaml, senders.yaml) with the user's overlay (rules.d/*.yaml) by id.
// clang-format off
//
// A rule file:
//   version: 1
//   language: en                # absent in senders.yaml: any language
//   groups:                     # points of a group never exceed its cap (nor fall below -cap); default cap 10
//     decision: {cap: 10}
//   words:                      # word lists of this file; a phrase uses one as {candidates}, read as (a|b|c)
//     candidates: ["applicant*", "candidate*", "person"]  # an item is a phrase; it may use lists defined above it
//   rules:
//     - id: en.not_selected
//       event: rejection        # what the points speak for: an event of contracts.md ...
//       sign: keep_on_file      # ... or a sign of verdict.h (a rule may have both an event and a sign), or
//       take: company           # ... a fact: company role person reason detail date other (the slots of the phrase give
//                               #     the words), stage:interview, channel:agency, sender_kind:robot,
//                               #     shared_domain (not the employer's own: applicant systems, job boards, free mail)
//       veto: sentence          # ... or it cancels: sentence (matches of rejection rules in this sentence do not count)
//                               #     clause (those from these words up to the next , ; : or "but" do not: "if ...")
//                               #     mail (this mail is no rejection whatever else it says)
//       group: decision
//       weight: 8               # negative: counter-evidence; 0 switches off
//       needs: context          # counts only if a rule of this group matched anywhere in the mail (a list: any of them)
//       unless: positive        # does not count if a rule of this group matched (a list: any of them)
//       where: body             # subject | opening | body | sender | header:NAME ; several as a list;
//                               # default [subject, body]
//       phrases: ["(were|have been) not selected"]
//       without: ["if"]         # a match does not count if one of these phrases stands inside it, gaps included;
//                               # what stands beside the match is for a veto
//       regex: []               # RE2, the way out; like a phrase it sees one sentence at a time
//       domains: []             # instead of phrases: the sender's domain is or ends in one of these
//       local_parts: []         # the sender's local part: whole words, "no-reply*" any ending
//       because: "says plainly that the person was not chosen"
//       examples: {match: ["..."], not: ["..."]}
//
// clang-format on
// A rule counts once per mail, however often it matches. A group without points is fine for `needs` (weight 0 would
// switch the rule off: give context rules a small weight such as 0.5). In a bare `rejection` rule the words must say no
// to the reader; what merely goes with a no ("other candidates", "good luck") gets 1-4 points, a plain no 8-10.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "filters/phrase.h"
#include "filters/verdict.h"
#include "filters/yaml_reader.h"

namespace ajar {

/// A named text file, read by the shell.
struct NamedText {
  std::string name;
  std::string text;
};

/// One rule as loaded; positions are kept for error texts.
struct Rule {
  std::string id;
  std::string language;  ///< "" for any
  std::optional<Event> event;
  std::string sign;
  std::string take;
  enum class Veto { none, clause, sentence, mail } veto = Veto::none;
  std::string group;
  double weight = 0;
  std::vector<std::string> needs;
  std::vector<std::string> unless;
  std::vector<std::string> where;
  std::vector<std::string> phrases;
  std::vector<std::string> without;
  std::vector<std::string> regexes;
  std::vector<std::string> domains;
  std::vector<std::string> local_parts;
  std::string because;
  std::vector<std::string> match_examples;
  std::vector<std::string> not_examples;
  std::vector<Position> match_positions, not_positions;  ///< of the examples
  std::string file;
  Position position;
};

class RuleBook {
 public:
  /// Shipped packs first, then the user's files in name order; a later rule with the same id replaces the earlier one
  /// (a user's rule may give only id and weight). All faults are collected; with any fault the result is the faults.
  static tl::expected<RuleBook, std::vector<Fault>> load(const std::vector<NamedText>& shipped,
                                                         const std::vector<NamedText>& overlay, Thresholds thresholds);
  const std::vector<Rule>& rules() const;
  const Thresholds& thresholds() const;

  struct Compiled;  ///< for verdict and facts (rules_compiled.h)
  const Compiled& compiled() const;

 private:
  std::shared_ptr<const Compiled> compiled_;
};

/// The signs a rule may name (verdict.h).
const std::vector<std::string>& known_signs();

}  // namespace ajar
