#include <cstdio>

#include "daemon/commands/commands.h"
#include "daemon/history.h"
#include "daemon/output.h"
#include "daemon/visit.h"

namespace ajar {
namespace {

/// The earlier mails of this application, where the server can be asked; without them the note is a plainer one.
Correspondence earlier_mails(Visit& visit, const Reading& no) {
  auto connected = visit.connect();
  if (connected) {
    Desk desk = visit.desk();
    if (auto found = find_correspondence(desk, no)) return std::move(*found);
  }
  std::fputs("ajar: the mailbox cannot be searched for earlier mails now; going on without them\n", stderr);
  return gather_correspondence(no, {}, visit.candidate(), *visit.instructions().books.rules);
}

}  // namespace

ExitCode add(const Invocation& invocation, const AddOptions& options) {
  auto visit = Visit::prepare(invocation, options.account);
  if (!visit) return visit.error();
  Visit& at = **visit;
  auto known = at.ledger().known(at.account().name);
  if (!known) return report(known.error());
  Correspondence correspondence = earlier_mails(at, as_reading(options.rejection, at.now()));
  Plan plan = decide_added(options.rejection, correspondence, *known, at.instructions().books, at.candidate(),
                           at.instructions().policies(), at.now());
  auto recorded = at.ledger().record_plan(at.account().name, plan, at.now());
  if (!recorded) return report(recorded.error());
  if (!invocation.quiet) std::printf("%s\n", plan.reason.c_str());
  return ExitCode::ok;
}

}  // namespace ajar
