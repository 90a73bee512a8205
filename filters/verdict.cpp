#include "filters/verdict.h"

#include <algorithm>
#include <array>
#include <map>

#include "filters/language.h"
#include "filters/rules_compiled.h"

namespace ajar {
namespace {

template <class T, std::size_t N>
using Names = std::array<std::pair<T, std::string_view>, N>;

constexpr Names<Event, 13> kEvents = {{{Event::rejection, "rejection"},
                                       {Event::acknowledgement, "acknowledgement"},
                                       {Event::invitation, "invitation"},
                                       {Event::assessment, "assessment"},
                                       {Event::offer, "offer"},
                                       {Event::withdrawn, "withdrawn"},
                                       {Event::on_hold, "on_hold"},
                                       {Event::other_role, "other_role"},
                                       {Event::feedback, "feedback"},
                                       {Event::called_back, "called_back"},
                                       {Event::own_reply, "own_reply"},
                                       {Event::bounce, "bounce"},
                                       {Event::other, "other"}}};
constexpr Names<Stage, 6> kStages = {{{Stage::none, ""},
                                      {Stage::application, "application"},
                                      {Stage::screen, "screen"},
                                      {Stage::assessment, "assessment"},
                                      {Stage::interview, "interview"},
                                      {Stage::final, "final"}}};
constexpr Names<SenderKind, 5> kSenderKinds = {{{SenderKind::person, "person"},
                                                {SenderKind::hr, "hr"},
                                                {SenderKind::agency, "agency"},
                                                {SenderKind::robot, "robot"},
                                                {SenderKind::list, "list"}}};

template <class T, std::size_t N>
std::string_view name_of(const Names<T, N>& names, T value) {
  for (const auto& [known, name] : names)
    if (known == value) return name;
  return {};
}
template <class T, std::size_t N>
std::optional<T> named(const Names<T, N>& names, std::string_view text) {
  for (const auto& [known, name] : names)
    if (name == text) return known;
  return std::nullopt;
}

/// Points from which an event other than a rejection is believed.
constexpr double kBelieved = 5;
/// A rule that alone says no.
constexpr double kPlainNo = 8;
/// A no stands near the beginning; further down stand letters that an article quotes. Unit: bytes of the body.
constexpr std::size_t kFurthestNo = 3000;
/// For `needs: brief` and `needs: long`. Unit: words of the body.
constexpr std::size_t kBriefWords = 110;
constexpr std::size_t kLongWords = 350;
/// Of several believed events that are not a rejection the first of these is the mail's.
constexpr std::array<Event, 10> kRank = {Event::bounce,     Event::called_back,    Event::withdrawn,  Event::offer,
                                         Event::feedback,   Event::invitation,     Event::assessment, Event::on_hold,
                                         Event::other_role, Event::acknowledgement};

/// The part of a sentence that a veto covers: the whole, or from the veto's words to the end of the clause.
struct VetoedSpan {
  std::size_t sentence = 0;
  std::size_t begin = 0, end = 0;
};

/// Where the clause that begins at `begin` ends: at the next , ; : or "but" that is at least two words away.
std::size_t clause_end(std::string_view sentence, std::size_t begin) {
  std::size_t words = 0;
  for (std::size_t i = begin; i < sentence.size(); ++i) {
    if (sentence[i] == ' ') ++words;
    const bool mark = sentence[i] == ',' || sentence[i] == ';' || sentence[i] == ':';
    if (words >= 2 && (mark || sentence.substr(i, 5) == " but ")) return i;
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
  const std::string_view after = body.substr(at + match.end, end - at - match.end);
  const auto quotes = std::count(before.begin(), before.end(), '"');
  const bool closes = after.find('"') != std::string_view::npos;
  const bool whole = body[begin] == '"' && end > begin && body[end - 1] == '"';
  return quotes % 2 == 1 && closes && !whole;
}

/// Weighs the matches of one mail.
class Judge {
 public:
  Judge(const Message& message, const PreparedText& text, const RuleBook& rules)
      : message_(message), text_(text), rules_(rules) {}

  Verdict judge(bool own) {
    verdict_.thresholds = rules_.thresholds();
    const std::vector<std::string> languages = languages_to_try();
    if (own) {
      verdict_.event = is_reply() ? Event::own_reply : Event::other;
      return std::move(verdict_);
    }
    matches_ = match_rules(message_, text_, rules_, languages, Purpose::judging);
    find_groups();
    find_vetoes();
    count_matches();
    sum_groups();
    name_event();
    return std::move(verdict_);
  }

 private:
  const Rule& rule_of(const RuleMatch& match) const { return rules_.rules()[match.rule]; }
  bool is_reply() const {
    return !message_.envelope.in_reply_to.empty() || !message_.envelope.references.empty() ||
           text_.subject.size() < message_.envelope.subject.size();
  }

  std::vector<std::string> languages_to_try() {
    std::vector<std::string> languages = recognise_languages(text_.subject + "\n" + text_.body);
    if (!languages.empty() && languages.front() != "other") verdict_.language = languages.front();
    if (languages.empty()) languages = {"en", "de", "fr", "es", "pt", "it", "nl"};
    return languages;
  }

  /// Sentences and clauses first: "if you withdraw your application" is no withdrawal, so it does not veto the mail.
  void find_vetoes() {
    for (const RuleMatch& match : matches_) {
      const Rule& rule = rule_of(match);
      const bool whole = rule.veto == Rule::Veto::sentence;
      if ((!whole && rule.veto != Rule::Veto::clause) || !has_context(rule)) continue;
      vetoes_.push_back({match.sentence_number, whole ? 0 : match.match.begin,
                         whole ? match.sentence.size() : clause_end(match.sentence, match.match.end)});
      if (whole) add_evidence(match, 0);
    }
    for (const RuleMatch& match : matches_) {
      const Rule& rule = rule_of(match);
      if (rule.veto != Rule::Veto::mail || !has_context(rule) || is_vetoed(match)) continue;
      mail_veto_ = true;
      if (!rule.event) add_evidence(match, 0);
    }
  }

  bool is_vetoed(const RuleMatch& match) const {
    const auto covers = [&](const VetoedSpan& span) {
      return span.sentence == match.sentence_number && match.match.begin < span.end && match.match.end > span.begin;
    };
    return std::any_of(vetoes_.begin(), vetoes_.end(), covers) || is_quotation(text_.body, match.sentence, match.match);
  }

  /// Which groups count as matched for `needs` and `unless`: those of rules whose own needs are met, and the mail's
  /// size.
  void find_groups() {
    const auto words = static_cast<std::size_t>(
        std::count_if(text_.body.begin(), text_.body.end(), [](char c) { return c == ' ' || c == '\n'; }));
    if (words <= kBriefWords) groups_matched_.insert("brief");
    if (words >= kLongWords) groups_matched_.insert("long");
    for (int pass = 0; pass < 2; ++pass)
      for (const RuleMatch& match : matches_)
        if (const Rule& rule = rule_of(match); !rule.group.empty() && has_context(rule))
          groups_matched_.insert(rule.group);
  }
  bool any_matched(const std::vector<std::string>& groups) const {
    return std::any_of(groups.begin(), groups.end(),
                       [&](const std::string& group) { return groups_matched_.count(group) > 0; });
  }
  bool has_context(const Rule& rule) const {
    return (rule.needs.empty() || any_matched(rule.needs)) && (rule.unless.empty() || !any_matched(rule.unless));
  }

  void add_evidence(const RuleMatch& match, double points) {
    verdict_.evidence.push_back({rule_of(match).id, points, std::string(match.where), std::string(match.words())});
  }

  /// Every rule counts once, by its first match that no veto covers.
  void count_matches() {
    std::set<std::size_t> counted;
    for (const RuleMatch& match : matches_) {
      const Rule& rule = rule_of(match);
      const bool points = rule.event && rule.weight != 0;
      if ((!points && rule.sign.empty()) || counted.count(match.rule)) continue;
      if (points && rule.weight > 0 && can_be_vetoed(*rule.event) && is_vetoed(match)) continue;
      if (points && *rule.event == Event::rejection && rule.weight > 0 &&
          offset_in(text_.body, match.sentence) > kFurthestNo)
        continue;
      if (!has_context(rule)) continue;
      counted.insert(match.rule);
      if (!rule.sign.empty()) verdict_.signs.insert(rule.sign);
      if (points)
        groups_[*rule.event][rule.language + ":" + (rule.group.empty() ? rule.id : rule.group)].add(
            rule.weight, rules_.compiled().cap_of(rule));
      if (points && *rule.event == Event::rejection && rule.weight >= kPlainNo) plain_no_ = true;
      add_evidence(match, points ? rule.weight : 0);
    }
  }
  static bool can_be_vetoed(Event event) {
    return event == Event::rejection || event == Event::offer || event == Event::called_back ||
           event == Event::withdrawn || event == Event::feedback;
  }

  void sum_groups() {
    for (const auto& [event, groups] : groups_)
      for (const auto& [name, group] : groups) scores_[event] += group.points();
    verdict_.score = scores_[Event::rejection];
    if (mail_veto_ || text_.is_forward) verdict_.score = std::min(verdict_.score, 0.0);
  }

  void name_event() {
    std::vector<Event> believed;
    for (Event event : kRank)
      if (scores_.count(event) && scores_[event] >= kBelieved) believed.push_back(event);
    if (message_.is_report) believed.insert(believed.begin(), Event::bounce);
    const bool beaten =
        std::any_of(believed.begin(), believed.end(), [&](Event event) { return beats_rejection(event); });
    verdict_.rejection = verdict_.score >= verdict_.thresholds.draft && !beaten;
    verdict_.review = !verdict_.rejection && !beaten && verdict_.score >= verdict_.thresholds.review;
    if (verdict_.rejection) {
      verdict_.event = Event::rejection;
      verdict_.also = std::move(believed);
    } else if (!believed.empty()) {
      verdict_.event = believed.front();
      verdict_.also.assign(believed.begin() + 1, believed.end());
    }
    if (verdict_.has(Event::other_role)) verdict_.signs.insert("other_role");
    if (verdict_.has(Event::on_hold)) verdict_.signs.insert("on_hold");
  }

  /// News that undoes a no always beats it; what merely sounds like a no loses to an invitation.
  bool beats_rejection(Event event) const {
    if (event == Event::bounce || event == Event::called_back || event == Event::withdrawn) return true;
    const bool good_news =
        event == Event::invitation || event == Event::offer || event == Event::feedback || event == Event::assessment;
    return good_news && !plain_no_;
  }

  struct Group {
    double sum = 0, cap = 0;
    void add(double points, double most) {
      sum += points;
      cap = most;
    }
    double points() const { return std::clamp(sum, -cap, cap); }
  };

  const Message& message_;
  const PreparedText& text_;
  const RuleBook& rules_;
  Verdict verdict_;
  std::vector<RuleMatch> matches_;
  std::vector<VetoedSpan> vetoes_;
  std::map<Event, std::map<std::string, Group>> groups_;
  std::map<Event, double> scores_;
  std::set<std::string_view> groups_matched_;
  bool mail_veto_ = false;
  bool plain_no_ = false;
};

}  // namespace

std::string_view to_string(Event event) { return name_of(kEvents, event); }
std::optional<Event> event_from(std::string_view text) { return named(kEvents, text); }
std::string_view to_string(Stage stage) { return name_of(kStages, stage); }
std::optional<Stage> stage_from(std::string_view text) { return named(kStages, text); }
std::string_view to_string(Channel channel) { return channel == Channel::agency ? "agency" : "direct"; }
std::string_view to_string(SenderKind kind) { return name_of(kSenderKinds, kind); }
std::optional<SenderKind> sender_kind_from(std::string_view text) { return named(kSenderKinds, text); }

bool Verdict::has(Event e) const { return event == e || std::find(also.begin(), also.end(), e) != also.end(); }

Verdict judge(const Message& message, const PreparedText& text, const RuleBook& rules, bool own) {
  return Judge(message, text, rules).judge(own);
}

}  // namespace ajar
