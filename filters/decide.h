#pragma once
// decide: the one place that turns a mail and what is known into a Plan. Pure; daemon/ carries the plan out.
#include <optional>
#include <string>
#include <vector>

#include "filters/cadence.h"
#include "filters/candidate.h"
#include "filters/correspondence.h"
#include "filters/draft.h"
#include "filters/known_applications.h"

namespace ajar {

/// The books the shell swaps as a whole on reload.
struct Books {
  std::shared_ptr<const RuleBook> rules;
  std::shared_ptr<const ReplyBook> replies;
};

/// What decide may know beyond the mails: a plain copy of the ledger's part for one account.
struct Known {
  KnownApplications applications;
  ReplyMemory memory;
  std::vector<std::string> muted;  ///< emails, "@domain", or comparison keys of companies
};

struct Policies {
  ReplyPolicy reply;
  ReminderPolicy reminders;
};

/// Something owed. `key` makes it once-only: a second action with the same key is the same action, even
/// when the first is done or cancelled. Keys start with what they are: "draft|...", "remind|nudge|...",
/// "remind|check_in|...", "notice|..." (told at once), so a prefix names a whole kind. Actions are carried out in
/// order.
struct Action {
  enum class Kind { file_draft, remind, cancel_draft, cancel_reminders };
  Kind kind = Kind::file_draft;
  std::string key;
  Instant due{};
  std::optional<Draft> draft;        ///< file_draft
  std::optional<Reminder> reminder;  ///< remind
  std::string target;                ///< cancel_*: key prefix of the waiting actions to cancel, within the application
  std::int64_t application = 0;      ///< id of another application (same employer) it is about; 0: the plan's own
};

/// What follows from one mail. The shell stores all of it in one transaction.
struct Plan {
  std::string reason;                           ///< one sentence for the user: what is done and why, or why nothing
  std::optional<KnownApplication> application;  ///< new (id 0) or changed
  std::vector<Action> actions;
};

/// A mail that arrived in a watched mailbox.
Plan decide(const Reading& mail, const Correspondence& correspondence, const Known& known, const Books& books,
            const Candidate& candidate, const Policies& policies, Instant now);

/// A mail of the user's seen in Sent: is it the answer to a rejection? Plans the reminders from its Date (t0).
Plan decide_sent(const Reading& sent, const Known& known, const Books& books, const Candidate& candidate,
                 const Policies& policies, Instant now);

/// A filed draft is no longer in Drafts and not in Sent: the user's decision. Cancels everything of that thread.
Plan decide_draft_gone(const KnownApplication& application, const KnownDraft& draft, Instant now);

/// True if a mail needs its correspondence searched before decide() (rejection, feedback, other_role ...).
bool needs_correspondence(const Reading& mail);

/// A no that came by phone, voicemail or letter (`ajar add`).
struct ManualRejection {
  std::string company, role, person, email, via;
  Stage stage = Stage::interview;
  std::vector<std::string> details;
};
/// Stands in for the mail that never came: what_to_ask() and gather_correspondence() take it as the rejection.
Reading as_reading(const ManualRejection& added, Instant now);
Plan decide_added(const ManualRejection& added, const Correspondence& correspondence, const Known& known,
                  const Books& books, const Candidate& candidate, const Policies& policies, Instant now);

}  // namespace ajar
