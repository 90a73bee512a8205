#include "daemon/server_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

namespace ajar {
namespace {

struct Scheme {
  std::string_view name;
  const char* port;
  const char* curl_scheme;
  bool clear;
};
constexpr Scheme mail_schemes[] = {
    {"imaps", "993", "imaps", false}, {"imap", "143", "imap", false}, {"imap+insecure", "143", "imap", true}};
constexpr Scheme web_schemes[] = {{"https", "443", "https", false}, {"http", "80", "http", true}};

bool is_host_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) || byte >= 0x80 || c == '.' || c == '-' || c == '_' || c == ':';
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() < 6 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
         std::stoi(std::string(text)) <= 65535;
}

/// Host and port of "host[:port][/...]"; the port may be missing, the brackets of IPv6 are taken off.
std::optional<ServerAddress> parse_authority(std::string_view rest, const char* default_port) {
  rest = rest.substr(0, rest.find_first_of("/?#"));
  const std::size_t bracket = rest.empty() || rest[0] != '[' ? std::string_view::npos : rest.find(']');
  const bool v6 = bracket != std::string_view::npos;
  const std::size_t colon = rest.find(':', v6 ? bracket : 0);
  ServerAddress address;
  address.host = v6 ? rest.substr(1, bracket - 1) : rest.substr(0, colon);
  address.port = colon == std::string_view::npos ? std::string_view(default_port) : rest.substr(colon + 1);
  const bool good_host =
      !address.host.empty() && std::all_of(address.host.begin(), address.host.end(), is_host_character);
  return good_host && is_port(address.port) ? std::optional(address) : std::nullopt;
}

bool is_loopback(const std::string& host) {
  in_addr v4{};
  in6_addr v6{};
  if (::inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  if (::inet_pton(AF_INET6, host.c_str(), &v6) == 1) return IN6_IS_ADDR_LOOPBACK(&v6);
  return host == "localhost";  // libcurl resolves it to loopback by itself (since 7.78)
}

template <std::size_t N>
Result<ServerAddress> parse(const std::string& url, const Scheme (&schemes)[N], const char* hint, const char* secure) {
  const std::size_t colon = std::min(url.find("://"), url.size());
  const auto* scheme = std::find_if(std::begin(schemes), std::end(schemes),
                                    [&](const Scheme& known) { return url.compare(0, colon, known.name) == 0; });
  auto address = scheme == std::end(schemes) || colon == url.size()
                     ? std::nullopt
                     : parse_authority(std::string_view(url).substr(colon + 3), scheme->port);
  if (!address) return fail(ErrorKind::config, "\"" + url + "\" is not an address Ajar can connect to", hint);
  address->curl_scheme = scheme->curl_scheme;
  address->clear = scheme->clear;
  address->loopback = is_loopback(address->host);
  if (address->clear && !address->loopback)
    return fail(ErrorKind::config,
                std::string(scheme->name) + ":// sends passwords in clear text and is for loopback addresses only",
                secure);
  return *address;
}

}  // namespace

std::string ServerAddress::name() const {
  const bool v6 = host.find(':') != std::string::npos;
  return (v6 ? "[" + host + "]" : host) + ":" + port;
}

Result<ServerAddress> mail_address(const std::string& url) {
  return parse(url, mail_schemes, "write imaps://HOST or imap://HOST (STARTTLS), without a user name",
               "use imaps:// or imap://");
}

Result<ServerAddress> web_address(const std::string& url) {
  return parse(url, web_schemes, "write https://HOST/PATH", "use https://");
}

}  // namespace ajar
