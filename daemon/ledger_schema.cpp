#include "daemon/ledger_schema.h"

#include <array>

namespace ajar {
namespace {

// Times are seconds since 1970 (UTC), dates "2026-11-25", lists JSON arrays. Column comments say what is not obvious.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE mailboxes (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  uid_validity INTEGER NOT NULL,
  last_uid INTEGER NOT NULL DEFAULT 0,
  first_seen INTEGER NOT NULL,
  horizon INTEGER NOT NULL,
  reading_uid INTEGER NOT NULL DEFAULT 0,
  reading_tries INTEGER NOT NULL DEFAULT 0,
  UNIQUE (account, name)
) STRICT;

CREATE TABLE applications (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  company TEXT NOT NULL,
  role TEXT NOT NULL,
  stage TEXT NOT NULL,
  channel TEXT NOT NULL,
  state TEXT NOT NULL,
  rejected_at INTEGER,
  replied_at INTEGER,
  last_human_mail INTEGER,
  message_ids TEXT NOT NULL,
  domains TEXT NOT NULL,
  check_ins_sent INTEGER NOT NULL,
  check_ins_unanswered INTEGER NOT NULL,
  cancelled_or_frozen INTEGER NOT NULL,
  named_date TEXT
) STRICT;
CREATE INDEX applications_of_account ON applications (account);

CREATE TABLE people (
  application INTEGER NOT NULL REFERENCES applications (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (application, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  identity TEXT NOT NULL,
  message_id TEXT NOT NULL,
  fingerprint TEXT NOT NULL,        -- of Date, From, Subject and body: tells a reused Message-ID
  mailbox TEXT NOT NULL,
  subject TEXT NOT NULL,
  from_name TEXT NOT NULL,
  from_email TEXT NOT NULL,
  date INTEGER,
  received INTEGER NOT NULL,
  event TEXT NOT NULL,
  score REAL NOT NULL,
  review INTEGER NOT NULL,
  reason TEXT NOT NULL,
  verdict TEXT NOT NULL,
  application INTEGER REFERENCES applications (id) ON DELETE SET NULL,
  UNIQUE (account, identity)
) STRICT;
CREATE INDEX messages_by_id ON messages (account, message_id);
CREATE INDEX messages_to_review ON messages (review) WHERE review = 1;

CREATE TABLE drafts (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  key TEXT NOT NULL,
  application INTEGER REFERENCES applications (id) ON DELETE SET NULL,
  payload TEXT NOT NULL,
  due INTEGER NOT NULL,
  state TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  message_id TEXT NOT NULL,
  trigger_id TEXT NOT NULL,
  trigger_date INTEGER NOT NULL,
  bytes BLOB,
  attempt_mailbox TEXT,
  mark_uid_validity INTEGER,
  mark_uid INTEGER,
  mark_is_uid_next INTEGER,
  attempted_at INTEGER,
  filed_mailbox TEXT,
  filed_uid_validity INTEGER,
  filed_uid INTEGER,
  filed_at INTEGER,
  sent_id TEXT NOT NULL DEFAULT '',  -- its Message-ID in Sent, which some clients change
  missing_since INTEGER,
  settled_at INTEGER,
  UNIQUE (account, key)
) STRICT;
CREATE INDEX drafts_by_state ON drafts (account, state, due);

CREATE TABLE reminders (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  key TEXT NOT NULL,
  application INTEGER REFERENCES applications (id) ON DELETE SET NULL,
  kind TEXT NOT NULL,
  step INTEGER NOT NULL,
  due TEXT NOT NULL,
  at_once INTEGER NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  person TEXT NOT NULL,
  person_email TEXT NOT NULL,
  company TEXT NOT NULL,
  state TEXT NOT NULL,
  shown TEXT,
  UNIQUE (account, key)
) STRICT;
CREATE INDEX reminders_by_state ON reminders (state, due);

CREATE TABLE digests (
  key TEXT NOT NULL,
  channel TEXT NOT NULL,
  day TEXT NOT NULL,
  at_once INTEGER NOT NULL,
  state TEXT NOT NULL,
  message_id TEXT NOT NULL,
  reminders TEXT NOT NULL,
  bytes BLOB,
  attempt_mailbox TEXT,
  mark_uid_validity INTEGER,
  mark_uid INTEGER,
  mark_is_uid_next INTEGER,
  attempted_at INTEGER,
  settled_at INTEGER,
  PRIMARY KEY (key, channel)
) STRICT, WITHOUT ROWID;

CREATE TABLE variants (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL,
  variant TEXT NOT NULL
) STRICT;

CREATE TABLE mutes (what TEXT PRIMARY KEY, since INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE reviews (
  message INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
  is_rejection INTEGER NOT NULL,
  answered INTEGER NOT NULL
) STRICT;

CREATE TABLE accounts (
  name TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  detail TEXT NOT NULL,
  since INTEGER NOT NULL,
  last_pass INTEGER
) STRICT, WITHOUT ROWID;
)sql";

constexpr std::array kMigrations{kVersion1};

std::int64_t version_of(Transaction& work) { return work.number("PRAGMA user_version"); }

constexpr auto kNewest = static_cast<std::int64_t>(kMigrations.size());

/// Fails on a ledger written by a newer Ajar.
Result<std::int64_t> known_version_of(Database& database) {
  Transaction work(database, Transaction::Purpose::read);
  const std::int64_t version = version_of(work);
  if (auto read = work.finish(); !read) return tl::unexpected(read.error());
  if (version <= kNewest) return version;
  return fail(ErrorKind::storage, "The ledger was written by a newer Ajar (schema " + std::to_string(version) +
                                      ", this one knows " + std::to_string(kNewest) + ").",
              "Install the newer Ajar again, or point --state at another directory.");
}

}  // namespace

Result<void> migrate_ledger(Database& database) {
  auto version = known_version_of(database);
  if (!version) return tl::unexpected(version.error());
  for (; *version < kNewest; ++*version) {
    const std::string step = kMigrations[static_cast<std::size_t>(*version)];
    auto done = database.execute("BEGIN IMMEDIATE;" + step + "PRAGMA user_version=" + std::to_string(*version + 1) +
                                 ";COMMIT;");
    if (!done) return done;
  }
  return {};
}

Result<void> check_ledger_schema(Database& database) {
  auto version = known_version_of(database);
  if (!version) return tl::unexpected(version.error());
  if (*version == kNewest) return {};
  return fail(ErrorKind::storage, "The ledger is empty, or of an older Ajar.", "ajar run --once brings it up to date.");
}

}  // namespace ajar
