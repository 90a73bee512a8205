#pragma once
// From an account's settings to a signed-in connection.
#include <functional>
#include <memory>

#include "daemon/mail_server.h"
#include "daemon/settings.h"

namespace ajar {

/// How accounts get connections; tests put their own in.
using Connect = std::function<Result<std::unique_ptr<MailServer>>(const AccountSettings& account, int wake_fd)>;

/// Gets the secret (or an access token), connects, verifies, signs in. Fails with sign_in (refused), network (no
/// connection, TLS refused, the secret command failed), server or config (a secret file others can read).
Result<std::unique_ptr<MailServer>> connect_account(const AccountSettings& account, int wake_fd);

}  // namespace ajar
