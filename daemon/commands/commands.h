#pragma once
// One function per command of contracts.md "Command line". Each prints its results on standard output, progress and
// errors on standard error, and returns its exit code.
#include <string>
#include <vector>

#include "daemon/invocation.h"
#include "filters/decide.h"

namespace ajar {

struct RunOptions {
  bool once = false;
};
ExitCode run(const Invocation& invocation, const RunOptions& options);

/// `paths`: .eml, mbox, Maildir, folders of .eml, or "-" for standard input.
ExitCode classify(const Invocation& invocation, const std::vector<std::string>& paths);

struct ExplainOptions {
  std::string path;
  std::string history;  ///< directory with INBOX and Sent of .eml files
};
ExitCode explain(const Invocation& invocation, const ExplainOptions& options);

struct PreviewOptions {
  std::string path;
  std::string history;  ///< directory with INBOX and Sent of .eml files
  bool all = false;     ///< the notes to others too, as mbox
};
ExitCode preview(const Invocation& invocation, const PreviewOptions& options);

ExitCode check(const Invocation& invocation);

// What the ledger knows. Nothing yet is no failure: an empty list, and a word on standard error.
ExitCode status(const Invocation& invocation);
ExitCode drafts(const Invocation& invocation);
ExitCode reminders(const Invocation& invocation);
ExitCode applications(const Invocation& invocation);
ExitCode review(const Invocation& invocation);

/// `ajar review yes|no ID`: the user's word about a mail between the thresholds.
ExitCode answer_review(const Invocation& invocation, std::int64_t id, bool is_rejection);

struct AddOptions {
  std::string account;  ///< default: the first
  ManualRejection rejection;
};
/// A no that came by phone, voicemail or letter.
ExitCode add(const Invocation& invocation, const AddOptions& options);

struct MuteOptions {
  std::string what;  ///< an address, "@domain" or a company; empty: list
  bool off = false;
};
ExitCode mute(const Invocation& invocation, const MuteOptions& options);
/// `what`: an address, a name, a company or "--all".
ExitCode forget(const Invocation& invocation, const std::string& what);


ExitCode list_rules(const Invocation& invocation);
/// Faults of the files, and examples that fail.
ExitCode check_rules(const Invocation& invocation);
ExitCode test_rules(const Invocation& invocation);
struct NewRuleOptions {
  std::string path;
  bool is_none = false;  ///< the mail is no rejection
};
/// Proposes a rule from the decisive sentence of a mail.
ExitCode new_rule(const Invocation& invocation, const NewRuleOptions& options);
ExitCode check_replies_command(const Invocation& invocation);

/// OAuth consent for an account (empty: the first that uses it).
ExitCode sign_in(const Invocation& invocation, const std::string& account);

}  // namespace ajar
