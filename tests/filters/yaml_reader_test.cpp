#include "filters/yaml_reader.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

namespace ajar {
namespace {

std::string shown(std::string_view text) {
  std::string all;
  for (const Fault& fault : read_yaml(text, "f.yaml").faults) all += show_fault(fault, text);
  return all;
}

TEST(YamlReader, KeepsOrderAndPositionsOfKeysAndValues) {
  const YamlDocument document = read_yaml("b: 1\na:\n  - x\n  - \"y: z\"\n", "f.yaml");
  ASSERT_TRUE(document.faults.empty());
  ASSERT_EQ(document.root.entries.size(), 2u);
  EXPECT_EQ(document.root.entries[0].key, "b");
  EXPECT_EQ(document.root.entries[1].key_position.line, 2u);
  const YamlValue* list = document.root.find("a");
  ASSERT_NE(list, nullptr);
  ASSERT_EQ(list->items.size(), 2u);
  EXPECT_EQ(list->items[1].scalar, "y: z");
  EXPECT_TRUE(list->items[1].quoted);
  EXPECT_EQ(list->items[1].position.line, 4u);
  EXPECT_EQ(list->items[1].position.column, 5u);
}

TEST(YamlReader, ReadsFlowAndBlockAndNothing) {
  EXPECT_EQ(read_yaml("{a: {b: [1, 2]}}", "f").root.find("a")->find("b")->items.size(), 2u);
  EXPECT_EQ(read_yaml("a: ~\n", "f").root.find("a")->kind, YamlValue::Kind::null);
  EXPECT_EQ(read_yaml("a: \"~\"\n", "f").root.find("a")->kind, YamlValue::Kind::scalar);
  EXPECT_EQ(read_yaml("", "f").root.kind, YamlValue::Kind::null);
  EXPECT_TRUE(read_yaml("# only a remark\n", "f").faults.empty());
  EXPECT_TRUE(read_yaml("\xEF\xBB\xBF"
                        "a: 1\n",
                        "f")
                  .faults.empty());
}

TEST(YamlReader, ReadsAQuotedTextAlikeAtTheEndOfItsLineAndBeforeARemark) {
  for (const char* text : {"", "@", " spaces around ", "a: b", "# no remark", "[x, y]", "it's", "Gr\u00fc\u00dfe",
                           "a\tb", "back\\\\slash", "line\\nbreak", "~", "...8 (a|b*)", "- \\\"x\\\""}) {
    const std::string quoted = std::string("a:\n  - \"") + text + "\"";
    const YamlDocument at_end = read_yaml(quoted + "\n", "f");
    const YamlDocument remarked = read_yaml(quoted + " # remark\n", "f");
    ASSERT_TRUE(at_end.faults.empty() && remarked.faults.empty()) << text;
    const YamlValue& one = at_end.root.find("a")->items.at(0);
    const YamlValue& other = remarked.root.find("a")->items.at(0);
    EXPECT_EQ(one.scalar, other.scalar);
    EXPECT_EQ(one.kind, other.kind) << text;
    EXPECT_EQ(one.position.column, other.position.column) << text;
    EXPECT_TRUE(one.quoted) << text;
  }
}

TEST(YamlReader, LeavesQuotesInsideALongerTextAlone) {
  EXPECT_EQ(read_yaml("a: |\n  - \"x\"\nb: \"y\"\n", "f").root.find("a")->scalar, "- \"x\"\n");
  EXPECT_EQ(read_yaml("a: one\n  - \"x\"\n", "f").root.find("a")->scalar, "one - \"x\"");
  EXPECT_EQ(read_yaml("a: 'one\n  - \"x\"'\n", "f").root.find("a")->scalar, "one - \"x\"");
  EXPECT_EQ(read_yaml("a: >\n  k: \"x\"\n", "f").root.find("a")->scalar, "k: \"x\"\n");
}

TEST(YamlReader, NamesADuplicateKey) {
  EXPECT_EQ(shown("a: 1\nb: 2\na: 3\n"),
            "f.yaml:3:1: duplicate key 'a'\n"
            "  a: 3\n"
            "  ^\n"
            "  hint: the first one has its value on line 1\n");
}

TEST(YamlReader, PointsAtASyntaxError) {
  EXPECT_EQ(shown("a: [1, 2\nb: 3\n").substr(0, 7), "f.yaml:");
  EXPECT_NE(shown("a: b: c\n").find("hint: "), std::string::npos);
}

TEST(YamlReader, AQuoteThatIsNeverClosedDoesNotSwallowTheRestOfTheFile) {
  EXPECT_NE(shown("a: \"x\nb: y\n"), "");
  EXPECT_NE(shown("a: 'x\nb: y\n"), "");
  EXPECT_NE(shown("a: \"x\nb: y"), "");
  EXPECT_EQ(read_yaml("a: |\n  x\n  y\n", "f").root.find("a")->scalar, "x\ny\n");
}

TEST(YamlReader, NothingOfAFileReachesATerminalThatCouldSteerIt) {
  for (const char* text : {"a: \x1b[2J\n", "a: \xff\x1b[2J\n"}) {
    EXPECT_EQ(shown(text).find('\x1b'), std::string::npos);
    EXPECT_EQ(shown(text).find('\xff'), std::string::npos);
    EXPECT_TRUE(shown(text).ends_with('\n'));
  }
}

TEST(YamlReader, RefusesWhatFilesOfAjarNeverHave) {
  EXPECT_NE(shown("a: &x 1\nb: *x\n").find("anchors"), std::string::npos);
  EXPECT_NE(shown("a: !foo 1\n").find("tags"), std::string::npos);
  EXPECT_NE(shown("a: 1\n---\nb: 2\n").find("second document"), std::string::npos);
  EXPECT_NE(shown("a: \xFF\n").find("not valid UTF-8"), std::string::npos);
  EXPECT_NE(shown("a:\n\tb: 1\n").find("a tab in the indentation"), std::string::npos);
  EXPECT_NE(shown(std::string(9000, 'x')).find("longer than 8 KiB"), std::string::npos);
  EXPECT_NE(shown(std::string(200, '[')).find("nested too deeply"), std::string::npos);
  std::string big;
  while (big.size() <= 1024 * 1024) big += "# a line of a file that is far too large for a person to have written\n";
  EXPECT_NE(shown(big).find("larger than 1 MiB"), std::string::npos);
}

TEST(YamlReader, SurvivesNoise) {
  std::mt19937 random(7);
  constexpr std::string_view kNoise = "[]{}:,-?&*!|>'\"%@` \n\nab01#";
  for (int round = 0; round < 20; ++round) {
    std::string text;
    for (int i = 0; i < 200000; ++i) text += kNoise[random() % kNoise.size()];
    const auto read = read_yaml(text, "f.yaml");
    EXPECT_FALSE(read.faults.empty());
  }
}

TEST(YamlReader, NamesTheNearestKey) {
  EXPECT_EQ(nearest_name("phrase", {"phrases", "regex"}), "phrases");
  EXPECT_EQ(nearest_name("wieght", {"weight", "where"}), "weight");
  EXPECT_EQ(nearest_name("zzz", {"weight", "where"}), "");
  std::vector<Fault> faults;
  refuse_unknown_keys(read_yaml("wieght: 1\nxyzzy: 2\n", "f").root, {"weight", "where"}, "f", faults);
  ASSERT_EQ(faults.size(), 2u);
  EXPECT_EQ(faults[0].hint, "did you mean 'weight'?");
  EXPECT_EQ(faults[1].hint, "known keys: weight where");
}

TEST(YamlReader, TheCaretStandsUnderTheLetterNotTheByte) {
  const std::string text = "a: \"für\" x\n";
  EXPECT_EQ(show_fault({"f", {1, 11}, "what", ""}, text), "f:1:11: what\n  a: \"für\" x\n           ^\n");
}

TEST(ShowFault, StarsOutAPasswordInTheWrongPlace) {
  const std::string text = "secret: hunter2\nimap: imaps://sam:hunter2@mail.example.org\nsecret: {file: pw}\n";
  const auto shown = [&](std::size_t line) { return show_fault({"ajar.yaml", {line, 1}, "is odd", ""}, text); };
  EXPECT_EQ(shown(1), "ajar.yaml:1:1: is odd\n  secret: *******\n  ^\n");
  EXPECT_EQ(shown(2), "ajar.yaml:2:1: is odd\n  imap: imaps://sam:*******@mail.example.org\n  ^\n");
  EXPECT_EQ(shown(3), "ajar.yaml:3:1: is odd\n  secret: {file: pw}\n  ^\n");
}

}  // namespace
}  // namespace ajar
