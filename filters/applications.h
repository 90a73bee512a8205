#pragma once
// Which application of the ledger a mail belongs to, and what it adds to it.
#include <string>
#include <vector>

#include "filters/decide.h"

namespace ajar {

/// The known application a mail from an employer belongs to; null: none, so it is a new one. By message ids first, then
/// by company or domain together with the role, then by person; when two fit equally, none does unless only one of
/// them is still open. A no long settled is not reopened by a new no.
const KnownApplication* find_application(const Reading& mail, const Correspondence& correspondence, const Known& known);

/// The newest rejected application one of whose people a delivery report names by address; null: none.
const KnownApplication* find_application_named_in(const Reading& report, const Known& known);

/// The rejected application that a mail of the user's may answer: by the draft it grew from, by the thread, by To.
const KnownApplication* find_answered_application(const Reading& sent, const Known& known);

/// Other applications at the same employer or with the same person.
std::vector<const KnownApplication*> others_at_employer(const KnownApplication& application, const Known& known);

/// The application with what the mail and its correspondence add. Names once known are kept.
KnownApplication with_mail(const KnownApplication* known, const Reading& mail, const Correspondence& correspondence,
                           const Candidate& candidate);

/// "personal|harbor finch|data engineer": the middle of action keys.
std::string identity_of(const KnownApplication& application);

/// Drafts that answer the no itself: not the notes to others.
bool answers_the_no(const KnownDraft& draft);
/// In Drafts, or as good as: it cannot be taken back.
bool is_out(const KnownDraft& draft);

bool is_muted(const Known& known, const std::string& email);
bool is_muted_company(const Known& known, const std::string& company, const std::vector<std::string>& domains);

}  // namespace ajar
