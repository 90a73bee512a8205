#include "daemon/pulse.h"

namespace ajar {
namespace {

using namespace std::chrono_literals;

/// Longer than any command may take (a minute), and than judging what it brought.
constexpr auto kOneCommand = 5min;

class BeatingMailServer : public MailServer {
 public:
  BeatingMailServer(std::unique_ptr<MailServer> server, Pulse& pulse) : server_(std::move(server)), pulse_(pulse) {}

  Result<std::vector<MailboxInfo>> list_mailboxes() override { return beat().list_mailboxes(); }
  Result<MailboxStatus> examine(const std::string& mailbox) override { return beat().examine(mailbox); }
  Result<std::vector<ListedMessage>> sweep(const std::string& mailbox, Uid after, std::size_t most) override {
    return beat().sweep(mailbox, after, most);
  }
  Result<std::vector<Uid>> search(const std::string& mailbox, const MailSearch& search) override {
    return beat().search(mailbox, search);
  }
  Result<std::vector<FetchedMessage>> fetch(const std::string& mailbox, const std::vector<Uid>& uids,
                                            std::size_t cap) override {
    return beat().fetch(mailbox, uids, cap);
  }
  AppendOutcome append_draft(const std::string& mailbox, const std::string& bytes) override {
    return beat().append_draft(mailbox, bytes);
  }
  AppendOutcome append_reminder(const std::string& mailbox, const std::string& bytes) override {
    return beat().append_reminder(mailbox, bytes);
  }
  Result<void> create_drafts(const std::string& mailbox) override { return beat().create_drafts(mailbox); }
  Result<Bell> doorbell(const std::string& mailbox, std::chrono::steady_clock::time_point deadline,
                        int wake_fd) override {
    pulse_.promise(deadline - Pulse::Clock::now() + kOneCommand);
    return server_->doorbell(mailbox, deadline, wake_fd);
  }
  bool has_idle() const override { return server_->has_idle(); }

 private:
  MailServer& beat() {
    pulse_.promise(kOneCommand);
    return *server_;
  }

  std::unique_ptr<MailServer> server_;
  Pulse& pulse_;
};

}  // namespace

std::unique_ptr<MailServer> beating(std::unique_ptr<MailServer> server, Pulse& pulse) {
  return std::make_unique<BeatingMailServer>(std::move(server), pulse);
}

}  // namespace ajar
