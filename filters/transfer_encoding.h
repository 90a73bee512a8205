#pragma once
// Content-Transfer-Encoding (RFC 2045 6): linear decoders that take any bytes, and the encoders of message_writer.
#include <string>
#include <string_view>

namespace ajar {

/// Characters outside the alphabet are skipped; decoding goes on after inner padding. Never fails.
std::string decode_base64(std::string_view text);
/// Soft breaks joined, blanks at line ends dropped, a wrong "=" kept as it stands. Never fails.
std::string decode_quoted_printable(std::string_view text);
/// Decodes by the header's value ("base64", "quoted-printable"; others are the identity).
std::string decode_transfer(std::string_view text, std::string_view encoding);

std::string encode_base64(std::string_view bytes);
/// Lines ended by "\r\n", at most 76 characters; `text` has '\n' line ends.
std::string encode_quoted_printable(std::string_view text);

}  // namespace ajar
