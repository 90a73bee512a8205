#pragma once
// The one way in which Ajar changes a mailbox: APPEND.
#include "daemon/imap_session.h"

namespace ajar {

/// `flags` as they stand in the command: "(\\Draft \\Seen)", or empty. The outcome is as MailServer says.
AppendOutcome append(ImapSession& session, const std::string& mailbox, const std::string& bytes,
                     const std::string& flags);

}  // namespace ajar
