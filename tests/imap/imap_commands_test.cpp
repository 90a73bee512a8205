#include "daemon/imap_commands.h"

#include <gtest/gtest.h>

#include "daemon/modified_utf7.h"

namespace ajar {
namespace {

TEST(ModifiedUtf7, WritesWhatTheStandardShows) {
  EXPECT_EQ(to_modified_utf7("~peter/mail/\xE5\x8F\xB0\xE5\x8C\x97/\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E"),
            "~peter/mail/&U,BTFw-/&ZeVnLIqe-");
  EXPECT_EQ(to_modified_utf7("Entw\xC3\xBCrfe & mehr"), "Entw&APw-rfe &- mehr");
  EXPECT_EQ(to_modified_utf7("\xF0\x9F\x93\xAE"), "&2D3c7g-");
  EXPECT_EQ(to_modified_utf7("a\nb"), "a&AAo-b");
  EXPECT_EQ(to_modified_utf7(""), "");
}

TEST(ModifiedUtf7, ReadsBackWhatItWrites) {
  for (const std::string name :
       {"INBOX", "Entw\xC3\xBCrfe", "&", "&&-", "a&b", "\xE2\x82\xAC\xE2\x82\xAC", "x\xF0\x9F\x93\xAEy\xF0\x9F\x9A\xAA",
        "\xD0\x9E\xD1\x82\xD0\xBF\xD1\x80\xD0\xB0\xD0\xB2\xD0\xBB\xD0\xB5\xD0\xBD\xD0\xBD\xD1\x8B\xD0\xB5", "\"\\%*",
        "\x7F\x01"})
    EXPECT_EQ(from_modified_utf7(to_modified_utf7(name)), name);
}

TEST(ModifiedUtf7, KeepsANameThatIsNoModifiedUtf7AsItStands) {
  for (const std::string raw :
       {"Tom & Jerry", "a&b-", "&AGE-", "&2D0-", "&APw", "&!!!-", "Entw\xC3\xBCrfe", "&APx-", "&A-"})
    EXPECT_EQ(from_modified_utf7(raw), raw);
}

TEST(ModifiedUtf7, TakesInvalidUtf8ByteByByte) { EXPECT_EQ(to_modified_utf7("a\xFCz"), "a&APw-z"); }

std::vector<Uid> uids(std::initializer_list<std::uint32_t> values) {
  std::vector<Uid> list;
  for (const std::uint32_t value : values) list.push_back(Uid{value});
  return list;
}

std::vector<std::string> set_texts(const std::vector<Uid>& list, std::size_t most, std::size_t bytes = 4000) {
  std::vector<std::string> texts;
  for (const UidSet& set : uid_sets(list, most, bytes))
    texts.push_back(set.text + " (" + std::to_string(set.count) + ")");
  return texts;
}

using Texts = std::vector<std::string>;

TEST(UidSets, JoinRangesAndCutThemToSize) {
  EXPECT_EQ(set_texts({}, 10), Texts{});
  EXPECT_EQ(set_texts(uids({3, 4, 5, 9}), 10), Texts{"3:5,9 (4)"});
  EXPECT_EQ(set_texts(uids({1, 2, 3, 4, 5, 6, 7}), 3), (Texts{"1:3 (3)", "4:6 (3)", "7 (1)"}));
  EXPECT_EQ(set_texts(uids({1, 3, 5, 6, 7}), 3), (Texts{"1,3,5 (3)", "6:7 (2)"}));
  EXPECT_EQ(set_texts(uids({10, 20, 30, 40}), 100, 5), (Texts{"10,20 (2)", "30,40 (2)"}));
  EXPECT_EQ(set_texts(uids({4294967294, 4294967295}), 100), Texts{"4294967294:4294967295 (2)"});
}

Texts command_texts(const MailSearch& search, bool literal_plus = false) {
  Texts texts;
  for (const SearchCommand& command : search_commands(search, literal_plus)) {
    std::string text;
    for (const std::string& part : command.parts) text += (text.empty() ? "" : "|") + part;
    texts.push_back(text);
  }
  return texts;
}

TEST(SearchCommands, AskForEachIdInThreeHeaders) {
  EXPECT_EQ(command_texts({.message_ids = {"a\"b\\c@x"}}),
            Texts{"UID SEARCH OR HEADER Message-ID \"a\\\"b\\\\c@x\" OR HEADER References \"a\\\"b\\\\c@x\" HEADER "
                  "In-Reply-To \"a\\\"b\\\\c@x\""});
}

TEST(SearchCommands, JoinTheDateByAnd) {
  const Date date = std::chrono::year(2025) / std::chrono::May / 3;
  EXPECT_EQ(command_texts({.addresses = {"dana@x"}, .since = date}),
            Texts{"UID SEARCH SENTSINCE 3-May-2025 OR FROM \"dana@x\" OR TO \"dana@x\" CC \"dana@x\""});
  EXPECT_EQ(command_texts({.since = date}), Texts{"UID SEARCH SENTSINCE 3-May-2025"});
}

TEST(SearchCommands, AskForOtherScriptsByLiteral) {
  EXPECT_EQ(command_texts({.words = {"Caf\xC3\xA9", "Acme"}}),
            (Texts{"UID SEARCH SUBJECT \"Acme\"", "UID SEARCH CHARSET UTF-8 SUBJECT {5}|Caf\xC3\xA9"}));
  EXPECT_EQ(command_texts({.words = {"\xC3\xA9", "\xC3\xBC"}}, true),
            Texts{"UID SEARCH CHARSET UTF-8 OR SUBJECT {2+}|\xC3\xA9 SUBJECT {2+}|\xC3\xBC"});
}

TEST(SearchCommands, LeaveOutWhatNobodyCouldFind) {
  EXPECT_EQ(command_texts({}), Texts{});
  EXPECT_EQ(command_texts({.message_ids = {""}, .words = {"a\r\nLOGOUT", std::string(501, 'x')}}), Texts{});
  const Date date = std::chrono::year(2025) / std::chrono::May / 3;
  EXPECT_EQ(command_texts({.words = {"a\r\nb"}, .since = date}), Texts{}) << "not everything since then";
}

TEST(SearchCommands, StayShort) {
  MailSearch search;
  for (int i = 0; i < 200; ++i) search.message_ids.push_back(std::string(400, 'm') + std::to_string(i));
  std::size_t terms = 0;
  for (const SearchCommand& command : search_commands(search, false)) {
    EXPECT_LT(command.parts.at(0).size(), 5500U);
    for (std::size_t at = command.parts[0].find("HEADER"); at != std::string::npos;
         at = command.parts[0].find("HEADER", at + 1))
      ++terms;
  }
  EXPECT_EQ(terms, 600U);
}

}  // namespace
}  // namespace ajar
