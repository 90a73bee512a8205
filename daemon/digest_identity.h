#pragma once
// The Message-ID of Ajar's own mails to the user: derived from address and key (the date), so that it can be searched
// for before one is filed, and recognised for ever after, also with a new ledger.
#include <string>

#include "filters/message.h"

namespace ajar {

/// Without <>. `key` is the digest's: "2026-11-25", or "now-17".
std::string digest_message_id(std::string_view address, std::string_view key);

/// True for a mail that Ajar itself put into the mailbox of `address`.
bool is_own_digest(const Envelope& envelope, std::string_view address);

}  // namespace ajar
