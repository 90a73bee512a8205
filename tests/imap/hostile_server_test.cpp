// Servers that lie, drip, stall, talk nonsense or go away: every one ends in a clear error, in time, without harm.
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "daemon/imap_mail_server.h"
#include "tests/support/scratch.h"
#include "tests/support/scripted_server.h"

namespace ajar::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

ImapLogin login_to(const ScriptedServer& server) {
  ImapLogin login;
  login.url = server.url();
  login.user = "sam";
  login.password = "knock \"knock\" \\";
  login.connect_timeout = milliseconds(5000);
  login.command_timeout = milliseconds(5000);
  return login;
}

/// A signed-in connection to a server that then follows `script`.
struct Visit {
  explicit Visit(const std::string& script, milliseconds timeout = milliseconds(5000),
                 const std::string& capabilities = "IMAP4rev1 IDLE UIDPLUS", int wake_fd = -1)
      : server(ScriptedServer::signed_in(capabilities) + script) {
    ImapLogin login = login_to(server);
    login.command_timeout = timeout;
    auto connected = connect_imap(login, wake_fd);
    if (connected) mail = std::move(*connected);
    EXPECT_TRUE(mail) << connected.error().what;
  }
  std::string place() const { return "127.0.0.1:" + std::to_string(server.port()); }
  ScriptedServer server;
  std::unique_ptr<MailServer> mail;
};

const std::string examined = ScriptedServer::examined();
const std::string letter = "Subject: Re: us\r\n\r\nThank you.\r\n";

/// The connection is dead: every call says so.
void expect_dead(MailServer& mail) {
  const auto listed = mail.list_mailboxes();
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().kind, ErrorKind::network);
  EXPECT_EQ(mail.append_draft("Drafts", letter).kind, AppendOutcome::Kind::unclear);
  EXPECT_FALSE(mail.fetch("INBOX", {Uid{1}}, 100));
  EXPECT_FALSE(mail.doorbell("INBOX", steady_clock::now() + milliseconds(5000), -1));
}

// --- What EXAMINE and FETCH may be answered with ---------------------------------------------------------------------

struct Lie {
  const char* name;
  std::string script;  ///< after the UID FETCH
  const char* what;    ///< the error; "%" is the place
};

const std::vector<Lie>& lies() {
  static const std::vector<Lie> all{
      {"EofInLiteral", "RAW: * 1 FETCH (UID 1 BODY[]<0> {50}\\r\\nSubject: half\nCLOSE", "% closed the connection"},
      {"EofInLine", "RAW: * 1 FETCH (UID 1\nCLOSE", "% closed the connection"},
      {"EofAtOnce", "CLOSE", "% closed the connection"},
      {"ResetInLiteral", "RAW: * 1 FETCH (UID 1 BODY[]<0> {50}\\r\\nSubject: half\nRESET", nullptr},
      {"EndlessLine", "REPEAT 2000000: x", "%: line is longer than Ajar reads"},
      {"HugeLiteral", "S: * 1 FETCH (UID 1 BODY[]<0> {4000000000}", "%: literal is larger than was asked for"},
      {"LiteralOverTheCap", "S: * 1 FETCH (UID 1 BODY[]<0> {101}", "%: literal is larger than was asked for"},
      {"EndlessAnswer", "REPEAT 30000: * OK " + std::string(1000, 'x') + "\\r\\n",
       "%: answer is larger than Ajar reads"},
      {"DeepNesting", "REPEAT 30000: (\nS: x", nullptr},
      {"DeepBodyStructure", "RAW: * 1 FETCH (BODYSTRUCTURE \nREPEAT 1000: (\nS: )", "%: FETCH makes no sense"},
      {"BadUid", "S: * 1 FETCH (UID 99999999999 RFC822.SIZE 3)", "%: number is out of range"},
      {"BadNumber", "S: * 99999999999999999999999999999 EXISTS", "%: message number is out of range"},
      {"OpenParenthesis", "S: * 1 FETCH (UID 1", "%: parentheses do not match"},
      {"OpenQuote", "S: * 1 FETCH (INTERNALDATE \"25-Nov", "%: FETCH makes no sense"},
      {"EmptyLine", "S: ", "%: line makes no sense"},
      {"Garbage", "RAW: \\0\\0\\0\\0\\r\\n", "%: line has control characters"},
      {"Http", "S: HTTP/1.1 400 Bad Request", "%: line makes no sense"},
      {"OtherTag", "S: 999 OK done", "%: answer to a command that was not sent"},
      {"Bye", "S: * BYE Server is going down for \"lunch\"",
       "%: the server closed the connection: \"Server is going down for ?lunch?\""},
      {"NonsenseInFetch", "S: * 1 FETCH (FROB \"x\" UID )\nS: %t OK done", "%: FETCH makes no sense"},
  };
  return all;
}

void PrintTo(const Lie& lie, std::ostream* out) { *out << lie.name; }

class HostileServer : public ::testing::TestWithParam<Lie> {};

TEST_P(HostileServer, EndsInAClearError) {
  Visit visit(examined + "C: * UID FETCH 1 (UID *\n" + GetParam().script);
  const auto fetched = visit.mail->fetch("INBOX", {Uid{1}}, 100);
  ASSERT_FALSE(fetched);
  EXPECT_EQ(fetched.error().kind, ErrorKind::network);
  if (GetParam().what) {
    std::string what = GetParam().what;
    what.replace(what.find('%'), 1, visit.place());
    EXPECT_EQ(fetched.error().what, what);
  }
  expect_dead(*visit.mail);
}

INSTANTIATE_TEST_SUITE_P(Lies, HostileServer, ::testing::ValuesIn(lies()),
                         [](const auto& lie) { return std::string(lie.param.name); });

std::size_t resident_kilobytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.rfind("VmRSS:", 0) == 0) return std::stoul(line.substr(6));
  return 0;
}

TEST(HostileServerMemory, DoesNotGrowWithWhatAServerSends) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer's memory is its own";
#endif
  const std::size_t before = resident_kilobytes();
  Visit visit(examined +
              "C: * UID FETCH 1 (UID *\nREPEAT 300000: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
  EXPECT_FALSE(visit.mail->fetch("INBOX", {Uid{1}}, 100));
  EXPECT_LT(resident_kilobytes(), before + 16 * 1024);
}

// --- NO and BAD ------------------------------------------------------------------------------------------------------

TEST(HostileServerRefusal, NoAndBadAreTheServersAnswerToEveryVerb) {
  for (const char* word : {"NO", "BAD"}) {
    const std::string refusal = std::string("S: %t ") + word + " [ALERT] not today\n";
    const std::string said = ": \"[ALERT] not today\"";
    {
      Visit visit("C: * LIST *\n" + refusal);
      const auto listed = visit.mail->list_mailboxes();
      ASSERT_FALSE(listed);
      EXPECT_EQ(listed.error().kind, ErrorKind::server);
      EXPECT_EQ(listed.error().what, "the mailboxes cannot be listed" + said);
      EXPECT_TRUE(visit.mail->create_drafts("Drafts")) << "the connection goes on";
    }
    {
      Visit visit("C: * EXAMINE *\n" + refusal);
      EXPECT_EQ(visit.mail->examine("INBOX").error().what, "mailbox INBOX cannot be opened" + said);
    }
    {
      Visit visit(examined + "C: * UID SEARCH *\n" + refusal);
      EXPECT_EQ(visit.mail->search("INBOX", {.words = {"x"}}).error().what, "mailbox INBOX cannot be searched" + said);
    }
    {
      Visit visit(
          examined +
          "C: * NOOP\nS: %t OK\nC: * UID FETCH * (UID)\nS: * 3 FETCH (UID 3)\nS: %t OK\nC: * UID FETCH 1:3 *\n" +
          refusal);
      EXPECT_EQ(visit.mail->sweep("INBOX", Uid{0}, 10).error().what, "mailbox INBOX cannot be listed" + said);
    }
    {
      Visit visit("C: * CREATE *\n" + refusal);
      EXPECT_EQ(visit.mail->create_drafts("Drafts").error().what, "mailbox Drafts cannot be created" + said);
    }
    {
      Visit visit("C: * APPEND *\n" + refusal);
      const AppendOutcome outcome = visit.mail->append_draft("Drafts", letter);
      EXPECT_EQ(outcome.kind, AppendOutcome::Kind::refused);
      EXPECT_EQ(outcome.error->what, "nothing was filed in Drafts: the server refused it" + said);
      EXPECT_EQ(visit.mail->append_draft("Drafts", letter).kind, AppendOutcome::Kind::unclear) << "OK without its text";
    }
  }
}

TEST(HostileServerRefusal, OneMessageThatCannotBeReadDoesNotHideItsNeighbours) {
  Visit visit(
      examined + "C: * UID FETCH 1:3 *\nS: * 1 FETCH (UID 1 BODY[]<0> {1}\nS: a)\nS: %t NO one is broken\n" +
      "C: * UID FETCH 2 *\nC: * UID FETCH 3 *\nS: 6 NO this one\nS: * 3 FETCH (UID 3 BODY[]<0> {1}\nS: c)\nS: 7 OK\n");
  const auto fetched = visit.mail->fetch("INBOX", {Uid{1}, Uid{2}, Uid{3}}, 100);
  ASSERT_TRUE(fetched) << fetched.error().what;
  ASSERT_EQ(fetched->size(), 2U);
  EXPECT_EQ(fetched->at(0).bytes, "a");
  EXPECT_EQ(fetched->at(1).bytes, "c");
  EXPECT_EQ(visit.server.surprises(), "");
}

TEST(HostileServerRefusal, AServerThatKnowsNoCharsetIsAskedForTheRest) {
  Visit visit(
      examined +
      "C: * UID SEARCH SUBJECT \"Acme\"\nS: * SEARCH 2 2 1\nS: %t OK\nC: * UID SEARCH CHARSET UTF-8 SUBJECT {5}\n" +
      "S: %t NO [BADCHARSET (US-ASCII)] what\n");
  const auto found = visit.mail->search("INBOX", {.words = {"Caf\xC3\xA9", "Acme"}});
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_EQ(*found, (std::vector<Uid>{Uid{1}, Uid{2}}));
  EXPECT_EQ(visit.server.surprises(), "");
}

// --- Append ----------------------------------------------------------------------------------------------------------

TEST(HostileServerAppend, WhatTheServerSaysOfItIsToldInWords) {
  struct Case {
    const char *answer, *what;
  };
  for (const Case& c :
       {Case{"NO [OVERQUOTA] Quota exceeded", "the mailbox is full (over quota): \"[OVERQUOTA] Quota exceeded\""},
        Case{"NO [TRYCREATE] none", "the mailbox does not exist: \"[TRYCREATE] none\""},
        Case{"NO [NOPERM] hands off", "this user may not write there: \"[NOPERM] hands off\""},
        Case{"BAD", "the server refused it"}}) {
    const std::string steps = "C: * APPEND \"Drafts\" (\\Draft \\Seen) {31}\n";
    for (const std::string& go_on : {std::string(), std::string("S: * 9 EXISTS\nS: + go\nLITERAL\n")}) {
      Visit visit(steps + go_on + "S: %t " + c.answer);
      const AppendOutcome outcome = visit.mail->append_draft("Drafts", letter);
      EXPECT_EQ(outcome.kind, AppendOutcome::Kind::refused);
      EXPECT_EQ(outcome.error->what, std::string("nothing was filed in Drafts: ") + c.what);
      EXPECT_EQ(visit.server.surprises(), "");
    }
  }
}

TEST(HostileServerAppend, AppendUidIsReadOrLeftAlone) {
  const auto append = [](const std::string& answer) {
    Visit visit("C: * APPEND \"INBOX\" {31}\nS: + go\nLITERAL\nS: %t " + answer);
    return visit.mail->append_reminder("INBOX", letter);
  };
  const AppendOutcome good = append("OK [appenduid 38505 3955] done");
  EXPECT_EQ(good.validity, UidValidity{38505});
  EXPECT_EQ(good.uid, Uid{3955});
  for (const char* code :
       {"OK", "OK [APPENDUID]", "OK [APPENDUID 1]", "OK [APPENDUID 0 5]", "OK [APPENDUID 1 99999999999]",
        "OK [APPENDUID 1 2 3]", "OK [APPENDUID x y]", "OK [APPENDUID 1 2:3]"}) {
    const AppendOutcome outcome = append(code);
    EXPECT_EQ(outcome.kind, AppendOutcome::Kind::appended) << code;
    EXPECT_FALSE(outcome.uid) << code;
  }
}

TEST(HostileServerAppend, ACutAtAnyPointIsUnclear) {
  const std::string go = "C: * APPEND *\nS: + go\n";
  for (const std::string& script :
       {std::string("C: * APPEND *\nCLOSE"), std::string("C: * APPEND *\nS: * 1 EXISTS\nRESET"), go + "CLOSE",
        go + "RESET", go + "LITERAL\nCLOSE", go + "LITERAL\nRAW: %t O\nCLOSE", go + "LITERAL\nRAW: %t OK done\nRESET",
        go + "LITERAL\nS: * BYE bye", go + "LITERAL\nS: 999 OK done", go + "LITERAL\nS: nonsense"}) {
    Visit visit(script);
    const AppendOutcome outcome = visit.mail->append_draft("Drafts", letter);
    EXPECT_EQ(outcome.kind, AppendOutcome::Kind::unclear) << script;
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->kind, ErrorKind::network);
    expect_dead(*visit.mail);
  }
}

TEST(HostileServerAppend, AStallIsUnclearInTime) {
  for (const std::string& go_on :
       {std::string(), std::string("S: + go\nLITERAL\n"),
        std::string("S: + go\nLITERAL\nDRIP 20: %t OK a very slow answer indeed, my friend\n")}) {
    Visit visit("C: * APPEND *\n" + go_on + "STALL", milliseconds(200));
    const AppendOutcome outcome = visit.mail->append_draft("Drafts", letter);
    EXPECT_EQ(outcome.kind, AppendOutcome::Kind::unclear);
    EXPECT_EQ(outcome.error->what, visit.place() + " gave no answer in time");
  }
}

// --- Time ------------------------------------------------------------------------------------------------------------

TEST(HostileServerTime, AStallEndsAtTheDeadlineOfTheCommand) {
  Visit visit(examined + "C: * UID FETCH *\nSTALL", milliseconds(200));
  const auto fetched = visit.mail->fetch("INBOX", {Uid{1}}, 100);
  ASSERT_FALSE(fetched);
  EXPECT_EQ(fetched.error().what, visit.place() + " gave no answer in time");
}

TEST(HostileServerTime, ADripEndsAtTheDeadlineOfTheCommand) {
  Visit visit(examined + "C: * UID FETCH *\nDRIP 20: * 1 FETCH (UID 1 RFC822.SIZE 3 BODY[]<0> {100}\\r\\n" +
                  std::string(100, 'x') + ")\\r\\n",
              milliseconds(300));
  const auto fetched = visit.mail->fetch("INBOX", {Uid{1}}, 100);
  ASSERT_FALSE(fetched);
  EXPECT_EQ(fetched.error().what, visit.place() + " gave no answer in time");
}

TEST(HostileServerTime, AWakeUpEndsAStall) {
  const int wake = ::eventfd(0, EFD_CLOEXEC);
  {
    Visit visit(examined + "C: * UID FETCH *\nSTALL", milliseconds(60000), "IMAP4rev1", wake);
    std::thread waker([&] {
      wait_until([&] { return visit.server.received().find("UID FETCH") != std::string::npos; });
      ::eventfd_write(wake, 1);
    });
    const auto fetched = visit.mail->fetch("INBOX", {Uid{1}}, 100);
    waker.join();
    ASSERT_FALSE(fetched);
    EXPECT_EQ(fetched.error().what, "connection to " + visit.place() + " was cancelled");
  }
  ::close(wake);
}

TEST(HostileServerTime, AWakeUpEndsAServerThatTalksWithoutEnd) {
  const int wake = ::eventfd(1, EFD_CLOEXEC);
  ScriptedServer server(ScriptedServer::signed_in() + examined + "C: * UID FETCH *\nREPEAT 3000000: * 1 EXISTS\\r\\n");
  eventfd_t value;
  ::eventfd_read(wake, &value);
  {
    const auto mail = connect_imap(login_to(server), wake);
    ASSERT_TRUE(mail);
    std::thread waker([&] {
      wait_until([&] { return server.received().find("UID FETCH") != std::string::npos; });
      ::eventfd_write(wake, 1);
    });
    const auto fetched = (*mail)->fetch("INBOX", {Uid{1}}, 100);
    waker.join();
    ASSERT_FALSE(fetched);
    EXPECT_EQ(fetched.error().what, "connection to 127.0.0.1:" + std::to_string(server.port()) + " was cancelled");
  }
  ::close(wake);
}

// --- Doorbell --------------------------------------------------------------------------------------------------------

const std::string first_ring = examined + "C: * NOOP\nS: %t OK\n";

TEST(HostileServerDoorbell, LinesBeforeThePlusAndChatterAreTaken) {
  Visit visit(first_ring +
              "C: * NOOP\nS: %t OK\nC: * IDLE\nS: * OK hurry\nS: * 2 EXPUNGE\nS: * 2 EXISTS\nS: + idling\n" +
              "S: * OK Still here\nS: * 2 FETCH (FLAGS (\\Seen))\nS: * 3 EXISTS\nC: DONE\nS: 7 OK done\n");
  EXPECT_EQ(visit.mail->doorbell("INBOX", steady_clock::now() + milliseconds(5000), -1), Bell::rang);
  EXPECT_EQ(visit.mail->doorbell("INBOX", steady_clock::now() + milliseconds(5000), -1), Bell::rang);
  EXPECT_TRUE(visit.mail->create_drafts("x"));
  EXPECT_EQ(visit.server.surprises(), "");
}

TEST(HostileServerDoorbell, ChatterWithoutNewsIsNoNews) {
  Visit visit(first_ring +
                  "C: * NOOP\nS: %t OK\nC: * IDLE\nS: + idling\nS: * OK Still here\nS: * 1 EXPUNGE\nS: * 2 EXISTS\n" +
                  "C: DONE\nS: 7 OK done\n",
              milliseconds(5000));
  EXPECT_EQ(visit.mail->doorbell("INBOX", steady_clock::now() + milliseconds(5000), -1), Bell::rang);
  EXPECT_EQ(visit.mail->doorbell("INBOX", steady_clock::now() + milliseconds(150), -1), Bell::quiet);
}

TEST(HostileServerDoorbell, AServerThatGoesAwayIsALostConnection) {
  for (const std::string end : {"S: * BYE idle for too long", "CLOSE", "RESET", "S: nonsense"}) {
    Visit visit(first_ring + "C: * NOOP\nS: %t OK\nC: * IDLE\nS: + idling\n" + end);
    (void)visit.mail->doorbell("INBOX", steady_clock::now() + milliseconds(5000), -1);
    const auto bell = visit.mail->doorbell("INBOX", steady_clock::now() + milliseconds(5000), -1);
    ASSERT_FALSE(bell) << end;
    EXPECT_EQ(bell.error().kind, ErrorKind::network);
    expect_dead(*visit.mail);
  }
}

TEST(HostileServerDoorbell, AServerThatRefusesIdleIsAskedByNoop) {
  for (const std::string refusal :
       {"S: %t BAD no such thing\n", "S: %t NO not now\n", "S: + idling\nS: %t OK enough\n"}) {
    Visit visit(first_ring + "C: * NOOP\nS: %t OK\nC: * IDLE\n" + refusal + "S: * 4 EXISTS\nC: * NOOP\nS: %t OK\n");
    EXPECT_EQ(visit.mail->doorbell("INBOX", steady_clock::now() + milliseconds(5000), -1), Bell::rang);
    EXPECT_EQ(visit.mail->doorbell("INBOX", steady_clock::now() + milliseconds(5000), -1), Bell::rang);
    EXPECT_EQ(visit.server.surprises(), "");
  }
}

TEST(HostileServerDoorbell, IdleIsRenewedAndNoopsKeepTheConnectionAlive) {
  ScriptedServer server(ScriptedServer::signed_in() + first_ring);
  ImapLogin login = login_to(server);
  login.keep_alive = milliseconds(40);
  const auto mail = connect_imap(login, -1);
  ASSERT_TRUE(mail);
  (void)(*mail)->doorbell("INBOX", steady_clock::now() + milliseconds(5000), -1);
  ScriptedServer idler(
      ScriptedServer::signed_in() + first_ring + "C: * NOOP\nS: %t OK\nC: * IDLE\nS: + one\nC: DONE\nS: 7 OK\n" +
      "C: * NOOP\nS: %t OK\nC: * IDLE\nS: + two\nC: DONE\nS: 9 OK\nC: * NOOP\nS: * 4 EXISTS\nS: %t OK\n");
  login.url = idler.url();
  const auto second = connect_imap(login, -1);
  ASSERT_TRUE(second);
  (void)(*second)->doorbell("INBOX", steady_clock::now() + milliseconds(5000), -1);
  EXPECT_EQ((*second)->doorbell("INBOX", steady_clock::now() + milliseconds(5000), -1), Bell::rang);
  EXPECT_EQ(idler.surprises(), "");
}

TEST(HostileServerDoorbell, WithoutIdleItAsksByNoop) {
  ScriptedServer server(ScriptedServer::signed_in("IMAP4rev1") + first_ring +
                        "C: * NOOP\nS: %t OK\nC: * NOOP\nS: %t OK\n" + "C: * NOOP\nS: * 4 EXISTS\nS: %t OK\n");
  ImapLogin login = login_to(server);
  login.keep_alive = milliseconds(30);
  const auto mail = connect_imap(login, -1);
  ASSERT_TRUE(mail);
  EXPECT_FALSE((*mail)->has_idle());
  (void)(*mail)->doorbell("INBOX", steady_clock::now() + milliseconds(5000), -1);
  EXPECT_EQ((*mail)->doorbell("INBOX", steady_clock::now() + milliseconds(5000), -1), Bell::rang);
  EXPECT_EQ(server.surprises(), "");
}

// --- Odd but right ---------------------------------------------------------------------------------------------------

TEST(HostileServerOdd, AnswersOfPipelinedFetchesAreMatchedByUid) {
  Visit visit(examined + "C: * UID FETCH 1 *\nC: * UID FETCH 2 *\nC: * UID FETCH 3 *\n" +
              "S: * 3 FETCH (BODY[]<0> {1}\nS: c UID 3)\nS: * 1 FETCH (FLAGS (\\Seen))\nS: * 9 FETCH (UID 9 BODY[]<0> "
              "{1}\nS: x)\n" +
              "S: * 1 FETCH (UID 1 RFC822.SIZE 1 BODY[]<0> {1}\nS: a)\nS: 5 OK\nS: 6 OK\nS: * 2 FETCH (UID 2 BODY[]<0> "
              "\"b\")\nS: 7 OK\n");
  const auto fetched = visit.mail->fetch("INBOX", {Uid{1}, Uid{2}, Uid{3}}, 1 << 20);
  ASSERT_TRUE(fetched) << fetched.error().what;
  ASSERT_EQ(fetched->size(), 3U);
  EXPECT_EQ(fetched->at(0).bytes + fetched->at(1).bytes + fetched->at(2).bytes, "abc");
}

TEST(HostileServerOdd, TheLastMessageIsNotTakenForANewOne) {
  Visit visit(examined + "C: * NOOP\nS: %t OK\nC: * UID FETCH * (UID)\nS: * 3 FETCH (UID 3)\nS: %t OK\n");
  const auto listed = visit.mail->sweep("INBOX", Uid{3}, 10);
  ASSERT_TRUE(listed);
  EXPECT_TRUE(listed->empty());
  EXPECT_EQ(visit.server.surprises(), "");
}

TEST(HostileServerOdd, AMessageWhoseDateIsNoneCameNow) {
  for (const std::string date :
       {"\"99-Foo-2026 99:99:99 +9999\"", "NIL", "\"yesterday\"", "\"31-Feb-2026 10:00:00 +0000\""}) {
    Visit visit(examined +
                "C: * NOOP\nS: %t OK\nC: * UID FETCH * (UID)\nS: * 3 FETCH (UID 3)\nS: %t OK\nC: * UID FETCH 3:3 *\n" +
                "S: * 3 FETCH (INTERNALDATE " + date + " UID 3 RFC822.SIZE 5)\nS: %t OK\n");
    const auto listed = visit.mail->sweep("INBOX", Uid{2}, 10);
    ASSERT_TRUE(listed) << date << listed.error().what;
    ASSERT_EQ(listed->size(), 1U) << date;
    EXPECT_LT(std::chrono::system_clock::now() - listed->at(0).internal_date, std::chrono::minutes(1));
  }
}

TEST(HostileServerOdd, AMailboxReCreatedWhileSeveralAnswersAreDueIsNoticed) {
  Visit visit(examined + "C: * UID FETCH 1 *\nC: * UID FETCH 2 *\nS: * OK [UIDVALIDITY 8] new\nS: 5 OK\nS: 6 OK\n" +
              "C: * EXAMINE *\nS: * 0 EXISTS\nS: * OK [UIDVALIDITY 8] x\nS: %t OK\n");
  const auto fetched = visit.mail->fetch("INBOX", {Uid{1}, Uid{2}}, 1 << 20);
  ASSERT_FALSE(fetched);
  EXPECT_EQ(fetched.error().what, "mailbox INBOX was re-created (UIDVALIDITY changed)");
  EXPECT_EQ(visit.mail->examine("INBOX")->validity, UidValidity{8});
}

TEST(HostileServerOdd, UnaskedNewsOfOtherMessagesDoNotMisleadTheSearchForTheNextUid) {
  Visit visit(examined + "C: * NOOP\nS: %t OK\nC: * UID FETCH * (UID)\nS: * 3 FETCH (UID 9000000)\nS: %t OK\n" +
              "C: * UID FETCH 1:1 *\nS: %t OK\nC: * FETCH 2 (UID)\nS: * 3 FETCH (UID 9000000 FLAGS (\\Seen))\nS: * 2 "
              "FETCH (UID 7)\n" +
              "S: * 3 FETCH (UID 9000000 FLAGS ())\nS: %t OK\nC: * FETCH 1 (UID)\nS: * 1 FETCH (UID 1)\nS: %t OK\n" +
              "C: * UID FETCH 7:7 *\nS: * 2 FETCH (UID 7 RFC822.SIZE 1 INTERNALDATE \" 5-Nov-2026 10:00:00 "
              "+0000\")\nS: %t OK\n");
  const auto listed = visit.mail->sweep("INBOX", Uid{0}, 1);
  ASSERT_TRUE(listed) << listed.error().what;
  ASSERT_EQ(listed->size(), 1U);
  EXPECT_EQ(listed->at(0).uid, Uid{7});
  EXPECT_EQ(visit.server.surprises(), "");
}

TEST(HostileServerOdd, AMailboxReCreatedWhileOpenIsNoticed) {
  Visit visit(examined + "C: * NOOP\nS: * OK [UIDVALIDITY 8] new\nS: %t OK\n" +
              "C: * EXAMINE *\nS: * 0 EXISTS\nS: * OK [UIDVALIDITY 8] x\nS: %t OK\n");
  ASSERT_EQ(visit.mail->examine("INBOX")->validity, UidValidity{7});
  const auto listed = visit.mail->sweep("INBOX", Uid{3}, 10);
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().kind, ErrorKind::server);
  EXPECT_EQ(listed.error().what, "mailbox INBOX was re-created (UIDVALIDITY changed)");
  EXPECT_EQ(visit.mail->examine("INBOX")->validity, UidValidity{8});
}

TEST(HostileServerOdd, AMailboxWithoutUidValidityIsRefused) {
  Visit visit("C: * EXAMINE *\nS: * 3 EXISTS\nS: %t OK done\n");
  const auto status = visit.mail->examine("INBOX");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().what, "mailbox INBOX has no UIDVALIDITY");
}

TEST(HostileServerOdd, NamesAndAttributesOfAllKindsAreListed) {
  Visit visit(
      "C: * LIST \"\" \"*\"\nS: * LIST (\\HasChildren) \"/\" inbox\nS: * LIST (\\NOSELECT \\Marked) \"/\" [Gmail]\n" +
      std::string("S: * LIST (\\HasNoChildren \\DRAFTS) \"/\" \"[Gmail]/Entw&APw-rfe\"\nS: * LIST (\\NonExistent) NIL "
                  "{5}\nS: a\"b\\c\n") +
      "S: * LIST (\\sent \\All) \"\\\\\" \"x \\\"y\\\" \\\\z\"\nS: %t OK done\n");
  const auto boxes = visit.mail->list_mailboxes();
  ASSERT_TRUE(boxes) << boxes.error().what;
  ASSERT_EQ(boxes->size(), 5U);
  EXPECT_EQ(boxes->at(0).name, "INBOX");
  EXPECT_EQ(boxes->at(1).name, "[Gmail]");
  EXPECT_FALSE(boxes->at(1).selectable);
  EXPECT_EQ(boxes->at(2).name, "[Gmail]/Entw\xC3\xBCrfe");
  EXPECT_EQ(boxes->at(2).uses, std::set<std::string>{"drafts"});
  EXPECT_EQ(boxes->at(3).name, "a\"b\\c");
  EXPECT_EQ(boxes->at(3).delimiter, 0);
  EXPECT_FALSE(boxes->at(3).selectable);
  EXPECT_EQ(boxes->at(4).name, "x \"y\" \\z");
  EXPECT_EQ(boxes->at(4).delimiter, '\\');
  EXPECT_EQ(boxes->at(4).uses, (std::set<std::string>{"sent", "all"}));
}

}  // namespace
}  // namespace ajar::testing
