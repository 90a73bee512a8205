#pragma once
// The words of RFC 5322 that all rooms share.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "filters/civil_time.h"

namespace ajar {

/// One mailbox of RFC 5322 3.4: UTF-8 display name (may be empty) and addr-spec (domain in lower case).
struct Address {
  std::string name;
  std::string email;
  bool operator==(const Address&) const = default;
};

/// "sam" and "example.org" of sam@example.org; empty if there is no '@'.
std::string_view local_part(std::string_view email);
std::string_view domain_of(std::string_view email);
/// Addresses are compared without regard to case.
bool same_email(std::string_view a, std::string_view b);

/// The fields of a mail that name it, its people and its place in a thread. Ids are kept without <>.
struct Envelope {
  std::string message_id;
  std::vector<std::string> in_reply_to;
  std::vector<std::string> references;
  std::optional<Instant> date;
  std::vector<Address> from;
  std::vector<Address> sender;
  std::vector<Address> reply_to;
  std::vector<Address> to;
  std::vector<Address> cc;
  std::string subject;  ///< decoded UTF-8, one line
};

/// A header field as text: name in lower case, value unfolded and RFC 2047-decoded.
struct Header {
  std::string name;
  std::string value;
};

/// A mail as read. All text is valid UTF-8 with '\n' line ends.
struct Message {
  Envelope envelope;
  std::vector<Header> headers;  ///< all of them, in order
  std::string text;             ///< the text body to read: plain part, or HTML turned to text; quotes still in
  bool text_from_html = false;
  bool is_report = false;     ///< multipart/report (RFC 6522): bounces
  bool has_calendar = false;  ///< a text/calendar part: invitations
  bool headers_only = false;  ///< the body was unreadable or refused by the byte scan
  std::vector<std::string> attachment_names;
  Instant received{};    ///< contracts.md "Time": INTERNALDATE, or newest Received, else Date; never later than now
  std::string identity;  ///< Message-ID, or "sha256:..." of Date, From, Subject and body where it is absent

  /// Value of the first header of this (lower-case) name; empty if there is none.
  std::string_view header(std::string_view name) const;
};

}  // namespace ajar
