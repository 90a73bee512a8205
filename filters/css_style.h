#pragma once
// What CSS says about being seen: just enough to tell hidden text in mails from visible text.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace ajar {

/// `known` is false for images, gradients and words that are no colour we know.
struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  bool known = true;
};

/// True if text of one colour on the other cannot be read (every channel within 12 of 255).
bool looks_same(const Colour& a, const Colour& b);

/// "#fff", "#ffffff", "rgb(255, 255, 255)", "white".
Colour parse_colour(std::string_view text);

/// The declarations that matter; unset ones are inherited or default.
struct Style {
  std::optional<bool> hidden;     ///< display:none, max-height:0, opacity:0, mso-hide:all ...: nothing inside is seen
  std::optional<bool> invisible;  ///< visibility: children may be visible again
  std::optional<bool> tiny;       ///< font-size of at most 2 px: children may be readable again
  std::optional<Colour> colour;
  std::optional<Colour> background;
  bool no_border = false;  ///< border:none, how Gmail indents with a blockquote

  bool empty() const { return !hidden && !invisible && !tiny && !colour && !background; }
  /// Takes over what `later` sets.
  void apply(const Style& later);
};

/// Reads "color:#fff;display:none".
Style parse_style(std::string_view declarations);

/// Rules of <style> for single classes, ids and elements; media queries and longer selectors are not read.
class StyleSheet {
 public:
  void read(std::string_view css);
  bool empty() const { return rules_.empty(); }
  /// `selector` is ".class", "#id" or "element".
  const Style* find(const std::string& selector) const;
  /// A rule that was not read sets a background: where classes are used, backgrounds are not known.
  bool has_unread_backgrounds() const { return unread_backgrounds_; }

 private:
  void read_rule(std::string_view selectors, std::string_view declarations);
  std::unordered_map<std::string, Style> rules_;
  bool unread_backgrounds_ = false;
};

}  // namespace ajar
