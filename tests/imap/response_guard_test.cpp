#include "daemon/response_guard.h"

#include <gtest/gtest.h>

namespace ajar {
namespace {

ResponseLimits small_limits() {
  ResponseLimits limits;
  limits.line = 100;
  limits.search_line = 1000;
  limits.literal = 20;
  limits.response = 2000;
  limits.depth = 3;
  return limits;
}

/// What is passed on of `bytes`, fed whole and byte by byte alike; "refused: WHY" if they are refused.
std::string vetted(const std::string& bytes, ResponseLimits limits = small_limits()) {
  const auto feed = [&](std::size_t step) {
    ResponseGuard guard;
    guard.expect(limits);
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += step)
      for (std::string_view piece = std::string_view(bytes).substr(at, step); !piece.empty();)
        if (guard.feed(piece, out) == ResponseGuard::Progress::refused) return "refused: " + guard.why();
    return out;
  };
  EXPECT_EQ(feed(bytes.size() + 1), feed(1));
  return feed(bytes.size() + 1);
}

TEST(ResponseGuard, PassesWhatAjarAsksFor) {
  for (const std::string line :
       {"* LIST (\\HasNoChildren \\Drafts) \"/\" \"Drafts\"\r\n", "* LIST () NIL \"INBOX\"\r\n", "* 3 EXISTS\r\n",
        "* 0 RECENT\r\n", "* 2 EXPUNGE\r\n", "* SEARCH 2 3 5\r\n", "* SEARCH\r\n",
        "* 1 FETCH (UID 7 RFC822.SIZE 12 INTERNALDATE \"25-Nov-2026 10:00:00 +0100\")\r\n",
        "* 1 FETCH (UID 7 BODY[]<0> {5}\r\na)\"(\n)\r\n", "* 1 FETCH (FLAGS (\\Seen) UID 7)\r\n"})
    EXPECT_EQ(vetted(line), line);
}

TEST(ResponseGuard, KeepsCodesItNeedsAndNoText) {
  EXPECT_EQ(vetted("* OK [UIDVALIDITY 12] UIDs valid\r\n"), "* OK [UIDVALIDITY 12] x\r\n");
  EXPECT_EQ(vetted("* ok [uidnext 4294967295] y\r\n"), "* OK [uidnext 4294967295] x\r\n");
  EXPECT_EQ(vetted("7 OK [READ-ONLY] done {3}\r\n"), "7 OK [READ-ONLY] x\r\n");
  EXPECT_EQ(vetted("7 OK\r\n"), "7 OK x\r\n");
  EXPECT_EQ(vetted("7 NO [TRYCREATE] none\r\n"), "7 NO x\r\n");
}

TEST(ResponseGuard, DropsWhatLibetpanMustNotSee) {
  for (const std::string line :
       {"* OK [PERMANENTFLAGS ()] none\r\n", "* OK [UIDVALIDITY 4294967296] too big\r\n", "* OK [UIDNEXT x] y\r\n",
        "* FLAGS (\\Seen)\r\n", "* CAPABILITY IMAP4rev1\r\n", "* CAPABILITY\r\n",
        "* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n", "* STATUS x (MESSAGES 3)\r\n",
        "* ESEARCH (TAG \"1\") UID ALL 1:3\r\n", "* VANISHED 3\r\n", "* ID {3}\r\nabc\r\n", "* 5 FROBNICATE\r\n",
        "* 5 EXISTS {3}\r\nabc\r\n", "* XWHATEVER {2}\r\n)(more {1}\r\nx end\r\n", "+ idling\r\n",
        "* OK still here\r\n", "*  \r\n"})
    EXPECT_EQ(vetted(line), "") << line;
}

TEST(ResponseGuard, PassesContinuationsOnlyWhenAwaited) {
  ResponseLimits limits = small_limits();
  limits.continuation = true;
  EXPECT_EQ(vetted("+ go on\r\n", limits), "+ go on\r\n");
}

TEST(ResponseGuard, QuotesBareMailboxNames) {
  EXPECT_EQ(vetted("* LIST () \"/\" Drafts\r\n"), "* LIST () \"/\" \"Drafts\"\r\n");
  EXPECT_EQ(vetted("* LIST () NIL a[b]*\\c\"d\r\n"), "* LIST () NIL \"a[b]*\\\\c\\\"d\"\r\n");
  EXPECT_EQ(vetted("* LIST () \"\\\\\" {6}\r\nDrafts\r\n"), "* LIST () \"\\\\\" {6}\r\nDrafts\r\n");
}

TEST(ResponseGuard, RefusesWhatIsTooMuch) {
  EXPECT_EQ(vetted("* 1 FETCH (UID 7 BODY[]<0> {21}\r\n"), "refused: literal is larger than was asked for");
  EXPECT_EQ(vetted("* XX {99999999999999999999}\r\n"), "refused: literal is larger than was asked for");
  EXPECT_EQ(vetted("* OK " + std::string(200, 'x')), "refused: line is longer than Ajar reads");
  EXPECT_EQ(vetted(std::string(200, 'x')), "refused: line is longer than Ajar reads");
  EXPECT_EQ(vetted("* SEARCH" + std::string(600, ' ') + "\r\n"), "* SEARCH\r\n");
  EXPECT_EQ(vetted("* SEARCH" + std::string(1100, ' ')), "refused: line is longer than Ajar reads");
  std::string many;
  for (int i = 0; i < 300; ++i) many += "* 1 EXISTS\r\n";
  EXPECT_EQ(vetted(many), "refused: answer is larger than Ajar reads");
  EXPECT_EQ(vetted("* LIST (((( ) \"/\" x\r\n"), "refused: data is nested too deeply");
  EXPECT_EQ(vetted("* 1 FETCH (FLAGS (((())))\r\n"), "refused: FETCH makes no sense");
}

TEST(ResponseGuard, CountsAnswersOneByOne) {
  std::string many, expected;
  for (int i = 0; i < 300; ++i) {
    many += "* 1 EXISTS\r\n7 OK done\r\n";
    expected += "* 1 EXISTS\r\n7 OK x\r\n";
  }
  EXPECT_EQ(vetted(many), expected);
}

TEST(ResponseGuard, RefusesWhatMakesNoSense) {
  for (const std::string line :
       {"* 1 FETCH (UID 4294967296)\r\n", "* 4294967296 EXISTS\r\n", "* SEARCH 1 x\r\n", "* SEARCH 0\r\n",
        "* SEARCH 4294967296\r\n", "* 1 FETCH (UID 7))\r\n", "* 1 FETCH (UID 7\r\n", "* 1 FETCH (X \"open)\r\n",
        "* 1 FETCH (X \"\\n\")\r\n", "* LIST\r\n", "* LIST (\r\n", "* LIST () \"/\"\r\n", "* LIST () \"/ x\r\n",
        "hello\r\n", "\r\n", "7 MAYBE x\r\n", "7 BYE x\r\n", "( OK x\r\n", "* 1 EXISTS\x01\r\n"})
    EXPECT_EQ(vetted(line).rfind("refused: ", 0), 0U) << line << vetted(line);
  EXPECT_EQ(vetted(std::string("* 1 EX\0STS\r\n", 12)), "refused: line has control characters");
}

TEST(ResponseGuard, CutsOutOfFetchWhatWasNotAskedFor) {
  EXPECT_EQ(vetted("* 1 FETCH (MODSEQ (99999999999) UID 7 X-GM-MSGID 12345678901234 FLAGS (\\Seen))\r\n"),
            "* 1 FETCH (UID 7 FLAGS (\\Seen))\r\n");
  EXPECT_EQ(vetted("* 1 FETCH (INTERNALDATE NIL UID 7)\r\n"), "* 1 FETCH (UID 7)\r\n");
  EXPECT_EQ(vetted("* 1 FETCH (ENVELOPE ((\")\" NIL)))\r\n"), "");
  EXPECT_EQ(vetted("* 1 FETCH (X NIL BODY[]<0> {2}\r\n)) Y (()) UID 7 Z \")\")\r\n"),
            "* 1 FETCH (BODY[]<0> {2}\r\n)) UID 7)\r\n");
  EXPECT_EQ(vetted("* 1 FETCH (BODY[]<0> {2}\r\n)) BODY[] {3}\r\n((( UID 7)\r\n"),
            "* 1 FETCH (BODY[]<0> {2}\r\n)) BODY[] {3}\r\n((( UID 7)\r\n");
  EXPECT_EQ(vetted("* 1 FETCH (X {2}\r\n"), "refused: literal that was not asked for");
  EXPECT_EQ(vetted("* 1 FETCH (BODY[] {2}\r\nxx BODY[] {21}\r\n"), "refused: literal is larger than was asked for");
}

TEST(ResponseGuard, TakesLiteralsInListOnlyAsTheName) {
  EXPECT_EQ(vetted("* LIST () \"/\" {3}\r\na\"b\r\n"), "* LIST () \"/\" {3}\r\na\"b\r\n");
  EXPECT_EQ(vetted("* LIST () \"/\" a{3}\r\nabc\r\n"), "refused: literal in the wrong place");
  EXPECT_EQ(vetted("* LIST () \"/\" {3}\r\nabc more\r\n"), "refused: data goes on after its end");
}

TEST(ResponseGuard, StopsAtEachTaggedLineAndKeepsItsStatus) {
  ResponseGuard guard;
  guard.expect(small_limits());
  std::string_view bytes =
      "* 3 EXISTS\r\n1 OK [APPENDUID 7 12] done\r\n2 NO [OVERQUOTA] Quota exceeded\r\n* 4 EXISTS\r\n";
  std::string out;
  EXPECT_EQ(guard.feed(bytes, out), ResponseGuard::Progress::answered);
  EXPECT_EQ(guard.status().tag, "1");
  EXPECT_EQ(guard.status().word, "OK");
  EXPECT_EQ(guard.status().code, "APPENDUID 7 12");
  EXPECT_EQ(guard.status().text, "done");
  EXPECT_EQ(guard.feed(bytes, out), ResponseGuard::Progress::answered);
  EXPECT_EQ(guard.status().word, "NO");
  EXPECT_EQ(guard.status().code, "OVERQUOTA");
  EXPECT_EQ(guard.status().text, "Quota exceeded");
  EXPECT_EQ(guard.feed(bytes, out), ResponseGuard::Progress::more);
  EXPECT_EQ(out, "* 3 EXISTS\r\n1 OK x\r\n2 NO x\r\n* 4 EXISTS\r\n");
}

TEST(ResponseGuard, KeepsTheNewestCapabilities) {
  ResponseGuard guard;
  std::string_view bytes = "* CAPABILITY imap4rev1 Idle AUTH=PLAIN\r\n";
  std::string out;
  guard.feed(bytes, out);
  EXPECT_EQ(guard.capabilities(), (std::set<std::string>{"IMAP4REV1", "IDLE", "AUTH=PLAIN"}));
  bytes = "3 OK [CAPABILITY IMAP4rev1 UIDPLUS] welcome\r\n";
  guard.feed(bytes, out);
  EXPECT_EQ(guard.capabilities(), (std::set<std::string>{"IMAP4REV1", "UIDPLUS"}));
}

TEST(ResponseGuard, ByeEndsTheSession) {
  ResponseGuard guard;
  std::string_view bytes = "* BYE [UNAVAILABLE] shutting down\r\n* 3 EXISTS\r\n";
  std::string out;
  EXPECT_EQ(guard.feed(bytes, out), ResponseGuard::Progress::refused);
  EXPECT_EQ(guard.why(), "the server closed the connection");
  EXPECT_EQ(guard.status().text, "shutting down");
  bytes = "* 3 EXISTS\r\n";
  EXPECT_EQ(guard.feed(bytes, out), ResponseGuard::Progress::refused);
  EXPECT_EQ(out, "");
}

}  // namespace
}  // namespace ajar
