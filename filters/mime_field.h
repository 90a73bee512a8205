#pragma once
// Header fields of the form `value; name=value; ...` (RFC 2045 5.1), with RFC 2231 continuations and charsets.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ajar {

struct MimeField {
  std::string value;                                            ///< lower case: "text/plain"
  std::vector<std::pair<std::string, std::string>> parameters;  ///< name in lower case, value decoded to UTF-8

  /// Empty if there is none.
  std::string_view parameter(std::string_view name) const;
};

/// Lenient: comments dropped, missing quotes and stray semicolons tolerated; RFC 2047 words in values decoded as mail
/// programs do.
MimeField parse_mime_field(std::string_view text);

}  // namespace ajar
