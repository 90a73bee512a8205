#include "filters/transfer_encoding.h"

#include <array>
#include <cstdint>

#include "filters/ascii.h"

namespace ajar {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kHex = "0123456789ABCDEF";

constexpr std::array<std::int8_t, 256> base64_values() {
  std::array<std::int8_t, 256> values{};
  for (auto& value : values) value = -1;
  for (std::size_t i = 0; i < kBase64.size(); ++i)
    values[static_cast<unsigned char>(kBase64[i])] = static_cast<std::int8_t>(i);
  return values;
}
constexpr auto kBase64Values = base64_values();

/// The 24 bits of four letters; negative if these are not four letters.
std::int32_t whole_group(const char* four) {
  const auto value = [&](int i) { return std::int32_t{kBase64Values[static_cast<unsigned char>(four[i])]}; };
  const std::int32_t a = value(0), b = value(1), c = value(2), d = value(3);
  return (a | b | c | d) < 0 ? -1 : a << 18 | b << 12 | c << 6 | d;
}

/// Reads the two digits of "=E4" at `text`; -1 if they are none.
int hex_byte(std::string_view text) {
  if (text.size() < 2) return -1;
  const int high = ascii::hex_value(text[0]);
  const int low = ascii::hex_value(text[1]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

void drop_blanks_at_end(std::string& out, std::size_t line_start) {
  while (out.size() > line_start && ascii::is_blank(out.back())) out.pop_back();
}

}  // namespace

std::string decode_base64(std::string_view text) {
  std::string out(text.size() / 4 * 3 + 3, '\0');
  char* end = out.data();
  const auto put = [&](std::uint32_t byte) { *end++ = static_cast<char>(byte & 0xFFU); };
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (count == 0 && i + 4 <= text.size()) {
      if (const std::int32_t group = whole_group(text.data() + i); group >= 0) {
        for (const int shift : {16, 8, 0}) put(static_cast<std::uint32_t>(group >> shift));
        i += 3;
        continue;
      }
    }
    if (text[i] == '=') {  // padding: what is left of the group is complete
      bits = 0;
      count = 0;
      continue;
    }
    const int value = kBase64Values[static_cast<unsigned char>(text[i])];
    if (value < 0) continue;
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      put(bits >> count);
    }
  }
  out.resize(static_cast<std::size_t>(end - out.data()));
  return out;
}

std::string decode_quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t line_start = 0;
  while (!text.empty()) {
    std::size_t run = 0;
    while (run < text.size() && text[run] != '=' && text[run] != '\n') ++run;
    out.append(text.substr(0, run));
    text.remove_prefix(run);
    if (text.empty()) break;
    if (text.front() == '\n') {
      if (!out.empty() && out.back() == '\r') out.pop_back();
      drop_blanks_at_end(out, line_start);
      out += '\n';
      line_start = out.size();
      text.remove_prefix(1);
      continue;
    }
    if (const int byte = hex_byte(text.substr(1)); byte >= 0) {
      out += static_cast<char>(byte);
      line_start = out.size();  // an encoded blank is meant: only bare ones are dropped (RFC 2045 6.7)
      text.remove_prefix(3);
      continue;
    }
    std::size_t end = 1;
    while (end < text.size() && (ascii::is_blank(text[end]) || text[end] == '\r')) ++end;
    if (end == text.size()) break;  // cut inside a soft break
    if (text[end] == '\n') {
      text.remove_prefix(end + 1);
      line_start = out.size();
      continue;
    }
    out += '=';
    text.remove_prefix(1);
  }
  return out;
}

std::string decode_transfer(std::string_view text, std::string_view encoding) {
  const std::string_view name = ascii::trim(encoding);
  if (ascii::starts_with(name, "base64")) return decode_base64(text);
  if (ascii::starts_with(name, "quoted-printable")) return decode_quoted_printable(text);
  return std::string(text);
}

std::string encode_base64(std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto at = [&](std::size_t k) {
      return i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : std::uint32_t{0};
    };
    const std::uint32_t group = at(0) << 16U | at(1) << 8U | at(2);
    for (unsigned k = 0; k < 4; ++k) out += i + k <= bytes.size() ? kBase64[(group >> (18U - 6U * k)) & 63U] : '=';
  }
  return out;
}

std::string encode_quoted_printable(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  const auto put = [&](std::string_view piece) {
    if (column + piece.size() > 75) {
      out += "=\r\n";
      column = 0;
    }
    out += piece;
    column += piece.size();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool line_end = i + 1 == text.size() || text[i + 1] == '\n';
    if (byte == '\n') {
      out += "\r\n";
      column = 0;
    } else if ((byte > 0x20 && byte < 0x7F && byte != '=') || (ascii::is_blank(text[i]) && !line_end)) {
      put(text.substr(i, 1));
    } else {
      const std::array<char, 3> escaped = {'=', kHex[byte >> 4U], kHex[byte & 15U]};
      put({escaped.data(), escaped.size()});
    }
  }
  return out;
}

}  // namespace ajar
