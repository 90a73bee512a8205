#pragma once
// HTML to the text a reader sees. Linear time.
#include <string>
#include <string_view>

namespace ajar {

/// Visible text of an HTML mail: blocks and <br> become line breaks, table cells are separated, entities decoded,
/// script/style/head, display:none, hidden preheaders (font-size:0, max-height:0, white on white) left out;
/// <blockquote> and reply blocks of the usual clients are marked as quotes with "> " so that prepared_text can drop them.
/// `html` is UTF-8. The result is UTF-8.
std::string html_to_text(std::string_view html);

}  // namespace ajar
