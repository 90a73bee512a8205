#pragma once
// One mail decided without server or ledger, as explain and preview do it: the account by its addressee, the earlier
// mails from a folder, and the moment at which its draft would be due.
#include <functional>
#include <string>

#include "daemon/invocation.h"
#include "daemon/settings.h"
#include "filters/decide.h"

namespace ajar {

struct OfflineCase {
  Candidate candidate;
  Books books;
  Reading reading;
  Correspondence correspondence;
  Plan plan;
  Instant now{};
};

struct OfflineQuestion {
  std::string path;     ///< the mail, or "-"
  std::string history;  ///< folder with INBOX and Sent, or empty
  /// What earlier drafts said; absent: nothing. Gets the account's name and the mail's identity.
  std::function<Result<ReplyMemory>(const std::string& account, const std::string& identity)> memory;
};

/// Why there is no case: the mail cannot be read, or the books and settings are faulty.
struct OfflineFailure {
  std::optional<Error> error;
  std::vector<Fault> faults;
};

/// Now = --now, else the mail's Date + reply.wait (contracts.md "preview").
tl::expected<OfflineCase, OfflineFailure> decide_offline(const Invocation& invocation, const OfflineQuestion& question);
/// The same with books and settings that are loaded already, for many questions.
tl::expected<OfflineCase, OfflineFailure> decide_offline(const Books& books, const std::optional<Settings>& settings,
                                                         const Invocation& invocation, const OfflineQuestion& question);

/// Prints the failure; its exit code.
ExitCode report(const OfflineFailure& failure);

}  // namespace ajar
