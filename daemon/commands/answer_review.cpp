// `ajar review yes|no ID`: the user's word is recorded and acted on, and the rule is offered that would have known.
#include <algorithm>
#include <cstdio>

#include "daemon/commands/commands.h"
#include "daemon/commands/listing.h"
#include "daemon/history.h"
#include "daemon/visit.h"
#include "filters/rule_workshop.h"

namespace ajar {
namespace {

/// The mail as it would have been judged, had the rules known better.
void call_it_a_rejection(Verdict& verdict) {
  verdict.event = Event::rejection;
  verdict.rejection = true;
  verdict.review = false;
  verdict.score = std::max(verdict.score, verdict.thresholds.draft);
}

/// yes: what a rejection leads to. Returns the sentence for the user.
Result<std::string> act_on_yes(Visit& visit, Reading reading) {
  call_it_a_rejection(reading.verdict);
  Desk desk = visit.desk();
  auto correspondence = find_correspondence(desk, reading);
  if (!correspondence) return tl::unexpected(correspondence.error());
  auto known = visit.ledger().known(visit.account().name);
  if (!known) return tl::unexpected(known.error());
  Plan plan = decide(reading, *correspondence, *known, visit.instructions().books, desk.candidate,
                     visit.instructions().policies(), visit.now());
  auto recorded = visit.ledger().record_plan(visit.account().name, plan, visit.now(), &reading.message);
  if (!recorded) return tl::unexpected(recorded.error());
  return plan.reason;
}

/// no: drafts that answer this mail and have not been filed are dropped.
Result<std::string> act_on_no(Visit& visit, const MailEntry& mail) {
  auto drafts = visit.ledger().drafts();
  if (!drafts) return tl::unexpected(drafts.error());
  std::string said = "Noted: not a rejection.";
  for (const auto& draft : *drafts) {
    if (mail.message_id.empty() || draft.trigger_id != mail.message_id || draft.account != mail.account) continue;
    if (draft.state == DraftState::waiting) {
      auto dropped = visit.ledger().draft_settled(draft.id, DraftState::cancelled, "you said that it is no rejection", visit.now());
      if (!dropped) return tl::unexpected(dropped.error());
      said += " The draft to " + shown(draft.draft.to) + " is cancelled.";
    } else if (draft.state == DraftState::filed || draft.state == DraftState::changed) {
      said += " The draft to " + shown(draft.draft.to) + " is in Drafts already: delete it there.";
    }
  }
  return said;
}

void offer_rule(const Invocation& invocation, const Reading& mail, bool is_rejection, const RuleBook& rules) {
  if (invocation.quiet) return;
  std::printf("\nTo teach Ajar this for good, put these lines into %s/rules.d/mine.yaml:\n\n%s",
              invocation.places().config_dir.c_str(), propose_rule(mail, is_rejection, rules).c_str());
}

/// Whether the rules said, or half said, the opposite of what the user says.
bool must_learn(const Verdict& verdict, bool is_rejection) {
  return is_rejection ? !verdict.rejection : verdict.rejection || verdict.review;
}

Result<MailEntry> find_mail(Ledger& ledger, std::int64_t id) {
  auto mail = ledger.mail(id);
  if (!mail) return tl::unexpected(mail.error());
  if (*mail) return **mail;
  return fail(ErrorKind::message, "no mail with id " + std::to_string(id) + " is known", "ajar review lists those that wait");
}

}  // namespace

ExitCode answer_review(const Invocation& invocation, std::int64_t id, bool is_rejection) {
  auto ledger = open_to_read(invocation);
  if (!ledger) return report(ledger.error());
  if (!*ledger) return ExitCode::data;
  auto mail = find_mail(**ledger, id);
  if (!mail) return report(mail.error());
  auto visit = Visit::prepare(invocation, mail->account);
  if (!visit) return visit.error();
  Visit& at = **visit;
  auto reading = at.connect().and_then([&] { return at.fetch(mail->mailbox, mail->message_id); });
  if (!reading && is_rejection) return report(reading.error());
  auto done = is_rejection ? act_on_yes(at, *reading) : act_on_no(at, *mail);
  if (!done) return report(done.error());
  if (auto noted = at.ledger().answer_review(id, is_rejection, at.now()); !noted) return report(noted.error());
  if (!invocation.quiet) std::printf("%s\n", done->c_str());
  if (reading && must_learn(reading->verdict, is_rejection)) offer_rule(invocation, *reading, is_rejection, *at.instructions().books.rules);
  return ExitCode::ok;
}

}  // namespace ajar
