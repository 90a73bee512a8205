// What the ledger knows, for people; and what people tell it.
#include <algorithm>

#include "daemon/ledger.h"
#include "daemon/ledger_rows.h"
#include "daemon/sqlite.h"
#include "filters/charset.h"

namespace ajar {
namespace {

constexpr auto kKeepBytes = std::chrono::hours(24 * 30);

constexpr const char* kMailColumns =
    "SELECT id, account, mailbox, identity, message_id, subject, from_name, from_email, date, received, event, score, "
    "review, reason, verdict, application FROM messages ";

MailEntry mail_from(const SqlRow& row) {
  MailEntry mail;
  mail.id = row.number(0);
  mail.account = row.text(1);
  mail.mailbox = row.text(2);
  mail.identity = row.text(3);
  mail.message_id = row.text(4);
  mail.subject = row.text(5);
  mail.from = {row.text(6), row.text(7)};
  mail.date = maybe_instant(row, 8);
  mail.received = instant(row.number(9));
  mail.event = row.text(10);
  mail.score = row.real(11);
  mail.review = row.number(12) != 0;
  mail.reason = row.text(13);
  mail.verdict = row.text(14);
  mail.application = maybe_number(row, 15);
  return mail;
}

bool concerns(const KnownApplication& application, const std::string& what, const std::string& key) {
  if (what == "--all" || comparison_key(application.company) == key) return true;
  return std::any_of(application.people.begin(), application.people.end(), [&](const Address& person) {
    return same_email(person.email, what) || (!key.empty() && comparison_key(person.name) == key);
  });
}

/// Blank what the messages say; their identities stay, so that nothing is answered twice.
constexpr const char* kBlankMessages =
    "UPDATE messages SET subject='', from_name='', from_email='', reason='Forgotten on request.', verdict='{}' WHERE ";

}  // namespace

Result<void> Ledger::mute(const std::string& what, Instant now) {
  return write("mute", [&](Transaction& work) {
    work.run("INSERT OR IGNORE INTO mutes (what, since) VALUES (?, ?)", {what, seconds(now)});
  });
}

Result<void> Ledger::unmute(const std::string& what) {
  return write("unmute", [&](Transaction& work) { work.run("DELETE FROM mutes WHERE what=?", {what}); });
}

Result<std::vector<MuteEntry>> Ledger::mutes() {
  Transaction work(*database_, Transaction::Purpose::read);
  return work.finish(work.select("SELECT what, since FROM mutes ORDER BY what", {}, [](const SqlRow& row) {
    return MuteEntry{row.text(0), instant(row.number(1))};
  }));
}

Result<int> Ledger::forget(const std::string& what) {
  int forgotten = 0;
  auto written = write("forget", [&](Transaction& work) {
    const std::string key = comparison_key(what);
    for (const KnownApplication& application : read_applications(work, "")) {
      if (!concerns(application, what, key)) continue;
      ++forgotten;
      work.run(std::string(kBlankMessages) + "application=?", {application.id});
      for (const char* table : {"reminders", "drafts"})
        work.run(std::string("DELETE FROM ") + table + " WHERE application=? AND state NOT IN ('waiting', 'attempting')",
                 {application.id});
      work.run("DELETE FROM reminders WHERE application=?", {application.id});
      work.run("DELETE FROM drafts WHERE application=? AND state='waiting'", {application.id});
      work.run("DELETE FROM applications WHERE id=?", {application.id});
    }
    if (what == "--all") work.run(std::string(kBlankMessages) + "1");
    if (what.find('@') != std::string::npos)
      work.run(std::string(kBlankMessages) + "lower(from_email)=lower(?)", {what});
  });
  if (!written) return tl::unexpected(written.error());
  return forgotten;
}

Result<void> Ledger::purge(Instant now) {
  return write("purge", [&](Transaction& work) {
    work.run("UPDATE drafts SET bytes=NULL, payload=json_remove(payload, '$.body') WHERE settled_at<? AND "
             "(bytes IS NOT NULL OR json_extract(payload, '$.body') IS NOT NULL)",
             {seconds(now - kKeepBytes)});
  });
}

Result<std::vector<DraftEntry>> Ledger::drafts() {
  Transaction work(*database_, Transaction::Purpose::read);
  return work.finish(read_drafts(work, "1", {}));
}

Result<std::vector<ReminderEntry>> Ledger::reminders() {
  Transaction work(*database_, Transaction::Purpose::read);
  return work.finish(read_reminders(work, "1", {}));
}

Result<std::vector<KnownApplication>> Ledger::applications() {
  Transaction work(*database_, Transaction::Purpose::read);
  return work.finish(read_applications(work, ""));
}

Result<std::vector<MailEntry>> Ledger::mails(std::size_t most) {
  Transaction work(*database_, Transaction::Purpose::read);
  return work.finish(work.select(std::string(kMailColumns) + "ORDER BY received DESC, id DESC LIMIT ?",
                                 {static_cast<std::int64_t>(most)}, mail_from));
}

Result<std::optional<MailEntry>> Ledger::mail(std::int64_t id) {
  Transaction work(*database_, Transaction::Purpose::read);
  auto found = work.finish(work.select(std::string(kMailColumns) + "WHERE id=?", {id}, mail_from));
  if (!found) return tl::unexpected(found.error());
  return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

Result<std::vector<MailEntry>> Ledger::reviews() {
  Transaction work(*database_, Transaction::Purpose::read);
  return work.finish(work.select(
      std::string(kMailColumns) + "WHERE review=1 AND id NOT IN (SELECT message FROM reviews) ORDER BY received", {},
      mail_from));
}

Result<void> Ledger::answer_review(std::int64_t mail, bool is_rejection, Instant now) {
  return write("answer_review", [&](Transaction& work) {
    work.run("INSERT OR REPLACE INTO reviews (message, is_rejection, answered) VALUES (?, ?, ?)",
             {mail, is_rejection, seconds(now)});
  });
}

Result<std::vector<AccountEntry>> Ledger::accounts() {
  Transaction work(*database_, Transaction::Purpose::read);
  return work.finish(work.select("SELECT name, state, detail, since, last_pass FROM accounts ORDER BY name", {},
                                 [](const SqlRow& row) {
                                   return AccountEntry{row.text(0), row.text(1), row.text(2), instant(row.number(3)),
                                                       maybe_instant(row, 4)};
                                 }));
}

Result<void> Ledger::set_account(const AccountEntry& account) {
  return write("set_account", [&](Transaction& work) {
    work.run(
        "INSERT INTO accounts (name, state, detail, since, last_pass) VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO "
        "UPDATE SET state=excluded.state, detail=excluded.detail, since=excluded.since, "
        "last_pass=coalesce(excluded.last_pass, last_pass)",
        {account.name, account.state, account.detail, seconds(account.since), seconds(account.last_pass)});
  });
}

}  // namespace ajar
