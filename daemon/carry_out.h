#pragma once
// Does what decide() planned: files drafts that are due, each exactly once, and watches what becomes of them.
#include "daemon/desk.h"

namespace ajar {

struct CarriedOut {
  int filed = 0;
  int answered = 0;  ///< not filed: the user was first
  int unsure = 0;
  int refused = 0;   ///< the server said no; tried again later
};

/// First finds out what became of unclear attempts, then files what is due, oldest first, up to the daily cap.
/// A refusal by the server is no failure here: the draft waits and says why. Fails with network (connection lost; the
/// rest is done after reconnecting) or storage.
Result<CarriedOut> carry_out(Desk& desk);

/// When the next draft of this account can be filed, the daily cap counted; nullopt: nothing waits.
Result<std::optional<Instant>> next_filing(Ledger& ledger, const AccountSettings& account, const Settings& settings,
                                           Instant now);

/// Notes which filed drafts were changed, sent or taken away. Never touches one.
Result<void> watch_drafts(Desk& desk);

/// How long a draft must be neither in Drafts nor in Sent before it counts as the user's decision: mutt takes a draft
/// out of Drafts while it is being edited.
constexpr auto kGoneAfter = std::chrono::hours(1);

}  // namespace ajar
