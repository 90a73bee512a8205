#include "daemon/mailbox_roles.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "filters/charset.h"

namespace ajar {
namespace {

// What servers and clients call these mailboxes (lower case, NFC), the most usual first.
constexpr std::array<std::string_view, 14> kDrafts{
    "drafts",    "draft",    "entwürfe", "entwurf",           "brouillons",  "borradores", "rascunhos",
    "bozze",     "concepten", "kladder", "utkast",            "luonnokset", "wersje robocze", "koncepty"};
constexpr std::array<std::string_view, 22> kSent{
    "sent",          "sent messages",        "sent items",          "sent mail",         "sent-mail",
    "gesendet",      "gesendete objekte",    "gesendete elemente",  "gesendete nachrichten", "envoyés",
    "messages envoyés", "éléments envoyés",  "courrier envoyé",     "enviados",          "elementos enviados",
    "mensajes enviados", "e-mails enviados", "posta inviata",       "inviati",           "verzonden",
    "verzonden items",  "verzonden berichten"};
constexpr std::array<std::string_view, 12> kArchive{"archive", "archives", "archiv",  "archivo", "arquivo",    "archivio",
                                                    "archief", "archiviert", "all mail", "alle nachrichten", "tous les messages",
                                                    "todos"};

bool same_name(std::string_view a, std::string_view b) {
  const bool inbox = a.size() == 5 && b.size() == 5 && fold_case(a) == "inbox";
  return inbox ? fold_case(b) == "inbox" : a == b;
}

/// The name without the place where servers keep everything: "INBOX." or "[Gmail]/".
std::string_view bare_name(const MailboxInfo& mailbox) {
  std::string_view name = mailbox.name;
  if (mailbox.delimiter == 0) return name;
  for (const std::string_view root : {"INBOX", "[Gmail]", "[Google Mail]"}) {
    if (name.size() > root.size() && name.substr(0, root.size()) == root && name[root.size()] == mailbox.delimiter)
      return name.substr(root.size() + 1);
  }
  return name;
}

template <std::size_t N>
std::string find_role(const std::vector<MailboxInfo>& mailboxes, const std::string& setting, const std::string& use,
                      const std::array<std::string_view, N>& known_names) {
  if (setting != "auto" && !setting.empty()) {
    for (const MailboxInfo& mailbox : mailboxes) {
      if (mailbox.selectable && same_name(mailbox.name, setting)) return mailbox.name;
    }
    return {};
  }
  for (const MailboxInfo& mailbox : mailboxes) {
    if (mailbox.selectable && mailbox.uses.count(use) > 0) return mailbox.name;
  }
  for (const std::string_view name : known_names) {
    for (const MailboxInfo& mailbox : mailboxes) {
      if (mailbox.selectable && fold_case(bare_name(mailbox)) == name) return mailbox.name;
    }
  }
  return {};
}

/// Where a new Drafts may go: beside the others, which on some servers is below INBOX.
std::vector<std::string> names_to_create(const std::vector<MailboxInfo>& mailboxes, const std::string& setting) {
  if (setting != "auto" && !setting.empty()) return {};
  char delimiter = '.';
  for (const MailboxInfo& mailbox : mailboxes) {
    if (mailbox.delimiter != 0) delimiter = mailbox.delimiter;
  }
  const std::string below = std::string("INBOX") + delimiter + "Drafts";
  const bool all_below = mailboxes.size() > 1 && std::all_of(mailboxes.begin(), mailboxes.end(), [&](const auto& box) {
    return same_name(box.name, "INBOX") || box.name.rfind(std::string("INBOX") + delimiter, 0) == 0;
  });
  if (all_below) return {below, "Drafts"};
  return {"Drafts", below};
}

bool has_own_use(const MailboxInfo& mailbox) {
  for (const char* use : {"drafts", "sent", "junk", "trash", "all"}) {
    if (mailbox.uses.count(use) > 0) return true;
  }
  return false;
}

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

}  // namespace

bool matches_glob(std::string_view glob, std::string_view name) {
  if (same_name(glob, name)) return true;
  std::size_t g = 0, n = 0, star = std::string_view::npos, retry = 0;
  while (n < name.size()) {
    if (g < glob.size() && (glob[g] == '?' || glob[g] == name[n]) && glob[g] != '*') {
      ++g;
      ++n;
    } else if (g < glob.size() && glob[g] == '*') {
      star = g++;
      retry = n;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      n = ++retry;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*') ++g;
  return g == glob.size();
}

MailboxRoles assign_roles(const std::vector<MailboxInfo>& mailboxes, const AccountSettings& account) {
  MailboxRoles roles;
  roles.drafts = find_role(mailboxes, account.drafts, "drafts", kDrafts);
  roles.sent = find_role(mailboxes, account.sent, "sent", kSent);
  if (roles.drafts.empty()) roles.drafts_to_create = names_to_create(mailboxes, account.drafts);
  for (const std::string* setting : {&account.drafts, &account.sent}) {
    const std::string& found = setting == &account.drafts ? roles.drafts : roles.sent;
    if (found.empty() && *setting != "auto" && !setting->empty()) roles.unknown.push_back(*setting);
  }
  for (const std::string& glob : account.watch) {
    bool found = false;
    for (const MailboxInfo& mailbox : mailboxes) {
      if (!mailbox.selectable || !matches_glob(glob, mailbox.name)) continue;
      found = true;
      const bool by_name = same_name(glob, mailbox.name);
      const bool other_role = mailbox.name == roles.drafts || mailbox.name == roles.sent || has_own_use(mailbox);
      if (by_name || !other_role) add_once(roles.watched, mailbox.name);
    }
    if (!found) roles.unknown.push_back(glob);
  }
  for (const char* use : {"archive", "all"}) {
    for (const MailboxInfo& mailbox : mailboxes) {
      if (mailbox.selectable && mailbox.uses.count(use) > 0) add_once(roles.elsewhere, mailbox.name);
    }
  }
  if (roles.elsewhere.empty()) {
    if (const std::string archive = find_role(mailboxes, "auto", "archive", kArchive); !archive.empty())
      roles.elsewhere.push_back(archive);
  }
  const auto taken = [&](const std::string& name) {
    return name == roles.sent || name == roles.drafts ||
           std::find(roles.watched.begin(), roles.watched.end(), name) != roles.watched.end();
  };
  roles.elsewhere.erase(std::remove_if(roles.elsewhere.begin(), roles.elsewhere.end(), taken), roles.elsewhere.end());
  return roles;
}

}  // namespace ajar
