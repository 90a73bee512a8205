#include "tests/support/scripted_server.h"

#include <arpa/inet.h>
#include <fnmatch.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <sstream>
#include <stdexcept>

namespace ajar::testing {
namespace {

std::string unescape(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const char c = text[++i];
    out += c == 'r' ? '\r' : c == 'n' ? '\n' : c == '0' ? '\0' : c;
  }
  return out;
}

/// fnmatch() with only `*` special.
bool matches(const std::string& pattern, const std::string& line) {
  std::string escaped;
  for (const char c : pattern) escaped += (c == '?' || c == '[' || c == '\\') ? std::string{'\\', c} : std::string{c};
  return ::fnmatch(escaped.c_str(), line.c_str(), 0) == 0;
}

struct Step {
  std::string verb, text;
  int number = 0;
};

std::vector<Step> parse_script(const std::string& script) {
  std::vector<Step> steps;
  std::istringstream lines(script);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t start = line.find_first_not_of(' ');
    if (start == std::string::npos) continue;
    line.erase(0, start);
    const std::size_t colon = line.find(':');
    Step step;
    std::istringstream head(line.substr(0, colon));
    head >> step.verb >> step.number;
    if (colon != std::string::npos) step.text = line.substr(line.compare(colon, 2, ": ") == 0 ? colon + 2 : colon + 1);
    steps.push_back(step);
  }
  return steps;
}

}  // namespace

/// One connection.
struct ScriptedServer::Talk {
  ScriptedServer& server;
  int fd;
  std::string input;
  std::string tag = "*";
  std::string line;

  /// False: the client has gone or the test is over.
  bool wait(short events, int milliseconds = 20000) const {
    pollfd fds[] = {{fd, events, 0}, {server.stop_fd_, POLLIN, 0}};
    return ::poll(fds, 2, milliseconds) > 0 && !fds[1].revents;
  }
  bool fill() {
    char buffer[4096];
    if (!wait(POLLIN)) return false;
    const ssize_t got = ::recv(fd, buffer, sizeof buffer, 0);
    if (got <= 0) return false;
    input.append(buffer, static_cast<std::size_t>(got));
    const std::lock_guard lock(server.mutex_);
    server.received_.append(buffer, static_cast<std::size_t>(got));
    return true;
  }
  bool read_line() {
    std::size_t end;
    while ((end = input.find('\n')) == std::string::npos)
      if (!fill()) return false;
    line = input.substr(0, end);
    input.erase(0, end + 1);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return true;
  }
  bool send(std::string bytes) const {
    for (std::size_t at; (at = bytes.find("%t")) != std::string::npos;) bytes.replace(at, 2, tag);
    for (std::size_t sent = 0; sent < bytes.size();) {
      if (!wait(POLLOUT)) return false;
      const ssize_t count = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (count < 0 && errno != EAGAIN) return false;
      if (count > 0) sent += static_cast<std::size_t>(count);
    }
    return true;
  }
  bool take_literal() {
    const std::size_t brace = line.rfind('{');
    if (brace == std::string::npos) return false;
    const std::size_t size = std::stoul(line.substr(brace + 1)) + 2;
    while (input.size() < size)
      if (!fill()) return false;
    input.erase(0, size);
    return true;
  }
  bool expect(const Step& step) {
    if (!read_line()) return false;
    if (!matches(step.text, line)) server.note_surprise("expected: " + step.text + "\n     got: " + line + "\n");
    if (line.find(' ') != std::string::npos) tag = line.substr(0, line.find(' '));
    return true;
  }
  bool drip(const Step& step) const {
    for (const char c : unescape(step.text)) {
      pollfd stop{server.stop_fd_, POLLIN, 0};
      if (::poll(&stop, 1, step.number) > 0 || !send(std::string(1, c))) return false;
    }
    return true;
  }
  bool reset() const {
    const linger now{1, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    return false;
  }
  bool stall() {
    while (fill()) {
    }
    return false;
  }
  bool repeat(const Step& step) const {
    const std::string bytes = unescape(step.text);
    for (int i = 0; i < step.number; ++i)
      if (!send(bytes)) return false;
    return true;
  }
  bool run(const Step& step) {
    if (step.verb == "C") return expect(step);
    if (step.verb == "S") return send(step.text + "\r\n");
    if (step.verb == "RAW") return send(unescape(step.text));
    if (step.verb == "REPEAT") return repeat(step);
    if (step.verb == "DRIP") return drip(step);
    if (step.verb == "LITERAL") return take_literal();
    if (step.verb == "RESET") return reset();
    if (step.verb == "STALL") return stall();
    if (step.verb != "CLOSE") server.note_surprise("no such step: " + step.verb + "\n");
    return false;
  }
  void play(const std::string& script) {
    for (const Step& step : parse_script(script))
      if (!run(step)) return;
    while (read_line()) {
      if (line.find(' ') != std::string::npos) tag = line.substr(0, line.find(' '));
      if (line != "DONE" && !send("%t OK end of script\r\n")) return;
    }
  }
};

ScriptedServer::ScriptedServer(std::vector<std::string> scripts)
    : scripts_(std::move(scripts)), stop_fd_(::eventfd(0, EFD_CLOEXEC)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), length) != 0 || ::listen(listener_, 16) != 0)
    throw std::runtime_error(std::string("listen: ") + std::strerror(errno));
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

ScriptedServer::~ScriptedServer() {
  ::eventfd_write(stop_fd_, 1);
  thread_.join();
  ::close(listener_);
  ::close(stop_fd_);
}

void ScriptedServer::serve() {
  std::vector<std::thread> talks;
  for (std::size_t next = 0;; ++next) {
    pollfd fds[] = {{listener_, POLLIN, 0}, {stop_fd_, POLLIN, 0}};
    if (::poll(fds, 2, -1) < 0 || fds[1].revents) break;
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) continue;
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    talks.emplace_back([this, fd, script = scripts_[std::min(next, scripts_.size() - 1)]] {
      Talk{*this, fd, {}, "*", {}}.play(script);
      ::close(fd);
      ++finished_;
    });
  }
  for (std::thread& talk : talks) talk.join();
}

void ScriptedServer::note_surprise(const std::string& text) {
  const std::lock_guard lock(mutex_);
  surprises_ += text;
}

std::string ScriptedServer::url(const std::string& scheme) const {
  return scheme + "://127.0.0.1:" + std::to_string(port_);
}

std::string ScriptedServer::received() const {
  const std::lock_guard lock(mutex_);
  return received_;
}

std::string ScriptedServer::surprises() const {
  const std::lock_guard lock(mutex_);
  return surprises_;
}

std::string ScriptedServer::signed_in(const std::string& capabilities) {
  const std::string capability = "S: * CAPABILITY " + capabilities + " AUTH=PLAIN\nS: %t OK done\n";
  return "S: * OK scripted\nC: A001 CAPABILITY\n" + capability + "C: 1 CAPABILITY\n" + capability +
         "C: 2 AUTHENTICATE PLAIN\nS: + \nC: *\nS: 2 OK welcome\nC: 3 CAPABILITY\n" + capability;
}

std::string ScriptedServer::examined(int exists, int uid_next) {
  return "C: * EXAMINE \"INBOX\"\nS: * FLAGS (\\Seen \\Draft)\nS: * " + std::to_string(exists) +
         " EXISTS\nS: * 0 RECENT\nS: * OK [UIDVALIDITY 7] valid\nS: * OK [UIDNEXT " + std::to_string(uid_next) +
         "] next\nS: %t OK [READ-ONLY] opened\n";
}

}  // namespace ajar::testing
