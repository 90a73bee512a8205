#include "filters/decide.h"

#include <algorithm>
#include <array>

#include "filters/answer_rejection.h"
#include "filters/applications.h"
#include "filters/charset.h"
#include "filters/deciding.h"
#include "filters/facts.h"
#include "filters/follow_up.h"
#include "filters/name_match.h"
#include "filters/person_signs.h"

namespace ajar {
namespace {

constexpr std::array<std::pair<ApplicationState, std::string_view>, 8> kStates{{
    {ApplicationState::open, "open"},
    {ApplicationState::rejected, "rejected"},
    {ApplicationState::answered, "answered"},
    {ApplicationState::checking_in, "checking_in"},
    {ApplicationState::live, "live"},
    {ApplicationState::landed, "landed"},
    {ApplicationState::stopped, "stopped"},
    {ApplicationState::muted, "muted"},
}};

constexpr int kMostUnanswered = 2;                     // check-ins; manners.md C "Stop"
constexpr auto kConversation = std::chrono::days(30);  // the user writes to someone who wrote this recently
constexpr auto kAroundReply = std::chrono::days(7);    // what the user sends this soon after the reply goes with it
constexpr auto kAckOfTheSame = std::chrono::days(1);   // an acknowledgement this soon after the no was overtaken by it

bool is_no(const Reading& mail) {
  const bool closed = mail.verdict.has(Event::withdrawn) && mail.verdict.signs.count("post_cancelled") > 0;
  return mail.verdict.rejection || mail.verdict.has(Event::on_hold) || closed;
}

bool has(const Deciding& d, Event event) { return d.mail->verdict.has(event); }

bool is_blank(const Deciding& d) { return d.mail->text.body.find_first_not_of(" \n\t") == std::string::npos; }

bool is_from_human(const Deciding& d) {
  const SenderKind kind = d.mail->facts.sender_kind;
  if (kind == SenderKind::robot || kind == SenderKind::list || d.mail->message.envelope.from.empty()) return false;
  const Address& from = d.mail->message.envelope.from.front();
  return !is_no_reply(from.email, *d.books.rules) && !is_shared_mailbox(from.email);
}

bool shares_thread(const Deciding& d) {
  const Envelope& envelope = d.mail->message.envelope;
  const auto is_known = [&](const std::string& id) {
    const auto& ids = d.earlier->message_ids;
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  };
  return std::any_of(envelope.in_reply_to.begin(), envelope.in_reply_to.end(), is_known) ||
         std::any_of(envelope.references.begin(), envelope.references.end(), is_known);
}

bool was_rejected(const Deciding& d) { return d.earlier != nullptr && d.earlier->rejected_at.has_value(); }

bool came_after_no(const Deciding& d) { return was_rejected(d) && d.mail->message.received > *d.earlier->rejected_at; }

const KnownDraft* draft_out(const Deciding& d) {
  if (d.earlier == nullptr) return nullptr;
  for (const KnownDraft& draft : d.earlier->drafts) {
    if (answers_the_no(draft) && is_out(draft)) return &draft;
  }
  return nullptr;
}

const KnownDraft* draft_waiting(const Deciding& d) {
  if (d.earlier == nullptr) return nullptr;
  for (const KnownDraft& draft : d.earlier->drafts) {
    if (answers_the_no(draft) && draft.state == "waiting") return &draft;
  }
  return nullptr;
}

// An application at this employer that was declined before the one this mail is about.
const KnownApplication* declined_before(const Deciding& d) {
  const KnownApplication* latest = nullptr;
  for (const KnownApplication* other : others_at_employer(d.application, d.known)) {
    if (!other->rejected_at || *other->rejected_at + kAckOfTheSame >= d.mail->message.received) continue;
    if (latest == nullptr || *other->rejected_at > *latest->rejected_at) latest = other;
  }
  return latest;
}

// ---- who stops whom

void stop_everything(Deciding& d) {
  d.cancel_drafts();
  d.cancel_reminders();
}

// New mail from a human of the employer: the check-ins of all its applications rest.
void rest_all_check_ins(Deciding& d) {
  const Instant at = d.mail->message.received;
  d.application.last_human_mail = std::max(at, d.application.last_human_mail.value_or(at));
  d.application.check_ins_unanswered = 0;
  if (d.application.id != 0) rest_check_ins(d, d.application, at);
  for (const KnownApplication* other : others_at_employer(d.application, d.known)) rest_check_ins(d, *other, at);
}

std::string drafts_not_to_send(const Deciding& d) {
  std::string text;
  if (d.earlier == nullptr) return text;
  for (const KnownDraft& draft : d.earlier->drafts) {
    if (draft.state == "sent" || draft.state == "gone" || !is_out(draft)) continue;
    text += "Do not send the draft \"" + draft.subject + "\" to " + draft.to_email + " that lies in Drafts. ";
  }
  if (!text.empty()) text.pop_back();
  return text;
}

// ---- what is done (manners.md A), one function a row

Plan leave_own_mail(Deciding& d) { return d.nothing("Nothing: you wrote this mail."); }

Plan stay_muted(Deciding& d) {
  if (d.earlier == nullptr && !is_no(*d.mail)) return d.nothing("Nothing: you muted this sender or company.");
  if (is_no(*d.mail) && !d.application.rejected_at) d.application.rejected_at = d.mail->message.received;
  d.application.state = ApplicationState::muted;
  return d.finish("No draft: you muted this sender or company.");
}

Plan stop_after_bounce(Deciding& d) {
  if (!was_rejected(d)) return d.nothing("Nothing: this is a delivery report.");
  d.application.state = ApplicationState::stopped;
  d.cancel_reminders();
  return d.finish("No more reminders about " + d.company() + ": mail to them does not arrive or is not read.");
}

Plan tell_good_news(Deciding& d) {
  const bool offer = has(d, Event::offer) && !has(d, Event::called_back) && !came_after_no(d);
  const std::string warning = drafts_not_to_send(d);
  stop_everything(d);
  for (const KnownApplication* other : others_at_employer(d.application, d.known)) {
    d.cancel_reminders("remind|check_in|", other->id);
  }
  d.application.state = ApplicationState::live;
  d.application.check_ins_unanswered = 0;
  d.application.last_human_mail = d.mail->message.received;
  const std::string about = d.application.role.empty() ? "" : " about " + d.application.role;
  const Address from = d.mail->message.envelope.from.empty() ? Address{} : d.mail->message.envelope.from.front();
  Reminder notice = d.reminder(offer ? "offer" : "called_back", d.today(),
                               d.company() + (offer ? " has an offer for you" : " has called you back") + about, from);
  notice.due = d.today();
  notice.body = warning;
  d.tell_at_once(std::move(notice), d.mail->message.identity);
  return d.finish("No draft: " + d.company() + (offer ? " makes an offer" : " has called you back") + about +
                  "; you are told at once and everything planned is cancelled.");
}

Plan note_answered(Deciding& d) {
  KnownApplication& application = d.application;
  if (!application.rejected_at) application.rejected_at = d.mail->message.received;
  application.state = ApplicationState::answered;
  d.cancel_drafts();
  d.cancel_reminders("remind|nudge|");
  const EarlierMail& answer = d.correspondence.mails[*d.correspondence.answered_by];
  const Message& message = answer.reading.message;
  if (!answer.in_drafts && !application.replied_at) {
    application.replied_at = message.envelope.date.value_or(message.received);
    plan_follow_ups(d, *application.replied_at, answer);
  }
  return d.finish("No draft: you have already answered this no on " +
                  format_date(d.local_date(message.envelope.date.value_or(message.received))) + ".");
}

Plan note_again_after_answer(Deciding& d) {
  rest_all_check_ins(d);
  return d.finish("No draft: you have already answered the no from " + d.company() + ".");
}

Plan keep_draft_out(Deciding& d) {
  const KnownDraft& draft = *draft_out(d);
  const std::string where =
      draft.state == "gone" ? "you deleted the draft that answered it" : "one draft about it went to Drafts already";
  return d.finish("No draft: this is the same no from " + d.company() + " once more, and " + where + ".");
}

Plan keep_waiting_draft(Deciding& d) {
  return d.finish("No second draft: this is the same no from " + d.company() + " once more; the one to " +
                  draft_waiting(d)->to_email + " stays.");
}

Plan answer_the_no(Deciding& d) { return answer_rejection(d, d.mail->message.received); }

Plan ignore_blank(Deciding& d) { return d.finish("No draft: the mail is blank, and a blank reply wants no answer."); }

Plan thank_for_feedback(Deciding& d) {
  rest_all_check_ins(d);
  return answer_writer(d, "feedback_thanks", "thanks for the feedback");
}

Plan be_open_to_role(Deciding& d) {
  rest_all_check_ins(d);
  return answer_writer(d, "other_role", "is open about the other role and leaves the decision to you");
}

Plan already_answered_mail(Deciding& d) { return d.finish("No draft: you have already answered this mail."); }

Plan leave_consent(Deciding& d) {
  return d.nothing("No draft: this mail only asks for your consent, which is yours to give.");
}

Plan remind_of_introduction(Deciding& d) {
  const Address& from = d.mail->message.envelope.from.front();
  if (d.earlier != nullptr) rest_all_check_ins(d);
  d.remind(d.reminder("consent", add_days(d.today(), 1),
                      Deciding::name_of(from) + " offers to pass on your CV: thank them, and say yes or no", from),
           d.mail->message.identity);
  return d.finish("No draft: whether your CV may be passed on is yours to say; a reminder asks you.");
}

Plan mention_history(Deciding& d) {
  const KnownApplication& before = *declined_before(d);
  d.application.state = ApplicationState::open;
  d.application.rejected_at.reset();
  d.cancel_reminders("remind|check_in|", before.id);
  d.cancel_reminders("remind|reapply|", before.id);
  if (before.stage <= Stage::application)
    return d.finish("Nothing to answer: " + d.company() + " has your new application.");
  const std::string what =
      before.role.empty() ? "your earlier application" : "your earlier interview for " + before.role;
  d.remind(d.reminder("mention_history", add_days(d.today(), 1),
                      d.company() + " has your new application: mention " + what + " (" +
                          format_date(d.local_date(*before.rejected_at)).substr(0, 7) + ") openly"),
           d.mail->message.identity);
  return d.finish("Nothing to answer: " + d.company() +
                  " has your new application; check-ins rest, and a reminder suggests to mention " + what + ".");
}

std::string_view said_by(Event event) {
  switch (event) {
    case Event::acknowledgement:
      return "it acknowledges your application";
    case Event::invitation:
      return "it is an invitation";
    case Event::assessment:
      return "it sets a task";
    case Event::withdrawn:
      return "you withdrew";
    case Event::own_reply:
      return "it is your own reply";
    default:
      return "it says nothing of the kind";
  }
}

Plan note_progress(Deciding& d) {
  if (d.earlier == nullptr) d.application.state = ApplicationState::open;
  if (has(d, Event::withdrawn)) d.application.state = ApplicationState::stopped;
  if (d.mail->facts.stage > d.application.stage) d.application.stage = d.mail->facts.stage;
  if (has(d, Event::acknowledgement)) d.application.stage = std::max(d.application.stage, Stage::application);
  if (was_rejected(d) && is_from_human(d)) rest_all_check_ins(d);
  return d.finish("No draft: this is not a rejection; " + std::string(said_by(d.mail->verdict.event)) + ".");
}

Plan let_check_ins_rest(Deciding& d) {
  rest_all_check_ins(d);
  return d.finish("Nothing to answer; " + d.company() + " has written, so the check-ins rest for 30 quiet days.");
}

Plan ask_the_user(Deciding& d) { return d.nothing("No draft yet: this may be a rejection; `ajar review` asks you."); }

Plan leave_alone(Deciding& d) {
  const bool list = d.mail->facts.sender_kind == SenderKind::list;
  return d.nothing(list ? "No draft: this is not a rejection but mail to a list."
                        : "No draft: this is not a rejection.");
}

// ---- when (manners.md A): the first row that applies decides

bool is_own(const Deciding& d) { return d.mail->own; }
bool is_silenced(const Deciding& d) {
  const auto& from = d.mail->message.envelope.from;
  const bool sender =
      std::any_of(from.begin(), from.end(), [&](const Address& a) { return is_muted(d.known, a.email); });
  const bool mail =
      std::find(d.known.muted.begin(), d.known.muted.end(), d.mail->message.identity) != d.known.muted.end();
  return sender || mail || is_muted_company(d.known, d.application.company, d.application.domains);
}
bool is_bounce(const Deciding& d) {
  const bool not_read =
      d.has_sign("do_not_reply") && !is_no(*d.mail) && was_rejected(d) && d.earlier->replied_at && shares_thread(d);
  return has(d, Event::bounce) || not_read;
}
bool is_good_news(const Deciding& d) {
  if (d.mail->verdict.event == Event::offer || d.mail->verdict.event == Event::called_back) return true;
  const bool positive = has(d, Event::invitation) || has(d, Event::assessment);
  return positive && !is_no(*d.mail) && came_after_no(d) && shares_thread(d);
}
bool is_answered_no(const Deciding& d) { return is_no(*d.mail) && d.correspondence.answered_by.has_value(); }
bool is_no_after_reply(const Deciding& d) {
  return is_no(*d.mail) && d.earlier != nullptr && d.earlier->replied_at.has_value();
}
bool is_no_with_draft_out(const Deciding& d) { return is_no(*d.mail) && draft_out(d) != nullptr; }
bool is_no_with_best_draft_waiting(const Deciding& d) {
  const KnownDraft* waiting = draft_waiting(d);
  if (!is_no(*d.mail) || waiting == nullptr) return false;
  const std::vector<Contact> people = addressees(d);
  if (people.empty()) return true;
  const auto& from = d.mail->message.envelope.from;
  const std::string& best = people.front().address.email;
  const bool wrote = std::any_of(from.begin(), from.end(), [&](const Address& a) { return same_email(a.email, best); });
  return same_email(best, waiting->to_email) && !wrote;
}
bool is_plain_no(const Deciding& d) { return is_no(*d.mail); }
bool is_blank_answer(const Deciding& d) { return d.earlier != nullptr && is_blank(d); }
bool is_answered_already(const Deciding& d) {
  return (has(d, Event::feedback) || has(d, Event::other_role)) && d.correspondence.answered_by.has_value();
}
bool is_feedback(const Deciding& d) { return has(d, Event::feedback); }
bool is_other_role(const Deciding& d) { return has(d, Event::other_role); }
bool offers_introduction(const Deciding& d) { return d.has_sign("forwards_resume") && is_from_human(d); }
bool only_asks_consent(const Deciding& d) { return d.has_sign("asks_consent") || d.has_sign("forwards_resume"); }
bool is_new_application(const Deciding& d) { return has(d, Event::acknowledgement) && declined_before(d) != nullptr; }
bool is_progress(const Deciding& d) {
  return has(d, Event::acknowledgement) || has(d, Event::invitation) || has(d, Event::assessment) ||
         has(d, Event::withdrawn);
}
bool is_open_question(const Deciding& d) { return d.mail->verdict.review; }
bool is_human_after_no(const Deciding& d) { return came_after_no(d) && is_from_human(d); }
bool always(const Deciding&) { return true; }

struct Situation {
  std::string_view name;
  bool (*applies)(const Deciding&);
  Plan (*act)(Deciding&);
};

constexpr Situation kSituations[] = {
    {"the user's own mail", is_own, leave_own_mail},
    {"muted", is_silenced, stay_muted},
    {"bounce or not monitored", is_bounce, stop_after_bounce},
    {"called back, or an offer", is_good_news, tell_good_news},
    {"a no the user answered already", is_answered_no, note_answered},
    {"a no once more, after the reply", is_no_after_reply, note_again_after_answer},
    {"a no once more, its draft is filed or was deleted", is_no_with_draft_out, keep_draft_out},
    {"a no once more, the better draft waits", is_no_with_best_draft_waiting, keep_waiting_draft},
    {"a no: form mail, personal, agency, cancelled, on hold", is_plain_no, answer_the_no},
    {"blank reply", is_blank_answer, ignore_blank},
    {"feedback or another role, answered already", is_answered_already, already_answered_mail},
    {"feedback", is_feedback, thank_for_feedback},
    {"another role offered or hinted", is_other_role, be_open_to_role},
    {"offers to pass on the resume", offers_introduction, remind_of_introduction},
    {"bare question of consent", only_asks_consent, leave_consent},
    {"new application where one was declined", is_new_application, mention_history},
    {"acknowledgement, invitation, task, the user withdrew", is_progress, note_progress},
    {"may be a no", is_open_question, ask_the_user},
    {"a human of the employer writes after the no", is_human_after_no, let_check_ins_rest},
    {"anything else", always, leave_alone},
};

// An acknowledgement after the no is about a new application, even for the same role.
const KnownApplication* application_for(const Reading& mail, const KnownApplication* found) {
  if (found == nullptr || !mail.verdict.has(Event::acknowledgement) || mail.verdict.rejection) return found;
  const bool after = found->rejected_at && mail.message.received > *found->rejected_at + kAckOfTheSame;
  return after ? nullptr : found;
}

// ---- the user's own mail in Sent

bool asks_something(const Reading& sent) { return sent.text.body.find('?') != std::string::npos; }

const KnownDraft* draft_of(const Reading& sent, const KnownApplication& application) {
  for (const KnownDraft& draft : application.drafts) {
    if (draft.message_id == sent.message.envelope.message_id) return &draft;
  }
  for (const KnownDraft& draft : application.drafts) {
    for (const Address& to : sent.message.envelope.to) {
      if (same_email(draft.to_email, to.email)) return &draft;
    }
  }
  return nullptr;
}

// The person the user wrote to is the one the check-ins go to.
void put_first(std::vector<Address>& people, const Address& person) {
  const auto is_it = [&](const Address& a) { return same_email(a.email, person.email); };
  const auto found = std::find_if(people.begin(), people.end(), is_it);
  if (found != people.end()) {
    std::rotate(people.begin(), found, found + 1);
  } else if (!person.email.empty()) {
    people.insert(people.begin(), person);
  }
}

Plan note_reply(Deciding& d, Instant written) {
  const Reading& sent = *d.mail;
  const KnownDraft* draft = draft_of(sent, *d.earlier);
  const bool note_to_other = draft != nullptr && draft->purpose == "also_note";
  d.application.replied_at = written;
  d.application.state = ApplicationState::answered;
  // A question without an answer counts as one silence (manners.md A); an answer takes it back.
  d.application.check_ins_unanswered = asks_something(sent) ? 1 : 0;
  if (!note_to_other) d.cancel_drafts();
  d.cancel_reminders("remind|nudge|");
  d.cancel_reminders("remind|find_person|");
  d.cancel_reminders("remind|late|");
  put_first(d.application.people, addressee_of_reply(d, sent));
  plan_follow_ups(d, written, {sent, true, false});
  return d.finish("You have answered the no from " + d.company() + "; what may follow is planned from that day.");
}

Plan note_check_in(Deciding& d, Instant written) {
  KnownApplication& application = d.application;
  const bool conversation = application.last_human_mail && *application.last_human_mail > *application.replied_at &&
                            written > *application.last_human_mail &&
                            written - *application.last_human_mail < kConversation;
  if (conversation) return d.finish("Nothing to plan: you are in conversation with " + d.company() + ".");
  ++application.check_ins_sent;
  ++application.check_ins_unanswered;
  application.state = ApplicationState::checking_in;
  if (application.check_ins_unanswered < kMostUnanswered)
    return d.finish("A check-in with " + d.company() + " is noted.");
  application.state = ApplicationState::stopped;
  d.cancel_reminders("remind|check_in|");
  return d.finish("Check-ins with " + d.company() + " end here: two were sent and not answered.");
}

// The notes to the other interviewers go out around the reply; they are no check-ins.
bool belongs_to_reply(const Reading& sent, const KnownApplication& application, Instant written) {
  const auto& drafts = application.drafts;
  const bool from_draft = std::any_of(drafts.begin(), drafts.end(), [&](const KnownDraft& draft) {
    return draft.message_id == sent.message.envelope.message_id;
  });
  return from_draft || written - *application.replied_at < kAroundReply;
}

}  // namespace

std::string_view to_string(ApplicationState state) {
  for (const auto& [value, name] : kStates) {
    if (value == state) return name;
  }
  return "";
}

std::optional<ApplicationState> application_state_from(std::string_view text) {
  for (const auto& [value, name] : kStates) {
    if (name == text) return value;
  }
  return std::nullopt;
}

bool needs_correspondence(const Reading& mail) {
  return !mail.own && (is_no(mail) || mail.verdict.has(Event::feedback) || mail.verdict.has(Event::other_role));
}

Plan decide(const Reading& mail, const Correspondence& correspondence, const Known& known, const Books& books,
            const Candidate& candidate, const Policies& policies, Instant now) {
  const KnownApplication* found = application_for(mail, find_application(mail, correspondence, known));
  if (found == nullptr && mail.verdict.has(Event::bounce)) found = find_application_named_in(mail, known);
  Deciding deciding(&mail, correspondence, known, books, candidate, policies, now, found);
  for (const Situation& situation : kSituations) {
    if (situation.applies(deciding)) return situation.act(deciding);
  }
  return deciding.nothing("No draft: this is not a rejection.");
}

Plan decide_sent(const Reading& sent, const Known& known, const Books& books, const Candidate& candidate,
                 const Policies& policies, Instant now) {
  const Correspondence none;
  const KnownApplication* found = find_answered_application(sent, known);
  Deciding deciding(&sent, none, known, books, candidate, policies, now, found);
  if (found == nullptr || sent.message.envelope.to.empty())
    return deciding.nothing("Nothing: this mail answers no rejection.");
  if (found->state == ApplicationState::muted || found->state == ApplicationState::live) {
    return deciding.finish("Nothing to plan about " + deciding.company() + ".");
  }
  const Instant written = sent.message.envelope.date.value_or(sent.message.received);
  if (!found->replied_at) return note_reply(deciding, written);
  if (belongs_to_reply(sent, *found, written))
    return deciding.finish("Nothing new to plan: " + deciding.company() + " is answered already.");
  return note_check_in(deciding, written);
}

Plan decide_draft_gone(const KnownApplication& application, const KnownDraft& draft, Instant now) {
  const Candidate nobody;
  const Correspondence none;
  const Known known;
  const Books no_books;
  Deciding deciding(nullptr, none, known, no_books, nobody, {}, now, &application);
  const auto is_another_out = [&](const KnownDraft& other) {
    return other.message_id != draft.message_id &&
           (other.state == "sent" || other.state == "filed" || other.state == "changed");
  };
  const bool note_only =
      draft.purpose == "also_note" && std::any_of(application.drafts.begin(), application.drafts.end(), is_another_out);
  if (note_only) return deciding.finish("You deleted the note to " + draft.to_email + "; nothing else changes.");
  deciding.application.state = ApplicationState::stopped;
  deciding.cancel_drafts();
  deciding.cancel_reminders();
  return deciding.finish("You deleted the draft to " + draft.to_email + ", so nothing more is planned about " +
                         deciding.company() + ".");
}

Reading as_reading(const ManualRejection& added, Instant now) {
  Reading reading;
  reading.verdict.event = Event::rejection;
  reading.verdict.rejection = true;
  reading.facts.company = added.company;
  reading.facts.role = added.role;
  reading.facts.stage = added.stage;
  if (!added.person.empty() || !added.email.empty()) reading.facts.person = Address{added.person, added.email};
  reading.message.received = now;
  reading.message.envelope.date = now;
  reading.message.identity = "added:" + comparison_key(added.company) + "|" + comparison_key(added.role);
  return reading;
}

namespace {

// The person named by the user comes first, met or not; their address may be known from the mails.
Correspondence with_named_person(Correspondence correspondence, const ManualRejection& added) {
  auto& contacts = correspondence.contacts;
  const auto is_named = [&](const Contact& contact) {
    return added.email.empty() ? same_person_name(contact.address.name, added.person)
                               : same_email(contact.address.email, added.email);
  };
  const auto known = std::find_if(contacts.begin(), contacts.end(), is_named);
  Contact contact = known != contacts.end() ? *known : Contact{};
  if (known != contacts.end()) contacts.erase(known);
  if (!added.email.empty()) contact.address = {added.person.empty() ? contact.address.name : added.person, added.email};
  if (contact.address.email.empty()) return correspondence;
  contact.human = true;
  contact.met = contact.met || added.stage >= Stage::screen;
  contact.consultant = contact.consultant || correspondence.channel == Channel::agency;
  contact.rank = std::max(contact.rank, 1);
  contacts.insert(contacts.begin(), contact);
  return correspondence;
}

}  // namespace

Plan decide_added(const ManualRejection& added, const Correspondence& correspondence, const Known& known,
                  const Books& books, const Candidate& candidate, const Policies& policies, Instant now) {
  Correspondence whole = with_named_person(correspondence, added);
  if (whole.company.empty()) whole.company = added.company;
  if (whole.role.empty()) whole.role = added.role;
  whole.stage = std::max(whole.stage, added.stage);
  const Reading reading = as_reading(added, now);
  const KnownApplication* found = find_application(reading, whole, known);
  Deciding deciding(nullptr, whole, known, books, candidate, policies, now, found);
  deciding.application = with_mail(found, reading, whole, candidate);
  if (found != nullptr && found->replied_at) {
    return deciding.finish("No draft: you have already answered the no from " + deciding.company() + ".");
  }
  if (draft_out(deciding) != nullptr) {
    return deciding.finish("No draft: one draft about the no from " + deciding.company() + " went to Drafts already.");
  }
  return answer_rejection(deciding, now, {added.via, added.details});
}

}  // namespace ajar
