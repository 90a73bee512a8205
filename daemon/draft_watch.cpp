// What becomes of a filed draft: changed, sent, or gone. Part of carry_out.h.
#include <map>

#include "daemon/append_once.h"
#include "daemon/carry_out.h"
#include "daemon/draft_likeness.h"

namespace ajar {
namespace {

/// The filed drafts that still lie where they were, by UID.
Result<std::map<std::uint32_t, std::string>> bytes_in_place(Desk& desk, const std::vector<DraftEntry>& drafts,
                                                            UidValidity validity) {
  std::vector<Uid> uids;
  for (const DraftEntry& draft : drafts) {
    if (draft.filed && draft.filed->uid && draft.filed->mailbox == desk.roles.drafts && draft.filed->validity == validity)
      uids.push_back(*draft.filed->uid);
  }
  std::map<std::uint32_t, std::string> bytes;
  if (uids.empty()) return bytes;
  auto fetched = desk.server.fetch(desk.roles.drafts, uids, kReadCap);
  if (!fetched) return tl::unexpected(fetched.error());
  for (FetchedMessage& mail : *fetched) bytes[mail.uid.value] = std::move(mail.bytes);
  return bytes;
}

Result<void> note_gone(Desk& desk, const DraftEntry& draft) {
  const Instant now = desk.clock.now();
  if (!draft.missing_since) return desk.ledger.draft_missing(draft.id, now);
  if (now - *draft.missing_since < kGoneAfter) return {};
  auto known = desk.ledger.known(desk.account.name);
  if (!known) return tl::unexpected(known.error());
  Plan plan;
  plan.reason = "The draft was deleted unsent.";
  for (const KnownApplication& application : known->applications) {
    if (draft.application != application.id) continue;
    for (const KnownDraft& one : application.drafts) {
      if (one.message_id == draft.message_id) plan = decide_draft_gone(application, one, now);
    }
  }
  return desk.ledger.draft_gone(draft, plan, now);
}

/// It is not where it was: moved or edited in Drafts, sent, or gone.
Result<void> look_for(Desk& desk, const DraftEntry& draft) {
  auto own = desk.ledger.own_ids(desk.account.name);
  if (!own) return tl::unexpected(own.error());
  const MailSearch by = search_for(draft);
  const auto is_it = [&](const Message& mail) {
    const Likeness alike = likeness(mail, draft);
    return alike == Likeness::identical || (alike != Likeness::none && own->count(mail.envelope.message_id) == 0);
  };
  bool identical = false;
  auto in_drafts = find_mail(desk, desk.roles.drafts, by, [&](const Message& mail) {
    identical = identical || likeness(mail, draft) == Likeness::identical;
    return is_it(mail);
  });
  if (!in_drafts) return tl::unexpected(in_drafts.error());
  if (*in_drafts) {
    return identical && draft.state == DraftState::filed ? desk.ledger.draft_filed(draft.id, **in_drafts, desk.clock.now())
                                                         : desk.ledger.draft_changed(draft.id, **in_drafts);
  }
  std::string sent_id;
  auto in_sent = find_mail(desk, desk.roles.sent, by, [&](const Message& mail) {
    if (!is_it(mail)) return false;
    sent_id = mail.envelope.message_id;
    return true;
  });
  if (!in_sent) return tl::unexpected(in_sent.error());
  if (*in_sent) return desk.ledger.draft_sent(draft.id, sent_id, desk.clock.now());
  return note_gone(desk, draft);
}

}  // namespace

Result<void> watch_drafts(Desk& desk) {
  std::vector<DraftEntry> drafts;
  for (const DraftState state : {DraftState::filed, DraftState::changed}) {
    auto some = desk.ledger.drafts_in(desk.account.name, state);
    if (!some) return tl::unexpected(some.error());
    drafts.insert(drafts.end(), some->begin(), some->end());
  }
  if (drafts.empty() || desk.roles.drafts.empty()) return {};
  auto status = desk.server.examine(desk.roles.drafts);
  if (!status) return tl::unexpected(status.error());
  auto in_place = bytes_in_place(desk, drafts, status->validity);
  if (!in_place) return tl::unexpected(in_place.error());
  for (const DraftEntry& draft : drafts) {
    const bool placed = draft.filed && draft.filed->uid && draft.filed->validity == status->validity;
    const auto found = placed ? in_place->find(draft.filed->uid->value) : in_place->end();
    Result<void> noted;
    if (found == in_place->end()) {
      noted = look_for(desk, draft);
    } else if (draft.state == DraftState::filed && draft.attempt && !draft.attempt->bytes.empty() &&
               found->second != draft.attempt->bytes) {
      noted = desk.ledger.draft_changed(draft.id, *draft.filed);
    } else if (draft.missing_since) {
      noted = desk.ledger.draft_missing(draft.id, std::nullopt);
    }
    if (!noted) return noted;
  }
  return {};
}

}  // namespace ajar
