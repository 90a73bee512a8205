#include "filters/letter.h"

#include <algorithm>
#include <sstream>

#include "filters/charset.h"

namespace ajar {
namespace {

constexpr std::size_t kRememberedIds = 140;  // more than twelve drafts

/// Words of a sentence that would be heard twice: all but the small ones.
std::set<std::string> telling_words(std::string_view text, const LanguagePack& pack) {
  std::set<std::string> words;
  std::istringstream in(comparison_key(text));
  for (std::string word; in >> word;) {
    if (word.size() >= 4 && !pack.small_words.count(word)) words.insert(word.substr(0, 7));
  }
  return words;
}

template <class Set>
std::size_t common(const Set& a, const Set& b) {
  return static_cast<std::size_t>(std::count_if(a.begin(), a.end(), [&](const auto& item) { return b.count(item) > 0; }));
}

std::string first_word(std::string_view text) { return fold_case(text.substr(0, text.find_first_of(" ,."))); }

/// The text under construction.
class Writer {
 public:
  Writer(const Circumstances& circumstances, const LanguagePack& pack, const ReplyMemory& memory, const std::string& seed)
      : circumstances_(circumstances), pack_(pack), seed_(seed) {
    const std::size_t skip = memory.used.size() > kRememberedIds ? memory.used.size() - kRememberedIds : 0;
    for (std::size_t i = skip; i < memory.used.size(); ++i) last_use_[memory.used[i]] = i + 1;
  }

  /// False if no sentence fits.
  bool add(const std::string& part) {
    if (covered_.count(part)) return true;
    const Variant* best = choose(part);
    if (!best) return false;
    take(*best);
    return true;
  }

  void end_paragraph() {
    if (!sentence_line_.empty()) letter_.paragraphs.push_back(std::move(sentence_line_));
    sentence_line_.clear();
  }

  Letter finish(bool complete) {
    end_paragraph();
    letter_.complete = complete;
    return std::move(letter_);
  }

 private:
  bool fits(const Variant& variant) const {
    if (!variant.stages.empty() && !variant.stages.count(circumstances_.stage)) return false;
    if (!variant.gender.empty() && variant.gender != circumstances_.gender) return false;
    if (common(variant.needs, circumstances_.hold) != variant.needs.size()) return false;
    if (common(variant.unless, circumstances_.hold) > 0) return false;
    if (common(variant.says, said_) > 0 || common(variant.covers, written_) > 0) return false;
    return std::all_of(variant.slots.begin(), variant.slots.end(),
                       [&](const std::string& slot) { return circumstances_.slots.count(slot) > 0; });
  }

  std::string text_of(const Variant& variant) const {
    const bool familiar = circumstances_.familiar && !variant.familiar.empty();
    return fill_slots(familiar ? variant.familiar : variant.text, circumstances_.slots);
  }

  /// Higher is better. Close to the occasion first, then no echo of what is written already.
  int merit(const Variant& variant) const {
    const std::string text = text_of(variant);
    int merit = 10 * static_cast<int>(variant.needs.size());
    merit -= 6 * static_cast<int>(common(telling_words(text, pack_), heard_));
    merit -= 12 * static_cast<int>(common(variant.slots, slots_used_));
    if (first_word(text) == last_first_word_) merit -= 8;
    return merit;
  }

  const Variant* choose(const std::string& part) const {
    const auto variants = pack_.parts.find(part);
    if (variants == pack_.parts.end()) return nullptr;
    const Variant* best = nullptr;
    auto rank = [&](const Variant& variant) {
      const auto used = last_use_.find(variant.id);
      return std::make_tuple(used == last_use_.end() ? std::size_t{0} : used->second, -merit(variant),
                             seeded_number(seed_, variant.id));
    };
    for (const Variant& variant : variants->second) {
      if (fits(variant) && (!best || rank(variant) < rank(*best))) best = &variant;
    }
    return best;
  }

  void take(const Variant& variant) {
    const std::string text = text_of(variant);
    for (const std::string& word : telling_words(text, pack_)) heard_.insert(word);
    said_.insert(variant.says.begin(), variant.says.end());
    covered_.insert(variant.covers.begin(), variant.covers.end());
    written_.insert(variant.part);
    slots_used_.insert(variant.slots.begin(), variant.slots.end());
    last_first_word_ = first_word(text);
    if (!sentence_line_.empty()) sentence_line_ += ' ';
    sentence_line_ += text;
    letter_.variants.push_back(variant.id);
  }

  const Circumstances& circumstances_;
  const LanguagePack& pack_;
  const std::string& seed_;
  std::map<std::string, std::size_t> last_use_;
  Letter letter_;
  std::string sentence_line_;
  std::string last_first_word_;
  std::set<std::string> said_, covered_, written_, heard_, slots_used_;
};

}  // namespace

std::uint64_t seeded_number(std::string_view seed, std::string_view salt) {
  std::uint64_t hash = 14695981039346656037u;
  for (const std::string_view part : {seed, std::string_view("\0", 1), salt}) {
    for (const char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  }
  return (hash ^ (hash >> 29)) * 0xbf58476d1ce4e5b9u;
}

Letter write_letter(std::string_view shape, const Circumstances& circumstances, const LanguagePack& pack,
                    const ReplyMemory& memory, const std::string& seed) {
  Writer writer(circumstances, pack, memory, seed);
  std::istringstream parts{std::string(shape)};
  for (std::string part; parts >> part;) {
    if (part == "/") {
      writer.end_paragraph();
      continue;
    }
    const bool optional = part.back() == '?';
    if (optional) part.pop_back();
    if (!writer.add(part) && !optional) return writer.finish(false);
  }
  Letter letter = writer.finish(true);
  letter.shape = shape;
  return letter;
}

}  // namespace ajar
