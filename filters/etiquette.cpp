#include "filters/etiquette.h"

namespace ajar {

std::vector<Breach> check_wording(std::string_view text, std::string_view) {
  std::vector<Breach> breaches;
  for (const char* mark : {"{", "}", "[", "]", "<", ">", "!", "TODO", "XX"}) {
    if (text.find(mark) != std::string_view::npos) breaches.push_back({"placeholder", mark});
  }
  return breaches;
}

std::vector<Breach> check_etiquette(const Draft& draft, const Occasion&, const ReplyBook&) {
  return check_wording(draft.body, draft.language);
}

}  // namespace ajar
