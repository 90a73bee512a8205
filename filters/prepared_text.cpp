#include "filters/prepared_text.h"

#include <array>

#include "filters/ascii.h"
#include "filters/charset.h"

namespace ajar {
namespace {

bool is_quote(std::string_view line) { return !line.empty() && (line.front() == '>' || line.front() == '|'); }

/// Words by one space, sentences by "\n".
std::string in_sentences(std::string_view paragraph) {
  std::string out;
  for (const char c : paragraph) {
    if (!ascii::is_space(c)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ' && out.back() != '\n') {
      out += out.back() == '.' || out.back() == '!' || out.back() == '?' ? '\n' : ' ';
    }
  }
  while (!out.empty() && ascii::is_space(out.back())) out.pop_back();
  return out;
}

void append(std::string& out, std::string_view paragraph) {
  const std::string sentences = in_sentences(paragraph);
  if (sentences.empty()) return;
  if (!out.empty()) out += "\n\n";
  out += sentences;
}

}  // namespace

std::string strip_subject_prefixes(std::string_view subject) {
  constexpr std::array<std::string_view, 15> prefixes = {
      "re:", "fwd:", "fw:", "aw:",   "wg:",  "sv:",  "vs:",       "rv:",
      "tr:", "r:",   "i:",  "antw:", "res:", "enc:", "[external]"};
  std::string_view rest = ascii::trim(subject);
  for (bool found = true; found;) {
    found = false;
    for (const auto prefix : prefixes)
      if (!found && ascii::starts_with(rest, prefix)) {
        rest = ascii::trim(rest.substr(prefix.size()));
        found = true;
      }
  }
  return std::string(rest);
}

PreparedText prepare_text(const Message& message) {
  PreparedText prepared;
  prepared.subject = strip_subject_prefixes(clean_text(message.envelope.subject));
  const std::string text = clean_text(message.text);
  std::string_view rest = text;
  std::string paragraph;
  std::string quoted;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line == "-- ") break;
    if (is_quote(line)) {
      quoted.append(line.substr(1)).append("\n");
    } else if (ascii::trim(line).empty()) {
      append(prepared.body, paragraph);
      paragraph.clear();
    } else {
      paragraph.append(line).append("\n");
    }
  }
  append(prepared.body, paragraph);
  append(prepared.quoted, quoted);
  prepared.opening_end = std::min<std::size_t>(prepared.body.size(), 600);
  return prepared;
}

std::vector<std::string_view> sentences_of(std::string_view body) {
  std::vector<std::string_view> sentences;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('\n'), body.size());
    if (end > 0) sentences.push_back(body.substr(0, end));
    body.remove_prefix(std::min(end + 1, body.size()));
  }
  return sentences;
}

std::size_t count_words(std::string_view text) {
  std::size_t count = 0;
  bool in_word = false;
  for (const char c : text) {
    const bool letter = ascii::is_alnum(c) || static_cast<unsigned char>(c) >= 0x80;
    count += letter && !in_word ? 1 : 0;
    in_word = letter || (in_word && (c == '\'' || c == '-'));
  }
  return count;
}

}  // namespace ajar
