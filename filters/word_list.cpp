#include "filters/word_list.h"

#include <algorithm>

#include "filters/charset.h"

namespace ajar {
namespace {

template <class Fits>
bool any_entry(std::string_view list, Fits fits) {
  while (!list.empty()) {
    const std::size_t bar = std::min(list.find('|'), list.size());
    if (fits(list.substr(0, bar))) return true;
    list.remove_prefix(std::min(bar + 1, list.size()));
  }
  return false;
}

bool occurs(std::string_view key, std::string_view entry, bool any_ending) {
  for (std::size_t at = key.find(entry); at != std::string_view::npos; at = key.find(entry, at + 1)) {
    const std::size_t end = at + entry.size();
    if ((at == 0 || key[at - 1] == ' ') && (any_ending || end == key.size() || key[end] == ' ')) return true;
  }
  return false;
}

}  // namespace

std::string words_key(std::string_view text) {
  std::string parted = clean_text(text);  // curly apostrophes are straight now
  std::replace(parted.begin(), parted.end(), '\'', ' ');
  return comparison_key(parted);
}

std::vector<std::string> words_of(std::string_view key) {
  std::vector<std::string> words;
  while (!key.empty()) {
    const std::size_t end = std::min(key.find(' '), key.size());
    if (end > 0) words.emplace_back(key.substr(0, end));
    key.remove_prefix(std::min(end + 1, key.size()));
  }
  return words;
}

bool is_one_of(std::string_view word, std::string_view list) {
  if (word.empty() || word.find('|') != std::string_view::npos) return false;
  for (std::size_t at = list.find(word); at != std::string_view::npos; at = list.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || list[at - 1] == '|') && (end == list.size() || list[end] == '|')) return true;
  }
  return false;
}

bool holds_any(std::string_view key, std::string_view list) {
  return any_entry(list, [&](std::string_view entry) {
    const bool any_ending = !entry.empty() && entry.back() == '*';
    if (any_ending) entry.remove_suffix(1);
    return !entry.empty() && occurs(key, entry, any_ending);
  });
}

}  // namespace ajar
