#include "tests/support/memory_mail_server.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "filters/message_parser.h"

namespace ajar::testing {
namespace {

Error lost() { return {ErrorKind::network, "connection to the server in memory is broken", ""}; }
Error missing(const std::string& mailbox) { return {ErrorKind::server, "mailbox " + mailbox + " does not exist", ""}; }

std::string folded(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

bool contains(std::string_view text, std::string_view part) {
  return folded(text).find(folded(part)) != std::string::npos;
}

/// Unfolded values of the raw header fields named so.
std::string header_values(std::string_view bytes, std::initializer_list<std::string_view> names) {
  std::string values;
  bool taking = false;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    std::string_view line = bytes.substr(at, end - at);
    at = end + 1;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty()) break;
    const bool goes_on = line[0] == ' ' || line[0] == '\t';
    if (!goes_on) {
      const std::string name = folded(line.substr(0, line.find(':')));
      taking = std::find(names.begin(), names.end(), name) != names.end();
      line.remove_prefix(std::min(line.size(), name.size() + 1));
    }
    if (taking) values.append(line).append(goes_on ? "" : " ");
  }
  return values;
}

bool matches(const StoredMail& mail, const MailSearch& search) {
  const auto any = [&](const std::vector<std::string>& parts, const std::string& where) {
    return std::any_of(parts.begin(), parts.end(), [&](const std::string& part) { return contains(where, part); });
  };
  if (search.since) {
    const auto date = parse_mail_date(header_values(mail.bytes, {"date"}));
    if (!date || *date < Instant(std::chrono::sys_days(*search.since))) return false;
  }
  if (search.message_ids.empty() && search.addresses.empty() && search.words.empty()) return search.since.has_value();
  return any(search.message_ids, header_values(mail.bytes, {"message-id", "references", "in-reply-to"})) ||
         any(search.addresses, header_values(mail.bytes, {"from", "to", "cc"})) ||
         any(search.words, decode_header_text(header_values(mail.bytes, {"subject"})));
}

}  // namespace

void MemoryMailStore::add_mailbox(const std::string& name, std::set<std::string> uses, std::uint32_t validity) {
  const std::lock_guard lock(mutex_);
  boxes_[name].uses = std::move(uses);
  boxes_[name].validity = validity;
}

Uid MemoryMailStore::deliver(const std::string& mailbox, std::string bytes, Instant date, std::set<std::string> flags) {
  const std::lock_guard lock(mutex_);
  Box& box = boxes_[mailbox];
  const Uid uid{box.uid_next++};
  box.mails.push_back({uid, date, std::move(bytes), std::move(flags)});
  ring();
  return uid;
}

void MemoryMailStore::remove(const std::string& mailbox, Uid uid) {
  const std::lock_guard lock(mutex_);
  std::erase_if(boxes_[mailbox].mails, [&](const StoredMail& mail) { return mail.uid == uid; });
}

void MemoryMailStore::withhold(const std::string& mailbox, Uid uid) {
  const std::lock_guard lock(mutex_);
  boxes_[mailbox].withheld.insert(uid.value);
}

void MemoryMailStore::recreate(const std::string& mailbox, std::uint32_t validity) {
  const std::lock_guard lock(mutex_);
  Box& box = boxes_[mailbox];
  box.validity = validity;
  box.uid_next = 1;
  for (StoredMail& mail : box.mails) mail.uid = Uid{box.uid_next++};
}

std::vector<StoredMail> MemoryMailStore::mails(const std::string& mailbox) const {
  const std::lock_guard lock(mutex_);
  const auto found = boxes_.find(mailbox);
  return found == boxes_.end() ? std::vector<StoredMail>{} : found->second.mails;
}

std::vector<std::string> MemoryMailStore::mailbox_names() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> names;
  for (const auto& [name, box] : boxes_) names.push_back(name);
  return names;
}

bool MemoryMailStore::has_mailbox(const std::string& mailbox) const {
  const std::lock_guard lock(mutex_);
  return boxes_.count(mailbox) != 0;
}

void MemoryMailStore::set_idle(bool on) {
  const std::lock_guard lock(mutex_);
  idle_ = on;
}
void MemoryMailStore::set_uid_next(bool on) {
  const std::lock_guard lock(mutex_);
  uid_next_ = on;
}
void MemoryMailStore::set_append_uid(bool on) {
  const std::lock_guard lock(mutex_);
  append_uid_ = on;
}
void MemoryMailStore::set_now(Instant now) {
  const std::lock_guard lock(mutex_);
  now_ = now;
}
void MemoryMailStore::set_fault(Fault fault) {
  const std::lock_guard lock(mutex_);
  fault_ = std::move(fault);
}
void MemoryMailStore::push_append_fault(AppendFault fault) {
  const std::lock_guard lock(mutex_);
  append_faults_.push_back(fault);
}
std::map<std::string, int> MemoryMailStore::command_counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

void MemoryMailStore::ring() {
  for (const int bell : bells_) eventfd_write(bell, 1);
}

MemoryMailServer::MemoryMailServer(std::shared_ptr<MemoryMailStore> store)
    : store_(std::move(store)), bell_fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  const std::lock_guard lock(store_->mutex_);
  store_->bells_.push_back(bell_fd_);
}

MemoryMailServer::~MemoryMailServer() {
  const std::lock_guard lock(store_->mutex_);
  std::erase(store_->bells_, bell_fd_);
  ::close(bell_fd_);
}

/// Counts the command and lets the fault speak. The lock must not be held: the fault may use the store.
std::optional<Error> MemoryMailServer::begin(const std::string& verb, const std::string& mailbox) {
  if (broken_) return lost();
  MemoryMailStore::Fault fault;
  {
    const std::lock_guard lock(store_->mutex_);
    ++store_->counts_[verb];
    fault = store_->fault_;
  }
  std::optional<Error> error = fault ? fault(verb, mailbox) : std::nullopt;
  if (error && error->kind == ErrorKind::network) broken_ = true;
  return error;
}

/// The lock must be held.
Result<MemoryMailStore::Box*> MemoryMailServer::select(const std::string& mailbox) {
  const auto found = store_->boxes_.find(mailbox);
  if (found == store_->boxes_.end()) return tl::unexpected(missing(mailbox));
  if (std::exchange(selected_, mailbox) != mailbox) ringing_ = true;
  const auto known = seen_validity_.try_emplace(mailbox, found->second.validity).first;
  if (known->second != found->second.validity)
    return fail(ErrorKind::server, "mailbox " + mailbox + " was re-created (UIDVALIDITY changed)");
  return &found->second;
}

Result<std::vector<MailboxInfo>> MemoryMailServer::list_mailboxes() {
  if (auto error = begin("list", "")) return tl::unexpected(*error);
  const std::lock_guard lock(store_->mutex_);
  std::vector<MailboxInfo> infos;
  for (const auto& [name, box] : store_->boxes_) infos.push_back({name, '/', box.uses, true});
  return infos;
}

Result<MailboxStatus> MemoryMailServer::examine(const std::string& mailbox) {
  if (auto error = begin("examine", mailbox)) return tl::unexpected(*error);
  const std::lock_guard lock(store_->mutex_);
  seen_validity_.erase(mailbox);
  const auto box = select(mailbox);
  if (!box) return tl::unexpected(box.error());
  MailboxStatus status{{(*box)->validity}, std::nullopt, static_cast<std::uint32_t>((*box)->mails.size())};
  if (store_->uid_next_) status.uid_next = Uid{(*box)->uid_next};
  return status;
}

Result<std::vector<ListedMessage>> MemoryMailServer::sweep(const std::string& mailbox, Uid after, std::size_t most) {
  if (auto error = begin("sweep", mailbox)) return tl::unexpected(*error);
  const std::lock_guard lock(store_->mutex_);
  const auto box = select(mailbox);
  if (!box) return tl::unexpected(box.error());
  std::vector<ListedMessage> listed;
  for (const StoredMail& mail : (*box)->mails)
    if (mail.uid > after && listed.size() < most) listed.push_back({mail.uid, mail.internal_date, mail.bytes.size()});
  return listed;
}

Result<std::vector<Uid>> MemoryMailServer::search(const std::string& mailbox, const MailSearch& search) {
  if (auto error = begin("search", mailbox)) return tl::unexpected(*error);
  const std::lock_guard lock(store_->mutex_);
  const auto box = select(mailbox);
  if (!box) return tl::unexpected(box.error());
  std::vector<Uid> uids;
  for (const StoredMail& mail : (*box)->mails)
    if (matches(mail, search)) uids.push_back(mail.uid);
  return uids;
}

Result<std::vector<FetchedMessage>> MemoryMailServer::fetch(const std::string& mailbox, const std::vector<Uid>& uids,
                                                            std::size_t cap) {
  if (auto error = begin("fetch", mailbox)) return tl::unexpected(*error);
  const std::lock_guard lock(store_->mutex_);
  const auto box = select(mailbox);
  if (!box) return tl::unexpected(box.error());
  std::vector<FetchedMessage> messages;
  for (const StoredMail& mail : (*box)->mails) {
    if (std::find(uids.begin(), uids.end(), mail.uid) == uids.end()) continue;
    if ((*box)->withheld.count(mail.uid.value) > 0) continue;
    messages.push_back(
        {mail.uid, mail.internal_date, mail.bytes.size(), mail.bytes.substr(0, cap), mail.bytes.size() > cap});
  }
  return messages;
}

AppendOutcome MemoryMailServer::append(const std::string& mailbox, const std::string& bytes,
                                       std::set<std::string> flags) {
  if (auto error = begin("append", mailbox)) {
    const bool unclear = error->kind == ErrorKind::network;
    return {unclear ? AppendOutcome::Kind::unclear : AppendOutcome::Kind::refused, {}, {}, error};
  }
  const std::lock_guard lock(store_->mutex_);
  AppendFault fault = AppendFault::none;
  if (!store_->append_faults_.empty()) {
    fault = store_->append_faults_.front();
    store_->append_faults_.pop_front();
  }
  const auto refused = [](std::string what, std::string hint) {
    return AppendOutcome{
        AppendOutcome::Kind::refused, {}, {}, Error{ErrorKind::server, std::move(what), std::move(hint)}};
  };
  const auto box = store_->boxes_.find(mailbox);
  if (fault == AppendFault::refused) return refused("the server refused the draft", "");
  if (fault == AppendFault::over_quota) return refused("the mailbox is full (over quota)", "make room in the mailbox");
  if (fault == AppendFault::no_mailbox || box == store_->boxes_.end())
    return refused("mailbox " + mailbox + " does not exist", "");
  if (fault == AppendFault::lost_before) {
    broken_ = true;
    return {AppendOutcome::Kind::unclear, {}, {}, lost()};
  }
  const Uid uid{box->second.uid_next++};
  const Instant now =
      store_->now_.value_or(std::chrono::time_point_cast<std::chrono::seconds>(std::chrono::system_clock::now()));
  box->second.mails.push_back({uid, now, bytes, std::move(flags)});
  store_->ring();
  if (fault == AppendFault::lost_after) {
    broken_ = true;
    return {AppendOutcome::Kind::unclear, {}, {}, lost()};
  }
  AppendOutcome outcome{AppendOutcome::Kind::appended, {}, {}, {}};
  if (store_->append_uid_) outcome.validity = UidValidity{box->second.validity};
  if (store_->append_uid_) outcome.uid = uid;
  return outcome;
}

AppendOutcome MemoryMailServer::append_draft(const std::string& mailbox, const std::string& bytes) {
  return append(mailbox, bytes, {"\\Draft", "\\Seen"});
}

AppendOutcome MemoryMailServer::append_reminder(const std::string& mailbox, const std::string& bytes) {
  return append(mailbox, bytes, {});
}

Result<void> MemoryMailServer::create_drafts(const std::string& mailbox) {
  if (auto error = begin("create", mailbox)) return tl::unexpected(*error);
  const std::lock_guard lock(store_->mutex_);
  if (store_->boxes_.count(mailbox)) return fail(ErrorKind::server, "mailbox " + mailbox + " exists already");
  store_->boxes_[mailbox];
  return {};
}

Result<Bell> MemoryMailServer::doorbell(const std::string& mailbox, std::chrono::steady_clock::time_point deadline,
                                        int wake_fd) {
  if (auto error = begin("doorbell", mailbox)) return tl::unexpected(*error);
  {
    const std::lock_guard lock(store_->mutex_);
    if (auto box = select(mailbox); !box) return tl::unexpected(box.error());
  }
  pollfd woken{wake_fd, POLLIN, 0};
  if (::poll(&woken, 1, 0) == 1) return Bell::woken;
  if (std::exchange(ringing_, false)) return Bell::rang;
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd fds[] = {{wake_fd, POLLIN, 0}, {has_idle() ? bell_fd_ : -1, POLLIN, 0}};
    const int ready = ::poll(fds, 2, static_cast<int>(std::clamp<long long>(left.count(), 0, 1 << 30)));
    if (ready < 0 && errno == EINTR) continue;
    if (fds[0].revents) return Bell::woken;
    if (ready <= 0) return Bell::quiet;
    eventfd_t rings = 0;
    eventfd_read(bell_fd_, &rings);
    return Bell::rang;
  }
}

bool MemoryMailServer::has_idle() const {
  const std::lock_guard lock(store_->mutex_);
  return store_->idle_;
}

}  // namespace ajar::testing
