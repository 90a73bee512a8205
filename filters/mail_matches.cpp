#include "filters/mail_matches.h"

#include <algorithm>

#include "filters/occupation.h"

namespace ajar {
namespace {

/// For `needs: brief` and `needs: long`. Unit: words of the body.
constexpr std::ptrdiff_t kBriefWords = 110;
constexpr std::ptrdiff_t kLongWords = 350;
/// Rules of more points say no by themselves.
constexpr double kHint = 5;
/// A no stands near the beginning; further down stand letters that an article quotes. Unit: bytes of the body.
constexpr std::size_t kFurthestNo = 3000;

/// Where the clause that begins at `begin` ends: at the next , ; : "but" or "and so" that is at least two words away.
std::size_t clause_end(std::string_view sentence, std::size_t begin) {
  std::size_t words = 0;
  for (std::size_t i = begin; i < sentence.size(); ++i) {
    if (sentence[i] == ' ') ++words;
    const bool mark = sentence[i] == ',' || sentence[i] == ';' || sentence[i] == ':';
    const bool turn = sentence.substr(i, 5) == " but " || sentence.substr(i, 8) == " and so ";
    if (words >= 2 && (mark || turn)) return i;
  }
  return sentence.size();
}

/// Where a sentence of the body begins in it; 0 for a sentence from elsewhere.
std::size_t offset_in(std::string_view body, std::string_view sentence) {
  const bool inside = sentence.data() >= body.data() && sentence.data() < body.data() + body.size();
  return inside ? static_cast<std::size_t>(sentence.data() - body.data()) : 0;
}

/// True if the words stand inside a quotation within their paragraph: somebody else's words, not the author's.
bool is_quotation(std::string_view body, std::string_view sentence, const PhraseMatch& match) {
  const std::size_t at = offset_in(body, sentence);
  if (body.compare(at, sentence.size(), sentence) != 0) return false;
  std::size_t begin = body.rfind("\n\n", at);
  begin = begin == std::string_view::npos ? 0 : begin + 2;
  const std::size_t end = std::min(body.find("\n\n", at), body.size());
  const std::string_view before = body.substr(begin, at + match.begin - begin);
  const std::string_view after = body.substr(at + match.begin, end - at - match.begin);
  const auto quotes = std::count(before.begin(), before.end(), '"');
  const bool closes = after.find('"') != std::string_view::npos;
  const bool whole = body[begin] == '"' && end > begin && body[end - 1] == '"';
  return quotes % 2 == 1 && closes && !whole;
}

/// Events that are news to the reader: said under a condition they are none.
bool is_news(Event event) {
  return event == Event::rejection || event == Event::offer || event == Event::called_back ||
         event == Event::withdrawn || event == Event::feedback;
}

}  // namespace

MailMatches::MailMatches(const Message& message, const PreparedText& text, const RuleBook& rules,
                         const std::vector<std::string>& languages)
    : text_(text),
      rules_(rules),
      language_(languages.empty() ? std::string{} : languages.front()),
      matches_(match_rules(message, text, rules, languages, Purpose::judging)) {
  find_groups();
  find_vetoes();
}

/// Groups of rules whose own needs are met; two passes, so that a group may need another one.
void MailMatches::find_groups() {
  const auto words = std::count_if(text_.body.begin(), text_.body.end(), [](char c) { return c == ' ' || c == '\n'; });
  if (words <= kBriefWords) groups_.insert("brief");
  if (words >= kLongWords) groups_.insert("long");
  for (int pass = 0; pass < 2; ++pass)
    for (const RuleMatch& match : matches_)
      if (const Rule& rule = rule_of(match); !rule.group.empty() && has_context(rule)) groups_.insert(rule.group);
  // "Tram driver" as the subject: the mail is about a post.
  const bool says_no = std::any_of(matches_.begin(), matches_.end(), [&](const RuleMatch& match) {
    return rule_of(match).event == Event::rejection && rule_of(match).weight > kHint;
  });
  if (says_no && !groups_.count("context") && names_an_occupation(text_.subject)) groups_.insert("context");
}

/// Sentences and clauses first: "if you withdraw your application" is no withdrawal, so it does not veto the mail.
void MailMatches::find_vetoes() {
  for (const RuleMatch& match : matches_) {
    const Rule& rule = rule_of(match);
    const bool whole = rule.veto == Rule::Veto::sentence;
    if ((!whole && rule.veto != Rule::Veto::clause) || !has_context(rule)) continue;
    vetoes_.push_back({rule.language, match.sentence_number, whole ? 0 : match.match.begin,
                       whole ? match.sentence.size() : clause_end(match.sentence, match.match.end),
                       whole || match.words().find('?') != std::string_view::npos});
  }
  for (const RuleMatch& match : matches_)
    if (!mail_veto_ && rule_of(match).veto == Rule::Veto::mail && has_context(rule_of(match)) && !is_vetoed(match))
      mail_veto_ = &match;
}

bool MailMatches::any_matched(const std::vector<std::string>& groups) const {
  return std::any_of(groups.begin(), groups.end(), [&](const std::string& group) { return groups_.count(group) > 0; });
}

bool MailMatches::has_context(const Rule& rule) const {
  return (rule.needs.empty() || any_matched(rule.needs)) && (rule.unless.empty() || !any_matched(rule.unless));
}

bool MailMatches::is_vetoed(const RuleMatch& match) const {
  // "Are you still interested?" is asked of somebody who is called back.
  const bool may_ask = rule_of(match).event == Event::called_back;
  // A Spanish "Se ha" is an Italian "if": a language next door supposes only for itself.
  const std::string_view language = rule_of(match).language;
  const auto covers = [&](const VetoedSpan& span) {
    const bool speaks = span.language.empty() || span.language == language_ || span.language == language;
    return speaks && span.sentence == match.sentence_number && !(span.answerable && may_ask) &&
           match.match.begin < span.end && match.match.end > span.begin;
  };
  return std::any_of(vetoes_.begin(), vetoes_.end(), covers) || is_quotation(text_.body, match.sentence, match.match);
}

bool MailMatches::counts(const RuleMatch& match) const {
  const Rule& rule = rule_of(match);
  if (!rule.event || rule.weight <= 0 || !is_news(*rule.event)) return true;
  if (*rule.event == Event::rejection && offset_in(text_.body, match.sentence) > kFurthestNo) return false;
  return !is_vetoed(match);
}

std::vector<WeighedMatch> weigh_matches(const Message& message, const PreparedText& text, const RuleBook& rules,
                                        const std::vector<std::string>& languages, Purpose purpose) {
  std::vector<WeighedMatch> weighed;
  if (purpose == Purpose::taking) {
    for (RuleMatch& match : match_rules(message, text, rules, languages, purpose))
      weighed.push_back({std::move(match)});
    return weighed;
  }
  const MailMatches matches(message, text, rules, languages);
  for (const RuleMatch& match : matches.all())
    weighed.push_back({match, matches.counts(match), matches.has_context(matches.rule_of(match))});
  return weighed;
}

}  // namespace ajar
