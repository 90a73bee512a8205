#include "filters/yaml_reader.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <unordered_map>

#include "filters/ascii.h"
#include "filters/charset.h"

namespace ajar {
namespace {

constexpr std::size_t kMostBytes = 1024 * 1024;
constexpr std::size_t kLongestLine = 8 * 1024;
constexpr int kDeepest = 40;
constexpr std::size_t kMostFlowLines = 400;

Position position_of(const YAML::Mark& mark) {
  return mark.is_null() ? Position{1, 1}
                        : Position{static_cast<std::size_t>(mark.line) + 1, static_cast<std::size_t>(mark.column) + 1};
}

/// Ends the parse at the first thing Ajar's files do not have; the fault is already noted.
struct Refused {};

/// A file in which a mark stands for every quoted text that ends a line and has no escape in it, as most lines of rules
/// and replies do: yaml-cpp needs a thousand steps for each letter of a quoted text.
struct Abridged {
  static constexpr std::string_view kMark = "@";
  std::string text;
  std::unordered_map<int, std::string_view> full;  ///< the quoted text, by the number of its line from 0
};

/// The text between the quotes in `- "text"`, `key: "text"`, `- key: "text"`.
std::optional<std::string_view> quoted_end(std::string_view line) {
  const std::size_t open = line.find('"');
  if (open == std::string_view::npos || open < 2 || line.size() < open + 2 || line.back() != '"') return std::nullopt;
  const std::string_view before = line.substr(0, open);
  if (!before.ends_with("- ") && !before.ends_with(": ")) return std::nullopt;
  const auto is_plain = [](char c) { return ascii::is_alnum(c) || c == ' ' || c == '-' || c == '_' || c == ':'; };
  const std::string_view text = line.substr(open + 1, line.size() - open - 2);
  if (!std::all_of(before.begin(), before.end(), is_plain) || text.find_first_of("\"\\") != std::string_view::npos)
    return std::nullopt;
  return text;
}

Abridged abridge(std::string_view text) {
  Abridged abridged;
  abridged.text.reserve(text.size() / 2);
  for (int number = 0; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (const auto quoted = quoted_end(line)) {
      abridged.full.emplace(number, *quoted);
      abridged.text.append(line.substr(0, line.find('"') + 1)).append(Abridged::kMark).append("\"\n");
    } else {
      abridged.text.append(line).append("\n");
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return abridged;
}

/// Builds the tree from yaml-cpp's events: several times faster than its own nodes, and duplicate keys are seen.
class TreeBuilder : public YAML::EventHandler {
 public:
  /// `abridged`: what was read is this, not the file; null: the file itself.
  TreeBuilder(std::string_view file, YamlDocument& document, const Abridged* abridged = nullptr)
      : file_(file), document_(document), abridged_(abridged) {}

  /// True if every mark was met as a value of its own.
  bool is_whole() const { return abridged_ == nullptr || restored_ == abridged_->full.size(); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    YamlValue value;
    value.position = position_of(mark);
    add(std::move(value));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(position_of(mark), "aliases (*name) are not used here",
           "write the value out, or quote a text that starts with *");
  }
  void OnAnchor(const YAML::Mark& mark, const std::string&) override {
    refuse(position_of(mark), "anchors (&name) are not used here", "quote a text that starts with &");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& text) override {
    YamlValue value;
    value.position = position_of(mark);
    value.kind = YamlValue::Kind::scalar;
    value.quoted = tag == "!";
    refuse_tag(tag, value.position);
    if (!value.quoted && (text.empty() || text == "~" || text == "null")) value.kind = YamlValue::Kind::null;
    value.scalar = text;
    if (abridged_ != nullptr && value.quoted && text == Abridged::kMark) restore(mark.line, value.scalar);
    add(std::move(value));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, YamlValue::Kind::sequence);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(mark, tag, YamlValue::Kind::mapping);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }

 private:
  struct Level {
    YamlValue value;
    bool has_key = false;
    std::string key;
    Position key_position;
  };

  [[noreturn]] void refuse(Position at, std::string what, std::string hint) {
    document_.faults.push_back({std::string(file_), at, std::move(what), std::move(hint)});
    throw Refused{};
  }
  void refuse_tag(const std::string& tag, Position at) {
    if (!tag.empty() && tag != "!" && tag != "?")
      refuse(at, "tags (!name) are not used here", "quote a text that starts with !");
  }
  void restore(int line, std::string& text) {
    const auto full = abridged_->full.find(line);
    if (full == abridged_->full.end()) return;
    text = full->second;
    ++restored_;
  }
  void open(const YAML::Mark& mark, const std::string& tag, YamlValue::Kind kind) {
    refuse_tag(tag, position_of(mark));
    if (levels_.size() >= kDeepest) refuse(position_of(mark), "nested too deeply", "");
    Level level;
    level.value.kind = kind;
    level.value.position = position_of(mark);
    levels_.push_back(std::move(level));
  }
  void close() {
    YamlValue value = std::move(levels_.back().value);
    levels_.pop_back();
    add(std::move(value));
  }
  void add(YamlValue value) {
    if (levels_.empty()) {
      document_.root = std::move(value);
      return;
    }
    Level& level = levels_.back();
    if (level.value.kind == YamlValue::Kind::sequence) {
      level.value.items.push_back(std::move(value));
    } else if (!level.has_key) {
      take_key(level, value);
    } else {
      level.value.entries.push_back({std::move(level.key), level.key_position, std::move(value)});
      level.has_key = false;
    }
  }
  void take_key(Level& level, YamlValue& value) {
    if (value.kind != YamlValue::Kind::scalar && value.kind != YamlValue::Kind::null)
      refuse(value.position, "a key must be a word", "");
    if (const YamlValue* earlier = level.value.find(value.scalar))
      document_.faults.push_back({std::string(file_), value.position, "duplicate key '" + value.scalar + "'",
                                  "the first one has its value on line " + std::to_string(earlier->position.line)});
    level.has_key = true;
    level.key = std::move(value.scalar);
    level.key_position = value.position;
  }

  std::string_view file_;
  YamlDocument& document_;
  const Abridged* abridged_;
  std::size_t restored_ = 0;
  std::vector<Level> levels_;
};

/// Reads with yaml-cpp. False if a mark of an abridged file was not met as a value: then it stands inside another text.
bool parse(std::string_view text, std::string_view file_name, YamlDocument& document, const Abridged* abridged) {
  document.root.position = {1, 1};
  TreeBuilder builder(file_name, document, abridged);
  try {
    // yaml-cpp takes a quote that is never closed for closed at the end of the file, unless the last line has no end.
    std::istringstream stream{std::string(text) + (text.ends_with('\n') ? "#" : "\n#")};
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    YamlDocument rest;
    TreeBuilder second(file_name, rest);
    if (parser.HandleNextDocument(second))
      document.faults.push_back({std::string(file_name), rest.root.position, "a second document begins here",
                                 "keep one document in a file: remove the --- line"});
  } catch (const Refused&) {
  } catch (const YAML::Exception& error) {
    document.faults.push_back(
        {std::string(file_name), position_of(error.mark), error.msg, "check indentation, quotes and colons"});
  } catch (const std::exception& error) {
    document.faults.push_back({std::string(file_name), {1, 1}, error.what(), ""});
  }
  return builder.is_whole();
}

/// What yaml-cpp accepts silently or chokes on: size, encoding, controls, long lines, deep nesting.
class Precheck {
 public:
  Precheck(std::string_view text, std::string_view file, std::vector<Fault>& faults)
      : text_(text), file_(file), faults_(faults) {}

  bool passes() {
    if (text_.size() > kMostBytes)
      return refuse({1, 1}, "the file is larger than 1 MiB", "split it into several files");
    std::size_t line = 1;
    for (std::size_t begin = 0; begin < text_.size(); ++line) {
      const std::size_t end = std::min(text_.find('\n', begin), text_.size());
      if (!check_line(text_.substr(begin, end - begin), line)) return false;
      begin = end + 1;
    }
    return true;
  }

 private:
  bool refuse(Position at, std::string what, std::string hint) {
    faults_.push_back({std::string(file_), at, std::move(what), std::move(hint)});
    return false;
  }
  bool check_line(std::string_view line, std::size_t number) {
    if (line.size() > kLongestLine) return refuse({number, 1}, "the line is longer than 8 KiB", "break it");
    if (!is_valid_utf8(line)) return refuse({number, 1}, "the line is not valid UTF-8", "save the file as UTF-8");
    for (std::size_t i = 0; i < line.size(); ++i) {
      const unsigned char c = static_cast<unsigned char>(line[i]);
      if (c == '\t' && line.find_first_not_of(" \t") > i)
        return refuse({number, i + 1}, "a tab in the indentation", "use spaces");
      if ((c < 0x20 && c != '\t' && c != '\r') || c == 0x7f)
        return refuse({number, i + 1}, "a control character", "remove it");
    }
    return check_nesting(line, number);
  }
  /// Counts brackets outside quotes, roughly: quotes that span lines may be misjudged, which costs nothing here.
  bool check_nesting(std::string_view line, std::size_t number) {
    char quote = 0;
    int dashes = 0;
    bool at_start = true;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char c = line[i];
      if (at_start && (c == '-' || c == '?') && ++dashes > kDeepest)
        return refuse({number, i + 1}, "nested too deeply", "");
      if (c != ' ' && c != '-' && c != '?') at_start = false;
      if (quote) {
        if (c == '\\' && quote == '"')
          ++i;
        else if (c == quote)
          quote = 0;
      } else if (c == '#' && (i == 0 || line[i - 1] == ' ')) {
        break;
      } else if ((c == '"' || c == '\'') &&
                 (i == 0 || std::string_view(" [{,:").find(line[i - 1]) != std::string_view::npos)) {
        quote = c;
      } else if (c == '[' || c == '{') {
        if (++depth_ > kDeepest) return refuse({number, i + 1}, "nested too deeply", "close a bracket");
      } else if ((c == ']' || c == '}') && depth_ > 0) {
        --depth_;
      }
    }
    flow_lines_ = depth_ > 0 ? flow_lines_ + 1 : 0;
    if (flow_lines_ > kMostFlowLines)
      return refuse({number, 1}, "a bracket is not closed", "close [ with ] and { with }");
    return true;
  }

  std::string_view text_;
  std::string_view file_;
  std::vector<Fault>& faults_;
  int depth_ = 0;
  std::size_t flow_lines_ = 0;
};

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

std::string_view line_of(std::string_view text, std::size_t number) {
  std::size_t begin = 0;
  for (std::size_t line = 1; line < number; ++line) {
    const std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) return {};
    begin = end + 1;
  }
  std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

/// What may go to a terminal: no control characters, and no bytes that are not UTF-8.
std::string printable(std::string_view line) {
  std::string shown(line);
  const bool text = is_valid_utf8(line);
  std::replace_if(
      shown.begin(), shown.end(),
      [&](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f || (!text && c >= 0x80); }, '?');
  return shown;
}

}  // namespace

const YamlValue* YamlValue::find(std::string_view key) const {
  for (const Entry& entry : entries)
    if (entry.key == key) return &entry.value;
  return nullptr;
}

YamlDocument read_yaml(std::string_view text, std::string_view file_name) {
  YamlDocument document;
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  if (!Precheck(text, file_name, document.faults).passes()) return document;
  const Abridged abridged = abridge(text);
  YamlDocument quick;
  if (parse(abridged.text, file_name, quick, &abridged) && quick.faults.empty()) return quick;
  parse(text, file_name, document, nullptr);  // word for word, so that every fault is told where it stands
  return document;
}

std::string nearest_name(std::string_view name, const std::vector<std::string>& known) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(2, name.size() / 3) + 1;
  for (const std::string& candidate : known) {
    if (candidate.size() > name.size() + best_distance || name.size() > candidate.size() + best_distance) continue;
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

void refuse_unknown_keys(const YamlValue& mapping, const std::vector<std::string>& known, std::string_view file_name,
                         std::vector<Fault>& faults) {
  for (const YamlValue::Entry& entry : mapping.entries) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    const std::string near = nearest_name(entry.key, known);
    std::string hint;
    if (!near.empty()) {
      hint = "did you mean '" + near + "'?";
    } else {
      hint = "known keys:";
      for (const std::string& key : known) hint += " " + key;
    }
    faults.push_back({std::string(file_name), entry.key_position, "unknown key '" + entry.key + "'", std::move(hint)});
  }
}

namespace {

/// A settings line as it may stand in a log: a password written in the wrong place is starred out, at its length.
std::string without_secrets(std::string line) {
  const auto star = [&line](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) line[i] = line[i] == ' ' ? ' ' : '*';
  };
  if (const auto key = line.find("secret:"); key != std::string::npos) {
    const auto value = line.find_first_not_of(' ', key + 7);
    if (value != std::string::npos && line[value] != '{' && line[value] != '#') star(value, line.size());
  }
  const auto scheme = line.find("://");
  const auto at = scheme == std::string::npos ? scheme : line.find('@', scheme);
  if (at == std::string::npos) return line;
  if (const auto colon = line.find(':', scheme + 3); colon < at) star(colon + 1, at);
  return line;
}

}  // namespace

std::string show_fault(const Fault& fault, std::string_view file_text) {
  std::string shown = fault.file + ":" + std::to_string(fault.position.line) + ":" +
                      std::to_string(fault.position.column) + ": " + fault.what + "\n";
  const std::string_view line = line_of(file_text, fault.position.line);
  if (!line.empty()) {
    constexpr std::size_t kShown = 160;
    const std::size_t column = std::max<std::size_t>(fault.position.column, 1);
    if (line.size() <= kShown || column < kShown) {
      shown += "  " + without_secrets(printable(line.substr(0, kShown))) + "\n  ";
      for (std::size_t i = 0; i + 1 < column && i < line.size(); ++i)
        if ((static_cast<unsigned char>(line[i]) & 0xC0) != 0x80) shown += line[i] == '\t' ? '\t' : ' ';
      shown += "^\n";
    }
  }
  if (!fault.hint.empty()) shown += "  hint: " + fault.hint + "\n";
  return shown;
}

}  // namespace ajar
