// What becomes of a draft (contracts.md "APPEND").
#include "daemon/ledger.h"
#include "daemon/ledger_rows.h"
#include "daemon/sqlite.h"

namespace ajar {
namespace {

constexpr const char* kForgetAttempt =
    "bytes=NULL, attempt_mailbox=NULL, mark_uid_validity=NULL, mark_uid=NULL, mark_is_uid_next=NULL, attempted_at=NULL";

std::optional<std::int64_t> uid_of(const FiledPlace& place) {
  return place.uid ? std::optional<std::int64_t>(place.uid->value) : std::nullopt;
}

void settle(Transaction& work, std::int64_t draft, DraftState state, const std::string& note, Instant now) {
  work.run("UPDATE drafts SET state=?, note=?, settled_at=? WHERE id=?", {to_string(state), note, seconds(now), draft});
}

}  // namespace

Result<std::vector<DraftEntry>> Ledger::drafts_due(const std::string& account, Instant now) {
  Transaction work(*database_, Transaction::Purpose::read);
  return work.finish(
      read_drafts(work, "d.account=? AND d.state='waiting' AND d.due<=?", {account, seconds(now)}));
}

Result<std::vector<DraftEntry>> Ledger::drafts_in(const std::string& account, DraftState state) {
  Transaction work(*database_, Transaction::Purpose::read);
  return work.finish(read_drafts(work, "d.account=? AND d.state=?", {account, to_string(state)}));
}

Result<std::optional<Instant>> Ledger::next_draft_due(const std::string& account) {
  Transaction work(*database_, Transaction::Purpose::read);
  const auto due = work.first("SELECT min(due) FROM drafts WHERE account=? AND state='waiting'", {account},
                              [](const SqlRow& row) { return maybe_instant(row, 0); });
  return work.finish(due.value_or(std::nullopt));
}

Result<int> Ledger::drafts_filed_since(Instant since) {
  Transaction work(*database_, Transaction::Purpose::read);
  return work.finish(
      static_cast<int>(work.number("SELECT count(*) FROM drafts WHERE filed_at>=?", {seconds(since)})));
}

Result<std::set<std::string>> Ledger::own_ids(const std::string& account) {
  Transaction work(*database_, Transaction::Purpose::read);
  std::set<std::string> ids;
  work.select("SELECT message_id, sent_id FROM drafts WHERE account=?", {account}, [&](const SqlRow& row) {
    ids.insert(row.text(0));
    ids.insert(row.text(1));
    return 0;
  });
  ids.erase("");
  return work.finish(ids);
}

Result<void> Ledger::begin_attempt(std::int64_t draft, const Attempt& attempt) {
  return write("begin_attempt", [&](Transaction& work) {
    work.run(
        "UPDATE drafts SET state='attempting', bytes=?, attempt_mailbox=?, mark_uid_validity=?, mark_uid=?, "
        "mark_is_uid_next=?, attempted_at=? WHERE id=?",
        {Blob{attempt.bytes}, attempt.mailbox, attempt.validity.value, attempt.mark.value, attempt.mark_is_uid_next,
         seconds(attempt.at), draft});
  });
}

Result<void> Ledger::draft_filed(std::int64_t draft, const FiledPlace& place, Instant now) {
  return write("draft_filed", [&](Transaction& work) {
    work.run(
        "UPDATE drafts SET state='filed', note='', filed_mailbox=?, filed_uid_validity=?, filed_uid=?, "
        "filed_at=coalesce(filed_at, ?), missing_since=NULL WHERE id=?",
        {place.mailbox, place.validity.value, uid_of(place), seconds(now), draft});
  });
}

Result<void> Ledger::draft_waits(std::int64_t draft, Instant due, const std::string& note) {
  return write("draft_waits", [&](Transaction& work) {
    work.run(std::string("UPDATE drafts SET state='waiting', due=max(due, ?), note=?, ") + kForgetAttempt +
                 " WHERE id=?",
             {seconds(due), note, draft});
  });
}

Result<void> Ledger::draft_settled(std::int64_t draft, DraftState state, const std::string& note, Instant now) {
  return write("draft_settled", [&](Transaction& work) { settle(work, draft, state, note, now); });
}

Result<void> Ledger::draft_changed(std::int64_t draft, const FiledPlace& place) {
  return write("draft_changed", [&](Transaction& work) {
    work.run(
        "UPDATE drafts SET state='changed', filed_mailbox=?, filed_uid_validity=?, filed_uid=?, missing_since=NULL "
        "WHERE id=?",
        {place.mailbox, place.validity.value, uid_of(place), draft});
    work.run(
        "UPDATE reminders SET state='cancelled' WHERE kind='nudge' AND state='waiting' AND application="
        "(SELECT application FROM drafts WHERE id=?)",
        {draft});
  });
}

Result<void> Ledger::draft_sent(std::int64_t draft, const std::string& sent_id, Instant now) {
  return write("draft_sent", [&](Transaction& work) { mark_sent(work, draft, sent_id, now); });
}

Result<void> Ledger::draft_missing(std::int64_t draft, std::optional<Instant> since) {
  return write("draft_missing", [&](Transaction& work) {
    work.run("UPDATE drafts SET missing_since=? WHERE id=?", {seconds(since), draft});
  });
}

Result<void> Ledger::draft_gone(const DraftEntry& draft, const Plan& plan, Instant now) {
  return write("draft_gone", [&](Transaction& work) {
    settle(work, draft.id, DraftState::gone, plan.reason, now);
    store_plan(work, draft.account, plan, nullptr, now);
  });
}

Result<void> Ledger::draft_unsure(const DraftEntry& draft, const std::string& note, const Reminder& tell, Instant now) {
  return write("draft_unsure", [&](Transaction& work) {
    settle(work, draft.id, DraftState::unsure, note, now);
    insert_reminder(work, draft.account, draft.application, "remind|unsure|" + draft.key, tell);
  });
}

}  // namespace ajar
