#include "filters/word_index.h"

#include <algorithm>
#include <array>

namespace ajar {
namespace {

constexpr std::size_t kMostVariants = 8;
constexpr std::size_t kMostWays = 96;
constexpr int kLonePunctuation = 3;
constexpr std::size_t kLastPlace = 63;

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

/// The most words, separated by spaces, that an element can take.
int most_words(const PhraseElement& element) {
  using Kind = PhraseElement::Kind;
  if (element.kind == Kind::start || element.kind == Kind::end) return 0;
  if (element.kind == Kind::gap) return element.gap;
  if (element.kind == Kind::slot) return 8;
  if (element.kind == Kind::word)
    return 1 + static_cast<int>(std::count(element.text.begin(), element.text.end(), '-'));
  int most = 1;
  for (const PhraseSequence& alternative : element.alternatives) {
    int words = 0;
    for (const PhraseElement& part : alternative.elements) words += most_words(part);
    most = std::max(most, words);
  }
  return most;
}

/// One way to say a phrase, as far as it has been followed.
struct Way {
  std::vector<WordNeed> needs;
  int distance = 0;  ///< words that may lie between the last need and what comes next

  void pass(const PhraseElement& element) { distance += most_words(element); }
  void need(std::vector<WordKey> keys, const PhraseElement& element) {
    pass(element);
    needs.push_back({std::move(keys), std::min(distance + kLonePunctuation, static_cast<int>(kLastPlace))});
    distance = most_words(element) - 1;
  }
};

void follow(const PhraseSequence& sequence, std::vector<Way>& ways, std::size_t most_ways);

/// The rarest need of a sequence that is not followed on its own; empty: it has none.
std::vector<WordKey> rarest_keys(const PhraseSequence& sequence) {
  std::vector<Way> ways(1);
  follow(sequence, ways, 1);
  const auto& needs = ways.front().needs;
  const auto rarest = std::min_element(needs.begin(), needs.end(), [](const WordNeed& a, const WordNeed& b) {
    return commonness(a.keys) < commonness(b.keys);
  });
  return rarest == needs.end() ? std::vector<WordKey>{} : rarest->keys;
}

/// The alternatives of a group without telling them apart.
void follow_as_one(const PhraseElement& group, const std::vector<const PhraseSequence*>& alternatives,
                   std::vector<Way>& ways) {
  std::vector<WordKey> keys;
  bool nameless = alternatives.empty();
  for (const PhraseSequence* alternative : alternatives) {
    const std::vector<WordKey> rarest = rarest_keys(*alternative);
    nameless = nameless || rarest.empty();
    keys.insert(keys.end(), rarest.begin(), rarest.end());
  }
  for (Way& way : ways) {
    if (nameless)
      way.pass(group);
    else
      way.need(keys, group);
  }
}

/// Alternatives of several words become ways of their own, as long as there are not too many.
void follow_group(const PhraseElement& group, std::vector<Way>& ways, std::size_t most_ways) {
  std::vector<const PhraseSequence*> single, several;
  for (const PhraseSequence& alternative : group.alternatives)
    (alternative.elements.size() == 1 && alternative.elements[0].kind == PhraseElement::Kind::word ? single : several)
        .push_back(&alternative);
  if (several.empty() || ways.size() * (several.size() + 1) > most_ways) {
    single.insert(single.end(), several.begin(), several.end());
    return follow_as_one(group, single, ways);
  }
  const std::vector<Way> before = ways;
  if (single.empty())
    ways.clear();
  else
    follow_as_one(group, single, ways);
  for (const PhraseSequence* alternative : several) {
    std::vector<Way> more = before;
    follow(*alternative, more, most_ways > ways.size() ? most_ways - ways.size() : 1);
    ways.insert(ways.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
}

void follow(const PhraseSequence& sequence, std::vector<Way>& ways, std::size_t most_ways) {
  for (const PhraseElement& element : sequence.elements) {
    const bool group = element.kind == PhraseElement::Kind::group && !element.or_end;
    if (!is_nullable(element) && group) {
      follow_group(element, ways, most_ways);
      continue;
    }
    const bool word = element.kind == PhraseElement::Kind::word && !is_nullable(element);
    const std::vector<WordKey> keys = word ? keys_of_word(element) : std::vector<WordKey>{};
    for (Way& way : ways) {
      if (keys.empty())
        way.pass(element);
      else
        way.need(keys, element);
    }
  }
}

}  // namespace

std::vector<std::vector<WordNeed>> needed_words(const PhraseSequence& phrase) {
  std::vector<Way> ways(1);
  follow(phrase, ways, kMostWays);
  std::vector<std::vector<WordNeed>> needs;
  for (Way& way : ways) {
    if (way.needs.empty()) return {};
    needs.push_back(std::move(way.needs));
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
  std::int32_t& list = whole ? node.whole : node.part;
  if (list < 0) {
    list = static_cast<std::int32_t>(tree.needs.size());
    tree.needs.emplace_back();
  }
  tree.needs[static_cast<std::size_t>(list)].push_back(need);
}

std::uint32_t WordIndex::number_of(const std::vector<WordKey>& keys) {
  std::vector<std::string> names;
  for (const WordKey& key : keys) names.push_back(static_cast<char>('0' + static_cast<int>(key.kind)) + key.text);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::string name;
  for (const std::string& key : names) name += key + '|';
  const auto [entry, is_new] = numbers_.emplace(std::move(name), static_cast<std::uint32_t>(entries_.size()));
  if (!is_new) return entry->second;
  entries_.emplace_back();
  for (const std::string& key : names) {
    const auto kind = static_cast<WordKey::Kind>(key[0] - '0');
    const std::string letters = kind == WordKey::Kind::end ? std::string(key.rbegin(), key.rend() - 1) : key.substr(1);
    plant(kind == WordKey::Kind::end ? backward_ : forward_, letters, kind == WordKey::Kind::whole, entry->second);
  }
  return entry->second;
}

void WordIndex::add(std::size_t phrase, const std::vector<std::vector<WordNeed>>& ways) {
  if (ways.empty()) always_.push_back(phrase);
  for (const auto& needs : ways) add_way(phrase, needs);
}

void WordIndex::add_way(std::size_t phrase, const std::vector<WordNeed>& needs) {
  Entry entry;
  entry.phrase = phrase;
  double rarest = 0;
  std::uint32_t pivot = 0;
  for (const WordNeed& need : needs) {
    entry.needs.push_back(number_of(need.keys));
    entry.reach.push_back(static_cast<std::uint8_t>(need.reach));
    const double common = commonness(need.keys);
    if (entry.needs.size() > 1 && common >= rarest) continue;
    rarest = common;
    pivot = entry.needs.back();
  }
  entries_[pivot].push_back(std::move(entry));
}

bool WordIndex::is_in_order(const Entry& entry, const Met& met) {
  std::uint64_t reached = 0;
  for (std::size_t i = 0; i < entry.needs.size(); ++i) {
    const std::uint32_t slot = met.slot[entry.needs[i]];
    if (slot == 0) return false;
    std::uint64_t places = met.places[slot - 1u];
    if (places >> kLastPlace) return all_met(entry, met);  // too long a text to say
    if (i > 0) {
      std::uint64_t near = 0;
      for (int distance = 0; distance <= entry.reach[i]; ++distance) near |= reached << distance;
      places &= near;
    }
    if (places == 0) return false;
    reached = places;
  }
  return true;
}

bool WordIndex::all_met(const Entry& entry, const Met& met) {
  return std::all_of(entry.needs.begin(), entry.needs.end(), [&](std::uint32_t need) { return met.slot[need] != 0; });
}

void WordIndex::look_up(std::string_view folded, Met& met) const {
  std::size_t place = 0;
  for (std::size_t i = 0; i < folded.size();) {
    if (letter(folded[i]) < 0) {
      place += folded[i] == ' ' ? 1 : 0;
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    while (end < folded.size() && letter(folded[end]) >= 0) ++end;
    look_up_word(folded.substr(i, end - i), std::min(place, kLastPlace), met);
    i = end;
  }
}

void WordIndex::look_up_word(std::string_view word, std::size_t place, Met& met) const {
  const std::uint64_t bit = std::uint64_t{1} << place;
  const auto mark = [&](const std::vector<std::uint32_t>& needs) {
    for (std::uint32_t need : needs) {
      if (met.slot[need] == 0) {
        met.order.push_back(need);
        met.places.push_back(0);
        met.slot[need] = static_cast<std::uint32_t>(met.order.size());
      }
      met.places[met.slot[need] - 1u] |= bit;
    }
  };
  const auto walk = [&](const Tree& tree, auto begin, auto end) {
    std::int32_t at = 0;
    for (auto c = begin; c != end; ++c) {
      at = tree.nodes[static_cast<std::size_t>(at)].next[static_cast<std::size_t>(letter(*c))];
      if (at < 0) return;
      if (const std::int32_t part = tree.nodes[static_cast<std::size_t>(at)].part; part >= 0)
        mark(tree.needs[static_cast<std::size_t>(part)]);
    }
    if (const std::int32_t whole = tree.nodes[static_cast<std::size_t>(at)].whole; whole >= 0)
      mark(tree.needs[static_cast<std::size_t>(whole)]);
  };
  walk(forward_, word.begin(), word.end());
  if (backward_.nodes.size() > 1) walk(backward_, word.rbegin(), word.rend());
}

}  // namespace ajar
