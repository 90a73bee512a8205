// How a connection is made: TLS, STARTTLS, certificates, sign-in.
#include <gtest/gtest.h>

#include "daemon/imap_mail_server.h"
#include "tests/support/dovecot.h"

namespace ajar::testing {
namespace {

class Transport : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (Dovecot::missing().empty()) dovecot = new Dovecot({.bad_certificates = true});
  }
  static void TearDownTestSuite() {
    delete dovecot;
    dovecot = nullptr;
  }
  void SetUp() override {
    if (!dovecot) GTEST_SKIP() << Dovecot::missing();
  }
  static ImapLogin login(const std::string& url) {
    ImapLogin login;
    login.url = url;
    login.user = Dovecot::user;
    login.password = Dovecot::password;
    login.tls_ca = dovecot->ca_file();
    return login;
  }
  static inline Dovecot* dovecot = nullptr;
};

TEST_F(Transport, SpeaksTlsStarttlsAndClearTextOnLoopback) {
  for (const std::string& url : {dovecot->imaps_url(), dovecot->starttls_url(), dovecot->insecure_url()}) {
    const auto server = connect_imap(login(url), -1);
    ASSERT_TRUE(server) << url << ": " << server.error().what;
    const auto boxes = (*server)->list_mailboxes();
    ASSERT_TRUE(boxes) << boxes.error().what;
    EXPECT_EQ(boxes->size(), 6U);
    const auto status = (*server)->examine("INBOX");
    ASSERT_TRUE(status) << status.error().what;
    const auto appended = (*server)->append_draft("Drafts", "Subject: x\r\n\r\nbody\r\n");
    EXPECT_EQ(appended.kind, AppendOutcome::Kind::appended);
    ASSERT_TRUE(appended.uid);
    const auto swept = (*server)->sweep("Drafts", Uid{0}, 10);
    ASSERT_TRUE(swept) << swept.error().what;
    ASSERT_FALSE(swept->empty());
    const auto fetched = (*server)->fetch("Drafts", {swept->back().uid}, 1000);
    ASSERT_TRUE(fetched) << fetched.error().what;
    EXPECT_EQ(fetched->at(0).bytes, "Subject: x\r\n\r\nbody\r\n");
    MailSearch search;
    search.words = {"x", "caf\xC3\xA9"};
    const auto found = (*server)->search("Drafts", search);
    ASSERT_TRUE(found) << found.error().what;
    EXPECT_EQ(found->size(), swept->size());
  }
}

}  // namespace
}  // namespace ajar::testing
