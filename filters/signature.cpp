#include "filters/signature.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "filters/ascii.h"
#include "filters/footer.h"
#include "filters/greeting.h"
#include "filters/line_key.h"
#include "filters/phrase_table.h"

namespace ajar {
namespace {

// Tables hold line_key() forms between bars.

/// Lines that programs and telephones add.
constexpr PhraseTable kSentFrom(
    "|sent from my|sent from mail for|sent from outlook|sent from yahoo|sent from gmail|sent from proton|sent via|"
    "sent using|sent with|get outlook for|download outlook for|sent from an|sent from the|von meinem iphone gesendet|"
    "von meinem ipad gesendet|von meinem android|von meinem handy|von meinem mobiltelefon|von meinem smartphone|"
    "von meinem samsung|gesendet von|gesendet mit|gesendet uber|outlook fur ios|outlook fur android|"
    "diese nachricht wurde von meinem|envoye de mon|envoye depuis|envoye a partir de|obtenez outlook|"
    "telecharger outlook|enviado desde mi|enviado desde|enviado con|obtener outlook|enviado do meu|enviado de meu|"
    "enviado a partir do|enviado via|obter o outlook|obtenha o outlook|baixe o outlook|inviato da|inviato dal mio|"
    "inviato con|ottieni outlook|scarica outlook|verstuurd vanaf|verzonden vanaf|verzonden met|verzonden via|"
    "outlook voor ios|outlook voor android|download outlook voor|");

constexpr PhraseTable kPostscript("|ps|p.s|p.s.|ps:|nb|n.b|p.d|pd|");

bool is_contact(std::string_view line, std::string_view key) {
  if (has_address(line) || line.find("://") != std::string_view::npos) return true;
  static constexpr PhraseTable labels(
      "|tel|tel.|telefon|telefono|telefone|telefoon|phone|mobile|mobil|movil|cell|cellulare|celular|fax|office|direct|"
      "t|m|f|"
      "telephone|portable|handy|linkedin|skype|web|website|www|");
  if (key.find("www.") != std::string_view::npos) return true;
  std::size_t digits = 0;
  for (const char c : line) digits += ascii::is_digit(c) ? 1 : 0;
  if (digits >= 4 && labels.longest_start(key) > 0) return true;
  const bool only_number = std::all_of(line.begin(), line.end(), [](char c) {
    return ascii::is_digit(c) || std::string_view(" +()-/.|").find(c) != std::string_view::npos;
  });
  if (digits >= 7 && only_number) return true;
  return digits >= 3 && line.size() <= 80 && !is_prose(line);  // a street, a number in a line of names
}

/// A stretch of own lines between quotes.
class Stretch {
 public:
  Stretch(std::vector<TextLine>& lines, std::size_t begin, std::size_t end, bool said_something)
      : lines_(lines), begin_(begin), end_(end), said_something_(said_something) {}

  void mark() {
    mark_program_lines();
    mark_below_delimiter();
    mark_below_closing();
    mark_footers();
    mark_contact_block();
  }

 private:
  bool blank(std::size_t i) const { return lines_[i].text.empty(); }
  bool open(std::size_t i) const { return !lines_[i].signature && !blank(i); }
  const std::string& key(std::size_t i) const { return lines_[i].key; }
  void take(std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) lines_[i].signature = true;
  }

  /// "Sent from my iPhone", PGP armour.
  void mark_program_lines() {
    for (std::size_t i = begin_; i < end_; ++i) {
      const std::string_view line = lines_[i].text;
      if (line.starts_with("-----BEGIN PGP SIGNED MESSAGE")) {
        take(i, std::min(i + 2, end_));  // with its "Hash:" line
      } else if (line.starts_with("-----BEGIN PGP SIGNATURE")) {
        std::size_t last = i;
        while (last < end_ && !lines_[last].text.starts_with("-----END PGP")) ++last;
        take(i, std::min(last + 1, end_));
        i = last;
      } else if (!line.empty() && line.size() < 90 && kSentFrom.longest_start(key(i)) > 0 && !ends_like_sentence(i)) {
        take(i, i + 1);
      }
    }
  }

  /// "Sent via courier last week, you will have it tomorrow." is the author's.
  bool ends_like_sentence(std::size_t i) const { return count_key_words(key(i)) > 9; }

  /// "-- " (RFC 3676 4.3); "--" and "__" only near the end.
  void mark_below_delimiter() {
    constexpr std::size_t most_lines = 40;
    constexpr std::size_t most_loose_lines = 15;
    bool said_something = said_something_;
    for (std::size_t i = begin_; i < end_; ++i) {
      const std::string_view line = lines_[i].text;
      if (line == "--" && said_something && end_ - i <= most_lines &&
          (end_ - i <= most_loose_lines || count_prose(i) <= 12)) {
        take(i, end_);
        keep_name_below_closing(i);
        return;
      }
      said_something = said_something || open(i);
    }
  }

  /// "Best regards" / "--" / "Anna": the name belongs to the closing.
  void keep_name_below_closing(std::size_t delimiter) {
    std::size_t above = delimiter;
    while (above > begin_ && !open(above - 1)) --above;
    if (above == begin_ || closing_of(lines_[above - 1].text, key(above - 1)) == Closing::none) return;
    std::size_t name = delimiter + 1;
    while (name < end_ && blank(name)) ++name;
    if (name == end_ || !is_name_line(lines_[name].text)) return;
    lines_[name].signature = false;
    lines_[name].alone = true;
  }

  std::size_t count_prose(std::size_t i) const {
    std::size_t count = 0;
    for (std::size_t k = i; k < end_; ++k) count += is_prose(lines_[k].text) ? 1 : 0;
    return count;
  }

  void mark_below_closing() {
    std::size_t strong = end_;
    std::size_t weak = end_;
    bool named = false;
    for (std::size_t i = begin_; i < end_; ++i) {
      if (!open(i)) continue;
      const Closing closing = closing_of(lines_[i].text, key(i));
      if (closing == Closing::none) continue;
      lines_[i].alone = true;
      if (closing == Closing::weak) {
        weak = i;
      } else {
        strong = i;
        named = closing == Closing::named;
      }
    }
    const std::size_t closing = strong < end_ ? strong : weak;
    if (closing < end_) mark_block_below(closing + 1, !named || strong == end_);
  }

  /// Under a closing: the name stays, then everything but running text is the signature block; below a telephone number
  /// or an address running text is as well, unless it says "PS".
  void mark_block_below(std::size_t i, bool name_expected) {
    constexpr std::size_t most_prose = 12;  // lines; more is a text of its own
    const bool text_below = count_prose(i) > most_prose;
    bool contact_seen = false;
    for (; i < end_; ++i) {
      if (!open(i)) continue;
      if (salutation_size(lines_[i].text) > 0) return;  // the same letter again, in another language
      if (kPostscript.longest_start(key(i)) > 0) {
        while (i < end_ && !blank(i)) ++i;
        continue;
      }
      if (name_expected && is_name_line(lines_[i].text)) {
        lines_[i].alone = true;
        name_expected = false;
        continue;
      }
      const bool contact = is_contact(lines_[i].text, key(i));
      if (is_prose(lines_[i].text) && (!contact_seen || text_below)) {
        if (name_expected) return;  // not a closing after all
        while (i < end_ && !blank(i)) ++i;
        continue;
      }
      name_expected = false;
      contact_seen = contact_seen || contact;
      lines_[i].signature = true;
    }
  }

  /// Paragraph by paragraph; the first words of a mail are looked at with more care.
  void mark_footers() {
    bool said_something = said_something_;
    for (std::size_t i = begin_; i < end_;) {
      std::size_t last = i;
      while (last < end_ && !blank(last) && !lines_[last].signature) ++last;
      if (last > i) {
        mark_footer(lines_, i, last, said_something);
        for (std::size_t k = i; k < last; ++k)
          said_something = said_something || (!lines_[k].signature && is_prose(lines_[k].text));
      }
      i = std::max(last, i + 1);
    }
  }

  /// A signature without a closing: the last paragraph has several lines of contacts.
  void mark_contact_block() {
    std::size_t last = end_;
    while (last > begin_ && !open(last - 1)) --last;
    std::size_t first = last;
    while (first > begin_ && open(first - 1)) --first;
    std::size_t contacts = 0;
    for (std::size_t i = first; i < last; ++i) {
      if (is_prose(lines_[i].text)) return;
      contacts += is_contact(lines_[i].text, key(i)) ? 1 : 0;
    }
    if (contacts < 2 || contacts * 2 + 1 < last - first || (first == begin_ && !said_something_)) return;
    const std::size_t kept = is_name_line(lines_[first].text) ? 1 : 0;
    if (kept > 0) lines_[first].alone = true;
    take(first + kept, last);
  }

  std::vector<TextLine>& lines_;
  std::size_t begin_;
  std::size_t end_;
  bool said_something_;  ///< above, in an earlier stretch
};

}  // namespace

void mark_signature(std::vector<TextLine>& lines) {
  for (TextLine& line : lines)
    if (!line.quoted) line.key = line_key(line.text);
  bool said_something = false;
  for (std::size_t i = 0; i < lines.size();) {
    std::size_t end = i;
    while (end < lines.size() && !lines[end].quoted) ++end;
    if (end > i) Stretch(lines, i, end, said_something).mark();
    for (std::size_t k = i; k < end && !said_something; ++k)
      said_something = !lines[k].signature && !lines[k].text.empty();
    i = std::max(end, i + 1);
  }
}

}  // namespace ajar
