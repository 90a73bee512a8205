#pragma once
// Tells that the clock was set or that the machine slept (timerfd_create(2), TFD_TIMER_CANCEL_ON_SET).

namespace ajar {

class ClockJump {
 public:
  ClockJump();
  ~ClockJump();
  ClockJump(const ClockJump&) = delete;
  ClockJump& operator=(const ClockJump&) = delete;
  /// Readable after a jump; -1 where the system cannot tell.
  int fd() const { return fd_; }
  /// True if there was a jump since the last call.
  bool take();

 private:
  void watch();
  int fd_ = -1;
};

}  // namespace ajar
