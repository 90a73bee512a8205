// drafts, reminders, applications, review: what the ledger knows of each.
#include <cstdio>
#include <map>

#include "daemon/commands/commands.h"
#include "daemon/commands/listing.h"

namespace ajar {
namespace {

/// When it will be filed, or was.
std::string moment_of(const DraftEntry& draft) {
  if (draft.filed_at) return local_moment(*draft.filed_at);
  return local_moment(draft.due);
}

Json json_of(const DraftEntry& entry) {
  const Draft& draft = entry.draft;
  return {{"id", entry.id},
          {"account", entry.account},
          {"state", to_string(entry.state)},
          {"purpose", draft.purpose},
          {"to", draft.to.email},
          {"to_name", or_null(draft.to.name)},
          {"from", draft.from.email},
          {"subject", draft.subject},
          {"company", or_null(entry.company)},
          {"role", or_null(entry.role)},
          {"due", format_rfc3339(entry.due)},
          {"filed_at", or_null(entry.filed_at)},
          {"mailbox", entry.filed ? or_null(entry.filed->mailbox) : Json(nullptr)},
          {"uid", entry.filed && entry.filed->uid ? Json(entry.filed->uid->value) : Json(nullptr)},
          {"message_id", or_null(entry.message_id)},
          {"in_reply_to", or_null(draft.in_reply_to)},
          {"answers", or_null(entry.trigger_id)},
          {"detail", or_null(draft.detail)},
          {"note", or_null(entry.note)},
          {"body", or_null(draft.body)}};
}

Json json_of(const ReminderEntry& entry) {
  const Reminder& reminder = entry.reminder;
  return {{"id", entry.id},
          {"account", entry.account},
          {"state", entry.state},
          {"due", format_date(reminder.due)},
          {"at_once", reminder.at_once},
          {"kind", reminder.kind},
          {"step", reminder.step},
          {"title", reminder.title},
          {"body", or_null(reminder.body)},
          {"person", or_null(reminder.person)},
          {"person_email", or_null(reminder.person_email)},
          {"company", or_null(reminder.company)},
          {"shown", entry.shown ? Json(format_date(*entry.shown)) : Json(nullptr)}};
}

Json json_of(const KnownApplication& application) {
  Json people = Json::array();
  for (const auto& person : application.people) people.push_back({{"name", or_null(person.name)}, {"email", or_null(person.email)}});
  return {{"id", application.id},
          {"account", application.account},
          {"company", or_null(application.company)},
          {"role", or_null(application.role)},
          {"stage", or_null(to_string(application.stage))},
          {"channel", to_string(application.channel)},
          {"state", to_string(application.state)},
          {"rejected_at", or_null(application.rejected_at)},
          {"replied_at", or_null(application.replied_at)},
          {"last_human_mail", or_null(application.last_human_mail)},
          {"check_ins_sent", application.check_ins_sent},
          {"check_ins_unanswered", application.check_ins_unanswered},
          {"people", people}};
}

Json json_of(const MailEntry& mail) {
  return {{"id", mail.id},
          {"account", mail.account},
          {"mailbox", mail.mailbox},
          {"message_id", or_null(mail.message_id)},
          {"from", mail.from.email},
          {"from_name", or_null(mail.from.name)},
          {"subject", or_null(mail.subject)},
          {"received", format_rfc3339(mail.received)},
          {"event", mail.event},
          {"score", mail.score},
          {"reason", or_null(mail.reason)}};
}

/// -v: the text too, under its line.
void print_texts(const std::vector<DraftEntry>& entries) {
  for (const auto& entry : entries)
    std::printf("\n%lld  To: %s\n   Subject: %s\n\n%s\n", static_cast<long long>(entry.id), shown(entry.draft.to).c_str(),
                entry.draft.subject.c_str(), entry.draft.body.c_str());
}

void print_texts(const std::vector<ReminderEntry>& entries) {
  for (const auto& entry : entries)
    if (!entry.reminder.body.empty())
      std::printf("\n%s  %s\n\n%s\n", format_date(entry.reminder.due).c_str(), entry.reminder.title.c_str(),
                  entry.reminder.body.c_str());
}

std::string points(double score) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", score);
  return text;
}

/// The name, else the address: enough for a table.
std::string brief(const Address& address) { return address.name.empty() ? address.email : address.name; }

std::string company_and_person(const Reminder& reminder) {
  if (reminder.person.empty() || reminder.company.empty()) return reminder.person + reminder.company;
  return reminder.person + ", " + reminder.company;
}

}  // namespace

ExitCode drafts(const Invocation& invocation) {
  auto ledger = open_to_read(invocation);
  if (!ledger) return report(ledger.error());
  if (!*ledger) return ExitCode::ok;
  auto entries = (*ledger)->drafts();
  if (!entries) return report(entries.error());
  Listing list(invocation, {"id", "state", "when", "to", "company", "subject", "note"});
  for (const auto& entry : *entries)
    list.add({std::to_string(entry.id), std::string(to_string(entry.state)), moment_of(entry), brief(entry.draft.to),
              entry.company, entry.draft.subject, entry.note},
             json_of(entry));
  ExitCode printed = list.print("No drafts yet.");
  if (invocation.verbose && !invocation.json) print_texts(*entries);
  return printed;
}

ExitCode reminders(const Invocation& invocation) {
  auto ledger = open_to_read(invocation);
  if (!ledger) return report(ledger.error());
  if (!*ledger) return ExitCode::ok;
  auto entries = (*ledger)->reminders();
  if (!entries) return report(entries.error());
  Listing list(invocation, {"due", "state", "kind", "about", "what to do"});
  for (const auto& entry : *entries)
    list.add({entry.reminder.at_once ? "at once" : format_date(entry.reminder.due), entry.state, entry.reminder.kind,
              company_and_person(entry.reminder), entry.reminder.title},
             json_of(entry));
  ExitCode printed = list.print("No reminders yet. They begin when your reply is seen in Sent.");
  if (invocation.verbose && !invocation.json) print_texts(*entries);
  return printed;
}

ExitCode applications(const Invocation& invocation) {
  auto ledger = open_to_read(invocation);
  if (!ledger) return report(ledger.error());
  if (!*ledger) return ExitCode::ok;
  auto entries = (*ledger)->applications();
  if (!entries) return report(entries.error());
  auto date_of = [](const std::optional<Instant>& at) { return at ? local_moment(*at).substr(0, 10) : std::string(); };
  Listing list(invocation, {"id", "company", "role", "stage", "state", "rejected", "answered"});
  for (const auto& entry : *entries)
    list.add({std::to_string(entry.id), entry.company, entry.role, std::string(to_string(entry.stage)),
              std::string(to_string(entry.state)), date_of(entry.rejected_at), date_of(entry.replied_at)},
             json_of(entry));
  return list.print("No applications yet.");
}

ExitCode review(const Invocation& invocation) {
  auto ledger = open_to_read(invocation);
  if (!ledger) return report(ledger.error());
  if (!*ledger) return ExitCode::ok;
  auto entries = (*ledger)->reviews();
  if (!entries) return report(entries.error());
  Listing list(invocation, {"id", "received", "points", "from", "subject"});
  for (const auto& entry : *entries)
    list.add({std::to_string(entry.id), local_moment(entry.received), points(entry.score), brief(entry.from), entry.subject},
             json_of(entry));
  ExitCode printed = list.print("Nothing to review.");
  if (!entries->empty() && !invocation.json && !invocation.quiet)
    std::fputs("\nIs it a rejection?  ajar review yes ID   or   ajar review no ID\n", stdout);
  return printed;
}

}  // namespace ajar
