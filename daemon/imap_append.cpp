#include "daemon/imap_append.h"

#include <strings.h>

#include <algorithm>
#include <cstdlib>

namespace ajar {
namespace {

bool same_word(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

/// Why a mailbox takes no message: RFC 5530 and RFC 3501 7.1 codes in words.
struct AppendRefusal {
  std::string_view code;
  const char* what;
  const char* hint;
};
constexpr AppendRefusal append_refusals[] = {
    {"OVERQUOTA", "the mailbox is full (over quota)", "make room on the server"},
    {"TRYCREATE", "the mailbox does not exist", "name the right one in the settings"},
    {"NONEXISTENT", "the mailbox does not exist", "name the right one in the settings"},
    {"NOPERM", "this user may not write there", "name another mailbox in the settings"},
    {"LIMIT", "a limit of the server is reached", ""},
    {"TOOBIG", "the message is too big for the server", ""},
};

Error append_error(const std::string& mailbox, const StatusLine& status) {
  const std::string code = status.code.substr(0, status.code.find(' '));
  const auto* found = std::find_if(std::begin(append_refusals), std::end(append_refusals),
                                   [&](const AppendRefusal& r) { return same_word(r.code, code); });
  const std::string start = "nothing was filed in " + mailbox + ": ";
  if (found == std::end(append_refusals))
    return {ErrorKind::server, start + "the server refused it" + server_words(status), ""};
  return {ErrorKind::server, start + found->what + server_words(status), found->hint};
}

/// "APPENDUID validity uid" (RFC 4315 3).
void read_append_uid(const std::string& code, AppendOutcome& outcome) {
  if (!same_word(code.substr(0, 10), "appenduid ")) return;
  char* end = nullptr;
  const unsigned long validity = std::strtoul(code.c_str() + 10, &end, 10);
  if (*end != ' ') return;
  const unsigned long uid = std::strtoul(end + 1, &end, 10);
  if (*end != '\0' || validity == 0 || uid == 0 || validity > 0xFFFFFFFFUL || uid > 0xFFFFFFFFUL) return;
  outcome.validity = UidValidity{static_cast<std::uint32_t>(validity)};
  outcome.uid = Uid{static_cast<std::uint32_t>(uid)};
}

AppendOutcome unclear(Error error) { return {AppendOutcome::Kind::unclear, {}, {}, std::move(error)}; }

/// With a synchronising literal, so that a full or missing mailbox says NO before the message is sent.
AppendOutcome append_once(ImapSession& session, const std::string& mailbox, const std::string& bytes,
                          const std::string& flags) {
  ResponseLimits limits;
  limits.continuation = true;
  const auto wire = session.wire(limits);
  if (!wire) return unclear(wire.error());
  const std::string size = "{" + std::to_string(bytes.size()) + "}";
  const auto tag = (*wire)->send("APPEND " + wire_name(mailbox) + " " + flags + (flags.empty() ? "" : " ") + size);
  if (!tag) return unclear(tag.error());
  bool sent = false;
  std::string lines;
  const auto done = (*wire)->finish(*tag, [&](const std::string& line) {
    if (line[0] != '+') {
      lines += line + "\r\n";
    } else if (!sent) {
      sent = true;
      (void)(*wire)->send_bytes(bytes + "\r\n");  // a failure ends the connection, and so the loop
    }
  });
  if (!done) return unclear(done.error());
  session.absorb(lines);
  if (done->word != "OK") return {AppendOutcome::Kind::refused, {}, {}, append_error(mailbox, *done)};
  if (!sent) {
    const Error error{ErrorKind::network, (*wire)->place() + " filed a message that was not sent", ""};
    return unclear((*wire)->kill(error).value());
  }
  AppendOutcome outcome{AppendOutcome::Kind::appended, {}, {}, {}};
  read_append_uid(done->code, outcome);
  return outcome;
}

}  // namespace

AppendOutcome append(ImapSession& session, const std::string& mailbox, const std::string& bytes,
                     const std::string& flags) {
  AppendOutcome outcome = append_once(session, mailbox, bytes, flags);
  if (outcome.kind != AppendOutcome::Kind::refused || session.selected() != mailbox) return outcome;
  // Courier 5.0 takes no message for a mailbox that this connection has open read-only.
  if (auto deselected = session.deselect(); !deselected) return unclear(deselected.error());
  return append_once(session, mailbox, bytes, flags);
}

}  // namespace ajar
