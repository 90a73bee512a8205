#include "daemon/connect_account.h"

#include "daemon/imap_mail_server.h"
#include "daemon/oauth_token.h"
#include "daemon/sign_in.h"

namespace ajar {

Result<std::unique_ptr<MailServer>> connect_account(const AccountSettings& account, int wake_fd) {
  ImapLogin login;
  login.url = account.imap;
  login.user = account.user.empty() ? account.address : account.user;
  login.tls_ca = account.tls_ca;
  if (account.auth.oauth) {
    auto token = fetch_access_token(account.auth, account.tls_ca, wake_fd);
    if (!token) return tl::unexpected(token.error());
    login.bearer = token->token.text();
  } else {
    auto secret = read_secret(account.secret, wake_fd);
    if (!secret) return tl::unexpected(secret.error());
    login.password = secret->text();
  }
  auto server = connect_imap(login, wake_fd);
  wipe(login.password);
  wipe(login.bearer);
  return server;
}

}  // namespace ajar
