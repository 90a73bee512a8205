#pragma once
// Reminders as a message in the user's own mailbox: works in every client, sends nothing.
#include <memory>

#include "daemon/desk.h"
#include "daemon/reminder_channel.h"

namespace ajar {

std::unique_ptr<ReminderChannel> make_mailbox_channel(Desk& desk);

}  // namespace ajar
