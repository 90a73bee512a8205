#include "daemon/clock.h"

namespace ajar {
namespace {
Instant real_now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }
}  // namespace

Clock Clock::frozen(Instant at) {
  Clock clock;
  clock.mode_ = Mode::frozen;
  clock.base_ = at;
  return clock;
}

Clock Clock::starting_at(Instant at) {
  Clock clock;
  clock.mode_ = Mode::shifted;
  clock.shift_ = at - real_now();
  return clock;
}

Instant Clock::now() const {
  switch (mode_) {
    case Mode::frozen: return base_;
    case Mode::shifted: return real_now() + shift_;
    case Mode::real: break;
  }
  return real_now();
}

}  // namespace ajar
