#include "daemon/imap_fetch.h"

#include <algorithm>
#include <map>

#include "daemon/imap_commands.h"

namespace ajar {
namespace {

constexpr std::size_t window_bytes = 1 << 20;  // of text asked for in one command
constexpr std::size_t window_messages = 200;   // in one command
constexpr std::size_t windows_in_flight = 4;

// --- Fetch -----------------------------------------------------------------------------------------------------------

/// What is wanted, by UID. A message that has not come yet has UID 0.
using Wanted = std::map<std::uint32_t, FetchedMessage>;

std::vector<Uid> missing(const Wanted& wanted) {
  std::vector<Uid> uids;
  for (const auto& [uid, message] : wanted)
    if (message.uid.value == 0) uids.push_back(Uid{uid});
  return uids;
}

void take(ImapAnswer answer, std::size_t cap, Wanted& wanted) {
  for (FetchAnswer& line : answer.fetched) {
    const auto place = line.uid ? wanted.find(*line.uid) : wanted.end();
    if (place == wanted.end() || !line.body) continue;
    FetchedMessage& message = place->second;
    message.uid = Uid{*line.uid};
    message.bytes = std::move(*line.body);
    message.size = std::max<std::uint64_t>(line.size.value_or(0), message.bytes.size());
    message.truncated = message.bytes.size() >= cap && message.size > message.bytes.size();
    if (line.internal_date) message.internal_date = *line.internal_date;
  }
}

/// Keeps a few windows in flight and reads every answer, whatever happens on the way. Answers are matched by UID:
/// servers mix those of pipelined commands. True if the server said OK to all.
Result<bool> fetch_windows(ImapSession& session, const std::vector<UidSet>& windows, std::size_t cap, Wanted& wanted) {
  ResponseLimits limits;
  limits.literal = cap;
  limits.response += std::max<std::uint64_t>(window_bytes, cap);
  const auto wire = session.wire(limits);
  if (!wire) return tl::unexpected(wire.error());
  const std::string items = " (UID INTERNALDATE RFC822.SIZE BODY.PEEK[]<0." + std::to_string(cap) + ">)";
  std::vector<int> tags;
  std::optional<Error> trouble;
  bool all_well = true;
  for (std::size_t read = 0; read < windows.size() && (!trouble || read < tags.size()); ++read) {
    while (!trouble && tags.size() < std::min(windows.size(), read + windows_in_flight)) {
      const auto tag = (*wire)->send("UID FETCH " + windows[tags.size()].text + items);
      if (!tag) return tl::unexpected(tag.error());
      tags.push_back(*tag);
    }
    auto answer = session.receive(tags[read]);
    if (!answer && answer.error().kind == ErrorKind::network) return tl::unexpected(answer.error());
    if (!answer) trouble = answer.error();
    if (answer) take(std::move(*answer), cap, wanted);
    all_well = all_well && session.ok();
  }
  if (trouble) return tl::unexpected(*trouble);
  return all_well;
}

// --- Search ----------------------------------------------------------------------------------------------------------

/// Waits for the server's "+" before each literal.
Result<ImapAnswer> ask_in_parts(ImapSession& session, const std::vector<std::string>& parts) {
  ResponseLimits limits;
  limits.continuation = true;
  const auto wire = session.wire(limits);
  if (!wire) return tl::unexpected(wire.error());
  const auto tag = (*wire)->send(parts[0]);
  if (!tag) return tl::unexpected(tag.error());
  std::string lines;
  for (std::size_t next = 1; next < parts.size();) {
    const auto line = (*wire)->read_line();
    if (!line) return tl::unexpected(line.error());
    if (line->rfind(std::to_string(*tag) + " ", 0) == 0) return ImapAnswer{};  // refused: status() tells
    if ((*line)[0] != '+')
      lines += *line + "\r\n";
    else if (auto sent = (*wire)->send_bytes(parts[next++] + "\r\n"); !sent)
      return tl::unexpected(sent.error());
  }
  return session.receive(*tag, lines);
}

Result<ImapAnswer> ask_search(ImapSession& session, const SearchCommand& command) {
  if (command.parts.size() > 1 && !session.offers("LITERAL+")) return ask_in_parts(session, command.parts);
  std::string whole;
  for (const std::string& part : command.parts) whole += (whole.empty() ? "" : "\r\n") + part;
  return session.ask(whole);
}

}  // namespace

Result<std::vector<FetchedMessage>> fetch(ImapSession& session, const std::string& mailbox,
                                          const std::vector<Uid>& uids, std::size_t cap) {
  if (auto selected = session.select(mailbox); !selected) return tl::unexpected(selected.error());
  cap = std::max<std::size_t>(cap, 1);
  Wanted wanted;
  for (const Uid uid : uids)
    if (uid.value != 0) wanted[uid.value];
  const std::size_t window = std::clamp<std::size_t>(window_bytes / cap, 1, window_messages);
  auto all_well = fetch_windows(session, uid_sets(missing(wanted), window), cap, wanted);
  if (all_well && !*all_well)  // one bad message must not hide its neighbours
    all_well = fetch_windows(session, uid_sets(missing(wanted), 1), cap, wanted);
  if (!all_well) return tl::unexpected(all_well.error());
  std::vector<FetchedMessage> messages;
  for (auto& [uid, message] : wanted)
    if (message.uid.value != 0) messages.push_back(std::move(message));
  return messages;
}

Result<std::vector<Uid>> search(ImapSession& session, const std::string& mailbox, const MailSearch& search) {
  if (auto selected = session.select(mailbox); !selected) return tl::unexpected(selected.error());
  std::vector<Uid> uids;
  for (const SearchCommand& command : search_commands(search, session.offers("LITERAL+"))) {
    const auto answer = ask_search(session, command);
    if (!answer) return tl::unexpected(answer.error());
    if (!session.ok() && command.needs_charset) continue;  // [BADCHARSET]: its words are not found here
    if (!session.ok()) return tl::unexpected(session.refused("mailbox " + mailbox + " cannot be searched"));
    for (const std::uint32_t uid : answer->found) uids.push_back(Uid{uid});
  }
  std::sort(uids.begin(), uids.end());
  uids.erase(std::unique(uids.begin(), uids.end()), uids.end());
  return uids;
}

}  // namespace ajar
