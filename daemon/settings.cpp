#include "daemon/settings.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "daemon/mail_provider.h"
#include "daemon/places.h"
#include "daemon/server_address.h"
#include "daemon/setting_values.h"

namespace ajar {
namespace {

/// One key of a mapping: its name and what it sets.
template <class Target>
struct Key {
  std::string_view name;
  void (*read)(SettingValues& values, const YamlValue& value, Target& target);
};

template <class Value, class Field>
void set(Field& field, const std::optional<Value>& value) {
  if (value) field = *value;
}

const std::vector<std::string> languages{"en", "de", "fr", "es", "pt", "it", "nl"};

// --- secrets and sign-in -------------------------------------------------------------------------------------------

constexpr Key<SecretSource> secret_keys[] = {
    {"command",
     [](SettingValues& values, const YamlValue& value, SecretSource& secret) {
       secret.kind = SecretSource::Kind::command;
       secret.command = values.texts(value, "command");
       if (value.kind == YamlValue::Kind::scalar && value.scalar.find(' ') != std::string::npos)
         values.fault(value.position, "'command' is run without a shell: each word is an entry of a list",
                      "write it as a list: [pass, show, mail]");
       if (secret.command.empty()) values.fault(value.position, "'command' is empty", "write it as a list: [pass, show, mail]");
     }},
    {"file",
     [](SettingValues& values, const YamlValue& value, SecretSource& secret) {
       secret.kind = SecretSource::Kind::file;
       set(secret.value, values.path(value, "file"));
     }},
    {"credential",
     [](SettingValues& values, const YamlValue& value, SecretSource& secret) {
       secret.kind = SecretSource::Kind::credential;
       set(secret.value, values.text(value, "credential"));
     }},
};

void read_secret(SettingValues& values, const YamlValue& value, SecretSource& secret) {
  if (value.kind == YamlValue::Kind::scalar)
    return values.fault(value.position, "a secret never stands in the settings themselves",
                        "write secret: {file: PATH}, {command: [pass, show, mail]} or {credential: NAME}");
  values.mapping(value, "secret", secret_keys, secret);
  if (value.kind == YamlValue::Kind::mapping && value.entries.empty())
    values.fault(value.position, "this secret has no source", "write {file: PATH}, {command: [pass, show, mail]} or {credential: NAME}");
  if (value.entries.size() > 1)
    values.fault(value.position, "a secret has one source, not " + std::to_string(value.entries.size()),
                 "keep one of command, file and credential");
}

constexpr Key<AuthSettings> oauth_keys[] = {
    {"client_id", [](auto& values, auto& value, auto& auth) { set(auth.client_id, values.text(value, "client_id")); }},
    {"client_secret", [](auto& values, auto& value, auto& auth) { read_secret(values, value, auth.client_secret); }},
    {"refresh_token", [](auto& values, auto& value, auto& auth) { read_secret(values, value, auth.refresh_token); }},
    {"token_url", [](auto& values, auto& value, auto& auth) { set(auth.token_url, values.text(value, "token_url")); }},
    {"device_url", [](auto& values, auto& value, auto& auth) { set(auth.device_url, values.text(value, "device_url")); }},
    {"scope", [](auto& values, auto& value, auto& auth) { set(auth.scope, values.text(value, "scope")); }},
    {"provider",
     [](auto& values, auto& value, auto& auth) {
       set(auth.provider, values.choice(value, "provider", {"google", "microsoft", "custom"}));
     }},
};

void read_oauth(SettingValues& values, const YamlValue& value, AuthSettings& auth) {
  auth.oauth = true;
  auth.provider = "custom";
  if (value.kind == YamlValue::Kind::scalar)
    set(auth.provider, values.choice(value, "oauth", {"google", "microsoft"}));
  else
    values.mapping(value, "oauth", oauth_keys, auth);
}

/// {oauth: microsoft, client_id: ...} and {oauth: {provider: microsoft, client_id: ...}} are the same.
void read_auth(SettingValues& values, const YamlValue& value, AuthSettings& auth) {
  if (value.kind == YamlValue::Kind::scalar) {
    values.choice(value, "auth", {"password"});
    return;
  }
  std::vector<Key<AuthSettings>> keys{{"oauth", read_oauth}};
  keys.insert(keys.end(), std::begin(oauth_keys), std::end(oauth_keys));
  values.mapping(value, "auth", keys, auth);
  if (value.kind != YamlValue::Kind::mapping) return;
  if (!auth.oauth) return values.fault(value.position, "'auth' has no 'oauth'", "write auth: password or auth: {oauth: microsoft, ...}");
  if (auth.client_id.empty()) values.fault(value.position, "'oauth' needs a 'client_id'", "see OAUTH in man ajar.yaml");
  if (auth.refresh_token.kind == SecretSource::Kind::none)
    values.fault(value.position, "'oauth' needs a 'refresh_token'",
                 "add refresh_token: {file: ~/.config/ajar/token} and run ajar sign-in");
}

// --- accounts ------------------------------------------------------------------------------------------------------

void read_imap(SettingValues& values, const YamlValue& value, AccountSettings& account) {
  auto url = values.text(value, "imap");
  if (!url) return;
  account.imap = *url;
  if (auto address = mail_address(*url); !address) values.fault(value.position, address.error().what, address.error().hint);
}

void read_signature(SettingValues& values, const YamlValue& value, AccountSettings& account) {
  if (value.kind != YamlValue::Kind::mapping) return set(account.signature, values.text(value, "signature"));
  constexpr Key<std::string> keys[] = {
      {"file", [](auto& v, auto& path_value, auto& path) { set(path, v.path(path_value, "file")); }}};
  std::string path;
  values.mapping(value, "signature", keys, path);
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (file && content << file.rdbuf())
    account.signature = content.str();
  else
    values.fault(value.position, "the signature file " + path + " cannot be read", "write the text itself, or mend the path");
}

constexpr Key<AccountSettings> account_keys[] = {
    {"name", [](auto& values, auto& value, auto& account) { set(account.name, values.text(value, "name")); }},
    {"address", [](auto& values, auto& value, auto& account) { set(account.address, values.address(value, "address")); }},
    {"aliases",
     [](SettingValues& values, const YamlValue& value, AccountSettings& account) {
       for (const auto* item : values.scalars(value, "aliases"))
         if (auto alias = values.address(*item, "aliases")) account.aliases.push_back(*alias);
     }},
    {"display_name",
     [](auto& values, auto& value, auto& account) { set(account.display_name, values.text(value, "display_name")); }},
    {"imap", read_imap},
    {"user", [](auto& values, auto& value, auto& account) { set(account.user, values.text(value, "user")); }},
    {"secret", [](auto& values, auto& value, auto& account) { read_secret(values, value, account.secret); }},
    {"auth", [](auto& values, auto& value, auto& account) { read_auth(values, value, account.auth); }},
    {"tls_ca", [](auto& values, auto& value, auto& account) { set(account.tls_ca, values.path(value, "tls_ca")); }},
    {"watch",
     [](SettingValues& values, const YamlValue& value, AccountSettings& account) {
       account.watch = values.texts(value, "watch");
       if (account.watch.empty()) values.fault(value.position, "'watch' names no mailbox", "write [INBOX]");
     }},
    {"drafts", [](auto& values, auto& value, auto& account) { set(account.drafts, values.text(value, "drafts")); }},
    {"sent", [](auto& values, auto& value, auto& account) { set(account.sent, values.text(value, "sent")); }},
    {"language",
     [](auto& values, auto& value, auto& account) { set(account.language, values.choice(value, "language", languages)); }},
    {"gender",
     [](SettingValues& values, const YamlValue& value, AccountSettings& account) {
       auto word = values.choice(value, "gender", {"unspecified", "female", "male"});
       if (word == "female") account.gender = Gender::female;
       if (word == "male") account.gender = Gender::male;
     }},
    {"signature", read_signature},
    {"time_zone",
     [](auto& values, auto& value, auto& account) { set(account.time_zone, values.time_zone(value, "time_zone")); }},
    {"look_back",
     [](auto& values, auto& value, auto& account) { set(account.look_back, values.span(value, "look_back")); }},
};

/// "gmail.com has imaps://imap.gmail.com:993", where Ajar knows the provider.
std::string server_hint(const AccountSettings& account) {
  std::string domain(domain_of(account.address));
  auto provider = find_mail_provider(domain, find_places("", "").data_dir);
  return provider ? "for " + domain + " add imap: " + provider->imap : "add imap: imaps://SERVER:993";
}

void read_account(SettingValues& values, const YamlValue& value, Settings& settings) {
  AccountSettings account;
  values.mapping(value, "accounts", account_keys, account);
  auto lacks = [&](const char* key) {
    const YamlValue* written = value.find(key);
    return value.kind == YamlValue::Kind::mapping && (!written || written->kind == YamlValue::Kind::null);
  };
  if (lacks("address")) values.fault(value.position, "this account has no 'address'", "add address: you@example.org");
  if (lacks("imap")) values.fault(value.position, "this account has no 'imap'", server_hint(account));
  if (!account.auth.oauth && lacks("secret"))
    values.fault(value.position, "this account has no 'secret'", "add secret: {file: PATH} or {command: [pass, show, mail]}");
  if (account.name.empty()) account.name = account.address;
  if (account.user.empty()) account.user = account.address;
  bool taken = std::any_of(settings.accounts.begin(), settings.accounts.end(),
                           [&](const AccountSettings& other) { return other.name == account.name; });
  if (taken && !account.name.empty())
    values.fault(value.position, "two accounts are named '" + account.name + "'", "give each account its own 'name'");
  settings.accounts.push_back(std::move(account));
}

void read_accounts(SettingValues& values, const YamlValue& value, Settings& settings) {
  if (value.kind != YamlValue::Kind::sequence)
    return values.fault(value.position, "'accounts' must be a list", "begin each account with a dash: - name: personal");
  for (const auto& item : value.items) read_account(values, item, settings);
}

// --- reply, reminders and channels ---------------------------------------------------------------------------------

constexpr Key<ReplyPolicy> reply_keys[] = {
    {"file", [](auto& values, auto& value, auto& reply) { set(reply.file, values.on_off(value, "file")); }},
    {"wait", [](auto& values, auto& value, auto& reply) { set(reply.wait, values.span(value, "wait")); }},
    {"window",
     [](SettingValues& values, const YamlValue& value, ReplyPolicy& reply) {
       if (auto window = values.window(value, "window")) std::tie(reply.window_begin, reply.window_end) = *window;
     }},
    {"days", [](auto& values, auto& value, auto& reply) { set(reply.days, values.weekdays(value, "days")); }},
    {"time_zone", [](auto& values, auto& value, auto& reply) { set(reply.time_zone, values.time_zone(value, "time_zone")); }},
    {"country", [](auto& values, auto& value, auto& reply) { set(reply.country, values.text(value, "country")); }},
    {"also_notes", [](auto& values, auto& value, auto& reply) { set(reply.also_notes, values.on_off(value, "also_notes")); }},
    {"daily_cap",
     [](auto& values, auto& value, auto& reply) { set(reply.daily_cap, values.whole_number(value, "daily_cap", 0, 1000)); }},
};

constexpr Key<Settings> reminder_keys[] = {
    {"account", [](auto& values, auto& value, auto& s) { set(s.reminder_account, values.text(value, "account")); }},
    {"mailbox", [](auto& values, auto& value, auto& s) { set(s.reminder_mailbox, values.text(value, "mailbox")); }},
    {"deliver",
     [](SettingValues& values, const YamlValue& value, Settings& s) {
       s.deliver.clear();
       for (const auto* item : values.scalars(value, "deliver"))
         if (auto channel = values.choice(*item, "deliver", {"mailbox", "ics", "caldav"})) s.deliver.push_back(*channel);
     }},
    {"time", [](auto& values, auto& value, auto& s) { set(s.reminders.time, values.minute_of_day(value, "time")); }},
    {"quiet_weeks", [](auto& values, auto& value, auto& s) { s.reminders.quiet = values.weeks(value, "quiet_weeks"); }},
    {"linkedin_limit",
     [](auto& values, auto& value, auto& s) {
       set(s.reminders.linkedin_limit, values.whole_number(value, "linkedin_limit", 50, 2000));
     }},
};

constexpr Key<CaldavSettings> caldav_keys[] = {
    {"url", [](auto& values, auto& value, auto& caldav) { set(caldav.url, values.text(value, "url")); }},
    {"user", [](auto& values, auto& value, auto& caldav) { set(caldav.user, values.text(value, "user")); }},
    {"secret",
     [](SettingValues& values, const YamlValue& value, CaldavSettings& caldav) {
       if (value.kind != YamlValue::Kind::null) read_secret(values, value, caldav.secret);
     }},
    {"tls_ca", [](auto& values, auto& value, auto& caldav) { set(caldav.tls_ca, values.path(value, "tls_ca")); }},
};

constexpr Key<Settings> ics_keys[] = {
    {"dir", [](auto& values, auto& value, auto& s) { set(s.ics_dir, values.path(value, "dir")); }},
    {"feed", [](auto& values, auto& value, auto& s) { set(s.ics_feed, values.path(value, "feed")); }},
};

constexpr Key<Settings> rules_keys[] = {
    {"draft_at", [](auto& values, auto& value, auto& s) { set(s.thresholds.draft, values.number(value, "draft_at", 0, 100)); }},
    {"review_at", [](auto& values, auto& value, auto& s) { set(s.thresholds.review, values.number(value, "review_at", 0, 100)); }},
};

constexpr Key<Settings> log_keys[] = {
    {"level",
     [](auto& values, auto& value, auto& s) {
       set(s.log_level, values.choice(value, "level", {"error", "warning", "info", "debug"}));
     }},
};

constexpr Key<Settings> top_keys[] = {
    {"version",
     [](SettingValues& values, const YamlValue& value, Settings&) {
       if (values.text(value, "version") != "1")
         values.fault(value.position, "this Ajar reads version 1 of the settings", "write version: 1");
     }},
    {"accounts", read_accounts},
    {"reply", [](auto& values, auto& value, auto& s) { values.mapping(value, "reply", reply_keys, s.reply); }},
    {"reminders", [](auto& values, auto& value, auto& s) { values.mapping(value, "reminders", reminder_keys, s); }},
    {"caldav", [](auto& values, auto& value, auto& s) { values.mapping(value, "caldav", caldav_keys, s.caldav); }},
    {"ics", [](auto& values, auto& value, auto& s) { values.mapping(value, "ics", ics_keys, s); }},
    {"rules", [](auto& values, auto& value, auto& s) { values.mapping(value, "rules", rules_keys, s); }},
    {"log", [](auto& values, auto& value, auto& s) { values.mapping(value, "log", log_keys, s); }},
    {"poll_every",
     [](SettingValues& values, const YamlValue& value, Settings& s) {
       auto span = values.span(value, "poll_every");
       if (!span) return;
       if (span->months != 0 || span->seconds < std::chrono::seconds(10) || span->seconds > std::chrono::hours(24))
         return values.fault(value.position, "'poll_every' must be between 10s and 24h");
       s.poll_every = span->seconds;
     }},
};

// --- what only the whole can tell ----------------------------------------------------------------------------------

/// Where 'key' of the mapping 'section' stands; the section or the document where it is not written.
Position place_of(const YamlValue& root, std::string_view section, std::string_view key) {
  const YamlValue* mapping = root.find(section);
  const YamlValue* value = mapping ? mapping->find(key) : nullptr;
  return value ? value->position : mapping ? mapping->position : root.position;
}

void check_reminders(SettingValues& values, const YamlValue& root, Settings& settings) {
  std::vector<std::string> names;
  for (const auto& account : settings.accounts) names.push_back(account.name);
  if (settings.reminder_account.empty() && !names.empty()) settings.reminder_account = names.front();
  if (std::find(names.begin(), names.end(), settings.reminder_account) == names.end() && !names.empty()) {
    std::string nearest = nearest_name(settings.reminder_account, names);
    values.fault(place_of(root, "reminders", "account"), "no account is named '" + settings.reminder_account + "'",
                 nearest.empty() ? "give the 'name' of one of the accounts" : "did you mean '" + nearest + "'?");
  }
  auto delivers = [&](std::string_view channel) {
    return std::find(settings.deliver.begin(), settings.deliver.end(), channel) != settings.deliver.end();
  };
  if (delivers("caldav") && settings.caldav.url.empty())
    values.fault(place_of(root, "reminders", "deliver"), "reminders go to caldav, but 'caldav' has no 'url'",
                 "add caldav: {url: https://..., user: ..., secret: {file: PATH}}");
  if (delivers("ics") && settings.ics_dir.empty() && settings.ics_feed.empty())
    values.fault(place_of(root, "reminders", "deliver"), "reminders go to ics, but 'ics' has neither 'dir' nor 'feed'",
                 "add ics: {dir: PATH} or {feed: PATH}");
}

void check_whole(SettingValues& values, const YamlValue& root, Settings& settings) {
  if (!root.find("accounts"))
    values.fault(root.position, "there are no 'accounts'", "add at least one account with address, imap and secret");
  else if (settings.accounts.empty() && root.find("accounts")->kind == YamlValue::Kind::sequence)
    values.fault(root.find("accounts")->position, "'accounts' is empty", "add one with address, imap and secret");
  if (settings.thresholds.review > settings.thresholds.draft)
    values.fault(place_of(root, "rules", "review_at"), "'review_at' is above 'draft_at'",
                 "a mail is asked about before it is answered: keep review_at <= draft_at");
  check_reminders(values, root, settings);
}

void fill_time_zones(Settings& settings) {
  for (auto& account : settings.accounts)
    if (account.time_zone.empty()) account.time_zone = settings.reply.time_zone;
}

}  // namespace

tl::expected<Settings, std::vector<Fault>> read_settings(std::string_view text, std::string_view file_name) {
  YamlDocument document = read_yaml(text, file_name);
  std::vector<Fault> faults = std::move(document.faults);
  Settings settings;
  settings.reply.time_zone = system_time_zone();
  if (faults.empty() || document.root.kind == YamlValue::Kind::mapping) {
    SettingValues values(file_name, faults);
    if (document.root.kind == YamlValue::Kind::null)
      values.fault({1, 1}, "the settings are empty", "start from the commented ajar.yaml that Ajar ships");
    values.mapping(document.root, "ajar.yaml", top_keys, settings);
    if (document.root.kind == YamlValue::Kind::mapping) check_whole(values, document.root, settings);
  }
  if (!faults.empty()) {
    std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) {
      return std::pair(a.position.line, a.position.column) < std::pair(b.position.line, b.position.column);
    });
    return tl::unexpected(std::move(faults));
  }
  fill_time_zones(settings);
  return settings;
}

Candidate candidate_of(const AccountSettings& account, const Settings& settings) {
  Candidate candidate;
  candidate.account = account.name;
  candidate.self = {account.display_name, account.address};
  candidate.aliases = account.aliases;
  candidate.language = account.language;
  candidate.gender = account.gender;
  candidate.signature = account.signature;
  candidate.country = settings.reply.country;
  candidate.time_zone = account.time_zone.empty() ? settings.reply.time_zone : account.time_zone;
  return candidate;
}

}  // namespace ajar
