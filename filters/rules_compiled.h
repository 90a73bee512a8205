#pragma once
// The inside of a RuleBook: what verdict, facts and the workshop match with. Not for other rooms.
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "filters/rules.h"

namespace ajar {

/// The phrases of one language's rules for subject and body. Compiled at the first match, so unused languages cost
/// nothing.
struct RulePack {
  std::string language;                    ///< "" any
  PhraseSet judging;                       ///< events, signs and vetoes
  std::vector<std::size_t> judging_rules;  ///< rule of each phrase of `judging`
  PhraseSet taking;                        ///< facts
  std::vector<std::size_t> taking_rules;
};

/// A rule for the sender or a header: few, so matched one by one.
struct FieldRule {
  std::size_t rule = 0;
  std::string field;  ///< "sender" or a lower-case header name
  std::vector<Phrase> phrases;
};

struct RuleBook::Compiled {
  Thresholds thresholds;
  std::vector<Rule> rules;
  std::vector<std::vector<Phrase>> without;  ///< by rule: a match that holds one of these does not count
  std::map<std::string, double> caps;        ///< by "language:group"
  std::vector<RulePack> packs;
  std::vector<FieldRule> field_rules;
  std::unordered_map<std::string, std::vector<std::size_t>> rules_by_domain;
  std::unordered_map<std::string, std::vector<std::size_t>> rules_by_local_part;
  std::vector<std::pair<std::string, std::size_t>> local_part_beginnings;

  double cap_of(const Rule& rule) const;
};

/// Rules whose `domains` hold this domain or a parent of it, or whose `local_parts` hold the local part.
std::vector<std::size_t> rules_of_domain(const RuleBook::Compiled& book, std::string_view domain);
std::vector<std::size_t> rules_of_local_part(const RuleBook::Compiled& book, std::string_view local);

/// One match of a rule in a mail. Views live as long as the Message and PreparedText they came from.
struct RuleMatch {
  std::size_t rule = 0;
  std::string_view where;     ///< subject | opening | body | sender | header
  std::string_view sentence;  ///< the text it was found in
  std::size_t sentence_number = 0;
  PhraseMatch match;
  std::string_view words() const { return sentence.substr(match.begin, match.end - match.begin); }
};

enum class Purpose { judging, taking };
/// Every match of every rule of these languages (and of rules for any language), in the order of the text.
std::vector<RuleMatch> match_rules(const Message& message, const PreparedText& text, const RuleBook& rules,
                                   const std::vector<std::string>& languages, Purpose purpose);

/// A match, whether it counts (no veto covers it), and whether its rule's `needs` and `unless` are met.
struct WeighedMatch {
  RuleMatch match;
  bool counts = true;
  bool needs_met = true;
};
std::vector<WeighedMatch> weigh_matches(const Message& message, const PreparedText& text, const RuleBook& rules,
                                        const std::vector<std::string>& languages, Purpose purpose);

}  // namespace ajar
