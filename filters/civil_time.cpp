#include "filters/civil_time.h"

#include <unicode/basictz.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

#include "filters/ascii.h"

namespace ajar {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kWeekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

/// RFC 5322 4.3, and the European names that real mail carries.
struct NamedZone {
  std::string_view name;
  int minutes;
};
constexpr std::array<NamedZone, 24> kNamedZones = {
    {{"UT", 0},     {"GMT", 0},    {"UTC", 0},    {"WET", 0},    {"EST", -300}, {"EDT", -240},
     {"CST", -360}, {"CDT", -300}, {"MST", -420}, {"MDT", -360}, {"PST", -480}, {"PDT", -420},
     {"CET", 60},   {"MET", 60},   {"MEZ", 60},   {"CEST", 120}, {"MEST", 120}, {"MESZ", 120},
     {"EET", 120},  {"EEST", 180}, {"WEST", 60},  {"BST", 60},   {"JST", 540},  {"AEST", 600}}};

std::unique_ptr<icu::BasicTimeZone> open_zone(const std::string& zone) {
  std::unique_ptr<icu::TimeZone> found(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone)));
  auto* basic = dynamic_cast<icu::BasicTimeZone*>(found.get());
  if (basic == nullptr) return nullptr;
  found.release();
  return std::unique_ptr<icu::BasicTimeZone>(basic);
}

std::string two_digits(unsigned value) {
  std::string out = std::to_string(value);
  return out.size() < 2 ? "0" + out : out;
}

std::string four_digits(int value) {
  std::string out = std::to_string(value);
  return out.size() < 4 ? std::string(4 - out.size(), '0') + out : out;
}

/// Reads a mail date from left to right. Order hardly matters: a month is a word, a time has a colon, a zone follows
/// the time, the first small number is the day; so asctime, INTERNALDATE and RFC 3339 forms are read too.
class MailDateReader {
 public:
  explicit MailDateReader(std::string_view text) : rest_(text.substr(0, 200)) {}

  std::optional<Instant> read() {
    while (!rest_.empty()) step();
    const Date date{std::chrono::year(year_), std::chrono::month(month_), std::chrono::day(day_)};
    if (!has_year_ || !date.ok() || year_ < 1900 || year_ > 9999) return std::nullopt;
    return sys_days(date) + time_.value_or(seconds(0)) - zone_.value_or(minutes(0));
  }

 private:
  void step() {
    const char c = rest_.front();
    if (c == '(') return skip_comment();
    if (ascii::is_digit(c)) return take_number_or_time();
    if (ascii::is_alpha(c)) return take_word();
    const bool sign = (c == '+' || c == '-') && rest_.size() > 1 && ascii::is_digit(rest_[1]);
    rest_.remove_prefix(1);
    if (sign && time_) take_offset(c == '-' ? -1 : 1);
  }

  void skip_comment() {
    int depth = 0;
    do {
      depth += rest_.front() == '(' ? 1 : rest_.front() == ')' ? -1 : 0;
      rest_.remove_prefix(1);
    } while (depth > 0 && !rest_.empty());
  }

  std::pair<int, std::size_t> digits(std::size_t most) {
    std::size_t size = 0;
    int value = 0;
    while (size < most && size < rest_.size() && ascii::is_digit(rest_[size]))
      value = value * 10 + (rest_[size++] - '0');
    rest_.remove_prefix(size);
    return {value, size};
  }

  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void take_number_or_time() {
    const auto [value, size] = digits(8);
    if (!time_ && size <= 2 && take(':')) return take_time(value);
    if (day_ == 0 && size <= 2) {
      day_ = static_cast<unsigned>(value);
    } else if (size == 4 && month_ == 0 && take('-')) {  // RFC 3339
      set_year(value, size);
      month_ = static_cast<unsigned>(digits(2).first);
      take('-');
      day_ = static_cast<unsigned>(digits(2).first);
    } else if (!has_year_) {
      set_year(value, size);
    }
  }

  /// RFC 5322 4.3: two digits below 50 are 20xx, three digits count from 1900.
  void set_year(int value, std::size_t size) {
    year_ = size <= 2 ? value + (value < 50 ? 2000 : 1900) : size == 3 ? value + 1900 : value;
    has_year_ = true;
  }

  void take_time(int hour) {
    const auto [minute, size] = digits(2);
    const int second = take(':') ? digits(2).first : 0;
    if (take('.')) digits(9);
    if (size > 0 && hour < 24 && minute < 60 && second <= 60) time_ = seconds(hour * 3600 + minute * 60 + second);
  }

  void take_word() {
    std::size_t size = 0;
    while (size < rest_.size() && ascii::is_alpha(rest_[size])) ++size;
    const std::string_view word = rest_.substr(0, size);
    rest_.remove_prefix(size);
    if (time_ && !zone_) {
      for (const NamedZone& zone : kNamedZones)
        if (ascii::equal(word, zone.name)) zone_ = minutes(zone.minutes);
    }
    if (month_ > 0 || size < 3) return;
    for (unsigned i = 0; i < kMonths.size(); ++i)
      if (ascii::starts_with(word, kMonths[i])) month_ = i + 1;
  }

  void take_offset(int direction) {
    const auto [value, size] = digits(4);
    int hours = size <= 2 ? value : value / 100;
    int rest = size <= 2 ? 0 : value % 100;
    if (size <= 2 && take(':')) rest = digits(2).first;
    if (hours < 24 && rest < 60) zone_ = minutes(direction * (hours * 60 + rest));
  }

  std::string_view rest_;
  int year_ = 0;
  bool has_year_ = false;
  unsigned month_ = 0;
  unsigned day_ = 0;
  std::optional<seconds> time_;
  std::optional<minutes> zone_;
};

bool all_digits(std::string_view text) {
  for (const char c : text)
    if (!ascii::is_digit(c)) return false;
  return !text.empty();
}

/// The number in text[from, from + size), which must be digits; -1 otherwise.
int number_at(std::string_view text, std::size_t from, std::size_t size) {
  if (text.size() < from + size || !all_digits(text.substr(from, size))) return -1;
  int value = 0;
  for (const char c : text.substr(from, size)) value = value * 10 + (c - '0');
  return value;
}

/// "Z" or "+01:00".
std::optional<minutes> rfc3339_offset(std::string_view text) {
  if (text == "Z" || text == "z") return minutes(0);
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const int hour = number_at(text, 1, 2);
  const int minute = number_at(text, 4, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  return minutes((text[0] == '-' ? -1 : 1) * (hour * 60 + minute));
}

struct SpanUnit {
  std::string_view name;
  int seconds;
  int months;
};
constexpr std::array<SpanUnit, 6> kSpanUnits = {
    {{"s", 1, 0}, {"m", 60, 0}, {"h", 3600, 0}, {"d", 86400, 0}, {"w", 7 * 86400, 0}, {"mo", 0, 1}}};

}  // namespace

Result<Span> parse_span(std::string_view text) {
  const std::string_view trimmed = ascii::trim(text);
  const std::size_t size = std::min(trimmed.find_first_not_of("0123456789"), trimmed.size());
  const std::string_view unit = trimmed.substr(size);
  if (size > 0 && size <= 6) {
    const int value = number_at(trimmed, 0, size);
    for (const SpanUnit& known : kSpanUnits)
      if (unit == known.name) return Span{seconds(std::int64_t{known.seconds} * value), known.months * value};
    if (value == 0 && unit.empty()) return Span{};
  }
  return fail(ErrorKind::config, "'" + std::string(text) + "' is not a length of time",
              "write a number and a unit: 90s, 15m, 24h, 14d, 6w or 3mo");
}

bool is_time_zone(std::string_view zone) {
  if (zone.empty() || zone.size() > 64) return false;
  const std::unique_ptr<icu::TimeZone> found(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8({zone.data(), static_cast<int>(zone.size())})));
  return *found != icu::TimeZone::getUnknown();
}

minutes utc_offset(Instant at, const std::string& zone) {
  const auto known = open_zone(zone);
  if (!known) return minutes(0);
  UErrorCode status = U_ZERO_ERROR;
  int32_t raw = 0;
  int32_t saving = 0;
  known->getOffset(static_cast<UDate>(at.time_since_epoch().count()) * 1000, false, raw, saving, status);
  return U_SUCCESS(status) ? minutes((raw + saving) / 60'000) : minutes(0);
}

LocalTime to_local(Instant at, const std::string& zone) {
  const Instant shown = at + utc_offset(at, zone);
  const auto day = floor<days>(shown);
  return {Date(day), static_cast<int>(floor<minutes>(shown - day).count())};
}

Instant to_instant(LocalTime local, const std::string& zone) {
  const Instant shown = sys_days(local.date) + minutes(local.minute_of_day);
  const auto known = open_zone(zone);
  if (!known) return shown;
  UErrorCode status = U_ZERO_ERROR;
  int32_t raw = 0;
  int32_t saving = 0;
  known->getOffsetFromLocal(static_cast<UDate>(shown.time_since_epoch().count()) * 1000, UCAL_TZ_LOCAL_FORMER,
                            UCAL_TZ_LOCAL_FORMER, raw, saving, status);
  return U_SUCCESS(status) ? shown - minutes((raw + saving) / 60'000) : shown;
}

std::string format_mail_date(Instant at, const std::string& zone) {
  const minutes offset = utc_offset(at, zone);
  const Instant shown = at + offset;
  const auto day = floor<days>(shown);
  const Date date(day);
  const std::chrono::hh_mm_ss time(shown - day);
  const auto distance = static_cast<unsigned>(std::abs(offset.count()));
  std::string out(kWeekdays[std::chrono::weekday(day).c_encoding()]);
  out += ", " + std::to_string(unsigned(date.day())) + " ";
  out += kMonths[unsigned(date.month()) - 1];
  out += " " + four_digits(int(date.year())) + " " + two_digits(static_cast<unsigned>(time.hours().count())) + ":" +
         two_digits(static_cast<unsigned>(time.minutes().count())) + ":" +
         two_digits(static_cast<unsigned>(time.seconds().count())) + (offset.count() < 0 ? " -" : " +") +
         two_digits(distance / 60) + two_digits(distance % 60);
  return out;
}

std::optional<Instant> parse_mail_date(std::string_view text) { return MailDateReader(text).read(); }

std::string format_rfc3339(Instant at) {
  const auto day = floor<days>(at);
  const std::chrono::hh_mm_ss time(at - day);
  return format_date(Date(day)) + "T" + two_digits(static_cast<unsigned>(time.hours().count())) + ":" +
         two_digits(static_cast<unsigned>(time.minutes().count())) + ":" +
         two_digits(static_cast<unsigned>(time.seconds().count())) + "Z";
}

Result<Instant> parse_rfc3339(std::string_view text) {
  const std::string_view value = ascii::trim(text);
  const auto refuse = [&] {
    return fail(ErrorKind::config, "'" + std::string(text) + "' is not a date and time",
                "write it as 2026-11-25T18:06:28Z or 2026-11-25T19:06:28+01:00");
  };
  if (value.size() < 20 || (value[10] != 'T' && value[10] != 't' && value[10] != ' ')) return refuse();
  const auto date = parse_date(value.substr(0, 10));
  const int hour = number_at(value, 11, 2);
  const int minute = number_at(value, 14, 2);
  const int second = number_at(value, 17, 2);
  if (!date || value[13] != ':' || value[16] != ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
      second < 0 || second > 60)
    return refuse();
  std::string_view rest = value.substr(19);
  if (rest.front() == '.') {
    const auto end = rest.find_first_not_of("0123456789", 1);
    if (end == std::string_view::npos || end == 1) return refuse();
    rest.remove_prefix(end);
  }
  const auto offset = rfc3339_offset(rest);
  if (!offset) return refuse();
  return Instant(sys_days(*date) + seconds(hour * 3600 + minute * 60 + second) - *offset);
}

std::string format_date(Date date) {
  return four_digits(int(date.year())) + "-" + two_digits(unsigned(date.month())) + "-" +
         two_digits(unsigned(date.day()));
}

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = number_at(text, 0, 4);
  const int month = number_at(text, 5, 2);
  const int day = number_at(text, 8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  const Date date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                  std::chrono::day(static_cast<unsigned>(day))};
  return date.ok() ? std::optional(date) : std::nullopt;
}

Date add_days(Date date, int count) { return Date(sys_days(date) + days(count)); }

Date add_months(Date date, int months) {
  const Date moved = date + std::chrono::months(months);
  return moved.ok() ? moved : Date(moved.year() / moved.month() / std::chrono::last);
}

int days_between(Date from, Date to) { return static_cast<int>((sys_days(to) - sys_days(from)).count()); }

}  // namespace ajar
