#include "filters/mail_clues.h"

#include <algorithm>

#include "filters/charset.h"
#include "filters/facts.h"
#include "filters/person_signs.h"
#include "filters/same_application.h"
#include "filters/word_list.h"

namespace ajar {
namespace {

constexpr std::size_t kReadForNames = 8 * 1024;  // bytes of a body searched for company and role

// Parts of host names of applicant tracking systems that are nobody's name.
constexpr std::string_view kHostParts =
    "mail|email|mails|us|eu|hire|jobs|job|careers|notifications|notification|no-reply|noreply|em|smtp|m|e|app|apps|www|"
    "ats|"
    "candidates|reply|inbox|in|de|uk|fr|my|go|talent|recruiting|apply|msg|send|mg|mailer|bounce|hr|news|info|api|"
    "static";

class ClueReader {
 public:
  ClueReader(const Candidate& candidate, const RuleBook& rules) : candidate_(candidate), rules_(rules) {}

  Clues read(const EarlierMail& mail) const {
    Clues clues;
    const Envelope& envelope = mail.reading.message.envelope;
    clues.mail = &mail;
    clues.from_user = is_from_user(mail);
    clues.subject_key =
        comparison_key(mail.reading.text.subject.empty() ? envelope.subject : mail.reading.text.subject);
    for (const auto* addresses : {&envelope.from, &envelope.to, &envelope.cc}) {
      for (const Address& address : *addresses) note_person(address, clues);
    }
    for (const Address& address : clues.from_user ? envelope.to : envelope.from)
      note_place(address, mail.reading, clues);
    if (!clues.from_user) {
      for (const Address& from : envelope.from) clues.subject_key += " " + comparison_key(from.name);
    }
    clues.role = mail.reading.facts.role;
    return clues;
  }

 private:
  void note_person(const Address& address, Clues& clues) const {
    if (candidate_.is_me(address.email) || is_no_reply(address.email, rules_)) return;
    clues.people.insert(fold_case(address.email));
  }

  void note_place(const Address& address, const Reading& reading, Clues& clues) const {
    const std::string domain = employer_domain_of(address.email, candidate_, rules_);
    if (!domain.empty()) clues.domains.insert(domain);
    if (domain.empty() && !candidate_.is_me(address.email)) note_labels(address, reading, clues);
  }

  // "talwerk" of noreply@talwerk.softgarden.io and of talwerk@myworkday.com
  void note_labels(const Address& address, const Reading& reading, Clues& clues) const {
    const std::string_view host = domain_of(address.email);
    const std::string shared = registrable_domain(host);
    if (host.size() > shared.size() + 1) {
      std::string_view rest = host.substr(0, host.size() - shared.size() - 1);
      while (!rest.empty()) {
        const std::size_t dot = std::min(rest.find('.'), rest.size());
        note_label(rest.substr(0, dot), clues);
        rest.remove_prefix(std::min(dot + 1, rest.size()));
      }
    }
    const SenderKind kind = reading.facts.sender_kind;
    const bool machine = kind == SenderKind::robot || kind == SenderKind::hr;
    if (machine && !is_no_reply(address.email, rules_) && !is_shared_mailbox(address.email)) {
      note_label(local_part(address.email), clues);
    }
  }

  static void note_label(std::string_view label, Clues& clues) {
    constexpr std::size_t kDistinctive = 4;
    if (label.size() >= kDistinctive && !is_one_of(label, kHostParts)) clues.labels.insert(std::string(label));
  }

  const Candidate& candidate_;
  const RuleBook& rules_;
};

}  // namespace

std::string Clues::text_key() const {
  return comparison_key(std::string_view(mail->reading.text.body).substr(0, kReadForNames));
}

Clues read_clues(const EarlierMail& mail, const Candidate& candidate, const RuleBook& rules) {
  return ClueReader(candidate, rules).read(mail);
}

std::size_t Threads::of(const Message& message) {
  const std::size_t own = node(message.envelope.message_id.empty() ? message.identity : message.envelope.message_id);
  for (const auto* ids : {&message.envelope.references, &message.envelope.in_reply_to}) {
    for (const std::string& id : *ids) parent_[root(node(id))] = root(own);
  }
  return own;
}

std::size_t Threads::root(std::size_t n) {
  while (parent_[n] != n) n = parent_[n] = parent_[parent_[n]];
  return n;
}

std::size_t Threads::node(const std::string& id) {
  const auto [it, is_new] = nodes_.try_emplace(id, parent_.size());
  if (is_new) parent_.push_back(it->second);
  return it->second;
}

}  // namespace ajar
