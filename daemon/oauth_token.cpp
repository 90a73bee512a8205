#include "daemon/oauth_token.h"

namespace ajar {

Result<OauthProvider> find_provider(const AuthSettings&) { return fail(ErrorKind::config, "OAuth is not there yet"); }

Result<AccessToken> fetch_access_token(const AuthSettings&, const std::string&, int) {
  return fail(ErrorKind::network, "OAuth is not there yet");
}

Result<Secret> run_device_flow(const AuthSettings&, const std::string&, const std::function<void(const DeviceCode&)>&,
                               int) {
  return fail(ErrorKind::network, "OAuth is not there yet");
}

}  // namespace ajar
