// The first look at a large mailbox over TLS on a private Dovecot: list everything, fetch headers and capped text.
// Usage: first_scan [MESSAGES (10000)] [CAP in bytes (65536)] [most lines of text in a mail (160)]
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>

#include "daemon/imap_mail_server.h"
#include "tests/support/dovecot.h"

namespace ajar::testing {
namespace {

using Clock = std::chrono::steady_clock;

/// A mail of text, every fiftieth with an attachment of 500 KB.
std::string invented_mail(int number, unsigned most_lines, std::mt19937& random) {
  const std::string sentence =
      "We met on a rainy Tuesday and talked about trains, tests and the tea that went cold.\r\n";
  std::string mail = "From: Someone <someone" + std::to_string(number % 700) +
                     "@example.org>\r\nTo: sam@example.org\r\n" + "Subject: Letter " + std::to_string(number) +
                     "\r\nMessage-ID: <" + std::to_string(number) +
                     "@example.org>\r\nDate: Wed, 25 Nov 2026 10:00:00 +0100\r\n\r\n";
  for (unsigned lines = 1 + random() % most_lines; lines > 0; --lines) mail += sentence;
  if (number % 50 == 0 && most_lines > 100)
    for (int lines = 0; lines < 6500; ++lines) mail += std::string(76, 'A') + "\r\n";
  return mail;
}

/// Straight into the Maildir, before Dovecot has looked at it. Returns the bytes written.
std::size_t fill(const Dovecot& dovecot, int count, unsigned most_lines) {
  dovecot.doveadm({"mailbox", "list", "-u", Dovecot::user});  // makes the directories
  std::mt19937 random(7);
  std::size_t bytes = 0;
  const std::string folder = dovecot.maildir() + "/cur";
  std::filesystem::create_directories(folder);
  for (int i = 1; i <= count; ++i) {
    const std::string mail = invented_mail(i, most_lines, random);
    bytes += mail.size();
    write_file(folder + "/" + std::to_string(1700000000 + i) + ".M" + std::to_string(i) + ".bench:2,S", mail);
  }
  if (::getuid() == 0) run_program({"chown", "-R", "nobody", dovecot.maildir()});
  return bytes;
}

/// What doveadm counts of finished commands.
std::string commands(const Dovecot& dovecot) {
  const std::string dump = dovecot.doveadm({"stats", "dump"}).output;
  const std::size_t at = dump.find("commands");
  if (at == std::string::npos) return "?";
  char name[64], field[64];
  unsigned long count = 0;
  return std::sscanf(dump.c_str() + at, "%63s %63s %lu", name, field, &count) == 3 ? std::to_string(count) : "?";
}

/// "in=..., out=..." of the session's end.
std::string traffic(const Dovecot& dovecot) {
  std::string log;
  wait_until([&] {
    log = dovecot.log();
    return log.find(" in=") != std::string::npos;
  });
  const std::size_t at = log.rfind(" in=");
  return at == std::string::npos ? "?" : log.substr(at + 1, log.find('\n', at) - at - 1);
}

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

template <class Value>
Value must(Result<Value> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "first_scan: %s\n", result.error().what.c_str());
  std::exit(1);
}

void scan(const Dovecot& dovecot, std::size_t cap) {
  ImapLogin login;
  login.url = dovecot.imaps_url();
  login.user = Dovecot::user;
  login.password = Dovecot::password;
  login.tls_ca = dovecot.ca_file();
  Clock::time_point start = Clock::now();
  auto mail = must(connect_imap(login, -1));
  const MailboxStatus status = must(mail->examine("INBOX"));
  std::printf("connect, sign in, examine  %.3f s (%u messages)\n", seconds_since(start), status.exists);
  start = Clock::now();
  std::size_t listed = 0, fetched = 0, bytes = 0, truncated = 0;
  for (Uid after;;) {
    const auto list = must(mail->sweep("INBOX", after, 500));
    if (list.empty()) break;
    listed += list.size();
    after = list.back().uid;
    std::vector<Uid> uids;
    for (std::size_t i = 0; i < list.size(); ++i) {
      uids.push_back(list[i].uid);
      if (uids.size() < 50 && i + 1 < list.size()) continue;
      for (const FetchedMessage& message : must(mail->fetch("INBOX", uids, cap))) {
        ++fetched;
        bytes += message.bytes.size();
        truncated += message.truncated;
      }
      uids.clear();
    }
  }
  const double seconds = seconds_since(start);
  std::printf("list and fetch             %.3f s, %.0f mails/s\n", seconds, static_cast<double>(fetched) / seconds);
  std::printf("listed %zu, fetched %zu, %zu cut at the cap, %.1f MB of mail taken\n", listed, fetched, truncated,
              static_cast<double>(bytes) / 1e6);
  start = Clock::now();
  (void)must(mail->sweep("INBOX", Uid{static_cast<std::uint32_t>(listed)}, 500));
  std::printf("sweep with nothing new     %.4f s\n", seconds_since(start));
}

}  // namespace
}  // namespace ajar::testing

int main(int argc, char** argv) {
  using namespace ajar::testing;
  const int count = argc > 1 ? std::atoi(argv[1]) : 10000;
  const std::size_t cap = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 65536;
  const unsigned most_lines = argc > 3 ? static_cast<unsigned>(std::atoi(argv[3])) : 160;
  if (const std::string reason = Dovecot::missing(); !reason.empty()) {
    std::printf("skipped: %s\n", reason.c_str());
    return 0;
  }
  const Dovecot dovecot({.extra = "metric commands {\n  filter = event=imap_command_finished\n}\n"});
  std::printf("mailbox                    %.1f MB in %d messages\n",
              static_cast<double>(fill(dovecot, count, most_lines)) / 1e6, count);
  scan(dovecot, cap);
  std::printf("commands                   %s\nbytes                      %s\n", commands(dovecot).c_str(),
              traffic(dovecot).c_str());
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  std::printf("peak memory                %.1f MB; processor %.2f s user, %.2f s system\n",
              static_cast<double>(usage.ru_maxrss) / 1024,
              static_cast<double>(usage.ru_utime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec) / 1e6,
              static_cast<double>(usage.ru_stime.tv_sec) + static_cast<double>(usage.ru_stime.tv_usec) / 1e6);
  return 0;
}
