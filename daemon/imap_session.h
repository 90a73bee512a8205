#pragma once
// One signed-in IMAP connection with its open mailbox: what the verbs of imap_mail_server are made of.
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "daemon/imap_answers.h"
#include "daemon/imap_bell.h"
#include "daemon/imap_wire.h"
#include "daemon/mail_server.h"

namespace ajar {

class ImapSession {
 public:
  explicit ImapSession(std::unique_ptr<ImapWire> wire) : wire_(std::move(wire)) {}
  ImapSession(const ImapSession&) = delete;
  ImapSession& operator=(const ImapSession&) = delete;
  ~ImapSession();  ///< says LOGOUT, waits for nothing

  /// True if the server told this capability (upper case) after sign-in.
  bool offers(const char* capability) const { return wire_->guard().capabilities().count(capability) != 0; }
  /// The tagged line of the last answer.
  const StatusLine& status() const { return wire_->guard().status(); }
  bool ok() const { return status().word == "OK"; }
  /// `what` and what the server said.
  Error refused(const std::string& what) const { return {ErrorKind::server, what + server_words(status()), ""}; }

  /// Sends a command and reads its answer. NO and BAD are answers too: ok() tells.
  /// Fails with network, or with server if the open mailbox turns out to be re-created.
  Result<ImapAnswer> ask(const std::string& command, const ResponseLimits& limits = {});
  /// The wire, with nothing under way on it, for commands of several parts or several at once.
  Result<ImapWire*> wire(const ResponseLimits& limits);
  /// The answer to a command sent on the wire, after `lines` of it that were read already. Fails as ask() does.
  Result<ImapAnswer> receive(int tag, const std::string& lines = {});
  /// Lets the picture of the mailbox follow untagged lines that were read from the wire.
  void absorb(const std::string& lines);

  /// EXAMINE; what it tells is from now on what the caller knows.
  Result<MailboxStatus> examine(const std::string& mailbox);
  /// Makes sure that `mailbox` is open and still the one the caller knows. Fails with server if it is not.
  Result<void> select(const std::string& mailbox);
  /// The open mailbox; empty: none.
  const std::string& selected() const { return selected_; }
  /// No mailbox is open any more.
  Result<void> deselect();
  std::uint32_t exists() const { return answers_.selection().exists; }

  /// New mail was announced, or may have come before the mailbox was opened. Asked once, it is forgotten.
  bool take_ring() { return bell_.take(); }
  /// IDLE (RFC 2177), up to the server's "+". is_idle() is false after it if the server refused.
  Result<void> begin_idle();
  /// Reads what comes until the bell rings, IDLE ends, `deadline` passes or `wake_fd` is readable.
  Result<Wait> idle(Deadline deadline, int wake_fd);
  /// Says DONE; the answer is read before the next command, so that nobody waits for it now.
  Result<void> leave_idle();
  bool is_idle() const { return idle_tag_ != 0; }
  Result<Wait> wait_for_line(Deadline deadline, int wake_fd) { return wire_->wait_for_line(deadline, wake_fd); }

 private:
  Result<MailboxStatus> open(const std::string& mailbox);
  Result<void> finish_idle();
  void note_idle_line(const std::string& line);

  std::unique_ptr<ImapWire> wire_;
  ImapAnswerReader answers_;
  ImapBell bell_;
  std::string selected_;
  UidValidity validity_;                      ///< of the open mailbox
  std::map<std::string, UidValidity> known_;  ///< what the caller was told
  int idle_tag_ = 0;                          ///< an IDLE whose tagged answer is still to come
  std::string idle_lines_;                    ///< what came during it
};

/// A mailbox's name as it stands in commands: modified UTF-7 in quotes.
std::string wire_name(const std::string& mailbox);

}  // namespace ajar
