// Ten thousand drafts a language, twelve a user: the manners kept in each, no sentence twice, no two alike. Apart from the
// other tests because it takes half a minute.
#include <gtest/gtest.h>

#include "filters/etiquette.h"
#include "tests/support/draft_overlap.h"
#include "tests/support/invented_occasions.h"

namespace ajar {
namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr std::uint64_t kUsers = 40;  // ten times slower there; the release build writes ten thousand drafts
#else
constexpr std::uint64_t kUsers = 834;
#endif

void compose_ten_thousand(const std::string& language) {
  const ReplyBook book = shipped_replies();
  std::size_t failed = 0, breaches = 0, repeated = 0, alike = 0;
  for (std::uint64_t user = 0; user < kUsers; ++user) {
    ReplyMemory memory;
    std::set<std::string> said;
    std::vector<std::set<std::string>> grams;
    for (std::uint64_t i = 0; i < 12; ++i) {
      const auto made = invent_occasion(language, user * 12 + i);
      const auto draft = compose_draft(made->occasion, book, RuleBook(), memory);
      if (!draft) {
        ++failed;
        continue;
      }
      breaches += check_etiquette(*draft, made->occasion, book).size();
      for (const std::string& id : draft->variants) {
        const bool formula = id.find(".salutation.") != std::string::npos || id.find(".closing.") != std::string::npos;
        if (!said.insert(id).second && !formula) ++repeated;
      }
      const auto mine = four_grams(draft->body);
      for (const auto& other : grams) alike += jaccard(mine, other) > 0.10 ? 1 : 0;
      grams.push_back(mine);
      memory.used.insert(memory.used.end(), draft->variants.begin(), draft->variants.end());
    }
  }
  EXPECT_EQ(breaches, 0u);
  EXPECT_EQ(alike, 0u) << "pairs of drafts of one user with an overlap above 0.10";
  EXPECT_EQ(repeated, 0u) << "sentences said twice within twelve drafts of one user";
  EXPECT_EQ(failed, 0u) << "occasions without a draft";
}

TEST(TenThousandDrafts, EnglishKeepTheMannersAndNoTwoOfAUserSoundAlike) { compose_ten_thousand("en"); }
TEST(TenThousandDrafts, GermanKeepTheMannersAndNoTwoOfAUserSoundAlike) { compose_ten_thousand("de"); }
TEST(TenThousandDrafts, FrenchKeepTheMannersAndNoTwoOfAUserSoundAlike) { compose_ten_thousand("fr"); }
TEST(TenThousandDrafts, SpanishKeepTheMannersAndNoTwoOfAUserSoundAlike) { compose_ten_thousand("es"); }
TEST(TenThousandDrafts, ItalianKeepTheMannersAndNoTwoOfAUserSoundAlike) { compose_ten_thousand("it"); }
TEST(TenThousandDrafts, PortugueseKeepTheMannersAndNoTwoOfAUserSoundAlike) { compose_ten_thousand("pt"); }
TEST(TenThousandDrafts, DutchKeepTheMannersAndNoTwoOfAUserSoundAlike) { compose_ten_thousand("nl"); }

}  // namespace
}  // namespace ajar
