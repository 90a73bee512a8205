#include "daemon/mail_provider.h"

#include <algorithm>

#include "daemon/books_loader.h"
#include "filters/message.h"

namespace ajar {
namespace {

std::string text_of(const YamlValue& mapping, std::string_view key) {
  const YamlValue* value = mapping.find(key);
  return value ? value->scalar : "";
}

bool serves(const YamlValue& provider, std::string_view domain) {
  const YamlValue* domains = provider.find("domains");
  return domains && std::any_of(domains->items.begin(), domains->items.end(),
                                [&](const YamlValue& known) { return same_email(known.scalar, domain); });
}

}  // namespace

std::optional<MailProvider> find_mail_provider(std::string_view domain, const std::string& data_dir) {
  const std::string path = data_dir + "/providers.yaml";
  auto text = read_file(path);
  if (!text) return {};
  YamlDocument document = read_yaml(*text, path);
  const YamlValue* providers = document.root.find("providers");
  if (!providers) return {};
  for (const auto& provider : providers->items)
    if (serves(provider, domain)) return MailProvider{text_of(provider, "name"), text_of(provider, "imap"), text_of(provider, "sign_in")};
  return {};
}

}  // namespace ajar
