#include "filters/body_text.h"

#include <algorithm>
#include <array>
#include <optional>

#include "filters/ascii.h"
#include "filters/charset.h"
#include "filters/encoded_word.h"
#include "filters/html_text.h"
#include "filters/transfer_encoding.h"

namespace ajar {
namespace {

constexpr std::size_t kPlainIsEnough = 1500;  ///< letters: a plain part of this size is no stub

/// Text of a part or of a branch of the tree.
struct Piece {
  std::string text;
  bool from_html = false;
};

std::string with_line_feeds(std::string text) {
  if (text.find('\r') == std::string::npos && text.find('\0') == std::string::npos) return text;
  std::string::size_type kept = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\0') continue;
    if (text[i] == '\r') {
      if (i + 1 < text.size() && (text[i + 1] == '\n' || text[i + 1] == '\r')) continue;
      text[i] = '\n';
    }
    text[kept++] = text[i];
  }
  text.resize(kept);
  return text;
}

/// Letters and digits only matter for "is there anything to read".
std::size_t count_letters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += ascii::is_alnum(c) || static_cast<unsigned char>(c) >= 0x80 ? 1 : 0;
  return count;
}

bool contains(std::string_view lower_text, std::string_view word) {
  return lower_text.find(word) != std::string_view::npos;
}

/// A plain part that only points to the HTML one.
bool points_to_html(std::string_view plain) {
  constexpr std::array<std::string_view, 24> signs = {
      "in your browser",      "in a browser",     "web version",      "view online",       "html email",
      "html-capable",         "html capable",     "html format",      "html version",      "does not support html",
      "doesn't support html", "im browser",       "browser anzeigen", "html-f\xC3\xA4hig", "html-mail",
      "webversion",           "votre navigateur", "version en ligne", "en tu navegador",   "en su navegador",
      "no navegador",         "nel browser",      "nel tuo browser",  "in uw browser"};
  const std::string lower = ascii::lower(plain.substr(0, 1500));
  return std::any_of(signs.begin(), signs.end(), [&](std::string_view sign) { return contains(lower, sign); });
}

bool is_attachment(const MimePart& part) {
  if (ascii::starts_with(part.disposition.value, "attachment")) return true;
  return !part.disposition.parameter("filename").empty() && !ascii::starts_with(part.disposition.value, "inline");
}

std::string file_name(const MimePart& part) {
  const std::string_view name = part.disposition.parameter("filename");
  return std::string(name.empty() ? part.type.parameter("name") : name);
}

/// The charset an HTML page names in itself, for parts whose header names none.
std::string_view charset_in_html(std::string_view html) {
  const std::string_view head = html.substr(0, 2048);
  const auto at = head.find("charset=");
  if (at == std::string_view::npos) return {};
  std::string_view name = head.substr(at + 8);
  if (!name.empty() && (name.front() == '"' || name.front() == '\'')) name.remove_prefix(1);
  return name.substr(0, std::min(name.find_first_of("\"'>; /"), name.size()));
}

bool looks_like_html(std::string_view text) {
  const std::string start = ascii::lower(ascii::trim(text.substr(0, 200)));
  return start.starts_with("<!doctype html") || start.starts_with("<html");
}

Piece read_text(const MimePart& part) {
  std::string bytes = decode_transfer(part.body, part.encoding);
  std::string_view charset = part.type.parameter("charset");
  const bool html = part.is("text/html") || looks_like_html(bytes);
  if (charset.empty() && html) charset = charset_in_html(bytes);
  std::string text = with_line_feeds(to_utf8(bytes, charset.substr(0, charset.find_first_of(" ("))));
  if (html) return {html_to_text(text), true};
  if (ascii::equal(part.type.parameter("format"), "flowed"))
    text = unwrap_flowed(text, ascii::equal(part.type.parameter("delsp"), "yes"));
  return {std::move(text), false};
}

bool is_readable(const MimePart& part) {
  return part.is("text/plain") || part.is("text/html") || part.is("text") || part.is("text/enriched");
}

/// Collects the texts of a tree.
class Chooser {
 public:
  explicit Chooser(BodyText& result) : result_(result) {}

  std::optional<Piece> read(const MimePart& part) {
    if (part.is("message/rfc822")) return enclose(part);
    if (part.is("text/calendar") || part.is("application/ics")) result_.has_calendar = true;
    if (part.is_multipart()) return read_multipart(part);
    if (is_attachment(part) || !is_readable(part)) {
      std::string name = file_name(part);
      if (!name.empty()) result_.attachment_names.push_back(std::move(name));
      if (is_readable(part) && spare_ == nullptr) spare_ = &part;
      return std::nullopt;
    }
    return read_text(part);
  }

  /// The first text among the attachments, for mails that have no other.
  std::optional<Piece> read_spare() const {
    return spare_ == nullptr ? std::nullopt : std::optional(read_text(*spare_));
  }
  const std::string& enclosed() const { return enclosed_; }

 private:
  std::optional<Piece> read_multipart(const MimePart& part) {
    if (part.is("multipart/alternative")) return best_alternative(part);
    if (part.is("multipart/report")) result_.is_report = true;
    Piece joined;
    bool any = false;
    for (const MimePart& child : part.children) {
      const bool first_html = !any && child.is("text/html");
      auto piece = read(child);
      if (!piece || (any && part.is("multipart/related"))) continue;
      if (any && !joined.from_html && piece->from_html && repeats(joined.text, piece->text)) {
        joined = better(std::move(joined), std::move(*piece));
        continue;
      }
      if (any) joined.text += "\n\n";
      joined.text += piece->text;
      joined.from_html = joined.from_html || piece->from_html || first_html;
      any = true;
    }
    return any ? std::optional(std::move(joined)) : std::nullopt;
  }

  /// RFC 2046 5.1.4 puts the richest last; here the plainest that says it all is wanted.
  std::optional<Piece> best_alternative(const MimePart& part) {
    std::optional<Piece> plain;
    std::optional<Piece> html;
    for (const MimePart& child : part.children) {
      if (child.is("text/html") && (html || (plain && count_letters(plain->text) >= kPlainIsEnough))) continue;
      auto piece = read(child);
      if (!piece) continue;
      auto& slot = piece->from_html ? html : plain;
      if (!slot) slot = std::move(piece);
    }
    if (plain && html) return better(std::move(*plain), std::move(*html));
    return plain ? plain : html;
  }

  static Piece better(Piece plain, Piece html) {
    const std::size_t plain_size = count_letters(plain.text);
    const std::size_t html_size = count_letters(html.text);
    const bool stub = plain_size == 0 || (html_size > plain_size && points_to_html(plain.text) && plain_size < 600) ||
                      (plain_size < kPlainIsEnough && html_size > 3 * plain_size + 100) ||
                      (plain_size < 120 && html_size > plain_size + 80);
    return stub && html_size > 0 ? html : plain;
  }

  /// True if the HTML part says the same as the plain one before it (some senders write mixed for alternative).
  static bool repeats(std::string_view plain, std::string_view html) {
    const auto key = [](std::string_view text) { return comparison_key(text.substr(0, 4000)); };
    const std::string start = key(plain).substr(0, 80);
    return start.empty() || key(html).find(start) != std::string::npos;
  }

  /// An enclosed mail is not the author's: it follows as a forwarded block.
  std::optional<Piece> enclose(const MimePart& part) {
    constexpr std::size_t most = 64 * 1024;
    if (part.children.empty() || enclosed_.size() > most) return std::nullopt;
    const MimePart& mail = part.children.front();
    std::string block = "\n\n---------- Forwarded message ----------\n";
    for (const auto& field : mail.fields)
      if (field.name == "from" || field.name == "date" || field.name == "subject" || field.name == "to")
        block += std::string(1, static_cast<char>(field.name[0] - 32)) + field.name.substr(1) + ": " +
                 decode_encoded_words(field.value) + "\n";
    if (auto piece = read(mail)) block += "\n" + piece->text;
    enclosed_.insert(0, block);
    return std::nullopt;
  }

  BodyText& result_;
  const MimePart* spare_ = nullptr;
  std::string enclosed_;
};

}  // namespace

BodyText choose_body_text(const MimePart& root) {
  BodyText result;
  Chooser chooser(result);
  auto piece = chooser.read(root);
  if (!piece) piece = chooser.read_spare();
  if (piece) {
    result.text = std::move(piece->text);
    result.from_html = piece->from_html;
  }
  result.text += chooser.enclosed();
  return result;
}

std::string unwrap_flowed(std::string_view text, bool delete_space) {
  std::string out;
  out.reserve(text.size());
  std::size_t flowing_depth = std::string_view::npos;  // of the line that ended softly
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t depth = std::min(line.find_first_not_of('>'), line.size());
    line.remove_prefix(depth);
    if (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    const bool joins = depth == flowing_depth && line != "-- " && !line.empty();  // many end a paragraph softly
    if (!joins) {
      if (flowing_depth != std::string_view::npos) out += '\n';
      out.append(depth, '>');
      if (depth > 0) out += ' ';
    }
    const bool soft = !line.empty() && line.back() == ' ' && line != "-- ";
    if (soft && delete_space) line.remove_suffix(1);
    out += line;
    flowing_depth = soft ? depth : std::string_view::npos;
    if (!soft) out += '\n';
  }
  return out;
}

}  // namespace ajar
