#include "daemon/log.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <utility>

namespace ajar {
namespace {

std::atomic<int> g_level{static_cast<int>(Level::info)};

constexpr std::array<std::pair<std::string_view, Level>, 5> kLevels{{{"error", Level::error},
                                                                     {"warning", Level::warning},
                                                                     {"notice", Level::notice},
                                                                     {"info", Level::info},
                                                                     {"debug", Level::debug}}};

/// True if standard error is the journal's stream: JOURNAL_STREAM=device:inode names it (systemd.exec(5)).
bool read_by_journal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat error {};
  if (stream == nullptr || ::fstat(STDERR_FILENO, &error) != 0) return false;
  return std::to_string(error.st_dev) + ":" + std::to_string(error.st_ino) == stream;
}

std::string clock_time() {
  char text[16] = {};
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  if (::localtime_r(&now, &local) != nullptr) std::strftime(text, sizeof text, "%H:%M:%S ", &local);
  return text;
}

std::string_view name_of(Level level) {
  for (const auto& [name, value] : kLevels) {
    if (value == level) return name;
  }
  return "";
}

}  // namespace

Level level_from(std::string_view name) {
  for (const auto& [known, level] : kLevels) {
    if (known == name) return level;
  }
  return Level::info;
}

void set_log_level(Level level) { g_level = static_cast<int>(level); }

bool logs(Level level) { return static_cast<int>(level) <= g_level; }

void log(Level level, std::string_view text) {
  if (!logs(level)) return;
  static const bool journal = read_by_journal();
  std::string line;
  if (journal) {
    line = "<" + std::to_string(static_cast<int>(level)) + ">";
  } else {
    line = clock_time() + (level <= Level::warning ? std::string(name_of(level)) + ": " : std::string());
  }
  line += text;
  std::replace_if(line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);  // one call: lines of several threads stay whole
}

void log(Level level, std::string_view prefix, const Error& error) {
  log(level, std::string(prefix) + ": " + error.what + (error.hint.empty() ? "" : " (" + error.hint + ")"));
}

}  // namespace ajar
