#pragma once
// compose_*: the texts Ajar writes for the user, and the draft as bytes.
#include <optional>
#include <string>
#include <vector>

#include "filters/candidate.h"
#include "filters/correspondence.h"
#include "filters/message_writer.h"
#include "filters/replies.h"

namespace ajar {

/// A reply to be filed in Drafts. Date and Message-ID are given when it is filed (finish_draft).
struct Draft {
  std::string purpose;  ///< rejection | also_note | feedback_thanks | other_role | late
  Address from;
  Address to;
  std::string subject;
  std::string in_reply_to;              ///< the anchor's id; empty: a new thread
  std::vector<std::string> references;
  std::string body;
  std::string language;
  std::vector<std::string> variants;    ///< ids of the sentences used, for rotation
  std::string detail;                   ///< the personal detail used, for `explain`
};

/// Everything a text may draw on. Pointers are never null unless said; they live as long as the call.
struct Occasion {
  const Reading* trigger = nullptr;  ///< the rejection, feedback ... that is answered; null for `ajar add`
  const Correspondence* correspondence = nullptr;
  const Candidate* candidate = nullptr;
  Contact addressee;
  std::string purpose = "rejection";
  Instant now{};
  std::string seed;  ///< chooses among equals; the trigger's identity: same input, same output
  std::string via;   ///< phone | letter | voicemail for a no that came another way, else empty
  std::vector<std::string> given_details;  ///< `ajar add --detail`
  std::vector<Contact> others_thanked;     ///< people without a note of their own, to be thanked by name
};

/// Composes and checks (etiquette) a draft. Fails with ErrorKind::message if no draft can be written that keeps the
/// manners; `what` says why ("no human is reachable", "the text would be shorter than ...").
Result<Draft> compose_draft(const Occasion& occasion, const ReplyBook& replies, const RuleBook& rules,
                            const ReplyMemory& memory);

/// The anchor of a draft to this contact: the newest message in the addressee's own thread; null: a new thread.
const Message* anchor_for(const Contact& addressee, const Correspondence& correspondence, const Reading* trigger);

/// RFC 5322 bytes of the draft as it is filed.
Result<std::string> finish_draft(const Draft& draft, Instant date, const std::string& time_zone,
                                 const std::string& message_id);

/// A text for a reminder: kind is linkedin | card | check_in | feedback ...; step counts check-ins from 1.
struct ReminderText {
  std::string text;
  std::vector<std::string> variants;
};
Result<ReminderText> compose_reminder_text(const std::string& kind, int step, const Occasion& occasion,
                                           const ReplyBook& replies, const RuleBook& rules, const ReplyMemory& memory,
                                           int linkedin_limit);

}  // namespace ajar
