#pragma once
// Who can be written to about an application, best addressee first.
#include <string>
#include <vector>

#include "filters/correspondence.h"
#include "filters/same_application.h"

namespace ajar {

/// Everyone human who wrote to the user or is named with an address, ranked: the most senior person who met the user,
/// then the human who wrote the no; HR who only coordinate come after interviewers; with an agency the consultants
/// alone. People known only from unsure mails have rank 0 and are never an addressee. `mails` in their final order.
std::vector<Contact> gather_contacts(const Reading& rejection, const std::vector<EarlierMail>& mails,
                                     const std::vector<EarlierMail>& unsure, const Employer& employer, Channel channel,
                                     const Candidate& candidate, const RuleBook& rules);

/// The human who can be written to behind a mail: a Reply-To of the same domain, or one known from the correspondence,
/// before From; empty if it is a machine, a list or a shared mailbox. A foreign Reply-To is put into `ignored`.
Address writer_of(const Reading& mail, const Employer& employer, const Candidate& candidate, const RuleBook& rules,
                  std::string* ignored = nullptr);

}  // namespace ajar
