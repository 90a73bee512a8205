#include "filters/correspondence.h"

#include <algorithm>

#include "filters/facts.h"

namespace ajar {

HistoryQuery what_to_ask(const Reading& rejection, const Candidate& candidate, const RuleBook& rules) {
  HistoryQuery query;
  const Envelope& envelope = rejection.message.envelope;
  query.message_ids = envelope.references;
  query.message_ids.insert(query.message_ids.end(), envelope.in_reply_to.begin(), envelope.in_reply_to.end());
  if (!envelope.message_id.empty()) query.message_ids.push_back(envelope.message_id);
  for (const Address& from : envelope.from) {
    if (!candidate.is_me(from.email) && !is_no_reply(from.email, rules)) query.addresses.push_back(from.email);
  }
  if (!rejection.facts.employer_domain.empty()) query.addresses.push_back("@" + rejection.facts.employer_domain);
  if (!rejection.facts.company.empty()) query.words.push_back(rejection.facts.company);
  if (!rejection.facts.role.empty()) query.words.push_back(rejection.facts.role);
  query.since = rejection.message.received - std::chrono::days(550);
  return query;
}

HistoryQuery what_else_to_ask(const Reading&, const std::vector<EarlierMail>&, const Candidate&, const RuleBook&) {
  return {};
}

Correspondence gather_correspondence(const Reading& rejection, std::vector<EarlierMail> found, const Candidate&,
                                     const RuleBook&) {
  Correspondence whole;
  whole.stage = rejection.facts.stage;
  whole.channel = rejection.facts.channel;
  whole.company = rejection.facts.company;
  whole.role = rejection.facts.role;
  std::sort(found.begin(), found.end(), [](const EarlierMail& a, const EarlierMail& b) {
    return a.reading.message.received < b.reading.message.received;
  });
  for (EarlierMail& mail : found) {
    if (mail.reading.message.identity == rejection.message.identity) continue;
    if (mail.reading.facts.employer_domain != rejection.facts.employer_domain) continue;
    whole.stage = std::max(whole.stage, mail.reading.facts.stage);
    whole.mails.push_back(std::move(mail));
  }
  if (rejection.facts.sender_kind == SenderKind::person && rejection.facts.person &&
      !rejection.facts.person->email.empty()) {
    Contact contact;
    contact.address = *rejection.facts.person;
    contact.human = true;
    whole.contacts.push_back(contact);
  }
  return whole;
}

}  // namespace ajar
