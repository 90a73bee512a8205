#include "daemon/remind_ics.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "daemon/calendar_text.h"

namespace ajar {
namespace {

/// Told reminders stay in the feed this long.
constexpr int kDaysInFeed = 60;

/// Whole or not at all: readers never see half a file.
Result<void> write_whole(const std::string& path, const std::string& text) {
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  const std::string next = path + ".new";
  const auto trouble = [&](const char* doing) {
    return fail(ErrorKind::server, path + ": cannot " + doing + ": " + std::strerror(errno),
                "Check ics.dir and ics.feed in the settings.");
  };
  const int fd = ::open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return trouble("be written");
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t n = ::write(fd, text.data() + written, text.size() - written);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    written += static_cast<std::size_t>(n);
  }
  const bool complete = written == text.size() && ::fsync(fd) == 0;
  const int why = errno;
  ::close(fd);
  if (complete && ::rename(next.c_str(), path.c_str()) == 0) return {};
  if (!complete) errno = why;
  const auto failed = trouble("be written");
  ::unlink(next.c_str());
  return failed;
}

class IcsChannel : public ReminderChannel {
 public:
  explicit IcsChannel(Desk& desk) : desk_(desk) {}

  std::string_view name() const override { return "ics"; }

  Result<Told> tell(const Telling& telling) override {
    const Settings& settings = desk_.instructions.settings;
    const Instant now = desk_.clock.now();
    if (!settings.ics_dir.empty()) {
      for (const ReminderEntry& reminder : telling.reminders) {
        const std::string path = settings.ics_dir + "/" + calendar_uid(reminder) + ".ics";
        if (auto done = write_whole(path, calendar_of({reminder}, CalendarForm::event, now)); !done)
          return tl::unexpected(done.error());
      }
    }
    if (settings.ics_feed.empty()) return Told::yes;
    auto recent = recent_reminders(telling.digest.day);
    if (!recent) return tl::unexpected(recent.error());
    if (auto done = write_whole(settings.ics_feed, calendar_of(*recent, CalendarForm::event, now)); !done)
      return tl::unexpected(done.error());
    return Told::yes;
  }

 private:
  Result<std::vector<ReminderEntry>> recent_reminders(Date today) {
    auto all = desk_.ledger.reminders();
    if (!all) return all;
    std::vector<ReminderEntry> recent;
    for (ReminderEntry& entry : *all) {
      if (entry.shown && days_between(*entry.shown, today) <= kDaysInFeed) recent.push_back(std::move(entry));
    }
    return recent;
  }

  Desk& desk_;
};

}  // namespace

std::unique_ptr<ReminderChannel> make_ics_channel(Desk& desk) { return std::make_unique<IcsChannel>(desk); }

}  // namespace ajar
