// `ajar sign-in`: the user consents in a browser, the refresh token goes to the file that the settings name.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "daemon/commands/commands.h"
#include "daemon/oauth_token.h"
#include "daemon/output.h"
#include "daemon/settings_file.h"

namespace ajar {
namespace {

/// Written beside and renamed: the old token stays whole until the new one is. Mode 0600.
Result<void> keep_token(const std::string& path, const std::string& token) {
  const std::string beside = path + ".new";
  const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const std::string line = token + "\n";
  bool written = fd >= 0 && ::fchmod(fd, 0600) == 0 && ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(fd) == 0;
  const int trouble = errno;
  if (fd >= 0) ::close(fd);
  if (written && ::rename(beside.c_str(), path.c_str()) == 0) return {};
  ::unlink(beside.c_str());
  return fail(ErrorKind::storage, "cannot write " + path + ": " + std::strerror(written ? errno : trouble),
              "the directory must exist and be yours");
}

const AccountSettings* account_to_sign_in(const Settings& settings, const std::string& name) {
  for (const auto& account : settings.accounts)
    if (name.empty() ? account.auth.oauth : account.name == name || same_email(account.address, name)) return &account;
  return nullptr;
}

}  // namespace

ExitCode sign_in(const Invocation& invocation, const std::string& name) {
  auto settings = load_settings(invocation.places());
  if (!settings) return report(settings.error());
  const AccountSettings* account = account_to_sign_in(*settings, name);
  if (!account || !account->auth.oauth)
    return report(Error{ErrorKind::config, name.empty() ? "no account uses oauth" : "'" + name + "' is no account with oauth",
                        "see OAUTH in man ajar.yaml"});
  if (account->auth.refresh_token.kind != SecretSource::Kind::file)
    return report(Error{ErrorKind::config, "the refresh token of " + account->name + " has no file to go to",
                        "write refresh_token: {file: ~/.config/ajar/token}"});
  auto show = [](const DeviceCode& code) {
    std::printf("Open %s and enter the code %s\nWaiting for your consent ...\n", code.url.c_str(), code.code.c_str());
    std::fflush(stdout);
  };
  constexpr int never_woken = -1;
  auto token = run_device_flow(account->auth, account->tls_ca, show, never_woken);
  if (!token) return report(token.error());
  if (auto kept = keep_token(account->auth.refresh_token.value, token->text()); !kept) return report(kept.error());
  std::printf("Signed in: %s. The token is in %s\n", account->address.c_str(), account->auth.refresh_token.value.c_str());
  return ExitCode::ok;
}

}  // namespace ajar
