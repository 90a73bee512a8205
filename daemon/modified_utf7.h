#pragma once
// Mailbox names on the wire: the modified UTF-7 of RFC 3501 5.1.3. Pure.
#include <string>
#include <string_view>

namespace ajar {

/// Invalid UTF-8 is taken byte by byte as Latin-1.
std::string to_modified_utf7(std::string_view utf8);
/// Anything that is not valid modified UTF-7 is kept as it stands, so that such a name can still be opened.
std::string from_modified_utf7(std::string_view raw);

}  // namespace ajar
