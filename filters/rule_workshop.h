#pragma once
// What `ajar rules test`, `new` and `why` and `ajar review` work with: rules tried on their examples, proposed from
// mails.
#include <string>
#include <vector>

#include "filters/reading.h"
#include "filters/rules.h"

namespace ajar {

/// How the examples of a book went.
struct ExampleReport {
  std::size_t tried = 0;
  std::vector<Fault> faults;  ///< at the example that failed
};

/// Runs every example of every rule: a `match` example must fire its rule, a `not` example must not, and no other rule
/// of the same event that alone could file or ask may fire on it either. `needs` is not asked of `match` examples.
ExampleReport test_examples(const RuleBook& rules);

/// The sentence of a mail that decided, or would have to: where the points for a rejection stand; without any, the
/// opening's first sentence that says no in any language; else its longest.
std::string decisive_sentence(const Reading& mail, const RuleBook& rules);

/// A rule file (YAML) for the user's rules.d/ that would have judged this mail as the user says: a rule that says no,
/// or one that says it is none; examples filled in. Loads without faults.
std::string propose_rule(const Reading& mail, bool is_rejection, const RuleBook& rules);

/// One line a rule: "+9  en.not_selected  body: you were not selected"; then the sum against the thresholds.
std::string explain_verdict(const Verdict& verdict);

}  // namespace ajar
