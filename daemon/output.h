#pragma once
// What people see: tables, colours (only on a terminal, never with NO_COLOR or --no-color), errors, faults.
// Results go to standard output, everything else to standard error.
#include <string>
#include <string_view>
#include <vector>

#include "daemon/invocation.h"
#include "daemon/places.h"
#include "filters/message.h"
#include "filters/result.h"
#include "filters/yaml_reader.h"

namespace ajar {

/// Escape sequences, or empty strings where colour is unwelcome (no-color.org).
struct Palette {
  const char* bold = "";
  const char* dim = "";
  const char* red = "";
  const char* green = "";
  const char* yellow = "";
  const char* reset = "";
};
Palette palette_for(const Invocation& invocation, int file_descriptor);

/// Rows of text in columns as wide as their longest cell; the last column is not padded, empty columns are left out.
/// Widths count code points.
class Table {
 public:
  explicit Table(std::vector<std::string> headings) : headings_(std::move(headings)) {}
  void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }
  /// Cells longer than `widest` code points are cut with an ellipsis.
  std::string text(const Palette& palette, std::size_t widest = 48) const;

 private:
  std::vector<std::string> headings_;
  std::vector<std::vector<std::string>> rows_;
};

/// At most `most` code points: all of it, or its beginning and an ellipsis.
std::string shortened(std::string_view utf8, std::size_t most);

/// "2026-11-25 09:00" in the machine's time zone, or in `zone`.
std::string local_moment(Instant at, const std::string& zone = system_time_zone());
/// "Priya Raman <priya@example.org>", or what there is of it.
std::string shown(const Address& address);

/// "ajar: what" and the hint on standard error; the exit code that belongs to the kind of failure.
ExitCode report(const Error& error);
/// Every fault with its line, caret and hint on standard error.
ExitCode report(const std::vector<Fault>& faults);

}  // namespace ajar
