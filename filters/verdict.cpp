#include "filters/verdict.h"

#include <algorithm>
#include <array>
#include <map>

#include "filters/language.h"
#include "filters/mail_matches.h"

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
/// A rule of as many points hears a no at all.
constexpr double kHeardNo = 6;
/// Up to here a text may be taken for a kindred language. Unit: bytes of the body.
constexpr std::size_t kFewWords = 250;
constexpr std::array<std::array<std::string_view, 4>, 2> kFamilies = {
    {{"es", "pt", "it", "fr"}, {"de", "nl", "de", "nl"}}};
/// Of several believed events that are not a rejection the first of these is the mail's.
constexpr std::array<Event, 10> kRank = {Event::bounce,     Event::called_back,    Event::withdrawn,  Event::offer,
                                         Event::feedback,   Event::invitation,     Event::assessment, Event::on_hold,
                                         Event::other_role, Event::acknowledgement};

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
    const MailMatches matches(message_, text_, rules_, languages);
    count_matches(matches);
    sum_groups(matches.mail_veto() != nullptr);
    name_event();
    return std::move(verdict_);
  }

 private:
  bool is_reply() const {
    return !message_.envelope.in_reply_to.empty() || !message_.envelope.references.empty() ||
           text_.subject.size() < message_.envelope.subject.size();
  }

  /// The packs to judge by. A few words are easily taken for the language next door, so its pack is asked too.
  std::vector<std::string> languages_to_try() {
    std::vector<std::string> languages = recognise_languages(text_.subject + "\n" + text_.body);
    if (!languages.empty() && languages.front() != "other") verdict_.language = languages.front();
    if (languages.empty()) return {"en", "de", "fr", "es", "pt", "it", "nl"};
    own_languages_ = {languages.begin(), languages.end()};
    if (text_.body.size() > kFewWords) return languages;
    for (const auto& family : kFamilies) {
      if (std::find(family.begin(), family.end(), verdict_.language) == family.end()) continue;
      for (const std::string_view kin : family)
        if (std::find(languages.begin(), languages.end(), kin) == languages.end()) languages.emplace_back(kin);
    }
    return languages;
  }

  /// Every rule counts once, by its first match that no veto covers.
  void count_matches(const MailMatches& matches) {
    std::set<std::size_t> counted;
    for (const RuleMatch& match : matches.all()) {
      const Rule& rule = matches.rule_of(match);
      const bool points = rule.event && rule.weight != 0;
      const bool shown =
          points || !rule.sign.empty() || rule.veto == Rule::Veto::sentence || &match == matches.mail_veto();
      if (!shown || is_echo_of_a_guess(matches, rule) || counted.count(match.rule) || !matches.counts(match) ||
          !matches.has_context(rule))
        continue;
      counted.insert(match.rule);
      if (!rule.sign.empty()) verdict_.signs.insert(rule.sign);
      if (points) add_points(rule);
      verdict_.evidence.push_back(
          {rule.id, points ? rule.weight : 0, std::string(match.where), std::string(match.words())});
    }
  }

  /// A pack that is asked only because its language is next door counts only where it hears a no itself: its hints and
  /// its counter-evidence would be the mail's own a second time.
  bool is_echo_of_a_guess(const MailMatches& matches, const Rule& rule) const {
    if (rule.weight >= kHeardNo || rule.event != Event::rejection || rule.language.empty()) return false;
    if (own_languages_.empty() || own_languages_.count(rule.language)) return false;
    return std::none_of(matches.all().begin(), matches.all().end(), [&](const RuleMatch& match) {
      const Rule& other = matches.rule_of(match);
      return other.language == rule.language && other.event == Event::rejection && other.weight >= kHeardNo;
    });
  }

  void add_points(const Rule& rule) {
    const std::string group = rule.language + ":" + (rule.group.empty() ? rule.id : rule.group);
    groups_[*rule.event][group].add(rule.weight, rules_.compiled().cap_of(rule));
    if (*rule.event == Event::rejection && rule.weight >= kPlainNo) plain_no_ = true;
  }

  void sum_groups(bool vetoed) {
    for (const auto& [event, groups] : groups_)
      for (const auto& [name, group] : groups) scores_[event] += group.points();
    verdict_.score = scores_[Event::rejection];
    if (vetoed || text_.is_forward) verdict_.score = std::min(verdict_.score, 0.0);
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
  std::set<std::string> own_languages_;
  std::map<Event, std::map<std::string, Group>> groups_;
  std::map<Event, double> scores_;
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
