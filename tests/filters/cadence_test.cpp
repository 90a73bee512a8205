#include "filters/cadence.h"

#include <gtest/gtest.h>

#include <random>

namespace ajar {
namespace {

Instant at(const std::string& rfc3339) { return parse_rfc3339(rfc3339).value(); }
Date on(const std::string& date) { return parse_date(date).value(); }

ReplyPolicy berlin() {
  ReplyPolicy policy;
  policy.time_zone = "Europe/Berlin";
  return policy;
}

unsigned iso_weekday(Date date) { return std::chrono::weekday(std::chrono::sys_days(date)).iso_encoding(); }

// ---- when a draft is due

TEST(DraftDue, IsTheNextMorningWhenTheNoCameInTheMorning) {
  EXPECT_EQ(format_rfc3339(draft_due(at("2026-03-03T08:00:00Z"), false, berlin())), "2026-03-04T08:00:00Z");
}

TEST(DraftDue, WaitsForTheMorningWindowAfterTwentyFourHours) {
  EXPECT_EQ(format_rfc3339(draft_due(at("2026-03-03T15:00:00Z"), false, berlin())), "2026-03-05T07:30:00Z");
}

TEST(DraftDue, SkipsTheWeekend) {
  EXPECT_EQ(format_rfc3339(draft_due(at("2026-03-06T15:00:00Z"), false, berlin())), "2026-03-09T07:30:00Z");
}

TEST(DraftDue, IsTheNextMorningWhenTheMailAsksSomething) {
  EXPECT_EQ(format_rfc3339(draft_due(at("2026-03-03T15:00:00Z"), true, berlin())), "2026-03-04T07:30:00Z");
}

TEST(DraftDue, IsMondayMorningWhenARoleIsOfferedOnFridayEvening) {
  EXPECT_EQ(format_rfc3339(draft_due(at("2026-03-06T18:00:00Z"), true, berlin())), "2026-03-09T07:30:00Z");
}

TEST(DraftDue, IsAtOnceWhenTheWaitIsZeroEvenOnASundayNight) {
  ReplyPolicy policy = berlin();
  policy.wait = {};
  EXPECT_EQ(draft_due(at("2026-03-08T23:59:00Z"), false, policy), at("2026-03-08T23:59:00Z"));
  EXPECT_EQ(draft_due(at("2026-03-08T23:59:00Z"), true, policy), at("2026-03-08T23:59:00Z"));
}

TEST(DraftDue, TakesTheEndOfTheWindowAsInside) {
  EXPECT_EQ(format_rfc3339(draft_due(at("2026-03-03T10:30:00Z"), false, berlin())), "2026-03-04T10:30:00Z");
  EXPECT_EQ(format_rfc3339(draft_due(at("2026-03-03T10:30:01Z"), false, berlin())), "2026-03-05T07:30:00Z");
}

TEST(DraftDue, CountsMonthsByTheCalendar) {
  ReplyPolicy policy = berlin();
  policy.wait = {std::chrono::seconds(0), 1};
  EXPECT_EQ(format_rfc3339(draft_due(at("2026-01-30T09:00:00Z"), false, policy)), "2026-03-02T07:30:00Z");
}

TEST(DraftDue, AllowsAWindowOverMidnight) {
  ReplyPolicy policy = berlin();
  policy.window_begin = 22 * 60;
  policy.window_end = 2 * 60;
  EXPECT_EQ(format_rfc3339(draft_due(at("2026-03-02T23:30:00Z"), false, policy)), "2026-03-03T23:30:00Z");
}

TEST(DraftDue, KeepsItsPromisesInAllZonesAndThroughClockChanges) {
  const std::vector<std::string> zones{
      "UTC",           "Europe/Berlin",       "America/New_York",  "Asia/Kolkata",   "Australia/Lord_Howe",
      "Pacific/Apia",  "America/Sao_Paulo",   "Africa/Cairo",      "Asia/Kathmandu", "Pacific/Chatham",
      "Europe/Lisbon", "America/Los_Angeles", "Pacific/Kiritimati"};
  std::mt19937 random(7);  // always the same run
  std::uniform_int_distribution<long> second(0, 3L * 365 * 86400), hours(0, 100), minute(0, 1439), zone(0, 12);
  for (int i = 0; i < 4000; ++i) {
    ReplyPolicy policy;
    policy.time_zone = zones[static_cast<std::size_t>(zone(random))];
    policy.wait = {std::chrono::hours(1 + hours(random)), 0};
    policy.window_begin = static_cast<int>(minute(random));
    policy.window_end = std::min(1439, policy.window_begin + 1 + static_cast<int>(minute(random)) / 3);
    const Instant received = at("2025-06-01T00:00:00Z") + std::chrono::seconds(second(random));
    const Instant due = draft_due(received, false, policy);
    ASSERT_GE(due, received + policy.wait.seconds);
    const LocalTime local = to_local(due, policy.time_zone);
    ASSERT_TRUE(policy.days.count(iso_weekday(local.date))) << policy.time_zone << " " << format_rfc3339(due);
    // A window within the hour that a clock change skips begins when the clocks are back.
    const bool skipped =
        to_local(to_instant({local.date, policy.window_begin}, policy.time_zone), policy.time_zone).minute_of_day !=
        policy.window_begin;
    ASSERT_GE(local.minute_of_day, policy.window_begin) << policy.time_zone << " " << format_rfc3339(due);
    if (!skipped) {
      ASSERT_LE(local.minute_of_day, policy.window_end) << policy.time_zone << " " << format_rfc3339(due);
    }
    // Never more than the wait, a weekend and a day.
    ASSERT_LE(due, received + policy.wait.seconds + std::chrono::hours(24 * 4)) << policy.time_zone;
    ASSERT_EQ(draft_due(received, false, policy), due);
    const Instant soon = draft_due(received, true, policy);
    ASSERT_LE(soon, due);
    ASSERT_GE(soon, received);
  }
}

TEST(DraftDue, GrowsWithTheTimeOfReceipt) {
  const ReplyPolicy policy = berlin();
  Instant last{};
  for (Instant received = at("2026-03-20T00:00:00Z"); received < at("2026-04-10T00:00:00Z");
       received += std::chrono::minutes(37)) {
    const Instant due = draft_due(received, false, policy);
    ASSERT_GE(due, last) << format_rfc3339(received);
    last = due;
  }
}

// ---- working days

TEST(WorkingDays, AreNeitherWeekendsNorTheTurnOfTheYearNorQuietWeeks) {
  ReminderPolicy policy;
  policy.quiet = {{on("2026-08-03"), on("2026-08-16")}};
  EXPECT_EQ(shift_to_working_day(on("2026-03-07"), policy), on("2026-03-09"));
  EXPECT_EQ(shift_to_working_day(on("2026-12-19"), policy), on("2027-01-07")) << "Saturday before the quiet time";
  EXPECT_EQ(shift_to_working_day(on("2026-12-20"), policy), on("2027-01-07"));
  EXPECT_EQ(shift_to_working_day(on("2027-01-06"), policy), on("2027-01-07"));
  EXPECT_EQ(shift_to_working_day(on("2026-08-05"), policy), on("2026-08-17"));
  EXPECT_EQ(shift_to_working_day(on("2026-03-09"), policy), on("2026-03-09"));
}

TEST(WorkingDays, AreNeverShiftedBackward) {
  const ReminderPolicy policy;
  for (Date date = on("2026-01-01"); date < on("2028-01-01"); date = add_days(date, 1)) {
    const Date shifted = shift_to_working_day(date, policy);
    ASSERT_GE(shifted, date);
    ASSERT_LE(iso_weekday(shifted), 5U);
    ASSERT_EQ(shift_to_working_day(shifted, policy), shifted);
    ASSERT_FALSE(shifted.month() == std::chrono::December && unsigned(shifted.day()) >= 20) << format_date(shifted);
    ASSERT_FALSE(shifted.month() == std::chrono::January && unsigned(shifted.day()) <= 6) << format_date(shifted);
  }
}

TEST(WorkingDays, AreCountedOverTheWeekend) {
  EXPECT_EQ(add_working_days(on("2026-03-05"), 2, {}), on("2026-03-09"));
  EXPECT_EQ(add_working_days(on("2026-12-18"), 1, {}), on("2027-01-07"));
}

TEST(WorkingDays, EndEvenWhenTheUserIsQuietForEver) {
  ReminderPolicy policy;
  policy.quiet = {{on("2020-01-01"), on("2099-12-31")}};
  EXPECT_GE(shift_to_working_day(on("2026-03-05"), policy), on("2026-03-05"));
}

// ---- the timetable, row by row (manners.md C)

std::string told(const std::vector<CadenceStep>& steps) {
  std::string text;
  for (const CadenceStep& step : steps) {
    text += (text.empty() ? "" : ", ") + step.kind + (step.step > 0 ? std::to_string(step.step) : "") + " " +
            format_date(step.due);
  }
  return text;
}

std::string plan(Stage stage, Channel channel = Channel::direct, bool closed = false, std::optional<Date> named = {}) {
  return told(timetable(stage, channel, closed, true, on("2026-03-02"), named, {}));
}

TEST(Timetable, GivesAnApplicationWithoutAHumanOnlyTheHintToApplyAgain) {
  EXPECT_EQ(told(timetable(Stage::application, Channel::direct, false, false, on("2026-03-02"), {}, {})),
            "reapply 2026-09-02");
}

TEST(Timetable, GivesAnApplicationWithAHumanNoCheckIns) {
  EXPECT_EQ(plan(Stage::application), "linkedin 2026-03-04, reapply 2026-09-02");
}

TEST(Timetable, GivesAScreenOneCheckInAfterEightWeeks) {
  EXPECT_EQ(plan(Stage::screen), "linkedin 2026-03-04, check_in1 2026-04-27");
}

TEST(Timetable, GivesAnAssessmentOneCheckInAfterThreeMonths) {
  EXPECT_EQ(plan(Stage::assessment), "linkedin 2026-03-04, check_in1 2026-06-02");
}

TEST(Timetable, GivesAnInterviewThreeCheckIns) {
  EXPECT_EQ(plan(Stage::interview),
            "linkedin 2026-03-04, check_in1 2026-04-13, check_in2 2026-06-02, check_in3 2026-09-02");
}

TEST(Timetable, GivesAFinalRoundFourCheckIns) {
  EXPECT_EQ(
      plan(Stage::final),
      "linkedin 2026-03-04, check_in1 2026-04-13, check_in2 2026-06-02, check_in3 2026-09-02, check_in4 2027-03-02");
}

TEST(Timetable, GivesAnAgencyFourWeeksAndThenEveryThreeMonths) {
  EXPECT_EQ(
      plan(Stage::application, Channel::agency),
      "linkedin 2026-03-04, check_in1 2026-03-30, check_in2 2026-06-30, check_in3 2026-09-30, check_in4 2027-01-07");
}

TEST(Timetable, GivesACancelledPostThreeAndSixMonths) {
  EXPECT_EQ(plan(Stage::interview, Channel::direct, true),
            "linkedin 2026-03-04, check_in1 2026-06-02, check_in2 2026-09-02");
}

TEST(Timetable, LetsACancelledPostWaitForTheDateTheyNamed) {
  EXPECT_EQ(plan(Stage::interview, Channel::direct, true, on("2026-10-01")),
            "linkedin 2026-03-04, check_in1 2026-10-01");
}

TEST(Timetable, LetsTheirWordsBeatTheTable) {
  EXPECT_EQ(plan(Stage::interview, Channel::direct, false, on("2026-04-07")),
            "linkedin 2026-03-04, check_in1 2026-04-07, check_in2 2026-06-02, check_in3 2026-09-02");
}

TEST(Timetable, IgnoresANamedDateThatHasPassed) {
  EXPECT_EQ(plan(Stage::screen, Channel::direct, false, on("2026-02-01")), plan(Stage::screen));
}

TEST(Timetable, ClampsMonthsAndShiftsForward) {
  EXPECT_EQ(told(timetable(Stage::assessment, Channel::direct, false, true, on("2026-11-30"), {}, {})),
            "linkedin 2026-12-02, check_in1 2027-03-01")
      << "28 February 2027 is a Sunday";
  EXPECT_EQ(told(timetable(Stage::screen, Channel::direct, false, true, on("2026-10-30"), {}, {})),
            "linkedin 2026-11-03, check_in1 2027-01-07")
      << "Christmas Day shifts over the quiet time";
}

// ---- the caps

WaitingReminder waiting(std::int64_t id, const std::string& kind, const std::string& due, const std::string& email = "",
                        const std::string& company = "") {
  WaitingReminder w;
  w.id = id;
  w.reminder.kind = kind;
  w.reminder.due = on(due);
  w.reminder.person_email = email;
  w.reminder.company = company;
  return w;
}

using Ids = std::vector<std::int64_t>;

TEST(DueToday, ShowsThreeADayAndRollsTheRestOver) {
  const std::vector<WaitingReminder> all{waiting(1, "linkedin", "2026-03-04"), waiting(2, "check_in", "2026-03-02"),
                                         waiting(3, "card", "2026-03-03"), waiting(4, "reapply", "2026-03-03"),
                                         waiting(5, "linkedin", "2026-03-05")};
  EXPECT_EQ(due_today(all, {}, on("2026-03-04"), {}), (Ids{2, 3, 4}));
  EXPECT_EQ(due_today({all[0], all[4]}, {}, on("2026-03-05"), {}), (Ids{1, 5}));
}

TEST(DueToday, CountsWhatWasShownEarlierToday) {
  const std::vector<ShownReminder> shown{{"card", "", "", on("2026-03-04")}, {"linkedin", "", "", on("2026-03-04")}};
  EXPECT_EQ(
      due_today({waiting(1, "card", "2026-03-04"), waiting(2, "card", "2026-03-04")}, shown, on("2026-03-04"), {}),
      (Ids{1}));
}

TEST(DueToday, PutsWhatWaitsForTheUsersWordFirst) {
  EXPECT_EQ(due_today({waiting(1, "check_in", "2026-03-01"), waiting(2, "linkedin", "2026-03-01"),
                       waiting(3, "card", "2026-03-01"), waiting(4, "consent", "2026-03-04")},
                      {}, on("2026-03-04"), {}),
            (Ids{4, 1, 2}));
}

TEST(DueToday, ShowsNothingOnQuietDaysButWhatMustBeToldAtOnce) {
  WaitingReminder offer = waiting(7, "offer", "2026-12-24");
  offer.reminder.at_once = true;
  EXPECT_EQ(due_today({waiting(1, "card", "2026-12-01"), offer}, {}, on("2026-12-24"), {}), (Ids{7}));
  EXPECT_EQ(due_today({waiting(1, "card", "2026-03-01")}, {}, on("2026-03-07"), {}), (Ids{}));
}

TEST(DueToday, RestsAPersonForTwentyEightDaysBetweenCheckIns) {
  const std::vector<ShownReminder> shown{{"check_in", "Dana@Finch.example", "", on("2026-03-02")}};
  const auto next = waiting(1, "check_in", "2026-03-10", "dana@finch.example", "Finch");
  EXPECT_EQ(due_today({next}, shown, on("2026-03-27"), {}), (Ids{}));
  EXPECT_EQ(due_today({next}, shown, on("2026-03-30"), {}), (Ids{1}));
}

TEST(DueToday, ChecksInWithAPersonFourTimesAYearAtMost) {
  std::vector<ShownReminder> shown;
  for (const char* day : {"2026-01-12", "2026-04-01", "2026-07-01", "2026-10-01"})
    shown.push_back({"check_in", "d@f.example", "", on(day)});
  const auto next = waiting(1, "check_in", "2026-11-02", "d@f.example", "Finch");
  EXPECT_EQ(due_today({next}, shown, on("2027-01-12"), {}), (Ids{1})) << "a year after the first";
  EXPECT_EQ(due_today({next}, shown, on("2027-01-11"), {}), (Ids{}));
}

TEST(DueToday, RestsACompanyForFourteenDays) {
  const std::vector<ShownReminder> shown{{"check_in", "rob@finch.example", "harbor finch", on("2026-03-02")}};
  const auto next = waiting(1, "check_in", "2026-03-03", "dana@finch.example", "Harbor & Finch");
  EXPECT_EQ(due_today({next}, shown, on("2026-03-13"), {}), (Ids{}));
  EXPECT_EQ(due_today({next}, shown, on("2026-03-16"), {}), (Ids{1}));
}

TEST(DueToday, LetsOnlyOneOfTwoCheckInsWithACompanyThroughOnOneDay) {
  EXPECT_EQ(due_today({waiting(1, "check_in", "2026-03-03", "a@f.example", "Finch"),
                       waiting(2, "check_in", "2026-03-03", "b@f.example", "FINCH")},
                      {}, on("2026-03-04"), {}),
            (Ids{1}));
}

TEST(DueToday, DoesNotCapOtherKindsByPersonOrCompany) {
  const std::vector<ShownReminder> shown{{"check_in", "d@f.example", "finch", on("2026-03-03")}};
  EXPECT_EQ(due_today({waiting(1, "card", "2026-03-04", "d@f.example", "Finch"),
                       waiting(2, "linkedin", "2026-03-04", "d@f.example", "Finch")},
                      shown, on("2026-03-04"), {}),
            (Ids{1, 2}));
}

TEST(DueToday, OffersFiveLinkedinNotesAMonth) {
  std::vector<ShownReminder> shown;
  for (int day = 2; day <= 6; ++day) shown.push_back({"linkedin", "", "", on("2026-03-0" + std::to_string(day))});
  EXPECT_EQ(due_today({waiting(1, "linkedin", "2026-03-09")}, shown, on("2026-03-31"), {}), (Ids{}));
  EXPECT_EQ(due_today({waiting(1, "linkedin", "2026-03-09")}, shown, on("2026-04-01"), {}), (Ids{1}));
}

}  // namespace
}  // namespace ajar
