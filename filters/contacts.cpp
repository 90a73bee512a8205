#include "filters/contacts.h"

#include <algorithm>
#include <map>

#include "filters/charset.h"
#include "filters/facts.h"
#include "filters/name_match.h"
#include "filters/person_signs.h"
#include "filters/stage_reached.h"

namespace ajar {
namespace {

// How closeness and seniority add up: who met the user, who invited them, HR who met, who wrote the no, anybody else.
// The person who both met the user and wrote the no is the natural addressee; an agency's consultant beats all.
constexpr int kConsultant = 1000;
constexpr int kMet = 400;
constexpr int kMetFromHr = 200;
constexpr int kInvited = 250;  // led the process, met or not: before a stranger who passes on the no
constexpr int kInvitedFromHr = 120;
constexpr int kWroteTheNo = 150;
constexpr int kWrote = 5;
constexpr int kKnown = 1;

int points_of(Seniority seniority) {
  switch (seniority) {
    case Seniority::chief:
      return 60;
    case Seniority::head:
      return 45;
    case Seniority::lead:
      return 35;
    case Seniority::unknown:
      return 15;
    case Seniority::hr:
      break;
  }
  return 0;
}

struct Person {
  Contact contact;
  Seniority seniority = Seniority::unknown;
  bool hr = false;
  bool wrote = false;
  bool invited = false;
  bool wrote_the_no = false;
  bool sure = false;
  Instant last_seen{};
};

std::string run_together(std::string_view key) {
  std::string run;
  std::copy_if(key.begin(), key.end(), std::back_inserter(run), [](char c) { return c != ' '; });
  return run;
}

// "Priyanka Shah" at priyanka.shah@: a person, though a tracking system sends under that name too.
bool has_own_box(const Address& address) {
  const std::string key = comparison_key(address.name), local = " " + comparison_key(local_part(address.email)) + " ";
  const std::size_t space = key.find(' ');
  return space != std::string::npos && local.find(" " + key.substr(0, space) + " ") != std::string::npos &&
         local.find(" " + key.substr(key.rfind(' ') + 1) + " ") != std::string::npos;
}

bool is_company_name(const Address& address, const Employer& employer) {
  if (has_own_box(address)) return false;
  const std::string own = run_together(company_core(address.name));
  const std::string host(domain_of(address.email));
  const auto is_name = [&](const std::string& name) { return run_together(company_core(name)) == own; };
  return std::any_of(employer.names.begin(), employer.names.end(), is_name) ||
         run_together(comparison_key(host.substr(0, host.find('.')))) == own;
}

bool is_human(const Address& address, const Employer& employer, const Candidate& candidate, const RuleBook& rules) {
  if (domain_of(address.email).empty() || candidate.is_me(address.email)) return false;
  if (is_no_reply(address.email, rules)) return false;
  const bool signs_there = is_front_desk(address.email) && address.name.find(' ') != std::string::npos;
  if (is_shared_mailbox(address.email) && !signs_there) return false;
  if (address.name.empty()) return local_part(address.email).find('.') != std::string_view::npos;
  return names_a_person(address.name) && !is_company_name(address, employer);
}

const Address* first_other(const std::vector<Address>& addresses, const Candidate& candidate) {
  for (const Address& address : addresses) {
    if (!candidate.is_me(address.email)) return &address;
  }
  return nullptr;
}

// "Priya Shah (Recruiting)", "Priya Shah via Lever": the name alone.
std::string_view spoken_part(std::string_view name) {
  for (const std::string_view mark : {" (", " via ", " @ ", " | ", " at "}) name = name.substr(0, name.find(mark));
  return name;
}

// A machine's Reply-To within its own shared domain is the tracking system's; a person's within a free mail provider's
// could be anybody's.
bool is_trusted_reply_to(const Address& reply, const Address& from, const Employer& employer,
                         const Candidate& candidate, const RuleBook& rules) {
  if (same_email(reply.email, from.email)) return true;
  const std::string domain = registrable_domain(domain_of(reply.email));
  if (employer.domains.count(domain) > 0) return true;
  const bool from_shared = employer_domain_of(from.email, candidate, rules).empty();
  const bool own_domain = !employer_domain_of(reply.email, candidate, rules).empty();
  const bool one_person = names_a_person(reply.name) && reply.name.find(' ') != std::string::npos &&
                          same_person_name(spoken_part(from.name), reply.name);
  if (from_shared && is_no_reply(from.email, rules) && own_domain && one_person) return true;
  if (from_shared && is_named_for(employer, employer_domain_of(reply.email, candidate, rules))) return true;
  if (domain != registrable_domain(domain_of(from.email))) return false;
  return !from_shared || is_no_reply(from.email, rules);
}

bool is_interview(const Reading& mail) {
  return mail.verdict.event == Event::invitation || (mail.message.has_calendar && !mail.verdict.rejection);
}

template <class Holds>
bool any_sentence(const Reading& mail, Holds holds) {
  const auto sentences = sentences_of(mail.text.body);
  return std::any_of(sentences.begin(), sentences.end(), holds);
}

// Lines of a mail's text without quotes.
std::vector<std::string_view> own_lines(const Reading& mail) {
  std::vector<std::string_view> lines;
  std::string_view rest = mail.message.text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    while (!line.empty() && (line.front() == ' ' || line.back() == ' ')) {
      line.front() == ' ' ? line.remove_prefix(1) : line.remove_suffix(1);
    }
    if (!line.empty() && line.front() != '>') lines.push_back(line);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return lines;
}

// The title below a signature's name: "Dana Whitfield" / "Head of Data".
std::string title_in_signature(const Reading& mail, std::string_view name) {
  constexpr std::size_t kLongest = 90;  // bytes; a title, not a sentence
  const std::vector<std::string_view> lines = own_lines(mail);
  for (std::size_t i = lines.size(); i-- > 0;) {
    if (lines[i].size() > kLongest || !same_person_name(lines[i].substr(0, lines[i].find_first_of(",|")), name))
      continue;
    if (seniority_of(lines[i].substr(std::min(lines[i].find_first_of(",|"), lines[i].size()))) != Seniority::unknown) {
      return std::string(lines[i].substr(lines[i].find_first_of(",|") + 1));
    }
    for (std::size_t below = i + 1; below < std::min(lines.size(), i + 3); ++below) {
      if (lines[below].size() <= kLongest && seniority_of(lines[below]) != Seniority::unknown)
        return std::string(lines[below]);
    }
  }
  return {};
}

// The title beside a name in a sentence: "Ruth Delgado, Director of Programmes, and ..." or "Ruth Delgado (Director)".
std::string title_in_sentence(std::string_view body, std::string_view name) {
  const std::size_t at = name.empty() ? std::string_view::npos : body.find(name);
  if (at == std::string_view::npos) return {};
  std::string_view rest = body.substr(at + name.size());
  const std::size_t start = rest.find_first_not_of(" ,(-");
  if (start == 0 || start == std::string_view::npos) return {};
  rest.remove_prefix(start);
  return std::string(rest.substr(0, rest.find_first_of(",;.()\n")));
}

class Acquaintances {
 public:
  Acquaintances(const Reading& rejection, const Employer& employer, const Candidate& candidate, const RuleBook& rules)
      : rejection_(rejection), employer_(employer), candidate_(candidate), rules_(rules) {}

  void learn(const EarlierMail& mail) {
    is_from_user(mail) ? learn_from_users(mail.reading) : learn_from_theirs(mail.reading, true);
  }
  void learn_unsure(const EarlierMail& mail) {
    if (!is_from_user(mail)) learn_from_theirs(mail.reading, false);
  }
  void learn_rejection() {
    learn_from_theirs(rejection_, true);
    credit_signer(rejection_);
  }
  // A second mail about the same no, signed by a name without an address.
  void credit_signer(const Reading& mail) {
    if (!mail.verdict.rejection || !mail.facts.person) return;
    for (auto& [email, person] : people_) {
      if (same_person_name(person.contact.address.name, mail.facts.person->name)) person.wrote_the_no = true;
    }
  }
  void find_titles(const std::vector<EarlierMail>& mails) {
    for (const EarlierMail& mail : mails) {
      if (!is_from_user(mail)) find_titles_in(mail.reading);
    }
    find_titles_in(rejection_);
  }

  std::vector<Person> people() const {
    std::vector<Person> all;
    for (const auto& [email, person] : people_) all.push_back(person);
    return all;
  }

 private:
  Person* know(const Address& address, const Reading& mail, bool sure) {
    if (!is_human(address, employer_, candidate_, rules_)) return nullptr;
    Person& person = people_[fold_case(address.email)];
    Address& known = person.contact.address;
    if (known.email.empty()) known = address;
    if (known.name.empty() || (names_a_person(address.name) && address.name.size() > known.name.size()))
      known.name = address.name;
    person.contact.human = true;
    person.sure = person.sure || sure;
    person.last_seen = std::max(person.last_seen, mail.message.received);
    return &person;
  }

  // The user's Sent mail: its addressees are people; thanks for a talk make them people who met the user.
  void learn_from_users(const Reading& mail) {
    const bool thanks = any_sentence(mail, looks_back_on_meeting);
    for (const Address& to : mail.message.envelope.to) {
      Person* person = is_front_desk(to.email) ? nullptr : know(to, mail, true);
      if (person != nullptr && thanks && mail.message.received <= rejection_.message.received)
        person->contact.met = true;
    }
    for (const Address& cc : mail.message.envelope.cc) {
      if (is_theirs(cc)) know(cc, mail, true);
    }
  }

  // A mail that only names the company may come from a look-alike domain: its writer is nobody of theirs.
  bool is_credible(const Address& writer, const Reading& mail) const {
    if (writer.email.empty()) return false;
    const bool shared = employer_domain_of(writer.email, candidate_, rules_).empty();
    return shared || is_theirs(writer) || mail.message.identity == rejection_.message.identity;
  }

  bool is_theirs(const Address& address) const {
    return employer_.domains.count(employer_domain_of(address.email, candidate_, rules_)) > 0;
  }

  void learn_from_theirs(const Reading& mail, bool sure) {
    const Address from = writer_of(mail, employer_, candidate_, rules_);
    Person* writer = is_credible(from, mail) ? know(from, mail, sure) : nullptr;
    if (writer != nullptr) learn_about_writer(mail, sure, *writer);
    for (const auto* addresses : {&mail.message.envelope.to, &mail.message.envelope.cc}) {
      for (const Address& address : *addresses) {
        if (!is_theirs(address)) continue;
        Person* person = know(address, mail, sure);
        if (person != nullptr && sure && is_interview(mail) && took_place(mail, rejection_, candidate_))
          person->contact.met = true;
      }
    }
  }

  void learn_about_writer(const Reading& mail, bool sure, Person& writer) {
    writer.wrote = true;
    writer.hr = writer.hr || mail.facts.sender_kind == SenderKind::hr;
    const bool agency = mail.facts.sender_kind == SenderKind::agency || mail.facts.channel == Channel::agency;
    writer.contact.consultant = writer.contact.consultant || agency;
    if (!sure) return;
    writer.wrote_the_no = writer.wrote_the_no || mail.verdict.rejection;
    if (any_sentence(mail, says_they_lead)) writer.seniority = std::max(writer.seniority, Seniority::lead);
    const bool sets_task = mail.verdict.event == Event::assessment;
    writer.invited = writer.invited || (!mail.verdict.rejection && (is_interview(mail) || sets_task) &&
                                        took_place(mail, rejection_, candidate_));
    const bool ahead = !mail.verdict.rejection && any_sentence(mail, looks_ahead_to_meeting) &&
                       took_place(mail, rejection_, candidate_);
    if (ahead || any_sentence(mail, looks_back_on_meeting)) writer.contact.met = true;
  }

  void find_titles_in(const Reading& mail) {
    const std::string body_key = comparison_key(mail.text.body);
    for (auto& [email, person] : people_) {
      const std::string& name = person.contact.address.name;
      if (name.find(' ') == std::string::npos && !is_written_by(mail, person)) continue;
      if (is_written_by(mail, person)) give_title(person, title_in_signature(mail, name));
      give_title(person, title_in_sentence(mail.text.body, name));
      const bool named = name.find(' ') != std::string::npos && has_words(body_key, comparison_key(name));
      if (named && is_interview(mail) && !is_written_by(mail, person) && took_place(mail, rejection_, candidate_))
        person.contact.met = true;
    }
  }

  bool is_written_by(const Reading& mail, const Person& person) const {
    return same_email(writer_of(mail, employer_, candidate_, rules_).email, person.contact.address.email);
  }

  static void give_title(Person& person, std::string title) {
    const Seniority seniority = seniority_of(title);
    if (seniority == Seniority::unknown) return;
    if (seniority == Seniority::hr) {
      person.hr = true;
    } else {
      person.seniority = std::max(person.seniority, seniority);
    }
    const std::size_t begin = title.find_first_not_of(' ');
    const bool is_a_title = begin != std::string::npos && (title[begin] < 'a' || title[begin] > 'z');
    if (person.contact.title.empty() && is_a_title) person.contact.title = title.substr(begin);
  }

  const Reading& rejection_;
  const Employer& employer_;
  const Candidate& candidate_;
  const RuleBook& rules_;
  std::map<std::string, Person> people_;
};

bool has_encoded_domain(const Person& person) {
  return std::string(domain_of(person.contact.address.email)).find("xn--") != std::string::npos;
}

// The same name at a domain that only looks the same ("xn--fx-jlc" for fox): the plain one is the person.
void leave_look_alikes(std::vector<Person>& people) {
  const std::vector<Person> all = people;
  std::erase_if(people, [&](const Person& person) {
    return has_encoded_domain(person) && std::any_of(all.begin(), all.end(), [&](const Person& other) {
             return !has_encoded_domain(other) && same_person_name(other.contact.address.name, person.contact.address.name);
           });
  });
}

int rank_of(const Person& person, Channel channel) {
  const Contact& contact = person.contact;
  if (!person.sure) return 0;
  int rank = kKnown + (person.wrote ? kWrote : 0) + (person.wrote_the_no ? kWroteTheNo : 0);
  if (person.hr) return rank + (contact.met ? kMetFromHr : person.invited ? kInvitedFromHr : 0);
  if (contact.consultant && channel == Channel::agency) return rank + kConsultant;
  return rank + points_of(person.seniority) + (contact.met ? kMet : person.invited ? kInvited : 0);
}

// The newest mail between the user and this person alone, else the newest that names them; then whatever came later
// between them in that thread.
void find_newest_mail(Contact& contact, const std::vector<EarlierMail>& mails) {
  const auto holds = [&](const std::vector<Address>& addresses) {
    return std::any_of(addresses.begin(), addresses.end(),
                       [&](const Address& a) { return same_email(a.email, contact.address.email); });
  };
  int closeness = 0;
  for (std::size_t i = 0; i < mails.size(); ++i) {
    const Envelope& envelope = mails[i].reading.message.envelope;
    if (mails[i].in_drafts || mails[i].reading.verdict.event == Event::bounce) continue;
    const bool between =
        holds(envelope.from) || holds(envelope.reply_to) || (is_from_user(mails[i]) && holds(envelope.to));
    const int here = between ? 2 : (holds(envelope.to) || holds(envelope.cc) ? 1 : 0);
    if (here == 0 || here < closeness) continue;
    closeness = here;
    contact.newest_mail = i;
    contact.has_mail = true;
  }
}

}  // namespace

Address writer_of(const Reading& mail, const Employer& employer, const Candidate& candidate, const RuleBook& rules,
                  std::string* ignored) {
  if (mail.facts.sender_kind == SenderKind::list) return {};
  const Address* from = first_other(mail.message.envelope.from, candidate);
  const Address* reply = first_other(mail.message.envelope.reply_to, candidate);
  if (from == nullptr) return {};
  if (reply != nullptr && !is_trusted_reply_to(*reply, *from, employer, candidate, rules)) {
    if (ignored != nullptr) *ignored = reply->email;
    reply = nullptr;
  }
  const auto named = [&](Address address) {
    const auto& signer = mail.facts.person;
    if (address.name.empty() && signer && same_email(signer->email, address.email)) address.name = signer->name;
    return address;
  };
  if (reply != nullptr) {
    Address address = named(*reply);
    if (address.name.empty() && names_a_person(from->name)) address.name = from->name;
    const bool names_itself = address.name.find(' ') != std::string::npos && same_person_name(spoken_part(from->name), address.name);
    const bool own_box = names_itself && names_a_person(address.name) && !is_no_reply(address.email, rules) && !is_shared_mailbox(address.email);
    if (own_box || is_human(address, employer, candidate, rules)) return address;
  }
  const Address address = named(*from);
  const bool machine =
      mail.facts.sender_kind == SenderKind::robot && employer_domain_of(from->email, candidate, rules).empty();
  return !machine && is_human(address, employer, candidate, rules) ? address : Address{};
}

std::vector<Contact> gather_contacts(const Reading& rejection, const std::vector<EarlierMail>& mails,
                                     const std::vector<EarlierMail>& unsure, const Employer& employer, Channel channel,
                                     const Candidate& candidate, const RuleBook& rules) {
  Acquaintances acquaintances(rejection, employer, candidate, rules);
  for (const EarlierMail& mail : mails) acquaintances.learn(mail);
  for (const EarlierMail& mail : unsure) acquaintances.learn_unsure(mail);
  acquaintances.learn_rejection();
  for (const EarlierMail& mail : mails) acquaintances.credit_signer(mail.reading);
  acquaintances.find_titles(mails);

  std::vector<Person> people = acquaintances.people();
  if (channel == Channel::agency) {
    people.erase(std::remove_if(people.begin(), people.end(), [](const Person& p) { return !p.contact.consultant; }),
                 people.end());
  }
  leave_look_alikes(people);
  for (Person& person : people) person.contact.rank = rank_of(person, channel);
  std::stable_sort(people.begin(), people.end(), [](const Person& a, const Person& b) {
    return a.contact.rank != b.contact.rank ? a.contact.rank > b.contact.rank : a.last_seen > b.last_seen;
  });
  std::vector<Contact> contacts;
  for (Person& person : people) {
    find_newest_mail(person.contact, mails);
    contacts.push_back(person.contact);
  }
  return contacts;
}

}  // namespace ajar
