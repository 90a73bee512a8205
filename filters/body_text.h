#pragma once
// The text of a mail that a person would read, chosen among its parts.
#include <string>
#include <string_view>
#include <vector>

#include "filters/mime_part.h"

namespace ajar {

struct BodyText {
  std::string text;  ///< UTF-8, '\n'; enclosed mails follow as forwarded text
  bool from_html = false;
  bool is_report = false;
  bool has_calendar = false;
  std::vector<std::string> attachment_names;
};

/// The plain part, unless it is a stub (empty, "view in your browser", or much shorter than the HTML).
BodyText choose_body_text(const MimePart& root);

/// Joins the soft line breaks of format=flowed (RFC 3676); quoted lines keep one ">" a level and a blank.
std::string unwrap_flowed(std::string_view text, bool delete_space);

}  // namespace ajar
