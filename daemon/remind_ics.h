#pragma once
// Reminders as .ics files: one file each in `ics.dir`, and all of them in the one file `ics.feed`.
#include <memory>

#include "daemon/desk.h"
#include "daemon/reminder_channel.h"

namespace ajar {

std::unique_ptr<ReminderChannel> make_ics_channel(Desk& desk);

}  // namespace ajar
