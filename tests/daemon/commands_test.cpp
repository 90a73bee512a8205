// The program as a user runs it: output, exit codes and errors of the commands that need no server.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/support/scratch.h"

namespace ajar::testing {
namespace {

using Json = nlohmann::ordered_json;

const std::string form_no =
    "From: Northgate Careers <no-reply@northgate.example>\n"
    "To: Sam Rivera <sam@example.org>\n"
    "Subject: Your application\n"
    "Date: Tue, 10 Nov 2026 09:00:00 +0000\n"
    "Message-ID: <no.1@northgate.example>\n"
    "\n"
    "Dear Sam,\n\n"
    "Unfortunately, we have decided not to move forward with your application for the Data Analyst position.\n\n"
    "Kind regards,\nNorthgate Careers\n";

const std::string personal_no =
    "From: Ines Duarte <ines@northgate.example>\n"
    "To: Sam Rivera <sam@example.org>\n"
    "Subject: Re: Interview for the Data Analyst position\n"
    "Date: Tue, 10 Nov 2026 09:00:00 +0000\n"
    "Message-ID: <no.2@northgate.example>\n"
    "In-Reply-To: <thanks.1@example.org>\n"
    "References: <invite.1@northgate.example> <thanks.1@example.org>\n"
    "\n"
    "Hi Sam,\n\n"
    "thank you again for coming to the interview. I am sorry to say that we have decided to offer the Data Analyst\n"
    "position to another candidate.\n\n"
    "Best wishes,\nInes\n";

const std::string invitation =
    "From: Ines Duarte <ines@northgate.example>\n"
    "To: Sam Rivera <sam@example.org>\n"
    "Subject: Interview for the Data Analyst position\n"
    "Date: Mon, 02 Nov 2026 09:00:00 +0000\n"
    "Message-ID: <invite.1@northgate.example>\n"
    "\n"
    "Hi Sam,\n\nwe would like to invite you to an interview on Thursday at ten.\n\nInes Duarte\nHead of Data\n";

const std::string thanks =
    "From: Sam Rivera <sam@example.org>\n"
    "To: Ines Duarte <ines@northgate.example>\n"
    "Subject: Re: Interview for the Data Analyst position\n"
    "Date: Fri, 06 Nov 2026 09:00:00 +0000\n"
    "Message-ID: <thanks.1@example.org>\n"
    "In-Reply-To: <invite.1@northgate.example>\n"
    "\n"
    "Hi Ines,\n\nthank you for your time yesterday. I enjoyed our conversation about the survey weights.\n\nSam\n";

const std::string small_talk =
    "From: Robin <robin@example.com>\nTo: sam@example.org\nSubject: Sunday\n"
    "Date: Tue, 10 Nov 2026 10:00:00 +0000\nMessage-ID: <r.1@example.com>\n\nI plan a hike on Sunday, and I can bring the tent.\n";

class Commands : public ::testing::Test {
 protected:
  struct Answer {
    int status;
    std::string out, err;
  };

  /// Runs `ajar ARGUMENTS` with a home of its own and no settings.
  Answer ajar(const std::string& arguments, const std::string& input = {}) {
    std::string shell = "cd '" + scratch_.path() + "' && exec " AJAR_PROGRAM " " + arguments + " 2>'" + (scratch_ / "err") + "'";
    RunResult result = run_program({"sh", "-c", shell},
                                   {"HOME=" + scratch_.path(), "XDG_CONFIG_HOME=" + (scratch_ / "config"),
                                    "XDG_STATE_HOME=" + (scratch_ / "state"), "TZ=UTC"},
                                   input);
    return {result.status, result.output, read_file(scratch_ / "err")};
  }

  void write(const std::string& name, const std::string& bytes) {
    std::filesystem::create_directories(std::filesystem::path(scratch_ / name).parent_path());
    write_file(scratch_ / name, bytes);
  }

  static std::vector<Json> lines(const std::string& text) {
    std::vector<Json> all;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) all.push_back(Json::parse(line));
    return all;
  }

  /// A rejection after an interview, with its earlier mails in history/.
  void write_story() {
    write("no.eml", personal_no);
    write("history/INBOX/1.eml", invitation);
    write("history/INBOX/3.eml", personal_no);
    write("history/Sent/2.eml", thanks);
  }

  ScratchDirectory scratch_;
};

TEST_F(Commands, VersionAndHelpAreAnsweredOnStandardOutput) {
  EXPECT_EQ(ajar("--version").status, 0);
  EXPECT_TRUE(ajar("--version").out.starts_with("ajar "));
  Answer help = ajar("--help");
  EXPECT_EQ(help.status, 0);
  for (const char* command : {"run", "classify", "explain", "preview", "check", "status", "drafts", "reminders",
                              "applications", "review", "add", "forget", "mute"})
    EXPECT_NE(help.out.find(command), std::string::npos) << command;
  EXPECT_NE(ajar("preview --help").out.find("--history"), std::string::npos);
}

TEST_F(Commands, WrongOptionsEndWith64AndNameTheNearestCommand) {
  EXPECT_EQ(ajar("").status, 64);
  EXPECT_EQ(ajar("clasify x").status, 64);
  EXPECT_NE(ajar("clasify x").err.find("did you mean 'classify'?"), std::string::npos);
  EXPECT_EQ(ajar("classify").status, 64);
  EXPECT_EQ(ajar("status --nonsense").status, 64);
  EXPECT_EQ(ajar("status --now tomorrow").status, 64);
  EXPECT_EQ(ajar("add --company X --via pigeon").status, 64);
  EXPECT_EQ(ajar("add --company X --via phone --email ines").status, 64);
  EXPECT_EQ(ajar("forget").status, 64);
  EXPECT_NE(ajar("rules lst").err.find("did you mean 'rules list'?"), std::string::npos) << ajar("rules lst").err;
  EXPECT_NE(ajar("rules").err.find("a command is missing"), std::string::npos) << ajar("rules").err;
  EXPECT_NE(ajar("classify --foo x").err.find("there is no option --foo"), std::string::npos);
  EXPECT_NE(ajar("run now").err.find("'now' is one word too many"), std::string::npos) << ajar("run now").err;
}

TEST_F(Commands, TheHelpOfACommandNamesTheOptionsThatAllCommandsTake) {
  for (const char* command : {"run", "drafts", "review", "rules"})
    EXPECT_NE(ajar(std::string(command) + " --help").out.find("--state DIR"), std::string::npos) << command;
}

TEST_F(Commands, ClassifyPrintsTheFieldsOfTheContractInTheirOrder) {
  write("no.eml", form_no);
  Answer answer = ajar("classify --json no.eml");
  EXPECT_EQ(answer.status, 0) << answer.err;
  auto found = lines(answer.out);
  ASSERT_EQ(found.size(), 1u);
  std::vector<std::string> keys;
  for (const auto& [key, value] : found[0].items()) keys.push_back(key);
  EXPECT_EQ(keys, (std::vector<std::string>{"path", "index", "message_id", "subject", "event", "also", "rejection", "score",
                                            "review", "thresholds", "language", "stage", "channel", "company", "role",
                                            "person", "person_email", "sender_kind", "evidence"}));
  EXPECT_EQ(found[0]["path"], "no.eml");
  EXPECT_EQ(found[0]["event"], "rejection");
  EXPECT_EQ(found[0]["rejection"], true);
  EXPECT_EQ(found[0]["message_id"], "no.1@northgate.example");
  EXPECT_EQ(found[0]["language"], "en");
  EXPECT_EQ(found[0]["thresholds"], (Json{{"draft", 8.0}, {"review", 5.0}}));
  ASSERT_FALSE(found[0]["evidence"].empty());
  EXPECT_TRUE(found[0]["evidence"][0].contains("words"));
}

TEST_F(Commands, ClassifyReadsMailFromStandardInput) {
  auto found = lines(ajar("classify --json -", form_no).out);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0]["path"], "-");
  EXPECT_EQ(found[0]["event"], "rejection");
}

TEST_F(Commands, ClassifyCutsAnMboxAndCountsItsMailsFromZero) {
  write("box.mbox", "From ines Tue Nov 10 09:00:00 2026\n" + form_no + "\nFrom robin Tue Nov 10 10:00:00 2026\n" +
                        small_talk + ">From here on quoted.\n\nFrom x Tue Nov 10 10:00:00 2026\n" + invitation + "\n");
  auto found = lines(ajar("classify --json box.mbox").out);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0]["event"], "rejection");
  EXPECT_EQ(found[1]["event"], "other");
  EXPECT_EQ(found[1]["subject"], "Sunday");
  EXPECT_EQ(found[2]["index"], 2);
  EXPECT_EQ(found[2]["message_id"], "invite.1@northgate.example");
}

TEST_F(Commands, ClassifyReadsMaildirsAndFoldersInAStableOrder) {
  write("dir/new/2.host", small_talk);
  write("dir/cur/1.host:2,S", form_no);
  write("dir/tmp/3.host", small_talk);
  write("folder/b.eml", small_talk);
  write("folder/a.eml", form_no);
  write("folder/notes.txt", "no mail");
  auto found = lines(ajar("classify --json dir folder").out);
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0]["path"], "dir/cur/1.host:2,S");
  EXPECT_EQ(found[1]["path"], "dir/new/2.host");
  EXPECT_EQ(found[2]["path"], "folder/a.eml");
  EXPECT_EQ(found[3]["path"], "folder/b.eml");
}

TEST_F(Commands, AnUnreadableMailIsNamedAndTheOthersAreStillClassified) {
  write("empty.eml", "");
  write("no.eml", form_no);
  Answer answer = ajar("classify --json empty.eml missing.eml no.eml");
  EXPECT_EQ(answer.status, 65);
  auto found = lines(answer.out);
  ASSERT_EQ(found.size(), 3u);
  std::vector<std::string> keys;
  for (const auto& [key, value] : found[0].items()) keys.push_back(key);
  EXPECT_EQ(keys, (std::vector<std::string>{"path", "index", "error"}));
  EXPECT_EQ(found[1]["error"], "cannot read missing.eml: No such file or directory");
  EXPECT_EQ(found[2]["event"], "rejection");
}

TEST_F(Commands, WhatIsNoMailIsNamedWithItsFile) {
  write("note.eml", "no header at all\n");
  for (const char* command : {"classify note.eml", "explain note.eml", "preview note.eml"}) {
    Answer answer = ajar(command);
    EXPECT_EQ(answer.status, 65) << command;
    EXPECT_NE(answer.err.find("note.eml: this is no mail"), std::string::npos) << answer.err;
  }
}

TEST_F(Commands, AHistoryThatIsNotThereIsAnErrorAndNotAPoorerDraft) {
  write("no.eml", personal_no);
  Answer answer = ajar("preview --history histroy no.eml");
  EXPECT_EQ(answer.status, 65);
  EXPECT_EQ(answer.out, "");
  EXPECT_NE(answer.err.find("histroy/INBOX"), std::string::npos) << answer.err;
}

TEST_F(Commands, ClassifyForPeopleHasNoColoursInAPipe) {
  write("no.eml", form_no);
  Answer answer = ajar("classify no.eml");
  EXPECT_EQ(answer.out.find('\033'), std::string::npos);
  EXPECT_TRUE(answer.out.starts_with("rejection "));
}

TEST_F(Commands, TheUsersRulesCountForClassifyToo) {
  write("no.eml", form_no);
  write("config/ajar/rules.d/mine.yaml",
        "version: 1\nlanguage: en\nrules:\n"
        "  - id: my.hike\n    event: rejection\n    group: decision\n    weight: 9\n    where: body\n"
        "    phrases: [\"hike on sunday\"]\n    because: \"a test\"\n    examples: {match: [\"A hike on Sunday.\"], not: [\"A hike on Monday.\"]}\n");
  write("talk.eml", small_talk);
  EXPECT_EQ(lines(ajar("classify --json talk.eml").out).at(0)["event"], "rejection");
  write("config/ajar/rules.d/mine.yaml", "version: 1\nrulez: []\n");
  Answer broken = ajar("classify --json talk.eml");
  EXPECT_EQ(broken.status, 78);
  EXPECT_NE(broken.err.find("mine.yaml:2:1: "), std::string::npos) << broken.err;
}

TEST_F(Commands, ExplainShowsPointsRulesWordsAndWhatHappens) {
  write_story();
  Answer answer = ajar("explain --history history no.eml");
  EXPECT_EQ(answer.status, 0) << answer.err;
  for (const char* part : {"Event", "rejection", "points", "because", "a draft from 8.0", "What Ajar does", "Ines Duarte"})
    EXPECT_NE(answer.out.find(part), std::string::npos) << part << "\n" << answer.out;
}

TEST_F(Commands, PreviewPrintsTheDraftWithTheAnswerInItsThread) {
  write_story();
  Answer answer = ajar("preview --history history no.eml");
  EXPECT_EQ(answer.status, 0) << answer.err;
  EXPECT_NE(answer.out.find("To: Ines Duarte <ines@northgate.example>\r\n"), std::string::npos) << answer.out;
  EXPECT_NE(answer.out.find("In-Reply-To: <no.2@northgate.example>\r\n"), std::string::npos) << answer.out;
  EXPECT_NE(answer.out.find("Date: Wed, 11 Nov 2026 09:00:00 +0000\r\n"), std::string::npos) << answer.out;
  EXPECT_NE(answer.out.find("survey weights"), std::string::npos) << answer.out;
}

TEST_F(Commands, PreviewGivesTheSameDraftForTheSameMail) {
  write_story();
  std::string first = ajar("preview --history history no.eml").out;
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(ajar("preview --history history no.eml").out, first);
  EXPECT_EQ(ajar("preview --history history history/INBOX/3.eml").out, first);
}

TEST_F(Commands, PreviewRemembersVariantsOnlyWithState) {
  write_story();
  std::string first = ajar("preview --history history --state mem no.eml").out;
  EXPECT_EQ(ajar("preview --history history --state mem no.eml").out, first);
  EXPECT_TRUE(std::filesystem::exists(scratch_ / "mem/preview.jsonl"));
  EXPECT_FALSE(std::filesystem::exists(scratch_ / "mem/ledger.db"));
  EXPECT_FALSE(std::filesystem::exists(scratch_ / "state"));
}

TEST_F(Commands, PreviewAllIsAnMbox) {
  write_story();
  Answer answer = ajar("preview --all --history history no.eml");
  EXPECT_TRUE(answer.out.starts_with("From sam@example.org Wed Nov 11 09:00:00 2026\n")) << answer.out;
  EXPECT_EQ(answer.out.find('\r'), std::string::npos);
}

TEST_F(Commands, PreviewWithoutADraftSaysWhyAndEndsWith1) {
  write("talk.eml", small_talk);
  Answer answer = ajar("preview talk.eml");
  EXPECT_EQ(answer.status, 1);
  EXPECT_EQ(answer.out, "");
  EXPECT_NE(answer.err.find("not a rejection"), std::string::npos) << answer.err;
  EXPECT_EQ(ajar("preview missing.eml").status, 65);
}

TEST_F(Commands, CheckNamesFaultsOfSettingsAndRulesTogetherAndEndsWith78) {
  write("config/ajar/ajar.yaml", "accounts:\n  - {address: s@example.org, imap: imaps://i.example, secret: {file: p}}\npoll: 5m\n");
  write("config/ajar/rules.d/mine.yaml", "version: 1\nrulez: []\n");
  Answer answer = ajar("check");
  EXPECT_EQ(answer.status, 78);
  EXPECT_NE(answer.err.find("ajar.yaml:3:1: unknown key 'poll'"), std::string::npos) << answer.err;
  EXPECT_NE(answer.err.find("mine.yaml:2:1: "), std::string::npos) << answer.err;
  EXPECT_EQ(answer.out, "");
}

TEST_F(Commands, CheckLooksForTheFilesThatTheSettingsName) {
  write("config/ajar/ajar.yaml",
        "accounts:\n  - address: s@example.org\n    imap: imaps://i.example\n    secret: {file: password}\n    tls_ca: ca.pem\n");
  Answer missing = ajar("check");
  EXPECT_EQ(missing.status, 78);
  EXPECT_NE(missing.err.find("ajar.yaml:4:20: secret file "), std::string::npos) << missing.err;
  EXPECT_NE(missing.err.find("ajar.yaml:5:13: "), std::string::npos) << missing.err;
  write("config/ajar/ca.pem", "any");
  write("config/ajar/password", "pssst\n");
  std::filesystem::permissions(scratch_ / "config/ajar/password", std::filesystem::perms(0644));
  Answer open = ajar("check");
  EXPECT_EQ(open.status, 78);
  EXPECT_NE(open.err.find("chmod 600"), std::string::npos) << open.err;
  EXPECT_EQ(open.err.find("pssst"), std::string::npos);
  std::filesystem::permissions(scratch_ / "config/ajar/password", std::filesystem::perms(0600));
  EXPECT_EQ(ajar("check").status, 0) << ajar("check").err;
}

TEST_F(Commands, CheckIsContentWithTheShippedSettings) {
  Answer answer = ajar("check --config " AJAR_SOURCE_DIR "/config/ajar.yaml");
  EXPECT_EQ(answer.status, 0) << answer.err;
  EXPECT_NE(answer.out.find("1 account"), std::string::npos);
}

TEST_F(Commands, WithoutSettingsCheckAndRunSayHowToStart) {
  for (const char* command : {"check", "run --once"}) {
    Answer answer = ajar(command);
    EXPECT_EQ(answer.status, 78) << command;
    EXPECT_NE(answer.err.find("start from the commented example"), std::string::npos) << answer.err;
  }
}

TEST_F(Commands, BeforeTheFirstRunTheListsAreEmptyAndSaySo) {
  for (const char* command : {"status", "drafts --json", "reminders", "applications", "review", "forget Northgate"}) {
    Answer answer = ajar(command);
    EXPECT_EQ(answer.status, 0) << command;
    EXPECT_EQ(answer.out, "") << command;
    EXPECT_NE(answer.err.find("Ajar has not run yet"), std::string::npos) << command;
  }
}

TEST_F(Commands, StatusIsAnObjectForProgramsEvenBeforeTheFirstRun) {
  Json status = Json::parse(ajar("status --json").out);
  EXPECT_EQ(status["accounts"], Json::array());
  EXPECT_EQ(status["drafts"]["waiting"], 0);
}

TEST_F(Commands, AnEmptyOrStrangeLedgerIsNamedAndNotAMissingTable) {
  write("state/ajar/ledger.db", "");
  Answer empty = ajar("status");
  EXPECT_EQ(empty.status, 74);
  EXPECT_NE(empty.err.find("ajar run --once"), std::string::npos) << empty.err;
  write("state/ajar/ledger.db", "this is no database, but it is long enough to be looked at as one, byte by byte by byte\n");
  Answer strange = ajar("status");
  EXPECT_EQ(strange.status, 74);
  EXPECT_NE(strange.err.find("Move ledger.db aside"), std::string::npos) << strange.err;
}

TEST_F(Commands, AMuteIsListedUntilItIsTakenBack) {
  EXPECT_EQ(ajar("mute @northgate.example").status, 0);
  EXPECT_EQ(lines(ajar("mute --json").out).at(0)["muted"], "@northgate.example");
  EXPECT_EQ(ajar("mute --off @northgate.example").status, 0);
  EXPECT_EQ(ajar("mute --json").out, "");
  EXPECT_EQ(ajar("mute --off @northgate.example").status, 65);
}

TEST_F(Commands, ANoByPhoneBecomesADraftThatWaits) {
  write("config/ajar/ajar.yaml",
        "accounts:\n  - {address: sam@example.org, display_name: Sam Rivera, imap: imap+insecure://127.0.0.1:9, secret: {file: p}}\n");
  Answer added = ajar("add --company Northgate --role 'Data Analyst' --person 'Ines Duarte' --email ines@northgate.example --via phone");
  EXPECT_EQ(added.status, 0) << added.err;
  auto drafts = lines(ajar("drafts --json").out);
  ASSERT_EQ(drafts.size(), 1u) << added.out;
  EXPECT_EQ(drafts[0]["to"], "ines@northgate.example");
  EXPECT_EQ(drafts[0]["state"], "waiting");
  EXPECT_EQ(lines(ajar("applications --json").out).at(0)["company"], "Northgate");
  EXPECT_EQ(Json::parse(ajar("status --json").out)["drafts"]["waiting"], 1);
  EXPECT_EQ(ajar("forget Northgate").status, 0);
  EXPECT_EQ(ajar("drafts --json").out, "");
}

TEST_F(Commands, AReviewOfAnUnknownMailIsRefused) {
  EXPECT_EQ(ajar("review yes 7").status, 65);
  EXPECT_FALSE(std::filesystem::exists(scratch_ / "state"));
  EXPECT_EQ(ajar("mute nobody@example.org").status, 0);  // makes a ledger
  Answer answer = ajar("review yes 7");
  EXPECT_EQ(answer.status, 65);
  EXPECT_NE(answer.err.find("ajar review lists"), std::string::npos);
}

TEST_F(Commands, TheShippedRulesAndTheirExamplesAreSound) {
  Answer answer = ajar("rules check");
  EXPECT_EQ(answer.status, 0) << answer.err;
  EXPECT_EQ(ajar("rules test").status, 0);
  EXPECT_GT(lines(ajar("rules list --json").out).size(), 100u);
}

TEST_F(Commands, ARuleProposedFromAMailLoadsAndFindsIt) {
  write("odd.eml",
        "From: Ines Duarte <ines@northgate.example>\nTo: sam@example.org\nSubject: Data Analyst\nMessage-ID: <o@n.example>\n"
        "Date: Tue, 10 Nov 2026 10:00:00 +0000\n\nHi Sam,\n\nour hamster has chewed through your application, so that is that.\n\nInes\n");
  Answer proposed = ajar("rules new odd.eml");
  EXPECT_EQ(proposed.status, 0) << proposed.err;
  write("config/ajar/rules.d/mine.yaml", proposed.out);
  EXPECT_EQ(ajar("rules check").status, 0) << proposed.out << ajar("rules check").err;
  EXPECT_NE(ajar("rules why odd.eml").out.find("my."), std::string::npos) << proposed.out;
}

}  // namespace
}  // namespace ajar::testing
