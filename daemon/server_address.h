#pragma once
// Where a URL of the settings leads: imaps://, imap:// and imap+insecure:// for mail, https:// and http:// for the
// rest. Clear text is for loopback addresses only, decided here once for all. Pure.
#include <string>

#include "filters/result.h"

namespace ajar {

struct ServerAddress {
  std::string host;  ///< IPv6 without brackets
  std::string port;
  std::string curl_scheme;  ///< as libcurl names it
  bool clear = false;       ///< clear text to a loopback address; false: TLS, at once or by STARTTLS
  bool loopback = false;

  /// "host:port" or "[::1]:port": for URLs and messages.
  std::string name() const;
};

/// Fails with config: no such scheme, a malformed host or port, a user name in the URL (it would end up in logs), or
/// clear text to a host that is not this machine.
Result<ServerAddress> mail_address(const std::string& url);
Result<ServerAddress> web_address(const std::string& url);

}  // namespace ajar
