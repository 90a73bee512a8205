#include "filters/charset.h"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/utf8.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <memory>

#include "filters/ascii.h"

namespace ajar {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Length of the run of ASCII at the front, eight bytes at a time.
std::size_t ascii_run(std::string_view text) {
  std::size_t i = 0;
  for (; i + 8 <= text.size(); i += 8) {
    std::uint64_t block;
    std::memcpy(&block, text.data() + i, 8);
    if ((block & 0x8080808080808080U) != 0) break;
  }
  while (i < text.size() && static_cast<unsigned char>(text[i]) < 0x80) ++i;
  return i;
}

/// Takes one code point from the front (at least one byte); -1 for a bad sequence.
UChar32 take_code_point(std::string_view& text) {
  int32_t i = 0;
  const auto size = static_cast<int32_t>(std::min<std::size_t>(text.size(), 8));
  UChar32 c = 0;
  U8_NEXT(reinterpret_cast<const uint8_t*>(text.data()), i, size, c);
  text.remove_prefix(static_cast<std::size_t>(i));
  return c;
}

void append_code_point(std::string& out, UChar32 c) {
  std::array<char, 4> bytes{};
  int32_t i = 0;
  U8_APPEND_UNSAFE(bytes.data(), i, c);
  out.append(bytes.data(), static_cast<std::size_t>(i));
}

std::string repair_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t run = ascii_run(text);
    out.append(text.substr(0, run));
    text.remove_prefix(run);
    if (text.empty()) break;
    const UChar32 c = take_code_point(text);
    if (c < 0) {
      out += kReplacement;
    } else {
      append_code_point(out, c);
    }
  }
  return out;
}

/// How much of a text that is not ASCII is UTF-8.
struct Utf8Count {
  std::size_t good = 0;
  std::size_t bad = 0;
};

Utf8Count count_utf8(std::string_view text) {
  Utf8Count count;
  while (!text.empty()) {
    text.remove_prefix(ascii_run(text));
    if (text.empty()) break;
    ++(take_code_point(text) < 0 ? count.bad : count.good);
  }
  return count;
}

/// Bytes 0x80 to 0x9F of windows-1252 (WHATWG).
constexpr std::array<char16_t, 32> kWindows1252 = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                                   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

std::string from_windows_1252(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    if (value < 0x80) {
      out += byte;
    } else {
      append_code_point(out, value < 0xA0 ? kWindows1252[value - 0x80U] : value);
    }
  }
  return out;
}

/// Names that mail uses and ICU does not know, or means too narrowly.
struct Alias {
  std::string_view name;
  std::string_view icu;
};
constexpr std::array<Alias, 8> kAliases = {{{"gb2312", "gb18030"},
                                            {"gbk", "gb18030"},
                                            {"x-gbk", "gb18030"},
                                            {"ks_c_5601-1987", "windows-949"},
                                            {"euc-kr", "windows-949"},
                                            {"shift_jis", "ibm-943_P15A-2003"},
                                            {"x-sjis", "ibm-943_P15A-2003"},
                                            {"iso-8859-8-i", "iso-8859-8"}}};

std::string from_icu(std::string_view bytes, const std::string& charset) {
  UErrorCode status = U_ZERO_ERROR;
  std::string name = charset;
  for (const Alias& alias : kAliases)
    if (charset == alias.name) name = alias.icu;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> from(ucnv_open(name.c_str(), &status), &ucnv_close);
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> to(ucnv_open("UTF-8", &status), &ucnv_close);
  if (U_FAILURE(status)) return {};
  std::string out;
  std::array<char, 4096> chunk;
  std::array<UChar, 1024> pivot;
  UChar* pivot_source = pivot.data();
  UChar* pivot_target = pivot.data();
  const char* source = bytes.data();
  const char* end = source + bytes.size();
  bool start = true;
  do {
    status = U_ZERO_ERROR;
    char* target = chunk.data();
    ucnv_convertEx(to.get(), from.get(), &target, chunk.data() + chunk.size(), &source, end, pivot.data(),
                   &pivot_source, &pivot_target, pivot.data() + pivot.size(), start, true, &status);
    out.append(chunk.data(), target);
    start = false;
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  return U_SUCCESS(status) ? out : std::string{};
}

enum class Kind { utf8, latin, other };

Kind kind_of(const std::string& charset) {
  constexpr std::array<std::string_view, 4> utf8 = {"utf-8", "utf8", "unicode-1-1-utf-8", "unicode"};
  constexpr std::array<std::string_view, 11> latin = {"",          "us-ascii",   "ascii",       "iso-8859-1",
                                                      "iso8859-1", "iso_8859-1", "latin1",      "windows-1252",
                                                      "cp1252",    "x-unknown",  "unknown-8bit"};
  for (const auto name : utf8)
    if (charset == name) return Kind::utf8;
  for (const auto name : latin)
    if (charset == name) return Kind::latin;
  return Kind::other;
}

/// UTF-8 if most of what is not ASCII reads as UTF-8 (a cut or damaged character is no reason to doubt the rest).
std::string guess(std::string_view bytes) {
  const Utf8Count count = count_utf8(bytes);
  if (count.bad == 0) return std::string(bytes);
  return count.good > count.bad ? repair_utf8(bytes) : from_windows_1252(bytes);
}

/// What clean_text() makes of one code point: itself, another one, or nothing (0).
UChar32 cleaned(UChar32 c) {
  if (c < 0x20) return c == '\n' ? c : c == '\t' || c == '\v' || c == '\f' ? ' ' : 0;
  if (c < 0x7F) return c;
  if (c < 0xA0) return c == 0x85 ? '\n' : 0;
  switch (c) {
    case 0xA0:
    case 0x1680:
    case 0x202F:
    case 0x205F:
    case 0x3000:
      return ' ';
    case 0xAD:
    case 0x034F:
    case 0x061C:
    case 0x115F:
    case 0x1160:
    case 0x17B4:
    case 0x17B5:
    case 0x180E:
    case 0x2060:
    case 0x3164:
    case 0xFEFF:
    case 0xFFA0:
      return 0;
    case 0xB4:
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2032:
    case 0x2039:
    case 0x203A:
    case 0x02BC:
    case 0x02B9:
    case 0xFF07:
      return '\'';
    case 0xAB:
    case 0xBB:
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x201F:
    case 0x2033:
    case 0xFF02:
      return '"';
    case 0x2212:
    case 0xFE58:
    case 0xFE63:
    case 0xFF0D:
      return '-';
    case 0x2028:
    case 0x2029:
      return '\n';
    default:
      break;
  }
  if (c >= 0x2000 && c <= 0x200A) return ' ';
  if (c >= 0x2010 && c <= 0x2015) return '-';
  const bool invisible = (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2061 && c <= 0x206F) ||
                         (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0000 && c <= 0xE0FFF);
  return invisible ? 0 : c;
}

std::string to_nfc(std::string text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status) || nfc->isNormalizedUTF8(text, status)) return text;
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  status = U_ZERO_ERROR;
  nfc->normalizeUTF8(0, text, sink, nullptr, status);
  return U_SUCCESS(status) ? out : text;
}

/// Letters that have no canonical decomposition, as comparison_key() writes them.
std::string_view without_stroke(UChar32 c) {
  switch (c) {
    case 0xF8:
      return "o";
    case 0x142:
      return "l";
    case 0x111:
      return "d";
    case 0x127:
      return "h";
    case 0xE6:
      return "ae";
    case 0x153:
      return "oe";
    case 0xF0:
      return "d";
    case 0xFE:
      return "th";
    case 0x131:
      return "i";
    default:
      return {};
  }
}

}  // namespace

std::string to_utf8(std::string_view bytes, std::string_view charset) {
  if (ascii_run(bytes) == bytes.size()) {
    // Escaping charsets (ISO-2022-*, HZ, UTF-7, UTF-16) hide text in ASCII bytes.
    const bool escapes = bytes.find('\x1B') != std::string_view::npos || bytes.find('\0') != std::string_view::npos ||
                         ascii::starts_with(charset, "utf-7") || ascii::starts_with(charset, "hz");
    if (!escapes) return std::string(bytes);
  }
  const std::string name = ascii::lower(ascii::trim(charset));
  const Kind kind = kind_of(name);
  if (kind == Kind::other) {
    std::string converted = from_icu(bytes, name);
    if (!converted.empty()) return converted;
  }
  return guess(bytes);
}

bool is_valid_utf8(std::string_view text) { return count_utf8(text).bad == 0; }

std::size_t count_code_points(std::string_view utf8) {
  std::size_t count = ascii_run(utf8);
  for (const char c : utf8.substr(count)) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80 ? 1 : 0;
  return count;
}

std::string_view first_code_points(std::string_view utf8, std::size_t most) {
  std::size_t end = 0;
  for (std::size_t count = 0; end < utf8.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(utf8[end]) & 0xC0U) != 0x80;
    if (begins && count++ == most) break;
  }
  return utf8.substr(0, end);
}

std::string fold_case(std::string_view utf8) {
  if (ascii_run(utf8) == utf8.size()) return ascii::lower(utf8);
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  UErrorCode status = U_ZERO_ERROR;
  icu::CaseMap::utf8Fold(0, {utf8.data(), static_cast<int32_t>(utf8.size())}, sink, nullptr, status);
  return U_SUCCESS(status) ? out : std::string(utf8);
}

std::string clean_text(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  bool may_compose = false;
  while (!utf8.empty()) {
    std::size_t run = 0;
    while (run < utf8.size() && utf8[run] >= ' ' && utf8[run] < 0x7F) ++run;  // a signed char above 127 is negative
    out.append(utf8.substr(0, run));
    utf8.remove_prefix(run);
    if (utf8.empty()) break;
    if (utf8.front() == '\n') {
      out += '\n';
      utf8.remove_prefix(1);
      continue;
    }
    const UChar32 c = take_code_point(utf8);
    const UChar32 kept = c < 0 ? 0xFFFD : cleaned(c);
    if (kept == 0) continue;
    may_compose = may_compose || kept >= 0x300;
    append_code_point(out, kept);
  }
  return may_compose ? to_nfc(std::move(out)) : out;
}

std::string comparison_key(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkd = icu::Normalizer2::getNFKDInstance(status);
  const std::string folded = fold_case(utf8);
  std::string apart;
  icu::StringByteSink<std::string> sink(&apart);
  if (U_SUCCESS(status)) nfkd->normalizeUTF8(0, folded, sink, nullptr, status);
  std::string_view rest = U_SUCCESS(status) ? std::string_view(apart) : std::string_view(folded);
  std::string out;
  while (!rest.empty()) {
    const UChar32 c = take_code_point(rest);
    if (c == '\'' || c == 0x2019 || c == 0x2018 || c == 0xAD || (c >= 0x200B && c <= 0x200F)) continue;
    const int8_t type = c < 0 ? int8_t{U_UNASSIGNED} : u_charType(c);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK) continue;
    if (c >= 0 && (u_isalnum(c) || type == U_COMBINING_SPACING_MARK)) {
      const std::string_view plain = without_stroke(c);
      if (plain.empty()) {
        append_code_point(out, c);
      } else {
        out += plain;
      }
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace ajar
