#pragma once
// The protocol that keeps an APPEND from happening twice (contracts.md "APPEND"): a mark before it, and after any
// outcome but a clear answer a look at every UID since that mark.
#include <functional>

#include "daemon/desk.h"

namespace ajar {

/// The lowest UID that the next message in `mailbox` can get. `bytes` and `at` are left to the caller.
/// Fails as examine() does.
Result<Attempt> mark_mailbox(MailServer& server, const std::string& mailbox);

/// What is known about an APPEND whose answer never came.
struct Whereabouts {
  enum class Fate { found, absent, doubtful } fate = Fate::doubtful;
  FiledPlace place;  ///< where it was found
};

/// Tells whether a mail that lies there is the one that was to be filed.
using Recognise = std::function<bool(const Message&)>;

/// Looks among the UIDs since the mark. Found; or absent for sure: nothing came, or every UID since is still there and
/// none is it; or doubtful: somebody took a message away meanwhile, or UIDVALIDITY changed and it is nowhere.
/// `by` finds it in the whole mailbox if UIDVALIDITY changed. Fails with network only.
Result<Whereabouts> find_attempt(Desk& desk, const Attempt& attempt, const MailSearch& by, const Recognise& is_it);

/// The newest mail found by `by` for which `is_it` holds; nullopt: none. Only headers are fetched.
Result<std::optional<FiledPlace>> find_mail(Desk& desk, const std::string& mailbox, const MailSearch& by,
                                            const Recognise& is_it);

}  // namespace ajar
