#pragma once
// What holds about an occasion, in the words of the reply files: circumstances, slots, register, language.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "filters/draft.h"
#include "filters/reply_variants.h"

namespace ajar {

/// What the sentences of one text may build on.
struct Circumstances {
  std::string stage;                         ///< application screen assessment interview final
  std::set<std::string> hold;                ///< names of kCircumstances
  std::map<std::string, std::string> slots;  ///< empty values are left out
  bool familiar = false;                     ///< du/tu
  std::string gender;                        ///< of the user: female, male or empty
  bool ask_feedback = false;                 ///< manners.md B allows the one question
};

/// Language of the draft: of the addressee's last personal mail, else of the trigger, else the user's own; the first of
/// them that the book speaks. Empty: none.
std::string draft_language(const Occasion& occasion, const ReplyBook& replies);

Circumstances circumstances_of(const Occasion& occasion, const LanguagePack& pack);

/// The newest mail the addressee wrote in person; null: none.
const Reading* last_personal_mail(const Occasion& occasion);

/// True if the addressee wrote the mail that is answered.
bool addressee_wrote_trigger(const Occasion& occasion);

/// Monday to Friday between the two instants, in the user's time zone.
int working_days_between(Instant from, Instant to, const std::string& zone);

/// "a", "a and b", "a, b and c".
std::string join_list(const std::vector<std::string>& items, const std::string& and_word);

}  // namespace ajar
