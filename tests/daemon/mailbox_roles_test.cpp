#include "daemon/mailbox_roles.h"

#include <gtest/gtest.h>

namespace ajar {
namespace {

MailboxInfo box(const std::string& name, std::set<std::string> uses = {}, char delimiter = '/') {
  return {name, delimiter, std::move(uses), true};
}

TEST(MailboxRolesTest, TrustsSpecialUseBeforeNames) {
  const auto roles = assign_roles({box("INBOX"), box("Drafts"), box("Kladde", {"drafts"}), box("Ablage", {"sent"})}, {});
  EXPECT_EQ(roles.drafts, "Kladde");
  EXPECT_EQ(roles.sent, "Ablage");
}

TEST(MailboxRolesTest, LetsTheSettingsBeatSpecialUse) {
  AccountSettings account;
  account.drafts = "Mine";
  account.sent = "Nowhere";
  const auto roles = assign_roles({box("INBOX"), box("Mine"), box("Drafts", {"drafts"}), box("Sent", {"sent"})}, account);
  EXPECT_EQ(roles.drafts, "Mine");
  EXPECT_EQ(roles.sent, "") << "a wrong name is reported, not guessed";
  EXPECT_EQ(roles.unknown, (std::vector<std::string>{"Nowhere"}));
}

TEST(MailboxRolesTest, KnowsWhatServersCallThem) {
  struct Row {
    const char *drafts, *sent;
    char delimiter;
  };
  for (const Row& row : std::vector<Row>{{"INBOX.Drafts", "INBOX.Sent", '.'},
                                         {"[Gmail]/Drafts", "[Gmail]/Sent Mail", '/'},
                                         {"Entwürfe", "Gesendete Objekte", '/'},
                                         {"Brouillons", "Éléments envoyés", '/'},
                                         {"Borradores", "Enviados", '/'},
                                         {"Rascunhos", "Enviados", '/'},
                                         {"Bozze", "Posta inviata", '/'},
                                         {"Concepten", "Verzonden items", '/'},
                                         {"drafts", "Sent Items", '/'}}) {
    const auto roles = assign_roles(
        {box("INBOX", {}, row.delimiter), box(row.drafts, {}, row.delimiter), box(row.sent, {}, row.delimiter)}, {});
    EXPECT_EQ(roles.drafts, row.drafts);
    EXPECT_EQ(roles.sent, row.sent);
  }
}

TEST(MailboxRolesTest, PlacesANewDraftsBesideTheOthers) {
  EXPECT_EQ(assign_roles({box("INBOX"), box("Work")}, {}).drafts_to_create.front(), "Drafts");
  EXPECT_EQ(assign_roles({box("INBOX", {}, '.'), box("INBOX.Work", {}, '.')}, {}).drafts_to_create.front(),
            "INBOX.Drafts");
}

TEST(MailboxRolesTest, WatchesNamesAndGlobsButNotOtherRolesByAGlob) {
  AccountSettings account;
  account.watch = {"inbox", "*"};
  const auto roles = assign_roles({box("INBOX"), box("Jobs/2026"), box("Drafts", {"drafts"}), box("Sent", {"sent"}),
                                   box("Trash", {"trash"}), box("Spam", {"junk"}), box("Archive", {"archive"})},
                                  account);
  EXPECT_EQ(roles.watched, (std::vector<std::string>{"INBOX", "Jobs/2026", "Archive"}));
  EXPECT_TRUE(roles.elsewhere.empty()) << "what is watched is not searched twice";
  EXPECT_TRUE(roles.unknown.empty());
}

TEST(MailboxRolesTest, MatchesGlobs) {
  EXPECT_TRUE(matches_glob("INBOX", "inbox"));
  EXPECT_TRUE(matches_glob("Jobs*", "Jobs/2026"));
  EXPECT_TRUE(matches_glob("*2026", "Jobs/2026"));
  EXPECT_TRUE(matches_glob("J?bs", "Jobs"));
  EXPECT_FALSE(matches_glob("Jobs", "jobs")) << "only INBOX has no case";
  EXPECT_FALSE(matches_glob("Jobs?", "Jobs"));
  EXPECT_FALSE(matches_glob("*x", "Jobs"));
}

}  // namespace
}  // namespace ajar
