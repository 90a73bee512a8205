#pragma once
// The texts of IMAP commands (RFC 3501), bounded in length. Pure.
#include <string>
#include <string_view>
#include <vector>

#include "daemon/mail_server.h"

namespace ajar {

/// True if `text` can stand in a quoted string: 7-bit, no CR, LF or NUL.
bool is_quotable(std::string_view text);
/// "text" with \ before " and \.
std::string quoted(std::string_view text);

/// "3:7,9,12:13" of ascending UIDs, cut into sets of at most `most` UIDs and about `most_bytes` bytes.
struct UidSet {
  std::string text;
  std::size_t count = 0;
};
std::vector<UidSet> uid_sets(const std::vector<Uid>& uids, std::size_t most, std::size_t most_bytes = 4000);

/// One UID SEARCH: parts with a literal between each two. A single part has no literal.
struct SearchCommand {
  std::vector<std::string> parts;  ///< "UID SEARCH ... SUBJECT {5}", "caf..." + " ..."
  bool needs_charset = false;      ///< a server may refuse it: then its words are not found
};
/// The searches whose results together are the answer; empty if nothing is asked for. Terms that no server could find
/// (empty, over 500 bytes, with control characters) are left out.
/// `literal_plus`: literals need no "+" (RFC 7888).
std::vector<SearchCommand> search_commands(const MailSearch& search, bool literal_plus);

}  // namespace ajar
