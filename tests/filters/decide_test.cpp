#include "filters/decide.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <set>

#include "tests/support/mailbox_story.h"

namespace ajar::test {
namespace {

using Kind = Action::Kind;

std::string file_text(const std::string& path) {
  std::ifstream file(std::string(AJAR_SOURCE_DIR) + "/" + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

const Books& books() {
  static const Books shelf = [] {
    Books loaded;
    loaded.rules = std::make_shared<const RuleBook>(sender_rules());
    auto replies = ReplyBook::load({{"en.yaml", file_text("config/replies/en.yaml")}}, {});
    if (!replies) throw std::runtime_error("config/replies/en.yaml does not load");
    loaded.replies = std::make_shared<const ReplyBook>(std::move(*replies));
    return loaded;
  }();
  return shelf;
}

// ---- the story most tests tell: Dana invites, Sam thanks, a machine says no on Friday 20 March 2026

constexpr const char* kNo = "2026-03-20T09:00:00Z";

Mail invitation() {
  return Mail("invitation")
      .when("2026-03-02T09:00:00Z")
      .from("Dana Whitfield", "dana@harborfinch.com")
      .about("Harbor & Finch", "Data Engineer")
      .subject("Interview: Data Engineer")
      .saying("I look forward to meeting you on 10 March.")
      .is(Event::invitation, Stage::interview);
}
Mail thanks() {
  return Mail("thanks")
      .when("2026-03-11T09:00:00Z")
      .to("Dana Whitfield", "dana@harborfinch.com")
      .answering("invitation")
      .subject("Re: Interview: Data Engineer")
      .saying(
          "Hi Dana,\n\nThank you for the conversation yesterday.\nI enjoyed hearing about how you moved the event "
          "store off nightly batches.");
}
Mail robot_no(const std::string& id = "no") {
  return Mail(id)
      .when(kNo)
      .from_robot("Harbor & Finch Careers", "no-reply@ats-mail.com")
      .about("Harbor & Finch", "Data Engineer")
      .subject("Your application")
      .saying("We have decided not to go ahead.")
      .is(Event::rejection);
}
Mail personal_no(const std::string& id = "personal no") {
  return Mail(id)
      .when(kNo)
      .from("Dana Whitfield", "dana@harborfinch.com")
      .about("Harbor & Finch", "Data Engineer")
      .answering("thanks")
      .subject("Re: Interview: Data Engineer")
      .saying(
          "Hi Sam,\n\nIt was a pleasure to meet you, but we have chosen somebody else.\nYour idea about the event "
          "store was good.")
      .is(Event::rejection);
}
std::vector<EarlierMail> interview_story() { return {invitation().received(), thanks().sent()}; }

struct Ask {
  std::vector<EarlierMail> found;
  Known known;
  Policies policies;
  std::string now = kNo;
};

Plan answer(const Mail& mail, const Ask& ask = {}) {
  Policies policies = ask.policies;
  policies.reply.time_zone = "Europe/Berlin";
  const Correspondence whole = needs_correspondence(mail.read()) ? gather(mail, ask.found) : Correspondence{};
  return decide(mail.read(), whole, ask.known, books(), sam(), policies, at(ask.now));
}

KnownApplication known_application() {
  KnownApplication application;
  application.id = 7;
  application.account = "personal";
  application.company = "Harbor & Finch";
  application.role = "Data Engineer";
  application.stage = Stage::interview;
  application.state = ApplicationState::rejected;
  application.rejected_at = at(kNo);
  application.message_ids = {"invitation", "thanks", "no"};
  application.people = {{"Dana Whitfield", "dana@harborfinch.com"}};
  application.domains = {"harborfinch.com"};
  return application;
}
KnownDraft known_draft(const std::string& state, const std::string& to = "dana@harborfinch.com") {
  KnownDraft draft;
  draft.message_id = "draft@example.org";
  draft.to_email = to;
  draft.purpose = "rejection";
  draft.state = state;
  draft.subject = "Re: Interview: Data Engineer";
  draft.related_ids = {"thanks", "no"};
  return draft;
}
Known known(KnownApplication application, const std::string& draft_state = "") {
  if (!draft_state.empty()) application.drafts.push_back(known_draft(draft_state));
  Known ledger;
  ledger.applications.put(std::move(application));
  return ledger;
}
KnownApplication answered(Stage stage = Stage::interview) {
  KnownApplication application = known_application();
  application.stage = stage;
  application.state = ApplicationState::answered;
  application.replied_at = at("2026-03-23T09:00:00Z");
  return application;
}

std::vector<const Action*> of_kind(const Plan& plan, Kind kind) {
  std::vector<const Action*> found;
  for (const Action& action : plan.actions) {
    if (action.kind == kind) found.push_back(&action);
  }
  return found;
}
std::vector<const Draft*> drafts(const Plan& plan) {
  std::vector<const Draft*> found;
  for (const Action* action : of_kind(plan, Kind::file_draft)) found.push_back(&*action->draft);
  return found;
}
/// "linkedin 2026-03-25, check_in1 2026-05-04"
std::string reminders(const Plan& plan) {
  std::string text;
  for (const Action* action : of_kind(plan, Kind::remind)) {
    const Reminder& r = *action->reminder;
    text += (text.empty() ? "" : ", ") + r.kind + (r.step > 0 ? std::to_string(r.step) : "") + " " + format_date(r.due);
  }
  return text;
}
const Reminder* reminder(const Plan& plan, const std::string& kind) {
  for (const Action* action : of_kind(plan, Kind::remind)) {
    if (action->reminder->kind == kind) return &*action->reminder;
  }
  return nullptr;
}
bool cancels(const Plan& plan, Kind kind, const std::string& target, std::int64_t application = 0) {
  return std::any_of(plan.actions.begin(), plan.actions.end(), [&](const Action& a) {
    return a.kind == kind && a.target == target && a.application == application;
  });
}
/// The one draft of a plan; an empty one if there is none or more.
const Draft& only_draft(const Plan& plan) {
  static const Draft none;
  return drafts(plan).size() == 1 ? *drafts(plan)[0] : none;
}
std::string only_to(const Plan& plan) {
  return drafts(plan).size() == 1 ? drafts(plan)[0]->to.email
                                  : "(" + std::to_string(drafts(plan).size()) + " drafts: " + plan.reason + ")";
}
bool says(const std::string& reason, const std::string& words) { return reason.find(words) != std::string::npos; }

// ---- manners.md A, row by row

TEST(Deciding, WritesToTheInterviewerInTheirThreadWhenAFormMailSaysNo) {
  const Plan plan = answer(robot_no(), {interview_story()});
  EXPECT_EQ(only_to(plan), "dana@harborfinch.com");
  EXPECT_EQ(only_draft(plan).in_reply_to, "thanks");
  EXPECT_EQ(only_draft(plan).purpose, "rejection");
  EXPECT_TRUE(says(plan.reason, "Dana Whitfield, who met you")) << plan.reason;
  ASSERT_TRUE(plan.application);
  EXPECT_EQ(plan.application->id, 0);
  EXPECT_EQ(plan.application->state, ApplicationState::rejected);
  EXPECT_EQ(plan.application->stage, Stage::interview);
  EXPECT_EQ(plan.application->rejected_at, at(kNo));
}

TEST(Deciding, FilesTheDraftOnTheFirstWorkingMorningADayLater) {
  const Plan plan = answer(robot_no(), {interview_story()});
  ASSERT_EQ(drafts(plan).size(), 1U);
  EXPECT_EQ(format_rfc3339(of_kind(plan, Kind::file_draft)[0]->due), "2026-03-23T07:30:00Z")
      << "a Friday's no: Monday 08:30 in Berlin";
}

TEST(Deciding, FilesAtOnceWhenTheWaitIsZero) {
  Ask ask{interview_story()};
  ask.policies.reply.wait = {};
  EXPECT_EQ(of_kind(answer(robot_no(), ask), Kind::file_draft)[0]->due, at(kNo));
}

TEST(Deciding, AnswersTheHiringManagerWhoWritesInPersonInThatMail) {
  const Plan plan = answer(personal_no(), {interview_story()});
  EXPECT_EQ(only_to(plan), "dana@harborfinch.com");
  EXPECT_EQ(only_draft(plan).in_reply_to, "personal no");
  EXPECT_TRUE(says(plan.reason, "who wrote the no")) << plan.reason;
}

TEST(Deciding, WritesToWhoLedTheProcessWhenAStrangerSendsTheFormMail) {
  Mail stranger = robot_no().from("Rex Holm", "rex.holm@harborfinch.com");
  EXPECT_EQ(only_to(answer(stranger, {interview_story()})), "dana@harborfinch.com");
}

TEST(Deciding, UsesTheHumanReplyToOfAMachine) {
  Mail no = robot_no()
                .from_robot("Harbor & Finch", "no-reply@harborfinch.com")
                .reply_to("Judith Amos", "judith@harborfinch.com");
  EXPECT_EQ(only_to(answer(no)), "judith@harborfinch.com");
}

TEST(Deciding, SaysThatAForeignReplyToWasNotTrusted) {
  Mail no = personal_no().reply_to("Dana Whitfield", "dana@elsewhere.test");
  const Plan plan = answer(no, {interview_story()});
  EXPECT_EQ(only_to(plan), "dana@harborfinch.com");
  EXPECT_TRUE(says(plan.reason, "foreign domain")) << plan.reason;
}

TEST(Deciding, AsksToFindThePersonWhenAMachineSaysNoAfterAnInterview) {
  const Plan plan = answer(robot_no().is(Event::rejection, Stage::interview));
  EXPECT_TRUE(drafts(plan).empty());
  EXPECT_EQ(reminders(plan), "find_person 2026-03-23");
  EXPECT_EQ(plan.reason, "No draft: nobody human is known at Harbor & Finch; a reminder asks you to find the person.");
}

TEST(Deciding, LeavesAMachineAloneAtTheApplicationStageAndHintsInHalfAYear) {
  const Plan plan = answer(robot_no().is(Event::rejection, Stage::application));
  EXPECT_TRUE(drafts(plan).empty());
  EXPECT_EQ(reminders(plan), "reapply 2026-09-21");
  EXPECT_EQ(plan.reason, "No draft: nobody human is known at Harbor & Finch, and it had not come to a conversation.");
}

TEST(Deciding, AnswersAHumanAtTheApplicationStage) {
  Mail no = robot_no().from("Helen Roe", "helen.roe@harborfinch.com").is(Event::rejection, Stage::application);
  EXPECT_EQ(only_to(answer(no)), "helen.roe@harborfinch.com");
}

TEST(Deciding, RepliesInThreadToANoThatAnswersTheUsersStatusQuestion) {
  Mail question = Mail("question")
                      .when("2026-03-19T09:00:00Z")
                      .to("Dana Whitfield", "dana@harborfinch.com")
                      .answering("thanks")
                      .subject("Re: Interview: Data Engineer")
                      .saying("Is there any news?");
  const Plan plan = answer(personal_no().answering("question").sign("user_asked_status"),
                           {{invitation().received(), thanks().sent(), question.sent()}});
  EXPECT_EQ(only_to(plan), "dana@harborfinch.com");
  EXPECT_EQ(only_draft(plan).in_reply_to, "personal no");
}

TEST(Deciding, WritesToTheConsultantAloneWithAnAgency) {
  Mail offer = Mail("offer")
                   .from("Fiona Blake", "fiona@tidewell.example")
                   .about("Garrick Freight", "Operations Lead")
                   .subject("Operations Lead")
                   .saying("My client is looking for you.")
                   .by_agency();
  Mail client = Mail("client")
                    .from("Max Garrick", "max@garrickfreight.com")
                    .about("Garrick Freight", "Operations Lead")
                    .saying("I look forward to meeting you.")
                    .is(Event::invitation, Stage::interview);
  Mail no = Mail("no")
                .when(kNo)
                .from("Fiona Blake", "fiona@tidewell.example")
                .about("Garrick Freight", "Operations Lead")
                .answering("offer")
                .subject("Re: Operations Lead")
                .saying("My client has chosen somebody else.")
                .is(Event::rejection)
                .by_agency();
  EXPECT_EQ(only_to(answer(no, {{offer.received(), client.received()}})), "fiona@tidewell.example");
}

TEST(Deciding, AnswersACancelledOrFrozenPostAndRemembersIt) {
  for (const Mail& no : {personal_no().sign("post_cancelled"), personal_no().is(Event::on_hold)}) {
    const Plan plan = answer(no, {interview_story()});
    EXPECT_EQ(only_to(plan), "dana@harborfinch.com");
    ASSERT_TRUE(plan.application);
    EXPECT_TRUE(plan.application->cancelled_or_frozen);
    EXPECT_EQ(only_draft(plan).body.find('?'), std::string::npos) << only_draft(plan).body;
  }
}

TEST(Deciding, RemembersTheDateTheyNamed) {
  Mail no = personal_no()
                .saying("Hi Sam,\n\nThe budget is frozen.\nWe hope to reopen the role after Easter.")
                .is(Event::on_hold);
  EXPECT_EQ(answer(no, {interview_story()}).application->named_date, on("2026-04-07"));
  Mail words =
      personal_no().sign("names_date").saying("We chose somebody else.\nPlease contact us again in the new year.");
  EXPECT_EQ(answer(words, {interview_story()}).application->named_date, on("2027-01-07"));
}

TEST(Deciding, DoesNotWaitLongWhenTheMailOffersARoleOrAsksSomething) {
  for (const Mail& no :
       {personal_no().also(Event::other_role).sign("other_role"), personal_no().sign("asks_question")}) {
    Mail thursday = no;
    thursday.when("2026-03-19T15:00:00Z");
    Ask ask{interview_story()};
    ask.now = "2026-03-19T15:00:00Z";
    const Plan plan = answer(thursday, ask);
    ASSERT_EQ(drafts(plan).size(), 1U) << plan.reason;
    EXPECT_EQ(format_rfc3339(of_kind(plan, Kind::file_draft)[0]->due), "2026-03-20T07:30:00Z");
  }
}

TEST(Deciding, IsOpenAboutAnotherRoleThatComesWithoutANo) {
  Mail role = personal_no("role")
                  .is(Event::other_role)
                  .sign("other_role")
                  .saying(
                      "Hi Sam,\n\nWe are opening a Support Engineer position in our onboarding team.\nWould you be "
                      "interested in hearing more?");
  Ask ask{interview_story(), known(answered())};
  const Plan plan = answer(role, ask);
  EXPECT_EQ(only_to(plan), "dana@harborfinch.com") << plan.reason;
  EXPECT_EQ(only_draft(plan).purpose, "other_role");
}

TEST(Deciding, TellsACallBackAtOnceAndCancelsEverything) {
  Mail back = Mail("back")
                  .when("2026-03-30T09:00:00Z")
                  .from("Dana Whitfield", "dana@harborfinch.com")
                  .about("Harbor & Finch", "Data Engineer")
                  .answering("no")
                  .is(Event::called_back);
  Ask ask{{}, known(known_application(), "filed")};
  ask.now = "2026-03-30T09:00:00Z";
  const Plan plan = answer(back, ask);
  EXPECT_TRUE(drafts(plan).empty());
  EXPECT_TRUE(cancels(plan, Kind::cancel_draft, "draft|"));
  EXPECT_TRUE(cancels(plan, Kind::cancel_reminders, "remind|"));
  const Reminder* notice = reminder(plan, "called_back");
  ASSERT_TRUE(notice);
  EXPECT_TRUE(notice->at_once);
  EXPECT_TRUE(says(notice->body, "Do not send the draft \"Re: Interview: Data Engineer\" to dana@harborfinch.com"))
      << notice->body;
  EXPECT_EQ(plan.actions.back().kind, Kind::remind) << "the notice comes after the cancelling";
  EXPECT_TRUE(says(plan.reason, "called you back"));
  EXPECT_EQ(plan.application->state, ApplicationState::live);
}

TEST(Deciding, TellsAnOfferAtOnceEvenFromAnUnknownEmployer) {
  Mail offer = Mail("offer").from("Ada Stone", "ada@northwind.example").about("Northwind", "Clerk").is(Event::offer);
  const Plan plan = answer(offer);
  ASSERT_TRUE(reminder(plan, "offer"));
  EXPECT_TRUE(reminder(plan, "offer")->at_once);
  EXPECT_TRUE(reminder(plan, "offer")->body.empty());
}

TEST(Deciding, TakesANewInvitationInTheThreadOfTheNoForACallBack) {
  Mail back = Mail("back")
                  .when("2026-03-30T09:00:00Z")
                  .from("Dana Whitfield", "dana@harborfinch.com")
                  .answering("no")
                  .is(Event::invitation, Stage::interview);
  EXPECT_TRUE(reminder(answer(back, {{}, known(known_application(), "waiting")}), "called_back"));
}

TEST(Deciding, KeepsTwoRolesInOneCompanyApart) {
  KnownApplication other = known_application();
  other.role = "Web Developer";
  other.message_ids = {"elsewhere"};
  other.people = {{"Ines Falk", "ines@harborfinch.com"}};
  const Plan plan = answer(robot_no(), {interview_story(), known(other, "filed")});
  EXPECT_EQ(only_to(plan), "dana@harborfinch.com");
  EXPECT_EQ(plan.application->id, 0);
  EXPECT_FALSE(cancels(plan, Kind::cancel_reminders, "remind|"));
}

TEST(Deciding, LeavesConsentToTheUserAndRemindsThem) {
  const Plan plan = answer(personal_no().sign("asks_consent"), {interview_story()});
  EXPECT_EQ(only_to(plan), "dana@harborfinch.com");
  ASSERT_TRUE(reminder(plan, "consent"));
  EXPECT_TRUE(says(reminder(plan, "consent")->title, "Decide whether Harbor & Finch may keep your details"));
  EXPECT_EQ(only_draft(plan).body.find("consent"), std::string::npos);
}

TEST(Deciding, LeavesAnOfferToPassOnTheResumeToTheUser) {
  const Plan plan = answer(personal_no().sign("forwards_resume"), {interview_story()});
  ASSERT_TRUE(reminder(plan, "consent"));
  EXPECT_TRUE(says(reminder(plan, "consent")->title, "your CV may be passed on"));
}

TEST(Deciding, RemindsOfAnIntroductionOfferedWithoutANo) {
  const Plan plan = answer(Mail("kind")
                               .from("Dana Whitfield", "dana@harborfinch.com")
                               .sign("forwards_resume")
                               .saying("May I pass on your CV?"));
  EXPECT_TRUE(drafts(plan).empty());
  EXPECT_TRUE(reminder(plan, "consent"));
}

TEST(Deciding, WritesNothingToABareQuestionOfConsent) {
  const Plan plan =
      answer(Mail("consent").from("Helen Roe", "helen.roe@harborfinch.com").sign("asks_consent").is(Event::other));
  EXPECT_TRUE(plan.actions.empty());
  EXPECT_TRUE(says(plan.reason, "consent"));
}

TEST(Deciding, AnswersThoughTheThanksCrossedWithTheNo) {
  Mail crossing = thanks().when("2026-03-20T08:00:00Z");
  EXPECT_EQ(only_to(answer(robot_no(), {{invitation().received(), crossing.sent()}})), "dana@harborfinch.com");
}

TEST(Deciding, WritesNothingWhenTheUserHasAnsweredAndPlansFromThatDay) {
  Mail reply = Mail("reply")
                   .when("2026-03-20T11:00:00Z")
                   .to("Dana Whitfield", "dana@harborfinch.com")
                   .answering("no")
                   .saying("Thank you for letting me know.");
  const Plan plan = answer(robot_no(), {{invitation().received(), thanks().sent(), reply.sent()}});
  EXPECT_TRUE(drafts(plan).empty());
  EXPECT_EQ(plan.reason, "No draft: you have already answered this no on 2026-03-20.");
  EXPECT_EQ(plan.application->state, ApplicationState::answered);
  EXPECT_EQ(plan.application->replied_at, at("2026-03-20T11:00:00Z"));
  EXPECT_EQ(reminders(plan),
            "card 2026-03-23, linkedin 2026-03-24, check_in1 2026-05-01, check_in2 2026-06-22, check_in3 2026-09-21");
}

TEST(Deciding, PlansNothingFromADraftOfTheUsersOwn) {
  Mail reply = Mail("reply").when("2026-03-20T11:00:00Z").to("Dana Whitfield", "dana@harborfinch.com").answering("no");
  const Plan plan = answer(robot_no(), {{invitation().received(), reply.in_drafts()}});
  EXPECT_TRUE(drafts(plan).empty());
  EXPECT_EQ(reminders(plan), "");
  EXPECT_FALSE(plan.application->replied_at);
}

TEST(Deciding, RemindsToMentionTheEarlierInterviewWhenANewApplicationIsAcknowledged) {
  Mail ack = Mail("ack")
                 .when("2026-09-01T09:00:00Z")
                 .from_robot("Harbor & Finch", "no-reply@ats-mail.com")
                 .about("Harbor & Finch", "Analytics Lead")
                 .is(Event::acknowledgement, Stage::application);
  Ask ask{{}, known(answered())};
  ask.now = "2026-09-01T09:00:00Z";
  const Plan plan = answer(ack, ask);
  EXPECT_EQ(reminders(plan), "mention_history 2026-09-02");
  EXPECT_TRUE(says(reminder(plan, "mention_history")->title, "your earlier interview for Data Engineer (2026-03)"))
      << reminder(plan, "mention_history")->title;
  EXPECT_TRUE(cancels(plan, Kind::cancel_reminders, "remind|check_in|", 7)) << "check-ins rest";
  EXPECT_EQ(plan.application->id, 0);
  EXPECT_EQ(plan.application->state, ApplicationState::open);
}

TEST(Deciding, TakesAnAcknowledgementAfterTheNoForANewApplicationEvenForTheSameRole) {
  Mail ack = Mail("ack")
                 .when("2026-09-01T09:00:00Z")
                 .from_robot("Harbor & Finch", "no-reply@ats-mail.com")
                 .about("Harbor & Finch", "Data Engineer")
                 .is(Event::acknowledgement);
  const Plan plan = answer(ack, {{}, known(answered())});
  EXPECT_EQ(plan.application->id, 0);
  EXPECT_FALSE(plan.application->rejected_at);
  EXPECT_TRUE(reminder(plan, "mention_history"));
}

TEST(Deciding, ThanksForFeedback) {
  Mail feedback = personal_no("feedback")
                      .is(Event::feedback)
                      .saying(
                          "Hi Sam,\n\nHappy to share some feedback.\nYour answers on hedging stayed general, and it "
                          "would have helped to bring a worked example of a cash forecast.");
  feedback.when("2026-03-24T14:00:00Z");
  Ask ask{interview_story(), known(answered())};
  ask.now = "2026-03-24T14:00:00Z";
  const Plan plan = answer(feedback, ask);
  EXPECT_EQ(only_to(plan), "dana@harborfinch.com");
  EXPECT_EQ(only_draft(plan).purpose, "feedback_thanks");
  EXPECT_EQ(plan.application->check_ins_unanswered, 0) << "the silence is over";
}

TEST(Deciding, WritesNothingToABlankReply) {
  Mail blank = Mail("blank")
                   .when("2026-03-25T09:00:00Z")
                   .from("Dana Whitfield", "dana@harborfinch.com")
                   .answering("thanks")
                   .saying(" \n");
  const Plan plan = answer(blank, {{}, known(answered())});
  EXPECT_TRUE(drafts(plan).empty());
  EXPECT_TRUE(says(plan.reason, "blank"));
}

TEST(Deciding, KnowsWhatIsNoRejection) {
  EXPECT_TRUE(says(answer(invitation()).reason, "this is not a rejection; it is an invitation"));
  EXPECT_TRUE(says(answer(Mail("ack").from_robot("X", "no-reply@x.example").is(Event::acknowledgement)).reason,
                   "acknowledges"));
  EXPECT_TRUE(says(answer(Mail("letter").from("N", "n@x.example", SenderKind::list)).reason, "mail to a list"));
  EXPECT_TRUE(answer(Mail("friend").from("Kim", "kim@freemail.com").saying("Dinner?")).actions.empty());
  EXPECT_FALSE(answer(Mail("friend").from("Kim", "kim@freemail.com").saying("Dinner?")).application);
}

TEST(Deciding, LeavesTheUsersOwnMailAlone) {
  const Reading own = thanks().sent_reading();
  EXPECT_TRUE(decide(own, {}, {}, books(), sam(), {}, at(kNo)).actions.empty());
}

TEST(Deciding, AsksTheUserWhenUnsure) {
  Mail perhaps = Mail("perhaps").from("Helen Roe", "helen.roe@harborfinch.com").saying("Hm.");
  Reading reading = perhaps.read();
  reading.verdict.review = true;
  const Plan plan = decide(reading, {}, {}, books(), sam(), {}, at(kNo));
  EXPECT_TRUE(plan.actions.empty());
  EXPECT_TRUE(says(plan.reason, "may be a rejection"));
}

TEST(Deciding, TakesADoubtfulNoForOneFromThePersonWhoMetTheUser) {
  Mail perhaps = personal_no();
  Reading reading = perhaps.read();
  reading.verdict.event = Event::other;
  reading.verdict.rejection = false;
  reading.verdict.review = true;
  EXPECT_TRUE(needs_correspondence(reading));
  const Plan plan = decide(reading, gather(personal_no(), interview_story()), {}, books(), sam(), {}, at(kNo));
  EXPECT_EQ(only_to(plan), "dana@harborfinch.com") << plan.reason;
}

// ---- one no, several mails

TEST(OneNo, GetsTheBetterAddresseeWhenThePersonalMailFollowsTheFormMail) {
  Ask ask{interview_story(), known(known_application(), "waiting")};
  KnownApplication waiting = ask.known.applications[0];
  waiting.drafts[0].to_email = "helen.roe@harborfinch.com";
  ask.known.applications.put(waiting);
  const Plan plan = answer(personal_no(), ask);
  EXPECT_EQ(only_to(plan), "dana@harborfinch.com");
  EXPECT_TRUE(cancels(plan, Kind::cancel_draft, "draft|"));
  EXPECT_EQ(plan.actions.front().kind, Kind::cancel_draft) << "the waiting one goes before the new one comes";
  EXPECT_EQ(plan.application->id, 7);
  EXPECT_EQ(plan.application->rejected_at, at(kNo));
}

TEST(OneNo, AnswersThePersonalMailItselfThoughADraftToTheSamePersonWaits) {
  const Plan plan = answer(personal_no(), {interview_story(), known(known_application(), "waiting")});
  EXPECT_EQ(only_to(plan), "dana@harborfinch.com");
  EXPECT_EQ(only_draft(plan).in_reply_to, "personal no");
}

TEST(OneNo, KeepsTheWaitingDraftWhenAFormMailFollowsThePersonalOne) {
  const Plan plan = answer(robot_no("form"), {interview_story(), known(known_application(), "waiting")});
  EXPECT_TRUE(drafts(plan).empty());
  EXPECT_FALSE(cancels(plan, Kind::cancel_draft, "draft|"));
  EXPECT_TRUE(says(plan.reason, "once more")) << plan.reason;
}

TEST(OneNo, NeverGetsASecondDraftOnceOneIsOutOrDeleted) {
  for (const char* state : {"attempting", "filed", "changed", "sent", "unsure", "gone"}) {
    const Plan plan = answer(personal_no(), {interview_story(), known(known_application(), state)});
    EXPECT_TRUE(plan.actions.empty()) << state << ": " << plan.reason;
  }
}

TEST(OneNo, GetsNoSecondDraftWhenTheUserRepliedToTheFirstMail) {
  const Plan plan = answer(personal_no(), {interview_story(), known(answered())});
  EXPECT_TRUE(drafts(plan).empty());
  EXPECT_TRUE(says(plan.reason, "already answered"));
}

TEST(OneNo, GivesTheSameKeysWhenPlannedAgain) {
  const Plan once = answer(robot_no(), {interview_story()}), twice = answer(robot_no(), {interview_story()});
  ASSERT_EQ(once.actions.size(), twice.actions.size());
  for (std::size_t i = 0; i < once.actions.size(); ++i) EXPECT_EQ(once.actions[i].key, twice.actions[i].key);
  EXPECT_EQ(of_kind(once, Kind::file_draft)[0]->key, "draft|personal|harbor finch|data engineer|no");
  EXPECT_EQ(once.reason, twice.reason);
  EXPECT_EQ(only_draft(once).body, only_draft(twice).body);
}

TEST(OneNo, IsANewOneMonthsLater) {
  Mail later = robot_no("later").when("2026-09-20T09:00:00Z");
  Ask ask{{}, known(answered())};
  ask.found = {
      invitation().when("2026-09-01T09:00:00Z").saying("I look forward to meeting you on 10 September.").received()};
  ask.found[0].reading.message.identity = ask.found[0].reading.message.envelope.message_id = "new invitation";
  ask.now = "2026-09-20T09:00:00Z";
  const Plan plan = answer(later, ask);
  EXPECT_EQ(only_to(plan), "dana@harborfinch.com");
  EXPECT_EQ(plan.application->id, 0);
}

TEST(OneNo, IsANewOneWhenTheUserWasCalledBackInBetween) {
  KnownApplication application = answered();
  application.state = ApplicationState::live;
  application.last_human_mail = at("2026-04-10T09:00:00Z");
  Mail after_all = personal_no("after all").when("2026-04-20T09:00:00Z");
  Ask ask{interview_story(), known(application, "sent")};
  ask.now = "2026-04-20T09:00:00Z";
  const Plan plan = answer(after_all, ask);
  EXPECT_EQ(only_to(plan), "dana@harborfinch.com");
  EXPECT_EQ(plan.application->id, 7);
  EXPECT_EQ(plan.application->rejected_at, at("2026-04-20T09:00:00Z"));
  EXPECT_FALSE(plan.application->replied_at);
}

TEST(OneNo, IsAnotherOneForAnotherClientInTheConsultantsThread) {
  KnownApplication application = answered();
  application.company = "Garrick Freight";
  application.role = "Operations Lead";
  application.channel = Channel::agency;
  application.people = {{"Fiona Blake", "fiona@tidewell.example"}};
  application.domains = {"tidewell.example"};
  Mail no = Mail("second")
                .when(kNo)
                .from("Fiona Blake", "fiona@tidewell.example")
                .about("Sterling Foods", "Warehouse Manager")
                .answering("no")
                .subject("Warehouse Manager")
                .saying("My client has chosen somebody else.")
                .is(Event::rejection)
                .by_agency();
  const Plan plan = answer(no, {{}, known(application)});
  EXPECT_EQ(plan.application->id, 0) << plan.reason;
  EXPECT_EQ(only_to(plan), "fiona@tidewell.example");
}

// ---- notes to the others

Mail panel() {
  return invitation()
      .cc("Jun Takeda", "jun@harborfinch.com")
      .saying("I look forward to meeting you on 10 March.\nI lead the data team; Jun Takeda will join.");
}
Mail thanks_to_jun() {
  return Mail("jun")
      .when("2026-03-11T09:10:00Z")
      .to("Jun Takeda", "jun@harborfinch.com")
      .subject("Thank you for the interview")
      .saying("Hi Jun,\n\nThank you for your time yesterday.\nI enjoyed our discussion of the adaptive grid.");
}

TEST(AlsoNotes, GoToEveryoneWithADetailOfTheirOwn) {
  const Plan plan = answer(robot_no(), {{panel().received(), thanks().sent(), thanks_to_jun().sent()}});
  ASSERT_EQ(drafts(plan).size(), 2U) << plan.reason;
  EXPECT_EQ(drafts(plan)[0]->to.email, "dana@harborfinch.com");
  EXPECT_EQ(drafts(plan)[1]->to.email, "jun@harborfinch.com");
  EXPECT_EQ(drafts(plan)[1]->purpose, "also_note");
  EXPECT_EQ(drafts(plan)[1]->in_reply_to, "jun") << "their own thread";
  EXPECT_NE(drafts(plan)[0]->detail, drafts(plan)[1]->detail);
  for (const std::string& variant : drafts(plan)[1]->variants) {
    const auto& main = drafts(plan)[0]->variants;
    if (variant.find("salutation") == std::string::npos && variant.find("closing") == std::string::npos) {
      EXPECT_EQ(std::find(main.begin(), main.end(), variant), main.end()) << variant << " used twice";
    }
  }
}

TEST(AlsoNotes, AreLeftOutWithoutADetailAndThePersonIsThankedByName) {
  const Plan plan = answer(robot_no(), {{panel().received(), thanks().sent()}});
  ASSERT_EQ(drafts(plan).size(), 1U);
  EXPECT_NE(only_draft(plan).body.find("Jun"), std::string::npos) << only_draft(plan).body;
}

TEST(AlsoNotes, AreOffWhenTheUserWantsNone) {
  Ask ask{{panel().received(), thanks().sent(), thanks_to_jun().sent()}};
  ask.policies.reply.also_notes = false;
  EXPECT_EQ(drafts(answer(robot_no(), ask)).size(), 1U);
}

// ---- late, switched off, muted

TEST(LateReplies, SayNothingMoreThanTenWorkingDaysLaterButWithoutAQuestion) {
  Ask ask{interview_story()};
  ask.now = "2026-04-07T08:00:00Z";
  const Plan plan = answer(robot_no(), ask);
  ASSERT_EQ(drafts(plan).size(), 1U) << plan.reason;
  EXPECT_EQ(only_draft(plan).purpose, "late");
  EXPECT_EQ(only_draft(plan).body.find('?'), std::string::npos);
}

TEST(LateReplies, GiveWayToAFirstHelloAfterSixWeeks) {
  Ask ask{interview_story()};
  ask.now = "2026-05-05T08:00:00Z";
  const Plan plan = answer(robot_no(), ask);
  EXPECT_TRUE(drafts(plan).empty());
  EXPECT_EQ(reminders(plan), "late 2026-05-06");
  EXPECT_EQ(reminder(plan, "late")->person_email, "dana@harborfinch.com");
  EXPECT_TRUE(says(plan.reason, "six weeks"));
}

TEST(Filing, IsDecidedAndRecordedOnlyWhenSwitchedOff) {
  Ask ask{interview_story()};
  ask.policies.reply.file = false;
  const Plan plan = answer(robot_no(), ask);
  EXPECT_TRUE(drafts(plan).empty());
  EXPECT_EQ(reminders(plan), "");
  EXPECT_TRUE(says(plan.reason, "switched off"));
  EXPECT_EQ(plan.application->state, ApplicationState::rejected);
}

TEST(Muting, SilencesASenderADomainOrACompany) {
  for (const char* what : {"dana@harborfinch.com", "@harborfinch.com", "Harbor & Finch", "harbor finch"}) {
    Ask ask{interview_story()};
    ask.known.muted = {what};
    const Plan plan = answer(personal_no(), ask);
    EXPECT_TRUE(plan.actions.empty()) << what;
    EXPECT_TRUE(says(plan.reason, "muted")) << what;
  }
}

TEST(Muting, OfOnePersonLeavesTheNextOne) {
  Ask ask{{panel().received(), thanks().sent(), thanks_to_jun().sent()}};
  ask.known.muted = {"dana@harborfinch.com"};
  EXPECT_EQ(only_to(answer(robot_no(), ask)), "jun@harborfinch.com");
}

// ---- the nudge

TEST(Nudges, ArePlannedOnceThreeWorkingDaysAfterTheDraftIsFiled) {
  const Plan plan = answer(robot_no(), {interview_story()});
  EXPECT_EQ(reminders(plan), "nudge 2026-03-26") << "filed on Monday the 23rd";
}

// ---- the user's mail in Sent

Plan sent(const Mail& mail, const Known& ledger, const std::string& now = "2026-03-23T10:00:00Z") {
  return decide_sent(mail.sent_reading(), ledger, books(), sam(), {}, at(now));
}
Mail reply() {
  return Mail("reply")
      .when("2026-03-23T09:00:00Z")
      .to("Dana Whitfield", "dana@harborfinch.com")
      .answering("no")
      .subject("Re: Interview: Data Engineer")
      .saying("Hi Dana,\n\nThank you for letting me know.");
}

TEST(Sent, StartsTheTimetableFromTheDateOfTheReply) {
  const Plan plan = sent(reply(), known(known_application(), "filed"), "2026-03-24T20:00:00Z");
  EXPECT_EQ(plan.application->replied_at, at("2026-03-23T09:00:00Z"));
  EXPECT_EQ(plan.application->state, ApplicationState::answered);
  EXPECT_EQ(reminders(plan),
            "card 2026-03-24, linkedin 2026-03-25, check_in1 2026-05-04, check_in2 2026-06-23, check_in3 2026-09-23");
  EXPECT_TRUE(cancels(plan, Kind::cancel_reminders, "remind|nudge|"));
  EXPECT_TRUE(cancels(plan, Kind::cancel_draft, "draft|"));
}

TEST(Sent, OffersTextsForTheReminders) {
  const Plan plan = sent(reply(), known(known_application(), "filed"));
  ASSERT_TRUE(reminder(plan, "linkedin"));
  EXPECT_FALSE(reminder(plan, "linkedin")->body.empty());
  EXPECT_EQ(reminder(plan, "linkedin")->person_email, "dana@harborfinch.com");
  EXPECT_FALSE(reminder(plan, "check_in")->body.empty());
  EXPECT_EQ(reminder(plan, "check_in")->company, "Harbor & Finch");
}

TEST(Sent, IsKnownByTheDraftsMessageIdByTheThreadOrByThePerson) {
  Known ledger = known(known_application(), "filed");
  Mail recalled = Mail("draft@example.org").when("2026-03-23T09:00:00Z").to("Dana", "other@address.example");
  EXPECT_TRUE(sent(recalled, ledger).application->replied_at);
  EXPECT_TRUE(sent(reply().to("Dana", "other@address.example"), ledger).application->replied_at);
  Mail fresh = Mail("fresh").when("2026-03-23T09:00:00Z").to("Dana Whitfield", "Dana@HarborFinch.com");
  EXPECT_TRUE(sent(fresh, ledger).application->replied_at);
  Mail other = Mail("other").when("2026-03-23T09:00:00Z").to("Kim", "kim@freemail.com");
  EXPECT_FALSE(sent(other, ledger).application);
}

TEST(Sent, IgnoresTheThanksThatCrossedWithTheNo) {
  const Plan plan = sent(thanks().when("2026-03-20T08:59:00Z"), known(known_application()));
  EXPECT_FALSE(plan.application);
  EXPECT_TRUE(plan.actions.empty());
}

TEST(Sent, IgnoresTheNoPassedOnToAFriend) {
  EXPECT_FALSE(sent(reply().to("Kim", "kim@freemail.com").subject("Fwd: Your application"), known(known_application()))
                   .application);
}

TEST(Sent, PlansNoCardForAScreenAndNoCheckInForAnApplication) {
  EXPECT_EQ(reminders(sent(reply(), known([] {
                             auto a = known_application();
                             a.stage = Stage::screen;
                             return a;
                           }()))),
            "linkedin 2026-03-25, check_in1 2026-05-18");
  EXPECT_EQ(reminders(sent(reply(), known([] {
                             auto a = known_application();
                             a.stage = Stage::application;
                             return a;
                           }()))),
            "linkedin 2026-03-25, reapply 2026-09-23");
}

TEST(Sent, NeverPlansAHelloToAMachine) {
  Mail to_robot = reply().to("Harbor & Finch", "no-reply@ats-mail.com");
  EXPECT_EQ(reminder(sent(to_robot, known(known_application())), "linkedin")->person_email, "dana@harborfinch.com");
  KnownApplication nobody = known_application();
  nobody.people.clear();
  EXPECT_EQ(reminders(sent(to_robot, known(nobody))), "reapply 2026-09-23");
}

TEST(Sent, LeavesOutStepsThatAReplySeenMonthsLaterHasMissed) {
  EXPECT_EQ(reminders(sent(reply(), known(known_application()), "2026-06-01T09:00:00Z")),
            "check_in2 2026-06-23, check_in3 2026-09-23");
}

TEST(Sent, CountsAQuestionWithoutAnAnswerAsOneSilence) {
  EXPECT_EQ(sent(reply().saying("How could I have been a stronger candidate?"), known(known_application()))
                .application->check_ins_unanswered,
            1);
  EXPECT_EQ(sent(reply(), known(known_application())).application->check_ins_unanswered, 0);
}

TEST(Sent, StopsCheckInsAfterTwoUnanswered) {
  Mail check_in = Mail("check in").when("2026-05-04T09:00:00Z").to("Dana Whitfield", "dana@harborfinch.com");
  const Plan first = sent(check_in, known(answered()), "2026-05-04T10:00:00Z");
  EXPECT_EQ(first.application->check_ins_unanswered, 1);
  EXPECT_EQ(first.application->state, ApplicationState::checking_in);
  EXPECT_TRUE(first.actions.empty());
  Mail again = Mail("again").when("2026-06-23T09:00:00Z").to("Dana Whitfield", "dana@harborfinch.com");
  const Plan second = sent(again, known(*first.application), "2026-06-23T10:00:00Z");
  EXPECT_EQ(second.application->state, ApplicationState::stopped);
  EXPECT_TRUE(cancels(second, Kind::cancel_reminders, "remind|check_in|"));
}

TEST(Sent, TakesNeitherNotesAroundTheReplyNorAConversationForCheckIns) {
  KnownApplication application = answered();
  Mail note = Mail("note").when("2026-03-24T09:00:00Z").to("Dana Whitfield", "dana@harborfinch.com");
  EXPECT_EQ(sent(note, known(application)).application->check_ins_sent, 0);
  application.last_human_mail = at("2026-05-01T09:00:00Z");
  Mail talk = Mail("talk").when("2026-05-02T09:00:00Z").to("Dana Whitfield", "dana@harborfinch.com");
  EXPECT_EQ(sent(talk, known(application)).application->check_ins_sent, 0);
}

// ---- what stops check-ins

TEST(Stopping, LetsCheckInsRestThirtyDaysWhenAHumanWrites) {
  Mail word = Mail("word")
                  .when("2026-04-20T09:00:00Z")
                  .from("Dana Whitfield", "dana@harborfinch.com")
                  .answering("reply")
                  .saying("All the best to you too!");
  KnownApplication application = answered();
  application.check_ins_unanswered = 1;
  application.message_ids.push_back("reply");
  Ask ask{{}, known(application)};
  ask.now = "2026-04-20T09:00:00Z";
  const Plan plan = answer(word, ask);
  EXPECT_TRUE(cancels(plan, Kind::cancel_reminders, "remind|check_in|"));
  EXPECT_EQ(reminders(plan), "check_in1 2026-05-20, check_in2 2026-06-23, check_in3 2026-09-23");
  EXPECT_EQ(plan.application->check_ins_unanswered, 0);
  EXPECT_EQ(plan.application->last_human_mail, at("2026-04-20T09:00:00Z"));
  EXPECT_NE(of_kind(plan, Kind::remind)[0]->key, "remind|check_in|personal|harbor finch|data engineer|1|2026-03-23")
      << "a cancelled key never comes back";
}

TEST(Stopping, DoesNotRestForMachines) {
  Mail advert = Mail("advert")
                    .when("2026-04-20T09:00:00Z")
                    .from_robot("Harbor & Finch", "no-reply@harborfinch.com")
                    .saying("News from us");
  EXPECT_TRUE(answer(advert, {{}, known(answered())}).actions.empty());
}

TEST(Stopping, RestsTheOtherApplicationsOfTheCompanyToo) {
  KnownApplication other = answered();
  other.id = 8;
  other.role = "Web Developer";
  other.message_ids = {"elsewhere"};
  Ask ask{{}, known(answered())};
  ask.known.applications.put(other);
  ask.now = "2026-04-20T09:00:00Z";
  Mail word = Mail("word")
                  .when("2026-04-20T09:00:00Z")
                  .from("Dana Whitfield", "dana@harborfinch.com")
                  .answering("thanks")
                  .saying("Hello Sam");
  EXPECT_TRUE(cancels(answer(word, ask), Kind::cancel_reminders, "remind|check_in|", 8));
}

TEST(Stopping, EndsWithABounceOrAMailboxNobodyReads) {
  Mail bounce = Mail("bounce")
                    .when("2026-05-04T09:01:00Z")
                    .from_robot("Mailer", "no-reply@harborfinch.com")
                    .answering("no")
                    .is(Event::bounce);
  const Plan plan = answer(bounce, {{}, known(answered())});
  EXPECT_EQ(plan.application->state, ApplicationState::stopped);
  EXPECT_TRUE(cancels(plan, Kind::cancel_reminders, "remind|"));
  EXPECT_TRUE(answer(Mail("bounce").from_robot("Mailer", "no-reply@x.example").is(Event::bounce)).actions.empty());
}

TEST(Stopping, KnowsABounceByTheAddressInItsText) {
  Mail bounce = Mail("bounce")
                    .when("2026-05-04T09:01:00Z")
                    .from_robot("Mail Delivery System", "mailer-daemon@example.org")
                    .is(Event::bounce);
  bounce.saying("<Dana@harborfinch.com>: host mx.harborfinch.com said: 550 no such user");
  EXPECT_EQ(answer(bounce, {{}, known(answered())}).application->state, ApplicationState::stopped);
}

TEST(Stopping, EndsWithAnAutomaticAnswerThatNobodyReadsTheMailbox) {
  Mail robot = Mail("auto")
                   .when("2026-05-04T09:01:00Z")
                   .from_robot("Harbor & Finch", "no-reply@harborfinch.com")
                   .answering("no")
                   .sign("do_not_reply");
  EXPECT_EQ(answer(robot, {{}, known(answered())}).application->state, ApplicationState::stopped);
}

TEST(Stopping, CancelsAllOfTheThreadWhenTheDraftIsDeleted) {
  const Plan plan = decide_draft_gone(known_application(), known_draft("gone"), at("2026-03-25T09:00:00Z"));
  EXPECT_TRUE(cancels(plan, Kind::cancel_reminders, "remind|"));
  EXPECT_TRUE(cancels(plan, Kind::cancel_draft, "draft|"));
  EXPECT_EQ(plan.application->state, ApplicationState::stopped);
}

TEST(Stopping, ChangesNothingElseWhenOnlyANoteIsDeleted) {
  KnownApplication application = answered();
  application.drafts = {known_draft("sent")};
  KnownDraft note = known_draft("gone", "jun@harborfinch.com");
  note.message_id = "note@example.org";
  note.purpose = "also_note";
  const Plan plan = decide_draft_gone(application, note, at("2026-03-25T09:00:00Z"));
  EXPECT_TRUE(plan.actions.empty());
  EXPECT_EQ(plan.application->state, ApplicationState::answered);
}

// ---- a no that came another way

Plan added(const ManualRejection& no, const std::vector<EarlierMail>& found = {}, const Known& ledger = {}) {
  const Instant now = at(kNo);
  const Correspondence whole = gather_correspondence(as_reading(no, now), found, sam(), sender_rules());
  return decide_added(no, whole, ledger, books(), sam(), {}, now);
}

TEST(Added, ByPhoneLeadsToADraftToThePersonNamed) {
  const Plan plan = added(
      {"Harbor & Finch", "Data Engineer", "Dana Whitfield", "dana@harborfinch.com", "phone", Stage::interview, {}});
  EXPECT_EQ(only_to(plan), "dana@harborfinch.com");
  EXPECT_EQ(plan.application->company, "Harbor & Finch");
  EXPECT_EQ(only_draft(plan).body.find("email"), std::string::npos) << "no mail was received";
}

TEST(Added, FindsTheAddressInTheMailboxWhenOnlyTheNameIsGiven) {
  const Plan plan = added({"Harbor & Finch", "Data Engineer", "Dana Whitfield", "", "letter", Stage::interview, {}},
                          interview_story());
  EXPECT_EQ(only_to(plan), "dana@harborfinch.com");
  EXPECT_EQ(only_draft(plan).in_reply_to, "thanks");
}

TEST(Added, FindsTheAddressInTheLedger) {
  KnownApplication application = known_application();
  application.rejected_at.reset();
  application.state = ApplicationState::open;
  EXPECT_EQ(only_to(added({"Harbor & Finch", "Data Engineer", "Dana", "", "phone", Stage::interview, {}}, {},
                          known(application))),
            "dana@harborfinch.com");
  EXPECT_EQ(only_to(added({"Harbor & Finch", "Data Engineer", "", "", "phone", Stage::interview, {}}, {},
                          known(application))),
            "dana@harborfinch.com");
}

TEST(Added, AsksToFindThePersonWhenNobodyIsKnown) {
  EXPECT_EQ(reminders(added({"Harbor & Finch", "Data Engineer", "", "", "letter", Stage::interview, {}})),
            "find_person 2026-03-23");
}

TEST(Added, LeadsToNoSecondDraftWhenTheFormMailFollows) {
  Known ledger = known(known_application(), "filed");
  EXPECT_TRUE(drafts(answer(robot_no("form"), {interview_story(), ledger})).empty());
  EXPECT_TRUE(drafts(added({"Harbor & Finch", "Data Engineer", "Dana Whitfield", "", "phone", Stage::interview, {}},
                           interview_story(), ledger))
                  .empty());
}

// ---- whatever the mailbox holds

class Stories {
 public:
  explicit Stories(unsigned seed) : random_(seed) {}

  Mail mail(int number) {
    static const std::vector<Address> kPeople{{"Dana Whitfield", "dana@harborfinch.com"},
                                              {"Jun Takeda", "jun@harborfinch.com"},
                                              {"Harbor & Finch Careers", "no-reply@ats-mail.com"},
                                              {"Harbor & Finch", "careers@harborfinch.com"},
                                              {"Dana Whitfield", "dana@harborflnch.com"},
                                              {"Jo Park", "jo.park@freemail.com"},
                                              {"", "noreply@harborfinch.com"},
                                              {"Fiona Blake", "fiona@tidewell.example"},
                                              {"Max Garrick", "max@garrickfreight.com"},
                                              {"", ""},
                                              {"Sam Rivera", "sam.rivera@example.org"}};
    static const std::vector<std::string> kRoles{"Data Engineer", "Senior Data Engineer", "Web Developer", ""};
    static const std::vector<std::string> kCompanies{"Harbor & Finch", "Garrick Freight", ""};
    static const std::vector<Event> kEvents{Event::rejection, Event::invitation, Event::acknowledgement,
                                            Event::other,     Event::feedback,   Event::other_role,
                                            Event::on_hold,   Event::assessment};
    static const std::vector<std::string> kWords{"Thank you for the conversation yesterday.",
                                                 "I look forward to meeting you on 10 March.",
                                                 "We chose somebody else.", "", "I lead the data team."};
    static const std::vector<std::string> kSigns{"asks_consent",   "forwards_resume", "other_role",
                                                 "post_cancelled", "names_date",      "praise"};
    const Address& from = one_of(kPeople);
    Mail mail("m" + std::to_string(number));
    mail.when("2026-03-" + std::to_string(10 + number % 20) + "T09:00:00Z")
        .from(from.name, from.email,
              one_of(std::vector<SenderKind>{SenderKind::person, SenderKind::hr, SenderKind::robot, SenderKind::list}));
    mail.about(one_of(kCompanies), one_of(kRoles))
        .subject(one_of(kRoles))
        .saying(one_of(kWords))
        .is(one_of(kEvents), one_of(std::vector<Stage>{Stage::none, Stage::application, Stage::interview}));
    if (chance(3)) mail.cc(one_of(kPeople).name, one_of(kPeople).email);
    if (chance(5)) mail.reply_to(one_of(kPeople).name, one_of(kPeople).email);
    if (chance(2)) mail.answering("m" + std::to_string(random_() % 12));
    if (chance(3)) mail.sign(one_of(kSigns));
    if (chance(6)) mail.by_agency();
    return mail;
  }
  EarlierMail earlier(int number) {
    Mail mail = this->mail(number);
    if (!chance(3)) return mail.received();
    mail.to("Dana Whitfield", chance(2) ? "dana@harborfinch.com" : "no-reply@ats-mail.com");
    return chance(6) ? mail.in_drafts() : mail.sent();
  }
  bool chance(unsigned of) { return random_() % of == 0; }

 private:
  template <class T>
  const T& one_of(const std::vector<T>& list) {
    return list[random_() % list.size()];
  }
  std::mt19937 random_;
};

TEST(Stories, NeverLeadToADraftThatBreaksThePromises) {
  int filed = 0;
  for (unsigned seed = 0; seed < 400; ++seed) {
    Stories stories(seed);
    const Mail no = stories.mail(15);
    std::vector<EarlierMail> found;
    for (int i = 0; i < 12; ++i) found.push_back(stories.earlier(i));
    const Correspondence whole = gather(no, found);
    for (std::size_t i = 1; i < whole.mails.size(); ++i) {
      ASSERT_LE(whole.mails[i - 1].reading.message.received, whole.mails[i].reading.message.received) << seed;
    }
    for (std::size_t i = 0; i < whole.contacts.size(); ++i) {
      const Contact& contact = whole.contacts[i];
      ASSERT_TRUE(i == 0 || whole.contacts[i - 1].rank >= contact.rank) << seed;
      ASSERT_TRUE(!contact.has_mail || contact.newest_mail < whole.mails.size()) << seed;
      ASSERT_TRUE(whole.channel == Channel::direct || contact.consultant) << seed;
    }
    if (seed % 4 != 0) continue;  // composing takes its time
    const Plan plan = decide(no.read(), whole, {}, books(), sam(), {}, at(kNo));
    std::set<std::string> keys, to;
    for (const Action& action : plan.actions) {
      ASSERT_TRUE(keys.insert(action.key).second) << seed << " " << action.key;
      if (!action.draft) continue;
      ++filed;
      ASSERT_TRUE(to.insert(action.draft->to.email).second) << seed << ": two drafts to one person";
      for (const char* never : {"", "no-reply@ats-mail.com", "careers@harborfinch.com", "noreply@harborfinch.com",
                                "sam.rivera@example.org"}) {
        ASSERT_NE(action.draft->to.email, never) << seed;
      }
      ASSERT_GE(action.due, no.read().message.received) << seed;
    }
    ASSERT_TRUE(!whole.answered_by || to.empty()) << seed;
    ASSERT_FALSE(plan.reason.empty()) << seed;
  }
  EXPECT_GT(filed, 10) << "the stories prove nothing when nothing is filed";
}

// ---- names

TEST(ApplicationStates, HaveNamesBothWays) {
  for (const ApplicationState state :
       {ApplicationState::open, ApplicationState::rejected, ApplicationState::answered, ApplicationState::checking_in,
        ApplicationState::live, ApplicationState::landed, ApplicationState::stopped, ApplicationState::muted}) {
    EXPECT_EQ(application_state_from(to_string(state)), state);
  }
  EXPECT_FALSE(application_state_from("nonsense"));
}

}  // namespace
}  // namespace ajar::test
