// split_mbox and unquote_mbox of message_parser.h.
#include "filters/ascii.h"
#include "filters/message_parser.h"

namespace ajar {
namespace {

std::string_view line_at(std::string_view text, std::size_t at) {
  std::string_view line = text.substr(at, std::min(text.find('\n', at), text.size()) - at);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

/// "Name:" in front, or another "From " line (some archives have two).
bool looks_like_header(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return ascii::starts_with(line, ">From ");
  for (const char c : line.substr(0, colon))
    if (c <= ' ' || c > '~') return false;
  return true;
}

/// "From sam@example.org Wed Nov 25 18:06:28 2026": the words must end in a date, so that a sentence that starts with
/// "From " is no separator.
bool is_separator(std::string_view mbox, std::size_t at) {
  const std::string_view line = line_at(mbox, at);
  if (line.substr(0, 5) != "From " || line.size() > 1000) return false;
  const auto colon = line.find(':');
  const bool has_time = colon != std::string_view::npos && colon > 5 && colon + 2 < line.size() &&
                        ascii::is_digit(line[colon - 1]) && ascii::is_digit(line[colon + 1]) &&
                        ascii::is_digit(line[colon + 2]);
  if (!has_time || !parse_mail_date(line.substr(5))) return false;
  const std::size_t next = std::min(mbox.find('\n', at), mbox.size() - 1) + 1;
  return next >= mbox.size() || looks_like_header(line_at(mbox, next));
}

bool follows_blank_line(std::string_view mbox, std::size_t at) {
  if (at == 0) return true;
  const std::string_view before = mbox.substr(0, at);
  return before == "\n" || before == "\r\n" || before.ends_with("\n\n") || before.ends_with("\n\r\n");
}

/// Without the separator line in front and the empty line that ends it.
std::string_view message_between(std::string_view mbox, std::size_t from, std::size_t to) {
  std::string_view message = mbox.substr(from, to - from);
  if (message.substr(0, 5) == "From ") message.remove_prefix(std::min(message.find('\n'), message.size() - 1) + 1);
  if (message.ends_with("\r\n\r\n")) {
    message.remove_suffix(2);
  } else if (message.ends_with("\n\n")) {
    message.remove_suffix(1);
  }
  return message;
}

}  // namespace

std::vector<std::string_view> split_mbox(std::string_view mbox) {
  std::vector<std::string_view> messages;
  if (ascii::trim(mbox).empty()) return messages;
  std::size_t start = 0;
  for (auto at = mbox.find("\nFrom "); at != std::string_view::npos; at = mbox.find("\nFrom ", at + 1)) {
    if (!follows_blank_line(mbox, at + 1) || !is_separator(mbox, at + 1)) continue;
    if (!ascii::trim(mbox.substr(start, at - start)).empty()) messages.push_back(message_between(mbox, start, at + 1));
    start = at + 1;
  }
  messages.push_back(message_between(mbox, start, mbox.size()));
  return messages;
}

std::string unquote_mbox(std::string_view message) {
  if (message.find(">From ") == std::string_view::npos) return std::string(message);
  std::string out;
  out.reserve(message.size());
  while (!message.empty()) {
    const std::size_t size = std::min(message.find('\n'), message.size() - 1) + 1;
    const std::string_view line = message.substr(0, size);
    const auto quotes = line.find_first_not_of('>');
    const bool quoted = line.front() == '>' && quotes != std::string_view::npos && line.substr(quotes, 5) == "From ";
    out += quoted ? line.substr(1) : line;
    message.remove_prefix(size);
  }
  return out;
}

}  // namespace ajar
