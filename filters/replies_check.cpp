#include "filters/replies_check.h"

#include <algorithm>
#include <sstream>

#include "filters/details.h"
#include "filters/etiquette.h"
#include "filters/prepared_text.h"
#include "filters/reply_variants.h"

namespace ajar {
namespace {

/// Slots stand for ordinary words while a sentence is checked.
std::string without_slots(const std::string& text) {
  std::map<std::string, std::string> values;
  for (const std::string_view slot : kSlots) values[std::string(slot)] = "Anna";
  return fill_slots(text, values);
}

/// A word of the set that is more than the short beginning of a sentence ("La parte ...").
bool holds_one_of(const std::string& text, const std::set<std::string>& words) {
  std::string word;
  bool first = true;
  for (const char c : text + " ") {
    if (std::isalnum(static_cast<unsigned char>(c)) || (c & 0x80)) {
      word += c;
      continue;
    }
    if (words.count(word) && !(first && word.size() <= 2)) return true;
    if (!word.empty()) first = false;
    if (c == '.' || c == '?') first = true;
    word.clear();
  }
  return false;
}

class BookChecker {
 public:
  explicit BookChecker(const LanguagePack& pack) : pack_(pack) {}

  std::vector<Fault> check() {
    for (const auto& [part, variants] : pack_.parts) {
      for (const Variant& variant : variants) check_variant(variant);
    }
    for (const DetailRule& rule : pack_.details) check_examples(rule, rule.from != "own");
    for (const DetailRule& rule : pack_.points) check_examples(rule, true);
    return std::move(faults_);
  }

 private:
  void note(const Variant& variant, const std::string& what, const std::string& hint) {
    faults_.push_back({variant.file, variant.position, variant.id + " " + what, hint});
  }

  void check_variant(const Variant& variant) {
    for (const std::string& text : {variant.text, variant.familiar}) {
      for (const Breach& breach : check_wording(without_slots(text), pack_.language)) {
        note(variant, "breaks the manners: " + breach.rule + " (" + breach.words + ")", "say it differently, or leave it out");
      }
    }
    if (!pack_.two_registers) return;
    const bool formal_only = variant.unless.count("familiar") > 0;
    if (variant.familiar.empty() && !formal_only && holds_one_of(variant.text, pack_.formal_words) && !variant.unless.count("first_names")) {
      note(variant, "speaks to the reader formally and has no familiar form", "add `familiar:`, or `unless: [familiar]`");
    }
  }

  /// What the rule finds in a sentence, in the user's voice; empty: nothing.
  std::string found_in(const DetailRule& rule, const std::string& sentence, bool theirs) const {
    const std::string text = detail_in(rule, sentence, fold_for_matching(sentence), {theirs, false, false, {}}, pack_.detail_grammar);
    return rule.as.empty() || text.empty() ? text : fill_slots(rule.as, {{"detail", text}}, pack_);
  }

  void check_examples(const DetailRule& rule, bool theirs) {
    auto note_rule = [&](const std::string& what) { faults_.push_back({rule.file, rule.position, rule.id + " " + what, "mend the phrases or the example"}); };
    for (const auto& [text, detail] : rule.match_examples) {
      const std::string found = found_in(rule, text, theirs);
      if (found != detail) note_rule("finds \"" + found + "\" instead of \"" + detail + "\" in its example \"" + text + "\"");
    }
    for (const std::string& text : rule.not_examples) {
      const std::string found = found_in(rule, text, theirs);
      if (!found.empty()) note_rule("finds \"" + found + "\" in \"" + text + "\", where nothing is to be found");
    }
  }

  const LanguagePack& pack_;
  std::vector<Fault> faults_;
};

}  // namespace

std::vector<Fault> check_replies(const ReplyBook& replies) {
  std::vector<Fault> faults;
  for (const auto& [language, pack] : replies.compiled().packs) {
    const std::vector<Fault> found = BookChecker(pack).check();
    faults.insert(faults.end(), found.begin(), found.end());
  }
  return faults;
}

}  // namespace ajar
