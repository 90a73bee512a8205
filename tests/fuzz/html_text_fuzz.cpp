// Any bytes as HTML: the text is UTF-8 where the page was, has no NUL and is not much longer than the page.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "filters/charset.h"
#include "filters/html_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view html(reinterpret_cast<const char*>(data), size);
  const std::string text = ajar::html_to_text(html);
  if (ajar::is_valid_utf8(html) && !ajar::is_valid_utf8(text)) std::abort();
  if (text.size() > 25 * html.size() + 100) std::abort();
  return 0;
}
