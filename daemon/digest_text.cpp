#include "daemon/digest_text.h"

#include <array>

namespace ajar {
namespace {

/// What the frame of a digest says in one language.
struct Frame {
  std::string_view language;
  std::string_view one_thing, several_before, several_after, notice;  ///< subjects
  std::string_view opening, offer, closing;
};

constexpr std::array<Frame, 2> kFrames{
    {{"en", "Ajar: one thing for today", "Ajar: ", " things for today", "Ajar: ", "For today, if it suits you:",
      "A text you could use:",
      "Nothing here is urgent, and nothing is sent by itself. `ajar mute NAME` ends reminders about a person or a "
      "company."},
     {"de", "Ajar: eine Kleinigkeit für heute", "Ajar: ", " Kleinigkeiten für heute", "Ajar: ",
      "Für heute, wenn es passt:", "Ein Text, den du verwenden könntest:",
      "Nichts davon eilt, und nichts wird von selbst verschickt. Mit `ajar mute NAME` enden die Erinnerungen an eine "
      "Person oder Firma."}}};

const Frame& frame_for(std::string_view language) {
  for (const Frame& frame : kFrames) {
    if (language.substr(0, 2) == frame.language) return frame;
  }
  return kFrames.front();
}

/// "Robin Vale, Acme"
std::string about(const Reminder& reminder) {
  std::string text = reminder.person;
  if (!reminder.company.empty()) text += (text.empty() ? "" : ", ") + reminder.company;
  return text;
}

std::string item(const Reminder& reminder, std::size_t number, bool alone, const Frame& frame) {
  std::string text = (alone ? std::string() : std::to_string(number) + ". ") + reminder.title;
  const std::string who = about(reminder);
  if (!who.empty() && reminder.title.find(who) == std::string::npos) text += "\n" + who;
  if (!reminder.body.empty()) text += "\n\n" + std::string(frame.offer) + "\n\n" + reminder.body;
  return text;
}

}  // namespace

OutgoingMessage compose_digest(const Telling& telling, const Candidate& candidate, Instant now) {
  const Frame& frame = frame_for(candidate.language);
  const std::size_t count = telling.reminders.size();
  const bool alone = count == 1;
  OutgoingMessage mail;
  mail.from = {"Ajar", candidate.self.email};
  mail.to = {candidate.self};
  mail.date = now;
  mail.time_zone = candidate.time_zone;
  mail.message_id = telling.digest.message_id;
  if (telling.digest.at_once && alone) {
    mail.subject = std::string(frame.notice) + telling.reminders.front().reminder.title;
  } else if (alone) {
    mail.subject = frame.one_thing;
  } else {
    mail.subject = std::string(frame.several_before) + std::to_string(count) + std::string(frame.several_after);
  }
  if (!telling.digest.at_once) mail.body = std::string(frame.opening) + "\n\n";
  for (std::size_t i = 0; i < count; ++i)
    mail.body += item(telling.reminders[i].reminder, i + 1, alone, frame) + "\n\n";
  mail.body += "-- \n" + std::string(frame.closing) + "\n";
  return mail;
}

}  // namespace ajar
