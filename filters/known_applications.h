#pragma once
// The applications of the ledger, found by what a mail may share with one: years of applying do not slow each mail.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "filters/message.h"
#include "filters/reading.h"

namespace ajar {

/// Where an application stands (manners.md D).
enum class ApplicationState { open, rejected, answered, checking_in, live, landed, stopped, muted };
/// "open", "checking_in" ...: as the ledger keeps it and `ajar applications` shows it.
std::string_view to_string(ApplicationState state);
/// The reverse; none for any other text.
std::optional<ApplicationState> application_state_from(std::string_view text);

/// A draft as the ledger knows it.
struct KnownDraft {
  std::string message_id;
  std::string to_email;
  std::string purpose;
  std::string state;                     ///< waiting | attempting | filed | sent | gone | cancelled | unsure
  std::vector<std::string> related_ids;  ///< anchor's and rejection's Message-IDs
  std::string subject;
};

/// An application as the ledger knows it: state per role and company.
struct KnownApplication {
  std::int64_t id = 0;  ///< 0: not in the ledger yet
  std::string account;
  std::string company;
  std::string role;
  Stage stage = Stage::none;
  Channel channel = Channel::direct;
  ApplicationState state = ApplicationState::open;
  std::optional<Instant> rejected_at;
  std::optional<Instant> replied_at;  ///< t0
  std::optional<Instant> last_human_mail;
  std::vector<std::string> message_ids;  ///< mails of this application seen so far
  std::vector<Address> people;
  std::vector<std::string> domains;  ///< employer domains
  std::vector<KnownDraft> drafts;
  int check_ins_sent = 0;
  int check_ins_unanswered = 0;
  bool cancelled_or_frozen = false;
  std::optional<Date> named_date;
};

/// What a mail and an application may have in common.
class SharedSigns {
 public:
  void add_company(std::string_view name);
  void add_domain(std::string_view domain);
  void add_message(std::string_view id);
  void add_person(std::string_view email);

  const std::vector<std::string>& keys() const { return keys_; }

 private:
  std::vector<std::string> keys_;
};

/// In the order of their ids: oldest first.
class KnownApplications {
 public:
  using const_iterator = std::vector<KnownApplication>::const_iterator;

  /// Adds it, or puts it in the place of the one with its id.
  void put(KnownApplication application);

  /// Those that share a sign, oldest first. None is missing whose message id, person, domain or company
  /// (same_company) is among them; there may be others.
  std::vector<const KnownApplication*> sharing(const SharedSigns& signs) const;

  const_iterator begin() const { return all_.begin(); }
  const_iterator end() const { return all_.end(); }
  std::size_t size() const { return all_.size(); }
  const KnownApplication& operator[](std::size_t position) const { return all_[position]; }

 private:
  std::vector<KnownApplication> all_;
  std::unordered_map<std::int64_t, std::size_t> by_id_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_sign_;  ///< also by the signs of what was replaced
};

}  // namespace ajar
