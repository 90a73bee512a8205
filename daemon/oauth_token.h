#pragma once
// OAuth 2 for mailboxes: a refresh token in, an access token out (RFC 6749 6), and the device flow (RFC 8628) to get
// the refresh token in the first place.
#include <chrono>
#include <functional>
#include <string>

#include "daemon/settings.h"
#include "daemon/sign_in.h"
#include "filters/result.h"

namespace ajar {

/// Where a provider answers, and what Ajar asks of it.
struct OauthProvider {
  std::string token_url, device_url, scope;
};
/// google and microsoft are known; what the settings give wins. Fails with config: custom without token_url.
Result<OauthProvider> find_provider(const AuthSettings& auth);

struct AccessToken {
  Secret token;
  std::chrono::seconds lifetime{0};  ///< as the server says; 0 unknown
  Secret new_refresh_token;          ///< empty unless the server gave another one
};

/// If the server gives another refresh token and the old one came from a file, the file is replaced.
/// `tls_ca` as in the account; may be empty. Fails with sign_in (the user must consent again), network (also: secret
/// command failed, server out of order), server or config.
Result<AccessToken> fetch_access_token(const AuthSettings& auth, const std::string& tls_ca, int wake_fd);

/// What the user must do in a browser.
struct DeviceCode {
  std::string url, code;
};
/// Shows the code through `show` and asks until the user has consented. Returns the refresh token.
/// Fails with sign_in (denied, expired), network (also: cancelled), server or config.
Result<Secret> run_device_flow(const AuthSettings& auth, const std::string& tls_ca,
                               const std::function<void(const DeviceCode&)>& show, int wake_fd);

}  // namespace ajar
