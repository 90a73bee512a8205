#include "filters/facts.h"

#include <libpsl.h>

#include <algorithm>
#include <array>
#include <map>

#include "filters/charset.h"
#include "filters/fact_words.h"
#include "filters/name_match.h"
#include "filters/person_signs.h"
#include "filters/rules_compiled.h"

namespace ajar {
namespace {

bool takes(const RuleBook::Compiled& book, const std::vector<std::size_t>& rules, std::string_view fact) {
  return std::any_of(rules.begin(), rules.end(), [&](std::size_t rule) { return book.rules[rule].take == fact; });
}

/// Spellings of one fact with the weight that speaks for each; spellings with the same key are one.
class Ballot {
 public:
  void add(const std::string& words, double weight) {
    const std::string key = comparison_key(words);
    if (key.empty()) return;
    Entry& entry = entries_[key];
    if (entry.words.empty()) entry.words = words, entry.order = entries_.size();
    entry.weight += weight;
  }
  /// True if one of the spellings stands in these words.
  bool has_part_of(std::string_view words) const {
    const std::string key = comparison_key(words);
    return std::any_of(entries_.begin(), entries_.end(), [&](const auto& entry) { return has_words(key, entry.first); });
  }
  /// The spelling with most weight; a name within another ("Acme" in "Acme Tools") speaks for the longer.
  std::string winner() const {
    const Entry* best = nullptr;
    double most = 0;
    for (const auto& [key, entry] : entries_) {
      double weight = 0;
      for (const auto& [other, supporter] : entries_)
        if (other == key || has_words(key, other)) weight += supporter.weight;
      if (best && (weight < most || (weight == most && entry.order > best->order))) continue;
      best = &entry;
      most = weight;
    }
    return best ? best->words : std::string{};
  }

 private:
  struct Entry {
    std::string words;
    double weight = 0;
    std::size_t order = 0;
  };
  std::map<std::string, Entry> entries_;
};

bool is_letter_or_digit(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
         (c >= 'a' && c <= 'z');
}

/// "sonnenhuegel" is what a domain makes of "Sonnenhügel": ae, oe and ue as a, o and u.
std::string without_umlaut_e(std::string_view key) {
  std::string out;
  for (std::size_t i = 0; i < key.size(); ++i)
    if (key[i] != 'e' || i == 0 || std::string_view("aou").find(key[i - 1]) == std::string_view::npos) out += key[i];
  return out;
}

/// The words of `text` that, run together, are this domain label ("lowellsystems" -> "Lowell Systems"); empty if none.
std::string spelled_out(std::string_view label, std::string_view text) {
  if (label.size() < 3) return {};
  const std::string wanted = without_umlaut_e(label);
  for (std::size_t at = 0; at < text.size();) {
    const bool start = is_letter_or_digit(text[at]) && (at == 0 || !is_letter_or_digit(text[at - 1]));
    if (!start || (text[at] >= 'a' && text[at] <= 'z')) {
      ++at;
      continue;
    }
    std::size_t end = at;
    std::string run;
    for (int words = 0; words < 5 && end < text.size() && text[end] != '\n'; ++words) {
      while (end < text.size() && !is_letter_or_digit(text[end]) && text[end] != '\n') {
        if (text[end] == '.' && words > 0 && end + 1 < text.size() && text[end + 1] == ' ') break;
        ++end;
      }
      std::size_t stop = end;
      while (stop < text.size() && is_letter_or_digit(text[stop])) ++stop;
      if (stop == end) break;
      run += without_umlaut_e(comparison_key(text.substr(end, stop - end)));
      end = stop;
      if (run.size() > wanted.size()) break;
      if (run == wanted && end > at && !(end < text.size() && (text[end] == '@' || text[end] == '.') &&
                                         end + 1 < text.size() && is_letter_or_digit(text[end + 1])))
        return std::string(text.substr(at, end - at));
    }
    ++at;
  }
  return {};
}

/// The label that could name the employer: of its own domain, or the subdomain or local part at a shared one.
std::vector<std::string> employer_labels(const Address& from, const std::string& employer_domain) {
  std::vector<std::string> labels;
  const auto add = [&](std::string_view label) {
    std::string key;
    for (const char c : comparison_key(label))
      if (c != ' ') key += c;
    for (const std::string_view extra : {"careers", "jobs", "recruiting", "talent", "hr", "group", "gmbh", "inc", "ag"})
      if (key.size() > extra.size() + 2 && key.ends_with(extra)) labels.push_back(key.substr(0, key.size() - extra.size()));
    labels.push_back(key);
  };
  const std::string_view domain = domain_of(from.email);
  if (!employer_domain.empty()) {
    add(std::string_view(employer_domain).substr(0, employer_domain.find('.')));
  } else {
    add(domain.substr(0, domain.find('.')));
    add(local_part(from.email));
  }
  return labels;
}

/// Reads the facts of one mail.
class FactFinder {
 public:
  FactFinder(const Message& message, const PreparedText& text, const Verdict& verdict, const RuleBook& rules,
             const Candidate& candidate)
      : message_(message), text_(text), verdict_(verdict), rules_(rules), candidate_(candidate) {
    if (!message.envelope.from.empty()) from_ = message.envelope.from.front();
    own_ = candidate.is_me(from_.email);
  }

  Facts find() {
    if (!own_ && !is_shared_domain(domain_of(from_.email), rules_))
      facts_.employer_domain = registrable_domain(domain_of(from_.email));
    take_from_rules();
    name_sender_kind();
    name_company();
    facts_.role = roles_.winner();
    if (comparison_key(facts_.role) == comparison_key(facts_.company)) facts_.company.clear();
    name_person();
    settle_stage();
    return std::move(facts_);
  }

 private:
  std::vector<std::string> languages() const {
    if (verdict_.language.empty()) return {"en", "de", "fr", "es", "pt", "it", "nl"};
    return {verdict_.language};
  }

  void take_from_rules() {
    const auto& book = rules_.compiled();
    for (const RuleMatch& match : match_rules(message_, text_, rules_, languages(), Purpose::taking)) {
      const std::string& take = book.rules[match.rule].take;
      if (take.starts_with("stage:")) {
        if (const auto stage = stage_from(take.substr(6)); stage && *stage > facts_.stage) facts_.stage = *stage;
      } else if (take == "channel:agency") {
        facts_.channel = Channel::agency;
      } else if (take.starts_with("sender_kind:")) {
        if (const auto kind = sender_kind_from(take.substr(12))) taken_kind_ = *kind;
      }
      const bool subject = match.where == "subject";
      for (const auto& [slot, words] : match.match.slots) {
        if (slot == "company") companies_.add(clean_company(without_hr_words(words)), subject ? 2.5 : 2);
        if (slot == "role" && !label_names_company(own_label(), words)) roles_.add(clean_role(words, verdict_.language), subject ? 2.5 : 2);
        if (slot == "person" && person_name_.empty()) person_name_ = clean_person(words);
      }
    }
  }

  bool has_header(std::string_view name, std::string_view value) const {
    return fold_case(message_.header(name)).find(value) != std::string::npos;
  }

  void name_sender_kind() {
    const bool no_reply = is_no_reply(from_.email, rules_);
    const bool machine = taken_kind_ == SenderKind::robot || no_reply || message_.is_report ||
                         (!message_.header("auto-submitted").empty() && !has_header("auto-submitted", "no"));
    const bool person_name = is_own_name(from_);
    if (taken_kind_ == SenderKind::list || !message_.header("list-post").empty() || !message_.header("list-id").empty() ||
        (has_header("precedence", "list") || has_header("precedence", "bulk")))
      facts_.sender_kind = person_name && message_.header("list-id").empty() ? SenderKind::robot : SenderKind::list;
    else if (machine)
      facts_.sender_kind = SenderKind::robot;
    else if (is_shared_mailbox(from_.email) && !(person_name && signs_as_sender()))
      facts_.sender_kind = SenderKind::hr;
    else if (!person_name)
      facts_.sender_kind = SenderKind::hr;
    else
      facts_.sender_kind = facts_.channel == Channel::agency ? SenderKind::agency : SenderKind::person;
    if (facts_.sender_kind == SenderKind::hr && facts_.channel == Channel::agency) facts_.sender_kind = SenderKind::agency;
  }

  /// A person's name that the address or the signature bears out ("Bea Lundqvist" at bea@, "Gus" signed Gus): company
  /// and office names look like people's too.
  bool is_own_name(const Address& from) const {
    if (from.name.empty()) return !is_shared_mailbox(from.email) && !signed_name().empty();
    if (!names_a_person(from.name) || names_an_organisation(from.name)) return false;
    const std::string local = comparison_key(local_part(from.email));
    std::string initials, run;
    for (const char c : local)
      if (c != ' ') run += c;
    const std::string name = comparison_key(from.name);
    for (std::size_t at = 0; at < name.size();) {
      const std::size_t end = std::min(name.find(' ', at), name.size());
      const std::string word = name.substr(at, end - at);
      initials += word[0];
      if (word.size() >= 3 && run.find(word.substr(0, std::min<std::size_t>(word.size(), 5))) != std::string::npos) return true;
      if (run.size() >= 3 && word.starts_with(run)) return true;
      at = end + 1;
    }
    return run == initials || signs_as_sender();
  }

  bool signs_as_sender() const {
    const std::string name = signed_name();
    return !name.empty() && same_person_name(name, from_.name);
  }

  /// What the mail is signed with: the last of the last lines that is a name ("Gudrun Behnke, Head of Training").
  std::string signed_name() const {
    std::string found;
    const std::string lines = tail_of(text_.body) + "\n" + text_.signature.substr(0, text_.signature.find("\n\n"));
    for (std::size_t at = 0; at < lines.size();) {
      const std::size_t end = std::min(lines.find('\n', at), lines.size());
      const std::string_view line = std::string_view(lines).substr(at, end - at);
      const std::string_view words = line.substr(0, line.find(','));
      const std::string name = clean_person(words);
      const bool whole = !name.empty() && name.size() + 1 >= words.size();
      const bool full = name.find(' ') != std::string::npos;
      const bool addressee = text_.salutation.starts_with(words) || same_person_name(name, candidate_.self.name);
      if (whole && !addressee && names_a_person(name) && !names_an_organisation(name) && (found.empty() || (full && found.find(' ') == std::string::npos)))
        found = bare_person_name(name);
      at = end + 1;
    }
    return found;
  }

  bool from_is_person() const {
    return facts_.sender_kind == SenderKind::person || facts_.sender_kind == SenderKind::agency;
  }

  void name_company() {
    const std::string everything = text_.subject + "\n" + text_.body + "\n" + text_.signature;
    for (const std::string& label : employer_labels(from_, own_ ? std::string{} : facts_.employer_domain)) {
      if (own_) break;
      if (const std::string name = spelled_out(label, everything); !name.empty()) companies_.add(name, 4);
      if (const std::string name = spelled_out(label, from_.name); !name.empty()) companies_.add(name, 3);
    }
    if (!own_) {
      companies_.add(company_in_display_name(from_.name), 3);
      const bool bare_name = facts_.sender_kind == SenderKind::robot || facts_.sender_kind == SenderKind::hr;
      if (bare_name && !from_.name.empty() && from_.name.find('@') == std::string::npos && !is_platform(from_.name))
        companies_.add(clean_company(without_hr_words(from_.name)), names_a_person(from_.name) ? 1.2 : 1.5);
      add_signature_lines();
    }
    facts_.company = companies_.winner();
    if (from_is_person() && same_person_name(facts_.company, from_.name)) facts_.company.clear();
    const std::string name = facts_.company;
    if (facts_.channel == Channel::agency && label_names_company(own_label(), name)) facts_.company.clear();
  }
  /// "Wickliffe College" under the name, where the domain only says wickliffe: lines that are a name of few words.
  void add_signature_lines() {
    const std::string lines = tail_of(text_.body) + "\n" + text_.signature;
    for (std::size_t at = 0; at < lines.size();) {
      const std::size_t end = std::min(lines.find('\n', at), lines.size());
      const std::string line = without_hr_words(std::string_view(lines).substr(at, end - at));
      const std::string name = clean_company(line);
      if (!name.empty() && name.size() == line.size() && count_words(name) <= 5 && companies_.has_part_of(name))
        companies_.add(name, 1);
      at = end + 1;
    }
  }
  static std::string tail_of(std::string_view body) {
    std::size_t begin = body.size();
    for (int line = 0; line < 4 && begin != std::string_view::npos && begin > 0; ++line) begin = body.rfind('\n', begin - 1);
    return std::string(begin == std::string_view::npos ? body : body.substr(begin));
  }
  std::string own_label() const { return facts_.employer_domain.substr(0, facts_.employer_domain.find('.')); }
  /// "Workday" and "LinkedIn" as display names are the platform's, not the employer's.
  bool is_platform(std::string_view name) const {
    const std::string label = comparison_key(name);
    return is_shared_domain(label.substr(0, label.find(' ')) + ".com", rules_);
  }

  void name_person() {
    if (own_) return;
    const SenderKind kind = facts_.sender_kind;
    if (kind == SenderKind::person || kind == SenderKind::agency) {
      if (!from_.email.empty()) facts_.person = from_;
      if (facts_.person) {
        const std::string name = bare_person_name(facts_.person->name);
        const std::string signature = signed_name();
        facts_.person->name = name.empty() || signature.starts_with(name + " ") ? signature : name;
      }
      return;
    }
    if (kind == SenderKind::list) return;
    const std::string name = signed_name();
    if (name.empty() || same_company(name, facts_.company) || !looks_like_full_name(name)) return;
    Address person{name, {}};
    for (const Address& reply : message_.envelope.reply_to)
      if (same_person_name(reply.name, name) && !is_no_reply(reply.email, rules_)) person.email = reply.email;
    if (person.email.empty() && same_person_name(from_.name, name) && !is_no_reply(from_.email, rules_) &&
        !is_shared_mailbox(from_.email))
      person.email = from_.email;
    facts_.person = person;
  }
  static bool looks_like_full_name(std::string_view name) { return name.find(' ') != std::string_view::npos; }

  /// "Thank you for applying" in a no that came after a talk: the talk counts (stages only rise). A mail that is about
  /// an application and names no stage keeps none.
  void settle_stage() {
    const bool others = facts_.sender_kind == SenderKind::list || text_.is_forward;  // a digest, a friend's letter
    if (!verdict_.rejection && (others || is_about_another_matter())) {
      facts_.stage = Stage::none;
      facts_.role.clear();
    }
    if (verdict_.event == Event::acknowledgement && facts_.stage > Stage::application) facts_.stage = Stage::application;
  }

  /// A loan, a flat, a paper: applied for as well, but no work.
  bool is_about_another_matter() const {
    return std::any_of(verdict_.evidence.begin(), verdict_.evidence.end(), [&](const Evidence& evidence) {
      const auto& all = rules_.rules();
      const auto rule = std::find_if(all.begin(), all.end(), [&](const Rule& r) { return r.id == evidence.rule; });
      return rule != all.end() && rule->group == "other_matter";
    });
  }

  const Message& message_;
  const PreparedText& text_;
  const Verdict& verdict_;
  const RuleBook& rules_;
  const Candidate& candidate_;
  Address from_;
  bool own_ = false;
  Facts facts_;
  std::optional<SenderKind> taken_kind_;
  std::string person_name_;
  Ballot companies_, roles_;
};

}  // namespace

bool is_no_reply(std::string_view email, const RuleBook& rules) {
  const auto& book = rules.compiled();
  std::string_view local = local_part(email);
  while (!local.empty()) {  // "jobs-noreply" and "acme.no-reply" too
    if (takes(book, rules_of_local_part(book, local), "sender_kind:robot")) return true;
    const std::size_t separator = local.find_first_of("-._+");
    if (separator == std::string_view::npos) break;
    local.remove_prefix(separator + 1);
  }
  return false;
}

std::string registrable_domain(std::string_view domain) {
  const std::string lower = fold_for_matching(domain).text;
  const psl_ctx_t* list = psl_builtin();
  const char* registrable = list ? psl_registrable_domain(list, lower.c_str()) : nullptr;
  return registrable ? registrable : "";
}

bool is_shared_domain(std::string_view domain, const RuleBook& rules) {
  return takes(rules.compiled(), rules_of_domain(rules.compiled(), fold_for_matching(domain).text), "shared_domain");
}

Facts gather_facts(const Message& message, const PreparedText& text, const Verdict& verdict, const RuleBook& rules,
                   const Candidate& candidate) {
  return FactFinder(message, text, verdict, rules, candidate).find();
}

}  // namespace ajar
