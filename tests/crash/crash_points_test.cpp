// Ajar dies at every step of planning, filing and delivering, on a memory server; an exception that nobody catches
// stands for the death. After the restart every draft and every digest is there exactly once.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "daemon/digest_identity.h"
#include "filters/message_parser.h"
#include "tests/support/house.h"
#include "tests/support/stepping_mail_server.h"

namespace ajar::testing {
namespace {

struct Death {};

/// Counts steps and dies at one of them; 0: never. It may spare the stretches of work on a mail's text and die after
/// them: a third death over the same text would make Ajar pass over that mail.
class Countdown {
 public:
  explicit Countdown(int fatal, bool spares_texts = false) : fatal_(fatal), spares_texts_(spares_texts) {}
  void operator()(std::string_view name) {
    names_.emplace_back(name);
    const bool spared = spares_texts_ && name.find("peril") != std::string_view::npos;
    if (fatal_ > 0 && steps() >= fatal_ && !spared) throw Death{};
  }
  int steps() const { return static_cast<int>(names_.size()); }
  std::string last() const { return names_.empty() ? "" : names_.back(); }

 private:
  int fatal_;
  bool spares_texts_;
  std::vector<std::string> names_;
};

/// A rejection to read, its draft due at once, and a reminder whose digest is due.
class Scene {
 public:
  explicit Scene(AppendFault fault = AppendFault::none) : house_(settings()) {
    house_.deliver("INBOX", rejection());
    (void)house_.open_ledger()->record_plan("personal", check_in_due(to_local(due_day(), "UTC").date), due_day());
    if (fault != AppendFault::none) house_.store->push_append_fault(fault);
    connect_ = house_.connect;
  }

  static Settings settings() {
    Settings settings = settings_of_sam();
    settings.reply.wait = {};
    return settings;
  }

  /// True if it lived to the end.
  bool run(Instant now, Countdown& countdown) {
    const auto step = [&](std::string_view name) { countdown(name); };
    house_.connect = stepping(connect_, step);
    try {
      const auto report = house_.sweep(now, step);
      EXPECT_TRUE(report) << report.error().what;
      return true;
    } catch (const Death&) {
      return false;
    }
  }

  void expect_everything_once(const std::string& after) {
    EXPECT_EQ(house_.count("Drafts"), 1u) << after;
    ASSERT_EQ(house_.drafts().size(), 1u) << after;
    EXPECT_EQ(house_.drafts()[0].state, DraftState::filed) << after;
    std::map<std::string, int> digests;
    for (const StoredMail& mail : house_.store->mails("INBOX")) {
      const auto message = *parse_message(mail.bytes, mail.internal_date, due_day());
      if (is_own_digest(message.envelope, "sam@example.org")) ++digests[message.envelope.message_id];
    }
    EXPECT_EQ(digests, (std::map<std::string, int>{{digest_message_id("sam@example.org", "2026-06-10"), 1}})) << after;
    EXPECT_EQ(house_.mails().size(), 3u) << after;
  }

 private:
  MemoryHouse house_;
  Connect connect_;
};

Instant after_restart(int times) { return due_day() + std::chrono::minutes(5 * times); }

void settle(Scene& scene, int restarts) {
  for (int i = 0; i < 2; ++i) {
    Countdown none(0);
    scene.run(after_restart(restarts + i), none);
  }
}

int count_steps(AppendFault fault) {
  Scene scene(fault);
  Countdown count(0);
  scene.run(due_day(), count);
  scene.expect_everything_once("no death");
  return count.steps();
}

TEST(CrashPoints, AreManyEnoughToMeanSomething) { EXPECT_GE(count_steps(AppendFault::none), 40); }

TEST(CrashPoints, LeaveEveryDraftAndDigestExactlyOnceWhereverAjarDies) {
  const int steps = count_steps(AppendFault::none);
  std::printf("%d crash points\n", steps);
  for (int fatal = 1; fatal <= steps; ++fatal) {
    Scene scene;
    Countdown countdown(fatal);
    ASSERT_FALSE(scene.run(due_day(), countdown));
    settle(scene, 1);
    scene.expect_everything_once("died at " + std::to_string(fatal) + ": " + countdown.last());
  }
}

TEST(CrashPoints, LeaveEverythingOnceWhenTheConnectionBreaksToo) {
  for (const AppendFault fault : {AppendFault::lost_before, AppendFault::lost_after}) {
    const int steps = count_steps(fault);
    for (int fatal = 1; fatal <= steps; ++fatal) {
      Scene scene(fault);
      Countdown countdown(fatal);
      ASSERT_FALSE(scene.run(due_day(), countdown));
      settle(scene, 1);
      scene.expect_everything_once("died at " + std::to_string(fatal) + ": " + countdown.last());
    }
  }
}

TEST(CrashPoints, LeaveEverythingOnceWhenTheRestartDiesAsWell) {
  const int steps = count_steps(AppendFault::none);
  std::mt19937 random(20261125);
  for (int fatal = 1; fatal <= steps; ++fatal) {
    Scene scene;
    Countdown first(fatal);
    scene.run(due_day(), first);
    std::string story = "died at " + std::to_string(fatal) + ": " + first.last();
    for (int again = 1; again <= 3; ++again) {
      Countdown next(std::uniform_int_distribution<int>(1, steps)(random), again == 3);
      if (!scene.run(after_restart(again), next)) story += ", then at " + next.last();
    }
    settle(scene, 4);
    scene.expect_everything_once(story);
  }
}

}  // namespace
}  // namespace ajar::testing
