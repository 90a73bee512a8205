#include "filters/phrase.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <unordered_map>

namespace ajar {
namespace {

constexpr int kUsualGap = 6;
constexpr int kWidestGap = 20;
constexpr int kDeepestNesting = 8;
constexpr std::size_t kLongestPhrase = 32 * 1024;
constexpr std::size_t kSetMemory = 64u << 20;
constexpr std::size_t kPhraseMemory = 8u << 20;

// Building blocks of the RE2 source; the text is folded, so ASCII says it all.
constexpr const char* kBetween = "[\\x20-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e]+";  // space and punctuation
constexpr const char* kAround =
    "[\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e]*";                // punctuation before or after a word
constexpr const char* kEnding = "\\w*(?:[:*/(-]{1,2}\\w+\\)?\\w*)?";  // candidat(e)s, Bewerber:innen
constexpr const char* kOneWord = "[^ \\n]+";
const std::array<std::string_view, 7> kSlots = {"company", "role", "person", "reason", "detail", "date", "other"};

struct Sequence;

/// One element of a phrase.
struct Element {
  enum class Kind { word, any_word, group, gap, slot, start, end } kind = Kind::word;
  std::string text;  ///< RE2 source of a word without boundaries; name of a slot
  bool any_ending = false, any_beginning = false;
  bool optional = false;
  bool or_end = false;  ///< a group: or the sentence ends here, as in (for|$)
  int gap = 0;
  std::vector<Sequence> alternatives;
};
struct Sequence {
  std::vector<Element> elements;
};

bool is_word_char(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80); }

// ---------------------------------------------------------------------------------------------------- parsing

class Parser {
 public:
  explicit Parser(std::string_view phrase) : phrase_(phrase) {}

  Result<Sequence> parse() {
    if (phrase_.size() > kLongestPhrase) return problem(0, "the phrase is too long");
    Sequence sequence;
    if (auto done = parse_sequence(sequence, 0, '\0'); !done) return tl::unexpected(done.error());
    if (auto sound = check(sequence); !sound) return tl::unexpected(sound.error());
    return sequence;
  }

 private:
  tl::unexpected<Error> problem(std::size_t at, const std::string& what, std::string hint = {}) const {
    return fail(ErrorKind::config, what + " (character " + std::to_string(at + 1) + ")", std::move(hint));
  }
  bool done() const { return at_ >= phrase_.size(); }

  Result<void> parse_sequence(Sequence& sequence, int depth, char closing) {
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

  Result<void> parse_element(Sequence& sequence, int depth) {
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

  static Element anchor(char c) {
    Element element;
    element.kind = c == '^' ? Element::Kind::start : Element::Kind::end;
    return element;
  }

  Result<void> parse_group(Sequence& sequence, int depth) {
    const std::size_t begin = at_;
    Element group;
    group.kind = Element::Kind::group;
    group.optional = phrase_[at_] == '[';
    const char closing = group.optional ? ']' : ')';
    do {
      ++at_;
      Sequence alternative;
      if (auto parsed = parse_sequence(alternative, depth + 1, closing); !parsed) return parsed;
      if (alternative.elements.empty()) {
        group.optional = true;
      } else if (alternative.elements.size() == 1 && alternative.elements[0].kind == Element::Kind::end) {
        group.or_end = true;
      } else {
        group.alternatives.push_back(std::move(alternative));
      }
    } while (phrase_[at_] == '|');
    ++at_;
    if (group.alternatives.empty()) return problem(begin, "the brackets are empty");
    sequence.elements.push_back(std::move(group));
    return {};
  }

  Result<void> parse_slot(Sequence& sequence) {
    const std::size_t end = phrase_.find('>', at_);
    if (end == std::string_view::npos) return problem(at_, "'>' is missing");
    const std::string_view name = phrase_.substr(at_ + 1, end - at_ - 1);
    if (std::find(kSlots.begin(), kSlots.end(), name) == kSlots.end())
      return problem(at_, "unknown slot <" + std::string(name) + ">",
                     "slots: company role person reason detail date other");
    Element slot;
    slot.kind = Element::Kind::slot;
    slot.text = name;
    sequence.elements.push_back(std::move(slot));
    at_ = end + 1;
    return {};
  }

  Result<void> parse_gap(Sequence& sequence) {
    const std::size_t begin = at_;
    at_ += 3;
    int size = 0;
    bool given = false;
    for (; !done() && phrase_[at_] >= '0' && phrase_[at_] <= '9' && size < 1000; ++at_, given = true)
      size = size * 10 + (phrase_[at_] - '0');
    if (given && (size < 1 || size > kWidestGap)) return problem(begin, "a gap is 1 to 20 words");
    Element gap;
    gap.kind = Element::Kind::gap;
    gap.gap = given ? size : kUsualGap;
    sequence.elements.push_back(std::move(gap));
    return {};
  }

  Result<void> parse_word(Sequence& sequence) {
    const std::size_t begin = at_;
    Element word;
    if (phrase_[at_] == '*') {
      word.any_beginning = true;
      ++at_;
    }
    const std::size_t letters = at_;
    while (!done() && std::string_view(" ()[]|<>{}*^$\n\r").find(phrase_[at_]) == std::string_view::npos &&
           phrase_.substr(at_, 3) != "...")
      ++at_;
    word.text = word_source(phrase_.substr(letters, at_ - letters));
    if (!done() && phrase_[at_] == '*') {
      word.any_ending = true;
      ++at_;
    }
    if (word.any_ending && !done() && std::string_view(" )]|").find(phrase_[at_]) == std::string_view::npos)
      return problem(at_, "'*' can only begin or end a word", "write the endings out: (apologised|apologized)");
    if (word.text.empty()) {
      if (letters == begin || word.any_ending)
        return at_ > begin ? Result<void>{} : problem(begin, "unexpected character");
      word.kind = Element::Kind::any_word;
      word.any_beginning = false;
    }
    if (word.kind == Element::Kind::word && word.any_beginning && word.any_ending)
      return problem(begin, "*word* is too wide", "write word* or *word");
    sequence.elements.push_back(std::move(word));
    return {};
  }

  /// RE2 source of one word, folded. Punctuation at its ends is dropped: it never decides.
  static std::string word_source(std::string_view word) {
    while (!word.empty() && std::string_view(",;:!?\".").find(word.back()) != std::string_view::npos)
      word.remove_suffix(1);
    while (!word.empty() && std::string_view(",;:!?\"").find(word.front()) != std::string_view::npos)
      word.remove_prefix(1);
    const std::string folded = fold_umlauts_apart(word);
    std::string source;
    for (std::size_t i = 0; i < folded.size(); ++i) {
      const char c = folded[i];
      if (c == '\x01')
        source += "e?";
      else if (c == '\'' && i > 0 && folded[i - 1] == 'n' && folded.substr(i + 1) == "t")
        source += "'?";
      else if (c == '-')
        source += "[ -]?";
      else if (is_word_char(c))
        source += c;
      else
        source += std::string("\\") + c;
    }
    return source;
  }
  /// Folds, with \x01 after letters that may be written with an e after them (ä ö ü).
  static std::string fold_umlauts_apart(std::string_view word) {
    std::string marked;
    for (std::size_t i = 0; i < word.size(); ++i) {
      const std::string_view two = word.substr(i, 2);
      const bool umlaut = two == "ä" || two == "ö" || two == "ü" || two == "Ä" || two == "Ö" || two == "Ü";
      if (umlaut) {
        marked += fold_for_matching(two).text + '\x01';
        ++i;
      } else {
        marked += word[i];
      }
    }
    return fold_for_matching(marked).text;
  }

  static bool nullable(const Element& e) {
    return e.optional || e.kind == Element::Kind::gap || e.kind == Element::Kind::start || e.kind == Element::Kind::end;
  }

  Result<void> check(const Sequence& sequence) const {
    if (auto sound = check_words(sequence, true); !sound) return sound;
    const auto& elements = sequence.elements;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (elements[i].kind == Element::Kind::start && i != 0) return problem(0, "'^' can only stand at the beginning");
      if (elements[i].kind == Element::Kind::end && i + 1 != elements.size())
        return problem(0, "'$' can only stand at the end");
    }
    return {};
  }
  Result<void> check_words(const Sequence& sequence, bool outermost) const {
    bool has_word = false, holds = false;
    const auto& elements = sequence.elements;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const Element& e = elements[i];
      if (!nullable(e)) has_word = true;
      if (!nullable(e) && e.kind != Element::Kind::slot && e.kind != Element::Kind::any_word) holds = true;
      const bool at_edge = i == 0 || i + 1 == elements.size();
      if (e.kind == Element::Kind::gap && at_edge)
        return problem(0, "a gap needs words on both sides", "remove the ... at the beginning or end");
      if (e.kind == Element::Kind::gap && elements[i + 1].kind == Element::Kind::gap)
        return problem(0, "two gaps in a row");
      for (const Sequence& alternative : e.alternatives)
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

// --------------------------------------------------------------------------------------------------- emitting

/// Turns a parsed phrase into RE2 source.
class Emitter {
 public:
  std::string whole(const Sequence& sequence) {
    const std::string source = emit(sequence, true, true);
    return source.find_first_of("^$") == std::string::npos ? source : "(?m)" + source;
  }
  const std::vector<std::string>& slots() const { return slots_; }

  /// Gap-free runs that must all occur where the phrase occurs.
  static std::vector<std::string> required_runs(const Sequence& sequence) {
    std::vector<std::string> runs;
    Sequence run;
    const auto flush = [&] {
      while (!run.elements.empty() && run.elements.back().optional) run.elements.pop_back();
      if (!run.elements.empty()) runs.push_back(Emitter().emit(run, true, true));
      run.elements.clear();
    };
    for (const Element& e : sequence.elements) {
      if (e.kind == Element::Kind::word || (e.kind == Element::Kind::group && is_plain(e))) {
        if (!e.optional || !run.elements.empty()) run.elements.push_back(e);
        continue;
      }
      flush();
      if (e.kind == Element::Kind::group && !e.optional)
        if (std::string either = either_run(e); !either.empty()) runs.push_back(std::move(either));
    }
    flush();
    return runs;
  }

 private:
  static bool is_plain(const Element& group) {
    for (const Sequence& alternative : group.alternatives)
      for (const Element& e : alternative.elements)
        if (!(e.kind == Element::Kind::word || (e.kind == Element::Kind::group && is_plain(e)))) return false;
    return true;
  }
  static std::string either_run(const Element& group) {
    std::string either;
    for (const Sequence& alternative : group.alternatives) {
      const std::vector<std::string> runs = required_runs(alternative);
      if (runs.empty()) return {};
      const auto longest =
          std::max_element(runs.begin(), runs.end(), [](auto& a, auto& b) { return a.size() < b.size(); });
      either += (either.empty() ? "(?:" : "|") + *longest;
    }
    return either + ")";
  }

  static bool nullable(const Element& e) { return e.optional || e.kind == Element::Kind::gap || is_anchor(e); }
  static bool is_anchor(const Element& e) { return e.kind == Element::Kind::start || e.kind == Element::Kind::end; }

  /// `edge_before`, `edge_after`: nothing guarantees a word boundary there, so the outermost words bring their own.
  std::string emit(const Sequence& sequence, bool edge_before, bool edge_after) {
    const auto& elements = sequence.elements;
    std::size_t first = 0;
    while (first < elements.size() && nullable(elements[first])) ++first;
    std::size_t last = elements.size();
    while (last > 0 && nullable(elements[last - 1])) --last;
    std::string source;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const Element& e = elements[i];
      const bool before = i <= first && edge_before;
      std::size_t next = i + 1;
      while (next < elements.size() && elements[next].optional) ++next;
      const bool next_is_gap = next < elements.size() && elements[next].kind == Element::Kind::gap;
      const bool after = (i + 1 >= last && edge_after) || next_is_gap;
      if (e.kind == Element::Kind::start)
        source += std::string("^") + kAround;
      else if (e.kind == Element::Kind::end)
        source += std::string(kAround) + "$";
      else if (e.kind == Element::Kind::gap)
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

  std::string one(const Element& e, bool before, bool after, bool at_end) {
    switch (e.kind) {
      case Element::Kind::word:
        return word(e, before, after);
      case Element::Kind::any_word:
        return kOneWord;
      case Element::Kind::slot: {
        slots_.push_back(e.text);
        return std::string("([^ \\n]+(?: [^ \\n]+){0,7}") + (at_end ? ")" : "?)");
      }
      default:
        break;
    }
    std::string either;
    for (const Sequence& alternative : e.alternatives)
      either += (either.empty() ? "(?:" : "|") + emit(alternative, before, after);
    return either + ")";
  }

  static std::string word(const Element& e, bool before, bool after) {
    std::string source;
    if (before && !e.any_beginning && is_word_char(e.text.front()) && !(e.text.front() & 0x80)) source += "\\b";
    if (e.any_beginning) source += "\\w*";
    source += e.text;
    if (e.any_ending)
      source += after ? std::string(kEnding) + "\\b" : kEnding;
    else if (after && is_word_char(e.text.back()) && !(e.text.back() & 0x80))
      source += "\\b";
    return source;
  }

  std::vector<std::string> slots_;
};

re2::RE2::Options folded_options() {
  re2::RE2::Options options;
  options.set_encoding(re2::RE2::Options::EncodingLatin1);
  options.set_log_errors(false);
  options.set_max_mem(kPhraseMemory);
  return options;
}
re2::RE2::Options raw_options() {
  re2::RE2::Options options;
  options.set_case_sensitive(false);
  options.set_log_errors(false);
  options.set_max_mem(kPhraseMemory);
  return options;
}

std::string_view trim_slot(std::string_view slot) {
  constexpr std::string_view kEdges = " ,;:!?\"'()[]*<>|";
  while (!slot.empty() && kEdges.find(slot.front()) != std::string_view::npos) slot.remove_prefix(1);
  while (!slot.empty() && (kEdges.find(slot.back()) != std::string_view::npos || slot.back() == '.'))
    slot.remove_suffix(1);
  return slot;
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

// ------------------------------------------------------------------------------------------------------ Phrase

struct Phrase::Compiled {
  bool is_regex = false;
  std::string source;
  std::vector<std::string> slots;  ///< of the capture groups, in order; "" for a group that is no slot
  std::vector<std::string> runs;   ///< gap-free runs, for the set
  mutable std::once_flag once;
  mutable std::unique_ptr<re2::RE2> re;

  const re2::RE2& get() const {
    std::call_once(once,
                   [this] { re = std::make_unique<re2::RE2>(source, is_regex ? raw_options() : folded_options()); });
    return *re;
  }
};

Result<std::string> compile_phrase(std::string_view phrase) {
  auto made = Phrase::from_phrase(phrase);
  if (!made) return tl::unexpected(made.error());
  return made->pattern();
}

Result<Phrase> Phrase::from_phrase(std::string_view phrase) {
  auto sequence = Parser(phrase).parse();
  if (!sequence) return tl::unexpected(sequence.error());
  auto compiled = std::make_shared<Compiled>();
  Emitter emitter;
  compiled->source = emitter.whole(*sequence);
  compiled->slots = emitter.slots();
  compiled->runs = Emitter::required_runs(*sequence);
  Phrase made;
  made.compiled_ = std::move(compiled);
  return made;
}

Result<Phrase> Phrase::from_regex(std::string_view regex) {
  auto compiled = std::make_shared<Compiled>();
  compiled->is_regex = true;
  compiled->source = regex;
  const re2::RE2& re = compiled->get();
  if (!re.ok())
    return fail(ErrorKind::config, "bad regex: " + re.error(), "RE2 syntax: no look-around, no back-references");
  if (re2::RE2::PartialMatch("", re))
    return fail(ErrorKind::config, "the regex matches an empty text", "every mail would match");
  compiled->slots.resize(static_cast<std::size_t>(re.NumberOfCapturingGroups()));
  for (const auto& [name, number] : re.NamedCapturingGroups())
    if (std::find(kSlots.begin(), kSlots.end(), name) != kSlots.end())
      compiled->slots[static_cast<std::size_t>(number) - 1] = name;
  Phrase made;
  made.compiled_ = std::move(compiled);
  return made;
}

const std::string& Phrase::pattern() const { return compiled_->source; }
bool Phrase::is_regex() const { return compiled_->is_regex; }

std::optional<PhraseMatch> Phrase::locate(std::string_view text, std::size_t from) const {
  return locate(text, compiled_->is_regex ? FoldedText{} : fold_for_matching(text), from);
}

std::optional<PhraseMatch> Phrase::locate(std::string_view text, const FoldedText& folded, std::size_t from) const {
  const bool raw = compiled_->is_regex;
  const std::string_view subject = raw ? text : std::string_view(folded.text);
  if (!raw && !folded.origin.empty() && from > 0)
    from = static_cast<std::size_t>(std::lower_bound(folded.origin.begin(), folded.origin.end(), from) -
                                    folded.origin.begin());
  if (from > subject.size()) return std::nullopt;
  const re2::RE2& re = compiled_->get();
  const bool wants_slots =
      std::any_of(compiled_->slots.begin(), compiled_->slots.end(), [](auto& s) { return !s.empty(); });
  std::vector<re2::StringPiece> groups(wants_slots ? compiled_->slots.size() + 1 : 1);
  if (!re.ok() || !re.Match(piece(subject), from, subject.size(), re2::RE2::UNANCHORED, groups.data(),
                            static_cast<int>(groups.size())))
    return std::nullopt;
  const auto original = [&](const char* at) {
    const std::size_t offset = static_cast<std::size_t>(at - subject.data());
    return raw ? offset : folded.original(offset);
  };
  PhraseMatch match;
  match.begin = original(groups[0].data());
  match.end = original(groups[0].data() + groups[0].size());
  for (std::size_t i = 1; i < groups.size(); ++i) {
    if (groups[i].data() == nullptr || compiled_->slots[i - 1].empty()) continue;
    const std::size_t begin = original(groups[i].data()), end = original(groups[i].data() + groups[i].size());
    if (const std::string_view slot = trim_slot(text.substr(begin, end - begin)); !slot.empty())
      match.slots.emplace(compiled_->slots[i - 1], slot);
  }
  return match;
}

// --------------------------------------------------------------------------------------------------- PhraseSet

struct PhraseSet::Compiled {
  std::vector<Phrase> phrases;
  std::once_flag once;

  std::unique_ptr<re2::RE2::Set> runs;                   ///< over folded text
  std::vector<std::vector<std::size_t>> phrases_by_run;  ///< under its longest run each phrase stands once
  std::vector<std::vector<int>> other_runs;              ///< by phrase
  std::unique_ptr<re2::RE2::Set> regexes;                ///< over the text itself
  std::vector<std::size_t> regex_phrases;

  void build();
  void add_runs(std::size_t phrase, std::unordered_map<std::string, int>& known);
  void confirm(std::size_t index, std::string_view text, const FoldedText& folded, std::vector<PhraseHit>& hits) const {
    if (auto match = phrases[index].locate(text, folded)) hits.push_back({index, std::move(*match)});
  }
};

PhraseSet::PhraseSet() : compiled_(std::make_shared<Compiled>()) {}

std::size_t PhraseSet::add(const Phrase& phrase) {
  compiled_->phrases.push_back(phrase);
  return compiled_->phrases.size() - 1;
}

std::size_t PhraseSet::size() const { return compiled_->phrases.size(); }
const Phrase& PhraseSet::phrase(std::size_t index) const { return compiled_->phrases[index]; }

void PhraseSet::Compiled::add_runs(std::size_t phrase, std::unordered_map<std::string, int>& known) {
  std::vector<std::string> sources = phrases[phrase].compiled_->runs;
  std::sort(sources.begin(), sources.end(), [](auto& a, auto& b) { return a.size() > b.size(); });
  for (std::size_t i = 0; i < sources.size(); ++i) {
    auto [entry, is_new] = known.emplace(sources[i], static_cast<int>(known.size()));
    if (is_new) {
      runs->Add(sources[i], nullptr);
      phrases_by_run.emplace_back();
    }
    if (i == 0)
      phrases_by_run[static_cast<std::size_t>(entry->second)].push_back(phrase);
    else
      other_runs[phrase].push_back(entry->second);
  }
}

void PhraseSet::Compiled::build() {
  re2::RE2::Options folded = folded_options(), raw = raw_options();
  folded.set_max_mem(kSetMemory);
  raw.set_max_mem(kSetMemory);
  other_runs.resize(phrases.size());
  std::unordered_map<std::string, int> known;
  runs = std::make_unique<re2::RE2::Set>(folded, re2::RE2::UNANCHORED);
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    if (!phrases[i].is_regex()) {
      add_runs(i, known);
      continue;
    }
    if (!regexes) regexes = std::make_unique<re2::RE2::Set>(raw, re2::RE2::UNANCHORED);
    regexes->Add(phrases[i].pattern(), nullptr);
    regex_phrases.push_back(i);
  }
  if (known.empty() || !runs->Compile()) runs.reset();
  if (regexes && !regexes->Compile()) regexes.reset();
}

void PhraseSet::compile() const {
  std::call_once(compiled_->once, [this] { compiled_->build(); });
}

std::vector<PhraseHit> PhraseSet::find(std::string_view text, const FoldedText& folded) const {
  compile();
  const Compiled& c = *compiled_;
  std::vector<PhraseHit> hits;
  std::vector<int> found;
  re2::RE2::Set::ErrorInfo error{};
  if (c.runs && c.runs->Match(folded.text, &found, &error)) {
    std::sort(found.begin(), found.end());
    for (int run : found)
      for (std::size_t phrase : c.phrases_by_run[static_cast<std::size_t>(run)]) {
        const auto& others = c.other_runs[phrase];
        if (std::all_of(others.begin(), others.end(),
                        [&](int other) { return std::binary_search(found.begin(), found.end(), other); }))
          c.confirm(phrase, text, folded, hits);
      }
  } else if ((!c.runs && !c.phrases_by_run.empty()) || error.kind == re2::RE2::Set::kOutOfMemory) {
    for (std::size_t i = 0; i < c.phrases.size(); ++i)  // slower, never wrong
      if (!c.phrases[i].is_regex()) c.confirm(i, text, folded, hits);
  }
  error = {};
  if (c.regexes && c.regexes->Match(piece(text), &found, &error)) {
    for (int regex : found) c.confirm(c.regex_phrases[static_cast<std::size_t>(regex)], text, folded, hits);
  } else if ((!c.regexes && !c.regex_phrases.empty()) || error.kind == re2::RE2::Set::kOutOfMemory) {
    for (std::size_t i : c.regex_phrases) c.confirm(i, text, folded, hits);
  }
  return hits;
}

std::vector<std::size_t> PhraseSet::matches(std::string_view text) const {
  std::vector<std::size_t> indexes;
  for (const PhraseHit& hit : find(text, fold_for_matching(text))) indexes.push_back(hit.index);
  std::sort(indexes.begin(), indexes.end());
  return indexes;
}

// ----------------------------------------------------------------------------------------------------- folding

namespace {

// U+00C0 to U+017F without their accents.
constexpr std::array<const char*, 192> kLatin = {
    "a", "a", "a",  "a", "a", "a", "ae", "c",  "e", "e", "e",  "e",  "i", "i", "i",  "i",  "d", "n", "o",  "o",
    "o", "o", "o",  "x", "o", "u", "u",  "u",  "u", "y", "th", "ss", "a", "a", "a",  "a",  "a", "a", "ae", "c",
    "e", "e", "e",  "e", "i", "i", "i",  "i",  "d", "n", "o",  "o",  "o", "o", "o",  "/",  "o", "u", "u",  "u",
    "u", "y", "th", "y", "a", "a", "a",  "a",  "a", "a", "c",  "c",  "c", "c", "c",  "c",  "c", "c", "d",  "d",
    "d", "d", "e",  "e", "e", "e", "e",  "e",  "e", "e", "e",  "e",  "g", "g", "g",  "g",  "g", "g", "g",  "g",
    "h", "h", "h",  "h", "i", "i", "i",  "i",  "i", "i", "i",  "i",  "i", "i", "ij", "ij", "j", "j", "k",  "k",
    "k", "l", "l",  "l", "l", "l", "l",  "l",  "l", "l", "l",  "n",  "n", "n", "n",  "n",  "n", "n", "n",  "n",
    "o", "o", "o",  "o", "o", "o", "oe", "oe", "r", "r", "r",  "r",  "r", "r", "s",  "s",  "s", "s", "s",  "s",
    "s", "s", "t",  "t", "t", "t", "t",  "t",  "u", "u", "u",  "u",  "u", "u", "u",  "u",  "u", "u", "u",  "u",
    "w", "w", "y",  "y", "y", "z", "z",  "z",  "z", "z", "z",  "s"};

struct CodePoint {
  std::uint32_t value = 0xFFFD;
  std::size_t length = 1;
};
CodePoint decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const std::size_t left = text.size() - at;
  const auto more = [&](std::size_t i) { return i < left && (byte(i) & 0xC0) == 0x80; };
  if (byte(0) >= 0xC2 && byte(0) < 0xE0 && more(1)) return {(byte(0) & 0x1Fu) << 6 | (byte(1) & 0x3Fu), 2};
  if ((byte(0) & 0xF0) == 0xE0 && more(1) && more(2))
    return {(byte(0) & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu), 3};
  if ((byte(0) & 0xF8) == 0xF0 && more(1) && more(2) && more(3)) return {0x10000, 4};
  return {};
}

/// The ASCII a code point is read as; nullptr: it stays; "": it vanishes.
const char* folded_form(std::uint32_t c) {
  if (c >= 0xC0 && c <= 0x17F) return kLatin[c - 0xC0];
  if (c >= 0x300 && c <= 0x36F) return "";
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) return "-";
  if ((c >= 0x2000 && c <= 0x200A) || c == 0xA0 || c == 0x202F || c == 0x3000) return " ";
  if ((c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || c == 0x2060 || c == 0xFEFF || c == 0xAD)
    return "";
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x201B:
    case 0x2BC:
    case 0xB4:
    case 0x2032:
      return "'";
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0xAB:
    case 0xBB:
    case 0x2033:
      return "\"";
    case 0xB7:
    case 0x2022:
      return ":";
    case 0xBF:
    case 0xA1:
      return "\"";
    case 0x2026:
      return "...";
    case 0x1E9E:
      return "ss";
    case 0xAA:
      return "a";
    case 0xBA:
      return "o";
    case 0xFB01:
      return "fi";
    case 0xFB02:
      return "fl";
    default:
      return nullptr;
  }
}

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

FoldedText fold_for_matching(std::string_view utf8) {
  FoldedText folded;
  folded.text.reserve(utf8.size());
  const bool ascii = std::all_of(utf8.begin(), utf8.end(), [](char c) { return !(c & 0x80); });
  const auto put = [&](char c, std::size_t at) {
    folded.text += c;
    if (!ascii) folded.origin.push_back(static_cast<std::uint32_t>(at));
  };
  for (std::size_t at = 0; at < utf8.size();) {
    const char c = utf8[at];
    if (!(c & 0x80)) {
      const bool broken_apostrophe =
          c == '?' && at > 0 && at + 1 < utf8.size() && is_ascii_letter(utf8[at - 1]) && is_ascii_letter(utf8[at + 1]);
      if (c == '`' || broken_apostrophe)
        put('\'', at);
      else
        put(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c, at);
      ++at;
      continue;
    }
    const CodePoint point = decode(utf8, at);
    if (const char* form = folded_form(point.value)) {
      for (; *form; ++form) put(*form, at);
    } else {
      for (std::size_t i = 0; i < point.length; ++i) put(utf8[at + i], at + i);
    }
    at += point.length;
  }
  if (!ascii) folded.origin.push_back(static_cast<std::uint32_t>(utf8.size()));
  return folded;
}

}  // namespace ajar
