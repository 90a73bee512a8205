#pragma once
// What every command is given: the options all commands share, and the exit codes they answer with.
#include <optional>
#include <string>

#include "daemon/clock.h"
#include "daemon/places.h"

namespace ajar {

/// Exit codes of contracts.md, after sysexits.h.
enum class ExitCode : int {
  ok = 0,
  no = 1,            ///< the answer is no: preview files nothing
  usage = 64,        ///< wrong options
  data = 65,         ///< an input mail cannot be read
  unavailable = 69,  ///< the server cannot be reached
  storage = 74,      ///< the ledger or the disk
  temporary = 75,    ///< `run --once`: an account failed, the others were done
  permission = 77,
  settings = 78,     ///< settings, rules or replies
};

struct Invocation {
  std::string config;  ///< --config
  std::string state;   ///< --state
  std::optional<Instant> now;
  bool json = false;
  bool quiet = false;
  bool verbose = false;
  bool no_color = false;

  Places places() const { return find_places(config, state); }
  /// Frozen at --now; for --once and offline commands.
  Clock frozen_clock() const { return Clock::frozen(now ? *now : Clock().now()); }
};

}  // namespace ajar
