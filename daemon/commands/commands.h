#pragma once
// One function per command of contracts.md "Command line". Each prints its results on standard output, progress and
// errors on standard error, and returns its exit code.
#include <string>
#include <vector>

#include "daemon/invocation.h"

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

}  // namespace ajar
