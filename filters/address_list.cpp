// parse_addresses of message_parser.h: RFC 5322 3.4 as mail programs really write it.
#include <array>

#include "filters/ascii.h"
#include "filters/charset.h"
#include "filters/encoded_word.h"
#include "filters/message_parser.h"

namespace ajar {
namespace {

constexpr std::size_t kMostAddresses = 1000;

/// Cuts an address list at its commas and keeps the pieces of the address at hand.
class AddressReader {
 public:
  explicit AddressReader(std::string_view value) : rest_(value) {}

  std::vector<Address> read() {
    while (!rest_.empty() && found_.size() < kMostAddresses) step();
    finish();
    return std::move(found_);
  }

 private:
  void step() {
    const char c = rest_.front();
    switch (c) {
      case '"':
        return take_quoted();
      case '(':
        return take_comment();
      case '<':
        return take_angle();
      case ',':
      case ';':
        rest_.remove_prefix(1);
        return finish();
      case ':':
        rest_.remove_prefix(1);
        return start_group();
      default:
        return take_text();
    }
  }

  void take_quoted() {
    rest_.remove_prefix(1);
    std::string text;
    while (!rest_.empty() && rest_.front() != '"') {
      if (rest_.front() == '\\' && rest_.size() > 1) rest_.remove_prefix(1);
      text += rest_.front();
      rest_.remove_prefix(1);
    }
    if (!rest_.empty()) rest_.remove_prefix(1);
    if (!rest_.empty() && rest_.front() == '@') {  // "sam rivera"@example.org
      phrase_ += "\"" + text + "\"";
    } else {
      phrase_ += text;
    }
  }

  void take_comment() {
    int depth = 0;
    std::string text;
    do {
      const char c = rest_.front();
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (!(c == '(' && depth == 1) && depth > 0) text += c;
      rest_.remove_prefix(1);
    } while (depth > 0 && !rest_.empty());
    comment_ = text;
  }

  void take_angle() {
    const std::size_t end = std::min(rest_.find('>'), rest_.size());
    std::string_view inside = ascii::trim(rest_.substr(1, end > 0 ? end - 1 : 0));
    if (!inside.empty() && inside.front() == '@' && inside.find(':') != std::string_view::npos)
      inside.remove_prefix(inside.find(':') + 1);  // source route
    if (angle_.empty()) angle_ = inside;
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
  }

  /// "undisclosed-recipients:" and named groups; a colon after an '@' is only dirt.
  void start_group() {
    if (phrase_.find('@') == std::string::npos && angle_.empty()) clear();
  }

  /// An encoded word is one piece even if it holds commas.
  void take_text() {
    std::size_t size = 1;
    if (rest_.substr(0, 2) == "=?") {
      const auto text_start = rest_.find('?', std::min(rest_.find('?', 2), rest_.size() - 1) + 1);
      const auto end = text_start == std::string_view::npos ? text_start : rest_.find("?=", text_start + 1);
      if (end != std::string_view::npos && end < 1000) size = end + 2;
    }
    phrase_ += rest_.substr(0, size);
    rest_.remove_prefix(size);
  }

  void finish() {
    std::string name = tidy_name(phrase_);
    std::string email = tidy_email(angle_);
    if (email.empty() && angle_.empty()) {
      email = tidy_email(phrase_);
      if (!email.empty()) name.clear();
    }
    if (name.empty()) name = tidy_name(comment_);
    if (email.empty()) {
      if (angle_.empty() && !name.empty() && name.size() < 100) surname_ = name;  // Rivera, Sam <sam@example.org>
      return clear();
    }
    if (!surname_.empty() && !angle_.empty() && !name.empty()) name.insert(0, surname_ + ", ");
    if (same_email(name, email)) name.clear();
    found_.push_back({std::move(name), std::move(email)});
    surname_.clear();
    clear();
  }

  void clear() {
    phrase_.clear();
    angle_.clear();
    comment_.clear();
  }

  static std::string tidy_name(const std::string& raw) {
    const std::string decoded = decode_encoded_words(raw);
    std::string name;
    for (const char c : ascii::trim(decoded))
      if (c != ' ' || name.empty() || name.back() != ' ') name += c;
    constexpr std::array<char, 2> quotes = {'\'', '"'};
    for (const char quote : quotes) {
      if (name.size() > 2 && name.front() == quote && name.back() == quote)
        name = std::string(ascii::trim(std::string_view(name).substr(1, name.size() - 2)));
    }
    return name;
  }

  /// addr-spec with the domain in lower case; empty if `raw` is none.
  static std::string tidy_email(std::string_view raw) {
    std::string email = to_utf8(ascii::trim(raw), "");
    if (ascii::starts_with(email, "mailto:")) email.erase(0, 7);
    const auto at = email.rfind('@');
    if (at == std::string::npos || at == 0 || at + 1 == email.size() || email.size() > 320) return {};
    const bool quoted = email.front() == '"';
    for (std::size_t i = 0; i < email.size(); ++i) {
      const auto c = static_cast<unsigned char>(email[i]);
      if (c < 0x20 || c == 0x7F || c == '<' || c == '>' || (c == ' ' && !(quoted && i < at))) return {};
    }
    return email.substr(0, at + 1) + fold_case(std::string_view(email).substr(at + 1));
  }

  std::string_view rest_;
  std::string phrase_;
  std::string angle_;
  std::string comment_;
  std::string surname_;
  std::vector<Address> found_;
};

}  // namespace

std::vector<Address> parse_addresses(std::string_view value) { return AddressReader(value).read(); }

}  // namespace ajar
