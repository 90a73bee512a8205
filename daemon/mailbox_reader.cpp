#include "daemon/mailbox_reader.h"

#include <algorithm>
#include <exception>
#include <map>

#include "daemon/digest_identity.h"
#include "daemon/draft_likeness.h"
#include "daemon/history.h"
#include "daemon/log.h"

namespace ajar {
namespace {

constexpr std::size_t kListed = 1000;
constexpr std::size_t kFetchedAtOnce = 40;
/// Mail from before the first look_back is only recorded: its beginning is enough.
constexpr std::size_t kOldReadCap = 16 * 1024;
constexpr int kMostTries = 3;

/// Reads one mailbox from its cursor to its end.
class MailboxReader {
 public:
  MailboxReader(Desk& desk, MailboxCursor cursor, bool is_sent)
      : desk_(desk), cursor_(std::move(cursor)), is_sent_(is_sent), oldest_(oldest_of_interest(desk.clock.now())) {}

  Result<ReadCount> read() {
    while (true) {
      auto listed = desk_.server.sweep(cursor_.name, cursor_.last, kListed);
      if (!listed) return tl::unexpected(listed.error());
      if (listed->empty()) return count_;
      for (std::size_t begin = 0; begin < listed->size();) {
        const std::size_t end = end_of_window(*listed, begin);
        if (auto done = read_window({listed->begin() + static_cast<std::ptrdiff_t>(begin),
                                     listed->begin() + static_cast<std::ptrdiff_t>(end)});
            !done)
          return tl::unexpected(done.error());
        begin = end;
      }
    }
  }

 private:
  using Window = std::vector<ListedMessage>;

  bool is_old(const ListedMessage& mail) const { return mail.internal_date < cursor_.horizon; }
  /// Not even read: older than 18 months, or the user's own mail from before Ajar's time.
  bool is_beyond(const ListedMessage& mail) const {
    return mail.internal_date < oldest_ || (is_sent_ && is_old(mail));
  }
  /// After a crash the mails that were being read then are read one by one.
  bool careful() const { return cursor_.reading > cursor_.last; }

  /// A window holds mails of one sort: beyond, old or new.
  std::size_t end_of_window(const Window& listed, std::size_t begin) const {
    const auto sort_of = [&](const ListedMessage& mail) { return is_beyond(mail) ? 2 : is_old(mail) ? 1 : 0; };
    const int sort = sort_of(listed[begin]);
    const std::size_t most = sort == 2 ? listed.size() : careful() ? 1 : kFetchedAtOnce;
    std::size_t end = begin;
    while (end < listed.size() && end - begin < most && sort_of(listed[end]) == sort) ++end;
    return end;
  }

  Result<void> read_window(const Window& window) {
    if (is_beyond(window.front())) return pass_over(window.back().uid);
    if (careful()) {
      if (cursor_.reading == window.front().uid && cursor_.reading_tries >= kMostTries)
        return note_unreadable(window.front().uid, window.front().internal_date,
                               "Ajar stopped " + std::to_string(kMostTries) + " times while reading this mail.");
      watch_peril(window.front().uid);
    } else {
      desk_.peril = {};
      if (auto noted = desk_.ledger.about_to_read(cursor_, window.back().uid); !noted) return noted;
    }
    std::vector<Uid> uids;
    for (const ListedMessage& mail : window) uids.push_back(mail.uid);
    const bool old = is_old(window.front());
    auto fetched = desk_.server.fetch(cursor_.name, uids, old ? kOldReadCap : kReadCap);
    if (!fetched) return tl::unexpected(fetched.error());
    std::sort(fetched->begin(), fetched->end(), [](const auto& a, const auto& b) { return a.uid < b.uid; });
    known_.reset();  // the user may have muted somebody meanwhile
    auto given = fetched->begin();
    for (const ListedMessage& mail : window) {
      const bool is_given = given != fetched->end() && given->uid == mail.uid;
      if (auto done = is_given ? read_one(*given++) : note_withheld(mail); !done) return done;
    }
    if (auto flushed = flush(); !flushed) return flushed;
    if (cursor_.last < window.back().uid) return pass_over(window.back().uid);
    return {};
  }

  /// Counts how often Ajar dies over this mail. What cannot be noted now fails at the next write.
  void watch_peril(Uid uid) {
    desk_.peril = [this, uid](bool entering) {
      (void)(entering ? desk_.ledger.enter_peril(cursor_, uid) : desk_.ledger.leave_peril(cursor_));
    };
  }

  Result<void> read_one(const FetchedMessage& mail) {
    auto reading = desk_.perilous([&] { return read_fetched(desk_, mail); });
    if (!reading) return note_unreadable(mail.uid, mail.internal_date, reading.error().what);
    if (is_own_digest(reading->message.envelope, desk_.candidate.self.email)) return pass_over(mail.uid);
    if (const bool twin = pending_ids_.count(reading->message.identity) > 0; twin) {
      if (auto flushed = flush(); !flushed) return flushed;
    }
    auto familiar = desk_.ledger.recognise(desk_.account.name, reading->message);
    if (!familiar) return tl::unexpected(familiar.error());
    if (familiar->seen) return pass_over(mail.uid);
    reading->message.identity = familiar->identity;
    MailRecord record{cursor_, mail.uid, familiar->identity, std::make_shared<const Reading>(std::move(*reading)), {}, {}};
    if (auto planned = plan(*record.reading, record); !planned) {
      if (planned.error().kind != ErrorKind::message) return planned;
      return note_unreadable(mail.uid, mail.internal_date, planned.error().what);
    }
    return keep(std::move(record));
  }

  /// What follows from the mail.
  Result<void> plan(const Reading& reading, MailRecord& record) {
    if (!known_) {
      auto known = desk_.ledger.known(desk_.account.name);
      if (!known) return tl::unexpected(known.error());
      known_ = std::move(*known);
    }
    const bool old = reading.message.received < cursor_.horizon;
    const bool own = is_sent_ || reading.own;
    if (own && !old) {
      if (auto found = find_sent_draft(reading, record); !found) return found;
    }
    Correspondence correspondence;
    if (!own && !old && needs_correspondence(reading)) {
      auto gathered = find_correspondence(desk_, reading);
      if (!gathered) return tl::unexpected(gathered.error());
      correspondence = std::move(*gathered);
    }
    auto plan = desk_.perilous([&] { return decided(reading, correspondence, *known_, own); });
    if (!plan) return tl::unexpected(plan.error());
    record.plan = std::move(*plan);
    if (old) {
      record.plan.actions.clear();
      if (record.plan.application) record.plan.reason = "Recorded, not answered: it is older than look_back.";
    }
    return {};
  }

  Result<Plan> decided(const Reading& reading, const Correspondence& correspondence, const Known& known, bool own) const {
    const Instructions& given = desk_.instructions;
    const Instant now = desk_.clock.now();
    try {
      return own ? decide_sent(reading, known, given.books, desk_.candidate, given.policies(), now)
                 : decide(reading, correspondence, known, given.books, desk_.candidate, given.policies(), now);
    } catch (const std::exception& trouble) {
      return fail(ErrorKind::message, std::string("The mail cannot be judged: ") + trouble.what() + ".");
    }
  }

  /// Is this mail of the user's a draft of ours that was sent?
  Result<void> find_sent_draft(const Reading& reading, MailRecord& record) {
    std::vector<DraftEntry> drafts;
    for (const DraftState state :
         {DraftState::filed, DraftState::changed, DraftState::attempting, DraftState::gone, DraftState::unsure}) {
      auto some = desk_.ledger.drafts_in(desk_.account.name, state);
      if (!some) return tl::unexpected(some.error());
      drafts.insert(drafts.end(), some->begin(), some->end());
    }
    if (const DraftEntry* draft = likest(reading.message, drafts)) record.sent_draft = draft->id;
    return {};
  }

  /// Mails without consequences are recorded together, those with consequences at once.
  Result<void> keep(MailRecord record) {
    if (record.reading) log(Level::debug, desk_.account.name + ": " + record.plan.reason);
    const bool matters = !record.reading || record.plan.application || !record.plan.actions.empty() || record.sent_draft;
    pending_ids_.insert(record.identity);
    pending_.push_back(std::move(record));
    return matters ? flush() : Result<void>();
  }

  Result<void> flush() {
    if (pending_.empty()) return {};
    auto recorded = desk_.ledger.record(pending_, desk_.clock.now());
    if (!recorded) return tl::unexpected(recorded.error());
    count_.read += static_cast<int>(pending_.size());
    count_.drafts += recorded->drafts;
    count_.reminders += recorded->reminders;
    count_.at_once = count_.at_once || recorded->at_once;
    keep_known(pending_.back(), *recorded);  // the only one that can change what is known
    moved_to(pending_.back().uid);
    pending_.clear();
    pending_ids_.clear();
    return {};
  }

  /// What is known, after `record`. Thousands of applications are not read again for each mail that concerns one.
  void keep_known(const MailRecord& record, const Recorded& recorded) {
    if (!record.plan.actions.empty() || record.sent_draft) known_.reset();
    if (!known_ || !record.plan.application || !recorded.application) return;
    KnownApplication application = *record.plan.application;
    application.id = *recorded.application;
    application.account = desk_.account.name;
    known_->applications.put(std::move(application));
  }

  /// Listed, but not given: deleted meanwhile, or the server cannot read it itself.
  Result<void> note_withheld(const ListedMessage& mail) {
    auto there = desk_.server.sweep(cursor_.name, Uid{mail.uid.value - 1}, 1);
    if (!there) return tl::unexpected(there.error());
    if (there->empty() || there->front().uid != mail.uid) return {};
    return note_unreadable(mail.uid, mail.internal_date, "The server does not give this mail.");
  }

  Result<void> note_unreadable(Uid uid, Instant received, const std::string& why) {
    MailRecord record;
    record.mailbox = cursor_;
    record.uid = uid;
    record.identity = "unreadable:" + cursor_.name + ":" + std::to_string(cursor_.validity.value) + ":" +
                      std::to_string(uid.value);
    record.received = received;
    record.plan.reason = why;
    ++count_.unreadable;
    log(Level::warning, desk_.account.name + ": mail " + std::to_string(uid.value) + " of " + cursor_.name + ": " + why);
    return keep(std::move(record));
  }

  Result<void> pass_over(Uid last) {
    if (auto flushed = flush(); !flushed) return flushed;
    if (auto passed = desk_.ledger.pass_over(cursor_, last); !passed) return passed;
    moved_to(last);
    return {};
  }

  void moved_to(Uid uid) {
    cursor_.last = uid;
    cursor_.reading_tries = 0;
  }

  Desk& desk_;
  MailboxCursor cursor_;
  bool is_sent_;
  Instant oldest_;
  std::optional<Known> known_;         ///< as of the last record that changed it
  std::vector<MailRecord> pending_;    ///< read, not yet recorded; in the order of their UIDs
  std::set<std::string> pending_ids_;  ///< their identities
  ReadCount count_;
};

Instant horizon_of(const AccountSettings& account, Instant now) {
  const LocalTime today = to_local(now, "UTC");
  const Date date = add_months(today.date, -account.look_back.months);
  return to_instant({date, today.minute_of_day}, "UTC") - account.look_back.seconds;
}

}  // namespace

ReadCount& ReadCount::operator+=(const ReadCount& other) {
  read += other.read;
  drafts += other.drafts;
  reminders += other.reminders;
  unreadable += other.unreadable;
  at_once = at_once || other.at_once;
  return *this;
}

Result<ReadCount> read_mailbox(Desk& desk, const std::string& mailbox, bool is_sent) {
  auto status = desk.server.examine(mailbox);
  if (!status) return tl::unexpected(status.error());
  const Instant now = desk.clock.now();
  auto cursor = desk.ledger.cursor(desk.account.name, mailbox, status->validity, now, horizon_of(desk.account, now));
  if (!cursor) return tl::unexpected(cursor.error());
  auto count = MailboxReader(desk, std::move(*cursor), is_sent).read();
  desk.peril = {};
  return count;
}

}  // namespace ajar
