#pragma once
// ajar.yaml as contracts.md fixes it: read, checked, every fault with its place.
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "filters/candidate.h"
#include "filters/rules.h"
#include "filters/yaml_reader.h"

namespace ajar {

/// How to get a password: a command's first output line, a file (0600 or stricter), or a systemd credential.
struct SecretSource {
  enum class Kind { none, command, file, credential } kind = Kind::none;
  std::vector<std::string> command;
  std::string value;  ///< path or credential name
  bool operator==(const SecretSource&) const = default;
};

/// auth: password | {oauth: google|microsoft|{...}}
struct AuthSettings {
  bool oauth = false;
  std::string provider;       ///< google | microsoft | custom
  std::string client_id, token_url, device_url, scope;
  SecretSource client_secret, refresh_token;
  bool operator==(const AuthSettings&) const = default;
};

struct AccountSettings {
  std::string name;
  std::string address;
  std::vector<std::string> aliases;
  std::string display_name;
  std::string imap;
  std::string user;
  SecretSource secret;
  AuthSettings auth;
  std::string tls_ca;
  std::vector<std::string> watch{"INBOX"};
  std::string drafts = "auto";
  std::string sent = "auto";
  std::string language = "en";
  Gender gender = Gender::unspecified;
  std::string signature;
  std::string time_zone;
  Span look_back{std::chrono::hours(24 * 14), 0};
  bool operator==(const AccountSettings&) const = default;
};

struct CaldavSettings {
  std::string url, user, tls_ca;
  SecretSource secret;
};

struct Settings {
  std::vector<AccountSettings> accounts;
  ReplyPolicy reply;
  ReminderPolicy reminders;
  std::string reminder_account;
  std::string reminder_mailbox = "INBOX";
  std::vector<std::string> deliver{"mailbox"};
  CaldavSettings caldav;
  std::string ics_dir, ics_feed;
  Thresholds thresholds;
  std::string log_level = "info";
  std::chrono::seconds poll_every{300};
};

/// Either settings, or every fault found. A `signature: {file: PATH}` is read here; relative paths are relative to the
/// directory of `file_name`. Time zones that are not given are the machine's.
tl::expected<Settings, std::vector<Fault>> read_settings(std::string_view text, std::string_view file_name);

/// The Candidate of an account.
Candidate candidate_of(const AccountSettings& account, const Settings& settings);

}  // namespace ajar
