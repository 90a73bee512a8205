#pragma once
// The port to a mailbox: the only mail verbs Ajar has. Nothing here sends, deletes, moves, expunges or flags.
// One object is one signed-in connection. Names are UTF-8; the implementation speaks modified UTF-7 (RFC 3501 5.1.3).
// Fails with ErrorKind::server if the server said NO or BAD: the connection goes on. Fails with ErrorKind::network if
// the connection is lost, cancelled or out of step: every later call fails alike, and a new connection is needed.
#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "filters/civil_time.h"
#include "filters/correspondence.h"
#include "filters/result.h"

namespace ajar {

/// UID of a message within one mailbox and UIDVALIDITY (RFC 3501 2.3.1.1).
struct Uid {
  std::uint32_t value = 0;
  auto operator<=>(const Uid&) const = default;
};
struct UidValidity {
  std::uint32_t value = 0;
  bool operator==(const UidValidity&) const = default;
};

/// RFC 6154 special uses and what else LIST tells.
struct MailboxInfo {
  std::string name;            ///< UTF-8
  char delimiter = 0;          ///< 0: flat
  std::set<std::string> uses;  ///< lower case without backslash: drafts sent archive all junk trash flagged
  bool selectable = true;
};

/// What EXAMINE tells. Courier gives no UIDNEXT: nullopt.
struct MailboxStatus {
  UidValidity validity;
  std::optional<Uid> uid_next;
  std::uint32_t exists = 0;
};

/// A message as fetched: bytes are the header and the first `cap` bytes in all.
struct FetchedMessage {
  Uid uid;
  Instant internal_date{};
  std::uint64_t size = 0;   ///< RFC822.SIZE
  std::string bytes;
  bool truncated = false;
};

/// A message in the listing of a sweep, without its text.
struct ListedMessage {
  Uid uid;
  Instant internal_date{};
  std::uint64_t size = 0;
};

/// Outcome of an APPEND. `unclear`: no tagged answer came; find out before trying again (contracts.md).
struct AppendOutcome {
  enum class Kind { appended, refused, unclear } kind = Kind::unclear;
  std::optional<UidValidity> validity;  ///< APPENDUID (RFC 4315), where the server gives it
  std::optional<Uid> uid;
  std::optional<Error> error;
};

/// Which mails to search for in one mailbox. All given groups are joined by OR; `since` by AND.
struct MailSearch {
  std::vector<std::string> message_ids;  ///< in Message-ID, References, In-Reply-To
  std::vector<std::string> addresses;    ///< in From, To, Cc
  std::vector<std::string> words;        ///< in Subject
  std::optional<Date> since;             ///< SENTSINCE, one day of slack included by the caller
};

enum class Bell { rang, quiet, woken };  ///< new mail announced; deadline passed; the wake-up descriptor was readable

class MailServer {
 public:
  virtual ~MailServer() = default;

  /// LIST of all mailboxes with their special uses.
  virtual Result<std::vector<MailboxInfo>> list_mailboxes() = 0;
  /// EXAMINE (read-only), always fresh: 244 ms at 100,000 messages, so not for polling. The mailbox stays selected for
  /// the calls that follow with the same name. If it was re-created since the last examine(), these calls fail with
  /// ErrorKind::server until examine() tells the new UIDVALIDITY.
  virtual Result<MailboxStatus> examine(const std::string& mailbox) = 0;
  /// UIDs greater than `after` in ascending order, each once, `most` of them if there are so many (`n:*` of RFC 3501
  /// 6.4.8 minded). Sees mail that came since the mailbox was selected; the cheap way to poll.
  virtual Result<std::vector<ListedMessage>> sweep(const std::string& mailbox, Uid after, std::size_t most) = 0;
  /// UIDs that match, ascending, duplicates removed. Nothing asked for finds nothing.
  virtual Result<std::vector<Uid>> search(const std::string& mailbox, const MailSearch& search) = 0;
  /// BODY.PEEK[]<0.cap> of each, ascending; a UID that is gone or that the server cannot give is left out. Needs
  /// memory for all that is asked for: at most cap bytes times uids.
  virtual Result<std::vector<FetchedMessage>> fetch(const std::string& mailbox, const std::vector<Uid>& uids,
                                                    std::size_t cap) = 0;
  /// APPEND with (\Draft \Seen). `bytes` are CRLF RFC 5322.
  virtual AppendOutcome append_draft(const std::string& mailbox, const std::string& bytes) = 0;
  /// APPEND of Ajar's own digest, unseen.
  virtual AppendOutcome append_reminder(const std::string& mailbox, const std::string& bytes) = 0;
  /// CREATE a Drafts mailbox on a server that has none.
  virtual Result<void> create_drafts(const std::string& mailbox) = 0;
  /// Waits until new mail is announced in `mailbox` (IDLE where the server has it, else a NOOP every few minutes), until
  /// `deadline` or until `wake_fd` is readable; the descriptor is not read. The first call after the mailbox was
  /// selected rings at once: nobody can know what came before.
  virtual Result<Bell> doorbell(const std::string& mailbox, std::chrono::steady_clock::time_point deadline,
                                int wake_fd) = 0;
  /// True if the server has IDLE (RFC 2177).
  virtual bool has_idle() const = 0;
};

}  // namespace ajar
