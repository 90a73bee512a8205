// Fifteen of tests/corpus/threads in fifteen mailboxes of a real Dovecot: one `ajar run --once` files what preview makes.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <set>
#include <sstream>

#include "daemon/books_loader.h"
#include "daemon/offline_case.h"
#include "daemon/settings_file.h"
#include "filters/message_parser.h"
#include "filters/yaml_reader.h"
#include "tests/crash/dovecot_house.h"

namespace ajar::testing {
namespace {

namespace fs = std::filesystem;

constexpr std::array kThreads{"de-01-panel-form",      "en-01-panel-form-no",    "en-02-manager-personal", "en-04-screen-recruiter",
                              "en-07-agency",          "en-10-already-answered", "en-16-merge-leak",       "en-22-no-feedback-policy",
                              "en-29-also-notes",      "en-31-pass-on",          "es-01-entrevista",       "fr-01-entretien",
                              "it-01-colloquio",       "nl-01-gesprek",          "pt-02-pessoal-pt"};
static_assert(kThreads.size() == 15);

/// A copy of a thread whose no came yesterday: the days between its mails stay.
class RecentThread {
 public:
  RecentThread(const std::string& name, const std::string& copies) : name_(name), folder_(fs::path(copies) / name) {
    const fs::path original = fs::path(AJAR_SOURCE_DIR) / "tests/corpus/threads" / name;
    const YamlDocument expected = read_yaml(read_file(original / "expected.yaml"), "expected.yaml");
    file_ = expected.root.find("file")->scalar;
    const Instant no = date_of(read_file(original / file_));
    const auto shift = std::chrono::floor<std::chrono::days>(Clock().now() - no) - std::chrono::days(1);
    for (const char* box : {"INBOX", "Sent"}) {
      fs::create_directories(folder_ / box);
      if (!fs::is_directory(original / box)) continue;
      for (const auto& mail : fs::directory_iterator(original / box))
        write_file(folder_ / box / mail.path().filename(), moved(read_file(mail.path()), shift));
    }
    self_ = parse_message(read_file(question_path()), std::nullopt, Instant::max())->envelope.to.front();
  }

  const std::string& name() const { return name_; }
  std::string question_path() const { return folder_ / file_; }
  std::string user() const { return name_ + "@example.org"; }

  /// One account of ajar.yaml.
  std::string account(const std::string& url, const std::string& secret) const {
    return "  - name: " + name_ + "\n    address: " + self_.email + "\n    display_name: " + self_.name + "\n    imap: \"" + url +
           "\"\n    user: \"" + user() + "\"\n    secret: {file: \"" + secret + "\"}\n    time_zone: UTC\n";
  }

  /// Into the mailbox of its user, received when it was written.
  void deliver() const {
    const Dovecot& server = DovecotHouse::server();
    for (const char* box : {"INBOX", "Sent"}) {
      for (const auto& mail : fs::directory_iterator(folder_ / box)) server.deliver(box, read_file(mail.path()), user());
    }
    std::error_code none_sent;
    for (const char* folder : {"/cur", "/new", "/.Sent/cur", "/.Sent/new"}) {
      for (const auto& mail : fs::directory_iterator(server.maildir(user()) + folder, none_sent)) {
        const auto at = date_of(read_file(mail.path())).time_since_epoch();
        const timespec then{std::chrono::duration_cast<std::chrono::seconds>(at).count(), 0};
        const timespec times[] = {then, then};
        ASSERT_EQ(::utimensat(AT_FDCWD, mail.path().c_str(), times, 0), 0);
      }
    }
  }

  /// What preview makes of it.
  std::vector<Draft> previewed(const Books& books, Settings settings, Instant now) const {
    std::erase_if(settings.accounts, [&](const AccountSettings& account) { return account.name != name_; });
    Invocation invocation;
    invocation.now = now;
    const auto at = decide_offline(books, settings, invocation, {question_path(), folder_, {}});
    std::vector<Draft> drafts;
    if (!at) return drafts;
    for (const Action& action : at->plan.actions) {
      if (action.kind == Action::Kind::file_draft && action.draft) drafts.push_back(*action.draft);
    }
    return drafts;
  }

 private:
  static Instant date_of(const std::string& bytes) { return *parse_message(bytes, std::nullopt, Instant::max())->envelope.date; }

  static std::string moved(const std::string& bytes, std::chrono::days shift) {
    const std::size_t begin = bytes.find("\nDate: ") + 1, end = bytes.find('\n', begin);
    return bytes.substr(0, begin) + "Date: " + format_mail_date(date_of(bytes) + shift, "UTC") + bytes.substr(end);
  }

  std::string name_;
  fs::path folder_;
  std::string file_;
  Address self_;
};

std::string words_of(const std::string& text) {
  std::istringstream in(text);
  std::string words;
  for (std::string word; in >> word;) words += word + " ";
  return words;
}

/// Everything a reader sees of a draft.
std::string told(const Address& to, const std::string& subject, const std::vector<std::string>& in_reply_to,
                 const std::vector<std::string>& references, const std::string& body) {
  std::string text = to.email + "\n" + subject + "\n";
  for (const auto* ids : {&in_reply_to, &references}) {
    for (const std::string& id : *ids) text += "<" + id + ">";
    text += "\n";
  }
  return text + words_of(body);
}

class DovecotThreads : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const std::string reason = Dovecot::missing(); !reason.empty()) GTEST_SKIP() << reason;
  }
};

TEST_F(DovecotThreads, EachGetsTheDraftsThatPreviewPromises) {
  ScratchDirectory scratch;
  std::vector<RecentThread> threads;
  const std::string secret = scratch / "secret";
  write_file(secret, std::string(Dovecot::password) + "\n");
  ::chmod(secret.c_str(), 0600);
  std::string settings = "version: 1\naccounts:\n";
  for (const char* name : kThreads) {
    threads.emplace_back(name, scratch / "threads");
    threads.back().deliver();
    settings += threads.back().account(DovecotHouse::server().insecure_url(), secret);
  }
  write_file(scratch / "ajar.yaml", settings + "reply: {wait: 0s, time_zone: UTC, daily_cap: 100}\nreminders: {account: en-01-panel-form-no}\n");
  const RunResult run = run_program({AJAR_BINARY, "run", "--once", "--config", scratch / "ajar.yaml", "--state", scratch / "state", "--now",
                                     format_rfc3339(DovecotHouse::now())});
  ASSERT_EQ(run.status, 0) << run.output;

  Invocation invocation;
  invocation.config = scratch / "ajar.yaml";
  const auto loaded = load_settings(invocation.places());
  const auto books = load_books(invocation.places(), Thresholds{});
  ASSERT_TRUE(loaded && books);
  std::size_t filed = 0;
  for (const RecentThread& thread : threads) {
    std::multiset<std::string> promised, found;
    for (const Draft& draft : thread.previewed(*books, *loaded, DovecotHouse::now()))
      promised.insert(told(draft.to, draft.subject, {draft.in_reply_to}, draft.references, draft.body));
    const std::string drafts = DovecotHouse::server().maildir(thread.user()) + "/.Drafts";
    std::error_code none;
    for (const char* folder : {"/cur", "/new"}) {
      for (const auto& mail : fs::directory_iterator(drafts + folder, none)) {
        const auto message = parse_message(read_file(mail.path()), std::nullopt, Instant::max());
        ASSERT_TRUE(message);
        found.insert(told(message->envelope.to.front(), message->envelope.subject, message->envelope.in_reply_to,
                          message->envelope.references, message->text));
      }
    }
    EXPECT_EQ(found, promised) << thread.name();
    filed += found.size();
  }
  EXPECT_EQ(filed, 15u) << "one thread is answered already, one has a second note";
}

}  // namespace
}  // namespace ajar::testing
