#include "tests/support/dovecot.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

namespace ajar::testing {
namespace {

/// Who the server runs as: mail may not be read by root.
const passwd& server_user() {
  const passwd* entry = ::getuid() == 0 ? ::getpwnam("nobody") : ::getpwuid(::getuid());
  if (entry == nullptr) throw std::runtime_error("no user to run Dovecot as");
  return *entry;
}

constexpr const char* usual_folders = R"(
  mailbox Drafts {
    auto = subscribe
    special_use = \Drafts
  }
  mailbox Sent {
    auto = subscribe
    special_use = \Sent
  }
  mailbox Archive {
    auto = create
    special_use = \Archive
  }
  mailbox Junk {
    auto = create
    special_use = \Junk
  }
  mailbox Trash {
    auto = create
    special_use = \Trash
  }
)";

std::string local_block(const char* address, const std::string& certificate) {
  return std::string("local ") + address + " {\n  ssl_cert = <" + certificate + "\n  ssl_key = <" +
         key_of(certificate) + "\n}\n";
}

}  // namespace

std::string Dovecot::missing() {
  if (!has_program("dovecot")) return "dovecot is not installed (package dovecot-imapd)";
  if (!has_program("openssl")) return "openssl is not installed";
  return "";
}

Dovecot::Dovecot() : Dovecot(Options{}) {}

Dovecot::Dovecot(const Options& options) : options_(options) {
  if (const std::string reason = missing(); !reason.empty()) throw std::runtime_error(reason);
  certificates_ = make_certificates(scratch_.path());
  std::filesystem::create_directory(scratch_ / "mail");
  if (::getuid() == 0) {
    const passwd& who = server_user();
    if (::chown((scratch_ / "mail").c_str(), who.pw_uid, who.pw_gid) != 0) throw std::runtime_error("chown");
  }
  ::chmod(scratch_.path().c_str(), 0755);
  start();
}

Dovecot::~Dovecot() {
  if (process_) process_->kill();  // an orderly stop takes a second
}

void Dovecot::write_config(const Options& options) {
  const passwd& who = server_user();
  const std::string user_name = who.pw_name;
  const std::string ids = "uid=" + std::to_string(who.pw_uid) + " gid=" + std::to_string(who.pw_gid);
  const group* group_entry = ::getgrgid(who.pw_gid);
  if (group_entry == nullptr) throw std::runtime_error("no group to run Dovecot as");
  std::string text =
      "base_dir = " + (scratch_ / "run") + "\nstate_dir = " + (scratch_ / "state") +
      "\nlog_path = " + (scratch_ / "dovecot.log") + "\nauth_verbose = yes\nprotocols = imap\n" +
      "default_internal_user = " + user_name + "\ndefault_login_user = " + user_name +
      "\ndefault_internal_group = " + group_entry->gr_name + "\nfirst_valid_uid = 1\n" +
      "first_valid_gid = 1\ndefault_vsz_limit = 0\nmail_fsync = never\nmail_max_userip_connections = 100\n" +
      "disable_plaintext_auth = yes\nauth_failure_delay = 0\nauth_mechanisms = plain login\n" +
      "ssl = yes\nssl_cert = <" + certificates_.good + "\nssl_key = <" + key_of(certificates_.good) +
      "\nlisten = 127.0.0.1, ::1" +
      (options.bad_certificates ? ", 127.0.0.2, 127.0.0.3, 127.0.0.4, 127.0.0.5\n" : "\n") +
      "passdb {\n  driver = static\n  args = password=" + password + "\n}\n" +
      "userdb {\n  driver = static\n  args = " + ids + " home=" + (scratch_ / "mail") + "/%u\n}\n" +
      "mail_location = maildir:~/Maildir\nnamespace inbox {\n  inbox = yes\n  separator = /\n" +
      (options.folders == "usual" ? usual_folders : "") + "}\n" +
      "service imap-login {\n  chroot =\n  process_min_avail = 1\n  service_count = 0\n" +
      "  inet_listener imap {\n    port = " + std::to_string(imap_port_) + "\n  }\n" +
      "  inet_listener imaps {\n    port = " + std::to_string(imaps_port_) + "\n    ssl = yes\n  }\n}\n" +
      "service anvil {\n  chroot =\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}\nservice stats {\n  "
      "chroot =\n}\n";
  if (options.bad_certificates)
    text += local_block("127.0.0.2", certificates_.wrong_host) + local_block("127.0.0.3", certificates_.expired) +
            local_block("127.0.0.4", certificates_.self_signed) + local_block("127.0.0.5", certificates_.untrusted);
  write_file(config_file(), text + options.extra + "\n");
}

/// A server that starts again keeps its ports: its clients come back to them.
void Dovecot::start() {
  const bool again = imap_port_ != 0;
  for (int attempt = 0; attempt < 5; ++attempt) {
    if (again) {
      wait_until([&] { return !can_connect(imap_port_) && !can_connect(imaps_port_); });
    } else {
      imap_port_ = free_port();
      imaps_port_ = free_port();
    }
    write_config(options_);
    process_ = std::make_unique<Process>(std::vector<std::string>{"dovecot", "-F", "-c", config_file()},
                                         scratch_ / "output.log");
    const auto up = [&] { return !process_->running() || (can_connect(imap_port_) && can_connect(imaps_port_)); };
    if (wait_until(up) && process_->running()) return;
    process_.reset();
  }
  throw std::runtime_error("Dovecot does not start: " + read_file(scratch_ / "output.log") + log());
}

void Dovecot::stop() { process_.reset(); }

std::string Dovecot::imaps_url(const std::string& host) const {
  return "imaps://" + host + ":" + std::to_string(imaps_port_);
}
std::string Dovecot::starttls_url(const std::string& host) const {
  return "imap://" + host + ":" + std::to_string(imap_port_);
}
std::string Dovecot::insecure_url() const { return "imap+insecure://127.0.0.1:" + std::to_string(imap_port_); }

std::string Dovecot::maildir(const std::string& of) const { return (scratch_ / "mail") + "/" + of + "/Maildir"; }

RunResult Dovecot::doveadm(std::vector<std::string> words, const std::string& input) const {
  words.insert(words.begin(), {"doveadm", "-c", config_file()});
  return run_program(words, {}, input);
}

void Dovecot::deliver(const std::string& mailbox, const std::string& bytes, const std::string& of) const {
  const RunResult saved = doveadm({"save", "-u", of, "-m", mailbox}, bytes);
  if (saved.status != 0) throw std::runtime_error("doveadm save: " + saved.output);
}

}  // namespace ajar::testing
