#pragma once
// Reads shipped and user rules and replies from disk into Books.
#include <vector>

#include "daemon/places.h"
#include "daemon/settings.h"
#include "filters/decide.h"

namespace ajar {

/// Loads rules and replies from places.data_dir and places.config_dir/{rules.d,replies.d}. All faults, or the books.
tl::expected<Books, std::vector<Fault>> load_books(const Places& places, const Thresholds& thresholds);

/// The rules alone: all that classify needs.
tl::expected<RuleBook, std::vector<Fault>> load_rules(const Places& places, const Thresholds& thresholds);
tl::expected<ReplyBook, std::vector<Fault>> load_replies(const Places& places);

/// Whole file. Fails with ErrorKind::config.
Result<std::string> read_file(const std::string& path);

}  // namespace ajar
