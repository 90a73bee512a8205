#include "daemon/response_guard.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace ajar {
namespace {

constexpr std::uint64_t largest_number = 0xFFFFFFFF;  // RFC 3501: number is 32 bits; libetpan would wrap
constexpr std::size_t longest_digits = 19;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

bool starts_with_word(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && upper(text.substr(0, word.size())) == word;
}

/// The number that `text` is, whole; nullopt if it is none or too large.
std::optional<std::uint64_t> whole_number(std::string_view text, std::uint64_t largest = largest_number) {
  if (text.empty() || text.size() > longest_digits || !std::all_of(text.begin(), text.end(), is_digit)) return {};
  std::uint64_t value = 0;
  for (const char c : text) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  return value <= largest ? std::optional(value) : std::nullopt;
}

/// RFC 3501 atom, "]" included.
bool is_atom(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c <= '~' && std::string_view("(){%*\"\\").find(c) == std::string_view::npos;
  });
}

std::string_view next_word(std::string_view& rest) {
  const std::size_t end = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return word;
}

/// Codes that libetpan reads and Ajar needs: with a number or bare. All others are kept from it.
constexpr std::string_view numbered_codes[] = {"UIDVALIDITY", "UIDNEXT"};
constexpr std::string_view bare_codes[] = {"READ-ONLY", "READ-WRITE"};

bool is_wanted_code(std::string_view code) {
  const auto is = [&](std::string_view known) { return upper(code.substr(0, code.find(' '))) == known; };
  if (std::any_of(std::begin(bare_codes), std::end(bare_codes), is)) return code.find(' ') == std::string_view::npos;
  if (std::none_of(std::begin(numbered_codes), std::end(numbered_codes), is)) return false;
  const std::size_t space = code.find(' ');
  return space != std::string_view::npos && whole_number(code.substr(space + 1));
}

std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> words;
  while (!text.empty())
    if (const std::string_view word = next_word(text); is_atom(word)) words.insert(upper(word));
  return words;
}

/// The length of a quoted string at the start of `text`, quotes included; 0 if it does not end or escapes wrongly.
std::size_t quoted_length(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1;
    if (text[i] == '\\' && (++i >= text.size() || (text[i] != '"' && text[i] != '\\'))) return 0;
  }
  return 0;
}

/// "25-Nov-2026 10:00:00 +0100": libetpan can read no other.
bool is_quoted_date(std::string_view text) {
  constexpr std::string_view form = "\"dd-aaa-dddd dd:dd:dd sdddd\"";
  const auto fits = [](char c, char want) {
    if (want == 'd') return is_digit(c) || c == ' ';
    if (want == 'a') return std::isalpha(static_cast<unsigned char>(c)) != 0;
    return want == 's' ? c == '+' || c == '-' : c == want;
  };
  if (text.size() != form.size() || !std::equal(text.begin(), text.end(), form.begin(), fits)) return false;
  constexpr std::string_view months = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC";
  return months.find(upper(text.substr(4, 3))) != std::string_view::npos;
}

enum class ItemKind { unasked, number, other };

/// What Ajar asks FETCH for, and the flags that servers tell of unasked. A date that is none counts as unasked.
ItemKind kind_of_item(std::string_view name, std::string_view value) {
  const std::string item = upper(name);
  if (item == "UID" || item == "RFC822.SIZE") return ItemKind::number;
  if (item == "INTERNALDATE") return is_quoted_date(value) ? ItemKind::other : ItemKind::unasked;
  return item == "BODY[]" || item.rfind("BODY[]<", 0) == 0 || item == "FLAGS" ? ItemKind::other : ItemKind::unasked;
}

/// The length of the balanced list at the start of `text`; 0 if there is none or it is too deep.
std::size_t list_length(std::string_view text, int most_depth) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      const std::size_t length = quoted_length(text.substr(i));
      if (length == 0) return 0;
      i += length - 1;
    } else if (text[i] == '(') {
      if (++depth > most_depth) return 0;
    } else if (text[i] == ')' && --depth == 0) {
      return i + 1;
    }
  }
  return 0;
}

/// The length of the value at the start of `text`: list, quoted string, literal at the end of the line, or atom.
std::size_t value_length(std::string_view text, int most_depth) {
  if (text.empty()) return 0;
  if (text[0] == '(') return list_length(text, most_depth);
  if (text[0] == '"') return quoted_length(text);
  if (text[0] == '{') return text.find('}') == text.size() - 1 ? text.size() : 0;
  return std::min(text.find_first_of(" ()\"{"), text.size());
}

/// Lines that are text or words to their end: "{3}" is no literal there.
bool has_no_literals(std::string_view line) {
  line.remove_prefix(std::min<std::size_t>(2, line.size()));
  const std::string word = upper(next_word(line));
  constexpr std::string_view words[] = {"OK", "NO", "BAD", "BYE", "PREAUTH", "CAPABILITY", "SEARCH", "FLAGS"};
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' && c != '\t'; }

}  // namespace

ResponseGuard::Fate ResponseGuard::refuse(std::string why) {
  why_ = std::move(why);
  return Fate::refuse;
}

void ResponseGuard::expect(const ResponseLimits& limits) {
  limits_ = limits;
  seen_ = 0;
}

ResponseGuard::Progress ResponseGuard::feed(std::string_view& bytes, std::string& out) {
  answered_ = false;
  while (!bytes.empty() && !answered_ && why_.empty()) {
    const bool literal = literal_left_ > 0;
    std::size_t taken = 0;
    if (literal) {
      taken = static_cast<std::size_t>(std::min<std::uint64_t>(literal_left_, bytes.size()));
      if (!dropping_) out.append(bytes.substr(0, taken));
      literal_left_ -= taken;
    } else {
      const std::size_t newline = bytes.find('\n');
      taken = newline == std::string_view::npos ? bytes.size() : newline + 1;
      line_.append(bytes.substr(0, taken));
    }
    bytes.remove_prefix(taken);
    seen_ += taken;
    if (seen_ > limits_.response) refuse("answer is larger than Ajar reads");
    if (literal || !why_.empty()) continue;
    if (line_.size() > limits_.line && (line_.size() > limits_.search_line || !starts_with_word(line_, "* SEARCH ")))
      refuse("line is longer than Ajar reads");
    else if (line_.back() == '\n')
      end_line(out);
  }
  if (!why_.empty()) return Progress::refused;
  return answered_ ? Progress::answered : Progress::more;
}

void ResponseGuard::end_line(std::string& out) {
  line_.pop_back();
  if (!line_.empty() && line_.back() == '\r') line_.pop_back();
  Fate fate = Fate::drop;
  if (std::any_of(line_.begin(), line_.end(), is_control)) fate = refuse("line has control characters");
  const bool literal_follows = take_literal_size();
  if (why_.empty() && !dropping_) fate = judge_line();
  const bool passes = fate == Fate::pass;
  if (literal_follows && passes && line_.back() != '}') refuse("literal in the wrong place");
  if (!literal_follows && passes && depth_ != 0) refuse("parentheses do not match");
  if (!why_.empty()) return;
  if (passes) out.append(line_).append("\r\n");
  goes_on_ = literal_follows;
  dropping_ = literal_follows && !passes;
  if (!literal_follows) depth_ = 0;
  line_.clear();
}

/// "...{123}" announces a literal in untagged data. Its size is checked even if the line is dropped.
bool ResponseGuard::take_literal_size() {
  if (line_.empty() || line_.back() != '}') return false;
  if (!goes_on_ && (line_.rfind("* ", 0) != 0 || has_no_literals(line_))) return false;
  const std::size_t brace = line_.rfind('{');
  if (brace == std::string::npos) return false;
  const std::string_view digits = std::string_view(line_).substr(brace + 1, line_.size() - brace - 2);
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) return false;
  const auto size = whole_number(digits, limits_.literal);
  if (!size) return refuse("literal is larger than was asked for"), false;
  literal_left_ = *size;
  return true;
}

ResponseGuard::Fate ResponseGuard::judge_line() {
  if (goes_on_) return judge_items(0);
  if (!line_.empty() && line_[0] == '+') return limits_.continuation ? Fate::pass : Fate::drop;
  if (line_.rfind("* ", 0) == 0) return judge_untagged();
  return judge_status(true);
}

ResponseGuard::Fate ResponseGuard::judge_untagged() {
  std::string_view rest = std::string_view(line_).substr(2);
  const std::string word = upper(next_word(rest));
  if (!word.empty() && is_digit(word[0])) return judge_numbered();
  if (word == "OK" || word == "NO" || word == "BAD" || word == "BYE") return judge_status(false);
  if (word == "LIST") return judge_list();
  if (word == "SEARCH") return judge_search();
  if (word == "CAPABILITY") capabilities_ = words_of(rest);
  return Fate::drop;
}

/// * n EXISTS|RECENT|EXPUNGE, * n FETCH (...)
ResponseGuard::Fate ResponseGuard::judge_numbered() {
  std::string_view rest = std::string_view(line_).substr(2);
  if (!whole_number(next_word(rest))) return refuse("message number is out of range");
  const std::string word = upper(next_word(rest));
  if (rest.empty()) return word == "EXISTS" || word == "RECENT" || word == "EXPUNGE" ? Fate::pass : Fate::drop;
  if (word != "FETCH" || rest[0] != '(') return Fate::drop;
  depth_ = 1;
  return judge_items(line_.size() - rest.size() + 1);
}

/// TAG OK [CODE] text, * OK [CODE] text. libetpan gets the codes it needs and no text.
ResponseGuard::Fate ResponseGuard::judge_status(bool tagged) {
  std::string_view rest = line_;
  StatusLine status;
  status.tag = next_word(rest);
  status.word = upper(next_word(rest));
  if (!is_atom(status.tag) && tagged) return refuse("line makes no sense");
  const bool known = status.word == "OK" || status.word == "NO" || status.word == "BAD" || status.word == "BYE";
  if (!known || (tagged && status.word == "BYE")) return refuse("line makes no sense");
  if (const std::size_t end = rest.find(']'); !rest.empty() && rest[0] == '[' && end != std::string_view::npos) {
    status.code = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    if (!rest.empty() && rest[0] == ' ') rest.remove_prefix(1);
  }
  status.text = rest;
  if (starts_with_word(status.code, "CAPABILITY ")) capabilities_ = words_of(status.code.substr(11));
  const bool wanted = is_wanted_code(status.code);
  line_ = status.tag + " " + status.word + (wanted ? " [" + status.code + "]" : "") + " x";
  if (!tagged && status.word != "BYE") return wanted ? Fate::pass : Fate::drop;
  status_ = std::move(status);
  seen_ = 0;
  if (!tagged) return refuse("the server closed the connection");
  answered_ = true;
  return Fate::pass;
}

/// * LIST (flags) "/" name: a bare name is quoted, since servers put characters into it that no atom may have.
ResponseGuard::Fate ResponseGuard::judge_list() {
  std::string_view line = line_;
  const std::size_t flags_end = line.find(") ");
  if (line.size() < 8 || line[7] != '(' || flags_end == std::string_view::npos) return refuse("LIST makes no sense");
  std::string_view rest = line.substr(flags_end + 2);
  const std::size_t delimiter =
      !rest.empty() && rest[0] == '"' ? quoted_length(rest) : std::min(rest.find(' '), rest.size());
  if (delimiter == 0 || delimiter + 1 >= rest.size() || rest[delimiter] != ' ') return refuse("LIST makes no sense");
  const std::string_view name = rest.substr(delimiter + 1);
  if (name[0] == '{') return judge_data(7);
  if (name[0] != '"') {
    std::string quoted = "\"";
    for (const char c : name) quoted += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    line_ = std::string(line.substr(0, line.size() - name.size())) + quoted + '"';
  }
  return judge_data(7);
}

/// * SEARCH 2 3 5. Rewritten without stray spaces.
ResponseGuard::Fate ResponseGuard::judge_search() {
  std::string_view rest = std::string_view(line_).substr(8);
  std::string clean = "* SEARCH";
  clean.reserve(line_.size());
  while (!rest.empty()) {
    const std::string_view word = next_word(rest);
    if (word.empty()) continue;
    const auto number = whole_number(word);
    if (!number || *number == 0) return refuse("SEARCH has a number out of range");
    clean.append(" ").append(word);
  }
  line_ = std::move(clean);
  return Fate::pass;
}

/// The items of a FETCH line from `from` on: "UID 7 BODY[]<0> {12}", or after that literal " FLAGS (\Seen))". Those
/// that were not asked for are cut out.
ResponseGuard::Fate ResponseGuard::judge_items(std::size_t from) {
  if (depth_ == 0) return line_.empty() ? Fate::pass : refuse("data goes on after its end");
  std::string clean = line_.substr(0, from);
  std::string_view rest = std::string_view(line_).substr(from);
  bool any = goes_on_;
  while (depth_ != 0) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    if (!rest.empty() && rest[0] == ')') {
      depth_ = 0;
      if (rest.size() > 1) return refuse("parentheses do not match");
      break;
    }
    const std::string_view name = next_word(rest);
    const std::size_t length = value_length(rest, limits_.depth);
    if (length == 0) return refuse(rest.empty() ? "parentheses do not match" : "FETCH makes no sense");
    const std::string_view value = rest.substr(0, length);
    rest.remove_prefix(length);
    const bool literal = value[0] == '{';
    const ItemKind kind = kind_of_item(name, value);
    if (kind == ItemKind::unasked && literal) return refuse("literal that was not asked for");
    if (kind == ItemKind::number && !whole_number(value)) return refuse("number is out of range");
    if (kind != ItemKind::unasked) {
      any = true;
      clean.append(clean.empty() || clean.back() != '(' ? " " : "").append(name).append(" ").append(value);
    }
    if (literal) break;
  }
  if (depth_ == 0) clean += ')';
  line_ = std::move(clean);
  return any ? Fate::pass : Fate::drop;
}

/// Parentheses, quotes and escapes of LIST data.
ResponseGuard::Fate ResponseGuard::judge_data(std::size_t from) {
  const std::string_view line = line_;
  for (std::size_t i = from; i < line.size(); ++i) {
    if (line[i] == '"') {
      const std::size_t length = quoted_length(line.substr(i));
      if (length == 0) return refuse("quoted string does not end");
      i += length - 1;
    } else if (line[i] == '(') {
      if (++depth_ > limits_.depth) return refuse("data is nested too deeply");
    } else if (line[i] == ')' && --depth_ < 0) {
      return refuse("parentheses do not match");
    }
  }
  return Fate::pass;
}

}  // namespace ajar
