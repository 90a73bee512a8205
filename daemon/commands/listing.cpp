#include "daemon/commands/listing.h"

#include <unistd.h>

#include <cstdio>
#include <filesystem>

namespace ajar {

void Listing::add(std::vector<std::string> row, const Json& object) {
  table_.add(std::move(row));
  if (invocation_.json) objects_ += json_text(object);
}

ExitCode Listing::print(const char* when_empty) const {
  if (table_.empty() && !invocation_.quiet) std::fprintf(stderr, "%s\n", when_empty);
  std::string text = invocation_.json   ? objects_
                     : table_.empty() ? std::string()
                                      : table_.text(palette_for(invocation_, STDOUT_FILENO));
  std::fwrite(text.data(), 1, text.size(), stdout);
  return std::fflush(stdout) == 0 ? ExitCode::ok : ExitCode::storage;
}

std::string json_text(const Json& object) { return object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

Json or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }
Json or_null(const std::optional<Instant>& at) { return at ? Json(format_rfc3339(*at)) : Json(nullptr); }

Result<std::unique_ptr<Ledger>> open_to_read(const Invocation& invocation) {
  std::string state_dir = invocation.places().state_dir;
  std::error_code unknown;
  if (std::filesystem::exists(state_dir + "/ledger.db", unknown)) return Ledger::open(state_dir, Ledger::Access::reader);
  if (!invocation.quiet)
    std::fprintf(stderr, "Ajar has not run yet: there is no ledger in %s. Start with: ajar run --once\n", state_dir.c_str());
  return nullptr;
}

}  // namespace ajar
