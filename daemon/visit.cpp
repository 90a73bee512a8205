#include "daemon/visit.h"

#include <algorithm>

#include "daemon/books_loader.h"
#include "daemon/connect_account.h"
#include "daemon/output.h"
#include "daemon/settings_file.h"

namespace ajar {
namespace {

const AccountSettings* find_account(const Settings& settings, const std::string& name) {
  if (name.empty()) return &settings.accounts.front();
  for (const auto& account : settings.accounts)
    if (account.name == name || same_email(account.address, name)) return &account;
  return nullptr;
}

}  // namespace

tl::expected<std::unique_ptr<Visit>, ExitCode> Visit::prepare(const Invocation& invocation, const std::string& account) {
  auto settings = load_settings(invocation.places());
  if (!settings) return tl::unexpected(report(settings.error()));
  auto books = load_books(invocation.places(), settings->thresholds);
  if (!books) return tl::unexpected(report(books.error()));
  std::unique_ptr<Visit> visit(new Visit({std::move(*settings), std::move(*books)}, invocation.frozen_clock()));
  visit->account_ = find_account(visit->instructions_.settings, account);
  if (!visit->account_)
    return tl::unexpected(
        report(Error{ErrorKind::config, "no account is named '" + account + "'", "the names stand in ajar.yaml"}));
  auto ledger = Ledger::open(invocation.places().state_dir, Ledger::Access::visitor);
  if (!ledger) return tl::unexpected(report(ledger.error()));
  visit->ledger_ = std::move(*ledger);
  return visit;
}

Result<void> Visit::connect() {
  constexpr int never_woken = -1;
  auto server = connect_account(*account_, never_woken);
  if (!server) return tl::unexpected(server.error());
  server_ = std::move(*server);
  auto mailboxes = server_->list_mailboxes();
  if (!mailboxes) return tl::unexpected(mailboxes.error());
  roles_ = assign_roles(*mailboxes, *account_);
  return {};
}

Desk Visit::desk() { return Desk{*account_, instructions_, candidate(), *ledger_, clock_, *server_, roles_}; }

Result<Reading> Visit::fetch(const std::string& mailbox, const std::string& message_id) {
  std::vector<std::string> places{mailbox};
  places.insert(places.end(), roles_.watched.begin(), roles_.watched.end());
  places.insert(places.end(), roles_.elsewhere.begin(), roles_.elsewhere.end());
  Desk at = desk();
  for (const auto& place : places) {
    if (auto status = server_->examine(place); !status) continue;
    MailSearch search;
    search.message_ids = {message_id};
    auto uids = server_->search(place, search);
    if (!uids) return tl::unexpected(uids.error());
    auto fetched = server_->fetch(place, *uids, kReadCap);
    if (!fetched) return tl::unexpected(fetched.error());
    for (const auto& mail : *fetched) {
      auto reading = read_fetched(at, mail);
      if (reading && reading->message.envelope.message_id == message_id) return reading;
    }
  }
  return fail(ErrorKind::message, "this mail is no longer in a mailbox that Ajar reads");
}

}  // namespace ajar
