#include "tests/crash/cutting_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace ajar::testing {
namespace {

constexpr int kInAnswer = 4;

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

void send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

/// Length announced by a literal at the end of the first line: "... {123}" or "{123+}"; 0 if there is none.
std::size_t literal_length(const std::string& append) {
  const auto open = append.find('{');
  return open == std::string::npos ? 0 : std::strtoul(append.c_str() + open + 1, nullptr, 10);
}

}  // namespace

/// One client's connection and the one made for it to the server.
struct CuttingProxy::Link {
  int client = -1, server = -1;
  std::string append;          ///< what the client has sent since "APPEND"
  bool appending = false;
  std::size_t answered = 0;    ///< bytes of the answer to the whole APPEND let through
  ~Link() {
    ::close(client);
    ::close(server);
  }
  std::size_t whole() const {
    const auto line = append.find("\r\n");
    return line == std::string::npos ? 0 : line + 2 + literal_length(append) + 2;
  }
  bool complete() const { return appending && whole() > 0 && append.size() >= whole(); }
};

CuttingProxy::CuttingProxy(int server_port, int position, int positions)
    : server_port_(server_port), position_(position), positions_(positions) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || ::listen(listener_, 8) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) != 0)
    throw std::runtime_error("no loopback port for the proxy");
  port_ = ntohs(address.sin_port);
  stop_ = ::eventfd(0, EFD_CLOEXEC);
  thread_ = std::thread([this] { serve(); });
}

CuttingProxy::~CuttingProxy() {
  const std::uint64_t one = 1;
  (void)!::write(stop_, &one, sizeof one);
  thread_.join();
  ::close(listener_);
  ::close(stop_);
}

std::string CuttingProxy::story() const {
  const std::lock_guard lock(mutex_);
  return story_;
}

/// Connections one after the other: an account works on one at a time.
void CuttingProxy::serve() {
  while (true) {
    pollfd events[] = {{listener_, POLLIN, 0}, {stop_, POLLIN, 0}};
    if (::poll(events, 2, -1) < 0 || events[1].revents != 0) return;
    Link link;
    link.client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    link.server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(server_port_);
    if (::connect(link.server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) continue;
    const int now = 1;
    for (const int fd : {link.client, link.server}) ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &now, sizeof now);
    carry(link);
  }
}

void CuttingProxy::carry(Link& link) {
  while (true) {
    pollfd events[] = {{link.client, POLLIN, 0}, {link.server, POLLIN, 0}, {stop_, POLLIN, 0}};
    if (::poll(events, 3, -1) < 0 || events[2].revents != 0) return;
    if (events[0].revents != 0 && !forward_to_server(link)) return;
    if (events[1].revents != 0 && !forward_to_client(link)) return;
  }
}

/// False when the connection is over.
bool CuttingProxy::forward_to_server(Link& link) {
  char buffer[256];  // small pieces, so that the cut falls inside them
  const ssize_t n = ::recv(link.client, buffer, sizeof buffer, 0);
  if (n <= 0) return false;
  std::string_view bytes(buffer, static_cast<std::size_t>(n));
  if (const auto begin = bytes.find(" APPEND "); !cut_ && !link.appending && begin != std::string_view::npos) {
    link.appending = true;
    send_all(link.server, bytes.substr(0, begin + 1));
    bytes.remove_prefix(begin + 1);
  }
  if (!link.appending) {
    send_all(link.server, bytes);
    return true;
  }
  const std::size_t before = link.append.size();
  link.append += bytes;
  const int in_command = positions_ - kInAnswer;
  if (position_ < in_command && link.whole() > 0) {
    // The last of these leaves out one byte of the whole APPEND.
    const std::size_t at = (link.whole() - 1) * static_cast<std::size_t>(position_ + 1) / static_cast<std::size_t>(in_command);
    if (link.append.size() >= at && !cut_) {
      send_all(link.server, bytes.substr(0, at > before ? at - before : 0));
      const std::lock_guard lock(mutex_);
      story_ = "byte " + std::to_string(at) + " of " + std::to_string(link.whole());
      cut_ = true;
      return false;
    }
  }
  send_all(link.server, bytes);
  return true;
}

bool CuttingProxy::forward_to_client(Link& link) {
  char buffer[4096];
  const ssize_t n = ::recv(link.server, buffer, sizeof buffer, 0);
  if (n <= 0) return false;
  std::string_view bytes(buffer, static_cast<std::size_t>(n));
  const int in_answer = position_ - (positions_ - kInAnswer);
  if (in_answer >= 0 && link.complete() && !cut_) {
    const auto let_through = std::min(bytes.size(), static_cast<std::size_t>(in_answer));
    send_all(link.client, bytes.substr(0, let_through));
    const std::lock_guard lock(mutex_);
    story_ = "byte " + std::to_string(let_through) + " of the answer";
    cut_ = true;
    return false;
  }
  send_all(link.client, bytes);
  return true;
}

}  // namespace ajar::testing
