#pragma once
// ajar.yaml from disk: required for the daemon, optional for the commands that work on files.
#include <optional>
#include <vector>

#include "daemon/invocation.h"
#include "daemon/settings.h"

namespace ajar {

/// Reads places.config_file. A missing file is a fault, with a hint how to start.
tl::expected<Settings, std::vector<Fault>> load_settings(const Places& places);

/// For classify, explain and preview, which need no settings: none where there is no file. A faulty file is a fault
/// only if --config names it.
tl::expected<std::optional<Settings>, std::vector<Fault>> load_settings_if_any(const Invocation& invocation);

/// A Candidate who is all accounts at once, to tell own mail; nobody without settings.
Candidate any_account_of(const std::optional<Settings>& settings);

}  // namespace ajar
