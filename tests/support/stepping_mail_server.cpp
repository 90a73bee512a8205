#include "tests/support/stepping_mail_server.h"

namespace ajar::testing {
namespace {

class SteppingMailServer : public MailServer {
 public:
  SteppingMailServer(std::unique_ptr<MailServer> server, Step step) : server_(std::move(server)), step_(std::move(step)) {}

  Result<std::vector<MailboxInfo>> list_mailboxes() override {
    return around("list", [&] { return server_->list_mailboxes(); });
  }
  Result<MailboxStatus> examine(const std::string& mailbox) override {
    return around("examine " + mailbox, [&] { return server_->examine(mailbox); });
  }
  Result<std::vector<ListedMessage>> sweep(const std::string& mailbox, Uid after, std::size_t most) override {
    return around("sweep " + mailbox, [&] { return server_->sweep(mailbox, after, most); });
  }
  Result<std::vector<Uid>> search(const std::string& mailbox, const MailSearch& search) override {
    return around("search " + mailbox, [&] { return server_->search(mailbox, search); });
  }
  Result<std::vector<FetchedMessage>> fetch(const std::string& mailbox, const std::vector<Uid>& uids,
                                            std::size_t cap) override {
    return around("fetch " + mailbox, [&] { return server_->fetch(mailbox, uids, cap); });
  }
  AppendOutcome append_draft(const std::string& mailbox, const std::string& bytes) override {
    return around("append_draft", [&] { return server_->append_draft(mailbox, bytes); });
  }
  AppendOutcome append_reminder(const std::string& mailbox, const std::string& bytes) override {
    return around("append_reminder", [&] { return server_->append_reminder(mailbox, bytes); });
  }
  Result<void> create_drafts(const std::string& mailbox) override {
    return around("create", [&] { return server_->create_drafts(mailbox); });
  }
  Result<Bell> doorbell(const std::string& mailbox, std::chrono::steady_clock::time_point deadline, int wake) override {
    return around("doorbell", [&] { return server_->doorbell(mailbox, deadline, wake); });
  }
  bool has_idle() const override { return server_->has_idle(); }

 private:
  template <class Verb>
  auto around(const std::string& name, Verb verb) -> decltype(verb()) {
    step_("before " + name);
    auto result = verb();
    step_("after " + name);
    return result;
  }

  std::unique_ptr<MailServer> server_;
  Step step_;
};

}  // namespace

Connect stepping(Connect connect, Step step) {
  return [connect = std::move(connect), step = std::move(step)](
             const AccountSettings& account, int wake_fd) -> Result<std::unique_ptr<MailServer>> {
    auto server = connect(account, wake_fd);
    if (!server) return server;
    return std::make_unique<SteppingMailServer>(std::move(*server), step);
  };
}

}  // namespace ajar::testing
