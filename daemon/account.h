#pragma once
// One account at work: its connections and its loop. Lives in one thread; stop(), wake() and instruct() may be called
// from another.
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

#include "daemon/connect_account.h"
#include "daemon/desk.h"
#include "daemon/pulse.h"
#include "daemon/wakeup.h"

namespace ajar {

/// What all accounts share.
struct Surroundings {
  Ledger& ledger;
  const Clock& clock;
  Connect connect;
  /// An account planned something to be told at once: the account that the reminders go to should look.
  std::function<void()> tell_now = [] {};
  /// An account's state changed (for STATUS). Called from its thread.
  std::function<void(const AccountEntry&)> report = [](const AccountEntry&) {};
  /// First wait after a failure; doubled up to `longest_wait`.
  std::chrono::milliseconds first_wait{30'000};
  std::chrono::milliseconds longest_wait{30 * 60'000};
  /// After a connection that had worked is lost.
  std::chrono::milliseconds quick_wait{1'000};
  std::chrono::milliseconds settling{3'000};
};

/// What one pass did. `trouble`: something failed that does not end the pass (one mailbox, a refused draft).
struct PassReport {
  int read = 0;
  int planned = 0;
  int filed = 0;
  int told = 0;
  std::optional<Error> trouble;
};

class Account {
 public:
  Account(std::string name, std::shared_ptr<const Instructions> instructions, Surroundings& surroundings);

  const std::string& name() const { return name_; }
  /// Connects if needed; reads what is new, carries out what is due, watches the drafts.
  Result<PassReport> pass();
  /// pass() for `run --once`: a connection lost on the way is made again twice.
  Result<PassReport> pass_once();
  /// Tells the reminders, if this is the account they go to.
  Result<PassReport> deliver();
  Result<PassReport> deliver_once();
  /// Works until stop(). Returns a failure only if the ledger fails (ErrorKind::storage).
  Result<void> live();

  void stop();
  void wake() { bell_.ring(); }
  /// The next pass follows these. A reload also lets an account try again that had given up.
  void instruct(std::shared_ptr<const Instructions> instructions);
  /// The machine slept: its connections are dead without knowing it, and old failures say nothing any more.
  void wake_after_sleep();
  bool alive() const { return pulse_.kept(); }

 private:
  using Milliseconds = std::chrono::milliseconds;
  using Deadline = Pulse::Clock::time_point;

  std::shared_ptr<const Instructions> instructions() const;
  const AccountSettings& settings_in(const Instructions& instructions) const;
  Result<void> connect(const AccountSettings& settings);
  Desk desk(const Instructions& instructions, const AccountSettings& settings);
  Result<PassReport> persevere(Result<PassReport> (Account::*step)());
  Result<void> read_mailboxes(Desk& desk, PassReport& report);
  template <class Outcome>
  Outcome guarded(Outcome (Account::*step)());
  Result<PassReport> sweep_and_carry_out();
  Result<PassReport> tell_reminders();
  Result<void> wait_for_mail();
  void open_second_connection(const AccountSettings& settings);
  Result<Bell> wait_alone(Deadline deadline);
  Result<Milliseconds> time_until_due();
  Milliseconds wait_after(const Error& error);
  void rest(Milliseconds limit);
  Result<void> say(const std::string& state, const std::string& detail, bool passed);
  void drop_connections();

  const std::string name_;
  Surroundings& around_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Instructions> instructions_;  // guarded by mutex_
  std::atomic<bool> stopping_{false};
  std::atomic<bool> instructed_{false};  ///< since the last pass began
  std::atomic<bool> slept_{false};
  Wakeup stop_;  ///< stays rung: cancels whatever blocks
  Wakeup bell_;  ///< look again
  Pulse pulse_;
  std::unique_ptr<MailServer> work_;
  std::unique_ptr<MailServer> idle_;  ///< waits on the first watched mailbox
  std::optional<MailboxRoles> roles_;
  int failures_ = 0;
  int refusals_ = 0;  ///< sign-ins refused since the last instructions
  bool passed_ = false;  ///< the last connection did a whole pass
  Deadline quick_again_{};  ///< no second return at once before this
  Deadline idle_since_{};
  bool alone_ = false;      ///< the server allows no second connection
  Uid unread_;              ///< that the doorbell has pointed at
  bool told_of_sent_ = false;
  AccountEntry said_;
};

}  // namespace ajar
