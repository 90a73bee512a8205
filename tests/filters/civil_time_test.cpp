#include "filters/civil_time.h"

#include <gtest/gtest.h>

namespace ajar {
namespace {

using std::chrono::seconds;

Date date(int year, unsigned month, unsigned day) {
  return Date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
}
Instant instant(std::string_view text) { return parse_rfc3339(text).value(); }
std::string mail_date(std::string_view text) {
  const auto at = parse_mail_date(text);
  return at ? format_rfc3339(*at) : "none";
}

TEST(CivilTime, SpansOfTheSettingsAreRead) {
  EXPECT_EQ(parse_span("90s").value(), (Span{seconds(90), 0}));
  EXPECT_EQ(parse_span("15m").value(), (Span{seconds(900), 0}));
  EXPECT_EQ(parse_span(" 24h ").value(), (Span{seconds(86400), 0}));
  EXPECT_EQ(parse_span("14d").value(), (Span{seconds(14 * 86400), 0}));
  EXPECT_EQ(parse_span("6w").value(), (Span{seconds(42 * 86400), 0}));
  EXPECT_EQ(parse_span("3mo").value(), (Span{seconds(0), 3}));
  EXPECT_EQ(parse_span("0").value(), Span{});
}

TEST(CivilTime, OtherSpansAreRefusedWithAHint) {
  for (const char* wrong : {"", "d", "14", "14 d", "1.5h", "-3d", "14days", "9999999s", "0x3d"})
    EXPECT_FALSE(parse_span(wrong)) << wrong;
  EXPECT_EQ(parse_span("soon").error().what, "'soon' is not a length of time");
  EXPECT_EQ(parse_span("soon").error().hint, "write a number and a unit: 90s, 15m, 24h, 14d, 6w or 3mo");
  EXPECT_EQ(parse_span("soon").error().kind, ErrorKind::config);
}

TEST(CivilTime, TimeZonesAreThoseOfIana) {
  EXPECT_TRUE(is_time_zone("Europe/Berlin"));
  EXPECT_TRUE(is_time_zone("UTC"));
  EXPECT_TRUE(is_time_zone("America/Argentina/Buenos_Aires"));
  EXPECT_FALSE(is_time_zone("Europe/Ajar"));
  EXPECT_FALSE(is_time_zone(""));
  EXPECT_FALSE(is_time_zone(std::string(200, 'x')));
}

TEST(CivilTime, InstantsAreShownOnTheLocalClock) {
  const LocalTime winter = to_local(instant("2026-11-25T17:06:28Z"), "Europe/Berlin");
  EXPECT_EQ(winter.date, date(2026, 11, 25));
  EXPECT_EQ(winter.minute_of_day, 18 * 60 + 6);
  const LocalTime evening = to_local(instant("2026-07-01T02:30:00Z"), "America/Los_Angeles");
  EXPECT_EQ(evening.date, date(2026, 6, 30));
  EXPECT_EQ(evening.minute_of_day, 19 * 60 + 30);
}

TEST(CivilTime, ATimeSkippedByAClockChangeMovesForward) {
  const Instant at = to_instant({date(2026, 3, 29), 2 * 60 + 30}, "Europe/Berlin");
  EXPECT_EQ(format_rfc3339(at), "2026-03-29T01:30:00Z");
  EXPECT_EQ(to_local(at, "Europe/Berlin").minute_of_day, 3 * 60 + 30);
}

TEST(CivilTime, OfADoubledTimeTheFirstIsTaken) {
  EXPECT_EQ(format_rfc3339(to_instant({date(2026, 10, 25), 2 * 60 + 30}, "Europe/Berlin")), "2026-10-25T00:30:00Z");
}

TEST(CivilTime, AnUnknownZoneIsReadAsUtc) {
  EXPECT_EQ(format_rfc3339(to_instant({date(2026, 1, 2), 90}, "Nowhere/Land")), "2026-01-02T01:30:00Z");
  EXPECT_EQ(utc_offset(instant("2026-01-02T00:00:00Z"), "Nowhere/Land").count(), 0);
}

TEST(CivilTime, LocalTimesComeBackFromTheirInstants) {
  for (const char* zone :
       {"Europe/Lisbon", "Asia/Kolkata", "America/St_Johns", "Pacific/Auckland", "Australia/Lord_Howe"})
    for (unsigned month = 1; month <= 12; ++month) {
      const LocalTime back = to_local(to_instant({date(2027, month, 14), 8 * 60 + 45}, zone), zone);
      EXPECT_EQ(back.date, date(2027, month, 14)) << zone;
      EXPECT_EQ(back.minute_of_day, 8 * 60 + 45) << zone;
    }
}

TEST(CivilTime, MailDatesAreWrittenAsRfc5322Says) {
  EXPECT_EQ(format_mail_date(instant("2026-11-25T17:06:28Z"), "Europe/Berlin"), "Wed, 25 Nov 2026 18:06:28 +0100");
  EXPECT_EQ(format_mail_date(instant("2026-01-04T03:05:09Z"), "America/St_Johns"), "Sat, 3 Jan 2026 23:35:09 -0330");
  EXPECT_EQ(format_mail_date(instant("2026-06-01T00:00:00Z"), "UTC"), "Mon, 1 Jun 2026 00:00:00 +0000");
}

TEST(CivilTime, MailDatesAreReadLeniently) {
  EXPECT_EQ(mail_date("Wed, 25 Nov 2026 18:06:28 +0100"), "2026-11-25T17:06:28Z");
  EXPECT_EQ(mail_date("25 Nov 2026 18:06 +0100 (CET)"), "2026-11-25T17:06:00Z");
  EXPECT_EQ(mail_date("Wed, 25 Nov 26 18:06:28 EST"), "2026-11-25T23:06:28Z");
  EXPECT_EQ(mail_date("Tue, 03 Feb 98 09:00:00 PDT"), "1998-02-03T16:00:00Z");
  EXPECT_EQ(mail_date("Wed (a (nested) note), 25 (of) Nov 2026 18:06:28 GMT"), "2026-11-25T18:06:28Z");
  EXPECT_EQ(mail_date("Wed Nov 25 18:06:28 2026"), "2026-11-25T18:06:28Z");
  EXPECT_EQ(mail_date("25-Nov-2026 18:06:28 -0330"), "2026-11-25T21:36:28Z");
  EXPECT_EQ(mail_date("2026-11-25T18:06:28.123+01:00"), "2026-11-25T17:06:28Z");
  EXPECT_EQ(mail_date("Wed, 25 Nov 2026 18:06:28 GMT+0100"), "2026-11-25T17:06:28Z");
  EXPECT_EQ(mail_date("Wed, 25 November 2026 18:06:28 MESZ"), "2026-11-25T16:06:28Z");
  EXPECT_EQ(mail_date("  Wed,25 Nov 2026 18:06:28 Z"), "2026-11-25T18:06:28Z");
}

TEST(CivilTime, HopelessMailDatesAreNone) {
  for (const char* wrong : {"", "soon", "Wed, 32 Nov 2026 18:06:28 +0100", "Nov 2026", "30 Feb 2026 10:00:00 +0000",
                            "(((((((((", "99999999999999999999"})
    EXPECT_EQ(mail_date(wrong), "none") << wrong;
}

TEST(CivilTime, Rfc3339IsReadStrictly) {
  EXPECT_EQ(format_rfc3339(instant("2026-11-25T19:06:28+01:00")), "2026-11-25T18:06:28Z");
  EXPECT_EQ(format_rfc3339(instant("2026-11-25T19:06:28.5-05:30")), "2026-11-26T00:36:28Z");
  for (const char* wrong : {"", "2026-11-25", "2026-11-25T19:06:28", "2026-13-25T19:06:28Z", "2026-11-25T24:06:28Z",
                            "2026-11-25T19:06:28.Z", "2026-11-25T19:06:28+1", "25 Nov 2026 19:06:28Z"})
    EXPECT_FALSE(parse_rfc3339(wrong)) << wrong;
  EXPECT_EQ(parse_rfc3339("now").error().what, "'now' is not a date and time");
}

TEST(CivilTime, DatesAreReadAndWritten) {
  EXPECT_EQ(parse_date("2026-02-28"), date(2026, 2, 28));
  EXPECT_EQ(format_date(date(987, 3, 4)), "0987-03-04");
  EXPECT_FALSE(parse_date("2026-02-29"));
  EXPECT_FALSE(parse_date("2026-2-09"));
}

TEST(CivilTime, MonthsAreClampedToTheirLastDay) {
  EXPECT_EQ(add_months(date(2026, 1, 31), 1), date(2026, 2, 28));
  EXPECT_EQ(add_months(date(2027, 12, 31), 2), date(2028, 2, 29));
  EXPECT_EQ(add_months(date(2026, 1, 15), -13), date(2024, 12, 15));
}

TEST(CivilTime, DaysAreCountedAcrossYears) {
  EXPECT_EQ(add_days(date(2026, 12, 30), 5), date(2027, 1, 4));
  EXPECT_EQ(days_between(date(2026, 12, 30), date(2027, 1, 4)), 5);
  EXPECT_EQ(days_between(date(2027, 1, 4), date(2026, 12, 30)), -5);
}

}  // namespace
}  // namespace ajar
