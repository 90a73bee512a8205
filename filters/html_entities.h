#pragma once
// Character references of HTML: "&eacute;", "&#8217;", "&#x2019;".
#include <cstddef>
#include <string_view>

namespace ajar {

/// A reference at the front of a text. `size` 0: there is none.
struct DecodedEntity {
  char32_t code_point = 0;
  std::size_t size = 0;  ///< bytes, with "&" and ";"
};

/// The ";" may be missing, as browsers allow. Numbers that are no character give U+FFFD.
DecodedEntity decode_entity(std::string_view text);

}  // namespace ajar
