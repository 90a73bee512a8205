#include "daemon/imap_session.h"

#include <utility>

#include "daemon/imap_commands.h"
#include "daemon/modified_utf7.h"

namespace ajar {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

Error recreated(const std::string& mailbox) {
  return {ErrorKind::server, "mailbox " + mailbox + " was re-created (UIDVALIDITY changed)", ""};
}

}  // namespace

std::string wire_name(const std::string& mailbox) { return quoted(to_modified_utf7(mailbox)); }

ImapSession::~ImapSession() {
  if (wire_->dead() || is_idle()) return;
  wire_->set_deadline(steady_clock::now() + milliseconds(100));
  (void)wire_->send_bytes("bye LOGOUT\r\n");
}

// --- Commands --------------------------------------------------------------------------------------------------------

Result<ImapWire*> ImapSession::wire(const ResponseLimits& limits) {
  if (auto finished = finish_idle(); !finished) return tl::unexpected(finished.error());
  wire_->expect(limits);
  return wire_.get();
}

Result<ImapAnswer> ImapSession::ask(const std::string& command, const ResponseLimits& limits) {
  const auto free_wire = wire(limits);
  if (!free_wire) return tl::unexpected(free_wire.error());
  const auto tag = wire_->send(command);
  if (!tag) return tl::unexpected(tag.error());
  return receive(*tag);
}

Result<ImapAnswer> ImapSession::receive(int tag, const std::string& lines) {
  wire_->restart_deadline();
  auto bytes = wire_->read_answer(tag);
  if (!bytes) return tl::unexpected(bytes.error());
  auto answer = answers_.read(tag, lines.empty() ? *bytes : lines + *bytes);
  if (!answer) return wire_->kill({ErrorKind::network, wire_->place() + ": answer that is not IMAP", ""});
  bell_.counted(exists());
  const bool same = answers_.selection().uid_validity == validity_.value;
  if (!selected_.empty() && !same) return tl::unexpected(recreated(std::exchange(selected_, "")));
  return std::move(*answer);
}

void ImapSession::absorb(const std::string& lines) {
  constexpr int any_tag = 1;
  if (lines.empty()) return;
  (void)answers_.read(any_tag, lines + "1 OK x\r\n");
  bell_.counted(exists());
}

// --- Mailboxes -------------------------------------------------------------------------------------------------------

Result<MailboxStatus> ImapSession::open(const std::string& mailbox) {
  selected_.clear();
  if (auto finished = finish_idle(); !finished) return tl::unexpected(finished.error());
  answers_.begin_selection();
  const auto answer = ask("EXAMINE " + wire_name(mailbox));
  if (!answer) return tl::unexpected(answer.error());
  if (!ok()) return tl::unexpected(refused("mailbox " + mailbox + " cannot be opened"));
  const Selection selection = answers_.selection();
  if (selection.uid_validity == 0) return fail(ErrorKind::server, "mailbox " + mailbox + " has no UIDVALIDITY");
  selected_ = mailbox;
  validity_ = UidValidity{selection.uid_validity};
  bell_.opened(selection.exists);
  MailboxStatus opened{validity_, std::nullopt, selection.exists};
  if (selection.uid_next != 0) opened.uid_next = Uid{selection.uid_next};
  return opened;
}

Result<MailboxStatus> ImapSession::examine(const std::string& mailbox) {
  auto opened = open(mailbox);
  if (opened) known_[mailbox] = opened->validity;
  return opened;
}

Result<void> ImapSession::select(const std::string& mailbox) {
  if (selected_ != mailbox)
    if (const auto opened = open(mailbox); !opened) return tl::unexpected(opened.error());
  const auto known = known_.try_emplace(mailbox, validity_).first;
  if (known->second != validity_) return tl::unexpected(recreated(mailbox));
  return {};
}

Result<void> ImapSession::deselect() {
  selected_.clear();
  const auto nothing_open = ask("EXAMINE \"\"");  // fails, and so leaves no mailbox selected (RFC 3501 6.3.1)
  if (!nothing_open) return tl::unexpected(nothing_open.error());
  return {};
}

// --- IDLE ------------------------------------------------------------------------------------------------------------

void ImapSession::note_idle_line(const std::string& line) {
  if (line.rfind(std::to_string(idle_tag_) + " ", 0) == 0) idle_tag_ = 0;  // the server wants no IDLE, or no more of it
  if (line[0] == '*') {
    bell_.hear(line);
    idle_lines_ += line + "\r\n";
  }
  if (idle_tag_ == 0) absorb(std::exchange(idle_lines_, ""));
}

Result<void> ImapSession::begin_idle() {
  ResponseLimits limits;
  limits.literal = 0;
  limits.continuation = true;
  const auto free_wire = wire(limits);
  if (!free_wire) return tl::unexpected(free_wire.error());
  const auto tag = wire_->send("IDLE");
  if (!tag) return tl::unexpected(tag.error());
  idle_tag_ = *tag;
  while (is_idle()) {  // up to the "+": Cyrus 3.6 loses a DONE that comes before it
    const auto line = wire_->read_line();
    if (!line) return tl::unexpected(line.error());
    if ((*line)[0] == '+') break;
    note_idle_line(*line);
  }
  return {};
}

Result<Wait> ImapSession::idle(Deadline deadline, int wake_fd) {
  while (!bell_.ringing() && is_idle()) {
    const auto waited = wire_->wait_for_line(deadline, wake_fd);
    if (!waited || *waited != Wait::readable) return waited;
    const auto line = wire_->read_line();
    if (!line) return tl::unexpected(line.error());
    note_idle_line(*line);
  }
  return Wait::readable;
}

Result<void> ImapSession::leave_idle() {
  if (!is_idle()) return {};
  wire_->set_deadline(steady_clock::now() + milliseconds(1000));
  return wire_->send_bytes("DONE\r\n");
}

Result<void> ImapSession::finish_idle() {
  if (!is_idle()) return {};
  wire_->restart_deadline();
  const auto done = wire_->finish(idle_tag_, [&](const std::string& line) { note_idle_line(line); });
  idle_tag_ = 0;
  if (!done) return tl::unexpected(done.error());
  absorb(std::exchange(idle_lines_, ""));
  return {};
}

}  // namespace ajar
