#include "daemon/ledger.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "daemon/ledger_schema.h"

namespace ajar {
namespace {

Error storage(std::string what, std::string hint = {}) {
  return Error{ErrorKind::storage, std::move(what), std::move(hint)};
}

Result<void> make_private_directory(const std::string& path) {
  std::error_code trouble;
  std::filesystem::create_directories(path, trouble);
  if (trouble)
    return tl::unexpected(storage(path + ": cannot make the state directory: " + trouble.message(),
                                  "Choose another one with --state."));
  if (::chmod(path.c_str(), 0700) != 0 && ::access(path.c_str(), W_OK) != 0)
    return tl::unexpected(storage(path + ": the state directory is not writable", "Choose another one with --state."));
  return {};
}

/// The lock that keeps a second daemon away. Held until the descriptor is closed, also by a crash.
Result<int> lock_ledger(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return tl::unexpected(storage(path + ": cannot open the lock file: " + std::strerror(errno)));
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    char pid[32] = {};
    const ssize_t length = ::pread(fd, pid, sizeof pid - 1, 0);
    ::close(fd);
    const std::string who = length > 0 ? " (process " + std::string(pid, std::strcspn(pid, "\n")) + ")" : "";
    return tl::unexpected(storage("Another Ajar is already at work on this ledger" + who + ".",
                                  "Stop it first (systemctl --user stop ajar), or use another --state directory."));
  }
  const std::string pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(fd, 0) == 0) (void)!::pwrite(fd, pid.data(), pid.size(), 0);
  return fd;
}

/// Makes the file private before SQLite fills it; SQLite gives its -wal and -shm the same mode.
Result<void> make_private_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return tl::unexpected(storage(path + ": cannot open the ledger: " + std::strerror(errno),
                                  "Check that the state directory exists and belongs to you."));
  (void)!::fchmod(fd, 0600);
  ::close(fd);
  return {};
}

}  // namespace

std::string_view to_string(DraftState state) {
  switch (state) {
    case DraftState::waiting: return "waiting";
    case DraftState::attempting: return "attempting";
    case DraftState::filed: return "filed";
    case DraftState::changed: return "changed";
    case DraftState::sent: return "sent";
    case DraftState::gone: return "gone";
    case DraftState::cancelled: return "cancelled";
    case DraftState::unsure: return "unsure";
  }
  return "";
}

std::string new_message_id(const std::string& address) {
  unsigned char random[16] = {};
  for (std::size_t got = 0; got < sizeof random;) {
    const ssize_t n = ::getrandom(random + got, sizeof random - got, 0);
    if (n > 0) got += static_cast<std::size_t>(n);
  }
  static constexpr char kHex[] = "0123456789abcdef";
  std::string id;
  for (const unsigned char byte : random) {
    id += kHex[byte >> 4];
    id += kHex[byte & 15];
  }
  const std::string_view domain = domain_of(address);
  return id + "@" + (domain.empty() ? std::string("localhost") : std::string(domain));
}

Ledger::Ledger() = default;

Ledger::~Ledger() {
  database_.reset();
  if (lock_fd_ >= 0) ::close(lock_fd_);
}

Result<std::unique_ptr<Ledger>> Ledger::open(const std::string& state_dir, Access access) {
  const std::string path = state_dir + "/ledger.db";
  std::unique_ptr<Ledger> ledger(new Ledger);
  if (access == Access::reader) {
    if (!std::filesystem::exists(path))
      return tl::unexpected(storage(path + ": there is no ledger yet.", "Run `ajar run --once` first."));
  } else {
    if (auto made = make_private_directory(state_dir); !made) return tl::unexpected(made.error());
  }
  if (access == Access::owner) {
    auto lock = lock_ledger(state_dir + "/ledger.lock");
    if (!lock) return tl::unexpected(lock.error());
    ledger->lock_fd_ = *lock;
  }
  if (access != Access::reader) {
    if (auto made = make_private_file(path); !made) return tl::unexpected(made.error());
  }
  auto database = Database::open(path, access == Access::reader);
  if (!database) return tl::unexpected(database.error());
  ledger->database_ = std::move(*database);
  if (access == Access::reader) {
    if (auto ready = check_ledger_schema(*ledger->database_); !ready) return tl::unexpected(ready.error());
  } else {
    auto ready = ledger->database_->execute(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;");
    if (ready) ready = migrate_ledger(*ledger->database_);
    if (!ready) return tl::unexpected(ready.error());
  }
  return ledger;
}

void Ledger::on_step(StepHook hook) { hook_ = std::move(hook); }

Result<void> Ledger::write(std::string_view name, const std::function<void(Transaction&)>& body) {
  const auto step = [&](std::string_view phase) {
    if (hook_) hook_(std::string(phase) + " " + std::string(name));
  };
  step("before");
  Result<void> done;
  {
    Transaction work(*database_, Transaction::Purpose::write);
    body(work);
    step("within");
    done = work.finish();
  }
  step("after");
  return done;
}

}  // namespace ajar
