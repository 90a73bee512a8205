#pragma once
// What providers.yaml knows about the domain of an address: its server, and how its users sign in.
#include <optional>
#include <string>
#include <string_view>

namespace ajar {

struct MailProvider {
  std::string name;
  std::string imap;     ///< as for `imap` in ajar.yaml
  std::string sign_in;  ///< advice for the user; may be empty
};

/// Nothing if the domain is not known, or the file cannot be read.
std::optional<MailProvider> find_mail_provider(std::string_view domain, const std::string& data_dir);

}  // namespace ajar
