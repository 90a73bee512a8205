#include "daemon/history.h"

#include <algorithm>

#include "daemon/log.h"

namespace ajar {
namespace {

constexpr std::size_t kFetchedAtOnce = 16;

/// What may still be fetched for one question.
struct Allowance {
  std::size_t mails;
  std::size_t bytes;
};

struct Place {
  std::string mailbox;
  bool is_sent;  ///< written by the user: Sent and Drafts
};

std::vector<Place> places_to_search(const MailboxRoles& roles) {
  std::vector<Place> places;
  if (!roles.sent.empty()) places.push_back({roles.sent, true});
  if (!roles.drafts.empty()) places.push_back({roles.drafts, true});
  for (const std::string& mailbox : roles.watched) places.push_back({mailbox, false});
  for (const std::string& mailbox : roles.elsewhere) places.push_back({mailbox, false});
  return places;
}

MailSearch search_from(const HistoryQuery& query) {
  MailSearch search;
  search.message_ids = query.message_ids;
  search.addresses = query.addresses;
  search.words = query.words;
  search.since = add_days(to_local(query.since, "UTC").date, -1);
  return search;
}

/// Reads one mail found. Ajar's own drafts that were not sent (in Drafts, or in an All mailbox) are not what the user
/// said.
void take(const Desk& desk, const Place& place, const FetchedMessage& mail, const std::set<std::string>& own,
          Allowance& left, std::vector<EarlierMail>& found) {
  left.bytes -= std::min(left.bytes, mail.bytes.size());
  left.mails -= std::min<std::size_t>(left.mails, 1);
  auto reading = read_fetched(desk, mail);
  if (!reading) return;
  if (place.mailbox != desk.roles.sent && own.count(reading->message.envelope.message_id) > 0) return;
  found.push_back({std::move(*reading), place.is_sent, place.mailbox == desk.roles.drafts});
}

/// Adds what one mailbox has, newest first, at most half of what is left: no mailbox starves the others.
Result<void> search_one(Desk& desk, const Place& place, const MailSearch& search, const std::set<std::string>& own,
                        Allowance& left, std::vector<EarlierMail>& found) {
  if (auto status = desk.server.examine(place.mailbox); !status) return tl::unexpected(status.error());
  auto uids = desk.server.search(place.mailbox, search);
  if (!uids) return tl::unexpected(uids.error());
  const std::size_t share = std::min(uids->size(), (left.mails + 1) / 2);
  std::vector<Uid> newest(uids->rbegin(), uids->rbegin() + static_cast<std::ptrdiff_t>(share));
  const std::size_t floor = left.bytes / 2;
  for (std::size_t begin = 0; begin < newest.size() && left.bytes > floor; begin += kFetchedAtOnce) {
    const auto end = std::min(newest.size(), begin + kFetchedAtOnce);
    auto fetched = desk.server.fetch(place.mailbox,
                                     {newest.begin() + static_cast<std::ptrdiff_t>(begin),
                                      newest.begin() + static_cast<std::ptrdiff_t>(end)},
                                     kReadCap);
    if (!fetched) return tl::unexpected(fetched.error());
    desk.perilous([&] {
      for (const FetchedMessage& mail : *fetched) take(desk, place, mail, own, left, found);
      return 0;
    });
  }
  return {};
}

/// One round through all mailboxes. A mailbox that cannot be searched is told and left out.
Result<void> ask(Desk& desk, const HistoryQuery& query, const std::set<std::string>& own, Allowance& left,
                 std::vector<EarlierMail>& found) {
  if (query.message_ids.empty() && query.addresses.empty() && query.words.empty()) return {};
  const MailSearch search = search_from(query);
  for (const Place& place : places_to_search(desk.roles)) {
    auto searched = search_one(desk, place, search, own, left, found);
    if (searched) continue;
    if (searched.error().kind != ErrorKind::server) return searched;
    log(Level::warning, desk.account.name + ": a mailbox could not be searched for earlier mail", searched.error());
  }
  return {};
}

}  // namespace

Result<Correspondence> find_correspondence(Desk& desk, const Reading& trigger) {
  const RuleBook& rules = *desk.instructions.books.rules;
  auto own = desk.ledger.own_ids(desk.account.name);
  if (!own) return tl::unexpected(own.error());
  const HistoryQuery query = what_to_ask(trigger, desk.candidate, rules);
  Allowance left{query.most_mails, query.most_bytes};
  std::vector<EarlierMail> found;
  if (auto asked = ask(desk, query, *own, left, found); !asked) return tl::unexpected(asked.error());
  const HistoryQuery more = desk.perilous([&] { return what_else_to_ask(trigger, found, desk.candidate, rules); });
  if (auto asked = ask(desk, more, *own, left, found); !asked) return tl::unexpected(asked.error());
  return desk.perilous([&] { return gather_correspondence(trigger, std::move(found), desk.candidate, rules); });
}

}  // namespace ajar
