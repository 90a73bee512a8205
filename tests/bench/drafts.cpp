// Drafts, to be read and counted.
//   drafts --invented LANGUAGE COUNT [FIRST]   drafts for invented occasions, 12 a user, in full
//   drafts --users LANGUAGE USERS              12 drafts for each user: failures, repeated sentences, overlap
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "filters/charset.h"
#include "filters/etiquette.h"
#include "filters/prepared_text.h"
#include "tests/support/invented_occasions.h"

namespace {

int print_invented(const std::string& language, std::uint64_t count, std::uint64_t first) {
  const ajar::ReplyBook replies = ajar::shipped_replies();
  const ajar::RuleBook rules;
  ajar::ReplyMemory memory;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (i % 12 == 0) memory.used.clear();
    const auto made = ajar::invent_occasion(language, first + i);
    const auto draft = ajar::compose_draft(made->occasion, replies, rules, memory);
    std::printf("---- %llu: %s\n", static_cast<unsigned long long>(first + i), made->story.c_str());
    if (!draft) {
      std::printf("none: %s\n", draft.error().what.c_str());
      continue;
    }
    memory.used.insert(memory.used.end(), draft->variants.begin(), draft->variants.end());
    std::printf("[%zu words, detail: %s]\n%s\n", ajar::count_words(draft->body), draft->detail.c_str(), draft->body.c_str());
  }
  return 0;
}

std::set<std::string> four_grams(const std::string& body) {
  std::istringstream in(ajar::comparison_key(body));
  const std::vector<std::string> words{std::istream_iterator<std::string>(in), {}};
  std::set<std::string> grams;
  for (std::size_t i = 0; i + 4 <= words.size(); ++i) grams.insert(words[i] + " " + words[i + 1] + " " + words[i + 2] + " " + words[i + 3]);
  return grams;
}

double jaccard(const std::set<std::string>& a, const std::set<std::string>& b) {
  const auto both = std::count_if(a.begin(), a.end(), [&](const std::string& gram) { return b.count(gram) > 0; });
  return a.empty() && b.empty() ? 0 : static_cast<double>(both) / static_cast<double>(a.size() + b.size() - static_cast<std::size_t>(both));
}

int count_users(const std::string& language, std::uint64_t users) {
  const ajar::ReplyBook replies = ajar::shipped_replies();
  const ajar::RuleBook rules;
  std::map<std::string, int> failures, repeats;
  std::size_t drafts = 0, pairs = 0, above = 0, words = 0, with_detail = 0;
  double highest = 0;
  for (std::uint64_t user = 0; user < users; ++user) {
    ajar::ReplyMemory memory;
    std::vector<std::set<std::string>> grams;
    std::set<std::string> said;
    for (std::uint64_t i = 0; i < 12; ++i) {
      const auto made = ajar::invent_occasion(language, user * 12 + i);
      const auto draft = ajar::compose_draft(made->occasion, replies, rules, memory);
      if (!draft) {
        ++failures[draft.error().what + " | " + made->story];
        continue;
      }
      ++drafts;
      words += ajar::count_words(draft->body);
      with_detail += draft->detail.empty() ? 0 : 1;
      memory.used.insert(memory.used.end(), draft->variants.begin(), draft->variants.end());
      for (const std::string& id : draft->variants) {
        const bool formula = id.find(".salutation.") != std::string::npos || id.find(".closing.") != std::string::npos;
        if (!said.insert(id).second && !formula) ++repeats[id];
      }
      const auto mine = four_grams(draft->body);
      for (const auto& other : grams) {
        ++pairs;
        const double overlap = jaccard(mine, other);
        highest = std::max(highest, overlap);
        above += overlap > 0.10 ? 1 : 0;
      }
      grams.push_back(mine);
    }
  }
  std::printf("%s: %zu drafts of %llu users, %zu words on average, %zu with a detail\n", language.c_str(), drafts,
              static_cast<unsigned long long>(users), drafts ? words / drafts : 0, with_detail);
  std::printf("pairs of one user: %zu, 4-gram overlap above 0.10: %zu, highest %.3f\n", pairs, above, highest);
  for (const auto& [id, count] : repeats) std::printf("repeated %d times: %s\n", count, id.c_str());
  for (const auto& [what, count] : failures) std::printf("none %d times: %s\n", count, what.c_str());
  return 0;
}

}  // namespace

int main(int count, char** words) {
  const std::string mode = count > 1 ? words[1] : "";
  if (mode == "--invented" && count > 3) {
    return print_invented(words[2], std::strtoull(words[3], nullptr, 10), count > 4 ? std::strtoull(words[4], nullptr, 10) : 0);
  }
  if (mode == "--users" && count > 3) return count_users(words[2], std::strtoull(words[3], nullptr, 10));
  std::fputs("usage: drafts --invented LANGUAGE COUNT [FIRST] | drafts --users LANGUAGE USERS\n", stderr);
  return 64;
}
