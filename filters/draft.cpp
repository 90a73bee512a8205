#include "filters/draft.h"

#include <algorithm>
#include <array>

#include "filters/circumstances.h"
#include "filters/etiquette.h"
#include "filters/letter.h"
#include "filters/prepared_text.h"

namespace ajar {
namespace {

constexpr int kTries = 40;

struct Shape {
  std::string_view purpose;
  std::string_view stage;  ///< empty: any
  std::string_view parts;
};

/// What texts are made of; several lines for one occasion are different ways to tell it.
constexpr std::array kShapes{
    Shape{"rejection", "application", "thanks acceptance / door wishes"},
    Shape{"rejection", "", "thanks acceptance / personal? pass_on? feedback? / door wishes"},
    Shape{"also_note", "", "also_open acceptance / personal? / wishes"},
    Shape{"feedback_thanks", "", "feedback_open feedback_points? / feedback_take wishes"},
    Shape{"other_role", "", "thanks acceptance / other_open other_answer / wishes"},
};

std::string join_body(const Letter& salutation, const Letter& letter, const Letter& closing, const Candidate& candidate) {
  std::string body = salutation.paragraphs.empty() ? "" : salutation.paragraphs.front() + "\n\n";
  for (const std::string& paragraph : letter.paragraphs) body += paragraph + "\n\n";
  if (!closing.paragraphs.empty()) body += closing.paragraphs.front() + "\n";
  return body + (candidate.signature.empty() ? candidate.self.name : candidate.signature) + "\n";
}

/// The user's address that the trigger was written to.
Address writing_identity(const Occasion& occasion) {
  const Candidate& candidate = *occasion.candidate;
  Address identity = candidate.self;
  if (!occasion.trigger) return identity;
  std::vector<Address> written_to = occasion.trigger->message.envelope.to;
  const auto& cc = occasion.trigger->message.envelope.cc;
  written_to.insert(written_to.end(), cc.begin(), cc.end());
  for (const char* name : {"delivered-to", "x-original-to"}) {
    const std::string_view value = occasion.trigger->message.header(name);
    if (!value.empty()) written_to.push_back({"", std::string(value)});
  }
  for (const Address& address : written_to) {
    if (!candidate.is_me(address.email)) continue;
    identity.email = address.email;
    break;
  }
  return identity;
}

void answer_thread(const Occasion& occasion, Draft& draft) {
  const Message* anchor = anchor_for(occasion.addressee, *occasion.correspondence, occasion.trigger);
  if (!anchor) return;
  draft.subject = "Re: " + strip_subject_prefixes(anchor->envelope.subject);
  draft.in_reply_to = anchor->envelope.message_id;
  draft.references = anchor->envelope.references.empty() ? anchor->envelope.in_reply_to : anchor->envelope.references;
  if (!draft.in_reply_to.empty()) draft.references.push_back(draft.in_reply_to);
}

}  // namespace

const Message* anchor_for(const Contact& addressee, const Correspondence& correspondence, const Reading* trigger) {
  if (trigger) {
    for (const auto* people : {&trigger->message.envelope.from, &trigger->message.envelope.reply_to}) {
      for (const Address& person : *people) {
        if (same_email(person.email, addressee.address.email)) return &trigger->message;
      }
    }
  }
  if (!addressee.has_mail || addressee.newest_mail >= correspondence.mails.size()) return nullptr;
  return &correspondence.mails[addressee.newest_mail].reading.message;
}

Result<Draft> compose_draft(const Occasion& occasion, const ReplyBook& replies, const RuleBook&, const ReplyMemory& memory) {
  if (occasion.addressee.address.email.empty()) return fail(ErrorKind::message, "no human is reachable");
  Draft draft;
  draft.language = draft_language(occasion, replies);
  const LanguagePack* pack = replies.compiled().pack(draft.language);
  if (!pack) return fail(ErrorKind::message, "there are no replies in the language of this mail", "add replies.d/*.yaml");
  const Circumstances circumstances = circumstances_of(occasion, *pack);
  draft.purpose = occasion.purpose;
  draft.from = writing_identity(occasion);
  draft.to = {spoken_name(occasion.addressee.address.name), occasion.addressee.address.email};
  answer_thread(occasion, draft);

  const std::string purpose = occasion.purpose == "late" ? "rejection" : occasion.purpose;
  std::string why = "no sentence fits";
  for (int attempt = 0; attempt < kTries; ++attempt) {
    const std::string seed = occasion.seed + "/" + std::to_string(attempt);
    for (const Shape& shape : kShapes) {
      if (shape.purpose != purpose || (!shape.stage.empty() && shape.stage != circumstances.stage)) continue;
      const Letter letter = write_letter(shape.parts, circumstances, *pack, memory, seed);
      if (!letter.complete) continue;
      const Letter salutation = write_letter("salutation", circumstances, *pack, memory, seed);
      const Letter closing = write_letter("closing", circumstances, *pack, memory, seed);
      if (draft.subject.empty()) {
        const Letter subject = write_letter("subject", circumstances, *pack, memory, seed);
        draft.subject = subject.paragraphs.empty() ? "" : subject.paragraphs.front();
      }
      draft.body = join_body(salutation, letter, closing, *occasion.candidate);
      draft.variants = salutation.variants;
      draft.variants.insert(draft.variants.end(), letter.variants.begin(), letter.variants.end());
      draft.variants.insert(draft.variants.end(), closing.variants.begin(), closing.variants.end());
      const std::vector<Breach> breaches = check_etiquette(draft, occasion, replies);
      if (breaches.empty()) return draft;
      why = breaches.front().rule + ": " + breaches.front().words;
      break;
    }
  }
  return fail(ErrorKind::message, "no draft keeps the manners (" + why + ")");
}

Result<std::string> finish_draft(const Draft& draft, Instant date, const std::string& time_zone, const std::string& message_id) {
  OutgoingMessage message;
  message.from = draft.from;
  message.to = {draft.to};
  message.subject = draft.subject;
  message.date = date;
  message.time_zone = time_zone;
  message.message_id = message_id;
  message.in_reply_to = draft.in_reply_to;
  message.references = draft.references;
  message.body = draft.body;
  return write_message(message);
}

Result<ReminderText> compose_reminder_text(const std::string& kind, int, const Occasion& occasion, const ReplyBook& replies,
                                           const RuleBook&, const ReplyMemory& memory, int) {
  const LanguagePack* pack = replies.compiled().pack(draft_language(occasion, replies));
  if (!pack) return fail(ErrorKind::message, "there are no replies in this language");
  const Circumstances circumstances = circumstances_of(occasion, *pack);
  const std::string shape = kind == "check_in" ? "check_in_open check_in_line? check_in_ask? / check_in_close" : kind;
  const Letter letter = write_letter(shape, circumstances, *pack, memory, occasion.seed);
  if (!letter.complete) return fail(ErrorKind::message, "no sentence fits");
  ReminderText text;
  text.variants = letter.variants;
  for (const std::string& paragraph : letter.paragraphs) text.text += (text.text.empty() ? "" : "\n\n") + paragraph;
  return text;
}

}  // namespace ajar
