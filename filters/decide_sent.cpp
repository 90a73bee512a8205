// The user's own mail in Sent, and drafts the user deleted.
#include <algorithm>

#include "filters/applications.h"
#include "filters/deciding.h"
#include "filters/follow_up.h"

namespace ajar {
namespace {

constexpr int kMostUnanswered = 2;                     // check-ins; manners.md C "Stop"
constexpr auto kConversation = std::chrono::days(30);  // the user writes to someone who wrote this recently
constexpr auto kAroundReply = std::chrono::days(7);    // what the user sends this soon after the reply goes with it

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

}  // namespace ajar
