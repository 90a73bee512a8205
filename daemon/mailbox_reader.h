#pragma once
// Reads what is new in one mailbox: every mail once, recorded together with what follows from it.
#include "daemon/desk.h"

namespace ajar {

struct ReadCount {
  int read = 0;        ///< mails recorded
  int drafts = 0;      ///< drafts planned
  int reminders = 0;   ///< reminders planned
  int unreadable = 0;
  bool at_once = false;  ///< something must be told at once
  ReadCount& operator+=(const ReadCount& other);
};

/// `is_sent`: the mailbox is Sent, its mails are the user's own. The UID of a mail is remembered before the mail is
/// parsed; one that ended Ajar three times is noted and passed over. Fails with network, server or storage; what was
/// recorded until then stays.
Result<ReadCount> read_mailbox(Desk& desk, const std::string& mailbox, bool is_sent);

}  // namespace ajar
