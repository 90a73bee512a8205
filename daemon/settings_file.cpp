#include "daemon/settings_file.h"

#include <filesystem>

#include "daemon/books_loader.h"

namespace ajar {

tl::expected<Settings, std::vector<Fault>> load_settings(const Places& places) {
  auto text = read_file(places.config_file);
  if (text) return read_settings(*text, places.config_file);
  std::error_code unknown;
  const bool missing = std::filesystem::symlink_status(places.config_file, unknown).type() == std::filesystem::file_type::not_found;
  std::string hint = missing ? "start from the commented example: mkdir -p " + places.config_dir + " && cp " + places.data_dir +
                                   "/ajar.yaml " + places.config_file
                             : "name a file that you may read, with --config FILE";
  return tl::unexpected(std::vector<Fault>{{places.config_file, {1, 1}, text.error().what, hint}});
}

tl::expected<std::optional<Settings>, std::vector<Fault>> load_settings_if_any(const Invocation& invocation) {
  Places places = invocation.places();
  std::error_code unknown;
  bool named = !invocation.config.empty();
  if (!named && !std::filesystem::exists(places.config_file, unknown)) return std::nullopt;
  auto settings = load_settings(places);
  if (settings) return std::move(*settings);
  if (named) return tl::unexpected(std::move(settings.error()));
  return std::nullopt;
}

Candidate any_account_of(const std::optional<Settings>& settings) {
  if (!settings || settings->accounts.empty()) return {};
  Candidate anyone = candidate_of(settings->accounts.front(), *settings);
  for (const auto& account : settings->accounts) {
    anyone.aliases.push_back(account.address);
    anyone.aliases.insert(anyone.aliases.end(), account.aliases.begin(), account.aliases.end());
  }
  return anyone;
}

}  // namespace ajar
