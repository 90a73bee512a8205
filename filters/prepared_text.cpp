#include "filters/prepared_text.h"

#include <algorithm>
#include <string>

#include "filters/ascii.h"
#include "filters/charset.h"
#include "filters/greeting.h"
#include "filters/line_key.h"
#include "filters/phrase_table.h"
#include "filters/quotes.h"
#include "filters/sentences.h"
#include "filters/signature.h"

namespace ajar {
namespace {

constexpr std::size_t kOpeningSentences = 4;
constexpr std::size_t kMostText = std::size_t{256} * 1024;  ///< bytes; nobody writes more

// Tables hold line_key() forms between bars; a prefix ends with a colon.
constexpr PhraseTable kReplyPrefixes("|re|aw|sv|vs|antw|antwort|res|r|rif|resp|odp|ynt|");
constexpr PhraseTable kForwardPrefixes("|fwd|fw|wg|tr|rv|enc|i|vl|doorst|inoltra|vb|fwd.|reenv|");
constexpr PhraseTable kTags(
    "|[external]|[ext]|[extern]|(external)|[externe]|[externo]|[esterno]|[external email]|[spam]|");

/// The size of one prefix at the front of a subject and its name: "Re[2]: " gives 7 and "re".
struct Prefix {
  std::size_t size = 0;
  std::string name;
};

Prefix prefix_of(std::string_view subject) {
  constexpr std::size_t longest = 20;
  const std::string head = ascii::lower(subject.substr(0, longest));
  if (const std::size_t tag = kTags.longest_start(head)) return {tag, "tag"};
  std::size_t size = 0;
  while (size < head.size() && (ascii::is_alpha(head[size]) || head[size] == '.')) ++size;
  Prefix prefix{0, head.substr(0, size)};
  if (size < head.size() && (head[size] == '[' || head[size] == '(' || head[size] == '^')) {  // "Re[2]:"
    std::size_t end = size + 1;
    while (end < head.size() && ascii::is_digit(head[end])) ++end;
    if (end < head.size() && (head[end] == ']' || head[end] == ')')) ++end;
    size = end;
  }
  while (size < head.size() && head[size] == ' ') ++size;
  if (size == head.size() || head[size] != ':') return {};
  if (kReplyPrefixes.lists(prefix.name) || kForwardPrefixes.lists(prefix.name)) prefix.size = size + 1;
  return prefix;
}

QuoteHints hints_of(const Message& message) {
  QuoteHints hints;
  hints.from_html = message.text_from_html;
  hints.is_reply = !message.envelope.in_reply_to.empty();
  std::string_view subject = ascii::trim(message.envelope.subject);
  for (Prefix prefix = prefix_of(subject); prefix.size > 0; prefix = prefix_of(subject)) {
    hints.is_reply = hints.is_reply || kReplyPrefixes.lists(prefix.name);
    hints.is_forward = hints.is_forward || kForwardPrefixes.lists(prefix.name);
    subject = ascii::trim(subject.substr(prefix.size));
  }
  return hints;
}

bool has_letters(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return ascii::is_alpha(c) || static_cast<unsigned char>(c) >= 0x80; });
}

bool starts_bullet(std::string_view line) {
  return line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ") || line.starts_with("\u2022") ||
         line.starts_with("\u00b7") || line.starts_with("\u25aa") || line.starts_with("\u25cf");
}

std::string with_single_blanks(std::string text) {
  const auto both_blank = [](char a, char b) { return a == ' ' && b == ' '; };
  text.erase(std::unique(text.begin(), text.end(), both_blank), text.end());
  return text;
}

bool starts_list_item(std::string_view line) {
  if (starts_bullet(line)) return true;
  std::size_t digits = 0;
  while (digits < line.size() && ascii::is_digit(line[digits])) ++digits;
  return digits > 0 && digits <= 2 && digits + 1 < line.size() && (line[digits] == '.' || line[digits] == ')') &&
         line[digits + 1] == ' ';
}

bool ends_sentence(std::string_view line) {
  while (!line.empty() && (line.back() == '"' || line.back() == '\'' || line.back() == ')')) line.remove_suffix(1);
  return !line.empty() &&
         (line.back() == '.' || line.back() == '!' || line.back() == '?' || line.back() == ':' || line.back() == ';');
}

/// Puts chosen lines into the form of PreparedText::body.
class Composer {
 public:
  Composer(const std::vector<TextLine>& lines, bool from_html) : lines_(lines), from_html_(from_html) {}

  /// Lines for which `wanted` holds; the others leave no trace but the end of a paragraph.
  template <class Wanted>
  std::string compose(Wanted wanted) {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const TextLine& line = lines_[i];
      if (!wanted(line)) {
        end_paragraph();
      } else if (line.text.empty()) {
        blank_ = true;
      } else if (!has_words(line.text)) {  // a rule or an ornament
        end_paragraph();
      } else {
        if (blank_ || last_ == nullptr) measure_paragraph(i);
        add(line);
      }
    }
    end_paragraph();
    return std::move(out_);
  }

 private:
  void add(const TextLine& line) {
    const std::string_view text = ascii::trim(line.text);
    const bool joins =
        last_ != nullptr && !last_->alone && !line.alone && (blank_ ? joins_over_blank(text) : joins_next(text));
    if (!joins) blank_ ? end_paragraph() : end_unit();
    if (!unit_.empty())
      join(text);
    else
      unit_ = text;
    last_ = &line;
    blank_ = false;
  }

  /// The width at which this paragraph was wrapped: that of its widest line. Longer ones were not wrapped by hand.
  void measure_paragraph(std::size_t i) {
    constexpr std::size_t widest = 130;
    width_ = 0;
    for (; i < lines_.size() && !lines_[i].text.empty(); ++i) {
      const std::size_t width = count_code_points(lines_[i].text);
      if (width <= widest && lines_[i].text.find(' ') != std::string_view::npos) width_ = std::max(width_, width);
    }
  }

  /// Was the line before broken only because it was full?
  bool joins_next(std::string_view text) const {
    const std::string_view before = ascii::trim(last_->text);
    const std::size_t size = count_code_points(before);
    // A day may begin a line too: "... bis zum" / "15. April".
    const bool day = !starts_bullet(text) && size >= 20 && !ends_sentence(before) && !starts_list_item(before);
    if (starts_list_item(text)) return day;
    const std::string_view word = text.substr(0, text.find(' '));
    const bool address = word.find('@') != std::string_view::npos || word.find("://") != std::string_view::npos;
    const bool goes_on = starts_small(text) || text.front() == '(' || (ascii::is_digit(text.front()) && size >= 45);
    if (goes_on && !address && !ends_sentence(before) && unit_.size() >= 20) return true;
    const bool full = size + 1 + count_code_points(word) > width_ && size <= width_ && size >= 45;
    return full && (!from_html_ || !ends_sentence(before));
  }

  /// Some programs leave a blank line after every line.
  bool joins_over_blank(std::string_view text) const {
    const std::string_view before = ascii::trim(last_->text);
    const bool open_end = ascii::is_lower(before.back()) || before.back() == ',';
    return starts_small(text) && open_end && count_code_points(before) >= 30;
  }

  void join(std::string_view text) {
    const bool hyphen =
        unit_.size() > 1 && unit_.back() == '-' && unit_[unit_.size() - 2] != ' ' && ascii::is_lower(text.front());
    static constexpr PhraseTable conjunctions("|und|oder|and|or|y|o|e|et|ou|en|of|ed|bzw.|");
    const bool one_word = hyphen && !conjunctions.lists(text.substr(0, text.find(' ')));
    if (!one_word) unit_ += ' ';
    unit_ += text;
  }

  void end_unit() {
    if (unit_.empty()) return;
    unit_ = with_single_blanks(std::move(unit_));
    if (last_ != nullptr && last_->alone) {  // "Dear Dr. Kovac," is one line whatever its dots say
      put_line(unit_);
    } else {
      for (const std::string_view sentence : split_sentences(unit_)) put_line(sentence);
    }
    unit_.clear();
  }

  void put_line(std::string_view line) {
    if (!out_.empty()) out_ += new_paragraph_ ? "\n\n" : "\n";
    out_ += line;
    new_paragraph_ = false;
  }

  void end_paragraph() {
    end_unit();
    new_paragraph_ = true;
    last_ = nullptr;
    blank_ = false;
  }

  const std::vector<TextLine>& lines_;
  bool from_html_;
  std::size_t width_ = 0;
  const TextLine* last_ = nullptr;
  bool blank_ = false;
  bool new_paragraph_ = false;
  std::string unit_;
  std::string out_;
};

/// Finds the salutation among the first own lines and sets it on a line of its own.
std::string take_salutation(std::vector<TextLine>& lines) {
  constexpr std::size_t most_lines = 15;  // letterheads and logos stand above it
  std::size_t seen = 0;
  for (std::size_t i = 0; i < lines.size() && seen < most_lines; ++i) {
    if (lines[i].quoted || lines[i].signature || lines[i].text.empty()) continue;
    const std::string_view line = ascii::trim(lines[i].text);
    std::size_t size = salutation_size(line);
    if (size == 0 && seen == 0 && is_bare_name(line)) size = line.size();
    ++seen;
    if (size == 0) continue;
    const std::string_view rest = ascii::trim(line.substr(size));
    lines[i].text = ascii::trim(line.substr(0, size));
    lines[i].alone = true;
    std::string salutation = with_single_blanks(std::string(lines[i].text));
    if (!rest.empty()) lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(i) + 1, TextLine{rest});
    return salutation;
  }
  return {};
}

/// End of the first sentences after the salutation.
std::size_t opening_end_of(std::string_view body, std::string_view salutation) {
  std::size_t at = 0;
  if (!salutation.empty()) {
    at = body.find(salutation);
    at = at == std::string_view::npos ? 0 : at + salutation.size();
  }
  for (std::size_t count = 0; count < kOpeningSentences && at < body.size(); ++count) {
    while (at < body.size() && body[at] == '\n') ++at;
    at = std::min(body.find('\n', at), body.size());
  }
  return at;
}

std::string signature_of(const std::vector<TextLine>& lines) {
  std::string out;
  for (const TextLine& line : lines) {
    if (!line.signature || line.quoted) continue;
    const std::string_view text = ascii::trim(line.text);
    if (!has_words(text)) continue;
    if (!out.empty()) out += '\n';
    out += text;
  }
  return out;
}

bool is_kept(const std::vector<TextLine>& lines, std::string_view salutation) {
  return std::any_of(lines.begin(), lines.end(), [&](const TextLine& line) {
    return line.alone && !line.quoted && !line.signature && with_single_blanks(std::string(line.text)) == salutation;
  });
}

bool is_own(const TextLine& line) { return !line.quoted && !line.signature; }
bool is_quoted(const TextLine& line) { return line.quoted; }

bool any_letters(const std::vector<TextLine>& lines, bool (*wanted)(const TextLine&)) {
  return std::any_of(lines.begin(), lines.end(),
                     [&](const TextLine& line) { return wanted(line) && has_letters(line.text); });
}

}  // namespace

std::string strip_subject_prefixes(std::string_view subject) {
  subject = ascii::trim(subject);
  for (Prefix prefix = prefix_of(subject); prefix.size > 0; prefix = prefix_of(subject))
    subject = ascii::trim(subject.substr(prefix.size));
  return std::string(subject);
}

PreparedText prepare_text(const Message& message) {
  PreparedText prepared;
  prepared.subject = strip_subject_prefixes(clean_text(message.envelope.subject));
  const std::string text = clean_text(std::string_view(message.text).substr(0, kMostText));
  const QuoteHints hints = hints_of(message);
  QuotedLines marked = mark_quotes(text, hints);
  auto& lines = marked.lines;
  const bool answered_with_nothing = marked.introduced || hints.is_reply || hints.is_forward || marked.forwarded;
  if (!any_letters(lines, is_own) && !answered_with_nothing)  // all of it looks quoted: a layout, not a quote
    for (TextLine& line : lines) line.quoted = false;
  prepared.salutation = take_salutation(lines);
  mark_signature(lines);
  if (!is_kept(lines, prepared.salutation)) prepared.salutation.clear();
  if (!any_letters(lines, is_own) && any_letters(lines, [](const TextLine& line) { return !line.quoted; }) &&
      !marked.introduced)
    for (TextLine& line : lines) line.signature = false;
  prepared.body = Composer(lines, hints.from_html).compose(is_own);
  prepared.quoted = Composer(lines, hints.from_html).compose(is_quoted);
  prepared.signature = signature_of(lines);
  prepared.opening_end = opening_end_of(prepared.body, prepared.salutation);
  const bool mostly_quote = count_words(prepared.quoted) > count_words(prepared.body);
  prepared.is_forward = mostly_quote && (marked.forwarded || hints.is_forward);
  return prepared;
}

std::vector<std::string_view> sentences_of(std::string_view body) {
  std::vector<std::string_view> sentences;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('\n'), body.size());
    if (end > 0) sentences.push_back(body.substr(0, end));
    body.remove_prefix(std::min(end + 1, body.size()));
  }
  return sentences;
}

std::size_t count_words(std::string_view text) {
  std::size_t count = 0;
  bool in_word = false;
  for (const char c : text) {
    const bool letter = ascii::is_alnum(c) || static_cast<unsigned char>(c) >= 0x80;
    count += letter && !in_word ? 1 : 0;
    in_word = letter || (in_word && (c == '\'' || c == '-'));
  }
  return count;
}

}  // namespace ajar
