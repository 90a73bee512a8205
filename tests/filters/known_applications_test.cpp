#include "filters/known_applications.h"

#include <gtest/gtest.h>

#include "filters/name_match.h"

namespace ajar {
namespace {

KnownApplication application(std::int64_t id, const std::string& company) {
  KnownApplication application;
  application.id = id;
  application.company = company;
  return application;
}

std::vector<std::int64_t> ids(const std::vector<const KnownApplication*>& applications) {
  std::vector<std::int64_t> ids;
  for (const KnownApplication* one : applications) ids.push_back(one->id);
  return ids;
}

std::vector<std::int64_t> sharing_company(const KnownApplications& known, const std::string& company) {
  SharedSigns signs;
  signs.add_company(company);
  return ids(known.sharing(signs));
}

using Ids = std::vector<std::int64_t>;

TEST(KnownApplications, AreFoundByEverySpellingThatMeansTheSameCompany) {
  const std::vector<std::string> spellings{"Harbor & Finch GmbH",
                                           "harbor finch",
                                           "HarborFinch",
                                           "Harbor & Finch Careers",
                                           "Harbor",
                                           "Harbor Group",
                                           "Finch",
                                           "Über Bord AG",
                                           "Uber Bord",
                                           "Ag",
                                           "",
                                           "The Team"};
  for (const std::string& held : spellings) {
    KnownApplications known;
    known.put(application(1, held));
    for (const std::string& asked : spellings) {
      if (same_company(held, asked)) {
        EXPECT_EQ(sharing_company(known, asked), Ids{1}) << "'" << held << "' by '" << asked << "'";
      }
    }
    EXPECT_EQ(sharing_company(known, "Quillworks"), Ids{}) << held;
  }
}

TEST(KnownApplications, AreFoundByDomainMessageDraftAndPerson) {
  KnownApplication one = application(1, "Acme");
  one.domains = {"acme.example"};
  one.message_ids = {"no@acme.example"};
  one.people = {{"Robin", "Robin@acme.example"}};
  KnownDraft draft;
  draft.message_id = "draft@example.org";
  one.drafts = {draft};
  KnownApplications known;
  known.put(one);
  known.put(application(2, "Elsewhere"));
  const auto found = [&](auto add, const std::string& what) {
    SharedSigns signs;
    (signs.*add)(what);
    return ids(known.sharing(signs));
  };
  EXPECT_EQ(found(&SharedSigns::add_domain, "acme.example"), Ids{1});
  EXPECT_EQ(found(&SharedSigns::add_message, "no@acme.example"), Ids{1});
  EXPECT_EQ(found(&SharedSigns::add_message, "draft@example.org"), Ids{1});
  EXPECT_EQ(found(&SharedSigns::add_person, "robin@ACME.example"), Ids{1});
  EXPECT_EQ(found(&SharedSigns::add_person, "no@acme.example"), Ids{}) << "a message is not a person";
}

TEST(KnownApplications, ComeOldestFirstAndOnce) {
  KnownApplications known;
  for (const std::int64_t id : {3, 5, 8}) {
    KnownApplication one = application(id, "Acme");
    one.domains = {"acme.example"};
    known.put(one);
  }
  SharedSigns signs;
  signs.add_domain("acme.example");
  signs.add_company("Acme Ltd");
  EXPECT_EQ(ids(known.sharing(signs)), (Ids{3, 5, 8}));
}

TEST(KnownApplications, TakeTheNewStateOfOneInItsPlace) {
  KnownApplications known;
  known.put(application(3, "Acme"));
  known.put(application(5, "Elsewhere"));
  KnownApplication changed = application(3, "Acme");
  changed.role = "Archivist";
  changed.domains = {"acme.example"};
  known.put(changed);
  ASSERT_EQ(known.size(), 2u);
  EXPECT_EQ(known[0].role, "Archivist");
  SharedSigns signs;
  signs.add_domain("acme.example");
  EXPECT_EQ(ids(known.sharing(signs)), Ids{3});
}

TEST(KnownApplications, WithoutAnIdAreNeverTheSame) {
  KnownApplications known;
  known.put(application(0, "Acme"));
  known.put(application(0, "Acme"));
  EXPECT_EQ(known.size(), 2u);
}

}  // namespace
}  // namespace ajar
