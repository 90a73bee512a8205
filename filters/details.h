#pragma once
// The personal detail: what only this conversation could hold, found by the rules of the reply file (`details:`), in
// the order of manners.md B: the user's own thank-you, the rejection, the addressee's mails, the invitation's agenda.
#include <string>
#include <vector>

#include "filters/circumstances.h"

namespace ajar {

/// A phrase of at most 12 words, as the user would say it to the addressee.
struct Detail {
  std::string text;   ///< "the adaptive grid", or a clause: "how your team moved the event store"
  std::string about;  ///< with its preposition: "about the adaptive grid"
  std::string kind;   ///< topic | shown | praise | work | help | other_role
  bool clause = false;
  bool mine = false;  ///< about the user's own work or experience
  std::string rule;   ///< its id
  std::string mail;   ///< identity of the mail it stands in; empty: given by the user
};

/// Best first. Only from mails between the user and the addressee, and agenda lines meant for all who met.
/// Employer's words are turned into the user's ("our move" -> "your move") or dropped.
std::vector<Detail> find_details(const Occasion& occasion, const LanguagePack& pack, const Circumstances& circumstances);

/// The circumstances of a text that uses this detail; null: none is used.
Circumstances with_detail(const Circumstances& plain, const Detail* detail);

/// What a feedback mail advises, each as the user would say it ("my answers on hedging"); at most 4, in their order.
std::vector<std::string> find_points(const Occasion& occasion, const LanguagePack& pack, const Circumstances& circumstances);

/// How a detail is to be read.
struct DetailReading {
  bool theirs = false;             ///< the employer wrote it: turned into the user's words
  bool familiar = false;           ///< du/tu
  bool clause = false;             ///< goes on after "how you ..."
  std::vector<std::string> never;  ///< role and company: no details
};

/// What the rule takes as <detail> in a sentence, cleaned, before `as` and `about`; empty: nothing.
std::string detail_in(const DetailRule& rule, std::string_view sentence, const FoldedText& folded, DetailReading reading,
                      const DetailGrammar& grammar);

/// The noun phrase at the beginning of `tail`, the rest of a sentence; empty if in doubt.
std::string clean_detail(std::string_view tail, const DetailReading& reading, const DetailGrammar& grammar);

}  // namespace ajar
