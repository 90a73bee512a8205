#include "filters/folded_text.h"

#include <algorithm>
#include <array>

#include "filters/ascii.h"

namespace ajar {
namespace {

// U+00C0 to U+017F without their accents.
constexpr std::array<const char*, 192> kLatin = {
    "a", "a", "a",  "a", "a", "a", "ae", "c",  "e", "e", "e",  "e",  "i", "i", "i",  "i",  "d", "n", "o",  "o",
    "o", "o", "o",  "x", "o", "u", "u",  "u",  "u", "y", "th", "ss", "a", "a", "a",  "a",  "a", "a", "ae", "c",
    "e", "e", "e",  "e", "i", "i", "i",  "i",  "d", "n", "o",  "o",  "o", "o", "o",  "/",  "o", "u", "u",  "u",
    "u", "y", "th", "y", "a", "a", "a",  "a",  "a", "a", "c",  "c",  "c", "c", "c",  "c",  "c", "c", "d",  "d",
    "d", "d", "e",  "e", "e", "e", "e",  "e",  "e", "e", "e",  "e",  "g", "g", "g",  "g",  "g", "g", "g",  "g",
    "h", "h", "h",  "h", "i", "i", "i",  "i",  "i", "i", "i",  "i",  "i", "i", "ij", "ij", "j", "j", "k",  "k",
    "k", "l", "l",  "l", "l", "l", "l",  "l",  "l", "l", "l",  "n",  "n", "n", "n",  "n",  "n", "n", "n",  "n",
    "o", "o", "o",  "o", "o", "o", "oe", "oe", "r", "r", "r",  "r",  "r", "r", "s",  "s",  "s", "s", "s",  "s",
    "s", "s", "t",  "t", "t", "t", "t",  "t",  "u", "u", "u",  "u",  "u", "u", "u",  "u",  "u", "u", "u",  "u",
    "w", "w", "y",  "y", "y", "z", "z",  "z",  "z", "z", "z",  "s"};

struct CodePoint {
  std::uint32_t value = 0xFFFD;
  std::size_t length = 1;
};
CodePoint decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const std::size_t left = text.size() - at;
  const auto more = [&](std::size_t i) { return i < left && (byte(i) & 0xC0) == 0x80; };
  if (byte(0) >= 0xC2 && byte(0) < 0xE0 && more(1)) return {(byte(0) & 0x1Fu) << 6 | (byte(1) & 0x3Fu), 2};
  if ((byte(0) & 0xF0) == 0xE0 && more(1) && more(2))
    return {(byte(0) & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu), 3};
  if ((byte(0) & 0xF8) == 0xF0 && more(1) && more(2) && more(3)) return {0x10000, 4};
  return {};
}

/// The ASCII a code point is read as; nullptr: it stays; "": it vanishes.
const char* folded_form(std::uint32_t c) {
  if (c >= 0xC0 && c <= 0x17F) return kLatin[c - 0xC0];
  if (c >= 0x300 && c <= 0x36F) return "";
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) return "-";
  if ((c >= 0x2000 && c <= 0x200A) || c == 0xA0 || c == 0x202F || c == 0x3000) return " ";
  if ((c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || c == 0x2060 || c == 0xFEFF || c == 0xAD)
    return "";
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2BC:
    case 0xB4:
    case 0x2032:
      return "'";
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0xAB:
    case 0xBB:
    case 0x2033:
      return "\"";
    case 0xB7:
    case 0x2022:
      return ":";
    case 0xBF:
    case 0xA1:
      return "\"";
    case 0x2026:
      return "...";
    case 0x1E9E:
      return "ss";
    case 0xAA:
      return "a";
    case 0xBA:
      return "o";
    case 0xFB01:
      return "fi";
    case 0xFB02:
      return "fl";
    default:
      return nullptr;
  }
}

bool is_ascii(char c) { return (c & 0x80) == 0; }

/// A small letter; an apostrophe for ` and for one that was lost: "don?t".
char folded_ascii(std::string_view text, std::size_t at) {
  const char c = text[at];
  const bool lost_apostrophe =
      c == '?' && at > 0 && at + 1 < text.size() && ascii::is_alpha(text[at - 1]) && ascii::is_alpha(text[at + 1]);
  return c == '`' || lost_apostrophe ? '\'' : ascii::to_lower(c);
}

}  // namespace

FoldedText fold_for_matching(std::string_view utf8) {
  FoldedText folded;
  if (std::all_of(utf8.begin(), utf8.end(), is_ascii)) {
    folded.text.resize(utf8.size());
    for (std::size_t at = 0; at < utf8.size(); ++at) folded.text[at] = folded_ascii(utf8, at);
    return folded;
  }
  folded.text.reserve(utf8.size());
  folded.origin.reserve(utf8.size() + 1);
  const auto put = [&](char c, std::size_t at) {
    folded.text += c;
    folded.origin.push_back(static_cast<std::uint32_t>(at));
  };
  for (std::size_t at = 0; at < utf8.size();) {
    if (is_ascii(utf8[at])) {
      put(folded_ascii(utf8, at), at);
      ++at;
      continue;
    }
    const CodePoint point = decode(utf8, at);
    if (const char* form = folded_form(point.value)) {
      for (; *form; ++form) put(*form, at);
    } else {
      for (std::size_t i = 0; i < point.length; ++i) put(utf8[at + i], at + i);
    }
    at += point.length;
  }
  folded.origin.push_back(static_cast<std::uint32_t>(utf8.size()));
  return folded;
}

}  // namespace ajar
