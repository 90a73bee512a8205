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

Message read_back(const std::string& bytes) {
  return parse_message(bytes, std::nullopt, parse_rfc3339("2026-11-26T00:00:00Z").value()).value();
}

/// The lines of the finished bytes; fails on a bare CR or LF.
std::vector<std::string> lines_of(const std::string& bytes) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = bytes.find("\r\n", at);
    EXPECT_NE(end, std::string::npos);
    lines.push_back(bytes.substr(at, end - at));
    EXPECT_EQ(lines.back().find_first_of("\r\n"), std::string::npos);
    at = end + 2;
  }
  return lines;
}

TEST(MessageWriter, WritesAccentsAsEncodedWordsAndQuotedPrintable) {
  OutgoingMessage mail = small_mail();
  mail.from.name = "Zoë Ångström";
  mail.subject = "Re: Gespräch über die Stelle als Bäckerin in der Konditorei Müller & Söhne am 3. März";
  mail.body =
      "Sehr geehrte Frau Kovač,\n\nvielen Dank für das Gespräch über Öfen und Brötchen, das mir noch lange in "
      "Erinnerung bleiben wird; ich habe viel gelernt.\n\nMit freundlichen Grüßen\nZoë";
  const std::string bytes = write_message(mail).value();
  for (const std::string& line : lines_of(bytes)) {
    EXPECT_LE(line.size(), 78U) << line;
    for (const char c : line) EXPECT_GE(c, ' ') << line;
  }
  const Message back = read_back(bytes);
  EXPECT_EQ(back.envelope.from[0].name, "Zoë Ångström");
  EXPECT_EQ(back.envelope.subject, mail.subject);
  EXPECT_EQ(back.text, mail.body + "\n");
}

TEST(MessageWriter, QuotesNamesThatNeedIt) {
  OutgoingMessage mail = small_mail();
  mail.to = {{"Kovač, Ana (HR)", "ana@employer.example"},
             {"Rivera, Sam", "sam@example.org"},
             {"O\"Neil \\ Co", "o@x.example"}};
  const Message back = read_back(write_message(mail).value());
  EXPECT_EQ(back.envelope.to, mail.to);
}

TEST(MessageWriter, NeverFoldsInsideAnId) {
  OutgoingMessage mail = small_mail();
  mail.message_id = std::string(120, 'm') + "@example.org";
  mail.references.clear();
  for (int i = 0; i < 30; ++i) mail.references.push_back(std::string(60, 'r') + std::to_string(i) + "@example.org");
  mail.in_reply_to = mail.references.back();
  const Message back = read_back(write_message(mail).value());
  EXPECT_EQ(back.envelope.message_id, mail.message_id);
  EXPECT_EQ(back.envelope.references, mail.references);
}

TEST(MessageWriter, KeepsTheFirstAndTheNewestOfManyReferences) {
  OutgoingMessage mail = small_mail();
  mail.references.clear();
  for (int i = 0; i < 300; ++i) mail.references.push_back(std::to_string(i) + "@example.org");
  const Message back = read_back(write_message(mail).value());
  ASSERT_EQ(back.envelope.references.size(), 100U);
  EXPECT_EQ(back.envelope.references.front(), "0@example.org");
  EXPECT_EQ(back.envelope.references.back(), "299@example.org");
}

TEST(MessageWriter, BreaksFlowedLinesSoftly) {
  OutgoingMessage mail = small_mail();
  mail.body =
      "Thank you for the talk about the flaky tests and for the time that you and your team took on Monday.\n"
      "From here on I read the log first.\n> not a quote\n  indented\n-- \nSam";
  const std::string bytes = write_message(mail).value();
  EXPECT_NE(
      bytes.find(
          "\r\n\r\nThank you for the talk about the flaky tests and for the time that you \r\n"
          "and your team took on Monday.\r\n From here on I read the log first.\r\n > not a quote\r\n   indented\r\n"
          "-- \r\nSam\r\n"),
      std::string::npos)
      << bytes;
  EXPECT_EQ(read_back(bytes).text, mail.body + "\n");
}

TEST(MessageWriter, AWordLongerThanALineStaysWhole) {
  OutgoingMessage mail = small_mail();
  const std::string link = "https://employer.example/" + std::string(200, 'x');
  mail.body = "See " + link + " and tell me.";
  const std::string bytes = write_message(mail).value();
  EXPECT_NE(bytes.find(link), std::string::npos);
  EXPECT_EQ(read_back(bytes).text, mail.body + "\n");
}

TEST(MessageWriter, WritesAFixedTextWhenAsked) {
  OutgoingMessage mail = small_mail();
  mail.flowed = false;
  mail.body = "| Monday | Ana |\n" + std::string(200, '-');
  const std::string bytes = write_message(mail).value();
  EXPECT_NE(bytes.find("Content-Type: text/plain; charset=utf-8\r\n"), std::string::npos);
  EXPECT_EQ(read_back(bytes).text, mail.body + "\n");
}

TEST(MessageWriter, ANewThreadHasNoReferences) {
  OutgoingMessage mail = small_mail();
  mail.in_reply_to.clear();
  mail.references.clear();
  const std::string bytes = write_message(mail).value();
  EXPECT_EQ(bytes.find("In-Reply-To"), std::string::npos);
  EXPECT_EQ(bytes.find("References"), std::string::npos);
}

TEST(MessageWriter, AReplyRefersToWhatItAnswers) {
  OutgoingMessage mail = small_mail();
  mail.references.clear();
  EXPECT_EQ(read_back(write_message(mail).value()).envelope.references,
            std::vector<std::string>{"b2@employer.example"});
}

TEST(MessageWriter, NoValueBecomesAHeader) {
  OutgoingMessage mail = small_mail();
  mail.subject = "Hello\r\nBcc: everyone@example.org\r\n\r\nbody";
  mail.to[0].name = "Ana\nX-Evil: yes\x1B[2J\u202Egnp";
  mail.from.name = "=?utf-8?Q?Sam=0D=0ABcc:x?=";
  mail.in_reply_to = "a\r\nb@c";
  const std::string bytes = write_message(mail).value();
  const Message back = read_back(bytes);
  EXPECT_EQ(back.headers.size(), 9U);
  EXPECT_EQ(back.envelope.subject, "Hello Bcc: everyone@example.org body");
  EXPECT_EQ(back.envelope.to[0].name, "Ana X-Evil: yes[2Jgnp");
  EXPECT_EQ(back.envelope.from[0].name, "=?utf-8?Q?Sam=0D=0ABcc:x?=") << "taken literally, not decoded";
  EXPECT_EQ(bytes.find("\nBcc"), std::string::npos);
  EXPECT_EQ(bytes.find("\nX-Evil"), std::string::npos);
  EXPECT_TRUE(back.envelope.in_reply_to.empty());
}

TEST(MessageWriter, ALongNameOrSubjectIsFolded) {
  OutgoingMessage mail = small_mail();
  mail.to[0].name = std::string(300, 'n');
  mail.subject = std::string(300, 's') + " and some words behind it";
  const std::string bytes = write_message(mail).value();
  for (const std::string& line : lines_of(bytes)) EXPECT_LE(line.size(), 78U) << line;
  EXPECT_EQ(read_back(bytes).envelope.to, mail.to);
}

TEST(MessageWriter, RefusesAMailWithoutAnAddressInTo) {
  OutgoingMessage mail = small_mail();
  mail.to.clear();
  ASSERT_FALSE(write_message(mail));
  EXPECT_EQ(write_message(mail).error().what, "the mail cannot be written: there is no address in To");
  EXPECT_EQ(write_message(mail).error().kind, ErrorKind::message);
}

TEST(MessageWriter, RefusesAddressesThatCouldBeMisread) {
  for (const char* wrong :
       {"", "ana", "ana@", "@x.example", "ana@x.example, eve@y.example", "ana@x.example>", "a b@x.example",
        "ana@x.example\r\nBcc: eve@y.example", "an\u00e4@x.example", "a@b@c.example", "\"a b\"@x.example"}) {
    OutgoingMessage mail = small_mail();
    mail.to = {{"Ana", wrong}};
    EXPECT_FALSE(write_message(mail)) << wrong;
    mail = small_mail();
    mail.from.email = wrong;
    EXPECT_FALSE(write_message(mail)) << wrong;
  }
}

TEST(MessageWriter, RefusesIdsAndTextsThatAreNone) {
  OutgoingMessage mail = small_mail();
  for (const char* wrong : {"", "a b@c", "a<b@c", "a\r\nb"}) {
    mail.message_id = wrong;
    EXPECT_FALSE(write_message(mail)) << wrong;
  }
  mail = small_mail();
  mail.body = "not \xFF UTF-8";
  EXPECT_EQ(write_message(mail).error().what, "the mail cannot be written: its text is not UTF-8");
}

}  // namespace
}  // namespace ajar
