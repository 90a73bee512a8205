#include "filters/reply_subject.h"

#include "filters/charset.h"
#include "filters/prepared_text.h"
#include "filters/word_list.h"

namespace ajar {
namespace {

constexpr std::size_t kLongestSubject = 200;  // code points
constexpr std::string_view kTime = " @ ";     // Google puts the time of the meeting behind it

/// Only a calendar writes these before a colon.
constexpr std::string_view kAnswers =
    "accepted|declined|tentative|tentatively accepted|zugesagt|angenommen|abgelehnt|mit vorbehalt|accepté|refusé|provisoire|"
    "aceptado|aceptada|rechazado|rechazada|aceito|aceita|aceite|recusado|recusada|accettato|accettata|rifiutato|rifiutata|"
    "geaccepteerd|geweigerd|voorlopig";
/// These also a person, unless a time follows.
constexpr std::string_view kOthers =
    "invitation|updated invitation|updated invitation with note|canceled event|cancelled event|canceled|cancelled|einladung|"
    "aktualisierte einladung|zusage|absage|abgesagt|invitation modifiée|invitación|invitación actualizada|convite|convite atualizado|"
    "invito|invito aggiornato|uitnodiging|bijgewerkte uitnodiging";

std::string without_calendar_words(std::string subject) {
  const std::size_t colon = subject.find(':');
  if (colon == std::string::npos) return subject;
  std::string_view word = std::string_view(subject).substr(0, colon);
  while (word.ends_with(' ')) word.remove_suffix(1);
  const std::string folded = fold_case(word);
  const std::size_t time = subject.rfind(kTime);
  const bool timed = time != std::string::npos && time > colon + 1;
  if (!is_one_of(folded, kAnswers) && !(timed && is_one_of(folded, kOthers))) return subject;
  if (timed) subject.resize(time);
  return strip_subject_prefixes(std::string_view(subject).substr(colon + 1));
}

}  // namespace

std::string reply_subject(std::string_view subject) {
  const std::string plain = strip_subject_prefixes(subject);
  const std::string named = without_calendar_words(plain);
  return "Re: " + std::string(first_code_points(named.empty() ? plain : named, kLongestSubject));
}

}  // namespace ajar
