#pragma once
// The port to a place where the user looks: a mailbox, a calendar, a file.
#include <string_view>
#include <vector>

#include "daemon/ledger.h"

namespace ajar {

/// What is told in one go.
struct Telling {
  DigestEntry digest;
  std::vector<ReminderEntry> reminders;
};

enum class Told {
  yes,
  unsure  ///< it may or may not have arrived; it must not be told again
};

class ReminderChannel {
 public:
  virtual ~ReminderChannel() = default;
  /// As in the settings, `deliver`.
  virtual std::string_view name() const = 0;
  /// Tells it once: the same telling again changes nothing. On failure it is tried again later.
  virtual Result<Told> tell(const Telling& telling) = 0;
};

}  // namespace ajar
