#include "filters/charset.h"

#include <gtest/gtest.h>

namespace ajar {
namespace {

using namespace std::string_literals;

TEST(Charset, NamedCharsetsBecomeUtf8) {
  EXPECT_EQ(to_utf8("Gr\xFC\xDF"
                    "e",
                    "iso-8859-1"),
            "Grüße");
  EXPECT_EQ(to_utf8("\x93no\x94 \x80", "iso-8859-1"), "“no” €");  // as browsers read it
  EXPECT_EQ(to_utf8("d\xE9\x9Cu", "WINDOWS-1252"), "déœu");
  EXPECT_EQ(to_utf8("\xA4 \xBD", "iso-8859-15"), "€ œ");
  EXPECT_EQ(to_utf8("\xC4\xE3\xBA\xC3", "gb2312"), "你好");
  EXPECT_EQ(to_utf8("\x1B$B$3$s$K$A$O\x1B(B", "iso-2022-jp"), "こんにちは");
  EXPECT_EQ(to_utf8("\xF0\xD2\xC9\xD7\xC5\xD4", "koi8-r"), "Привет");
  EXPECT_EQ(to_utf8("H\0i\0"s, "utf-16le"), "Hi");
  EXPECT_EQ(to_utf8("Gr+APwA3w-e", "utf-7"), "Grüße");
}

TEST(Charset, WrongAndUnknownNamesFallBack) {
  EXPECT_EQ(to_utf8("Grüße", "x-klingon"), "Grüße");
  EXPECT_EQ(to_utf8("Gr\xFC\xDF"
                    "e",
                    "x-klingon"),
            "Grüße");
  EXPECT_EQ(to_utf8("Grüße", "us-ascii"), "Grüße");
  EXPECT_EQ(to_utf8("Grüße", "iso-8859-1"), "Grüße") << "UTF-8 that is called Latin-1";
  EXPECT_EQ(to_utf8("Gr\xFC\xDF"
                    "e",
                    "utf-8"),
            "Grüße")
      << "Latin-1 that is called UTF-8";
  EXPECT_EQ(to_utf8("Grüße", ""), "Grüße");
}

TEST(Charset, ACharacterCutInHalfIsReplaced) {
  EXPECT_EQ(to_utf8("Grüße, d\xC3\xA9j\xC3", "utf-8"), "Grüße, déj\xEF\xBF\xBD");
  EXPECT_TRUE(is_valid_utf8(to_utf8("\xFF\xFE\x80\xC0\xAF", "utf-8")));
}

TEST(Charset, InvalidUtf8IsRecognised) {
  EXPECT_TRUE(is_valid_utf8("plain, Grüße, 你好, \xF0\x9F\x99\x82"));
  EXPECT_FALSE(is_valid_utf8("\xC0\xAF"));
  EXPECT_FALSE(is_valid_utf8("\xED\xA0\x80")) << "a surrogate";
  EXPECT_FALSE(is_valid_utf8("abc\xE2\x82"));
}

TEST(Charset, CodePointsAreCountedAsLinkedInDoes) {
  EXPECT_EQ(count_code_points("Grüße 🙂"), 7U);
  EXPECT_EQ(count_code_points(""), 0U);
}

TEST(Charset, CaseIsFolded) {
  EXPECT_EQ(fold_case("MÜLLER"), "müller");
  EXPECT_EQ(fold_case("STRASSE"), "strasse");
  EXPECT_EQ(fold_case("Straße"), "strasse");
}

TEST(Charset, CleaningLeavesOnlyWhatIsRead) {
  EXPECT_EQ(clean_text("we\u00A0re\u00ADgret\u200B to\u2009say"), "we regret to say");
  EXPECT_EQ(clean_text("\u201Cno\u201D, it\u2019s \u2013 well \u2014 \u00ABnon\u00BB"),
            "\"no\", it's - well - \"non\"");
  EXPECT_EQ(clean_text("\u202Eabc\u202C\u2066d\u2069"), "abcd");
  EXPECT_EQ(clean_text("a\tb\x01\x7F"
                       "c\nd\r\n"),
            "a bc\nd\n");
  EXPECT_EQ(clean_text("\uFEFFHello"), "Hello");
}

TEST(Charset, CleaningComposes) {
  EXPECT_EQ(clean_text("Gru\u0308\u00DFe"), "Grüße");
  EXPECT_EQ(clean_text("Tha\u0301i"), "Thái");
}

TEST(Charset, ComparisonKeysForgetAccentsCaseAndMarks) {
  EXPECT_EQ(comparison_key("  Müller & Søn, GmbH. "), "muller son gmbh");
  EXPECT_EQ(comparison_key("O\u2019Brien"), comparison_key("OBRIEN"));
  EXPECT_EQ(comparison_key("Žižek"), "zizek");
  EXPECT_EQ(comparison_key("Straße"), "strasse");
  EXPECT_EQ(comparison_key("Łódź"), "lodz");
  EXPECT_EQ(comparison_key("---"), "");
}

TEST(Charset, TheFirstCodePointsAreNeverHalfALetter) {
  EXPECT_EQ(first_code_points("Müller", 2), "Mü");
  EXPECT_EQ(first_code_points("Müller", 1), "M");
  EXPECT_EQ(first_code_points("Müller", 6), "Müller");
  EXPECT_EQ(first_code_points("Müller", 60), "Müller");
  EXPECT_EQ(first_code_points("Müller", 0), "");
  EXPECT_EQ(first_code_points("", 3), "");
}

}  // namespace
}  // namespace ajar
