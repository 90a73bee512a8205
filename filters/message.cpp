#include "filters/message.h"

#include "filters/ascii.h"

namespace ajar {

std::string_view local_part(std::string_view email) {
  const auto at = email.rfind('@');
  return at == std::string_view::npos ? std::string_view{} : email.substr(0, at);
}

std::string_view domain_of(std::string_view email) {
  const auto at = email.rfind('@');
  return at == std::string_view::npos ? std::string_view{} : email.substr(at + 1);
}

bool same_email(std::string_view a, std::string_view b) { return ascii::equal(a, b); }

std::string_view Message::header(std::string_view name) const {
  for (const Header& field : headers)
    if (field.name == name) return field.value;
  return {};
}

}  // namespace ajar
