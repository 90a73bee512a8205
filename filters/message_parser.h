#pragma once
// Reads RFC 5322 bytes into a Message. The parts come from mime_part, the only file that knows mimetic.
#include <optional>
#include <string_view>
#include <vector>

#include "filters/message.h"

namespace ajar {

/// Reads one mail. `internal_date` is the server's INTERNALDATE; without it the newest Received header counts, else
/// Date. Bytes may be cut short (a capped fetch): what is there is read. A mail that the byte scan finds dangerous
/// (header block over 64 KiB, line over 16 KiB, over 50 multiparts) is read as headers only. Fails with
/// ErrorKind::message only if there is no header at all.
Result<Message> parse_message(std::string_view bytes, std::optional<Instant> internal_date, Instant now);

/// Name of a mail by what it says: "sha256:..." of Date, From, Subject and body, for a Message-ID that is absent or
/// reused (contracts.md "Identity").
std::string content_identity(const Message& message);

/// Address list of RFC 5322 3.4, lenient; groups are flattened, "undisclosed-recipients:;" gives nothing.
/// `value` is a raw or decoded header value; RFC 2047 words in names are decoded.
std::vector<Address> parse_addresses(std::string_view value);

/// Decodes RFC 2047 encoded words and drops CR, LF and control characters: one line of UTF-8.
std::string decode_header_text(std::string_view raw);

/// Splits an mboxrd/mboxo file into messages (views into `mbox`, still quoted ">From "; unquote with unquote_mbox).
std::vector<std::string_view> split_mbox(std::string_view mbox);
std::string unquote_mbox(std::string_view message);

}  // namespace ajar
