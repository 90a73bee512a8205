#include "daemon/settings.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "daemon/books_loader.h"
#include "daemon/places.h"

namespace ajar {
namespace {

constexpr std::string_view small_account =
    "accounts:\n"
    "  - address: sam@example.org\n"
    "    imap: imaps://imap.example.org\n"
    "    secret: {file: /run/secret}\n";

Settings read_good(const std::string& text) {
  auto settings = read_settings(text, "ajar.yaml");
  if (settings) return *settings;
  for (const auto& fault : settings.error()) ADD_FAILURE() << show_fault(fault, text);
  return {};
}

/// All faults as `ajar check` prints them.
std::string faults_of(const std::string& text) {
  auto settings = read_settings(text, "ajar.yaml");
  std::string all;
  if (!settings)
    for (const auto& fault : settings.error()) all += show_fault(fault, text);
  return all;
}

std::vector<Fault> fault_list(const std::string& text) {
  auto settings = read_settings(text, "ajar.yaml");
  return settings ? std::vector<Fault>{} : settings.error();
}

TEST(Settings, ASmallFileIsFilledWithTheDefaults) {
  Settings settings = read_good(std::string(small_account));
  ASSERT_EQ(settings.accounts.size(), 1u);
  const AccountSettings& account = settings.accounts[0];
  EXPECT_EQ(account.name, "sam@example.org");
  EXPECT_EQ(account.user, "sam@example.org");
  EXPECT_EQ(account.watch, std::vector<std::string>{"INBOX"});
  EXPECT_EQ(account.drafts, "auto");
  EXPECT_EQ(account.look_back.seconds, std::chrono::hours(14 * 24));
  EXPECT_EQ(settings.reminder_account, "sam@example.org");
  EXPECT_EQ(settings.reply.wait.seconds, std::chrono::hours(24));
  EXPECT_EQ(settings.poll_every, std::chrono::minutes(5));
  EXPECT_EQ(settings.thresholds.draft, 8);
}

TEST(Settings, TheShippedFileIsSoundAndSaysTheDefaults) {
  std::string path = AJAR_SOURCE_DIR "/config/ajar.yaml";
  std::string text = *read_file(path);
  Settings shipped = read_good(text);
  Settings defaults = read_good(std::string(small_account));
  EXPECT_EQ(shipped.reply.wait, defaults.reply.wait);
  EXPECT_EQ(shipped.reply.window_begin, defaults.reply.window_begin);
  EXPECT_EQ(shipped.reply.window_end, defaults.reply.window_end);
  EXPECT_EQ(shipped.reply.days, defaults.reply.days);
  EXPECT_EQ(shipped.reply.daily_cap, defaults.reply.daily_cap);
  EXPECT_EQ(shipped.reply.also_notes, defaults.reply.also_notes);
  EXPECT_EQ(shipped.reply.file, defaults.reply.file);
  EXPECT_EQ(shipped.reminders.time, defaults.reminders.time);
  EXPECT_EQ(shipped.reminders.linkedin_limit, defaults.reminders.linkedin_limit);
  EXPECT_EQ(shipped.deliver, defaults.deliver);
  EXPECT_EQ(shipped.reminder_mailbox, defaults.reminder_mailbox);
  EXPECT_EQ(shipped.thresholds.draft, defaults.thresholds.draft);
  EXPECT_EQ(shipped.thresholds.review, defaults.thresholds.review);
  EXPECT_EQ(shipped.poll_every, defaults.poll_every);
  EXPECT_EQ(shipped.log_level, defaults.log_level);
  EXPECT_EQ(shipped.accounts[0].look_back, defaults.accounts[0].look_back);
  EXPECT_EQ(shipped.accounts[0].language, defaults.accounts[0].language);
}

TEST(Settings, EveryKeyOfTheContractIsRead) {
  Settings settings = read_good(R"(
version: 1
accounts:
  - name: personal
    address: sam.rivera@example.org
    aliases: [sam@old.example]
    display_name: Sam Rivera
    imap: imap://imap.example.org:143
    user: sam
    secret: {command: [pass, show, mail]}
    auth: password
    tls_ca: /etc/ca.pem
    watch: [INBOX, "Jobs/*"]
    drafts: Entwürfe
    sent: Gesendet
    language: de
    gender: female
    signature: "Sam Rivera\nDresden"
    time_zone: Europe/Lisbon
    look_back: 3mo
reply: {file: off, wait: 0, window: "9:00-12:15", days: [sat], time_zone: Europe/Berlin, country: DE, also_notes: off, daily_cap: 3}
reminders: {account: personal, mailbox: Later, deliver: [mailbox, ics, caldav], time: "07:45", quiet_weeks: [2026-W01, "2026-08-03..2026-08-14"], linkedin_limit: 300}
caldav: {url: https://dav.example/, user: sam, secret: {credential: dav}, tls_ca: /etc/dav.pem}
ics: {dir: /tmp/ics, feed: /tmp/all.ics}
rules: {draft_at: 9.5, review_at: 4}
log: {level: debug}
poll_every: 90s
)");
  ASSERT_EQ(settings.accounts.size(), 1u);
  const AccountSettings& account = settings.accounts[0];
  EXPECT_EQ(account.aliases, std::vector<std::string>{"sam@old.example"});
  EXPECT_EQ(account.imap, "imap://imap.example.org:143");
  EXPECT_EQ(account.user, "sam");
  EXPECT_EQ(account.secret.kind, SecretSource::Kind::command);
  EXPECT_EQ(account.secret.command, (std::vector<std::string>{"pass", "show", "mail"}));
  EXPECT_EQ(account.tls_ca, "/etc/ca.pem");
  EXPECT_EQ(account.watch, (std::vector<std::string>{"INBOX", "Jobs/*"}));
  EXPECT_EQ(account.drafts, "Entwürfe");
  EXPECT_EQ(account.sent, "Gesendet");
  EXPECT_EQ(account.gender, Gender::female);
  EXPECT_EQ(account.signature, "Sam Rivera\nDresden");
  EXPECT_EQ(account.time_zone, "Europe/Lisbon");
  EXPECT_EQ(account.look_back.months, 3);
  EXPECT_FALSE(settings.reply.file);
  EXPECT_EQ(settings.reply.wait, Span{});
  EXPECT_EQ(settings.reply.window_begin, 540);
  EXPECT_EQ(settings.reply.window_end, 735);
  EXPECT_EQ(settings.reply.days, std::set<unsigned>{6});
  EXPECT_EQ(settings.reply.country, "DE");
  EXPECT_FALSE(settings.reply.also_notes);
  EXPECT_EQ(settings.reply.daily_cap, 3);
  EXPECT_EQ(settings.reminder_mailbox, "Later");
  EXPECT_EQ(settings.deliver, (std::vector<std::string>{"mailbox", "ics", "caldav"}));
  EXPECT_EQ(settings.reminders.time, 465);
  ASSERT_EQ(settings.reminders.quiet.size(), 2u);
  EXPECT_EQ(format_date(settings.reminders.quiet[0].first), "2025-12-29");
  EXPECT_EQ(format_date(settings.reminders.quiet[0].second), "2026-01-04");
  EXPECT_EQ(format_date(settings.reminders.quiet[1].second), "2026-08-14");
  EXPECT_EQ(settings.reminders.linkedin_limit, 300);
  EXPECT_EQ(settings.caldav.url, "https://dav.example/");
  EXPECT_EQ(settings.caldav.secret.kind, SecretSource::Kind::credential);
  EXPECT_EQ(settings.ics_feed, "/tmp/all.ics");
  EXPECT_EQ(settings.thresholds.draft, 9.5);
  EXPECT_EQ(settings.log_level, "debug");
  EXPECT_EQ(settings.poll_every, std::chrono::seconds(90));
}

TEST(Settings, AMisspeltKeyIsNamedWithTheNearestKnownOne) {
  EXPECT_EQ(faults_of(std::string(small_account) + "repyl: {wait: 24h}\n"),
            "ajar.yaml:5:1: unknown key 'repyl'\n"
            "  repyl: {wait: 24h}\n"
            "  ^\n"
            "  hint: did you mean 'reply'?\n");
}

TEST(Settings, AWrongValueIsShownWithItsLineCaretAndWhatToWrite) {
  EXPECT_EQ(faults_of(std::string(small_account) + "reply: {wait: soon, days: [mon, tues]}\n"),
            "ajar.yaml:5:15: 'wait' must be a length of time, not 'soon'\n"
            "  reply: {wait: soon, days: [mon, tues]}\n"
            "                ^\n"
            "  hint: write a number and a unit, such as 90s, 15m, 24h, 14d, 6w or 3mo\n"
            "ajar.yaml:5:33: there is no weekday 'tues'\n"
            "  reply: {wait: soon, days: [mon, tues]}\n"
            "                                  ^\n"
            "  hint: known: mon, tue, wed, thu, fri, sat, sun\n");
}

TEST(Settings, AKeyWrittenTwiceIsAFault) {
  auto faults = fault_list(std::string(small_account) + "poll_every: 5m\npoll_every: 6m\n");
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].position.line, 6u);
}

TEST(Settings, AllFaultsAreNamedInOneRunInTheOrderOfTheFile) {
  auto faults = fault_list(
      "accounts:\n"
      "  - address: not an address\n"
      "    imap: https://example.org\n"
      "    secret: hunter2\n"
      "    language: klingon\n"
      "reply: {wait: soon, days: [mon, tues], window: \"11-8\"}\n"
      "poll_every: 1s\n");
  std::vector<std::size_t> lines;
  for (const auto& fault : faults) lines.push_back(fault.position.line);
  EXPECT_EQ(lines, (std::vector<std::size_t>{2, 3, 4, 5, 6, 6, 6, 7}));
}

TEST(Settings, APasswordInTheSettingsIsRefusedAndNotRepeated) {
  auto text = std::string("accounts:\n  - address: s@example.org\n    imap: imaps://i.example\n    secret: hunter2\n");
  auto faults = fault_list(text);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].what, "a secret never stands in the settings themselves");
  EXPECT_EQ(faults[0].hint.find("hunter2"), std::string::npos);
}

TEST(Settings, ClearTextIsForThisMachineOnly) {
  auto with = [](const std::string& imap) {
    return fault_list("accounts: [{address: s@example.org, secret: {file: /s}, imap: \"" + imap + "\"}]\n").size();
  };
  EXPECT_EQ(with("imap+insecure://127.0.0.1:1143"), 0u);
  EXPECT_EQ(with("imap+insecure://[::1]:1143"), 0u);
  EXPECT_EQ(with("imap+insecure://localhost"), 0u);
  EXPECT_EQ(with("imap+insecure://127.0.0.1.evil.example"), 1u);
  EXPECT_EQ(with("imap+insecure://mail.example.org"), 1u);
}

TEST(Settings, AServerThatCannotBeOneIsRefused) {
  auto with = [](const std::string& imap) {
    return fault_list("accounts: [{address: s@example.org, secret: {file: /s}, imap: \"" + imap + "\"}]\n").size();
  };
  EXPECT_EQ(with("imaps://"), 1u);
  EXPECT_EQ(with("imaps://i.example:99999"), 1u);
  EXPECT_EQ(with("imaps://sam:hunter2@i.example"), 1u);
  EXPECT_EQ(with("https://i.example"), 1u);
}

TEST(Settings, AKeyWithoutAValueIsMissing) {
  EXPECT_EQ(fault_list("accounts:\n  - address:\n    imap:\n    secret:\n").size(), 3u);
  EXPECT_EQ(fault_list("accounts: [{address: s@example.org, imap: imaps://i.example, secret: {}}]\n").size(), 1u);
}

TEST(Settings, ASecretCommandIsAListOfWords) {
  auto faults = fault_list("accounts: [{address: s@example.org, imap: imaps://i.example, secret: {command: pass show mail}}]\n");
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_NE(faults[0].hint.find("[pass, show, mail]"), std::string::npos);
}

TEST(Settings, AnAccountWithoutServerOrAddressIsAFaultAtTheAccount) {
  auto faults = fault_list("accounts:\n  - name: work\n");
  ASSERT_EQ(faults.size(), 3u);
  EXPECT_EQ(faults[0].what, "this account has no 'address'");
  EXPECT_EQ(faults[1].what, "this account has no 'imap'");
  EXPECT_EQ(faults[2].what, "this account has no 'secret'");
  EXPECT_EQ(faults[0].position.line, 2u);
}

TEST(Settings, TheServerOfAKnownProviderIsNamed) {
  auto faults = fault_list("accounts:\n  - {address: sam@gmail.com, secret: {file: /s}}\n");
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].hint, "for gmail.com add imap: imaps://imap.gmail.com:993");
}

TEST(Settings, TwoAccountsOfOneNameAreAFault) {
  std::string one = "  - {name: mine, address: s@example.org, imap: imaps://i.example, secret: {file: /s}}\n";
  EXPECT_EQ(fault_list("accounts:\n" + one).size(), 0u);
  ASSERT_EQ(fault_list("accounts:\n" + one + one).size(), 1u);
  EXPECT_EQ(fault_list("accounts:\n" + one + one)[0].position.line, 3u);
}

TEST(Settings, RemindersNeedAnAccountAndAChannelThatExist) {
  EXPECT_EQ(fault_list(std::string(small_account) + "reminders: {account: personal}\n").at(0).what,
            "no account is named 'personal'");
  EXPECT_EQ(fault_list(std::string(small_account) + "reminders: {deliver: [caldav]}\n").size(), 1u);
  EXPECT_EQ(fault_list(std::string(small_account) + "reminders: {deliver: [ics]}\n").size(), 1u);
}

TEST(Settings, OauthNeedsAClientAndATokenAndCanBeWrittenFlat) {
  std::string account = "accounts:\n  - {address: s@outlook.com, imap: imaps://o.example, auth: ";
  EXPECT_EQ(fault_list(account + "{oauth: microsoft}}\n").size(), 2u);
  Settings settings = read_good(account + "{oauth: microsoft, client_id: abc, refresh_token: {file: /t}}}\n");
  ASSERT_EQ(settings.accounts.size(), 1u);
  EXPECT_TRUE(settings.accounts[0].auth.oauth);
  EXPECT_EQ(settings.accounts[0].auth.provider, "microsoft");
  EXPECT_EQ(settings.accounts[0].auth.client_id, "abc");
}

TEST(Settings, AnEmptyFileSaysHowToStart) {
  ASSERT_FALSE(fault_list("").empty());
  EXPECT_EQ(fault_list("").at(0).what, "the settings are empty");
}

TEST(Settings, ASignatureComesFromItsFileBesideTheSettings) {
  char folder[] = "/tmp/ajar-settings-XXXXXX";
  ASSERT_NE(mkdtemp(folder), nullptr);
  std::ofstream(std::string(folder) + "/sig") << "Sam Rivera\n";
  auto text = "accounts:\n  - {address: s@example.org, imap: imaps://i.example, secret: {file: s}, signature: {file: sig}}\n";
  auto settings = read_settings(text, std::string(folder) + "/ajar.yaml");
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->accounts[0].signature, "Sam Rivera\n");
  EXPECT_EQ(settings->accounts[0].secret.value, std::string(folder) + "/s");
  EXPECT_FALSE(read_settings(text, "/nowhere/ajar.yaml"));
  std::filesystem::remove_all(folder);
}

TEST(Settings, ACandidateIsTheAccountInItsOwnTimeZone) {
  Settings settings = read_good(std::string(small_account) + "reply: {time_zone: Europe/Berlin}\n");
  Candidate candidate = candidate_of(settings.accounts.at(0), settings);
  EXPECT_EQ(candidate.self.email, "sam@example.org");
  EXPECT_EQ(candidate.time_zone, "Europe/Berlin");
}

/// Sets an environment variable for one test.
class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    value ? setenv(name, value, 1) : unsetenv(name);
  }
  ~Environment() { before_ ? setenv(name_, before_->c_str(), 1) : unsetenv(name_); }

 private:
  const char* name_;
  std::optional<std::string> before_;
};

TEST(Places, OptionsBeatSystemdWhichBeatsTheHomeDirectory) {
  Environment no_config("CONFIGURATION_DIRECTORY", nullptr), no_state("STATE_DIRECTORY", nullptr);
  Environment home("XDG_CONFIG_HOME", "/nowhere/config"), state_home("XDG_STATE_HOME", "/nowhere/state");
  EXPECT_EQ(find_places("", "").config_file, "/nowhere/config/ajar/ajar.yaml");
  EXPECT_EQ(find_places("", "").state_dir, "/nowhere/state/ajar");
  Environment config("CONFIGURATION_DIRECTORY", "/etc/ajar"), state("STATE_DIRECTORY", "/var/lib/ajar:/var/lib/other");
  EXPECT_EQ(find_places("", "").config_file, "/etc/ajar/ajar.yaml");
  EXPECT_EQ(find_places("", "").state_dir, "/var/lib/ajar");
  EXPECT_EQ(find_places("/x/mine.yaml", "/y").config_dir, "/x");
  EXPECT_EQ(find_places("/x/mine.yaml", "/y").state_dir, "/y");
}

TEST(Places, AProgramInTheBuildTreeReadsTheRulesOfTheSourceTree) {
  EXPECT_EQ(find_places("", "").data_dir, AJAR_SOURCE_DIR "/config");
}

}  // namespace
}  // namespace ajar
