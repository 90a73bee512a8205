#include "filters/details.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>

#include "filters/charset.h"
#include "filters/prepared_text.h"

namespace ajar {
namespace {

constexpr std::size_t kMostWords = 12;
constexpr std::size_t kLongestDetail = 90;  // code points
constexpr std::size_t kMostPoints = 4;

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  std::istringstream in{std::string(text)};
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::string join_words(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// A word without the punctuation around it, folded.
std::string bare(std::string_view word) {
  while (!word.empty() && std::string_view(",.;:!?\"'()").find(word.back()) != std::string_view::npos) word.remove_suffix(1);
  while (!word.empty() && std::string_view("\"'(").find(word.front()) != std::string_view::npos) word.remove_prefix(1);
  return fold_case(word);
}

/// True if `pattern` ("and I", "child*") stands at words[at].
bool stands_at(const std::vector<std::string>& words, std::size_t at, const std::string& pattern) {
  for (const std::string& raw : split_words(pattern)) {
    const std::string expected = fold_case(raw);
    if (at >= words.size()) return false;
    const std::string word = bare(words[at++]);
    const bool open = expected.ends_with('*');
    if (open ? !word.starts_with(std::string_view(expected).substr(0, expected.size() - 1)) : word != expected) return false;
  }
  return true;
}

bool any_stands_at(const std::vector<std::string>& words, std::size_t at, const std::vector<std::string>& patterns) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& p) { return stands_at(words, at, p); });
}

bool is_in(const std::string& word, const std::vector<std::string>& list) { return any_stands_at({word}, 0, list); }

/// Drops what cannot be part of a detail: everything from the first end on, then words it cannot end with.
void cut(std::vector<std::string>& words, const DetailReading& reading, const DetailGrammar& grammar) {
  const bool clause = reading.clause || any_stands_at(words, 0, grammar.clause_starts);
  std::size_t end = 0;
  for (bool closed = false; end < words.size() && !closed; ++end) {
    if (end > 0 && any_stands_at(words, end, grammar.ends)) break;
    if (!clause && any_stands_at(words, end, grammar.verbs)) break;
    if (end > 1 && reading.theirs && !clause && any_stands_at(words, end, grammar.unturnable)) break;
    if (words[end] == "-" || words[end].front() == '(') break;
    closed = std::string_view(",.;:!?)").find(words[end].back()) != std::string_view::npos;
  }
  words.resize(end);
  if (words.empty()) return;
  while (!words.back().empty() && std::string_view(",.;:!?)\"").find(words.back().back()) != std::string_view::npos) words.back().pop_back();
  while (!words.empty() && (words.back().empty() || is_in(words.back(), grammar.tails))) words.pop_back();
}

void drop_container(std::vector<std::string>& words, const DetailGrammar& grammar) {
  for (const std::string& container : grammar.containers) {
    const std::size_t length = split_words(container).size();
    if (length < words.size() && stands_at(words, 0, container)) {
      words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(length));
      return;
    }
  }
}

/// False if a word needs more than a swap.
bool turn(std::vector<std::string>& words, bool familiar, const DetailGrammar& grammar) {
  const auto& map = familiar && !grammar.turn_familiar.empty() ? grammar.turn_familiar : grammar.turn;
  for (std::string& word : words) {
    if (const auto turned = map.find(bare(word)); turned != map.end()) {
      word = turned->second;
    } else if (is_in(word, grammar.unturnable)) {
      return false;
    }
  }
  return true;
}

bool is_general(std::vector<std::string> words, const DetailGrammar& grammar, const std::vector<std::string>& never) {
  const std::string key = comparison_key(join_words(words));
  for (const std::string& name : never) {
    if (!name.empty() && (" " + key + " ").find(" " + comparison_key(name) + " ") != std::string::npos) return true;
  }
  while (!words.empty() && is_in(words.front(), grammar.determiners)) words.erase(words.begin());
  if (words.empty() || is_in(words.back(), grammar.general_ends)) return true;
  const std::string rest = fold_case(join_words(words));
  return rest.empty() || std::any_of(grammar.general.begin(), grammar.general.end(), [&](const std::string& g) { return fold_case(g) == rest; });
}

bool can_be_repeated(const std::vector<std::string>& words, const std::string& text, const DetailGrammar& grammar) {
  if (words.empty() || words.size() > kMostWords || count_code_points(text) > kLongestDetail || count_code_points(text) < 4) return false;
  if (text.find_first_of("{}[]<>@|\\=_#*\"!?") != std::string::npos || text.find("://") != std::string::npos ||
      text.find("www.") != std::string::npos) {
    return false;
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (any_stands_at(words, i, grammar.private_)) return false;
  }
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return std::isalpha(c) || c >= 0x80; });
}

/// The rest of the sentence from the slot on, or the slot alone where the phrase goes on after it.
std::string_view tail_of(std::string_view sentence, const PhraseMatch& match, std::string_view slot) {
  const std::size_t begin = static_cast<std::size_t>(slot.data() - sentence.data());
  return begin + slot.size() + 1 >= match.end ? sentence.substr(begin) : slot;
}

/// A long line that ends without a stop and goes on in the next one: what it holds may be cut in two.
bool is_broken(std::string_view sentence, std::string_view body) {
  constexpr std::size_t kLong = 45;
  const std::size_t end = static_cast<std::size_t>(sentence.data() - body.data()) + sentence.size();
  if (sentence.size() < kLong || end + 1 >= body.size() || body[end] != '\n' || body[end + 1] == '\n') return false;
  if (std::string_view(".,:;!?)\"'").find(sentence.back()) != std::string_view::npos) return false;
  const auto letter = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0xC3; };
  return letter(sentence.front()) && letter(body[end + 1]);
}

class Finder {
 public:
  Finder(const Occasion& occasion, const LanguagePack& pack, const Circumstances& circumstances)
      : occasion_(occasion), pack_(pack), familiar_(circumstances.familiar) {
    for (const char* slot : {"role", "company"}) {
      const auto value = circumstances.slots.find(slot);
      if (value != circumstances.slots.end()) never_.push_back(value->second);
    }
  }

  std::vector<Detail> all() {
    for (const std::string& given : occasion_.given_details) add_given(given);
    const auto& mails = occasion_.correspondence->mails;
    const Reading* trigger = occasion_.trigger;
    each(mails, [&](const Reading& mail) { return mail.own && goes_to_addressee(mail); }, "own");
    if (trigger && addressee_wrote_trigger(occasion_)) read(*trigger, "rejection");
    each(mails, [&](const Reading& mail) { return comes_from_addressee(mail); }, "rejection");
    each(mails, [&](const Reading& mail) { return comes_from_addressee(mail); }, "theirs");
    each(mails, [&](const Reading& mail) { return occasion_.addressee.met ? !mail.own : comes_from_addressee(mail); }, "agenda");
    return std::move(found_);
  }

 private:
  template <class Mails, class Wanted>
  void each(const Mails& mails, Wanted wanted, const std::string& from) {
    for (auto mail = mails.rbegin(); mail != mails.rend(); ++mail) {
      const bool before = !occasion_.trigger || mail->reading.message.received <= occasion_.trigger->message.received;
      if (before && wanted(mail->reading)) read(mail->reading, from);
    }
  }

  bool goes_to_addressee(const Reading& mail) const {
    const Envelope& envelope = mail.message.envelope;
    for (const auto* people : {&envelope.to, &envelope.cc}) {
      for (const Address& person : *people) {
        if (same_email(person.email, occasion_.addressee.address.email)) return true;
      }
    }
    return false;
  }

  bool comes_from_addressee(const Reading& mail) const {
    const auto& from = mail.message.envelope.from;
    return !mail.own && !from.empty() && same_email(from.front().email, occasion_.addressee.address.email);
  }

  void read(const Reading& mail, const std::string& from) {
    for (const std::string_view sentence : sentences_of(mail.text.body)) {
      if (is_broken(sentence, mail.text.body)) continue;
      const FoldedText folded = fold_for_matching(sentence);
      for (const DetailRule& rule : pack_.details) {
        if (rule.from == from) apply(rule, mail, sentence, folded, from != "own");
      }
    }
  }

  void apply(const DetailRule& rule, const Reading& mail, std::string_view sentence, const FoldedText& folded, bool theirs) {
    const bool announced = rule.from == "theirs" || rule.from == "agenda";
    if (announced && rule.kind == "topic" && !occasion_.addressee.met) return;  // nobody knows that it was talked about
    const std::string text = detail_in(rule, sentence, folded, {theirs, familiar_, false, never_}, pack_.detail_grammar);
    if (!text.empty()) add(rule, text, mail.message.identity);
  }

  void add_given(const std::string& given) {
    const std::string text = clean_detail(given, {false, familiar_, false, never_}, pack_.detail_grammar);
    if (text.empty()) return;
    DetailRule rule;
    rule.id = "given";
    rule.kind = "topic";
    add(rule, text, "");
  }

  void add(const DetailRule& rule, const std::string& text, const std::string& mail) {
    Detail detail;
    detail.text = rule.as.empty() ? text : fill_slots(rule.as, {{"detail", text}}, pack_);
    detail.about = rule.about.empty() ? fill_slots(pack_.detail_grammar.about, {{"detail", detail.text}}, pack_)
                                      : fill_slots(rule.about, {{"detail", text}}, pack_);
    detail.kind = rule.kind;
    detail.rule = rule.id;
    detail.mail = mail;
    const std::vector<std::string> words = split_words(detail.text);
    detail.clause = any_stands_at(words, 0, pack_.detail_grammar.clause_starts);
    detail.mine = std::any_of(words.begin(), words.end(), [&](const std::string& word) { return is_in(word, pack_.detail_grammar.mine); });
    const bool known = std::any_of(found_.begin(), found_.end(), [&](const Detail& other) { return other.text == detail.text; });
    if (!known && speaks_in_register(detail.text)) found_.push_back(std::move(detail));
  }

  /// A detail from a mail in Sie cannot go into a letter in du, and the other way round.
  bool speaks_in_register(const std::string& text) const {
    const auto& wrong = familiar_ ? pack_.formal_words : pack_.familiar_words;
    const std::vector<std::string> words = split_words(text);
    return std::none_of(words.begin(), words.end(), [&](const std::string& word) { return wrong.count(word) > 0; });
  }

  const Occasion& occasion_;
  const LanguagePack& pack_;
  const bool familiar_;
  std::vector<std::string> never_;
  std::vector<Detail> found_;
};

}  // namespace

std::string detail_in(const DetailRule& rule, std::string_view sentence, const FoldedText& folded, DetailReading reading,
                      const DetailGrammar& grammar) {
  reading.clause = any_stands_at(split_words(rule.as), 0, grammar.clause_starts);
  for (const Phrase& phrase : rule.phrases) {
    const auto match = phrase.locate(sentence, folded);
    if (!match || !match->slots.count("detail")) continue;
    std::string text = clean_detail(tail_of(sentence, *match, match->slots.at("detail")), reading, grammar);
    if (!text.empty()) return text;
  }
  return {};
}

std::string clean_detail(std::string_view tail, const DetailReading& reading, const DetailGrammar& grammar) {
  std::string cleaned = clean_text(tail);
  std::erase(cleaned, '"');
  std::vector<std::string> rest = split_words(cleaned);
  // "the Finance Manager role and our move to monthly closing": the first piece says nothing, the next one does.
  for (int pieces = 0; pieces < 3 && !rest.empty(); ++pieces) {
    std::vector<std::string> words = rest;
    cut(words, reading, grammar);
    const std::size_t length = words.size();
    drop_container(words, grammar);
    if (reading.theirs && !turn(words, reading.familiar, grammar)) return {};
    const std::string text = join_words(words);
    if (!is_general(words, grammar, reading.never)) return can_be_repeated(words, text, grammar) ? text : std::string();
    std::size_t next = length;
    while (next < rest.size() && !is_in(rest[next], grammar.joins)) ++next;
    rest.erase(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(std::min(next + 1, rest.size())));
  }
  return {};
}

std::vector<Detail> find_details(const Occasion& occasion, const LanguagePack& pack, const Circumstances& circumstances) {
  return Finder(occasion, pack, circumstances).all();
}

Circumstances with_detail(const Circumstances& plain, const Detail* detail) {
  Circumstances circumstances = plain;
  if (!detail) {
    circumstances.hold.insert("no_detail");
    return circumstances;
  }
  circumstances.hold.insert(detail->kind);
  if (detail->mine) circumstances.hold.insert("mine");
  if (detail->clause) circumstances.hold.insert("clause");
  circumstances.slots["detail"] = detail->text;
  circumstances.slots["about_detail"] = detail->about;
  return circumstances;
}

std::vector<std::string> find_points(const Occasion& occasion, const LanguagePack& pack, const Circumstances& circumstances) {
  std::vector<std::string> points;
  if (!occasion.trigger) return points;
  for (const std::string_view sentence : sentences_of(occasion.trigger->text.body)) {
    const FoldedText folded = fold_for_matching(sentence);
    std::vector<std::pair<std::size_t, std::string>> here;
    for (const DetailRule& rule : pack.points) {
      const std::string text = detail_in(rule, sentence, folded, {true, circumstances.familiar, false, {}}, pack.detail_grammar);
      if (text.empty()) continue;
      const std::string in_my_words = rule.as.empty() ? text : fill_slots(rule.as, {{"detail", text}}, pack);
      here.emplace_back(sentence.find(text.substr(text.rfind(' ') + 1)), in_my_words);
    }
    std::sort(here.begin(), here.end());
    for (auto& found : here) {
      std::string& text = found.second;  // clang 14 captures no structured binding
      const bool known = std::any_of(points.begin(), points.end(), [&](const std::string& p) { return p.find(text) != std::string::npos || text.find(p) != std::string::npos; });
      if (!known && points.size() < kMostPoints) points.push_back(std::move(text));
    }
  }
  return points;
}

}  // namespace ajar
