#pragma once
// RuleBook: the shipped packs (config/rules/<lang>.yaml, senders.yaml) with the user's overlay (rules.d/*.yaml) by id.
//
// A rule file:
//   version: 1
//   language: en                     # absent in senders.yaml: any language
//   groups:                          # points of a group never exceed its cap
//     decision: {cap: 10}
//   words:                           # word lists of this file; a phrase uses one as {candidates}, read as (a|b|c)
//     candidates: ["applicant*", "candidate*", "person"]       # an item is a phrase; it may use lists defined above it
//   rules:
//     - id: en.not_selected
//       event: rejection             # what the points speak for: an event of contracts.md ...
//       sign: keep_on_file           # ... or a sign of verdict.h, or
//       take: company                # ... a fact: company role person stage:interview channel:agency ... (slots give the words)
//       veto: sentence               # ... or it cancels: sentence (matches of rejection rules in this sentence do not count)
//                                    #                    mail (this mail is no rejection whatever else it says)
//       group: decision
//       weight: 8                    # negative: counter-evidence; 0 switches off
//       where: body                  # subject | opening | body | sender | header:NAME ; several as a list
//       phrases: ["you (were|have been) not selected"]
//       regex: []                    # RE2, the way out
//       because: "says plainly that the person was not chosen"
//       examples: {match: ["..."], not: ["..."]}
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
  enum class Veto { none, sentence, mail } veto = Veto::none;
  std::string group;
  double weight = 0;
  std::vector<std::string> where;
  std::vector<std::string> phrases;
  std::vector<std::string> regexes;
  std::string because;
  std::vector<std::string> match_examples;
  std::vector<std::string> not_examples;
  std::string file;
  Position position;
};

class RuleBook {
 public:
  /// Shipped packs first, then the user's files in name order; a later rule with the same id replaces the earlier one
  /// (a user's rule may give only id and weight). All faults are collected; with any fault the result is the faults.
  static tl::expected<RuleBook, std::vector<Fault>> load(const std::vector<NamedText>& shipped,
                                                         const std::vector<NamedText>& overlay,
                                                         Thresholds thresholds);
  const std::vector<Rule>& rules() const;
  const Thresholds& thresholds() const;

  struct Compiled;  ///< for verdict and facts
  const Compiled& compiled() const;

 private:
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace ajar
