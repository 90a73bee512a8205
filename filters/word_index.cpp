#include "filters/word_index.h"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

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

// A word as far as it has been read: FNV-1a.
constexpr std::uint32_t kNoLetters = 2166136261U;
constexpr char kWordEnd = ' ';
std::uint32_t with_letter(std::uint32_t hash, char c) { return (hash ^ static_cast<unsigned char>(c)) * 16777619U; }

/// The places up to `reach` behind those given.
std::uint64_t spread(std::uint64_t places, std::uint32_t reach) {
  for (std::uint32_t done = 0; done < reach;) {
    const std::uint32_t step = std::min(done + 1, reach - done);
    places |= places << step;
    done += step;
  }
  return places;
}

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

/// "no-go" as the group (nogo|no go) that it stands for; nullopt: the word has no hyphen, or more in it than letters.
std::optional<PhraseElement> as_group(const PhraseElement& word) {
  const std::size_t hyphen = word.text.find('-');
  const bool inside = hyphen != std::string::npos && hyphen > 0 && hyphen + 1 < word.text.size();
  if (word.kind != PhraseElement::Kind::word || !inside) return std::nullopt;
  const auto is_plain = [](char c) { return letter(c) >= 0 || c == kMaybeE; };
  PhraseElement joined = word, first = word, second = word;
  joined.text.erase(hyphen, 1);
  if (!std::all_of(joined.text.begin(), joined.text.end(), is_plain)) return std::nullopt;
  first.text.resize(hyphen);
  first.any_ending = false;
  second.text.erase(0, hyphen + 1);
  second.any_beginning = false;
  PhraseElement group;
  group.kind = PhraseElement::Kind::group;
  group.alternatives = {{{joined}}, {{first, second}}};
  return group;
}

bool is_one_word(const PhraseSequence& sequence) {
  if (sequence.elements.size() != 1) return false;
  const PhraseElement& element = sequence.elements[0];
  return element.kind == PhraseElement::Kind::word && !is_nullable(element) && !as_group(element);
}

/// Follows a phrase from word to word, in all the ways to say it.
class Follower {
 public:
  /// One way, as far as it has been followed.
  struct Way {
    std::vector<NeededWords::Need> needs;
    int distance = 0;  ///< words that may lie between the last need and what comes next
  };

  void follow(const PhraseSequence& sequence, std::vector<Way>& ways, std::size_t most_ways) {
    for (const PhraseElement& element : sequence.elements) {
      if (is_nullable(element)) {
        pass(element, ways);
      } else if (element.kind == PhraseElement::Kind::group && !element.or_end) {
        follow_group(element, ways, most_ways);
      } else if (const auto group = as_group(element)) {
        follow_group(*group, ways, most_ways);
      } else {
        const bool word = element.kind == PhraseElement::Kind::word;
        need(word ? keys_of_word(element) : std::vector<WordKey>{}, element, ways);
      }
    }
  }

  std::vector<std::vector<WordKey>> take_lists() { return std::move(lists_); }

 private:
  static void pass(const PhraseElement& element, std::vector<Way>& ways) {
    const int words = most_words(element);
    for (Way& way : ways) way.distance += words;
  }

  /// `keys`: none if the element has no word of its own.
  void need(std::vector<WordKey> keys, const PhraseElement& element, std::vector<Way>& ways) {
    if (keys.empty()) return pass(element, ways);
    const int words = most_words(element);
    for (Way& way : ways) {
      way.needs.push_back(
          {lists_.size(), std::min(way.distance + words + kLonePunctuation, static_cast<int>(kLastPlace))});
      way.distance = words - 1;
    }
    lists_.push_back(std::move(keys));
  }

  /// Alternatives of several words become ways of their own, as long as there are not too many.
  void follow_group(const PhraseElement& group, std::vector<Way>& ways, std::size_t most_ways) {
    std::vector<const PhraseSequence*> single, several;
    for (const PhraseSequence& alternative : group.alternatives) {
      (is_one_word(alternative) ? single : several).push_back(&alternative);
    }
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

  /// The alternatives of a group without telling them apart.
  void follow_as_one(const PhraseElement& group, const std::vector<const PhraseSequence*>& alternatives,
                     std::vector<Way>& ways) {
    std::vector<WordKey> keys;
    keys.reserve(alternatives.size());
    for (const PhraseSequence* alternative : alternatives) {
      const std::vector<WordKey> rarest =
          is_one_word(*alternative) ? keys_of_word(alternative->elements[0]) : rarest_keys(*alternative);
      if (rarest.empty()) return pass(group, ways);
      keys.insert(keys.end(), rarest.begin(), rarest.end());
    }
    need(std::move(keys), group, ways);
  }

  /// The rarest need of a sequence that is not followed on its own; empty: it has none.
  static std::vector<WordKey> rarest_keys(const PhraseSequence& sequence) {
    Follower follower;
    std::vector<Way> ways(1);
    follower.follow(sequence, ways, 1);
    const auto& lists = follower.lists_;
    const auto rarest = std::min_element(lists.begin(), lists.end(),
                                         [](const auto& a, const auto& b) { return commonness(a) < commonness(b); });
    return rarest == lists.end() ? std::vector<WordKey>{} : *rarest;
  }

  std::vector<std::vector<WordKey>> lists_;
};

}  // namespace

NeededWords needed_words(const PhraseSequence& phrase) {
  Follower follower;
  std::vector<Follower::Way> ways(1);
  follower.follow(phrase, ways, kMostWays);
  NeededWords needed;
  for (Follower::Way& way : ways) {
    if (way.needs.empty()) return {};
    needed.ways.push_back(std::move(way.needs));
  }
  needed.lists = follower.take_lists();
  return needed;
}

void WordIndex::Spellings::add(std::string_view letters, bool whole, std::uint32_t need) {
  std::uint32_t hash = kNoLetters;
  for (const char c : letters) hash = with_letter(hash, c);
  if (whole) hash = with_letter(hash, kWordEnd);
  if (marks_.empty()) marks_.resize(kMarks);
  marks_[hash % kMarks] = true;
  if (slots_.size() <= 2 * needs_.size()) grow();
  Slot& slot = slots_[slot_of(hash)];
  if (slot.list == 0) {
    needs_.emplace_back();
    slot = {hash, static_cast<std::uint32_t>(needs_.size())};
  }
  needs_[slot.list - 1].push_back(need);
}

/// Where the hash is, or would be.
std::size_t WordIndex::Spellings::slot_of(std::uint32_t hash) const {
  const std::size_t last = slots_.size() - 1;
  std::size_t at = hash & last;
  while (slots_[at].list != 0 && slots_[at].hash != hash) at = (at + 1) & last;
  return at;
}

void WordIndex::Spellings::grow() {
  constexpr std::size_t first_size = 1024;
  const std::vector<Slot> before = std::move(slots_);
  slots_ = std::vector<Slot>(before.empty() ? first_size : 2 * before.size());
  for (const Slot& slot : before)
    if (slot.list != 0) slots_[slot_of(slot.hash)] = slot;
}

template <class Letters, class Meet>
void WordIndex::Spellings::look_up(Letters begin, Letters end, Meet meet) const {
  if (needs_.empty()) return;
  const auto look = [&](std::uint32_t hash) {
    if (!marks_[hash % kMarks]) return;
    if (const Slot slot = slots_[slot_of(hash)]; slot.list != 0) meet(needs_[slot.list - 1]);
  };
  std::uint32_t hash = kNoLetters;
  for (auto c = begin; c != end; ++c) look(hash = with_letter(hash, *c));
  look(with_letter(hash, kWordEnd));
}

std::uint32_t WordIndex::number_of(const std::vector<WordKey>& keys) {
  std::vector<const WordKey*> sorted;
  for (const WordKey& key : keys) sorted.push_back(&key);
  const auto parts = [](const WordKey* key) { return std::tie(key->kind, key->text); };
  std::sort(sorted.begin(), sorted.end(), [&](auto* a, auto* b) { return parts(a) < parts(b); });
  sorted.erase(std::unique(sorted.begin(), sorted.end(), [&](auto* a, auto* b) { return parts(a) == parts(b); }),
               sorted.end());
  std::string name;
  for (const WordKey* key : sorted) {
    name += static_cast<char>('0' + static_cast<int>(key->kind));
    name.append(key->text).append("|");
  }
  const auto [entry, is_new] = numbers_.emplace(std::move(name), static_cast<std::uint32_t>(entries_.size()));
  if (!is_new) return entry->second;
  entries_.emplace_back();
  for (const WordKey* key : sorted) {
    if (key->kind == WordKey::Kind::end)
      backward_.add(std::string(key->text.rbegin(), key->text.rend()), false, entry->second);
    else
      forward_.add(key->text, key->kind == WordKey::Kind::whole, entry->second);
  }
  return entry->second;
}

void WordIndex::add(std::size_t phrase, const NeededWords& needed) {
  if (needed.ways.empty()) always_.push_back(phrase);
  std::vector<std::uint32_t> numbers;
  std::vector<double> common;
  for (const auto& list : needed.lists) {
    numbers.push_back(number_of(list));
    common.push_back(commonness(list));
  }
  for (const auto& needs : needed.ways) {
    const auto rarest = std::min_element(needs.begin(), needs.end(),
                                         [&](const auto& a, const auto& b) { return common[a.list] < common[b.list]; });
    Entry entry{phrase, 0, static_cast<std::uint32_t>(links_.size()), static_cast<std::uint32_t>(needs.size())};
    for (const NeededWords::Need& need : needs) {
      entry.marks |= mark_of(numbers[need.list]);
      links_.push_back({numbers[need.list], static_cast<std::uint32_t>(need.reach)});
    }
    entries_[numbers[rarest->list]].push_back(entry);
  }
}

bool WordIndex::is_in_order(const Entry& entry, const Met& met) const {
  std::uint64_t reached = 0;
  for (std::uint32_t i = 0; i < entry.size; ++i) {
    const Link link = links_[entry.first + i];
    const std::uint32_t slot = met.slot[link.need];
    if (slot == 0) return false;
    std::uint64_t places = met.places[slot - 1u];
    if (places >> kLastPlace) return all_met(entry, met);  // too long a text to say
    if (i > 0) places &= spread(reached, link.reach);
    if (places == 0) return false;
    reached = places;
  }
  return true;
}

bool WordIndex::all_met(const Entry& entry, const Met& met) const {
  const auto first = links_.begin() + entry.first;
  return std::all_of(first, first + entry.size, [&](const Link& link) { return met.slot[link.need] != 0; });
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
  forward_.look_up(word.begin(), word.end(), mark);
  backward_.look_up(word.rbegin(), word.rend(), mark);
}

}  // namespace ajar
