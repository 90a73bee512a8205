#pragma once
// One libcurl handle that waits for its server and for a wake-up at once, and tells failures in plain words. Inner part
// of curl_transport: with curl_stream and curl_http the only files that know libcurl.
#include <curl/curl.h>

#include <array>
#include <memory>
#include <string>

#include "daemon/curl_transport.h"
#include "daemon/server_address.h"

namespace ajar {

class CurlTransfer {
 public:
  explicit CurlTransfer(const ServerAddress& address);
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;
  ~CurlTransfer();

  template <class Value>
  void set(CURLoption option, Value value) {
    if (easy_) curl_easy_setopt(easy_.get(), option, value);
  }
  /// What every connection has in common: TLS checked, loopback for clear text, close-on-exec, no signals.
  void secure(const std::string& tls_ca, std::chrono::milliseconds timeout);
  /// Runs to its end. Fails as error() says, or at the deadline, or when `wake_fd` is readable.
  Result<void> run(Deadline deadline, int wake_fd);
  /// `code` in the user's words: network or config.
  Error error(CURLcode code) const;
  Error cancelled() const { return {ErrorKind::network, "connection to " + place_ + " was cancelled", ""}; }
  Error late() const { return {ErrorKind::network, place_ + " gave no answer in time", ""}; }

  CURL* easy() const { return easy_.get(); }
  /// "host:port", for messages.
  const std::string& place() const { return place_; }

 private:
  struct Cleanup {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  };
  struct MultiCleanup {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
  };
  Error certificate_error(const std::string& detail) const;

  ServerAddress address_;
  std::string place_;
  std::array<char, CURL_ERROR_SIZE> detail_{};
  std::unique_ptr<CURLM, MultiCleanup> multi_;
  std::unique_ptr<CURL, Cleanup> easy_;
};

/// For poll(): rounded up, so that a wait never ends just before its deadline.
int milliseconds_left(Deadline deadline);

}  // namespace ajar
