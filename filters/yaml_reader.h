#pragma once
// YAML with positions and hard rules. The only room that knows yaml-cpp; its types and exceptions stop here.
// yaml-cpp 0.7 silently accepts duplicate keys and invalid UTF-8 and is slow on noise: checked here first (1 MiB cap).
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "filters/result.h"

namespace ajar {

/// Where something stands in a file; line and column count from 1.
struct Position {
  std::size_t line = 0;
  std::size_t column = 0;
};

/// One fault in a user's file.
struct Fault {
  std::string file;
  Position position;
  std::string what;
  std::string hint;
};

/// A YAML value with the positions of keys and values. Mappings keep their order.
struct YamlValue {
  enum class Kind { null, scalar, sequence, mapping };
  Kind kind = Kind::null;
  Position position;
  std::string scalar;  ///< as written, unquoted
  bool quoted = false;
  std::vector<YamlValue> items;
  struct Entry;
  std::vector<Entry> entries;

  const YamlValue* find(std::string_view key) const;
};
struct YamlValue::Entry {
  std::string key;
  Position key_position;
  YamlValue value;
};

/// Reads one document. On failure the faults say where; duplicate keys are faults.
struct YamlDocument {
  YamlValue root;
  std::vector<Fault> faults;
};
YamlDocument read_yaml(std::string_view text, std::string_view file_name);

/// The name in `known` nearest to `name` by edit distance, or empty if none is near. For "did you mean" hints.
std::string nearest_name(std::string_view name, const std::vector<std::string>& known);

/// Adds a fault for every key of `mapping` that is not in `known`, naming the nearest known key.
void refuse_unknown_keys(const YamlValue& mapping, const std::vector<std::string>& known, std::string_view file_name,
                         std::vector<Fault>& faults);

/// "FILE:LINE:COL: what", the line, a caret under the column, and the hint: what `ajar check` prints.
std::string show_fault(const Fault& fault, std::string_view file_text);

}  // namespace ajar
