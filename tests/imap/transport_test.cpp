// How a connection is made: TLS, STARTTLS, certificates; what is refused, and that nothing secret was said before.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "daemon/curl_transport.h"
#include "daemon/imap_mail_server.h"
#include "tests/support/dovecot.h"
#include "tests/support/scripted_server.h"

namespace ajar::testing {
namespace {

using std::chrono::milliseconds;

class Transport : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (Dovecot::missing().empty()) dovecot = new Dovecot({.bad_certificates = true});
  }
  static void TearDownTestSuite() {
    delete dovecot;
    dovecot = nullptr;
  }
  void SetUp() override {
    if (!dovecot) GTEST_SKIP() << Dovecot::missing();
  }
  static ImapLogin login(const std::string& url) {
    ImapLogin login;
    login.url = url;
    login.user = Dovecot::user;
    login.password = Dovecot::password;
    login.tls_ca = dovecot->ca_file();
    return login;
  }
  /// Both ways to TLS at an address of Dovecot's.
  static std::vector<std::string> urls(const std::string& host) {
    return {dovecot->imaps_url(host), dovecot->starttls_url(host)};
  }
  /// The error of a connection that must fail before anybody tries to sign in: Dovecot's log is the witness.
  static Error refusal(const ImapLogin& login) {
    const std::size_t before = dovecot->log().size();
    const auto server = connect_imap(login, -1);
    EXPECT_FALSE(server) << login.url;
    if (server) return {};
    const auto news = [&] { return dovecot->log().substr(before); };
    EXPECT_TRUE(wait_until([&] { return news().find("(no auth attempts") != std::string::npos; })) << dovecot->log();
    return server.error();
  }
  static inline Dovecot* dovecot = nullptr;
};

std::string place_of(const std::string& url) { return url.substr(url.find("://") + 3); }

TEST_F(Transport, ACertificateForAnotherNameIsRefused) {
  for (const std::string& url : urls("127.0.0.2")) {
    const Error error = refusal(login(url));
    EXPECT_EQ(error.kind, ErrorKind::network);
    EXPECT_EQ(error.what, "the certificate of " + place_of(url) + " is not valid for that name; no password was sent");
    EXPECT_EQ(error.hint, "check the host name; it must be the one the certificate was made for");
  }
}

TEST_F(Transport, AnExpiredCertificateIsRefused) {
  for (const std::string& url : urls("127.0.0.3")) {
    const Error error = refusal(login(url));
    EXPECT_EQ(error.what, "the certificate of " + place_of(url) + " has expired; no password was sent");
    EXPECT_EQ(error.hint, "check this machine's clock; else the server's owner must renew it");
  }
}

TEST_F(Transport, ASelfSignedCertificateIsRefused) {
  for (const std::string& url : urls("127.0.0.4")) {
    const Error error = refusal(login(url));
    EXPECT_EQ(error.what,
              "the certificate of " + place_of(url) + " is not signed by a known authority; no password was sent");
    EXPECT_EQ(error.hint, "if the server is your own, name its CA file in tls_ca");
  }
}

TEST_F(Transport, ACertificateOfAnUnknownAuthorityIsRefused) {
  for (const std::string& url : urls("127.0.0.5"))
    EXPECT_EQ(refusal(login(url)).what,
              "the certificate of " + place_of(url) + " is not signed by a known authority; no password was sent");
}

TEST_F(Transport, WithoutTlsCaAPrivateAuthorityIsUnknown) {
  for (const std::string& url : urls("localhost")) {
    ImapLogin stranger = login(url);
    stranger.tls_ca.clear();
    EXPECT_EQ(refusal(stranger).what,
              "the certificate of " + place_of(url) + " is not signed by a known authority; no password was sent");
  }
}

TEST_F(Transport, ASelfSignedCertificateNamedInTlsCaIsTrusted) {
  ImapLogin own = login(dovecot->imaps_url("127.0.0.4"));
  own.tls_ca = std::filesystem::path(dovecot->ca_file()).replace_filename("self-signed.pem");
  const auto server = connect_imap(own, -1);
  EXPECT_TRUE(server) << server.error().what;
}

TEST_F(Transport, AMissingTlsCaIsAFaultOfTheSettings) {
  ImapLogin lost = login(dovecot->imaps_url());
  lost.tls_ca = "/nowhere/ca.pem";
  const auto server = connect_imap(lost, -1);
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().kind, ErrorKind::config);
  EXPECT_EQ(server.error().what,
            "the file in tls_ca cannot be read as certificates (for " + place_of(dovecot->imaps_url()) + ")");
}

TEST_F(Transport, ImapsImapAndLoopbackClearTextAllSignIn) {
  for (const std::string& url : {dovecot->imaps_url(), dovecot->starttls_url(), dovecot->imaps_url("[::1]"),
                                 dovecot->starttls_url("127.0.0.1"), dovecot->insecure_url()}) {
    const auto server = connect_imap(login(url), -1);
    ASSERT_TRUE(server) << url << ": " << server.error().what;
    EXPECT_TRUE((*server)->examine("INBOX"));
  }
}

TEST_F(Transport, AWrongPasswordIsToldAsSuch) {
  ImapLogin wrong = login(dovecot->imaps_url());
  wrong.password = "knock";
  const auto server = connect_imap(wrong, -1);
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().kind, ErrorKind::sign_in);
  EXPECT_EQ(server.error().what, place_of(dovecot->imaps_url()) +
                                     " refused the user name or password: \"[AUTHENTICATIONFAILED] Authentication "
                                     "failed.\"");
}

TEST_F(Transport, TheSocketIsNotInherited) {
  const auto server = connect_imap(login(dovecot->imaps_url()), -1);
  ASSERT_TRUE(server);
  int sockets = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    const int fd = std::stoi(entry.path().filename());
    sockaddr_storage peer{};
    socklen_t length = sizeof peer;
    if (::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &length) != 0 || peer.ss_family == AF_UNIX) continue;
    ++sockets;
    EXPECT_TRUE(::fcntl(fd, F_GETFD) & FD_CLOEXEC);
  }
  EXPECT_EQ(sockets, 1);
}

TEST_F(Transport, TlsBelow12IsRefused) {
  const ScratchDirectory scratch;
  const int port = free_port();
  const std::string certificate = std::filesystem::path(dovecot->ca_file()).replace_filename("good.pem");
  Process old({"openssl", "s_server", "-accept", "127.0.0.1:" + std::to_string(port), "-tls1_1", "-cipher",
               "ALL:@SECLEVEL=0", "-cert", certificate, "-key", key_of(certificate), "-quiet"},
              scratch / "log");
  ASSERT_TRUE(wait_until([&] { return can_connect(port); })) << read_file(scratch / "log");
  const auto server = connect_imap(login("imaps://localhost:" + std::to_string(port)), -1);
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().kind, ErrorKind::network);
  EXPECT_EQ(server.error().what.rfind("no TLS connection to localhost:" + std::to_string(port), 0), 0U)
      << server.error().what;
}

// --- Scripted: what Dovecot would not do -----------------------------------------------------------------------------

ImapLogin scripted_login(const ScriptedServer& server, const std::string& scheme = "imap+insecure") {
  ImapLogin login;
  login.url = server.url(scheme);
  login.user = "sam";
  login.password = "knock \"knock\" \\";
  login.connect_timeout = milliseconds(5000);
  login.command_timeout = milliseconds(5000);
  return login;
}

TEST(TransportScripted, AServerWithoutStarttlsGetsNoPassword) {
  const ScriptedServer server("S: * OK hello\nC: * CAPABILITY\nS: * CAPABILITY IMAP4rev1 AUTH=PLAIN\nS: %t OK done");
  const auto connection = connect_imap(scripted_login(server, "imap"), -1);
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().kind, ErrorKind::network);
  EXPECT_EQ(connection.error().what,
            "127.0.0.1:" + std::to_string(server.port()) + " does not offer STARTTLS; no password was sent");
  EXPECT_EQ(connection.error().hint, "try imaps:// (port 993)");
  EXPECT_TRUE(wait_until([&] { return server.finished() == 1; }));
  EXPECT_EQ(server.received(), "A001 CAPABILITY\r\n");
}

TEST(TransportScripted, ARefusedOrFakedStarttlsGetsNoPassword) {
  const std::string offer =
      "S: * OK hello\nC: * CAPABILITY\nS: * CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\nS: %t OK done\nC: * STARTTLS\n";
  for (const std::string answer : {"S: %t NO not today\n", "S: %t BAD what\n", "S: %t OK go\nS: * OK no TLS at all\n",
                                   "RAW: %t OK go\\r\\n1 OK injected\\r\\n\n", "CLOSE\n"}) {
    const ScriptedServer server(offer + answer);
    const auto connection = connect_imap(scripted_login(server, "imap"), -1);
    ASSERT_FALSE(connection) << answer;
    EXPECT_EQ(connection.error().kind, ErrorKind::network) << answer;
    EXPECT_TRUE(wait_until([&] { return server.finished() == 1; }));
    EXPECT_EQ(server.received().find("LOGIN"), std::string::npos) << answer;
    EXPECT_EQ(server.received().find("AUTHENTICATE"), std::string::npos) << answer;
  }
}

TEST(TransportScripted, PreauthBeforeTlsIsRefused) {
  const ScriptedServer server(
      "S: * PREAUTH welcome back\nC: * CAPABILITY\nS: * CAPABILITY IMAP4rev1 STARTTLS\nS: %t OK done");
  EXPECT_FALSE(connect_imap(scripted_login(server, "imap"), -1));
}

TEST(TransportScripted, ClearTextIsForLoopbackOnly) {
  for (const char* host : {"imap.example.org", "192.0.2.1", "[2001:db8::1]", "127.0.0.1.example.org", "0.0.0.0"}) {
    ImapLogin login;
    login.url = std::string("imap+insecure://") + host;
    const auto connection = connect_imap(login, -1);
    ASSERT_FALSE(connection) << host;
    EXPECT_EQ(connection.error().kind, ErrorKind::config);
    EXPECT_EQ(connection.error().what,
              "imap+insecure:// sends passwords in clear text and is for loopback addresses only");
  }
}

TEST(TransportScripted, AnAddressThatIsNoneIsAFaultOfTheSettings) {
  for (const char* url :
       {"", "imap", "imap.example.org", "imap://", "imaps://:993", "imaps://host:port", "imaps://h:123456",
        "https://example.org", "imaps://sam:knock@example.org", "imaps://exa mple.org", "pop3://x"}) {
    ImapLogin login;
    login.url = url;
    const auto connection = connect_imap(login, -1);
    ASSERT_FALSE(connection) << url;
    EXPECT_EQ(connection.error().kind, ErrorKind::config) << url;
  }
}

TEST(TransportScripted, ABareHostIsRefusedConnectionInPlainWords) {
  ImapLogin login;
  login.url = "imap+insecure://127.0.0.1:" + std::to_string(free_port());
  const auto connection = connect_imap(login, -1);
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().kind, ErrorKind::network);
  EXPECT_EQ(connection.error().what, "no connection to " + place_of(login.url) + ": Connection refused");
}

TEST(TransportScripted, AGreetingByByeIsQuoted) {
  const ScriptedServer server("S: * BYE too many connections\nCLOSE");
  const auto connection = connect_imap(scripted_login(server), -1);
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().what, "127.0.0.1:" + std::to_string(server.port()) +
                                         " does not answer like an IMAP server: \"BYE too many connections\"");
}

// --- Waiting and being woken -----------------------------------------------------------------------------------------

class WakeUp {
 public:
  WakeUp() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
  ~WakeUp() {
    if (thread_.joinable()) thread_.join();
    ::close(fd_);
  }
  int fd() const { return fd_; }
  /// Rings as soon as `condition` holds.
  void when(std::function<bool()> condition) {
    thread_ = std::thread([this, condition = std::move(condition)] {
      wait_until(condition);
      ::eventfd_write(fd_, 1);
    });
  }

 private:
  int fd_;
  std::thread thread_;
};

/// A port that takes no more connections and does not refuse them: a connect() hangs.
class FullPort {
 public:
  FullPort() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), length);
    ::listen(listener_, 0);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
    for (int& filler : fillers_) {
      filler = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
      (void)::connect(filler, reinterpret_cast<sockaddr*>(&address), length);
    }
  }
  ~FullPort() {
    for (const int filler : fillers_) ::close(filler);
    ::close(listener_);
  }
  int port() const { return port_; }

 private:
  int listener_, port_ = 0;
  int fillers_[4]{};
};

TEST(TransportScripted, AConnectThatHangsEndsWhenWoken) {
  const FullPort port;
  WakeUp wake;
  wake.when([] { return true; });
  ImapLogin login;
  login.url = "imap+insecure://127.0.0.1:" + std::to_string(port.port());
  login.connect_timeout = milliseconds(30000);
  const auto connection = connect_imap(login, wake.fd());
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().what, "connection to " + place_of(login.url) + " was cancelled");
}

TEST(TransportScripted, AConnectThatHangsEndsInTime) {
  const FullPort port;
  ImapLogin login;
  login.url = "imap+insecure://127.0.0.1:" + std::to_string(port.port());
  login.connect_timeout = milliseconds(200);
  const auto connection = connect_imap(login, -1);
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().what, place_of(login.url) + " gave no answer in time");
}

TEST(TransportScripted, AGreetingOrHandshakeThatNeverComesEndsWhenWoken) {
  for (const char* scheme : {"imaps", "imap", "imap+insecure"}) {
    const ScriptedServer server("STALL");
    WakeUp wake;
    wake.when([] { return true; });
    const ImapLogin login = scripted_login(server, scheme);
    const auto connection = connect_imap(login, wake.fd());
    ASSERT_FALSE(connection);
    EXPECT_EQ(connection.error().what, "connection to " + place_of(login.url) + " was cancelled") << scheme;
  }
}

TEST(TransportScripted, AGreetingThatDripsEndsInTime) {
  const ScriptedServer server(
      "DRIP 20: * OK a server that takes its time with every letter of a long, long, long greeting");
  ImapLogin login = scripted_login(server);
  login.connect_timeout = milliseconds(300);
  const auto connection = connect_imap(login, -1);
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().what, place_of(login.url) + " gave no answer in time");
}

TEST(TransportScripted, ASignInThatStallsEndsWhenWoken) {
  const ScriptedServer server(ScriptedServer::signed_in().substr(0, ScriptedServer::signed_in().find("C: 2 ")) +
                              "C: 2 *\nSTALL");
  WakeUp wake;
  wake.when([&] { return server.received().find("AUTHENTICATE") != std::string::npos; });
  const ImapLogin login = scripted_login(server);
  const auto connection = connect_imap(login, wake.fd());
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().what, "connection to " + place_of(login.url) + " was cancelled");
}

}  // namespace
}  // namespace ajar::testing
