#pragma once
// What the author of this mail wrote, ready for matching: quotes, attribution lines, forwarded blocks, signature and
// legal footer off; wrapped lines joined; one sentence a line.
#include <string>
#include <string_view>
#include <vector>

#include "filters/message.h"

namespace ajar {

/// The text rules are matched against. Case is kept (phrases match without regard to it); characters are cleaned by
/// clean_text(). In `body` words are separated by one space, sentences by "\n", paragraphs by "\n\n"; so a phrase
/// whose words are joined by spaces can never cross the end of a sentence.
struct PreparedText {
  std::string subject;             ///< without reply and forward prefixes
  std::string body;                ///< the author's own words: salutation and closing in, signature block out
  std::size_t opening_end = 0;     ///< length of the part of `body` that counts as the opening (first 4 sentences after the salutation)
  std::string quoted;              ///< what was taken off as quoted or forwarded text, same form (for facts, never for a verdict)
  std::string signature;           ///< signature block, its own lines kept ("\n")
  std::string salutation;          ///< "Dear Sam," as written; empty if none
  bool is_forward = false;         ///< the mail is (mostly) a forwarded mail
};

PreparedText prepare_text(const Message& message);

/// Subject without any run of Re:, Fwd:, AW:, WG:, SV:, VS:, RV:, TR:, R:, I:, Antw:, RES:, ENC: (also "Re[2]:", "[EXTERNAL]").
std::string strip_subject_prefixes(std::string_view subject);

/// The sentences of a body in the form of PreparedText::body.
std::vector<std::string_view> sentences_of(std::string_view body);
/// Words as a person counts them.
std::size_t count_words(std::string_view text);

}  // namespace ajar
