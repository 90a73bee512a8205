#pragma once
// Which of the mails found in the mailbox tell of the rejection's application, and which may.
#include <set>
#include <string>
#include <vector>

#include "filters/correspondence.h"

namespace ajar {

/// The employer (or agency) as far as the mails show it.
struct Employer {
  std::set<std::string> domains;   ///< registrable, none of them shared or the user's
  std::vector<std::string> names;  ///< as written
  std::set<std::string> labels;    ///< its name within a shared domain: "talwerk" of talwerk.softgarden.io
};

struct Belonging {
  std::vector<EarlierMail> mails;   ///< of this application, oldest first
  std::vector<EarlierMail> unsure;  ///< of this employer, but perhaps of another application
  Employer employer;
  std::string role;  ///< as written; empty if no mail tells, or they tell different ones
};

/// Links by References and In-Reply-To, by person, by employer domain, by company name; roles keep two applications at
/// one company apart. What followed an earlier, settled no of the same role is a new application. At most 80 mails are
/// kept, the newest; none older than 18 months. `found` must hold no duplicates and not the rejection itself.
Belonging same_application(const Reading& rejection, std::vector<EarlierMail> found, const Candidate& candidate,
                           const RuleBook& rules);

/// Each mail once, the rejection not at all; of copies the one in Sent stays.
std::vector<EarlierMail> without_doubles(std::vector<EarlierMail> found, const Reading& rejection);

/// What a sender's domain says of the employer: nothing for shared domains and the user's own.
std::string employer_domain_of(std::string_view email, const Candidate& candidate, const RuleBook& rules);

/// True if a registrable domain's own label is the employer's name: harborfinch.com for "Harbor & Finch".
bool is_named_for(const Employer& employer, std::string_view domain);

/// A mail passed on to somebody: "Fwd:", "WG:", "TR:" ..., or forwarded text in it.
bool is_forward(const Reading& mail);

/// True if the user wrote it. False for what the user only sends to themselves (Ajar's digests among them).
bool is_from_user(const EarlierMail& mail);

}  // namespace ajar
