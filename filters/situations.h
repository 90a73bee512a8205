#pragma once
// What is done in each situation of manners.md A, and the conditions the situations are made of. For decide.cpp.
#include "filters/deciding.h"

namespace ajar {

/// An acknowledgement that comes this soon after the no was overtaken by it; later it is about a new application.
inline constexpr auto kAckOfTheSame = std::chrono::days(1);

// ---- what a case is like

/// A no, a cancelled or a frozen post.
bool is_no(const Reading& mail);
bool has(const Deciding& d, Event event);
bool is_blank(const Deciding& d);
/// Neither machine nor list nor a desk's mailbox wrote it.
bool is_from_human(const Deciding& d);
/// It refers to a mail of the known application.
bool shares_thread(const Deciding& d);
bool was_rejected(const Deciding& d);
bool came_after_no(const Deciding& d);
/// The draft that answers the no and is in Drafts, sent or deleted; null: none.
const KnownDraft* draft_out(const Deciding& d);
const KnownDraft* draft_waiting(const Deciding& d);
/// The application at this employer that was declined last before this mail; null: none.
const KnownApplication* declined_before(const Deciding& d);

// ---- what is done about it

Plan leave_own_mail(Deciding& d);
Plan stay_muted(Deciding& d);
Plan stop_after_bounce(Deciding& d);
Plan tell_good_news(Deciding& d);
Plan note_answered(Deciding& d);
Plan note_again_after_answer(Deciding& d);
Plan keep_draft_out(Deciding& d);
Plan keep_waiting_draft(Deciding& d);
Plan answer_the_no(Deciding& d);
Plan ignore_blank(Deciding& d);
Plan thank_for_feedback(Deciding& d);
Plan be_open_to_role(Deciding& d);
Plan already_answered_mail(Deciding& d);
Plan leave_consent(Deciding& d);
Plan remind_of_introduction(Deciding& d);
Plan mention_history(Deciding& d);
Plan note_progress(Deciding& d);
Plan let_check_ins_rest(Deciding& d);
Plan ask_the_user(Deciding& d);
Plan leave_alone(Deciding& d);

}  // namespace ajar
