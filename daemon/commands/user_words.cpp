// mute, forget: what the user tells Ajar. They work beside a running daemon.
#include <algorithm>
#include <cstdio>

#include "daemon/commands/commands.h"
#include "daemon/commands/listing.h"

namespace ajar {
namespace {

Result<std::unique_ptr<Ledger>> open_to_write(const Invocation& invocation) {
  return Ledger::open(invocation.places().state_dir, Ledger::Access::visitor);
}

ExitCode list_mutes(const Invocation& invocation) {
  auto ledger = open_to_read(invocation);
  if (!ledger) return report(ledger.error());
  if (!*ledger) return ExitCode::ok;
  auto mutes = (*ledger)->mutes();
  if (!mutes) return report(mutes.error());
  Listing list(invocation, {"muted", "since"});
  for (const auto& entry : *mutes)
    list.add({entry.what, local_moment(entry.since)}, {{"muted", entry.what}, {"since", format_rfc3339(entry.since)}});
  return list.print("Nobody is muted.");
}

Result<bool> is_muted(Ledger& ledger, const std::string& what) {
  auto mutes = ledger.mutes();
  if (!mutes) return tl::unexpected(mutes.error());
  return std::any_of(mutes->begin(), mutes->end(), [&](const MuteEntry& entry) { return entry.what == what; });
}

}  // namespace

ExitCode mute(const Invocation& invocation, const MuteOptions& options) {
  if (options.what.empty()) return list_mutes(invocation);
  auto ledger = open_to_write(invocation);
  if (!ledger) return report(ledger.error());
  auto known = is_muted(**ledger, options.what);
  if (!known) return report(known.error());
  if (options.off && !*known)
    return report(Error{ErrorKind::message, options.what + " is not muted", "ajar mute lists who is"});
  auto done = options.off ? (*ledger)->unmute(options.what)
                          : (*ledger)->mute(options.what, invocation.frozen_clock().now());
  if (!done) return report(done.error());
  if (!invocation.quiet)
    std::printf(options.off ? "%s is no longer muted.\n" : "Muted: no more drafts and reminders about %s.\n", options.what.c_str());
  return ExitCode::ok;
}

ExitCode forget(const Invocation& invocation, const std::string& what) {
  if (auto there = open_to_read(invocation); !there || !*there) return there ? ExitCode::ok : report(there.error());
  auto ledger = open_to_write(invocation);
  if (!ledger) return report(ledger.error());
  auto forgotten = (*ledger)->forget(what);
  if (!forgotten) return report(forgotten.error());
  if (!invocation.quiet)
    std::printf("Forgotten: %d application%s. Your mailbox is as it was.\n", *forgotten, *forgotten == 1 ? "" : "s");
  return ExitCode::ok;
}

}  // namespace ajar
