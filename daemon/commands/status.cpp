#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "daemon/commands/commands.h"
#include "daemon/commands/listing.h"

namespace ajar {
namespace {

struct Counts {
  int waiting = 0, filed = 0, sent = 0, unsure = 0;
  std::optional<Instant> next_due;
  int reminders = 0;
  std::optional<Date> next_reminder;
  std::size_t reviews = 0;
};

void count_draft(Counts& counts, const DraftEntry& draft) {
  switch (draft.state) {
    case DraftState::waiting:
    case DraftState::attempting:
      ++counts.waiting;
      if (!counts.next_due || draft.due < *counts.next_due) counts.next_due = draft.due;
      break;
    case DraftState::filed:
    case DraftState::changed: ++counts.filed; break;
    case DraftState::sent: ++counts.sent; break;
    case DraftState::unsure: ++counts.unsure; break;
    case DraftState::gone:
    case DraftState::cancelled: break;
  }
}

void count_reminder(Counts& counts, const ReminderEntry& entry) {
  if (entry.state != "waiting") return;
  ++counts.reminders;
  if (!counts.next_reminder || entry.reminder.due < *counts.next_reminder) counts.next_reminder = entry.reminder.due;
}

Result<Counts> count(Ledger& ledger) {
  Counts counts;
  auto drafts = ledger.drafts();
  if (!drafts) return tl::unexpected(drafts.error());
  for (const auto& draft : *drafts) count_draft(counts, draft);
  auto reminders = ledger.reminders();
  if (!reminders) return tl::unexpected(reminders.error());
  for (const auto& entry : *reminders) count_reminder(counts, entry);
  auto reviews = ledger.reviews();
  if (!reviews) return tl::unexpected(reviews.error());
  counts.reviews = reviews->size();
  return counts;
}

/// Whether the process that the ledger's lock names is there and an Ajar. Taking the lock to see would get in the way of
/// one that is starting.
bool is_running(const std::string& state_dir) {
  std::string pid, name;
  std::getline(std::ifstream(state_dir + "/ledger.lock") >> std::ws, pid);
  std::getline(std::ifstream("/proc/" + pid + "/comm"), name);
  return !pid.empty() && name == "ajar";
}

Json json_of(const std::vector<AccountEntry>& accounts, const Counts& counts, bool running) {
  Json list = Json::array();
  for (const auto& account : accounts)
    list.push_back({{"name", account.name},
                    {"state", account.state},
                    {"detail", or_null(account.detail)},
                    {"since", format_rfc3339(account.since)},
                    {"last_pass", or_null(account.last_pass)}});
  return {{"running", running},
          {"accounts", list},
          {"drafts",
           {{"waiting", counts.waiting},
            {"filed", counts.filed},
            {"sent", counts.sent},
            {"unsure", counts.unsure},
            {"next_due", or_null(counts.next_due)}}},
          {"reminders",
           {{"waiting", counts.reminders},
            {"next_due", counts.next_reminder ? Json(format_date(*counts.next_reminder)) : Json(nullptr)}}},
          {"review", counts.reviews}};
}

void print_counts(const Counts& counts) {
  std::string next = counts.next_due ? " (the next from " + local_moment(*counts.next_due) + ")" : "";
  std::printf("Drafts:    %d waiting%s, %d in Drafts, %d sent\n", counts.waiting, next.c_str(), counts.filed, counts.sent);
  if (counts.unsure > 0) std::printf("           %d unsure: look into Drafts and Sent, then `ajar drafts`\n", counts.unsure);
  next = counts.next_reminder ? " (the next on " + format_date(*counts.next_reminder) + ")" : "";
  std::printf("Reminders: %d waiting%s\n", counts.reminders, next.c_str());
  if (counts.reviews > 0) std::printf("Review:    %zu %s your word: ajar review\n", counts.reviews, counts.reviews == 1 ? "mail needs" : "mails need");
}

/// -v: what the latest mails were taken for, newest last, and why.
Result<void> print_mails(Ledger& ledger, const Palette& palette) {
  constexpr std::size_t most = 100;
  auto mails = ledger.mails(most);
  if (!mails) return tl::unexpected(mails.error());
  Table table({"received", "event", "points", "from", "subject", "decision"});
  for (auto mail = mails->rbegin(); mail != mails->rend(); ++mail) {
    char points[32];
    std::snprintf(points, sizeof points, "%5.1f", mail->score);
    const Address& from = mail->from;
    table.add({local_moment(mail->received), mail->event, points, from.name.empty() ? from.email : from.name, mail->subject,
               mail->reason});
  }
  std::printf("\n%s", table.text(palette, 32).c_str());
  return {};
}

}  // namespace

ExitCode status(const Invocation& invocation) {
  auto ledger = open_to_read(invocation);
  if (!ledger) return report(ledger.error());
  if (!*ledger) {
    if (invocation.json) std::fputs(json_text(json_of({}, {}, false)).c_str(), stdout);
    return ExitCode::ok;
  }
  auto accounts = (*ledger)->accounts();
  if (!accounts) return report(accounts.error());
  auto counts = count(**ledger);
  if (!counts) return report(counts.error());
  const bool running = is_running(invocation.places().state_dir);
  if (invocation.json) {
    std::fputs(json_text(json_of(*accounts, *counts, running)).c_str(), stdout);
    return ExitCode::ok;
  }
  Table table({"account", "state", "last read", ""});
  for (const auto& account : *accounts)
    table.add({account.name, account.state, account.last_pass ? local_moment(*account.last_pass) : "never", account.detail});
  if (table.empty())
    std::puts("No mailbox has been read yet: ajar run --once");
  else
    std::fputs(table.text(palette_for(invocation, STDOUT_FILENO)).c_str(), stdout);
  if (!running) std::puts("Ajar is not running now.");
  std::puts("");
  print_counts(*counts);
  if (invocation.verbose)
    if (auto printed = print_mails(**ledger, palette_for(invocation, STDOUT_FILENO)); !printed) return report(printed.error());
  return ExitCode::ok;
}

}  // namespace ajar
