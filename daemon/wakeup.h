#pragma once
// An eventfd: rung by one thread, polled by another.
#include <chrono>

namespace ajar {

class Wakeup {
 public:
  Wakeup();
  ~Wakeup();
  Wakeup(const Wakeup&) = delete;
  Wakeup& operator=(const Wakeup&) = delete;
  int fd() const { return fd_; }  ///< readable while it is rung
  void ring();
  void silence();
  /// True if it was rung before `limit` had passed.
  bool wait(std::chrono::milliseconds limit) const;

 private:
  int fd_ = -1;
};

}  // namespace ajar
