#include "filters/replies.h"

#include <gtest/gtest.h>

#include "filters/replies_check.h"
#include "filters/reply_variants.h"
#include "tests/support/invented_occasions.h"

namespace ajar {
namespace {

std::string faults_of(const std::string& text) {
  const NamedText file{"mine.yaml", text};
  const auto book = ReplyBook::load({file}, {});
  std::string shown;
  if (book) return shown;
  for (const Fault& fault : book.error()) shown += show_fault(fault, text) + "\n";
  return shown;
}

ReplyBook book_of(const std::string& shipped, const std::string& overlay) {
  auto book = ReplyBook::load({{"en.yaml", shipped}}, {{"mine.yaml", overlay}});
  EXPECT_TRUE(book.has_value());
  return book ? *book : ReplyBook();
}

constexpr const char* kSmall = R"(version: 1
language: en
parts:
  wishes:
    - {id: en.wishes.well, text: "I wish you well."}
    - {id: en.wishes.luck, text: "Good luck to you."}
)";

TEST(Replies, AnUnknownSlotIsNamedWithItsPlaceAndTheNearestOne) {
  EXPECT_EQ(faults_of("version: 1\nlanguage: en\nparts:\n  wishes:\n    - id: en.wishes.a\n      text: \"Well, {compny}.\"\n"),
            "mine.yaml:6:13: unknown slot {compny}\n"
            "        text: \"Well, {compny}.\"\n"
            "              ^\n"
            "  hint: did you mean 'company'?\n\n");
}

TEST(Replies, EveryFaultOfAFileIsReportedAtOnce) {
  const std::string shown = faults_of(
      "version: 1\nlanguage: en\nparts:\n  wish:\n    - {id: a, text: b}\n  wishes:\n    - {id: en.w, text: a, stages: [intervew]}\n"
      "    - {id: en.w, text: b, needs: [mett]}\n    - {text: no id}\n    - {id: en.e}\n");
  for (const char* what : {"unknown key 'wish'", "unknown stage 'intervew'", "unknown circumstance 'mett'", "the id en.w is used twice",
                           "a variant needs an id", "en.e has no text"}) {
    EXPECT_NE(shown.find(what), std::string::npos) << what << " is missing in\n" << shown;
  }
}

TEST(Replies, AFileWithoutLanguageOrVersionSaysWhatToWrite) {
  const std::string shown = faults_of("parts: {}\n");
  EXPECT_NE(shown.find("write `version: 1`"), std::string::npos) << shown;
  EXPECT_NE(shown.find("`language: en`"), std::string::npos) << shown;
}

TEST(Replies, AnUnclosedBraceIsNoSlot) {
  EXPECT_NE(faults_of("version: 1\nlanguage: en\nparts:\n  wishes:\n    - {id: en.w, text: \"All {company\"}\n").find("a brace that is no slot"),
            std::string::npos);
}

TEST(Replies, TheUsersVariantReplacesTheShippedOneOfTheSameId) {
  const ReplyBook book = book_of(kSmall, "version: 1\nlanguage: en\nparts:\n  wishes:\n    - {id: en.wishes.well, text: \"Go well.\"}\n");
  ASSERT_EQ(book.compiled().pack("en")->parts.at("wishes").size(), 2u);
  EXPECT_EQ(book.compiled().variant("en.wishes.well")->text, "Go well.");
}

TEST(Replies, OffDropsAShippedVariant) {
  const ReplyBook book = book_of(kSmall, "version: 1\nlanguage: en\nparts:\n  wishes:\n    - {id: en.wishes.luck, off: true}\n");
  ASSERT_EQ(book.compiled().pack("en")->parts.at("wishes").size(), 1u);
  EXPECT_EQ(book.compiled().variant("en.wishes.luck"), nullptr);
}

TEST(Replies, AnOverlayKeepsTheGrammarItDoesNotGive) {
  const ReplyBook book = book_of("version: 1\nlanguage: en\ngrammar: {and: and, titles: [Dr]}\n", "version: 1\nlanguage: en\ngrammar: {and: \"&\"}\n");
  EXPECT_EQ(book.compiled().pack("en")->and_word, "&");
  EXPECT_EQ(book.compiled().pack("en")->titles.count("Dr"), 1u);
}

TEST(Replies, SlotsAreFilledOnceAndNeverReadAgain) {
  EXPECT_EQ(fill_slots("{role} at {company}", {{"role", "{company} {{name}}"}, {"company", "Acme"}}), "{company} {{name}} at Acme");
}

TEST(Replies, TheShippedBooksPassTheirOwnCheck) {
  for (const Fault& fault : check_replies(shipped_replies())) {
    ADD_FAILURE() << fault.file << ":" << fault.position.line << ": " << fault.what;
  }
}

TEST(Replies, ASentenceThatBreaksTheMannersIsAFault) {
  const ReplyBook book = book_of(kSmall, "version: 1\nlanguage: en\nparts:\n  door:\n    - {id: en.door.mine, text: \"Please give me another chance!\"}\n");
  std::string found;
  for (const Fault& fault : check_replies(book)) found += fault.what + "\n";
  EXPECT_NE(found.find("plea (another chance)"), std::string::npos) << found;
  EXPECT_NE(found.find("exclamation (!)"), std::string::npos) << found;
}

TEST(Replies, EveryPartOfEveryLanguageHasEnoughVariantsForTwelveDrafts) {
  const ReplyBook book = shipped_replies();
  for (const char* language : {"en", "de", "fr", "es", "pt", "it", "nl"}) {
    for (const char* part : {"thanks", "acceptance", "personal", "feedback", "door", "wishes"}) {
      EXPECT_GE(book.compiled().pack(language)->parts.at(part).size(), 14u) << language << " " << part;
    }
    // A formula everybody repeats; no language but English has twice as many.
    EXPECT_GE(book.compiled().pack(language)->parts.at("closing").size(), 10u) << language;
  }
}

}  // namespace
}  // namespace ajar
