#include "daemon/account.h"

#include <gtest/gtest.h>

#include <thread>

#include "daemon/carry_out.h"
#include "filters/message_parser.h"
#include "tests/support/house.h"

namespace ajar {
namespace {

using testing::invitation;
using testing::Letter;
using testing::MemoryHouse;
using testing::other_rejection;
using testing::rejection;
using testing::rejection_day;
using testing::due_day;
using testing::settings_of_sam;

Message first_in(const MemoryHouse& house, const std::string& mailbox) {
  return *parse_message(house.store->mails(mailbox).at(0).bytes, std::nullopt, due_day());
}

/// Sam sends a draft: it leaves Drafts and lies in Sent. `id`: clients may give a new one.
void send(MemoryHouse& house, const std::string& date, const std::string& id = {}) {
  const auto draft = house.store->mails("Drafts").at(0);
  std::string bytes = draft.bytes;
  const auto replace_field = [&](const std::string& name, const std::string& value) {
    const auto begin = bytes.find(name);
    bytes.replace(begin, bytes.find("\r\n", begin) - begin, name + value);
  };
  replace_field("Date: ", date);
  if (!id.empty()) replace_field("Message-ID: ", "<" + id + ">");
  house.store->deliver("Sent", bytes, *parse_mail_date(date));
  house.store->remove("Drafts", draft.uid);
}

TEST(AccountTest, FilesADraftWhenItIsDueAndNotBefore) {
  MemoryHouse house;
  house.deliver("INBOX", rejection());
  ASSERT_TRUE(house.sweep(rejection_day()));
  EXPECT_EQ(house.count("Drafts"), 0u);
  ASSERT_EQ(house.drafts().size(), 1u) << house.mails().at(0).reason;
  EXPECT_EQ(house.drafts()[0].state, DraftState::waiting);
  const auto report = house.sweep(due_day());
  ASSERT_TRUE(report) << report.error().what;
  EXPECT_EQ(report->filed, 1);
  ASSERT_EQ(house.count("Drafts"), 1u);
  const Message draft = first_in(house, "Drafts");
  EXPECT_EQ(draft.envelope.to.at(0).email, "marta@kestrelmaps.example");
  EXPECT_EQ(draft.envelope.in_reply_to.at(0), "k3@kestrelmaps.example");
  EXPECT_EQ(draft.envelope.message_id, house.drafts()[0].message_id);
  EXPECT_EQ(house.store->mails("Drafts")[0].flags, (std::set<std::string>{"\\Draft", "\\Seen"}));
}

TEST(AccountTest, DoesNothingASecondTime) {
  MemoryHouse house;
  house.deliver("INBOX", rejection());
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(house.sweep(due_day() + std::chrono::hours(i)));
  EXPECT_EQ(house.count("Drafts"), 1u);
  EXPECT_EQ(house.mails().size(), 3u);
}

TEST(AccountTest, LeavesTheMailOfTheUserAsItIs) {
  MemoryHouse house;
  house.deliver("INBOX", rejection());
  ASSERT_TRUE(house.sweep(due_day()));
  EXPECT_EQ(house.count("INBOX"), 2u);
  EXPECT_EQ(house.count("Sent"), 1u);
  for (const auto& mail : house.store->mails("INBOX")) EXPECT_TRUE(mail.flags.empty());
}

TEST(AccountTest, FilesNothingWhenTheUserAnsweredMeanwhile) {
  MemoryHouse house;
  house.deliver("INBOX", rejection());
  ASSERT_TRUE(house.sweep(rejection_day()));
  house.deliver("Sent", {"own@example.org", "Sam Rivera <sam@example.org>", "marta@kestrelmaps.example", "Thank you",
                         "Tue, 09 Jun 2026 20:00:00 +0000", "Thank you for telling me yourself."});
  ASSERT_TRUE(house.sweep(due_day()));
  EXPECT_EQ(house.count("Drafts"), 0u);
  EXPECT_EQ(house.drafts()[0].state, DraftState::cancelled);
}

TEST(AccountTest, DoesNotTakeAThankYouThatCrossedWithTheNoForAnAnswer) {
  MemoryHouse house;
  house.deliver("Sent", {"cross@example.org", "Sam Rivera <sam@example.org>", "marta@kestrelmaps.example",
                         "Re: Chat about the cartography tools role", "Tue, 09 Jun 2026 08:59:00 +0000",
                         "Thank you again for your time.", "<k1@kestrelmaps.example>"});
  house.deliver("INBOX", rejection());
  ASSERT_TRUE(house.sweep(due_day()));
  EXPECT_EQ(house.count("Drafts"), 1u);
}

TEST(AccountTest, FilesNothingWhenAnEarlierInstallFiledItsDraft) {
  MemoryHouse first;
  first.deliver("INBOX", rejection());
  ASSERT_TRUE(first.sweep(due_day()));
  MemoryHouse second;  // another ledger, the same mailbox
  second.connect = first.connect;
  ASSERT_TRUE(second.sweep(due_day() + std::chrono::hours(1)));
  EXPECT_EQ(first.count("Drafts"), 1u);
}

TEST(AccountTest, KnowsAMailThatMovedToAnotherWatchedMailbox) {
  Settings settings = settings_of_sam();
  settings.accounts[0].watch = {"INBOX", "Jobs*"};
  MemoryHouse house(settings);
  house.store->add_mailbox("Jobs/2026");
  house.deliver("INBOX", rejection());
  ASSERT_TRUE(house.sweep(due_day()));
  house.store->remove("INBOX", house.store->mails("INBOX").back().uid);
  house.deliver("Jobs/2026", rejection());
  ASSERT_TRUE(house.sweep(due_day() + std::chrono::hours(1)));
  EXPECT_EQ(house.count("Drafts"), 1u);
  EXPECT_EQ(house.drafts().size(), 1u);
}

TEST(AccountTest, PlansNothingAnewAfterAUidValidityChange) {
  MemoryHouse house;
  house.deliver("INBOX", rejection());
  ASSERT_TRUE(house.sweep(due_day()));
  for (const char* mailbox : {"INBOX", "Drafts", "Sent"}) house.store->recreate(mailbox, 77);
  ASSERT_TRUE(house.sweep(due_day() + std::chrono::hours(1)));
  ASSERT_TRUE(house.sweep(due_day() + std::chrono::hours(4)));
  EXPECT_EQ(house.count("Drafts"), 1u);
  EXPECT_EQ(house.drafts()[0].state, DraftState::filed);
  EXPECT_EQ(house.drafts()[0].filed->validity.value, 77u);
}

TEST(AccountTest, DoesNotFileAgainWhatTheUserDeleted) {
  MemoryHouse house;
  house.deliver("INBOX", rejection());
  ASSERT_TRUE(house.sweep(due_day()));
  house.store->remove("Drafts", house.store->mails("Drafts")[0].uid);
  ASSERT_TRUE(house.sweep(due_day() + std::chrono::minutes(5)));
  EXPECT_EQ(house.drafts()[0].state, DraftState::filed) << "mutt may be editing it";
  ASSERT_TRUE(house.sweep(due_day() + std::chrono::hours(2)));
  EXPECT_EQ(house.drafts()[0].state, DraftState::gone);
  ASSERT_TRUE(house.sweep(due_day() + std::chrono::hours(24)));
  EXPECT_EQ(house.count("Drafts"), 0u);
  for (const auto& reminder : house.reminders()) EXPECT_EQ(reminder.state, "cancelled") << reminder.reminder.title;
}

TEST(AccountTest, WaitsForADraftThatIsBeingEditedInMutt) {
  MemoryHouse house;
  house.deliver("INBOX", rejection());
  ASSERT_TRUE(house.sweep(due_day()));
  const auto draft = house.store->mails("Drafts")[0];
  house.store->remove("Drafts", draft.uid);
  ASSERT_TRUE(house.sweep(due_day() + std::chrono::minutes(5)));
  EXPECT_TRUE(house.drafts()[0].missing_since);
  house.store->deliver("Drafts", draft.bytes + "One more line.\r\n", due_day());
  ASSERT_TRUE(house.sweep(due_day() + std::chrono::hours(3)));
  EXPECT_FALSE(house.drafts()[0].missing_since);
  EXPECT_EQ(house.count("Drafts"), 1u);
}

TEST(AccountTest, SeesADraftThatWasSentUnderItsOwnMessageId) {
  MemoryHouse house;
  house.deliver("INBOX", rejection());
  ASSERT_TRUE(house.sweep(due_day()));
  send(house, "Wed, 10 Jun 2026 12:00:00 +0000");
  ASSERT_TRUE(house.sweep(due_day() + std::chrono::hours(2)));
  EXPECT_EQ(house.drafts()[0].state, DraftState::sent);
  ASSERT_TRUE(house.sweep(due_day() + std::chrono::hours(24)));
  EXPECT_EQ(house.count("Drafts"), 0u);
}

TEST(AccountTest, SeesADraftThatThunderbirdSentUnderAnotherMessageId) {
  MemoryHouse house;
  house.deliver("INBOX", rejection());
  ASSERT_TRUE(house.sweep(due_day()));
  send(house, "Wed, 10 Jun 2026 12:00:00 +0000", "thunderbird@example.org");
  ASSERT_TRUE(house.sweep(due_day() + std::chrono::hours(2)));
  EXPECT_EQ(house.drafts()[0].state, DraftState::sent);
}

TEST(AccountTest, PlansRemindersFromTheDayTheReplyWasSent) {
  MemoryHouse house;
  house.deliver("INBOX", rejection());
  ASSERT_TRUE(house.sweep(due_day()));
  send(house, "Wed, 10 Jun 2026 12:00:00 +0000");
  ASSERT_TRUE(house.sweep(due_day() + std::chrono::hours(24 * 3)));
  int check_ins = 0;
  for (const auto& entry : house.reminders()) {
    if (entry.reminder.kind != "check_in") continue;
    ++check_ins;
    EXPECT_GE(days_between(to_local(due_day(), "UTC").date, entry.reminder.due), 27);
  }
  EXPECT_GT(check_ins, 0);
}

TEST(AccountTest, NotesADraftThatWasChanged) {
  MemoryHouse house;
  house.deliver("INBOX", rejection());
  ASSERT_TRUE(house.sweep(due_day()));
  auto draft = house.store->mails("Drafts")[0];
  const auto id = draft.bytes.find("Message-ID: <");
  draft.bytes.replace(id, draft.bytes.find("\r\n", id) - id, "Message-ID: <edited@example.org>");
  house.store->deliver("Drafts", draft.bytes + "Warmly!\r\n", due_day());
  house.store->remove("Drafts", draft.uid);
  ASSERT_TRUE(house.sweep(due_day() + std::chrono::hours(2)));
  EXPECT_EQ(house.drafts()[0].state, DraftState::changed);
  ASSERT_TRUE(house.sweep(due_day() + std::chrono::hours(4)));
  EXPECT_EQ(house.drafts()[0].state, DraftState::changed);
  EXPECT_EQ(house.count("Drafts"), 1u);
}

TEST(AccountTest, RecordsOldMailWithoutAnsweringItAndDoesNotReadOlderThanEighteenMonths) {
  MemoryHouse house;
  house.deliver("INBOX", rejection());
  Letter ancient = other_rejection(1);
  ancient.date = "Thu, 10 Oct 2024 09:00:00 +0000";
  house.deliver("INBOX", ancient);
  ASSERT_TRUE(house.sweep(*parse_rfc3339("2026-07-15T10:00:00Z")));
  EXPECT_TRUE(house.drafts().empty());
  const auto mails = house.mails();
  ASSERT_EQ(mails.size(), 2u);
  EXPECT_EQ(mails[0].reason, "Recorded, not answered: it is older than look_back.");
  for (const auto& mail : mails) EXPECT_NE(mail.message_id, ancient.id);
}

TEST(AccountTest, AnswersWhatCameWhileItWasDownHoweverLongThatWas) {
  MemoryHouse house;
  ASSERT_TRUE(house.sweep(*parse_rfc3339("2026-06-05T10:00:00Z")));
  house.deliver("INBOX", rejection());
  ASSERT_TRUE(house.sweep(*parse_rfc3339("2026-06-29T10:00:00Z")));  // 20 days later; look_back is 14
  EXPECT_EQ(house.count("Drafts"), 1u) << house.mails()[0].reason;
}

TEST(AccountTest, FilesAtMostTheDailyCapAndTheRestOnTheNextDay) {
  Settings settings = settings_of_sam();
  settings.reply.daily_cap = 2;
  MemoryHouse house(settings);
  for (int n = 1; n <= 3; ++n) house.deliver("INBOX", other_rejection(n));
  ASSERT_TRUE(house.sweep(due_day()));
  ASSERT_EQ(house.drafts().size(), 3u) << house.mails()[0].reason;
  EXPECT_EQ(house.count("Drafts"), 2u);
  ASSERT_TRUE(house.sweep(due_day() + std::chrono::hours(2)));
  EXPECT_EQ(house.count("Drafts"), 2u);
  {
    const auto ledger = house.open_ledger();
    const auto next = next_filing(*ledger, settings.accounts[0], settings, due_day());
    EXPECT_EQ(format_rfc3339(**next), "2026-06-11T00:00:00Z");
  }
  ASSERT_TRUE(house.sweep(due_day() + std::chrono::hours(24)));
  EXPECT_EQ(house.count("Drafts"), 3u);
}

TEST(AccountTest, DecidesAndRecordsOnlyWhenFilingIsOff) {
  Settings settings = settings_of_sam();
  settings.reply.file = false;
  MemoryHouse house(settings);
  house.deliver("INBOX", rejection());
  ASSERT_TRUE(house.sweep(due_day()));
  EXPECT_EQ(house.count("Drafts"), 0u);
  EXPECT_EQ(house.mails()[0].event, "rejection");
}

TEST(AccountTest, NotesAMailThatCannotBeReadAndGoesOn) {
  MemoryHouse house;
  house.store->deliver("INBOX", "", rejection_day());
  house.deliver("INBOX", rejection());
  ASSERT_TRUE(house.sweep(due_day()));
  EXPECT_EQ(house.count("Drafts"), 1u);
  bool noted = false;
  for (const auto& mail : house.mails()) noted = noted || mail.event == "unreadable";
  EXPECT_TRUE(noted);
}

TEST(AccountTest, NotesAMailThatTheServerDoesNotGiveAndGoesOn) {
  MemoryHouse house;
  house.store->withhold("INBOX", house.store->mails("INBOX").front().uid);
  house.deliver("INBOX", rejection());
  ASSERT_TRUE(house.sweep(rejection_day()));
  ASSERT_TRUE(house.sweep(due_day()));
  EXPECT_EQ(house.count("Drafts"), 1u);
  const std::vector<MailEntry> mails = house.mails();
  ASSERT_EQ(mails.size(), 3u);
  EXPECT_EQ(std::count_if(mails.begin(), mails.end(), [](const MailEntry& mail) { return mail.event == "unreadable"; }), 1);
}

TEST(AccountTest, PassesOverAMailThatStoppedItThreeTimes) {
  MemoryHouse house;
  house.deliver("INBOX", rejection());
  struct Stop {};
  int fatal = 0;
  // The first time it dies among all the mails of a window, then over this mail's text.
  const auto crash = [&](std::string_view step) {
    if (step == (fatal == 0 ? "before record" : "after enter_peril")) {
      ++fatal;
      throw Stop{};
    }
  };
  house.store->remove("Sent", house.store->mails("Sent")[0].uid);
  house.store->remove("INBOX", house.store->mails("INBOX")[0].uid);
  for (int run = 0; run < 4; ++run) EXPECT_THROW((void)house.sweep(due_day(), crash), Stop) << run;
  ASSERT_TRUE(house.sweep(due_day()));
  ASSERT_EQ(house.mails().size(), 1u);
  EXPECT_EQ(house.mails()[0].event, "unreadable");
  EXPECT_EQ(house.mails()[0].reason, "Ajar stopped 3 times while reading this mail.");
}

TEST(AccountTest, FindsOutWhatBecameOfAnAppendWithoutAnAnswer) {
  for (const auto fault : {testing::AppendFault::lost_before, testing::AppendFault::lost_after}) {
    MemoryHouse house;
    house.deliver("INBOX", rejection());
    house.store->push_append_fault(fault);
    const auto report = house.sweep(due_day());
    ASSERT_TRUE(report) << report.error().what;
    EXPECT_EQ(house.count("Drafts"), 1u);
    EXPECT_EQ(house.drafts()[0].state, DraftState::filed);
  }
}

TEST(AccountTest, NeverFilesAgainWhenSomebodyMayHaveTakenTheDraft) {
  MemoryHouse house;
  house.deliver("INBOX", rejection());
  house.store->push_append_fault(testing::AppendFault::lost_after);
  int appends = 0;
  // The user deletes the draft before Ajar is back.
  house.store->set_fault([&](const std::string& verb, const std::string&) -> std::optional<Error> {
    appends += verb == "append";
    return std::nullopt;
  });
  int connections = 0;
  house.connect = [&](const AccountSettings&, int) -> Result<std::unique_ptr<MailServer>> {
    if (++connections == 2) house.store->remove("Drafts", house.store->mails("Drafts").at(0).uid);
    return std::make_unique<testing::MemoryMailServer>(house.store);
  };
  ASSERT_TRUE(house.sweep(due_day()));
  ASSERT_TRUE(house.sweep(due_day() + std::chrono::hours(24)));
  EXPECT_EQ(appends, 2) << "one draft, and one digest that tells about it";
  EXPECT_EQ(house.count("Drafts"), 0u);
  EXPECT_EQ(house.drafts()[0].state, DraftState::unsure);
  bool told = false;
  for (const auto& reminder : house.reminders()) told = told || (reminder.reminder.kind == "unsure" && reminder.shown);
  EXPECT_TRUE(told);
}

TEST(AccountTest, KeepsADraftThatTheServerRefusesAndTriesLater) {
  MemoryHouse house;
  house.deliver("INBOX", rejection());
  house.store->push_append_fault(testing::AppendFault::over_quota);
  const auto report = house.sweep(due_day());
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->trouble) << "run --once ends with 75";
  EXPECT_EQ(house.drafts()[0].state, DraftState::waiting);
  ASSERT_TRUE(house.sweep(due_day() + std::chrono::hours(1)));
  EXPECT_EQ(house.count("Drafts"), 1u);
}

TEST(AccountTest, MakesADraftsMailboxOnAServerThatHasNone) {
  MemoryHouse house;
  auto bare = std::make_shared<testing::MemoryMailStore>();
  house.connect = [&](const AccountSettings&, int) -> Result<std::unique_ptr<MailServer>> {
    return std::make_unique<testing::MemoryMailServer>(bare);
  };
  bare->deliver("INBOX", rejection().bytes(), rejection_day());
  ASSERT_TRUE(house.sweep(due_day()));
  ASSERT_TRUE(bare->has_mailbox("Drafts"));
  EXPECT_EQ(bare->mails("Drafts").size(), 1u);
}

TEST(AccountTest, GoesOnAfterACutConnection) {
  MemoryHouse house;
  house.deliver("INBOX", rejection());
  int commands = 0;
  house.store->set_fault([&](const std::string&, const std::string&) -> std::optional<Error> {
    if (++commands % 9 == 0 && commands < 20) return Error{ErrorKind::network, "cut", ""};
    return std::nullopt;
  });
  ASSERT_TRUE(house.sweep(due_day()));
  EXPECT_EQ(house.count("Drafts"), 1u);
}

/// The daemon's loop, with real threads and a memory server.
class LiveAccountTest : public ::testing::Test {
 protected:
  void begin() {
    ledger_ = house_.open_ledger();
    around_ = std::make_unique<Surroundings>(Surroundings{*ledger_, clock_, house_.connect});
    around_->settling = std::chrono::milliseconds(0);
    around_->quick_wait = std::chrono::milliseconds(1);
    around_->first_wait = first_wait_;
    around_->longest_wait = std::max(around_->longest_wait, first_wait_);
    around_->report = [this](const AccountEntry& entry) {
      const std::lock_guard lock(mutex_);
      states_.push_back(entry.state);
    };
    account_ = std::make_unique<Account>("personal", house_.instructions(), *around_);
    thread_ = std::thread([this] { (void)account_->live(); });
  }
  ~LiveAccountTest() override {
    if (account_) account_->stop();
    if (thread_.joinable()) thread_.join();
  }
  bool is_in(const std::string& state) {
    return testing::wait_until([&] {
      const std::lock_guard lock(mutex_);
      return !states_.empty() && states_.back() == state;
    });
  }

  std::chrono::milliseconds first_wait_{1};
  std::atomic<int> tries_{0}, cuts_{0};
  std::atomic<bool> right_{false};
  MemoryHouse house_;
  Clock clock_ = Clock::starting_at(due_day());
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<Surroundings> around_;
  std::unique_ptr<Account> account_;
  std::thread thread_;
  std::mutex mutex_;
  std::vector<std::string> states_;
};

TEST_F(LiveAccountTest, NoticesNewMailByTheDoorbell) {
  begin();
  ASSERT_TRUE(is_in("watching"));
  house_.deliver("INBOX", rejection());
  EXPECT_TRUE(testing::wait_until([&] { return house_.count("Drafts") == 1; }));
}

TEST_F(LiveAccountTest, StopsAtOnceWhileItWaits) {
  begin();
  ASSERT_TRUE(is_in("watching"));
  account_->stop();
  thread_.join();  // else it waits twenty minutes
  EXPECT_EQ(ledger_->accounts()->at(0).state, "watching");
}

TEST_F(LiveAccountTest, TriesRefusedCredentialsThreeTimesAndThenWaitsForAReload) {
  const Connect good = house_.connect;
  house_.connect = [&, good](const AccountSettings& account, int fd) -> Result<std::unique_ptr<MailServer>> {
    ++tries_;
    if (right_) return good(account, fd);
    return fail(ErrorKind::sign_in, "The server refuses the password.", "Check secret.");
  };
  begin();
  ASSERT_TRUE(is_in("stopped"));
  EXPECT_EQ(tries_, 3);
  EXPECT_EQ(ledger_->accounts()->at(0).detail, "The server refuses the password.");
  right_ = true;
  account_->instruct(house_.instructions());
  EXPECT_TRUE(is_in("watching"));
}

TEST_F(LiveAccountTest, TriesAgainForEverWhenTheSecretCommandFails) {
  const Connect good = house_.connect;
  house_.connect = [&, good](const AccountSettings& account, int fd) -> Result<std::unique_ptr<MailServer>> {
    if (++tries_ > 6) return good(account, fd);
    return fail(ErrorKind::network, "The secret command failed.", "Is the keyring unlocked?");
  };
  begin();
  EXPECT_TRUE(is_in("watching"));
}

TEST_F(LiveAccountTest, ComesBackWhenTheServerGoesAway) {
  begin();
  ASSERT_TRUE(is_in("watching"));
  house_.store->set_fault([&](const std::string&, const std::string&) -> std::optional<Error> {
    if (cuts_++ < 3) return Error{ErrorKind::network, "connection reset", ""};
    return std::nullopt;
  });
  house_.deliver("INBOX", rejection());
  account_->wake();
  EXPECT_TRUE(testing::wait_until([&] { return house_.count("Drafts") == 1; }));
}

TEST_F(LiveAccountTest, ReturnsAtOnceToAServerThatWasRestarted) {
  first_wait_ = std::chrono::hours(1);
  begin();
  ASSERT_TRUE(is_in("watching"));
  house_.store->set_fault([&](const std::string&, const std::string&) -> std::optional<Error> {
    if (cuts_++ == 0) return Error{ErrorKind::network, "connection reset", ""};
    return std::nullopt;
  });
  house_.deliver("INBOX", rejection());
  account_->wake();
  EXPECT_TRUE(testing::wait_until([&] { return house_.count("Drafts") == 1; }));
}

TEST_F(LiveAccountTest, DoesNotStormAServerThatCutsEveryConnectionAfterAPass) {
  first_wait_ = std::chrono::hours(1);
  const Connect good = house_.connect;
  house_.connect = [&, good](const AccountSettings& account, int fd) { return ++tries_, good(account, fd); };
  house_.store->set_fault([&](const std::string& verb, const std::string&) -> std::optional<Error> {
    if (verb == "doorbell") cuts_ = 1;  // from here on the connection is dead
    if (verb == "list") cuts_ = 0;
    if (cuts_ == 0) return std::nullopt;
    return Error{ErrorKind::network, "connection reset", ""};
  });
  begin();
  EXPECT_TRUE(is_in("waiting"));
  EXPECT_TRUE(testing::wait_until([&] {
    const std::lock_guard lock(mutex_);
    return std::count(states_.begin(), states_.end(), "waiting") >= 2;
  }));
  EXPECT_LE(tries_, 6);
}

TEST_F(LiveAccountTest, WaitsOnItsOneConnectionWhereTheServerAllowsNoSecond) {
  const Connect good = house_.connect;
  house_.connect = [&, good](const AccountSettings& account, int fd) -> Result<std::unique_ptr<MailServer>> {
    if (++tries_ == 1) return good(account, fd);
    return fail(ErrorKind::sign_in, "Too many connections.");
  };
  begin();
  ASSERT_TRUE(is_in("watching"));
  for (int n = 0; n < 3; ++n) {
    house_.deliver("INBOX", n == 0 ? rejection() : other_rejection(n));
    EXPECT_TRUE(testing::wait_until([&] { return house_.count("Drafts") == static_cast<std::size_t>(n + 1); })) << n;
  }
  EXPECT_EQ(tries_, 2) << "a second connection is not tried again and again";
  EXPECT_LT(house_.store->command_counts()["examine"], 200) << "it waits instead of looking all the time";
}

TEST_F(LiveAccountTest, IsNotWokenFromRefusedCredentialsByOtherNews) {
  house_.connect = [&](const AccountSettings&, int) -> Result<std::unique_ptr<MailServer>> {
    ++tries_;
    return fail(ErrorKind::sign_in, "The server refuses the password.", "Check secret.");
  };
  begin();
  ASSERT_TRUE(is_in("stopped"));
  account_->wake();
  account_->wake_after_sleep();
  account_->instruct(house_.instructions());
  EXPECT_TRUE(testing::wait_until([&] { return tries_ == 6; }));
  account_->stop();
  thread_.join();
  EXPECT_EQ(tries_, 6) << "three, and three after the reload";
}

TEST_F(LiveAccountTest, ConnectsAnewWhenTheMachineHasSlept) {
  first_wait_ = std::chrono::hours(1);
  const Connect good = house_.connect;
  house_.connect = [&, good](const AccountSettings& account, int fd) -> Result<std::unique_ptr<MailServer>> {
    ++tries_;
    if (right_) return good(account, fd);
    return fail(ErrorKind::network, "The network is unreachable.");
  };
  begin();
  ASSERT_TRUE(is_in("waiting"));
  right_ = true;
  account_->wake_after_sleep();
  ASSERT_TRUE(is_in("watching"));
  ASSERT_TRUE(testing::wait_until([&] { return house_.store->command_counts()["doorbell"] > 0; }));
  const int before = tries_;
  account_->wake_after_sleep();
  EXPECT_TRUE(testing::wait_until([&] { return tries_ == before + 2; })) << "both connections are made again";
}

TEST_F(LiveAccountTest, GoesOnWhenSomethingThrows) {
  const Connect good = house_.connect;
  house_.connect = [&, good](const AccountSettings& account, int fd) -> Result<std::unique_ptr<MailServer>> {
    if (++tries_ == 1 || tries_ == 3) throw std::runtime_error("out of something");  // 3: the connection that waits
    return good(account, fd);
  };
  begin();
  EXPECT_TRUE(testing::wait_until([&] { return tries_ == 5; })) << "it made both connections in the end";
}

}  // namespace
}  // namespace ajar
