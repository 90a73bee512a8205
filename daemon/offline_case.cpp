#include "daemon/offline_case.h"

#include <algorithm>
#include <filesystem>

#include "daemon/books_loader.h"
#include "daemon/mail_files.h"
#include "daemon/output.h"
#include "daemon/places.h"
#include "daemon/settings_file.h"
#include "filters/message_parser.h"

namespace ajar {
namespace {

namespace fs = std::filesystem;

/// Far enough that no mail is later: a date is only clamped once the case's own now is known.
constexpr Instant end_of_time = std::chrono::sys_days(std::chrono::year(9999) / 1 / 1);

/// Addresses the mail was delivered to: To, Cc and what the delivering server noted.
std::vector<Address> addressees(const Message& message) {
  std::vector<Address> all = message.envelope.to;
  all.insert(all.end(), message.envelope.cc.begin(), message.envelope.cc.end());
  for (const char* name : {"delivered-to", "x-original-to"})
    for (auto& address : parse_addresses(message.header(name))) all.push_back(std::move(address));
  return all;
}

/// The account the mail was sent to, else the first; made up from To where there are no settings.
Candidate candidate_for(const Message& message, const std::optional<Settings>& settings) {
  std::vector<Address> to = addressees(message);
  if (!settings || settings->accounts.empty()) {
    Candidate made_up;
    made_up.account = "preview";
    made_up.self = to.empty() ? Address{"", "you@example.org"} : to.front();
    made_up.time_zone = system_time_zone();
    return made_up;
  }
  for (const auto& account : settings->accounts) {
    Candidate candidate = candidate_of(account, *settings);
    if (std::any_of(to.begin(), to.end(), [&](const Address& a) { return candidate.is_me(a.email); })) return candidate;
  }
  return candidate_of(settings->accounts.front(), *settings);
}

Instant after(Instant at, const Span& span, const std::string& zone) {
  LocalTime local = to_local(at, zone);
  if (span.months == 0) return at + span.seconds;
  return to_instant({add_months(local.date, span.months), local.minute_of_day}, zone) + span.seconds;
}

bool is_same_file(const std::string& a, std::string_view b) {
  std::error_code different;
  return fs::equivalent(a, std::string(b), different);
}

/// A misspelt folder would quietly make a poorer draft.
Result<void> check_history(const std::string& history) {
  std::error_code missing;
  if (history.empty() || fs::is_directory(fs::path(history) / "INBOX", missing) || fs::is_directory(fs::path(history) / "Sent", missing))
    return {};
  return fail(ErrorKind::message, "there is neither " + history + "/INBOX nor " + history + "/Sent",
              "--history names a folder that holds one of them, with .eml files");
}

/// The mails of DIR/INBOX and DIR/Sent that had been there at `now`; unreadable ones are left out.
std::vector<EarlierMail> read_history(const OfflineQuestion& question, const OfflineCase& at) {
  std::vector<EarlierMail> mails;
  if (question.history.empty()) return mails;
  for (const char* mailbox : {"INBOX", "Sent"}) {
    fs::path folder = fs::path(question.history) / mailbox;
    std::error_code missing;
    if (!fs::is_directory(folder, missing)) continue;
    visit_mails(folder.string(), [&](const FoundMail& found) {
      if (!found.bytes || is_same_file(question.path, found.path)) return;
      auto reading = read_message(*found.bytes, std::nullopt, at.now, *at.books.rules, at.candidate);
      if (!reading || (reading->message.envelope.date && *reading->message.envelope.date > at.now)) return;
      mails.push_back({std::move(*reading), mailbox == std::string_view("Sent")});
    });
  }
  return mails;
}

tl::unexpected<OfflineFailure> failed(std::vector<Fault> faults) { return tl::unexpected(OfflineFailure{{}, std::move(faults)}); }
tl::unexpected<OfflineFailure> failed(Error error) { return tl::unexpected(OfflineFailure{std::move(error), {}}); }

}  // namespace

tl::expected<OfflineCase, OfflineFailure> decide_offline(const Invocation& invocation, const OfflineQuestion& question) {
  auto settings = load_settings_if_any(invocation);
  if (!settings) return failed(std::move(settings.error()));
  auto books = load_books(invocation.places(), *settings ? (*settings)->thresholds : Thresholds{});
  if (!books) return failed(std::move(books.error()));
  return decide_offline(*books, *settings, invocation, question);
}

tl::expected<OfflineCase, OfflineFailure> decide_offline(const Books& books, const std::optional<Settings>& settings,
                                                         const Invocation& invocation, const OfflineQuestion& question) {
  auto bytes = read_one_mail(question.path);
  if (!bytes) return failed(bytes.error());
  auto message = parse_message(*bytes, std::nullopt, end_of_time);
  if (!message) return failed(in_file(question.path, message.error()));
  if (auto there = check_history(question.history); !there) return failed(there.error());

  OfflineCase at;
  at.books = books;
  at.candidate = candidate_for(*message, settings);
  Policies policies;
  policies.reply.time_zone = at.candidate.time_zone;
  if (settings) policies = {settings->reply, settings->reminders};
  policies.reply.file = true;  // the question is what would be filed
  Instant written = message->envelope.date ? *message->envelope.date : message->received;
  at.now = invocation.now ? *invocation.now : after(written, policies.reply.wait, at.candidate.time_zone);
  auto reading = read_message(*bytes, std::nullopt, at.now, *at.books.rules, at.candidate);
  if (!reading) return failed(reading.error());
  at.reading = std::move(*reading);
  at.correspondence =
      gather_correspondence(at.reading, read_history(question, at), at.candidate, *at.books.rules);
  Known known;
  if (question.memory) {
    auto memory = question.memory(at.candidate.account, at.reading.message.identity);
    if (!memory) return failed(memory.error());
    known.memory = std::move(*memory);
  }
  at.plan = decide(at.reading, at.correspondence, known, at.books, at.candidate, policies, at.now);
  return at;
}

ExitCode report(const OfflineFailure& failure) {
  return failure.error ? report(*failure.error) : report(failure.faults);
}

}  // namespace ajar
