#include "daemon/ledger_rows.h"

#include <map>

#include "daemon/ledger_json.h"

namespace ajar {
namespace {

constexpr const char* kDraftColumns =
    "d.id, d.account, d.key, d.application, coalesce(a.company, ''), coalesce(a.role, ''), d.payload, d.due, d.state, "
    "d.note, d.message_id, d.trigger_id, d.trigger_date, d.bytes, d.attempt_mailbox, d.mark_uid_validity, d.mark_uid, "
    "d.mark_is_uid_next, d.attempted_at, d.filed_mailbox, d.filed_uid_validity, d.filed_uid, d.filed_at, "
    "d.missing_since, d.settled_at";

DraftEntry draft_from(const SqlRow& row) {
  DraftEntry draft;
  draft.id = row.number(0);
  draft.account = row.text(1);
  draft.key = row.text(2);
  draft.application = maybe_number(row, 3);
  draft.company = row.text(4);
  draft.role = row.text(5);
  draft.draft = draft_from_json(row.text(6));
  draft.due = instant(row.number(7));
  draft.state = draft_state_from(row.text(8));
  draft.note = row.text(9);
  draft.message_id = row.text(10);
  draft.trigger_id = row.text(11);
  draft.trigger_date = instant(row.number(12));
  if (!row.is_null(14))
    draft.attempt = Attempt{row.text(14), {static_cast<std::uint32_t>(row.number(15))},
                            {static_cast<std::uint32_t>(row.number(16))}, row.number(17) != 0, row.text(13),
                            instant(row.number(18))};
  if (!row.is_null(19)) {
    draft.filed = FiledPlace{row.text(19), {static_cast<std::uint32_t>(row.number(20))}, std::nullopt};
    if (!row.is_null(21)) draft.filed->uid = Uid{static_cast<std::uint32_t>(row.number(21))};
  }
  draft.filed_at = maybe_instant(row, 22);
  draft.missing_since = maybe_instant(row, 23);
  draft.settled_at = maybe_instant(row, 24);
  return draft;
}

Stage stage_from(const std::string& text) {
  for (const Stage stage : {Stage::application, Stage::screen, Stage::assessment, Stage::interview, Stage::final}) {
    if (to_string(stage) == text) return stage;
  }
  return Stage::none;
}

/// decide's words for the states of a draft; an edited draft is still a filed one to it.
std::string known_state(DraftState state) {
  return std::string(to_string(state == DraftState::changed ? DraftState::filed : state));
}

KnownDraft known_draft(const DraftEntry& entry) {
  KnownDraft known;
  known.message_id = entry.message_id;
  known.to_email = entry.draft.to.email;
  known.purpose = entry.draft.purpose;
  known.state = known_state(entry.state);
  known.subject = entry.draft.subject;
  for (const std::string& id : {entry.draft.in_reply_to, entry.trigger_id}) {
    if (!id.empty()) known.related_ids.push_back(id);
  }
  return known;
}

KnownApplication application_from(const SqlRow& row) {
  KnownApplication known;
  known.id = row.number(0);
  known.account = row.text(1);
  known.company = row.text(2);
  known.role = row.text(3);
  known.stage = stage_from(row.text(4));
  known.channel = row.text(5) == to_string(Channel::agency) ? Channel::agency : Channel::direct;
  known.state = application_state_from(row.text(6)).value_or(ApplicationState::open);
  known.rejected_at = maybe_instant(row, 7);
  known.replied_at = maybe_instant(row, 8);
  known.last_human_mail = maybe_instant(row, 9);
  known.message_ids = strings_from_json(row.text(10));
  known.domains = strings_from_json(row.text(11));
  known.check_ins_sent = static_cast<int>(row.number(12));
  known.check_ins_unanswered = static_cast<int>(row.number(13));
  known.cancelled_or_frozen = row.number(14) != 0;
  if (!row.is_null(15)) known.named_date = parse_date(row.text(15));
  return known;
}

}  // namespace

DraftState draft_state_from(const std::string& text) {
  for (const DraftState state : {DraftState::waiting, DraftState::attempting, DraftState::filed, DraftState::changed,
                                 DraftState::sent, DraftState::gone, DraftState::cancelled}) {
    if (to_string(state) == text) return state;
  }
  return DraftState::unsure;
}

std::vector<DraftEntry> read_drafts(Transaction& work, const std::string& where, const std::vector<SqlValue>& values,
                                    const std::string& order) {
  return work.select(std::string("SELECT ") + kDraftColumns +
                         " FROM drafts d LEFT JOIN applications a ON a.id=d.application WHERE " + where +
                         " ORDER BY " + order,
                     values, draft_from);
}

std::vector<ReminderEntry> read_reminders(Transaction& work, const std::string& where,
                                          const std::vector<SqlValue>& values) {
  return work.select(
      "SELECT id, account, key, application, kind, step, due, at_once, title, body, person, person_email, company, "
      "state, shown FROM reminders WHERE " +
          where + " ORDER BY due, id",
      values, [](const SqlRow& row) {
        ReminderEntry entry;
        entry.id = row.number(0);
        entry.account = row.text(1);
        entry.key = row.text(2);
        entry.application = maybe_number(row, 3);
        entry.reminder.kind = row.text(4);
        entry.reminder.step = static_cast<int>(row.number(5));
        entry.reminder.due = parse_date(row.text(6)).value_or(Date{});
        entry.reminder.at_once = row.number(7) != 0;
        entry.reminder.title = row.text(8);
        entry.reminder.body = row.text(9);
        entry.reminder.person = row.text(10);
        entry.reminder.person_email = row.text(11);
        entry.reminder.company = row.text(12);
        entry.state = row.text(13);
        if (!row.is_null(14)) entry.shown = parse_date(row.text(14));
        return entry;
      });
}

std::vector<KnownApplication> read_applications(Transaction& work, const std::string& account) {
  const std::string mine = account.empty() ? "1" : "account=?";
  const std::vector<SqlValue> values = account.empty() ? std::vector<SqlValue>{} : std::vector<SqlValue>{account};
  std::vector<KnownApplication> applications = work.select(
      "SELECT id, account, company, role, stage, channel, state, rejected_at, replied_at, last_human_mail, "
      "message_ids, domains, check_ins_sent, check_ins_unanswered, cancelled_or_frozen, named_date FROM applications "
      "WHERE " + mine + " ORDER BY id",
      values, application_from);
  std::map<std::int64_t, KnownApplication*> by_id;
  for (KnownApplication& application : applications) by_id[application.id] = &application;
  work.select("SELECT application, name, email FROM people ORDER BY application, position", {}, [&](const SqlRow& row) {
    if (const auto found = by_id.find(row.number(0)); found != by_id.end())
      found->second->people.push_back({row.text(1), row.text(2)});
    return 0;
  });
  for (const DraftEntry& draft : read_drafts(work, "d.application IS NOT NULL", {})) {
    if (const auto found = by_id.find(*draft.application); found != by_id.end())
      found->second->drafts.push_back(known_draft(draft));
  }
  return applications;
}

void insert_message(Transaction& work, const MailRecord& mail, std::optional<std::int64_t> application,
                    const std::string& fingerprint) {
  static const Reading kUnread;
  const Reading& reading = mail.reading ? *mail.reading : kUnread;
  const Message& message = reading.message;
  const Address from = message.envelope.from.empty() ? Address{} : message.envelope.from.front();
  const Verdict& verdict = reading.verdict;
  work.run(
      "INSERT OR IGNORE INTO messages (account, identity, message_id, fingerprint, mailbox, subject, from_name, "
      "from_email, date, received, event, score, review, reason, verdict, application) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {mail.mailbox.account, mail.identity, message.envelope.message_id, fingerprint, mail.mailbox.name,
       message.envelope.subject, from.name, from.email, seconds(message.envelope.date),
       seconds(mail.reading ? message.received : mail.received),
       mail.reading ? std::string(to_string(verdict.event)) : "unreadable", verdict.score, verdict.review,
       mail.plan.reason, mail.reading ? verdict_to_json(verdict) : "{}", application});
}

bool insert_reminder(Transaction& work, const std::string& account, std::optional<std::int64_t> application,
                     const std::string& key, const Reminder& reminder) {
  return work.run(
             "INSERT OR IGNORE INTO reminders (account, key, application, kind, step, due, at_once, title, body, "
             "person, person_email, company, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')",
             {account, key, application, reminder.kind, reminder.step, format_date(reminder.due), reminder.at_once,
              reminder.title, reminder.body, reminder.person, reminder.person_email, reminder.company}) > 0;
}

void mark_sent(Transaction& work, std::int64_t draft, const std::string& sent_id, Instant now) {
  work.run("UPDATE drafts SET state='sent', sent_id=?, settled_at=?, missing_since=NULL, note='' WHERE id=?",
           {sent_id, seconds(now), draft});
}

void move_cursor(Transaction& work, std::int64_t mailbox, Uid last) {
  work.run(
      "UPDATE mailboxes SET last_uid=max(last_uid, ?1), reading_tries=0, "
      "reading_uid=CASE WHEN reading_uid<=?1 THEN 0 ELSE reading_uid END WHERE id=?2",
      {last.value, mailbox});
}

}  // namespace ajar
