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
#include "filters/stage_reached.h"

namespace ajar {
namespace {

constexpr auto kLongSilence = std::chrono::days(30);

Instant written_at(const Message& message) { return message.envelope.date.value_or(message.received); }

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

// Passed on to a friend, the no is not answered.
bool goes_past_them(const Reading& mail, const Reading& rejection, const Correspondence& whole) {
  const auto is_theirs = [&](const Address& to) {
    const auto is_it = [&](const Address& a) { return same_email(a.email, to.email); };
    const Envelope& no = rejection.message.envelope;
    return std::any_of(no.from.begin(), no.from.end(), is_it) ||
           std::any_of(no.reply_to.begin(), no.reply_to.end(), is_it) ||
           std::any_of(whole.contacts.begin(), whole.contacts.end(),
                       [&](const Contact& c) { return is_it(c.address); });
  };
  const auto& to = mail.message.envelope.to;
  return is_forward(mail) && std::none_of(to.begin(), to.end(), is_theirs);
}

bool answers(const EarlierMail& mail, const Reading& rejection, const Correspondence& whole) {
  if (!mail.in_sent || goes_past_them(mail.reading, rejection, whole)) return false;
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

bool is_silent_for_long(const Reading& rejection, const std::vector<EarlierMail>& mails) {
  std::optional<Instant> last;
  for (const EarlierMail& mail : mails) {
    const Instant at = mail.reading.message.received;
    if (at < rejection.message.received && (!last || at > *last)) last = at;
  }
  return last && rejection.message.received - *last > kLongSilence;
}

}  // namespace

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
  whole.stage = stage_reached(rejection, whole.mails, whole.contacts, candidate);
  whole.silence_over_30_days = is_silent_for_long(rejection, whole.mails);
  return whole;
}

}  // namespace ajar
