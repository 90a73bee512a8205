#include "filters/facts.h"

#include <libpsl.h>

#include <algorithm>
#include <array>
#include <map>

#include "filters/charset.h"
#include "filters/domain_name.h"
#include "filters/fact_words.h"
#include "filters/greeting.h"
#include "filters/name_match.h"
#include "filters/occupation.h"
#include "filters/person_signs.h"
#include "filters/rules_compiled.h"

namespace ajar {
namespace {

bool takes(const RuleBook::Compiled& book, const std::vector<std::size_t>& rules, std::string_view fact) {
  return std::any_of(rules.begin(), rules.end(), [&](std::size_t rule) { return book.rules[rule].take == fact; });
}

/// Spellings of one fact with the weight that speaks for each; spellings with the same key are one.
class Ballot {
 public:
  void add(const std::string& words, double weight) {
    const std::string key = comparison_key(words);
    if (key.empty()) return;
    Entry& entry = entries_[key];
    if (entry.words.empty()) entry.words = words, entry.order = entries_.size();
    entry.weight += weight;
  }
  bool empty() const { return entries_.empty(); }
  /// True if one of the spellings stands in these words.
  bool has_part_of(std::string_view words) const {
    const std::string key = comparison_key(words);
    return std::any_of(entries_.begin(), entries_.end(),
                       [&](const auto& entry) { return has_words(key, entry.first); });
  }
  /// The spelling with most weight; a name within another ("Acme" in "Acme Tools") speaks for the longer.
  std::string winner() const {
    const Entry* best = nullptr;
    double most = 0;
    for (const auto& [key, entry] : entries_) {
      double weight = 0;
      for (const auto& [other, supporter] : entries_)
        if (other == key || has_words(key, other)) weight += supporter.weight;
      if (best && (weight < most || (weight == most && entry.order > best->order))) continue;
      best = &entry;
      most = weight;
    }
    return best ? best->words : std::string{};
  }

 private:
  struct Entry {
    std::string words;
    double weight = 0;
    std::size_t order = 0;
  };
  std::map<std::string, Entry> entries_;
};

/// A part of a hyphenated label names its house if it has this many letters.
constexpr std::size_t kTellingPart = 6;

/// The label that could name the employer: of its own domain, or the subdomain or local part at a shared one.
std::vector<std::string> employer_labels(const Address& from, const std::string& employer_domain) {
  std::vector<std::string> labels;
  const auto add = [&](std::string_view label) {
    std::string key;
    for (const char c : comparison_key(label))
      if (c != ' ') key += c;
    for (const std::string_view extra : {"careers", "jobs", "recruiting", "talent", "hr", "group", "gmbh", "inc", "ag"})
      if (key.size() > extra.size() + 2 && key.ends_with(extra))
        labels.push_back(key.substr(0, key.size() - extra.size()));
    labels.push_back(key);
    for (std::size_t at = 0, end; at < label.size(); at = end + 1) {  // "univ-tamaris"
      end = std::min(label.find('-', at), label.size());
      const std::string_view part = label.substr(at, end - at);
      if (part.size() >= kTellingPart && part.size() < label.size() && !names_an_organisation(part))
        labels.emplace_back(part);
    }
  };
  const std::string_view domain = domain_of(from.email);
  if (!employer_domain.empty()) {
    add(std::string_view(employer_domain).substr(0, employer_domain.find('.')));
  } else {
    add(domain.substr(0, domain.find('.')));
    add(local_part(from.email));
  }
  return labels;
}

/// Reads the facts of one mail.
class FactFinder {
 public:
  FactFinder(const Message& message, const PreparedText& text, const Verdict& verdict, const RuleBook& rules,
             const Candidate& candidate)
      : message_(message), text_(text), verdict_(verdict), rules_(rules), candidate_(candidate) {
    if (!message.envelope.from.empty()) from_ = message.envelope.from.front();
    own_ = candidate.is_me(from_.email);
  }

  Facts find() {
    if (!own_ && !is_shared_domain(domain_of(from_.email), rules_))
      facts_.employer_domain = registrable_domain(domain_of(from_.email));
    if (is_talk_of_a_list()) {
      facts_.sender_kind = SenderKind::list;
      return std::move(facts_);
    }
    take_from_rules();
    name_sender_kind();
    name_company();
    add_role_in_subject();
    facts_.role = roles_.winner();
    if (comparison_key(facts_.role) == comparison_key(facts_.company)) facts_.company.clear();
    name_person();
    settle_stage();
    return std::move(facts_);
  }

 private:
  /// Nobody's application; half of a mailbox may be of this kind.
  bool is_talk_of_a_list() const {
    return verdict_.event == Event::other && !verdict_.review && !message_.header("list-id").empty();
  }

  std::vector<std::string> languages() const {
    if (verdict_.language.empty()) return {"en", "de", "fr", "es", "pt", "it", "nl"};
    return {verdict_.language};
  }

  void take_from_rules() {
    const auto& book = rules_.compiled();
    for (const RuleMatch& match : match_rules(message_, text_, rules_, languages(), Purpose::taking)) {
      const std::string& take = book.rules[match.rule].take;
      if (take.starts_with("stage:")) {
        if (const auto stage = stage_from(take.substr(6)); stage && *stage > facts_.stage) facts_.stage = *stage;
      } else if (take == "channel:agency") {
        facts_.channel = Channel::agency;
      } else if (take.starts_with("sender_kind:")) {
        if (const auto kind = sender_kind_from(take.substr(12))) taken_kind_ = *kind;
      }
      const bool subject = match.where == "subject";
      for (const auto& [slot, words] : match.match.slots) {
        if (slot == "company") companies_.add(clean_company(without_hr_words(after_place(words))), subject ? 2.5 : 2);
        if (slot == "role" && !label_names_company(own_label(), words))
          add_role(clean_role(words, verdict_.language), subject ? 2.5 : 2);
        if (slot == "person" && person_name_.empty()) person_name_ = clean_person(words);
      }
    }
  }

  /// A role that names an occupation is worth more than other words that stand where roles do.
  void add_role(const std::string& role, double weight) {
    if (role.empty()) return;
    const bool occupation = names_an_occupation(role);
    const bool small = role[0] >= 'a' && role[0] <= 'z';
    if (!occupation && small && (verdict_.language == "en" || verdict_.language == "de")) return;
    roles_.add(role, occupation ? weight * 2 : weight);
  }

  /// "Shop Manager - Exeter", "Data Engineer: our decision": a part of the subject that is an occupation.
  void add_role_in_subject() {
    std::string_view subject = text_.subject;
    while (!subject.empty()) {
      std::size_t end = subject.size(), next = subject.size();
      for (const std::string_view mark :
           {" - ", " | ", ": ", " / ", " @ ", " (", ") ", "] ", " at ", " bei ", " chez ", " bij "})
        if (const std::size_t at = subject.find(mark); at < end) end = at, next = at + mark.size();
      const std::string_view part = subject.substr(0, end);
      if (is_bare_role(part)) roles_.add(clean_role(part, verdict_.language), 3);
      subject.remove_prefix(next);
    }
  }
  bool is_bare_role(std::string_view part) const {
    constexpr std::size_t kMostWords = 6;
    if (part.empty() || count_words(part) > kMostWords || !names_an_occupation(part)) return false;
    const bool small = part[0] >= 'a' && part[0] <= 'z';
    return !small && clean_role(part, verdict_.language).size() + 2 >= part.size() && !names_an_organisation(part) &&
           !label_names_company(own_label(), part) && !same_person_name(part, from_.name);
  }

  /// "Ventas en Grupo Nopal": in Spanish the company stands behind "en", which joins names in Dutch.
  std::string_view after_place(std::string_view words) const {
    const std::size_t at = verdict_.language == "es" ? words.rfind(" en ") : std::string_view::npos;
    return at == std::string_view::npos ? words : words.substr(at + 4);
  }

  bool has_header(std::string_view name, std::string_view value) const {
    return fold_case(message_.header(name)).find(value) != std::string::npos;
  }

  void name_sender_kind() {
    const bool no_reply = is_no_reply(from_.email, rules_);
    const bool machine = taken_kind_ == SenderKind::robot || no_reply || message_.is_report ||
                         (!message_.header("auto-submitted").empty() && !has_header("auto-submitted", "no"));
    const bool person_name = is_own_name(from_);
    if (taken_kind_ == SenderKind::list || !message_.header("list-post").empty() ||
        !message_.header("list-id").empty() || (has_header("precedence", "list") || has_header("precedence", "bulk")))
      facts_.sender_kind = person_name && message_.header("list-id").empty() ? SenderKind::robot : SenderKind::list;
    else if (machine)
      facts_.sender_kind = SenderKind::robot;
    else if (is_shared_mailbox(from_.email) && !(person_name && signs_as_sender()))
      facts_.sender_kind = SenderKind::hr;
    else if (!person_name)
      facts_.sender_kind = SenderKind::hr;
    else
      facts_.sender_kind = facts_.channel == Channel::agency ? SenderKind::agency : SenderKind::person;
    if (facts_.sender_kind == SenderKind::hr && facts_.channel == Channel::agency)
      facts_.sender_kind = SenderKind::agency;
  }

  /// A person's name that the address or the signature bears out ("Bea Lundqvist" at bea@, "Gus" signed Gus): company
  /// and office names look like people's too.
  bool is_own_name(const Address& from) const {
    if (from.name.empty()) return !is_shared_mailbox(from.email) && !signed_name().empty();
    if (!names_a_person(from.name) || names_an_organisation(from.name) || names_own_house(from.name)) return false;
    const std::string local = comparison_key(local_part(from.email));
    std::string initials, run;
    for (const char c : local)
      if (c != ' ') run += c;
    const std::string name = comparison_key(from.name);
    for (std::size_t at = 0; at < name.size();) {
      const std::size_t end = std::min(name.find(' ', at), name.size());
      const std::string word = name.substr(at, end - at);
      initials += word[0];
      if (word.size() >= 3 && run.find(word.substr(0, std::min<std::size_t>(word.size(), 5))) != std::string::npos)
        return true;
      if (run.size() >= 3 && word.starts_with(run)) return true;
      at = end + 1;
    }
    return run == initials || signs_as_sender();
  }

  /// "Ellis Marwood" at trainees@ellismarwood: the house, not somebody of this name.
  bool names_own_house(std::string_view name) const {
    if (!is_shared_mailbox(from_.email)) return false;
    const std::vector<std::string> labels = employer_labels(from_, facts_.employer_domain);
    return std::any_of(labels.begin(), labels.end(), [&](const std::string& label) {
      const SpelledName spelled = spelled_out(label, name);
      return spelled.whole && (name.starts_with(spelled.words) || spelled.words.size() * 4 > name.size() * 3);
    });
  }

  bool signs_as_sender() const {
    const std::string name = signed_name();
    return !name.empty() && same_person_name(name, from_.name);
  }

  /// What the mail is signed with: the last of the last lines that is a name ("Gudrun Behnke, Head of Training"). A
  /// first name alone counts under a closing ("Kind regards, / Marlene").
  std::string signed_name() const {
    std::string found;
    bool below_closing = false;
    const std::string lines = tail_of(text_.body) + "\n" + text_.signature.substr(0, text_.signature.find("\n\n"));
    for (std::size_t at = 0; at < lines.size();) {
      const std::size_t end = std::min(lines.find('\n', at), lines.size());
      const std::string_view line = std::string_view(lines).substr(at, end - at);
      const std::string name = name_in_line(line);
      const bool full = name.find(' ') != std::string::npos;
      if (!name.empty() && (found.empty() || (full && found.find(' ') == std::string::npos))) {
        found = name;
        first_name_signed_ = !full && below_closing;
      }
      if (!line.empty()) below_closing = closing_of(line) != Closing::none;
      at = end + 1;
    }
    return found;
  }
  std::string name_in_line(std::string_view line) const {
    const std::string_view words = line.substr(0, line.find(','));
    const std::string name = clean_person(words);
    const bool whole = !name.empty() && name.size() + 1 >= words.size();
    const bool addressee = text_.salutation.starts_with(words) || same_person_name(name, candidate_.self.name);
    const bool person =
        whole && !addressee && names_a_person(name) && !names_an_organisation(name) && !names_own_house(name);
    return person ? bare_person_name(name) : std::string{};
  }

  bool from_is_person() const {
    return facts_.sender_kind == SenderKind::person || facts_.sender_kind == SenderKind::agency;
  }

  void name_company() {
    const std::string everything = text_.subject + "\n" + text_.body + "\n" + text_.signature;
    if (!own_) {
      for (const std::string& label : employer_labels(from_, facts_.employer_domain)) {
        add_spelled(spelled_out(label, everything), 4);
        add_spelled(spelled_out(label, from_.name), 3);
        add_spelled(spelled_out(label, text_.quoted), 2);
      }
    }
    if (!own_) {
      if (!is_persons_reply()) companies_.add(company_in_display_name(from_.name), 3);
      const bool bare_name = !names_an_occupation(from_.name) &&
                             (facts_.sender_kind == SenderKind::robot || facts_.sender_kind == SenderKind::hr);
      if (bare_name && !is_persons_reply() && !from_.name.empty() && from_.name.find('@') == std::string::npos && !is_platform(from_.name))
        companies_.add(clean_company(without_hr_words(from_.name)), names_a_person(from_.name) ? 1.2 : 1.5);
      add_signature_lines();
    }
    facts_.company = companies_.winner();
    if (facts_.company.empty() && tells_of_an_application() && facts_.channel == Channel::direct)
      facts_.company = name_from_label(own_label());
    const bool by_domain = spelled_out(own_label(), facts_.company).whole;
    if (from_is_person() && !by_domain && same_person_name(facts_.company, from_.name)) facts_.company.clear();
    const std::string name = facts_.company;
    if (facts_.channel == Channel::agency && label_names_company(own_label(), name)) facts_.company.clear();
  }
  void add_spelled(const SpelledName& name, double weight) {
    const bool telling = name.whole || !(names_an_organisation(name.words) || without_hr_words(name.words).empty());
    if (!name.words.empty() && telling) companies_.add(name.words, name.whole ? weight : weight / 2);
  }
  /// Where a house is spelled nowhere its domain tells its name: only in mail about an application.
  bool tells_of_an_application() const {
    if (facts_.sender_kind == SenderKind::list || facts_.sender_kind == SenderKind::robot) return false;
    static constexpr std::array<Event, 6> kAbout = {Event::acknowledgement, Event::invitation, Event::assessment,
                                                    Event::offer,           Event::on_hold,    Event::feedback};
    return verdict_.rejection || std::find(kAbout.begin(), kAbout.end(), verdict_.event) != kAbout.end();
  }
  /// A person behind a tracking system: the Reply-To carries the name that the machine sends under.
  bool is_persons_reply() const {
    const std::string sender = from_.name.substr(0, from_.name.find(" ("));
    return std::any_of(message_.envelope.reply_to.begin(), message_.envelope.reply_to.end(), [&](const Address& reply) {
      return reply.name.find(' ') != std::string::npos && names_a_person(reply.name) && same_person_name(sender, reply.name);
    });
  }
  /// "Wickliffe College" under the name, where the domain only says wickliffe: lines that are a name of few words.
  void add_signature_lines() {
    if (companies_.empty()) return;
    const std::string lines = tail_of(text_.body) + "\n" + text_.signature;
    for (std::size_t at = 0; at < lines.size();) {
      const std::size_t end = std::min(lines.find('\n', at), lines.size());
      for (std::string_view part : parts_of(std::string_view(lines).substr(at, end - at))) {
        if (!companies_.has_part_of(part)) continue;
        const std::string line = without_hr_words(part);
        const std::string name = clean_company(line);
        if (!name.empty() && name.size() == line.size() && count_words(name) <= 5 && companies_.has_part_of(name))
          companies_.add(name, 1);
      }
      at = end + 1;
    }
  }
  /// "Studio Director, Quiet Corner Games" and "VP Product | Larch Health": what stands between the marks.
  static std::vector<std::string_view> parts_of(std::string_view line) {
    std::vector<std::string_view> parts = {line};
    for (const std::string_view mark : {", ", " | ", " - ", " @ ", " at ", " bei "})
      if (const std::size_t at = line.find(mark); at != std::string_view::npos) {
        parts.push_back(line.substr(0, at));
        parts.push_back(line.substr(at + mark.size()));
      }
    return parts;
  }
  static std::string tail_of(std::string_view body) {
    std::size_t begin = body.size();
    for (int line = 0; line < 4 && begin != std::string_view::npos && begin > 0; ++line)
      begin = body.rfind('\n', begin - 1);
    return std::string(begin == std::string_view::npos ? body : body.substr(begin));
  }
  std::string own_label() const { return facts_.employer_domain.substr(0, facts_.employer_domain.find('.')); }
  /// "Workday" and "LinkedIn" as display names are the platform's, not the employer's.
  bool is_platform(std::string_view name) const {
    const std::string label = comparison_key(name);
    return is_shared_domain(label.substr(0, label.find(' ')) + ".com", rules_);
  }

  void name_person() {
    if (own_) return;
    const SenderKind kind = facts_.sender_kind;
    if (kind == SenderKind::person || kind == SenderKind::agency) {
      if (!from_.email.empty()) facts_.person = from_;
      if (facts_.person) {
        const std::string name = bare_person_name(facts_.person->name);
        const std::string signature = signed_name();
        const bool house_inside =
            !facts_.company.empty() && has_words(comparison_key(name), comparison_key(facts_.company));
        const bool longer = signature.starts_with(name.substr(0, name.find(' ')) + " ") &&
                            (house_inside || signature.starts_with(name + " "));
        facts_.person->name = name.empty() || longer ? signature : name;
      }
      return;
    }
    if (kind == SenderKind::list) return;
    const std::string name = signed_name();
    if (name.empty() || same_company(name, facts_.company) || (!looks_like_full_name(name) && !first_name_signed_))
      return;
    Address person{name, {}};
    for (const Address& reply : message_.envelope.reply_to)
      if (same_person_name(reply.name, name) && !is_no_reply(reply.email, rules_)) person.email = reply.email;
    if (person.email.empty() && same_person_name(from_.name, name) && !is_no_reply(from_.email, rules_) &&
        !is_shared_mailbox(from_.email))
      person.email = from_.email;
    facts_.person = person;
  }
  static bool looks_like_full_name(std::string_view name) { return name.find(' ') != std::string_view::npos; }

  /// "Thank you for applying" in a no that came after a talk: the talk counts (stages only rise). A mail that is about
  /// an application and names no stage keeps none.
  void settle_stage() {
    if (verdict_.rejection && facts_.stage <= Stage::application)
      facts_.stage = std::max(facts_.stage, stage_in_quote());
    const bool others = facts_.sender_kind == SenderKind::list || text_.is_forward;  // a digest, a friend's letter
    if (!verdict_.rejection && (others || is_about_another_matter())) {
      facts_.stage = Stage::none;
      facts_.role.clear();
    }
    if (verdict_.event == Event::acknowledgement && facts_.stage > Stage::application)
      facts_.stage = Stage::application;
  }

  /// "Any news after Friday's interview?", asked below the no.
  Stage stage_in_quote() const {
    PreparedText asked;
    asked.body = text_.quoted;
    Stage stage = Stage::none;
    for (const RuleMatch& match : match_rules(message_, asked, rules_, languages(), Purpose::taking))
      if (const std::string& take = rules_.compiled().rules[match.rule].take; take.starts_with("stage:"))
        stage = std::max(stage, stage_from(take.substr(6)).value_or(Stage::none));
    return stage;
  }

  /// A loan, a flat, a paper: applied for as well, but no work.
  bool is_about_another_matter() const {
    return std::any_of(verdict_.evidence.begin(), verdict_.evidence.end(), [&](const Evidence& evidence) {
      const auto& all = rules_.rules();
      const auto rule = std::find_if(all.begin(), all.end(), [&](const Rule& r) { return r.id == evidence.rule; });
      return rule != all.end() && rule->group == "other_matter";
    });
  }

  const Message& message_;
  const PreparedText& text_;
  const Verdict& verdict_;
  const RuleBook& rules_;
  const Candidate& candidate_;
  Address from_;
  bool own_ = false;
  Facts facts_;
  std::optional<SenderKind> taken_kind_;
  std::string person_name_;
  mutable bool first_name_signed_ = false;  ///< set by signed_name()
  Ballot companies_, roles_;
};

}  // namespace

bool is_no_reply(std::string_view email, const RuleBook& rules) {
  const auto& book = rules.compiled();
  std::string_view local = local_part(email);
  while (!local.empty()) {  // "jobs-noreply" and "acme.no-reply" too
    if (takes(book, rules_of_local_part(book, local), "sender_kind:robot")) return true;
    const std::size_t separator = local.find_first_of("-._+");
    if (separator == std::string_view::npos) break;
    local.remove_prefix(separator + 1);
  }
  return false;
}

std::string registrable_domain(std::string_view domain) {
  const std::string lower = fold_for_matching(domain).text;
  const psl_ctx_t* list = psl_builtin();
  const char* registrable = list ? psl_registrable_domain(list, lower.c_str()) : nullptr;
  return registrable ? registrable : "";
}

bool is_shared_domain(std::string_view domain, const RuleBook& rules) {
  return takes(rules.compiled(), rules_of_domain(rules.compiled(), fold_for_matching(domain).text), "shared_domain");
}

Facts gather_facts(const Message& message, const PreparedText& text, const Verdict& verdict, const RuleBook& rules,
                   const Candidate& candidate) {
  return FactFinder(message, text, verdict, rules, candidate).find();
}

}  // namespace ajar
