#include "filters/phrase.h"

#include <gtest/gtest.h>

#include <random>

namespace ajar {
namespace {

/// The words a phrase matches in a text, "-" for none, or what is wrong with it.
std::string matched(std::string_view phrase, std::string_view text) {
  const auto made = Phrase::from_phrase(phrase);
  if (!made) return "error: " + made.error().what;
  const auto match = made->locate(text);
  if (!match) return "-";
  return std::string(text.substr(match->begin, match->end - match->begin));
}

std::string slot(std::string_view phrase, std::string_view name, std::string_view text) {
  const auto made = Phrase::from_phrase(phrase);
  if (!made) return "error: " + made.error().what;
  const auto match = made->locate(text);
  if (!match) return "-";
  const auto found = match->slots.find(std::string(name));
  return found == match->slots.end() ? "?" : std::string(found->second);
}

TEST(Phrase, MatchesWordsInOrderWithoutRegardToCaseAndPunctuation) {
  EXPECT_EQ(matched("we have decided", "Sadly, We HAVE decided."), "We HAVE decided");
  EXPECT_EQ(matched("unfortunately we", "Unfortunately, we must"), "Unfortunately, we");
  EXPECT_EQ(matched("we have decided", "we decided"), "-");
  EXPECT_EQ(matched("we", "west"), "-");
  EXPECT_EQ(matched("not selected", "not (yet) selected"), "-");
}

TEST(Phrase, OneOfSeveralAndMissingWords) {
  EXPECT_EQ(matched("(not|never) selected", "you were never selected"), "never selected");
  EXPECT_EQ(matched("[very] sorry", "sorry to say"), "sorry");
  EXPECT_EQ(matched("[very|so] sorry", "I am so sorry"), "so sorry");
  EXPECT_EQ(matched("we [have|had] [now] decided", "we had now decided"), "we had now decided");
  EXPECT_EQ(matched("(go|move [right] on) with", "we move right on with it"), "move right on with");
}

TEST(Phrase, EndingsBeginningsAndAnyWord) {
  EXPECT_EQ(matched("candidat*", "other candidates"), "candidates");
  EXPECT_EQ(matched("bewerber*", "alle Bewerber:innen"), "Bewerber:innen");
  EXPECT_EQ(matched("candidat* retenu*", "candidat(e)s retenu·e·s ici"), "candidat(e)s retenu·e·s");
  EXPECT_EQ(matched("*stelle", "die Entwicklerstelle"), "Entwicklerstelle");
  EXPECT_EQ(matched("the * position", "the clerk position"), "the clerk position");
  EXPECT_EQ(matched("the * position", "the position"), "-");
}

TEST(Phrase, GapsStayWithinTheirWordsAndTheSentence) {
  EXPECT_EQ(matched("not ... selected", "not been one of those selected"), "not been one of those selected");
  EXPECT_EQ(matched("not ...2 selected", "not been one of those selected"), "-");
  EXPECT_EQ(matched("not ... selected", "not\nselected"), "-");
  EXPECT_EQ(matched("not ... selected", "not selected"), "not selected");
  EXPECT_EQ(matched("not ... selected", "nothing was selected"), "-");
  EXPECT_EQ(matched("we [now] ... not", "west of it not"), "-");
}

TEST(Phrase, SentenceBeginAndEnd) {
  EXPECT_EQ(matched("^dear sam", "Oh dear Sam"), "-");
  EXPECT_EQ(matched("^dear sam", "x\nDear Sam"), "Dear Sam");
  EXPECT_EQ(matched("no thanks$", "no thanks."), "no thanks.");
  EXPECT_EQ(matched("no thanks$", "no thanks for that"), "-");
  EXPECT_EQ(matched("a no (for|$)", "it is a no."), "a no.");
  EXPECT_EQ(matched("a no (for|$)", "it is a no for us"), "a no for");
  EXPECT_EQ(matched("a no (for|$)", "it is a no brainer"), "-");
}

TEST(Phrase, QuotesApostrophesAccentsAndHyphens) {
  EXPECT_EQ(matched("won't be", "we won’t be"), "won’t be");
  EXPECT_EQ(matched("won't be", "we wont be"), "wont be");
  EXPECT_EQ(matched("(not|n't) selected", "you weren’t selected"), "weren’t selected");
  EXPECT_EQ(matched("(not|n't) selected", "you want selected"), "-");
  EXPECT_EQ(matched("you 've seen", "you've seen"), "you've seen");
  EXPECT_EQ(matched("l'entreprise", "dans l’entreprise"), "l’entreprise");
  EXPECT_EQ(matched("für", "fuer dich"), "fuer");
  EXPECT_EQ(matched("für", "fur dich"), "fur");
  EXPECT_EQ(matched("für", "für dich"), "für");
  EXPECT_EQ(matched("größe", "Groesse"), "Groesse");
  EXPECT_EQ(matched("décision", "la decision"), "decision");
  EXPECT_EQ(matched("decision", "la décision"), "décision");
  EXPECT_EQ(matched("short-list", "the shortlist"), "shortlist");
  EXPECT_EQ(matched("short-list", "the short list"), "short list");
  EXPECT_EQ(matched("wir können nicht", "Wir k\xC3\xB6nnen nicht"), "Wir können nicht");
}

TEST(Phrase, SlotsTakeWordsAsWritten) {
  EXPECT_EQ(slot("for the <role> position", "role", "for the Senior Data Engineer position"), "Senior Data Engineer");
  EXPECT_EQ(slot("position at <company>", "company", "the position at Müller & Söhne, where"), "Müller & Söhne, where");
  EXPECT_EQ(slot("^dear <person>", "person", "Dear Sam,"), "Sam");
  EXPECT_EQ(slot("for the <rôle> x", "role", ""), "error: unknown slot <rôle> (character 9)");
}

TEST(Phrase, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(matched("(a|b", ""), "error: ')' is missing (character 5)");
  EXPECT_EQ(matched("a)", ""), "error: a ')' without its opening bracket (character 2)");
  EXPECT_EQ(matched("... a", ""), "error: a gap needs words on both sides (character 1)");
  EXPECT_EQ(matched("[a]", ""), "error: the phrase has no word that must be there (character 1)");
  EXPECT_EQ(matched("<role>", ""), "error: a phrase needs at least one word besides slots and * (character 1)");
  EXPECT_EQ(matched("a\nb", ""), "error: a phrase stays within one sentence: no line breaks (character 2)");
  EXPECT_EQ(matched("apologi*ed", ""), "error: '*' can only begin or end a word (character 9)");
  EXPECT_EQ(matched("a ...99 b", ""), "error: a gap is 1 to 20 words (character 3)");
  EXPECT_EQ(matched("", ""), "error: the phrase has no word that must be there (character 1)");
}

TEST(Phrase, RegexIsTheWayOut) {
  const auto regex = Phrase::from_regex("ref[.:] ?\\d+");
  ASSERT_TRUE(regex);
  EXPECT_TRUE(regex->locate("Ref: 123"));
  EXPECT_FALSE(Phrase::from_regex("(a"));
  EXPECT_FALSE(Phrase::from_regex("a*"));
  EXPECT_FALSE(Phrase::from_regex("(?=a)b"));
}

TEST(PhraseSet, FindsWhatEachPhraseFindsAlone) {
  const std::vector<std::string> sources = {"we have decided",     "(not|never) ... selected",
                                            "candidat*",           "*stelle",
                                            "won't [be]",          "e-mail",
                                            "für ... entschieden", "l'offre",
                                            "[very] sorry",        "^dear <person>",
                                            "no (for|$)",          "the * of"};
  const std::vector<std::string> texts = {"Dear Sam, we have decided",
                                          "never ever selected",
                                          "other candidates of the house",
                                          "Teilzeitstelle",
                                          "wont be",
                                          "an email",
                                          "fuer andere entschieden",
                                          "de l’offre",
                                          "sorry",
                                          "it is a no",
                                          "the end of it",
                                          "nothing here",
                                          "für Sie nicht entschieden",
                                          "",
                                          "ünïcödé 漢字 text",
                                          "candidat-e-s"};
  PhraseSet set;
  std::vector<Phrase> alone;
  for (const std::string& source : sources) {
    alone.push_back(*Phrase::from_phrase(source));
    set.add(alone.back());
  }
  set.add(*Phrase::from_regex("漢字"));
  alone.push_back(*Phrase::from_regex("漢字"));
  for (const std::string& text : texts) {
    std::vector<std::size_t> expected;
    for (std::size_t i = 0; i < alone.size(); ++i)
      if (alone[i].locate(text)) expected.push_back(i);
    EXPECT_EQ(set.matches(text), expected) << text;
  }
}

TEST(PhraseSet, AgreesWithEachPhraseOnRandomTexts) {
  std::mt19937 random(11);
  const std::vector<std::string> words = {"we",     "not",       "n't",        "don't",      "dont",      "selected",
                                          "select", "für",       "fuer",       "short-list", "shortlist", "short",
                                          "list",   "candidate", "candidates", "you",        "you've",    "other",
                                          "(e)s",   "l'offre",   "offre",      "größe"};
  const auto pick = [&] { return words[random() % words.size()]; };
  for (int round = 0; round < 300; ++round) {
    PhraseSet set;
    std::vector<Phrase> alone;
    for (int i = 0; i < 8; ++i) {
      std::string source = pick() + (random() % 3 ? " " : "* ") +
                           (random() % 2 ? "(" + pick() + "|" + pick() + " " + pick() + ")" : "[" + pick() + "]");
      if (random() % 2) source += " ...2 " + pick();
      const auto phrase = Phrase::from_phrase(source);
      if (!phrase) continue;
      alone.push_back(*phrase);
      set.add(*phrase);
    }
    std::string text;
    for (int i = 0; i < 12; ++i) text += pick() + (random() % 5 ? " " : ", ");
    std::vector<std::size_t> expected;
    for (std::size_t i = 0; i < alone.size(); ++i)
      if (alone[i].locate(text)) expected.push_back(i);
    EXPECT_EQ(set.matches(text), expected) << text;
  }
}

TEST(FoldedText, KnowsWhereEachByteStood) {
  const FoldedText folded = fold_for_matching("Größe “x”");
  EXPECT_EQ(folded.text, "grosse \"x\"");
  ASSERT_EQ(folded.origin.size(), folded.text.size() + 1);
  EXPECT_EQ(folded.original(0), 0u);
  EXPECT_EQ(folded.original(folded.text.size()), std::string("Größe “x”").size());
  EXPECT_TRUE(fold_for_matching("plain").origin.empty());
}

}  // namespace
}  // namespace ajar
