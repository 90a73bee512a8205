#include "daemon/remind_mailbox.h"

#include "daemon/append_once.h"
#include "daemon/digest_text.h"
#include "daemon/log.h"

namespace ajar {
namespace {

class MailboxChannel : public ReminderChannel {
 public:
  explicit MailboxChannel(Desk& desk) : desk_(desk), mailbox_(desk.instructions.settings.reminder_mailbox) {}

  std::string_view name() const override { return "mailbox"; }

  Result<Told> tell(const Telling& telling) override {
    const DigestEntry& digest = telling.digest;
    MailSearch by;
    by.message_ids.push_back(digest.message_id);
    const auto is_it = [&](const Message& mail) { return mail.envelope.message_id == digest.message_id; };
    if (digest.state == "attempting" && digest.attempt) {
      auto where = find_attempt(desk_, *digest.attempt, by, is_it);
      if (!where) return tl::unexpected(where.error());
      if (where->fate == Whereabouts::Fate::found) return Told::yes;
      if (where->fate == Whereabouts::Fate::doubtful) return Told::unsure;
    } else {
      auto found = find_mail(desk_, mailbox_, by, is_it);
      if (!found) return tl::unexpected(found.error());
      if (*found) return Told::yes;
    }
    return file(telling);
  }

 private:
  Result<Told> file(const Telling& telling) {
    const auto bytes = write_message(compose_digest(telling, desk_.candidate, desk_.clock.now()));
    if (!bytes) return tl::unexpected(bytes.error());
    auto attempt = mark_mailbox(desk_.server, mailbox_);
    if (!attempt) return tl::unexpected(attempt.error());
    attempt->bytes = *bytes;
    attempt->at = desk_.clock.now();
    if (auto begun = desk_.ledger.begin_digest(telling.digest, *attempt); !begun) return tl::unexpected(begun.error());
    const AppendOutcome outcome = desk_.server.append_reminder(mailbox_, *bytes);
    const Error why = outcome.error.value_or(Error{ErrorKind::server, "The server gave no reason.", {}});
    switch (outcome.kind) {
      case AppendOutcome::Kind::appended: return Told::yes;
      case AppendOutcome::Kind::refused:
        if (auto waits = desk_.ledger.digest_waits(telling.digest); !waits) return tl::unexpected(waits.error());
        return fail(ErrorKind::server, why.what, why.hint);
      case AppendOutcome::Kind::unclear: break;
    }
    return fail(ErrorKind::network, why.what, why.hint);
  }

  Desk& desk_;
  const std::string& mailbox_;
};

}  // namespace

std::unique_ptr<ReminderChannel> make_mailbox_channel(Desk& desk) { return std::make_unique<MailboxChannel>(desk); }

}  // namespace ajar
