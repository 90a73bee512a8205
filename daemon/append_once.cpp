#include "daemon/append_once.h"

#include <poll.h>

#include "daemon/log.h"
#include "filters/message_parser.h"

namespace ajar {
namespace {

constexpr std::size_t kListed = 500;
constexpr std::size_t kMostLookedAt = 200;
/// Without UIDNEXT a message that was taken from the end leaves no gap; after this long it is no longer assumed to be
/// still there.
constexpr auto kTrustWithoutUidNext = std::chrono::hours(1);

/// Every UID from `first` on.
Result<std::vector<Uid>> list_from(MailServer& server, const std::string& mailbox, Uid first) {
  std::vector<Uid> uids;
  Uid after{first.value == 0 ? 0 : first.value - 1};
  while (true) {
    auto listed = server.sweep(mailbox, after, kListed);
    if (!listed) return tl::unexpected(listed.error());
    if (listed->empty()) return uids;
    for (const ListedMessage& message : *listed) uids.push_back(message.uid);
    after = listed->back().uid;
  }
}

/// The newest of `uids` that is the wanted mail.
Result<std::optional<Uid>> pick(Desk& desk, const std::string& mailbox, std::vector<Uid> uids, const Recognise& is_it) {
  if (uids.size() > kMostLookedAt) uids.erase(uids.begin(), uids.end() - kMostLookedAt);
  if (uids.empty()) return std::optional<Uid>();
  auto fetched = desk.server.fetch(mailbox, uids, kHeaderCap);
  if (!fetched) return tl::unexpected(fetched.error());
  std::optional<Uid> found;
  for (const FetchedMessage& mail : *fetched) {
    const auto message = parse_message(mail.bytes, mail.internal_date, desk.clock.now());
    if (message && is_it(*message)) found = mail.uid;
  }
  return found;
}

/// Every UID from the mark to the end of the mailbox is still there.
bool no_gap(const std::vector<Uid>& uids, const Attempt& attempt, const MailboxStatus& status, Instant now) {
  std::uint32_t expected = attempt.mark.value;
  for (const Uid& uid : uids) {
    if (uid.value != expected++) return false;
  }
  if (status.uid_next) return status.uid_next->value == expected;
  return now - attempt.at < kTrustWithoutUidNext;
}

/// One look: found, absent or doubtful as things stand now.
Result<Whereabouts> look(Desk& desk, const Attempt& attempt, const MailSearch& by, const Recognise& is_it) {
  Whereabouts where;
  where.place.mailbox = attempt.mailbox;
  auto status = desk.server.examine(attempt.mailbox);
  if (!status) return tl::unexpected(status.error());
  where.place.validity = status->validity;
  if (status->validity != attempt.validity) {
    auto found = find_mail(desk, attempt.mailbox, by, is_it);
    if (!found) return tl::unexpected(found.error());
    if (*found) where = {Whereabouts::Fate::found, **found};
    return where;
  }
  auto uids = list_from(desk.server, attempt.mailbox, attempt.mark);
  if (!uids) return tl::unexpected(uids.error());
  auto found = pick(desk, attempt.mailbox, *uids, is_it);
  if (!found) return tl::unexpected(found.error());
  if (*found) {
    where.fate = Whereabouts::Fate::found;
    where.place.uid = **found;
  } else if (no_gap(*uids, attempt, *status, desk.clock.now())) {
    where.fate = Whereabouts::Fate::absent;
  }
  return where;
}

void wait_for_stragglers(const Desk& desk) {
  pollfd stop{desk.stop_fd, POLLIN, 0};
  (void)::poll(&stop, desk.stop_fd >= 0 ? 1 : 0, static_cast<int>(desk.settling.count()));
}

}  // namespace

Result<Attempt> mark_mailbox(MailServer& server, const std::string& mailbox) {
  auto status = server.examine(mailbox);
  if (!status) return tl::unexpected(status.error());
  Attempt attempt;
  attempt.mailbox = mailbox;
  attempt.validity = status->validity;
  if (status->uid_next) {
    attempt.mark = *status->uid_next;
    return attempt;
  }
  auto uids = list_from(server, mailbox, Uid{1});
  if (!uids) return tl::unexpected(uids.error());
  attempt.mark = Uid{uids->empty() ? 1 : uids->back().value + 1};
  attempt.mark_is_uid_next = false;
  return attempt;
}

Result<std::optional<FiledPlace>> find_mail(Desk& desk, const std::string& mailbox, const MailSearch& by,
                                            const Recognise& is_it) {
  if (mailbox.empty()) return std::optional<FiledPlace>();
  auto status = desk.server.examine(mailbox);
  if (!status) return tl::unexpected(status.error());
  auto uids = desk.server.search(mailbox, by);
  if (!uids) return tl::unexpected(uids.error());
  auto found = pick(desk, mailbox, std::move(*uids), is_it);
  if (!found) return tl::unexpected(found.error());
  if (!*found) return std::optional<FiledPlace>();
  return std::optional(FiledPlace{mailbox, status->validity, **found});
}

Result<Whereabouts> find_attempt(Desk& desk, const Attempt& attempt, const MailSearch& by, const Recognise& is_it) {
  auto where = look(desk, attempt, by, is_it);
  if (where && where->fate == Whereabouts::Fate::absent) {
    // The server may still be storing what it got before the connection broke.
    wait_for_stragglers(desk);
    where = look(desk, attempt, by, is_it);
  }
  if (where || where.error().kind == ErrorKind::network) return where;
  log(Level::warning, desk.account.name, where.error());
  return Whereabouts{};
}

}  // namespace ajar
