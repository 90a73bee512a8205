// One contract for every MailServer: the one in memory and real Dovecot, Cyrus and Courier.
#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "tests/imap/contract_server.h"
#include "tests/support/scratch.h"

namespace ajar::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

class MailServerContract : public ::testing::TestWithParam<ServerKind> {
 protected:
  void SetUp() override {
    if (const std::string reason = GetParam().missing(); !reason.empty()) GTEST_SKIP() << reason;
    server_ = GetParam().make();
    connection_ = connect();
    ASSERT_TRUE(connection_);
  }
  std::unique_ptr<MailServer> connect(int wake_fd = -1) {
    auto connected = server_->connect(wake_fd);
    if (!connected) ADD_FAILURE() << connected.error().what;
    return connected ? std::move(*connected) : nullptr;
  }
  std::string name(const std::string& plain) const { return server_->name(plain); }
  MailServer& mail() { return *connection_; }

  /// `count` mails with the subjects "1", "2", ...
  void fill(const std::string& mailbox, int count) {
    for (int i = 1; i <= count; ++i) server_->append(mailbox, letter(std::to_string(i)));
  }
  static std::string letter(const std::string& subject, const std::string& more_headers = {}) {
    return "From: Dana Lee <dana@acme.example>\r\nTo: sam@example.org\r\nSubject: " + subject +
           "\r\nDate: Wed, 25 Nov 2026 10:00:00 +0100\r\n" + more_headers + "\r\nDear Sam,\r\n";
  }
  std::vector<Uid> swept(const std::string& mailbox, Uid after = {}, std::size_t most = 1000) {
    const auto listed = mail().sweep(mailbox, after, most);
    if (!listed) ADD_FAILURE() << listed.error().what;
    std::vector<Uid> uids;
    if (listed)
      for (const ListedMessage& message : *listed) uids.push_back(message.uid);
    return uids;
  }
  std::vector<Uid> found(const std::string& mailbox, const MailSearch& search) {
    const auto uids = mail().search(mailbox, search);
    if (!uids) ADD_FAILURE() << uids.error().what;
    return uids.value_or(std::vector<Uid>{});
  }
  static std::vector<Uid> uids(std::initializer_list<std::uint32_t> values) {
    std::vector<Uid> list;
    for (const std::uint32_t value : values) list.push_back(Uid{value});
    return list;
  }

  std::unique_ptr<ContractServer> server_;
  std::unique_ptr<MailServer> connection_;
};

// --- Mailboxes -------------------------------------------------------------------------------------------------------

TEST_P(MailServerContract, ListsMailboxesWithTheirUses) {
  const auto boxes = mail().list_mailboxes();
  ASSERT_TRUE(boxes) << boxes.error().what;
  const auto find = [&](const std::string& wanted) {
    return std::find_if(boxes->begin(), boxes->end(), [&](const MailboxInfo& box) { return box.name == wanted; });
  };
  for (const char* plain : {"INBOX", "Drafts", "Sent", "Archive"}) {
    ASSERT_NE(find(name(plain)), boxes->end()) << plain;
    EXPECT_TRUE(find(name(plain))->selectable);
  }
  const std::set<std::string> drafts{"drafts"}, none;
  EXPECT_EQ(find(name("Drafts"))->uses, server_->traits().special_uses ? drafts : none);
  EXPECT_EQ(find("INBOX")->uses, none);
}

TEST_P(MailServerContract, ExamineTellsValidityNextUidAndCount) {
  fill("INBOX", 3);
  const auto status = mail().examine("INBOX");
  ASSERT_TRUE(status) << status.error().what;
  EXPECT_NE(status->validity.value, 0U);
  EXPECT_EQ(status->exists, 3U);
  ASSERT_EQ(status->uid_next.has_value(), server_->traits().uid_next);
  if (status->uid_next) {
    EXPECT_EQ(status->uid_next->value, 4U);
  }
}

TEST_P(MailServerContract, AMissingMailboxIsTheServersAnswerAndTheConnectionGoesOn) {
  fill("INBOX", 1);
  const auto status = mail().examine(name("Nowhere"));
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::server);
  EXPECT_NE(status.error().what.find(name("Nowhere")), std::string::npos) << status.error().what;
  EXPECT_FALSE(mail().sweep(name("Nowhere"), Uid{}, 10));
  EXPECT_EQ(swept("INBOX"), uids({1}));
}

TEST_P(MailServerContract, NamesInAnyScriptAreCreatedListedAndOpened) {
  const std::string mailbox = name("Entw\xC3\xBCrfe & \xE4\xB8\xAD\xE6\x96\x87");
  const auto created = mail().create_drafts(mailbox);
  ASSERT_TRUE(created) << created.error().what;
  const auto boxes = mail().list_mailboxes();
  ASSERT_TRUE(boxes);
  EXPECT_TRUE(std::any_of(boxes->begin(), boxes->end(), [&](const MailboxInfo& box) { return box.name == mailbox; }));
  EXPECT_EQ(mail().append_draft(mailbox, letter("x")).kind, AppendOutcome::Kind::appended);
  EXPECT_EQ(swept(mailbox), uids({1}));
  const auto again = mail().create_drafts(mailbox);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::server);
}

TEST_P(MailServerContract, AMailboxThatWasReCreatedIsNotTakenForTheOldOne) {
  const std::string mailbox = name("Old");
  server_->create(mailbox);
  fill(mailbox, 2);
  const auto before = mail().examine(mailbox);
  ASSERT_TRUE(before);
  ASSERT_TRUE(mail().examine("INBOX"));
  server_->recreate(mailbox);
  fill(mailbox, 1);
  const auto listed = mail().sweep(mailbox, Uid{0}, 10);
  ASSERT_FALSE(listed);
  EXPECT_EQ(listed.error().what, "mailbox " + mailbox + " was re-created (UIDVALIDITY changed)");
  EXPECT_FALSE(mail().fetch(mailbox, uids({1}), 100));
  EXPECT_FALSE(mail().search(mailbox, {.words = {"1"}}));
  const auto after = mail().examine(mailbox);
  ASSERT_TRUE(after) << after.error().what;
  EXPECT_NE(after->validity, before->validity);
  EXPECT_FALSE(swept(mailbox).empty());
}

// --- Sweep -----------------------------------------------------------------------------------------------------------

TEST_P(MailServerContract, SweepListsWhatIsAfterTheMarkInOrderAndNoMoreThanAsked) {
  fill("INBOX", 7);
  EXPECT_EQ(swept("INBOX"), uids({1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(swept("INBOX", Uid{3}), uids({4, 5, 6, 7}));
  EXPECT_EQ(swept("INBOX", Uid{2}, 3), uids({3, 4, 5}));
  EXPECT_EQ(swept("INBOX", Uid{2}, 0), uids({}));
}

TEST_P(MailServerContract, SweepPastTheLastMailFindsNothing) {
  EXPECT_EQ(swept("INBOX"), uids({}));
  fill("INBOX", 2);
  EXPECT_EQ(swept("INBOX", Uid{2}), uids({}));
  EXPECT_EQ(swept("INBOX", Uid{1000}), uids({}));
  EXPECT_EQ(swept("INBOX", Uid{0xFFFFFFFF}), uids({}));
}

TEST_P(MailServerContract, SweepSeesWhatCameSinceTheMailboxWasOpened) {
  ASSERT_TRUE(mail().examine("INBOX"));
  EXPECT_EQ(swept("INBOX"), uids({}));
  fill("INBOX", 1);
  EXPECT_EQ(swept("INBOX"), uids({1}));
  fill("INBOX", 1);
  EXPECT_EQ(swept("INBOX", Uid{1}), uids({2}));
}

TEST_P(MailServerContract, SweepCrossesGapsInTheUids) {
  fill("INBOX", 40);
  std::vector<Uid> gone;
  for (std::uint32_t uid = 1; uid < 40; ++uid)
    if (uid != 2 && uid != 20 && uid != 21) gone.push_back(Uid{uid});
  server_->remove("INBOX", gone);
  EXPECT_EQ(swept("INBOX", Uid{0}, 3), uids({2, 20, 21}));
  EXPECT_EQ(swept("INBOX", Uid{2}, 1), uids({20}));
  EXPECT_EQ(swept("INBOX", Uid{21}, 2), uids({40}));
  EXPECT_EQ(swept("INBOX", Uid{0}, 100), uids({2, 20, 21, 40}));
}

TEST_P(MailServerContract, SweepTellsDateAndSize) {
  server_->append("INBOX", letter("x"), "24-Nov-2026 23:30:00 -0330");
  const auto listed = mail().sweep("INBOX", Uid{0}, 10);
  ASSERT_TRUE(listed && listed->size() == 1);
  EXPECT_EQ(format_rfc3339(listed->at(0).internal_date), "2026-11-25T03:00:00Z");
  EXPECT_EQ(listed->at(0).size, letter("x").size());
}

// --- Fetch -----------------------------------------------------------------------------------------------------------

TEST_P(MailServerContract, FetchGivesBackTheBytesAsTheyAre) {
  std::string body = letter("bytes") + "\r\n.\r\n..\r\n\t) (\"{3}\r\n* 5 EXISTS\r\n1 OK done\r\n8-bit: ";
  for (int c = 128; c < 256; ++c) body += static_cast<char>(c);
  body += "\r\n" + std::string(900, 'x') + "\r\n";
  server_->append("INBOX", body, "25-Nov-2026 10:00:00 +0100");
  const auto fetched = mail().fetch("INBOX", uids({1}), 100000);
  ASSERT_TRUE(fetched) << fetched.error().what;
  ASSERT_EQ(fetched->size(), 1U);
  EXPECT_EQ(fetched->at(0).bytes, body);
  EXPECT_EQ(fetched->at(0).size, body.size());
  EXPECT_FALSE(fetched->at(0).truncated);
  EXPECT_EQ(format_rfc3339(fetched->at(0).internal_date), "2026-11-25T09:00:00Z");
}

TEST_P(MailServerContract, FetchCutsAtTheCap) {
  const std::string big = letter("big") + std::string(50000, 'y') + "\r\n";
  server_->append("INBOX", big);
  const auto fetched = mail().fetch("INBOX", uids({1}), 1000);
  ASSERT_TRUE(fetched && fetched->size() == 1);
  EXPECT_EQ(fetched->at(0).bytes, big.substr(0, 1000));
  EXPECT_TRUE(fetched->at(0).truncated);
  EXPECT_GE(fetched->at(0).size, big.size());
  const auto whole = mail().fetch("INBOX", uids({1}), big.size());
  ASSERT_TRUE(whole && whole->size() == 1);
  EXPECT_FALSE(whole->at(0).truncated);
}

TEST_P(MailServerContract, FetchLeavesOutWhatIsGoneAndSortsTheRest) {
  fill("INBOX", 5);
  server_->remove("INBOX", uids({2, 4}));
  const auto fetched = mail().fetch("INBOX", uids({9, 5, 4, 3, 3, 1, 0}), 1000);
  ASSERT_TRUE(fetched) << fetched.error().what;
  ASSERT_EQ(fetched->size(), 3U);
  EXPECT_EQ(fetched->at(0).uid, Uid{1});
  EXPECT_EQ(fetched->at(1).uid, Uid{3});
  EXPECT_EQ(fetched->at(1).bytes, letter("3"));
  EXPECT_EQ(fetched->at(2).uid, Uid{5});
  const auto none = mail().fetch("INBOX", uids({2}), 1000);
  ASSERT_TRUE(none) << none.error().what;
  EXPECT_TRUE(none->empty());
  EXPECT_TRUE(mail().fetch("INBOX", {}, 1000)->empty());
}

TEST_P(MailServerContract, ManyMailsComeThroughSeveralWindows) {
  fill("INBOX", 60);
  const auto fetched = mail().fetch("INBOX", swept("INBOX"), 128 * 1024);  // eight to a window
  ASSERT_TRUE(fetched) << fetched.error().what;
  ASSERT_EQ(fetched->size(), 60U);
  for (std::uint32_t i = 0; i < 60; ++i) EXPECT_EQ(fetched->at(i).bytes, letter(std::to_string(i + 1)));
}

TEST_P(MailServerContract, ReadingChangesNothing) {
  server_->append("INBOX", letter("seen"), {}, "\\Seen");
  fill("INBOX", 3);
  const std::string before = server_->listing("INBOX");
  ASSERT_TRUE(mail().examine("INBOX"));
  ASSERT_TRUE(mail().fetch("INBOX", swept("INBOX"), 1000));
  (void)found("INBOX", {.words = {"1"}});
  EXPECT_EQ(server_->listing("INBOX"), before);
}

// --- Search ----------------------------------------------------------------------------------------------------------

TEST_P(MailServerContract, SearchFindsIdsInTheThreeHeaders) {
  server_->append("INBOX", letter("1", "Message-ID: <a.1@acme.example>\r\n"));
  server_->append("INBOX", letter("2", "Message-ID: <b@acme.example>\r\nIn-Reply-To: <a.1@acme.example>\r\n"));
  server_->append("INBOX", letter("3", "References: <x@y>\r\n <a.1@acme.example>\r\n"));
  server_->append("INBOX", letter("4", "Message-ID: <c@acme.example>\r\n"));
  EXPECT_EQ(found("INBOX", {.message_ids = {"a.1@acme.example"}}), uids({1, 2, 3}));
  EXPECT_EQ(found("INBOX", {.message_ids = {"c@acme.example", "b@acme.example"}}), uids({2, 4}));
  EXPECT_EQ(found("INBOX", {.message_ids = {"nobody@acme.example"}}), uids({}));
}

TEST_P(MailServerContract, SearchFindsPeopleAndDomains) {
  const auto from_to = [](const std::string& from, const std::string& to, const std::string& cc) {
    return "From: " + from + "\r\nTo: " + to + "\r\n" + cc + "Subject: s\r\n\r\nx\r\n";
  };
  server_->append("INBOX", from_to("Dana Lee <Dana@ACME.example>", "sam@example.org", ""));
  server_->append("INBOX", from_to("sam@example.org", "dana@acme.example", ""));
  server_->append("INBOX", from_to("sam@example.org", "else@other.example", "Cc: Kim <kim@acme.example>\r\n"));
  server_->append("INBOX", from_to("sam@example.org", "else@other.example", ""));
  EXPECT_EQ(found("INBOX", {.addresses = {"dana@acme.example"}}), uids({1, 2}));
  EXPECT_EQ(found("INBOX", {.addresses = {"@acme.example"}}), uids({1, 2, 3}));
}

TEST_P(MailServerContract, SearchFindsWordsOfTheSubject) {
  server_->append("INBOX", letter("Your application to Acme \"Rockets\" \\ Co"));
  server_->append("INBOX", letter("Something else"));
  server_->append("INBOX", letter("=?utf-8?Q?Caf=C3=A9_M=C3=BCller?="));
  EXPECT_EQ(found("INBOX", {.words = {"acme"}}), uids({1}));
  EXPECT_EQ(found("INBOX", {.words = {"\"Rockets\" \\ Co"}}), uids({1}));
  EXPECT_EQ(found("INBOX", {.words = {"Caf\xC3\xA9"}}), uids({3}));
  EXPECT_EQ(found("INBOX", {.words = {"M\xC3\xBCller", "something", "\xE4\xB8\xAD"}}), uids({2, 3}));
}

TEST_P(MailServerContract, SearchHonoursTheDateAndJoinsTheRestByOr) {
  const auto dated = [](const std::string& subject, const std::string& date) {
    return "From: a@b.example\r\nTo: sam@example.org\r\nSubject: " + subject + "\r\nDate: " + date + "\r\n\r\nx\r\n";
  };
  server_->append("INBOX", dated("apple", "Mon, 2 Nov 2026 12:00:00 +0000"));
  server_->append("INBOX", dated("apple", "Tue, 10 Nov 2026 12:00:00 +0000"));
  server_->append("INBOX", dated("pear", "Wed, 11 Nov 2026 12:00:00 +0000"));
  const Date since = std::chrono::year(2026) / std::chrono::November / 5;
  EXPECT_EQ(found("INBOX", {.words = {"apple"}, .since = since}), uids({2}));
  EXPECT_EQ(found("INBOX", {.message_ids = {"none@x"}, .words = {"pear", "apple"}, .since = since}), uids({2, 3}));
  EXPECT_EQ(found("INBOX", {.since = since}), uids({2, 3}));
  EXPECT_EQ(found("INBOX", {}), uids({}));
}

TEST_P(MailServerContract, SearchForManyThingsAtOnce) {
  fill("INBOX", 2);
  MailSearch search;
  for (int i = 0; i < 60; ++i) {
    search.message_ids.push_back("mail." + std::to_string(i) + "." + std::string(120, 'm') + "@acme.example");
    search.addresses.push_back("person" + std::to_string(i) + "@acme.example");
  }
  search.addresses.emplace_back("dana@acme.example");
  search.words = {std::string(5000, 'w'), "", "line\r\nbreak"};
  EXPECT_EQ(found("INBOX", search), uids({1, 2}));
}

// --- Append ----------------------------------------------------------------------------------------------------------

TEST_P(MailServerContract, ADraftIsFiledAsDraftAndSeen) {
  const std::string drafts = name("Drafts");
  ASSERT_TRUE(mail().examine(drafts));
  const AppendOutcome outcome = mail().append_draft(drafts, letter("Re: =?utf-8?Q?Caf=C3=A9?="));
  ASSERT_EQ(outcome.kind, AppendOutcome::Kind::appended) << (outcome.error ? outcome.error->what : "");
  EXPECT_FALSE(outcome.error);
  ASSERT_TRUE(outcome.uid && outcome.validity);
  EXPECT_EQ(*outcome.uid, Uid{1});
  EXPECT_EQ(*outcome.validity, mail().examine(drafts)->validity);
  const std::string listing = server_->listing(drafts);
  EXPECT_NE(listing.find("\\Draft"), std::string::npos) << listing;
  EXPECT_NE(listing.find("\\Seen"), std::string::npos) << listing;
  const auto fetched = mail().fetch(drafts, {*outcome.uid}, 10000);
  ASSERT_TRUE(fetched && fetched->size() == 1);
  EXPECT_EQ(fetched->at(0).bytes, letter("Re: =?utf-8?Q?Caf=C3=A9?="));
}

TEST_P(MailServerContract, AReminderIsFiledUnseen) {
  ASSERT_TRUE(mail().examine("INBOX"));
  const AppendOutcome outcome = mail().append_reminder("INBOX", letter("Today"));
  ASSERT_EQ(outcome.kind, AppendOutcome::Kind::appended) << (outcome.error ? outcome.error->what : "");
  const std::string listing = server_->listing("INBOX");
  EXPECT_EQ(listing.find("\\Seen"), std::string::npos) << listing;
  EXPECT_EQ(listing.find("\\Draft"), std::string::npos) << listing;
  EXPECT_EQ(swept("INBOX"), uids({1}));
}

TEST_P(MailServerContract, AnAppendToAMissingMailboxIsRefusedAndSaysSo) {
  const AppendOutcome outcome = mail().append_draft(name("Nowhere"), letter("x"));
  ASSERT_EQ(outcome.kind, AppendOutcome::Kind::refused);
  ASSERT_TRUE(outcome.error);
  EXPECT_EQ(outcome.error->kind, ErrorKind::server);
  EXPECT_NE(outcome.error->what.find("does not exist"), std::string::npos) << outcome.error->what;
  EXPECT_EQ(mail().append_draft(name("Drafts"), letter("x")).kind, AppendOutcome::Kind::appended);
}

// --- Doorbell --------------------------------------------------------------------------------------------------------

class Eventfd {
 public:
  Eventfd() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
  ~Eventfd() { ::close(fd_); }
  void ring() const { ::eventfd_write(fd_, 1); }
  void drain() const {
    eventfd_t value;
    ::eventfd_read(fd_, &value);
  }
  int fd() const { return fd_; }

 private:
  int fd_;
};

steady_clock::time_point in(int ms) { return steady_clock::now() + milliseconds(ms); }

TEST_P(MailServerContract, TheDoorbellRingsForMailThatComesWhileItWaits) {
  const Eventfd wake;
  (void)mail().doorbell("INBOX", in(50), wake.fd());  // may ring at once: nobody knows what came before
  std::thread postman([this] { server_->append("INBOX", letter("ding")); });
  const auto bell = mail().doorbell("INBOX", in(10000), wake.fd());
  postman.join();
  ASSERT_TRUE(bell) << bell.error().what;
  EXPECT_EQ(*bell, Bell::rang);
  EXPECT_EQ(swept("INBOX"), uids({1}));
}

TEST_P(MailServerContract, TheDoorbellRingsForMailThatCameBetweenTwoWaits) {
  const Eventfd wake;
  (void)mail().doorbell("INBOX", in(20), wake.fd());
  EXPECT_EQ(mail().doorbell("INBOX", in(20), wake.fd()), Bell::quiet);
  fill("INBOX", 1);
  EXPECT_EQ(mail().doorbell("INBOX", in(5000), wake.fd()), Bell::rang);
  EXPECT_EQ(mail().doorbell("INBOX", in(20), wake.fd()), Bell::quiet);
}

TEST_P(MailServerContract, TheDoorbellEndsWhenWokenAndTheConnectionGoesOn) {
  const Eventfd wake;
  connection_ = connect(wake.fd());
  (void)mail().doorbell("INBOX", in(20), wake.fd());
  std::thread waker([&] { wake.ring(); });
  EXPECT_EQ(mail().doorbell("INBOX", in(20000), wake.fd()), Bell::woken);
  waker.join();
  EXPECT_EQ(mail().doorbell("INBOX", in(20000), wake.fd()), Bell::woken);  // still readable
  wake.drain();
  fill("INBOX", 1);
  EXPECT_EQ(swept("INBOX"), uids({1}));
  EXPECT_EQ(mail().doorbell("INBOX", in(5000), wake.fd()), Bell::rang);
}

INSTANTIATE_TEST_SUITE_P(Servers, MailServerContract, ::testing::ValuesIn(server_kinds()),
                         [](const auto& kind) { return std::string(kind.param.name); });

}  // namespace
}  // namespace ajar::testing
