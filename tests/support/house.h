#pragma once
// A whole Ajar for tests: a job seeker's settings, the shipped English books, a ledger in a scratch directory, and the mail of
// one application. Give it any Connect.
#include <memory>
#include <string>
#include <vector>

#include "daemon/account.h"
#include "daemon/supervisor.h"
#include "tests/support/memory_mail_server.h"
#include "tests/support/scratch.h"

namespace ajar::testing {

/// The shipped files of English and of no language, which is all that these houses need, into a data directory.
void copy_english_books(const std::string& data_dir);
/// The same as books, read once.
const Books& english_books();

/// A mail as bytes, CRLF.
struct Letter {
  std::string id, from, to, subject, date, body;
  std::string refers_to = {};  ///< Message-IDs with <>, oldest first; the last one is replied to
  std::string bytes() const;
};

/// One application at Kestrel Maps: Marta invites, Sam thanks, Marta says no.
Letter invitation();
Letter thanks();
Letter rejection();
/// Another no, from another company: `n` makes it different.
Letter other_rejection(int n);

/// When the rejection came, and a day and a half later: the draft is due.
Instant rejection_day();
Instant due_day();
/// A check-in with Robin that is due on this day.
Plan check_in_due(Date day);

/// Settings of one account, "personal" of sam@example.org, at nowhere.
Settings settings_of_sam();

class House {
 public:
  explicit House(Settings settings = settings_of_sam());

  Settings settings;
  ScratchDirectory scratch;
  Connect connect;
  std::chrono::milliseconds settling{0};

  std::string state() const { return scratch / "state"; }
  std::shared_ptr<const Instructions> instructions() const;
  std::unique_ptr<Ledger> open_ledger() const;
  /// What `ajar run --once --now T` does for each account, in this thread. Hooks the ledger with `hook`.
  Result<PassReport> sweep(Instant now, const Ledger::StepHook& hook = {});
  /// Read-only looks at the ledger.
  std::vector<DraftEntry> drafts() const;
  std::vector<ReminderEntry> reminders() const;
  std::vector<MailEntry> mails() const;
};

/// A house on a memory server with INBOX, Drafts, Sent and Archive; the invitation and the thanks are there.
class MemoryHouse : public House {
 public:
  explicit MemoryHouse(Settings settings = settings_of_sam());
  std::shared_ptr<MemoryMailStore> store = std::make_shared<MemoryMailStore>();

  void deliver(const std::string& mailbox, const Letter& letter);
  std::size_t count(const std::string& mailbox) const { return store->mails(mailbox).size(); }
};

}  // namespace ajar::testing
