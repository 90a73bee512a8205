#pragma once
// A mail taken apart into its MIME parts (RFC 2045, 2046). The only room that knows mimetic; raw use only.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "filters/mime_field.h"

namespace ajar {

/// A header field as it stands: name in lower case, value unfolded but not decoded.
struct RawField {
  std::string name;
  std::string value;
};

/// One part. Either `children` (multipart, message/rfc822) or `body` (still transfer-encoded) is filled.
struct MimePart {
  MimeField type;         ///< "text/plain" where the header names none
  MimeField disposition;  ///< "attachment", "inline" or ""
  std::string encoding;   ///< Content-Transfer-Encoding, lower case
  std::vector<RawField> fields;
  std::string body;
  std::vector<MimePart> children;

  bool is(std::string_view full_type) const { return type.value == full_type; }
  bool is_multipart() const;
};

/// The header block and where the body starts.
struct HeaderBlock {
  std::vector<RawField> fields;
  std::size_t body_start = 0;
  bool too_long = false;  ///< over 64 KiB, or a line over 16 KiB: only what was read until there
};

/// Lenient: lines that are no header field are skipped, a leading "From " line as well. Linear.
HeaderBlock read_header_block(std::string_view bytes);

/// The parts of a mail with these header fields and this body. nullopt if reading it further would be dangerous: a
/// header block of a part over 64 KiB or one of its lines over 16 KiB, over 50 multiparts or enclosed mails.
/// A body that is cut short gives the parts that are there.
std::optional<MimePart> read_parts(std::vector<RawField> fields, std::string_view body);

}  // namespace ajar
