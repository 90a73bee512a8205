#include "daemon/imap_mail_server.h"

#include <poll.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>

#include "daemon/imap_answers.h"
#include "daemon/imap_commands.h"
#include "daemon/imap_sign_in.h"
#include "daemon/imap_wire.h"
#include "daemon/modified_utf7.h"

namespace ajar {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t listing_window = 2000;         // UIDs asked for at once
constexpr std::size_t fetch_window_bytes = 1 << 20;  // of text asked for in one command
constexpr std::size_t fetch_window_count = 200;      // messages in one command
constexpr std::size_t windows_in_flight = 4;
constexpr const char* listing_items = " (UID INTERNALDATE RFC822.SIZE)";

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string wire_name(const std::string& mailbox) { return quoted(to_modified_utf7(mailbox)); }

bool is_readable(int fd) {
  pollfd entry{fd, POLLIN, 0};
  return fd >= 0 && ::poll(&entry, 1, 0) > 0;
}

/// The number in "* 23 EXISTS".
std::optional<std::uint32_t> number_before(const std::string& line, std::string_view word) {
  if (line.size() < word.size() + 3 || lower(line.substr(line.size() - word.size())) != word) return std::nullopt;
  return static_cast<std::uint32_t>(std::strtoul(line.c_str() + 2, nullptr, 10));
}

constexpr std::string_view known_uses[] = {"drafts", "sent", "archive", "all", "junk", "trash", "flagged"};

MailboxInfo to_info(const ListAnswer& line) {
  MailboxInfo info;
  info.name = from_modified_utf7(line.name);
  if (lower(info.name) == "inbox") info.name = "INBOX";
  info.delimiter = line.delimiter;
  info.selectable = !line.no_select;
  for (const std::string& attribute : line.attributes) {
    const std::string use = lower(attribute);
    if (use == "noselect" || use == "nonexistent") info.selectable = false;
    if (std::find(std::begin(known_uses), std::end(known_uses), use) != std::end(known_uses)) info.uses.insert(use);
  }
  return info;
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
                                   [&](const AppendRefusal& r) { return lower(r.code) == lower(code); });
  const std::string start = "nothing was filed in " + mailbox + ": ";
  if (found == std::end(append_refusals))
    return {ErrorKind::server, start + "the server refused it" + server_words(status), ""};
  return {ErrorKind::server, start + found->what + server_words(status), found->hint};
}

/// "APPENDUID validity uid" (RFC 4315 3).
void read_append_uid(const std::string& code, AppendOutcome& outcome) {
  if (lower(code.substr(0, 10)) != "appenduid ") return;
  char* end = nullptr;
  const unsigned long validity = std::strtoul(code.c_str() + 10, &end, 10);
  if (*end != ' ') return;
  const unsigned long uid = std::strtoul(end + 1, &end, 10);
  if (*end != '\0' || validity == 0 || uid == 0 || validity > 0xFFFFFFFFUL || uid > 0xFFFFFFFFUL) return;
  outcome.validity = UidValidity{static_cast<std::uint32_t>(validity)};
  outcome.uid = Uid{static_cast<std::uint32_t>(uid)};
}

class ImapMailServer : public MailServer {
 public:
  ImapMailServer(std::unique_ptr<ImapWire> wire, milliseconds keep_alive)
      : wire_(std::move(wire)), keep_alive_(keep_alive) {}
  ImapMailServer(const ImapMailServer&) = delete;
  ImapMailServer& operator=(const ImapMailServer&) = delete;
  ~ImapMailServer() override;

  Result<std::vector<MailboxInfo>> list_mailboxes() override;
  Result<MailboxStatus> examine(const std::string& mailbox) override;
  Result<std::vector<ListedMessage>> sweep(const std::string& mailbox, Uid after, std::size_t most) override;
  Result<std::vector<Uid>> search(const std::string& mailbox, const MailSearch& search) override;
  Result<std::vector<FetchedMessage>> fetch(const std::string& mailbox, const std::vector<Uid>& uids,
                                            std::size_t cap) override;
  AppendOutcome append_draft(const std::string& mailbox, const std::string& bytes) override;
  AppendOutcome append_reminder(const std::string& mailbox, const std::string& bytes) override;
  Result<void> create_drafts(const std::string& mailbox) override;
  Result<Bell> doorbell(const std::string& mailbox, Deadline deadline, int wake_fd) override;
  bool has_idle() const override { return offers("IDLE"); }

 private:
  bool offers(const char* capability) const { return wire_->guard().capabilities().count(capability) != 0; }
  const StatusLine& status() const { return wire_->guard().status(); }
  Error refused(const std::string& what) const { return {ErrorKind::server, what + server_words(status()), ""}; }

  Result<ImapAnswer> receive(int tag, const std::string& lines_before = {});
  Result<ImapAnswer> ask(const std::string& command, const ResponseLimits& limits = {});

  Result<MailboxStatus> open(const std::string& mailbox);
  Result<void> select(const std::string& mailbox);

  Result<std::uint32_t> highest_uid();
  Result<Uid> first_uid_after(Uid after);
  Result<std::vector<FetchAnswer>> list_range(Uid after, std::uint64_t last);

  using Found = std::map<std::uint32_t, FetchedMessage>;
  Result<void> fetch_sets(const std::vector<UidSet>& sets, std::size_t cap, Found& found, bool& all_well);

  Result<ImapAnswer> ask_search(const SearchCommand& command);
  AppendOutcome append(const std::string& mailbox, const std::string& bytes, const char* flags);
  AppendOutcome file(const std::string& mailbox, const std::string& bytes, const char* flags);

  Result<void> begin_idle();
  Result<Wait> idle_until(Deadline deadline, int wake_fd);
  Result<void> leave_idle();
  Result<void> finish_idle();
  void note_idle_line(const std::string& line);
  void absorb(const std::string& lines);
  Result<Bell> wait_without_idle(Deadline deadline, int wake_fd);
  bool has_rung();

  std::unique_ptr<ImapWire> wire_;
  ImapAnswerReader answers_;
  milliseconds keep_alive_;
  std::string selected_;  ///< empty: none
  UidValidity selected_validity_;
  std::map<std::string, UidValidity> known_;  ///< what the caller was told
  int idle_tag_ = 0;                          ///< an IDLE whose tagged answer is still to come
  std::string idle_lines_;                    ///< what came during it
  bool rang_ = false;
  std::uint32_t told_exists_ = 0;  ///< the count of messages the doorbell has told of
};

ImapMailServer::~ImapMailServer() {
  if (wire_->dead() || idle_tag_ != 0) return;
  wire_->set_deadline(steady_clock::now() + milliseconds(100));
  (void)wire_->send_bytes("bye LOGOUT\r\n");  // nobody waits for the answer
}

// --- Commands --------------------------------------------------------------------------------------------------------

Result<ImapAnswer> ImapMailServer::receive(int tag, const std::string& lines_before) {
  wire_->restart_deadline();
  auto bytes = wire_->read_answer(tag);
  if (!bytes) return tl::unexpected(bytes.error());
  auto answer = answers_.read(tag, lines_before.empty() ? *bytes : lines_before + *bytes);
  if (!answer) return wire_->kill({ErrorKind::network, wire_->place() + ": answer that is not IMAP", ""});
  const std::uint32_t validity = answers_.selection().uid_validity;
  if (!selected_.empty() && validity != selected_validity_.value) {
    const std::string mailbox = std::exchange(selected_, "");
    return fail(ErrorKind::server, "mailbox " + mailbox + " was re-created (UIDVALIDITY changed)");
  }
  return std::move(*answer);
}

Result<ImapAnswer> ImapMailServer::ask(const std::string& command, const ResponseLimits& limits) {
  if (auto finished = finish_idle(); !finished) return tl::unexpected(finished.error());
  wire_->expect(limits);
  const auto tag = wire_->send(command);
  if (!tag) return tl::unexpected(tag.error());
  return receive(*tag);
}

// --- Mailboxes -------------------------------------------------------------------------------------------------------

Result<std::vector<MailboxInfo>> ImapMailServer::list_mailboxes() {
  const bool extended = offers("LIST-EXTENDED") && offers("SPECIAL-USE");
  auto answer = ask(extended ? "LIST \"\" \"*\" RETURN (SPECIAL-USE)" : "LIST \"\" \"*\"");
  if (answer && extended && status().word != "OK") answer = ask("LIST \"\" \"*\"");
  if (!answer) return tl::unexpected(answer.error());
  if (status().word != "OK") return tl::unexpected(refused("the mailboxes cannot be listed"));
  std::vector<MailboxInfo> infos;
  for (const ListAnswer& line : answer->listed) infos.push_back(to_info(line));
  return infos;
}

Result<MailboxStatus> ImapMailServer::open(const std::string& mailbox) {
  selected_.clear();
  if (auto finished = finish_idle(); !finished) return tl::unexpected(finished.error());
  answers_.begin_selection();
  const auto answer = ask("EXAMINE " + wire_name(mailbox));
  if (!answer) return tl::unexpected(answer.error());
  if (status().word != "OK") return tl::unexpected(refused("mailbox " + mailbox + " cannot be opened"));
  const Selection selection = answers_.selection();
  if (selection.uid_validity == 0) return fail(ErrorKind::server, "mailbox " + mailbox + " has no UIDVALIDITY");
  selected_ = mailbox;
  selected_validity_ = UidValidity{selection.uid_validity};
  rang_ = true;  // nobody can know what came before
  told_exists_ = selection.exists;
  MailboxStatus opened{selected_validity_, std::nullopt, selection.exists};
  if (selection.uid_next != 0) opened.uid_next = Uid{selection.uid_next};
  return opened;
}

Result<MailboxStatus> ImapMailServer::examine(const std::string& mailbox) {
  auto opened = open(mailbox);
  if (opened) known_[mailbox] = opened->validity;
  return opened;
}

/// Makes sure `mailbox` is selected and still the one the caller knows.
Result<void> ImapMailServer::select(const std::string& mailbox) {
  if (selected_ != mailbox)
    if (const auto opened = open(mailbox); !opened) return tl::unexpected(opened.error());
  const auto known = known_.try_emplace(mailbox, selected_validity_).first;
  if (known->second == selected_validity_) return {};
  return fail(ErrorKind::server, "mailbox " + mailbox + " was re-created (UIDVALIDITY changed)");
}

Result<void> ImapMailServer::create_drafts(const std::string& mailbox) {
  const auto created = ask("CREATE " + wire_name(mailbox));
  if (!created) return tl::unexpected(created.error());
  if (status().word != "OK") return tl::unexpected(refused("mailbox " + mailbox + " cannot be created"));
  const auto subscribed = ask("SUBSCRIBE " + wire_name(mailbox));  // most clients show only these; a NO does no harm
  if (!subscribed) return tl::unexpected(subscribed.error());
  return {};
}

// --- Sweep -----------------------------------------------------------------------------------------------------------

/// 0: the mailbox is empty. The NOOP before makes the server look for new mail (Dovecot answers a FETCH from what it
/// saw at the end of the command before).
Result<std::uint32_t> ImapMailServer::highest_uid() {
  const auto synced = ask("NOOP");
  if (!synced) return tl::unexpected(synced.error());
  if (answers_.selection().exists == 0) return 0;
  const auto answer = ask("UID FETCH * (UID)");
  if (!answer) return tl::unexpected(answer.error());
  std::uint32_t highest = 0;
  for (const FetchAnswer& line : answer->fetched) highest = std::max(highest, line.uid.value_or(0));
  return highest;
}

/// Where UIDs have large gaps: by halving over message numbers.
Result<Uid> ImapMailServer::first_uid_after(Uid after) {
  std::uint32_t low = 0, high = answers_.selection().exists;
  Uid first;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2 + 1;  // message number, from 1
    const auto answer = ask("FETCH " + std::to_string(middle) + " (UID)");
    if (!answer) return tl::unexpected(answer.error());
    std::uint32_t uid = 0;
    for (const FetchAnswer& line : answer->fetched) uid = std::max(uid, line.uid.value_or(0));
    if (uid == 0) return fail(ErrorKind::server, "mailbox " + selected_ + " changes while it is read");
    if (uid > after.value) {
      first = Uid{uid};
      high = middle - 1;
    } else {
      low = middle;
    }
  }
  return first;
}

Result<std::vector<FetchAnswer>> ImapMailServer::list_range(Uid after, std::uint64_t last) {
  const auto answer =
      ask("UID FETCH " + std::to_string(after.value + 1ULL) + ":" + std::to_string(last) + listing_items);
  if (!answer) return tl::unexpected(answer.error());
  if (status().word != "OK") return tl::unexpected(refused("mailbox " + selected_ + " cannot be listed"));
  std::vector<FetchAnswer> lines;
  for (const FetchAnswer& line : answer->fetched)
    if (line.uid && *line.uid > after.value && *line.uid <= last && line.internal_date) lines.push_back(line);
  return lines;
}

Result<std::vector<ListedMessage>> ImapMailServer::sweep(const std::string& mailbox, Uid after, std::size_t most) {
  if (auto selected = select(mailbox); !selected) return tl::unexpected(selected.error());
  const auto highest = highest_uid();
  if (!highest) return tl::unexpected(highest.error());
  std::map<std::uint32_t, ListedMessage> listed;
  while (listed.size() < most && after.value < *highest) {
    const std::uint64_t window = std::min(most - listed.size(), listing_window);
    const std::uint64_t last = std::min<std::uint64_t>(after.value + window, *highest);
    const auto lines = list_range(after, last);
    if (!lines) return tl::unexpected(lines.error());
    for (const FetchAnswer& line : *lines)
      listed[*line.uid] = {Uid{*line.uid}, *line.internal_date, line.size.value_or(0)};
    after = Uid{static_cast<std::uint32_t>(last)};
    if (!lines->empty() || after.value >= *highest) continue;
    const auto first = first_uid_after(after);
    if (!first) return tl::unexpected(first.error());
    if (first->value == 0) break;
    after = Uid{first->value - 1};
  }
  std::vector<ListedMessage> result;
  for (const auto& [uid, message] : listed) result.push_back(message);
  return result;
}

// --- Fetch -----------------------------------------------------------------------------------------------------------

/// Keeps a few windows in flight. Answers are matched by UID: servers mix those of pipelined commands.
Result<void> ImapMailServer::fetch_sets(const std::vector<UidSet>& sets, std::size_t cap, Found& found,
                                        bool& all_well) {
  if (auto finished = finish_idle(); !finished) return finished;
  ResponseLimits limits;
  limits.literal = cap;
  limits.response += std::max<std::uint64_t>(fetch_window_bytes, cap);
  wire_->expect(limits);
  std::vector<int> tags;
  for (std::size_t read = 0; read < sets.size(); ++read) {
    for (; tags.size() < std::min(sets.size(), read + windows_in_flight);) {
      const auto tag = wire_->send("UID FETCH " + sets[tags.size()].text +
                                   " (UID INTERNALDATE RFC822.SIZE BODY.PEEK[]<0." + std::to_string(cap) + ">)");
      if (!tag) return tl::unexpected(tag.error());
      tags.push_back(*tag);
    }
    auto answer = receive(tags[read]);
    if (!answer) return tl::unexpected(answer.error());
    all_well = all_well && status().word == "OK";
    for (FetchAnswer& line : answer->fetched) {
      const auto wanted = line.uid ? found.find(*line.uid) : found.end();
      if (wanted == found.end() || !line.body) continue;
      FetchedMessage& message = wanted->second;
      message.uid = Uid{*line.uid};
      message.bytes = std::move(*line.body);
      message.size = std::max<std::uint64_t>(line.size.value_or(0), message.bytes.size());
      message.truncated = message.bytes.size() >= cap && message.size > message.bytes.size();
      if (line.internal_date) message.internal_date = *line.internal_date;
    }
  }
  return {};
}

Result<std::vector<FetchedMessage>> ImapMailServer::fetch(const std::string& mailbox, const std::vector<Uid>& uids,
                                                          std::size_t cap) {
  if (auto selected = select(mailbox); !selected) return tl::unexpected(selected.error());
  cap = std::max<std::size_t>(cap, 1);
  Found found;
  for (const Uid uid : uids)
    if (uid.value != 0) found[uid.value];
  const auto missing = [&] {
    std::vector<Uid> left;
    for (const auto& [uid, message] : found)
      if (message.uid.value == 0) left.push_back(Uid{uid});
    return left;
  };
  bool all_well = true;
  const std::size_t window = std::clamp<std::size_t>(fetch_window_bytes / cap, 1, fetch_window_count);
  if (auto done = fetch_sets(uid_sets(missing(), window), cap, found, all_well); !done)
    return tl::unexpected(done.error());
  if (!all_well)  // one bad message must not hide its neighbours
    if (auto done = fetch_sets(uid_sets(missing(), 1), cap, found, all_well); !done)
      return tl::unexpected(done.error());
  std::vector<FetchedMessage> messages;
  for (auto& [uid, message] : found)
    if (message.uid.value != 0) messages.push_back(std::move(message));
  return messages;
}

// --- Search ----------------------------------------------------------------------------------------------------------

Result<ImapAnswer> ImapMailServer::ask_search(const SearchCommand& command) {
  const bool waits = command.parts.size() > 1 && !offers("LITERAL+");
  if (!waits) {
    std::string whole;
    for (std::size_t i = 0; i < command.parts.size(); ++i) whole += (i > 0 ? "\r\n" : "") + command.parts[i];
    return ask(whole);
  }
  if (auto finished = finish_idle(); !finished) return tl::unexpected(finished.error());
  ResponseLimits limits;
  limits.continuation = true;
  wire_->expect(limits);
  const auto tag = wire_->send(command.parts[0]);
  if (!tag) return tl::unexpected(tag.error());
  std::string lines;
  for (std::size_t i = 1; i < command.parts.size();) {
    const auto line = wire_->read_line();
    if (!line) return tl::unexpected(line.error());
    if (line->rfind(std::to_string(*tag) + " ", 0) == 0) return ImapAnswer{};  // refused: status() tells
    if ((*line)[0] != '+') {
      lines += *line + "\r\n";
      continue;
    }
    if (auto sent = wire_->send_bytes(command.parts[i++] + "\r\n"); !sent) return tl::unexpected(sent.error());
  }
  return receive(*tag, lines);
}

Result<std::vector<Uid>> ImapMailServer::search(const std::string& mailbox, const MailSearch& search) {
  if (auto selected = select(mailbox); !selected) return tl::unexpected(selected.error());
  std::vector<Uid> uids;
  for (const SearchCommand& command : search_commands(search, offers("LITERAL+"))) {
    const auto answer = ask_search(command);
    if (!answer) return tl::unexpected(answer.error());
    if (status().word != "OK" && command.needs_charset) continue;  // [BADCHARSET]: its words are not found here
    if (status().word != "OK") return tl::unexpected(refused("mailbox " + mailbox + " cannot be searched"));
    for (const std::uint32_t uid : answer->found) uids.push_back(Uid{uid});
  }
  std::sort(uids.begin(), uids.end());
  uids.erase(std::unique(uids.begin(), uids.end()), uids.end());
  return uids;
}

// --- Append ----------------------------------------------------------------------------------------------------------

/// With a synchronising literal, so that a full or missing mailbox says NO before the message is sent.
AppendOutcome ImapMailServer::append(const std::string& mailbox, const std::string& bytes, const char* flags) {
  const auto unclear = [](Error error) {
    return AppendOutcome{AppendOutcome::Kind::unclear, {}, {}, std::move(error)};
  };
  if (auto finished = finish_idle(); !finished) return unclear(finished.error());
  ResponseLimits limits;
  limits.continuation = true;
  wire_->expect(limits);
  const auto tag = wire_->send("APPEND " + wire_name(mailbox) + " " + flags + "{" + std::to_string(bytes.size()) + "}");
  if (!tag) return unclear(tag.error());
  bool sent = false;
  std::string lines;
  const auto done = wire_->finish(*tag, [&](const std::string& line) {
    if (line.empty() || line[0] != '+') {
      lines += line + "\r\n";
    } else if (!sent) {
      sent = true;
      (void)wire_->send_bytes(bytes + "\r\n");  // a failure ends the connection, and so the loop
    }
  });
  if (!done) return unclear(done.error());
  absorb(lines);
  if (done->word != "OK") return {AppendOutcome::Kind::refused, {}, {}, append_error(mailbox, *done)};
  if (!sent)
    return unclear(
        wire_->kill({ErrorKind::network, wire_->place() + " filed a message that was not sent", ""}).value());
  AppendOutcome outcome{AppendOutcome::Kind::appended, {}, {}, {}};
  read_append_uid(done->code, outcome);
  return outcome;
}

/// Courier 5.0 takes no message for a mailbox that this connection has open read-only: then it is let go first.
AppendOutcome ImapMailServer::file(const std::string& mailbox, const std::string& bytes, const char* flags) {
  AppendOutcome outcome = append(mailbox, bytes, flags);
  if (outcome.kind != AppendOutcome::Kind::refused || selected_ != mailbox) return outcome;
  selected_.clear();
  const auto nothing_open = ask("EXAMINE \"\"");  // fails, and so leaves no mailbox selected (RFC 3501 6.3.1)
  if (!nothing_open) return {AppendOutcome::Kind::unclear, {}, {}, nothing_open.error()};
  return append(mailbox, bytes, flags);
}

AppendOutcome ImapMailServer::append_draft(const std::string& mailbox, const std::string& bytes) {
  return file(mailbox, bytes, "(\\Draft \\Seen) ");
}

AppendOutcome ImapMailServer::append_reminder(const std::string& mailbox, const std::string& bytes) {
  return file(mailbox, bytes, "");
}

// --- Doorbell --------------------------------------------------------------------------------------------------------

void ImapMailServer::note_idle_line(const std::string& line) {
  if (line.rfind(std::to_string(idle_tag_) + " ", 0) == 0) idle_tag_ = 0;  // the server wants no IDLE, or no more of it
  if (line.empty() || line[0] != '*') return;
  idle_lines_ += line + "\r\n";
  if (const auto exists = number_before(line, " exists")) {
    rang_ = rang_ || *exists > told_exists_;
    told_exists_ = *exists;
  } else if (number_before(line, " expunge") && told_exists_ > 0) {
    --told_exists_;
  }
}

bool ImapMailServer::has_rung() {
  const std::uint32_t exists = answers_.selection().exists;
  const bool rung = rang_ || exists > told_exists_;
  rang_ = false;
  told_exists_ = exists;
  return rung;
}

/// Ends with the server's "+": Cyrus 3.6 loses a DONE that comes before it. idle_tag_ is 0 if the server refused.
Result<void> ImapMailServer::begin_idle() {
  ResponseLimits limits;
  limits.literal = 0;
  limits.continuation = true;
  wire_->expect(limits);
  const auto tag = wire_->send("IDLE");
  if (!tag) return tl::unexpected(tag.error());
  idle_tag_ = *tag;
  while (idle_tag_ != 0) {
    const auto line = wire_->read_line();
    if (!line) return tl::unexpected(line.error());
    if (!line->empty() && (*line)[0] == '+') break;
    note_idle_line(*line);
  }
  return {};
}

/// Reads what comes until the bell rings, the time is over or `wake_fd` is readable.
Result<Wait> ImapMailServer::idle_until(Deadline deadline, int wake_fd) {
  for (;;) {
    if (rang_ || idle_tag_ == 0) return Wait::readable;
    const auto waited = wire_->wait_for_line(deadline, wake_fd);
    if (!waited || *waited != Wait::readable) return waited;
    const auto line = wire_->read_line();
    if (!line) return tl::unexpected(line.error());
    note_idle_line(*line);
  }
}

/// Says DONE; the tagged answer is read when the next command is sent, so that nobody waits for it now.
Result<void> ImapMailServer::leave_idle() {
  if (idle_tag_ == 0) return {};
  wire_->set_deadline(steady_clock::now() + milliseconds(1000));
  return wire_->send_bytes("DONE\r\n");
}

Result<void> ImapMailServer::finish_idle() {
  if (idle_tag_ == 0) return {};
  const int tag = std::exchange(idle_tag_, 0);
  wire_->restart_deadline();
  const auto done = wire_->finish(tag, [&](const std::string& line) { note_idle_line(line); });
  if (!done) return tl::unexpected(done.error());
  absorb(std::exchange(idle_lines_, ""));
  return {};
}

/// Lets libetpan's picture of the mailbox follow lines that were read without it.
void ImapMailServer::absorb(const std::string& lines) {
  constexpr int any_tag = 1;
  if (!lines.empty()) (void)answers_.read(any_tag, lines + "1 OK x\r\n");
}

Result<Bell> ImapMailServer::wait_without_idle(Deadline deadline, int wake_fd) {
  for (;;) {
    const auto waited = wire_->wait_for_line(std::min(deadline, steady_clock::now() + keep_alive_), wake_fd);
    if (!waited) return tl::unexpected(waited.error());
    if (*waited == Wait::woken) return Bell::woken;
    if (*waited == Wait::deadline && steady_clock::now() >= deadline) return Bell::quiet;
    if (const auto answer = ask("NOOP"); !answer) return tl::unexpected(answer.error());
    if (has_rung()) return Bell::rang;
  }
}

Result<Bell> ImapMailServer::doorbell(const std::string& mailbox, Deadline deadline, int wake_fd) {
  if (is_readable(wake_fd)) return Bell::woken;
  if (auto selected = select(mailbox); !selected) return tl::unexpected(selected.error());
  for (;;) {
    if (const auto answer = ask("NOOP"); !answer) return tl::unexpected(answer.error());
    if (has_rung()) return Bell::rang;
    if (!has_idle()) return wait_without_idle(deadline, wake_fd);
    if (auto begun = begin_idle(); !begun) return tl::unexpected(begun.error());
    const auto waited = idle_until(std::min(deadline, steady_clock::now() + keep_alive_), wake_fd);
    if (!waited) return tl::unexpected(waited.error());
    if (idle_tag_ == 0) {
      absorb(std::exchange(idle_lines_, ""));
      return has_rung() ? Result<Bell>(Bell::rang) : wait_without_idle(deadline, wake_fd);
    }
    if (auto left = leave_idle(); !left) return tl::unexpected(left.error());
    if (*waited == Wait::woken) return Bell::woken;
    if (steady_clock::now() >= deadline && *waited != Wait::readable) return Bell::quiet;
    if (rang_) {
      rang_ = false;
      return Bell::rang;
    }
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
