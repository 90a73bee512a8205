#include <algorithm>
#include <cctype>

#include "daemon/curl_transfer.h"

namespace ajar {
namespace {

using std::chrono::steady_clock;

struct ListCleanup {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

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

void set_request(CurlTransfer& transfer, const HttpRequest& request, curl_slist* headers) {
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

std::string_view HttpResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

Result<HttpResponse> http_exchange(const HttpRequest& request, int wake_fd) {
  const auto address = web_address(request.url);
  if (!address) return tl::unexpected(address.error());
  for (const auto& [name, value] : request.headers)
    if (!one_line(name) || !one_line(value))
      return fail(ErrorKind::config, "a header for " + address->name() + " has a line break");
  Answer answer;
  answer.most_bytes = request.most_bytes;
  CurlTransfer transfer(*address);
  transfer.secure(request.tls_ca, request.timeout);
  transfer.set(CURLOPT_PROTOCOLS_STR, address->curl_scheme.c_str());
  const auto headers = header_list(request);
  set_request(transfer, request, headers.get());
  transfer.set(CURLOPT_WRITEFUNCTION, &take_body);
  transfer.set(CURLOPT_WRITEDATA, &answer);
  transfer.set(CURLOPT_HEADERFUNCTION, &take_header);
  transfer.set(CURLOPT_HEADERDATA, &answer);
  const auto done = transfer.run(steady_clock::now() + request.timeout, wake_fd);
  if (answer.too_big) return fail(ErrorKind::network, address->name() + " answered with more than Ajar reads");
  if (!done) return tl::unexpected(done.error());
  long status = 0;
  curl_easy_getinfo(transfer.easy(), CURLINFO_RESPONSE_CODE, &status);
  answer.response.status = static_cast<int>(status);
  return std::move(answer.response);
}

}  // namespace ajar
