// mutt and neomutt recall a draft that Ajar filed on a real Dovecot: a reply that can be edited, and what they send
// carries no trace of Ajar.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "filters/message_parser.h"
#include "tests/crash/dovecot_house.h"

namespace ajar::testing {
namespace {

namespace fs = std::filesystem;

class Mutt : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (const std::string reason = Dovecot::missing(); !reason.empty()) GTEST_SKIP() << reason;
    for (const char* program : {GetParam(), "script"}) {
      if (!has_program(program)) GTEST_SKIP() << "there is no " << program;
    }
  }

  static void write_script(const std::string& path, const std::string& lines) {
    write_file(path, "#!/bin/sh\n" + lines);
    ::chmod(path.c_str(), 0755);
  }

  /// Settings of a user who keeps drafts on the server, edits with one program and sends with another.
  static std::string settings(const DovecotHouse& scene, const std::string& place) {
    const std::string server = "imap://127.0.0.1:" + std::to_string(DovecotHouse::server().imap_port());
    return "set folder=\"" + server + "\"\nset spoolfile=\"" + server + "/INBOX\"\nset postponed=\"" + server + "/Drafts\"\n" +
           "set imap_user=\"" + scene.user + "\"\nset imap_pass=\"" + Dovecot::password + "\"\n" +
           "set ssl_starttls=no\nset ssl_force_tls=no\nset copy=no\nset edit_headers=yes\nset abort_unmodified=no\n" +
           "set from=\"sam@example.org\"\nset realname=\"Sam Rivera\"\nset charset=utf-8\nset wait_key=no\nset confirmappend=no\n" +
           "set editor=\"" + place + "/edit\"\nset sendmail=\"" + place + "/send\"\n";
  }
};

TEST_P(Mutt, RecallsTheDraftAsAReplyAndSendsItWithoutATraceOfAjar) {
  DovecotHouse scene(std::string("recall-") + GetParam() + "@example.org");
  ASSERT_TRUE(scene.house.sweep(DovecotHouse::now()));
  ASSERT_EQ(scene.look().drafts.size(), 1u);
  const auto filed = parse_message(scene.look().drafts[0], std::nullopt, DovecotHouse::now());
  ASSERT_TRUE(filed);

  const ScratchDirectory place;
  write_script(place / "edit", "cp \"$1\" " + (place / "edited") + "\nprintf 'A line of my own.\\n' >>\"$1\"\n");
  write_script(place / "send", "cat >" + (place / "sent") + "\n");
  write_file(place / "muttrc", settings(scene, place.path()));
  const RunResult run = run_program(
      {"timeout", "60", "script", "-qec",
       std::string(GetParam()) + " -n -F " + (place / "muttrc") + " -e 'push \"<recall-message><send-message><quit>\"'", "/dev/null"},
      {"TERM=xterm", "HOME=" + place.path()});
  ASSERT_TRUE(fs::exists(place / "sent")) << run.output;

  EXPECT_NE(read_file(place / "edited").find("To: "), std::string::npos) << "the headers can be edited";
  const std::string bytes = read_file(place / "sent");
  const auto sent = parse_message(bytes, std::nullopt, DovecotHouse::now());
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->envelope.to.front().email, filed->envelope.to.front().email);
  EXPECT_EQ(sent->envelope.subject, filed->envelope.subject);
  EXPECT_EQ(sent->envelope.in_reply_to, filed->envelope.in_reply_to);
  EXPECT_EQ(sent->envelope.references, filed->envelope.references);
  EXPECT_FALSE(sent->envelope.in_reply_to.empty());
  EXPECT_EQ(sent->text.substr(0, filed->text.size()), filed->text);
  EXPECT_NE(sent->text.find("A line of my own."), std::string::npos);
  EXPECT_EQ(bytes.find("jar"), std::string::npos) << bytes;
  for (const Header& header : sent->headers) EXPECT_FALSE(header.name.starts_with("x-")) << header.name;
}

INSTANTIATE_TEST_SUITE_P(And, Mutt, ::testing::Values("mutt", "neomutt"), [](const auto& at) { return std::string(at.param); });

}  // namespace
}  // namespace ajar::testing
