#include "daemon/curl_transport.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

namespace ajar {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

struct EasyCleanup {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct MultiCleanup {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
struct ListCleanup {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, EasyCleanup>;
using Multi = std::unique_ptr<CURLM, MultiCleanup>;

/// poll() takes an int of milliseconds: rounded up, so that a wait never ends just before its deadline.
int milliseconds_left(Deadline deadline) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now()).count();
  return static_cast<int>(std::clamp<long long>(left, 0, 1 << 30));
}

// --- Addresses -------------------------------------------------------------------------------------------------------

struct Place {
  std::string scheme, host, port;
  bool literal_v6 = false;
  std::string name() const { return (literal_v6 ? "[" + host + "]" : host) + ":" + port; }
};

struct Scheme {
  const char* name;
  const char* port;
  const char* curl_scheme;
  bool clear;     ///< clear text, loopback only
  bool starttls;  ///< starts in clear, must become TLS
};
constexpr Scheme schemes[] = {{"imaps", "993", "imaps", false, false},
                              {"imap", "143", "imap", false, true},
                              {"imap+insecure", "143", "imap", true, false},
                              {"https", "443", "https", false, false},
                              {"http", "80", "http", true, false}};

const Scheme* find_scheme(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(schemes), std::end(schemes), [&](const Scheme& s) { return name == s.name; });
  return found == std::end(schemes) ? nullptr : found;
}

bool is_host_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0x80 || c == '.' || c == '-' ||
         c == '_' || c == ':';
}

/// scheme://host[:port][/...]; a user name in it is refused, it would end up in logs.
std::optional<Place> parse_place(std::string_view url) {
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  Place place;
  place.scheme = url.substr(0, colon);
  std::string_view rest = url.substr(colon + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  const std::size_t bracket = rest.empty() || rest[0] != '[' ? std::string_view::npos : rest.find(']');
  place.literal_v6 = bracket != std::string_view::npos;
  const std::size_t port_at = rest.find(':', place.literal_v6 ? bracket : 0);
  if (port_at != std::string_view::npos) place.port = rest.substr(port_at + 1);
  place.host = place.literal_v6 ? rest.substr(1, bracket - 1) : rest.substr(0, port_at);
  if (const Scheme* scheme = find_scheme(place.scheme); scheme && place.port.empty()) place.port = scheme->port;
  const bool good_port = !place.port.empty() && place.port.size() < 6 &&
                         std::all_of(place.port.begin(), place.port.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool good_host = !place.host.empty() && std::all_of(place.host.begin(), place.host.end(), is_host_character);
  return good_port && good_host ? std::optional(place) : std::nullopt;
}

bool is_loopback_name(const std::string& host) {
  in_addr v4{};
  in6_addr v6{};
  if (::inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  if (::inet_pton(AF_INET6, host.c_str(), &v6) == 1) return IN6_IS_ADDR_LOOPBACK(&v6);
  return host == "localhost";  // libcurl resolves it to loopback by itself (since 7.78)
}

bool is_loopback_address(const sockaddr& address) {
  if (address.sa_family == AF_INET)
    return (ntohl(reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr) >> 24) == 127;
  return address.sa_family == AF_INET6 &&
         IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6&>(address).sin6_addr);
}

Result<Place> check_place(const std::string& url, bool mail) {
  const auto place = parse_place(url);
  const Scheme* scheme = place ? find_scheme(place->scheme) : nullptr;
  if (!scheme || (place->scheme.rfind("imap", 0) == 0) != mail)
    return fail(ErrorKind::config, "\"" + url + "\" is not an address Ajar can connect to",
                mail ? "write imaps://HOST or imap://HOST (STARTTLS), without a user name" : "write https://HOST/PATH");
  if (scheme->clear && !is_loopback_name(place->host))
    return fail(ErrorKind::config,
                place->scheme + ":// sends passwords in clear text and is for loopback addresses only",
                mail ? "use imaps:// or imap://" : "use https://");
  return *place;
}

// --- What libcurl calls ----------------------------------------------------------------------------------------------

curl_socket_t open_socket(void* clear, curlsocktype, curl_sockaddr* address) {
  if (clear && !is_loopback_address(address->addr)) return CURL_SOCKET_BAD;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// The server's lines of the sign-on talk, the last one first to be quoted in an error.
struct Greeting {
  bool preauthenticated = false;
  std::string last_line;
};

std::size_t note_greeting(char* bytes, std::size_t size, std::size_t count, void* data) {
  auto& greeting = *static_cast<Greeting*>(data);
  std::string_view line(bytes, size * count);
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  if (line.rfind("* PREAUTH", 0) == 0) greeting.preauthenticated = true;
  greeting.last_line = line.substr(0, 200);
  std::replace_if(
      greeting.last_line.begin(), greeting.last_line.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return size * count;
}

// --- Errors in plain words -------------------------------------------------------------------------------------------

/// Bits of gnutls_certificate_status_t (gnutls.h), which libcurl hands out as CURLINFO_SSL_VERIFYRESULT.
struct CertificateFault {
  unsigned long bit;
  const char* what;
};
constexpr CertificateFault certificate_faults[] = {
    {1UL << 5, "has been revoked"},
    {1UL << 10, "has expired"},
    {1UL << 9, "is not valid yet"},
    {1UL << 6, "is not signed by a known authority"},
    {1UL << 7, "is signed by a certificate that is no authority's"},
    {1UL << 8, "is signed with a weak algorithm"},
};

bool mentions(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

Error certificate_error(CURL* easy, const std::string& detail, const std::string& place) {
  const std::string certificate = "the certificate of " + place + " ";
  const std::string unsent = "; no password was sent";
  if (mentions(detail, "does not match"))
    return {ErrorKind::network, certificate + "is not valid for that name" + unsent,
            "check the host name; it must be the one the certificate was made for"};
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &status);
  if (mentions(detail, "expiration date has passed")) status |= 1L << 10;
  if (mentions(detail, "activation date")) status |= 1L << 9;
  for (const CertificateFault& fault : certificate_faults)
    if (static_cast<unsigned long>(status) & fault.bit)
      return {ErrorKind::network, certificate + fault.what + unsent,
              (fault.bit >> 9 & 3) ? "check this machine's clock; else the server's owner must renew it"
                                   : "if the server is your own, name its CA file in tls_ca"};
  return {ErrorKind::network, certificate + "cannot be trusted" + unsent + " (" + detail + ")",
          "if the server is your own, name its CA file in tls_ca"};
}

struct CurlFault {
  CURLcode code;
  ErrorKind kind;
  const char* what;  ///< "%" is the place
  const char* hint;
};
constexpr CurlFault curl_faults[] = {
    {CURLE_COULDNT_RESOLVE_HOST, ErrorKind::network, "the name of % cannot be found",
     "check the host name and the network"},
    {CURLE_COULDNT_RESOLVE_PROXY, ErrorKind::network, "the proxy's name cannot be found",
     "check https_proxy and all_proxy"},
    {CURLE_COULDNT_CONNECT, ErrorKind::network, "no connection to %", "check host, port and network"},
    {CURLE_OPERATION_TIMEDOUT, ErrorKind::network, "% gave no answer in time", "check host, port and network"},
    {CURLE_USE_SSL_FAILED, ErrorKind::network, "% does not offer STARTTLS; no password was sent",
     "try imaps:// (port 993)"},
    {CURLE_SSL_CONNECT_ERROR, ErrorKind::network, "no TLS connection to %",
     "the server must speak TLS 1.2 or newer on that port; imaps:// is usually 993, imap:// (STARTTLS) 143"},
    {CURLE_SSL_CACERT_BADFILE, ErrorKind::config, "the file in tls_ca cannot be read as certificates (for %)",
     "tls_ca must be a PEM file that Ajar may read"},
    {CURLE_WEIRD_SERVER_REPLY, ErrorKind::network, "% does not answer like an IMAP server", "check host and port"},
    {CURLE_GOT_NOTHING, ErrorKind::network, "% closed the connection without an answer", ""},
    {CURLE_RECV_ERROR, ErrorKind::network, "% broke the connection", ""},
    {CURLE_SEND_ERROR, ErrorKind::network, "% broke the connection", ""},
    {CURLE_UNSUPPORTED_PROTOCOL, ErrorKind::config, "libcurl cannot speak the protocol of %", "install a full libcurl"},
    {CURLE_URL_MALFORMAT, ErrorKind::config, "the address of % is malformed", ""},
};

Error curl_error(CURL* easy, CURLcode code, const std::string& detail, const std::string& place) {
  if (code == CURLE_PEER_FAILED_VERIFICATION) return certificate_error(easy, detail, place);
  const auto* fault =
      std::find_if(std::begin(curl_faults), std::end(curl_faults), [&](const CurlFault& f) { return f.code == code; });
  if (fault == std::end(curl_faults))
    return {ErrorKind::network, "connection to " + place + " failed: " + curl_easy_strerror(code), detail};
  std::string what = fault->what;
  if (const std::size_t at = what.find('%'); at != std::string::npos) what.replace(at, 1, place);
  long os_error = 0;
  curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &os_error);
  if (code == CURLE_COULDNT_CONNECT && os_error != 0)
    what += std::string(": ") + std::strerror(static_cast<int>(os_error));
  if (code == CURLE_SSL_CONNECT_ERROR && !detail.empty()) what += ": " + detail;
  return {fault->kind, std::move(what), fault->hint};
}

Error cancelled(const std::string& place) {
  return {ErrorKind::network, "connection to " + place + " was cancelled", ""};
}
Error late(const std::string& place) { return {ErrorKind::network, place + " gave no answer in time", ""}; }

// --- One transfer ----------------------------------------------------------------------------------------------------

/// An easy handle inside a multi handle, so that every wait also looks at `wake_fd`.
class Transfer {
 public:
  explicit Transfer(std::string place) : place_(std::move(place)) {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)ready;
    easy_.reset(curl_easy_init());
    multi_.reset(curl_multi_init());
  }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer() {
    if (easy_ && multi_) curl_multi_remove_handle(multi_.get(), easy_.get());
    easy_.reset();
  }

  bool ready() const { return easy_ && multi_; }
  CURL* easy() const { return easy_.get(); }
  const std::string& place() const { return place_; }
  template <class Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(easy_.get(), option, value);
  }

  void secure(bool clear, bool loopback, const std::string& tls_ca, milliseconds timeout);
  /// Runs to its end. Fails as curl_error says.
  Result<void> run(Deadline deadline, int wake_fd);

 private:
  std::string place_;
  std::array<char, CURL_ERROR_SIZE> detail_{};
  Multi multi_;
  Easy easy_;
};

/// What every connection has in common.
void Transfer::secure(bool clear, bool loopback, const std::string& tls_ca, milliseconds timeout) {
  set(CURLOPT_ERRORBUFFER, detail_.data());
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);  // do not wait for a resolver thread that hangs
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeout.count()));
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  set(CURLOPT_OPENSOCKETDATA, clear ? this : nullptr);
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (loopback) set(CURLOPT_NOPROXY, "*");
  if (tls_ca.empty()) return;
  set(CURLOPT_CAINFO, tls_ca.c_str());
  set(CURLOPT_CAPATH, "/etc/ssl/certs");  // the system's authorities stay trusted beside it
}

Result<void> Transfer::run(Deadline deadline, int wake_fd) {
  if (curl_multi_add_handle(multi_.get(), easy_.get()) != CURLM_OK)
    return fail(ErrorKind::network, "libcurl is out of order");
  for (int running = 1;;) {
    curl_multi_perform(multi_.get(), &running);
    if (running == 0) break;
    curl_waitfd wake{wake_fd, CURL_WAIT_POLLIN, 0};
    curl_multi_poll(multi_.get(), &wake, wake_fd >= 0 ? 1 : 0, milliseconds_left(deadline), nullptr);
    if (wake.revents) return tl::unexpected(cancelled(place_));
    if (steady_clock::now() >= deadline) return tl::unexpected(late(place_));
  }
  int left = 0;
  const CURLMsg* message = curl_multi_info_read(multi_.get(), &left);
  const CURLcode code = message ? message->data.result : CURLE_FAILED_INIT;
  if (code != CURLE_OK) return tl::unexpected(curl_error(easy_.get(), code, detail_.data(), place_));
  return {};
}

// --- Streams ---------------------------------------------------------------------------------------------------------

class CurlStream : public VerifiedStream {
 public:
  CurlStream(std::string place, int wake_fd) : transfer_(std::move(place)), wake_fd_(wake_fd) {}

  Result<void> open(const StreamTarget& target, const Place& place);
  Result<std::size_t> read(char* buffer, std::size_t size, Deadline deadline) override;
  Result<void> write(std::string_view bytes, Deadline deadline) override;
  Result<Wait> wait(Deadline deadline, int wake_fd) override;
  bool preauthenticated() const override { return greeting_.preauthenticated; }
  const std::string& place() const override { return transfer_.place(); }

 private:
  Result<std::size_t> receive(char* buffer, std::size_t size);
  Result<Wait> poll_socket(short events, Deadline deadline, int wake_fd);
  Result<void> ready(short events, Deadline deadline);
  bool cancelled_for_long();

  Greeting greeting_;
  Transfer transfer_;
  int wake_fd_;
  int socket_ = -1;
  std::array<char, 16 * 1024> early_{};  ///< bytes that wait() had to take off the TLS layer
  std::size_t early_at_ = 0, early_end_ = 0;
  std::optional<Deadline> grace_end_;  ///< of a wake-up that has been seen
};

Result<void> CurlStream::open(const StreamTarget& target, const Place& place) {
  if (!transfer_.ready()) return fail(ErrorKind::network, "libcurl is out of order");
  const Scheme& scheme = *find_scheme(place.scheme);
  const std::string url = std::string(scheme.curl_scheme) + "://" + place.name() + "/";
  transfer_.secure(scheme.clear, is_loopback_name(place.host), target.tls_ca, target.timeout);
  transfer_.set(CURLOPT_URL, url.c_str());
  transfer_.set(CURLOPT_PROTOCOLS_STR, "imap,imaps");
  transfer_.set(CURLOPT_CONNECT_ONLY, 1L);
  transfer_.set(CURLOPT_USE_SSL, static_cast<long>(scheme.clear ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  transfer_.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, std::max(1L, static_cast<long>(target.timeout.count() / 1000)));
  transfer_.set(CURLOPT_HEADERFUNCTION, &note_greeting);
  transfer_.set(CURLOPT_HEADERDATA, &greeting_);
  if (auto done = transfer_.run(steady_clock::now() + target.timeout, wake_fd_); !done) {
    Error error = done.error();
    if (greeting_.last_line.rfind("* BYE", 0) == 0) error.what += ": \"" + greeting_.last_line.substr(2) + "\"";
    return tl::unexpected(error);
  }
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl_easy_getinfo(transfer_.easy(), CURLINFO_ACTIVESOCKET, &socket);
  socket_ = socket;
  if (socket_ < 0) return fail(ErrorKind::network, "no connection to " + this->place());
  return {};
}

/// 0: nothing there yet.
Result<std::size_t> CurlStream::receive(char* buffer, std::size_t size) {
  std::size_t got = 0;
  const CURLcode code = curl_easy_recv(transfer_.easy(), buffer, size, &got);
  if (code == CURLE_AGAIN) return 0;
  if (code != CURLE_OK) return tl::unexpected(curl_error(transfer_.easy(), code, "", place()));
  if (got == 0) return fail(ErrorKind::network, place() + " closed the connection");
  return got;
}

Result<Wait> CurlStream::poll_socket(short events, Deadline deadline, int wake_fd) {
  for (;;) {
    pollfd fds[] = {{socket_, events, 0}, {wake_fd, POLLIN, 0}};
    const int ready = ::poll(fds, 2, milliseconds_left(deadline));
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0) return fail(ErrorKind::network, std::string("poll: ") + std::strerror(errno));
    if (fds[1].revents) return Wait::woken;
    return ready == 0 ? Wait::deadline : Wait::readable;
  }
}

constexpr milliseconds grace{500};  // from the wake-up to giving up an answer that is on its way

/// True once the wake-up descriptor has been readable for the time of grace.
bool CurlStream::cancelled_for_long() {
  pollfd wake{wake_fd_, POLLIN, 0};
  if (wake_fd_ < 0 || ::poll(&wake, 1, 0) <= 0) {
    grace_end_.reset();
    return false;
  }
  if (!grace_end_) grace_end_ = steady_clock::now() + grace;
  return steady_clock::now() >= *grace_end_;
}

Result<void> CurlStream::ready(short events, Deadline deadline) {
  for (;;) {
    if (cancelled_for_long()) return tl::unexpected(cancelled(place()));
    const Deadline end = grace_end_ ? std::min(deadline, *grace_end_) : deadline;
    const auto waited = poll_socket(events, end, grace_end_ ? -1 : wake_fd_);
    if (!waited) return tl::unexpected(waited.error());
    if (*waited == Wait::readable) return {};
    if (steady_clock::now() >= deadline) return tl::unexpected(late(place()));
  }
}

Result<std::size_t> CurlStream::read(char* buffer, std::size_t size, Deadline deadline) {
  if (early_at_ < early_end_) {
    const std::size_t got = std::min(size, early_end_ - early_at_);
    std::memcpy(buffer, early_.data() + early_at_, got);
    early_at_ += got;
    return got;
  }
  if (cancelled_for_long()) return tl::unexpected(cancelled(place()));
  for (;;) {
    const auto got = receive(buffer, size);
    if (!got || *got > 0) return got;
    if (auto there = ready(POLLIN, deadline); !there) return tl::unexpected(there.error());
  }
}

Result<void> CurlStream::write(std::string_view bytes, Deadline deadline) {
  while (!bytes.empty()) {
    std::size_t sent = 0;
    const CURLcode code = curl_easy_send(transfer_.easy(), bytes.data(), bytes.size(), &sent);
    if (code != CURLE_OK && code != CURLE_AGAIN) return tl::unexpected(curl_error(transfer_.easy(), code, "", place()));
    if (code == CURLE_AGAIN) {
      if (auto there = ready(POLLOUT, deadline); !there) return there;
      continue;  // with the same bytes, as TLS wants it
    }
    bytes.remove_prefix(sent);
  }
  return {};
}

Result<Wait> CurlStream::wait(Deadline deadline, int wake_fd) {
  for (;;) {
    if (early_at_ < early_end_) return Wait::readable;
    const auto got = receive(early_.data(), early_.size());  // TLS may hold bytes that poll() cannot see
    if (!got) return tl::unexpected(got.error());
    early_at_ = 0;
    early_end_ = *got;
    if (*got > 0) return Wait::readable;
    const auto waited = poll_socket(POLLIN, deadline, wake_fd);
    if (!waited || *waited != Wait::readable) return waited;
  }
}

// --- HTTPS -----------------------------------------------------------------------------------------------------------

constexpr std::size_t most_header_bytes = 64 * 1024;

struct Answer {
  HttpResponse response;
  std::size_t most_bytes = 0;
  std::size_t header_bytes = 0;
  bool too_big = false;
};

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* data) {
  auto& answer = *static_cast<Answer*>(data);
  answer.too_big = answer.response.body.size() + size * count > answer.most_bytes;
  if (answer.too_big) return 0;
  answer.response.body.append(bytes, size * count);
  return size * count;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* data) {
  auto& answer = *static_cast<Answer*>(data);
  const std::string_view line(bytes, size * count);
  answer.header_bytes += line.size();
  answer.too_big = answer.header_bytes > most_header_bytes;
  if (answer.too_big) return 0;
  if (line.rfind("HTTP/", 0) == 0) answer.response.headers.clear();  // after a 100 Continue
  if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
    std::string name(line.substr(0, colon));
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    answer.response.headers.emplace_back(std::move(name), trimmed(line.substr(colon + 1)));
  }
  return line.size();
}

std::unique_ptr<curl_slist, ListCleanup> header_list(const HttpRequest& request) {
  curl_slist* list = curl_slist_append(nullptr, "Expect:");
  const auto has_type = [](const auto& header) { return header.first == "Content-Type"; };
  if (std::none_of(request.headers.begin(), request.headers.end(), has_type))
    list = curl_slist_append(list, "Content-Type:");  // none, instead of libcurl's guess
  for (const auto& [name, value] : request.headers) list = curl_slist_append(list, (name + ": " + value).c_str());
  return std::unique_ptr<curl_slist, ListCleanup>(list);
}

void set_request(Transfer& transfer, const HttpRequest& request, curl_slist* headers) {
  transfer.set(CURLOPT_URL, request.url.c_str());
  transfer.set(CURLOPT_HTTPHEADER, headers);
  transfer.set(CURLOPT_USERAGENT, "ajar");
  transfer.set(CURLOPT_ACCEPT_ENCODING, nullptr);
  if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
    transfer.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    transfer.set(CURLOPT_POSTFIELDS, request.body.c_str());
  }
  if (request.method == "HEAD") transfer.set(CURLOPT_NOBODY, 1L);
  transfer.set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
  if (!request.bearer.empty()) {
    transfer.set(CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
    transfer.set(CURLOPT_XOAUTH2_BEARER, request.bearer.c_str());
  } else if (!request.user.empty()) {
    transfer.set(CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    transfer.set(CURLOPT_USERNAME, request.user.c_str());
    transfer.set(CURLOPT_PASSWORD, request.password.c_str());
  }
}

bool one_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

}  // namespace

Result<std::unique_ptr<VerifiedStream>> VerifiedStream::connect(const StreamTarget& target, int wake_fd) {
  const auto place = check_place(target.url, true);
  if (!place) return tl::unexpected(place.error());
  auto stream = std::make_unique<CurlStream>(place->name(), wake_fd);
  if (auto opened = stream->open(target, *place); !opened) return tl::unexpected(opened.error());
  return stream;
}

std::string_view HttpResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

Result<HttpResponse> http_exchange(const HttpRequest& request, int wake_fd) {
  const auto place = check_place(request.url, false);
  if (!place) return tl::unexpected(place.error());
  for (const auto& [name, value] : request.headers)
    if (!one_line(name) || !one_line(value))
      return fail(ErrorKind::config, "a header for " + place->name() + " has a line break");
  Answer answer;
  answer.most_bytes = request.most_bytes;
  Transfer transfer(place->name());
  if (!transfer.ready()) return fail(ErrorKind::network, "libcurl is out of order");
  const bool clear = find_scheme(place->scheme)->clear;
  transfer.secure(clear, is_loopback_name(place->host), request.tls_ca, request.timeout);
  transfer.set(CURLOPT_PROTOCOLS_STR, clear ? "http" : "https");
  const auto headers = header_list(request);
  set_request(transfer, request, headers.get());
  transfer.set(CURLOPT_WRITEFUNCTION, &take_body);
  transfer.set(CURLOPT_WRITEDATA, &answer);
  transfer.set(CURLOPT_HEADERFUNCTION, &take_header);
  transfer.set(CURLOPT_HEADERDATA, &answer);
  const auto done = transfer.run(steady_clock::now() + request.timeout, wake_fd);
  if (answer.too_big) return fail(ErrorKind::network, place->name() + " answered with more than Ajar reads");
  if (!done) return tl::unexpected(done.error());
  long status = 0;
  curl_easy_getinfo(transfer.easy(), CURLINFO_RESPONSE_CODE, &status);
  answer.response.status = static_cast<int>(status);
  return std::move(answer.response);
}

}  // namespace ajar
