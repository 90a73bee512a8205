#include "tests/support/plain_imap.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace ajar::testing {

PlainImap::PlainImap(int port, const std::string& user, const std::string& password) {
  fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("connect");
  if (read_line().rfind("* PREAUTH", 0) != 0) command("LOGIN \"" + user + "\" \"" + password + "\"");
}

PlainImap::~PlainImap() { ::close(fd_); }

void PlainImap::send(const std::string& bytes) {
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t count = ::send(fd_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) throw std::runtime_error("send");
    sent += static_cast<std::size_t>(count);
  }
}

std::string PlainImap::read_line() {
  std::size_t end;
  while ((end = input_.find("\r\n")) == std::string::npos) {
    char buffer[65536];
    pollfd fd{fd_, POLLIN, 0};
    if (::poll(&fd, 1, 20000) <= 0) throw std::runtime_error("no answer");
    const ssize_t got = ::recv(fd_, buffer, sizeof buffer, 0);
    if (got <= 0) throw std::runtime_error("connection closed");
    input_.append(buffer, static_cast<std::size_t>(got));
  }
  std::string line = input_.substr(0, end);
  input_.erase(0, end + 2);
  return line;
}

std::string PlainImap::finish(const std::string& tag) {
  std::string answer;
  for (;;) {
    const std::string line = read_line();
    answer += line + "\n";
    if (line.rfind(tag + " ", 0) != 0) continue;
    if (line.rfind(tag + " OK", 0) != 0) throw std::runtime_error(answer);
    return answer;
  }
}

std::string PlainImap::command(const std::string& text) {
  const std::string tag = "p" + std::to_string(++tag_);
  send(tag + " " + text + "\r\n");
  return finish(tag);
}

void PlainImap::append(const std::string& mailbox, const std::string& bytes, const std::string& date,
                       const std::string& flags) {
  const std::string tag = "p" + std::to_string(++tag_);
  send(tag + " APPEND \"" + mailbox + "\" " + (flags.empty() ? "" : "(" + flags + ") ") +
       (date.empty() ? "" : "\"" + date + "\" ") + "{" + std::to_string(bytes.size()) + "}\r\n");
  std::string line = read_line();
  while (line.rfind("* ", 0) == 0) line = read_line();
  if (line.rfind("+", 0) != 0) throw std::runtime_error(line);
  send(bytes + "\r\n");
  finish(tag);
}

std::string PlainImap::listing(const std::string& mailbox) {
  const std::string opened = command("EXAMINE \"" + mailbox + "\"");
  if (opened.find("* 0 EXISTS") != std::string::npos) return "";
  const std::string lines = command("FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE)");
  return lines.substr(0, lines.rfind("\np") + 1);  // without the tagged line
}

}  // namespace ajar::testing
