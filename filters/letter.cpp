#include "filters/letter.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <sstream>

#include "filters/charset.h"

namespace ajar {
namespace {

constexpr std::size_t kRememberedIds = 140;  // more than twelve drafts
constexpr std::ptrdiff_t kLongSentence = 11;  // words; said again it makes two short letters alike, so it is remembered for good
constexpr std::uint64_t kJitter = 8;         // so that the sentence with the fewest echoes is not always the one

template <class Items, class Set>
std::size_t common(const Items& a, const Set& b) {
  return static_cast<std::size_t>(std::count_if(a.begin(), a.end(), [&](const auto& item) { return b.count(item) > 0; }));
}

/// Where the last sentence of a variant begins.
std::string_view last_sentence(std::string_view text) {
  const std::size_t stop = text.size() < 2 ? std::string_view::npos : text.find_last_of(".?", text.size() - 2);
  const bool more = stop != std::string_view::npos && stop + 2 < text.size() && text[stop + 1] == ' ';
  return more ? text.substr(stop + 2) : text;
}

std::string first_word(std::string_view text) { return fold_case(text.substr(0, text.find_first_of(" ,."))); }

/// What decides how a part is said: where one of these holds, only sentences made for it are taken, as long as there
/// is a fresh one.
struct Decisive {
  std::string_view part;
  std::string_view circumstance;
};
constexpr std::array kDecisive{
    Decisive{"thanks", "phone"},        Decisive{"thanks", "voicemail"},     Decisive{"thanks", "letter"},
    Decisive{"thanks", "agency"},       Decisive{"thanks", "closed"},        Decisive{"thanks", "late"},
    Decisive{"thanks", "asked_status"}, Decisive{"acceptance", "closed"},    Decisive{"acceptance", "agency"},
    Decisive{"door", "agency"},         Decisive{"door", "closed"},          Decisive{"feedback", "feedback_offered"},
    Decisive{"linkedin", "agency"},     Decisive{"check_in_open", "agency"}, Decisive{"wishes", "closed"},
    Decisive{"door", "advice_offered"},
};

/// What holds so often that a sentence for it is no closer to the occasion than another.
const std::set<std::string>& common_circumstances() {
  static const std::set<std::string> kCommon{"met",   "wrote_it", "heard",      "greeted_lightly", "greeted_formally", "familiar",
                                             "topic", "shown",    "praise",   "no_detail", "first_names",     "last_names"};
  return kCommon;
}

/// "I would" -> "I'd" before another word.
std::string say_lighter(std::string text, const std::vector<std::pair<std::string, std::string>>& lighter) {
  for (const auto& [plain, light] : lighter) {
    const std::string sought = plain + " ";
    for (std::size_t at = text.find(sought); at != std::string::npos; at = text.find(sought, at + 1)) {
      if (at == 0 || text[at - 1] == ' ') text.replace(at, sought.size(), light + " ");
    }
  }
  return text;
}

/// The text under construction.
class Writer {
 public:
  Writer(const Circumstances& circumstances, const LanguagePack& pack, const ReplyMemory& memory, const std::string& seed, Lean lean)
      : circumstances_(circumstances), pack_(pack), seed_(seed), lean_(lean) {
    forgotten_ = memory.used.size() > kRememberedIds ? memory.used.size() - kRememberedIds : 0;
    for (std::size_t i = 0; i < memory.used.size(); ++i) last_use_[memory.used[i]] = i + 1;
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
    if (!paragraph_.empty()) letter_.paragraphs.push_back(std::move(paragraph_));
    paragraph_.clear();
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
    const std::string& text = circumstances_.familiar && !variant.familiar.empty() ? variant.familiar : variant.text;
    const bool light = circumstances_.hold.count("greeted_lightly") > 0;
    return fill_slots(light ? say_lighter(text, pack_.lighter) : text, circumstances_.slots, pack_);
  }

  /// Higher is better: close to the occasion, no echo of what is written already, of the wanted length.
  int merit(const Variant& variant) const {
    int merit = 10 * static_cast<int>(variant.needs.size() - common(variant.needs, common_circumstances()));
    merit -= 6 * static_cast<int>(common(variant.telling_words, heard_));
    merit -= 40 * static_cast<int>(common(variant.slots, slots_used_));
    const bool specific = variant.slots.count("role") > 0 || variant.slots.count("company") > 0;
    if (specific && !named_) merit += circumstances_.hold.count("no_detail") ? 9 : 5;
    if (first_word(variant.text) == last_first_word_) merit -= 4;
    merit += static_cast<int>((seeded_number(seed_, variant.id) >> 40) % kJitter);
    const bool thanks_twice = variant.part == "thanks" && circumstances_.hold.count("praise") > 0 && variant.says.count("praise") > 0;
    if (thanks_twice) merit -= 40;  // the detail says it
    if (common(variant.runs, runs_) > 0) merit -= 60;
    const int words = static_cast<int>(std::count(variant.text.begin(), variant.text.end(), ' '));
    if (lean_ == Lean::longer) merit += 2 * words;
    if (lean_ == Lean::shorter) merit -= 2 * words;
    return merit;
  }

  bool was_used_lately(const Variant& variant) const {
    const auto used = last_use_.find(variant.id);
    return used != last_use_.end() && used->second > forgotten_;
  }

  /// Position of the last use, of a short sentence among the latest texts only; 0: fresh.
  std::size_t last_use(const Variant& variant) const {
    const auto used = last_use_.find(variant.id);
    if (used == last_use_.end()) return 0;
    const bool is_long = std::count(variant.text.begin(), variant.text.end(), ' ') + 1 >= kLongSentence;
    return is_long || used->second > forgotten_ ? used->second : 0;
  }

  std::vector<const Variant*> fitting(const std::string& part) const {
    std::vector<const Variant*> result;
    const auto variants = pack_.parts.find(part);
    if (variants == pack_.parts.end()) return result;
    for (const Variant& variant : variants->second) {
      if (fits(variant)) result.push_back(&variant);
    }
    return result;
  }

  void keep_decisive(const std::string& part, std::vector<const Variant*>& variants) const {
    for (const Decisive& decisive : kDecisive) {
      if (decisive.part != part || !circumstances_.hold.count(std::string(decisive.circumstance))) continue;
      std::vector<const Variant*> made_for_it;
      std::copy_if(variants.begin(), variants.end(), std::back_inserter(made_for_it), [&](const Variant* variant) {
        return variant->needs.count(std::string(decisive.circumstance)) > 0;
      });
      const bool fresh = std::any_of(made_for_it.begin(), made_for_it.end(), [&](const Variant* v) { return !was_used_lately(*v); });
      if (!fresh) continue;
      variants = std::move(made_for_it);
      return;
    }
  }

  const Variant* choose(const std::string& part) const {
    std::vector<const Variant*> variants = fitting(part);
    keep_decisive(part, variants);
    const Variant* best = nullptr;
    std::tuple<std::size_t, int, std::uint64_t> best_rank;
    for (const Variant* variant : variants) {
      const auto rank = std::make_tuple(last_use(*variant), -merit(*variant), seeded_number(seed_, variant->id));
      if (best && best_rank <= rank) continue;
      best = variant;
      best_rank = rank;
    }
    return best;
  }

  void take(const Variant& variant) {
    const std::string text = text_of(variant);
    heard_.insert(variant.telling_words.begin(), variant.telling_words.end());
    runs_.insert(variant.runs.begin(), variant.runs.end());
    said_.insert(variant.says.begin(), variant.says.end());
    covered_.insert(variant.covers.begin(), variant.covers.end());
    written_.insert(variant.part);
    slots_used_.insert(variant.slots.begin(), variant.slots.end());
    named_ = named_ || variant.slots.count("role") > 0 || variant.slots.count("company") > 0;
    last_first_word_ = first_word(last_sentence(variant.text));
    paragraph_ += (paragraph_.empty() ? "" : " ") + text;
    letter_.variants.push_back(variant.id);
  }

  const Circumstances& circumstances_;
  const LanguagePack& pack_;
  const std::string& seed_;
  const Lean lean_;
  std::map<std::string, std::size_t> last_use_;
  std::size_t forgotten_ = 0;  ///< uses up to this one were too long ago to count for a short sentence
  Letter letter_;
  std::string paragraph_;
  std::string last_first_word_;
  bool named_ = false;  ///< role or company
  std::set<std::string> said_, covered_, written_, slots_used_;
  std::set<std::size_t> heard_, runs_;
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
                    const ReplyMemory& memory, const std::string& seed, Lean lean) {
  Writer writer(circumstances, pack, memory, seed, lean);
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
