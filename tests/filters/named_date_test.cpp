#include "filters/named_date.h"

#include <gtest/gtest.h>

namespace ajar {
namespace {

Date on(const char* date) { return parse_date(date).value(); }

std::string named(const char* body, const char* written = "2026-02-10") {
  const auto date = named_date(body, on(written));
  return date ? format_date(*date) : "";
}

TEST(NamedDate, UnderstandsEnglish) {
  EXPECT_EQ(named("We hope to reopen the role after Easter."), "2026-04-07");
  EXPECT_EQ(named("Let us talk again next spring."), "2026-03-20");
  EXPECT_EQ(named("We expect new budget in Q3."), "2026-07-01");
  EXPECT_EQ(named("We will hire again in the third quarter of 2026."), "2026-07-01");
  EXPECT_EQ(named("We will start again in January."), "2027-01-01");
  EXPECT_EQ(named("Please get in touch with us again in six months."), "2026-08-10");
  EXPECT_EQ(named("Contact me again in about three weeks."), "2026-03-03");
  EXPECT_EQ(named("We will open it again next year."), "2027-01-07");
  EXPECT_EQ(named("We plan to restart in mid September."), "2026-09-15");
  EXPECT_EQ(named("We will look at it again after the summer."), "2026-09-01");
  EXPECT_EQ(named("We will reopen it on 1 June."), "2026-06-01");
  EXPECT_EQ(named("We’ll be hiring again in the new year."), "2027-01-07");
}

TEST(NamedDate, UnderstandsTheOtherLanguages) {
  EXPECT_EQ(named("Melden Sie sich gern nach Ostern wieder."), "2026-04-07");
  EXPECT_EQ(named("Wir schreiben die Stelle im Frühjahr neu aus."), "2026-03-20");
  EXPECT_EQ(named("In sechs Monaten planen wir erneut."), "2026-08-10");
  EXPECT_EQ(named("Wir besetzen die Stelle Anfang nächsten Jahres."), "2027-01-07");
  EXPECT_EQ(named("Nous reprendrons contact après Pâques."), "2026-04-07");
  EXPECT_EQ(named("Le poste rouvrira en septembre."), "2026-09-01");
  EXPECT_EQ(named("Nous rouvrirons le poste à l'été."), "2026-06-21");
  EXPECT_EQ(named("Nous pourrons reprendre dans six mois."), "2026-08-10");
  EXPECT_EQ(named("Volveremos a abrir el puesto en otoño."), "2026-09-22");
  EXPECT_EQ(named("Retomaremos o processo em três meses."), "2026-05-10");
  EXPECT_EQ(named("Riapriremo la posizione dopo Pasqua."), "2026-04-07");
  EXPECT_EQ(named("We openen de vacature weer in het voorjaar."), "2026-03-20");
}

TEST(NamedDate, TakesTheNextOneAndNotOnePast) {
  EXPECT_EQ(named("We will reopen after Easter.", "2026-04-20"), "2027-03-30");
  EXPECT_EQ(named("We reopen next spring.", "2026-05-01"), "2027-03-20");
}

TEST(NamedDate, KnowsNoDayWhereNoneIsNamed) {
  EXPECT_EQ(named("We will come back to it once the budget is approved."), "");
  EXPECT_EQ(named("We will keep your data for six months."), "") << "no distance from now";
  EXPECT_EQ(named("You applied in March."), "") << "nothing starts again";
  EXPECT_EQ(named("Our Spring Boot services may restart."), "");
  EXPECT_EQ(named("Votre candidature n'a pas été retenue, nouvelle."), "");
  EXPECT_EQ(named("We may open another role."), "") << "may is a verb";
  EXPECT_EQ(named(""), "");
}

std::string days(const char* body) {
  std::string text;
  for (Date day : calendar_days(body, on("2026-03-02"))) text += (text.empty() ? "" : " ") + format_date(day);
  return text;
}

TEST(CalendarDays, AreReadInTheirUsualForms) {
  EXPECT_EQ(days("We would like to invite you on 17 February."), "2026-02-17");
  EXPECT_EQ(days("am 10. März um 14 Uhr"), "2026-03-10");
  EXPECT_EQ(days("on March 3rd at 10"), "2026-03-03");
  EXPECT_EQ(days("am 14.04.2026 um 10:30 Uhr"), "2026-04-14");
  EXPECT_EQ(days("2026-04-14 10:30"), "2026-04-14");
  EXPECT_EQ(days("el 10 de marzo a las 12:00"), "2026-03-10");
  EXPECT_EQ(days("le 10 février à 14 h"), "2026-02-10");
  EXPECT_EQ(days("Tuesday 15 September at 3pm"), "2026-09-15");
  EXPECT_EQ(days("on Thursday at 2pm"), "");
  EXPECT_EQ(days("on 31 February"), "");
}

TEST(CalendarDays, TakeTheLikelyYear) {
  const auto found = calendar_days("on 15 January", on("2026-12-20"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(format_date(found[0]), "2027-01-15");
}

}  // namespace
}  // namespace ajar
