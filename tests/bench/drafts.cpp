// Drafts, to be read and counted.
//   drafts --invented LANGUAGE COUNT [FIRST]   drafts for invented occasions, 12 a user, in full
#include <cstdio>
#include <cstdlib>
#include <string>

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

}  // namespace

int main(int count, char** words) {
  const std::string mode = count > 1 ? words[1] : "";
  if (mode == "--invented" && count > 3) {
    return print_invented(words[2], std::strtoull(words[3], nullptr, 10), count > 4 ? std::strtoull(words[4], nullptr, 10) : 0);
  }
  std::fputs("usage: drafts --invented LANGUAGE COUNT [FIRST]\n", stderr);
  return 64;
}
