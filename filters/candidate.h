#pragma once
// Candidate: the user, as settings describe one account; and the user's policies.
#include <set>
#include <string>
#include <vector>

#include "filters/message.h"
#include "filters/verdict.h"

namespace ajar {

enum class Gender { unspecified, female, male };

struct Candidate {
  std::string account;  ///< name of the account in settings
  Address self;         ///< From of drafts unless the mail came to an alias
  std::vector<std::string> aliases;
  std::string language = "en";
  Gender gender = Gender::unspecified;
  std::string signature;
  std::string time_zone = "UTC";
  std::string country;  ///< where the user lives, as in ISO 3166: CH; empty: unknown

  bool is_me(std::string_view email) const;
};

/// settings `reply:` (contracts.md).
struct ReplyPolicy {
  bool file = true;
  Span wait{std::chrono::hours(24), 0};
  int window_begin = 8 * 60 + 30;  ///< minutes of the local day
  int window_end = 11 * 60 + 30;
  std::set<unsigned> days{1, 2, 3, 4, 5};  ///< ISO weekdays, 1 = Monday
  std::string time_zone = "UTC";
  std::string country;
  bool also_notes = true;
  int daily_cap = 10;  ///< drafts filed a day
};

/// settings `reminders:`.
struct ReminderPolicy {
  int time = 9 * 60;            ///< minutes of the local day at which the digest is due
  std::vector<std::pair<Date, Date>> quiet;  ///< first and last day of the user's quiet weeks
  int linkedin_limit = 200;
};

}  // namespace ajar
