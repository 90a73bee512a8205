#include "daemon/ledger.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "daemon/sqlite.h"
#include "tests/support/scratch.h"

namespace ajar {
namespace {

const Instant kNow = *parse_rfc3339("2026-11-25T09:00:00Z");

Reading rejection(const std::string& id) {
  Reading reading;
  reading.message.envelope.message_id = id;
  reading.message.envelope.from = {{"Robin Vale", "robin@acme.example"}};
  reading.message.envelope.subject = "Your application";
  reading.message.envelope.date = kNow;
  reading.message.received = kNow;
  reading.message.identity = id;
  reading.message.text = "We will not be moving forward.";
  reading.verdict.event = Event::rejection;
  reading.verdict.rejection = true;
  reading.verdict.score = 9;
  return reading;
}

Plan plan_with_draft(const std::string& key) {
  Plan plan;
  plan.reason = "A draft to Robin Vale is planned.";
  plan.application = KnownApplication{};
  plan.application->company = "Acme";
  plan.application->state = ApplicationState::rejected;
  plan.application->people = {{"Robin Vale", "robin@acme.example"}};
  Action file;
  file.kind = Action::Kind::file_draft;
  file.key = key;
  file.due = kNow;
  file.draft = Draft{};
  file.draft->from = {"Sam Rivera", "sam@example.org"};
  file.draft->to = {"Robin Vale", "robin@acme.example"};
  file.draft->variants = {"thanks.1", "close.4"};
  plan.actions.push_back(file);
  return plan;
}

Action reminder(const std::string& key, Date due) {
  Action action;
  action.kind = Action::Kind::remind;
  action.key = key;
  action.reminder = Reminder{};
  action.reminder->kind = "check_in";
  action.reminder->due = due;
  action.reminder->title = "Check in with Robin";
  action.reminder->company = "Acme";
  return action;
}

class LedgerTest : public ::testing::Test {
 protected:
  std::unique_ptr<Ledger> open(Ledger::Access access = Ledger::Access::owner) {
    auto ledger = Ledger::open(state_.path() + "/state", access);
    EXPECT_TRUE(ledger) << ledger.error().what;
    return std::move(*ledger);
  }
  MailboxCursor inbox(Ledger& ledger, std::uint32_t validity = 7) {
    return *ledger.cursor("personal", "INBOX", {validity}, kNow, kNow - std::chrono::hours(24 * 14));
  }
  Recorded record(Ledger& ledger, const Reading& reading, const Plan& plan, std::uint32_t uid) {
    return *ledger.record({inbox(ledger), {uid}, reading.message.identity, std::make_shared<Reading>(reading), plan, {}}, kNow);
  }
  testing::ScratchDirectory state_;
};

TEST_F(LedgerTest, IsPrivateToTheUser) {
  auto ledger = open();
  struct stat file {}, directory {};
  ASSERT_EQ(::stat((state_.path() + "/state/ledger.db").c_str(), &file), 0);
  ASSERT_EQ(::stat((state_.path() + "/state").c_str(), &directory), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600u);
  EXPECT_EQ(directory.st_mode & 0777, 0700u);
}

TEST_F(LedgerTest, RefusesASecondDaemonAndSaysWhichOneIsThere) {
  auto ledger = open();
  const auto second = Ledger::open(state_.path() + "/state", Ledger::Access::owner);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::storage);
  EXPECT_EQ(second.error().what, "Another Ajar is already at work on this ledger (process " +
                                     std::to_string(::getpid()) + ").");
}

TEST_F(LedgerTest, CanBeReadWhileADaemonWrites) {
  auto ledger = open();
  record(*ledger, rejection("a@x"), plan_with_draft("k"), 1);
  auto reader = open(Ledger::Access::reader);
  EXPECT_EQ(reader->drafts()->size(), 1u);
  EXPECT_FALSE(reader->mute("acme", kNow)) << "a reader must not write";
}

TEST_F(LedgerTest, SaysThatThereIsNoLedgerYet) {
  const auto reader = Ledger::open(state_.path() + "/none", Ledger::Access::reader);
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().hint, "Run `ajar run --once` first.");
}

TEST_F(LedgerTest, KeepsAMailWithItsDraftAndApplicationAndCursorTogether) {
  auto ledger = open();
  const Recorded recorded = record(*ledger, rejection("a@x"), plan_with_draft("k"), 5);
  EXPECT_EQ(recorded.drafts, 1);
  EXPECT_EQ(inbox(*ledger).last.value, 5u);
  const auto drafts = *ledger->drafts();
  ASSERT_EQ(drafts.size(), 1u);
  EXPECT_EQ(drafts[0].company, "Acme");
  EXPECT_EQ(drafts[0].draft.to.email, "robin@acme.example");
  EXPECT_EQ(drafts[0].trigger_id, "a@x");
  EXPECT_NE(drafts[0].message_id.find("@example.org"), std::string::npos);
  const auto known = *ledger->known("personal");
  ASSERT_EQ(known.applications.size(), 1u);
  EXPECT_EQ(known.applications[0].people[0].email, "robin@acme.example");
  EXPECT_EQ(known.applications[0].drafts[0].state, "waiting");
  EXPECT_EQ(known.memory.used, (std::vector<std::string>{"thanks.1", "close.4"}));
  EXPECT_EQ((*ledger->mails(10))[0].event, "rejection");
}

TEST_F(LedgerTest, PlansNothingTwiceUnderOneKey) {
  auto ledger = open();
  record(*ledger, rejection("a@x"), plan_with_draft("k"), 1);
  EXPECT_EQ(record(*ledger, rejection("b@x"), plan_with_draft("k"), 2).drafts, 0);
  EXPECT_EQ(ledger->drafts()->size(), 1u);
  EXPECT_EQ(ledger->known("personal")->memory.used.size(), 2u);
}

TEST_F(LedgerTest, KnowsAMailAgainAfterAMoveButNotAnotherUnderTheSameMessageId) {
  auto ledger = open();
  const Reading first = rejection("a@x");
  record(*ledger, first, {}, 1);
  EXPECT_TRUE(ledger->recognise("personal", first.message)->seen);
  EXPECT_FALSE(ledger->recognise("work", first.message)->seen) << "known per account";
  Reading other = rejection("a@x");
  other.message.envelope.subject = "Another matter";
  const Familiarity reused = *ledger->recognise("personal", other.message);
  EXPECT_FALSE(reused.seen);
  EXPECT_NE(reused.identity, "a@x");
  ASSERT_TRUE(ledger->record({inbox(*ledger), {2}, reused.identity, std::make_shared<Reading>(other), {}, {}}, kNow));
  EXPECT_TRUE(ledger->recognise("personal", other.message)->seen);
}

TEST_F(LedgerTest, StartsAMailboxAgainWhenItsUidValidityChangesButKeepsItsHorizon) {
  auto ledger = open();
  record(*ledger, rejection("a@x"), {}, 9);
  const Instant later = kNow + std::chrono::hours(24 * 100);
  const auto again = *ledger->cursor("personal", "INBOX", {8}, later, later);
  EXPECT_EQ(again.last.value, 0u);
  EXPECT_EQ(again.horizon, kNow - std::chrono::hours(24 * 14));
}

TEST_F(LedgerTest, RemembersWhichMailWasBeingRead) {
  auto ledger = open();
  ASSERT_TRUE(ledger->about_to_read(inbox(*ledger), {4}));
  EXPECT_EQ(inbox(*ledger).reading.value, 4u);
  ASSERT_TRUE(ledger->enter_peril(inbox(*ledger), {4}));
  ASSERT_TRUE(ledger->enter_peril(inbox(*ledger), {4}));
  EXPECT_EQ(inbox(*ledger).reading_tries, 2);
  ASSERT_TRUE(ledger->leave_peril(inbox(*ledger)));
  EXPECT_EQ(inbox(*ledger).reading_tries, 1) << "what went well does not wipe out what did not";
  record(*ledger, rejection("a@x"), {}, 4);
  EXPECT_EQ(inbox(*ledger).reading.value, 0u);
}

TEST_F(LedgerTest, KeepsTheBytesOfAnAttemptUntilThirtyDaysAfterItIsSettled) {
  auto ledger = open();
  record(*ledger, rejection("a@x"), plan_with_draft("k"), 1);
  const auto id = ledger->drafts()->front().id;
  ASSERT_TRUE(ledger->begin_attempt(id, {"Drafts", {3}, {17}, true, "From: x\r\n", kNow}));
  ASSERT_TRUE(ledger->draft_filed(id, {"Drafts", {3}, Uid{17}}, kNow));
  ASSERT_TRUE(ledger->draft_sent(id, "sent@x", kNow));
  ASSERT_TRUE(ledger->purge(kNow + std::chrono::hours(24 * 29)));
  EXPECT_EQ(ledger->drafts()->front().attempt->bytes, "From: x\r\n");
  ASSERT_TRUE(ledger->purge(kNow + std::chrono::hours(24 * 31)));
  EXPECT_EQ(ledger->drafts()->front().attempt->bytes, "");
  EXPECT_EQ(ledger->own_ids("personal")->count("sent@x"), 1u);
}

TEST_F(LedgerTest, TellsADigestOnceAndLetsItsRemindersWaitAgainWhenUnsure) {
  auto ledger = open();
  const Date today = to_local(kNow, "UTC").date;
  Plan plan = plan_with_draft("k");
  plan.actions = {reminder("r1", today), reminder("r2", add_days(today, 1))};
  record(*ledger, rejection("a@x"), plan, 1);
  EXPECT_EQ(*ledger->next_reminder_due(), today);
  const auto waiting = *ledger->reminders_waiting(today, false);
  ASSERT_EQ(waiting.size(), 1u);
  DigestEntry digest{"2026-11-25", "", today, false, "", "digest@example.org", {waiting[0].id}, {}};
  ASSERT_TRUE(ledger->plan_digest(digest, {"mailbox"}));
  EXPECT_TRUE(*ledger->has_digest("2026-11-25"));
  EXPECT_TRUE(ledger->reminders_waiting(today, false)->empty());
  EXPECT_EQ(ledger->reminders_shown()->front().company_key, "acme");
  const auto open_digests = *ledger->digests_open();
  ASSERT_EQ(open_digests.size(), 1u);
  EXPECT_EQ(ledger->reminders_of(open_digests[0])->front().reminder.title, "Check in with Robin");
  ASSERT_TRUE(ledger->digest_unsure(open_digests[0], kNow));
  EXPECT_EQ(ledger->reminders_waiting(today, false)->size(), 1u);
  EXPECT_TRUE(ledger->digests_open()->empty());
}

TEST_F(LedgerTest, CancelsByKeyWithinTheApplicationOnly) {
  auto ledger = open();
  Plan plan = plan_with_draft("draft|a");
  plan.actions.push_back(reminder("check|a|1", {}));
  record(*ledger, rejection("a@x"), plan, 1);
  Plan other = plan_with_draft("draft|b");
  other.actions.push_back(reminder("check|b|1", {}));
  record(*ledger, rejection("b@x"), other, 2);
  Plan stop;
  stop.application = ledger->known("personal")->applications[0];
  for (const auto kind : {Action::Kind::cancel_draft, Action::Kind::cancel_reminders}) {
    Action action;
    action.kind = kind;
    stop.actions.push_back(action);
  }
  record(*ledger, rejection("c@x"), stop, 3);
  EXPECT_EQ(ledger->drafts()->at(0).state, DraftState::cancelled);
  EXPECT_EQ(ledger->drafts()->at(1).state, DraftState::waiting);
  EXPECT_EQ(ledger->reminders()->at(0).state, "cancelled");
  EXPECT_EQ(ledger->reminders()->at(1).state, "waiting");
}

TEST_F(LedgerTest, ForgetsAPersonButStillKnowsTheMail) {
  auto ledger = open();
  record(*ledger, rejection("a@x"), plan_with_draft("k"), 1);
  EXPECT_EQ(*ledger->forget("ROBIN@acme.example"), 1);
  EXPECT_TRUE(ledger->applications()->empty());
  EXPECT_TRUE(ledger->drafts()->empty());
  EXPECT_EQ(ledger->mails(10)->front().subject, "");
  EXPECT_TRUE(ledger->recognise("personal", rejection("a@x").message)->seen);
}

TEST_F(LedgerTest, RefusesALedgerOfANewerAjar) {
  open();
  {
    auto database = *Database::open(state_.path() + "/state/ledger.db", false);
    ASSERT_TRUE(database->execute("PRAGMA user_version=99"));
  }
  const auto ledger = Ledger::open(state_.path() + "/state", Ledger::Access::owner);
  ASSERT_FALSE(ledger);
  EXPECT_EQ(ledger.error().what, "The ledger was written by a newer Ajar (schema 99, this one knows 1).");
}

TEST_F(LedgerTest, ChangesNothingWhenOneStepOfAMailFails) {
  auto ledger = open();
  inbox(*ledger);
  {
    auto database = *Database::open(state_.path() + "/state/ledger.db", false);
    ASSERT_TRUE(database->execute("DROP TABLE variants"));
  }
  const Reading reading = rejection("a@x");
  EXPECT_FALSE(ledger->record({inbox(*ledger), {1}, "a@x", std::make_shared<Reading>(reading), plan_with_draft("k"), {}}, kNow));
  EXPECT_TRUE(ledger->drafts()->empty());
  EXPECT_TRUE(ledger->mails(10)->empty());
  EXPECT_EQ(inbox(*ledger).last.value, 0u);
}

}  // namespace
}  // namespace ajar
