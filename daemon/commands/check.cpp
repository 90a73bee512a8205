#include <cstdio>

#include "daemon/books_loader.h"
#include "daemon/commands/commands.h"
#include "daemon/mail_provider.h"
#include "daemon/output.h"
#include "daemon/settings_file.h"
#include "daemon/sign_in.h"
#include "filters/yaml_reader.h"

namespace ajar {
namespace {

/// Where `keys` lead from `from`; the deepest that is written.
Position position_of(const YamlValue* from, const std::vector<std::string_view>& keys) {
  for (const auto& key : keys)
    if (const YamlValue* next = from->find(key)) from = next;
  return from->position;
}

/// A secret that is a file, a file of authorities: there, and as they must be. Commands are not run, credentials exist
/// only below systemd.
void check_files(const AccountSettings& account, const YamlValue& written, const std::string& file, std::vector<Fault>& faults) {
  constexpr int never_woken = -1;
  if (!account.auth.oauth && account.secret.kind == SecretSource::Kind::file)
    if (auto secret = read_secret(account.secret, never_woken); !secret)
      faults.push_back({file, position_of(&written, {"secret", "file"}), secret.error().what, secret.error().hint});
  if (!account.tls_ca.empty())
    if (auto authorities = read_file(account.tls_ca); !authorities)
      faults.push_back({file, position_of(&written, {"tls_ca"}), authorities.error().what,
                        "name a PEM file, or leave tls_ca out where the server's certificate is a usual one"});
}

void check_files(const Places& places, const std::vector<AccountSettings>& accounts, std::vector<Fault>& faults) {
  auto text = read_file(places.config_file);
  if (!text) return;
  const YamlDocument document = read_yaml(*text, places.config_file);
  const YamlValue* list = document.root.find("accounts");
  for (std::size_t at = 0; list && at < list->items.size() && at < accounts.size(); ++at)
    check_files(accounts[at], list->items[at], places.config_file, faults);
}

/// The settings' faults and those of the books; thresholds come from the settings where those are sound.
std::vector<Fault> all_faults(const Places& places, std::vector<AccountSettings>& accounts) {
  std::vector<Fault> faults;
  Thresholds thresholds;
  if (auto settings = load_settings(places)) {
    thresholds = settings->thresholds;
    accounts = settings->accounts;
    check_files(places, accounts, faults);
  } else {
    faults = std::move(settings.error());
  }
  if (auto books = load_books(places, thresholds); !books)
    faults.insert(faults.end(), books.error().begin(), books.error().end());
  return faults;
}

/// How users of a known provider sign in: a word for those who wonder why their password is refused.
void print_advice(const std::vector<AccountSettings>& accounts, const Places& places) {
  for (const auto& account : accounts) {
    auto provider = find_mail_provider(domain_of(account.address), places.data_dir);
    if (provider && !provider->sign_in.empty() && !account.auth.oauth)
      std::printf("%s: %s\n", account.name.c_str(), provider->sign_in.c_str());
  }
}

}  // namespace

ExitCode check(const Invocation& invocation) {
  Places places = invocation.places();
  std::vector<AccountSettings> accounts;
  std::vector<Fault> faults = all_faults(places, accounts);
  if (!faults.empty()) return report(faults);
  if (!invocation.quiet)
    std::printf("%s: good (%zu account%s). Rules and replies: good.\n", places.config_file.c_str(), accounts.size(),
                accounts.size() == 1 ? "" : "s");
  if (!invocation.quiet) print_advice(accounts, places);
  return ExitCode::ok;
}

}  // namespace ajar
