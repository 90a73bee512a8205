#pragma once
// What systemd is told (sd_notify(3)); nothing where systemd does not listen. The only room that knows libsystemd.
#include <chrono>
#include <optional>
#include <string>

namespace ajar {

class ServiceManager {
 public:
  /// Takes over NOTIFY_SOCKET and WATCHDOG_USEC from the environment.
  ServiceManager();

  void ready(const std::string& status) const;
  void status(const std::string& text) const;
  void reloading() const;  ///< followed by ready()
  void stopping() const;
  void feed_watchdog() const;
  /// Time between two feedings that systemd wants; nullopt: no watchdog.
  std::optional<std::chrono::microseconds> watchdog() const { return watchdog_; }

 private:
  std::optional<std::chrono::microseconds> watchdog_;
};

}  // namespace ajar
