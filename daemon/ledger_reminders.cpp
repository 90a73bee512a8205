// What the user is told, and that it is told once.
#include "daemon/ledger.h"
#include "daemon/ledger_json.h"
#include "daemon/ledger_rows.h"
#include "daemon/sqlite.h"
#include "filters/charset.h"

namespace ajar {
namespace {

constexpr const char* kDigestColumns =
    "SELECT key, channel, day, at_once, state, message_id, reminders, bytes, attempt_mailbox, mark_uid_validity, "
    "mark_uid, mark_is_uid_next, attempted_at FROM digests ";

DigestEntry digest_from(const SqlRow& row) {
  DigestEntry digest;
  digest.key = row.text(0);
  digest.channel = row.text(1);
  digest.day = parse_date(row.text(2)).value_or(Date{});
  digest.at_once = row.number(3) != 0;
  digest.state = row.text(4);
  digest.message_id = row.text(5);
  digest.reminders = numbers_from_json(row.text(6));
  if (!row.is_null(8))
    digest.attempt = Attempt{row.text(8), {static_cast<std::uint32_t>(row.number(9))},
                             {static_cast<std::uint32_t>(row.number(10))}, row.number(11) != 0, row.text(7),
                             instant(row.number(12))};
  return digest;
}

}  // namespace

Result<std::vector<WaitingReminder>> Ledger::reminders_waiting(Date until, bool at_once) {
  Transaction work(*database_, Transaction::Purpose::read);
  std::vector<WaitingReminder> waiting;
  for (ReminderEntry& entry :
       read_reminders(work, "state='waiting' AND due<=? AND at_once=?", {format_date(until), at_once}))
    waiting.push_back({entry.id, std::move(entry.reminder)});
  return work.finish(waiting);
}

Result<std::vector<ShownReminder>> Ledger::reminders_shown() {
  Transaction work(*database_, Transaction::Purpose::read);
  std::vector<ShownReminder> shown;
  for (const ReminderEntry& entry : read_reminders(work, "state='shown' AND shown IS NOT NULL", {}))
    shown.push_back(
        {entry.reminder.kind, entry.reminder.person_email, comparison_key(entry.reminder.company), *entry.shown});
  return work.finish(shown);
}

Result<std::optional<Date>> Ledger::next_reminder_due() {
  Transaction work(*database_, Transaction::Purpose::read);
  const auto due = work.first("SELECT min(due) FROM reminders WHERE state='waiting'", {},
                              [](const SqlRow& row) { return row.text(0); });
  return work.finish(due ? parse_date(*due) : std::nullopt);
}

Result<std::vector<ReminderEntry>> Ledger::reminders_of(const DigestEntry& digest) {
  Transaction work(*database_, Transaction::Purpose::read);
  std::vector<ReminderEntry> told;
  for (const std::int64_t id : digest.reminders) {
    for (ReminderEntry& entry : read_reminders(work, "id=?", {id})) told.push_back(std::move(entry));
  }
  return work.finish(told);
}

Result<bool> Ledger::has_digest(const std::string& key) {
  Transaction work(*database_, Transaction::Purpose::read);
  return work.finish(work.number("SELECT count(*) FROM digests WHERE key=?", {key}) > 0);
}

Result<void> Ledger::plan_digest(const DigestEntry& digest, const std::vector<std::string>& channels) {
  return write("plan_digest", [&](Transaction& work) {
    for (const std::string& channel : channels)
      work.run(
          "INSERT OR IGNORE INTO digests (key, channel, day, at_once, state, message_id, reminders) "
          "VALUES (?, ?, ?, ?, 'waiting', ?, ?)",
          {digest.key, channel, format_date(digest.day), digest.at_once, digest.message_id,
           numbers_to_json(digest.reminders)});
    for (const std::int64_t id : digest.reminders)
      work.run("UPDATE reminders SET state='shown', shown=? WHERE id=?", {format_date(digest.day), id});
  });
}

Result<std::vector<DigestEntry>> Ledger::digests_open() {
  Transaction work(*database_, Transaction::Purpose::read);
  return work.finish(work.select(
      std::string(kDigestColumns) + "WHERE state IN ('waiting', 'attempting') ORDER BY day, key, channel", {},
      digest_from));
}

Result<void> Ledger::begin_digest(const DigestEntry& digest, const Attempt& attempt) {
  return write("begin_digest", [&](Transaction& work) {
    work.run(
        "UPDATE digests SET state='attempting', bytes=?, attempt_mailbox=?, mark_uid_validity=?, mark_uid=?, "
        "mark_is_uid_next=?, attempted_at=? WHERE key=? AND channel=?",
        {Blob{attempt.bytes}, attempt.mailbox, attempt.validity.value, attempt.mark.value, attempt.mark_is_uid_next,
         seconds(attempt.at), digest.key, digest.channel});
  });
}

Result<void> Ledger::digest_waits(const DigestEntry& digest) {
  return write("digest_waits", [&](Transaction& work) {
    work.run("UPDATE digests SET state='waiting', bytes=NULL, attempt_mailbox=NULL WHERE key=? AND channel=?",
             {digest.key, digest.channel});
  });
}

Result<void> Ledger::digest_filed(const DigestEntry& digest, Instant now) {
  return write("digest_filed", [&](Transaction& work) {
    work.run("UPDATE digests SET state='filed', bytes=NULL, settled_at=? WHERE key=? AND channel=?",
             {seconds(now), digest.key, digest.channel});
  });
}

Result<void> Ledger::digest_unsure(const DigestEntry& digest, Instant now) {
  return write("digest_unsure", [&](Transaction& work) {
    work.run("UPDATE digests SET state='unsure', bytes=NULL, settled_at=? WHERE key=? AND channel=?",
             {seconds(now), digest.key, digest.channel});
    if (work.number("SELECT count(*) FROM digests WHERE key=? AND state<>'unsure'", {digest.key}) > 0) return;
    for (const std::int64_t id : digest.reminders)
      work.run("UPDATE reminders SET state='waiting', shown=NULL WHERE id=? AND state='shown'", {id});
  });
}

}  // namespace ajar
