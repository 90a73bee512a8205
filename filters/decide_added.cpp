// A no that came by phone, voicemail or letter.
#include <algorithm>

#include "filters/answer_rejection.h"
#include "filters/applications.h"
#include "filters/charset.h"
#include "filters/person_signs.h"
#include "filters/situations.h"

namespace ajar {
namespace {

// The person named by the user comes first, met or not; their address may be known from the mails.
Correspondence with_named_person(Correspondence correspondence, const ManualRejection& added) {
  auto& contacts = correspondence.contacts;
  const auto is_named = [&](const Contact& contact) {
    return added.email.empty() ? same_person_name(contact.address.name, added.person)
                               : same_email(contact.address.email, added.email);
  };
  const auto known = std::find_if(contacts.begin(), contacts.end(), is_named);
  Contact contact = known != contacts.end() ? *known : Contact{};
  if (known != contacts.end()) contacts.erase(known);
  if (!added.email.empty()) contact.address = {added.person.empty() ? contact.address.name : added.person, added.email};
  if (contact.address.email.empty()) return correspondence;
  contact.human = true;
  contact.met = contact.met || added.stage >= Stage::screen;
  contact.consultant = contact.consultant || correspondence.channel == Channel::agency;
  contact.rank = std::max(contact.rank, 1);
  contacts.insert(contacts.begin(), contact);
  return correspondence;
}

// The ledger remembers who wrote about this application, in the order of closeness.
void add_people(Correspondence& correspondence, const KnownApplication& application) {
  int rank = static_cast<int>(application.people.size());
  for (const Address& person : application.people) {
    const auto is_it = [&](const Contact& contact) { return same_email(contact.address.email, person.email); };
    if (std::any_of(correspondence.contacts.begin(), correspondence.contacts.end(), is_it)) continue;
    Contact contact;
    contact.address = person;
    contact.human = true;
    contact.met = application.stage >= Stage::screen;
    contact.consultant = application.channel == Channel::agency;
    contact.rank = rank--;
    correspondence.contacts.push_back(contact);
  }
}

}  // namespace

Reading as_reading(const ManualRejection& added, Instant now) {
  Reading reading;
  reading.verdict.event = Event::rejection;
  reading.verdict.rejection = true;
  reading.facts.company = added.company;
  reading.facts.role = added.role;
  reading.facts.stage = added.stage;
  if (!added.person.empty() || !added.email.empty()) reading.facts.person = Address{added.person, added.email};
  reading.message.received = now;
  reading.message.envelope.date = now;
  reading.message.identity = "added:" + comparison_key(added.company) + "|" + comparison_key(added.role);
  return reading;
}
Plan decide_added(const ManualRejection& added, const Correspondence& correspondence, const Known& known,
                  const Books& books, const Candidate& candidate, const Policies& policies, Instant now) {
  const Reading reading = as_reading(added, now);
  Correspondence whole = correspondence;
  if (whole.company.empty()) whole.company = added.company;
  if (whole.role.empty()) whole.role = added.role;
  whole.stage = std::max(whole.stage, added.stage);
  const KnownApplication* found = find_application(reading, whole, known);
  if (found != nullptr) add_people(whole, *found);
  whole = with_named_person(std::move(whole), added);
  Deciding deciding(nullptr, whole, known, books, candidate, policies, now, found);
  deciding.application = with_mail(found, reading, whole, candidate);
  if (found != nullptr && found->replied_at) {
    return deciding.finish("No draft: you have already answered the no from " + deciding.company() + ".");
  }
  if (draft_out(deciding) != nullptr) {
    return deciding.finish("No draft: one draft about the no from " + deciding.company() + " went to Drafts already.");
  }
  return answer_rejection(deciding, now, {added.via, added.details});
}

}  // namespace ajar
