#include "filters/etiquette.h"

#include <algorithm>
#include <array>
#include <set>
#include <sstream>

#include "filters/charset.h"
#include "filters/circumstances.h"
#include "filters/etiquette_phrases.h"
#include "filters/language.h"
#include "filters/prepared_text.h"
#include "filters/salutation.h"

namespace ajar {
namespace {

constexpr std::size_t kMostThanks = 4;       // salutation and closing included
constexpr std::size_t kQuotedWords = 6;      // as many words in a row are a quotation
constexpr std::size_t kRepeatedWords = 4;    // as many in a row are heard as a repetition

struct LengthRow {
  std::string_view purpose;
  std::string_view stage;  ///< empty: any
  WordRange range;
};
constexpr std::array kLengths{
    LengthRow{"feedback_thanks", "", {35, 90}},   LengthRow{"also_note", "", {30, 110}},
    LengthRow{"other_role", "", {40, 120}},       LengthRow{"late", "", {30, 120}},
    LengthRow{"", "application", {25, 60}},       LengthRow{"", "screen", {40, 90}},
    LengthRow{"", "assessment", {40, 90}},        LengthRow{"", "interview", {60, 120}},
    LengthRow{"", "final", {70, 150}},
};

/// The first run of words that both texts hold; empty: none.
std::string common_run(std::string_view a, std::string_view b, std::size_t length) {
  const std::set<std::string> runs = word_runs(a, length);
  for (const std::string& run : word_runs(b, length)) {
    if (runs.count(run)) return run.substr(0, run.size() - 1);
  }
  return {};
}

bool is_capital(std::string_view word) {
  const std::size_t size = (static_cast<unsigned char>(word[0]) & 0x80) ? 2 : 1;
  const std::string_view first = word.substr(0, size);
  return fold_case(first) != first;
}

void find_repetitions(std::string_view body, std::vector<Breach>& breaches) {
  std::set<std::string> seen, runs;
  for (const std::string& sentence : sentences_of_note(body)) {
    if (!seen.insert(comparison_key(sentence)).second) breaches.push_back({"repeated_sentence", sentence});
    std::set<std::string> mine = word_runs(sentence, kRepeatedWords);
    for (const std::string& run : mine) {
      if (runs.count(run)) breaches.push_back({"repeated_words", run});
    }
    runs.merge(mine);
  }
}

/// Checks one draft; each check adds its breaches.
class Checker {
 public:
  Checker(const Draft& draft, const Occasion& occasion, const ReplyBook& replies)
      : draft_(draft), occasion_(occasion), book_(replies.compiled()), pack_(book_.pack(draft.language)) {}

  std::vector<Breach> check() {
    const std::string& signature = occasion_.candidate->signature;
    const std::size_t at = signature.empty() ? std::string::npos : draft_.body.rfind(signature);
    body_ = draft_.body.substr(0, at);
    breaches_ = check_wording(body_, draft_.language);
    if (!pack_) return breaches_;
    circumstances_ = circumstances_of(occasion_, *pack_);
    questions();
    length();
    repetition();
    language();
    salutation();
    names();
    quotation();
    return std::move(breaches_);
  }

 private:
  void breach(const char* rule, std::string words) { breaches_.push_back({rule, std::move(words)}); }

  void questions() {
    const auto count = std::count(body_.begin(), body_.end(), '?');
    if (count > 1) breach("second_question", std::to_string(count) + " question marks");
    const bool may_ask = circumstances_.ask_feedback || draft_.purpose == "other_role" || circumstances_.hold.count("other_role") > 0;
    if (count == 1 && !may_ask) breach("unwanted_question", body_.substr(0, body_.find('?') + 1));
    if (count_thanks(body_, draft_.language) > kMostThanks) breach("too_many_thanks", "");
  }

  void length() {
    const std::size_t words = count_words(body_);
    const WordRange range = word_range(draft_.purpose, circumstances_.stage, circumstances_.hold.count("agency") > 0);
    if (words < range.fewest || words > range.most) breach("length", std::to_string(words) + " words");
  }

  void repetition() { find_repetitions(body_, breaches_); }

  void language() {
    const std::vector<std::string> found = recognise_languages(body_);
    if (!found.empty() && std::find(found.begin(), found.end(), draft_.language) == found.end()) breach("wrong_language", found.front());
  }

  void salutation() {
    const std::string first = draft_.body.substr(0, draft_.body.find('\n'));
    const PersonName name = split_name(occasion_.addressee.address.name, *pack_);
    if (name.full.empty()) return;
    const std::string line = " " + comparison_key(first) + " ";
    const bool named = line.find(" " + comparison_key(name.first) + " ") != std::string::npos ||
                       (!name.last.empty() && line.find(" " + comparison_key(name.last) + " ") != std::string::npos);
    if (!named) breach("wrong_salutation", first);
  }

  /// Capitalised words that neither the sentences of the book nor any mail of this application hold.
  void names() {
    std::set<std::string> of_book;
    for (const std::string& id : draft_.variants) {
      if (const Variant* variant = book_.variant(id)) {
        for (const std::string& word : key_words(variant->text + " " + variant->familiar)) of_book.insert(word);
      }
    }
    for (const std::string& sentence : sentences_of_note(body_)) {
      std::istringstream words(sentence);
      std::string word;
      for (bool first = true; words >> word; first = false) {
        if (first || !is_capital(word) || word == "I" || word.starts_with("I'")) continue;
        const std::string key = comparison_key(word);
        if (!key.empty() && !of_book.count(key) && !is_known(key)) breach("unknown_name", word);
      }
    }
  }

  bool is_known(const std::string& key) {
    if (known_.empty()) known_ = known_text();
    for (const std::string& piece : key_words(key)) {
      if (known_.find(" " + piece + " ") == std::string::npos) return false;
    }
    return true;
  }

  std::string known_text() const {
    const Correspondence& correspondence = *occasion_.correspondence;
    std::string text = occasion_.candidate->self.name + " " + occasion_.candidate->signature + " " + correspondence.company + " " + correspondence.role + " " + occasion_.addressee.address.name;
    for (const std::string& detail : occasion_.given_details) text += " " + detail;
    for (const auto* people : {&correspondence.contacts, &occasion_.others_thanked}) {
      for (const Contact& contact : *people) text += " " + contact.address.name;
    }
    auto add = [&](const Reading& reading) {
      text += " " + reading.message.envelope.subject + " " + reading.text.body + " " + reading.text.salutation + " " + reading.text.signature;
      for (const Address& from : reading.message.envelope.from) text += " " + from.name;
    };
    for (const EarlierMail& mail : correspondence.mails) add(mail.reading);
    if (occasion_.trigger) add(*occasion_.trigger);
    for (const auto& [slot, value] : circumstances_.slots) text += " " + value;
    return " " + comparison_key(text) + " ";
  }

  /// The text without what has to be said in their words: the post, the house, and the detail about the user's work.
  std::string own_words() const {
    std::string text = body_;
    std::vector<std::string> theirs{draft_.detail};
    for (const char* slot : {"role", "other_role", "company"}) {
      const auto value = circumstances_.slots.find(slot);
      if (value != circumstances_.slots.end()) theirs.push_back(value->second);
    }
    for (const std::string& words : theirs) {
      if (words.empty()) continue;
      for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at)) text.replace(at, words.size(), ".");
    }
    return text;
  }

  void quotation() {
    if (draft_.purpose == "feedback_thanks") return;  // names the points as they were given
    const std::string text = own_words();
    auto compare = [&](const Reading& reading) {
      if (reading.own) return;
      if (const std::string run = common_run(reading.text.body, text, kQuotedWords); !run.empty()) breach("quotes_form_mail", run);
    };
    if (occasion_.trigger) compare(*occasion_.trigger);
    for (const EarlierMail& mail : occasion_.correspondence->mails) {
      if (mail.reading.verdict.rejection) compare(mail.reading);
    }
  }

  const Draft& draft_;
  const Occasion& occasion_;
  const ReplyBook::Compiled& book_;
  const LanguagePack* pack_;
  Circumstances circumstances_;
  std::string body_;  ///< without the signature
  std::string known_;
  std::vector<Breach> breaches_;
};

}  // namespace

WordRange word_range(std::string_view purpose, std::string_view stage, bool agency) {
  if (agency && purpose != "feedback_thanks") return {40, 110};
  for (const LengthRow& row : kLengths) {
    if (row.purpose == purpose || (row.purpose.empty() && row.stage == stage)) return row.range;
  }
  return {40, 120};
}

std::vector<Breach> check_etiquette(const Draft& draft, const Occasion& occasion, const ReplyBook& replies) {
  return Checker(draft, occasion, replies).check();
}

std::vector<Breach> check_note(std::string_view text, std::string_view language, WordRange range) {
  std::vector<Breach> breaches = check_wording(text, language);
  find_repetitions(text, breaches);
  const std::size_t words = count_words(text);
  if (words < range.fewest || words > range.most) breaches.push_back({"length", std::to_string(words) + " words"});
  if (text.find('?') != std::string_view::npos) breaches.push_back({"unwanted_question", "?"});
  if (count_thanks(text, language) > kMostThanks) breaches.push_back({"too_many_thanks", ""});
  return breaches;
}

std::vector<Breach> check_wording(std::string_view text, std::string_view language) {
  static constexpr std::array<std::string_view, 12> kPlaceholders{"{", "}", "[", "]", "<", ">", "XX", "TODO", "FirstName", "first_name", "___", "N/A"};
  std::vector<Breach> breaches;
  for (const std::string_view mark : kPlaceholders) {
    if (text.find(mark) != std::string_view::npos) breaches.push_back({"placeholder", std::string(mark)});
  }
  if (text.find('!') != std::string_view::npos) breaches.push_back({"exclamation", "!"});
  for (const std::string_view mark : {"://", "www.", "mailto:", "@"}) {
    if (text.find(mark) != std::string_view::npos) breaches.push_back({"address", std::string(mark)});
  }
  const bool control = std::any_of(text.begin(), text.end(), [](unsigned char c) { return (c < 0x20 && c != '\n') || c == 0x7f; });
  if (control || !is_valid_utf8(text)) breaches.push_back({"control_character", ""});
  for (const Misstep& misstep : find_missteps(text, language)) breaches.push_back({misstep.rule, misstep.words});
  return breaches;
}

}  // namespace ajar
