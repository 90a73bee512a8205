// Any bytes: a mail, an mbox, an address list, a header. What was read must be clean, and what is written must read
// back.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "filters/charset.h"
#include "filters/message_parser.h"
#include "filters/message_writer.h"

namespace {

using namespace ajar;

constexpr Instant kNow{std::chrono::seconds(1'800'000'000)};

void require(bool holds) {
  if (!holds) std::abort();
}

void check_header_text(std::string_view text) {
  require(is_valid_utf8(text));
  for (const char c : text) require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
}

void check_message(const Message& message) {
  require(is_valid_utf8(message.text));
  require(message.text.find('\r') == std::string::npos);
  require(message.received <= kNow);
  require(!message.identity.empty());
  for (const Header& header : message.headers) check_header_text(header.value);
  check_header_text(message.envelope.subject);
  for (const auto* list : {&message.envelope.from, &message.envelope.to, &message.envelope.cc})
    for (const Address& address : *list) {
      check_header_text(address.name);
      check_header_text(address.email);
    }
}

/// An answer to the mail, as hostile as the mail made it, is refused or has no more than the ten header fields.
void answer(const Message& message) {
  OutgoingMessage reply;
  reply.from = {message.envelope.subject, "sam@example.org"};
  reply.to = message.envelope.from;
  reply.subject = "Re: " + message.envelope.subject;
  reply.date = kNow;
  reply.message_id = "fuzz@example.org";
  reply.in_reply_to = message.envelope.message_id;
  reply.references = message.envelope.references;
  reply.body = message.text.substr(0, 20'000);
  const auto bytes = write_message(reply);
  if (!bytes) return;
  const auto read = parse_message(*bytes, std::nullopt, kNow);
  require(read && read->headers.size() <= 10);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (const auto message = parse_message(bytes, std::nullopt, kNow)) {
    check_message(*message);
    answer(*message);
  }
  for (const auto mail : split_mbox(bytes)) require(unquote_mbox(mail).size() <= mail.size());
  parse_addresses(bytes.substr(0, 5'000));
  check_header_text(decode_header_text(bytes.substr(0, 5'000)));
  return 0;
}
