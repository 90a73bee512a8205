#pragma once
// Finding messages and reading them: UID SEARCH and UID FETCH.
#include <vector>

#include "daemon/imap_session.h"

namespace ajar {

/// As MailServer::search and MailServer::fetch say.
Result<std::vector<Uid>> search(ImapSession& session, const std::string& mailbox, const MailSearch& search);
Result<std::vector<FetchedMessage>> fetch(ImapSession& session, const std::string& mailbox,
                                          const std::vector<Uid>& uids, std::size_t cap);

}  // namespace ajar
