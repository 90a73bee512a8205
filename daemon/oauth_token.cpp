#include "daemon/oauth_token.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "daemon/curl_transport.h"

namespace ajar {
namespace {

using Json = nlohmann::json;
using std::chrono::seconds;
using std::chrono::steady_clock;

struct KnownProvider {
  const char *name, *token_url, *device_url, *scope;
};
constexpr KnownProvider known_providers[] = {
    {"google", "https://oauth2.googleapis.com/token", "https://oauth2.googleapis.com/device/code",
     "https://mail.google.com/"},
    {"microsoft", "https://login.microsoftonline.com/common/oauth2/v2.0/token",
     "https://login.microsoftonline.com/common/oauth2/v2.0/devicecode",
     "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"},
};

/// A form body (application/x-www-form-urlencoded); it holds secrets and is wiped.
class Form {
 public:
  Form() = default;
  Form(const Form&) = delete;
  Form& operator=(const Form&) = delete;
  ~Form() { wipe(text_); }
  void add(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    if (!text_.empty()) text_ += '&';
    text_.append(name).append("=");
    for (const char c : value) add_character(static_cast<unsigned char>(c));
  }
  const std::string& text() const { return text_; }

 private:
  void add_character(unsigned char c) {
    constexpr std::string_view plain = "-._~", digits = "0123456789ABCDEF";
    if ((c < 0x80 && std::isalnum(c)) || plain.find(static_cast<char>(c)) != std::string_view::npos)
      text_ += static_cast<char>(c);
    else
      (text_ += '%') += {digits[c >> 4], digits[c & 15]};
  }
  std::string text_;
};

std::string text_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

seconds seconds_of(const Json& object, const char* key, int otherwise) {
  const auto found = object.find(key);
  if (found == object.end()) return seconds(otherwise);
  if (found->is_number())
    return seconds(std::clamp(found->get<double>(), 0.0, 1e8) < 1
                       ? 0
                       : static_cast<long>(std::clamp(found->get<double>(), 0.0, 1e8)));
  return seconds(std::atol(text_of(object, key).c_str()));  // Microsoft's older answers have it in quotes
}

/// "host" of a URL, for messages.
std::string host_of(const std::string& url) {
  const std::size_t start = url.find("://") == std::string::npos ? 0 : url.find("://") + 3;
  return url.substr(start, url.find_first_of("/?", start) - start);
}

/// An answer of the provider's: its JSON and whether it is one of success.
struct Reply {
  Json json;
  bool ok = false;
  std::string error;  ///< RFC 6749 5.2
};

Result<Reply> post(const std::string& url, const Form& form, const std::string& tls_ca, int wake_fd) {
  HttpRequest request;
  request.method = "POST";
  request.url = url;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
  request.body = form.text();
  request.tls_ca = tls_ca;
  request.most_bytes = 256 * 1024;
  auto response = http_exchange(request, wake_fd);
  wipe(request.body);
  if (!response) return tl::unexpected(response.error());
  Reply reply;
  reply.json = Json::parse(response->body, nullptr, false);
  wipe(response->body);
  const std::string status = "HTTP status " + std::to_string(response->status);
  if (response->status >= 500 || response->status == 429)
    return fail(ErrorKind::network, host_of(url) + " is out of order (" + status + ")");
  if (!reply.json.is_object())
    return fail(ErrorKind::server, host_of(url) + " does not answer as an OAuth server (" + status + ")");
  reply.ok = response->status == 200;
  reply.error = text_of(reply.json, "error");
  if (!reply.ok && reply.error.empty()) return fail(ErrorKind::server, host_of(url) + " refused with " + status);
  return reply;
}

struct OauthFault {
  const char* error;
  ErrorKind kind;
  const char* what;
  const char* hint;
};
constexpr OauthFault oauth_faults[] = {
    {"invalid_grant", ErrorKind::sign_in, "the consent has expired or was withdrawn",
     "consent again, and store the new refresh token"},
    {"invalid_client", ErrorKind::sign_in, "client_id or client_secret is not known there",
     "check them in the settings"},
    {"unauthorized_client", ErrorKind::sign_in, "this client_id may not do that",
     "check what the app is registered for"},
    {"invalid_scope", ErrorKind::sign_in, "the scope is refused",
     "Google gives no mail scope to devices; check scope in the settings"},
    {"access_denied", ErrorKind::sign_in, "consent was refused", ""},
    {"authorization_declined", ErrorKind::sign_in, "consent was refused", ""},
    {"expired_token", ErrorKind::sign_in, "the code has expired", "start again"},
    {"temporarily_unavailable", ErrorKind::network, "it is out of order for now", ""},
};

Error refusal(const std::string& url, const std::string& error) {
  const auto* fault = std::find_if(std::begin(oauth_faults), std::end(oauth_faults),
                                   [&](const OauthFault& known) { return error == known.error; });
  if (fault != std::end(oauth_faults))
    return {fault->kind, host_of(url) + ": " + fault->what + " (" + error + ")", fault->hint};
  std::string word = error.substr(0, 60);
  std::replace_if(
      word.begin(), word.end(), [](char c) { return c <= ' ' || c > '~'; }, '?');
  return {ErrorKind::server, host_of(url) + " refused: " + word, ""};
}

/// An absent client secret is fine: public clients have none.
Result<Secret> client_secret(const AuthSettings& auth, int wake_fd) {
  if (auth.client_secret.kind == SecretSource::Kind::none) return Secret();
  return read_secret(auth.client_secret, wake_fd);
}

/// Beside the old one and then over it, so that neither a crash nor a full disk loses the token.
void replace_file(const std::string& path, const std::string& secret) {
  const std::string fresh = path + ".new";
  const int fd = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) return;
  const std::string line = secret + "\n";
  const bool written = ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(fd) == 0;
  ::close(fd);
  if (!written || ::rename(fresh.c_str(), path.c_str()) != 0) ::unlink(fresh.c_str());
}

/// False: woken.
bool pause(seconds length, int wake_fd) {
  pollfd wake{wake_fd, POLLIN, 0};
  const auto end = steady_clock::now() + length;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - steady_clock::now()).count();
    if (left <= 0) return true;
    if (::poll(&wake, 1, static_cast<int>(left)) > 0) return false;
  }
}

}  // namespace

Result<OauthProvider> find_provider(const AuthSettings& auth) {
  OauthProvider provider;
  for (const KnownProvider& known : known_providers)
    if (auth.provider == known.name) provider = {known.token_url, known.device_url, known.scope};
  if (!auth.token_url.empty()) provider.token_url = auth.token_url;
  if (!auth.device_url.empty()) provider.device_url = auth.device_url;
  if (!auth.scope.empty()) provider.scope = auth.scope;
  if (provider.token_url.empty())
    return fail(ErrorKind::config, "oauth provider \"" + auth.provider + "\" is not known", "give its token_url");
  return provider;
}

Result<AccessToken> fetch_access_token(const AuthSettings& auth, const std::string& tls_ca, int wake_fd) {
  const auto provider = find_provider(auth);
  if (!provider) return tl::unexpected(provider.error());
  const auto refresh_token = read_secret(auth.refresh_token, wake_fd);
  if (!refresh_token) return tl::unexpected(refresh_token.error());
  const auto secret = client_secret(auth, wake_fd);
  if (!secret) return tl::unexpected(secret.error());
  Form form;
  form.add("grant_type", "refresh_token");
  form.add("client_id", auth.client_id);
  form.add("client_secret", secret->text());
  form.add("refresh_token", refresh_token->text());
  const auto reply = post(provider->token_url, form, tls_ca, wake_fd);
  if (!reply) return tl::unexpected(reply.error());
  if (!reply->ok) return tl::unexpected(refusal(provider->token_url, reply->error));
  AccessToken access;
  access.token = Secret(text_of(reply->json, "access_token"));
  access.lifetime = seconds_of(reply->json, "expires_in", 0);
  if (access.token.text().empty())
    return fail(ErrorKind::server, host_of(provider->token_url) + " gave no access token");
  std::string next = text_of(reply->json, "refresh_token");
  if (next != refresh_token->text() && next.find_first_of("\r\n") == std::string::npos)
    access.new_refresh_token = Secret(std::move(next));
  if (!access.new_refresh_token.text().empty() && auth.refresh_token.kind == SecretSource::Kind::file)
    replace_file(auth.refresh_token.value, access.new_refresh_token.text());
  return access;
}

Result<Secret> run_device_flow(const AuthSettings& auth, const std::string& tls_ca,
                               const std::function<void(const DeviceCode&)>& show, int wake_fd) {
  const auto provider = find_provider(auth);
  if (!provider) return tl::unexpected(provider.error());
  if (provider->device_url.empty()) return fail(ErrorKind::config, "this oauth provider has no device_url");
  Form ask;
  ask.add("client_id", auth.client_id);
  ask.add("scope", provider->scope);
  const auto begun = post(provider->device_url, ask, tls_ca, wake_fd);
  if (!begun) return tl::unexpected(begun.error());
  if (!begun->ok) return tl::unexpected(refusal(provider->device_url, begun->error));
  std::string url = text_of(begun->json, "verification_uri");
  if (url.empty()) url = text_of(begun->json, "verification_url");  // as Google words it
  show({url, text_of(begun->json, "user_code")});

  const auto secret = client_secret(auth, wake_fd);
  if (!secret) return tl::unexpected(secret.error());
  Form form;
  form.add("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
  form.add("client_id", auth.client_id);
  form.add("client_secret", secret->text());
  form.add("device_code", text_of(begun->json, "device_code"));
  const auto end = steady_clock::now() + seconds_of(begun->json, "expires_in", 900);
  seconds interval = seconds_of(begun->json, "interval", 5);
  while (pause(interval, wake_fd)) {
    if (steady_clock::now() > end) return tl::unexpected(refusal(provider->token_url, "expired_token"));
    const auto reply = post(provider->token_url, form, tls_ca, wake_fd);
    if (!reply) return tl::unexpected(reply.error());
    if (reply->error == "authorization_pending") continue;
    if (reply->error == "slow_down") {
      interval += seconds(5);  // RFC 8628 3.5
      continue;
    }
    if (!reply->ok) return tl::unexpected(refusal(provider->token_url, reply->error));
    std::string token = text_of(reply->json, "refresh_token");
    if (token.empty())
      return fail(ErrorKind::server, host_of(provider->token_url) + " gave no refresh token",
                  "the scope may lack offline access");
    return Secret(std::move(token));
  }
  return fail(ErrorKind::network, "waiting for consent was cancelled");
}

}  // namespace ajar
