#pragma once
// Which mailbox is Drafts, which is Sent, where older mail may be, and which are watched.
#include <string>
#include <vector>

#include "daemon/mail_server.h"
#include "daemon/settings.h"

namespace ajar {

struct MailboxRoles {
  std::vector<std::string> watched;
  std::string drafts;                        ///< empty: the server has none
  std::vector<std::string> drafts_to_create; ///< names to try when there is none
  std::string sent;                          ///< empty: the server has none
  std::vector<std::string> elsewhere;        ///< Archive and All: where earlier mail may be, beside the ones above
  std::vector<std::string> unknown;          ///< names in the settings that match no mailbox
};

/// A name in the settings beats SPECIAL-USE (RFC 6154), which beats the known names in all languages.
MailboxRoles assign_roles(const std::vector<MailboxInfo>& mailboxes, const AccountSettings& account);

/// Shell patterns with * and ?, also across the delimiter; INBOX without regard to case (RFC 3501 5.1).
bool matches_glob(std::string_view glob, std::string_view name);

}  // namespace ajar
