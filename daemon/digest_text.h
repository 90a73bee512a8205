#pragma once
// The words of the daily digest and of a notice told at once: kind and short.
#include "daemon/reminder_channel.h"
#include "filters/candidate.h"
#include "filters/message_writer.h"

namespace ajar {

/// A mail from the user to the user, in the user's language.
OutgoingMessage compose_digest(const Telling& telling, const Candidate& candidate, Instant now);

}  // namespace ajar
