#pragma once
// What the daemon says while it works, on standard error: with journald's priorities (sd-daemon(3)) when systemd reads
// it, with the time otherwise. Never a secret or a body; addresses and subjects only at Level::debug.
#include <string_view>

#include "filters/result.h"

namespace ajar {

/// Values are syslog priorities.
enum class Level { error = 3, warning = 4, notice = 5, info = 6, debug = 7 };

/// "error", "warning", "notice", "info" or "debug"; anything else is info.
Level level_from(std::string_view name);
/// Messages less urgent than `level` are dropped.
void set_log_level(Level level);
bool logs(Level level);
/// One line; line breaks in `text` become spaces. Safe to call from any thread.
void log(Level level, std::string_view text);
/// "<prefix>: what (hint)"
void log(Level level, std::string_view prefix, const Error& error);

}  // namespace ajar
