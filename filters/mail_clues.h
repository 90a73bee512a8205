#pragma once
// What links one mail to others: people, domains, names, thread.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "filters/correspondence.h"

namespace ajar {

/// How a mail is tied to the employer of a rejection, weakest first.
enum class Link { none, mention, name, person, domain, thread };
/// Whether it belongs to the rejection's application.
enum class Fit { no, unknown, yes };

/// One mail with what links it to others. The mail must outlive it.
struct Clues {
  const EarlierMail* mail = nullptr;
  bool from_user = false;
  std::set<std::string> people;   ///< everyone but the user and machines
  std::set<std::string> domains;  ///< employers', registrable
  std::set<std::string> labels;   ///< an employer's name within a shared domain
  std::string subject_key;        ///< subject and sender's names
  std::size_t thread = 0;
  Link link = Link::none;
  std::string role;
  Fit fit = Fit::unknown;

  const Reading& reading() const { return mail->reading; }
  std::string text_key() const;  ///< comparison key of the body's first 8 KiB
};

Clues read_clues(const EarlierMail& mail, const Candidate& candidate, const RuleBook& rules);

/// Threads by References and In-Reply-To (RFC 5322 3.6.4), as a union-find over message ids.
class Threads {
 public:
  /// Takes a mail in. The number names its thread through root() only, which later mails may join with others.
  std::size_t of(const Message& message);
  std::size_t root(std::size_t n);

 private:
  std::size_t node(const std::string& id);
  std::map<std::string, std::size_t> nodes_;
  std::vector<std::size_t> parent_;
};

}  // namespace ajar
