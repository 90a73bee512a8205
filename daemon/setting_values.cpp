#include "daemon/setting_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "filters/message.h"

namespace ajar {
namespace {

constexpr std::array<std::string_view, 7> weekday_names{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::string ticked(std::string_view text) { return "'" + std::string(text) + "'"; }

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

std::optional<int> digits(std::string_view text) {
  int value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty() || text.front() == '-') return {};
  return value;
}

/// "9:05" to 545; "24:00" is the end of the day.
std::optional<int> parse_minute_of_day(std::string_view text) {
  auto colon = text.find(':');
  if (colon == std::string_view::npos || text.size() != colon + 3) return {};
  auto hour = digits(text.substr(0, colon)), minute = digits(text.substr(colon + 1));
  if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > 24 * 60) return {};
  return *hour * 60 + *minute;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Monday to Sunday of "2026-W32" (ISO 8601): week 1 is the one with 4 January in it.
std::optional<std::pair<Date, Date>> parse_iso_week(std::string_view text) {
  auto mark = text.find("-W");
  if (mark != 4) return {};
  auto year = digits(text.substr(0, 4)), week = digits(text.substr(6));
  if (!year || !week || *week < 1 || *week > 53) return {};
  Date fourth = std::chrono::year(*year) / 1 / 4;
  unsigned weekday = std::chrono::weekday(std::chrono::sys_days(fourth)).iso_encoding();
  Date monday = add_days(fourth, 1 - static_cast<int>(weekday) + 7 * (*week - 1));
  return std::pair{monday, add_days(monday, 6)};
}

std::optional<std::pair<Date, Date>> parse_date_range(std::string_view text) {
  auto dots = text.find("..");
  if (dots == std::string_view::npos) return {};
  auto first = parse_date(trimmed(text.substr(0, dots))), last = parse_date(trimmed(text.substr(dots + 2)));
  if (!first || !last || *last < *first) return {};
  return std::pair{*first, *last};
}

}  // namespace

void SettingValues::fault(Position at, std::string what, std::string hint) {
  faults_.push_back({file_, at, std::move(what), std::move(hint)});
}

void SettingValues::refuse_keys(const YamlValue& mapping, const std::vector<std::string>& known) {
  refuse_unknown_keys(mapping, known, file_, faults_);
}

std::optional<std::string> SettingValues::text(const YamlValue& value, std::string_view key) {
  if (value.kind == YamlValue::Kind::null) return {};
  if (value.kind == YamlValue::Kind::scalar) return value.scalar;
  fault(value.position, ticked(key) + " must be a single text");
  return {};
}

std::optional<std::string> SettingValues::choice(const YamlValue& value, std::string_view key,
                                                 const std::vector<std::string>& known) {
  auto word = text(value, key);
  if (!word || std::find(known.begin(), known.end(), *word) != known.end()) return word;
  std::string nearest = nearest_name(*word, known);
  fault(value.position, ticked(key) + " cannot be " + ticked(*word),
        (nearest.empty() ? "" : "did you mean " + ticked(nearest) + "? ") + "known: " + joined(known));
  return {};
}

std::optional<bool> SettingValues::on_off(const YamlValue& value, std::string_view key) {
  auto word = text(value, key);
  if (!word) return {};
  if (*word == "on" || *word == "true" || *word == "yes") return true;
  if (*word == "off" || *word == "false" || *word == "no") return false;
  fault(value.position, ticked(key) + " must be on or off, not " + ticked(*word));
  return {};
}

std::optional<double> SettingValues::number(const YamlValue& value, std::string_view key, double least, double most) {
  auto word = text(value, key);
  if (!word) return {};
  double number = 0;
  auto [end, error] = std::from_chars(word->data(), word->data() + word->size(), number);
  bool whole_text = error == std::errc() && end == word->data() + word->size();
  if (whole_text && std::isfinite(number) && number >= least && number <= most) return number;
  auto shown = [](double d) { return std::to_string(static_cast<long>(d)); };
  fault(value.position, ticked(key) + " must be a number from " + shown(least) + " to " + shown(most) + ", not " +
                            ticked(*word));
  return {};
}

std::optional<int> SettingValues::whole_number(const YamlValue& value, std::string_view key, int least, int most) {
  auto found = number(value, key, least, most);
  if (!found) return {};
  if (*found == std::floor(*found)) return static_cast<int>(*found);
  fault(value.position, ticked(key) + " must be a whole number");
  return {};
}

std::optional<Span> SettingValues::span(const YamlValue& value, std::string_view key) {
  auto word = text(value, key);
  if (!word) return {};
  if (*word == "0") return Span{};
  auto parsed = parse_span(*word);
  if (parsed) return *parsed;
  fault(value.position, ticked(key) + " must be a length of time, not " + ticked(*word),
        "write a number and a unit, such as 90s, 15m, 24h, 14d, 6w or 3mo");
  return {};
}

std::vector<const YamlValue*> SettingValues::scalars(const YamlValue& value, std::string_view key) {
  std::vector<const YamlValue*> all;
  if (value.kind == YamlValue::Kind::scalar) all.push_back(&value);
  if (value.kind == YamlValue::Kind::mapping) fault(value.position, ticked(key) + " must be a list of texts");
  for (const auto& item : value.items) {
    if (item.kind == YamlValue::Kind::scalar)
      all.push_back(&item);
    else
      fault(item.position, ticked(key) + " must be a list of texts");
  }
  return all;
}

std::vector<std::string> SettingValues::texts(const YamlValue& value, std::string_view key) {
  std::vector<std::string> all;
  for (const auto* item : scalars(value, key)) all.push_back(item->scalar);
  return all;
}

std::optional<std::string> SettingValues::time_zone(const YamlValue& value, std::string_view key) {
  auto name = text(value, key);
  if (!name || is_time_zone(*name)) return name;
  fault(value.position, "there is no time zone " + ticked(*name), "use a name such as Europe/Berlin or America/New_York");
  return {};
}

std::optional<std::string> SettingValues::address(const YamlValue& value, std::string_view key) {
  auto email = text(value, key);
  if (!email) return {};
  bool looks_right = !local_part(*email).empty() && !domain_of(*email).empty() &&
                     email->find_first_of(" <>,;\"\r\n\t") == std::string::npos;
  if (looks_right) return email;
  fault(value.position, ticked(key) + " must be a mail address, not " + ticked(*email),
        "write the address alone, such as sam@example.org; the name goes to 'display_name'");
  return {};
}

std::optional<int> SettingValues::minute_of_day(const YamlValue& value, std::string_view key) {
  auto word = text(value, key);
  if (!word) return {};
  if (auto minute = parse_minute_of_day(*word)) return minute;
  fault(value.position, ticked(key) + " must be a time of day, not " + ticked(*word), "write it in quotes: \"09:00\"");
  return {};
}

std::optional<std::pair<int, int>> SettingValues::window(const YamlValue& value, std::string_view key) {
  auto word = text(value, key);
  if (!word) return {};
  auto dash = word->find('-');
  if (dash != std::string::npos) {
    auto begin = parse_minute_of_day(trimmed(std::string_view(*word).substr(0, dash)));
    auto end = parse_minute_of_day(trimmed(std::string_view(*word).substr(dash + 1)));
    if (begin && end && *begin < *end) return std::pair{*begin, *end};
  }
  fault(value.position, ticked(key) + " must be a part of the day, not " + ticked(*word),
        "write begin and end in quotes: \"08:30-11:30\"");
  return {};
}

std::optional<std::set<unsigned>> SettingValues::weekdays(const YamlValue& value, std::string_view key) {
  std::set<unsigned> days;
  bool all_known = true;
  for (const auto* item : scalars(value, key)) {
    auto found = std::find(weekday_names.begin(), weekday_names.end(), item->scalar);
    if (found == weekday_names.end()) {
      all_known = false;
      fault(item->position, "there is no weekday " + ticked(item->scalar), "known: mon, tue, wed, thu, fri, sat, sun");
    } else {
      days.insert(static_cast<unsigned>(found - weekday_names.begin()) + 1);
    }
  }
  if (all_known && days.empty()) fault(value.position, ticked(key) + " needs at least one day");
  if (days.empty() || !all_known) return {};
  return days;
}

std::vector<std::pair<Date, Date>> SettingValues::weeks(const YamlValue& value, std::string_view key) {
  std::vector<std::pair<Date, Date>> all;
  for (const auto* item : scalars(value, key)) {
    auto span = parse_iso_week(item->scalar);
    if (!span) span = parse_date_range(item->scalar);
    if (span)
      all.push_back(*span);
    else
      fault(item->position, ticked(key) + " cannot read " + ticked(item->scalar),
            "write a week as \"2026-W32\" or days as \"2026-08-03..2026-08-14\"");
  }
  return all;
}

std::optional<std::string> SettingValues::path(const YamlValue& value, std::string_view key) {
  auto written = text(value, key);
  if (!written || written->empty()) return written;
  const char* home = std::getenv("HOME");
  if (written->starts_with("~/") && home) return home + written->substr(1);
  std::filesystem::path below(*written);
  if (below.is_absolute()) return written;
  return (std::filesystem::path(file_).parent_path() / below).string();
}

}  // namespace ajar
