#pragma once
// Rows of the ledger as values; shared by the ledger's source files.
#include <optional>
#include <string>
#include <vector>

#include "daemon/ledger.h"
#include "daemon/sqlite.h"

namespace ajar {

inline std::int64_t seconds(Instant at) { return at.time_since_epoch().count(); }
inline std::optional<std::int64_t> seconds(std::optional<Instant> at) {
  return at ? std::optional(seconds(*at)) : std::nullopt;
}
inline Instant instant(std::int64_t since_1970) { return Instant(std::chrono::seconds(since_1970)); }
inline std::optional<Instant> maybe_instant(const SqlRow& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(instant(row.number(column)));
}
inline std::optional<std::int64_t> maybe_number(const SqlRow& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.number(column));
}

DraftState draft_state_from(const std::string& text);

/// All drafts for which `where` holds (SQL over drafts d), in the order of `order`.
std::vector<DraftEntry> read_drafts(Transaction& work, const std::string& where, const std::vector<SqlValue>& values,
                                    const std::string& order = "d.due, d.id");
std::vector<ReminderEntry> read_reminders(Transaction& work, const std::string& where,
                                          const std::vector<SqlValue>& values);
/// Applications of an account ("" for all), with their people and drafts.
std::vector<KnownApplication> read_applications(Transaction& work, const std::string& account);

void insert_message(Transaction& work, const MailRecord& mail, std::optional<std::int64_t> application,
                    const std::string& fingerprint);
/// False if the key was there already.
bool insert_reminder(Transaction& work, const std::string& account, std::optional<std::int64_t> application,
                     const std::string& key, const Reminder& reminder);
void mark_sent(Transaction& work, std::int64_t draft, const std::string& sent_id, Instant now);
/// Only forward; a mail that was being read up to there is read.
void move_cursor(Transaction& work, std::int64_t mailbox, Uid last);

}  // namespace ajar
