#include "daemon/carry_out.h"

#include <algorithm>

#include "daemon/append_once.h"
#include "daemon/draft_likeness.h"
#include "daemon/log.h"

namespace ajar {
namespace {

constexpr auto kAfterRefusal = std::chrono::minutes(30);

/// Stops at failures that end the pass (connection, disk); anything else concerns this draft only.
bool ends_pass(const Error& error) { return error.kind == ErrorKind::network || error.kind == ErrorKind::storage; }

Instant start_of_local_day(Instant now, const std::string& zone) { return to_instant({to_local(now, zone).date, 0}, zone); }

/// A draft that must not be filed again because it may be there already.
Result<void> give_up(Desk& desk, const DraftEntry& draft) {
  Reminder tell;
  tell.kind = "unsure";
  tell.due = to_local(desk.clock.now(), desk.candidate.time_zone).date;
  tell.title = "Look in Drafts for a note to " + (draft.draft.to.name.empty() ? draft.draft.to.email : draft.draft.to.name);
  tell.body =
      "The connection broke while a draft was being filed, and it cannot be told whether it arrived. It is not filed "
      "again, so that you do not find it twice.";
  tell.person = draft.draft.to.name;
  tell.person_email = draft.draft.to.email;
  tell.company = draft.company;
  log(Level::warning, desk.account.name + ": a draft may or may not have been filed; it is left alone");
  return desk.ledger.draft_unsure(draft, "The connection broke while it was filed, and it was not found again.", tell,
                                  desk.clock.now());
}

/// Finds out what became of an APPEND without an answer.
Result<void> resolve(Desk& desk, const DraftEntry& draft, CarriedOut& done) {
  auto own = desk.ledger.own_ids(desk.account.name);
  if (!own) return tl::unexpected(own.error());
  const MailSearch by = search_for(draft);
  const auto at_least = [&](Likeness least, const Message& mail) {
    const Likeness alike = likeness(mail, draft);
    return alike == Likeness::identical || (alike >= least && own->count(mail.envelope.message_id) == 0);
  };
  const auto is_it = [&](const Message& mail) { return at_least(Likeness::thread, mail); };
  auto where = find_attempt(desk, *draft.attempt, by, is_it);
  if (!where) return tl::unexpected(where.error());
  if (where->fate == Whereabouts::Fate::found) {
    ++done.filed;
    return desk.ledger.draft_filed(draft.id, where->place, desk.clock.now());
  }
  std::string sent_id;
  auto sent = find_mail(desk, desk.roles.sent, by, [&](const Message& mail) {
    if (!at_least(Likeness::addressee, mail)) return false;
    sent_id = mail.envelope.message_id;
    return true;
  });
  if (!sent && ends_pass(sent.error())) return tl::unexpected(sent.error());
  if (sent && *sent) return desk.ledger.draft_sent(draft.id, sent_id, desk.clock.now());
  if (where->fate == Whereabouts::Fate::absent)
    return desk.ledger.draft_waits(draft.id, draft.due, "The connection broke before it was filed.");
  ++done.unsure;
  return give_up(desk, draft);
}

/// What the user, another machine or an earlier install did before: contracts.md "Answered".
struct Precedence {
  std::optional<FiledPlace> itself;  ///< our own draft lies there already
  bool sent = false;                 ///< ... in Sent
  bool answered = false;
};

Result<Precedence> who_was_first(Desk& desk, const DraftEntry& draft, const std::vector<Address>& people) {
  auto own = desk.ledger.own_ids(desk.account.name);
  if (!own) return tl::unexpected(own.error());
  MailSearch search = search_for(draft);
  for (const Address& person : people) search.addresses.push_back(person.email);
  Precedence precedence;
  const auto looks_at = [&](const std::string& mailbox, bool is_sent) {
    return find_mail(desk, mailbox, search, [&](const Message& mail) {
      const std::string& id = mail.envelope.message_id;
      if (id == draft.message_id) {
        precedence.sent = precedence.sent || is_sent;
        return true;
      }
      if (own->count(id) > 0 || mail.envelope.date.value_or(mail.received) <= draft.trigger_date) return false;
      const bool answers = refers_to(mail, draft.trigger_id) || refers_to(mail, draft.draft.in_reply_to) ||
                           std::any_of(people.begin(), people.end(),
                                       [&](const Address& person) { return goes_to(mail, person.email); });
      precedence.answered = precedence.answered || answers;
      return false;
    });
  };
  for (const bool is_sent : {false, true}) {
    auto found = looks_at(is_sent ? desk.roles.sent : desk.roles.drafts, is_sent);
    if (!found) return tl::unexpected(found.error());
    if (*found) precedence.itself = **found;
  }
  return precedence;
}

/// The people of the draft's application, and its addressee.
Result<std::vector<Address>> people_of(Desk& desk, const DraftEntry& draft) {
  auto known = desk.ledger.known(desk.account.name);
  if (!known) return tl::unexpected(known.error());
  std::vector<Address> people{draft.draft.to};
  for (const KnownApplication& application : known->applications) {
    if (draft.application != application.id) continue;
    people.insert(people.end(), application.people.begin(), application.people.end());
  }
  return people;
}

/// Makes a Drafts mailbox on a server that has none. Fails with server if it may not.
Result<void> ensure_drafts(Desk& desk) {
  if (!desk.roles.drafts.empty()) return {};
  Result<void> made = fail(ErrorKind::server, "There is no Drafts mailbox.", "Name one in the settings: drafts.");
  for (const std::string& name : desk.roles.drafts_to_create) {
    made = desk.server.create_drafts(name);
    if (!made) continue;
    desk.roles.drafts = name;
    return {};
  }
  return made;
}

Result<void> wait_and_say(Desk& desk, const DraftEntry& draft, const Error& error, CarriedOut& done) {
  ++done.refused;
  log(Level::warning, desk.account.name + ": a draft could not be filed yet", error);
  return desk.ledger.draft_waits(draft.id, desk.clock.now() + kAfterRefusal, error.what);
}

/// APPEND under the protocol. A lost connection is a network failure: the attempt is resolved after reconnecting.
Result<void> append(Desk& desk, const DraftEntry& draft, const std::string& bytes, CarriedOut& done) {
  auto attempt = mark_mailbox(desk.server, desk.roles.drafts);
  if (!attempt) return ends_pass(attempt.error()) ? tl::unexpected(attempt.error()) : wait_and_say(desk, draft, attempt.error(), done);
  attempt->bytes = bytes;
  attempt->at = desk.clock.now();
  if (auto begun = desk.ledger.begin_attempt(draft.id, *attempt); !begun) return begun;
  const AppendOutcome outcome = desk.server.append_draft(desk.roles.drafts, bytes);
  switch (outcome.kind) {
    case AppendOutcome::Kind::appended:
      ++done.filed;
      return desk.ledger.draft_filed(
          draft.id, {desk.roles.drafts, outcome.validity.value_or(attempt->validity), outcome.uid}, desk.clock.now());
    case AppendOutcome::Kind::refused:
      return wait_and_say(desk, draft, outcome.error.value_or(Error{ErrorKind::server, "The server refused it.", {}}),
                          done);
    case AppendOutcome::Kind::unclear: break;
  }
  return fail(ErrorKind::network, outcome.error ? outcome.error->what : "The connection broke while a draft was filed.");
}

Result<void> file(Desk& desk, const DraftEntry& draft, CarriedOut& done) {
  const Instant now = desk.clock.now();
  if (auto made = ensure_drafts(desk); !made)
    return ends_pass(made.error()) ? made : wait_and_say(desk, draft, made.error(), done);
  auto people = people_of(desk, draft);
  if (!people) return tl::unexpected(people.error());
  auto first = who_was_first(desk, draft, *people);
  if (!first) return ends_pass(first.error()) ? tl::unexpected(first.error()) : wait_and_say(desk, draft, first.error(), done);
  if (first->itself && first->sent) return desk.ledger.draft_sent(draft.id, draft.message_id, now);
  if (first->itself) return desk.ledger.draft_filed(draft.id, *first->itself, now);
  if (first->answered) {
    ++done.answered;
    return desk.ledger.draft_settled(draft.id, DraftState::cancelled, "You have answered already.", now);
  }
  const auto bytes = finish_draft(draft.draft, now, desk.candidate.time_zone, draft.message_id);
  if (!bytes) return desk.ledger.draft_settled(draft.id, DraftState::cancelled, bytes.error().what, now);
  return append(desk, draft, *bytes, done);
}

}  // namespace

Result<CarriedOut> carry_out(Desk& desk) {
  CarriedOut done;
  auto unclear = desk.ledger.drafts_in(desk.account.name, DraftState::attempting);
  if (!unclear) return tl::unexpected(unclear.error());
  for (const DraftEntry& draft : *unclear) {
    if (auto resolved = resolve(desk, draft, done); !resolved) return tl::unexpected(resolved.error());
  }
  const ReplyPolicy& policy = desk.instructions.settings.reply;
  if (!policy.file) return done;
  const Instant now = desk.clock.now();
  auto filed = desk.ledger.drafts_filed_since(start_of_local_day(now, policy.time_zone));
  auto due = desk.ledger.drafts_due(desk.account.name, now);
  if (!filed || !due) return tl::unexpected(filed ? due.error() : filed.error());
  const int before = done.filed;
  for (const DraftEntry& draft : *due) {
    if (*filed + done.filed - before >= policy.daily_cap) break;
    if (auto carried = file(desk, draft, done); !carried) return tl::unexpected(carried.error());
  }
  return done;
}

Result<std::optional<Instant>> next_filing(Ledger& ledger, const AccountSettings& account, const Settings& settings,
                                           Instant now) {
  const ReplyPolicy& policy = settings.reply;
  if (!policy.file) return std::optional<Instant>();
  auto due = ledger.next_draft_due(account.name);
  if (!due || !*due) return due;
  auto filed = ledger.drafts_filed_since(start_of_local_day(now, policy.time_zone));
  if (!filed) return tl::unexpected(filed.error());
  if (*filed < policy.daily_cap) return due;
  const Date tomorrow = add_days(to_local(now, policy.time_zone).date, 1);
  return std::optional(std::max(**due, to_instant({tomorrow, 0}, policy.time_zone)));
}

}  // namespace ajar
