#pragma once
// A thread's promise of when it will be heard again. The watchdog of systemd is fed only while every promise is kept.
#include <atomic>
#include <chrono>
#include <memory>

#include "daemon/mail_server.h"

namespace ajar {

class Pulse {
 public:
  using Clock = std::chrono::steady_clock;
  /// "I will be back within this time."
  void promise(Clock::duration within) { until_ = (Clock::now() + within).time_since_epoch().count(); }
  bool kept() const { return Clock::now().time_since_epoch().count() <= until_; }

 private:
  std::atomic<Clock::rep> until_{Clock::time_point::max().time_since_epoch().count()};
};

/// A connection whose every verb beats: no command lasts longer than its deadline.
std::unique_ptr<MailServer> beating(std::unique_ptr<MailServer> server, Pulse& pulse);

}  // namespace ajar
