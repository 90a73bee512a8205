#include "filters/decide.h"

#include <algorithm>

#include "filters/answer_rejection.h"
#include "filters/applications.h"
#include "filters/situations.h"

namespace ajar {
namespace {

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
    {"may be a no", is_open_question, ask_the_user},
    {"offers to pass on the resume", offers_introduction, remind_of_introduction},
    {"bare question of consent", only_asks_consent, leave_consent},
    {"new application where one was declined", is_new_application, mention_history},
    {"acknowledgement, invitation, task, the user withdrew", is_progress, note_progress},
    {"a human of the employer writes after the no", is_human_after_no, let_check_ins_rest},
    {"anything else", always, leave_alone},
};

// An acknowledgement after the no is about a new application, even for the same role.
const KnownApplication* application_for(const Reading& mail, const KnownApplication* found) {
  if (found == nullptr || !mail.verdict.has(Event::acknowledgement) || mail.verdict.rejection) return found;
  const bool after = found->rejected_at && mail.message.received > *found->rejected_at + kAckOfTheSame;
  return after ? nullptr : found;
}
// "We chose someone who knows the field", from a person who met the user: the application makes a doubtful no a plain one.
std::optional<Reading> read_in_context(const Reading& mail, const Correspondence& correspondence) {
  if (!mail.verdict.review || mail.own || mail.message.envelope.from.empty()) return std::nullopt;
  const std::string& writer = mail.message.envelope.from.front().email;
  const auto& contacts = correspondence.contacts;
  const bool has_met = std::any_of(contacts.begin(), contacts.end(), [&](const Contact& contact) {
    return contact.met && contact.human && same_email(contact.address.email, writer);
  });
  if (!has_met || correspondence.mails.empty()) return std::nullopt;
  Reading plain = mail;
  plain.verdict.event = Event::rejection;
  plain.verdict.rejection = true;
  plain.verdict.review = false;
  return plain;
}
// Called back and declined after all: a new no, with nothing said about it yet.
std::optional<KnownApplication> declined_after_all(const Reading& mail, const KnownApplication* found) {
  if (found == nullptr || found->state != ApplicationState::live || !is_no(mail) || !found->rejected_at)
    return std::nullopt;
  if (mail.message.received <= found->last_human_mail.value_or(*found->rejected_at)) return std::nullopt;
  KnownApplication reopened = *found;
  reopened.rejected_at.reset();
  reopened.replied_at.reset();
  reopened.drafts.clear();
  reopened.check_ins_sent = reopened.check_ins_unanswered = 0;
  return reopened;
}

}  // namespace

bool needs_correspondence(const Reading& mail) {
  return !mail.own && (is_no(mail) || mail.verdict.review || mail.verdict.has(Event::feedback) || mail.verdict.has(Event::other_role));
}
Plan decide(const Reading& as_judged, const Correspondence& correspondence, const Known& known, const Books& books,
            const Candidate& candidate, const Policies& policies, Instant now) {
  const std::optional<Reading> in_context = read_in_context(as_judged, correspondence);
  const Reading& mail = in_context ? *in_context : as_judged;
  const KnownApplication* found = application_for(mail, find_application(mail, correspondence, known));
  if (found == nullptr && mail.verdict.has(Event::bounce)) found = find_application_named_in(mail, known);
  const std::optional<KnownApplication> reopened = declined_after_all(mail, found);
  if (reopened) found = &*reopened;
  Deciding deciding(&mail, correspondence, known, books, candidate, policies, now, found);
  for (const Situation& situation : kSituations) {
    if (situation.applies(deciding)) return situation.act(deciding);
  }
  return deciding.nothing("No draft: this is not a rejection.");
}

}  // namespace ajar
