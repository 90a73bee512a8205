#pragma once
// MailServer over IMAP (RFC 3501, RFC 2177 IDLE, RFC 4315 UIDPLUS, RFC 6154 SPECIAL-USE). Commands go out through
// imap_wire, answers are read by imap_answers; every command has a deadline, and any failure of the connection ends
// it: all later calls then fail with ErrorKind::network and a new connection is needed.
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
  std::chrono::milliseconds command_timeout{60000};  ///< for the whole answer to one command
  std::chrono::milliseconds keep_alive{240000};      ///< a doorbell says something at least this often
};

/// Connects, verifies, signs in. `wake_fd` (an eventfd, or -1) cancels any blocking call when readable; it is never
/// read. Fails with sign_in (credentials refused), network (no connection, TLS refused: `what` names the problem),
/// config (the URL, tls_ca) or server.
Result<std::unique_ptr<MailServer>> connect_imap(const ImapLogin& login, int wake_fd);

}  // namespace ajar
