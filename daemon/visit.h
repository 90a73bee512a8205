#pragma once
// A command's own short visit to a mailbox, beside a daemon that may be running: `ajar add` looks for the earlier mails
// of an application, `ajar review` fetches the mail it is about.
#include <memory>
#include <optional>
#include <string>

#include "daemon/clock.h"
#include "daemon/desk.h"
#include "daemon/invocation.h"

namespace ajar {

class Visit {
 public:
  /// All that a command needs but the connection: settings, books, ledger, the account (empty name: the first).
  /// A failure is printed; the exit code says which.
  static tl::expected<std::unique_ptr<Visit>, ExitCode> prepare(const Invocation& invocation, const std::string& account);

  const AccountSettings& account() const { return *account_; }
  const Instructions& instructions() const { return instructions_; }
  Ledger& ledger() { return *ledger_; }
  Instant now() const { return clock_.now(); }
  Candidate candidate() const { return candidate_of(*account_, instructions_.settings); }

  /// Connects and signs in. Fails as connect_account does.
  Result<void> connect();
  /// The desk to work at, once connected.
  Desk desk();
  /// Fetches the mail with this Message-ID; it was seen in `mailbox`, but may have been moved since.
  /// Fails with ErrorKind::message if it is nowhere.
  Result<Reading> fetch(const std::string& mailbox, const std::string& message_id);

 private:
  Visit(Instructions instructions, Clock clock) : instructions_(std::move(instructions)), clock_(clock) {}

  Instructions instructions_;
  Clock clock_;
  const AccountSettings* account_ = nullptr;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<MailServer> server_;
  MailboxRoles roles_;
};

}  // namespace ajar
