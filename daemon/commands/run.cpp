#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

#include "daemon/books_loader.h"
#include "daemon/commands/commands.h"
#include "daemon/log.h"
#include "daemon/output.h"
#include "daemon/settings_file.h"
#include "daemon/supervisor.h"

namespace ajar {
namespace {

Level level_for(const Invocation& invocation, const Settings& settings) {
  if (invocation.quiet) return Level::warning;
  if (invocation.verbose) return Level::debug;
  return level_from(settings.log_level);
}

tl::expected<std::shared_ptr<const Instructions>, std::vector<Fault>> load_instructions(const Invocation& invocation) {
  const Places places = invocation.places();
  auto settings = load_settings(places);
  if (!settings) return tl::unexpected(settings.error());
  auto books = load_books(places, settings->thresholds);
  if (!books) return tl::unexpected(books.error());
  set_log_level(level_for(invocation, *settings));
  return std::make_shared<const Instructions>(Instructions{std::move(*settings), std::move(*books)});
}

/// The signals that steer Ajar, as a descriptor. Blocked for the whole process: every thread begins after this.
class Signals {
 public:
  Signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, signal);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    fd_ = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  }
  ~Signals() { ::close(fd_); }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_ = -1;
};

Clock clock_for(const Invocation& invocation, bool once) {
  if (once) return invocation.frozen_clock();
  return invocation.now ? Clock::starting_at(*invocation.now) : Clock();
}

}  // namespace

ExitCode run(const Invocation& invocation, const RunOptions& options) {
  const Signals signals;
  auto instructions = load_instructions(invocation);
  if (!instructions) return report(instructions.error());
  auto ledger = Ledger::open(invocation.places().state_dir, Ledger::Access::owner);
  if (!ledger) return report(ledger.error());
  const Clock clock = clock_for(invocation, options.once);
  if (auto purged = (*ledger)->purge(clock.now()); !purged) return report(purged.error());
  Supervisor supervisor(*instructions, [&] { return load_instructions(invocation); }, **ledger, clock, connect_account);
  return options.once ? supervisor.sweep_once(signals.fd()) : supervisor.watch(signals.fd());
}

}  // namespace ajar
