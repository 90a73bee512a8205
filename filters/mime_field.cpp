#include "filters/mime_field.h"

#include <algorithm>

#include "filters/ascii.h"
#include "filters/charset.h"
#include "filters/encoded_word.h"

namespace ajar {
namespace {

constexpr std::size_t kMostParameters = 40;

/// "name*1*" taken apart (RFC 2231).
struct RawParameter {
  std::string name;
  int section = 0;
  bool extended = false;
  std::string value;
};

void skip_blanks_and_comments(std::string_view& text) {
  int depth = 0;
  while (!text.empty()) {
    const char c = text.front();
    if (c == '(') {
      ++depth;
    } else if (depth > 0 && c == ')') {
      --depth;
    } else if (depth == 0 && !ascii::is_space(c)) {
      return;
    }
    text.remove_prefix(1);
  }
}

std::string take_quoted(std::string_view& text) {
  std::string out;
  text.remove_prefix(1);
  while (!text.empty() && text.front() != '"') {
    if (text.front() == '\\' && text.size() > 1) text.remove_prefix(1);
    out += text.front();
    text.remove_prefix(1);
  }
  if (!text.empty()) text.remove_prefix(1);
  return out;
}

std::string take_until(std::string_view& text, std::string_view stops) {
  const std::size_t size = std::min(text.find_first_of(stops), text.size());
  const std::string out(ascii::trim(text.substr(0, size)));
  text.remove_prefix(size);
  return out;
}

RawParameter split_name(std::string name) {
  RawParameter raw;
  if (!name.empty() && name.back() == '*') {
    raw.extended = true;
    name.pop_back();
  }
  if (const auto star = name.rfind('*');
      star != std::string::npos && star + 1 < name.size() && star + 4 > name.size()) {
    for (std::size_t i = star + 1; i < name.size() && ascii::is_digit(name[i]); ++i)
      raw.section = raw.section * 10 + (name[i] - '0');
    name.resize(star);
  }
  raw.name = ascii::lower(name);
  return raw;
}

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? ascii::hex_value(text[i + 1]) : -1;
    const int low = high >= 0 ? ascii::hex_value(text[i + 2]) : -1;
    out += low >= 0 ? static_cast<char>(high * 16 + low) : text[i];
    if (low >= 0) i += 2;
  }
  return out;
}

/// "utf-8'en'na%C3%AFve" in parts: the charset stands before the first of them.
std::string join_sections(const std::vector<RawParameter>& parts) {
  std::string charset;
  std::string bytes;
  bool extended = false;
  for (const RawParameter& part : parts) {
    std::string_view value = part.value;
    if (part.extended && bytes.empty() && charset.empty()) {
      const auto first = value.find('\'');
      const auto second = first == std::string_view::npos ? first : value.find('\'', first + 1);
      if (second != std::string_view::npos) {
        charset = value.substr(0, first);
        value.remove_prefix(second + 1);
      }
    }
    extended = extended || part.extended;
    bytes += part.extended ? percent_decoded(value) : std::string(value);
  }
  return extended ? decode_encoded_words(to_utf8(bytes, charset)) : decode_encoded_words(bytes);
}

}  // namespace

std::string_view MimeField::parameter(std::string_view name) const {
  for (const auto& [key, text] : parameters)
    if (key == name) return text;
  return {};
}

MimeField parse_mime_field(std::string_view text) {
  MimeField field;
  skip_blanks_and_comments(text);
  field.value = ascii::lower(take_until(text, ";("));
  std::vector<RawParameter> raw;
  while (!text.empty() && raw.size() < kMostParameters) {
    skip_blanks_and_comments(text);
    if (text.empty()) break;
    if (text.front() == ';') {
      text.remove_prefix(1);
      continue;
    }
    RawParameter parameter = split_name(take_until(text, "=;"));
    if (text.empty() || text.front() == ';') continue;
    text.remove_prefix(1);
    skip_blanks_and_comments(text);
    parameter.value = !text.empty() && text.front() == '"' ? take_quoted(text) : take_until(text, ";");
    raw.push_back(std::move(parameter));
  }
  std::stable_sort(raw.begin(), raw.end(), [](const RawParameter& a, const RawParameter& b) {
    return a.name != b.name ? a.name < b.name : a.section < b.section;
  });
  for (std::size_t i = 0; i < raw.size();) {
    std::vector<RawParameter> parts{raw[i]};
    std::size_t next = i + 1;
    for (; next < raw.size() && raw[next].name == raw[i].name; ++next)
      if (raw[next].section > parts.back().section) parts.push_back(raw[next]);
    field.parameters.emplace_back(raw[i].name, join_sections(parts));
    i = next;
  }
  return field;
}

}  // namespace ajar
