#include "filters/language.h"

#include <gtest/gtest.h>

namespace ajar {
namespace {

using Languages = std::vector<std::string>;

TEST(Language, OneSentenceIsEnough) {
  const struct {
    const char* language;
    const char* text;
  } sentences[] = {
      {"en", "We went with someone else."},
      {"en", "Unfortunately the position has been filled."},
      {"en", "No luck this time, sorry."},
      {"de", "Leider müssen wir Ihnen absagen."},
      {"de", "Die Stelle ist bereits besetzt."},
      {"de", "Wir haben uns fuer jemand anderen entschieden."},
      {"fr", "Votre candidature n'a pas été retenue."},
      {"fr", "Le poste est pourvu."},
      {"es", "Lamentablemente no ha sido seleccionado."},
      {"es", "El puesto ya está cubierto."},
      {"pt", "Infelizmente não foi selecionado."},
      {"pt", "A vaga já foi preenchida."},
      {"pt", "Voce nao foi aprovado para a proxima etapa."},
      {"it", "Purtroppo non è stato selezionato."},
      {"it", "La posizione è stata coperta."},
      {"nl", "Helaas bent u niet geselecteerd."},
      {"nl", "De functie is al ingevuld."},
      {"other", "Tyvärr har vi valt att gå vidare med en annan kandidat."},
      {"other", "Desværre er du ikke blevet valgt."},
      {"other", "Valitettavasti emme valinneet sinua tehtävään."},
      {"other", "Niestety nie została Pani wybrana."},
      {"other", "Bohužel jsme vybrali jiného kandidáta."},
      {"other", "Sajnos nem Önt választottuk erre az állásra."},
      {"other", "Malauradament no heu estat seleccionat per a aquest lloc de treball."},
      {"other", "К сожалению, мы выбрали другого кандидата."},
      {"other", "残念ながら不採用となりました。"},
      {"other", "للأسف اخترنا مرشحا آخر."},
      {"other", "Λυπούμαστε, επιλέξαμε άλλον υποψήφιο."},
  };
  for (const auto& [language, text] : sentences) EXPECT_EQ(recognise_languages(text), Languages{language}) << text;
}

TEST(Language, TooLittleTextTellsNothing) {
  for (const char* text : {"", "ok", "Ana Kovac", "12345 +49 30 555", "https://x.example/a?b=c"})
    EXPECT_TRUE(recognise_languages(text).empty()) << text;
}

TEST(Language, AMixedMailHasBothLanguages) {
  EXPECT_EQ(
      recognise_languages("Sehr geehrte Frau Rivera,\nleider müssen wir Ihnen heute eine Absage erteilen.\nWir "
                          "wünschen Ihnen alles Gute.\n\n"
                          "Dear Ms. Rivera,\nwe are sorry to tell you that we chose another person for this role."),
      (Languages{"de", "en"}));
  EXPECT_EQ(recognise_languages(
                "Bonjour Sam,\nnous ne donnerons pas suite à votre candidature.\nNous vous souhaitons bonne chance.\n\n"
                "Beste Sam,\nwij hebben helaas voor een andere kandidaat gekozen en wensen je veel succes."),
            (Languages{"fr", "nl"}));
}

TEST(Language, AForeignTitleOrNameDoesNotMixAMail) {
  EXPECT_EQ(recognise_languages(
                "vielen Dank für Ihre Bewerbung als Senior Software Engineer (m/w/d) im Team Cloud Operations.\n"
                "Leider haben wir uns für eine andere Person entschieden.\nTalent Acquisition Team"),
            Languages{"de"});
  EXPECT_EQ(recognise_languages("Merci pour votre intérêt pour le poste de Customer Success Manager chez Blue Garden "
                                "Limited.\nNous avons retenu un autre profil."),
            Languages{"fr"});
}

TEST(Language, AccentsAndCaseDoNotMatter) {
  EXPECT_EQ(recognise_languages("LEIDER MUESSEN WIR IHNEN ABSAGEN"), Languages{"de"});
  EXPECT_EQ(recognise_languages("MALHEUREUSEMENT VOTRE CANDIDATURE N'A PAS ETE RETENUE"), Languages{"fr"});
}

TEST(Language, ManyUnknownWordsAreAnotherLanguage) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "xvrq zztl ";
  EXPECT_EQ(recognise_languages(text), Languages{"other"});
}

}  // namespace
}  // namespace ajar
