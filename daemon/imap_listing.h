#pragma once
// Which mailboxes there are, and which messages a mailbox has: LIST and the sweep.
#include <vector>

#include "daemon/imap_session.h"

namespace ajar {

/// As MailServer::list_mailboxes and MailServer::sweep say.
Result<std::vector<MailboxInfo>> list_mailboxes(ImapSession& session);
Result<std::vector<ListedMessage>> sweep(ImapSession& session, const std::string& mailbox, Uid after, std::size_t most);

}  // namespace ajar
