#include "filters/facts.h"

#include <gtest/gtest.h>

#include "filters/domain_name.h"
#include "filters/fact_words.h"
#include "filters/occupation.h"

namespace ajar {
namespace {

TEST(FactWords, KeepACompanyAsWrittenAndNothingAroundIt) {
  EXPECT_EQ(clean_company("the Nordlicht GmbH and"), "Nordlicht GmbH");
  EXPECT_EQ(clean_company("Harbor & Finch. We have"), "Harbor & Finch");
  EXPECT_EQ(clean_company("eBay for your"), "eBay");
}

TEST(FactWords, RefuseWhatIsNoCompany) {
  for (const char* words :
       {"our company", "your time", "us", "the team", "Monday", "unserem Unternehmen", "{{company}}", "2026"})
    EXPECT_EQ(clean_company(words), "") << words;
}

TEST(FactWords, TakeARoleWithoutArticleGenderMarkAndNumber) {
  EXPECT_EQ(clean_role("the Data Analyst position", "en"), "Data Analyst");
  EXPECT_EQ(clean_role("Projektingenieurin (m/w/d) einladen", "de"), "Projektingenieurin");
  EXPECT_EQ(clean_role("Data Analyst R-10442", "en"), "Data Analyst");
  EXPECT_EQ(clean_role("Head of Sales at Acme", "en"), "Head of Sales");
  EXPECT_EQ(clean_role("Our talk about the analyst", "en"), "analyst");
  EXPECT_EQ(clean_role("contable en Olivar hemos", "es"), "contable");
  EXPECT_EQ(clean_role("infirmière 80 %", "fr"), "infirmière");
  EXPECT_EQ(clean_role("este verano", "es"), "");
  EXPECT_EQ(clean_role("position", "en"), "");
  EXPECT_EQ(clean_role("phone, we have given the Service Designer", "en"), "Service Designer");
}

TEST(FactWords, FindTheCompanyInWhatHrCallsItself) {
  EXPECT_EQ(company_in_display_name("Lowell Systems Careers"), "Lowell Systems");
  EXPECT_EQ(company_in_display_name("Talent Team at Acme"), "Acme");
  EXPECT_EQ(company_in_display_name("Sabine Lorenz"), "");
}

TEST(FactWords, TellAnOfficeFromAPerson) {
  EXPECT_TRUE(names_an_organisation("Kreditservice Hafenbank"));
  EXPECT_TRUE(names_an_organisation("Marlow Trust"));
  EXPECT_FALSE(names_an_organisation("Elfriede Wuketits"));
  EXPECT_EQ(bare_person_name("Prof. Dr. Henrik Saalfeld"), "Henrik Saalfeld");
  EXPECT_EQ(bare_person_name("Jo @ Green Spokes"), "Jo");
}

TEST(FactWords, LeaveOutWhatOnlyTellsTheNewsAboutARole) {
  EXPECT_EQ(clean_role("Absage Erzieherin", "de"), "Erzieherin");
  EXPECT_EQ(clean_role("Outcome - Senior Archive Officer", "en"), "Senior Archive Officer");
  EXPECT_EQ(clean_role("Backend-Stelle", "de"), "Backend");
  EXPECT_EQ(clean_role("Kitchen Team Member", "en"), "Kitchen Team Member");
  EXPECT_EQ(clean_role("Withdrawn", "en"), "");
}

TEST(DomainName, IsSpelledOutInTheText) {
  EXPECT_EQ(spelled_out("lowellsystems", "the team at Lowell Systems is").words, "Lowell Systems");
  EXPECT_EQ(spelled_out("otterandoak", "Otter & Oak is not for you").words, "Otter & Oak");
  EXPECT_EQ(spelled_out("sonnenhuegel", "Haus Sonnenhügel").words, "Sonnenhügel");
  EXPECT_EQ(spelled_out("theatrequai", "Théâtre du Quai").words, "Théâtre du Quai");
  EXPECT_FALSE(spelled_out("acme", "write to jobs@acme.example").whole);
}

TEST(DomainName, GrowsByTheKindOfHouse) {
  EXPECT_EQ(spelled_out("stbrannoc", "nurse at St Brannoc Hospital, subject to").words, "St Brannoc Hospital");
  EXPECT_EQ(spelled_out("rosental", "an der Hochschule Rosental hat").words, "Hochschule Rosental");
  EXPECT_EQ(spelled_out("moore", "beim Landesamt für Moore laden").words, "Landesamt für Moore");
  EXPECT_EQ(spelled_out("jura", "HR Team Jura").words, "Jura");
}

TEST(DomainName, ShortensALongName) {
  EXPECT_EQ(spelled_out("stonegatecap", "Stonegate Capital").words, "Stonegate Capital");
  EXPECT_EQ(spelled_out("cragmillcoffee", "Ada @ Cragmill").words, "Cragmill");
  EXPECT_FALSE(spelled_out("cragmillcoffee", "Ada @ Cragmill").whole);
}

TEST(DomainName, IsGuessedOnlyWhereItIsOneWord) {
  EXPECT_EQ(name_from_label("tealbarge"), "Tealbarge");
  EXPECT_EQ(name_from_label("meridian-energy"), "Meridian Energy");
  EXPECT_EQ(name_from_label("junipermedia"), "Juniper Media");
  EXPECT_EQ(name_from_label("redbarnbluebarn"), "");
  EXPECT_EQ(name_from_label("radladen-sued"), "");
  EXPECT_EQ(name_from_label("a1b2"), "");
}

TEST(Occupation, IsKnownInSevenLanguages) {
  for (const char* role : {"Senior Data Engineer", "Pflegefachkraft", "Projektingenieurin", "chargée de mission",
                           "auxiliar administrativo", "Oceanógrafo", "addetta alle vendite", "beleidsmedewerker"})
    EXPECT_TRUE(names_an_occupation(role)) << role;
  for (const char* words : {"Your application", "Quick update", "next week", "our London house"})
    EXPECT_FALSE(names_an_occupation(words)) << words;
}

TEST(Domains, AreRegistrableByThePublicSuffixList) {
  EXPECT_EQ(registrable_domain("hr.example.co.uk"), "example.co.uk");
  EXPECT_EQ(registrable_domain("mail.acme.com"), "acme.com");
}

}  // namespace
}  // namespace ajar
