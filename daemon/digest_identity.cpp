#include "daemon/digest_identity.h"

#include "daemon/fingerprint.h"
#include "filters/charset.h"

namespace ajar {
namespace {

constexpr std::string_view kPrefix = "ajar-reminders.";

}  // namespace

std::string digest_message_id(std::string_view address, std::string_view key) {
  const std::string folded = fold_case(address);
  const std::string mark = Fingerprint().add(folded).add(key).hex();
  const std::string_view domain = domain_of(folded);
  return std::string(kPrefix) + std::string(key) + "." + mark + "@" +
         (domain.empty() ? std::string("localhost") : std::string(domain));
}

bool is_own_digest(const Envelope& envelope, std::string_view address) {
  const std::string_view id = envelope.message_id;
  if (id.substr(0, kPrefix.size()) != kPrefix) return false;
  const std::string_view rest = id.substr(kPrefix.size());
  const std::string_view key = rest.substr(0, rest.find('.'));
  return id == digest_message_id(address, key);
}

}  // namespace ajar
