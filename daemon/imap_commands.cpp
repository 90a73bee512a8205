#include "daemon/imap_commands.h"

#include <algorithm>
#include <array>

namespace ajar {
namespace {

constexpr std::size_t longest_term = 500;      // bytes
constexpr std::size_t longest_command = 4000;  // bytes; RFC 7162 4 asks servers to take 8,192
constexpr std::size_t most_terms = 24;         // nested ORs in one command

bool is_searchable(std::string_view text) {
  return !text.empty() && text.size() <= longest_term &&
         std::none_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
}

/// One key and its value: HEADER References "id", or SUBJECT with a literal.
struct Term {
  std::string key;
  std::string value;
};

constexpr const char* id_keys[] = {"HEADER Message-ID", "HEADER References", "HEADER In-Reply-To"};
constexpr const char* address_keys[] = {"FROM", "TO", "CC"};
constexpr const char* word_keys[] = {"SUBJECT"};

template <std::size_t N>
void add_terms(std::vector<Term>& terms, const char* const (&keys)[N], const std::vector<std::string>& values) {
  for (const std::string& value : values)
    if (is_searchable(value))
      for (const char* key : keys) terms.push_back({key, value});
}

std::string search_date(Date date) {
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const unsigned month = std::clamp(static_cast<unsigned>(date.month()), 1U, 12U);
  return std::to_string(static_cast<unsigned>(date.day())) + "-" + months[month - 1] + "-" +
         std::to_string(static_cast<int>(date.year()));
}

/// OR a OR b c, with literals for what cannot be quoted.
SearchCommand join(const std::vector<Term>& terms, const std::string& since, bool literal_plus) {
  SearchCommand command;
  command.needs_charset =
      std::any_of(terms.begin(), terms.end(), [](const Term& term) { return !is_quotable(term.value); });
  std::string text = command.needs_charset ? "UID SEARCH CHARSET UTF-8" : "UID SEARCH";
  text += since;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    text += (i + 1 < terms.size() ? " OR " : " ") + terms[i].key + " ";
    if (is_quotable(terms[i].value)) {
      text += quoted(terms[i].value);
    } else {
      text += "{" + std::to_string(terms[i].value.size()) + (literal_plus ? "+}" : "}");
      command.parts.push_back(std::move(text));
      text = terms[i].value;
    }
  }
  command.parts.push_back(std::move(text));
  return command;
}

}  // namespace

bool is_quotable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0 && c != '\r' && c != '\n'; });
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::vector<UidSet> uid_sets(const std::vector<Uid>& uids, std::size_t most, std::size_t most_bytes) {
  std::vector<UidSet> sets;
  for (std::size_t i = 0; i < uids.size();) {
    if (sets.empty() || sets.back().count >= most || sets.back().text.size() >= most_bytes) sets.emplace_back();
    UidSet& set = sets.back();
    std::size_t last = i;
    while (last + 1 < uids.size() && uids[last + 1].value == uids[last].value + 1 && set.count + (last + 1 - i) < most)
      ++last;
    if (!set.text.empty()) set.text += ',';
    set.text += std::to_string(uids[i].value);
    if (last > i) set.text += ":" + std::to_string(uids[last].value);
    set.count += last - i + 1;
    i = last + 1;
  }
  return sets;
}

std::vector<SearchCommand> search_commands(const MailSearch& search, bool literal_plus) {
  std::vector<Term> terms;
  add_terms(terms, id_keys, search.message_ids);
  add_terms(terms, address_keys, search.addresses);
  add_terms(terms, word_keys, search.words);
  std::stable_partition(terms.begin(), terms.end(), [](const Term& term) { return is_quotable(term.value); });
  const std::string since = search.since ? " SENTSINCE " + search_date(*search.since) : "";

  std::vector<SearchCommand> commands;
  if (terms.empty() && search.since && search.message_ids.empty() && search.addresses.empty() && search.words.empty())
    commands.push_back({{"UID SEARCH" + since}, false});
  std::vector<Term> batch;
  std::size_t bytes = 0;
  for (Term& term : terms) {
    const bool other_kind = !batch.empty() && is_quotable(batch.back().value) != is_quotable(term.value);
    if (other_kind || batch.size() >= most_terms || bytes > longest_command) {
      commands.push_back(join(batch, since, literal_plus));
      batch.clear();
      bytes = 0;
    }
    bytes += term.key.size() + term.value.size() + 8;
    batch.push_back(std::move(term));
  }
  if (!batch.empty()) commands.push_back(join(batch, since, literal_plus));
  return commands;
}

}  // namespace ajar
