#pragma once
// Which sentences earlier drafts used, for `ajar preview --state DIR`: those of DIR's ledger, and those of earlier
// previews, which are kept beside it in preview.jsonl and never become drafts.
#include <string>

#include "filters/replies.h"

namespace ajar {

class PreviewMemory {
 public:
  explicit PreviewMemory(std::string state_dir) : state_dir_(std::move(state_dir)) {}

  /// What was used before the mail of this identity was first previewed: the same mail gives the same draft again.
  /// Fails with ErrorKind::storage.
  Result<ReplyMemory> before(const std::string& account, const std::string& identity) const;
  /// Notes what was used now; nothing if this mail was noted before. Fails with ErrorKind::storage.
  Result<void> note(const std::string& identity, const std::vector<std::string>& used) const;

 private:
  std::string file() const { return state_dir_ + "/preview.jsonl"; }

  std::string state_dir_;
};

}  // namespace ajar
