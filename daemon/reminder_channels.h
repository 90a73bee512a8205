#pragma once
// Which reminders are told when, and through which channels.
#include "daemon/desk.h"
#include "daemon/reminder_channel.h"

namespace ajar {

struct Delivered {
  int told = 0;    ///< digests and notices that reached a channel now
  int failed = 0;  ///< ... that could not be told; tried again later
};

/// Tells what is to be told at once, and once a day at the user's hour what is due. `desk` is that of the account that
/// the reminders go to. Fails with network (connection lost; go on after reconnecting) or storage; a channel that
/// fails by itself is logged and counted.
Result<Delivered> deliver_reminders(Desk& desk);

/// The next instant after `now` at which deliver_reminders() may have something to do; nullopt: nothing waits.
Result<std::optional<Instant>> next_delivery(Ledger& ledger, const Settings& settings, const std::string& time_zone,
                                             Instant now);

}  // namespace ajar
