#pragma once
// MailServer over IMAP. The only room that knows libetpan; bytes come through curl_transport and response_guard.
#include <memory>
#include <string>

#include "daemon/mail_server.h"

namespace ajar {

/// What is needed to sign in. Secrets live only as long as the connection is being made.
struct ImapLogin {
  std::string url;  ///< imaps:// | imap:// (STARTTLS required) | imap+insecure:// (loopback addresses only)
  std::string user;
  std::string password;  ///< or
  std::string bearer;    ///< OAuth 2 access token
  std::string tls_ca;    ///< extra CA file, may be empty
  std::chrono::milliseconds connect_timeout{10000};
  std::chrono::milliseconds command_timeout{60000};
};

/// Connects, verifies, signs in. `wake_fd` (an eventfd, or -1) cancels any blocking call when readable.
/// Fails with sign_in (credentials refused), network (no connection, TLS refused: `what` names the problem) or server.
Result<std::unique_ptr<MailServer>> connect_imap(const ImapLogin& login, int wake_fd);

}  // namespace ajar
