#pragma once
// Temporary directories, child processes and waiting, for tests that start real servers.
#include <sys/types.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace ajar::testing {

/// A directory made by mkdtemp, removed with all that is in it.
class ScratchDirectory {
 public:
  ScratchDirectory();
  ~ScratchDirectory();
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  const std::string& path() const { return path_; }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

void write_file(const std::string& path, const std::string& bytes);
std::string read_file(const std::string& path);
/// True if `name` is an executable in PATH or in the sbin directories.
bool has_program(const std::string& name);
/// TCP port on 127.0.0.1 that was free a moment ago.
int free_port();
bool can_connect(int port);

/// Looks every few milliseconds until `condition` holds; false after `limit`.
bool wait_until(const std::function<bool()>& condition,
                std::chrono::milliseconds limit = std::chrono::milliseconds(10000));

struct RunResult {
  int status = -1;     ///< exit status; 128 + signal
  std::string output;  ///< standard output and standard error
};
/// Runs a program to its end. `environment` is added as NAME=VALUE.
RunResult run_program(const std::vector<std::string>& command, const std::vector<std::string>& environment = {},
                      const std::string& input = {});

/// A program that runs beside the test: ended by its pid with the object, and by the kernel if the test dies.
class Process {
 public:
  /// Output goes to `log`. `fds` are passed on as 3, 4, ...
  Process(const std::vector<std::string>& command, const std::string& log,
          const std::vector<std::string>& environment = {}, const std::vector<int>& fds = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  pid_t pid() const { return pid_; }
  bool running();
  /// SIGTERM to the process, then SIGKILL to its group.
  void stop();
  /// SIGKILL to the process and its group, at once.
  void kill();

 private:
  pid_t pid_ = -1;
};

}  // namespace ajar::testing
