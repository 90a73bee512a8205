#include "daemon/places.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "build_places.h"
#include "filters/civil_time.h"

namespace ajar {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

/// systemd joins several directories by ':'; the first is ours (systemd.exec(5), ConfigurationDirectory=).
std::string first_of_list(const std::string& list) { return list.substr(0, list.find(':')); }

std::string home() {
  if (std::string set = environment("HOME"); !set.empty()) return set;
  const passwd* entry = getpwuid(getuid());
  return entry ? entry->pw_dir : "/";
}

/// XDG Base Directory Specification: relative values are to be ignored.
std::string xdg_dir(const char* variable, const char* below_home) {
  std::string set = environment(variable);
  return set.starts_with('/') ? set : home() + below_home;
}

std::string default_config_dir() {
  if (std::string given = first_of_list(environment("CONFIGURATION_DIRECTORY")); !given.empty()) return given;
  std::string own = xdg_dir("XDG_CONFIG_HOME", "/.config") + "/ajar";
  std::error_code ignored;
  bool only_the_machine_has_one = !fs::exists(own + "/ajar.yaml", ignored) && fs::exists("/etc/ajar/ajar.yaml", ignored);
  return only_the_machine_has_one ? "/etc/ajar" : own;
}

std::string default_state_dir() {
  if (std::string given = first_of_list(environment("STATE_DIRECTORY")); !given.empty()) return given;
  return xdg_dir("XDG_STATE_HOME", "/.local/state") + "/ajar";
}

/// A program run from the build tree reads the files of the source tree; an installed one those beside it.
std::string shipped_data_dir() {
  std::error_code failed;
  fs::path program = fs::read_symlink("/proc/self/exe", failed);
  if (failed) return AJAR_INSTALLED_DATA_DIR;
  if (program.string().starts_with(AJAR_BUILD_DIR "/")) return AJAR_SOURCE_CONFIG_DIR;
  fs::path beside = program.parent_path().parent_path() / "share" / "ajar";
  return fs::is_directory(beside, failed) ? beside.string() : AJAR_INSTALLED_DATA_DIR;
}

}  // namespace

Places find_places(const std::string& config_option, const std::string& state_option) {
  Places places;
  places.config_file = config_option.empty() ? default_config_dir() + "/ajar.yaml" : config_option;
  std::string dir = fs::path(places.config_file).parent_path().string();
  places.config_dir = dir.empty() ? "." : dir;
  places.state_dir = state_option.empty() ? default_state_dir() : state_option;
  places.data_dir = shipped_data_dir();
  return places;
}

std::string system_time_zone() {
  if (std::string set = environment("TZ"); !set.empty()) {
    std::string name = set.starts_with(':') ? set.substr(1) : set;
    if (is_time_zone(name)) return name;
  }
  std::error_code failed;
  std::string target = fs::read_symlink("/etc/localtime", failed).string();
  constexpr std::string_view root = "zoneinfo/";
  auto at = target.find(root);
  if (failed || at == std::string::npos) return "UTC";
  std::string name = target.substr(at + root.size());
  return is_time_zone(name) ? name : "UTC";
}

}  // namespace ajar
