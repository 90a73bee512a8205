#include "filters/candidate.h"

#include <algorithm>

namespace ajar {

bool Candidate::is_me(std::string_view email) const {
  if (email.empty()) return false;
  return same_email(email, self.email) || std::any_of(aliases.begin(), aliases.end(), [&](const std::string& alias) {
           return same_email(email, alias);
         });
}

}  // namespace ajar
