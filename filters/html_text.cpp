#include "filters/html_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <vector>

#include "filters/ascii.h"
#include "filters/css_style.h"
#include "filters/html_entities.h"

namespace ajar {
namespace {

constexpr std::size_t kDeepest = 200;
constexpr int kDeepestQuote = 20;

/// First eight letters of an element's name, as one number to compare and switch on.
constexpr std::uint64_t name_key(std::string_view name) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(name.size(), 8); ++i)
    key = key << 8U | static_cast<unsigned char>(ascii::to_lower(name[i]));
  return key;
}

using Marks = std::array<bool, 256>;

constexpr Marks marks(std::string_view characters) {
  Marks marked{};
  for (const char c : characters) marked[static_cast<unsigned char>(c)] = true;
  return marked;
}
constexpr Marks kEndsRun = marks(" \t\n\v\f\r&");     ///< of text
constexpr Marks kEndsName = marks(" \t\n\v\f\r=>/");  ///< of an element or an attribute

/// What an element does to the flow of text.
enum class Flow { inline_text, block, paragraph, cell, item, line_break, rule, unseen, raw, pre };

struct Element {
  Flow flow = Flow::inline_text;
  bool is_void = false;
};

Element element_of(std::uint64_t key) {
  switch (key) {
    case name_key("p"):
    case name_key("h1"):
    case name_key("h2"):
    case name_key("h3"):
    case name_key("h4"):
    case name_key("h5"):
    case name_key("h6"):
    case name_key("ul"):
    case name_key("ol"):
    case name_key("dl"):
    case name_key("blockquote"):
    case name_key("table"):
      return {Flow::paragraph};
    case name_key("div"):
    case name_key("tr"):
    case name_key("section"):
    case name_key("article"):
    case name_key("header"):
    case name_key("footer"):
    case name_key("main"):
    case name_key("aside"):
    case name_key("nav"):
    case name_key("address"):
    case name_key("center"):
    case name_key("form"):
    case name_key("fieldset"):
    case name_key("caption"):
    case name_key("dt"):
    case name_key("dd"):
    case name_key("tbody"):
    case name_key("thead"):
    case name_key("tfoot"):
    case name_key("body"):
    case name_key("figure"):
    case name_key("figcaption"):
    case name_key("details"):
    case name_key("summary"):
      return {Flow::block};
    case name_key("td"):
    case name_key("th"):
      return {Flow::cell};
    case name_key("li"):
      return {Flow::item};
    case name_key("pre"):
      return {Flow::pre};
    case name_key("br"):
      return {Flow::line_break, true};
    case name_key("hr"):
      return {Flow::rule, true};
    case name_key("img"):
    case name_key("meta"):
    case name_key("link"):
    case name_key("input"):
    case name_key("col"):
    case name_key("wbr"):
    case name_key("area"):
    case name_key("base"):
    case name_key("embed"):
    case name_key("param"):
    case name_key("source"):
    case name_key("track"):
      return {Flow::inline_text, true};
    case name_key("script"):
    case name_key("style"):
    case name_key("title"):
    case name_key("textarea"):
      return {Flow::raw};
    case name_key("select"):
    case name_key("template"):
    case name_key("svg"):
    case name_key("math"):
    case name_key("xml"):
    case name_key("object"):
    case name_key("datalist"):
    case name_key("audio"):
    case name_key("video"):
      return {Flow::unseen};
    default:
      return {};
  }
}

/// What text looks like at some place; every element starts from its parent's.
struct Look {
  bool hidden = false;
  bool invisible = false;
  bool tiny = false;
  bool pre = false;
  std::uint8_t quotes = 0;
  Colour colour{0, 0, 0, true};
  Colour background{255, 255, 255, true};

  bool seen() const { return !hidden && !invisible && !tiny && !looks_same(colour, background); }
};

struct OpenElement {
  std::uint64_t key = 0;
  Look look;
};

/// The attributes that matter.
struct Attributes {
  std::string_view style, classes, id, type, colour, background, text;
  bool hidden = false;
};

/// Lines of text with their quote marks; white space as a browser sees it.
class Lines {
 public:
  void reserve(std::size_t size) { out_.reserve(size); }

  void put(std::string_view word, int quotes) {
    if (quotes != quotes_ && !at_start_) break_line(1);
    const bool line_start = at_start_ || breaks_ > 0;
    start(quotes);
    if (line_start && quotes == 0 && word.starts_with('>')) out_ += ' ';  // no quote mark
    out_ += word;
  }
  void blank() { blank_ = true; }
  /// At least this many line ends before the next word: 1 ends the line, 2 leaves a blank line.
  void break_line(int count) { breaks_ = std::max(breaks_, count); }
  void add_break() { breaks_ = std::min(breaks_ + 1, 2); }
  /// A cell goes on a line of its own unless the one before is its label.
  void break_cell() {
    if (out_.empty() || out_.back() != ':') return break_line(1);
    blank();
  }
  std::string take() {
    if (!out_.empty()) out_ += '\n';
    return std::move(out_);
  }

 private:
  void start(int quotes) {
    if (at_start_ || breaks_ > 0) {
      if (!at_start_) out_.append(static_cast<std::size_t>(breaks_), '\n');
      for (int i = 0; i < quotes; ++i) out_ += '>';
      if (quotes > 0) out_ += ' ';
    } else if (blank_) {
      out_ += ' ';
    }
    at_start_ = false;
    blank_ = false;
    breaks_ = 0;
    quotes_ = quotes;
  }

  std::string out_;
  bool at_start_ = true;
  bool blank_ = false;
  int breaks_ = 0;
  int quotes_ = 0;
};

/// How the usual clients mark what they quote. `rest`: everything that follows in the enclosing element is quoted too.
struct QuoteMark {
  std::string_view name;
  bool rest;
};
constexpr std::array<QuoteMark, 9> kQuoteClasses = {{{"gmail_quote", false},
                                                     {"gmail_quote_container", false},
                                                     {"gmail_attr", false},
                                                     {"yahoo_quoted", false},
                                                     {"moz-cite-prefix", false},
                                                     {"moz-forward-container", false},
                                                     {"protonmail_quote", false},
                                                     {"tutanota_quote", false},
                                                     {"zmail_extra", false}}};
constexpr std::array<QuoteMark, 6> kQuoteIds = {{{"divrplyfwdmsg", true},
                                                 {"appendonsend", true},
                                                 {"olk_src_body_section", false},
                                                 {"mail-editor-reference-message-container", false},
                                                 {"ms-outlook-mobile-reference-message", true},
                                                 {"reply-intro", false}}};
constexpr std::array<std::string_view, 2> kSignatureClasses = {"gmail_signature", "moz-signature"};

/// Outlook and others put prefixes before classes and ids of mails they quote: "x_gmail_quote".
bool names(std::string_view word, std::string_view mark) {
  if (word.size() < mark.size()) return false;
  const std::string_view before = word.substr(0, word.size() - mark.size());
  return ascii::equal(word.substr(before.size()), mark) && (before.empty() || before.back() == '_');
}

/// Calls `use` with each word of a class attribute.
template <class Use>
void for_each_word(std::string_view text, Use use) {
  while (!text.empty()) {
    const std::size_t size = std::min(text.find_first_of(" \t\r\n"), text.size());
    if (size > 0) use(text.substr(0, size));
    text.remove_prefix(std::min(size + 1, text.size()));
  }
}

class HtmlReader {
 public:
  HtmlReader(std::string_view html, bool show_hidden) : rest_(html), show_hidden_(show_hidden) {
    lines_.reserve(html.size() / 4);
    open_.reserve(kDeepest);
  }

  std::string read() {
    while (!rest_.empty()) {
      const std::size_t text = std::min(rest_.find('<'), rest_.size());
      if (text > 0) put_text(rest_.substr(0, text));
      rest_.remove_prefix(text);
      if (!rest_.empty()) read_markup();
    }
    return lines_.take();
  }
  bool left_something_out() const { return left_out_; }

 private:
  // --- text ---

  void put_text(std::string_view text) {
    if (!shown_) {
      left_out_ = true;
      return;
    }
    if (look_.pre) return put_lines(text);
    std::size_t i = 0;
    while (i < text.size()) {
      if (ascii::is_space(text[i])) {
        lines_.blank();
        do ++i;
        while (i < text.size() && ascii::is_space(text[i]));
      } else if (text[i] == '&') {
        i += put_entity(text.substr(i));
      } else {
        const std::size_t start = i;
        do {  // a single blank inside a line is part of the run of text
          ++i;
          while (i < text.size() && !kEndsRun[static_cast<unsigned char>(text[i])]) ++i;
        } while (i + 1 < text.size() && text[i] == ' ' && !ascii::is_space(text[i + 1]) && text[i + 1] != '&');
        lines_.put(text.substr(start, i - start), look_.quotes);
      }
    }
  }

  void put_lines(std::string_view text) {
    while (!text.empty()) {
      const std::size_t size = std::min(text.find_first_of("\n&"), text.size());
      if (size > 0) lines_.put(text.substr(0, size), look_.quotes);
      text.remove_prefix(size);
      if (text.empty()) break;
      if (text.front() == '\n') {
        lines_.add_break();
        text.remove_prefix(1);
      } else {
        text.remove_prefix(put_entity(text));
      }
    }
  }

  std::size_t put_entity(std::string_view text) {
    const DecodedEntity entity = decode_entity(text);
    if (entity.size == 0) {
      lines_.put("&", look_.quotes);
      return 1;
    }
    const char32_t c = entity.code_point;
    const bool nothing = c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x034F || c == 0xFEFF || c == 0x2060;
    if (c == 0xA0 || c <= 0x20 || (c >= 0x2000 && c <= 0x200A)) {
      lines_.blank();
    } else if (!nothing) {
      put_code_point(c);
    }
    return entity.size;
  }

  void put_code_point(char32_t c) {
    std::array<char, 4> bytes{};
    std::size_t size = 0;
    const auto add = [&](char32_t byte) { bytes[size++] = static_cast<char>(byte); };
    if (c < 0x80) {
      add(c);
    } else if (c < 0x800) {
      add(0xC0U | c >> 6U);
    } else if (c < 0x10000) {
      add(0xE0U | c >> 12U);
    } else {
      add(0xF0U | c >> 18U);
      add(0x80U | (c >> 12U & 0x3FU));
    }
    if (c >= 0x800) add(0x80U | (c >> 6U & 0x3FU));
    if (c >= 0x80) add(0x80U | (c & 0x3FU));
    lines_.put({bytes.data(), size}, look_.quotes);
  }

  // --- markup ---

  void read_markup() {
    if (rest_.size() < 2) return rest_.remove_prefix(1);
    if (rest_[1] == '!' || rest_[1] == '?') return skip_declaration();
    const bool closing = rest_[1] == '/';
    const std::size_t name_start = closing ? 2 : 1;
    if (name_start >= rest_.size() || !ascii::is_alpha(rest_[name_start])) {
      if (closing) return skip_past(std::min(rest_.find('>'), rest_.size()));
      put_text("<");
      return rest_.remove_prefix(1);
    }
    const std::string_view rest = rest_;
    std::size_t name_end = name_start;
    while (name_end < rest.size() && !kEndsName[static_cast<unsigned char>(rest[name_end])]) ++name_end;
    const std::uint64_t key = name_key(rest.substr(name_start, name_end - name_start));
    rest_.remove_prefix(name_end);
    if (closing) {
      skip_past(std::min(rest_.find('>'), rest_.size()));
      return close(key);
    }
    start(key, read_attributes());
  }

  void skip_past(std::size_t at) { rest_.remove_prefix(std::min(at + 1, rest_.size())); }

  /// Comments (with what conditional comments hold for Outlook), <!DOCTYPE>, <![if ...]>.
  void skip_declaration() {
    if (rest_.starts_with("<!--") && comments_end_) {
      const auto end = rest_.find("-->", 2);
      if (end != std::string_view::npos) return rest_.remove_prefix(end + 3);
      comments_end_ = false;  // do not search the rest again and again
    }
    skip_past(std::min(rest_.find('>'), rest_.size()));
  }

  /// Reads up to the ">" of the tag. Works on a copy of `rest_`, which the compiler can keep in registers.
  Attributes read_attributes() {
    Attributes found;
    std::string_view rest = rest_;
    while (!rest.empty() && rest.front() != '>') {
      if (ascii::is_space(rest.front()) || rest.front() == '/') {
        rest.remove_prefix(1);
        continue;
      }
      std::size_t size = 1;
      while (size < rest.size() && !kEndsName[static_cast<unsigned char>(rest[size])]) ++size;
      const std::string_view name = rest.substr(0, size);
      rest.remove_prefix(size);
      keep(name, take_value(rest), found);
    }
    if (!rest.empty()) rest.remove_prefix(1);
    rest_ = rest;
    return found;
  }

  static std::string_view take_value(std::string_view& rest) {
    std::size_t at = 0;
    while (at < rest.size() && ascii::is_space(rest[at])) ++at;
    if (at == rest.size() || rest[at] != '=') return {};
    ++at;
    while (at < rest.size() && ascii::is_space(rest[at])) ++at;
    if (at == rest.size()) {
      rest = {};
      return {};
    }
    const char quote = rest[at];
    const bool quoted = quote == '"' || quote == '\'';
    const std::size_t start = at + (quoted ? 1 : 0);
    std::size_t end = start;
    if (quoted) {
      end = std::min(rest.find(quote, start), rest.size());
    } else {
      while (end < rest.size() && !ascii::is_space(rest[end]) && rest[end] != '>') ++end;
    }
    const std::string_view value = rest.substr(start, end - start);
    rest.remove_prefix(std::min(end + (quoted ? 1 : 0), rest.size()));
    return value;
  }

  static void keep(std::string_view name, std::string_view value, Attributes& found) {
    const auto is = [&](std::string_view wanted) { return ascii::equal(name, wanted); };
    switch (name.size()) {
      case 2:
        if (is("id")) found.id = value;
        break;
      case 4:
        if (is("type")) found.type = value;
        if (is("text")) found.text = value;
        break;
      case 5:
        if (is("style")) found.style = value;
        if (is("class")) found.classes = value;
        if (is("color")) found.colour = value;
        break;
      case 6:
        if (is("hidden")) found.hidden = true;
        break;
      case 7:
        if (is("bgcolor")) found.background = value;
        break;
      default:
        break;
    }
  }

  // --- elements ---

  void start(std::uint64_t key, const Attributes& attributes) {
    const Element element = element_of(key);
    flow_before(element.flow);
    if (element.flow == Flow::raw) return skip_raw(key);
    if (element.is_void) return;
    close_implied(key, element.flow);
    if (open_.size() >= kDeepest) {
      ++too_deep_;
      return;
    }
    open_.push_back({key, look_});
    ++count_of(key);
    change_look(key, element.flow, attributes);
    if (element.flow == Flow::item && shown_) lines_.put("- ", look_.quotes);
  }

  void flow_before(Flow flow) {
    if (!shown_) return;
    switch (flow) {
      case Flow::paragraph:
      case Flow::pre:
        return lines_.break_line(2);
      case Flow::block:
      case Flow::item:
      case Flow::rule:
        return lines_.break_line(1);
      case Flow::line_break:
        return lines_.add_break();
      case Flow::cell:
        return lines_.break_cell();
      default:
        return;
    }
  }

  void close(std::uint64_t key) {
    if (too_deep_ > 0) {
      --too_deep_;
      return;
    }
    const Flow flow = element_of(key).flow;
    if (count_of(key) > 0) {
      std::size_t at = open_.size();
      while (at > 0 && open_[at - 1].key != key) --at;
      if (at > 0) pop_to(at - 1);
    }
    if (shown_ && flow != Flow::line_break && flow != Flow::cell) flow_before(flow);
    if (shown_ && flow == Flow::cell) lines_.blank();
  }

  void pop_to(std::size_t size) {
    look_ = open_[size].look;
    while (open_.size() > size) {
      --count_of(open_.back().key);
      open_.pop_back();
    }
    shown_ = show_hidden_ || look_.seen();
  }

  /// A new paragraph, item or cell ends the one before it where its end tag was left out.
  void close_implied(std::uint64_t key, Flow flow) {
    constexpr std::size_t near = 6;
    const bool row = key == name_key("tr");
    if (key != name_key("p") && flow != Flow::item && flow != Flow::cell && !row) return;
    for (std::size_t i = 0; i < near && i < open_.size(); ++i) {
      const std::uint64_t other = open_[open_.size() - 1 - i].key;
      const bool same = other == key || (flow == Flow::cell && element_of(other).flow == Flow::cell);
      if (same) return pop_to(open_.size() - 1 - i);
      const Flow other_flow = element_of(other).flow;
      const bool passable = other_flow == Flow::inline_text || (row && other_flow == Flow::cell) ||
                            (flow == Flow::item && other == name_key("p"));
      if (!passable) return;
    }
  }

  void skip_raw(std::uint64_t key) {
    constexpr std::array<std::string_view, 4> ends = {"</script", "</style", "</title", "</textarea"};
    for (std::size_t i = 0; i < ends.size(); ++i) {
      if (key != name_key(ends[i].substr(2)) || !raw_ends_[i]) continue;
      std::size_t at = rest_.find("</");
      while (at != std::string_view::npos && !ascii::starts_with(rest_.substr(at), ends[i]))
        at = rest_.find("</", at + 2);
      if (at == std::string_view::npos) {
        raw_ends_[i] = false;  // never closed: read on behind the tag
        return;
      }
      if (ends[i] == "</style") sheet_.read(rest_.substr(0, at));
      rest_.remove_prefix(at);
      return skip_past(std::min(rest_.find('>'), rest_.size()));
    }
  }

  void change_look(std::uint64_t key, Flow flow, const Attributes& attributes) {
    if (flow == Flow::pre) look_.pre = true;
    if (flow == Flow::unseen || attributes.hidden) look_.hidden = true;
    Style style = sheet_.empty() ? Style{} : sheet_style(key, attributes);
    if (!attributes.colour.empty()) style.colour = parse_colour(attributes.colour);
    if (!attributes.text.empty() && key == name_key("body")) style.colour = parse_colour(attributes.text);
    if (!attributes.background.empty()) style.background = parse_colour(attributes.background);
    if (!attributes.style.empty()) style.apply(parse_style(attributes.style));
    if (style.hidden.value_or(false)) look_.hidden = true;
    look_.invisible = style.invisible.value_or(look_.invisible);
    look_.tiny = style.tiny.value_or(look_.tiny);
    look_.colour = style.colour.value_or(look_.colour);
    look_.background = style.background.value_or(look_.background);
    shown_ = show_hidden_ || look_.seen();
    if (is_quote(key, style, attributes)) add_quote(look_);
    mark_by_name(attributes);
  }

  Style sheet_style(std::uint64_t key, const Attributes& attributes) {
    Style style;
    const auto use = [&](const std::string& selector) {
      if (const Style* found = sheet_.find(selector)) style.apply(*found);
    };
    std::string name;
    for (int shift = 56; shift >= 0; shift -= 8)
      if (const auto letter = static_cast<char>(key >> static_cast<unsigned>(shift) & 0xFFU); letter != 0)
        name += letter;
    use(name);
    for_each_word(attributes.classes, [&](std::string_view word) { use("." + std::string(word)); });
    if (!attributes.id.empty()) use("#" + std::string(attributes.id));
    if (!attributes.classes.empty() && sheet_.has_unread_backgrounds() && !style.background)
      style.background = Colour{0, 0, 0, false};
    return style;
  }

  /// A blockquote is a quote, except one that only indents (Gmail writes border:none for that).
  static bool is_quote(std::uint64_t key, const Style& style, const Attributes& attributes) {
    if (key != name_key("blockquote")) return false;
    return !style.no_border || ascii::equal(attributes.type, "cite") || !attributes.classes.empty();
  }

  static void add_quote(Look& look) {
    look.quotes = static_cast<std::uint8_t>(std::min(look.quotes + 1, kDeepestQuote));
  }

  void mark_by_name(const Attributes& attributes) {
    if (look_.quotes > 0) return;
    for_each_word(attributes.classes, [&](std::string_view word) {
      for (const QuoteMark& mark : kQuoteClasses)
        if (names(word, mark.name)) look_.quotes = 1;
      for (const std::string_view mark : kSignatureClasses)
        if (names(word, mark) && shown_) {
          lines_.break_line(1);
          lines_.put("-- ", 0);
          lines_.break_line(1);
        }
    });
    for (const QuoteMark& mark : kQuoteIds) {
      if (attributes.id.empty() || !names(attributes.id, mark.name)) continue;
      look_.quotes = 1;
      if (mark.rest) add_quote(open_.back().look);
    }
  }

  std::uint16_t& count_of(std::uint64_t key) { return counts_[(key * 0x9E3779B97F4A7C15U) >> 54U]; }

  std::string_view rest_;
  bool show_hidden_;
  Lines lines_;
  Look look_;
  bool shown_ = true;
  bool left_out_ = false;
  std::vector<OpenElement> open_;
  std::array<std::uint16_t, 1024>
      counts_{};  ///< open elements by hash of their name, so that stray end tags cost nothing
  std::size_t too_deep_ = 0;
  StyleSheet sheet_;
  bool comments_end_ = true;
  std::array<bool, 4> raw_ends_ = {true, true, true, true};
};

bool has_letters(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return ascii::is_alpha(c) || static_cast<unsigned char>(c) >= 0x80; });
}

}  // namespace

std::string html_to_text(std::string_view html) {
  HtmlReader reader(html, false);
  std::string text = reader.read();
  // Nothing seen but something hidden: rather a hidden text than none (a style we misread).
  if (!has_letters(text) && reader.left_something_out()) return HtmlReader(html, true).read();
  return text;
}

}  // namespace ajar
