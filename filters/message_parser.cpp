#include "filters/message_parser.h"

#include <algorithm>

#include "filters/ascii.h"
#include "filters/body_text.h"
#include "filters/charset.h"
#include "filters/encoded_word.h"
#include "filters/mime_part.h"
#include "filters/sha256.h"

namespace ajar {
namespace {

constexpr std::size_t kLongestId = 998;

/// The <ids> of a field; words with an '@' where there are no brackets. Blanks inside an id come from bad folding.
std::vector<std::string> read_ids(std::string_view value) {
  std::vector<std::string> ids;
  const auto add = [&](std::string_view raw) {
    std::string id;
    for (const char c : raw)
      if (c > ' ' && c != '<' && c != '>' && c != 0x7F) id += c;
    if (!id.empty() && id.size() <= kLongestId && std::find(ids.begin(), ids.end(), id) == ids.end())
      ids.push_back(std::move(id));
  };
  const bool brackets = value.find('<') != std::string_view::npos;
  while (!value.empty() && ids.size() < 500) {
    const std::size_t start = brackets ? value.find('<') : value.find_first_not_of(" \t\r\n,");
    if (start == std::string_view::npos) break;
    value.remove_prefix(start);
    const std::size_t end = std::min(brackets ? value.find('>') : value.find_first_of(" \t\r\n,"), value.size());
    if (brackets || value.substr(0, end).find('@') != std::string_view::npos) add(value.substr(0, end));
    value.remove_prefix(end);
  }
  return ids;
}

void read_field(const RawField& field, Envelope& envelope) {
  const std::string_view value = field.value;
  const auto first = [](auto& slot, auto read) {
    if (slot.empty()) slot = std::move(read);
  };
  if (field.name == "from") {
    first(envelope.from, parse_addresses(value));
  } else if (field.name == "to") {
    first(envelope.to, parse_addresses(value));
  } else if (field.name == "cc") {
    first(envelope.cc, parse_addresses(value));
  } else if (field.name == "sender") {
    first(envelope.sender, parse_addresses(value));
  } else if (field.name == "reply-to") {
    first(envelope.reply_to, parse_addresses(value));
  } else if (field.name == "in-reply-to") {
    first(envelope.in_reply_to, read_ids(value));
  } else if (field.name == "references") {
    first(envelope.references, read_ids(value));
  } else if (field.name == "subject") {
    first(envelope.subject, std::string(ascii::trim(decode_encoded_words(value))));
  } else if (field.name == "date") {
    if (!envelope.date) envelope.date = parse_mail_date(value);
  } else if (field.name == "message-id") {
    auto ids = read_ids(value);
    if (ids.empty() && !ascii::trim(value).empty()) ids = read_ids("<" + std::string(ascii::trim(value)) + ">");
    if (envelope.message_id.empty() && !ids.empty()) envelope.message_id = to_utf8(ids.front(), "");
  }
}

/// The topmost Received header was written last, by the user's own server.
std::optional<Instant> newest_received(const std::vector<RawField>& fields) {
  for (const RawField& field : fields) {
    if (field.name != "received") continue;
    const auto semicolon = field.value.rfind(';');
    if (semicolon == std::string::npos) continue;
    if (auto at = parse_mail_date(std::string_view(field.value).substr(semicolon + 1))) return at;
  }
  return std::nullopt;
}

void read_body(Message& message, std::vector<RawField> fields, std::string_view body) {
  const auto root = read_parts(std::move(fields), body);
  if (!root) {
    message.headers_only = true;
    return;
  }
  BodyText read = choose_body_text(*root);
  message.text = std::move(read.text);
  message.text_from_html = read.from_html;
  message.is_report = read.is_report;
  message.has_calendar = read.has_calendar;
  message.attachment_names = std::move(read.attachment_names);
}

}  // namespace

std::string content_identity(const Message& message) {
  const Envelope& envelope = message.envelope;
  std::string bytes = envelope.date ? format_rfc3339(*envelope.date) : std::string("-");
  for (const Address& address : envelope.from) bytes += "\n" + ascii::lower(address.email);
  bytes += "\n" + envelope.subject + "\n" + message.text;
  return "sha256:" + sha256_hex(bytes);
}

Result<Message> parse_message(std::string_view bytes, std::optional<Instant> internal_date, Instant now) {
  HeaderBlock block = read_header_block(bytes);
  if (block.fields.empty())
    return fail(ErrorKind::message, "this is no mail: it has no header",
                "a mail starts with lines such as From: and Subject:");
  Message message;
  message.headers.reserve(block.fields.size());
  for (const RawField& field : block.fields) {
    read_field(field, message.envelope);
    message.headers.push_back({to_utf8(field.name, ""), decode_encoded_words(field.value)});
  }
  const auto received = internal_date ? internal_date : newest_received(block.fields);
  message.received = std::min(received.value_or(message.envelope.date.value_or(now)), now);
  if (block.too_long) {
    message.headers_only = true;
  } else {
    read_body(message, std::move(block.fields), bytes.substr(block.body_start));
  }
  message.identity = message.envelope.message_id.empty() ? content_identity(message) : message.envelope.message_id;
  return message;
}

std::string decode_header_text(std::string_view raw) { return decode_encoded_words(raw); }

}  // namespace ajar
