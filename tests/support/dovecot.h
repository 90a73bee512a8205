#pragma once
// A private Dovecot on high loopback ports with TLS, throw-away certificates and mail in a temporary directory. Runs
// as the user of the test; as root it runs as nobody. Gone with the object.
#include <memory>
#include <string>
#include <vector>

#include "tests/support/certificates.h"
#include "tests/support/scratch.h"

namespace ajar::testing {

class Dovecot {
 public:
  struct Options {
    std::string extra;              ///< more lines of dovecot.conf
    std::string folders = "usual";  ///< "usual": Drafts, Sent, Archive, Junk, Trash with special uses; "none"
    bool bad_certificates = false;  ///< 127.0.0.2 to .5 show wrong_host, expired, self_signed, untrusted
  };

  /// Why no Dovecot can be started here; empty if one can.
  static std::string missing();
  /// Throws std::runtime_error if it does not come up.
  Dovecot();
  explicit Dovecot(const Options& options);
  ~Dovecot();
  Dovecot(const Dovecot&) = delete;
  Dovecot& operator=(const Dovecot&) = delete;

  /// Any user exists; this is everybody's password.
  static constexpr const char* user = "sam@example.org";
  static constexpr const char* password = "knock-knock";

  int imap_port() const { return imap_port_; }
  int imaps_port() const { return imaps_port_; }
  std::string imaps_url(const std::string& host = "localhost") const;
  std::string starttls_url(const std::string& host = "localhost") const;
  std::string insecure_url() const;
  const std::string& ca_file() const { return certificates_.ca; }
  std::string config_file() const { return scratch_ / "dovecot.conf"; }
  /// Maildir of a user's INBOX.
  std::string maildir(const std::string& of = user) const;
  std::string log() const { return read_file(scratch_ / "dovecot.log"); }
  pid_t pid() const { return process_->pid(); }

  /// doveadm with this server's configuration, e.g. {"save", "-u", Dovecot::user, "-m", "INBOX"}.
  RunResult doveadm(std::vector<std::string> words, const std::string& input = {}) const;
  /// Files a mail by doveadm: an independent hand. The mailbox must exist.
  void deliver(const std::string& mailbox, const std::string& bytes, const std::string& of = user) const;
  /// Stops and starts again with the same mail.
  void stop();
  void start();

 private:
  void write_config(const Options& options);

  ScratchDirectory scratch_;
  Certificates certificates_;
  Options options_;
  int imap_port_ = 0, imaps_port_ = 0;
  std::unique_ptr<Process> process_;
};

}  // namespace ajar::testing
