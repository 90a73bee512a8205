// Reading mail: cursors, identities, and what a mail leads to in one transaction.
#include "daemon/fingerprint.h"
#include "daemon/ledger.h"
#include "daemon/ledger_json.h"
#include "daemon/ledger_rows.h"
#include "daemon/sqlite.h"
#include "filters/charset.h"

namespace ajar {
namespace {

/// The first letters of the body, white space left out: the same for a copy that a server re-wrapped or cut.
std::string opening_letters(std::string_view body) {
  constexpr std::size_t kLetters = 1500;
  std::string letters;
  for (const char c : body) {
    if (letters.size() == kLetters) break;
    if (static_cast<unsigned char>(c) > ' ') letters += c;
  }
  return letters;
}

std::string fingerprint_of(const Message& message) {
  Fingerprint print;
  print.add(message.envelope.date ? format_rfc3339(*message.envelope.date) : "");
  print.add(message.envelope.from.empty() ? "" : message.envelope.from.front().email);
  print.add(message.envelope.subject);
  print.add(opening_letters(message.text));
  return print.hex();
}

std::int64_t save_application(Transaction& work, const std::string& account, const KnownApplication& known) {
  const std::vector<SqlValue> values{account,
                                     known.company,
                                     known.role,
                                     to_string(known.stage),
                                     to_string(known.channel),
                                     to_string(known.state),
                                     seconds(known.rejected_at),
                                     seconds(known.replied_at),
                                     seconds(known.last_human_mail),
                                     strings_to_json(known.message_ids),
                                     strings_to_json(known.domains),
                                     known.check_ins_sent,
                                     known.check_ins_unanswered,
                                     known.cancelled_or_frozen,
                                     known.named_date ? std::optional(format_date(*known.named_date)) : std::nullopt};
  std::int64_t id = known.id;
  if (id == 0) {
    work.run(
        "INSERT INTO applications (account, company, role, stage, channel, state, rejected_at, replied_at, "
        "last_human_mail, message_ids, domains, check_ins_sent, check_ins_unanswered, cancelled_or_frozen, named_date) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values);
    id = work.inserted_id();
  } else {
    std::vector<SqlValue> with_id = values;
    with_id.push_back(id);
    work.run(
        "UPDATE applications SET account=?, company=?, role=?, stage=?, channel=?, state=?, rejected_at=?, "
        "replied_at=?, last_human_mail=?, message_ids=?, domains=?, check_ins_sent=?, check_ins_unanswered=?, "
        "cancelled_or_frozen=?, named_date=? WHERE id=?",
        with_id);
    work.run("DELETE FROM people WHERE application=?", {id});
  }
  int position = 0;
  for (const Address& person : known.people)
    work.run("INSERT INTO people (application, position, email, name) VALUES (?, ?, ?, ?)",
             {id, position++, person.email, person.name});
  return id;
}

/// What cancel_draft and cancel_reminders do: everything still waiting in this application under that key prefix.
void cancel(Transaction& work, const std::string& table, const std::string& account,
            std::optional<std::int64_t> application, const Action& action, Instant now) {
  const bool draft = table == "drafts";
  std::vector<SqlValue> values;
  std::string sql = "UPDATE " + table + " SET state='cancelled'";
  if (draft) {
    sql += ", note=?, settled_at=?";
    values.emplace_back("Cancelled: what has come in since makes it out of place.");
    values.emplace_back(seconds(now));
  }
  sql += " WHERE account=? AND state='waiting' AND substr(key, 1, length(?))=?";
  values.emplace_back(account);
  values.emplace_back(action.target);
  values.emplace_back(action.target);
  if (action.application != 0) application = action.application;
  if (application) {
    sql += " AND application=?";
    values.emplace_back(*application);
  }
  work.run(sql, values);
}

}  // namespace

Result<MailboxCursor> Ledger::cursor(const std::string& account, const std::string& mailbox, UidValidity validity,
                                     Instant now, Instant horizon) {
  std::optional<MailboxCursor> found;
  const auto find = [&](Transaction& work) {
    found = work.first(
        "SELECT id, uid_validity, last_uid, first_seen, horizon, reading_uid, reading_tries FROM mailboxes "
        "WHERE account=? AND name=?",
        {account, mailbox}, [&](const SqlRow& row) {
          MailboxCursor cursor;
          cursor.id = row.number(0);
          cursor.account = account;
          cursor.name = mailbox;
          cursor.validity = {static_cast<std::uint32_t>(row.number(1))};
          cursor.last = {static_cast<std::uint32_t>(row.number(2))};
          cursor.first_seen = instant(row.number(3));
          cursor.horizon = instant(row.number(4));
          cursor.reading = {static_cast<std::uint32_t>(row.number(5))};
          cursor.reading_tries = static_cast<int>(row.number(6));
          return cursor;
        });
  };
  {
    Transaction work(*database_, Transaction::Purpose::read);
    find(work);
    if (auto read = work.finish(); !read) return tl::unexpected(read.error());
  }
  if (found && found->validity == validity) return *found;
  auto written = write("cursor", [&](Transaction& work) {
    work.run(
        "INSERT INTO mailboxes (account, name, uid_validity, first_seen, horizon) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (account, name) DO UPDATE SET uid_validity=excluded.uid_validity, last_uid=0, reading_uid=0, "
        "reading_tries=0",
        {account, mailbox, validity.value, seconds(now), seconds(horizon)});
    find(work);
  });
  if (!written) return tl::unexpected(written.error());
  return *found;
}

Result<Uid> Ledger::last_read(const std::string& account, const std::string& mailbox, UidValidity validity) {
  Transaction work(*database_, Transaction::Purpose::read);
  const auto last = work.first("SELECT last_uid FROM mailboxes WHERE account=? AND name=? AND uid_validity=?",
                               {account, mailbox, validity.value},
                               [](const SqlRow& row) { return Uid{static_cast<std::uint32_t>(row.number(0))}; });
  return work.finish(last.value_or(Uid{}));
}

Result<void> Ledger::about_to_read(const MailboxCursor& mailbox, Uid last) {
  return write("about_to_read", [&](Transaction& work) {
    work.run("UPDATE mailboxes SET reading_uid=?, reading_tries=0 WHERE id=?", {last.value, mailbox.id});
  });
}

Result<void> Ledger::enter_peril(const MailboxCursor& mailbox, Uid mail) {
  return write("enter_peril", [&](Transaction& work) {
    work.run(
        "UPDATE mailboxes SET reading_tries=CASE reading_uid WHEN ?1 THEN reading_tries+1 ELSE 1 END, reading_uid=?1 "
        "WHERE id=?2",
        {mail.value, mailbox.id});
  });
}

Result<void> Ledger::leave_peril(const MailboxCursor& mailbox) {
  return write("leave_peril", [&](Transaction& work) {
    work.run("UPDATE mailboxes SET reading_tries=max(0, reading_tries-1) WHERE id=?", {mailbox.id});
  });
}

Result<void> Ledger::pass_over(const MailboxCursor& mailbox, Uid last) {
  return write("pass_over", [&](Transaction& work) { move_cursor(work, mailbox.id, last); });
}

Result<Familiarity> Ledger::recognise(const std::string& account, const Message& message) {
  Transaction work(*database_, Transaction::Purpose::read);
  const std::string print = fingerprint_of(message);
  const std::string reused = message.identity + "#" + print;
  const auto known = work.first("SELECT fingerprint FROM messages WHERE account=? AND identity=?",
                                {account, message.identity}, [](const SqlRow& row) { return row.text(0); });
  const bool known_as_reused =
      known && work.number("SELECT count(*) FROM messages WHERE account=? AND identity=?", {account, reused}) > 0;
  Familiarity familiarity{message.identity, false};
  if (known && *known != print && !message.headers_only && !known->empty()) {
    familiarity = {reused, known_as_reused};
  } else if (known) {
    familiarity.seen = true;
  }
  return work.finish(familiarity);
}

Result<Known> Ledger::known(const std::string& account) {
  Transaction work(*database_, Transaction::Purpose::read);
  Known known;
  for (KnownApplication& application : read_applications(work, account))
    known.applications.put(std::move(application));
  known.memory.used = work.select("SELECT variant FROM variants WHERE account=? ORDER BY id", {account},
                                  [](const SqlRow& row) { return row.text(0); });
  known.muted = work.select("SELECT what FROM mutes ORDER BY what", {}, [](const SqlRow& row) {
    const std::string what = row.text(0);
    return what.find('@') == std::string::npos ? comparison_key(what) : what;
  });
  return work.finish(known);
}

Recorded Ledger::store_plan(Transaction& work, const std::string& account, const Plan& plan, const Message* trigger,
                            Instant now) {
  Recorded recorded;
  if (plan.application) recorded.application = save_application(work, account, *plan.application);
  const std::optional<std::int64_t>& application = recorded.application;
  for (const Action& action : plan.actions) {
    switch (action.kind) {
      case Action::Kind::file_draft: {
        if (!action.draft) break;
        const Instant date = trigger ? trigger->envelope.date.value_or(trigger->received) : now;
        const auto added = work.run(
            "INSERT OR IGNORE INTO drafts (account, key, application, payload, due, state, message_id, trigger_id, "
            "trigger_date) VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?, ?)",
            {account, action.key, application, draft_to_json(*action.draft), seconds(action.due),
             new_message_id(action.draft->from.email), trigger ? trigger->envelope.message_id : "", seconds(date)});
        if (added == 0) break;
        ++recorded.drafts;
        for (const std::string& variant : action.draft->variants)
          work.run("INSERT INTO variants (account, variant) VALUES (?, ?)", {account, variant});
        break;
      }
      case Action::Kind::remind:
        if (!action.reminder) break;
        if (insert_reminder(work, account, application, action.key, *action.reminder)) {
          ++recorded.reminders;
          recorded.at_once = recorded.at_once || action.reminder->at_once;
        }
        break;
      case Action::Kind::cancel_draft: cancel(work, "drafts", account, application, action, now); break;
      case Action::Kind::cancel_reminders: cancel(work, "reminders", account, application, action, now); break;
    }
  }
  return recorded;
}

Recorded Ledger::record_one(Transaction& work, const MailRecord& mail, Instant now) {
  const Message* message = mail.reading ? &mail.reading->message : nullptr;
  const Recorded recorded = store_plan(work, mail.mailbox.account, mail.plan, message, now);
  insert_message(work, mail, recorded.application, message ? fingerprint_of(*message) : "");
  if (mail.sent_draft && message) mark_sent(work, *mail.sent_draft, message->envelope.message_id, now);
  move_cursor(work, mail.mailbox.id, mail.uid);
  return recorded;
}

Result<Recorded> Ledger::record(const std::vector<MailRecord>& mails, Instant now) {
  Recorded recorded;
  auto written = write("record", [&](Transaction& work) {
    for (const MailRecord& mail : mails) {
      const Recorded one = record_one(work, mail, now);
      recorded.drafts += one.drafts;
      recorded.reminders += one.reminders;
      recorded.at_once = recorded.at_once || one.at_once;
      recorded.application = one.application;
    }
  });
  if (!written) return tl::unexpected(written.error());
  return recorded;
}

Result<Recorded> Ledger::record_plan(const std::string& account, const Plan& plan, Instant now, const Message* trigger) {
  Recorded recorded;
  auto written =
      write("record_plan", [&](Transaction& work) { recorded = store_plan(work, account, plan, trigger, now); });
  if (!written) return tl::unexpected(written.error());
  return recorded;
}

}  // namespace ajar
