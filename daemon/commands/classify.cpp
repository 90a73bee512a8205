#include <cstdio>

#include "daemon/books_loader.h"
#include "daemon/commands/commands.h"
#include "daemon/mail_files.h"
#include "daemon/output.h"
#include "daemon/reading_json.h"
#include "daemon/settings_file.h"

namespace ajar {
namespace {

/// "rejection      9.5  Your application        old.mbox:3"
std::string line_for_people(const FoundMail& mail, const Reading& reading, const Palette& palette) {
  const Verdict& verdict = reading.verdict;
  const char* color = verdict.rejection ? palette.red : verdict.review ? palette.yellow : "";
  char verdict_columns[64];
  std::snprintf(verdict_columns, sizeof verdict_columns, "%-15s %5.1f  ", std::string(to_string(verdict.event)).c_str(),
                verdict.score);
  std::string subject = reading.message.envelope.subject.empty() ? "(no subject)" : reading.message.envelope.subject;
  std::string line = std::string(color) + verdict_columns + palette.reset + shortened(subject, 60) + "  " + palette.dim;
  line += std::string(mail.path) + (mail.index > 0 ? ":" + std::to_string(mail.index) : "");
  if (verdict.review) line += "  (for review)";
  return line + palette.reset + "\n";
}

}  // namespace

ExitCode classify(const Invocation& invocation, const std::vector<std::string>& paths) {
  auto settings = load_settings_if_any(invocation);
  if (!settings) return report(settings.error());
  auto rules = load_rules(invocation.places(), *settings ? (*settings)->thresholds : Thresholds{});
  if (!rules) return report(rules.error());
  Candidate candidate = any_account_of(*settings);
  Instant now = invocation.frozen_clock().now();
  Palette palette = palette_for(invocation, fileno(stdout));
  bool any_unreadable = false;
  auto show = [&](const FoundMail& mail) {
    auto reading = mail.bytes ? read_message(*mail.bytes, std::nullopt, now, *rules, candidate)
                              : Result<Reading>(tl::unexpected(mail.bytes.error()));
    if (mail.bytes && !reading) reading = tl::unexpected(in_file(std::string(mail.path), reading.error(), mail.index));
    std::string line;
    if (!reading) any_unreadable = true;
    if (reading)
      line = invocation.json ? json_line(mail, *reading) : line_for_people(mail, *reading, palette);
    else if (invocation.json)
      line = json_line(mail, reading.error());
    else
      report(reading.error());
    std::fwrite(line.data(), 1, line.size(), stdout);
  };
  for (const auto& path : paths) visit_mails(path, show);
  if (std::fflush(stdout) != 0) return ExitCode::storage;
  return any_unreadable ? ExitCode::data : ExitCode::ok;
}

}  // namespace ajar
