#pragma once
// judge: what a mail says, with the evidence.
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "filters/message.h"
#include "filters/prepared_text.h"

namespace ajar {

class RuleBook;

/// What a mail is about (contracts.md "classify --json").
enum class Event {
  rejection, acknowledgement, invitation, assessment, offer, withdrawn, on_hold, other_role, feedback, called_back,
  own_reply, bounce, other
};
std::string_view to_string(Event event);
std::optional<Event> event_from(std::string_view text);

/// How far an application had come. `none`: the mail does not tell.
enum class Stage { none, application, screen, assessment, interview, final };
std::string_view to_string(Stage stage);  ///< "" for none
std::optional<Stage> stage_from(std::string_view text);

enum class Channel { direct, agency };
std::string_view to_string(Channel channel);

/// Who wrote: a person in their own name, an HR mailbox, an agency's consultant, a machine, a mailing list.
enum class SenderKind { person, hr, agency, robot, list };
std::string_view to_string(SenderKind kind);
std::optional<SenderKind> sender_kind_from(std::string_view text);

/// Where the user's numbers draw the lines.
struct Thresholds {
  double draft = 8;
  double review = 5;
};

/// One rule that fired. `points` is what it gave before the group's cap; `words` are the words it matched.
struct Evidence {
  std::string rule;
  double points = 0;
  std::string where;  ///< subject | opening | body | sender | header
  std::string words;
};

/// What judge() found. `signs` are facts about the mail that manners.md acts on, each found by a rule; the known ones:
/// asks_consent keep_on_file no_feedback_policy offers_feedback internal_candidate post_cancelled on_hold phone_call
/// take_home praise other_role forwards_resume advice_call merge_leak form_mail asks_question second_choice
/// reason_given do_not_reply user_asked_status final_round met_in_person names_date
struct Verdict {
  Event event = Event::other;
  std::vector<Event> also;
  double score = 0;     ///< points for rejection after caps and counter-evidence
  bool rejection = false;  ///< event is rejection, or `also` holds it
  bool review = false;  ///< score between the thresholds: asked of the user, not acted on
  Thresholds thresholds;
  std::string language;  ///< of the mail; "" unknown
  std::set<std::string> signs;
  std::vector<Evidence> evidence;
  bool has(Event e) const;
};

/// Judges one mail by the rules of its language(s) and senders.yaml. `own` is true if the user wrote it.
Verdict judge(const Message& message, const PreparedText& text, const RuleBook& rules, bool own);

}  // namespace ajar
