#include "daemon/output.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "daemon/books_loader.h"
#include "filters/charset.h"

namespace ajar {

Palette palette_for(const Invocation& invocation, int file_descriptor) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  bool unwelcome = invocation.no_color || (no_color && *no_color) || !isatty(file_descriptor) ||
                   (terminal && std::string_view(terminal) == "dumb");
  if (unwelcome) return {};
  return {"\033[1m", "\033[2m", "\033[31m", "\033[32m", "\033[33m", "\033[0m"};
}

std::string shortened(std::string_view utf8, std::size_t most) {
  if (count_code_points(utf8) <= most) return std::string(utf8);
  return std::string(first_code_points(utf8, most > 0 ? most - 1 : 0)) + "…";
}

std::string Table::text(const Palette& palette, std::size_t widest) const {
  std::vector<std::size_t> columns;  // those that hold anything
  for (std::size_t column = 0; column < headings_.size(); ++column)
    if (std::any_of(rows_.begin(), rows_.end(), [&](const auto& row) { return column < row.size() && !row[column].empty(); }))
      columns.push_back(column);
  std::vector<std::vector<std::string>> lines{headings_};
  lines.insert(lines.end(), rows_.begin(), rows_.end());
  std::vector<std::size_t> widths(headings_.size());
  for (auto& line : lines) {
    line.resize(headings_.size());
    for (std::size_t column : columns) {
      if (column != columns.back()) line[column] = shortened(line[column], widest);
      widths[column] = std::max(widths[column], count_code_points(line[column]));
    }
  }
  std::string all;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    if (at == 0) all += palette.bold;
    for (std::size_t column : columns) {
      const std::string& cell = lines[at][column];
      all += cell;
      if (column != columns.back()) all.append(widths[column] - count_code_points(cell) + 2, ' ');
    }
    if (at == 0) all += palette.reset;
    all += '\n';
  }
  return all;
}

std::string local_moment(Instant at, const std::string& zone) {
  LocalTime local = to_local(at, zone);
  char time[32];
  std::snprintf(time, sizeof time, " %02d:%02d", local.minute_of_day / 60, local.minute_of_day % 60);
  return format_date(local.date) + time;
}

std::string shown(const Address& address) {
  if (address.email.empty() || address.name.empty()) return address.name + address.email;
  return address.name + " <" + address.email + ">";
}

ExitCode report(const Error& error) {
  std::fprintf(stderr, "ajar: %s\n", error.what.c_str());
  if (!error.hint.empty()) std::fprintf(stderr, "      %s\n", error.hint.c_str());
  switch (error.kind) {
    case ErrorKind::config: return ExitCode::settings;
    case ErrorKind::sign_in: return ExitCode::permission;
    case ErrorKind::network:
    case ErrorKind::server: return ExitCode::unavailable;
    case ErrorKind::message: return ExitCode::data;
    case ErrorKind::storage: return ExitCode::storage;
  }
  return ExitCode::storage;
}

ExitCode report(const std::vector<Fault>& faults) {
  std::map<std::string, std::string> texts;
  for (const auto& fault : faults) {
    auto [entry, is_new] = texts.try_emplace(fault.file);
    if (is_new)
      if (auto text = read_file(fault.file)) entry->second = std::move(*text);
    std::fputs(show_fault(fault, entry->second).c_str(), stderr);
  }
  std::fprintf(stderr, "ajar: %zu fault%s\n", faults.size(), faults.size() == 1 ? "" : "s");
  return ExitCode::settings;
}

}  // namespace ajar
