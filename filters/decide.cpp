#include "filters/decide.h"

#include <array>

#include "filters/charset.h"

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
  return !mail.own && (mail.verdict.rejection || mail.verdict.event == Event::feedback ||
                       mail.verdict.event == Event::other_role || mail.verdict.event == Event::on_hold);
}

Plan decide(const Reading& mail, const Correspondence& correspondence, const Known& known, const Books& books,
            const Candidate& candidate, const Policies& policies, Instant now) {
  Plan plan;
  if (!mail.verdict.rejection) {
    plan.reason = "No draft: this mail is not a rejection.";
    return plan;
  }
  KnownApplication application;
  application.account = candidate.account;
  application.company = correspondence.company;
  application.role = correspondence.role;
  application.stage = correspondence.stage;
  application.channel = correspondence.channel;
  application.state = ApplicationState::rejected;
  application.rejected_at = mail.message.received;
  application.message_ids.push_back(mail.message.identity);
  plan.application = application;
  if (correspondence.contacts.empty() || !correspondence.contacts.front().human) {
    plan.reason = "No draft: nobody human is known.";
    return plan;
  }
  Occasion occasion;
  occasion.trigger = &mail;
  occasion.correspondence = &correspondence;
  occasion.candidate = &candidate;
  occasion.addressee = correspondence.contacts.front();
  occasion.now = now;
  occasion.seed = mail.message.identity;
  const Result<Draft> draft = compose_draft(occasion, *books.replies, *books.rules, known.memory);
  if (!draft) {
    plan.reason = "No draft: " + draft.error().what + ".";
    return plan;
  }
  Action file;
  file.kind = Action::Kind::file_draft;
  file.key = "draft|" + mail.message.identity;
  file.due = draft_due(mail.message.received, mail.verdict.signs.count("asks_question") > 0, policies.reply);
  file.draft = *draft;
  plan.actions.push_back(file);
  plan.reason = "A draft to " + draft->to.email + " is planned.";
  return plan;
}

Plan decide_sent(const Reading&, const Known&, const Books&, const Candidate&, const Policies&, Instant) {
  Plan plan;
  plan.reason = "Nothing: this mail answers no rejection.";
  return plan;
}

Plan decide_draft_gone(const KnownApplication& application, const KnownDraft& draft, Instant) {
  Plan plan;
  plan.application = application;
  Action cancel;
  cancel.kind = Action::Kind::cancel_reminders;
  cancel.key = "gone|" + draft.message_id;
  plan.actions.push_back(cancel);
  plan.reason = "The draft was deleted unsent, so nothing more is planned for it.";
  return plan;
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

Plan decide_added(const ManualRejection&, const Correspondence&, const Known&, const Books&, const Candidate&,
                  const Policies&, Instant) {
  Plan plan;
  plan.reason = "No draft: rejections by other ways than mail are not served yet.";
  return plan;
}

}  // namespace ajar
