#include "tests/imap/contract_server.h"

#include <atomic>

#include "daemon/imap_mail_server.h"
#include "tests/support/dovecot.h"
#include "tests/support/memory_mail_server.h"
#include "tests/support/other_servers.h"
#include "tests/support/plain_imap.h"

namespace ajar::testing {
namespace {

/// "25-Nov-2026 10:00:00 +0100" as an Instant.
Instant from_imap_date(std::string text) {
  for (char& c : text)
    if (c == '-' && &c < text.data() + 11) c = ' ';
  return parse_mail_date(text).value_or(Instant{});
}

class MemoryContract : public ContractServer {
 public:
  MemoryContract() {
    for (const char* use : {"Drafts", "Sent", "Archive"})
      store_->add_mailbox(use, {std::string(1, static_cast<char>(use[0] + 32)) + (use + 1)});
  }
  Result<std::unique_ptr<MailServer>> connect(int) override { return std::make_unique<MemoryMailServer>(store_); }
  void append(const std::string& mailbox, const std::string& bytes, const std::string& date,
              const std::string& flags) override {
    std::set<std::string> set;
    if (!flags.empty()) set.insert(flags);
    store_->deliver(mailbox, bytes, date.empty() ? Instant(std::chrono::seconds(1795600000)) : from_imap_date(date),
                    set);
  }
  void remove(const std::string& mailbox, const std::vector<Uid>& uids) override {
    for (const Uid uid : uids) store_->remove(mailbox, uid);
  }
  void recreate(const std::string& mailbox) override { store_->recreate(mailbox, 99); }
  void create(const std::string& mailbox) override { store_->add_mailbox(mailbox); }
  std::string listing(const std::string& mailbox) override {
    std::string text;
    for (const StoredMail& mail : store_->mails(mailbox)) {
      text += "UID " + std::to_string(mail.uid.value) + " " + std::to_string(mail.bytes.size()) + " FLAGS (";
      for (const std::string& flag : mail.flags) text += (text.back() == '(' ? "" : " ") + flag;
      text += ")\n";
    }
    return text;
  }

 private:
  std::shared_ptr<MemoryMailStore> store_ = std::make_shared<MemoryMailStore>();
};

/// A server on a loopback port, the hand being a PlainImap.
class RealContract : public ContractServer {
 public:
  RealContract(int port, ImapLogin login) : port_(port), login_(std::move(login)) {}
  Result<std::unique_ptr<MailServer>> connect(int wake_fd) override { return connect_imap(login_, wake_fd); }
  void append(const std::string& mailbox, const std::string& bytes, const std::string& date,
              const std::string& flags) override {
    hand().append(mailbox, bytes, date, flags);
  }
  void remove(const std::string& mailbox, const std::vector<Uid>& uids) override {
    hand().command("SELECT \"" + mailbox + "\"");
    for (const Uid uid : uids) hand().command("UID STORE " + std::to_string(uid.value) + " +FLAGS.SILENT (\\Deleted)");
    hand().command("EXPUNGE");
    hand().command("CLOSE");
  }
  void recreate(const std::string& mailbox) override {
    hand().command("DELETE \"" + mailbox + "\"");
    hand().command("CREATE \"" + mailbox + "\"");
  }
  void create(const std::string& mailbox) override { hand().command("CREATE \"" + mailbox + "\""); }
  std::string listing(const std::string& mailbox) override { return hand().listing(mailbox); }

 private:
  PlainImap& hand() {
    if (!hand_) hand_ = std::make_unique<PlainImap>(port_, login_.user, login_.password);
    return *hand_;
  }
  int port_;
  ImapLogin login_;
  std::unique_ptr<PlainImap> hand_;
};

std::string fresh_user() {
  static std::atomic<int> count{0};
  return "sam" + std::to_string(++count);
}

ImapLogin login_at(const std::string& url, const std::string& user, const std::string& password) {
  ImapLogin login;
  login.url = url;
  login.user = user;
  login.password = password;
  login.command_timeout = std::chrono::milliseconds(20000);
  return login;
}

std::unique_ptr<ContractServer> make_memory() { return std::make_unique<MemoryContract>(); }

std::unique_ptr<ContractServer> make_dovecot() {
  static const Dovecot dovecot;
  ImapLogin login = login_at(dovecot.imaps_url(), fresh_user(), Dovecot::password);
  login.tls_ca = dovecot.ca_file();
  return std::make_unique<RealContract>(dovecot.imap_port(), login);
}

std::unique_ptr<ContractServer> make_cyrus() {
  static const Cyrus cyrus;
  return std::make_unique<RealContract>(
      cyrus.port(), login_at("imap+insecure://127.0.0.1:" + std::to_string(cyrus.port()), fresh_user(), "any"));
}

class CourierContract : public RealContract {
 public:
  explicit CourierContract(std::unique_ptr<Courier> courier)
      : RealContract(courier->port(),
                     login_at("imap+insecure://127.0.0.1:" + std::to_string(courier->port()), "sam", "any")),
        courier_(std::move(courier)) {
    for (const char* plain : {"Drafts", "Sent", "Archive"}) create(CourierContract::name(plain));
  }
  ServerTraits traits() const override { return {.special_uses = false, .uid_next = false}; }
  std::string name(const std::string& plain) const override {
    std::string dotted = plain;
    for (char& c : dotted)
      if (c == '/') c = '.';
    return plain == "INBOX" ? plain : "INBOX." + dotted;
  }

 private:
  std::unique_ptr<Courier> courier_;
};

std::unique_ptr<ContractServer> make_courier() {
  return std::make_unique<CourierContract>(std::make_unique<Courier>());
}

}  // namespace

const std::vector<ServerKind>& server_kinds() {
  static const std::vector<ServerKind> kinds{{"Memory", [] { return std::string(); }, make_memory},
                                             {"Dovecot", Dovecot::missing, make_dovecot},
                                             {"Cyrus", [] { return fetched_servers().reason; }, make_cyrus},
                                             {"Courier", [] { return fetched_servers().reason; }, make_courier}};
  return kinds;
}

}  // namespace ajar::testing
