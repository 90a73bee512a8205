#include "filters/applications.h"

#include <algorithm>
#include <set>

#include "filters/charset.h"
#include "filters/facts.h"
#include "filters/name_match.h"
#include "filters/same_application.h"

namespace ajar {
namespace {

constexpr auto kSameNo = std::chrono::days(60);  // form mail, personal mail and letter about one no come within this
constexpr std::size_t kMostIds = 100;
constexpr std::size_t kMostPeople = 20;

template <class T>
bool contains(const std::vector<T>& list, const T& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

std::set<std::string> ids_of(const Reading& mail, const Correspondence* correspondence) {
  std::set<std::string> ids{mail.message.identity, mail.message.envelope.message_id};
  for (const auto* list : {&mail.message.envelope.references, &mail.message.envelope.in_reply_to})
    ids.insert(list->begin(), list->end());
  if (correspondence != nullptr) {
    for (const EarlierMail& earlier : correspondence->mails) ids.insert(earlier.reading.message.identity);
  }
  ids.erase("");
  return ids;
}

bool shares_ids(const KnownApplication& application, const std::set<std::string>& ids) {
  const auto is_shared = [&](const std::string& id) { return ids.count(id) > 0; };
  if (std::any_of(application.message_ids.begin(), application.message_ids.end(), is_shared)) return true;
  return std::any_of(application.drafts.begin(), application.drafts.end(),
                     [&](const KnownDraft& draft) { return is_shared(draft.message_id); });
}

bool has_person(const KnownApplication& application, const std::string& email) {
  return std::any_of(application.people.begin(), application.people.end(),
                     [&](const Address& person) { return same_email(person.email, email); });
}

bool writes_to_known_person(const KnownApplication& application, const Reading& mail) {
  const auto& from = mail.message.envelope.from;
  return std::any_of(from.begin(), from.end(), [&](const Address& a) { return has_person(application, a.email); });
}

std::string role_of(const Reading& mail, const Correspondence& correspondence) {
  return correspondence.role.empty() ? mail.facts.role : correspondence.role;
}

bool is_at_employer(const KnownApplication& application, const Reading& mail, const Correspondence& correspondence) {
  if (contains(application.domains, mail.facts.employer_domain)) return true;
  const auto& domains = correspondence.employer_domains;
  const auto is_its = [&](const std::string& domain) { return contains(application.domains, domain); };
  if (std::any_of(domains.begin(), domains.end(), is_its)) return true;
  return same_company(application.company, correspondence.company) ||
         same_company(application.company, mail.facts.company);
}

// One thread with an agency's consultant can be about several clients and roles.
bool is_another(const KnownApplication& application, const Reading& mail, const Correspondence& correspondence) {
  const std::string role = role_of(mail, correspondence);
  const std::string& company = correspondence.company.empty() ? mail.facts.company : correspondence.company;
  if (role.empty() || application.role.empty() || company.empty() || application.company.empty()) return false;
  return compare_roles(role, application.role) == Likeness::different && !same_company(company, application.company);
}

// How well an application fits a mail: by thread 4, by role 3, by employer alone 2, by person 1.
int fit(const KnownApplication& application, const Reading& mail, const Correspondence& correspondence,
        const std::set<std::string>& ids) {
  if (shares_ids(application, ids) && !is_another(application, mail, correspondence)) return 4;
  const bool person = writes_to_known_person(application, mail);
  if (!person && !is_at_employer(application, mail, correspondence)) return 0;
  const std::string role = role_of(mail, correspondence);
  if (!role.empty() && !application.role.empty()) {
    return compare_roles(role, application.role) == Likeness::different ? 0 : 3;
  }
  return person ? 1 : 2;
}

bool is_settled(const KnownApplication& application, const Reading& mail) {
  return mail.verdict.rejection && application.rejected_at &&
         mail.message.received - *application.rejected_at > kSameNo;
}

void add_once(std::vector<std::string>& list, const std::string& value, std::size_t most) {
  if (!value.empty() && list.size() < most && !contains(list, value)) list.push_back(value);
}

void add_person(KnownApplication& application, const Address& person) {
  if (person.email.empty() || application.people.size() >= kMostPeople) return;
  if (!has_person(application, person.email)) application.people.push_back(person);
}

}  // namespace

const KnownApplication* find_application(const Reading& mail, const Correspondence& correspondence,
                                         const Known& known) {
  const std::set<std::string> ids = ids_of(mail, &correspondence);
  SharedSigns signs;
  for (const std::string& id : ids) signs.add_message(id);
  for (const Address& writer : mail.message.envelope.from) signs.add_person(writer.email);
  for (const auto* company : {&correspondence.company, &mail.facts.company}) signs.add_company(*company);
  signs.add_domain(mail.facts.employer_domain);
  for (const std::string& domain : correspondence.employer_domains) signs.add_domain(domain);
  std::vector<const KnownApplication*> best;
  int most = 1;
  for (const KnownApplication* application : known.applications.sharing(signs)) {
    const int here = fit(*application, mail, correspondence, ids);
    if (here == 0 || here < most || (here < 4 && is_settled(*application, mail))) continue;
    if (here > most) best.clear();
    most = here;
    best.push_back(application);
  }
  if (best.size() < 2) return best.empty() ? nullptr : best.front();
  // Several fit: the only one still open, or the newest of those that share the role or the thread.
  std::vector<const KnownApplication*> open;
  std::copy_if(best.begin(), best.end(), std::back_inserter(open),
               [](const KnownApplication* a) { return !a->rejected_at; });
  if (open.size() == 1) return open.front();
  return most >= 3 ? best.back() : nullptr;
}

const KnownApplication* find_application_named_in(const Reading& report, const Known& known) {
  const std::string text = fold_case(report.message.text);
  const KnownApplication* newest = nullptr;
  for (const KnownApplication& application : known.applications) {
    const auto is_named = [&](const Address& person) {
      return text.find(fold_case(person.email)) != std::string::npos;
    };
    const bool named = std::any_of(application.people.begin(), application.people.end(), is_named);
    if (named && application.rejected_at && (newest == nullptr || newest->rejected_at < application.rejected_at))
      newest = &application;
  }
  return newest;
}

const KnownApplication* find_answered_application(const Reading& sent, const Known& known) {
  const std::set<std::string> ids = ids_of(sent, nullptr);
  SharedSigns signs;
  for (const std::string& id : ids) signs.add_message(id);
  for (const Address& reader : sent.message.envelope.to) signs.add_person(reader.email);
  const Instant written = sent.message.envelope.date.value_or(sent.message.received);
  const auto is_from_draft = [&](const KnownApplication& application) {
    return std::any_of(application.drafts.begin(), application.drafts.end(),
                       [&](const KnownDraft& draft) { return draft.message_id == sent.message.envelope.message_id; });
  };
  const auto goes_to_person = [&](const KnownApplication& application) {
    const auto& to = sent.message.envelope.to;
    return std::any_of(to.begin(), to.end(), [&](const Address& a) { return has_person(application, a.email); });
  };
  const KnownApplication* found = nullptr;
  int most = 0;
  for (const KnownApplication* application : known.applications.sharing(signs)) {
    const bool from_draft = is_from_draft(*application);
    if (!from_draft && (!application->rejected_at || written <= *application->rejected_at)) continue;
    const bool to_person = goes_to_person(*application);
    if (!from_draft && !to_person && is_forward(sent)) continue;
    const int here = from_draft ? 3 : shares_ids(*application, ids) ? 2 : to_person ? 1 : 0;
    if (here == 0 || here < most) continue;
    const bool fresher = found == nullptr || here > most || (found->replied_at && !application->replied_at) ||
                         (found->replied_at.has_value() == application->replied_at.has_value() &&
                          found->rejected_at < application->rejected_at);
    if (fresher) found = application;
    most = here;
  }
  return found;
}

std::vector<const KnownApplication*> others_at_employer(const KnownApplication& application, const Known& known) {
  SharedSigns signs;
  signs.add_company(application.company);
  for (const std::string& domain : application.domains) signs.add_domain(domain);
  std::vector<const KnownApplication*> others;
  for (const KnownApplication* other : known.applications.sharing(signs)) {
    if (other->id == application.id) continue;
    const bool company = same_company(other->company, application.company);
    const bool domain = std::any_of(other->domains.begin(), other->domains.end(),
                                    [&](const std::string& d) { return contains(application.domains, d); });
    const bool agencies = other->channel == Channel::agency && application.channel == Channel::agency;
    if (company || (domain && !agencies)) others.push_back(other);
  }
  return others;
}

KnownApplication with_mail(const KnownApplication* known, const Reading& mail, const Correspondence& correspondence,
                           const Candidate& candidate) {
  KnownApplication application = known != nullptr ? *known : KnownApplication{};
  const auto name = [](std::string& held, const std::string& by_all, const std::string& by_mail) {
    if (held.empty()) held = by_all.empty() ? by_mail : by_all;
  };
  application.account = candidate.account;
  name(application.company, correspondence.company, mail.facts.company);
  name(application.role, correspondence.role, mail.facts.role);
  application.stage = std::max(application.stage, correspondence.stage);
  if (correspondence.channel == Channel::agency || mail.facts.channel == Channel::agency)
    application.channel = Channel::agency;
  for (const std::string& domain : correspondence.employer_domains) add_once(application.domains, domain, kMostPeople);
  if (!mail.own) add_once(application.domains, mail.facts.employer_domain, kMostPeople);
  add_once(application.message_ids, mail.message.identity, kMostIds);
  for (const EarlierMail& earlier : correspondence.mails)
    add_once(application.message_ids, earlier.reading.message.identity, kMostIds);
  for (const Contact& contact : correspondence.contacts) {
    if (contact.human && contact.rank > 0) add_person(application, contact.address);
  }
  if (mail.facts.person && mail.facts.sender_kind != SenderKind::robot && mail.facts.sender_kind != SenderKind::list) {
    add_person(application, *mail.facts.person);
  }
  return application;
}

std::string identity_of(const KnownApplication& application) {
  return application.account + "|" + company_core(application.company) + "|" + comparison_key(application.role);
}

bool answers_the_no(const KnownDraft& draft) {
  return draft.purpose == "rejection" || draft.purpose == "late" || draft.purpose == "other_role";
}

bool is_out(const KnownDraft& draft) { return draft.state != "waiting" && draft.state != "cancelled"; }

bool is_muted(const Known& known, const std::string& email) {
  const std::string domain = "@" + std::string(domain_of(email));
  const std::string registrable = "@" + registrable_domain(domain_of(email));
  return std::any_of(known.muted.begin(), known.muted.end(), [&](const std::string& entry) {
    return !email.empty() && (same_email(entry, email) || same_email(entry, domain) || same_email(entry, registrable));
  });
}

bool is_muted_company(const Known& known, const std::string& company, const std::vector<std::string>& domains) {
  return std::any_of(known.muted.begin(), known.muted.end(), [&](const std::string& entry) {
    if (entry.find('@') == std::string::npos) return same_company(entry, company);
    return entry.front() == '@' && contains(domains, entry.substr(1));
  });
}

}  // namespace ajar
