#include "filters/answer_rejection.h"

#include <algorithm>

#include "filters/applications.h"
#include "filters/follow_up.h"
#include "filters/named_date.h"
#include "filters/person_signs.h"

namespace ajar {
namespace {

constexpr auto kTooLate = std::chrono::weeks(6);  // seed 002, comment 8
constexpr int kLateWorkingDays = 10;
constexpr std::size_t kMostNotes = 3;
constexpr std::size_t kMostThanked = 3;

bool is_closed(const Deciding& deciding) {
  const bool on_hold = deciding.mail != nullptr && deciding.mail->verdict.has(Event::on_hold);
  return on_hold || deciding.has_sign("post_cancelled") || deciding.has_sign("on_hold");
}

bool asks_or_offers(const Deciding& deciding) {
  const bool role = deciding.mail != nullptr && deciding.mail->verdict.has(Event::other_role);
  return role || deciding.has_sign("other_role") || deciding.has_sign("asks_question");
}

int working_days_between(Date from, Date to) {
  int days = 0;
  for (Date date = add_days(from, 1); date <= to; date = add_days(date, 1)) {
    days += std::chrono::weekday(std::chrono::sys_days(date)).iso_encoding() <= 5 ? 1 : 0;
  }
  return days;
}

std::string identity_of_no(const Deciding& deciding) {
  return deciding.mail != nullptr ? deciding.mail->message.identity : "added";
}

Occasion occasion_for(const Deciding& deciding, const Contact& addressee, const std::string& purpose, Instant when,
                      const OtherWay& other_way) {
  Occasion occasion;
  occasion.trigger = deciding.mail;
  occasion.correspondence = &deciding.correspondence;
  occasion.candidate = &deciding.candidate;
  occasion.addressee = addressee;
  occasion.purpose = purpose;
  occasion.now = when;
  occasion.seed = identity_of_no(deciding) + "|" + purpose + "|" + addressee.address.email;
  occasion.via = other_way.via;
  occasion.given_details = other_way.details;
  return occasion;
}

Result<Draft> compose(const Deciding& deciding, const Occasion& occasion) {
  return compose_draft(occasion, *deciding.books.replies, *deciding.books.rules, deciding.memory);
}

// Consent and introductions are the user's: the draft is silent, a reminder asks.
void ask_for_consent(Deciding& deciding, Instant due) {
  const bool data = deciding.has_sign("asks_consent"), resume = deciding.has_sign("forwards_resume");
  if (!data && !resume) return;
  const std::string what = data ? deciding.company() + " may keep your details" : "your CV may be passed on";
  deciding.remind(deciding.reminder("consent", deciding.local_date(due),
                                    "Decide whether " + what + "; the draft says nothing about it"),
                  identity_of_no(deciding));
}

std::string people_elsewhere(const Deciding& deciding) {
  std::string names;
  for (const Contact& contact : deciding.correspondence.contacts) {
    if (contact.rank > 0 || !contact.human) continue;
    names += (names.empty() ? "" : ", ") + Deciding::name_of(contact.address);
  }
  return names;
}

Plan find_the_person(Deciding& deciding, Instant received) {
  const std::string about = deciding.application.role.empty() ? "" : " (" + deciding.application.role + ")";
  Reminder reminder = deciding.reminder("find_person", add_days(deciding.local_date(received), 1),
                                        "Find the person behind the no from " + deciding.company() + about);
  const std::string elsewhere = people_elsewhere(deciding);
  if (!elsewhere.empty())
    reminder.body = "Known there, but perhaps from another application of yours: " + elsewhere + ".";
  deciding.remind(std::move(reminder), identity_of_no(deciding));
  return deciding.finish("No draft: nobody human is known at " + deciding.company() +
                         "; a reminder asks you to find the person.");
}

Plan leave_robot_alone(Deciding& deciding, Instant received) {
  const Date no = deciding.local_date(received);
  for (const CadenceStep& step : timetable(Stage::application, Channel::direct, false, false, no,
                                           deciding.application.named_date, deciding.policies.reminders)) {
    if (deciding.application.company.empty()) break;
    deciding.remind(
        deciding.reminder(step.kind, step.due,
                          deciding.company() + ": half a year has passed; apply again if a role there suits you"),
        identity_of_no(deciding));
  }
  return deciding.finish("No draft: nobody human is known at " + deciding.company() +
                         ", and it had not come to a conversation.");
}

Plan too_late(Deciding& deciding, const Contact& addressee) {
  plan_late_hello(deciding, addressee);
  return deciding.finish("No draft: the no is over six weeks old; a reminder offers a first hello to " +
                         Deciding::name_of(addressee.address) + " instead.");
}

// Everyone who met the user may get a note with a detail of their own; who has none is thanked by name.
struct Notes {
  std::vector<Draft> drafts;
  std::vector<Contact> thanked;
};

Notes notes_to_others(Deciding& deciding, const std::vector<Contact>& people, const Draft& main, Instant due,
                      const OtherWay& other_way) {
  Notes notes;
  const bool wanted = deciding.policies.reply.also_notes && deciding.application.channel == Channel::direct &&
                      deciding.application.stage >= Stage::interview;
  ReplyMemory memory = deciding.memory;
  memory.used.insert(memory.used.end(), main.variants.begin(), main.variants.end());
  for (std::size_t i = 1; i < people.size(); ++i) {
    const Contact& contact = people[i];
    if (!contact.met || contact.consultant) continue;
    const Occasion occasion = occasion_for(deciding, contact, "also_note", due, other_way);
    const auto note = wanted && notes.drafts.size() < kMostNotes
                          ? compose_draft(occasion, *deciding.books.replies, *deciding.books.rules, memory)
                          : fail(ErrorKind::message, "not wanted");
    if (note && !note->detail.empty() && note->detail != main.detail) {
      memory.used.insert(memory.used.end(), note->variants.begin(), note->variants.end());
      notes.drafts.push_back(*note);
    } else if (notes.thanked.size() < kMostThanked && seniority_of(contact.title) != Seniority::hr) {
      notes.thanked.push_back(contact);
    }
  }
  return notes;
}

std::string why_them(const Deciding& deciding, const Contact& addressee) {
  if (addressee.consultant) return "who speaks for the employer";
  if (deciding.mail == nullptr) return "whom you named";
  const auto& from = deciding.mail->message.envelope.from;
  const bool wrote = std::any_of(from.begin(), from.end(),
                                 [&](const Address& a) { return same_email(a.email, addressee.address.email); });
  if (wrote) return "who wrote the no";
  return addressee.met ? "who met you, though the no came from elsewhere" : "who is the person closest to it";
}

std::string reason_for(const Deciding& deciding, const Draft& draft, const Contact& addressee, Instant due,
                       std::size_t notes) {
  std::string reason = "A draft to " + Deciding::name_of(draft.to) + ", " + why_them(deciding, addressee) +
                       ", is due " + local_time(deciding, due);
  if (notes > 0)
    reason += ", with " + std::to_string(notes) + (notes == 1 ? " note" : " notes") + " to others who met you";
  if (!deciding.correspondence.ignored_reply_to.empty()) {
    reason += "; its Reply-To is in a foreign domain and was not trusted";
  }
  return reason + ".";
}

Plan write_to(Deciding& deciding, const std::vector<Contact>& people, Instant received, const OtherWay& other_way) {
  const Contact& addressee = people.front();
  const Instant due = draft_due(received, asks_or_offers(deciding), deciding.policies.reply);
  const Instant when = std::max(due, deciding.now);
  const bool late = working_days_between(deciding.local_date(received), deciding.local_date(when)) > kLateWorkingDays;
  Occasion occasion = occasion_for(deciding, addressee, late ? "late" : "rejection", when, other_way);
  Result<Draft> main = compose(deciding, occasion);
  if (!main) return deciding.finish("No draft: " + main.error().what + ".");
  const Notes notes = notes_to_others(deciding, people, *main, due, other_way);
  if (!notes.thanked.empty()) {
    occasion.others_thanked = notes.thanked;
    if (auto with_thanks = compose(deciding, occasion)) main = std::move(with_thanks);
  }
  ask_for_consent(deciding, due);
  if (!deciding.policies.reply.file) {
    return deciding.finish("No draft: filing is switched off (reply.file); it would have gone to " +
                           Deciding::name_of(main->to) + ".");
  }
  const std::string identity = identity_of_no(deciding);
  if (deciding.earlier != nullptr) {  // a second mail about the same no: one draft, the best addressee
    deciding.cancel_drafts();
    deciding.cancel_reminders("remind|nudge|");
    deciding.cancel_reminders("remind|find_person|");
  }
  deciding.file(*main, due, identity);
  plan_nudge(deciding, *main, when, identity);
  for (const Draft& note : notes.drafts) deciding.file(note, due, identity + "|" + note.to.email);
  return deciding.finish(reason_for(deciding, *main, addressee, due, notes.drafts.size()));
}

void note_rejection(Deciding& deciding, Instant received) {
  KnownApplication& application = deciding.application;
  application.state = ApplicationState::rejected;
  if (!application.rejected_at) application.rejected_at = received;
  application.cancelled_or_frozen = application.cancelled_or_frozen || is_closed(deciding);
  const bool names_date = deciding.has_sign("names_date") || is_closed(deciding);
  if (deciding.mail != nullptr && names_date && !application.named_date) {
    application.named_date = named_date(deciding.mail->text.body, deciding.local_date(received));
  }
}

}  // namespace

std::string local_time(const Deciding& deciding, Instant at) {
  const LocalTime local = to_local(at, deciding.candidate.time_zone);
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return format_date(local.date) + " " + two(local.minute_of_day / 60) + ":" + two(local.minute_of_day % 60);
}

std::vector<Contact> addressees(const Deciding& deciding) {
  std::vector<Contact> people;
  for (const Contact& contact : deciding.correspondence.contacts) {
    const bool usable = contact.human && contact.rank > 0 && !contact.address.email.empty();
    if (usable && !is_muted(deciding.known, contact.address.email)) people.push_back(contact);
  }
  return people;
}

Plan answer_rejection(Deciding& deciding, Instant received, const OtherWay& other_way) {
  note_rejection(deciding, received);
  const std::vector<Contact> people = addressees(deciding);
  if (people.empty()) {
    const bool talked = deciding.application.stage > Stage::application;
    return talked ? find_the_person(deciding, received) : leave_robot_alone(deciding, received);
  }
  if (deciding.now - received > kTooLate) return too_late(deciding, people.front());
  return write_to(deciding, people, received, other_way);
}

Plan answer_writer(Deciding& deciding, const std::string& purpose, const std::string& why) {
  const std::vector<Contact> people = addressees(deciding);
  const auto& from = deciding.mail->message.envelope.from;
  const auto& reply_to = deciding.mail->message.envelope.reply_to;
  const auto wrote = [&](const Contact& contact) {
    const auto is_it = [&](const Address& a) { return same_email(a.email, contact.address.email); };
    return std::any_of(from.begin(), from.end(), is_it) || std::any_of(reply_to.begin(), reply_to.end(), is_it);
  };
  const auto writer = std::find_if(people.begin(), people.end(), wrote);
  if (writer == people.end()) return deciding.finish("No draft: nobody human stands behind this mail.");
  const Instant received = deciding.mail->message.received;
  const Instant due = draft_due(received, asks_or_offers(deciding), deciding.policies.reply);
  const auto draft = compose(deciding, occasion_for(deciding, *writer, purpose, std::max(due, deciding.now), {}));
  if (!draft) return deciding.finish("No draft: " + draft.error().what + ".");
  if (!deciding.policies.reply.file) {
    return deciding.finish("No draft: filing is switched off (reply.file); it would have gone to " +
                           Deciding::name_of(draft->to) + ".");
  }
  deciding.file(*draft, due, purpose + "|" + deciding.mail->message.identity);
  plan_nudge(deciding, *draft, std::max(due, deciding.now), purpose + "|" + deciding.mail->message.identity);
  return deciding.finish("A draft to " + Deciding::name_of(draft->to) + " " + why + "; it is due " +
                         local_time(deciding, due) + ".");
}

}  // namespace ajar
