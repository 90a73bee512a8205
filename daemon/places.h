#pragma once
// Where settings, state and shipped files are: options, systemd's directories, the XDG Base Directory Specification.
#include <string>

namespace ajar {

/// Paths, as docs/contracts.md "Files" names them; none of them need exist.
struct Places {
  std::string config_file;  ///< ajar.yaml
  std::string config_dir;   ///< its directory, which also holds rules.d and replies.d
  std::string state_dir;    ///< the ledger
  std::string data_dir;     ///< shipped rules and replies: beside the build, or the installed share/ajar
};

/// What --config and --state said ("" where they were not given) comes first, then CONFIGURATION_DIRECTORY and
/// STATE_DIRECTORY (systemd.exec(5)), then XDG_CONFIG_HOME and XDG_STATE_HOME below HOME; /etc/ajar where only the
/// machine has settings. Cannot fail.
Places find_places(const std::string& config_option, const std::string& state_option);

/// The machine's time zone (TZ, else /etc/localtime) as an IANA name; "UTC" if there is none.
std::string system_time_zone();

}  // namespace ajar
