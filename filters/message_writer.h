#pragma once
// Writes checked RFC 5322 bytes: values are cleaned of CR, LF and controls, non-ASCII is RFC 2047-encoded, lines are
// folded, and the finished bytes are parsed again and compared before they are handed out.
#include <optional>
#include <string>
#include <vector>

#include "filters/message.h"

namespace ajar {

/// What a mail written by Ajar consists of. No other header is ever written.
struct OutgoingMessage {
  Address from;
  std::vector<Address> to;
  std::string subject;
  Instant date{};
  std::string time_zone = "UTC";
  std::string message_id;               ///< without <>
  std::string in_reply_to;              ///< without <>; empty: a new thread
  std::vector<std::string> references;  ///< oldest first, without <>
  std::string body;                     ///< UTF-8 text, paragraphs separated by a blank line, '\n'
  bool flowed = true;                   ///< text/plain; charset=utf-8; format=flowed (RFC 3676), else fixed
};

/// CRLF bytes, ready for APPEND. Fails with ErrorKind::message if a value cannot be written safely (no address in To,
/// a control character in an address) or if reading the result back does not give the same mail.
Result<std::string> write_message(const OutgoingMessage& message);

}  // namespace ajar
