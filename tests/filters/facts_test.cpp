#include "filters/facts.h"

#include <gtest/gtest.h>

#include "filters/fact_words.h"

namespace ajar {
namespace {

TEST(FactWords, KeepACompanyAsWrittenAndNothingAroundIt) {
  EXPECT_EQ(clean_company("the Nordlicht GmbH and"), "Nordlicht GmbH");
  EXPECT_EQ(clean_company("Harbor & Finch. We have"), "Harbor & Finch");
  EXPECT_EQ(clean_company("eBay for your"), "eBay");
}

TEST(FactWords, RefuseWhatIsNoCompany) {
  for (const char* words : {"our company", "your time", "us", "the team", "Monday", "unserem Unternehmen", "{{company}}", "2026"})
    EXPECT_EQ(clean_company(words), "") << words;
}

TEST(FactWords, TakeARoleWithoutArticleGenderMarkAndNumber) {
  EXPECT_EQ(clean_role("the Data Analyst position", "en"), "Data Analyst");
  EXPECT_EQ(clean_role("Projektingenieurin (m/w/d) einladen", "de"), "Projektingenieurin");
  EXPECT_EQ(clean_role("Data Analyst R-10442", "en"), "Data Analyst");
  EXPECT_EQ(clean_role("Head of Sales at Acme", "en"), "Head of Sales");
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

TEST(Domains, AreRegistrableByThePublicSuffixList) {
  EXPECT_EQ(registrable_domain("hr.example.co.uk"), "example.co.uk");
  EXPECT_EQ(registrable_domain("mail.acme.com"), "acme.com");
}

}  // namespace
}  // namespace ajar
