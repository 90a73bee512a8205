#include "filters/name_match.h"

#include <gtest/gtest.h>

namespace ajar {
namespace {

TEST(CompanyNames, MatchWithoutLegalFormAndHiringWords) {
  EXPECT_TRUE(same_company("Harbor & Finch GmbH", "harbor & finch"));
  EXPECT_TRUE(same_company("Harbor & Finch Careers", "Harbor & Finch"));
  EXPECT_TRUE(same_company("Northwind", "Northwind Traders"));
  EXPECT_TRUE(same_company("WaterWijs", "Water Wijs"));
  EXPECT_TRUE(same_company("Sévigny", "SEVIGNY S.A."));
}

TEST(CompanyNames, DoNotMatchOnACommonLastWordOrNothing) {
  EXPECT_FALSE(same_company("Harbor & Finch", "Finch"));
  EXPECT_FALSE(same_company("Northwind", "Northquay"));
  EXPECT_FALSE(same_company("", ""));
  EXPECT_FALSE(same_company("GmbH", "AG"));
}

TEST(DomainLabels, NameACompanyRunTogether) {
  EXPECT_TRUE(label_names_company("harborfinch", "Harbor & Finch"));
  EXPECT_TRUE(label_names_company("harbor-and-finch", "Harbor & Finch"));
  EXPECT_TRUE(label_names_company("northwind", "Northwind Traders Ltd"));
  EXPECT_TRUE(label_names_company("quillandco", "Quill & Co"));
  EXPECT_TRUE(label_names_company("talwerk", "Talwerk GmbH"));
}

TEST(DomainLabels, AreNotFooledByLookalikes) {
  EXPECT_FALSE(label_names_company("harborfirch", "Harbor & Finch"));
  EXPECT_FALSE(label_names_company("harborfinch-jobs", "Harbor & Finch"));
  EXPECT_FALSE(label_names_company("evilharborfinch", "Harbor & Finch"));
  EXPECT_FALSE(label_names_company("hаrborfinch", "Harbor & Finch")) << "a Cyrillic letter";
  EXPECT_FALSE(label_names_company("", "Harbor & Finch"));
}

TEST(Roles, AreTheSameWithoutGenderMarksAndFillers) {
  EXPECT_EQ(compare_roles("Backend Engineer (m/w/d)", "backend engineer"), Likeness::same);
  EXPECT_EQ(compare_roles("Projektingenieurin", "Projektingenieur (m/w/d)"), Likeness::same);
  EXPECT_EQ(compare_roles("the Data Engineer role", "Data Engineer"), Likeness::same);
  EXPECT_EQ(compare_roles("Contrôleuse de gestion", "Contrôleur de gestion"), Likeness::same);
  EXPECT_EQ(compare_roles("Ingeniera de datos", "Ingeniero de Datos"), Likeness::same);
  EXPECT_EQ(compare_roles("Data Analyst R-10442", "Data Analyst"), Likeness::same);
  EXPECT_EQ(compare_roles("Laborleitung", "Laborleiterin"), Likeness::same);
}

TEST(Roles, AreLooselyAlikeWhenOneSaysMore) {
  EXPECT_EQ(compare_roles("Data Engineer, Berlin", "Data Engineer"), Likeness::loose);
  EXPECT_EQ(compare_roles("Senior Data Engineer", "Data Engineer"), Likeness::loose);
  EXPECT_TRUE(differ_in_seniority("Senior Data Engineer", "Data Engineer"));
  EXPECT_FALSE(differ_in_seniority("Data Engineer, Berlin", "Data Engineer"));
}

TEST(Roles, DifferWhereTheWorkDiffers) {
  EXPECT_EQ(compare_roles("Web Developer", "QA Analyst"), Likeness::different);
  EXPECT_EQ(compare_roles("Data Engineer", "Data Analyst"), Likeness::different);
  EXPECT_EQ(compare_roles("", "Data Analyst"), Likeness::different);
  EXPECT_EQ(compare_roles("the position", "the role"), Likeness::different) << "no role at all";
}

TEST(Roles, AreFoundInATextWithOtherEndings) {
  EXPECT_TRUE(mentions_role("ihre bewerbung als projektingenieurin wasserbau", "Projektingenieur Wasserbau (m/w/d)"));
  EXPECT_TRUE(mentions_role("interview qa analyst", "QA Analyst"));
  EXPECT_FALSE(mentions_role("interview analyst qa", "QA Analyst"));
  EXPECT_FALSE(mentions_role("anything", ""));
}

}  // namespace
}  // namespace ajar
