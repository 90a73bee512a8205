#include "daemon/wakeup.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <system_error>

namespace ajar {

Wakeup::Wakeup() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

Wakeup::~Wakeup() { ::close(fd_); }

void Wakeup::ring() {
  const std::uint64_t one = 1;
  (void)!::write(fd_, &one, sizeof one);
}

void Wakeup::silence() {
  std::uint64_t rings = 0;
  (void)!::read(fd_, &rings, sizeof rings);
}

bool Wakeup::wait(std::chrono::milliseconds limit) const {
  pollfd rung{fd_, POLLIN, 0};
  const auto bounded = std::clamp<std::int64_t>(limit.count(), 0, 24 * 3600 * 1000);
  return ::poll(&rung, 1, static_cast<int>(bounded)) > 0;
}

}  // namespace ajar
