#pragma once
// The only room that knows libcurl: verified byte streams for IMAP (curl_stream), and small HTTPS requests for OAuth 2
// and CalDAV (curl_http).
// TLS 1.2 or newer, certificate and host name checked before anything secret is sent. Clear text reaches loopback
// addresses only. Proxies are taken from the environment as curl does (https_proxy, all_proxy, no_proxy), never for
// loopback. Every blocking call ends at its deadline. Connecting and HTTPS end as soon as `wake_fd` is readable (an
// eventfd, or -1); what reads and writes on a stream gets half a second more, so that an answer that is already on its
// way is not lost. The descriptor is only looked at, never read.
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "filters/result.h"

namespace ajar {

using Deadline = std::chrono::steady_clock::time_point;

/// What woke a wait.
enum class Wait { readable, deadline, woken };

/// Where to connect. The user name and password are not libcurl's business: sign-in happens on the stream.
struct StreamTarget {
  std::string url;     ///< imaps:// | imap:// (STARTTLS required) | imap+insecure:// (loopback only)
  std::string tls_ca;  ///< PEM file trusted beside the system's authorities; may be empty
  std::chrono::milliseconds timeout{10000};
};

/// A connection past TCP, proxy, TLS and, for imap://, STARTTLS. The server's greeting has been read.
class VerifiedStream {
 public:
  /// Fails with network (no connection, certificate refused, STARTTLS not offered) or config (the URL, tls_ca).
  static Result<std::unique_ptr<VerifiedStream>> connect(const StreamTarget& target, int wake_fd);
  virtual ~VerifiedStream() = default;

  /// 1 to `size` bytes. Fails with network: end of stream, time-out, cancelled.
  virtual Result<std::size_t> read(char* buffer, std::size_t size, Deadline deadline) = 0;
  /// All of `bytes`.
  virtual Result<void> write(std::string_view bytes, Deadline deadline) = 0;
  /// Waits for bytes without reading them away; ends at once when `wake_fd` is readable.
  virtual Result<Wait> wait(Deadline deadline, int wake_fd) = 0;
  /// The server greeted with PREAUTH: already signed in.
  virtual bool preauthenticated() const = 0;
  /// "host:port", for messages.
  virtual const std::string& place() const = 0;
};

/// One HTTPS exchange; http:// only to loopback addresses. Redirects are not followed.
struct HttpRequest {
  std::string method = "GET";  ///< GET HEAD POST PUT PROPFIND REPORT MKCALENDAR OPTIONS
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string user, password;  ///< basic authentication, or
  std::string bearer;          ///< OAuth 2 access token
  std::string tls_ca;
  std::chrono::milliseconds timeout{30000};  ///< of the whole exchange
  std::size_t most_bytes = 1024 * 1024;      ///< of the answer's body
};

struct HttpResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
  std::string body;

  /// Value of the first header of this (lower-case) name; empty if there is none.
  std::string_view header(std::string_view name) const;
};

/// Any status is a success here. Fails with network (also an answer over most_bytes) or config (the URL).
Result<HttpResponse> http_exchange(const HttpRequest& request, int wake_fd);

}  // namespace ajar
