#include <algorithm>
#include <cstdio>

#include "daemon/books_loader.h"
#include "daemon/commands/commands.h"
#include "daemon/ledger.h"
#include "daemon/output.h"
#include "daemon/settings_file.h"

namespace ajar {
namespace {

Result<AccountSettings> find_account(const Settings& settings, const std::string& name) {
  if (name.empty()) return settings.accounts.front();
  for (const auto& account : settings.accounts)
    if (account.name == name || same_email(account.address, name)) return account;
  return fail(ErrorKind::config, "no account is named '" + name + "'", "the names stand in ajar.yaml");
}

}  // namespace

ExitCode add(const Invocation& invocation, const AddOptions& options) {
  auto settings = load_settings(invocation.places());
  if (!settings) return report(settings.error());
  auto books = load_books(invocation.places(), settings->thresholds);
  if (!books) return report(books.error());
  auto account = find_account(*settings, options.account);
  if (!account) return report(account.error());
  auto ledger = Ledger::open(invocation.places().state_dir, Ledger::Access::visitor);
  if (!ledger) return report(ledger.error());
  auto known = (*ledger)->known(account->name);
  if (!known) return report(known.error());
  Candidate candidate = candidate_of(*account, *settings);
  Instant now = invocation.frozen_clock().now();
  Correspondence correspondence = gather_correspondence(as_reading(options.rejection, now), {}, candidate, *books->rules);
  Plan plan = decide_added(options.rejection, correspondence, *known, *books, candidate,
                           {settings->reply, settings->reminders}, now);
  auto recorded = (*ledger)->record_plan(account->name, plan, now);
  if (!recorded) return report(recorded.error());
  if (!invocation.quiet) std::printf("%s\n", plan.reason.c_str());
  return ExitCode::ok;
}

}  // namespace ajar
