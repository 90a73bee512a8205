#include "filters/draft.h"

#include <algorithm>
#include <array>

#include "filters/charset.h"
#include "filters/circumstances.h"
#include "filters/details.h"
#include "filters/etiquette.h"
#include "filters/letter.h"
#include "filters/prepared_text.h"
#include "filters/reply_subject.h"
#include "filters/salutation.h"
#include "filters/spoken_names.h"

namespace ajar {
namespace {

constexpr int kTriesPerDetail = 24;
constexpr int kLastTries = 6;  // then a likeness to a draft of long ago is no matter
constexpr std::size_t kMostDetails = 4;
constexpr std::size_t kIdsOfADraft = 9;
constexpr std::size_t kRecentIds = 60;  // about six drafts

struct Shape {
  std::string_view purpose;
  std::string_view stages;  ///< empty: any
  enum class Asks { no, yes, either } asks;
  std::string_view parts;
};
using Asks = Shape::Asks;

/// What texts are made of; several lines for one occasion are different ways to tell it.
constexpr std::array kShapes{
    Shape{"rejection", "application", Asks::no, "thanks acceptance / personal? door wishes"},
    Shape{"rejection", "application", Asks::no, "thanks personal? acceptance / door wishes"},
    Shape{"rejection", "application", Asks::no, "thanks personal? / acceptance door wishes"},
    Shape{"rejection", "application", Asks::yes, "thanks personal? / acceptance feedback / wishes"},
    Shape{"rejection", "application", Asks::yes, "thanks acceptance / personal? feedback"},
    Shape{"rejection", "screen assessment", Asks::no, "thanks acceptance / personal? / door wishes pass_on?"},
    Shape{"rejection", "screen assessment", Asks::no, "thanks personal? / acceptance door / wishes pass_on?"},
    Shape{"rejection", "screen assessment", Asks::no, "thanks personal? / acceptance door wishes pass_on?"},
    Shape{"rejection", "screen assessment", Asks::yes, "thanks acceptance / personal? feedback / wishes pass_on?"},
    Shape{"rejection", "screen assessment", Asks::yes, "thanks personal? / acceptance feedback / wishes pass_on?"},
    Shape{"rejection", "screen assessment", Asks::yes, "thanks personal? / acceptance feedback / door pass_on?"},
    Shape{"rejection", "interview final", Asks::no, "thanks acceptance / personal? / door wishes pass_on?"},
    Shape{"rejection", "interview final", Asks::no, "thanks acceptance / personal? door / pass_on? wishes"},
    Shape{"rejection", "interview final", Asks::no, "thanks personal? / acceptance door / wishes pass_on?"},
    Shape{"rejection", "interview final", Asks::no, "thanks personal? / acceptance door wishes pass_on?"},
    Shape{"rejection", "interview final", Asks::yes, "thanks acceptance / personal? / feedback / door wishes pass_on?"},
    Shape{"rejection", "interview final", Asks::yes, "thanks acceptance / personal? feedback / door wishes pass_on?"},
    Shape{"rejection", "interview final", Asks::yes, "thanks personal? / acceptance feedback / door wishes pass_on?"},
    Shape{"rejection", "interview final", Asks::yes, "thanks acceptance / personal? feedback / pass_on? wishes door"},
    Shape{"rejection", "final", Asks::no, "thanks acceptance / personal? regard? / door wishes pass_on?"},
    Shape{"rejection", "final", Asks::no, "thanks personal? / regard? acceptance door / wishes pass_on?"},
    Shape{"rejection", "final", Asks::yes, "thanks acceptance / personal? regard? / feedback / door wishes pass_on?"},
    Shape{"also_note", "", Asks::either, "also_open personal? / wishes"},
    Shape{"also_note", "", Asks::either, "also_open / personal? wishes"},
    Shape{"also_note", "", Asks::either, "also_open personal? / door wishes"},
    Shape{"feedback_thanks", "", Asks::either, "feedback_open feedback_points feedback_take / wishes"},
    Shape{"feedback_thanks", "", Asks::either, "feedback_open / feedback_points feedback_take / wishes"},
    Shape{"other_role", "", Asks::either, "thanks acceptance / other_open other_answer / wishes"},
    Shape{"other_role", "", Asks::either, "thanks acceptance other_open other_answer / wishes"},
    Shape{"other_role", "", Asks::either, "thanks acceptance / personal? / other_open other_answer"},
};

bool has_stage(std::string_view stages, const std::string& stage) {
  return stages.empty() || (" " + std::string(stages) + " ").find(" " + stage + " ") != std::string::npos;
}

std::vector<const Shape*> shapes_for(const std::string& purpose, const Circumstances& circumstances) {
  std::vector<const Shape*> shapes;
  const Asks asks = circumstances.ask_feedback ? Asks::yes : Asks::no;
  for (const Shape& shape : kShapes) {
    const bool fits = shape.purpose == purpose && has_stage(shape.stages, circumstances.stage) && (shape.asks == Asks::either || shape.asks == asks);
    if (fits) shapes.push_back(&shape);
  }
  return shapes;
}

/// The book's ß as ss, as Swiss German has it. A name keeps the spelling of its owner.
std::string without_sharp_s(std::string_view body, const Circumstances& circumstances) {
  std::string out;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t end = std::min(body.find_first_of(" \n", at), body.size() - 1) + 1;
    std::string word(body.substr(at, end - at));
    const std::string bare = word.substr(0, word.find_first_of(" \n,.!?;:"));
    const auto& slots = circumstances.slots;
    const bool name = std::any_of(slots.begin(), slots.end(),
                                  [&](const auto& slot) { return slot.second.find(bare) != std::string::npos; });
    for (std::size_t sharp; !name && (sharp = word.find("ß")) != std::string::npos;) word.replace(sharp, 2, "ss");
    out += word;
    at = end;
  }
  return out;
}

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
  draft.subject = reply_subject(anchor->envelope.subject);
  draft.in_reply_to = anchor->envelope.message_id;
  draft.references = anchor->envelope.references.empty() ? anchor->envelope.in_reply_to : anchor->envelope.references;
  if (!draft.in_reply_to.empty()) draft.references.push_back(draft.in_reply_to);
}

/// "All the best" in the last sentence and again below it.
bool echoes(const Letter& letter, const Letter& closing) {
  if (closing.paragraphs.empty()) return false;
  const std::string words = comparison_key(closing.paragraphs.front());
  return std::any_of(letter.paragraphs.begin(), letter.paragraphs.end(),
                     [&](const std::string& paragraph) { return comparison_key(paragraph).find(words) != std::string::npos; });
}

/// Tries details (best first, at last none), shapes and sentences until a draft keeps the manners.
class Composer {
 public:
  Composer(const Occasion& occasion, const ReplyBook& replies, const LanguagePack& pack, const ReplyMemory& memory)
      : occasion_(occasion), replies_(replies), pack_(pack), drafts_before_(memory.used), memory_(memory), plain_(circumstances_of(occasion, pack)) {}

  Result<Draft> compose(Draft draft) {
    if (occasion_.purpose == "feedback_thanks") add_points();
    std::vector<Detail> details = find_details(occasion_, pack_, plain_);
    add_other_role(details);
    if (details.size() > kMostDetails) details.resize(kMostDetails);
    for (const Detail& detail : details) {
      if (try_with(&detail, draft)) return draft;
    }
    if (try_with(nullptr, draft)) return draft;
    // Better a sentence of long ago again, or a letter without the role, than no letter.
    for (const std::size_t remembered : {kRecentIds, std::size_t{0}}) {
      keep_newest(remembered);
      if (try_with(details.empty() ? nullptr : &details.front(), draft) || try_with(nullptr, draft)) return draft;
    }
    plain_.slots.erase("role");
    if (try_with(nullptr, draft)) return draft;
    plain_.ask_feedback = false;
    if (try_with(nullptr, draft)) return draft;
    return fail(ErrorKind::message, "no draft keeps the manners (" + why_ + ")", "see `ajar replies check`");
  }

 private:
  void keep_newest(std::size_t count) {
    if (memory_.used.size() > count) memory_.used.erase(memory_.used.begin(), memory_.used.end() - static_cast<std::ptrdiff_t>(count));
  }

  void add_points() {
    const std::vector<std::string> points = find_points(occasion_, pack_, plain_);
    if (points.empty()) plain_.hold.insert("no_points");
    if (points.size() == 1) plain_.hold.insert("one_point");
    if (points.size() > 2) plain_.hold.insert("many_points");
    if (!points.empty()) plain_.slots["points"] = join_list(points, pack_.and_word);
  }

  /// The role on the table is found like a detail, but it is no topic.
  void add_other_role(std::vector<Detail>& details) {
    const auto other = std::find_if(details.begin(), details.end(), [](const Detail& d) { return d.kind == "other_role"; });
    if (other == details.end()) return;
    const std::string role = spoken_role(other->text, occasion_.candidate->gender);
    if (!role.empty()) plain_.slots["other_role"] = role;
    std::erase_if(details, [](const Detail& d) { return d.kind == "other_role"; });
  }

  bool try_with(const Detail* detail, Draft& draft) {
    const Circumstances circumstances = with_detail(plain_, detail);
    const std::vector<const Shape*> shapes = shapes_for(told_as(circumstances), circumstances);
    Lean lean = Lean::either;
    for (int attempt = 0; attempt < kTriesPerDetail && !shapes.empty(); ++attempt) {
      const std::string seed = occasion_.seed + "/" + std::to_string(attempt);
      const Shape& shape = *shapes[seeded_number(seed, "shape") % shapes.size()];
      const Letter letter = write_letter(shape.parts, circumstances, pack_, memory_, seed, lean);
      if (!letter.complete || (detail && !uses_detail(letter))) {
        why_ = letter.complete ? "the detail found no sentence" : "no sentence fits";
        continue;
      }
      if (const std::string again = recalled(letter); !again.empty() && attempt + kLastTries < kTriesPerDetail) {
        memory_.used.push_back(again);  // as if it had been said just now
        continue;
      }
      dress(letter, circumstances, seed, draft);
      draft.detail = detail ? detail->text : "";
      const std::vector<Breach> breaches = check_etiquette(draft, occasion_, replies_);
      if (breaches.empty()) return true;
      why_ = breaches.front().rule + ": " + breaches.front().words;
      lean = lean_after(draft, circumstances, breaches, lean);
    }
    return false;
  }

  /// A late answer is told like any other; a rejection with another role on the table is told as an answer to that.
  std::string told_as(const Circumstances& circumstances) const {
    const bool answers_no = occasion_.purpose == "rejection" || occasion_.purpose == "late";
    if (answers_no && circumstances.hold.count("other_role")) return "other_role";
    return answers_no ? "rejection" : occasion_.purpose;
  }

  bool uses_detail(const Letter& letter) const {
    if (told_as(plain_) != "rejection" && occasion_.purpose != "also_note") return true;
    return std::any_of(letter.variants.begin(), letter.variants.end(), [&](const std::string& id) {
      const Variant* variant = replies_.compiled().variant(id);
      return variant && (variant->slots.count("detail") > 0 || variant->slots.count("about_detail") > 0);
    });
  }

  /// Two sentences that stood in one draft before would make the two sound alike, however long ago.
  /// The second of them; empty: no likeness.
  std::string recalled(const Letter& letter) const {
    std::size_t last = 0;
    for (std::size_t i = 0; i < drafts_before_.size(); ++i) {
      if (std::find(letter.variants.begin(), letter.variants.end(), drafts_before_[i]) == letter.variants.end()) continue;
      if (last > 0 && i + 1 - last < kIdsOfADraft) return drafts_before_[i];
      last = i + 1;
    }
    return {};
  }

  Lean lean_after(const Draft& draft, const Circumstances& circumstances, const std::vector<Breach>& breaches, Lean lean) const {
    if (std::none_of(breaches.begin(), breaches.end(), [](const Breach& b) { return b.rule == "length"; })) return lean;
    const WordRange range = word_range(draft.purpose, circumstances.stage, circumstances.hold.count("agency") > 0);
    return count_words(draft.body) < range.fewest ? Lean::longer : Lean::shorter;
  }

  /// Salutation, closing, name, and in a new thread the subject.
  void dress(const Letter& letter, const Circumstances& circumstances, const std::string& seed, Draft& draft) const {
    const Letter salutation = write_letter("salutation", circumstances, pack_, memory_, seed);
    Letter closing = write_letter("closing", circumstances, pack_, memory_, seed);
    for (int again = 0; again < kLastTries && echoes(letter, closing); ++again) {
      closing = write_letter("closing", circumstances, pack_, memory_, seed + "+" + std::to_string(again));
    }
    draft.body = join_body(salutation, letter, closing, *occasion_.candidate);
    if (circumstances.hold.count("swiss")) draft.body = without_sharp_s(draft.body, circumstances);
    draft.variants.clear();
    for (const Letter* part : std::initializer_list<const Letter*>{&salutation, &letter, &closing}) {
      draft.variants.insert(draft.variants.end(), part->variants.begin(), part->variants.end());
    }
    if (!draft.subject.empty()) return;
    const Letter subject = write_letter("subject", circumstances, pack_, memory_, seed);
    if (!subject.paragraphs.empty()) draft.subject = subject.paragraphs.front();
  }

  const Occasion& occasion_;
  const ReplyBook& replies_;
  const LanguagePack& pack_;
  const std::vector<std::string> drafts_before_;
  ReplyMemory memory_;
  Circumstances plain_;
  std::string why_ = "no sentence fits";
};

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
  if (!pack) return fail(ErrorKind::message, "there are no replies in the language of this mail", "add a file to replies.d/");
  draft.purpose = occasion.purpose;
  draft.from = writing_identity(occasion);
  draft.to = {spoken_name(occasion.addressee.address.name), occasion.addressee.address.email};
  answer_thread(occasion, draft);
  return Composer(occasion, replies, *pack, memory).compose(std::move(draft));
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

}  // namespace ajar
