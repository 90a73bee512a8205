#pragma once
// The tables of the ledger and how an older ledger becomes a newer one.
#include "daemon/sqlite.h"

namespace ajar {

/// Brings the database to the newest schema (user_version), step by step, each step one transaction.
/// Fails with ErrorKind::storage, also on a ledger written by a newer Ajar.
Result<void> migrate_ledger(Database& database);

/// For readers, who bring nothing to the newest schema: fails unless the ledger has it.
Result<void> check_ledger_schema(Database& database);

}  // namespace ajar
