#include "filters/rules.h"

#include <gtest/gtest.h>

#include <set>

#include "filters/rule_workshop.h"
#include "tests/support/shipped_rules.h"

namespace ajar {
namespace {

using testing::read_invented;
using testing::shipped_rule_files;
using testing::shipped_rules;

constexpr const char* kSmallPack = R"(version: 1
language: en
groups:
  decision: {cap: 10}
words:
  goods: [tea, "green coffee"]
rules:
  - id: t.no
    event: rejection
    group: decision
    weight: 9
    phrases: ["no {goods}"]
)";

/// Every fault as `ajar check` prints it.
std::string faults_of(const std::string& shipped, const std::string& mine = "") {
  std::vector<NamedText> overlay;
  if (!mine.empty()) overlay.push_back({"mine.yaml", mine});
  const auto loaded = RuleBook::load({{"en.yaml", shipped}}, overlay, {});
  std::string all;
  if (!loaded)
    for (const Fault& fault : loaded.error()) all += show_fault(fault, fault.file == "mine.yaml" ? mine : shipped);
  return all;
}

double score_of(const std::string& mine, const std::string& body) {
  std::vector<NamedText> overlay;
  if (!mine.empty()) overlay.push_back({"mine.yaml", mine});
  const auto loaded = RuleBook::load({{"en.yaml", kSmallPack}}, overlay, {});
  if (!loaded) return -99;
  Message message;
  message.text = body + " and this is what we have for you, with regards from the house";
  return judge(message, prepare_text(message), *loaded, false).score;
}

TEST(RuleBook, LoadsWordListsGroupsAndRules) {
  EXPECT_EQ(faults_of(kSmallPack), "");
  EXPECT_EQ(score_of("", "There is no tea"), 9);
  EXPECT_EQ(score_of("", "There is no green coffee"), 9);
  EXPECT_EQ(score_of("", "There is green coffee"), 0);
}

TEST(RuleBook, ARuleSwitchedOffNeedNotMatchItsExamples) {
  const std::string pack = std::string(kSmallPack) + "    examples: {match: [There is no tea.]}\n";
  const auto loaded =
      RuleBook::load({{"en.yaml", pack}}, {{"mine.yaml", "version: 1\nrules:\n  - {id: t.no, weight: 0}\n"}}, {});
  ASSERT_TRUE(loaded);
  const ExampleReport report = test_examples(*loaded);
  EXPECT_TRUE(report.faults.empty());
}

TEST(RuleBook, TheUsersFileWinsById) {
  EXPECT_EQ(score_of("version: 1\nrules:\n  - {id: t.no, weight: 3}\n", "There is no tea"), 3);
  EXPECT_EQ(score_of("version: 1\nrules:\n  - {id: t.no, weight: 0}\n", "There is no tea"), 0);
  EXPECT_EQ(score_of("version: 1\nrules:\n  - {id: t.no, event: rejection, weight: 7, phrases: [no milk]}\n",
                     "There is no milk"),
            7);
  EXPECT_EQ(score_of("version: 1\nrules:\n  - {id: my.no, event: rejection, weight: 4, phrases: [no milk]}\n",
                     "There is no milk, no tea"),
            13);
}

TEST(RuleBook, ReportsEveryFaultAtOnceWithItsPlace) {
  EXPECT_EQ(faults_of(R"(version: 1
language: en
groups: {decision: {cap: 10}}
rules:
  - id: t.a
    event: rejektion
    wieght: 9
    group: decison
    weight: 9
    phrases: ["(open", "fine words"]
  - id: t.a
    sign: keep_on_fle
    phrases: [x]
  - id: t.empty
    event: rejection
    weight: 1
)"),
            "en.yaml:6:12: unknown event 'rejektion'\n"
            "      event: rejektion\n"
            "             ^\n"
            "  hint: did you mean 'rejection'?\n"
            "en.yaml:7:5: unknown key 'wieght'\n"
            "      wieght: 9\n"
            "      ^\n"
            "  hint: did you mean 'weight'?\n"
            "en.yaml:8:12: unknown group 'decison'\n"
            "      group: decison\n"
            "             ^\n"
            "  hint: did you mean 'decision'?\n"
            "en.yaml:10:15: ')' is missing (character 6)\n"
            "      phrases: [\"(open\", \"fine words\"]\n"
            "                ^\n"
            "en.yaml:11:9: duplicate id 't.a'\n"
            "    - id: t.a\n"
            "          ^\n"
            "  hint: it is already on line 5\n"
            "en.yaml:12:11: unknown sign 'keep_on_fle'\n"
            "      sign: keep_on_fle\n"
            "            ^\n"
            "  hint: did you mean 'keep_on_file'?\n"
            "en.yaml:14:9: the rule 't.empty' has no phrases\n"
            "    - id: t.empty\n"
            "          ^\n"
            "  hint: give phrases:, regex:, domains: or local_parts:\n");
}

TEST(RuleBook, RefusesWhatCanNeverMatch) {
  const std::string head =
      "version: 1\nlanguage: en\nrules:\n  - id: t.a\n    event: rejection\n    weight: 1\n    phrases: ";
  EXPECT_NE(faults_of(head + "[\"a\\nb\"]\n").find("no line breaks"), std::string::npos);
  EXPECT_NE(faults_of(head + "[\"{nothing}\"]\n").find("unknown word list {nothing}"), std::string::npos);
  EXPECT_NE(faults_of(head + "[\"\"]\n").find("the phrase is empty"), std::string::npos);
  EXPECT_NE(faults_of(head + "[x]\n    regex: [\"(?=a)\"]\n").find("bad regex"), std::string::npos);
  EXPECT_NE(faults_of("version: 2\nrules: []\n").find("unknown version '2'"), std::string::npos);
  EXPECT_NE(faults_of("rules: []\n").find("version: is missing"), std::string::npos);
}

TEST(RuleBook, AVetoCoversItsClauseItsSentenceOrTheMail) {
  const auto with = [](const std::string& veto) {
    return "version: 1\nlanguage: en\nrules:\n  - {id: my.veto, veto: " + veto + ", phrases: [if]}\n";
  };
  EXPECT_EQ(score_of(with("clause"), "If there is no tea, there is no milk"), 0);
  EXPECT_EQ(score_of(with("clause"), "If you like it, well, there is no tea"), 9);
  EXPECT_EQ(score_of(with("sentence"), "If you like it, there is no tea"), 0);
  EXPECT_EQ(score_of(with("sentence"), "If you like it. There is no tea"), 9);
  EXPECT_EQ(score_of(with("mail"), "If you like it. There is no tea"), 0);
}

TEST(RuleBook, NeedsUnlessAndWithoutNarrowARule) {
  const auto with = [](const std::string& key) {
    return "version: 1\nlanguage: en\ngroups: {topic: {cap: 0}}\nrules:\n"
           "  - {id: my.topic, group: topic, phrases: [harvest]}\n"
           "  - {id: t.no, event: rejection, weight: 9, phrases: [no ... tea], " +
           key + "}\n";
  };
  EXPECT_EQ(score_of(with("needs: topic"), "There is no tea"), 0);
  EXPECT_EQ(score_of(with("needs: topic"), "The harvest failed. There is no tea"), 9);
  EXPECT_EQ(score_of(with("needs: [topic, brief]"), "There is no tea"), 9);
  EXPECT_EQ(score_of(with("unless: topic"), "The harvest failed. There is no tea"), 0);
  EXPECT_EQ(score_of(with("without: [green]"), "There is no green tea"), 0);
  EXPECT_EQ(score_of(with("without: [green]"), "There is no green tea and no black tea"), 9);
}

TEST(ShippedRules, SayWhyAndShowExamples) {
  for (const Rule& rule : shipped_rules().rules()) {
    EXPECT_FALSE(rule.because.empty()) << rule.file << ": " << rule.id;
    const bool by_sender = !rule.domains.empty() || !rule.local_parts.empty();
    EXPECT_TRUE(by_sender || !rule.match_examples.empty()) << rule.file << ": " << rule.id;
  }
}

TEST(ShippedRules, PassTheirExamples) {
  const ExampleReport report = test_examples(shipped_rules());
  EXPECT_GT(report.tried, 500u);
  for (const Fault& fault : report.faults)
    ADD_FAILURE() << fault.file << ":" << fault.position.line << ":" << fault.position.column << ": " << fault.what
                  << "\n  " << fault.hint;
}

/// What a mail of each language says when it is no rejection, and the beginning of a condition in it.
struct Surroundings {
  std::string language, greeting, body, condition, then;
};
const std::vector<Surroundings>& surroundings() {
  static const std::vector<Surroundings> all = {
      {"en", "Dear Sam,",
       "thank you for your message about the application. We are reading it now and you will hear from us soon.", "If",
       "we will let you know."},
      {"de", "Liebe Sam,",
       "vielen Dank für Ihre Nachricht zur Bewerbung. Wir lesen sie gerade und Sie hören bald von uns.", "Falls",
       "melden wir uns bei Ihnen."},
      {"fr", "Bonjour Sam,",
       "merci pour votre message au sujet de la candidature. Nous la lisons et vous aurez bientôt de nos nouvelles.",
       "Si", "nous vous le ferons savoir."},
      {"es", "Hola Sam:",
       "gracias por su mensaje sobre la candidatura. La estamos leyendo y pronto tendrá noticias nuestras.", "Si",
       "se lo haremos saber."},
      {"pt", "Olá Sam,",
       "obrigado pela sua mensagem sobre a candidatura. Estamos a lê-la e em breve terá notícias nossas.", "Se",
       "avisamos."},
      {"it", "Ciao Sam,", "grazie per il messaggio sulla candidatura. La stiamo leggendo e presto avrà nostre notizie.",
       "Se", "glielo faremo sapere."},
      {"nl", "Beste Sam,", "bedankt voor je bericht over de sollicitatie. We lezen hem nu en je hoort snel van ons.",
       "Als", "laten we het je weten."}};
  return all;
}

/// Examples of the rules that speak for a rejection, by language.
std::vector<std::string> rejection_examples(const std::string& language) {
  std::vector<std::string> examples;
  for (const Rule& rule : shipped_rules().rules())
    if (rule.language == language && rule.event == Event::rejection && rule.weight >= 2)
      examples.insert(examples.end(), rule.match_examples.begin(), rule.match_examples.end());
  return examples;
}

TEST(ShippedRules, NoWordsInAQuotationMoveAVerdict) {
  for (const Surroundings& s : surroundings())
    for (const std::string& example : rejection_examples(s.language)) {
      const std::string mail = s.greeting + "\n\n" + s.body + "\n\n> " + example + "\n> Pat\n";
      EXPECT_FALSE(read_invented("x", mail).verdict.rejection) << s.language << ": " << example;
    }
}

TEST(ShippedRules, NoWordsInASignatureMoveAVerdict) {
  for (const Surroundings& s : surroundings())
    for (const std::string& example : rejection_examples(s.language)) {
      const std::string mail = s.greeting + "\n\n" + s.body + "\n\n-- \nPat Doe\n" + example + "\n";
      EXPECT_FALSE(read_invented("x", mail).verdict.rejection) << s.language << ": " << example;
    }
}

TEST(ShippedRules, NoWordsInAConditionMoveAVerdict) {
  for (const Surroundings& s : surroundings())
    for (std::string example : rejection_examples(s.language)) {
      // One sentence, so that it can stand in a condition.
      while (!example.empty() && std::string(".!").find(example.back()) != std::string::npos) example.pop_back();
      if (example.find_first_of(".!?;:,") != std::string::npos) continue;
      const std::string mail = s.greeting + "\n\n" + s.body + " " + s.condition + " " + example + ", " + s.then + "\n";
      EXPECT_FALSE(read_invented("x", mail).verdict.rejection) << s.language << ": " << example;
    }
}

TEST(RuleWorkshop, ProposesARuleThatLoadsAndWouldHaveSaidNo) {
  const Reading mail = read_invented(
      "About the clerk position",
      "Dear Sam,\n\nthank you for the interview. On balance the stars do not stand well for our common journey "
      "with the Clerk position in 2026.\n\nRegards,\nPat\n");
  ASSERT_FALSE(mail.verdict.rejection);
  const std::string yaml = propose_rule(mail, true, shipped_rules());
  const auto loaded = RuleBook::load(shipped_rule_files(), {{"mine.yaml", yaml}}, {});
  ASSERT_TRUE(loaded) << yaml;
  const Verdict again = judge(mail.message, mail.text, *loaded, false);
  EXPECT_TRUE(again.rejection) << yaml;
  for (const Fault& fault : test_examples(*loaded).faults) EXPECT_NE(fault.file, "mine.yaml") << fault.what;
}

TEST(RuleWorkshop, ProposesARuleThatWouldHaveKeptStill) {
  const Reading mail = read_invented("The choir",
                                     "Dear Sam,\n\nthank you for applying to our choir. We have decided to go with "
                                     "another candidate for the tenor position.\n");
  ASSERT_TRUE(mail.verdict.rejection);
  const std::string yaml = propose_rule(mail, false, shipped_rules());
  const auto loaded = RuleBook::load(shipped_rule_files(), {{"mine.yaml", yaml}}, {});
  ASSERT_TRUE(loaded) << yaml;
  EXPECT_FALSE(judge(mail.message, mail.text, *loaded, false).rejection) << yaml;
}

TEST(RuleWorkshop, ProposesSomethingLoadableForAnyMail) {
  for (const char* body :
       {"", "\"quotes\" \\ and (brackets] {lists} <slots> * ^ $ ...", "1 2 3", "漢字だけ", "No.", "a\tb"}) {
    const Reading mail = read_invented(body, body);
    for (bool is_rejection : {true, false}) {
      const std::string yaml = propose_rule(mail, is_rejection, shipped_rules());
      EXPECT_TRUE(RuleBook::load({}, {{"mine.yaml", yaml}}, {})) << yaml;
    }
  }
}

TEST(RuleWorkshop, NamesExamplesThatFail) {
  const std::string pack =
      std::string(kSmallPack) + "    because: test\n    examples: {match: [\"no milk\"], not: [\"there is no tea\"]}\n";
  const auto loaded = RuleBook::load({{"en.yaml", pack}}, {}, {});
  ASSERT_TRUE(loaded);
  const ExampleReport report = test_examples(*loaded);
  EXPECT_EQ(report.tried, 2u);
  ASSERT_EQ(report.faults.size(), 2u);
  EXPECT_EQ(report.faults[0].what, "'t.no' does not match its example");
  EXPECT_EQ(report.faults[1].what, "'t.no' matches an example that it must not match");
}

}  // namespace
}  // namespace ajar
