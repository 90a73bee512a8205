#include "daemon/imap_listing.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "daemon/modified_utf7.h"

namespace ajar {
namespace {

constexpr std::size_t listing_window = 1000;  // UIDs asked for at once; servers with MESSAGELIMIT (RFC 9738) give as many
constexpr const char* listing_items = " (UID INTERNALDATE RFC822.SIZE)";

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
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

/// 0: the mailbox is empty. The NOOP before makes the server look for new mail (Dovecot answers a FETCH from what it
/// saw at the end of the command before).
Result<std::uint32_t> highest_uid(ImapSession& session) {
  const auto synced = session.ask("NOOP");
  if (!synced) return tl::unexpected(synced.error());
  if (session.exists() == 0) return 0;
  const auto answer = session.ask("UID FETCH * (UID)");
  if (!answer) return tl::unexpected(answer.error());
  std::uint32_t highest = 0;
  for (const FetchAnswer& line : answer->fetched) highest = std::max(highest, line.uid.value_or(0));
  return highest;
}

/// Where UIDs have large gaps: by halving over message numbers. 0: there is none.
Result<Uid> first_uid_after(ImapSession& session, Uid after) {
  std::uint32_t low = 0, high = session.exists();
  Uid first;
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2 + 1;  // message number, from 1
    const auto answer = session.ask("FETCH " + std::to_string(middle) + " (UID)");
    if (!answer) return tl::unexpected(answer.error());
    std::uint32_t uid = 0;
    for (const FetchAnswer& line : answer->fetched)
      if (line.number == middle) uid = line.uid.value_or(uid);
    if (uid == 0) return fail(ErrorKind::server, "mailbox " + session.selected() + " changes while it is read");
    if (uid > after.value) {
      first = Uid{uid};
      high = middle - 1;
    } else {
      low = middle;
    }
  }
  return first;
}

/// A message without a date that can be read came now, as far as anybody can tell.
ListedMessage to_listed(const FetchAnswer& line) {
  const auto now = std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now());
  return {Uid{*line.uid}, line.internal_date.value_or(now), line.size.value_or(0)};
}

using Listed = std::map<std::uint32_t, ListedMessage>;

/// Messages after `after` up to UID `last`. True if there was one.
Result<bool> list_range(ImapSession& session, Uid after, std::uint64_t last, Listed& listed) {
  const std::string range = std::to_string(after.value + 1ULL) + ":" + std::to_string(last);
  const auto answer = session.ask("UID FETCH " + range + listing_items);
  if (!answer) return tl::unexpected(answer.error());
  if (!session.ok()) return tl::unexpected(session.refused("mailbox " + session.selected() + " cannot be listed"));
  bool any = false;
  for (const FetchAnswer& line : answer->fetched) {
    if (!line.uid || !line.size || *line.uid <= after.value || *line.uid > last) continue;
    listed[*line.uid] = to_listed(line);
    any = true;
  }
  return any;
}

}  // namespace

Result<std::vector<MailboxInfo>> list_mailboxes(ImapSession& session) {
  constexpr const char* plain = "LIST \"\" \"*\"";
  const bool extended = session.offers("LIST-EXTENDED") && session.offers("SPECIAL-USE");
  auto answer = session.ask(extended ? std::string(plain) + " RETURN (SPECIAL-USE)" : plain);
  if (answer && extended && !session.ok()) answer = session.ask(plain);
  if (!answer) return tl::unexpected(answer.error());
  if (!session.ok()) return tl::unexpected(session.refused("the mailboxes cannot be listed"));
  std::vector<MailboxInfo> infos;
  for (const ListAnswer& line : answer->listed) infos.push_back(to_info(line));
  return infos;
}

Result<std::vector<ListedMessage>> sweep(ImapSession& session, const std::string& mailbox, Uid after,
                                         std::size_t most) {
  if (auto selected = session.select(mailbox); !selected) return tl::unexpected(selected.error());
  const auto highest = highest_uid(session);
  if (!highest) return tl::unexpected(highest.error());
  Listed listed;
  while (listed.size() < most && after.value < *highest) {
    const std::uint64_t window = std::min(most - listed.size(), listing_window);
    const std::uint64_t last = std::min<std::uint64_t>(after.value + window, *highest);
    const auto any = list_range(session, after, last, listed);
    if (!any) return tl::unexpected(any.error());
    after = Uid{static_cast<std::uint32_t>(last)};
    if (*any || after.value >= *highest) continue;
    const auto first = first_uid_after(session, after);
    if (!first) return tl::unexpected(first.error());
    if (first->value == 0) break;
    after = Uid{first->value - 1};
  }
  std::vector<ListedMessage> result;
  for (const auto& [uid, message] : listed) result.push_back(message);
  return result;
}

}  // namespace ajar
