#include "filters/same_application.h"

#include <algorithm>
#include <map>
#include <optional>

#include "filters/charset.h"
#include "filters/facts.h"
#include "filters/mail_clues.h"
#include "filters/name_match.h"
#include "filters/person_signs.h"
#include "filters/word_list.h"

namespace ajar {
namespace {

constexpr std::size_t kMostMails = 80;
constexpr auto kOldest = std::chrono::days(550);
constexpr auto kNewest = std::chrono::days(30);   // what comes later than this after the no is another story
constexpr auto kSettled = std::chrono::days(21);  // an earlier no this old is not the same no once more

bool is_hiring_event(Event event) {
  switch (event) {
    case Event::acknowledgement:
    case Event::invitation:
    case Event::assessment:
    case Event::rejection:
    case Event::offer:
    case Event::on_hold:
    case Event::feedback:
    case Event::called_back:
    case Event::other_role:
      return true;
    default:
      return false;
  }
}

template <class T>
bool overlap(const std::set<T>& a, const std::set<T>& b) {
  return std::any_of(a.begin(), a.end(), [&](const T& x) { return b.count(x) > 0; });
}

bool names(const Employer& employer, std::string_view company) {
  return std::any_of(employer.names.begin(), employer.names.end(),
                     [&](const std::string& name) { return same_company(name, company); });
}

bool is_mentioned(const Employer& employer, std::string_view key) {
  constexpr std::size_t kDistinctive = 4;
  return std::any_of(employer.names.begin(), employer.names.end(), [&](const std::string& name) {
    const std::string core = company_core(name);
    return core.size() >= kDistinctive && has_words(key, core);
  });
}

// The search for the mails of one application.
class Sorting {
 public:
  Sorting(const Reading& rejection, const std::vector<EarlierMail>& found, const Candidate& candidate,
          const RuleBook& rules)
      : rejection_{rejection, false, false} {
    seed_ = read_clues(rejection_, candidate, rules);
    seed_.thread = threads_.of(rejection.message);
    for (const EarlierMail& mail : found) {
      if (is_too_far(mail) || is_note_to_self(mail, candidate)) continue;
      mails_.push_back(read_clues(mail, candidate, rules));
      mails_.back().thread = threads_.of(mail.reading.message);
    }
    learn_from_rejection();
    find_outsiders();
  }

  void sort() {
    link_all();
    learn_from_links();
    link_all();
    find_role();
    for (Clues& mail : mails_) mail.fit = fit_by_role(mail);
    forget_misread_roles();
    settle_unknown();
    drop_former_application();
  }

  const std::vector<Clues>& mails() const { return mails_; }
  const Employer& employer() const { return employer_; }
  const std::string& role() const { return role_; }

 private:
  bool is_too_far(const EarlierMail& mail) const {
    const Instant no = rejection_.reading.message.received, at = mail.reading.message.received;
    return at < no - kOldest || at > no + kNewest;
  }

  static bool is_note_to_self(const EarlierMail& mail, const Candidate& candidate) {
    const Envelope& envelope = mail.reading.message.envelope;
    const auto is_me = [&](const Address& a) { return candidate.is_me(a.email); };
    return is_from_user(mail) && !envelope.to.empty() && std::all_of(envelope.to.begin(), envelope.to.end(), is_me) &&
           std::all_of(envelope.cc.begin(), envelope.cc.end(), is_me);
  }

  void learn_from_rejection() {
    const Facts& facts = rejection_.reading.facts;
    employer_.domains = seed_.domains;
    employer_.labels = seed_.labels;
    if (!facts.employer_domain.empty()) employer_.domains.insert(facts.employer_domain);
    if (!facts.company.empty()) employer_.names.push_back(facts.company);
    if (facts.channel == Channel::agency) return;
    for (const Address& from : rejection_.reading.message.envelope.from) {
      const bool desk = !names_a_person(from.name) || facts.sender_kind == SenderKind::robot;
      if (desk && company_core(from.name).size() >= 4) employer_.names.push_back(from.name);
    }
  }

  // People the user forwarded a mail to: friends, a partner. What they answer is no part of the application.
  void find_outsiders() {
    for (const Clues& mail : mails_) {
      if (!mail.from_user || !is_forward(mail.reading()) || overlap(mail.domains, employer_.domains)) continue;
      outsiders_.insert(mail.people.begin(), mail.people.end());
    }
    for (const std::string& person : seed_.people) outsiders_.erase(person);
  }

  bool is_among_outsiders(const Clues& mail) const {
    return !mail.people.empty() &&
           std::includes(outsiders_.begin(), outsiders_.end(), mail.people.begin(), mail.people.end());
  }

  bool in_thread(const Clues& mail) { return threads_.root(mail.thread) == threads_.root(seed_.thread); }

  Link link_of(const Clues& mail) {
    if (is_among_outsiders(mail)) return Link::none;
    if (in_thread(mail)) return Link::thread;
    if (overlap(mail.domains, employer_.domains)) return Link::domain;
    if (overlap(mail.labels, employer_.labels)) return Link::domain;
    const auto named = [&](const std::string& domain) { return is_named_for(employer_, domain); };
    if (std::any_of(mail.domains.begin(), mail.domains.end(), named)) return Link::domain;
    if (overlap(mail.people, seed_.people)) return Link::person;
    if (names(employer_, mail.reading().facts.company)) return Link::name;
    if (is_mentioned(employer_, mail.subject_key)) return Link::name;
    const bool worth_reading = mail.from_user || is_hiring_event(mail.reading().verdict.event);
    if (worth_reading && !employer_.names.empty() && is_mentioned(employer_, mail.text_key())) return Link::mention;
    return only_role_is_known() && has_role_of_rejection(mail) ? Link::mention : Link::none;
  }

  // A tracking system that names neither company nor domain leaves the role.
  bool only_role_is_known() const {
    return employer_.names.empty() && employer_.domains.empty() && !rejection_.reading.facts.role.empty();
  }
  bool has_role_of_rejection(const Clues& mail) const {
    return compare_roles(mail.reading().facts.role, rejection_.reading.facts.role) == Likeness::same;
  }

  // Another employer named outright weighs more than a shared person or a name in passing.
  bool is_another_company(const Clues& mail) const {
    const std::string& company = mail.reading().facts.company;
    const bool weak = mail.link == Link::mention || mail.link == Link::person || mail.link == Link::name;
    return weak && !company.empty() && !rejection_.reading.facts.company.empty() && !names(employer_, company);
  }

  void link_all() {
    for (Clues& mail : mails_) {
      mail.link = link_of(mail);
      if (is_another_company(mail)) mail.link = Link::none;
    }
  }

  // The interviewer's domain is learned from one that bears the company's name or from the thread; only when there is
  // none of them from mail that is plainly about hiring here, the domain most of it comes from. A friend's answer in a
  // forwarded thread teaches nothing, and neither does a look-alike of a domain that is known.
  void learn_from_links() {
    std::map<std::string, int> hiring;
    for (const Clues& mail : mails_) {
      if (mail.link < Link::name || mail.from_user) continue;
      const bool about_hiring = is_hiring_event(mail.reading().verdict.event) || !mail.reading().facts.role.empty();
      for (const std::string& domain : mail.domains) {
        const bool in_its_thread = mail.link == Link::thread && about_hiring;
        if (in_its_thread || is_named_for(employer_, domain)) employer_.domains.insert(domain);
        if (about_hiring) ++hiring[domain];
      }
      if (employer_.names.empty() && !mail.reading().facts.company.empty()) {
        employer_.names.push_back(mail.reading().facts.company);
      }
      if (mail.link == Link::thread) seed_.people.insert(mail.people.begin(), mail.people.end());
    }
    if (!employer_.domains.empty() || hiring.empty()) return;
    const auto fewer = [](const auto& x, const auto& y) { return x.second < y.second; };
    employer_.domains.insert(std::max_element(hiring.begin(), hiring.end(), fewer)->first);
  }

  void find_role() {
    role_ = rejection_.reading.facts.role;
    std::vector<std::string> roles;
    for (Clues& mail : mails_) {
      if (mail.link == Link::none || mail.role.empty()) continue;
      if (role_.empty() && in_thread(mail)) role_ = mail.role;
      const auto same = [&](const std::string& r) { return compare_roles(r, mail.role) == Likeness::same; };
      if (std::none_of(roles.begin(), roles.end(), same)) roles.push_back(mail.role);
    }
    if (role_.empty()) role_ = the_only_one_mentioned(roles);
    if (role_.empty() && roles.size() == 1) role_ = roles.front();
    several_roles_ = role_.empty() && roles.size() > 1;
    for (const std::string& role : roles) {
      if (compare_roles(role, role_) == Likeness::different) other_roles_.push_back(role);
      exact_exists_ = exact_exists_ || compare_roles(role, role_) == Likeness::same;
    }
  }

  std::string the_only_one_mentioned(const std::vector<std::string>& roles) const {
    const std::string key = seed_.subject_key + " " + seed_.text_key();
    std::string mentioned;
    for (const std::string& role : roles) {
      if (!mentions_role(key, role)) continue;
      if (!mentioned.empty() && compare_roles(mentioned, role) == Likeness::different) return {};
      if (role.size() > mentioned.size()) mentioned = role;
    }
    return mentioned;
  }

  Fit fit_by_role(Clues& mail) {
    if (mail.link == Link::none) return Fit::no;
    if (mail.role.empty()) mail.role = role_in(mail.subject_key);
    if (mail.role.empty()) return several_roles_ && in_thread(mail) ? Fit::yes : Fit::unknown;
    if (role_.empty()) return in_thread(mail) ? Fit::yes : Fit::unknown;
    const Likeness likeness = compare_roles(mail.role, role_);
    const bool other_level = likeness == Likeness::loose && exact_exists_ && differ_in_seniority(mail.role, role_);
    if (likeness != Likeness::different && !other_level) return Fit::yes;
    if (likeness == Likeness::different && is_misread(mail)) return Fit::yes;
    return in_thread(mail) && has_subject_of_rejection(mail) ? Fit::yes : Fit::no;
  }

  // A mail that says our role in so many words, in the subject or as the only one to name the other, was misread
  // ("the final round").
  bool is_misread(const Clues& mail) const {
    if (mentions_role(mail.subject_key, role_)) return true;
    const auto names_it = [&](const Clues& m) { return compare_roles(m.role, mail.role) != Likeness::different; };
    const bool alone = std::count_if(mails_.begin(), mails_.end(), names_it) < 2;
    return alone && !mentions_role(mail.subject_key, mail.role) && mentions_role(mail.text_key(), role_);
  }

  bool has_subject_of_rejection(const Clues& mail) const {
    return comparison_key(mail.reading().text.subject) == comparison_key(rejection_.reading.text.subject);
  }

  std::string role_in(std::string_view key) const {
    if (!role_.empty() && mentions_role(key, role_)) return role_;
    for (const std::string& role : other_roles_) {
      if (mentions_role(key, role)) return role;
    }
    return {};
  }

  void forget_misread_roles() {
    const auto is_misread_role = [&](const std::string& role) {
      return std::none_of(mails_.begin(), mails_.end(), [&](const Clues& mail) {
        return mail.link != Link::none && mail.fit != Fit::yes && compare_roles(mail.role, role) == Likeness::same;
      });
    };
    other_roles_.erase(std::remove_if(other_roles_.begin(), other_roles_.end(), is_misread_role), other_roles_.end());
  }

  // Mails that name no role: theirs is the only one, or their thread's, or what they mention, or their people's.
  void settle_unknown() {
    const bool apart = several_roles_ || std::any_of(mails_.begin(), mails_.end(), [](const Clues& m) {
                         return m.link != Link::none && m.fit == Fit::no;
                       });
    for (Clues& mail : mails_) {
      if (mail.fit == Fit::unknown && in_thread(mail)) mail.fit = Fit::yes;
      if (mail.fit == Fit::unknown && mail.link == Link::mention && mail.role.empty()) continue;
      if (mail.fit == Fit::unknown && !apart) mail.fit = Fit::yes;
    }
    settle_by_thread();
    for (Clues& mail : mails_) {
      if (mail.fit == Fit::unknown) mail.fit = fit_by_words(mail.text_key());
    }
    settle_by_thread();
    settle_by_people();
  }

  void settle_by_thread() {
    std::map<std::size_t, std::set<Fit>> fits;
    for (const Clues& mail : mails_) {
      if (mail.link != Link::none) fits[threads_.root(mail.thread)].insert(mail.fit);
    }
    for (Clues& mail : mails_) {
      if (mail.fit != Fit::unknown) continue;
      const std::set<Fit>& here = fits[threads_.root(mail.thread)];
      const bool yes = here.count(Fit::yes) > 0, no = here.count(Fit::no) > 0;
      if (yes != no) mail.fit = yes ? Fit::yes : Fit::no;
    }
  }

  Fit fit_by_words(const std::string& key) const {
    const bool ours = !role_.empty() && mentions_role(key, role_);
    const bool others = std::any_of(other_roles_.begin(), other_roles_.end(),
                                    [&](const std::string& role) { return mentions_role(key, role); });
    if (ours == others) return Fit::unknown;
    return ours ? Fit::yes : Fit::no;
  }

  void settle_by_people() {
    std::set<std::string> ours, others;
    for (const Clues& mail : mails_) {
      if (mail.link == Link::none) continue;
      if (mail.fit == Fit::yes) ours.insert(mail.people.begin(), mail.people.end());
      if (mail.fit == Fit::no) others.insert(mail.people.begin(), mail.people.end());
    }
    ours.insert(seed_.people.begin(), seed_.people.end());
    for (Clues& mail : mails_) {
      if (mail.fit != Fit::unknown) continue;
      const bool with_us = overlap(mail.people, ours), with_others = overlap(mail.people, others);
      if (with_us != with_others) mail.fit = with_us ? Fit::yes : Fit::no;
    }
  }

  // An earlier no for the same role, after which the user applied afresh, closes what came before it.
  void drop_former_application() {
    const Instant now = rejection_.reading.message.received;
    std::optional<Instant> closed;
    for (const Clues& mail : mails_) {
      const Instant at = mail.reading().message.received;
      if (mail.fit == Fit::yes && !mail.from_user && mail.reading().verdict.rejection && at < now - kSettled &&
          (!closed || at > *closed)) {
        closed = at;
      }
    }
    if (!closed) return;
    const auto starts_afresh = [&](const Clues& mail) {
      const Event event = mail.reading().verdict.event;
      const bool fresh = event == Event::acknowledgement || event == Event::invitation || event == Event::assessment;
      return mail.fit == Fit::yes && fresh && !mail.from_user && mail.reading().message.received > *closed;
    };
    if (std::none_of(mails_.begin(), mails_.end(), starts_afresh)) return;
    for (Clues& mail : mails_) {
      if (mail.reading().message.received <= *closed && !in_thread(mail)) mail.fit = Fit::no;
    }
  }

  EarlierMail rejection_;
  Clues seed_;
  std::vector<Clues> mails_;
  Threads threads_;
  Employer employer_;
  std::set<std::string> outsiders_;
  std::string role_;
  std::vector<std::string> other_roles_;
  bool several_roles_ = false;
  bool exact_exists_ = false;
};

bool is_older(const EarlierMail& a, const EarlierMail& b) {
  return a.reading.message.received < b.reading.message.received;
}

}  // namespace

std::vector<EarlierMail> without_doubles(std::vector<EarlierMail> found, const Reading& rejection) {
  std::set<std::string> seen{rejection.message.identity};
  std::vector<EarlierMail> once;
  // The copy in Sent says more than the one in All Mail.
  std::stable_partition(found.begin(), found.end(), [](const EarlierMail& m) { return m.in_sent && !m.in_drafts; });
  for (EarlierMail& mail : found) {
    if (seen.insert(mail.reading.message.identity).second) once.push_back(std::move(mail));
  }
  return once;
}

bool is_named_for(const Employer& employer, std::string_view domain) {
  const std::string_view label = domain.substr(0, domain.find('.'));
  if (label.empty()) return false;
  if (employer.labels.count(std::string(label)) > 0) return true;
  return std::any_of(employer.names.begin(), employer.names.end(),
                     [&](const std::string& name) { return label_names_company(label, name); });
}

bool is_forward(const Reading& mail) {
  const std::string subject = comparison_key(mail.message.envelope.subject);
  return mail.text.is_forward || is_one_of(subject.substr(0, subject.find(' ')), "fwd|fw|wg|tr|rv|enc|doorst");
}

bool is_from_user(const EarlierMail& mail) { return mail.in_sent || mail.reading.own; }

std::string employer_domain_of(std::string_view email, const Candidate& candidate, const RuleBook& rules) {
  const std::string_view host = domain_of(email);
  if (host.empty() || candidate.is_me(email)) return {};
  const std::string domain = registrable_domain(host);
  if (is_shared_domain(host, rules) || is_shared_domain(domain, rules)) return {};
  const auto is_mine = [&](std::string_view mine) { return registrable_domain(domain_of(mine)) == domain; };
  const bool users =
      is_mine(candidate.self.email) || std::any_of(candidate.aliases.begin(), candidate.aliases.end(), is_mine);
  return users ? std::string() : domain;
}

Belonging same_application(const Reading& rejection, std::vector<EarlierMail> found, const Candidate& candidate,
                           const RuleBook& rules) {
  std::stable_sort(found.begin(), found.end(), is_older);
  Sorting sorting(rejection, found, candidate, rules);
  sorting.sort();
  Belonging belonging;
  belonging.employer = sorting.employer();
  belonging.role = sorting.role();
  for (const Clues& clues : sorting.mails()) {
    if (clues.fit == Fit::yes) belonging.mails.push_back(*clues.mail);
    if (clues.fit == Fit::unknown && clues.link != Link::none) belonging.unsure.push_back(*clues.mail);
  }
  for (auto* mails : {&belonging.mails, &belonging.unsure}) {
    if (mails->size() > kMostMails) mails->erase(mails->begin(), mails->end() - kMostMails);
  }
  return belonging;
}

}  // namespace ajar
