#pragma once
// Typed values out of YAML for ajar.yaml: each function returns the value or notes a fault at its place and returns
// nothing, so that one run finds every fault of the file.
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "filters/civil_time.h"
#include "filters/yaml_reader.h"

namespace ajar {

class SettingValues {
 public:
  /// `file_name` is for fault texts; relative paths in the file are relative to its directory.
  SettingValues(std::string_view file_name, std::vector<Fault>& faults) : file_(file_name), faults_(faults) {}

  void fault(Position at, std::string what, std::string hint = {});

  /// A mapping whose keys are all in the table; each entry is handed to its row. Rows: {name, void(*)(values, value, target)}.
  template <class Target, class Table>
  void mapping(const YamlValue& value, std::string_view name, const Table& table, Target& target);

  std::optional<std::string> text(const YamlValue& value, std::string_view key);
  std::optional<std::string> choice(const YamlValue& value, std::string_view key, const std::vector<std::string>& known);
  std::optional<bool> on_off(const YamlValue& value, std::string_view key);
  std::optional<double> number(const YamlValue& value, std::string_view key, double least, double most);
  std::optional<int> whole_number(const YamlValue& value, std::string_view key, int least, int most);
  std::optional<Span> span(const YamlValue& value, std::string_view key);
  /// One text, or a list of texts, with their places.
  std::vector<const YamlValue*> scalars(const YamlValue& value, std::string_view key);
  std::vector<std::string> texts(const YamlValue& value, std::string_view key);
  std::optional<std::string> time_zone(const YamlValue& value, std::string_view key);
  std::optional<std::string> address(const YamlValue& value, std::string_view key);
  /// "09:00". Unit: minutes of the day.
  std::optional<int> minute_of_day(const YamlValue& value, std::string_view key);
  /// "08:30-11:30".
  std::optional<std::pair<int, int>> window(const YamlValue& value, std::string_view key);
  /// mon tue wed thu fri sat sun as ISO weekdays, 1 = Monday.
  std::optional<std::set<unsigned>> weekdays(const YamlValue& value, std::string_view key);
  /// "2026-W32" (ISO 8601 week) or "2026-08-03..2026-08-14": first and last day.
  std::vector<std::pair<Date, Date>> weeks(const YamlValue& value, std::string_view key);
  /// A path with "~/" expanded, relative to the settings file.
  std::optional<std::string> path(const YamlValue& value, std::string_view key);

 private:
  void refuse_keys(const YamlValue& mapping, const std::vector<std::string>& known);

  std::string file_;
  std::vector<Fault>& faults_;
};

template <class Target, class Table>
void SettingValues::mapping(const YamlValue& value, std::string_view name, const Table& table, Target& target) {
  if (value.kind == YamlValue::Kind::null) return;
  if (value.kind != YamlValue::Kind::mapping)
    return fault(value.position, "`" + std::string(name) + "` must be a mapping of keys to values");
  std::vector<std::string> known;
  for (const auto& row : table) known.emplace_back(row.name);
  refuse_keys(value, known);
  for (const auto& entry : value.entries)
    for (const auto& row : table)
      if (row.name == entry.key) row.read(*this, entry.value, target);
}

}  // namespace ajar
