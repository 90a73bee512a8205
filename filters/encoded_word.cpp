#include "filters/encoded_word.h"

#include <optional>

#include "filters/ascii.h"
#include "filters/charset.h"
#include "filters/transfer_encoding.h"

namespace ajar {
namespace {

struct EncodedWord {
  std::string charset;
  std::string bytes;
};

std::string decode_q(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '=' && i + 2 < text.size() ? ascii::hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? ascii::hex_value(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i] == '_' ? ' ' : text[i];
    }
  }
  return out;
}

/// Takes "=?charset*language?B?...?=" from the front of `text`.
std::optional<EncodedWord> take_word(std::string_view& text) {
  constexpr std::size_t longest_charset = 60;
  if (text.substr(0, 2) != "=?") return std::nullopt;
  const auto charset_end = text.substr(0, longest_charset).find('?', 2);
  if (charset_end == std::string_view::npos || charset_end + 3 > text.size() || text[charset_end + 2] != '?')
    return std::nullopt;
  std::string_view charset = text.substr(2, charset_end - 2);
  if (charset.empty() || charset.find_first_of(" \t\r\n") != std::string_view::npos) return std::nullopt;
  const char encoding = ascii::to_lower(text[charset_end + 1]);
  if (encoding != 'b' && encoding != 'q') return std::nullopt;
  const std::string_view rest = text.substr(charset_end + 3);
  const auto end = rest.find("?=");
  if (end == std::string_view::npos) return std::nullopt;
  EncodedWord word;
  word.charset = ascii::lower(charset.substr(0, charset.find('*')));
  word.bytes = encoding == 'b' ? decode_base64(rest.substr(0, end)) : decode_q(rest.substr(0, end));
  text = rest.substr(end + 2);
  return word;
}

/// Bytes of one character at the front of valid UTF-8.
std::size_t character_size(std::string_view utf8) {
  std::size_t size = 1;
  while (size < utf8.size() && (static_cast<unsigned char>(utf8[size]) & 0xC0U) == 0x80) ++size;
  return size;
}

/// C1 controls and the characters that turn the direction of text.
bool is_control(std::string_view character) {
  if (character.size() == 2) return character >= "\u0080" && character <= "\u009F";
  return (character >= "\u202A" && character <= "\u202E") || (character >= "\u2066" && character <= "\u2069") ||
         character == "\u200E" || character == "\u200F";
}

std::string encode_q(std::string_view bytes) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (ascii::is_alnum(c)) {
      out += c;
    } else if (c == ' ') {
      out += '_';
    } else {
      out += '=';
      out += hex[byte >> 4U];
      out += hex[byte & 15U];
    }
  }
  return out;
}

}  // namespace

std::string decode_encoded_words(std::string_view raw) {
  if (is_plain_header_text(raw)) return std::string(raw);
  std::string out;
  EncodedWord pending;  // words that follow each other in one charset are decoded together
  bool has_pending = false;
  const auto flush = [&] {
    if (has_pending) out += to_utf8(pending.bytes, pending.charset);
    has_pending = false;
  };
  std::string_view blanks;  // between two words they do not count
  while (!raw.empty()) {
    const std::string_view before = raw;
    if (auto word = take_word(raw)) {
      if (!has_pending) out += blanks;
      if (has_pending && pending.charset == word->charset) {
        pending.bytes += word->bytes;
      } else {
        flush();
        pending = std::move(*word);
        has_pending = true;
      }
      blanks = {};
      continue;
    }
    const std::size_t blank_run = std::min(before.find_first_not_of(" \t\r\n"), before.size());
    if (blank_run > 0) {
      blanks = before.substr(0, blank_run);
      raw.remove_prefix(blank_run);
      continue;
    }
    flush();
    out += blanks;
    blanks = {};
    std::size_t text_run = 1;
    while (text_run < before.size() && !ascii::is_space(before[text_run]) && before.substr(text_run, 2) != "=?")
      ++text_run;
    out += to_utf8(before.substr(0, text_run), "");
    raw.remove_prefix(text_run);
  }
  flush();
  return one_line(out);
}

std::string one_line(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c < 0x7F) {
      out += text[i];
    } else if (ascii::is_space(text[i])) {
      if (out.empty() || out.back() != ' ') out += ' ';
    } else if (c >= 0x80) {
      const std::string_view character = text.substr(i, character_size(text.substr(i)));
      const bool line_end = character == "\u2028" || character == "\u2029";
      if (line_end) out += ' ';
      if (!line_end && !is_control(character)) out += character;
      i += character.size() - 1;
    }
  }
  return out;
}

std::string encode_words(std::string_view utf8) {
  constexpr std::string_view start_q = "=?UTF-8?Q?";
  constexpr std::string_view start_b = "=?UTF-8?B?";
  constexpr std::size_t room = 64 - start_q.size() - 2;  // RFC 2047 allows 75; "Subject: " stands before the first
  const bool use_b = encode_q(utf8).size() > encode_base64(utf8).size();
  std::string out;
  std::size_t from = 0;
  std::size_t size = 0;
  const auto encoded = [&](std::size_t length) {
    const std::string_view piece = utf8.substr(from, length);
    return use_b ? encode_base64(piece) : encode_q(piece);
  };
  const auto put = [&] {
    if (!out.empty()) out += ' ';
    out += use_b ? start_b : start_q;
    out += encoded(size);
    out += "?=";
    from += size;
    size = 0;
  };
  while (from + size < utf8.size()) {
    const std::size_t next = character_size(utf8.substr(from + size));
    if (size > 0 && encoded(size + next).size() > room) put();
    size += next;
  }
  if (size > 0) put();
  return out;
}

bool is_plain_header_text(std::string_view text) {
  for (const char c : text)
    if (c < 0x20 || c == 0x7F) return false;  // a signed char above 127 is negative
  return text.find("=?") == std::string_view::npos;
}

}  // namespace ajar
