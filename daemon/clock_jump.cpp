#include "daemon/clock_jump.h"

#include <sys/timerfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <limits>

namespace ajar {

ClockJump::ClockJump() : fd_(::timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK)) { watch(); }

ClockJump::~ClockJump() {
  if (fd_ >= 0) ::close(fd_);
}

/// A timer that never ends, cancelled by the kernel at a jump.
void ClockJump::watch() {
  itimerspec never{};
  never.it_value.tv_sec = std::numeric_limits<time_t>::max();
  (void)::timerfd_settime(fd_, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, nullptr);
}

bool ClockJump::take() {
  std::uint64_t ends = 0;
  const bool jumped = ::read(fd_, &ends, sizeof ends) < 0 && errno == ECANCELED;
  if (jumped) watch();
  return jumped;
}

}  // namespace ajar
