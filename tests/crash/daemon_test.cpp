// The program itself as a daemon on a real Dovecot: it notices mail, and ends when told to, whatever it waits for.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "tests/crash/dovecot_house.h"

namespace ajar::testing {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

class Daemon : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const std::string reason = Dovecot::missing(); !reason.empty()) GTEST_SKIP() << reason;
  }
  std::unique_ptr<Process> start(const DovecotHouse& scene, const std::string& url) {
    return std::make_unique<Process>(
        std::vector<std::string>{ajar_program(), "run", "--config", scene.write_settings(url), "--state", scene.house.state(),
                                 "--now", format_rfc3339(DovecotHouse::now())},
        scene.house.scratch / "log");
  }
  bool is_watching(const DovecotHouse& scene) {
    return wait_until([&] {
      auto ledger = Ledger::open(scene.house.state(), Ledger::Access::reader);
      if (!ledger) return false;
      const auto accounts = (*ledger)->accounts();
      return accounts && !accounts->empty() && accounts->front().state == "watching";
    }, 60s);
  }
  /// Ends it by SIGTERM; its exit code, or -1 if it did not exit.
  static int end(Process& process) {
    const auto begun = steady_clock::now();
    int status = 0;
    ::kill(process.pid(), SIGTERM);
    ::waitpid(process.pid(), &status, 0);
    print("ended", begun);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  /// For docs/figures.md.
  static void print(const char* what, steady_clock::time_point begun) {
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begun);
    std::printf("%s after %lld ms\n", what, static_cast<long long>(took.count()));
  }
};

TEST_F(Daemon, NoticesNewMailAndFilesItsDraftOnce) {
  DovecotHouse scene("daemon@example.org");
  const auto ajar = start(scene, DovecotHouse::server().imaps_url());
  ASSERT_TRUE(is_watching(scene)) << read_file(scene.house.scratch / "log");
  ASSERT_EQ(scene.look().drafts.size(), 1u) << "the rejection that was there";
  DovecotHouse::server().deliver("INBOX", recent(other_rejection(1), 1h).bytes(), scene.user);
  const auto begun = steady_clock::now();
  EXPECT_TRUE(wait_until([&] { return scene.look().drafts.size() == 2; }, 30s)) << read_file(scene.house.scratch / "log");
  print("noticed, decided and filed", begun);
  EXPECT_EQ(end(*ajar), 0);
  scene.house.sweep(DovecotHouse::now());
  EXPECT_EQ(scene.look().drafts.size(), 2u);
}

TEST_F(Daemon, FilesWhatIsLeftWhenTheServerWasAwayForAWhile) {
  DovecotHouse scene("away@example.org");
  const auto ajar = start(scene, DovecotHouse::server().insecure_url());
  ASSERT_TRUE(is_watching(scene));
  DovecotHouse::server().stop();
  DovecotHouse::server().start();
  DovecotHouse::server().deliver("INBOX", recent(other_rejection(1), 1h).bytes(), scene.user);
  EXPECT_TRUE(wait_until([&] { return scene.look().drafts.size() == 2; }, 60s)) << read_file(scene.house.scratch / "log");
}

TEST_F(Daemon, EndsWhileAServerAcceptsAndSaysNothing) {
  DovecotHouse scene("silent@example.org");
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(::listen(listener, 8), 0);
  ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length), 0);
  for (const std::string scheme : {"imaps://localhost:", "imap://localhost:", "imap+insecure://127.0.0.1:"}) {
    const auto ajar = start(scene, scheme + std::to_string(ntohs(address.sin_port)));
    const int accepted = ::accept(listener, nullptr, nullptr);  // it is connecting now
    EXPECT_EQ(end(*ajar), 0) << scheme;
    EXPECT_EQ(read_file(scene.house.scratch / "log").find("in time"), std::string::npos) << scheme << ": it waited for the server";
    ::close(accepted);
  }
  ::close(listener);
}

TEST_F(Daemon, EndsWhileASecretCommandHangs) {
  DovecotHouse scene("hanging@example.org");
  const std::string path = scene.write_settings(DovecotHouse::server().insecure_url());
  std::string text = read_file(path);
  const auto secret = text.find("secret: {");
  text.replace(secret, text.find('\n', secret) - secret, "secret: {command: [sleep, \"1000\"]}");
  write_file(path, text);
  Process ajar({ajar_program(), "run", "--config", path, "--state", scene.house.state()}, scene.house.scratch / "log");
  ASSERT_TRUE(wait_until([&] { return std::filesystem::exists(scene.house.state() + "/ledger.db"); }));
  EXPECT_EQ(end(ajar), 0);
  EXPECT_EQ(read_file(scene.house.scratch / "log").find("in time"), std::string::npos) << "it waited for the command";
}

TEST_F(Daemon, RefusesToStartBesideAnotherAndSaysSo) {
  DovecotHouse scene("second@example.org");
  const auto first = start(scene, DovecotHouse::server().insecure_url());
  ASSERT_TRUE(is_watching(scene));
  const RunResult second = run_program({ajar_program(), "run", "--once", "--config",
                                        scene.write_settings(DovecotHouse::server().insecure_url()), "--state",
                                        scene.house.state()});
  EXPECT_EQ(second.status, 74);
  EXPECT_NE(second.output.find("Another Ajar is already at work on this ledger"), std::string::npos) << second.output;
}

TEST_F(Daemon, KeepsTheOldSettingsWhenTheNewOnesAreWrong) {
  DovecotHouse scene("reload@example.org");
  const auto ajar = start(scene, DovecotHouse::server().insecure_url());
  ASSERT_TRUE(is_watching(scene));
  write_file(scene.house.scratch / "ajar.yaml", "version: 1\nacounts: []\n");
  ::kill(ajar->pid(), SIGHUP);
  EXPECT_TRUE(wait_until([&] { return read_file(scene.house.scratch / "log").find("ajar.yaml:2:1") != std::string::npos; }, 30s))
      << read_file(scene.house.scratch / "log");
  DovecotHouse::server().deliver("INBOX", recent(other_rejection(2), 1h).bytes(), scene.user);
  EXPECT_TRUE(wait_until([&] { return scene.look().drafts.size() == 2; }, 30s));
}

}  // namespace
}  // namespace ajar::testing
