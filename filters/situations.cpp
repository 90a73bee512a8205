#include "filters/situations.h"

#include <algorithm>

#include "filters/answer_rejection.h"
#include "filters/applications.h"
#include "filters/facts.h"
#include "filters/follow_up.h"
#include "filters/person_signs.h"

namespace ajar {
namespace {

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

}  // namespace

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

}  // namespace ajar
