#include "daemon/supervisor.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "daemon/log.h"

namespace ajar {
namespace {

using namespace std::chrono_literals;

/// SIGTERM ends within 2 s: threads get this long, then the process goes; the ledger is safe at any instant.
constexpr auto kPatience = 1500ms;

const AccountSettings* find_account(const Settings& settings, const std::string& name) {
  for (const AccountSettings& account : settings.accounts) {
    if (account.name == name) return &account;
  }
  return nullptr;
}

std::string place_of(const Fault& fault) {
  return fault.file + ":" + std::to_string(fault.position.line) + ":" + std::to_string(fault.position.column);
}

}  // namespace

/// An account and its thread. `restart`: its settings changed; it begins anew when the old one has ended.
struct Supervisor::Worker {
  Worker(const std::string& name, std::shared_ptr<const Instructions> instructions, Surroundings& around)
      : account(name, std::move(instructions), around) {}

  Account account;
  std::atomic<bool> ended{false};
  Result<PassReport> outcome;  ///< read after `ended`
  bool restart = false;
  std::thread thread;
};

Supervisor::Supervisor(std::shared_ptr<const Instructions> instructions, LoadInstructions load, Ledger& ledger,
                       const Clock& clock, Connect connect)
    : instructions_(std::move(instructions)), load_(std::move(load)), around_{ledger, clock, std::move(connect)} {
  around_.tell_now = [this] {
    told_now_ = true;
    changed_.ring();
  };
  around_.report = [this](const AccountEntry& entry) {
    {
      const std::lock_guard lock(states_mutex_);
      states_[entry.name] = entry;
    }
    changed_.ring();
  };
}

Supervisor::~Supervisor() {
  stop_all();
  for (auto& [name, worker] : workers_) {
    if (worker->thread.joinable()) worker->thread.join();
  }
}

void Supervisor::set_to_work(Worker& worker, std::function<Result<PassReport>(Account&)> work) {
  if (worker.thread.joinable()) worker.thread.join();
  worker.ended = false;
  worker.thread = std::thread([this, &worker, work = std::move(work)] {
    worker.outcome = work(worker.account);
    worker.ended = true;
    changed_.ring();
  });
}

Supervisor::Worker& Supervisor::hire(const std::string& name) {
  auto& worker = workers_[name];
  worker = std::make_unique<Worker>(name, instructions_, around_);
  return *worker;
}

void Supervisor::start(const std::string& name) {
  set_to_work(hire(name), [](Account& account) -> Result<PassReport> {
    if (auto lived = account.live(); !lived) return tl::unexpected(lived.error());
    return PassReport{};
  });
}

void Supervisor::note_outcome(const Worker& worker) {
  if (worker.outcome && !worker.outcome->trouble) return;
  trouble_ = true;
  if (worker.outcome) return;
  log(Level::error, worker.account.name(), worker.outcome.error());
  if (worker.outcome.error().kind == ErrorKind::storage) fatal_ = worker.outcome.error();
}

/// Joins what has ended; starts again what was stopped for new settings. False once the ledger has failed.
bool Supervisor::reap() {
  for (auto it = workers_.begin(); it != workers_.end();) {
    Worker& worker = *it->second;
    if (!worker.ended) {
      ++it;
      continue;
    }
    worker.thread.join();
    note_outcome(worker);
    const std::string name = it->first;
    const bool again = worker.restart && find_account(instructions_->settings, name) != nullptr;
    it = workers_.erase(it);
    if (again && !fatal_) start(name);
  }
  return !fatal_;
}

void Supervisor::reload() {
  log(Level::notice, "reading settings, rules and replies again");
  service_.reloading();
  auto loaded = load_();
  if (!loaded) {
    for (const Fault& fault : loaded.error())
      log(Level::error, place_of(fault) + ": " + fault.what + (fault.hint.empty() ? "" : " (" + fault.hint + ")"));
    log(Level::error, "the old settings, rules and replies stay in use");
    service_.ready("Running with the old settings: " + place_of(loaded.error().front()) + " is wrong.");
    return;
  }
  const std::shared_ptr<const Instructions> old = std::exchange(instructions_, *loaded);
  for (auto& [name, worker] : workers_) {
    const AccountSettings* before = find_account(old->settings, name);
    const AccountSettings* now = find_account(instructions_->settings, name);
    if (before && now && *before == *now && !worker->restart) {
      worker->account.instruct(instructions_);
    } else {
      worker->restart = now != nullptr;
      worker->account.stop();
    }
  }
  for (const AccountSettings& account : instructions_->settings.accounts) {
    if (workers_.count(account.name) == 0) start(account.name);
  }
  log(Level::notice, "the new settings, rules and replies are in use");
  service_.ready(status_text());
}

void Supervisor::stop_all() {
  for (auto& [name, worker] : workers_) {
    worker->restart = false;
    worker->account.stop();
  }
}

/// True if every worker has ended in time.
bool Supervisor::wait_for_end(std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!workers_.empty()) {
    changed_.silence();
    reap();
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (workers_.empty() || left <= 0ms) break;
    changed_.wait(left);
  }
  return workers_.empty();
}

std::string Supervisor::status_text() const {
  const std::lock_guard lock(states_mutex_);
  std::string text;
  for (const AccountSettings& account : instructions_->settings.accounts) {
    const auto state = states_.find(account.name);
    text += (text.empty() ? "" : "; ") + account.name + ": ";
    text += state == states_.end() ? "starting" : state->second.state;
    if (state != states_.end() && !state->second.detail.empty()) text += " (" + state->second.detail + ")";
  }
  return text;
}

void Supervisor::feed_watchdog() const {
  const bool all = std::all_of(workers_.begin(), workers_.end(),
                               [](const auto& entry) { return entry.second->ended || entry.second->account.alive(); });
  if (all) service_.feed_watchdog();
}

/// True if the program is to end.
bool Supervisor::take_signals(int signals) {
  bool ending = false;
  signalfd_siginfo signal{};
  while (::read(signals, &signal, sizeof signal) == static_cast<ssize_t>(sizeof signal)) {
    if (signal.ssi_signo != SIGHUP) {
      ending = true;
    } else if (!sweeping_once_) {
      reload();
    }
  }
  return ending;
}

/// Waits for a signal or a change; true if the program is to end.
bool Supervisor::wait(int signals, int milliseconds) {
  pollfd events[] = {{signals, POLLIN, 0}, {changed_.fd(), POLLIN, 0}, {clock_jump_.fd(), POLLIN, 0}};
  (void)::poll(events, 3, milliseconds);
  if (events[1].revents != 0) changed_.silence();
  if (events[2].revents != 0 && clock_jump_.take()) {
    for (auto& [name, worker] : workers_) worker->account.wake_after_sleep();
  }
  return events[0].revents != 0 && take_signals(signals);
}

ExitCode Supervisor::watch(int signals) {
  for (const AccountSettings& account : instructions_->settings.accounts) start(account.name);
  service_.ready(status_text());
  const int pause = service_.watchdog() ? static_cast<int>(service_.watchdog()->count() / 1000 / 3) : -1;
  std::string said;
  bool ending = false;
  while (!ending && reap()) {
    feed_watchdog();
    ending = wait(signals, pause);
    if (const std::string now = status_text(); now != said) service_.status(said = now);
    const auto teller = workers_.find(teller_of(instructions_->settings));
    if (told_now_.exchange(false) && teller != workers_.end()) teller->second->account.wake();
  }
  return end();
}

ExitCode Supervisor::end() {
  service_.stopping();
  stop_all();
  if (!wait_for_end(kPatience)) {
    log(Level::notice, "an account did not end in time; it is left as it is");
    std::_Exit(static_cast<int>(fatal_ ? ExitCode::storage : ExitCode::ok));
  }
  return fatal_ ? ExitCode::storage : ExitCode::ok;
}

/// False if a signal came first.
bool Supervisor::wait_until_done(int signals) {
  const auto done = [&] {
    return std::all_of(workers_.begin(), workers_.end(), [](const auto& entry) { return entry.second->ended.load(); });
  };
  while (!done()) {
    if (wait(signals, -1)) return false;
  }
  return true;
}

ExitCode Supervisor::sweep_once(int signals) {
  sweeping_once_ = true;
  for (const AccountSettings& account : instructions_->settings.accounts)
    set_to_work(hire(account.name), [](Account& one) { return one.pass_once(); });
  if (!wait_until_done(signals)) return end(), ExitCode::temporary;
  for (const auto& [name, worker] : workers_) note_outcome(*worker);
  const auto teller = workers_.find(teller_of(instructions_->settings));
  if (!fatal_ && teller != workers_.end() && teller->second->outcome) {
    set_to_work(*teller->second, [](Account& one) { return one.deliver_once(); });
    if (!wait_until_done(signals)) return end(), ExitCode::temporary;
    note_outcome(*teller->second);
  }
  if (fatal_) return ExitCode::storage;
  return trouble_ ? ExitCode::temporary : ExitCode::ok;
}

}  // namespace ajar
