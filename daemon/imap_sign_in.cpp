#include "daemon/imap_sign_in.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "daemon/imap_commands.h"
#include "daemon/sign_in.h"

namespace ajar {
namespace {

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k)
      bits = (bits << 8) | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += k <= count ? digits[(bits >> (18 - 6 * k)) & 0x3F] : '=';
  }
  return out;
}

std::string plain_response(const ImapCredentials& c) { return std::string(1, '\0') + c.user + '\0' + c.password; }

std::string oauthbearer_response(const ImapCredentials& c) {
  std::string user;  // "=" and "," have a meaning in the GS2 header (RFC 5801 4)
  for (const char ch : c.user) user += ch == ',' ? "=2C" : ch == '=' ? "=3D" : std::string(1, ch);
  return "n,a=" + user +
         ",\x01"
         "auth=Bearer " +
         c.bearer + "\x01\x01";
}

std::string xoauth2_response(const ImapCredentials& c) {
  return "user=" + c.user +
         "\x01"
         "auth=Bearer " +
         c.bearer + "\x01\x01";
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

/// In the order of preference.
struct Mechanism {
  const char* name;
  bool bearer;
  std::string (*response)(const ImapCredentials&);
  const char* give_up;  ///< the answer to an error challenge, so that the server says NO
};
constexpr Mechanism mechanisms[] = {{"OAUTHBEARER", true, &oauthbearer_response, "AQ=="},
                                    {"XOAUTH2", true, &xoauth2_response, ""},
                                    {"PLAIN", false, &plain_response, "*"}};

/// RFC 5530: the server's trouble, not the credentials'.
constexpr std::string_view passing_codes[] = {"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"};

/// The same in words: Gmail says "NO [ALERT] Too many simultaneous connections. (Failure)".
constexpr std::string_view passing_words[] = {"too many", "simultaneous", "try again later", "temporar", "rate limit"};

bool is_passing(const StatusLine& status) {
  const std::string code = upper(status.code.substr(0, status.code.find(' ')));
  if (std::find(std::begin(passing_codes), std::end(passing_codes), code) != std::end(passing_codes)) return true;
  if (code == "AUTHENTICATIONFAILED" || code == "AUTHORIZATIONFAILED" || code == "EXPIRED") return false;
  const std::string text = upper(status.text);
  return std::any_of(std::begin(passing_words), std::end(passing_words),
                     [&](std::string_view words) { return text.find(upper(words)) != std::string::npos; });
}

Error refusal(const ImapWire& wire, const StatusLine& status, const ImapCredentials& credentials) {
  const std::string words = server_words(status, credentials.user);
  if (is_passing(status))
    return {ErrorKind::network, wire.place() + " cannot sign anybody in now" + words, ""};
  if (!credentials.bearer.empty())
    return {ErrorKind::sign_in, wire.place() + " refused the access token" + words,
            "the consent may have been withdrawn"};
  return {ErrorKind::sign_in, wire.place() + " refused the user name or password" + words,
          "Gmail, iCloud and others want an app password here; Microsoft wants auth: {oauth: microsoft}"};
}

Result<void> ask_capabilities(ImapWire& wire) {
  const auto tag = wire.send("CAPABILITY");
  if (!tag) return tl::unexpected(tag.error());
  const auto status = wire.finish(*tag);
  if (!status) return tl::unexpected(status.error());
  if (status->word != "OK")
    return fail(ErrorKind::server, wire.place() + " does not tell its capabilities" + server_words(*status));
  return {};
}

/// Sends `response` at the "+", gives up at any later one.
Result<StatusLine> authenticate(ImapWire& wire, const Mechanism& mechanism, std::string response) {
  const bool at_once = wire.guard().capabilities().count("SASL-IR") != 0;
  std::string command = std::string("AUTHENTICATE ") + mechanism.name + (at_once ? " " + response : "");
  const auto tag = wire.send(command);
  wipe(command);
  bool sent = at_once;
  if (!tag) {
    wipe(response);
    return tl::unexpected(tag.error());
  }
  std::optional<Error> broken;
  auto status = wire.finish(*tag, [&](const std::string& line) {
    if (line.empty() || line[0] != '+' || broken) return;
    std::string answer = (sent ? std::string(mechanism.give_up) : response) + "\r\n";
    sent = true;
    if (auto done = wire.send_bytes(answer); !done) broken = done.error();
    wipe(answer);
  });
  wipe(response);
  return status;
}

Result<StatusLine> log_in(ImapWire& wire, const ImapCredentials& credentials) {
  std::string command = "LOGIN " + quoted(credentials.user) + " " + quoted(credentials.password);
  const auto tag = wire.send(command);
  wipe(command);
  if (!tag) return tl::unexpected(tag.error());
  return wire.finish(*tag);
}

Error no_common_way(const ImapWire& wire, bool bearer) {
  if (bearer) return {ErrorKind::sign_in, wire.place() + " does not take OAuth 2 access tokens", "set auth: password"};
  return {ErrorKind::sign_in, wire.place() + " takes no passwords", "this provider may want auth: {oauth: ...}"};
}

Result<StatusLine> try_best(ImapWire& wire, const ImapCredentials& credentials) {
  const bool bearer = !credentials.bearer.empty();
  const auto& offered = wire.guard().capabilities();
  for (const Mechanism& mechanism : mechanisms)
    if (mechanism.bearer == bearer && offered.count(std::string("AUTH=") + mechanism.name)) {
      std::string response = mechanism.response(credentials);
      std::string encoded = base64(response);
      wipe(response);
      return authenticate(wire, mechanism, std::move(encoded));
    }
  const bool quotable = is_quotable(credentials.user) && is_quotable(credentials.password);
  if (bearer || offered.count("LOGINDISABLED") || !quotable) return tl::unexpected(no_common_way(wire, bearer));
  return log_in(wire, credentials);
}

}  // namespace

Result<void> sign_in(ImapWire& wire, const ImapCredentials& credentials) {
  ResponseLimits limits;
  limits.literal = 0;
  limits.response = 256 * 1024;
  limits.continuation = true;
  wire.expect(limits);
  if (auto asked = ask_capabilities(wire); !asked) return asked;
  if (wire.preauthenticated()) return {};
  const auto status = try_best(wire, credentials);
  if (!status) return tl::unexpected(status.error());
  if (status->word == "BAD")
    return fail(ErrorKind::server,
                wire.place() + " does not understand how Ajar signs in" + server_words(*status, credentials.user));
  if (status->word != "OK") return tl::unexpected(refusal(wire, *status, credentials));
  return ask_capabilities(wire);
}

}  // namespace ajar
