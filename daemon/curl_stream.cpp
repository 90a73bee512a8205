#include <fcntl.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "daemon/curl_transfer.h"

namespace ajar {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

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

class CurlStream : public VerifiedStream {
 public:
  CurlStream(const ServerAddress& address, int wake_fd) : transfer_(address), wake_fd_(wake_fd) {}

  Result<void> open(const StreamTarget& target, const ServerAddress& address);
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
  CurlTransfer transfer_;
  int wake_fd_;
  int socket_ = -1;
  std::array<char, 16 * 1024> early_{};  ///< bytes that wait() had to take off the TLS layer
  std::size_t early_at_ = 0, early_end_ = 0;
  std::optional<Deadline> grace_end_;  ///< of a wake-up that has been seen
};

Result<void> CurlStream::open(const StreamTarget& target, const ServerAddress& address) {
  const std::string url = address.curl_scheme + "://" + address.name() + "/";
  transfer_.secure(target.tls_ca, target.timeout);
  transfer_.set(CURLOPT_URL, url.c_str());
  transfer_.set(CURLOPT_PROTOCOLS_STR, "imap,imaps");
  transfer_.set(CURLOPT_CONNECT_ONLY, 1L);
  transfer_.set(CURLOPT_USE_SSL, static_cast<long>(address.clear ? CURLUSESSL_NONE : CURLUSESSL_ALL));
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
  if (socket_ < 0) return fail(ErrorKind::network, "no connection to " + place());
  return {};
}

/// 0: nothing there yet.
Result<std::size_t> CurlStream::receive(char* buffer, std::size_t size) {
  std::size_t got = 0;
  const CURLcode code = curl_easy_recv(transfer_.easy(), buffer, size, &got);
  if (code == CURLE_AGAIN) return 0;
  if (code != CURLE_OK) return tl::unexpected(transfer_.error(code));
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
    if (cancelled_for_long()) return tl::unexpected(transfer_.cancelled());
    const Deadline end = grace_end_ ? std::min(deadline, *grace_end_) : deadline;
    const auto waited = poll_socket(events, end, grace_end_ ? -1 : wake_fd_);
    if (!waited) return tl::unexpected(waited.error());
    if (*waited == Wait::readable) return {};
    if (steady_clock::now() >= deadline) return tl::unexpected(transfer_.late());
  }
}

Result<std::size_t> CurlStream::read(char* buffer, std::size_t size, Deadline deadline) {
  if (early_at_ < early_end_) {
    const std::size_t got = std::min(size, early_end_ - early_at_);
    std::memcpy(buffer, early_.data() + early_at_, got);
    early_at_ += got;
    return got;
  }
  if (cancelled_for_long()) return tl::unexpected(transfer_.cancelled());
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
    if (code != CURLE_OK && code != CURLE_AGAIN) return tl::unexpected(transfer_.error(code));
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

}  // namespace

Result<std::unique_ptr<VerifiedStream>> VerifiedStream::connect(const StreamTarget& target, int wake_fd) {
  const auto address = mail_address(target.url);
  if (!address) return tl::unexpected(address.error());
  auto stream = std::make_unique<CurlStream>(*address, wake_fd);
  if (auto opened = stream->open(target, *address); !opened) return tl::unexpected(opened.error());
  return stream;
}

}  // namespace ajar
