#pragma once
// A decision in the making: what it rests on, and the Plan that grows. For decide.cpp and the rooms it is made of.
#include <string>
#include <vector>

#include "filters/decide.h"

namespace ajar {

class Deciding {
 public:
  /// All of it must outlive the decision. `mail`: null for a no that came another way. `earlier`: what the ledger
  /// holds of this application; null: it is new.
  Deciding(const Reading* mail, const Correspondence& correspondence, const Known& known, const Books& books,
           const Candidate& candidate, const Policies& policies, Instant now, const KnownApplication* earlier);

  const Reading* mail;
  const Correspondence& correspondence;
  const Known& known;
  const Books& books;
  const Candidate& candidate;
  Policies policies;  ///< the reply window in the user's time zone
  Instant now;
  const KnownApplication* earlier;
  KnownApplication application;  ///< as it will be after this decision
  ReplyMemory memory;            ///< grows with every text, so that no two of one plan sound alike

  bool has_sign(const std::string& sign) const;
  Date local_date(Instant at) const;
  Date today() const { return local_date(now); }
  /// "Harbor & Finch", or "this employer".
  std::string company() const;
  /// "Dana Whitfield", or the address.
  static std::string name_of(const Address& person);
  /// "draft|personal|harbor finch|data engineer|" + rest
  std::string key(const std::string& kind, const std::string& rest) const;

  void file(Draft draft, Instant due, const std::string& rest);
  void remind(Reminder reminder, const std::string& rest);
  void tell_at_once(Reminder reminder, const std::string& rest);
  /// Waiting drafts, or reminders whose key starts so; `id`: of another application at the same employer.
  void cancel_drafts(const std::string& prefix = "draft|", std::int64_t id = 0);
  void cancel_reminders(const std::string& prefix = "remind|", std::int64_t id = 0);

  /// The action planned last is another application's; 0: the plan's own.
  void last_belongs_to(std::int64_t id) { actions_.back().application = id; }

  /// A reminder about a person, due on a day shifted to a working one.
  Reminder reminder(const std::string& kind, Date due, const std::string& title, const Address& person = {}) const;

  Plan finish(std::string reason);
  /// A plan that leaves the ledger's application as it is.
  Plan nothing(std::string reason) const;

 private:
  std::vector<Action> actions_;
};

}  // namespace ajar
