#include "daemon/imap_mail_server.h"

#include <poll.h>

#include <algorithm>

#include "daemon/imap_append.h"
#include "daemon/imap_fetch.h"
#include "daemon/imap_listing.h"
#include "daemon/imap_session.h"
#include "daemon/imap_sign_in.h"

namespace ajar {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

bool is_readable(int fd) {
  pollfd entry{fd, POLLIN, 0};
  return fd >= 0 && ::poll(&entry, 1, 0) > 0;
}

class ImapMailServer : public MailServer {
 public:
  ImapMailServer(std::unique_ptr<ImapWire> wire, milliseconds keep_alive)
      : session_(std::move(wire)), keep_alive_(keep_alive) {}

  Result<std::vector<MailboxInfo>> list_mailboxes() override { return ajar::list_mailboxes(session_); }
  Result<MailboxStatus> examine(const std::string& mailbox) override { return session_.examine(mailbox); }
  Result<std::vector<ListedMessage>> sweep(const std::string& mailbox, Uid after, std::size_t most) override {
    return ajar::sweep(session_, mailbox, after, most);
  }
  Result<std::vector<Uid>> search(const std::string& mailbox, const MailSearch& wanted) override {
    return ajar::search(session_, mailbox, wanted);
  }
  Result<std::vector<FetchedMessage>> fetch(const std::string& mailbox, const std::vector<Uid>& uids,
                                            std::size_t cap) override {
    return ajar::fetch(session_, mailbox, uids, cap);
  }
  AppendOutcome append_draft(const std::string& mailbox, const std::string& bytes) override {
    return append(session_, mailbox, bytes, "(\\Draft \\Seen)");
  }
  AppendOutcome append_reminder(const std::string& mailbox, const std::string& bytes) override {
    return append(session_, mailbox, bytes, "");
  }
  Result<void> create_drafts(const std::string& mailbox) override;
  Result<Bell> doorbell(const std::string& mailbox, Deadline deadline, int wake_fd) override;
  bool has_idle() const override { return session_.offers("IDLE"); }

 private:
  Result<bool> ask_for_news();
  Result<Bell> wait_without_idle(Deadline deadline, int wake_fd);
  Deadline next_word(Deadline deadline) const { return std::min(deadline, steady_clock::now() + keep_alive_); }

  ImapSession session_;
  milliseconds keep_alive_;
};

Result<void> ImapMailServer::create_drafts(const std::string& mailbox) {
  const auto created = session_.ask("CREATE " + wire_name(mailbox));
  if (!created) return tl::unexpected(created.error());
  if (!session_.ok()) return tl::unexpected(session_.refused("mailbox " + mailbox + " cannot be created"));
  const auto subscribed = session_.ask("SUBSCRIBE " + wire_name(mailbox));  // else most clients hide it; NO is no harm
  if (!subscribed) return tl::unexpected(subscribed.error());
  return {};
}

/// NOOP: the server tells what it knows. True if that is new mail.
Result<bool> ImapMailServer::ask_for_news() {
  const auto answer = session_.ask("NOOP");
  if (!answer) return tl::unexpected(answer.error());
  return session_.take_ring();
}

Result<Bell> ImapMailServer::wait_without_idle(Deadline deadline, int wake_fd) {
  for (;;) {
    const auto waited = session_.wait_for_line(next_word(deadline), wake_fd);
    if (!waited) return tl::unexpected(waited.error());
    if (*waited == Wait::woken) return Bell::woken;
    if (*waited == Wait::deadline && steady_clock::now() >= deadline) return Bell::quiet;
    const auto news = ask_for_news();
    if (!news) return tl::unexpected(news.error());
    if (*news) return Bell::rang;
  }
}

Result<Bell> ImapMailServer::doorbell(const std::string& mailbox, Deadline deadline, int wake_fd) {
  if (is_readable(wake_fd)) return Bell::woken;
  if (auto selected = session_.select(mailbox); !selected) return tl::unexpected(selected.error());
  for (;;) {
    const auto news = ask_for_news();
    if (!news) return tl::unexpected(news.error());
    if (*news) return Bell::rang;
    if (!has_idle()) return wait_without_idle(deadline, wake_fd);
    if (auto begun = session_.begin_idle(); !begun) return tl::unexpected(begun.error());
    const auto waited = session_.idle(next_word(deadline), wake_fd);
    if (!waited) return tl::unexpected(waited.error());
    const bool refused = !session_.is_idle();
    if (auto left = session_.leave_idle(); !left) return tl::unexpected(left.error());
    if (*waited == Wait::woken) return Bell::woken;
    if (session_.take_ring()) return Bell::rang;
    if (refused) return wait_without_idle(deadline, wake_fd);
    if (steady_clock::now() >= deadline) return Bell::quiet;
  }
}

}  // namespace

Result<std::unique_ptr<MailServer>> connect_imap(const ImapLogin& login, int wake_fd) {
  auto stream = VerifiedStream::connect({login.url, login.tls_ca, login.connect_timeout}, wake_fd);
  if (!stream) return tl::unexpected(stream.error());
  auto wire = std::make_unique<ImapWire>(std::move(*stream), login.command_timeout);
  if (auto done = sign_in(*wire, {login.user, login.password, login.bearer}); !done)
    return tl::unexpected(done.error());
  return std::make_unique<ImapMailServer>(std::move(wire), login.keep_alive);
}

}  // namespace ajar
