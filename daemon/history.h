#pragma once
// The user's earlier mail about one application, searched for on the server: Sent, Drafts, watched mailboxes, archive.
#include "daemon/desk.h"

namespace ajar {

/// Asks the server what what_to_ask() wants and keeps what belongs to this application. A mailbox that cannot be
/// searched is left out (and logged). Fails with network.
Result<Correspondence> find_correspondence(Desk& desk, const Reading& trigger);

}  // namespace ajar
