#include "filters/phrase.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <mutex>

#include "filters/phrase_source.h"
#include "filters/word_index.h"

namespace ajar {
namespace {

constexpr std::size_t kSetMemory = 64u << 20;
constexpr std::size_t kPhraseMemory = 8u << 20;

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

/// What matching needs is made when it is first needed: most phrases of a pack never match in a session.
struct Phrase::Compiled {
  bool is_regex = false;
  PhraseSequence sequence;  ///< of a phrase
  mutable std::string source;
  mutable std::vector<std::string> slots;  ///< of the capture groups, in order; "" for a group that is no slot
  mutable std::unique_ptr<re2::RE2> re;
  mutable std::once_flag source_once, re_once;

  const std::string& pattern() const {
    std::call_once(source_once, [this] {
      if (is_regex) return;
      PhraseSource made = phrase_source(sequence);
      source = std::move(made.re2);
      slots = std::move(made.slots);
    });
    return source;
  }
  const re2::RE2& get() const {
    std::call_once(re_once,
                   [this] { re = std::make_unique<re2::RE2>(pattern(), is_regex ? raw_options() : folded_options()); });
    return *re;
  }
};

Result<std::string> compile_phrase(std::string_view phrase) {
  auto made = Phrase::from_phrase(phrase);
  if (!made) return tl::unexpected(made.error());
  return made->pattern();
}

Result<Phrase> Phrase::from_phrase(std::string_view phrase) {
  auto sequence = parse_phrase(phrase);
  if (!sequence) return tl::unexpected(sequence.error());
  auto compiled = std::make_shared<Compiled>();
  compiled->sequence = std::move(*sequence);
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
    if (std::find(phrase_slots().begin(), phrase_slots().end(), name) != phrase_slots().end())
      compiled->slots[static_cast<std::size_t>(number) - 1] = name;
  Phrase made;
  made.compiled_ = std::move(compiled);
  return made;
}

const std::string& Phrase::pattern() const { return compiled_->pattern(); }
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

struct PhraseSet::Compiled {
  std::vector<Phrase> phrases;
  std::once_flag once;

  WordIndex words;                         ///< over folded text
  std::unique_ptr<re2::RE2::Set> regexes;  ///< over the text itself
  std::vector<std::size_t> regex_phrases;

  void build();
  void confirm(std::size_t index, std::string_view text, const FoldedText& folded, std::vector<PhraseHit>& hits) const {
    if (auto match = phrases[index].locate(text, folded)) hits.push_back({index, std::move(*match)});
  }
  void find_regexes(std::string_view text, const FoldedText& folded, std::vector<PhraseHit>& hits) const;
};

PhraseSet::PhraseSet() : compiled_(std::make_shared<Compiled>()) {}

std::size_t PhraseSet::add(const Phrase& phrase) {
  compiled_->phrases.push_back(phrase);
  return compiled_->phrases.size() - 1;
}

std::size_t PhraseSet::size() const { return compiled_->phrases.size(); }
const Phrase& PhraseSet::phrase(std::size_t index) const { return compiled_->phrases[index]; }

void PhraseSet::Compiled::build() {
  re2::RE2::Options options = raw_options();
  options.set_max_mem(kSetMemory);
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    if (!phrases[i].is_regex()) {
      words.add(i, needed_words(phrases[i].compiled_->sequence));
      continue;
    }
    if (!regexes) regexes = std::make_unique<re2::RE2::Set>(options, re2::RE2::UNANCHORED);
    regexes->Add(phrases[i].pattern(), nullptr);
    regex_phrases.push_back(i);
  }
  if (regexes && !regexes->Compile()) regexes.reset();
}

void PhraseSet::compile() const {
  std::call_once(compiled_->once, [this] { compiled_->build(); });
}

void PhraseSet::Compiled::find_regexes(std::string_view text, const FoldedText& folded,
                                       std::vector<PhraseHit>& hits) const {
  std::vector<int> found;
  re2::RE2::Set::ErrorInfo error{};
  if (regexes && regexes->Match(piece(text), &found, &error)) {
    for (int regex : found) confirm(regex_phrases[static_cast<std::size_t>(regex)], text, folded, hits);
  } else if (!regexes || error.kind == re2::RE2::Set::kOutOfMemory) {
    for (std::size_t i : regex_phrases) confirm(i, text, folded, hits);  // slower, never wrong
  }
}

struct PhraseSet::Scratch::Memory {
  WordIndex::Met met;
};
PhraseSet::Scratch::Scratch() : memory_(std::make_unique<Memory>()) {}
PhraseSet::Scratch::~Scratch() = default;
PhraseSet::Scratch::Scratch(Scratch&&) noexcept = default;
PhraseSet::Scratch& PhraseSet::Scratch::operator=(Scratch&&) noexcept = default;

std::vector<PhraseHit> PhraseSet::find(std::string_view text, const FoldedText& folded, Scratch& scratch,
                                       const Wanted& wanted) const {
  compile();
  std::vector<PhraseHit> hits;
  compiled_->words.candidates(folded.text, scratch.memory_->met, [&](std::size_t phrase) {
    if (!wanted || wanted(phrase)) compiled_->confirm(phrase, text, folded, hits);
  });
  if (!compiled_->regex_phrases.empty()) compiled_->find_regexes(text, folded, hits);
  return hits;
}

std::vector<PhraseHit> PhraseSet::find(std::string_view text, const FoldedText& folded) const {
  Scratch scratch;
  return find(text, folded, scratch);
}

std::vector<std::size_t> PhraseSet::matches(std::string_view text) const {
  std::vector<std::size_t> indexes;
  for (const PhraseHit& hit : find(text, fold_for_matching(text))) indexes.push_back(hit.index);
  std::sort(indexes.begin(), indexes.end());
  return indexes;
}

}  // namespace ajar
