#pragma once
// From a SecretSource to the secret itself. A secret lives in a Secret, is wiped when it goes, and is never logged.
#include <chrono>
#include <string>

#include "daemon/settings.h"
#include "filters/result.h"

namespace ajar {

/// A string that overwrites its memory when it is replaced or destroyed.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  Secret(Secret&& other) noexcept : value_(std::move(other.value_)) { other.wipe(); }
  Secret& operator=(Secret&& other) noexcept;
  ~Secret() { wipe(); }
  const std::string& text() const { return value_; }
  void wipe() noexcept;

 private:
  std::string value_;
};

/// Overwrites the characters and empties the string.
void wipe(std::string& secret) noexcept;

/// First line of what the source gives.
/// command: run without a shell, standard input /dev/null, ended (with its children) after `timeout` or when
///   `wake_fd` is readable; a failing or silent command is ErrorKind::network: wait and try again (a locked keyring).
/// file: refused with ErrorKind::config unless a regular file of mode 0600 or stricter.
/// credential: $CREDENTIALS_DIRECTORY/NAME (systemd.exec(5)); ErrorKind::config if absent.
Result<Secret> read_secret(const SecretSource& source, int wake_fd,
                           std::chrono::milliseconds timeout = std::chrono::seconds(60));

}  // namespace ajar
