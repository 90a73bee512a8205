#include "filters/person_signs.h"

#include <gtest/gtest.h>

namespace ajar {
namespace {

TEST(SharedMailboxes, AreKnownInSevenLanguages) {
  for (const char* email :
       {"careers@x.example", "jobs-berlin@x.example", "bewerbung@x.example", "recrutement@x.example", "rrhh@x.example",
        "vagas@x.example", "risorseumane@x.example", "werkenbij@x.example", "talent@x.example", "rh@x.example",
        "hello@x.example", "jobs-noreply@x.example", "hr.germany@x.example"}) {
    EXPECT_TRUE(is_shared_mailbox(email)) << email;
  }
  for (const char* email :
       {"dana@x.example", "dana.whitfield@x.example", "d.achebe@x.example", "till@x.example", "k.vogel@x.example"}) {
    EXPECT_FALSE(is_shared_mailbox(email)) << email;
  }
}

TEST(PersonNames, AreToldFromDesks) {
  for (const char* name :
       {"Dana Whitfield", "ÉLODIE MARTEL", "Dr. Markus Stein", "Till", "Femke de Vries", "Nguyễn Văn An"}) {
    EXPECT_TRUE(names_a_person(name)) << name;
  }
  for (const char* name :
       {"Lowell Systems Careers", "Talent Team", "HR", "Talwerk Bewerbermanagement", "Recrutement Papier et Lumière",
        "Sol Marina Selección", "Northwind via Greenhouse", "", "Dana 2"}) {
    EXPECT_FALSE(names_a_person(name)) << name;
  }
}

TEST(PersonNames, MatchInEveryOrder) {
  EXPECT_TRUE(same_person_name("Whitfield, Dana", "Dana Whitfield"));
  EXPECT_TRUE(same_person_name("Dr. Markus Stein", "Markus Stein"));
  EXPECT_TRUE(same_person_name("Dana", "Dana Whitfield"));
  EXPECT_FALSE(same_person_name("Dana Whitfield", "Dana Brown"));
  EXPECT_FALSE(same_person_name("", "Dana"));
}

TEST(Titles, TellSeniority) {
  EXPECT_EQ(seniority_of("CTO, Parcelbee"), Seniority::chief);
  EXPECT_EQ(seniority_of("Geschäftsführerin"), Seniority::chief);
  EXPECT_EQ(seniority_of("Head of Data"), Seniority::head);
  EXPECT_EQ(seniority_of("Directrice artistique"), Seniority::head);
  EXPECT_EQ(seniority_of("Teamleiterin Wasserbau"), Seniority::lead);
  EXPECT_EQ(seniority_of("Gerente de Produto"), Seniority::lead);
  EXPECT_EQ(seniority_of("Talent Acquisition Partner"), Seniority::hr);
  EXPECT_EQ(seniority_of("Head of Talent"), Seniority::hr);
  EXPECT_EQ(seniority_of("People Operations"), Seniority::hr);
  EXPECT_EQ(seniority_of("Data Engineer"), Seniority::unknown);
}

TEST(Meetings, AreRememberedInSevenLanguages) {
  for (const char* sentence : {
           "Thank you for your time yesterday, and please thank Tom as well.",
           "It was good to meet you too.",
           "Thanks for the call yesterday.",
           "Thank you for seeing me yesterday.",
           "Thanks for your time last Thursday.",
           "Thank you for coming in.",
           "vielen Dank für das Gespräch gestern.",
           "danke dir für das Gespräch am Donnerstag.",
           "Merci pour notre entretien d'hier.",
           "Me gustó mucho nuestra conversación sobre las boyas.",
           "Obrigada pela conversa de ontem.",
           "La ringrazio per il colloquio di ieri.",
           "Dank je wel voor het gesprek van gisteren.",
           "Gostei muito da nossa conversa.",
           "Thank you for the tour of the lock gates.",
       }) {
    EXPECT_TRUE(looks_back_on_meeting(sentence)) << sentence;
  }
}

TEST(Meetings, AreNotRememberedBeforeTheyWere) {
  for (const char* sentence : {
           "Thank you for the invitation to the interview.",
           "I look forward to our conversation.",
           "Thank you for your application.",
           "Vielen Dank für die Einladung zum Gespräch.",
           "Merci de m'inviter à un entretien.",
           "Thanks for applying.",
           "Thank you for your interest in the position.",
           "I am writing about the interview.",
       }) {
    EXPECT_FALSE(looks_back_on_meeting(sentence)) << sentence;
  }
}

TEST(Meetings, AreLookedForwardTo) {
  EXPECT_TRUE(looks_ahead_to_meeting("I look forward to meeting you on 18 June."));
  EXPECT_TRUE(looks_ahead_to_meeting("ich rufe Sie am Mittwoch um 10 Uhr an"));
  EXPECT_FALSE(looks_ahead_to_meeting("The team will be in touch."));
}

}  // namespace
}  // namespace ajar
