#include "daemon/preview_memory.h"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "daemon/ledger.h"

namespace ajar {
namespace {

namespace fs = std::filesystem;

struct Entry {
  std::string identity;
  std::vector<std::string> used;
};

/// Lines that cannot be read are passed over: the memory is a courtesy, not a record.
std::vector<Entry> read_entries(const std::string& path) {
  std::vector<Entry> entries;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    auto object = nlohmann::json::parse(line, nullptr, false);
    if (!object.is_object() || !object["identity"].is_string() || !object["used"].is_array()) continue;
    Entry entry{object["identity"], {}};
    for (const auto& id : object["used"])
      if (id.is_string()) entry.used.push_back(id);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

Result<ReplyMemory> PreviewMemory::before(const std::string& account, const std::string& identity) const {
  ReplyMemory memory;
  std::error_code missing;
  if (fs::exists(state_dir_ + "/ledger.db", missing)) {
    auto ledger = Ledger::open(state_dir_, Ledger::Access::reader);
    if (!ledger) return tl::unexpected(ledger.error());
    auto known = (*ledger)->known(account);
    if (!known) return tl::unexpected(known.error());
    memory = std::move(known->memory);
  }
  for (const auto& entry : read_entries(file())) {
    if (entry.identity == identity) break;
    memory.used.insert(memory.used.end(), entry.used.begin(), entry.used.end());
  }
  return memory;
}

Result<void> PreviewMemory::note(const std::string& identity, const std::vector<std::string>& used) const {
  for (const auto& entry : read_entries(file()))
    if (entry.identity == identity) return {};
  std::error_code trouble;
  bool made = fs::create_directories(state_dir_, trouble);
  if (made) fs::permissions(state_dir_, fs::perms::owner_all, trouble);
  std::ofstream out(file(), std::ios::app);
  out << nlohmann::json{{"identity", identity}, {"used", used}}.dump() << '\n';
  out.flush();
  if (!out) return fail(ErrorKind::storage, "cannot write " + file(), "choose another directory with --state");
  return {};
}

}  // namespace ajar
