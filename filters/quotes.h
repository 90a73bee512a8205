#pragma once
// Which lines of a mail its author did not write: quotes of earlier mails, the lines that introduce them, forwarded mails.
#include <string>
#include <string_view>
#include <vector>

namespace ajar {

/// A line of clean text (views into it).
struct TextLine {
  std::string_view text;   ///< without quote marks and blanks at the end
  bool quoted = false;     ///< not the author's own
  bool signature = false;  ///< set by signature.h
  bool alone = false;      ///< never joined with its neighbours: salutation, closing, name
  std::string key = {};    ///< line_key() of an own line, while signature.h looks for signatures
};

struct QuotedLines {
  std::vector<TextLine> lines;
  bool introduced = false;  ///< some client's mark of a reply or forward was found, not only ">"
  bool forwarded = false;   ///< a forwarded mail is among the quotes
};

/// How the mail came about, as its header tells.
struct QuoteHints {
  bool is_reply = false;    ///< In-Reply-To, References or a subject with a reply prefix
  bool is_forward = false;  ///< a subject with a forward prefix
  bool from_html = false;
};

/// Marks quotes by ">" and "|", attribution lines and header blocks of Gmail, Outlook, Apple Mail, Thunderbird and
/// Yahoo in seven languages. `text` is clean_text().
QuotedLines mark_quotes(std::string_view text, const QuoteHints& hints);

}  // namespace ajar
