#include <cstdio>

#include "daemon/books_loader.h"
#include "daemon/commands/commands.h"
#include "daemon/mail_provider.h"
#include "daemon/output.h"
#include "daemon/settings_file.h"

namespace ajar {
namespace {

/// The settings' faults and those of the books; thresholds come from the settings where those are sound.
std::vector<Fault> all_faults(const Places& places, std::vector<AccountSettings>& accounts) {
  std::vector<Fault> faults;
  Thresholds thresholds;
  if (auto settings = load_settings(places)) {
    thresholds = settings->thresholds;
    accounts = settings->accounts;
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
