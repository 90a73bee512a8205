#include "daemon/curl_transfer.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

namespace ajar {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// --- What libcurl calls ----------------------------------------------------------------------------------------------

bool is_loopback_address(const sockaddr& address) {
  if (address.sa_family == AF_INET)
    return (ntohl(reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr) >> 24) == 127;
  return address.sa_family == AF_INET6 &&
         IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6&>(address).sin6_addr);
}

curl_socket_t open_socket(void* clear, curlsocktype, curl_sockaddr* address) {
  if (clear && !is_loopback_address(address->addr)) return CURL_SOCKET_BAD;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// --- Errors in plain words -------------------------------------------------------------------------------------------

constexpr const char* own_server_hint = "if the server is your own, name its CA file in tls_ca";
constexpr const char* clock_hint = "check this machine's clock; else the server's owner must renew it";

/// Bits of gnutls_certificate_status_t (gnutls.h), which libcurl hands out as CURLINFO_SSL_VERIFYRESULT.
constexpr long not_yet_valid = 1L << 9, expired = 1L << 10;
struct CertificateFault {
  long bit;
  const char* what;
  const char* hint;
};
constexpr CertificateFault certificate_faults[] = {
    {1L << 5, "has been revoked", own_server_hint},
    {expired, "has expired", clock_hint},
    {not_yet_valid, "is not valid yet", clock_hint},
    {1L << 6, "is not signed by a known authority", own_server_hint},
    {1L << 7, "is signed by a certificate that is no authority's", own_server_hint},
    {1L << 8, "is signed with a weak algorithm", own_server_hint},
};

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

}  // namespace

int milliseconds_left(Deadline deadline) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now()).count();
  return static_cast<int>(std::clamp<long long>(left, 0, 1 << 30));
}

CurlTransfer::CurlTransfer(const ServerAddress& address) : address_(address), place_(address.name()) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)ready;
  multi_.reset(curl_multi_init());
  easy_.reset(curl_easy_init());
}

CurlTransfer::~CurlTransfer() {
  if (easy_ && multi_) curl_multi_remove_handle(multi_.get(), easy_.get());
}

void CurlTransfer::secure(const std::string& tls_ca, milliseconds timeout) {
  set(CURLOPT_ERRORBUFFER, detail_.data());
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);  // do not wait for a resolver thread that hangs
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeout.count()));
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  set(CURLOPT_OPENSOCKETDATA, address_.clear ? this : nullptr);
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (address_.loopback) set(CURLOPT_NOPROXY, "*");
  if (tls_ca.empty()) return;
  set(CURLOPT_CAINFO, tls_ca.c_str());
  set(CURLOPT_CAPATH, "/etc/ssl/certs");  // the system's authorities stay trusted beside it
}

Result<void> CurlTransfer::run(Deadline deadline, int wake_fd) {
  if (!easy_ || !multi_ || curl_multi_add_handle(multi_.get(), easy_.get()) != CURLM_OK)
    return fail(ErrorKind::network, "libcurl is out of order");
  for (int running = 1;;) {
    curl_multi_perform(multi_.get(), &running);
    if (running == 0) break;
    curl_waitfd wake{wake_fd, CURL_WAIT_POLLIN, 0};
    curl_multi_poll(multi_.get(), &wake, wake_fd >= 0 ? 1 : 0, milliseconds_left(deadline), nullptr);
    if (wake.revents) return tl::unexpected(cancelled());
    if (steady_clock::now() >= deadline) return tl::unexpected(late());
  }
  int left = 0;
  const CURLMsg* message = curl_multi_info_read(multi_.get(), &left);
  const CURLcode code = message ? message->data.result : CURLE_FAILED_INIT;
  if (code != CURLE_OK) return tl::unexpected(error(code));
  return {};
}

Error CurlTransfer::certificate_error(const std::string& detail) const {
  const std::string certificate = "the certificate of " + place_ + " ";
  const std::string unsent = "; no password was sent";
  const auto mentions = [&](const char* part) { return detail.find(part) != std::string::npos; };
  if (mentions("does not match"))
    return {ErrorKind::network, certificate + "is not valid for that name" + unsent,
            "check the host name; it must be the one the certificate was made for"};
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_SSL_VERIFYRESULT, &status);
  if (mentions("expiration date has passed")) status |= expired;
  if (mentions("activation date")) status |= not_yet_valid;
  for (const CertificateFault& fault : certificate_faults)
    if (status & fault.bit) return {ErrorKind::network, certificate + fault.what + unsent, fault.hint};
  return {ErrorKind::network, certificate + "cannot be trusted" + unsent + " (" + detail + ")", own_server_hint};
}

Error CurlTransfer::error(CURLcode code) const {
  const std::string detail = detail_.data();
  if (code == CURLE_PEER_FAILED_VERIFICATION) return certificate_error(detail);
  const auto* fault =
      std::find_if(std::begin(curl_faults), std::end(curl_faults), [&](const CurlFault& f) { return f.code == code; });
  if (fault == std::end(curl_faults))
    return {ErrorKind::network, "connection to " + place_ + " failed: " + curl_easy_strerror(code), detail};
  std::string what = fault->what;
  if (const std::size_t at = what.find('%'); at != std::string::npos) what.replace(at, 1, place_);
  long os_error = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &os_error);
  if (code == CURLE_COULDNT_CONNECT && os_error != 0)
    what += std::string(": ") + std::strerror(static_cast<int>(os_error));
  if (code == CURLE_SSL_CONNECT_ERROR && !detail.empty()) what += ": " + detail;
  return {fault->kind, std::move(what), fault->hint};
}

}  // namespace ajar
