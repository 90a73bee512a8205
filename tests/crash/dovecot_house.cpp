#include "tests/crash/dovecot_house.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "daemon/imap_mail_server.h"

namespace ajar::testing {
namespace {

namespace fs = std::filesystem;

/// One user is filled by doveadm; the others are copies of his Maildir.
std::string home_of(const std::string& user) {
  return fs::path(DovecotHouse::server().maildir(user)).parent_path().string();
}

void fill_template(const std::string& user) {
  Dovecot& server = DovecotHouse::server();
  server.deliver("INBOX", recent(invitation(), std::chrono::hours(24 * 8)).bytes(), user);
  server.deliver("Sent", recent(thanks(), std::chrono::hours(24 * 5)).bytes(), user);
  server.deliver("INBOX", recent(rejection(), std::chrono::hours(2)).bytes(), user);
}

void copy_template_to(const std::string& user) {
  static const bool filled = [] {
    fill_template("template@example.org");
    return true;
  }();
  (void)filled;
  const RunResult copied = run_program({"cp", "-a", home_of("template@example.org"), home_of(user)});
  if (copied.status != 0) throw std::runtime_error("cp: " + copied.output);
}

std::vector<std::string> mails_in(const std::string& maildir) {
  std::vector<std::string> mails;
  std::error_code ignored;
  for (const char* folder : {"/cur", "/new"}) {
    for (const auto& entry : fs::directory_iterator(maildir + folder, ignored)) mails.push_back(read_file(entry.path()));
  }
  return mails;
}

}  // namespace

std::string ajar_program() {
  static const ScratchDirectory prefix;
  static const std::string program = [] {
    fs::create_directory(prefix / "bin");
    fs::copy_file(AJAR_BINARY, prefix / "bin/ajar");
    copy_english_books(prefix / "share/ajar");
    return prefix / "bin/ajar";
  }();
  return program;
}

Letter recent(Letter letter, std::chrono::hours ago) {
  letter.date = format_mail_date(Clock().now() - ago, "UTC");
  return letter;
}

Dovecot& DovecotHouse::server() {
  static Dovecot dovecot;
  return dovecot;
}

Settings DovecotHouse::settings_for(const std::string& user, const std::string& url) {
  Settings settings = settings_of_sam();
  settings.accounts[0].imap = url;
  settings.accounts[0].user = user;
  settings.reply.wait = {};
  return settings;
}

Instant DovecotHouse::now() {
  // Tomorrow at ten: after the digest's hour, and after every INTERNALDATE.
  static const Instant at = to_instant({add_days(to_local(Clock().now(), "UTC").date, 1), 10 * 60}, "UTC");
  return at;
}

DovecotHouse::DovecotHouse(const std::string& name) : user(name), house(settings_for(name, server().insecure_url())) {
  copy_template_to(user);
  house.connect = connect_to_dovecot;
}

void DovecotHouse::plan_reminder() {
  ASSERT_TRUE(house.open_ledger()->record_plan("personal", check_in_due(to_local(now(), "UTC").date), now()));
  reminder_planned_ = true;
}

OnDisk DovecotHouse::look() const {
  OnDisk there;
  there.drafts = mails_in(server().maildir(user) + "/.Drafts");
  for (std::string& mail : mails_in(server().maildir(user))) {
    if (mail.find("<ajar-reminders.") != std::string::npos) there.digests.push_back(std::move(mail));
  }
  return there;
}

void DovecotHouse::expect_everything_once(const std::string& story) const {
  const OnDisk there = look();
  EXPECT_EQ(there.drafts.size(), 1u) << story;
  EXPECT_EQ(there.digests.size(), reminder_planned_ ? 1u : 0u) << story;
  const auto drafts = house.drafts();
  ASSERT_EQ(drafts.size(), 1u) << story;
  EXPECT_EQ(drafts[0].state, DraftState::filed) << story;
}

std::string DovecotHouse::fingerprint(const std::string& mailbox) const {
  return server()
      .doveadm({"-f", "tab", "fetch", "-u", user, "uid flags guid size.physical hdr.message-id", "mailbox", mailbox, "NOT",
                "HEADER", "Message-ID", "ajar-reminders."})
      .output;
}

std::string DovecotHouse::write_settings(const std::string& url, const std::string& more) const {
  const std::string secret = house.scratch / "secret";
  write_file(secret, std::string(Dovecot::password) + "\n");
  ::chmod(secret.c_str(), 0600);
  const std::string path = house.scratch / "ajar.yaml";
  write_file(path, "version: 1\naccounts:\n  - name: personal\n    address: sam@example.org\n    display_name: Sam Rivera\n"
                   "    imap: \"" + url + "\"\n    user: \"" + user + "\"\n    secret: {file: \"" + secret + "\"}\n"
                   "    tls_ca: \"" + server().ca_file() + "\"\n    time_zone: UTC\n"
                   "reply: {wait: 0s, time_zone: UTC}\nreminders: {account: personal}\n" + more);
  return path;
}

Result<std::unique_ptr<MailServer>> connect_to_dovecot(const AccountSettings& account, int wake_fd) {
  ImapLogin login;
  login.url = account.imap;
  login.user = account.user;
  login.password = Dovecot::password;
  return connect_imap(login, wake_fd);
}

}  // namespace ajar::testing
