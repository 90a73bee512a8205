#include "daemon/reminder_channels.h"

#include <algorithm>
#include <array>
#include <memory>

#include "daemon/digest_identity.h"
#include "daemon/log.h"
#include "daemon/remind_caldav.h"
#include "daemon/remind_ics.h"
#include "daemon/remind_mailbox.h"

namespace ajar {
namespace {

using MakeChannel = std::unique_ptr<ReminderChannel> (*)(Desk&);

/// A new channel is a source pair and a line here.
constexpr std::array<std::pair<std::string_view, MakeChannel>, 3> kChannels{
    {{"mailbox", make_mailbox_channel}, {"ics", make_ics_channel}, {"caldav", make_caldav_channel}}};

std::unique_ptr<ReminderChannel> make_channel(std::string_view name, Desk& desk) {
  for (const auto& [known, make] : kChannels) {
    if (known == name) return make(desk);
  }
  return nullptr;
}

Result<void> plan(Desk& desk, const std::string& key, Date day, bool at_once, std::vector<std::int64_t> reminders) {
  DigestEntry digest;
  digest.key = key;
  digest.day = day;
  digest.at_once = at_once;
  digest.message_id = digest_message_id(desk.candidate.self.email, key);
  digest.reminders = std::move(reminders);
  return desk.ledger.plan_digest(digest, desk.instructions.settings.deliver);
}

/// Fixes in the ledger what is to be told now.
Result<void> plan_what_is_due(Desk& desk) {
  const ReminderPolicy& policy = desk.instructions.settings.reminders;
  const LocalTime local = to_local(desk.clock.now(), desk.candidate.time_zone);
  auto urgent = desk.ledger.reminders_waiting(local.date, true);
  if (!urgent) return tl::unexpected(urgent.error());
  for (const WaitingReminder& reminder : *urgent) {
    if (auto done = plan(desk, "now-" + std::to_string(reminder.id), local.date, true, {reminder.id}); !done) return done;
  }
  const std::string today = format_date(local.date);
  auto told = desk.ledger.has_digest(today);
  if (!told) return tl::unexpected(told.error());
  if (*told || local.minute_of_day < policy.time) return {};
  auto waiting = desk.ledger.reminders_waiting(local.date, false);
  auto shown = desk.ledger.reminders_shown();
  if (!waiting || !shown) return tl::unexpected(waiting ? shown.error() : waiting.error());
  std::vector<std::int64_t> due = due_today(*waiting, *shown, local.date, policy);
  return due.empty() ? Result<void>() : plan(desk, today, local.date, false, std::move(due));
}

Result<void> tell(Desk& desk, ReminderChannel& channel, const DigestEntry& digest, Delivered& delivered) {
  auto reminders = desk.ledger.reminders_of(digest);
  if (!reminders) return tl::unexpected(reminders.error());
  auto told = channel.tell({digest, std::move(*reminders)});
  if (!told) return tl::unexpected(told.error());
  if (*told == Told::unsure) {
    log(Level::warning, "a digest may or may not have been filed; it is not filed again");
    return desk.ledger.digest_unsure(digest, desk.clock.now());
  }
  ++delivered.told;
  return desk.ledger.digest_filed(digest, desk.clock.now());
}

}  // namespace

Result<Delivered> deliver_reminders(Desk& desk) {
  if (auto planned = plan_what_is_due(desk); !planned) return tl::unexpected(planned.error());
  auto open = desk.ledger.digests_open();
  if (!open) return tl::unexpected(open.error());
  Delivered delivered;
  for (const DigestEntry& digest : *open) {
    const auto channel = make_channel(digest.channel, desk);
    if (!channel) continue;
    auto told = tell(desk, *channel, digest, delivered);
    if (told) continue;
    // Only the mailbox channel uses this connection; a calendar that is down is its own trouble.
    const bool connection_lost = told.error().kind == ErrorKind::network && digest.channel == "mailbox";
    if (connection_lost || told.error().kind == ErrorKind::storage) return tl::unexpected(told.error());
    ++delivered.failed;
    log(Level::warning, "reminders by " + digest.channel, told.error());
  }
  return delivered;
}

Result<std::optional<Instant>> next_delivery(Ledger& ledger, const Settings& settings, const std::string& time_zone,
                                             Instant now) {
  auto due = ledger.next_reminder_due();
  if (!due) return tl::unexpected(due.error());
  if (!*due) return std::optional<Instant>();
  const LocalTime local = to_local(now, time_zone);
  Date day = std::max(**due, local.date);
  if (day == local.date && local.minute_of_day >= settings.reminders.time) day = add_days(day, 1);
  return std::optional(to_instant({day, settings.reminders.time}, time_zone));
}

}  // namespace ajar
