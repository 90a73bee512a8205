#pragma once
// Is this mail that draft? Clients change a draft when it is edited or sent: Thunderbird gives a new
// Message-ID, Roundcube and mutt keep it.
#include <vector>

#include "daemon/ledger.h"

namespace ajar {

/// How sure it is; later is surer.
enum class Likeness {
  none,
  subject,   ///< same recipient and subject, dated later than the mail that is answered
  thread,    ///< refers to the anchor or to the mail that is answered, and is dated later
  addressee, ///< the same, and goes to the same person
  identical  ///< the same Message-ID
};

Likeness likeness(const Message& mail, const DraftEntry& draft);

/// The draft that a mail most likely is; null if it is none of them. Two that are equally likely by thread only: none.
const DraftEntry* likest(const Message& mail, const std::vector<DraftEntry>& drafts);

/// What to search for to find a draft again, in Drafts or Sent.
MailSearch search_for(const DraftEntry& draft);

bool refers_to(const Message& mail, std::string_view id);
bool goes_to(const Message& mail, std::string_view email);

}  // namespace ajar
