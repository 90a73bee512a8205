#pragma once
// How letters begin and end in seven languages: "Dear Sam," and "Best regards,".
#include <cstddef>
#include <string_view>

namespace ajar {

/// Bytes of the salutation at the front of `line`; 0 if there is none. Less than the line where the first sentence
/// follows on the same line ("Dear Sam, thank you ...").
std::size_t salutation_size(std::string_view line);

/// "Sam," or "Sam Rivera," as the first line of a mail.
bool is_bare_name(std::string_view line);

enum class Closing {
  none,
  weak,    ///< "Thank you," also stands at the start of mails and in the middle
  strong,  ///< "Best regards,"
  named    ///< strong, with the name on the same line: "Best regards, Anna"
};
Closing closing_of(std::string_view line);
/// `key`: line_key() of the line, where it is known already.
Closing closing_of(std::string_view line, std::string_view key);

/// Looks like the name (or team) under a closing: a few words, none of them prose.
bool is_name_line(std::string_view line);

/// A running sentence rather than a name, a title, an address or a label.
bool is_prose(std::string_view line);

}  // namespace ajar
