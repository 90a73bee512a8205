#pragma once
// A mail server in memory with the manners of a real one, and faults on request. A MemoryMailStore is what the server
// keeps; a MemoryMailServer is one signed-in connection to it. Any number of connections, from any thread.
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "daemon/mail_server.h"

namespace ajar::testing {

struct StoredMail {
  Uid uid;
  Instant internal_date{};
  std::string bytes;
  std::set<std::string> flags;  ///< as given: "\\Draft", "\\Seen"
};

/// What becomes of the next APPEND. lost_*: the connection breaks before or after the server kept the mail.
enum class AppendFault { none, refused, over_quota, no_mailbox, lost_before, lost_after };

class MemoryMailStore {
 public:
  MemoryMailStore() { add_mailbox("INBOX"); }

  void add_mailbox(const std::string& name, std::set<std::string> uses = {}, std::uint32_t validity = 1);
  /// Puts a mail in and rings the doorbells. INTERNALDATE is `date`.
  Uid deliver(const std::string& mailbox, std::string bytes, Instant date, std::set<std::string> flags = {});
  /// The mail is listed, but the server fails to give it.
  void withhold(const std::string& mailbox, Uid uid);
  /// The user deletes a mail.
  void remove(const std::string& mailbox, Uid uid);
  /// The mailbox is re-created: the same mails, new UIDs from 1, another UIDVALIDITY.
  void recreate(const std::string& mailbox, std::uint32_t validity);
  std::vector<StoredMail> mails(const std::string& mailbox) const;
  std::vector<std::string> mailbox_names() const;
  bool has_mailbox(const std::string& mailbox) const;

  /// Server traits: IDLE, UIDNEXT and APPENDUID can be missing.
  void set_idle(bool on);
  void set_uid_next(bool on);
  void set_append_uid(bool on);
  /// What a new mail appended by Ajar gets as INTERNALDATE.
  void set_now(Instant now);

  /// Called before every command with its verb ("list", "examine", "sweep", "search", "fetch", "append", "create",
  /// "doorbell") and mailbox; an Error of kind network breaks the connection. Runs on the caller's thread.
  using Fault = std::function<std::optional<Error>(const std::string& verb, const std::string& mailbox)>;
  void set_fault(Fault fault);
  /// Queued: the first APPEND meets the first fault.
  void push_append_fault(AppendFault fault);
  /// Commands so far by verb.
  std::map<std::string, int> command_counts() const;

 private:
  friend class MemoryMailServer;
  struct Box {
    std::uint32_t validity = 1;
    std::uint32_t uid_next = 1;
    std::set<std::string> uses;
    std::vector<StoredMail> mails;
    std::set<std::uint32_t> withheld;
  };
  void ring();

  mutable std::mutex mutex_;
  std::map<std::string, Box> boxes_;
  bool idle_ = true, uid_next_ = true, append_uid_ = true;
  std::optional<Instant> now_;
  Fault fault_;
  std::deque<AppendFault> append_faults_;
  std::map<std::string, int> counts_;
  std::vector<int> bells_;  ///< eventfds of waiting connections
};

class MemoryMailServer : public MailServer {
 public:
  explicit MemoryMailServer(std::shared_ptr<MemoryMailStore> store);
  ~MemoryMailServer() override;
  MemoryMailServer(const MemoryMailServer&) = delete;
  MemoryMailServer& operator=(const MemoryMailServer&) = delete;

  Result<std::vector<MailboxInfo>> list_mailboxes() override;
  Result<MailboxStatus> examine(const std::string& mailbox) override;
  Result<std::vector<ListedMessage>> sweep(const std::string& mailbox, Uid after, std::size_t most) override;
  Result<std::vector<Uid>> search(const std::string& mailbox, const MailSearch& search) override;
  Result<std::vector<FetchedMessage>> fetch(const std::string& mailbox, const std::vector<Uid>& uids,
                                            std::size_t cap) override;
  AppendOutcome append_draft(const std::string& mailbox, const std::string& bytes) override;
  AppendOutcome append_reminder(const std::string& mailbox, const std::string& bytes) override;
  Result<void> create_drafts(const std::string& mailbox) override;
  Result<Bell> doorbell(const std::string& mailbox, std::chrono::steady_clock::time_point deadline,
                        int wake_fd) override;
  bool has_idle() const override;

 private:
  std::optional<Error> begin(const std::string& verb, const std::string& mailbox);
  Result<MemoryMailStore::Box*> select(const std::string& mailbox);
  AppendOutcome append(const std::string& mailbox, const std::string& bytes, std::set<std::string> flags);

  std::shared_ptr<MemoryMailStore> store_;
  bool broken_ = false;
  int bell_fd_ = -1;
  std::string selected_;  ///< mailbox; its first doorbell rings
  bool ringing_ = false;
  std::map<std::string, std::uint32_t> seen_validity_;  ///< as the caller knows it from examine()
};

}  // namespace ajar::testing
