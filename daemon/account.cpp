#include "daemon/account.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "daemon/carry_out.h"
#include "daemon/log.h"
#include "daemon/mailbox_reader.h"
#include "daemon/reminder_channels.h"

namespace ajar {
namespace {

using namespace std::chrono_literals;

constexpr int kMostRefusals = 3;
constexpr int kTriesOfOnce = 3;
/// No wait is longer: connections are kept alive, and a clock that jumped (a laptop that slept) is noticed.
constexpr auto kLongestNap = 20min;
constexpr auto kSlack = 5min;
/// A lost connection is made again at once, but a server that loses every one is not stormed.
constexpr auto kBetweenQuickReturns = 5min;
constexpr auto kShortLife = 1min;

/// Failures that concern the whole pass; others concern one mailbox or one mail.
bool ends_pass(const Error& error) { return error.kind != ErrorKind::server && error.kind != ErrorKind::message; }

std::string counted(int n, const std::string& one, const std::string& many) {
  return std::to_string(n) + " " + (n == 1 ? one : many);
}

}  // namespace

Account::Account(std::string name, std::shared_ptr<const Instructions> instructions, Surroundings& surroundings)
    : name_(std::move(name)), around_(surroundings), instructions_(std::move(instructions)) {}

void Account::stop() {
  stopping_ = true;
  stop_.ring();
  bell_.ring();
}

void Account::instruct(std::shared_ptr<const Instructions> instructions) {
  {
    const std::lock_guard lock(mutex_);
    instructions_ = std::move(instructions);
  }
  instructed_ = true;
  bell_.ring();
}

void Account::wake_after_sleep() {
  slept_ = true;
  bell_.ring();
}

std::shared_ptr<const Instructions> Account::instructions() const {
  const std::lock_guard lock(mutex_);
  return instructions_;
}

const AccountSettings& Account::settings_in(const Instructions& instructions) const {
  const auto& accounts = instructions.settings.accounts;
  return *std::find_if(accounts.begin(), accounts.end(), [&](const auto& one) { return one.name == name_; });
}

Result<void> Account::connect(const AccountSettings& settings) {
  if (work_) return {};
  pulse_.promise(kSlack);
  auto server = around_.connect(settings, stop_.fd());
  if (!server) return tl::unexpected(server.error());
  work_ = beating(std::move(*server), pulse_);
  auto mailboxes = work_->list_mailboxes();
  if (!mailboxes) return tl::unexpected(mailboxes.error());
  roles_ = assign_roles(*mailboxes, settings);
  if (roles_->sent.empty() && !told_of_sent_) {
    told_of_sent_ = true;
    log(Level::warning, name_ + ": the server has no Sent mailbox, so it cannot be seen which drafts were sent (settings: sent)");
  }
  for (const std::string& name : roles_->unknown)
    log(Level::warning, name_ + ": there is no mailbox " + name + " on the server");
  return {};
}

void Account::drop_connections() {
  work_.reset();
  idle_.reset();
  roles_.reset();
  alone_ = false;
}

Desk Account::desk(const Instructions& instructions, const AccountSettings& settings) {
  return Desk{settings,      instructions, candidate_of(settings, instructions.settings),
              around_.ledger, around_.clock, *work_,
              *roles_,       stop_.fd(),   around_.settling};
}

Result<void> Account::read_mailboxes(Desk& desk, PassReport& report) {
  ReadCount count;
  Result<void> outcome;
  const auto read = [&](const std::string& mailbox, bool is_sent) {
    auto done = read_mailbox(desk, mailbox, is_sent);
    if (done) {
      count += *done;
      return true;
    }
    report.trouble = done.error();
    if (ends_pass(done.error())) outcome = tl::unexpected(done.error());
    else log(Level::warning, name_ + ": " + mailbox + " could not be read", done.error());
    return !ends_pass(done.error());
  };
  bool going = true;
  for (const std::string& mailbox : desk.roles.watched) going = going && read(mailbox, false);
  if (going && !desk.roles.sent.empty()) read(desk.roles.sent, true);
  report.read += count.read;
  report.planned += count.drafts + count.reminders;
  if (count.at_once) around_.tell_now();
  return outcome;
}

/// Whatever a library throws ends this step, not Ajar.
template <class Outcome>
Outcome Account::guarded(Outcome (Account::*step)()) {
  try {
    return (this->*step)();
  } catch (const std::exception& trouble) {
    drop_connections();
    return fail(ErrorKind::server, std::string("Something went wrong inside Ajar: ") + trouble.what() + ".",
                "Please report this.");
  }
}

Result<PassReport> Account::pass() { return guarded(&Account::sweep_and_carry_out); }
Result<PassReport> Account::deliver() { return guarded(&Account::tell_reminders); }

Result<PassReport> Account::sweep_and_carry_out() {
  const auto instructions = this->instructions();
  const AccountSettings& settings = settings_in(*instructions);
  PassReport report;
  if (auto connected = connect(settings); !connected) {
    drop_connections();
    return tl::unexpected(connected.error());
  }
  Desk desk = this->desk(*instructions, settings);
  const auto work = [&]() -> Result<void> {
    if (auto read = read_mailboxes(desk, report); !read) return read;
    if (auto watched = watch_drafts(desk); !watched) return watched;
    auto done = carry_out(desk);
    if (!done) return tl::unexpected(done.error());
    report.filed += done->filed;
    if (done->refused > 0)
      report.trouble = Error{ErrorKind::server, counted(done->refused, "draft", "drafts") + " could not be filed.", {}};
    if (done->unsure > 0) around_.tell_now();
    return {};
  };
  const Result<void> done = work();
  roles_ = desk.roles;
  if (!done) {
    if (ends_pass(done.error())) drop_connections();
    return tl::unexpected(done.error());
  }
  passed_ = true;
  if (report.read > 0 || report.filed > 0)
    log(Level::info, name_ + ": " + counted(report.read, "mail", "mails") + " read, " +
                         counted(report.planned, "action", "actions") + " planned, " +
                         counted(report.filed, "draft", "drafts") + " filed");
  return report;
}

Result<PassReport> Account::pass_once() {
  Result<PassReport> done = persevere(&Account::pass);
  const std::string trouble = !done ? done.error().what : done->trouble ? done->trouble->what : "";
  if (auto said = say(done ? "swept" : "failed", trouble, done.has_value()); !said) return tl::unexpected(said.error());
  return done;
}

Result<PassReport> Account::deliver_once() { return persevere(&Account::deliver); }

/// A connection that is lost on the way is made again, a few times.
Result<PassReport> Account::persevere(Result<PassReport> (Account::*step)()) {
  Result<PassReport> done = (this->*step)();
  for (int tries = 1; !done && done.error().kind == ErrorKind::network && tries < kTriesOfOnce; ++tries) {
    if (stop_.wait(around_.quick_wait)) break;
    done = (this->*step)();
  }
  return done;
}

Result<PassReport> Account::tell_reminders() {
  const auto instructions = this->instructions();
  PassReport report;
  if (teller_of(instructions->settings) != name_) return report;
  const AccountSettings& settings = settings_in(*instructions);
  if (auto connected = connect(settings); !connected) {
    drop_connections();
    return tl::unexpected(connected.error());
  }
  Desk desk = this->desk(*instructions, settings);
  auto delivered = deliver_reminders(desk);
  if (!delivered) {
    drop_connections();
    return tl::unexpected(delivered.error());
  }
  report.told = delivered->told;
  if (delivered->failed > 0) report.trouble = Error{ErrorKind::server, "Some reminders could not be delivered.", {}};
  if (report.told > 0) log(Level::info, name_ + ": " + counted(report.told, "reminder mail", "reminder mails") + " delivered");
  return report;
}

Result<void> Account::live() {
  while (!stopping_) {
    bell_.silence();
    if (instructed_.exchange(false)) refusals_ = 0;
    if (slept_.exchange(false)) {
      drop_connections();
      failures_ = 0;
    }
    Result<PassReport> done = pass();
    if (done) {
      if (auto delivered = deliver(); !delivered) done = tl::unexpected(delivered.error());
    }
    if (stopping_) break;
    if (done) {
      failures_ = refusals_ = 0;
      const std::string detail = done->trouble ? done->trouble->what : "";
      if (auto said = say("watching", detail, true); !said) return said;
      const Result<void> waited = guarded(&Account::wait_for_mail);
      if (waited) continue;
      done = tl::unexpected(waited.error());
    }
    if (done.error().kind == ErrorKind::storage) return tl::unexpected(done.error());
    const Milliseconds wait = wait_after(done.error());
    const bool gave_up = wait == Milliseconds::max();
    log(gave_up ? Level::error : Level::warning, name_, done.error());
    if (auto said = say(gave_up ? "stopped" : "waiting", done.error().what, false); !said) return said;
    rest(wait);
  }
  drop_connections();
  return {};
}

/// How long to rest after a failed pass; max: until there are new instructions.
Account::Milliseconds Account::wait_after(const Error& error) {
  if (error.kind == ErrorKind::config) return Milliseconds::max();
  if (error.kind == ErrorKind::sign_in && ++refusals_ >= kMostRefusals) return Milliseconds::max();
  const auto now = Pulse::Clock::now();
  if (std::exchange(passed_, false) && now >= quick_again_) {
    quick_again_ = now + kBetweenQuickReturns;
    return around_.quick_wait;
  }
  const int doublings = std::min(failures_++, 10);
  return std::min(around_.longest_wait, around_.first_wait * (1 << doublings));
}

void Account::rest(Milliseconds limit) {
  if (limit != Milliseconds::max()) {
    pulse_.promise(limit + kSlack);
    bell_.wait(limit);
    return;
  }
  while (!stopping_ && !instructed_) {
    pulse_.promise(kLongestNap + kSlack);
    bell_.wait(kLongestNap);
    bell_.silence();
  }
}

Result<Account::Milliseconds> Account::time_until_due() {
  const auto instructions = this->instructions();
  const Instant now = around_.clock.now();
  auto filing = next_filing(around_.ledger, settings_in(*instructions), instructions->settings, now);
  if (!filing) return tl::unexpected(filing.error());
  std::optional<Instant> next = *filing;
  if (teller_of(instructions->settings) == name_) {
    const Candidate candidate = candidate_of(settings_in(*instructions), instructions->settings);
    auto telling = next_delivery(around_.ledger, instructions->settings, candidate.time_zone, now);
    if (!telling) return tl::unexpected(telling.error());
    if (*telling) next = next ? std::min(*next, **telling) : **telling;
  }
  Milliseconds wait = std::min<Milliseconds>(kLongestNap, instructions->settings.poll_every);
  if (next) wait = std::min<Milliseconds>(wait, std::max<Milliseconds>(*next - now, 1s));
  return wait;
}

/// Until the doorbell rings, something is due, it is time to poll, or somebody wakes it.
Result<void> Account::wait_for_mail() {
  auto wait = time_until_due();
  if (!wait) return tl::unexpected(wait.error());
  const auto instructions = this->instructions();
  if (!work_ || !work_->has_idle() || !roles_ || roles_->watched.empty()) {
    rest(*wait);
    return {};
  }
  const Deadline deadline = Pulse::Clock::now() + *wait;
  if (!idle_ && !alone_) open_second_connection(settings_in(*instructions));
  auto rung = idle_ ? idle_->doorbell(roles_->watched.front(), deadline, bell_.fd()) : wait_alone(deadline);
  if (rung || stopping_) return {};
  log(Level::debug, name_ + ": the waiting connection was lost", rung.error());
  // What became of the working one, the next pass finds out. One that never lasts is not opened again and again.
  alone_ = alone_ || Pulse::Clock::now() - idle_since_ < kShortLife;
  idle_.reset();
  if (rung.error().kind != ErrorKind::network) rest(std::min<Milliseconds>(*wait, around_.first_wait));
  return {};
}

/// One connection idles while the other works. Where the server allows no second one, the first does both, and no
/// further sign-in is tried before it is lost.
void Account::open_second_connection(const AccountSettings& settings) {
  pulse_.promise(kSlack);
  auto server = around_.connect(settings, stop_.fd());
  if (server) {
    idle_ = beating(std::move(*server), pulse_);
    idle_since_ = Pulse::Clock::now();
  } else {
    alone_ = true;
    log(Level::debug, name_ + ": no second connection to wait on", server.error());
  }
}

/// The working connection as its own doorbell. It had other mailboxes open meanwhile, so its first ring says nothing:
/// instead it looks whether mail came since the last pass read.
Result<Bell> Account::wait_alone(Deadline deadline) {
  const std::string& mailbox = roles_->watched.front();
  auto status = work_->examine(mailbox);
  if (!status) return tl::unexpected(status.error());
  auto opened = work_->doorbell(mailbox, Pulse::Clock::now(), bell_.fd());
  if (!opened || *opened == Bell::woken) return opened;
  auto last = around_.ledger.last_read(name_, mailbox, status->validity);
  if (!last) return tl::unexpected(last.error());
  auto news = work_->sweep(mailbox, *last, 1);
  if (!news) return tl::unexpected(news.error());
  const Uid newest = news->empty() ? Uid{} : news->front().uid;
  const bool known = newest == Uid{} || newest == std::exchange(unread_, newest);  // one that cannot be read stays there
  return known ? work_->doorbell(mailbox, deadline, bell_.fd()) : Bell::rang;
}

/// Tells the ledger and STATUS, when there is something new to tell.
Result<void> Account::say(const std::string& state, const std::string& detail, bool passed) {
  const Instant now = around_.clock.now();
  const bool changed = said_.state != state || said_.detail != detail;
  AccountEntry entry{name_, state, detail, changed ? now : said_.since, said_.last_pass};
  if (passed) entry.last_pass = now;
  if (changed || passed) {
    if (auto written = around_.ledger.set_account(entry); !written) return written;
  }
  said_ = entry;
  if (changed) around_.report(entry);
  return {};
}

}  // namespace ajar
