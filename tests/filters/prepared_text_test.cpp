#include "filters/prepared_text.h"

#include <gtest/gtest.h>

#include "filters/html_text.h"

namespace ajar {
namespace {

Message mail_with(std::string text) {
  Message mail;
  mail.text = std::move(text);
  return mail;
}
Message reply_with(std::string text) {
  Message mail = mail_with(std::move(text));
  mail.envelope.in_reply_to = {"earlier@example.org"};
  return mail;
}
Message html_with(const std::string& html) {
  Message mail = mail_with(html_to_text(html));
  mail.text_from_html = true;
  return mail;
}
PreparedText prepare(std::string text) { return prepare_text(mail_with(std::move(text))); }
std::string body_of(std::string text) { return prepare(std::move(text)).body; }

// --- form ---

TEST(PreparedText, SentencesAreLinesAndParagraphsAreApart) {
  EXPECT_EQ(body_of("Dear Sam,\n\nThank you for coming.  It was good\nto meet you.\n\nWe chose someone else!\n"),
            "Dear Sam,\n\nThank you for coming.\nIt was good to meet you.\n\nWe chose someone else!");
}

TEST(PreparedText, WrappedLinesAreJoined) {
  EXPECT_EQ(
      body_of("After long and careful thought about all of the applications we\n"
              "have decided not to\n"
              "take yours further this time, for which we ask you to\nunderstand."),
      "After long and careful thought about all of the applications we have decided not to take yours further this "
      "time, for which we ask you to understand.");
  EXPECT_EQ(
      body_of("wir haben uns nach reiflicher Überlegung leider für eine andere\n"
              "Bewerberin entschieden und wünschen Ihnen auf Ihrem weiteren Weg viel\nErfolg."),
      "wir haben uns nach reiflicher Überlegung leider für eine andere Bewerberin entschieden und wünschen Ihnen auf "
      "Ihrem weiteren Weg viel Erfolg.");
  EXPECT_EQ(body_of("vielen Dank für das Gespräch gestern. Besonders gefreut hat mich unser Austausch über die Fehlersuche in alten\n"
                    "Fahrplandaten."),
            "vielen Dank für das Gespräch gestern.\n"
            "Besonders gefreut hat mich unser Austausch über die Fehlersuche in alten Fahrplandaten.");
}

TEST(PreparedText, ADoubleSpacedTextIsJoinedToo) {
  EXPECT_EQ(
      body_of("After long and careful thought we have decided not to\n\ntake your application further at this time."),
      "After long and careful thought we have decided not to take your application further at this time.");
}

TEST(PreparedText, ItemsCellsAndAddressesStayApart) {
  EXPECT_EQ(body_of("What you need:\n- an apron\n- two hands and the will to\n  use them\n1. first\n2. "
                    "second\n\nRole\nBaker\nPlace\nGraz"),
            "What you need:\n- an apron\n- two hands and the will to use them\n1. first\n2. "
            "second\n\nRole\nBaker\nPlace\nGraz");
}

TEST(PreparedText, CharactersAreCleaned) {
  EXPECT_EQ(body_of("We\u00A0re\u00ADgret\u200B it, don\u2019t we?"), "We regret it, don't we?");
}

TEST(PreparedText, RulesAndOrnamentsAreLeftOut) {
  EXPECT_EQ(body_of("One.\n\n* * *\n\n=========\nTwo."), "One.\n\nTwo.");
}

TEST(PreparedText, AbbreviationsEndNoSentence) {
  const char* whole[] = {
      "We met Mr. Rivera and Dr. Kovac in St. Gallen.",
      "Our client, Acme Inc. of Boston, chose another.",
      "See e.g. the list, i.e. No. 5, at 9 a.m. on Monday.",
      "J. R. Baker and S.A. Smith wrote it.",
      "Version 1.5 costs approx. 20 francs.",
      "Wir haben z. B. am 3. Mai um 10 Uhr Zeit, d. h. ab der 2. Woche.",
      "Das Gespräch mit Frau Dr. Muster, geb. Beispiel, ist z.B. am 12. Januar bzw. Nr. 7.",
      "Bonjour M. Martin et Mme. Blanc.",
      "La Sra. Ruiz y el Sr. Paz, de la Av. Central.",
      "Il Dott. Rossi e la Sig.ra Bianchi.",
      "Dhr. Jansen en mevr. De Vries.",
      "Well... maybe not.",
  };
  for (const char* text : whole) EXPECT_EQ(body_of(text), text);
}

TEST(PreparedText, SentencesEndWhereTheyEnd) {
  EXPECT_EQ(
      body_of("We chose Acme Inc. Unfortunately you lost. \"Really?\" Yes! ¿Por qué? Étrange... Ändern wir das. So do "
              "I. We know."),
      "We chose Acme Inc.\nUnfortunately you lost.\n\"Really?\"\nYes!\n¿Por qué?\nÉtrange...\nÄndern wir das.\nSo do "
      "I.\nWe know.");
  EXPECT_EQ(body_of("The answer is no. We are sorry. It starts on May 3. We hope so."),
            "The answer is no.\nWe are sorry.\nIt starts on May 3.\nWe hope so.");
  EXPECT_EQ(body_of("We filled the position.We wish you luck."), "We filled the position.\nWe wish you luck.");
  EXPECT_EQ(body_of("Write to jobs.example.Org or run Node.js."), "Write to jobs.example.Org or run Node.js.");
}

// --- salutation and opening ---

TEST(PreparedText, TheSalutationIsFound) {
  const char* salutations[] = {"Dear Sam,",
                               "Hi Sam!",
                               "Hello Ms. Rivera,",
                               "Dear Sam Rivera",
                               "Dear Hiring Candidate:",
                               "Hey Sam -",
                               "Good morning Sam,",
                               "To whom it may concern,",
                               "Sehr geehrte Frau Rivera,",
                               "Sehr geehrter Herr Dr. Muster,",
                               "Liebe Sam,",
                               "Hallo Sam,",
                               "Guten Tag Frau Rivera,",
                               "Bonjour Sam,",
                               "Chère Madame Rivera,",
                               "Madame, Monsieur,",
                               "Estimada Sam:",
                               "Hola Sam,",
                               "Buenos días, Sam:",
                               "Prezada Sam,",
                               "Olá Sam,",
                               "Cara Sam,",
                               "Gentile Sam,",
                               "Gentile dott.ssa Rivera,",
                               "Buongiorno Sam,",
                               "Beste Sam,",
                               "Geachte mevrouw Rivera,",
                               "Sam,",
                               "Sam Rivera,"};
  for (const std::string salutation : salutations) {
    const PreparedText text = prepare(salutation + "\n\nthis is it. And more.");
    EXPECT_EQ(text.salutation, salutation);
    EXPECT_EQ(text.body, salutation + "\n\nthis is it.\nAnd more.");
  }
}

TEST(PreparedText, ASalutationOnTheLineOfTheFirstSentenceIsSetApart) {
  EXPECT_EQ(body_of("Dear Sam, thank you for your time. We chose another."),
            "Dear Sam,\nthank you for your time.\nWe chose another.");
  EXPECT_EQ(prepare("Hi Sam! We chose another.").salutation, "Hi Sam!");
}

TEST(PreparedText, ASalutationBelowALetterheadIsFound) {
  EXPECT_EQ(prepare("Bakery Ltd\n12 High Street\n\nYour application\n\nDear Sam,\n\nno.").salutation, "Dear Sam,");
}

TEST(PreparedText, ProseIsNoSalutation) {
  EXPECT_EQ(prepare("Hello and welcome to the newsletter that tells you all about bread.\n\nMore.").salutation, "");
  EXPECT_EQ(prepare("We are sorry, but no.\n\nMore.").salutation, "");
  EXPECT_EQ(prepare("Dear readers of this long and winding list of names and places that never ends").salutation, "");
}

TEST(PreparedText, TheOpeningIsFourSentencesBehindTheSalutation) {
  const PreparedText text = prepare("Bakery\n\nDear Sam,\n\nOne. Two. Three.\n\nFour. Five. Six.");
  EXPECT_EQ(text.body.substr(0, text.opening_end), "Bakery\n\nDear Sam,\n\nOne.\nTwo.\nThree.\n\nFour.");
  const PreparedText small = prepare("One. Two.");
  EXPECT_EQ(small.opening_end, small.body.size());
  EXPECT_EQ(prepare("").opening_end, 0U);
}

// --- quotes ---

TEST(PreparedText, QuotedLinesAreTakenOffWhereverTheyAre) {
  const PreparedText text = prepare("> Did you get my mail?\n\nYes.\n\n> > older\n> Can you come?\nNo.\n|> odd\n");
  EXPECT_EQ(text.body, "Yes.\n\nNo.\n|> odd");
  EXPECT_EQ(text.quoted, "Did you get my mail?\n\nolder\nCan you come?");
}

TEST(PreparedText, ATableOfBarsIsNoQuote) {
  EXPECT_EQ(body_of("Slots:\n| Monday | 9 am |\n| Tuesday | 10 am |"),
            "Slots:\n| Monday | 9 am |\n| Tuesday | 10 am |");
  EXPECT_EQ(body_of("Yes.\n| Did you\n| get it?"), "Yes.");
}

/// Lines that introduce a quote, as Gmail, Apple Mail, Thunderbird, Yahoo and Outlook write them.
const char* const kIntroductions[] = {
    "On Mon, Nov 23, 2026 at 9:05 AM Sam Rivera <sam@example.org> wrote:",
    "On Mon, Nov 23, 2026 at 9:05 AM Sam Rivera\n<sam@example.org> wrote:",
    "On Mon, Nov 23, 2026 at 9:05 AM Sam Anabel Rivera de la Fuente <\nsam.rivera.de.la.fuente@example.org> wrote:",
    "On 23 Nov 2026, at 09:05, Sam Rivera <sam@example.org> wrote:",
    "On 11/23/26 09:05, Sam Rivera wrote:",
    "On Monday, November 23, 2026, 09:05:11 AM GMT+1, Sam Rivera\n<sam@example.org> wrote:",
    "Am Mo., 23. Nov. 2026 um 09:05 Uhr schrieb Sam Rivera <sam@example.org>:",
    "Am 23.11.2026 um 09:05 schrieb Sam Rivera:",
    "Am 23.11.2026 um 09:05 schrieb Sam Rivera <sam@example.org\n<mailto:sam@example.org>>:",
    "Le lun. 23 nov. 2026 à 09:05, Sam Rivera <sam@example.org> a écrit :",
    "Le 23/11/2026 à 09:05, Sam Rivera a écrit :",
    "El lun, 23 nov 2026 a las 9:05, Sam Rivera (<sam@example.org>)\nescribió:",
    "El 23/11/26 a las 9:05, Sam Rivera escribió:",
    "Em seg., 23 de nov. de 2026 às 09:05, Sam Rivera <sam@example.org>\nescreveu:",
    "Em 23/11/2026 09:05, Sam Rivera escreveu:",
    "Il giorno lun 23 nov 2026 alle ore 09:05 Sam Rivera <sam@example.org> ha\nscritto:",
    "Il 23/11/2026 09:05, Sam Rivera ha scritto:",
    "Op ma 23 nov 2026 om 09:05 schreef Sam Rivera <sam@example.org>:",
    "Op 23-11-2026 om 09:05 schreef Sam Rivera:",
    "Op 23 nov. 2026 om 09:05 heeft Sam Rivera <sam@example.org> het volgende geschreven:",
    "-----Original Message-----\nFrom: Sam Rivera <sam@example.org>\nSent: Monday, November 23, 2026 9:05 AM\nTo: "
    "Ana\nSubject: Hello",
    "From: Sam Rivera <sam@example.org>\nSent: Monday, November 23, 2026 9:05 AM\nTo: Ana\nSubject: Hello",
    "________________________________\nFrom: Sam Rivera <sam@example.org>\nSent: Monday\nTo: Ana\nSubject: Hello",
    "From: Sam Rivera <sam@example.org>\nDate: Monday, 23 November 2026 at 09:05\nTo: Ana "
    "<ana@employer.example>\nSubject: Hello",
    "*From:* Sam Rivera <sam@example.org>\n*Sent:* Monday, November 23, 2026 9:05 AM\n*To:* Ana\n*Subject:* Hello",
    "From: Sam Rivera <sam@example.org> Sent: Monday, November 23, 2026 To: Ana Subject: Hello",
    "Von: Sam Rivera <sam@example.org>\nGesendet: Montag, 23. November 2026 09:05\nAn: Ana\nBetreff: Hallo",
    "-----Ursprüngliche Nachricht-----\nVon: Sam Rivera\nGesendet: Montag\nAn: Ana\nBetreff: Hallo",
    "De : Sam Rivera <sam@example.org>\nEnvoyé : lundi 23 novembre 2026 09:05\nÀ : Ana\nObjet : Bonjour",
    "-----Message d'origine-----\nDe : Sam Rivera\nEnvoyé : lundi\nÀ : Ana\nObjet : Bonjour",
    "De: Sam Rivera <sam@example.org>\nEnviado el: lunes, 23 de noviembre de 2026 9:05\nPara: Ana\nAsunto: Hola",
    "-----Mensaje original-----\nDe: Sam Rivera\nEnviado: lunes\nPara: Ana\nAsunto: Hola",
    "De: Sam Rivera <sam@example.org>\nEnviada em: segunda-feira, 23 de novembro de 2026 09:05\nPara: Ana\nAssunto: "
    "Olá",
    "Da: Sam Rivera <sam@example.org>\nInviato: lunedì 23 novembre 2026 09:05\nA: Ana\nOggetto: Ciao",
    "-----Messaggio originale-----\nDa: Sam Rivera\nInviato: lunedì\nA: Ana\nOggetto: Ciao",
    "Van: Sam Rivera <sam@example.org>\nVerzonden: maandag 23 november 2026 09:05\nAan: Ana\nOnderwerp: Hallo",
    "-----Oorspronkelijk bericht-----\nVan: Sam Rivera\nVerzonden: maandag\nAan: Ana\nOnderwerp: Hallo",
    "---- On Mon, 23 Nov 2026 09:05:11 +0100 Sam Rivera <sam@example.org> wrote ----",
    "-------- Original Message --------\nSubject: Hello\nDate: Mon, 23 Nov 2026 09:05:11 +0100\nFrom: Sam Rivera "
    "<sam@example.org>\nTo: Ana",
};

TEST(PreparedText, WhatIsBelowAnIntroductionIsQuoted) {
  for (const std::string introduction : kIntroductions) {
    const PreparedText text = prepare_text(reply_with("Thank you, that works for us.\n\nAna\n\n" + introduction +
                                                      "\n\nWe regret to say that we chose another.\n\nSam\n"));
    EXPECT_EQ(text.body, "Thank you, that works for us.\n\nAna") << introduction;
    EXPECT_NE(text.quoted.find("We regret to say that we chose another."), std::string::npos) << introduction;
    EXPECT_FALSE(text.is_forward) << introduction;
  }
}

TEST(PreparedText, AboveAMarkedQuoteTheIntroductionGoesAndTheAnswerBelowStays) {
  for (const std::string introduction : kIntroductions) {
    const PreparedText text =
        prepare_text(reply_with(introduction + "\n\n> We regret to say that we chose another.\n>\n> Sam\n\n"
                                               "Thank you, that works for us.\n"));
    EXPECT_EQ(text.body, "Thank you, that works for us.") << introduction;
  }
}

TEST(PreparedText, SentencesThatOnlySoundLikeAnIntroductionStay) {
  const char* own[] = {
      "On Monday you wrote: I can start at once.",    "From: the bottom of my heart.",
      "Am Montag schrieb ich Ihnen: wir melden uns.", "You wrote: can you help? Yes.",
      "Here is what our chief wrote: be kind.",
  };
  for (const std::string text : own)
    EXPECT_EQ(body_of(text + "\n\nAnd more."), text.find("? Y") != std::string::npos
                                                   ? "You wrote: can you help?\nYes.\n\nAnd more."
                                                   : text + "\n\nAnd more.");
}

TEST(PreparedText, TheHeadOfALetterIsNoQuote) {
  EXPECT_EQ(body_of("From: HR, Bakery Ltd\nTo: Sam Rivera\nDate: 23 November 2026\nSubject: Your application\n\nDear "
                    "Sam,\n\nwe chose another."),
            "From: HR, Bakery Ltd\nTo: Sam Rivera\nDate: 23 November 2026\nSubject: Your application\n\nDear "
            "Sam,\n\nwe chose another.");
}

TEST(PreparedText, ABlankReplyStaysBlank) {
  EXPECT_EQ(prepare_text(reply_with("> We regret to say no.\n")).body, "");
  EXPECT_EQ(
      prepare_text(
          reply_with("\n\nOn Mon, Nov 23, 2026 at 9:05 AM Sam <sam@example.org> wrote:\n\nWe regret to say no.\n"))
          .body,
      "");
}

TEST(PreparedText, AMailThatIsOneQuoteButNoReplyIsItsAuthors) {
  EXPECT_EQ(body_of("> Dear Sam,\n> we chose another.\n"), "Dear Sam,\nwe chose another.");
  EXPECT_EQ(prepare_text(html_with("<blockquote><p>Dear Sam,</p><p>we chose another.</p></blockquote>")).body,
            "Dear Sam,\n\nwe chose another.");
}

TEST(PreparedText, HtmlRepliesAreTakenApart) {
  const PreparedText text =
      prepare_text(html_with("<div dir=ltr>Dear Sam,<div><br></div><div>We chose you after all!</div></div><br><div "
                             "class=\"gmail_quote\"><div class=gmail_attr>"
                             "On Mon, Nov 23, 2026 Ana &lt;ana@x.example&gt; wrote:<br></div><blockquote "
                             "class=gmail_quote>We chose another.</blockquote></div>"));
  EXPECT_EQ(text.body, "Dear Sam,\n\nWe chose you after all!");
  EXPECT_NE(text.quoted.find("We chose another."), std::string::npos);
}

TEST(PreparedText, ALinkThatStartsWithAnAngleIsTheAuthors) {
  EXPECT_EQ(prepare_text(html_with("<p>We chose another.</p><p>&gt; See other roles</p>")).body,
            "We chose another.\n\n> See other roles");
}

TEST(PreparedText, AQuoteTypedIntoHtmlIsAQuote) {
  EXPECT_EQ(prepare_text(html_with("<p>Come on Monday!</p><p>&gt; We chose another.</p><p>&gt; Sorry.</p>")).body,
            "Come on Monday!");
}

TEST(PreparedText, OtherMarksBelowAnAttributionAreQuotes) {
  for (const std::string mark : {"--]", "} ", "AR> ", "| ", ": ", "# "}) {
    const PreparedText text = prepare_text(
        reply_with("On Mon, 23 Nov 2026, Ana Kovac wrote:\n" + mark + "We chose\n" + mark + "another.\n\nI see.\n"));
    EXPECT_EQ(text.body, "I see.") << mark;
    EXPECT_EQ(text.quoted, "On Mon, 23 Nov 2026, Ana Kovac wrote:\nWe chose\nanother.") << mark;
  }
}

TEST(PreparedText, ACutAboveAQuoteDoesNotHideTheAnswerBelow) {
  EXPECT_EQ(
      prepare_text(reply_with("On Mon, 23 Nov 2026 at 09:05, Ana wrote:\n[...]\n> We chose another.\n\nI see.\n")).body,
      "I see.");
  EXPECT_EQ(
      prepare_text(
          reply_with("----- Original Message -----\nFrom: \"Ana\" <ana@x.example>\n>\n> We chose another.\nI see.\n"))
          .body,
      "I see.");
}

// --- forwards ---

const char* const kForwards[] = {
    "---------- Forwarded message ---------\nFrom: Ana <ana@x.example>\nDate: Mon, Nov 23, 2026 at 9:05 AM\nSubject: "
    "No\nTo: Sam",
    "Begin forwarded message:\n\nFrom: Ana <ana@x.example>\nSubject: No\nDate: 23 November 2026 at 09:05\nTo: Sam",
    "-------- Forwarded Message --------\nSubject: No\nDate: Mon, 23 Nov 2026\nFrom: Ana <ana@x.example>\nTo: Sam",
    "-------- Weitergeleitete Nachricht --------\nBetreff: Nein\nDatum: Mon, 23 Nov 2026\nVon: Ana\nAn: Sam",
    "Anfang der weitergeleiteten Nachricht:\n\nVon: Ana\nBetreff: Nein\nDatum: 23. November 2026\nAn: Sam",
    "---------- Message transféré ---------\nDe : Ana\nDate : lun. 23 nov. 2026\nObjet : Non\nÀ : Sam",
    "Début du message réexpédié :\n\nDe: Ana\nObjet: Non\nDate: 23 novembre 2026\nÀ: Sam",
    "---------- Mensaje reenviado ---------\nDe: Ana\nFecha: lun, 23 nov 2026\nAsunto: No\nPara: Sam",
    "---------- Mensagem encaminhada ---------\nDe: Ana\nData: seg., 23 de nov. de 2026\nAssunto: Não\nPara: Sam",
    "---------- Messaggio inoltrato ---------\nDa: Ana\nData: lun 23 nov 2026\nOggetto: No\nA: Sam",
    "---------- Doorgestuurd bericht ---------\nVan: Ana\nDatum: ma 23 nov 2026\nOnderwerp: Nee\nAan: Sam",
};

TEST(PreparedText, ForwardedMailsAreNotTheAuthorsWords) {
  for (const std::string forward : kForwards) {
    const PreparedText text = prepare("Look at this one.\n\n" + forward +
                                      "\n\n\nDear Sam,\n\nWe regret to say that we chose another.\n\nAna\n");
    EXPECT_EQ(text.body, "Look at this one.") << forward;
    EXPECT_TRUE(text.is_forward) << forward;
    EXPECT_NE(text.quoted.find("We regret to say that we chose another."), std::string::npos) << forward;
    EXPECT_TRUE(prepare(forward + "\n\nDear Sam,\n\nno.\n").body.empty()) << forward;
  }
}

TEST(PreparedText, AForwardIsKnownByItsSubjectToo) {
  Message mail = mail_with(
      "fyi\n\nFrom: Ana <ana@x.example>\nSent: Monday\nTo: Sam\nSubject: No\n\nWe regret to say that we chose "
      "another.");
  mail.envelope.subject = "WG: No";
  EXPECT_TRUE(prepare_text(mail).is_forward);
  EXPECT_EQ(prepare_text(mail).body, "fyi");
}

// --- signatures and footers ---

TEST(PreparedText, BelowTheDelimiterIsTheSignature) {
  const PreparedText text =
      prepare("We chose another.\n\n-- \nAna Kovac\nBakery Ltd\nWe have decided to move forward.\n");
  EXPECT_EQ(text.body, "We chose another.");
  EXPECT_EQ(text.signature, "Ana Kovac\nBakery Ltd\nWe have decided to move forward.");
}

const char* const kClosings[] = {"Best regards,",
                                 "Kind regards",
                                 "Sincerely,",
                                 "All the best,",
                                 "Best,",
                                 "Cheers,",
                                 "Warmly,",
                                 "Mit freundlichen Grüßen",
                                 "Mit freundlichen Gruessen",
                                 "Viele Grüße",
                                 "Freundliche Grüsse",
                                 "Beste Grüße,",
                                 "Herzliche Grüße aus Graz",
                                 "Cordialement,",
                                 "Bien à vous,",
                                 "Nous vous prions d'agréer, Madame, nos salutations distinguées.",
                                 "Saludos cordiales,",
                                 "Un saludo,",
                                 "Atentamente,",
                                 "Atenciosamente,",
                                 "Com os melhores cumprimentos,",
                                 "Cordiali saluti,",
                                 "Distinti saluti",
                                 "Met vriendelijke groet,",
                                 "Hartelijke groeten,"};

TEST(PreparedText, ClosingAndNameStayAndTheBlockBelowGoes) {
  for (const std::string closing : kClosings) {
    for (const std::string gap : {"\n", "\n\n"}) {
      const PreparedText text =
          prepare("Dear Sam,\n\nwe chose another.\n\n" + closing + gap +
                  "Ana Kovac\nHead of People\nBakery Ltd | 12 High Street\n"
                  "+43 316 555 0100\nwww.bakery.example\nWe regret to inform you that we chose another candidate.\n");
      EXPECT_EQ(text.body, "Dear Sam,\n\nwe chose another.\n\n" + closing + gap + "Ana Kovac") << closing;
      EXPECT_EQ(text.signature.substr(0, 14), "Head of People") << closing;
    }
  }
}

TEST(PreparedText, ATeamSignsToo) {
  EXPECT_EQ(body_of("No.\n\nKind regards,\nThe People & Culture team at Bakery Ltd\nBakery Ltd"),
            "No.\n\nKind regards,\nThe People & Culture team at Bakery Ltd");
  EXPECT_EQ(body_of("Nein.\n\nViele Grüße\nIhr Recruiting-Team\nBäckerei GmbH"),
            "Nein.\n\nViele Grüße\nIhr Recruiting-Team");
}

TEST(PreparedText, AClosingWithTheNameOnItsLineIsKnown) {
  EXPECT_EQ(body_of("No.\n\nBest regards, Ana Kovac\nHead of People\nana@x.example"), "No.\n\nBest regards, Ana Kovac");
  EXPECT_EQ(body_of("Nein.\n\nMit freundlichen Grüßen Ana Kovac\nPersonalleiterin"),
            "Nein.\n\nMit freundlichen Grüßen Ana Kovac");
}

TEST(PreparedText, ASentenceBelowAClosingWordSurvives) {
  EXPECT_EQ(body_of("Thank you,\n\nUnfortunately we have decided to go on with another person.\n\nBest,\nAna"),
            "Thank you,\n\nUnfortunately we have decided to go on with another person.\n\nBest,\nAna");
  EXPECT_EQ(body_of("Best regards,\n\nUnfortunately we have decided to go on with another person.\n"),
            "Best regards,\n\nUnfortunately we have decided to go on with another person.");
  EXPECT_EQ(body_of("Best of luck with your search.\n\nWe have chosen someone else for it.\n"),
            "Best of luck with your search.\n\nWe have chosen someone else for it.");
}

TEST(PreparedText, APostscriptIsTheAuthors) {
  EXPECT_EQ(body_of("No.\n\nBest regards,\nAna\nHead of People\n+43 316 555 0100\n\nPS: We would be glad to see you in "
                    "spring.\n"),
            "No.\n\nBest regards,\nAna\n\nPS: We would be glad to see you in spring.");
}

TEST(PreparedText, AnAnswerWithASignatureAboveTheQuoteLosesBoth) {
  const PreparedText text =
      prepare_text(reply_with("No.\n\nRegards,\nAna\nHead of People\n+43 316 555 0100\n\n> Dear Ana,\n> may I ask?\n"));
  EXPECT_EQ(text.body, "No.\n\nRegards,\nAna");
  EXPECT_EQ(text.quoted, "Dear Ana,\nmay I ask?");
}

TEST(PreparedText, ContactsWithoutAClosingAreASignature) {
  EXPECT_EQ(body_of("We have chosen someone else for the role.\n\nAna Kovac\nHead of People\nT: +43 316 555 "
                    "0100\nana@x.example\n"),
            "We have chosen someone else for the role.\n\nAna Kovac");
}

TEST(PreparedText, LegalAndListFootersGo) {
  const char* footers[] = {
      "This e-mail is confidential and intended solely for the person named above. If you have received this e-mail in "
      "error, delete it.",
      "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der richtige Adressat sind, löschen Sie sie "
      "bitte.",
      "Bäckerei GmbH, Sitz der Gesellschaft: Graz, Amtsgericht Graz HRB 12345, Geschäftsführer: Ana Kovac",
      "Ce message est confidentiel. Si vous avez reçu ce message par erreur, merci de le détruire.",
      "Este mensaje es confidencial. Si ha recibido este mensaje por error, elimínelo.",
      "Esta mensagem pode conter informação confidencial. Se recebeu esta mensagem por engano, apague-a.",
      "Le informazioni riservate in questa e-mail sono per il destinatario. Se avete ricevuto questo messaggio per "
      "errore, cancellatelo.",
      "Dit bericht is vertrouwelijk en uitsluitend bestemd voor de geadresseerde.",
      "Unsubscribe | Privacy policy",
      "You are receiving this email because you applied at Bakery Ltd.",
      "Hier abmelden",
      "Se désinscrire",
      "Darse de baja",
      "Cancelar inscrição",
      "Annulla l'iscrizione",
      "Uitschrijven",
      "© 2026 Bakery Ltd. All rights reserved.",
      "Please consider the environment before printing this mail.",
      "Powered by HireKit",
  };
  for (const std::string footer : footers) {
    const PreparedText text =
        prepare("Dear Sam,\n\nwe have chosen someone else for the role.\n\nAna\n\n" + footer + "\n");
    EXPECT_EQ(text.body, "Dear Sam,\n\nwe have chosen someone else for the role.\n\nAna") << footer;
    EXPECT_FALSE(text.signature.empty()) << footer;
  }
}

TEST(PreparedText, SentencesThatOnlyMentionSuchThingsStay) {
  const char* own[] = {
      "Your documents will be treated as confidential.",
      "Ihre Unterlagen behandeln wir vertraulich.",
      "Please do not reply to this email.",
      "We will keep your details on file, as our team wrote in its last message to you.",
      "Unfortunately, your application for the role of Privacy Officer was not successful this time.",
  };
  for (const std::string text : own)
    EXPECT_EQ(body_of("Dear Sam,\n\nthank you for your letter.\n\n" + text),
              "Dear Sam,\n\nthank you for your letter.\n\n" + text);
}

TEST(PreparedText, AFooterInOneBlockWithTheLetterTakesNothingWithIt) {
  const char* blocks[] = {
      "Dear Sam,\nUnfortunately we have chosen someone else.\nKind regards, Bakery Ltd\n{}",
      "{}\nDear Sam,\nUnfortunately we have chosen someone else.\nKind regards, Bakery Ltd",
  };
  for (const std::string block : blocks)
    for (const std::string footer :
         {"Unsubscribe", "View in browser", "Privacy policy | Imprint", "Powered by HireKit",
          "You are receiving this email because you applied at Bakery Ltd.",
          "This email was sent to sam@example.org. Unsubscribe or read our privacy policy."}) {
      std::string text = block;
      text.replace(text.find("{}"), 2, footer);
      EXPECT_EQ(body_of(text), "Dear Sam,\nUnfortunately we have chosen someone else.\nKind regards, Bakery Ltd")
          << footer;
    }
}

TEST(PreparedText, ADecisionBesideALegalWordSurvives) {
  const char* own[] = {
      "Leider hat sich unser Geschäftsführer gegen Sie entschieden.",
      "Das Amtsgericht Graz konnte Ihre Bewerbung leider nicht berücksichtigen.",
      "We did not choose you; your data will be deleted as our privacy policy says.",
      "Wir haben uns anders entschieden und löschen Ihre Daten, siehe Datenschutzhinweise auf unserer Seite.",
      "Nous avons retenu un autre profil et effaçons vos données selon notre politique de confidentialité.",
  };
  for (const std::string text : own)
    EXPECT_EQ(body_of("Dear Sam,\n\nthank you for your letter.\n\n" + text),
              "Dear Sam,\n\nthank you for your letter.\n\n" + text);
}

TEST(PreparedText, AMailOfOneLineLosesOnlyTheSentencesAtItsEnd) {
  const std::string letter =
      "Dear Sam, thank you for the time that you took to apply for the role of baker in our shop in the old town of "
      "Graz. "
      "We have looked at all of the letters that came in, and we went with a baker who has made this bread before. "
      "We wish you all the best and hope that you will come by one day.";
  const PreparedText text =
      prepare(letter + " You are receiving this email because you applied. Unsubscribe or read our privacy policy.");
  EXPECT_EQ(text.body, prepare(letter).body);
}

TEST(PreparedText, ALetterInTwoLanguagesIsKeptWhole) {
  const std::string text =
      "Sehr geehrte Frau Rivera,\n\nleider haben wir uns anders entschieden.\n\nMit freundlichen Grüßen\nAna "
      "Kovac\n+43 316 555 0100\n\n"
      "Dear Ms. Rivera,\n\nunfortunately we chose another person.\n\nKind regards\nAna Kovac\nHead of People\n";
  const PreparedText prepared = prepare(text);
  EXPECT_NE(prepared.body.find("leider haben wir uns anders entschieden."), std::string::npos);
  EXPECT_NE(prepared.body.find("unfortunately we chose another person."), std::string::npos);
  EXPECT_EQ(prepared.signature, "Head of People");
}

TEST(PreparedText, LinesOfTelephonesGo) {
  const char* lines[] = {"Sent from my iPhone",
                         "Sent from Outlook for iOS",
                         "Get Outlook for Android<https://aka.example/x>",
                         "Von meinem iPhone gesendet",
                         "Gesendet von Outlook für Android",
                         "Envoyé de mon iPhone",
                         "Enviado desde mi iPhone",
                         "Enviado do meu iPhone",
                         "Inviato da iPhone",
                         "Verstuurd vanaf mijn iPhone",
                         "Verzonden vanaf mijn Samsung",
                         "Sent via BlackBerry"};
  for (const std::string line : lines) EXPECT_EQ(body_of("No, sorry.\n\nAna\n\n" + line), "No, sorry.\n\nAna") << line;
}

TEST(PreparedText, AMailThatIsAllSignatureIsKept) {
  EXPECT_EQ(body_of("Unsubscribe from our newsletter here."), "Unsubscribe from our newsletter here.");
}

TEST(PreparedText, PgpArmourGoes) {
  EXPECT_EQ(body_of("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nWe chose another.\n-----BEGIN PGP "
                    "SIGNATURE-----\n\niQEz\n"
                    "-----END PGP SIGNATURE-----\n"),
            "We chose another.");
}

// --- subject, sentences, words ---

TEST(PreparedText, PrefixesOfSubjectsGo) {
  for (const char* subject : {"Re: Role", "RE: re: Role", "AW: Role", "Fwd: FW: Role", "WG: Role", "Re[2]: Role",
                              "SV: VS: Role", "RV: TR: Role", "R: I: Role", "Antw: Role", "RES: ENC: Role",
                              "[EXTERNAL] Re: Role", "Re: [EXT] Role", "Re : Role", " Role "})
    EXPECT_EQ(strip_subject_prefixes(subject), "Role") << subject;
  EXPECT_EQ(strip_subject_prefixes("Regarding: Role"), "Regarding: Role");
  EXPECT_EQ(strip_subject_prefixes("Real: Role"), "Real: Role");
  EXPECT_EQ(strip_subject_prefixes(""), "");
}

TEST(PreparedText, SentencesOfABodyAreItsLines) {
  EXPECT_EQ(sentences_of("One.\nTwo.\n\nThree."), (std::vector<std::string_view>{"One.", "Two.", "Three."}));
  EXPECT_TRUE(sentences_of("").empty());
}

TEST(PreparedText, WordsAreCountedAsAPersonDoes) {
  EXPECT_EQ(count_words("It's a well-known fact - größer & 100 times."), 7U);
  EXPECT_EQ(count_words(" \n "), 0U);
}

}  // namespace
}  // namespace ajar
