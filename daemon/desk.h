#pragma once
// What lies on the desk while one account is worked on: its settings, the books, the ledger and one connection.
// Everything is borrowed for the length of one pass.
#include <chrono>
#include <functional>
#include <memory>

#include "daemon/clock.h"
#include "daemon/ledger.h"
#include "daemon/mailbox_roles.h"
#include "daemon/settings.h"
#include "filters/decide.h"

namespace ajar {

/// Settings and books as they were last read without a fault; swapped as a whole on reload.
struct Instructions {
  Settings settings;
  Books books;

  Policies policies() const { return {settings.reply, settings.reminders}; }
};

/// Name of the account that the reminders go to.
const std::string& teller_of(const Settings& settings);

struct Desk {
  const AccountSettings& account;
  const Instructions& instructions;
  Candidate candidate;
  Ledger& ledger;
  const Clock& clock;
  MailServer& server;
  MailboxRoles roles;
  int stop_fd = -1;  ///< readable when the daemon must end: cancels waits
  /// How long a mail may still be on its way into a mailbox after the connection broke.
  std::chrono::milliseconds settling{3000};
  /// Told true before and false after each stretch of work on the text of strangers; empty: nobody needs to know.
  std::function<void(bool)> peril = {};

  /// Does such work.
  template <class Work>
  auto perilous(Work work) -> decltype(work()) {
    if (peril) peril(true);
    auto result = work();
    if (peril) peril(false);
    return result;
  }
};

/// Bytes of a mail that are read: the header and the text, never a large attachment.
constexpr std::size_t kReadCap = 64 * 1024;
/// Bytes that hold the header of any draft.
constexpr std::size_t kHeaderCap = 16 * 1024;
/// Older than this a mail is not even read (contracts.md "Time").
constexpr int kMonthsOfMemory = 18;

/// The instant 18 months before `now`.
Instant oldest_of_interest(Instant now);

/// Reads one mail from the server as filters/ does, with anything thrown there turned into ErrorKind::message.
Result<Reading> read_fetched(const Desk& desk, const FetchedMessage& fetched);

}  // namespace ajar
