#pragma once
// The one place that asks what time it is. `--now` moves it (contracts.md): frozen for --once and offline commands,
// started there for the daemon.
#include "filters/civil_time.h"

namespace ajar {

class Clock {
 public:
  Clock() = default;  ///< real time
  static Clock frozen(Instant at);
  static Clock starting_at(Instant at);
  Instant now() const;

 private:
  enum class Mode { real, frozen, shifted } mode_ = Mode::real;
  Instant base_{};
  std::chrono::seconds shift_{0};
};

}  // namespace ajar
