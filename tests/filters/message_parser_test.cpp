#include "filters/message_parser.h"

#include <gtest/gtest.h>

namespace ajar {
namespace {

const Instant kNow = parse_rfc3339("2026-11-25T12:00:00Z").value();

Message read(std::string_view bytes) { return parse_message(bytes, std::nullopt, kNow).value(); }
std::string subject_of(std::string_view raw) { return read("Subject: " + std::string(raw) + "\n\n").envelope.subject; }
std::string text_of(std::string_view mail) { return read("From: a@example.org\n" + std::string(mail)).text; }

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

TEST(MessageParser, ReadsAPlainMail) {
  const Message mail = read(
      "From: \"Rivera, Sam\" <sam@Example.ORG>\r\nTo: undisclosed-recipients:;\r\n"
      "Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID: <a@b>\r\nDate: Tue, 24 Nov 2026 09:00:00 +0100\r\n"
      "\r\nHello\r\nthere\r\n");
  EXPECT_EQ(mail.envelope.from, (std::vector<Address>{{"Rivera, Sam", "sam@example.org"}}));
  EXPECT_TRUE(mail.envelope.to.empty());
  EXPECT_EQ(mail.envelope.subject, "Grüße");
  EXPECT_EQ(mail.text, "Hello\nthere\n");
  EXPECT_EQ(mail.identity, "a@b");
  EXPECT_EQ(mail.header("subject"), "Grüße");
  EXPECT_EQ(mail.header("x-nothing"), "");
  EXPECT_FALSE(mail.headers_only);
}

TEST(MessageParser, AMailWithoutAHeaderFails) {
  EXPECT_EQ(parse_message("", std::nullopt, kNow).error().what, "this is no mail: it has no header");
  EXPECT_FALSE(parse_message("\n\nFrom: a@example.org\n", std::nullopt, kNow));
  EXPECT_FALSE(parse_message("just some text\nand more\n", std::nullopt, kNow));
}

TEST(MessageParser, AMailOfOneHeaderIsEnough) { EXPECT_EQ(read("Subject: hi").envelope.subject, "hi"); }

TEST(MessageParser, TheLineOfAnMboxAndBrokenLinesAreSkipped) {
  const Message mail =
      read("From sam@example.org Wed Nov 25 18:06:28 2026\nSubject: one\nno colon here\nTo : b@example.org\n\nbody");
  EXPECT_EQ(mail.envelope.subject, "one");
  EXPECT_EQ(mail.envelope.to.size(), 1U);
  EXPECT_EQ(mail.text, "body");
}

TEST(MessageParser, FoldedFieldsAreOneLine) {
  EXPECT_EQ(subject_of("Your\r\n application\n\tfor baker"), "Your application for baker");
}

TEST(MessageParser, EncodedWordsAreDecoded) {
  EXPECT_EQ(subject_of("=?ISO-8859-1?Q?Caf=E9_au_lait?="), "Café au lait");
  EXPECT_EQ(subject_of("=?utf-8?B?w5xiZXI=?= =?utf-8?B?IHVucw==?="), "Über uns") << "blanks between words do not count";
  EXPECT_EQ(subject_of("Re: =?utf-8?q?=C3=A4?= and =?utf-8?q?=C3=B6?="), "Re: ä and ö");
  EXPECT_EQ(subject_of("=?utf-8*de?Q?ja?="), "ja") << "RFC 2231 language";
}

TEST(MessageParser, BrokenEncodedWordsAreReadAsMeant) {
  EXPECT_EQ(subject_of("=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?="), "Grüße") << "a character split over two words";
  EXPECT_EQ(subject_of("=?utf-8?Q?with blanks inside?="), "with blanks inside");
  EXPECT_EQ(subject_of("x=?utf-8?Q?glued?=y"), "xgluedy");
  EXPECT_EQ(subject_of("=?x-nonsense?Q?Gr=FC=DFe?="), "Grüße");
  EXPECT_EQ(subject_of("=?utf-8?Q?never closed"), "=?utf-8?Q?never closed");
  EXPECT_EQ(subject_of("=?utf-8?B?w5w?="), "Ü") << "padding left out";
  EXPECT_EQ(subject_of("=?utf-8?X?abc?="), "=?utf-8?X?abc?=");
  EXPECT_EQ(subject_of("=?utf-8?Q?=GG_?="), "=GG");
}

TEST(MessageParser, RawEightBitHeadersAreUtf8OrWindows1252) {
  EXPECT_EQ(subject_of("Grüße"), "Grüße");
  EXPECT_EQ(subject_of("Gr\xFC\xDF"
                       "e"),
            "Grüße");
}

TEST(MessageParser, NoControlCharacterGetsThroughAHeader) {
  EXPECT_EQ(subject_of("=?utf-8?Q?a=0D=0ABcc:_b=00=07=E2=80=AEc?="), "a Bcc: bc");
}

TEST(MessageParser, AddressesAreReadAsMailProgramsWriteThem) {
  const auto one = [](std::string_view value) { return parse_addresses(value).at(0); };
  EXPECT_EQ(one("Sam Rivera <sam@example.org>"), (Address{"Sam Rivera", "sam@example.org"}));
  EXPECT_EQ(one("sam@example.org (Sam Rivera)"), (Address{"Sam Rivera", "sam@example.org"}));
  EXPECT_EQ(one("\"Sam \\\"Baker\\\" Rivera\" <sam@example.org>"),
            (Address{"Sam \"Baker\" Rivera", "sam@example.org"}));
  EXPECT_EQ(one("=?utf-8?Q?Rivera,_Sam?= <sam@example.org>"), (Address{"Rivera, Sam", "sam@example.org"}));
  EXPECT_EQ(one("Rivera, Sam <sam@example.org>"), (Address{"Rivera, Sam", "sam@example.org"})) << "decoded, unquoted";
  EXPECT_EQ(one("'Sam Rivera' <sam@example.org>"), (Address{"Sam Rivera", "sam@example.org"}));
  EXPECT_EQ(one("sam@example.org <sam@example.org>"), (Address{"", "sam@example.org"}));
  EXPECT_EQ(one("<@relay.example:sam@example.org>"), (Address{"", "sam@example.org"}));
  EXPECT_EQ(one("mailto:sam@example.org"), (Address{"", "sam@example.org"}));
  EXPECT_EQ(one("  Sam   Rivera<sam@EXAMPLE.org"), (Address{"Sam Rivera", "sam@example.org"}));
}

TEST(MessageParser, ListsAndGroupsAreFlattened) {
  EXPECT_EQ(parse_addresses("a@x.example, \"B, C\" <b@x.example>;c@x.example").size(), 3U);
  EXPECT_EQ(parse_addresses("Team: a@x.example, b@x.example;, c@x.example").size(), 3U);
  EXPECT_TRUE(parse_addresses("undisclosed-recipients:;").empty());
  EXPECT_TRUE(parse_addresses("Sam, Ana, <>, @, a@, <a b@c.example>").empty());
  EXPECT_LE(parse_addresses(repeated("a@b.example,", 5000)).size(), 1000U);
}

TEST(MessageParser, IdsAreKeptWithoutBrackets) {
  const Message mail =
      read("Message-ID: <a.1@b> (added)\nReferences: <c@d>\n <e@f> <c@d>\nIn-Reply-To: Your mail of <e@f>\n\n");
  EXPECT_EQ(mail.envelope.message_id, "a.1@b");
  EXPECT_EQ(mail.envelope.references, (std::vector<std::string>{"c@d", "e@f"}));
  EXPECT_EQ(mail.envelope.in_reply_to, std::vector<std::string>{"e@f"});
  EXPECT_EQ(read("Message-ID: bare@id\n\n").envelope.message_id, "bare@id");
  EXPECT_EQ(read("Message-ID: <broken by\n folding@id>\n\n").envelope.message_id, "brokenbyfolding@id");
}

TEST(MessageParser, ReceivedIsInternalDateElseTheNewestReceivedElseDate) {
  const std::string mail =
      "Received: from a by b; Tue, 24 Nov 2026 10:00:05 +0000\nReceived: from c by a; Tue, 24 Nov 2026 09:00:00 +0000\n"
      "Date: Mon, 23 Nov 2026 08:00:00 +0000\n\n";
  const Instant internal = parse_rfc3339("2026-11-24T11:00:00Z").value();
  EXPECT_EQ(format_rfc3339(parse_message(mail, internal, kNow)->received), "2026-11-24T11:00:00Z");
  EXPECT_EQ(format_rfc3339(read(mail).received), "2026-11-24T10:00:05Z");
  EXPECT_EQ(format_rfc3339(read("Date: Mon, 23 Nov 2026 08:00:00 +0000\n\n").received), "2026-11-23T08:00:00Z");
}

TEST(MessageParser, ReceivedIsNeverLaterThanNow) {
  EXPECT_EQ(read("Date: Mon, 23 Nov 2099 08:00:00 +0000\n\n").received, kNow);
  EXPECT_EQ(parse_message("Subject: x\n\n", kNow + std::chrono::hours(1), kNow)->received, kNow);
  EXPECT_EQ(read("Subject: undated\n\n").received, kNow);
}

TEST(MessageParser, AMailWithoutAnIdIsNamedByWhatItSays) {
  const std::string mail = "From: a@example.org\nDate: Mon, 23 Nov 2026 08:00:00 +0000\nSubject: x\n\n";
  const std::string identity = read(mail + "hello").identity;
  EXPECT_EQ(identity.substr(0, 7), "sha256:");
  EXPECT_EQ(identity.size(), 7U + 64U);
  EXPECT_EQ(read("X-New: header\n" + mail + "hello").identity, identity) << "moved, with another header";
  EXPECT_NE(read(mail + "hello!").identity, identity);
  EXPECT_EQ(content_identity(read("Message-ID: <a@b>\n" + mail + "hello")), identity);
}

TEST(MessageParser, TransferEncodingsAreDecoded) {
  EXPECT_EQ(text_of("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
                    "Gr=C3=BC=\n=C3=9Fe=20=\n\nend  \n=ZZ=\n"),
            "Grüße \nend\n=ZZ");
  EXPECT_EQ(text_of("Content-Transfer-Encoding: BASE64\n\nSGVs\r\nbG8=\r\nIHRo*ZXJl\n"), "Hello there");
  EXPECT_EQ(text_of("Content-Type: text/plain; charset=iso-8859-1\n\nGr\xFC\xDF"
                    "e"),
            "Grüße");
}

TEST(MessageParser, LineEndsAreLineFeeds) { EXPECT_EQ(text_of("\na\r\nb\rc\r\r\nd"), "a\nb\nc\nd"); }

TEST(MessageParser, FlowedTextIsUnwrapped) {
  EXPECT_EQ(
      text_of(
          "Content-Type: text/plain; format=flowed\n\nWe have decided \nto go on. \n\n  stuffed\n> quoted \n> more\n"
          "-- \nSam\n"),
      "We have decided to go on. \n\n stuffed\n> quoted more\n-- \nSam\n");
  EXPECT_EQ(text_of("Content-Type: text/plain; format=flowed; delsp=yes\n\nBewer \nbung\n"), "Bewerbung\n");
}

const char* kAlternative =
    "Content-Type: multipart/alternative; boundary=\"=b\"\n\n--=b\nContent-Type: text/plain\n\n%s\n--=b\n"
    "Content-Type: text/html; charset=utf-8\n\n%s\n--=b--\n";

std::string alternative(const std::string& plain, const std::string& html) {
  std::string mail = kAlternative;
  mail.replace(mail.find("%s"), 2, plain);
  mail.replace(mail.find("%s"), 2, html);
  return mail;
}

TEST(MessageParser, ThePlainPartIsPreferred) {
  EXPECT_EQ(text_of(alternative("Dear Sam, we are sorry.", "<p>Dear Sam, we are <b>sorry</b>.</p>")),
            "Dear Sam, we are sorry.");
}

TEST(MessageParser, AStubIsNot) {
  const std::string html = "<p>Dear Sam, we are sorry to tell you that the post has been filled.</p>";
  const std::string text = "Dear Sam, we are sorry to tell you that the post has been filled.\n";
  EXPECT_EQ(text_of(alternative("", html)), text);
  EXPECT_EQ(text_of(alternative("  \n\n", html)), text);
  EXPECT_EQ(text_of(alternative("Please view this email in your browser: https://x.example/1", html)), text);
  EXPECT_EQ(text_of(alternative("Ihr Programm zeigt keine HTML-Mail", html)), text);
  EXPECT_EQ(text_of(alternative("Hello", repeated(html, 3))).size(), text.size() * 3 + 2);
  EXPECT_TRUE(read("From: a@b.example\n" + alternative("", html)).text_from_html);
}

TEST(MessageParser, NestedPartsAreFound) {
  const Message mail = read(
      "Subject: x\nContent-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/related; "
      "boundary=b\n\n--b\n"
      "Content-Type: multipart/alternative; boundary=c\n\n--c\n\nThe text\n--c\nContent-Type: text/html\n\n<p>The "
      "text</p>\n--c--\n"
      "--b\nContent-Type: image/png; name=logo.png\nContent-Transfer-Encoding: base64\n\niVBO\n--b--\n--a\n"
      "Content-Type: application/pdf\nContent-Disposition: attachment; filename*0*=utf-8''Lebens; "
      "filename*1*=l%C3%A4ufe;\n"
      " filename*2=.pdf\n\nxx\n--a\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n--a--\n");
  EXPECT_EQ(mail.text, "The text");
  EXPECT_EQ(mail.attachment_names, (std::vector<std::string>{"logo.png", "Lebensläufe.pdf"}));
  EXPECT_TRUE(mail.has_calendar);
}

TEST(MessageParser, APlainPartRepeatedAsHtmlInAMixedMailIsReadOnce) {
  EXPECT_EQ(
      text_of("Content-Type: multipart/mixed; boundary=a\n\n--a\n\nDear Sam, no.\n--a\nContent-Type: text/html\n\n"
              "<p>Dear Sam, no.</p>\n--a--\n"),
      "Dear Sam, no.");
}

TEST(MessageParser, PartsInTheirOrderAreOneText) {
  EXPECT_EQ(text_of("Content-Type: multipart/mixed; boundary=a\n\n--a\n\nabove\n--a\nContent-Type: "
                    "image/png\n\nx\n--a\n\nbelow\n--a--\n"),
            "above\n\nbelow");
}

TEST(MessageParser, ATextAttachmentIsReadOnlyIfThereIsNothingElse) {
  const std::string attachment =
      "--a\nContent-Type: text/plain\nContent-Disposition: attachment; filename=cv.txt\n\nmy cv\n";
  EXPECT_EQ(text_of("Content-Type: multipart/mixed; boundary=a\n\n--a\n\nhello\n" + attachment + "--a--\n"), "hello");
  EXPECT_EQ(text_of("Content-Type: multipart/mixed; boundary=a\n\n" + attachment + "--a--\n"), "my cv");
}

TEST(MessageParser, AnEnclosedMailFollowsAsForwarded) {
  const Message mail = read(
      "Subject: Fwd: no\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\nsee below\n--a\nContent-Type: "
      "message/rfc822\n\n"
      "From: Ana <ana@x.example>\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n\nWe are sorry.\n--a--\n");
  EXPECT_EQ(mail.text,
            "see below\n\n---------- Forwarded message ----------\nFrom: Ana <ana@x.example>\nSubject: Grüße\n\nWe are "
            "sorry.");
}

TEST(MessageParser, ABounceIsAReport) {
  const Message mail = read(
      "Content-Type: multipart/report; report-type=delivery-status; boundary=a\n\n--a\n\nIt did not arrive.\n--a\n"
      "Content-Type: message/delivery-status\n\nStatus: 5.1.1\n--a--\n");
  EXPECT_TRUE(mail.is_report);
  EXPECT_EQ(mail.text, "It did not arrive.");
}

TEST(MessageParser, ACutMailGivesTheTextThatIsThere) {
  const std::string mail =
      "From: a@example.org\r\nContent-Type: multipart/alternative; boundary=\"==xx\"\r\n\r\npreamble\r\n--==xx\r\n"
      "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8gdGhlcmUsIFNhbS4=\r\n"
      "--==xx\r\nContent-Type: text/html\r\n\r\n<p>Hello there, Sam.</p>\r\n--==xx--\r\n";
  EXPECT_EQ(read(mail).text, "Hello there, Sam.");
  const std::size_t text_starts = mail.find("SGVs");
  const std::size_t text_ends = mail.find("--==xx", text_starts);
  for (std::size_t size = mail.find("\r\n\r\n"); size <= mail.size(); ++size) {
    const auto cut = parse_message(mail.substr(0, size), std::nullopt, kNow);
    ASSERT_TRUE(cut) << size;
    const std::string whole = "Hello there, Sam.";
    if (size >= text_ends) {
      EXPECT_EQ(cut->text, whole) << size;
    } else if (size > text_starts) {
      EXPECT_EQ(whole.substr(0, cut->text.size()), cut->text) << size;
    }
  }
}

TEST(MessageParser, AMissingBoundaryIsGuessed) {
  EXPECT_EQ(text_of("Content-Type: multipart/alternative\n\n--zz\nContent-Type: text/plain\n\nhi\n--zz--\n"), "hi");
  EXPECT_EQ(text_of("Content-Type: multipart/alternative; boundary=none\n\nonly text\n"), "only text\n");
}

TEST(MessageParser, WhatIsDangerousIsReadAsHeadersOnly) {
  EXPECT_TRUE(read("Subject: x\nX-Long: " + std::string(17 * 1024, 'a') + "\n\nbody").headers_only);
  EXPECT_TRUE(read("Subject: x\n" + repeated("X-More: " + std::string(900, 'a') + "\n", 80) + "\nbody").headers_only);
  EXPECT_EQ(read("Subject: x\nX-Long: " + std::string(17 * 1024, 'a') + "\n\nbody").envelope.subject, "x");
  std::string nested = "Subject: x\n";
  for (int i = 0; i < 60; ++i) {
    const std::string name = "b" + std::to_string(i);
    nested += "Content-Type: multipart/mixed; boundary=" + name + "\n\n--" + name + "\n";
  }
  EXPECT_TRUE(read(nested + "\nbody").headers_only);
  EXPECT_TRUE(read("Subject: x\nContent-Type: message/rfc822\n\n" + repeated("Content-Type: message/rfc822\n\n", 5000))
                  .headers_only);
  EXPECT_TRUE(read("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nX: " + std::string(100000, 'a'))
                  .headers_only);
}

TEST(MessageParser, ALongLineInTheBodyIsNotDangerous) {
  EXPECT_EQ(text_of("\n" + std::string(500000, 'a')).size(), 500000U);
}

TEST(MessageParser, AnMboxIsSplitWhereMailsStart) {
  const std::string mbox =
      "From sam@example.org Wed Nov 25 18:06:28 2026\nSubject: one\n\nFrom here on it rains.\n\nFrom now on, at 10:30, "
      "too.\n"
      ">From a quote\n\nFrom - Wed Nov 25 18:07:28 2026\nSubject: two\n\nbody\n\nFrom MAILER-DAEMON Thu Nov 26 "
      "00:00:00 2026\n"
      "X-Mozilla-Status: 0001\nSubject: three\n\n";
  const auto mails = split_mbox(mbox);
  ASSERT_EQ(mails.size(), 3U);
  EXPECT_EQ(mails[0].substr(0, 12), "Subject: one");
  EXPECT_EQ(read(mails[0]).text, "From here on it rains.\n\nFrom now on, at 10:30, too.\n>From a quote\n");
  EXPECT_EQ(read(mails[1]).text, "body\n");
  EXPECT_EQ(read(mails[2]).envelope.subject, "three");
}

TEST(MessageParser, AnythingElseIsOneMail) {
  EXPECT_EQ(split_mbox("Subject: x\n\nbody\n").size(), 1U);
  EXPECT_TRUE(split_mbox("").empty());
  EXPECT_TRUE(split_mbox("\n\n").empty());
  EXPECT_EQ(split_mbox("From ").size(), 1U);
}

TEST(MessageParser, CrLfMboxesAreSplitToo) {
  const auto mails = split_mbox(
      "From a@b Wed Nov 25 18:06:28 2026\r\nSubject: one\r\n\r\nx\r\n\r\n"
      "From a@b Wed Nov 25 18:06:29 2026\r\nSubject: two\r\n\r\ny\r\n\r\n");
  ASSERT_EQ(mails.size(), 2U);
  EXPECT_EQ(mails[0], "Subject: one\r\n\r\nx\r\n");
}

TEST(MessageParser, OneQuoteOfAnMboxIsTakenOff) {
  EXPECT_EQ(unquote_mbox(">From me\n>>From him\n> From her\nFrom it\n>Fro"),
            "From me\n>From him\n> From her\nFrom it\n>Fro");
  EXPECT_EQ(unquote_mbox(""), "");
}

}  // namespace
}  // namespace ajar
