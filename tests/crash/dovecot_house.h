#pragma once
// A real Dovecot, one for the whole suite, with a fresh user for every scene; and an independent look into the mail.
#include <string>
#include <vector>

#include "tests/support/dovecot.h"
#include "tests/support/house.h"

namespace ajar::testing {

/// Letters of the application at Kestrel Maps with dates relative to now, so that INTERNALDATE fits them.
Letter recent(Letter letter, std::chrono::hours ago);

/// Mail that the server holds, as its files on disk tell.
struct OnDisk {
  std::vector<std::string> drafts;   ///< bytes of each
  std::vector<std::string> digests;  ///< in INBOX
};

class DovecotHouse {
 public:
  /// The user has an invitation and a rejection in INBOX and the thanks in Sent.
  explicit DovecotHouse(const std::string& user);

  static Dovecot& server();
  /// Settings: drafts are due at once.
  static Settings settings_for(const std::string& user, const std::string& url);
  /// The instant of the sweeps: a little after now, past the hour of the digest.
  static Instant now();
  /// Plans a reminder whose digest is due.
  void plan_reminder();
  OnDisk look() const;
  /// Asserts that there is one draft and, if planned, one digest.
  void expect_everything_once(const std::string& story) const;
  /// Flags, UIDs and Message-IDs of a mailbox, by doveadm; Ajar's digests left out.
  std::string fingerprint(const std::string& mailbox) const;
  /// A settings file for the program itself; the secret in a file beside it.
  std::string write_settings(const std::string& url, const std::string& more = {}) const;

  const std::string user;
  House house;

 private:
  bool reminder_planned_ = false;
};

/// The program, installed beside the English books only: it starts in a fraction of the time.
std::string ajar_program();

/// Connects as the account says, with everybody's password.
Result<std::unique_ptr<MailServer>> connect_to_dovecot(const AccountSettings& account, int wake_fd);

}  // namespace ajar::testing
