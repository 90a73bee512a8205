#include "filters/phrase_source.h"

#include <cctype>

namespace ajar {
namespace {

// Building blocks; the text is folded, so ASCII says it all.
constexpr const char* kBetween = "[\\x20-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e]+";  // space and punctuation
constexpr const char* kAround = "[\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e]*";   // punctuation around a word
constexpr const char* kEnding = "\\w*(?:[:*/(-]{1,2}\\w+\\)?\\w*){0,2}";                 // candidat(e)s, Bewerber:innen
constexpr const char* kOneWord = "[^ \\n]+";

/// Turns a parsed phrase into RE2 source.
class Emitter {
 public:
  std::string whole(const PhraseSequence& sequence) {
    const std::string source = emit(sequence, true, true);
    return source.find_first_of("^$") == std::string::npos ? source : "(?m)" + source;
  }
  const std::vector<std::string>& slots() const { return slots_; }

 private:
  /// `edge_before`, `edge_after`: nothing guarantees a word boundary there, so the outermost words bring their own.
  std::string emit(const PhraseSequence& sequence, bool edge_before, bool edge_after) {
    const auto& elements = sequence.elements;
    std::size_t first = 0;
    while (first < elements.size() && is_nullable(elements[first])) ++first;
    std::size_t last = elements.size();
    while (last > 0 && is_nullable(elements[last - 1])) --last;
    std::string source;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const PhraseElement& e = elements[i];
      const bool before = i <= first && edge_before;
      std::size_t next = i + 1;
      while (next < elements.size() && elements[next].optional) ++next;
      const bool next_is_gap = next < elements.size() && elements[next].kind == PhraseElement::Kind::gap;
      const bool after = (i + 1 >= last && edge_after) || next_is_gap;
      if (e.kind == PhraseElement::Kind::start)
        source += std::string("^") + kAround;
      else if (e.kind == PhraseElement::Kind::end)
        source += std::string(kAround) + "$";
      else if (e.kind == PhraseElement::Kind::gap)
        source += i < first ? leading_gap(e.gap) : gap(e.gap);
      else if (i < first)
        source += "(?:" + one(e, before, false, false) + kBetween + ")?";
      else if (i == first)
        source += one(e, before, after, i + 1 == elements.size());
      else if (e.or_end)
        source += std::string("(?:") + kBetween + one(e, false, after, false) + "|" + kAround + "$)" +
                  (e.optional ? "?" : "");
      else if (e.optional)
        source += "(?:" + (kBetween + one(e, false, after, i + 1 == elements.size())) + ")?";
      else
        source += kBetween + one(e, false, after, i + 1 == elements.size());
    }
    return source;
  }

  static std::string gap(int words) { return "[^ \\n]*(?: [^ \\n]+){0," + std::to_string(words) + "}"; }
  static std::string leading_gap(int words) { return "(?:[^ \\n]+ ){0," + std::to_string(words) + "}" + kAround; }

  std::string one(const PhraseElement& e, bool before, bool after, bool at_end) {
    switch (e.kind) {
      case PhraseElement::Kind::word:
        return spelling_of(e, before, after).source();
      case PhraseElement::Kind::any_word:
        return kOneWord;
      case PhraseElement::Kind::slot: {
        slots_.push_back(e.text);
        return std::string("([^ \\n]+(?: [^ \\n]+){0,7}") + (at_end ? ")" : "?)");
      }
      default:
        break;
    }
    return "(?:" + either_of(e.alternatives, before, after) + ")";
  }

  /// A word, or several that begin and end alike: what is common is said once, so that RE2 has less to compile.
  struct Spelling {
    std::string begin, letters, end;
    bool is_word = false, several = false;

    std::string source() const { return begin + (several ? "(?:" + letters + ")" : letters) + end; }
    bool take(const Spelling& next) {
      if (!is_word || !next.is_word || begin != next.begin || end != next.end) return false;
      letters += "|" + next.letters;
      return several = true;
    }
  };

  std::string either_of(const std::vector<PhraseSequence>& alternatives, bool before, bool after) {
    std::vector<Spelling> spellings;
    for (const PhraseSequence& alternative : alternatives) {
      const auto& elements = alternative.elements;
      const bool word =
          elements.size() == 1 && elements[0].kind == PhraseElement::Kind::word && !is_nullable(elements[0]);
      Spelling next =
          word ? spelling_of(elements[0], before, after) : Spelling{"", emit(alternative, before, after), ""};
      if (spellings.empty() || !spellings.back().take(next)) spellings.push_back(std::move(next));
    }
    std::string either;
    for (const Spelling& spelling : spellings) either += (either.empty() ? "" : "|") + spelling.source();
    return either;
  }

  static Spelling spelling_of(const PhraseElement& e, bool before, bool after) {
    const auto is_ascii_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) && !(c & 0x80); };
    Spelling spelling;
    spelling.is_word = true;
    if (before && !e.any_beginning && is_ascii_word(e.text.front())) spelling.begin += "\\b";
    if (e.any_beginning) spelling.begin += "\\w*";
    spelling.letters = e.text == "n't" ? e.text : letters(e.text);
    if (e.any_ending)
      spelling.end = after ? std::string(kEnding) + "\\b" : kEnding;
    else if (after && (is_ascii_word(e.text.back()) || e.text.back() == kMaybeE))
      spelling.end = "\\b";
    return spelling;
  }

  static std::string letters(const std::string& folded) {
    std::string source;
    for (std::size_t i = 0; i < folded.size(); ++i) {
      const char c = folded[i];
      if (c == kMaybeE)
        source += "e?";
      else if (c == '\'' && i > 0 && folded[i - 1] == 'n' && folded.compare(i + 1, std::string::npos, "t") == 0)
        source += "'?";
      else if (c == '-')
        source += "[ -]?";
      else if ((c & 0x80) || std::isalnum(static_cast<unsigned char>(c)) || c == '_')
        source += c;
      else
        source += std::string("\\") + c;
    }
    return source;
  }

  std::vector<std::string> slots_;
};

}  // namespace

PhraseSource phrase_source(const PhraseSequence& phrase) {
  Emitter emitter;
  PhraseSource source;
  source.re2 = emitter.whole(phrase);
  source.slots = emitter.slots();
  return source;
}

}  // namespace ajar
