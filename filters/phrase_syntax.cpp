#include "filters/phrase_syntax.h"

#include <algorithm>
#include <array>

#include "filters/folded_text.h"

namespace ajar {
namespace {

constexpr int kUsualGap = 6;
constexpr int kWidestGap = 20;
constexpr int kDeepestNesting = 8;
constexpr std::size_t kLongestPhrase = 32 * 1024;

/// Characters that a word stops at.
constexpr std::array<bool, 256> kEndsWord = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view(" ()[]|<>{}*^$\n\r")) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

class Parser {
 public:
  explicit Parser(std::string_view phrase) : phrase_(phrase) {}

  Result<PhraseSequence> parse() {
    if (phrase_.size() > kLongestPhrase) return problem(0, "the phrase is too long");
    PhraseSequence sequence;
    if (auto done = parse_sequence(sequence, 0, '\0'); !done) return tl::unexpected(done.error());
    if (auto sound = check(sequence); !sound) return tl::unexpected(sound.error());
    return sequence;
  }

 private:
  tl::unexpected<Error> problem(std::size_t at, const std::string& what, std::string hint = {}) const {
    return fail(ErrorKind::config, what + " (character " + std::to_string(at + 1) + ")", std::move(hint));
  }
  bool done() const { return at_ >= phrase_.size(); }

  Result<void> parse_sequence(PhraseSequence& sequence, int depth, char closing) {
    if (depth > kDeepestNesting) return problem(at_, "brackets nest too deeply");
    while (!done()) {
      const char c = phrase_[at_];
      if (c == ' ') {
        ++at_;
      } else if (c == '|' || c == ')' || c == ']') {
        if (closing == '\0')
          return problem(at_, std::string("a '") + c + "' without its opening bracket",
                         "alternatives stand in brackets: (a|b)");
        if (c != '|' && c != closing) return problem(at_, std::string("expected '") + closing + "', found '" + c + "'");
        return {};
      } else if (auto parsed = parse_element(sequence, depth); !parsed) {
        return parsed;
      }
    }
    if (closing != '\0') return problem(at_, std::string("'") + closing + "' is missing");
    return {};
  }

  Result<void> parse_element(PhraseSequence& sequence, int depth) {
    const char c = phrase_[at_];
    if (c == '\n' || c == '\r') return problem(at_, "a phrase stays within one sentence: no line breaks");
    if (c == '(' || c == '[') return parse_group(sequence, depth);
    if (c == '<') return parse_slot(sequence);
    if (phrase_.substr(at_, 3) == "...") return parse_gap(sequence);
    if (c == '^' || c == '$') {
      if (depth > 0 && c == '^') return problem(at_, "'^' cannot stand inside brackets");
      sequence.elements.push_back(anchor(c));
      ++at_;
      return {};
    }
    if (c == '{' || c == '}')
      return problem(at_, std::string("unknown word list or stray '") + c + "'",
                     "define word lists under words: in this file");
    return parse_word(sequence);
  }

  static PhraseElement anchor(char c) {
    PhraseElement element;
    element.kind = c == '^' ? PhraseElement::Kind::start : PhraseElement::Kind::end;
    return element;
  }

  Result<void> parse_group(PhraseSequence& sequence, int depth) {
    const std::size_t begin = at_;
    PhraseElement group;
    group.kind = PhraseElement::Kind::group;
    group.optional = phrase_[at_] == '[';
    const char closing = group.optional ? ']' : ')';
    do {
      ++at_;
      PhraseSequence alternative;
      if (auto parsed = parse_sequence(alternative, depth + 1, closing); !parsed) return parsed;
      if (alternative.elements.empty()) {
        group.optional = true;
      } else if (alternative.elements.size() == 1 && alternative.elements[0].kind == PhraseElement::Kind::end) {
        group.or_end = true;
      } else {
        group.alternatives.push_back(std::move(alternative));
      }
    } while (phrase_[at_] == '|');
    ++at_;
    if (group.alternatives.empty()) return problem(begin, "the brackets are empty");
    if (!done() && phrase_[at_] == '*')
      return problem(at_, "'*' cannot follow brackets", "put it behind the words: (candidate*|applicant*)");
    sequence.elements.push_back(std::move(group));
    return {};
  }

  Result<void> parse_slot(PhraseSequence& sequence) {
    const std::size_t end = phrase_.find('>', at_);
    if (end == std::string_view::npos) return problem(at_, "'>' is missing");
    const std::string_view name = phrase_.substr(at_ + 1, end - at_ - 1);
    if (std::find(phrase_slots().begin(), phrase_slots().end(), name) == phrase_slots().end())
      return problem(at_, "unknown slot <" + std::string(name) + ">",
                     "slots: company role person reason detail date other");
    PhraseElement slot;
    slot.kind = PhraseElement::Kind::slot;
    slot.text = name;
    sequence.elements.push_back(std::move(slot));
    at_ = end + 1;
    return {};
  }

  Result<void> parse_gap(PhraseSequence& sequence) {
    const std::size_t begin = at_;
    at_ += 3;
    int size = 0;
    bool given = false;
    for (; !done() && phrase_[at_] >= '0' && phrase_[at_] <= '9' && size < 1000; ++at_, given = true)
      size = size * 10 + (phrase_[at_] - '0');
    if (given && (size < 1 || size > kWidestGap)) return problem(begin, "a gap is 1 to 20 words");
    PhraseElement gap;
    gap.kind = PhraseElement::Kind::gap;
    gap.gap = given ? size : kUsualGap;
    sequence.elements.push_back(std::move(gap));
    return {};
  }

  Result<void> parse_word(PhraseSequence& sequence) {
    const std::size_t begin = at_;
    PhraseElement word;
    if (phrase_[at_] == '*') {
      word.any_beginning = true;
      ++at_;
    }
    const std::size_t letters = at_;
    at_ = end_of_word();
    word.text = trimmed_word(phrase_.substr(letters, at_ - letters));
    if (!done() && phrase_[at_] == '*') {
      word.any_ending = true;
      ++at_;
    }
    if (word.text == "n't") word.any_beginning = true;  // didn't, weren't ...
    if (word.any_ending && !done() && std::string_view(" )]|").find(phrase_[at_]) == std::string_view::npos)
      return problem(at_, "'*' can only begin or end a word", "write the endings out: (apologised|apologized)");
    if (word.text.empty()) {
      if (letters == begin || word.any_ending)
        return at_ > begin ? Result<void>{} : problem(begin, "unexpected character");
      word.kind = PhraseElement::Kind::any_word;
      word.any_beginning = false;
    }
    if (word.kind == PhraseElement::Kind::word && word.any_beginning && word.any_ending)
      return problem(begin, "*word* is too wide", "write word* or *word");
    sequence.elements.push_back(std::move(word));
    return {};
  }

  std::size_t end_of_word() const {
    std::size_t end = at_;
    while (end < phrase_.size() && !kEndsWord[static_cast<unsigned char>(phrase_[end])] &&
           (phrase_[end] != '.' || phrase_.substr(end, 3) != "..."))
      ++end;
    return end;
  }

  /// A word, folded. Punctuation at its ends is dropped: it never decides.
  static std::string trimmed_word(std::string_view word) {
    constexpr std::string_view kEdges = ",;:!?\".";
    while (!word.empty() && kEdges.find(word.back()) != std::string_view::npos) word.remove_suffix(1);
    while (!word.empty() && word.front() == '\'') word.remove_prefix(1);  // 've in "you 've"
    while (!word.empty() && word.front() != '.' && kEdges.find(word.front()) != std::string_view::npos)
      word.remove_prefix(1);
    return fold_umlauts_apart(word);
  }
  /// Folds, with kMaybeE after letters that may be written with an e after them (ä ö ü).
  static std::string fold_umlauts_apart(std::string_view word) {
    if (std::none_of(word.begin(), word.end(), [](char c) { return c & 0x80; })) return fold_for_matching(word).text;
    std::string marked;
    for (std::size_t i = 0; i < word.size(); ++i) {
      const std::string_view two = word.substr(i, 2);
      const bool umlaut = two == "ä" || two == "ö" || two == "ü" || two == "Ä" || two == "Ö" || two == "Ü";
      if (umlaut) {
        marked += fold_for_matching(two).text + kMaybeE;
        ++i;
      } else {
        marked += word[i];
      }
    }
    return fold_for_matching(marked).text;
  }

  Result<void> check(const PhraseSequence& sequence) const {
    if (auto sound = check_words(sequence, true); !sound) return sound;
    const auto& elements = sequence.elements;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (elements[i].kind == PhraseElement::Kind::start && i != 0)
        return problem(0, "'^' can only stand at the beginning");
      if (elements[i].kind == PhraseElement::Kind::end && i + 1 != elements.size())
        return problem(0, "'$' can only stand at the end");
    }
    return {};
  }
  Result<void> check_words(const PhraseSequence& sequence, bool outermost) const {
    bool has_word = false, holds = false;
    const auto& elements = sequence.elements;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const PhraseElement& e = elements[i];
      if (!is_nullable(e)) has_word = true;
      if (!is_nullable(e) && e.kind != PhraseElement::Kind::slot && e.kind != PhraseElement::Kind::any_word)
        holds = true;
      const bool at_edge = i == 0 || i + 1 == elements.size();
      if (e.kind == PhraseElement::Kind::gap && at_edge)
        return problem(0, "a gap needs words on both sides", "remove the ... at the beginning or end");
      if (e.kind == PhraseElement::Kind::gap && elements[i + 1].kind == PhraseElement::Kind::gap)
        return problem(0, "two gaps in a row");
      for (const PhraseSequence& alternative : e.alternatives)
        if (auto sound = check_words(alternative, false); !sound) return sound;
    }
    if (!has_word)
      return problem(
          0, outermost ? "the phrase has no word that must be there" : "an alternative has no word that must be there");
    if (outermost && !holds) return problem(0, "a phrase needs at least one word besides slots and *");
    return {};
  }

  std::string_view phrase_;
  std::size_t at_ = 0;
};

}  // namespace

const std::vector<std::string_view>& phrase_slots() {
  static const std::vector<std::string_view> slots = {"company", "role", "person", "reason", "detail", "date", "other"};
  return slots;
}

bool is_nullable(const PhraseElement& e) {
  using Kind = PhraseElement::Kind;
  return e.optional || e.kind == Kind::gap || e.kind == Kind::start || e.kind == Kind::end;
}

Result<PhraseSequence> parse_phrase(std::string_view phrase) { return Parser(phrase).parse(); }

}  // namespace ajar
