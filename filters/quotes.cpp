#include "filters/quotes.h"

#include <algorithm>
#include <string>

#include "filters/ascii.h"
#include "filters/line_key.h"
#include "filters/phrase_table.h"

namespace ajar {
namespace {

constexpr std::size_t kLongestMark = 400;  ///< bytes of a line that can introduce a quote

// Tables hold line_key() forms between bars.

/// Labels of the header block that Outlook and others put above what they quote: who, and the rest.
constexpr PhraseTable kFromLabels(
    "|from|von|de|da|van|expediteur|remitente|mittente|afzender|absender|emisor|remetente|");
constexpr PhraseTable kOtherLabels(
    "|sent|date|to|cc|subject|reply-to|gesendet|datum|an|betreff|kopie|envoye|envoye le|a|objet|copie|enviado|"
    "enviado el|fecha|para|asunto|cco|enviada|enviado em|enviada em|data|assunto|inviato|oggetto|verzonden|aan|"
    "onderwerp|bcc|importance|attachments|anlagen|sent on|gesendet am|prioriteit|priority|organization|"
    "in-reply-to|message-id|x-mailer|");

/// Verbs of attribution lines: "On ... Sam wrote:".
constexpr PhraseTable kWrote(
    "|wrote|writes|schrieb|hat geschrieben|a ecrit|ecrit|escribio|escreveu|ha scritto|scritto|schreef|geschreven|"
    "het volgende geschreven|schreef het volgende|skrev|a scris|napisal|va escriure|said|");
/// First words of attribution lines.
constexpr PhraseTable kAttributionStarts(
    "|on|am|le|el|em|il|op|in|at|il giorno|quoting|zitat von|citando|den|from|--|a las|dia|");

/// Lines between dashes: what follows is an earlier mail ...
constexpr PhraseTable kOriginal(
    "|original message|original appointment|ursprungliche nachricht|urspruengliche nachricht|originalnachricht|"
    "urspr. nachricht|message d'origine|message original|mensaje original|mensagem original|messaggio originale|"
    "oorspronkelijk bericht|reply message|antwortnachricht|original-nachricht|");
/// ... or a forwarded one. With a colon they need no dashes (Apple Mail).
constexpr PhraseTable kForwarded(
    "|forwarded message|begin forwarded message|forwarded by|weitergeleitete nachricht|"
    "anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail|message transfere|message reexpedie|"
    "debut du message reexpedie|debut du message transfere|mensaje reenviado|inicio del mensaje reenviado|"
    "mensagem encaminhada|mensagem reencaminhada|inicio da mensagem encaminhada|inicio da mensagem reencaminhada|"
    "messaggio inoltrato|inizio messaggio inoltrato|doorgestuurd bericht|begin doorgestuurd bericht|"
    "start of forwarded message|fwd message|forwarded mail|weitergeleitet von|forwarded letter|forwarded text|");

/// "subject" of "*Subject:* Your application"; empty if the line starts with no label.
std::string label_of(std::string_view line) {
  line = ascii::trim(line);
  while (!line.empty() && (line.front() == '*' || line.front() == '_')) line.remove_prefix(1);
  const auto colon = line.substr(0, 24).find(':');
  if (colon == std::string_view::npos || colon == 0) return {};
  std::string_view label = line.substr(0, colon);
  while (!label.empty() && (label.back() == '*' || label.back() == '_' || label.back() == ' ')) label.remove_suffix(1);
  return line_key(label);
}

/// Reads the lines once, marking as it goes.
class QuoteMarker {
 public:
  QuoteMarker(std::string_view text, const QuoteHints& hints) : hints_(hints) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      add_line(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  QuotedLines mark() {
    mark_runs('|');
    if (hints_.from_html) mark_runs('>');
    auto& lines = result_.lines;
    for (std::size_t i = 0; i < lines.size() && !ended_; ++i) {
      if (lines[i].text.empty() || lines[i].text.size() > kLongestMark) continue;
      if (lines[i].quoted) {
        if (i == 0 || !lines[i - 1].quoted) look_into_quote(i);
        continue;
      }
      if (const std::size_t size = introduction_at(i)) {
        introduce(i, size);
        i += size - 1;
      }
      own_text_ = own_text_ || !lines[i].quoted;
    }
    return std::move(result_);
  }

 private:
  /// ">" marks. In text made from HTML the author's own ">" has a blank before it.
  void add_line(std::string_view line) {
    TextLine read{ascii::trim(line)};
    std::string_view rest = line;
    if (!hints_.from_html && !line.ends_with('<')) rest = ascii::trim(rest);
    if (rest.starts_with('>') && !rest.starts_with(">From ")) {
      while (!rest.empty() && (rest.front() == '>' || rest.front() == ' ')) rest.remove_prefix(1);
      read = {ascii::trim(rest), true};
    }
    result_.lines.push_back(read);
  }

  /// Two or more lines in a row that start with "|" and do not end with it (a table), or with a ">" that was typed into
  /// HTML.
  void mark_runs(char mark) {
    auto& lines = result_.lines;
    const auto is_marked = [&](std::size_t i) {
      const std::string_view text = lines[i].text;
      return !lines[i].quoted && text.starts_with(mark) && !text.ends_with(mark);
    };
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (!is_marked(i)) continue;
      std::size_t count = 0;
      std::size_t last = i;
      for (std::size_t k = i; k < lines.size() && (text(k).empty() || is_marked(k)); ++k) {
        if (text(k).empty()) continue;
        ++count;
        last = k;
      }
      for (std::size_t k = i; count >= 2 && k <= last; ++k)
        if (!text(k).empty()) lines[k] = {ascii::trim(text(k).substr(1)), true};
      i = last;
    }
  }

  std::string_view text(std::size_t i) const { return result_.lines[i].text; }
  bool own(std::size_t i) const { return i < result_.lines.size() && !result_.lines[i].quoted; }

  /// First line at or after `i` that is not empty.
  std::size_t next_text(std::size_t i) const {
    while (i < result_.lines.size() && text(i).empty()) ++i;
    return i;
  }

  /// The first lines of a quote tell whether it was forwarded.
  void look_into_quote(std::size_t i) {
    for (std::size_t k = i; k < std::min(i + 3, result_.lines.size()); ++k)
      if (result_.lines[k].quoted && text(k).size() < kLongestMark && is_forward_mark(line_key(text(k))))
        result_.forwarded = true;
  }

  /// Number of lines from `i` that introduce a quote; 0 if they do not.
  std::size_t introduction_at(std::size_t i) {
    const std::string_view line = text(i);
    is_attribution_ = false;
    if (line.front() == '-' || line.front() == '_' || line.front() == '*' || line.back() == ':') {
      const std::string key = line_key(line);
      if (is_forward_mark(key)) {
        result_.forwarded = true;
        return 1 + header_block_after(i + 1);
      }
      if (is_original_mark(key)) return 1 + header_block_after(i + 1);
    }
    if (const std::size_t size = header_block(i)) {
      if (!own_text_ && !hints_.is_reply && !hints_.is_forward) return 0;  // the head of a letter
      if (hints_.is_forward) result_.forwarded = true;
      return size;
    }
    if (is_rule(line) && own(next_text(i + 1))) {
      const std::size_t next = next_text(i + 1);
      const std::size_t size = next < result_.lines.size() ? header_block(next) : 0;
      if (size > 0 && (own_text_ || hints_.is_reply || hints_.is_forward)) return next - i + size;
    }
    is_attribution_ = true;
    return attribution(i);
  }

  static bool is_rule(std::string_view line) {
    return line.size() >= 10 && line.find_first_not_of("_-=") == std::string_view::npos;
  }

  static std::string_view without_dashes(std::string_view key) {
    constexpr std::string_view dashes = "-_*=<>~+ ";
    const auto first = key.find_first_not_of(dashes);
    if (first == std::string_view::npos) return {};
    return key.substr(first, key.find_last_not_of(dashes) - first + 1);
  }

  static bool is_original_mark(std::string_view key) {
    return key.starts_with("--") && kOriginal.lists(without_dashes(key));
  }

  static bool is_forward_mark(std::string_view key) {
    std::string_view words = without_dashes(key);
    const bool dashes = key.starts_with("--");
    const bool colon = words.ends_with(':');
    if (colon) words = ascii::trim(words.substr(0, words.size() - 1));
    if (kForwarded.lists(words)) return dashes || colon;
    return dashes && (words.starts_with("forwarded ") || words.starts_with("weitergeleitet ") ||
                      words.starts_with("fwd message") || words.starts_with("original message from "));
  }

  /// Lines of a header block at `i`: "From:" and at least two other labels within the next lines.
  std::size_t header_block(std::size_t i) const {
    const std::string_view line = text(i);
    if (line.size() > kLongestMark || line.find(':') == std::string_view::npos) return 0;
    if (!kFromLabels.lists(label_of(line))) return 0;
    return labelled_lines(i, 2);
  }

  /// The labels of a block may stand in any order behind a mark line.
  std::size_t header_block_after(std::size_t i) const {
    const std::size_t next = next_text(i);
    if (next >= result_.lines.size() || next > i + 2 || !own(next)) return 0;
    const std::size_t size = labelled_lines(next, 0);
    return size == 0 ? 0 : next - i + size;
  }

  std::size_t labelled_lines(std::size_t i, int needed) const {
    int labels = -1;  // the first is the sender's or any
    std::size_t last = i;
    std::size_t strangers = 0;
    for (std::size_t k = i; k < std::min(i + 16, result_.lines.size()) && own(k); ++k) {
      if (text(k).empty()) continue;
      const std::string label = label_of(text(k));
      if (kFromLabels.lists(label) || kOtherLabels.lists(label)) {
        ++labels;
        last = k;
        strangers = 0;
      } else if (++strangers > 1 || text(k - (k > 0 ? 1 : 0)).empty()) {
        break;  // one line may be the folded end of the one before
      }
    }
    if (labels >= needed) return last - i + 1;
    return labels_in_line(text(i)) >= needed + 1 ? 1 : 0;
  }

  /// "From: Sam Sent: Monday To: Ana Subject: Hello" on one line.
  static int labels_in_line(std::string_view line) {
    static constexpr PhraseTable labels(
        "|sent:|date:|to:|subject:|gesendet:|an:|betreff:|envoye:|objet:|para:|asunto:|enviado:|assunto:|oggetto:|"
        "inviato:|"
        "aan:|onderwerp:|verzonden:|");
    if (line.size() > kLongestMark) return 0;
    return static_cast<int>(labels.count_in(line_key(line)));
  }

  /// The lines [from, to) as one.
  std::string joined(std::size_t from, std::size_t to) const {
    std::string line(text(from));
    for (std::size_t k = from + 1; k < to; ++k) line.append(" ").append(text(k));
    return line;
  }

  /// Attribution lines from `i` on; they may wrap over four lines.
  std::size_t attribution(std::size_t i) {
    std::size_t size = 0;
    for (std::size_t k = i; k < std::min(i + 4, result_.lines.size()) && own(k) && !text(k).empty(); ++k) {
      size += (k > i ? 1 : 0) + text(k).size();
      if (size > kLongestMark) return 0;
      const bool marked = text(k).ends_with(':') || text(k).ends_with("--");
      if (!marked && !is_quoted_next(k + 1)) continue;
      const std::string key = line_key(joined(i, k + 1));
      const bool verb_last = kWrote.lists(std::string_view(key).substr(key.rfind(' ') + 1));
      if (!marked && !verb_last) continue;
      const std::string first = line_key(text(i).substr(0, 40));
      const bool starts = kAttributionStarts.longest_start(first) > 0 || (!first.empty() && ascii::is_digit(first[0]));
      if (is_attribution(key, starts, true)) mark_prefixed_lines(k + 1);
      if (is_attribution(key, starts, is_quoted_soon(k + 1))) return k - i + 1;
      return 0;
    }
    return 0;
  }

  /// Below an attribution, lines that start alike are a quote whatever the mark is: "--] ", "} ", "AR> ".
  void mark_prefixed_lines(std::size_t i) {
    auto& lines = result_.lines;
    const std::size_t first = next_text(i);
    const std::size_t second = next_text(first + 1);
    if (!own(first)) return;
    const std::string prefix(prefix_of(text(first)));
    const bool repeated = own(second) && text(second).starts_with(prefix);
    if (prefix.empty() || (prefix.size() < 2 && !repeated)) return;
    for (std::size_t k = first; k < lines.size(); ++k)
      if (!lines[k].quoted && text(k).starts_with(prefix))
        lines[k] = {ascii::trim(text(k).substr(prefix.size())), true};
  }

  static std::string_view prefix_of(std::string_view line) {
    constexpr std::size_t longest = 4;
    std::size_t size = 0;
    while (size < std::min(longest, line.size()) && ascii::is_upper(line[size])) ++size;
    if (size > 0) return size < line.size() && line[size] == '>' ? line.substr(0, size + 1) : std::string_view{};
    while (size < std::min(longest, line.size()) && line[size] != ' ' && !is_word_char(line[size])) ++size;
    const std::string_view prefix = line.substr(0, size);
    return prefix.find_first_of("]}|%#=:") == std::string_view::npos ? std::string_view{} : prefix;
  }

  /// A cut such as "[...]" may stand above the first marked line.
  bool is_quoted_soon(std::size_t i) const {
    for (int count = 0; count < 3; ++count, ++i) {
      i = next_text(i);
      if (i >= result_.lines.size()) return false;
      if (result_.lines[i].quoted) return true;
    }
    return false;
  }

  /// A marked line follows, perhaps below a blank line.
  bool is_quoted_next(std::size_t i) const {
    for (std::size_t k = i; k < std::min(i + 3, result_.lines.size()); ++k) {
      if (result_.lines[k].quoted) return true;
      if (!text(k).empty()) return false;
    }
    return false;
  }

  /// Before ">" lines a verb or an address is enough; where the quote is not marked, a date and a person are needed.
  bool is_attribution(std::string_view key, bool starts, bool quote_follows) {
    const bool verb = kWrote.occurs_in(key);
    const bool address = key.find('@') != std::string_view::npos;
    const bool digit = std::any_of(key.begin(), key.end(), ascii::is_digit);
    const std::size_t words = count_key_words(key);
    const bool strong = starts && verb && digit && words >= 4 && words <= 40;
    if (quote_follows) return (verb && words <= 40) || (starts && digit && (address || has_time(key)));
    return strong && (address || has_time(key) || hints_.is_reply);
  }

  static bool has_time(std::string_view key) {
    for (std::size_t i = 1; i + 2 < key.size(); ++i)
      if (key[i] == ':' && ascii::is_digit(key[i - 1]) && ascii::is_digit(key[i + 1])) return true;
    return false;
  }

  /// Marks the introduction, and what follows to the end of the mail unless the quote itself is marked by ">".
  void introduce(std::size_t i, std::size_t size) {
    auto& lines = result_.lines;
    result_.introduced = true;
    for (std::size_t k = i; k < i + size; ++k) lines[k].quoted = true;
    if (is_attribution_ ? is_quoted_soon(i + size) : is_quoted_next(i + size)) return;
    for (std::size_t k = i + size; k < lines.size(); ++k) lines[k].quoted = true;
    ended_ = true;
  }

  QuoteHints hints_;
  QuotedLines result_;
  bool own_text_ = false;
  bool ended_ = false;
  bool is_attribution_ = false;  ///< what introduction_at() found last
};

}  // namespace

QuotedLines mark_quotes(std::string_view text, const QuoteHints& hints) { return QuoteMarker(text, hints).mark(); }

}  // namespace ajar
