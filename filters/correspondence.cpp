#include "filters/correspondence.h"

#include <algorithm>
#include <map>
#include <set>

#include "filters/charset.h"
#include "filters/contacts.h"
#include "filters/facts.h"
#include "filters/name_match.h"
#include "filters/named_date.h"
#include "filters/person_signs.h"
#include "filters/same_application.h"

namespace ajar {
namespace {

constexpr std::size_t kMostIds = 20;
constexpr std::size_t kMostAddresses = 20;
constexpr auto kLongSilence = std::chrono::days(30);
constexpr int kManyInterviewers = 3;

template <class T>
void add_once(std::vector<T>& list, T value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
}

Instant written_at(const Message& message) { return message.envelope.date.value_or(message.received); }

// 18 months back. Unit of the query: an instant; servers compare dates (RFC 3501 SENTSINCE).
Instant horizon(Instant from) {
  const Date date{std::chrono::floor<std::chrono::days>(from)};
  return Instant(std::chrono::sys_days(add_months(date, -18)));
}

void ask_for_ids(const Message& message, HistoryQuery& query) {
  if (!message.envelope.message_id.empty()) add_once(query.message_ids, message.envelope.message_id);
  for (const auto* ids : {&message.envelope.in_reply_to, &message.envelope.references}) {
    // The newest references name the thread best.
    for (auto id = ids->rbegin(); id != ids->rend() && query.message_ids.size() < kMostIds; ++id) {
      add_once(query.message_ids, *id);
    }
  }
}

void ask_for_people(const Reading& mail, bool from_user, const Candidate& candidate, const RuleBook& rules,
                    HistoryQuery& query) {
  const Envelope& envelope = mail.message.envelope;
  for (const auto* addresses : {&envelope.from, &envelope.reply_to, &envelope.to, &envelope.cc}) {
    for (const Address& address : *addresses) {
      if (query.addresses.size() >= kMostAddresses) return;
      if (address.email.empty() || candidate.is_me(address.email) || is_no_reply(address.email, rules)) continue;
      const std::string domain = employer_domain_of(address.email, candidate, rules);
      const bool theirs = !from_user || addresses == &envelope.to;
      if (!domain.empty() && theirs && addresses != &envelope.reply_to) add_once(query.addresses, "@" + domain);
      if (domain.empty() && !is_shared_mailbox(address.email)) add_once(query.addresses, fold_case(address.email));
    }
  }
}

// "@harborfinch", as servers find parts of addresses: the interviewers of a company that answers through an ATS.
void ask_for_company_domain(const std::string& company, HistoryQuery& query) {
  constexpr std::size_t kDistinctive = 5;
  std::string run;
  for (char c : company_core(company)) {
    if (c != ' ') run += c;
  }
  if (run.size() >= kDistinctive) add_once(query.addresses, "@" + run);
}

// ---- what the mails say together

struct Vote {
  std::string name;
  int weight = 0;
};

// Whose word counts how much when mails name company or role differently.
int weight_of(const Reading& mail, bool from_user) {
  if (from_user) return 2;
  switch (mail.verdict.event) {
    case Event::acknowledgement:
      return 3;
    case Event::invitation:
    case Event::assessment:
      return 2;
    default:
      return mail.verdict.rejection ? 3 : 1;
  }
}

// The name with the most weight behind it and its like; of its spellings the weightiest, the rejection's among equals.
template <class Alike>
std::string best_agreement(const std::vector<Vote>& votes, Alike alike) {
  std::string best;
  int most = 0, best_own = 0;
  for (const Vote& candidate : votes) {
    int sum = 0, own = 0;
    for (const Vote& other : votes) {
      if (alike(candidate.name, other.name)) sum += other.weight;
      if (candidate.name == other.name) own += other.weight;
    }
    if (sum > most || (sum == most && own > best_own)) {
      best = candidate.name;
      most = sum;
      best_own = own;
    }
  }
  return best;
}

template <class Name>
std::vector<Vote> votes_of(const Reading& rejection, const std::vector<EarlierMail>& mails, Name name) {
  std::vector<Vote> votes;
  const auto vote = [&](const Reading& mail, bool from_user) {
    if (!name(mail).empty()) votes.push_back({name(mail), weight_of(mail, from_user)});
  };
  vote(rejection, false);
  for (const EarlierMail& mail : mails) vote(mail.reading, is_from_user(mail));
  return votes;
}

class StageFinder {
 public:
  StageFinder(const Reading& rejection, const Candidate& candidate) : rejection_(rejection), candidate_(candidate) {}

  Stage furthest(const std::vector<EarlierMail>& mails, const std::vector<Contact>& contacts) {
    raise(rejection_.facts.stage);
    read_theirs(rejection_);
    for (const EarlierMail& mail : mails) {
      if (mail.in_drafts || mail.reading.message.received > rejection_.message.received + std::chrono::days(1))
        continue;
      is_from_user(mail) ? read_users(mail.reading) : read_theirs(mail.reading);
    }
    const auto interviewers = std::count_if(contacts.begin(), contacts.end(), [](const Contact& c) {
      return c.met && !c.consultant && seniority_of(c.title) != Seniority::hr;
    });
    const bool several = rounds() > 1 || interviewers >= kManyInterviewers;
    if (stage_ == Stage::interview && several) raise(Stage::final);
    if (stage_ <= Stage::application && interviewers > 0) raise(Stage::interview);
    return stage_;
  }

 private:
  void raise(Stage stage) { stage_ = std::max(stage_, stage); }

  Stage talk_in(std::string_view sentence, std::string_view subject) const {
    if (speaks_of_further_round(sentence) || speaks_of_further_round(subject)) return Stage::final;
    return speaks_of_phone(sentence) || speaks_of_phone(subject) ? Stage::screen : Stage::interview;
  }

  void look_back(const Reading& mail) {
    for (std::string_view sentence : sentences_of(mail.text.body)) {
      if (looks_back_on_meeting(sentence)) raise(talk_in(sentence, mail.text.subject));
    }
  }

  // The user's thanks for a talk prove it; their wish for one does not.
  void read_users(const Reading& mail) {
    raise(Stage::application);
    for (std::string_view sentence : sentences_of(mail.text.body)) {
      if (!looks_back_on_meeting(sentence)) continue;
      const Stage stage = std::max(talk_in(sentence, mail.text.subject), std::min(mail.facts.stage, Stage::interview));
      raise(stage);
      if (stage >= Stage::interview) days_.insert(local_date(mail.message.received));
    }
  }

  void read_theirs(const Reading& mail) {
    const Event event = mail.verdict.event;
    const bool invites = event == Event::invitation || (mail.message.has_calendar && !mail.verdict.rejection);
    if (event == Event::acknowledgement) return raise(Stage::application);
    if (event == Event::assessment) raise(Stage::assessment);
    if (invites) {
      if (took_place(mail)) raise(stage_of_invitation(mail));
      return;
    }
    if (mail.verdict.signs.count("final_round") > 0) raise(Stage::final);
    if (mail.verdict.signs.count("take_home") > 0) raise(Stage::assessment);
    raise(mail.facts.stage);
    if (mail.facts.stage == Stage::none || mail.facts.sender_kind == SenderKind::person) look_back(mail);
  }

  Stage stage_of_invitation(const Reading& mail) const {
    const bool further = speaks_of_further_round(mail.text.subject) || speaks_of_further_round(mail.text.body);
    if (further) return Stage::final;
    if (mail.facts.stage > Stage::application) return mail.facts.stage;
    return speaks_of_phone(mail.text.subject) || speaks_of_phone(mail.text.body) ? Stage::screen : Stage::interview;
  }

  // An interview whose day came after the no never took place.
  bool took_place(const Reading& mail) const {
    const std::vector<Date> days = calendar_days(mail.text.body, local_date(mail.message.received));
    const Date no = local_date(rejection_.message.received);
    return days.empty() || std::any_of(days.begin(), days.end(), [&](Date day) { return day <= no; });
  }

  // Days on which the user gave thanks for an interview, two days or more apart.
  int rounds() const {
    int count = 0;
    std::optional<Date> last;
    for (Date day : days_) {
      if (!last || days_between(*last, day) > 2) ++count;
      last = day;
    }
    return count;
  }

  Date local_date(Instant at) const { return to_local(at, candidate_.time_zone).date; }

  const Reading& rejection_;
  const Candidate& candidate_;
  Stage stage_ = Stage::none;
  std::set<Date> days_;
};

// An agency speaks for an employer: then its consultant is the only one to write to.
Channel channel_of(const Reading& rejection, const std::vector<EarlierMail>& mails) {
  if (rejection.facts.channel == Channel::agency || rejection.facts.sender_kind == SenderKind::agency)
    return Channel::agency;
  const auto shares_sender = [&](const EarlierMail& mail) {
    if (mail.reading.facts.channel != Channel::agency || is_from_user(mail)) return false;
    for (const Address& a : mail.reading.message.envelope.from) {
      for (const Address& b : rejection.message.envelope.from) {
        if (same_email(a.email, b.email)) return true;
      }
    }
    return false;
  };
  return std::any_of(mails.begin(), mails.end(), shares_sender) ? Channel::agency : Channel::direct;
}

// ---- was it answered already (contracts.md "Answered")

bool refers_to(const Envelope& envelope, const std::string& id) {
  if (id.empty()) return false;
  const auto has = [&](const std::vector<std::string>& ids) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  };
  return has(envelope.in_reply_to) || has(envelope.references);
}

bool answers(const EarlierMail& mail, const Reading& rejection, const Correspondence& whole) {
  if (!mail.in_sent) return false;
  const Message& message = mail.reading.message;
  if (refers_to(message.envelope, rejection.message.envelope.message_id)) return true;
  if (written_at(message) <= written_at(rejection.message)) return false;
  for (const Contact& contact : whole.contacts) {
    if (contact.rank == 0) continue;
    if (contact.has_mail &&
        refers_to(message.envelope, whole.mails[contact.newest_mail].reading.message.envelope.message_id)) {
      return true;
    }
    const auto is_contact = [&](const Address& to) { return same_email(to.email, contact.address.email); };
    if (std::any_of(message.envelope.to.begin(), message.envelope.to.end(), is_contact)) return true;
  }
  return false;
}

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

bool is_silent_for_long(const Reading& rejection, const std::vector<EarlierMail>& mails) {
  std::optional<Instant> last;
  for (const EarlierMail& mail : mails) {
    const Instant at = mail.reading.message.received;
    if (at < rejection.message.received && (!last || at > *last)) last = at;
  }
  return last && rejection.message.received - *last > kLongSilence;
}

}  // namespace

HistoryQuery what_to_ask(const Reading& rejection, const Candidate& candidate, const RuleBook& rules) {
  HistoryQuery query;
  query.since = horizon(rejection.message.received);
  ask_for_ids(rejection.message, query);
  ask_for_people(rejection, false, candidate, rules, query);
  const Facts& facts = rejection.facts;
  if (!facts.employer_domain.empty()) add_once(query.addresses, "@" + facts.employer_domain);
  if (facts.person && !facts.person->email.empty() && !candidate.is_me(facts.person->email) &&
      !is_no_reply(facts.person->email, rules)) {
    add_once(query.addresses, fold_case(facts.person->email));
  }
  if (!facts.company.empty()) {
    query.words.push_back(facts.company);
    ask_for_company_domain(facts.company, query);
  }
  if (!facts.role.empty()) add_once(query.words, facts.role);
  return query;
}

HistoryQuery what_else_to_ask(const Reading& rejection, const std::vector<EarlierMail>& found,
                              const Candidate& candidate, const RuleBook& rules) {
  const HistoryQuery asked = what_to_ask(rejection, candidate, rules);
  const Belonging belonging = same_application(rejection, without_doubles(found, rejection), candidate, rules);
  HistoryQuery all;
  for (const EarlierMail& mail : belonging.mails) {
    if (!mail.reading.message.envelope.message_id.empty() && all.message_ids.size() < kMostIds) {
      add_once(all.message_ids, mail.reading.message.envelope.message_id);
    }
    ask_for_people(mail.reading, is_from_user(mail), candidate, rules, all);
  }
  for (const std::string& domain : belonging.employer.domains) add_once(all.addresses, "@" + domain);
  if (rejection.facts.company.empty()) {
    for (const std::string& name : belonging.employer.names) add_once(all.words, company_core(name));
  }

  HistoryQuery query;
  query.since = asked.since;
  const auto is_new = [](const std::vector<std::string>& known, const std::string& value) {
    return std::find(known.begin(), known.end(), value) == known.end();
  };
  for (const std::string& id : all.message_ids) {
    if (is_new(asked.message_ids, id)) query.message_ids.push_back(id);
  }
  for (const std::string& address : all.addresses) {
    if (is_new(asked.addresses, address)) query.addresses.push_back(address);
  }
  for (const std::string& word : all.words) {
    if (is_new(asked.words, word)) query.words.push_back(word);
  }
  // Threads alone are not worth a second round: their people are asked for already.
  if (query.addresses.empty() && query.words.empty()) query.message_ids.clear();
  return query;
}

Correspondence gather_correspondence(const Reading& rejection, std::vector<EarlierMail> found,
                                     const Candidate& candidate, const RuleBook& rules) {
  found = without_doubles(std::move(found), rejection);
  Belonging belonging = same_application(rejection, found, candidate, rules);
  Correspondence whole;
  whole.mails = std::move(belonging.mails);
  whole.channel = channel_of(rejection, whole.mails);
  whole.employer_domains.assign(belonging.employer.domains.begin(), belonging.employer.domains.end());
  writer_of(rejection, belonging.employer, candidate, rules, &whole.ignored_reply_to);
  const auto contacts = [&] {
    return gather_contacts(rejection, whole.mails, belonging.unsure, belonging.employer, whole.channel, candidate,
                           rules);
  };
  whole.contacts = contacts();

  std::optional<std::string> answer;
  const std::size_t own = whole.mails.size();
  for (EarlierMail& mail : found) {
    if (!answers(mail, rejection, whole)) continue;
    answer = mail.reading.message.identity;
    const auto is_it = [&](const EarlierMail& m) { return m.reading.message.identity == *answer; };
    if (std::none_of(whole.mails.begin(), whole.mails.end(), is_it)) whole.mails.push_back(std::move(mail));
    break;
  }
  if (whole.mails.size() > own) {
    std::stable_sort(whole.mails.begin(), whole.mails.end(), [](const EarlierMail& a, const EarlierMail& b) {
      return a.reading.message.received < b.reading.message.received;
    });
    whole.contacts = contacts();
  }
  for (std::size_t i = 0; answer && i < whole.mails.size(); ++i) {
    if (whole.mails[i].reading.message.identity == *answer) whole.answered_by = i;
  }

  const auto company = [](const Reading& mail) { return mail.facts.company; };
  const auto role = [](const Reading& mail) { return mail.facts.role; };
  const auto same_role = [](const std::string& a, const std::string& b) {
    return compare_roles(a, b) != Likeness::different;
  };
  whole.company = best_agreement(votes_of(rejection, whole.mails, company), same_company);
  whole.role = best_agreement(votes_of(rejection, whole.mails, role), same_role);
  if (whole.role.empty()) whole.role = belonging.role;
  whole.stage = StageFinder(rejection, candidate).furthest(whole.mails, whole.contacts);
  whole.silence_over_30_days = is_silent_for_long(rejection, whole.mails);
  return whole;
}

}  // namespace ajar
