#include "filters/rules_compiled.h"

#include <algorithm>
#include <functional>
#include <tuple>

namespace ajar {
namespace {

bool wants(const Rule& rule, std::string_view where) {
  if (rule.where.empty()) return where != "sender" && where != "header";
  return std::find(rule.where.begin(), rule.where.end(), where) != rule.where.end();
}

/// Collects the matches of one mail.
class Matcher {
 public:
  Matcher(const RuleBook::Compiled& book, Purpose purpose, const std::vector<std::string>& languages)
      : book_(book), purpose_(purpose) {
    for (const RulePack& pack : book.packs)
      if (pack.language.empty() || std::find(languages.begin(), languages.end(), pack.language) != languages.end())
        packs_.push_back(&pack);
    scratch_.resize(packs_.size());
  }

  void match_text(const PreparedText& text) {
    match_sentence(text.subject, "subject", false);
    const std::string_view body = std::string_view(text.body).substr(0, kMostRead);
    for (std::size_t begin = 0; begin < body.size();) {
      const std::size_t end = std::min(body.find('\n', begin), body.size());
      if (end > begin) match_sentence(body.substr(begin, end - begin), "body", begin < text.opening_end);
      begin = end + 1;
    }
  }

  void match_fields(const Message& message) {
    for (const FieldRule& field : book_.field_rules) {
      if (field.field == "sender") {
        for (const Address& from : message.envelope.from)
          if (!match_field(field, from.name, "sender")) match_field(field, from.email, "sender");
      } else {
        for (const Header& header : message.headers)
          if (header.name == field.field) match_field(field, header.value, "header");
      }
    }
    if (message.envelope.from.empty()) return;
    const std::string_view email = message.envelope.from.front().email;
    for (std::size_t rule : rules_of_domain(book_, domain_of(email))) add_sender(rule, domain_of(email));
    for (std::size_t rule : rules_of_local_part(book_, local_part(email))) add_sender(rule, local_part(email));
  }

  std::vector<RuleMatch> take() { return std::move(matches_); }

 private:
  void add(RuleMatch match) {
    const Rule& rule = book_.rules[match.rule];
    const bool judges = rule.event || !rule.sign.empty() || rule.veto != Rule::Veto::none || !rule.group.empty();
    if (purpose_ == Purpose::judging ? judges : !rule.take.empty()) matches_.push_back(std::move(match));
  }
  void add_sender(std::size_t rule, std::string_view part) { add({rule, "sender", part, 0, {0, part.size(), {}}}); }
  bool match_field(const FieldRule& field, std::string_view value, std::string_view where) {
    for (const Phrase& phrase : field.phrases)
      if (auto match = phrase.locate(value)) {
        add({field.rule, where, value, 0, std::move(*match)});
        return true;
      }
    return false;
  }
  void match_sentence(std::string_view sentence, std::string_view where, bool opening) {
    ++number_;
    const FoldedText folded = fold_for_matching(sentence);
    for (std::size_t p = 0; p < packs_.size(); ++p) {
      const RulePack* pack = packs_[p];
      const bool judging = purpose_ == Purpose::judging;
      const auto& owners = judging ? pack->judging_rules : pack->taking_rules;
      if (owners.empty()) continue;
      const auto wanted = [&](std::size_t phrase) {
        const Rule& rule = book_.rules[owners[phrase]];
        return wants(rule, where) || (opening && wants(rule, "opening"));
      };
      for (PhraseHit& hit : (judging ? pack->judging : pack->taking).find(sentence, folded, scratch_[p], std::cref(wanted))) {
        const std::size_t number = owners[hit.index];
        const Rule& rule = book_.rules[number];
        if (!wanted(hit.index) || !settle(hit, owners, *pack, sentence, folded)) continue;
        const bool in_opening = opening && wants(rule, "opening");
        matches_.push_back({number, in_opening && !wants(rule, where) ? std::string_view("opening") : where, sentence,
                            number_, std::move(hit.match)});
      }
    }
  }

  /// A match that holds a phrase of `without` gives way to the next one in the sentence, if there is one.
  bool settle(PhraseHit& hit, const std::vector<std::size_t>& owners, const RulePack& pack, std::string_view sentence,
              const FoldedText& folded) const {
    const std::vector<Phrase>& without = book_.without[owners[hit.index]];
    const PhraseSet& set = purpose_ == Purpose::judging ? pack.judging : pack.taking;
    for (int tries = 0; tries < kMostTries; ++tries) {
      const std::string_view words = sentence.substr(hit.match.begin, hit.match.end - hit.match.begin);
      if (std::none_of(without.begin(), without.end(),
                       [&](const Phrase& phrase) { return phrase.locate(words).has_value(); }))
        return true;
      auto next = set.phrase(hit.index).locate(sentence, folded, hit.match.begin + 1);
      if (!next) return false;
      hit.match = std::move(*next);
    }
    return false;
  }

  static constexpr int kMostTries = 4;
  /// What a mail is about stands near its beginning. Unit: bytes of the body.
  static constexpr std::size_t kMostRead = 6000;
  const RuleBook::Compiled& book_;
  Purpose purpose_;
  std::vector<const RulePack*> packs_;
  std::vector<PhraseSet::Scratch> scratch_;  ///< by pack
  std::vector<RuleMatch> matches_;
  std::size_t number_ = 0;
};

}  // namespace

std::vector<std::size_t> rules_of_domain(const RuleBook::Compiled& book, std::string_view domain) {
  std::vector<std::size_t> rules;
  for (std::string_view parent = domain; !parent.empty();) {
    if (const auto found = book.rules_by_domain.find(std::string(parent)); found != book.rules_by_domain.end())
      rules.insert(rules.end(), found->second.begin(), found->second.end());
    const std::size_t dot = parent.find('.');
    parent = dot == std::string_view::npos ? std::string_view{} : parent.substr(dot + 1);
  }
  return rules;
}

std::vector<std::size_t> rules_of_local_part(const RuleBook::Compiled& book, std::string_view local) {
  const std::string folded = fold_for_matching(local).text;
  std::vector<std::size_t> rules;
  if (const auto found = book.rules_by_local_part.find(folded); found != book.rules_by_local_part.end())
    rules = found->second;
  for (const auto& [beginning, rule] : book.local_part_beginnings)
    if (folded.rfind(beginning, 0) == 0) rules.push_back(rule);
  return rules;
}

std::vector<RuleMatch> match_rules(const Message& message, const PreparedText& text, const RuleBook& rules,
                                   const std::vector<std::string>& languages, Purpose purpose) {
  Matcher matcher(rules.compiled(), purpose, languages);
  matcher.match_text(text);
  matcher.match_fields(message);
  std::vector<RuleMatch> matches = matcher.take();
  std::stable_sort(matches.begin(), matches.end(), [](const RuleMatch& a, const RuleMatch& b) {
    return std::tie(a.sentence_number, a.match.begin) < std::tie(b.sentence_number, b.match.begin);
  });
  return matches;
}

}  // namespace ajar
