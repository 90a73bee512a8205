#pragma once
// What to do about a no: the draft to the right person, notes to the others, and what is asked of the user besides.
#include <string>
#include <vector>

#include "filters/deciding.h"

namespace ajar {

/// Contacts that may be written to, best first: human, surely of this application, not muted.
std::vector<Contact> addressees(const Deciding& deciding);

/// A no that came in another way than by mail.
struct OtherWay {
  std::string via;  ///< phone | letter | voicemail
  std::vector<std::string> details;
};

/// Plans the answer to a no that has none yet.
Plan answer_rejection(Deciding& deciding, Instant received, const OtherWay& other_way = {});

/// Plans one draft of this purpose (feedback_thanks, other_role) to the writer of the mail.
Plan answer_writer(Deciding& deciding, const std::string& purpose, const std::string& why);

/// "2026-11-26 08:30" in the user's time zone.
std::string local_time(const Deciding& deciding, Instant at);

}  // namespace ajar
