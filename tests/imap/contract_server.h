#pragma once
// The servers that one contract is tested on, each with an independent hand to look and change things behind the
// program's back. Every ContractServer is a fresh account.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "daemon/mail_server.h"

namespace ajar::testing {

struct ServerTraits {
  bool special_uses = true;
  bool uid_next = true;
  bool append_uid = true;
};

class ContractServer {
 public:
  virtual ~ContractServer() = default;
  virtual Result<std::unique_ptr<MailServer>> connect(int wake_fd = -1) = 0;
  virtual ServerTraits traits() const { return {}; }
  /// How this server names the user's mailbox: "INBOX.Drafts" on Courier.
  virtual std::string name(const std::string& plain) const { return plain; }

  // The independent hand. Names are as name() gives them; dates as IMAP writes them.
  virtual void append(const std::string& mailbox, const std::string& bytes, const std::string& date = {},
                      const std::string& flags = {}) = 0;
  virtual void remove(const std::string& mailbox, const std::vector<Uid>& uids) = 0;
  virtual void recreate(const std::string& mailbox) = 0;
  virtual void create(const std::string& mailbox) = 0;
  /// UID, flags, date and size of every message.
  virtual std::string listing(const std::string& mailbox) = 0;
};

/// "Memory", "Dovecot", "Cyrus", "Courier".
struct ServerKind {
  const char* name;
  std::string (*missing)();
  std::unique_ptr<ContractServer> (*make)();
};
const std::vector<ServerKind>& server_kinds();
inline void PrintTo(const ServerKind& kind, std::ostream* out) { *out << kind.name; }

}  // namespace ajar::testing
