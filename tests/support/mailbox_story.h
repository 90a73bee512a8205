#pragma once
// Readings made by hand, for tests of what follows from mails (correspondence, decide): no parser, no rules of a
// language.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "filters/correspondence.h"
#include "filters/facts.h"
#include "filters/prepared_text.h"
#include "filters/rules.h"

namespace ajar::test {

/// "2026-03-02T09:00:00Z"
inline Instant at(const std::string& rfc3339) { return parse_rfc3339(rfc3339).value(); }
inline Date on(const std::string& date) { return parse_date(date).value(); }

/// Just enough of senders.yaml: one tracking system, one free mail provider, no-reply forms.
inline const RuleBook& sender_rules() {
  static const RuleBook book = [] {
    const std::string pack = R"(version: 1
rules:
  - {id: senders.shared, take: shared_domain, domains: [ats-mail.com, freemail.com], because: "shared"}
  - {id: senders.machine, take: "sender_kind:robot", local_parts: [no-reply, noreply], because: "a machine"}
)";
    auto loaded = RuleBook::load({{"senders.yaml", pack}}, {}, {});
    if (!loaded) throw std::runtime_error("the sender rules of the tests do not load");
    return *loaded;
  }();
  return book;
}

inline Candidate sam() {
  Candidate candidate;
  candidate.account = "personal";
  candidate.self = {"Sam Rivera", "sam.rivera@example.org"};
  candidate.aliases = {"sam+jobs@rivera.example"};
  candidate.time_zone = "Europe/Berlin";
  return candidate;
}

/// One mail, told in a chain: Mail("1").on("2026-03-02").from("Dana Whitfield <dana@finch.example>").saying("...").
class Mail {
 public:
  explicit Mail(const std::string& id) {
    Message& message = reading_.message;
    message.envelope.message_id = id;
    message.identity = id;
    message.envelope.to = {sam().self};
    when("2026-03-02T09:00:00Z");
  }
  Mail& when(const std::string& rfc3339) {
    reading_.message.received = at(rfc3339);
    reading_.message.envelope.date = at(rfc3339);
    return *this;
  }
  Mail& from(const std::string& name, const std::string& email, SenderKind kind = SenderKind::person) {
    reading_.message.envelope.from = {{name, email}};
    reading_.facts.sender_kind = kind;
    if (kind == SenderKind::person || kind == SenderKind::agency) reading_.facts.person = Address{name, email};
    const std::string_view domain = domain_of(email);
    if (!is_shared_domain(domain, sender_rules())) reading_.facts.employer_domain = registrable_domain(domain);
    return *this;
  }
  Mail& from_robot(const std::string& name, const std::string& email) { return from(name, email, SenderKind::robot); }
  Mail& reply_to(const std::string& name, const std::string& email) {
    reading_.message.envelope.reply_to = {{name, email}};
    return *this;
  }
  Mail& to(const std::string& name, const std::string& email) {
    reading_.message.envelope.to = {{name, email}};
    return *this;
  }
  Mail& cc(const std::string& name, const std::string& email) {
    reading_.message.envelope.cc.push_back({name, email});
    return *this;
  }
  Mail& answering(const std::string& id) {
    reading_.message.envelope.in_reply_to = {id};
    reading_.message.envelope.references.push_back(id);
    return *this;
  }
  Mail& about(const std::string& company, const std::string& role) {
    reading_.facts.company = company;
    reading_.facts.role = role;
    return *this;
  }
  Mail& subject(const std::string& subject) {
    reading_.message.envelope.subject = subject;
    reading_.text.subject = strip_subject_prefixes(subject);
    return *this;
  }
  Mail& saying(const std::string& body) {
    reading_.message.text = body;
    reading_.text.body = body;
    return *this;
  }
  Mail& is(Event event, Stage stage = Stage::none) {
    reading_.verdict.event = event;
    reading_.verdict.rejection = event == Event::rejection;
    reading_.verdict.language = "en";
    reading_.facts.stage = stage;
    return *this;
  }
  Mail& also(Event event) {
    reading_.verdict.also.push_back(event);
    reading_.verdict.rejection = reading_.verdict.rejection || event == Event::rejection;
    return *this;
  }
  Mail& sign(const std::string& sign) {
    reading_.verdict.signs.insert(sign);
    return *this;
  }
  Mail& by_agency() {
    reading_.facts.channel = Channel::agency;
    reading_.facts.sender_kind = SenderKind::agency;
    return *this;
  }

  const Reading& read() const { return reading_; }
  EarlierMail received() const { return {reading_, false, false}; }
  /// As the user sent it.
  EarlierMail sent() const { return {sent_reading(), true, false}; }
  EarlierMail in_drafts() const { return {sent_reading(), true, true}; }
  Reading sent_reading() const {
    Reading reading = reading_;
    reading.own = true;
    reading.message.envelope.from = {sam().self};
    reading.facts.person.reset();
    reading.facts.employer_domain.clear();
    return reading;
  }

 private:
  Reading reading_;
};

inline Correspondence gather(const Mail& no, std::vector<EarlierMail> found) {
  return gather_correspondence(no.read(), std::move(found), sam(), sender_rules());
}

inline std::vector<std::string> ids_of(const Correspondence& correspondence) {
  std::vector<std::string> ids;
  for (const EarlierMail& mail : correspondence.mails) ids.push_back(mail.reading.message.identity);
  return ids;
}

inline std::string best_addressee(const Correspondence& correspondence) {
  return correspondence.contacts.empty() ? "" : correspondence.contacts.front().address.email;
}

}  // namespace ajar::test
