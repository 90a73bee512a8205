#include "filters/etiquette.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "filters/etiquette_phrases.h"
#include "filters/reply_variants.h"
#include "tests/support/invented_occasions.h"

namespace ajar {
namespace {

bool has_rule(const std::vector<Breach>& breaches, const std::string& rule) {
  return std::any_of(breaches.begin(), breaches.end(), [&](const Breach& b) { return b.rule == rule; });
}

std::string shown(const std::vector<Breach>& breaches) {
  std::string text;
  for (const Breach& breach : breaches) text += breach.rule + " (" + breach.words + ") ";
  return text;
}

struct Wording {
  const char* language;
  const char* rule;
  const char* text;
};

TEST(Etiquette, RefusesWhatBreaksTheManners) {
  static constexpr std::array kBad{
      Wording{"en", "placeholder", "Thank you, {person}."},
      Wording{"en", "placeholder", "Dear FirstName,"},
      Wording{"en", "placeholder", "Thank you for [something specific]."},
      Wording{"en", "exclamation", "Thank you so much!"},
      Wording{"en", "address", "See https://example.org for more."},
      Wording{"en", "control_character", "Thank\x07you."},
      Wording{"en", "comparison", "What did the other candidates have that I lacked?"},
      Wording{"en", "comparison", "I was stronger than the others."},
      Wording{"en", "contest", "Please reconsider your decision."},
      Wording{"en", "contest", "I cannot understand why I was turned down."},
      Wording{"en", "contest", "Could you tell me why I was not selected?"},
      Wording{"en", "plea", "I am begging you for another chance."},
      Wording{"en", "boast", "I believe that I have the skills for this."},
      Wording{"en", "boast", "I would be a perfect fit for your company."},
      Wording{"en", "promise", "I promise to call you next week."},
      Wording{"en", "hire_fails", "If the new person does not work out, call me."},
      Wording{"en", "complaint", "This was very disappointing."},
      Wording{"en", "robot_mail", "After your automated message I had to sit down."},
      Wording{"en", "consent", "Yes, please put me into the talent pool."},
      Wording{"de", "contest", "Könnten Sie mir die Gründe für die Absage nennen?"},
      Wording{"de", "contest", "Woran hat es gelegen?"},
      Wording{"de", "comparison", "Was hatten die anderen Bewerber, was ich nicht habe?"},
      Wording{"de", "plea", "Geben Sie mir eine zweite Chance."},
      Wording{"de", "boast", "Ich bin bestens geeignet."},
      Wording{"de", "promise", "Ich verspreche Ihnen, mich zu melden."},
      Wording{"de", "hire_fails", "Falls es in der Probezeit anders kommt, rufen Sie an."},
      Wording{"de", "complaint", "Leider war das enttäuschend."},
      Wording{"fr", "contest", "Quelles sont les raisons de votre refus ?"},
      Wording{"fr", "complaint", "Je suis déçu."},
      Wording{"es", "complaint", "Es una decepción para mí."},
      Wording{"pt", "plea", "Peço mais uma chance."},
      Wording{"it", "complaint", "Purtroppo è andata male."},
      Wording{"nl", "complaint", "Ik ben teleurgesteld."},
  };
  for (const Wording& bad : kBad) {
    const auto breaches = check_wording(bad.text, bad.language);
    EXPECT_TRUE(has_rule(breaches, bad.rule)) << bad.text << " gives only: " << shown(breaches);
  }
}

TEST(Etiquette, LetsAPlainThankYouPass) {
  EXPECT_EQ(shown(check_wording("Thank you for telling me yourself. I understand the decision.", "en")), "");
  EXPECT_EQ(shown(check_wording("vielen Dank für Ihre Nachricht. Ich verstehe die Entscheidung.", "de")), "");
}

TEST(Etiquette, AForbiddenPhraseDoesNotReachOverTheEndOfASentence) {
  EXPECT_EQ(shown(check_wording("That is why I write. I was not at my desk when the chosen day came.", "en")), "");
}

const ReplyBook& book() {
  static const ReplyBook shipped = shipped_replies();
  return shipped;
}

TEST(Etiquette, EveryBuiltInPhraseCompiles) { EXPECT_EQ(faulty_phrases(), std::vector<std::string>{}); }

/// A draft that keeps the manners, to be spoilt by each test.
struct Kept {
  std::unique_ptr<InventedOccasion> made;
  const ReplyBook& replies = book();
  Draft draft;
  explicit Kept(std::uint64_t number = 101) : made(invent_occasion("en", number)) {
    draft = *compose_draft(made->occasion, replies, RuleBook(), {});
  }
  std::vector<Breach> check() const { return check_etiquette(draft, made->occasion, replies); }
  void insert(const std::string& sentence) { draft.body.insert(draft.body.find("\n\n") + 2, sentence + " "); }
};

TEST(Etiquette, AComposedDraftIsWithoutBreach) { EXPECT_EQ(shown(Kept().check()), ""); }

TEST(Etiquette, ASecondQuestionIsABreach) {
  Kept kept;
  kept.insert("How are you? How is the team?");
  EXPECT_TRUE(has_rule(kept.check(), "second_question"));
}

TEST(Etiquette, AQuestionIsABreachWhereNoneMayBeAsked) {
  Kept kept;
  kept.made->trigger.verdict.signs.insert("no_feedback_policy");
  kept.draft.body = "Hi Owen,\n\nThank you. What could I do better?\n\nBest,\nSam Rivera\n";
  EXPECT_TRUE(has_rule(kept.check(), "unwanted_question"));
}

TEST(Etiquette, TooFewAndTooManyWordsAreABreach) {
  Kept kept;
  const std::string body = kept.draft.body;
  for (int i = 0; i < 20; ++i) kept.insert("One more sentence number " + std::to_string(i) + " follows here.");
  EXPECT_TRUE(has_rule(kept.check(), "length"));
  kept.draft.body = body.substr(0, body.find("\n\n") + 2) + "Thank you.\n\nSam Rivera\n";
  EXPECT_TRUE(has_rule(kept.check(), "length"));
}

TEST(Etiquette, TheSignatureDoesNotCountAsText) {
  Kept kept;
  kept.made->candidate.signature = "Sam Rivera\nhttps://example.org\n" + std::string(60, 'x');
  kept.draft = *compose_draft(kept.made->occasion, kept.replies, RuleBook(), {});
  EXPECT_NE(kept.draft.body.find("https://example.org"), std::string::npos);
  EXPECT_EQ(shown(kept.check()), "");
}

TEST(Etiquette, ARepeatedSentenceIsABreach) {
  Kept kept;
  kept.insert("I was glad to hear it. I was glad to hear it.");
  EXPECT_TRUE(has_rule(kept.check(), "repeated_sentence"));
}

TEST(Etiquette, AnotherLanguageIsABreach) {
  Kept kept;
  kept.draft.body = kept.draft.body.substr(0, kept.draft.body.find("\n\n") + 2) +
                    "vielen Dank für Ihre Nachricht und für das Gespräch mit Ihnen, das ich nicht vergessen werde und das mich sehr gefreut hat.\n\nSam Rivera\n";
  EXPECT_TRUE(has_rule(kept.check(), "wrong_language"));
}

TEST(Etiquette, ASalutationToSomebodyElseIsABreach) {
  Kept kept;
  kept.draft.body.replace(0, kept.draft.body.find('\n'), "Hi Barnaby,");
  EXPECT_TRUE(has_rule(kept.check(), "wrong_salutation"));
}

TEST(Etiquette, ANameThatNoMailHoldsIsABreach) {
  Kept kept;
  kept.insert("Please greet Barnaby from me.");
  EXPECT_TRUE(has_rule(kept.check(), "unknown_name"));
}

TEST(Etiquette, SixWordsOfTheFormMailAreABreach) {
  Kept kept;
  kept.made->trigger.text.body = "We were very glad indeed to read your application for the role.";
  kept.insert("You were very glad indeed to read your post.");
  EXPECT_TRUE(has_rule(kept.check(), "quotes_form_mail"));
}

TEST(Etiquette, TheNameOfThePostIsNoQuotation) {
  Kept kept;
  kept.made->correspondence.role = "Keeper of the Tide Gauge Archive";
  kept.made->trigger.text.body = "You applied for the post of Keeper of the Tide Gauge Archive with us.";
  kept.insert("Thank you for the post of Keeper of the Tide Gauge Archive.");
  EXPECT_FALSE(has_rule(kept.check(), "quotes_form_mail"));
}

TEST(Etiquette, WordRangesAreThoseOfTheManners) {
  EXPECT_EQ(word_range("rejection", "application", false).most, 60u);
  EXPECT_EQ(word_range("rejection", "screen", false).fewest, 40u);
  EXPECT_EQ(word_range("rejection", "interview", false).most, 120u);
  EXPECT_EQ(word_range("rejection", "final", false).fewest, 70u);
  EXPECT_EQ(word_range("rejection", "interview", true).most, 110u);
  EXPECT_EQ(word_range("feedback_thanks", "final", false).most, 90u);
}

TEST(Etiquette, AReminderTextAsksNothing) {
  EXPECT_TRUE(has_rule(check_note("Hi Priya, how are you?", "en", {0, 100}), "unwanted_question"));
  EXPECT_TRUE(has_rule(check_note("Hi Priya.", "en", {40, 90}), "length"));
}

TEST(Etiquette, EveryAdjacentPairOfShippedSentencesJoins) {
  const ReplyBook& replies = book();
  static constexpr std::array<std::pair<const char*, const char*>, 12> kNeighbours{{
      {"thanks", "acceptance"}, {"thanks", "personal"}, {"acceptance", "personal"}, {"acceptance", "feedback"}, {"personal", "feedback"}, {"feedback", "door"},
      {"feedback", "wishes"}, {"acceptance", "door"}, {"personal", "door"}, {"door", "wishes"}, {"personal", "wishes"}, {"personal", "pass_on"}}};
  for (const char* language : {"en", "de"}) {
    const LanguagePack& pack = *replies.compiled().pack(language);
    for (const auto& [first, second] : kNeighbours) {
      std::size_t joining = 0, apart = 0;
      std::map<std::string, std::set<std::string>> runs;
      for (const char* part : {first, second}) {
        for (const Variant& variant : pack.parts.at(part)) runs[variant.id] = word_runs(variant.text, 4);
      }
      for (const Variant& a : pack.parts.at(first)) {
        for (const Variant& b : pack.parts.at(second)) {
          const std::set<std::string>& mine = runs[a.id];
          const std::set<std::string>& theirs = runs[b.id];
          const bool echo = std::any_of(mine.begin(), mine.end(), [&](const std::string& run) { return theirs.count(run) > 0; });
          const bool same_idea = std::any_of(a.says.begin(), a.says.end(), [&](const std::string& idea) { return b.says.count(idea) > 0; });
          const bool thanks_twice = count_thanks(a.text, language) + count_thanks(b.text, language) > 4;
          EXPECT_FALSE(thanks_twice) << a.id << " and " << b.id;
          (echo && !same_idea ? apart : joining) += 1;
        }
      }
      // The writer never puts a pair together that echoes; there must be plenty that do not.
      EXPECT_LT(static_cast<double>(apart), 0.03 * static_cast<double>(joining)) << language << ": " << first << " and " << second;
    }
  }
}

}  // namespace
}  // namespace ajar
