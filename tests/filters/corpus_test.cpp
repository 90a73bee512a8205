// The invented mails of tests/corpus/<language>, read as `ajar classify` reads them: each .eml has its truth beside it.
// And the promise that what a mail quotes, signs with or merely supposes never makes it a no.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "filters/charset.h"
#include "filters/reading.h"
#include "filters/yaml_reader.h"

namespace ajar {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

const fs::path kSource = AJAR_SOURCE_DIR;
constexpr Instant kNow = std::chrono::sys_days{std::chrono::year{2026} / 12 / 1};
const std::vector<std::string> kLanguages = {"de", "en", "es", "fr", "it", "nl", "pt"};

std::string slurp(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

std::vector<fs::path> files_in(const fs::path& folder, const std::string& extension) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == extension) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

const RuleBook& shipped_rules() {
  static const RuleBook book = [] {
    std::vector<NamedText> shipped;
    for (const fs::path& file : files_in(kSource / "config/rules", ".yaml"))
      shipped.push_back({file.filename().string(), slurp(file)});
    auto loaded = RuleBook::load(shipped, {}, {});
    if (!loaded)
      for (const Fault& fault : loaded.error())
        ADD_FAILURE() << fault.file << ":" << fault.position.line << " " << fault.what;
    return loaded.value();
  }();
  return book;
}

Candidate candidate() {
  Candidate me;
  me.self = {"Sam Rivera", "sam.rivera@inbox.example"};
  me.aliases = {"jona.weber@postfach.example",    "camille.roux@courriel.example", "alex.romero@buzon.example",
                "ariel.nogueira@correio.example", "andrea.ferri@posta.example",    "robin.dewit@mailbus.example"};
  return me;
}

Reading read(const std::string& bytes) {
  auto reading = read_message(bytes, std::nullopt, kNow, shipped_rules(), candidate());
  EXPECT_TRUE(reading) << bytes.substr(0, 200);
  return reading.value();
}

// ------------------------------------------------------------------------------------------------ expected and found

/// The truth about one mail.
struct Expected {
  std::string event, language;
  bool rejection = false;
  std::vector<std::string> also, signs;
  std::map<std::string, std::string> facts;  ///< company, role, person, stage; empty: the mail does not tell
};

Expected read_expected(const fs::path& file) {
  const YamlDocument document = read_yaml(slurp(file), file.filename().string());
  EXPECT_TRUE(document.faults.empty()) << file;
  const auto scalar = [&](const char* key) {
    const YamlValue* value = document.root.find(key);
    return !value || value->kind != YamlValue::Kind::scalar || (!value->quoted && value->scalar == "null")
               ? std::string{}
               : value->scalar;
  };
  const auto list = [&](const char* key) {
    std::vector<std::string> items;
    if (const YamlValue* value = document.root.find(key))
      for (const YamlValue& item : value->items) items.push_back(item.scalar);
    return items;
  };
  Expected expected;
  expected.event = scalar("event");
  expected.language = scalar("language");
  expected.rejection = scalar("rejection") == "true";
  expected.also = list("also");
  expected.signs = list("signs");
  for (const char* key : {"company", "role", "person", "stage"}) expected.facts[key] = scalar(key);
  return expected;
}

/// A fact as people compare it: without case, accents, marks, titles, articles and legal forms.
std::string comparable(const std::string& fact) {
  static const std::set<std::string> kIdle = {"gmbh", "ag",  "se",  "bv", "nv", "ltd",  "inc", "llc",  "srl",
                                              "spa",  "sa",  "sas", "kg", "dr", "prof", "mag", "the",  "der",
                                              "die",  "das", "le",  "la", "il", "de",   "lda", "ltda", "l"};
  std::string out;
  std::string open = fact.substr(0, fact.find('('));
  std::istringstream words(comparison_key(open));
  for (std::string word; words >> word;)
    if (!kIdle.count(word)) out += word + " ";
  return out;
}

std::map<std::string, std::string> facts_of(const Reading& reading) {
  return {{"company", reading.facts.company},
          {"role", reading.facts.role},
          {"person", reading.facts.person ? reading.facts.person->name : ""},
          {"stage", std::string(to_string(reading.facts.stage))}};
}

class Corpus : public testing::TestWithParam<std::string> {};

TEST_P(Corpus, HasEnoughMailsOfBothKinds) {
  const bool large = GetParam() == "de" || GetParam() == "en";
  std::size_t noes = 0, others = 0;
  for (const fs::path& file : files_in(kSource / "tests/corpus" / GetParam(), ".yaml"))
    ++(read_expected(file).rejection ? noes : others);
  EXPECT_GE(noes, large ? 25u : 12u);
  EXPECT_GE(others, large ? 35u : 15u);
}

TEST_P(Corpus, IsJudgedRight) {
  for (const fs::path& file : files_in(kSource / "tests/corpus" / GetParam(), ".eml")) {
    const Expected expected = read_expected(fs::path(file).replace_extension(".yaml"));
    const Verdict verdict = read(slurp(file)).verdict;
    std::ostringstream evidence;
    for (const Evidence& e : verdict.evidence)
      evidence << "  " << e.rule << " " << e.points << " \"" << e.words << "\"\n";
    SCOPED_TRACE(file.filename().string() + ", " + std::to_string(verdict.score) + " points\n" + evidence.str());
    EXPECT_EQ(verdict.rejection, expected.rejection);
    EXPECT_EQ(to_string(verdict.event), expected.event);
    EXPECT_EQ(verdict.language, expected.language);
    for (const std::string& event : expected.also)
      EXPECT_TRUE(std::any_of(verdict.also.begin(), verdict.also.end(), [&](Event e) { return to_string(e) == event; }))
          << event;
    for (const std::string& sign : expected.signs) EXPECT_TRUE(verdict.signs.count(sign)) << sign;
  }
}

TEST_P(Corpus, GivesNineOfTenOfEachFact) {
  struct Tally {
    int right = 0, all = 0;
    std::string wrong;
  };
  std::map<std::string, Tally> tallies;
  for (const fs::path& file : files_in(kSource / "tests/corpus" / GetParam(), ".eml")) {
    const Expected expected = read_expected(fs::path(file).replace_extension(".yaml"));
    for (const auto& [fact, found] : facts_of(read(slurp(file)))) {
      const std::string& wanted = expected.facts.at(fact);
      Tally& tally = tallies[fact];
      const bool same = comparable(found) == comparable(wanted);
      tally.right += same, ++tally.all;
      if (!same) tally.wrong += "  " + file.stem().string() + ": \"" + found + "\", not \"" + wanted + "\"\n";
    }
  }
  std::cout << GetParam() << " facts right:";
  for (const auto& [fact, tally] : tallies) {
    std::cout << " " << fact << " " << tally.right << "/" << tally.all;
    EXPECT_GE(tally.right * 10, tally.all * 9) << fact << "\n" << tally.wrong;
  }
  std::cout << "\n";
}

INSTANTIATE_TEST_SUITE_P(Languages, Corpus, testing::ValuesIn(kLanguages),
                         [](const auto& language) { return language.param; });

// ------------------------------------------------------------------------------------------------------- planted words

/// How a harmless mail of this language greets, talks about an application, supposes something and ends.
struct Host {
  std::string language, greeting, talk, before, after, ending;
};
const std::vector<Host> kHosts = {
    {"en", "Dear Sam,", "We have received your application for the archivist position and will read it next week.",
     "If it should turn out that ", ", we will let you know.", "Kind regards,\nAnna Berg"},
    {"de", "Guten Tag Frau Weber,",
     "Ihre Bewerbung als Archivarin ist bei uns eingegangen, wir lesen sie nächste Woche.", "Falls es heißen sollte, ",
     ", erfahren Sie es von uns.", "Freundliche Grüße\nAnna Berg"},
    {"fr", "Bonjour Madame Roux,", "Nous avons bien reçu votre candidature au poste d'archiviste et la lirons lundi.",
     "Dans le cas où nous écririons : ", ", vous en serez informée.", "Cordialement\nAnna Berg"},
    {"es", "Hola, Alex:", "Hemos recibido tu candidatura al puesto de archivero y la leeremos la semana que viene.",
     "En caso de que escribamos: ", ", te avisaremos.", "Un saludo\nAnna Berg"},
    {"pt", "Olá, Ariel,", "Recebemos a sua candidatura à vaga de arquivista e vamos analisar na próxima semana.",
     "No caso de escrevermos: ", ", avisaremos.", "Atenciosamente\nAnna Berg"},
    {"it", "Gentile Andrea,", "Abbiamo ricevuto la sua candidatura per il ruolo di archivista e la leggeremo lunedì.",
     "Nel caso in cui scrivessimo: ", ", la informeremo.", "Cordiali saluti\nAnna Berg"},
    {"nl", "Beste Robin,", "We hebben je sollicitatie als archivaris ontvangen en lezen die volgende week.",
     "Mocht het zo zijn dat we schrijven: ", ", dan hoor je dat.", "Met vriendelijke groet\nAnna Berg"}};

std::string mail(const std::string& body) {
  return "From: Anna Berg <anna.berg@archiv.example>\r\nTo: sam.rivera@inbox.example\r\nSubject: Archiv\r\n"
         "Date: Mon, 02 Mar 2026 09:00:00 +0100\r\nMessage-ID: <plant@archiv.example>\r\nMIME-Version: 1.0\r\n"
         "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" +
         body + "\n";
}

/// One example, as a part of a sentence: no capital, no full stop.
std::string as_clause(std::string example) {
  while (!example.empty() && std::string_view(".!? ").find(example.back()) != std::string_view::npos)
    example.pop_back();
  if (!example.empty()) example[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(example[0])));
  return example;
}

bool is_one_sentence(const std::string& example) {
  const std::size_t mark = example.find_first_of(".!?:;");
  return mark == std::string::npos || mark + 1 >= example.size();
}

class Planted : public testing::TestWithParam<std::size_t> {
 protected:
  const Host& host() const { return kHosts[GetParam()]; }
  /// The first example of every rule of this language whose points speak for a rejection.
  std::vector<std::pair<std::string, std::string>> examples() const {
    std::vector<std::pair<std::string, std::string>> found;
    for (const Rule& rule : shipped_rules().rules())
      if (rule.language == host().language && !rule.match_examples.empty())
        found.emplace_back(rule.id, rule.match_examples.front());
    return found;
  }
  std::string body(const std::string& middle, const std::string& below = {}) const {
    return host().greeting + "\n\n" + host().talk + "\n\n" + middle + host().ending + "\n" + below;
  }
};

TEST_P(Planted, TheHostIsNoRejection) { EXPECT_FALSE(read(mail(body(""))).verdict.rejection); }

TEST_P(Planted, AQuotedNoMovesNoVerdict) {
  for (const auto& [rule, example] : examples())
    EXPECT_FALSE(read(mail(body("", "\n> " + example + "\n> " + example + "\n"))).verdict.rejection)
        << rule << ": " << example;
}

TEST_P(Planted, ANoInTheSignatureMovesNoVerdict) {
  for (const auto& [rule, example] : examples())
    EXPECT_FALSE(read(mail(body("", "\n-- \nAnna Berg\n" + example + "\n"))).verdict.rejection)
        << rule << ": " << example;
}

TEST_P(Planted, ASupposedNoMovesNoVerdict) {
  for (const auto& [rule, example] : examples()) {
    if (!is_one_sentence(example)) continue;
    const std::string supposed = host().before + as_clause(example) + host().after + "\n\n";
    EXPECT_FALSE(read(mail(body(supposed))).verdict.rejection) << rule << ": " << example;
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, Planted, testing::Range<std::size_t>(0, 7),
                         [](const auto& host) { return kHosts[host.param].language; });

}  // namespace
}  // namespace ajar
