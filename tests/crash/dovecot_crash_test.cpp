// Ajar dies on a real Dovecot: at every step, at random instants, and with its connection cut. Then it starts again,
// and every draft and digest is there exactly once.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <random>
#include <thread>

#include "tests/crash/cutting_proxy.h"
#include "tests/crash/dovecot_house.h"
#include "tests/support/stepping_mail_server.h"

namespace ajar::testing {
namespace {

constexpr int kDied = 77;

/// Sweeps in a child that dies at step `fatal` (0: never). Gives the number of steps through `steps`.
int sweep_in_child(House& house, Instant now, int fatal, int* steps = nullptr) {
  int pipe_fds[2];
  if (::pipe(pipe_fds) != 0) throw std::runtime_error("pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    int count = 0;
    const Step step = [&](std::string_view) {
      if (++count == fatal) ::_exit(kDied);
    };
    house.connect = stepping(house.connect, step);
    const bool done = house.sweep(now, step).has_value();
    (void)!::write(pipe_fds[1], &count, sizeof count);
    ::_exit(done ? 0 : 1);
  }
  ::close(pipe_fds[1]);
  int status = 0;
  ::waitpid(child, &status, 0);
  int count = 0;
  if (::read(pipe_fds[0], &count, sizeof count) == static_cast<ssize_t>(sizeof count) && steps) *steps = count;
  ::close(pipe_fds[0]);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

class DovecotCrash : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const std::string reason = Dovecot::missing(); !reason.empty()) GTEST_SKIP() << reason;
    (void)english_books();  // read once, before any child
  }
};

TEST_F(DovecotCrash, LeavesEveryDraftAndDigestOnceWhereverAjarDies) {
  int steps = 0;
  {
    DovecotHouse scene("count@example.org");
    scene.plan_reminder();
    ASSERT_EQ(sweep_in_child(scene.house, DovecotHouse::now(), 0, &steps), 0);
    scene.expect_everything_once("no death");
  }
  ASSERT_GE(steps, 40);
  std::printf("%d crash points\n", steps);
  for (int fatal = 1; fatal <= steps; ++fatal) {
    DovecotHouse scene("step" + std::to_string(fatal) + "@example.org");
    scene.plan_reminder();
    ASSERT_EQ(sweep_in_child(scene.house, DovecotHouse::now(), fatal), kDied);
    ASSERT_EQ(sweep_in_child(scene.house, DovecotHouse::now(), 0), 0);
    scene.expect_everything_once("died at step " + std::to_string(fatal));
  }
}

class DovecotKill : public DovecotCrash {};

std::vector<std::string> once(const DovecotHouse& scene) {
  return {ajar_program(), "run", "--once", "--config", scene.write_settings(DovecotHouse::server().insecure_url()),
          "--state", scene.house.state(), "--now", format_rfc3339(DovecotHouse::now())};
}

/// How long the longest of three undisturbed runs takes.
std::chrono::microseconds duration_of(const std::string& name, const std::function<void(DovecotHouse&)>& run) {
  std::chrono::microseconds longest{0};
  for (int i = 0; i < 3; ++i) {
    DovecotHouse scene(name + std::to_string(i) + "@example.org");
    scene.plan_reminder();
    const auto begun = std::chrono::steady_clock::now();
    run(scene);
    longest = std::max(longest, std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun));
    scene.expect_everything_once("no kill");
  }
  return longest;
}

/// Lets two runs be killed in each scene, one after the other, then one finish; until `wanted` have been killed.
/// `run_and_kill` is true if there was something to kill after that time.
void kill_at_random(const std::string& name, int wanted, std::chrono::microseconds whole,
                    const std::function<bool(DovecotHouse&, std::chrono::microseconds)>& run_and_kill,
                    const std::function<void(DovecotHouse&)>& finish) {
  std::mt19937 random(20261125);
  int killed = 0;
  for (int number = 0; killed < wanted && number < 2 * wanted; ++number) {
    DovecotHouse scene(name + std::to_string(number) + "@example.org");
    scene.plan_reminder();
    std::string story = "killed after";
    for (int again = 0; again < 2; ++again) {
      const std::chrono::microseconds wait(std::uniform_int_distribution<long>(whole.count() / 20, whole.count())(random));
      if (!run_and_kill(scene, wait)) continue;
      ++killed;
      story += " " + std::to_string(wait.count()) + " us";
    }
    finish(scene);
    scene.expect_everything_once(story);
  }
  EXPECT_GE(killed, wanted);
}

/// A forked copy of this program has its books already: every kill falls into the work itself.
TEST_F(DovecotKill, LeavesEverythingOnceAfterAHundredKillsAtRandomInstants) {
  const auto sweep = [](DovecotHouse& scene) { ASSERT_EQ(sweep_in_child(scene.house, DovecotHouse::now(), 0), 0); };
  const auto run_and_kill = [](DovecotHouse& scene, std::chrono::microseconds wait) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(scene.house.sweep(DovecotHouse::now()) ? 0 : 1);
    std::this_thread::sleep_for(wait);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status);
  };
  kill_at_random("kill", 100, duration_of("time", sweep), run_and_kill, sweep);
}

TEST_F(DovecotKill, LeavesEverythingOnceWhenTheProgramItselfIsKilled) {
  const auto sweep = [](DovecotHouse& scene) {
    const RunResult result = run_program(once(scene));
    ASSERT_EQ(result.status, 0) << result.output;
  };
  const auto run_and_kill = [](DovecotHouse& scene, std::chrono::microseconds wait) {
    Process ajar(once(scene), scene.house.scratch / "log");
    std::this_thread::sleep_for(wait);
    if (!ajar.running()) return false;
    ajar.kill();
    return true;
  };
  kill_at_random("program", 12, duration_of("whole", sweep), run_and_kill, sweep);
}

class DovecotCut : public DovecotCrash {};

TEST_F(DovecotCut, LeavesOneDraftWhereverTheConnectionIsCutDuringAnAppend) {
  constexpr int kPositions = 44;
  for (int position = 0; position < kPositions; ++position) {
    DovecotHouse scene("cut" + std::to_string(position) + "@example.org");
    CuttingProxy proxy(DovecotHouse::server().imap_port(), position, kPositions);
    scene.house.settings.accounts[0].imap = "imap+insecure://127.0.0.1:" + std::to_string(proxy.port());
    scene.house.settling = std::chrono::milliseconds(300);
    const auto report = scene.house.sweep(DovecotHouse::now());
    ASSERT_TRUE(report) << report.error().what;
    EXPECT_TRUE(proxy.has_cut()) << position;
    ASSERT_TRUE(scene.house.sweep(DovecotHouse::now()));
    scene.expect_everything_once("cut at " + proxy.story());
  }
}

class DovecotUser : public DovecotCrash {
 protected:
  void sweep(DovecotHouse& scene, std::chrono::minutes later) {
    const auto report = scene.house.sweep(DovecotHouse::now() + later);
    ASSERT_TRUE(report) << report.error().what;
  }
  void doveadm(const std::vector<std::string>& words) {
    const RunResult done = DovecotHouse::server().doveadm(words);
    ASSERT_EQ(done.status, 0) << done.output;
  }
};

TEST_F(DovecotUser, SeesNoOtherChangeThanTheDraftAndTheDigest) {
  DovecotHouse scene("same@example.org");
  scene.plan_reminder();
  const std::string inbox = scene.fingerprint("INBOX"), sent = scene.fingerprint("Sent");
  ASSERT_NE(inbox.find("k3@kestrelmaps.example"), std::string::npos) << inbox;
  sweep(scene, std::chrono::minutes(0));
  sweep(scene, std::chrono::minutes(5));
  scene.expect_everything_once("two sweeps");
  EXPECT_EQ(scene.fingerprint("INBOX"), inbox);
  EXPECT_EQ(scene.fingerprint("Sent"), sent);
}

TEST_F(DovecotUser, GetsNoSecondDraftAfterAUidValidityChange) {
  DovecotHouse scene("validity@example.org");
  sweep(scene, std::chrono::minutes(0));
  for (const char* mailbox : {"INBOX", "Drafts", "Sent"})
    doveadm({"mailbox", "update", "--uid-validity", "4711", "-u", scene.user, mailbox});
  sweep(scene, std::chrono::minutes(5));
  sweep(scene, std::chrono::hours(3));
  scene.expect_everything_once("UIDVALIDITY changed");
}

TEST_F(DovecotUser, GetsNoSecondDraftForAMailMovedBetweenWatchedMailboxes) {
  DovecotHouse scene("move@example.org");
  scene.house.settings.accounts[0].watch = {"INBOX", "Archive"};
  sweep(scene, std::chrono::minutes(0));
  doveadm({"move", "-u", scene.user, "Archive", "mailbox", "INBOX", "ALL"});
  sweep(scene, std::chrono::minutes(5));
  scene.expect_everything_once("moved");
}

TEST_F(DovecotUser, GetsNoSecondDraftWhileMuttEditsTheFirst) {
  DovecotHouse scene("mutt@example.org");
  sweep(scene, std::chrono::minutes(0));
  const std::string draft = scene.look().drafts.at(0);
  doveadm({"expunge", "-u", scene.user, "mailbox", "Drafts", "ALL"});
  sweep(scene, std::chrono::minutes(5));
  EXPECT_EQ(scene.look().drafts.size(), 0u);
  DovecotHouse::server().deliver("Drafts", draft + "One more line.\n", scene.user);
  sweep(scene, std::chrono::minutes(120));
  EXPECT_EQ(scene.look().drafts.size(), 1u);
}

TEST_F(DovecotUser, GetsNoSecondDraftAfterDeletingTheFirst) {
  DovecotHouse scene("delete@example.org");
  sweep(scene, std::chrono::minutes(0));
  doveadm({"expunge", "-u", scene.user, "mailbox", "Drafts", "ALL"});
  sweep(scene, std::chrono::minutes(5));
  sweep(scene, std::chrono::minutes(120));
  sweep(scene, std::chrono::hours(48));
  EXPECT_EQ(scene.look().drafts.size(), 0u);
  EXPECT_EQ(scene.house.drafts().at(0).state, DraftState::gone);
}

}  // namespace
}  // namespace ajar::testing
