#include "daemon/modified_utf7.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace ajar {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

/// One code point from `text` at `at`, which moves on. Invalid UTF-8: the byte itself.
char32_t next_code_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at++);
  const int more = lead >= 0xF0 && lead < 0xF5   ? 3
                   : lead >= 0xE0 && lead < 0xF0 ? 2
                   : lead >= 0xC2 && lead < 0xE0 ? 1
                                                 : 0;
  if (more == 0 || at + static_cast<std::size_t>(more) > text.size()) return lead;
  char32_t value = lead & (0x3F >> more);
  for (int i = 0; i < more; ++i) {
    if ((byte(at + static_cast<std::size_t>(i)) & 0xC0) != 0x80) return lead;
    value = (value << 6) | (byte(at + static_cast<std::size_t>(i)) & 0x3F);
  }
  constexpr std::array<char32_t, 4> least{0, 0x80, 0x800, 0x10000};
  if (value < least[static_cast<std::size_t>(more)] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
    return lead;
  at += static_cast<std::size_t>(more);
  return value;
}

void append_utf8(std::string& out, char32_t value) {
  const auto put = [&](char32_t bits) { out.push_back(static_cast<char>(bits)); };
  if (value < 0x80) return put(value);
  if (value < 0x800) return put(0xC0 | (value >> 6)), put(0x80 | (value & 0x3F));
  if (value < 0x10000) return put(0xE0 | (value >> 12)), put(0x80 | ((value >> 6) & 0x3F)), put(0x80 | (value & 0x3F));
  put(0xF0 | (value >> 18)), put(0x80 | ((value >> 12) & 0x3F)), put(0x80 | ((value >> 6) & 0x3F)),
      put(0x80 | (value & 0x3F));
}

void append_shifted(std::string& out, const std::vector<std::uint16_t>& units) {
  out.push_back('&');
  std::uint32_t bits = 0;
  int count = 0;
  for (const std::uint16_t unit : units) {
    bits = (bits << 16) | unit;
    for (count += 16; count >= 6; count -= 6) out.push_back(alphabet[(bits >> (count - 6)) & 0x3F]);
    bits &= (1U << count) - 1;
  }
  if (count > 0) out.push_back(alphabet[(bits << (6 - count)) & 0x3F]);
  out.push_back('-');
}

/// UTF-8 of one shifted run without & and -; nullopt if it is not one.
std::optional<std::string> decode_shifted(std::string_view run) {
  std::vector<std::uint16_t> units;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : run) {
    const std::size_t six = alphabet.find(c);
    if (six == std::string_view::npos) return std::nullopt;
    bits = (bits << 6) | static_cast<std::uint32_t>(six);
    count += 6;
    if (count < 16) continue;
    count -= 16;
    units.push_back(static_cast<std::uint16_t>(bits >> count));
    bits &= (1U << count) - 1;
  }
  if (count >= 6 || bits != 0 || units.empty()) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const bool high = units[i] >= 0xD800 && units[i] < 0xDC00;
    if (high && i + 1 < units.size() && units[i + 1] >= 0xDC00 && units[i + 1] < 0xE000) {
      append_utf8(out, 0x10000 + ((char32_t{units[i]} - 0xD800) << 10) + (char32_t{units[i + 1]} - 0xDC00));
      ++i;
    } else if (units[i] >= 0xD800 && units[i] < 0xE000) {
      return std::nullopt;
    } else {
      append_utf8(out, units[i]);
    }
  }
  return out;
}

}  // namespace

std::string to_modified_utf7(std::string_view utf8) {
  std::string out;
  std::vector<std::uint16_t> units;
  const auto flush = [&] {
    if (!units.empty()) append_shifted(out, units);
    units.clear();
  };
  for (std::size_t at = 0; at < utf8.size();) {
    const char32_t value = next_code_point(utf8, at);
    if (value >= 0x20 && value < 0x7F) {
      flush();
      out.push_back(static_cast<char>(value));
      if (value == '&') out.push_back('-');
    } else if (value < 0x10000) {
      units.push_back(static_cast<std::uint16_t>(value));
    } else {
      units.push_back(static_cast<std::uint16_t>(0xD800 + ((value - 0x10000) >> 10)));
      units.push_back(static_cast<std::uint16_t>(0xDC00 + ((value - 0x10000) & 0x3FF)));
    }
  }
  flush();
  return out;
}

std::string from_modified_utf7(std::string_view raw) {
  std::string out;
  for (std::size_t at = 0; at < raw.size();) {
    const std::size_t end = raw[at] == '&' ? raw.find('-', at) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out.push_back(raw[at++]);
    } else if (end == at + 1) {
      out.push_back('&');
      at = end + 1;
    } else if (const auto text = decode_shifted(raw.substr(at + 1, end - at - 1))) {
      out += *text;
      at = end + 1;
    } else {
      return std::string(raw);
    }
  }
  return to_modified_utf7(out) == raw ? out : std::string(raw);
}

}  // namespace ajar
