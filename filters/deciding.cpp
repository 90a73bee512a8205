#include "filters/deciding.h"

#include "filters/applications.h"

namespace ajar {

Deciding::Deciding(const Reading* mail_read, const Correspondence& all, const Known& ledger, const Books& shelf,
                   const Candidate& user, const Policies& wishes, Instant at, const KnownApplication* before)
    : mail(mail_read),
      correspondence(all),
      known(ledger),
      books(shelf),
      candidate(user),
      policies(wishes),
      now(at),
      earlier(before),
      memory(ledger.memory) {
  policies.reply.time_zone = candidate.time_zone;
  if (mail != nullptr) {
    application = with_mail(earlier, *mail, correspondence, candidate);
  } else if (earlier != nullptr) {
    application = *earlier;
  }
}

bool Deciding::has_sign(const std::string& sign) const {
  return mail != nullptr && mail->verdict.signs.count(sign) > 0;
}

Date Deciding::local_date(Instant at) const { return to_local(at, candidate.time_zone).date; }

std::string Deciding::company() const { return application.company.empty() ? "this employer" : application.company; }

std::string Deciding::name_of(const Address& person) { return person.name.empty() ? person.email : person.name; }

std::string Deciding::key(const std::string& kind, const std::string& rest) const {
  return kind + "|" + identity_of(application) + "|" + rest;
}

void Deciding::file(Draft draft, Instant due, const std::string& rest) {
  memory.used.insert(memory.used.end(), draft.variants.begin(), draft.variants.end());
  Action action;
  action.kind = Action::Kind::file_draft;
  action.key = key("draft", rest);
  action.due = due;
  action.draft = std::move(draft);
  actions_.push_back(std::move(action));
}

void Deciding::remind(Reminder reminder, const std::string& rest) {
  Action action;
  action.kind = Action::Kind::remind;
  action.key = key("remind|" + reminder.kind, rest);
  action.due = to_instant({reminder.due, policies.reminders.time}, candidate.time_zone);
  action.reminder = std::move(reminder);
  actions_.push_back(std::move(action));
}

void Deciding::tell_at_once(Reminder reminder, const std::string& rest) {
  Action action;
  action.kind = Action::Kind::remind;
  action.key = key("notice|" + reminder.kind, rest);
  action.due = now;
  reminder.at_once = true;
  action.reminder = std::move(reminder);
  actions_.push_back(std::move(action));
}

void Deciding::cancel_drafts(const std::string& prefix, std::int64_t id) {
  Action action;
  action.kind = Action::Kind::cancel_draft;
  action.key = key("cancel|" + prefix, mail != nullptr ? mail->message.identity : format_rfc3339(now));
  action.due = now;
  action.target = prefix;
  action.application = id;
  actions_.push_back(std::move(action));
}

void Deciding::cancel_reminders(const std::string& prefix, std::int64_t id) {
  cancel_drafts(prefix, id);
  actions_.back().kind = Action::Kind::cancel_reminders;
}

Reminder Deciding::reminder(const std::string& kind, Date due, const std::string& title, const Address& person) const {
  Reminder reminder;
  reminder.kind = kind;
  reminder.due = shift_to_working_day(due, policies.reminders);
  reminder.title = title;
  reminder.person = person.name;
  reminder.person_email = person.email;
  reminder.company = application.company;
  return reminder;
}

Plan Deciding::finish(std::string reason) {
  Plan plan;
  plan.reason = std::move(reason);
  plan.application = application;
  plan.actions = std::move(actions_);
  return plan;
}

Plan Deciding::nothing(std::string reason) const {
  Plan plan;
  plan.reason = std::move(reason);
  return plan;
}

}  // namespace ajar
