#include "daemon/curl_transport.h"

#include <curl/curl.h>

namespace ajar {

Result<std::unique_ptr<VerifiedStream>> VerifiedStream::connect(const StreamTarget&, int) {
  return fail(ErrorKind::network, "IMAP connections are not there yet");
}

std::string_view HttpResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

Result<HttpResponse> http_exchange(const HttpRequest&, int) {
  return fail(ErrorKind::network, "HTTPS requests are not there yet");
}

}  // namespace ajar
