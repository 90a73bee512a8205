#include "daemon/draft_likeness.h"

#include <algorithm>

#include "filters/prepared_text.h"

namespace ajar {
namespace {

Instant date_of(const Message& mail) { return mail.envelope.date.value_or(mail.received); }

bool holds(const std::vector<std::string>& ids, std::string_view id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

bool refers_to(const Message& mail, std::string_view id) {
  return !id.empty() && (holds(mail.envelope.references, id) || holds(mail.envelope.in_reply_to, id));
}

bool goes_to(const Message& mail, std::string_view email) {
  return std::any_of(mail.envelope.to.begin(), mail.envelope.to.end(),
                     [&](const Address& to) { return same_email(to.email, email); });
}

Likeness likeness(const Message& mail, const DraftEntry& draft) {
  if (mail.envelope.message_id == draft.message_id) return Likeness::identical;
  if (date_of(mail) <= draft.trigger_date) return Likeness::none;
  const bool same_person = goes_to(mail, draft.draft.to.email);
  if (refers_to(mail, draft.draft.in_reply_to)) return same_person ? Likeness::addressee : Likeness::thread;
  if (refers_to(mail, draft.trigger_id)) return same_person ? Likeness::addressee : Likeness::none;
  const bool same_subject =
      strip_subject_prefixes(mail.envelope.subject) == strip_subject_prefixes(draft.draft.subject);
  return same_person && same_subject ? Likeness::subject : Likeness::none;
}

const DraftEntry* likest(const Message& mail, const std::vector<DraftEntry>& drafts) {
  const DraftEntry* best = nullptr;
  Likeness how = Likeness::none;
  bool ambiguous = false;
  for (const DraftEntry& draft : drafts) {
    const Likeness alike = likeness(mail, draft);
    if (alike == Likeness::none || alike < how) continue;
    ambiguous = alike == how && alike == Likeness::thread;
    if (alike == how) continue;
    best = &draft;
    how = alike;
  }
  return ambiguous ? nullptr : best;
}

MailSearch search_for(const DraftEntry& draft) {
  MailSearch search;
  for (const std::string& id : {draft.message_id, draft.draft.in_reply_to, draft.trigger_id}) {
    if (!id.empty()) search.message_ids.push_back(id);
  }
  search.addresses.push_back(draft.draft.to.email);
  search.since = add_days(to_local(draft.trigger_date, "UTC").date, -1);
  return search;
}

}  // namespace ajar
