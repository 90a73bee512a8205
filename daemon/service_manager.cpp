#include "daemon/service_manager.h"

#include <systemd/sd-daemon.h>
#include <time.h>

#include <algorithm>
#include <cstdint>

namespace ajar {
namespace {

void notify(const std::string& text) { (void)sd_notify(0, text.c_str()); }

/// One line: a line break would begin another assignment.
std::string status_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return "STATUS=" + text;
}

/// RELOADING=1 wants the time at which it began (sd_notify(3), Type=notify-reload).
std::string monotonic_microseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::to_string(static_cast<std::int64_t>(now.tv_sec) * 1'000'000 + now.tv_nsec / 1000);
}

}  // namespace

ServiceManager::ServiceManager() {
  std::uint64_t microseconds = 0;
  if (sd_watchdog_enabled(0, &microseconds) > 0) watchdog_ = std::chrono::microseconds(microseconds);
}

void ServiceManager::ready(const std::string& status) const { notify("READY=1\n" + status_line(status)); }
void ServiceManager::status(const std::string& text) const { notify(status_line(text)); }
void ServiceManager::reloading() const { notify("RELOADING=1\nMONOTONIC_USEC=" + monotonic_microseconds()); }
void ServiceManager::stopping() const { notify("STOPPING=1\nSTATUS=Stopping."); }
void ServiceManager::feed_watchdog() const { notify("WATCHDOG=1"); }

}  // namespace ajar
