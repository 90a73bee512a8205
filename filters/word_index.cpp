#include "filters/word_index.h"

#include <algorithm>
#include <array>

namespace ajar {
namespace {

constexpr std::size_t kMostVariants = 8;

/// 0 to 36 for a-z, 0-9 and _; -1 for everything else.
constexpr std::array<std::int8_t, 256> make_letters() {
  std::array<std::int8_t, 256> table{};
  for (auto& entry : table) entry = -1;
  for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = static_cast<std::int8_t>(c - 'a');
  for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = static_cast<std::int8_t>(26 + c - '0');
  table['_'] = 36;
  return table;
}
constexpr auto kLetters = make_letters();
int letter(char c) { return kLetters[static_cast<unsigned char>(c)]; }

/// How common the words of a need are, roughly: short words are.
double commonness(const std::vector<WordKey>& need) {
  constexpr std::array<double, 8> kByLength = {1000, 500, 100, 50, 20, 10, 6, 3};
  double sum = 0;
  for (const WordKey& key : need)
    sum += kByLength[std::min<std::size_t>(key.text.size(), 7)] * (key.kind == WordKey::Kind::whole ? 1 : 2);
  return sum;
}

/// Keys of a word as it may be spelled: the longest part between characters that are no letters.
std::vector<WordKey> keys_of_word(const PhraseElement& word) {
  const std::string& text = word.text;
  if (text == "n't") return {{WordKey::Kind::whole, "t"}};
  struct Part {
    std::size_t begin = 0, end = 0;
  } best;
  for (std::size_t i = 0; i < text.size();) {
    if (letter(text[i]) < 0 && text[i] != kMaybeE) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < text.size() && (letter(text[end]) >= 0 || text[end] == kMaybeE)) ++end;
    if (end - i > best.end - best.begin) best = {i, end};
    i = end;
  }
  if (best.end == best.begin) return {};
  // Next to a hyphen or the apostrophe of n't the text may go on without a break; next to other characters it cannot.
  const auto open = [&](char c) { return c == '-' || c == '\'' || (c & 0x80); };
  const bool open_before = best.begin == 0 ? word.any_beginning : open(text[best.begin - 1]);
  const bool open_after = best.end == text.size() ? word.any_ending : open(text[best.end]);
  const auto kind = open_before ? WordKey::Kind::end : open_after ? WordKey::Kind::beginning : WordKey::Kind::whole;
  if (open_before && open_after) return {};
  std::vector<WordKey> keys{{kind, ""}};
  for (std::size_t i = best.begin; i < best.end; ++i) {
    if (text[i] != kMaybeE) {
      for (WordKey& key : keys) key.text += text[i];
      continue;
    }
    if (keys.size() >= kMostVariants) return {};
    const std::size_t count = keys.size();
    for (std::size_t k = 0; k < count; ++k) {
      keys.push_back(keys[k]);
      keys.back().text += 'e';
    }
  }
  return keys;
}

/// Keys one of which is in every match of the element; empty: none can be named.
std::vector<WordKey> keys_of(const PhraseElement& element) {
  if (element.kind == PhraseElement::Kind::word) return keys_of_word(element);
  if (element.kind != PhraseElement::Kind::group || element.or_end) return {};
  std::vector<WordKey> keys;
  for (const PhraseSequence& alternative : element.alternatives) {
    std::vector<std::vector<WordKey>> needs = needed_words(alternative);
    if (needs.empty()) return {};
    auto& rarest = *std::min_element(needs.begin(), needs.end(),
                                     [](const auto& a, const auto& b) { return commonness(a) < commonness(b); });
    keys.insert(keys.end(), std::make_move_iterator(rarest.begin()), std::make_move_iterator(rarest.end()));
  }
  return keys;
}

}  // namespace

std::vector<std::vector<WordKey>> needed_words(const PhraseSequence& phrase) {
  std::vector<std::vector<WordKey>> needs;
  for (const PhraseElement& element : phrase.elements) {
    if (is_nullable(element)) continue;
    if (auto keys = keys_of(element); !keys.empty()) needs.push_back(std::move(keys));
  }
  return needs;
}

void WordIndex::plant(Tree& tree, std::string_view letters, bool whole, std::uint32_t need) {
  std::int32_t at = 0;
  for (char c : letters) {
    const std::size_t branch = static_cast<std::size_t>(letter(c));
    if (tree.nodes[static_cast<std::size_t>(at)].next[branch] < 0) {
      tree.nodes[static_cast<std::size_t>(at)].next[branch] = static_cast<std::int32_t>(tree.nodes.size());
      tree.nodes.emplace_back();
    }
    at = tree.nodes[static_cast<std::size_t>(at)].next[branch];
  }
  auto& node = tree.nodes[static_cast<std::size_t>(at)];
  (whole ? node.whole : node.part).push_back(need);
}

std::uint32_t WordIndex::number_of(const std::vector<WordKey>& need) {
  std::vector<std::string> names;
  for (const WordKey& key : need) names.push_back(static_cast<char>('0' + static_cast<int>(key.kind)) + key.text);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::string name;
  for (const std::string& key : names) name += key + '|';
  const auto [entry, is_new] = numbers_.emplace(std::move(name), static_cast<std::uint32_t>(needs_.size()));
  if (!is_new) return entry->second;
  needs_.emplace_back();
  for (const std::string& key : names) {
    const auto kind = static_cast<WordKey::Kind>(key[0] - '0');
    const std::string letters = kind == WordKey::Kind::end ? std::string(key.rbegin(), key.rend() - 1) : key.substr(1);
    plant(kind == WordKey::Kind::end ? backward_ : forward_, letters, kind == WordKey::Kind::whole, entry->second);
  }
  return entry->second;
}

void WordIndex::add(std::size_t phrase, const std::vector<std::vector<WordKey>>& needs) {
  if (needs.empty()) {
    always_.push_back(phrase);
    return;
  }
  const auto rarest = std::min_element(needs.begin(), needs.end(),
                                       [](const auto& a, const auto& b) { return commonness(a) < commonness(b); });
  Entry entry;
  entry.phrase = phrase;
  for (auto need = needs.begin(); need != needs.end(); ++need)
    if (need != rarest) entry.others.push_back(number_of(*need));
  needs_[number_of(*rarest)].push_back(std::move(entry));
}

void WordIndex::look_up(std::string_view folded, std::vector<std::uint64_t>& met,
                        std::vector<std::uint32_t>& order) const {
  for (std::size_t i = 0; i < folded.size();) {
    if (letter(folded[i]) < 0) {
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    while (end < folded.size() && letter(folded[end]) >= 0) ++end;
    look_up_word(folded.substr(i, end - i), met, order);
    i = end;
  }
}

void WordIndex::look_up_word(std::string_view word, std::vector<std::uint64_t>& met,
                             std::vector<std::uint32_t>& order) const {
  const auto mark = [&](const std::vector<std::uint32_t>& needs) {
    for (std::uint32_t need : needs) {
      const std::uint64_t bit = std::uint64_t{1} << (need % 64);
      if (met[need / 64] & bit) continue;
      met[need / 64] |= bit;
      order.push_back(need);
    }
  };
  const auto walk = [&](const Tree& tree, auto begin, auto end) {
    std::int32_t at = 0;
    for (auto c = begin; c != end; ++c) {
      at = tree.nodes[static_cast<std::size_t>(at)].next[static_cast<std::size_t>(letter(*c))];
      if (at < 0) return;
      mark(tree.nodes[static_cast<std::size_t>(at)].part);
    }
    mark(tree.nodes[static_cast<std::size_t>(at)].whole);
  };
  walk(forward_, word.begin(), word.end());
  if (backward_.nodes.size() > 1) walk(backward_, word.rbegin(), word.rend());
}

}  // namespace ajar
