// What the shell is to search the mailboxes for.
#include <algorithm>

#include "filters/charset.h"
#include "filters/correspondence.h"
#include "filters/facts.h"
#include "filters/name_match.h"
#include "filters/person_signs.h"
#include "filters/same_application.h"

namespace ajar {
namespace {

constexpr std::size_t kMostIds = 20;
constexpr std::size_t kMostAddresses = 20;

template <class T>
void add_once(std::vector<T>& list, T value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
}

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

}  // namespace ajar
