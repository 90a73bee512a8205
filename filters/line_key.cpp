#include "filters/line_key.h"

#include <algorithm>
#include <array>

#include "filters/ascii.h"

namespace ajar {
namespace {

/// Base letters of U+00C0 to U+00FF; '.' stands for letters that need two or none.
constexpr std::string_view kLatin1 =
    "aaaaaa.ceeeeiiiidnooooo.ouuuuy.."
    "aaaaaa.ceeeeiiiidnooooo.ouuuuy.y";

/// Small letters; white space is a blank.
constexpr std::array<char, 128> lower_table() {
  std::array<char, 128> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const char c = static_cast<char>(i);
    table[i] = ascii::is_space(c) ? ' ' : ascii::to_lower(c);
  }
  return table;
}
constexpr auto kLower = lower_table();

std::string_view two_letters(unsigned char low) {
  switch (low) {
    case 0x86:
    case 0xA6:
      return "ae";
    case 0x9E:
    case 0xBE:
      return "th";
    case 0x9F:
      return "ss";
    default:
      return "";
  }
}

/// U+0100 to U+017F as far as the languages of our neighbours need it.
char latin_extended(unsigned code_point) {
  constexpr std::string_view bases =
      "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
      "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
  const unsigned index = code_point - 0x100;
  return index < bases.size() ? bases[index] : '\0';
}

}  // namespace

std::string line_key(std::string_view text) {
  std::string key(text.size(), '\0');  // no letter grows
  std::size_t size = 0;
  const auto add = [&](char c) { key[size++] = c; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      const char lower = kLower[byte];
      if (lower != ' ' || (size > 0 && key[size - 1] != ' ')) add(lower);
      continue;
    }
    const unsigned char low = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    const bool pair = (low & 0xC0U) == 0x80;
    if (byte == 0xC3 && pair) {
      const char base = kLatin1[low - 0x80U];
      if (base != '.') add(base);
      for (const char letter : base == '.' ? two_letters(low) : std::string_view{}) add(letter);
      ++i;
    } else if ((byte == 0xC4 || byte == 0xC5) && pair && latin_extended((byte & 0x1FU) << 6U | (low & 0x3FU)) != '\0') {
      add(latin_extended((byte & 0x1FU) << 6U | (low & 0x3FU)));
      ++i;
    } else {
      add(c);
    }
  }
  if (size > 0 && key[size - 1] == ' ') --size;
  key.resize(size);
  return key;
}

bool starts_with_words(std::string_view key, std::string_view phrase) {
  return key.starts_with(phrase) && (key.size() == phrase.size() || !is_word_char(key[phrase.size()]));
}

bool contains_words(std::string_view key, std::string_view phrase) {
  for (auto at = key.find(phrase); at != std::string_view::npos; at = key.find(phrase, at + 1)) {
    const bool starts = at == 0 || !is_word_char(key[at - 1]);
    if (starts && starts_with_words(key.substr(at), phrase)) return true;
  }
  return false;
}

bool starts_small(std::string_view text) {
  if (text.empty()) return false;
  if (ascii::is_lower(text[0])) return true;
  return text[0] == '\xC3' && text.size() > 1 && static_cast<unsigned char>(text[1]) >= 0x9F;
}

bool starts_capital(std::string_view text) {
  if (text.empty()) return false;
  if (ascii::is_upper(text[0])) return true;
  const auto byte = static_cast<unsigned char>(text[0]);
  if (byte == 0xC3 && text.size() > 1) return static_cast<unsigned char>(text[1]) < 0x9F;
  return byte > 0xC5;
}

bool has_words(std::string_view text) { return std::any_of(text.begin(), text.end(), is_word_char); }

bool has_address(std::string_view line) {
  const auto at = line.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < line.size() && ascii::is_alnum(line[at - 1]) &&
         ascii::is_alnum(line[at + 1]);
}

std::size_t count_key_words(std::string_view key) {
  return key.empty() ? 0 : 1 + static_cast<std::size_t>(std::count(key.begin(), key.end(), ' '));
}

}  // namespace ajar
