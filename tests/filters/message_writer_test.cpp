#include "filters/message_writer.h"

#include <gtest/gtest.h>

#include "filters/message_parser.h"

namespace ajar {
namespace {

OutgoingMessage small_mail() {
  OutgoingMessage mail;
  mail.from = {"Sam Rivera", "sam.rivera@example.org"};
  mail.to = {{"Ana Kovač", "ana@employer.example"}};
  mail.subject = "Re: Interview";
  mail.date = parse_rfc3339("2026-11-25T17:06:28Z").value();
  mail.time_zone = "Europe/Berlin";
  mail.message_id = "a1@example.org";
  mail.in_reply_to = "b2@employer.example";
  mail.references = {"c3@example.org", "b2@employer.example"};
  mail.body = "Dear Ana,\n\nThank you.\n\nBest regards,\nSam";
  return mail;
}

TEST(MessageWriter, WritesExactlyTheseBytes) {
  EXPECT_EQ(write_message(small_mail()).value(),
            "From: Sam Rivera <sam.rivera@example.org>\r\n"
            "To: =?UTF-8?Q?Ana_Kova=C4=8D?= <ana@employer.example>\r\n"
            "Subject: Re: Interview\r\n"
            "Date: Wed, 25 Nov 2026 18:06:28 +0100\r\n"
            "Message-ID: <a1@example.org>\r\n"
            "In-Reply-To: <b2@employer.example>\r\n"
            "References: <c3@example.org> <b2@employer.example>\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8; format=flowed\r\n"
            "Content-Transfer-Encoding: 7bit\r\n"
            "\r\n"
            "Dear Ana,\r\n\r\nThank you.\r\n\r\nBest regards,\r\nSam\r\n");
}

TEST(MessageWriter, KeepsTheSoftBreaksOfAFlowedBodyThatIsNotAscii) {
  OutgoingMessage mail = small_mail();
  mail.body = "Für das Gespräch über die neue Fischtreppe in Ellern danke ich Ihnen und auch Ihrem Team sehr herzlich.";
  const auto bytes = write_message(mail);
  ASSERT_TRUE(bytes) << bytes.error().what;
  EXPECT_EQ(parse_message(*bytes, std::nullopt, mail.date)->text, mail.body + "\n");
}

TEST(MessageWriter, RefusesAMailWithoutAnAddressInTo) {
  OutgoingMessage mail = small_mail();
  mail.to.clear();
  ASSERT_FALSE(write_message(mail));
  EXPECT_EQ(write_message(mail).error().what, "the mail cannot be written: there is no address in To");
}

}  // namespace
}  // namespace ajar
