#include "filters/message_parser.h"

#include <gtest/gtest.h>

namespace ajar {
namespace {

const Instant kNow = parse_rfc3339("2026-11-25T12:00:00Z").value();

Message read(std::string_view bytes) { return parse_message(bytes, std::nullopt, kNow).value(); }

TEST(MessageParser, ReadsAPlainMail) {
  const Message mail = read(
      "From: \"Rivera, Sam\" <sam@Example.ORG>\r\nTo: undisclosed-recipients:;\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\n"
      "Message-ID: <a@b>\r\nDate: Tue, 24 Nov 2026 09:00:00 +0100\r\n\r\nHello\r\nthere\r\n");
  EXPECT_EQ(mail.envelope.from, (std::vector<Address>{{"Rivera, Sam", "sam@example.org"}}));
  EXPECT_TRUE(mail.envelope.to.empty());
  EXPECT_EQ(mail.envelope.subject, "Grüße");
  EXPECT_EQ(mail.text, "Hello\nthere\n");
  EXPECT_EQ(mail.identity, "a@b");
}

TEST(MessageParser, ReadsThePartsOfACutMail) {
  const Message mail = read(
      "From: a@example.org\nContent-Type: multipart/alternative; boundary=xx\n\npreamble\n--xx\nContent-Type: "
      "text/plain\nContent-Transfer-Encoding: base64\n\nSGVsbG8g\ndGhlcmU=\n--xx\nContent-Type: text/html\n\n<p>Hel");
  EXPECT_EQ(mail.text, "Hello there");
}

}  // namespace
}  // namespace ajar
