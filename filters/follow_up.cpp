#include "filters/follow_up.h"

#include <algorithm>

#include "filters/applications.h"
#include "filters/facts.h"
#include "filters/person_signs.h"

namespace ajar {
namespace {

constexpr int kStaleDays = 14;  // a step this long overdue is not made up for
constexpr int kQuietDays = 30;  // manners.md C: restart after 30 quiet days
constexpr int kPersonRestDays = 28;
constexpr int kNudgeWorkingDays = 3;
constexpr int kCardWorkingDays = 1;

// What a reminder's text may draw on: the application, the person, and the mail the user wrote to them.
Correspondence basis_of(const KnownApplication& application, const Contact& contact, const EarlierMail* written) {
  Correspondence basis;
  basis.stage = application.stage;
  basis.channel = application.channel;
  basis.company = application.company;
  basis.role = application.role;
  basis.contacts.push_back(contact);
  if (written != nullptr) {
    basis.mails.push_back(*written);
    basis.contacts.front().has_mail = true;
  }
  return basis;
}

Contact contact_of(const KnownApplication& application, const Address& to) {
  Contact contact;
  contact.address = to;
  contact.human = true;
  contact.met = application.stage >= Stage::screen;
  contact.consultant = application.channel == Channel::agency;
  contact.rank = 1;
  return contact;
}

// The offered text; empty if none keeps the manners: the reminder alone is still worth showing.
std::string text_for(Deciding& deciding, const std::string& kind, int step, const Correspondence& basis) {
  Occasion occasion;
  occasion.correspondence = &basis;
  occasion.candidate = &deciding.candidate;
  occasion.addressee = basis.contacts.front();
  occasion.purpose = kind;
  occasion.now = deciding.application.rejected_at.value_or(deciding.now);  // the month a check-in names
  occasion.seed = deciding.key(kind, std::to_string(step));
  const auto text = compose_reminder_text(kind, step, occasion, *deciding.books.replies, *deciding.books.rules,
                                          deciding.memory, deciding.policies.reminders.linkedin_limit);
  if (!text) return {};
  deciding.memory.used.insert(deciding.memory.used.end(), text->variants.begin(), text->variants.end());
  return text->text;
}

std::string title_of(const Deciding& deciding, const std::string& kind, const std::string& name) {
  if (kind == "linkedin") return "Invite " + name + " on LinkedIn, with this note";
  if (kind == "card") return "A handwritten card to " + name + ", if you like: a text to start from";
  if (kind == "reapply") return deciding.company() + ": half a year has passed; apply again if a role there suits you";
  const std::string& company = deciding.application.company;
  return "A short hello to " + name + (company.empty() ? "" : " (" + company + ")") + ", if you feel like it";
}

void plan_step(Deciding& deciding, const CadenceStep& step, const Address& to, const Correspondence& basis,
               const std::string& rest) {
  Reminder reminder = deciding.reminder(step.kind, step.due, title_of(deciding, step.kind, Deciding::name_of(to)), to);
  reminder.step = step.step;
  if (step.kind != "reapply") reminder.body = text_for(deciding, step.kind, step.step, basis);
  deciding.remind(std::move(reminder), std::to_string(step.step) + "|" + rest);
}

std::vector<CadenceStep> steps_after_reply(const Deciding& deciding, const KnownApplication& application, Date t0,
                                           bool human = true) {
  return timetable(application.stage, application.channel, application.cancelled_or_frozen, human, t0,
                   application.named_date, deciding.policies.reminders);
}

}  // namespace

Address addressee_of_reply(const Deciding& deciding, const Reading& reply) {
  const auto& to = reply.message.envelope.to;
  const auto& people = deciding.application.people;
  for (const Address& address : to) {
    const auto is_it = [&](const Address& person) { return same_email(person.email, address.email); };
    const auto person = std::find_if(people.begin(), people.end(), is_it);
    if (person != people.end()) return address.name.empty() ? *person : address;
  }
  for (const Address& address : to) {
    if (!is_no_reply(address.email, *deciding.books.rules) && !is_shared_mailbox(address.email)) return address;
  }
  return people.empty() ? Address{} : people.front();
}

void plan_follow_ups(Deciding& deciding, Instant t0, const EarlierMail& reply) {
  const KnownApplication& application = deciding.application;
  const Date sent = deciding.local_date(t0);
  const Address to = addressee_of_reply(deciding, reply.reading);
  const bool human = !to.email.empty();
  const Correspondence basis = basis_of(application, contact_of(application, to), &reply);
  std::vector<CadenceStep> steps = steps_after_reply(deciding, application, sent, human);
  const bool card = human && application.channel == Channel::direct && application.stage >= Stage::interview;
  if (card)
    steps.insert(steps.begin(), {"card", 0, add_working_days(sent, kCardWorkingDays, deciding.policies.reminders)});
  for (const CadenceStep& step : steps) {
    if (days_between(step.due, deciding.today()) > kStaleDays) continue;
    plan_step(deciding, step, to, basis, format_date(sent));
  }
}

void plan_late_hello(Deciding& deciding, const Contact& addressee) {
  const Date due = shift_to_working_day(add_days(deciding.today(), 1), deciding.policies.reminders);
  Correspondence basis = basis_of(deciding.application, addressee, nullptr);
  basis.mails = deciding.correspondence.mails;
  const Address& to = addressee.address;
  Reminder reminder = deciding.reminder("late", due, title_of(deciding, "late", Deciding::name_of(to)), to);
  reminder.body = text_for(deciding, "check_in", 1, basis);
  deciding.remind(std::move(reminder), deciding.mail != nullptr ? deciding.mail->message.identity : "added");
}

void plan_nudge(Deciding& deciding, const Draft& draft, Instant due, const std::string& rest) {
  const Date filed = deciding.local_date(due);
  const std::string company = deciding.application.company.empty() ? "" : " (" + deciding.application.company + ")";
  const Date day = add_working_days(filed, kNudgeWorkingDays, deciding.policies.reminders);
  deciding.remind(deciding.reminder("nudge", day,
                                    "Your draft to " + Deciding::name_of(draft.to) + company +
                                        " is still in Drafts: send it, change it or delete it, as you like",
                                    draft.to),
                  rest);
}

void rest_check_ins(Deciding& deciding, const KnownApplication& application, Instant mail_at) {
  const bool own = application.id == deciding.application.id;
  const std::int64_t id = own ? 0 : application.id;
  deciding.cancel_reminders("remind|check_in|", id);
  deciding.cancel_reminders("remind|late|", id);
  const bool alive = application.state == ApplicationState::rejected ||
                     application.state == ApplicationState::answered ||
                     application.state == ApplicationState::checking_in;
  if (!alive || !application.replied_at || application.people.empty()) return;
  const Date mail_day = deciding.local_date(mail_at);
  Date earliest = add_days(mail_day, kQuietDays);
  const Correspondence basis = basis_of(application, contact_of(application, application.people.front()), nullptr);
  for (CadenceStep step : steps_after_reply(deciding, application, deciding.local_date(*application.replied_at))) {
    if (step.kind != "check_in" || step.step <= application.check_ins_sent || step.due <= mail_day) continue;
    step.due = shift_to_working_day(std::max(step.due, earliest), deciding.policies.reminders);
    earliest = add_days(step.due, kPersonRestDays);
    plan_step(deciding, step, application.people.front(), basis,
              format_date(mail_day) + (own ? "" : "|" + std::to_string(id)));
    deciding.last_belongs_to(id);
  }
}

}  // namespace ajar
