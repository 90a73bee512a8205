#include "tests/support/house.h"

#include <filesystem>
#include <stdexcept>

#include "daemon/books_loader.h"

namespace ajar::testing {
namespace {

constexpr const char* kSam = "Sam Rivera <sam@example.org>";
constexpr const char* kMarta = "Marta Oyelaran <marta@kestrelmaps.example>";

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().what);
  return std::move(*result);
}

std::string crlf(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

}  // namespace

void copy_english_books(const std::string& data_dir) {
  for (const std::string kind : {"rules", "replies"}) {
    std::filesystem::create_directories(data_dir + "/" + kind);
    for (const auto& entry : std::filesystem::directory_iterator(AJAR_SOURCE_DIR "/config/" + kind)) {
      const std::string name = entry.path().filename();
      const bool of_one_language = name.find_first_of(".-") == 2;  // "de.yaml" and "de-own-words.yaml", not "senders.yaml"
      if (entry.path().extension() == ".yaml" && (!of_one_language || name.substr(0, 2) == "en"))
        std::filesystem::copy_file(entry.path(), data_dir + "/" + kind + "/" + name);
    }
  }
}

const Books& english_books() {
  static const Books books = [] {
    const ScratchDirectory data;
    copy_english_books(data.path());
    Places places;
    places.data_dir = data.path();
    places.config_dir = "/nonexistent";
    auto loaded = load_books(places, Thresholds{});
    if (!loaded) throw std::runtime_error("the shipped books have faults: " + loaded.error().front().what);
    return *loaded;
  }();
  return books;
}

Plan check_in_due(Date day) {
  Plan plan;
  Action action;
  action.kind = Action::Kind::remind;
  action.key = "remind|check_in|earlier";
  action.reminder = Reminder{};
  action.reminder->kind = "check_in";
  action.reminder->due = day;
  action.reminder->title = "Say hello to Robin";
  plan.actions.push_back(action);
  return plan;
}

std::string Letter::bytes() const {
  std::string text = "From: " + from + "\nTo: " + to + "\nSubject: " + subject + "\nDate: " + date + "\nMessage-ID: <" +
                     id + ">\n";
  if (!refers_to.empty()) {
    const auto last = refers_to.rfind('<');
    text += "In-Reply-To: " + refers_to.substr(last) + "\nReferences: " + refers_to + "\n";
  }
  return crlf(text + "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n" + body + "\n");
}

Letter invitation() {
  return {"k1@kestrelmaps.example", kMarta, kSam, "Chat about the cartography tools role",
          "Tue, 02 Jun 2026 10:00:00 +0000",
          "Hi Sam,\n\nThanks for your note. I lead the tools group at Kestrel Maps. Shall we talk on Thursday at 11? I'd "
          "love to hear about the tile cache you built.\n\nMarta"};
}

Letter thanks() {
  return {"k2@example.org", kSam, kMarta, "Re: Chat about the cartography tools role",
          "Thu, 04 Jun 2026 15:00:00 +0000",
          "Hi Marta,\n\nThank you for the interview today. I enjoyed hearing how your team drew the harbour maps.\n\nSam",
          "<k1@kestrelmaps.example>"};
}

Letter rejection() {
  return {"k3@kestrelmaps.example", kMarta, kSam, "Re: Chat about the cartography tools role",
          "Tue, 09 Jun 2026 09:00:00 +0000",
          "Hi Sam,\n\nI wanted to tell you myself: we have decided to offer the Cartography Tools Engineer role to someone "
          "else. Unfortunately we will not be moving forward with your application. I really liked how you explained the "
          "trade-offs in your tile cache.\n\nAll the best,\nMarta",
          "<k1@kestrelmaps.example> <k2@example.org>"};
}

Letter other_rejection(int n) {
  const std::string number = std::to_string(n);
  const std::string domain = "company" + number + ".example";
  return {"o" + number + "@" + domain, "Robin Vale <robin@" + domain + ">", kSam,
          "Your interview for the Bridge Designer " + number + " role", "Tue, 09 Jun 2026 09:0" + std::to_string(n % 10) + ":00 +0000",
          "Hi Sam,\n\nThank you for coming in for the interview last week. Unfortunately we have decided not to move forward "
          "with your application for the Bridge Designer " + number + " role.\n\nBest wishes,\nRobin Vale\nHead of Design"};
}

Instant rejection_day() { return *parse_rfc3339("2026-06-09T09:30:00Z"); }
Instant due_day() { return *parse_rfc3339("2026-06-10T10:30:00Z"); }

Settings settings_of_sam() {
  Settings settings;
  AccountSettings account;
  account.name = "personal";
  account.address = account.user = "sam@example.org";
  account.display_name = "Sam Rivera";
  account.time_zone = "UTC";
  settings.accounts.push_back(account);
  settings.reminder_account = "personal";
  settings.reply.time_zone = "UTC";
  return settings;
}

House::House(Settings given) : settings(std::move(given)) {}

std::shared_ptr<const Instructions> House::instructions() const {
  return std::make_shared<const Instructions>(Instructions{settings, english_books()});
}

std::unique_ptr<Ledger> House::open_ledger() const { return must(Ledger::open(state(), Ledger::Access::owner)); }

Result<PassReport> House::sweep(Instant now, const Ledger::StepHook& hook) {
  const auto ledger = open_ledger();
  if (hook) ledger->on_step(hook);
  const Clock clock = Clock::frozen(now);
  Surroundings around{*ledger, clock, connect};
  around.settling = settling;
  around.quick_wait = std::chrono::milliseconds(0);
  std::vector<std::unique_ptr<Account>> accounts;
  Result<PassReport> outcome;
  for (const AccountSettings& account : settings.accounts) {
    accounts.push_back(std::make_unique<Account>(account.name, instructions(), around));
    auto done = accounts.back()->pass_once();
    if (!done || accounts.size() == 1) outcome = std::move(done);
  }
  for (const auto& account : accounts) {
    auto told = account->deliver_once();
    if (!told) return told;
    if (outcome) {
      outcome->told += told->told;
      if (told->trouble) outcome->trouble = told->trouble;
    }
  }
  return outcome;
}

std::vector<DraftEntry> House::drafts() const {
  return must(must(Ledger::open(state(), Ledger::Access::reader))->drafts());
}
std::vector<ReminderEntry> House::reminders() const {
  return must(must(Ledger::open(state(), Ledger::Access::reader))->reminders());
}
std::vector<MailEntry> House::mails() const {
  return must(must(Ledger::open(state(), Ledger::Access::reader))->mails(1000));
}

MemoryHouse::MemoryHouse(Settings given) : House(std::move(given)) {
  store->add_mailbox("Drafts", {"drafts"});
  store->add_mailbox("Sent", {"sent"});
  store->add_mailbox("Archive", {"archive"});
  deliver("INBOX", invitation());
  deliver("Sent", thanks());
  connect = [mails = store](const AccountSettings&, int) -> Result<std::unique_ptr<MailServer>> {
    return std::make_unique<MemoryMailServer>(mails);
  };
}

void MemoryHouse::deliver(const std::string& mailbox, const Letter& letter) {
  store->deliver(mailbox, letter.bytes(), *parse_mail_date(letter.date));
}

}  // namespace ajar::testing
