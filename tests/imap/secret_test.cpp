// Where a password comes from, and how it is kept.
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "daemon/sign_in.h"
#include "tests/support/scratch.h"

namespace ajar::testing {
namespace {

using std::chrono::milliseconds;

SecretSource command(std::vector<std::string> words) { return {SecretSource::Kind::command, std::move(words), ""}; }
SecretSource shell(const std::string& script) { return command({"sh", "-c", script}); }

std::string read(const SecretSource& source) {
  const auto secret = read_secret(source, -1, milliseconds(10000));
  return secret ? secret->text() : "error: " + secret.error().what;
}

TEST(Secret, IsTheFirstLineOfACommandsOutput) {
  EXPECT_EQ(read(command({"printf", "knock knock\\nurl: x\\n"})), "knock knock");
  EXPECT_EQ(read(command({"printf", "no line end"})), "no line end");
  EXPECT_EQ(read(command({"printf", "dos\\r\\n"})), "dos");
  EXPECT_EQ(read(command({"printf", " spaces kept "})), " spaces kept ");
  EXPECT_EQ(read(shell("seq 100000")), "1");
}

TEST(Secret, CommandsAreRunWithoutAShellAndWithoutInput) {
  EXPECT_EQ(read(command({"echo", "$HOME; `id` > x"})), "$HOME; `id` > x");
  EXPECT_EQ(read(shell("cat; echo end")), "end");
  EXPECT_EQ(read(shell("ls /proc/self/fd | tr '\\n' ' '")), "0 1 2 3 ") << "nothing of the daemon's is inherited";
}

TEST(Secret, AFailingCommandIsNoReasonToStop) {
  for (const auto& [source, what] :
       {std::pair{shell("echo secret; exit 3"), "secret command sh failed with exit status 3"},
        {shell("echo secret; kill -9 $$"), "secret command sh failed with signal 9"},
        {command({"true"}), "secret command true gave no secret"},
        {shell("echo; echo second"), "secret command sh gave no secret"},
        {command({"/nowhere/pass", "show"}),
         "secret command /nowhere/pass cannot be started: No such file or directory"}}) {
    const auto secret = read_secret(source, -1);
    ASSERT_FALSE(secret) << what;
    EXPECT_EQ(secret.error().kind, ErrorKind::network);
    EXPECT_EQ(secret.error().what, what);
  }
}

TEST(Secret, ACommandThatHangsIsEndedWithItsChildren) {
  const ScratchDirectory scratch;
  const std::string pids = scratch / "pid";
  const auto secret = read_secret(shell("sleep 1000 & echo $! > " + pids + "; wait"), -1, milliseconds(300));
  ASSERT_FALSE(secret);
  EXPECT_EQ(secret.error().what, "secret command sh gave no answer in time");
  const std::string child = "/proc/" + std::to_string(std::stol(read_file(pids))) + "/stat";
  EXPECT_TRUE(wait_until([&] {
    const std::string stat = read_file(child);
    return stat.empty() || stat.find(") Z ") != std::string::npos;
  }));
}

TEST(Secret, ACommandThatHangsEndsWhenWoken) {
  const int wake = ::eventfd(0, EFD_CLOEXEC);
  std::thread waker([&] { ::eventfd_write(wake, 1); });
  const auto secret = read_secret(command({"sleep", "1000"}), wake);
  waker.join();
  ::close(wake);
  ASSERT_FALSE(secret);
  EXPECT_EQ(secret.error().what, "secret command sleep was cancelled");
}

TEST(Secret, ADaemonLeftBehindByTheCommandIsNotWaitedFor) {
  const ScratchDirectory scratch;
  const std::string pid = scratch / "pid";
  for (const char* output : {">/dev/null ", ""}) {  // the second holds the command's output
    EXPECT_EQ(read(shell(std::string("sleep 1000 ") + output + "& echo $! >" + pid + "; echo knock")), "knock");
    EXPECT_EQ(::kill(static_cast<pid_t>(std::stol(read_file(pid))), SIGKILL), 0) << "it was left alone";
  }
}

TEST(Secret, AFileMustBeTheUsersAlone) {
  const ScratchDirectory scratch;
  const std::string path = scratch / "password";
  write_file(path, "knock\nmore\n");
  const SecretSource source{SecretSource::Kind::file, {}, path};
  for (const mode_t mode : {0600, 0400}) {
    ::chmod(path.c_str(), mode);
    EXPECT_EQ(read(source), "knock");
  }
  for (const mode_t mode : {0640, 0604, 0644, 0700, 0620, 0660}) {
    ::chmod(path.c_str(), mode);
    const auto secret = read_secret(source, -1);
    ASSERT_FALSE(secret) << mode;
    EXPECT_EQ(secret.error().kind, ErrorKind::config);
    EXPECT_EQ(secret.error().what, "secret file " + path + " can be read by others");
    EXPECT_EQ(secret.error().hint, "run: chmod 600 " + path);
  }
}

TEST(Secret, AFileMustBeAFileWithALine) {
  const ScratchDirectory scratch;
  const auto read_path = [](const std::string& path) { return read({SecretSource::Kind::file, {}, path}); };
  EXPECT_EQ(read_path(scratch / "none"), "error: secret file " + (scratch / "none") + ": No such file or directory");
  EXPECT_EQ(read_path(scratch.path()), "error: secret file " + scratch.path() + " is not a regular file");
  ASSERT_EQ(::mkfifo((scratch / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(read_path(scratch / "pipe"), "error: secret file " + (scratch / "pipe") + " is not a regular file");
  write_file(scratch / "empty", "\n");
  ::chmod((scratch / "empty").c_str(), 0600);
  EXPECT_EQ(read_path(scratch / "empty"), "error: secret file " + (scratch / "empty") + " gave no secret");
}

TEST(Secret, CredentialsComeFromSystemdsDirectory) {
  const ScratchDirectory scratch;
  write_file(scratch / "mail", "knock\n");
  const auto credential = [](const std::string& name) {
    return SecretSource{SecretSource::Kind::credential, {}, name};
  };
  ::unsetenv("CREDENTIALS_DIRECTORY");
  EXPECT_EQ(read(credential("mail")), "error: credential mail is not there: systemd gave no credentials");
  ::setenv("CREDENTIALS_DIRECTORY", scratch.path().c_str(), 1);
  EXPECT_EQ(read(credential("mail")), "knock");
  EXPECT_EQ(read(credential("other")), "error: credential other: No such file or directory");
  EXPECT_EQ(read(credential("../mail")), "error: \"../mail\" is not a credential name");
  ::unsetenv("CREDENTIALS_DIRECTORY");
}

TEST(Secret, WipedTextIsGone) {
  std::string text = "knock knock, who is there?";
  const char* bytes = text.data();
  const std::size_t capacity = text.capacity();
  wipe(text);
  EXPECT_TRUE(text.empty());
  EXPECT_EQ(std::string(bytes, capacity), std::string(capacity, '\0'));
  Secret one(std::string("knock"));
  const Secret two(std::move(one));
  EXPECT_EQ(two.text(), "knock");
  EXPECT_EQ(one.text(), "");  // NOLINT(bugprone-use-after-move): that is the point
}

}  // namespace
}  // namespace ajar::testing
