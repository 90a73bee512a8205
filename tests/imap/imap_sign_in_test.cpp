// Signing in: what is said, in which form, and what is made of the answers.
#include <gtest/gtest.h>

#include "daemon/imap_mail_server.h"
#include "tests/support/scripted_server.h"

namespace ajar::testing {
namespace {

ImapLogin login_to(const ScriptedServer& server) {
  ImapLogin login;
  login.url = server.url();
  login.user = "sam";
  login.password = "knock \"knock\" \\";
  login.command_timeout = std::chrono::milliseconds(5000);
  return login;
}

std::string until_sign_in(const std::string& capabilities) {
  const std::string capability = "S: * CAPABILITY " + capabilities + "\nS: %t OK done\n";
  return "S: * OK scripted\nC: A001 CAPABILITY\n" + capability + "C: 1 CAPABILITY\n" + capability;
}
const std::string after_sign_in = "C: * CAPABILITY\nS: * CAPABILITY IMAP4rev1 IDLE\nS: %t OK done\n";

/// Empty, or what the script and the talk did not agree on.
std::string talk(const std::string& capabilities, const std::string& script, bool bearer = false) {
  const ScriptedServer server(until_sign_in(capabilities) + script + after_sign_in);
  ImapLogin login = login_to(server);
  if (bearer) {
    login.password.clear();
    login.bearer = "token";
  }
  const auto connected = connect_imap(login, -1);
  return (connected ? "" : connected.error().what + "\n") + server.surprises();
}

TEST(ImapSignIn, PrefersPlainAndSendsItAtOnceWhereItMay) {
  EXPECT_EQ(talk("IMAP4rev1 AUTH=PLAIN SASL-IR", "C: 2 AUTHENTICATE PLAIN AHNhbQBrbm9jayAia25vY2siIFw=\nS: %t OK\n"),
            "");
  EXPECT_EQ(talk("IMAP4rev1 AUTH=CRAM-MD5 AUTH=PLAIN",
                 "C: 2 AUTHENTICATE PLAIN\nS: + \nC: AHNhbQBrbm9jayAia25vY2siIFw=\nS: 2 OK\n"),
            "");
}

TEST(ImapSignIn, LogsInWithQuotesWhereThereIsNoPlain) {
  EXPECT_EQ(talk("IMAP4rev1", "C: 2 LOGIN \"sam\" \"knock \\\"knock\\\" \\\\\"\nS: %t OK\n"), "");
}

TEST(ImapSignIn, ShowsAccessTokensInTheServersForm) {
  EXPECT_EQ(talk("IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2",
                 "C: 2 AUTHENTICATE XOAUTH2 dXNlcj1zYW0BYXV0aD1CZWFyZXIgdG9rZW4BAQ==\nS: %t OK\n", true),
            "");
  EXPECT_EQ(talk("IMAP4rev1 SASL-IR AUTH=OAUTHBEARER AUTH=XOAUTH2",
                 "C: 2 AUTHENTICATE OAUTHBEARER bixhPXNhbSwBYXV0aD1CZWFyZXIgdG9rZW4BAQ==\nS: %t OK\n", true),
            "");
}

TEST(ImapSignIn, GivesUpAtAnErrorChallenge) {
  const ScriptedServer server(
      until_sign_in("IMAP4rev1 SASL-IR AUTH=XOAUTH2") +
      "C: 2 AUTHENTICATE XOAUTH2 *\nS: + eyJzdGF0dXMiOiI0MDAifQ==\nC: \nS: 2 NO [AUTHENTICATIONFAILED] no\n");
  ImapLogin login = login_to(server);
  login.bearer = "token";
  const auto connected = connect_imap(login, -1);
  ASSERT_FALSE(connected);
  EXPECT_EQ(connected.error().kind, ErrorKind::sign_in);
  EXPECT_EQ(server.surprises(), "");
}

struct Refusal {
  const char* capabilities;
  const char* answer;
  ErrorKind kind;
  const char* what;  ///< after the place
};

TEST(ImapSignIn, TellsRefusedCredentialsFromAServerInTrouble) {
  const Refusal refusals[] = {
      {"IMAP4rev1", "NO [AUTHENTICATIONFAILED] Invalid credentials", ErrorKind::sign_in,
       " refused the user name or password: \"[AUTHENTICATIONFAILED] Invalid credentials\""},
      {"IMAP4rev1", "NO [ALERT] Application-specific password required", ErrorKind::sign_in,
       " refused the user name or password: \"[ALERT] Application-specific password required\""},
      {"IMAP4rev1", "NO who is sam?", ErrorKind::sign_in, " refused the user name or password"},
      {"IMAP4rev1", "NO [UNAVAILABLE] Temporary authentication failure", ErrorKind::network,
       " cannot sign anybody in now: \"[UNAVAILABLE] Temporary authentication failure\""},
      {"IMAP4rev1", "NO [limit] too many connections", ErrorKind::network,
       " cannot sign anybody in now: \"[limit] too many connections\""},
      {"IMAP4rev1", "NO [ALERT] Too many simultaneous connections. (Failure)", ErrorKind::network,
       " cannot sign anybody in now: \"[ALERT] Too many simultaneous connections. (Failure)\""},
      {"IMAP4rev1", "NO Temporary authentication failure", ErrorKind::network,
       " cannot sign anybody in now: \"Temporary authentication failure\""},
      {"IMAP4rev1", "NO [AUTHENTICATIONFAILED] Wrong password, try again", ErrorKind::sign_in,
       " refused the user name or password: \"[AUTHENTICATIONFAILED] Wrong password, try again\""},
      {"IMAP4rev1", "BAD syntax", ErrorKind::server, " does not understand how Ajar signs in: \"syntax\""},
  };
  for (const Refusal& refusal : refusals) {
    const ScriptedServer server(until_sign_in(refusal.capabilities) + "C: 2 LOGIN *\nS: %t " + refusal.answer + "\n");
    const auto connected = connect_imap(login_to(server), -1);
    ASSERT_FALSE(connected) << refusal.answer;
    EXPECT_EQ(connected.error().kind, refusal.kind) << refusal.answer;
    EXPECT_EQ(connected.error().what, "127.0.0.1:" + std::to_string(server.port()) + refusal.what);
    EXPECT_EQ(server.surprises(), "");
  }
}

TEST(ImapSignIn, SaysNothingSecretWhereThereIsNoCommonWay) {
  for (const bool bearer : {false, true}) {
    const ScriptedServer server(until_sign_in("IMAP4rev1 LOGINDISABLED"));
    ImapLogin login = login_to(server);
    if (bearer) login.bearer = "token";
    const auto connected = connect_imap(login, -1);
    ASSERT_FALSE(connected);
    EXPECT_EQ(connected.error().kind, ErrorKind::sign_in);
    EXPECT_EQ(server.received(), "A001 CAPABILITY\r\n1 CAPABILITY\r\n");
  }
}

TEST(ImapSignIn, PreauthNeedsNoPassword) {
  const ScriptedServer server(
      "S: * PREAUTH welcome back\nC: A001 CAPABILITY\nS: * CAPABILITY IMAP4rev1\nS: %t OK\nC: 1 CAPABILITY\nS: * "
      "CAPABILITY IMAP4rev1 IDLE\nS: %t OK\n");
  const auto connected = connect_imap(login_to(server), -1);
  ASSERT_TRUE(connected) << connected.error().what;
  EXPECT_TRUE((*connected)->has_idle());
  EXPECT_EQ(server.received(), "A001 CAPABILITY\r\n1 CAPABILITY\r\n");
}

TEST(ImapSignIn, ACutOrNonsenseWhileSigningInIsALostConnection) {
  for (const std::string script :
       {"C: 2 LOGIN *\nCLOSE", "C: 2 LOGIN *\nRESET", "C: 2 LOGIN *\nS: * BYE no", "C: 2 LOGIN *\nS: ???",
        "C: 2 LOGIN *\nREPEAT 100000: y", "C: 2 LOGIN *\nS: * X {5}"}) {
    const ScriptedServer server(until_sign_in("IMAP4rev1") + script);
    const auto connected = connect_imap(login_to(server), -1);
    ASSERT_FALSE(connected) << script;
    EXPECT_EQ(connected.error().kind, ErrorKind::network) << script;
    EXPECT_EQ(connected.error().what.find("knock"), std::string::npos);
  }
}

}  // namespace
}  // namespace ajar::testing
