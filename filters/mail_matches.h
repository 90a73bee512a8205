#pragma once
// The matches of one mail with what bears on them: vetoes, quotations, contexts. For verdict and the workshop.
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "filters/rules_compiled.h"

namespace ajar {

class MailMatches {
 public:
  /// Keeps views of the message, the text and the rules.
  MailMatches(const Message& message, const PreparedText& text, const RuleBook& rules,
              const std::vector<std::string>& languages);

  const std::vector<RuleMatch>& all() const { return matches_; }
  const Rule& rule_of(const RuleMatch& match) const { return rules_.rules()[match.rule]; }
  /// `needs` and `unless` of a rule, against this mail.
  bool has_context(const Rule& rule) const;
  /// A positive rejection (or offer ...) does not count in a vetoed sentence or clause, in a quotation, or far down.
  bool counts(const RuleMatch& match) const;
  /// The first match of a `veto: mail` rule that counts; null if there is none.
  const RuleMatch* mail_veto() const { return mail_veto_; }

 private:
  /// The part of a sentence that a veto covers.
  struct VetoedSpan {
    std::string_view language;  ///< of the rule
    std::size_t sentence = 0;
    std::size_t begin = 0, end = 0;
    bool answerable = false;  ///< a whole sentence, or a question: "are you still interested?" is asked of those called back
  };
  void find_groups();
  void find_vetoes();
  bool any_matched(const std::vector<std::string>& groups) const;
  bool is_vetoed(const RuleMatch& match) const;

  const PreparedText& text_;
  const RuleBook& rules_;
  const std::string language_;  ///< the mail's own; the languages after it are guesses
  std::vector<RuleMatch> matches_;
  std::vector<VetoedSpan> vetoes_;
  std::set<std::string_view> groups_;
  const RuleMatch* mail_veto_ = nullptr;
};

}  // namespace ajar
