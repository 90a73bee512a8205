#pragma once
// Any charset to valid UTF-8 (ICU), and the small Unicode facts other rooms need.
#include <string>
#include <string_view>

namespace ajar {

/// Converts from a MIME charset name; unknown or wrong names fall back to UTF-8 if valid, else windows-1252.
/// The result is always valid UTF-8 (bad sequences become U+FFFD).
std::string to_utf8(std::string_view bytes, std::string_view charset);
bool is_valid_utf8(std::string_view text);
/// Number of code points (LinkedIn counts its notes so).
std::size_t count_code_points(std::string_view utf8);
/// The first `most` code points, or all there are.
std::string_view first_code_points(std::string_view utf8, std::size_t most);
/// Unicode lower case and case folding for comparing names ("MÜLLER" -> "müller").
std::string fold_case(std::string_view utf8);
/// NFC; zero-width, soft-hyphen and bidi control characters removed; NBSP and other spaces to ' '; curly quotes and
/// apostrophes to ' and "; dashes to '-'; other controls (not '\n') dropped.
std::string clean_text(std::string_view utf8);
/// Words for comparing people and companies: folded, accents stripped, only letters and digits, single spaces.
std::string comparison_key(std::string_view utf8);

}  // namespace ajar
