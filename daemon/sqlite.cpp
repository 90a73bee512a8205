#include "daemon/sqlite.h"

#include <sqlite3.h>

namespace ajar {
namespace {

constexpr int kBusyMilliseconds = 5000;

std::string hint_for(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL: return "Free some space on the disk that holds the ledger.";
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM: return "Check that the state directory exists and belongs to you.";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return "Move ledger.db aside; Ajar will start a new one and look in Sent and Drafts first.";
    case SQLITE_BUSY: return "Another program holds the ledger; try again in a moment.";
    default: return {};
  }
}

}  // namespace

bool SqlRow::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
std::int64_t SqlRow::number(int column) const { return sqlite3_column_int64(statement_, column); }
double SqlRow::real(int column) const { return sqlite3_column_double(statement_, column); }
std::string SqlRow::text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  if (bytes == nullptr) return {};
  return std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path, bool read_only) {
  std::unique_ptr<Database> database(new Database);
  database->path_ = path;
  // A reader of a WAL file still writes its shared memory, so read-only is enforced by query_only instead.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (read_only ? 0 : SQLITE_OPEN_CREATE);
  if (sqlite3_open_v2(path.c_str(), &database->handle_, flags, nullptr) != SQLITE_OK)
    return tl::unexpected(database->failure("open"));
  sqlite3_extended_result_codes(database->handle_, 1);
  sqlite3_busy_timeout(database->handle_, kBusyMilliseconds);
  if (read_only) {
    if (auto set = database->execute("PRAGMA query_only=ON"); !set) return tl::unexpected(set.error());
  }
  return database;
}

Database::~Database() {
  for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

Error Database::failure(std::string_view doing) const {
  const int code = handle_ ? sqlite3_extended_errcode(handle_) : SQLITE_NOMEM;
  const std::string why = handle_ ? sqlite3_errmsg(handle_) : "out of memory";
  return Error{ErrorKind::storage, path_ + ": cannot " + std::string(doing) + " the ledger: " + why, hint_for(code)};
}

Result<void> Database::execute(const std::string& statements) {
  const std::lock_guard lock(mutex_);
  if (sqlite3_exec(handle_, statements.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return tl::unexpected(failure("set up"));
  return {};
}

Result<sqlite3_stmt*> Database::prepared(const std::string& sql) {
  if (const auto known = statements_.find(sql); known != statements_.end()) return known->second;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement,
                         nullptr) != SQLITE_OK)
    return tl::unexpected(failure("use"));
  statements_.emplace(sql, statement);
  return statement;
}

void Database::bind(sqlite3_stmt* statement, int index, const SqlValue& value) {
  const std::string& bytes = value.bytes_;
  switch (value.kind_) {
    case SqlValue::Kind::null: sqlite3_bind_null(statement, index); break;
    case SqlValue::Kind::number: sqlite3_bind_int64(statement, index, value.number_); break;
    case SqlValue::Kind::real: sqlite3_bind_double(statement, index, value.real_); break;
    case SqlValue::Kind::text:
      sqlite3_bind_text64(statement, index, bytes.data(), bytes.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
      break;
    case SqlValue::Kind::blob:
      sqlite3_bind_blob64(statement, index, bytes.data(), bytes.size(), SQLITE_TRANSIENT);
      break;
  }
}

Result<void> Database::each(const std::string& sql, const std::vector<SqlValue>& values,
                            const std::function<void(const SqlRow&)>& read) {
  auto statement = prepared(sql);
  if (!statement) return tl::unexpected(statement.error());
  int index = 0;
  for (const SqlValue& value : values) bind(*statement, ++index, value);
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(*statement)) == SQLITE_ROW) {
    if (read) read(SqlRow(*statement));
  }
  Result<void> outcome;
  if (code != SQLITE_DONE) outcome = tl::unexpected(failure("use"));
  sqlite3_reset(*statement);
  sqlite3_clear_bindings(*statement);
  return outcome;
}

Transaction::Transaction(Database& database, Purpose purpose) : database_(database), lock_(database.mutex_) {
  each(purpose == Purpose::write ? "BEGIN IMMEDIATE" : "BEGIN", {}, {});
  open_ = !error_;
}

Transaction::~Transaction() {
  if (open_) (void)database_.each("ROLLBACK", {}, {});
}

void Transaction::each(const std::string& sql, const std::vector<SqlValue>& values,
                       const std::function<void(const SqlRow&)>& read) {
  if (error_) return;
  if (auto done = database_.each(sql, values, read); !done) error_ = done.error();
}

std::int64_t Transaction::run(const std::string& sql, const std::vector<SqlValue>& values) {
  each(sql, values, {});
  return error_ ? 0 : sqlite3_changes64(database_.handle_);
}

std::int64_t Transaction::inserted_id() const { return sqlite3_last_insert_rowid(database_.handle_); }

std::int64_t Transaction::number(const std::string& sql, const std::vector<SqlValue>& values) {
  return first(sql, values, [](const SqlRow& row) { return row.number(0); }).value_or(0);
}

void Transaction::fail_with(Error error) {
  if (!error_) error_ = std::move(error);
}

Result<void> Transaction::finish() {
  each("COMMIT", {}, {});
  if (!error_) {
    open_ = false;
    return {};
  }
  return tl::unexpected(*error_);
}

}  // namespace ajar
