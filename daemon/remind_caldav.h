#pragma once
// Reminders in a calendar collection (RFC 4791): a VTODO each, or a VEVENT where the collection takes no VTODO.
#include <memory>

#include "daemon/desk.h"
#include "daemon/reminder_channel.h"

namespace ajar {

std::unique_ptr<ReminderChannel> make_caldav_channel(Desk& desk);

}  // namespace ajar
