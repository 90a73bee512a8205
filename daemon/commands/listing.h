#pragma once
// A list for people or for programs: a table, or with --json one object a line.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "daemon/ledger.h"
#include "daemon/output.h"

namespace ajar {

using Json = nlohmann::ordered_json;

class Listing {
 public:
  Listing(const Invocation& invocation, std::vector<std::string> headings) : invocation_(invocation), table_(std::move(headings)) {}
  void add(std::vector<std::string> row, const Json& object);
  /// Prints what was added; `when_empty` goes to standard error if that was nothing.
  ExitCode print(const char* when_empty) const;

 private:
  const Invocation& invocation_;
  Table table_;
  std::string objects_;
};

/// One line of JSON; text that is not valid UTF-8 is mended.
std::string json_text(const Json& object);
Json or_null(std::string_view text);
Json or_null(const std::optional<Instant>& at);

/// The ledger to look into; null (and a word on standard error) where Ajar has not run yet.
Result<std::unique_ptr<Ledger>> open_to_read(const Invocation& invocation);

}  // namespace ajar
