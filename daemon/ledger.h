#pragma once
// The ledger: what Ajar has seen, decided, owes and has done. Write-ahead log and timetable in one (SQLite, WAL,
// synchronous=FULL). No bodies of received mail; the bytes of a draft are purged 30 days after it is settled.
// Every function is one transaction and fails only with ErrorKind::storage unless said. Safe to call from any thread.
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "daemon/mail_server.h"
#include "filters/decide.h"

namespace ajar {

class Database;
class Transaction;

/// A mailbox as it is being read. `horizon`: mail received before it is recorded and not answered (contracts.md
/// "look_back"); it is set once, when the (account, mailbox) is first seen, and outlives UIDVALIDITY changes.
struct MailboxCursor {
  std::int64_t id = 0;
  std::string account;
  std::string name;
  UidValidity validity;
  Uid last;           ///< everything up to here is recorded
  Instant first_seen{};
  Instant horizon{};
  Uid reading;            ///< a mail up to here was about to be read when the ledger last heard of it; 0: none
  int reading_tries = 0;  ///< how often Ajar died while it worked on that mail's text
};

/// How well a mail is known (contracts.md "Identity").
struct Familiarity {
  std::string identity;  ///< what it is recorded under
  bool seen = false;
};

/// One mail as it is recorded. `reading` null: it could not be read, and `plan.reason` says why.
struct MailRecord {
  MailboxCursor mailbox;
  Uid uid;  ///< the cursor moves here
  std::string identity;
  std::shared_ptr<const Reading> reading;
  Plan plan;
  std::optional<std::int64_t> sent_draft;  ///< the draft that this mail in Sent turns out to be
  Instant received{};                      ///< of a mail that could not be read
};

/// A mail on record.
struct MailEntry {
  std::int64_t id = 0;
  std::string account, mailbox, identity, message_id, subject;
  Address from;
  std::optional<Instant> date;
  Instant received{};
  std::string event;  ///< contracts.md events; "unreadable"
  double score = 0;
  bool review = false;
  std::string reason;
  std::string verdict;  ///< JSON: event, also, score, language, evidence
  std::optional<std::int64_t> application;
};

/// States of a draft. answered before it was filed: cancelled, with the reason in `note`.
enum class DraftState { waiting, attempting, filed, changed, sent, gone, cancelled, unsure };
std::string_view to_string(DraftState state);

/// An APPEND about to be made: what, where, and the lowest UID it can get (contracts.md "APPEND").
struct Attempt {
  std::string mailbox;
  UidValidity validity;
  Uid mark;
  bool mark_is_uid_next = true;  ///< false: highest UID + 1, on servers that do not tell UIDNEXT
  std::string bytes;
  Instant at{};
};

/// Where something was filed.
struct FiledPlace {
  std::string mailbox;
  UidValidity validity;
  std::optional<Uid> uid;
};

struct DraftEntry {
  std::int64_t id = 0;
  std::string account, key;
  std::optional<std::int64_t> application;
  std::string company, role;  ///< of the application
  Draft draft;
  Instant due{};
  DraftState state = DraftState::waiting;
  std::string note;        ///< why it is cancelled, unsure, or has not been filed yet
  std::string message_id;  ///< fixed from the start: <random@user's-domain>, without <>
  std::string trigger_id;  ///< Message-ID of the mail it answers; may be empty
  Instant trigger_date{};
  std::optional<Attempt> attempt;
  std::optional<FiledPlace> filed;
  std::optional<Instant> filed_at, missing_since, settled_at;
};

struct ReminderEntry {
  std::int64_t id = 0;
  std::string account, key;
  std::optional<std::int64_t> application;
  Reminder reminder;
  std::string state;  ///< waiting | shown | cancelled
  std::optional<Date> shown;
};

/// What is told to the user in one go through one channel. key: the local date, or "now-<reminder id>" if told at once.
struct DigestEntry {
  std::string key;
  std::string channel;  ///< mailbox | caldav | ics
  Date day{};
  bool at_once = false;
  std::string state;  ///< waiting | attempting | filed | unsure
  std::string message_id;
  std::vector<std::int64_t> reminders;
  std::optional<Attempt> attempt;
};

/// What `ajar status` shows of an account.
struct AccountEntry {
  std::string name;
  std::string state;  ///< watching | waiting | stopped; after `run --once`: swept | failed
  std::string detail;
  Instant since{};
  std::optional<Instant> last_pass;
};

struct MuteEntry {
  std::string what;  ///< an email, "@domain" or a company as the user wrote it
  Instant since{};
};

/// What record() planned anew.
struct Recorded {
  int drafts = 0;
  int reminders = 0;
  bool at_once = false;  ///< something must be told at once
  std::optional<std::int64_t> application;  ///< of one plan
};

class Ledger {
 public:
  /// owner: the daemon or `run --once`, one at a time (fails with "another Ajar ..."). visitor: reads and writes beside
  /// an owner (add, mute, forget). reader: fails if there is no ledger yet.
  enum class Access { owner, visitor, reader };
  static Result<std::unique_ptr<Ledger>> open(const std::string& state_dir, Access access);
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  // --- reading mail -------------------------------------------------------------------------------------------------
  /// The cursor of a mailbox; made at first sight. Another UIDVALIDITY than before starts it at 0 again.
  Result<MailboxCursor> cursor(const std::string& account, const std::string& mailbox, UidValidity validity, Instant now,
                               Instant horizon);
  /// Notes that mails up to `last` are about to be read (before they are parsed).
  Result<void> about_to_read(const MailboxCursor& mailbox, Uid last);
  /// For a mail that was being read when Ajar died: notes before and after each stretch of work on its text, so that
  /// only deaths in between count as tries.
  Result<void> enter_peril(const MailboxCursor& mailbox, Uid mail);
  Result<void> leave_peril(const MailboxCursor& mailbox);
  /// The last mail read of a mailbox; 0 if it was never read under this UIDVALIDITY.
  Result<Uid> last_read(const std::string& account, const std::string& mailbox, UidValidity validity);
  /// Moves the cursor over mails that need no record (known, or older than 18 months).
  Result<void> pass_over(const MailboxCursor& mailbox, Uid last);
  Result<Familiarity> recognise(const std::string& account, const Message& message);
  Result<Known> known(const std::string& account);
  /// Mail seen + verdict + application + actions + cursor, of all these mails, in one transaction.
  Result<Recorded> record(const std::vector<MailRecord>& mails, Instant now);
  Result<Recorded> record(const MailRecord& mail, Instant now) { return record(std::vector<MailRecord>{mail}, now); }
  /// A plan without reading a mailbox: of `ajar add` (no mail), or of a mail on record that the user judged.
  Result<Recorded> record_plan(const std::string& account, const Plan& plan, Instant now,
                               const Message* trigger = nullptr);

  // --- drafts -------------------------------------------------------------------------------------------------------
  /// Waiting drafts whose time has come, oldest due first.
  Result<std::vector<DraftEntry>> drafts_due(const std::string& account, Instant now);
  Result<std::vector<DraftEntry>> drafts_in(const std::string& account, DraftState state);
  /// When the next waiting draft of this account is due.
  Result<std::optional<Instant>> next_draft_due(const std::string& account);
  /// Drafts filed since then by all accounts together, for the daily cap.
  Result<int> drafts_filed_since(Instant since);
  /// Message-IDs by which drafts of this account are known in Drafts and Sent (ours, and those given by clients).
  Result<std::set<std::string>> own_ids(const std::string& account);
  Result<void> begin_attempt(std::int64_t draft, const Attempt& attempt);
  Result<void> draft_filed(std::int64_t draft, const FiledPlace& place, Instant now);
  /// Back to waiting until `due`: the server refused, or it is certain that nothing was filed.
  Result<void> draft_waits(std::int64_t draft, Instant due, const std::string& note);
  Result<void> draft_settled(std::int64_t draft, DraftState state, const std::string& note, Instant now);
  /// Filed, but edited since.
  Result<void> draft_changed(std::int64_t draft, const FiledPlace& place);
  Result<void> draft_sent(std::int64_t draft, const std::string& sent_id, Instant now);
  /// First time it is neither in Drafts nor in Sent; nullopt: it is back.
  Result<void> draft_missing(std::int64_t draft, std::optional<Instant> since);
  /// The user's decision: what decide_draft_gone planned, in one transaction with the state.
  Result<void> draft_gone(const DraftEntry& draft, const Plan& plan, Instant now);
  /// It may or may not have been filed: never filed again, and the user is told (a reminder in the same transaction).
  Result<void> draft_unsure(const DraftEntry& draft, const std::string& note, const Reminder& tell, Instant now);

  // --- reminders ----------------------------------------------------------------------------------------------------
  Result<std::vector<WaitingReminder>> reminders_waiting(Date until, bool at_once);
  Result<std::vector<ShownReminder>> reminders_shown();
  Result<std::optional<Date>> next_reminder_due();
  Result<std::vector<ReminderEntry>> reminders_of(const DigestEntry& digest);
  /// True if the digest of that key was planned already.
  Result<bool> has_digest(const std::string& key);
  /// Fixes what is told, for every channel, and marks the reminders shown: one transaction.
  Result<void> plan_digest(const DigestEntry& digest, const std::vector<std::string>& channels);
  Result<std::vector<DigestEntry>> digests_open();
  Result<void> begin_digest(const DigestEntry& digest, const Attempt& attempt);
  Result<void> digest_waits(const DigestEntry& digest);
  Result<void> digest_filed(const DigestEntry& digest, Instant now);
  /// It may or may not have been filed: never filed again; its reminders wait again if no channel told them.
  Result<void> digest_unsure(const DigestEntry& digest, Instant now);

  // --- the user's words ---------------------------------------------------------------------------------------------
  Result<void> mute(const std::string& what, Instant now);
  Result<void> unmute(const std::string& what);
  Result<std::vector<MuteEntry>> mutes();
  /// Forgets a person (address or name), a company, or everything ("--all"). Identities stay, so that nothing is
  /// answered twice. Returns how many applications were forgotten.
  Result<int> forget(const std::string& what);
  /// Drops draft bytes settled more than 30 days ago.
  Result<void> purge(Instant now);

  // --- what it knows, for people ------------------------------------------------------------------------------------
  Result<std::vector<DraftEntry>> drafts();
  Result<std::vector<ReminderEntry>> reminders();
  Result<std::vector<KnownApplication>> applications();
  /// Newest first, at most `most`.
  Result<std::vector<MailEntry>> mails(std::size_t most);
  Result<std::optional<MailEntry>> mail(std::int64_t id);
  Result<std::vector<MailEntry>> reviews();  ///< mails asked of the user that have no answer yet
  Result<void> answer_review(std::int64_t mail, bool is_rejection, Instant now);
  Result<std::vector<AccountEntry>> accounts();
  Result<void> set_account(const AccountEntry& account);

  /// Tests stop the program here: called with a name before and after every commit.
  using StepHook = std::function<void(std::string_view)>;
  void on_step(StepHook hook);

 private:
  Ledger();
  /// One write transaction, with the hook called before it, before its commit and after it.
  Result<void> write(std::string_view name, const std::function<void(Transaction&)>& body);
  Recorded record_one(Transaction& work, const MailRecord& mail, Instant now);
  Recorded store_plan(Transaction& work, const std::string& account, const Plan& plan, const Message* trigger,
                      Instant now);

  std::unique_ptr<Database> database_;
  int lock_fd_ = -1;
  StepHook hook_;
};

/// Message-ID for a new draft: 128 random bits and the domain of `address`, without <>.
std::string new_message_id(const std::string& address);

}  // namespace ajar
