#include <cstdio>

#include "daemon/books_loader.h"
#include "daemon/commands/commands.h"
#include "daemon/output.h"
#include "daemon/settings_file.h"

namespace ajar {
namespace {

/// The settings' faults and those of the books; thresholds come from the settings where those are sound.
std::vector<Fault> all_faults(const Places& places, std::size_t& accounts) {
  std::vector<Fault> faults;
  Thresholds thresholds;
  if (auto settings = load_settings(places)) {
    thresholds = settings->thresholds;
    accounts = settings->accounts.size();
  } else {
    faults = std::move(settings.error());
  }
  if (auto books = load_books(places, thresholds); !books)
    faults.insert(faults.end(), books.error().begin(), books.error().end());
  return faults;
}

}  // namespace

ExitCode check(const Invocation& invocation) {
  Places places = invocation.places();
  std::size_t accounts = 0;
  std::vector<Fault> faults = all_faults(places, accounts);
  if (!faults.empty()) return report(faults);
  if (!invocation.quiet)
    std::printf("%s: good (%zu account%s). Rules and replies: good.\n", places.config_file.c_str(), accounts,
                accounts == 1 ? "" : "s");
  return ExitCode::ok;
}

}  // namespace ajar
