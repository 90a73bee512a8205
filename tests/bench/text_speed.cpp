// Prints how fast mail is read and prepared. Figures, no assertions.
//   text_speed            generated newsletters, and the slowest of many odd mails of 1 MiB
//   text_speed FILE.mbox  the mails of a file
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "filters/html_text.h"
#include "filters/language.h"
#include "filters/message_parser.h"
#include "filters/prepared_text.h"

namespace {

using namespace ajar;
constexpr Instant kNow{std::chrono::seconds(1'800'000'000)};

/// Seconds of processor time, so that a busy machine does not matter.
template <class Work>
double timed(Work work) {
  const std::clock_t start = std::clock();
  work();
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

std::string repeated(const std::string& piece, std::size_t bytes) {
  std::string out;
  out.reserve(bytes + piece.size());
  while (out.size() < bytes) out += piece;
  return out;
}

/// A newsletter as marketing tools write them: much markup, little text.
std::string newsletter_html(std::size_t bytes) {
  const std::string row =
      "<table role=\"presentation\" border=\"0\" cellpadding=\"0\" cellspacing=\"0\" width=\"100%\" "
      "style=\"border-collapse:"
      "collapse;mso-table-lspace:0pt;\"><tr><td align=\"left\" class=\"cell\" "
      "style=\"font-family:Arial,sans-serif;font-size:"
      "16px;line-height:24px;color:#333333;padding:0 24px 12px 24px;\"><p style=\"margin:0;\">This week&rsquo;s five "
      "reads "
      "for people who build gardens &amp; <a href=\"https://news.example/r?u=8aa9&amp;id=55\" "
      "style=\"color:#0a66c2;text-"
      "decoration:none;\">balconies</a>: soil, seeds, shade.</p></td></tr></table>\r\n";
  return "<!DOCTYPE html><html><head><style>.preheader{display:none!important}.cell{padding:0}</style></head><body>"
         "<div class=\"preheader\">Hidden teaser</div>" +
         repeated(row, bytes) + "</body></html>";
}

std::string html_mail(const std::string& html) {
  return "From: News <news@garden.example>\r\nTo: sam@example.org\r\nSubject: Five reads\r\nMessage-ID: "
         "<n@garden.example>\r\n"
         "Content-Type: text/html; charset=utf-8\r\n\r\n" +
         html;
}

std::string plain_mail(const std::string& body) {
  return "From: a@b.example\r\nTo: sam@example.org\r\nSubject: x\r\n\r\n" + body;
}

void read_and_prepare(std::string_view bytes) {
  const auto message = parse_message(bytes, std::nullopt, kNow);
  if (message) recognise_languages(prepare_text(*message).body);
}

void report_mbox(const char* path) {
  std::ifstream in(path, std::ios::binary);
  const std::string mbox((std::istreambuf_iterator<char>(in)), {});
  std::vector<std::string> mails;
  const double split = timed([&] {
    for (const auto mail : split_mbox(mbox)) mails.push_back(unquote_mbox(mail));
  });
  std::vector<Message> messages;
  const double parse = timed([&] {
    for (const auto& mail : mails)
      if (auto message = parse_message(mail, std::nullopt, kNow)) messages.push_back(std::move(*message));
  });
  std::vector<PreparedText> texts;
  const double prepare = timed([&] {
    for (const auto& message : messages) texts.push_back(prepare_text(message));
  });
  const double language = timed([&] {
    for (const auto& text : texts) recognise_languages(text.body);
  });
  const double count = static_cast<double>(mails.size());
  std::printf("%zu mails, %.1f MB: split %.3f s, parse %.0f/s, prepare %.0f/s, language %.0f/s, all %.0f/s\n",
              mails.size(), static_cast<double>(mbox.size()) / 1e6, split, count / parse, count / prepare,
              count / language, count / (split + parse + prepare + language));
}

void report_newsletters() {
  const std::string html = newsletter_html(40'000);
  const std::string mail = html_mail(html);
  constexpr int rounds = 500;
  const double text = timed([&] {
    for (int i = 0; i < rounds; ++i) html_to_text(html);
  });
  const double all = timed([&] {
    for (int i = 0; i < rounds; ++i) read_and_prepare(mail);
  });
  std::printf("newsletters of 40 KB: html_to_text %.0f MB/s, parse and prepare %.0f mails/s\n",
              static_cast<double>(html.size()) * rounds / text / 1e6, rounds / all);
}

void report_worst() {
  constexpr std::size_t size = std::size_t{1} << 20U;
  const std::vector<std::pair<const char*, std::string>> odd = {
      {"newsletter", html_mail(newsletter_html(size))},
      {"tags only", html_mail(repeated("<", size))},
      {"open divs", html_mail(repeated("<div>", size))},
      {"styled divs", html_mail(repeated("<div style=color:red>", size))},
      {"stray end tags", html_mail(repeated("<b>", 600) + repeated("</i>", size))},
      {"open comments", html_mail(repeated("<!--", size))},
      {"open scripts", html_mail(repeated("<script>", size))},
      {"entities", html_mail(repeated("&amp;", size))},
      {"ampersands", html_mail(repeated("&", size))},
      {"open quotes in tags", html_mail(repeated("<a b=\"c ", size))},
      {"style sheets", html_mail(repeated("<style>.a{color:red}.b c{background:red}</style>", size))},
      {"one line", plain_mail(repeated("word ", size))},
      {"one word", plain_mail(repeated("w", size))},
      {"short lines", plain_mail(repeated("a\n", size))},
      {"empty lines", plain_mail(repeated("\n", size))},
      {"quoted lines", plain_mail(repeated("> > text\n", size))},
      {"deep quotes", plain_mail(repeated(">", size))},
      {"dots", plain_mail(repeated(". ", size))},
      {"abbreviations", plain_mail(repeated("z.B. Dr. e.g. ", size))},
      {"attribution lines", plain_mail(repeated("On Monday Sam wrote\n", size))},
      {"header blocks", plain_mail(repeated("From: a\nSent: b\nTo: c\nSubject: d\n\n", size))},
      {"signatures", plain_mail(repeated("-- \nBest regards\nSam\n\n", size))},
      {"footers", plain_mail(repeated("This e-mail is confidential\n\nunsubscribe\n\n", size))},
      {"combining marks", plain_mail(repeated("a\xCC\x81\xCC\xA3", size))},
      {"bad utf-8", plain_mail(repeated("\xC3\xFF", size))},
      {"greetings", plain_mail(repeated("Dear Sam,\n", size))},
      {"long header line", "Subject: " + repeated("x", 16000) + "\nTo: " + repeated("a@b.example, ", 16000) + "\n\nhi"},
      {"encoded words", "Subject: " + repeated("=?utf-8?q?=C3=A4?= ", 16000) + "\n\nhi"},
      {"open encoded words", "Subject: " + repeated("=?utf-8?q?", 16000) + "\n\nhi"},
      {"boundaries", "Content-Type: multipart/mixed; boundary=x\n\n" + repeated("--x\n\na\n", size)},
      {"alternatives", "Content-Type: multipart/alternative; boundary=x\n\n" +
                           repeated("--x\nContent-Type: text/html\n\n<p>a\n", size)},
      {"many parts", "Content-Type: multipart/mixed; boundary=x\n\n" +
                         repeated("--x\nContent-Type: text/html\n\n<p>a\n--x\n\nb\n", size)},
      {"soft breaks", "Content-Transfer-Encoding: quoted-printable\n\n" + repeated("=20=\n", size)},
      {"flowed", "Content-Type: text/plain; format=flowed\n\n" + repeated("> a \n", size)},
  };
  for (const auto& [name, mail] : odd) {
    const double took = timed([&] { read_and_prepare(mail); });
    std::printf("%8.1f ms  %s (%zu bytes)\n", took * 1e3, name, mail.size());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1) {
    report_mbox(argv[1]);
    return 0;
  }
  report_newsletters();
  report_worst();
  return 0;
}
