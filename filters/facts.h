#pragma once
// What one mail says about company, role, stage, people and who wrote it.
#include <optional>
#include <string>
#include <vector>

#include "filters/candidate.h"
#include "filters/message.h"
#include "filters/prepared_text.h"
#include "filters/verdict.h"

namespace ajar {

class RuleBook;

struct Facts {
  Stage stage = Stage::none;
  Channel channel = Channel::direct;
  std::string company;  ///< as written; empty unknown
  std::string role;     ///< as written; empty unknown
  std::optional<Address> person;  ///< the human behind the mail: name as signed, address if it can be written to
  SenderKind sender_kind = SenderKind::person;
  std::string employer_domain;  ///< registrable domain (public suffix list) of a sender that is not an ATS, agency or mail provider
};

Facts gather_facts(const Message& message, const PreparedText& text, const Verdict& verdict, const RuleBook& rules,
                   const Candidate& candidate);

/// True for no-reply forms of a local part in all seven languages, and mailer-daemons.
bool is_no_reply(std::string_view email, const RuleBook& rules);
/// Registrable domain by the public suffix list ("hr.example.co.uk" -> "example.co.uk").
std::string registrable_domain(std::string_view domain);
/// A domain of applicant tracking systems, job boards or free mail providers: never the employer's.
bool is_shared_domain(std::string_view domain, const RuleBook& rules);

}  // namespace ajar
