#pragma once
// A small, safe face for SQLite: the only room that knows its C API. Values in, values out; the first failure inside a
// transaction is kept, what follows it does nothing, and finish() hands it out.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "filters/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace ajar {

/// Bytes, where a text is not meant.
struct Blob {
  std::string bytes;
};

/// What is bound to a `?`: NULL, a number, a text or bytes.
class SqlValue {
 public:
  SqlValue(std::nullptr_t) {}
  SqlValue(std::int64_t number) : kind_(Kind::number), number_(number) {}
  SqlValue(int number) : SqlValue(std::int64_t{number}) {}
  SqlValue(std::uint32_t number) : SqlValue(std::int64_t{number}) {}
  SqlValue(bool flag) : SqlValue(std::int64_t{flag}) {}
  SqlValue(double real) : kind_(Kind::real), real_(real) {}
  SqlValue(std::string text) : kind_(Kind::text), bytes_(std::move(text)) {}
  SqlValue(std::string_view text) : SqlValue(std::string(text)) {}
  SqlValue(const char* text) : SqlValue(std::string(text)) {}
  SqlValue(Blob blob) : kind_(Kind::blob), bytes_(std::move(blob.bytes)) {}
  template <class T>
  SqlValue(const std::optional<T>& maybe) : SqlValue(maybe ? SqlValue(*maybe) : SqlValue(nullptr)) {}

 private:
  friend class Database;
  enum class Kind { null, number, real, text, blob } kind_ = Kind::null;
  std::int64_t number_ = 0;
  double real_ = 0;
  std::string bytes_;
};

/// One row of an answer; columns count from 0. Valid only while it is handed to the reader.
class SqlRow {
 public:
  explicit SqlRow(sqlite3_stmt* statement) : statement_(statement) {}
  bool is_null(int column) const;
  std::int64_t number(int column) const;
  double real(int column) const;
  std::string text(int column) const;  ///< also bytes; empty for NULL

 private:
  sqlite3_stmt* statement_;
};

/// One open file. Threads take turns: a Transaction holds the lock from its birth to its end.
class Database {
 public:
  /// Opens or creates. Fails with ErrorKind::storage.
  static Result<std::unique_ptr<Database>> open(const std::string& path, bool read_only);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Statements outside any transaction (PRAGMA). Fails with ErrorKind::storage.
  Result<void> execute(const std::string& statements);

 private:
  friend class Transaction;
  Database() = default;
  Result<void> each(const std::string& sql, const std::vector<SqlValue>& values,
                    const std::function<void(const SqlRow&)>& read);
  Result<sqlite3_stmt*> prepared(const std::string& sql);
  static void bind(sqlite3_stmt* statement, int index, const SqlValue& value);
  Error failure(std::string_view doing) const;

  sqlite3* handle_ = nullptr;
  std::string path_;
  std::map<std::string, sqlite3_stmt*> statements_;
  std::mutex mutex_;
};

/// All or nothing. Without finish() everything is rolled back.
class Transaction {
 public:
  enum class Purpose { read, write };
  Transaction(Database& database, Purpose purpose);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  /// Runs a statement that gives no rows. Returns how many rows it changed.
  std::int64_t run(const std::string& sql, const std::vector<SqlValue>& values = {});
  /// Row id of the last INSERT.
  std::int64_t inserted_id() const;
  /// Every row of the answer, read by `read`.
  template <class Read>
  auto select(const std::string& sql, const std::vector<SqlValue>& values, Read read)
      -> std::vector<decltype(read(std::declval<const SqlRow&>()))> {
    std::vector<decltype(read(std::declval<const SqlRow&>()))> rows;
    each(sql, values, [&](const SqlRow& row) { rows.push_back(read(row)); });
    return rows;
  }
  /// The first row, if any.
  template <class Read>
  auto first(const std::string& sql, const std::vector<SqlValue>& values, Read read)
      -> std::optional<decltype(read(std::declval<const SqlRow&>()))> {
    auto rows = select(sql, values, read);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
  }
  /// The first column of the first row as a number; 0 if there is none.
  std::int64_t number(const std::string& sql, const std::vector<SqlValue>& values = {});

  bool failed() const { return error_.has_value(); }
  /// Makes the transaction fail for a reason of its own.
  void fail_with(Error error);
  /// COMMIT, or the first failure (ErrorKind::storage).
  Result<void> finish();
  template <class T>
  Result<T> finish(T value) {
    if (auto done = finish(); !done) return tl::unexpected(done.error());
    return value;
  }

 private:
  void each(const std::string& sql, const std::vector<SqlValue>& values, const std::function<void(const SqlRow&)>& read);

  Database& database_;
  std::unique_lock<std::mutex> lock_;
  std::optional<Error> error_;
  bool open_ = false;
};

}  // namespace ajar
