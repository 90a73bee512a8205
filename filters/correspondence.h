#pragma once
// Which earlier mails belong to this application, and what to ask the server for.
#include <optional>
#include <string>
#include <vector>

#include "filters/candidate.h"
#include "filters/reading.h"

namespace ajar {

/// What the shell searches Sent, the watched mailboxes and Archive/All for. Any of them may match (OR).
struct HistoryQuery {
  std::vector<std::string> message_ids;  ///< in Message-ID, References or In-Reply-To
  std::vector<std::string> addresses;    ///< in From, To or Cc: whole addresses, or "@domain"
  std::vector<std::string> words;        ///< in Subject: company and role names
  Instant since{};                       ///< 18 months back
  std::size_t most_mails = 80;
  std::size_t most_bytes = 2UL * 1024 * 1024;
};

/// An earlier mail of the user's, from wherever it was found.
struct EarlierMail {
  Reading reading;
  bool in_sent = false;    ///< in Sent or Drafts
  bool in_drafts = false;  ///< in Drafts: not sent yet (then in_sent is true as well)
};

/// Someone who met or wrote to the user in this application.
struct Contact {
  Address address;
  bool human = false;           ///< not a robot, a list or a shared HR mailbox
  bool met = false;             ///< interviewed or spoke with the user
  bool consultant = false;      ///< works for an agency
  int rank = 0;                 ///< seniority and closeness: higher is the better addressee
  std::string title;            ///< "Engineering Manager", where a signature says so
  std::size_t newest_mail = 0;  ///< index into Correspondence::mails of the newest mail in this person's own thread
  bool has_mail = false;
};

/// The mails of one application, oldest first, with what they say together.
struct Correspondence {
  std::vector<EarlierMail> mails;  ///< only those of this application
  Stage stage = Stage::none;       ///< the furthest reached
  Channel channel = Channel::direct;
  std::string company;
  std::string role;
  std::vector<Contact> contacts;  ///< best addressee first
  std::optional<std::size_t>
      answered_by;  ///< index of a mail in Sent or Drafts that answers the rejection (contracts.md "Answered")
  bool silence_over_30_days = false;
  std::string ignored_reply_to;               ///< a Reply-To of the rejection in a foreign domain, not trusted
  std::vector<std::string> employer_domains;  ///< registrable domains of the employer or agency
};

HistoryQuery what_to_ask(const Reading& rejection, const Candidate& candidate, const RuleBook& rules);

/// The second and last round: people, domains and threads that the first answer brought to light and that
/// what_to_ask() did not ask for. Empty if there is nothing to add. It saves ATS mail that names no employer's domain.
HistoryQuery what_else_to_ask(const Reading& rejection, const std::vector<EarlierMail>& found,
                              const Candidate& candidate, const RuleBook& rules);

/// Keeps what belongs to the rejection's application, apart from other applications at the same company; unsure: out.
/// `found` may hold duplicates (same identity) and the rejection itself; both are dropped.
Correspondence gather_correspondence(const Reading& rejection, std::vector<EarlierMail> found,
                                     const Candidate& candidate, const RuleBook& rules);

}  // namespace ajar
