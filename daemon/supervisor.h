#pragma once
// The main thread's work: an account in each thread, signals, the watchdog, reload.
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "daemon/account.h"
#include "daemon/clock_jump.h"
#include "daemon/invocation.h"
#include "daemon/service_manager.h"
#include "filters/yaml_reader.h"

namespace ajar {

/// Reads settings, rules and replies again. All faults, or the new instructions.
using LoadInstructions = std::function<tl::expected<std::shared_ptr<const Instructions>, std::vector<Fault>>()>;

class Supervisor {
 public:
  Supervisor(std::shared_ptr<const Instructions> instructions, LoadInstructions load, Ledger& ledger, const Clock& clock,
             Connect connect);
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  /// The daemon. `signals` gives signalfd_siginfo records: SIGTERM and SIGINT end it, SIGHUP reloads.
  /// 0 after a signal, 74 if the ledger fails.
  ExitCode watch(int signals);
  /// `run --once`: every account swept once, then the reminders told. 0, 75 if an account failed, 74.
  ExitCode sweep_once(int signals);

  Surroundings& surroundings() { return around_; }  ///< waits can be shortened before the work begins

 private:
  struct Worker;

  Worker& hire(const std::string& name);
  void set_to_work(Worker& worker, std::function<Result<PassReport>(Account&)> work);
  void start(const std::string& name);
  void note_outcome(const Worker& worker);
  bool reap();
  void reload();
  bool take_signals(int signals);
  bool wait(int signals, int milliseconds);
  bool wait_until_done(int signals);
  void stop_all();
  bool wait_for_end(std::chrono::milliseconds limit);
  ExitCode end();
  std::string status_text() const;
  void feed_watchdog() const;

  std::shared_ptr<const Instructions> instructions_;
  LoadInstructions load_;
  Surroundings around_;
  ServiceManager service_;
  ClockJump clock_jump_;
  Wakeup changed_;  ///< a worker ended, or an account's state changed
  std::map<std::string, std::unique_ptr<Worker>> workers_;
  mutable std::mutex states_mutex_;
  std::map<std::string, AccountEntry> states_;
  std::optional<Error> fatal_;
  std::atomic<bool> told_now_{false};
  bool trouble_ = false;
  bool sweeping_once_ = false;
};

}  // namespace ajar
