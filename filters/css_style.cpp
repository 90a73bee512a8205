#include "filters/css_style.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "filters/ascii.h"

namespace ajar {
namespace {

constexpr std::size_t kMostRules = 2000;

struct NamedColour {
  std::string_view name;
  Colour colour;
};
constexpr std::array<NamedColour, 10> kNamedColours = {{{"white", {255, 255, 255}},
                                                        {"black", {0, 0, 0}},
                                                        {"snow", {255, 250, 250}},
                                                        {"ivory", {255, 255, 240}},
                                                        {"whitesmoke", {245, 245, 245}},
                                                        {"gray", {128, 128, 128}},
                                                        {"grey", {128, 128, 128}},
                                                        {"red", {255, 0, 0}},
                                                        {"blue", {0, 0, 255}},
                                                        {"navy", {0, 0, 128}}}};
constexpr Colour kUnknown{0, 0, 0, false};

/// A number and its unit at the front of a value.
struct Length {
  double number = 0;
  std::string_view unit;
  bool ok = false;
};

Length parse_length(std::string_view value) {
  Length length;
  std::size_t i = 0;
  const bool negative = !value.empty() && value[0] == '-';
  if (negative) ++i;
  double scale = 1;
  bool fraction = false;
  for (; i < value.size() && i < 12; ++i) {
    if (ascii::is_digit(value[i])) {
      length.ok = true;
      length.number = length.number * 10 + (value[i] - '0');
      if (fraction) scale *= 10;
    } else if (value[i] == '.' && !fraction) {
      fraction = true;
    } else {
      break;
    }
  }
  length.number = (negative ? -length.number : length.number) / scale;
  length.unit = value.substr(i, std::min(value.find_first_of(" !;", i), value.size()) - i);
  return length;
}

bool is_zero(std::string_view value) {
  const Length length = parse_length(value);
  return length.ok && length.number == 0;
}

bool is_tiny(std::string_view value) {
  const Length length = parse_length(value);
  if (!length.ok) return false;
  const bool absolute = ascii::starts_with(length.unit, "px") || ascii::starts_with(length.unit, "pt");
  return length.number == 0 || (absolute && length.number <= 2);
}

Colour hex_colour(std::string_view digits) {
  std::size_t size = 0;
  while (size < digits.size() && ascii::hex_value(digits[size]) >= 0) ++size;
  const auto channel = [&](std::size_t i) {
    const int value = size >= 6 ? ascii::hex_value(digits[2 * i]) * 16 + ascii::hex_value(digits[2 * i + 1])
                                : ascii::hex_value(digits[i]) * 17;
    return static_cast<std::uint8_t>(value);
  };
  if (size != 3 && size != 4 && size != 6 && size != 8) return kUnknown;
  return {channel(0), channel(1), channel(2), true};
}

Colour rgb_colour(std::string_view text) {
  text.remove_prefix(std::min(text.find('('), text.size() - 1) + 1);
  std::array<std::uint8_t, 3> channels{};
  for (auto& channel : channels) {
    text.remove_prefix(std::min(text.find_first_of("-.0123456789"), text.size()));
    const Length length = parse_length(text);
    if (!length.ok) return kUnknown;
    const double value = ascii::starts_with(length.unit, "%") ? length.number * 2.55 : length.number;
    channel = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
    text.remove_prefix(std::min(text.find_first_of(", "), text.size()));
  }
  return {channels[0], channels[1], channels[2], true};
}

/// The colour among the words of a `background` value.
Colour background_colour(std::string_view value) {
  if (value.find('(') != std::string_view::npos && !ascii::starts_with(value, "rgb")) return kUnknown;
  return parse_colour(value);
}

/// Declarations that hide only together.
struct Hints {
  bool zero_height = false;
  bool clipped = false;
  bool mso_hidden = false;
};

void read_declaration(std::string_view property, std::string_view value, Style& style, Hints& hints) {
  const auto is = [&](std::string_view name) { return ascii::equal(property, name); };
  switch (ascii::to_lower(property.front())) {
    case 'd':
      if (is("display")) style.hidden = ascii::starts_with(value, "none");
      break;
    case 'v':
      if (is("visibility"))
        style.invisible = ascii::starts_with(value, "hidden") || ascii::starts_with(value, "collapse");
      break;
    case 'f':
      if (is("font-size") && !ascii::starts_with(value, "inherit")) style.tiny = is_tiny(value);
      break;
    case 'm':
      if (is("max-height") && is_zero(value)) style.hidden = true;
      if (is("mso-hide")) hints.mso_hidden = ascii::starts_with(value, "all");
      break;
    case 'o':
      if (is("opacity")) {
        const Length length = parse_length(value);
        if (length.ok && length.number < 0.05) style.hidden = true;
      }
      if (is("overflow")) hints.clipped = ascii::starts_with(value, "hidden");
      break;
    case 'h':
      if (is("height")) hints.zero_height = is_zero(value);
      break;
    case 't':
      if (is("text-indent") && parse_length(value).number < -500) style.hidden = true;
      break;
    case 'c':
      if (is("color")) {
        if (ascii::starts_with(value, "transparent")) style.invisible = true;
        style.colour = parse_colour(value);
      }
      break;
    case 'b':
      if (is("background-color")) style.background = parse_colour(value);
      if (is("background")) style.background = background_colour(value);
      if (is("background-image") && !ascii::starts_with(value, "none")) style.background = kUnknown;
      if (is("border")) style.no_border = ascii::starts_with(value, "none") || is_zero(value);
      break;
    default:
      break;
  }
}

bool is_simple_selector(std::string_view selector) {
  for (std::size_t i = 0; i < selector.size(); ++i) {
    const char c = selector[i];
    const bool mark = i == 0 && (c == '.' || c == '#');
    if (!mark && !ascii::is_alnum(c) && c != '-' && c != '_') return false;
  }
  return !selector.empty() && selector.size() < 100;
}

}  // namespace

bool looks_same(const Colour& a, const Colour& b) {
  constexpr int nearness = 12;
  return a.known && b.known && std::abs(a.red - b.red) <= nearness && std::abs(a.green - b.green) <= nearness &&
         std::abs(a.blue - b.blue) <= nearness;
}

Colour parse_colour(std::string_view text) {
  text = ascii::trim(text);
  if (text.empty()) return kUnknown;
  if (text.front() == '#') return hex_colour(text.substr(1));
  if (ascii::starts_with(text, "rgb")) return rgb_colour(text);
  const std::string_view word = text.substr(0, std::min(text.find_first_of(" !;"), text.size()));
  for (const NamedColour& named : kNamedColours)
    if (ascii::equal(word, named.name)) return named.colour;
  return kUnknown;
}

void Style::apply(const Style& later) {
  if (later.hidden) hidden = later.hidden;
  if (later.invisible) invisible = later.invisible;
  if (later.tiny) tiny = later.tiny;
  if (later.colour) colour = later.colour;
  if (later.background) background = later.background;
  no_border = no_border || later.no_border;
}

Style parse_style(std::string_view declarations) {
  Style style;
  Hints hints;
  while (!declarations.empty()) {
    const std::size_t end = std::min(declarations.find(';'), declarations.size());
    const std::string_view declaration = declarations.substr(0, end);
    declarations.remove_prefix(std::min(end + 1, declarations.size()));
    const auto colon = declaration.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view property = ascii::trim(declaration.substr(0, colon));
    if (!property.empty()) read_declaration(property, ascii::trim(declaration.substr(colon + 1)), style, hints);
  }
  if (hints.zero_height && hints.clipped) style.hidden = true;
  if (hints.mso_hidden && !style.hidden) style.hidden = true;
  return style;
}

void StyleSheet::read_rule(std::string_view selectors, std::string_view declarations) {
  const Style style = parse_style(declarations);
  if (style.empty()) return;
  while (!selectors.empty() && rules_.size() < kMostRules) {
    const std::size_t end = std::min(selectors.find(','), selectors.size());
    const std::string_view selector = ascii::trim(selectors.substr(0, end));
    selectors.remove_prefix(std::min(end + 1, selectors.size()));
    if (is_simple_selector(selector)) {
      const bool marked = selector.front() == '.' || selector.front() == '#';
      rules_[marked ? std::string(selector) : ascii::lower(selector)].apply(style);
    } else if (style.background) {
      unread_backgrounds_ = true;
    }
  }
}

void StyleSheet::read(std::string_view css) {
  while (!css.empty()) {
    css = ascii::trim(css);
    if (css.starts_with("/*")) {
      const auto end = css.find("*/", 2);
      css.remove_prefix(end == std::string_view::npos ? css.size() : end + 2);
      continue;
    }
    const std::size_t open = css.find_first_of("{;");
    if (open == std::string_view::npos) return;
    const std::string_view selectors = ascii::trim(css.substr(0, open));
    const bool at_rule = !selectors.empty() && selectors.front() == '@';
    if (css[open] == ';') {
      css.remove_prefix(open + 1);
      continue;
    }
    if (at_rule) {  // media queries: skip the whole block
      int depth = 0;
      std::size_t end = open;
      for (; end < css.size(); ++end) {
        depth += css[end] == '{' ? 1 : css[end] == '}' ? -1 : 0;
        if (depth == 0) break;
      }
      const std::string_view block = css.substr(open, end - open);
      if (block.find("background") != std::string_view::npos) unread_backgrounds_ = true;
      css.remove_prefix(std::min(end + 1, css.size()));
      continue;
    }
    const std::size_t close = std::min(css.find('}', open), css.size());
    read_rule(selectors, css.substr(open + 1, close - open - 1));
    css.remove_prefix(std::min(close + 1, css.size()));
  }
}

const Style* StyleSheet::find(const std::string& selector) const {
  const auto found = rules_.find(selector);
  return found == rules_.end() ? nullptr : &found->second;
}

}  // namespace ajar
