// The texts offered in reminders: a LinkedIn note, a handwritten card, check-ins. Same care, rotation and checker.
#include <algorithm>
#include <array>

#include "filters/charset.h"
#include "filters/details.h"
#include "filters/draft.h"
#include "filters/etiquette.h"
#include "filters/letter.h"
#include "filters/prepared_text.h"

namespace ajar {
namespace {

constexpr int kTries = 24;
constexpr int kYearFromStep = 4;  // so late a check-in names the year with the month
constexpr std::size_t kMostDetails = 3;

struct NoteKind {
  std::string_view kind;
  std::string_view parts;
  WordRange range;
  bool mail;  ///< with a closing before the name
};
constexpr std::array kNotes{
    NoteKind{"card", "card_open card_line / card_close", {35, 75}, false},
    NoteKind{"check_in", "check_in_open check_in_line / check_in_ask check_in_close", {40, 90}, true},
    NoteKind{"check_in", "check_in_open check_in_line / check_in_close", {40, 90}, true},
    NoteKind{"check_in", "check_in_open / check_in_line check_in_close", {40, 90}, true},
};

std::string joined(const Letter& letter) {
  std::string text;
  for (const std::string& paragraph : letter.paragraphs) text += (text.empty() ? "" : "\n\n") + paragraph;
  return text;
}

/// Tries details, shapes and sentences until a text keeps the manners.
class NoteWriter {
 public:
  NoteWriter(const std::string& kind, int step, const Occasion& occasion, const LanguagePack& pack, const ReplyMemory& memory, int linkedin_limit)
      : kind_(kind), step_(step), occasion_(occasion), pack_(pack), memory_(memory), linkedin_limit_(linkedin_limit), plain_(circumstances_of(occasion, pack)) {
    const bool has_month = plain_.slots.count("month") > 0 && plain_.slots.count("year") > 0;
    if (step >= kYearFromStep && has_month) plain_.slots["month"] += (pack.language == "es" || pack.language == "pt" ? " de " : " ") + plain_.slots["year"];
  }

  Result<ReminderText> write() {
    std::vector<Detail> details;
    if (kind_ == "card" || step_ <= 2) details = find_details(occasion_, pack_, plain_);
    std::erase_if(details, [&](const Detail& d) { return d.kind != "topic" && (d.kind != "praise" || kind_ != "card"); });
    if (details.size() > kMostDetails) details.resize(kMostDetails);
    ReminderText text;
    for (const Detail& detail : details) {
      if (try_with(with_detail(plain_, &detail), text)) return text;
    }
    if (try_with(with_detail(plain_, nullptr), text)) return text;
    return fail(ErrorKind::message, "no text for the reminder keeps the manners (" + why_ + ")", "see `ajar replies check`");
  }

 private:
  bool try_with(const Circumstances& circumstances, ReminderText& text) {
    Lean lean = Lean::either;
    for (int attempt = 0; attempt < kTries; ++attempt) {
      const std::string seed = occasion_.seed + "/" + std::to_string(step_) + "/" + std::to_string(attempt);
      const bool written = kind_ == "linkedin" ? write_linkedin(circumstances, seed, attempt < kTries / 2 ? Lean::either : Lean::shorter, text)
                                               : write_note(circumstances, seed, lean, text);
      if (written) return true;
    }
    return false;
  }

  bool write_linkedin(const Circumstances& circumstances, const std::string& seed, Lean lean, ReminderText& text) {
    const Letter letter = write_letter("linkedin", circumstances, pack_, memory_, seed, lean);
    if (!letter.complete) return false;
    text.text = joined(letter);
    text.variants = letter.variants;
    const bool fits = count_code_points(text.text) <= static_cast<std::size_t>(std::max(0, linkedin_limit_));
    if (!fits) why_ = "longer than " + std::to_string(linkedin_limit_) + " characters";
    if (!fits) memory_.used.push_back(letter.variants.front());  // so that the next try takes another one
    return fits && keeps_manners(text.text, {0, 1000});
  }

  bool write_note(const Circumstances& circumstances, const std::string& seed, Lean& lean, ReminderText& text) {
    const NoteKind* note = choose_note(seed);
    if (!note) return false;
    const Letter letter = write_letter(note->parts, circumstances, pack_, memory_, seed, lean);
    const Letter salutation = write_letter("salutation", circumstances, pack_, memory_, seed);
    const Letter closing = note->mail ? write_letter("closing", circumstances, pack_, memory_, seed) : Letter{};
    if (!letter.complete || salutation.paragraphs.empty()) return false;
    text.text = salutation.paragraphs.front() + "\n\n" + joined(letter) + "\n\n" + (closing.paragraphs.empty() ? "" : closing.paragraphs.front() + "\n") +
                occasion_.candidate->self.name;
    text.variants = salutation.variants;
    for (const Letter* part : {&letter, &closing}) text.variants.insert(text.variants.end(), part->variants.begin(), part->variants.end());
    if (keeps_manners(text.text, note->range)) return true;
    const std::size_t words = count_words(text.text);
    lean = words < note->range.fewest ? Lean::longer : words > note->range.most ? Lean::shorter : lean;
    return false;
  }

  /// Every other check-in asks nothing at all.
  const NoteKind* choose_note(const std::string& seed) const {
    std::vector<const NoteKind*> fitting;
    for (const NoteKind& note : kNotes) {
      const bool asks = note.parts.find("check_in_ask") != std::string_view::npos;
      if (note.kind == kind_ && (kind_ != "check_in" || asks == (step_ % 2 == 1))) fitting.push_back(&note);
    }
    return fitting.empty() ? nullptr : fitting[seeded_number(seed, "shape") % fitting.size()];
  }

  bool keeps_manners(const std::string& text, WordRange range) {
    const std::vector<Breach> breaches = check_note(text, pack_.language, range);
    if (!breaches.empty()) why_ = breaches.front().rule + ": " + breaches.front().words;
    return breaches.empty();
  }

  const std::string& kind_;
  const int step_;
  const Occasion& occasion_;
  const LanguagePack& pack_;
  ReplyMemory memory_;
  const int linkedin_limit_;
  Circumstances plain_;
  std::string why_ = "no sentence fits";
};

}  // namespace

Result<ReminderText> compose_reminder_text(const std::string& kind, int step, const Occasion& occasion, const ReplyBook& replies,
                                           const RuleBook&, const ReplyMemory& memory, int linkedin_limit) {
  const LanguagePack* pack = replies.compiled().pack(draft_language(occasion, replies));
  if (!pack) return fail(ErrorKind::message, "there are no replies in this language", "add a file to replies.d/");
  return NoteWriter(kind, step, occasion, *pack, memory, linkedin_limit).write();
}

}  // namespace ajar
