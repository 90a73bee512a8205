#pragma once
// RFC 2047: text other than ASCII in header fields.
#include <string>
#include <string_view>

namespace ajar {

/// One line of UTF-8. Lenient as mail is: words glued to text, blanks inside words, a character split over two words,
/// unknown charsets, raw bytes above 127. CR, LF and tabs become one blank; other control and bidi characters are
/// dropped.
std::string decode_encoded_words(std::string_view raw);

/// CR, LF and tabs become one blank; other control and bidi characters are dropped. Nothing is decoded.
std::string one_line(std::string_view utf8);

/// ASCII: `utf8` as encoded words of at most 64 characters parted by " ", characters whole; B or Q, whichever is
/// shorter. Text that needs no encoding is encoded all the same.
std::string encode_words(std::string_view utf8);

/// True if the text can stand in a header as it is: printable ASCII that does not look like an encoded word.
bool is_plain_header_text(std::string_view text);

}  // namespace ajar
