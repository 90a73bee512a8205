#include "daemon/supervisor.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>

#include "tests/support/house.h"

namespace ajar {
namespace {

using testing::MemoryHouse;
using testing::MemoryMailServer;
using testing::MemoryMailStore;
using testing::wait_until;

/// What systemd would hear (sd_notify(3)). It always listens, as systemd does: a full socket blocks who sends.
class NotifySocket {
 public:
  explicit NotifySocket(const std::string& path) {
    fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    EXPECT_EQ(::bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
    ::setenv("WATCHDOG_USEC", "60000", 1);
    ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
    listener_ = std::thread([this] {
      while (!deaf_) listen();
    });
  }
  ~NotifySocket() {
    for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) ::unsetenv(name);
    deaf_ = true;
    listener_.join();
    ::close(fd_);
  }
  bool hears(const std::string& text) {
    return wait_until([&] {
      const std::lock_guard lock(mutex_);
      return heard_.find(text) != std::string::npos;
    });
  }
  void forget() {
    const std::lock_guard lock(mutex_);
    heard_.clear();
  }

 private:
  void listen() {
    pollfd message{fd_, POLLIN, 0};
    if (::poll(&message, 1, 20) <= 0) return;
    char buffer[4096];
    const ssize_t n = ::recv(fd_, buffer, sizeof buffer, 0);
    const std::lock_guard lock(mutex_);
    if (n > 0) heard_ += std::string(buffer, static_cast<std::size_t>(n)) + "\n";
  }

  int fd_ = -1;
  std::mutex mutex_;
  std::string heard_;
  std::atomic<bool> deaf_{false};
  std::thread listener_;
};

class SupervisorTest : public ::testing::Test {
 protected:
  SupervisorTest() {
    EXPECT_EQ(::pipe2(pipe_, O_CLOEXEC | O_NONBLOCK), 0);
    ledger_ = house_.open_ledger();
  }
  ~SupervisorTest() override {
    if (thread_.joinable()) {
      signal(SIGTERM);
      thread_.join();
    }
    ::close(pipe_[0]);
    ::close(pipe_[1]);
  }

  void make() {
    supervisor_ = std::make_unique<Supervisor>(
        house_.instructions(),
        [this]() -> tl::expected<std::shared_ptr<const Instructions>, std::vector<Fault>> {
          const std::lock_guard lock(mutex_);
          ++loads_;
          if (!faults_.empty()) return tl::unexpected(faults_);
          return house_.instructions();
        },
        *ledger_, clock_, [this](const AccountSettings& account, int wake) { return house_.connect(account, wake); });
    supervisor_->surroundings().settling = std::chrono::milliseconds(0);
    supervisor_->surroundings().quick_wait = std::chrono::milliseconds(1);
    supervisor_->surroundings().first_wait = std::chrono::milliseconds(20);
  }
  void watch() {
    make();
    thread_ = std::thread([this] { code_ = supervisor_->watch(pipe_[0]); });
  }
  void signal(int number) {
    signalfd_siginfo info{};
    info.ssi_signo = static_cast<std::uint32_t>(number);
    ASSERT_EQ(::write(pipe_[1], &info, sizeof info), static_cast<ssize_t>(sizeof info));
  }
  bool account_is(const std::string& name, const std::string& state) {
    return wait_until([&] {
      const std::vector<AccountEntry> accounts = *ledger_->accounts();
      for (const AccountEntry& account : accounts) {
        if (account.name == name && account.state == state) return true;
      }
      return false;
    });
  }
  void add_account(const std::string& name) {
    AccountSettings account = house_.settings.accounts[0];
    account.name = name;
    house_.settings.accounts.push_back(account);
  }

  MemoryHouse house_;
  NotifySocket systemd_{house_.scratch / "notify"};
  std::unique_ptr<Ledger> ledger_;
  Clock clock_ = Clock::frozen(testing::due_day());
  std::mutex mutex_;
  std::vector<Fault> faults_;
  int loads_ = 0;
  int pipe_[2];
  std::unique_ptr<Supervisor> supervisor_;
  std::thread thread_;
  ExitCode code_ = ExitCode::usage;
};

TEST_F(SupervisorTest, TellsSystemdThatItIsReadyHowItGoesAndThatItStops) {
  watch();
  EXPECT_TRUE(systemd_.hears("READY=1"));
  EXPECT_TRUE(systemd_.hears("STATUS=personal: watching"));
  EXPECT_TRUE(systemd_.hears("WATCHDOG=1"));
  signal(SIGTERM);
  thread_.join();
  EXPECT_TRUE(systemd_.hears("STOPPING=1"));
  EXPECT_EQ(code_, ExitCode::ok);
}

TEST_F(SupervisorTest, DoesNotFeedTheWatchdogForAnAccountThatHangs) {
  Pulse pulse;
  pulse.promise(std::chrono::milliseconds(-1));
  EXPECT_FALSE(pulse.kept());
  pulse.promise(std::chrono::minutes(1));
  EXPECT_TRUE(pulse.kept());
}

TEST_F(SupervisorTest, EndsInTimeWhileAServerDoesNotAnswer) {
  std::atomic<bool> connecting{false}, woken{false};
  house_.connect = [&](const AccountSettings&, int wake) -> Result<std::unique_ptr<MailServer>> {
    connecting = true;
    pollfd fd{wake, POLLIN, 0};
    woken = ::poll(&fd, 1, 60000) == 1;
    return fail(ErrorKind::network, "cancelled");
  };
  watch();
  ASSERT_TRUE(wait_until([&] { return connecting.load(); }));
  signal(SIGTERM);
  thread_.join();
  EXPECT_TRUE(woken);
}

TEST_F(SupervisorTest, KeepsTheOldBooksWhenTheNewOnesAreWrong) {
  watch();
  ASSERT_TRUE(account_is("personal", "watching"));
  {
    const std::lock_guard lock(mutex_);
    faults_ = {{"ajar.yaml", {3, 7}, "unknown key", "did you mean imap?"}};
  }
  signal(SIGHUP);
  EXPECT_TRUE(systemd_.hears("RELOADING=1"));
  EXPECT_TRUE(systemd_.hears("Running with the old settings: ajar.yaml:3:7 is wrong."));
  house_.deliver("INBOX", testing::rejection());
  EXPECT_TRUE(wait_until([&] { return house_.count("Drafts") == 1; })) << "it still works";
}

TEST_F(SupervisorTest, BeginsAndEndsAccountsAtAReload) {
  watch();
  ASSERT_TRUE(account_is("personal", "watching"));
  {
    const std::lock_guard lock(mutex_);
    add_account("second");
  }
  systemd_.forget();
  signal(SIGHUP);
  EXPECT_TRUE(account_is("second", "watching"));
  {
    const std::lock_guard lock(mutex_);
    house_.settings.accounts.pop_back();
    house_.settings.accounts[0].watch = {"INBOX", "Archive"};
  }
  systemd_.forget();
  signal(SIGHUP);
  EXPECT_TRUE(systemd_.hears("RELOADING=1"));
  house_.deliver("Archive", testing::rejection());
  EXPECT_TRUE(wait_until([&] { return house_.count("Drafts") == 1; })) << "the account follows its new settings";
}

TEST_F(SupervisorTest, LetsAStalledServerDelayOnlyItsOwnAccount) {
  add_account("stalled");
  const Connect good = house_.connect;
  house_.connect = [good](const AccountSettings& account, int wake) -> Result<std::unique_ptr<MailServer>> {
    if (account.name != "stalled") return good(account, wake);
    pollfd fd{wake, POLLIN, 0};
    ::poll(&fd, 1, 60000);
    return fail(ErrorKind::network, "cancelled");
  };
  house_.deliver("INBOX", testing::rejection());
  watch();
  EXPECT_TRUE(wait_until([&] { return house_.count("Drafts") == 1; }));
}

TEST_F(SupervisorTest, SweepsEveryAccountOnceAndSaysWhenOneFailed) {
  add_account("broken");
  const Connect good = house_.connect;
  house_.connect = [good](const AccountSettings& account, int wake) -> Result<std::unique_ptr<MailServer>> {
    if (account.name != "broken") return good(account, wake);
    return fail(ErrorKind::sign_in, "The server refuses the password.");
  };
  house_.deliver("INBOX", testing::rejection());
  make();
  EXPECT_EQ(supervisor_->sweep_once(pipe_[0]), ExitCode::temporary);
  EXPECT_EQ(house_.count("Drafts"), 1u);
  EXPECT_TRUE(account_is("personal", "swept"));
  EXPECT_TRUE(account_is("broken", "failed"));
}

TEST_F(SupervisorTest, SweepsOnceWithoutTrouble) {
  house_.deliver("INBOX", testing::rejection());
  make();
  EXPECT_EQ(supervisor_->sweep_once(pipe_[0]), ExitCode::ok);
  EXPECT_EQ(house_.count("Drafts"), 1u);
}

}  // namespace
}  // namespace ajar
