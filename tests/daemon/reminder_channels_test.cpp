#include "daemon/reminder_channels.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "daemon/calendar_text.h"
#include "daemon/digest_identity.h"
#include "daemon/digest_text.h"
#include "filters/message_parser.h"
#include "tests/support/house.h"

namespace ajar {
namespace {

using testing::AppendFault;
using testing::MemoryHouse;
using testing::settings_of_sam;

Instant morning(int day, int hour = 9) {
  return *parse_rfc3339("2026-06-" + std::string(day < 10 ? "0" : "") + std::to_string(day) + "T" +
                        (hour < 10 ? "0" : "") + std::to_string(hour) + ":30:00Z");
}

class ReminderChannelsTest : public ::testing::Test {
 protected:
  void plan(MemoryHouse& house, const std::string& key, const std::string& kind, int due_day, bool at_once = false) {
    Plan plan;
    Action action;
    action.kind = Action::Kind::remind;
    action.key = key;
    action.reminder = Reminder{};
    action.reminder->kind = kind;
    action.reminder->due = *parse_date("2026-06-" + std::to_string(due_day));
    action.reminder->at_once = at_once;
    action.reminder->title = "Title of " + key;
    action.reminder->body = "Hello Robin,\n\nit was good to talk.";
    action.reminder->person = "Robin Vale";
    action.reminder->person_email = key + "@acme.example";
    action.reminder->company = key + " Ltd";
    plan.actions.push_back(action);
    ASSERT_TRUE(house.open_ledger()->record_plan("personal", plan, morning(1)));
  }
  std::vector<Message> told(const MemoryHouse& house) {
    std::vector<Message> digests;
    for (const auto& mail : house.store->mails("INBOX")) {
      auto message = *parse_message(mail.bytes, mail.internal_date, morning(30));
      if (is_own_digest(message.envelope, "sam@example.org")) digests.push_back(message);
    }
    return digests;
  }
};

TEST_F(ReminderChannelsTest, TellsWhatIsDueInOneMailADayAfterTheUsersHour) {
  MemoryHouse house;
  plan(house, "a", "check_in", 10);
  plan(house, "b", "linkedin", 10);
  plan(house, "c", "linkedin", 25);
  ASSERT_TRUE(house.sweep(morning(10, 8)));
  EXPECT_TRUE(told(house).empty());
  ASSERT_TRUE(house.sweep(morning(10, 9)));
  ASSERT_TRUE(house.sweep(morning(10, 15)));
  const auto digests = told(house);
  ASSERT_EQ(digests.size(), 1u);
  EXPECT_EQ(digests[0].envelope.subject, "Ajar: 2 things for today");
  EXPECT_EQ(digests[0].envelope.message_id, digest_message_id("sam@example.org", "2026-06-10"));
  EXPECT_NE(digests[0].text.find("Title of a"), std::string::npos);
  EXPECT_NE(digests[0].text.find("it was good to talk."), std::string::npos);
  EXPECT_EQ(digests[0].text.find("Title of c"), std::string::npos);
  EXPECT_TRUE(house.store->mails("INBOX").back().flags.empty()) << "unseen";
}

TEST_F(ReminderChannelsTest, NeverJudgesItsOwnDigest) {
  MemoryHouse house;
  plan(house, "a", "check_in", 10);
  ASSERT_TRUE(house.sweep(morning(10)));
  ASSERT_TRUE(house.sweep(morning(11)));
  for (const MailEntry& mail : house.mails()) EXPECT_EQ(mail.subject.find("Ajar:"), std::string::npos);
}

TEST_F(ReminderChannelsTest, RollsOverWhatIsTooMuchForADay) {
  MemoryHouse house;
  for (const char* key : {"a", "b", "c", "d", "e"}) plan(house, key, "check_in", 10);
  ASSERT_TRUE(house.sweep(morning(10)));
  EXPECT_EQ(told(house)[0].envelope.subject, "Ajar: 3 things for today");
  ASSERT_TRUE(house.sweep(morning(11)));
  ASSERT_EQ(told(house).size(), 2u);
  EXPECT_EQ(told(house)[1].envelope.subject, "Ajar: 2 things for today");
}

TEST_F(ReminderChannelsTest, TellsAtOnceWhatCannotWait) {
  MemoryHouse house;
  plan(house, "offer", "offer", 10, true);
  plan(house, "a", "check_in", 10);
  ASSERT_TRUE(house.sweep(morning(10, 6)));
  ASSERT_EQ(told(house).size(), 1u);
  EXPECT_EQ(told(house)[0].envelope.subject, "Ajar: Title of offer");
  ASSERT_TRUE(house.sweep(morning(10, 7)));
  EXPECT_EQ(told(house).size(), 1u);
  ASSERT_TRUE(house.sweep(morning(10, 9)));
  EXPECT_EQ(told(house).size(), 2u);
}

TEST_F(ReminderChannelsTest, DoesNotFileADigestAgainThatTheUserDeleted) {
  MemoryHouse house;
  plan(house, "a", "check_in", 10);
  ASSERT_TRUE(house.sweep(morning(10)));
  house.store->remove("INBOX", house.store->mails("INBOX").back().uid);
  ASSERT_TRUE(house.sweep(morning(10, 12)));
  ASSERT_TRUE(house.sweep(morning(11)));
  EXPECT_TRUE(told(house).empty());
}

TEST_F(ReminderChannelsTest, FindsTheDigestThatAnotherMachineFiled) {
  MemoryHouse first, second;
  second.connect = first.connect;
  plan(first, "a", "check_in", 10);
  plan(second, "a", "check_in", 10);
  ASSERT_TRUE(first.sweep(morning(10)));
  ASSERT_TRUE(second.sweep(morning(10, 10)));
  EXPECT_EQ(told(first).size(), 1u);
}

TEST_F(ReminderChannelsTest, FilesADigestOnceWhateverBecomesOfTheConnection) {
  for (const auto fault : {AppendFault::lost_before, AppendFault::lost_after}) {
    MemoryHouse house;
    plan(house, "a", "check_in", 10);
    house.store->push_append_fault(fault);
    ASSERT_TRUE(house.sweep(morning(10)));
    ASSERT_TRUE(house.sweep(morning(10, 12)));
    EXPECT_EQ(told(house).size(), 1u);
  }
}

TEST_F(ReminderChannelsTest, TriesAgainWhenTheServerRefusesTheDigest) {
  MemoryHouse house;
  plan(house, "a", "check_in", 10);
  house.store->push_append_fault(AppendFault::over_quota);
  const auto report = house.sweep(morning(10));
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->trouble);
  ASSERT_TRUE(house.sweep(morning(10, 12)));
  EXPECT_EQ(told(house).size(), 1u);
}

TEST_F(ReminderChannelsTest, WritesOneFileForEachReminderAndOneFeed) {
  Settings settings = settings_of_sam();
  settings.deliver = {"ics"};
  MemoryHouse house(settings);
  house.settings.ics_dir = house.scratch / "calendar";
  house.settings.ics_feed = house.scratch / "feed/ajar.ics";
  plan(house, "a", "check_in", 10);
  plan(house, "b", "linkedin", 11);
  ASSERT_TRUE(house.sweep(morning(10)));
  ASSERT_TRUE(house.sweep(morning(11)));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(house.settings.ics_dir), {}), 2);
  const std::string feed = testing::read_file(house.settings.ics_feed);
  EXPECT_NE(feed.find("SUMMARY:Title of a"), std::string::npos);
  EXPECT_NE(feed.find("SUMMARY:Title of b"), std::string::npos);
  EXPECT_TRUE(told(house).empty());
}

TEST_F(ReminderChannelsTest, LetsOneBrokenChannelNotStopTheOther) {
  Settings settings = settings_of_sam();
  settings.deliver = {"ics", "mailbox"};
  MemoryHouse house(settings);
  testing::write_file(house.scratch / "file", "");
  house.settings.ics_dir = house.scratch / "file/impossible";
  plan(house, "a", "check_in", 10);
  const auto report = house.sweep(morning(10));
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->trouble);
  EXPECT_EQ(told(house).size(), 1u);
  house.settings.ics_dir = house.scratch / "calendar";
  ASSERT_TRUE(house.sweep(morning(10, 12)));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(house.settings.ics_dir), {}), 1);
  EXPECT_EQ(told(house).size(), 1u);
}

TEST_F(ReminderChannelsTest, KnowsWhenToLookNext) {
  MemoryHouse house;
  plan(house, "a", "check_in", 12);
  const auto ledger = house.open_ledger();
  const auto next = [&](Instant now) { return format_rfc3339(**next_delivery(*ledger, house.settings, "UTC", now)); };
  EXPECT_EQ(next(morning(10)), "2026-06-12T09:00:00Z");
  EXPECT_EQ(next(morning(12, 8)), "2026-06-12T09:00:00Z");
  EXPECT_EQ(next(morning(12, 9)), "2026-06-13T09:00:00Z");
}

TEST(CalendarTextTest, WritesATodoDueOnTheDayAndAnEventThatLeavesTheUserFree) {
  ReminderEntry entry;
  entry.account = "personal";
  entry.key = "remind|check_in|1";
  entry.reminder.title = "Write to Robin; say hello, once";
  entry.reminder.body = "Hello\nRobin";
  entry.reminder.due = *parse_date("2026-11-25");
  const std::string todo = calendar_of({entry}, CalendarForm::todo, morning(10));
  EXPECT_NE(todo.find("BEGIN:VTODO"), std::string::npos);
  EXPECT_NE(todo.find("DUE;VALUE=DATE:20261125"), std::string::npos);
  EXPECT_NE(todo.find("SUMMARY:Write to Robin\\; say hello\\, once"), std::string::npos);
  EXPECT_NE(todo.find("DESCRIPTION:Hello\\nRobin"), std::string::npos);
  EXPECT_NE(todo.find("UID:" + calendar_uid(entry)), std::string::npos);
  EXPECT_NE(todo.find("DTSTAMP:20260610T093000Z"), std::string::npos);
  const std::string event = calendar_of({entry}, CalendarForm::event, morning(10));
  EXPECT_NE(event.find("DTSTART;VALUE=DATE:20261125"), std::string::npos);
  EXPECT_NE(event.find("TRANSP:TRANSPARENT"), std::string::npos);
}

TEST(DigestTextTest, SpeaksGermanToAGermanUser) {
  Candidate candidate;
  candidate.self = {"Sam", "sam@example.org"};
  candidate.language = "de";
  Telling telling;
  telling.reminders.resize(1);
  telling.reminders[0].reminder.title = "Karte an Frau Weber";
  EXPECT_EQ(compose_digest(telling, candidate, morning(10)).subject, "Ajar: eine Kleinigkeit für heute");
}

TEST(DigestIdentityTest, IsTheSameForAnAddressAndADateAndCannotBeGuessedByPrefix) {
  EXPECT_EQ(digest_message_id("Sam@Example.org", "2026-11-25"), digest_message_id("sam@example.org", "2026-11-25"));
  EXPECT_NE(digest_message_id("sam@example.org", "2026-11-25"), digest_message_id("sam@example.org", "2026-11-26"));
  Envelope envelope;
  envelope.message_id = "ajar-reminders.2026-11-25.0000000000000000@example.org";
  EXPECT_FALSE(is_own_digest(envelope, "sam@example.org"));
}

}  // namespace
}  // namespace ajar
