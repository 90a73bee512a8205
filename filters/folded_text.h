#pragma once
// Text as phrases see it.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ajar {

/// ASCII lower case, accents off, one kind of quote, apostrophe and dash; other scripts as they are. `origin[i]` is
/// where byte i of `text` stood in the original (empty: every byte where it was).
struct FoldedText {
  std::string text;
  std::vector<std::uint32_t> origin;
  std::size_t original(std::size_t offset) const { return origin.empty() ? offset : origin[offset]; }
};
FoldedText fold_for_matching(std::string_view utf8);

}  // namespace ajar
