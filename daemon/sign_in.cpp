#include "daemon/sign_in.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace ajar {
namespace {

constexpr std::size_t longest_secret = 64 * 1024;

/// A file descriptor that closes itself.
class Fd {
 public:
  explicit Fd(int fd = -1) : fd_(fd) {}
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd() { reset(); }
  int get() const { return fd_; }
  void reset() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_;
};

/// The first line; the rest is wiped.
Result<Secret> first_line(std::string bytes, const std::string& from, ErrorKind kind) {
  std::string line = bytes.substr(0, bytes.find('\n'));
  wipe(bytes);
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (line.empty()) return fail(kind, from + " gave no secret", "its first line must be the password");
  return Secret(std::move(line));
}

Result<Secret> read_file(const std::string& path, const std::string& name, bool check_mode) {
  const Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0)
    return fail(ErrorKind::config, name + ": " + std::strerror(errno), "check the path and who may read it");
  if (!S_ISREG(status.st_mode)) return fail(ErrorKind::config, name + " is not a regular file");
  if (check_mode && (status.st_mode & 07177) != 0)
    return fail(ErrorKind::config, name + " can be read by others", "run: chmod 600 " + path);
  std::string bytes(longest_secret, '\0');
  const ssize_t got = ::read(file.get(), bytes.data(), bytes.size());
  if (got < 0) return fail(ErrorKind::config, name + ": " + std::strerror(errno));
  bytes.resize(static_cast<std::size_t>(got));
  return first_line(std::move(bytes), name, ErrorKind::config);
}

/// A running secret command in a process group of its own; killed with its children when it goes out of scope.
class Child {
 public:
  static Result<Child> start(const std::vector<std::string>& command);
  Child(Child&& other) noexcept : pid_(std::exchange(other.pid_, -1)), output_(std::exchange(other.output_, -1)) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  Child& operator=(Child&&) = delete;
  ~Child() {
    if (output_ >= 0) ::close(output_);
    if (pid_ > 0) {
      ::kill(-pid_, SIGKILL);
      wait();
    }
  }
  int output() const { return output_; }
  pid_t pid() const { return pid_; }
  /// Exit status as waitpid gives it.
  int wait() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
  }

 private:
  Child(pid_t pid, int output) : pid_(pid), output_(output) {}
  pid_t pid_ = -1;
  int output_ = -1;
};

Result<Child> Child::start(const std::vector<std::string>& command) {
  int pipe_fds[2];
  if (::pipe2(pipe_fds, O_CLOEXEC) != 0) return fail(ErrorKind::network, std::string("pipe: ") + std::strerror(errno));
  ::fcntl(pipe_fds[0], F_SETFL, O_NONBLOCK);
  const Fd write_end(pipe_fds[1]);
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, write_end.get(), 1);
  posix_spawn_file_actions_addclosefrom_np(&actions, 3);  // libcurl opens some without FD_CLOEXEC
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);  // the daemon blocks signals for its signalfd
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  pid_t pid = -1;
  const int error = ::posix_spawnp(&pid, words[0], &actions, &attributes, words.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    ::close(pipe_fds[0]);
    return fail(ErrorKind::network, "secret command " + command[0] + " cannot be started: " + std::strerror(error));
  }
  return Child(pid, pipe_fds[0]);
}

Error not_in_time(const std::string& name, bool woken) {
  if (woken) return {ErrorKind::network, name + " was cancelled", ""};
  return {ErrorKind::network, name + " gave no answer in time",
          "it may be waiting for a locked keyring; it has no terminal to ask on"};
}

/// The first bytes of an output. Never reallocated, so that no copies of the secret are left behind; what is beyond the
/// first 64 KiB is read and forgotten, for the command's sake.
class Output {
 public:
  explicit Output(int fd) : fd_(fd), bytes_(longest_secret, '\0') {}
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() { wipe(bytes_); }
  /// -1 once it has ended.
  int fd() const { return fd_; }
  void take_what_is_there() {
    char rest[4096];
    while (fd_ >= 0) {
      const bool full = size_ == bytes_.size();
      const ssize_t got =
          full ? ::read(fd_, rest, sizeof rest) : ::read(fd_, bytes_.data() + size_, bytes_.size() - size_);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && errno == EAGAIN) return;
      if (got <= 0) fd_ = -1;
      if (got > 0 && !full) size_ += static_cast<std::size_t>(got);
    }
  }
  std::string text() const { return bytes_.substr(0, size_); }

 private:
  int fd_;
  std::string bytes_;
  std::size_t size_ = 0;
};

/// Until the command itself has ended: something that it leaves behind may hold the output for long.
Result<void> read_to_end(const Child& child, Output& output, const std::string& name, int wake_fd,
                         std::chrono::steady_clock::time_point deadline) {
  const Fd process(static_cast<int>(::syscall(SYS_pidfd_open, child.pid(), 0)));
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    if (left <= 0) return tl::unexpected(not_in_time(name, false));
    pollfd fds[] = {{output.fd(), POLLIN, 0}, {process.get(), POLLIN, 0}, {wake_fd, POLLIN, 0}};
    if (::poll(fds, 3, static_cast<int>(std::min<long long>(left, 1 << 30))) < 0) continue;
    if (fds[2].revents) return tl::unexpected(not_in_time(name, true));
    output.take_what_is_there();
    if (fds[1].revents) return {};
  }
}

Result<Secret> run_command(const std::vector<std::string>& command, int wake_fd, std::chrono::milliseconds timeout) {
  if (command.empty() || command[0].empty()) return fail(ErrorKind::config, "the secret command is empty");
  const std::string name = "secret command " + command[0];
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  auto child = Child::start(command);
  if (!child) return tl::unexpected(child.error());
  Output output(child->output());
  if (auto ended = read_to_end(*child, output, name, wake_fd, deadline); !ended) return tl::unexpected(ended.error());
  const int status = child->wait();
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    const std::string how = WIFEXITED(status) ? "exit status " + std::to_string(WEXITSTATUS(status))
                                              : "signal " + std::to_string(WTERMSIG(status));
    return fail(ErrorKind::network, name + " failed with " + how, "run it by hand as the user Ajar runs as");
  }
  return first_line(output.text(), name, ErrorKind::network);
}

Result<Secret> read_credential(const std::string& name) {
  if (name.empty() || name.find('/') != std::string::npos)
    return fail(ErrorKind::config, "\"" + name + "\" is not a credential name");
  const char* directory = std::getenv("CREDENTIALS_DIRECTORY");
  if (directory == nullptr)
    return fail(ErrorKind::config, "credential " + name + " is not there: systemd gave no credentials",
                "add LoadCredential=" + name + ":PATH to the unit");
  return read_file(std::string(directory) + "/" + name, "credential " + name, false);
}

}  // namespace

void wipe(std::string& secret) noexcept {
  secret.resize(secret.capacity());
  ::explicit_bzero(secret.data(), secret.size());
  secret.clear();
}

void Secret::wipe() noexcept { ajar::wipe(value_); }

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    value_ = std::move(other.value_);
    other.wipe();
  }
  return *this;
}

Result<Secret> read_secret(const SecretSource& source, int wake_fd, std::chrono::milliseconds timeout) {
  switch (source.kind) {
    case SecretSource::Kind::command:
      return run_command(source.command, wake_fd, timeout);
    case SecretSource::Kind::file:
      return read_file(source.value, "secret file " + source.value, true);
    case SecretSource::Kind::credential:
      return read_credential(source.value);
    case SecretSource::Kind::none:
      break;
  }
  return fail(ErrorKind::config, "no secret is set", "set secret: {command: ...}, {file: ...} or {credential: ...}");
}

}  // namespace ajar
