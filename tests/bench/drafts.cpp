// Drafts, to be counted and to be read.
//   drafts FOLDER                              threads with expected.yaml: what is filed; exit 1 if one is not as expected
//   drafts --full FOLDER                       the same with every draft in full
//   drafts --invented LANGUAGE COUNT [FIRST [PURPOSE]]   drafts for invented occasions, 12 a user, in full
//   drafts --notes LANGUAGE COUNT [FIRST]      the reminder texts for invented occasions
//   drafts --users LANGUAGE USERS              12 drafts for each invented user: failures, repetitions, overlap
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "daemon/books_loader.h"
#include "daemon/offline_case.h"
#include "filters/etiquette.h"
#include "filters/etiquette_phrases.h"
#include "filters/prepared_text.h"
#include "filters/salutation.h"
#include "tests/support/draft_overlap.h"
#include "tests/support/invented_occasions.h"

namespace {

namespace fs = std::filesystem;
using namespace ajar;

// ------------------------------------------------------------------------------------------- counting repetitions

/// What one user's drafts have in common.
class Repetition {
 public:
  void add(const Draft& draft) {
    std::set<std::string> ids;
    for (const std::string& id : draft.variants) {
      const bool formula = id.find(".salutation.") != std::string::npos || id.find(".closing.") != std::string::npos;
      if (!formula) ids.insert(id);
    }
    for (std::size_t i = said_.size() < 11 ? 0 : said_.size() - 11; i < said_.size(); ++i) {
      for (const std::string& id : ids) {
        if (said_[i].count(id)) ++repeated_[id];
      }
    }
    said_.push_back(std::move(ids));
    const std::set<std::string> grams = four_grams(draft.body);
    for (const auto& other : grams_) {
      const double overlap = jaccard(grams, other);
      highest_ = std::max(highest_, overlap);
      above_ += overlap > 0.10 ? 1 : 0;
      ++pairs_;
    }
    grams_.push_back(grams);
  }
  /// No sentence twice within twelve drafts, no two drafts alike.
  bool is_varied() const { return above_ == 0 && repeated_.empty(); }
  void print(const std::string& user) const {
    std::size_t repeats = 0;
    for (const auto& [id, count] : repeated_) repeats += count;
    std::printf("%s: %zu drafts, %zu pairs, overlap highest %.3f, above 0.10: %zu; sentences repeated within 12: %zu\n", user.c_str(),
                said_.size(), pairs_, highest_, above_, repeats);
    for (const auto& [id, count] : repeated_) std::printf("  repeated %zu times: %s\n", count, id.c_str());
  }
  Repetition& operator+=(const Repetition& other) {
    pairs_ += other.pairs_;
    above_ += other.above_;
    highest_ = std::max(highest_, other.highest_);
    for (const auto& [id, count] : other.repeated_) repeated_[id] += count;
    said_.insert(said_.end(), other.said_.begin(), other.said_.end());
    return *this;
  }

 private:
  std::vector<std::set<std::string>> said_, grams_;
  std::map<std::string, std::size_t> repeated_;
  std::size_t pairs_ = 0, above_ = 0;
  double highest_ = 0;
};

// ------------------------------------------------------------------------------------------------ threads in folders

struct Expected {
  std::string language, file, addressee, thread, feedback;
  bool draft = true;
  std::vector<std::string> salutations, must_not;
  std::vector<std::vector<std::string>> must_mention;
  std::size_t fewest = 0, most = 0;
};

std::vector<std::string> strings_in(const YamlValue* list) {
  std::vector<std::string> result;
  if (list) {
    for (const YamlValue& item : list->items) result.push_back(item.scalar);
  }
  return result;
}

Expected read_expected(const fs::path& path) {
  Expected expected;
  const YamlDocument document = read_yaml(read_file(path.string()).value_or(""), path.string());
  auto scalar = [&](const char* key) {
    const YamlValue* value = document.root.find(key);
    return value ? value->scalar : std::string();
  };
  expected.language = scalar("language");
  expected.file = scalar("file");
  expected.addressee = scalar("addressee");
  expected.thread = scalar("thread");
  expected.feedback = scalar("feedback");
  expected.draft = scalar("draft") == "true";
  expected.salutations = strings_in(document.root.find("salutation"));
  expected.must_not = strings_in(document.root.find("must_not"));
  if (const YamlValue* lists = document.root.find("must_mention")) {
    for (const YamlValue& list : lists->items) expected.must_mention.push_back(strings_in(&list));
  }
  const std::vector<std::string> words = strings_in(document.root.find("words"));
  if (words.size() == 2) {
    expected.fewest = std::strtoul(words[0].c_str(), nullptr, 10);
    expected.most = std::strtoul(words[1].c_str(), nullptr, 10);
  }
  return expected;
}

/// Without regard to case, but "ÉLODIE" stands for the shouting.
bool mentions(const std::string& body, const std::string& words) {
  const std::string folded = fold_case(words);
  const bool shouts = words.size() > 3 && recase_name(words) != words && words.find(' ') == std::string::npos;
  return shouts ? body.find(words) != std::string::npos : fold_case(body).find(folded) != std::string::npos;
}

/// The same for a single word as a whole: "Leihregal" does not say "Ihre".
bool says(const std::string& body, const std::string& words) {
  const std::string key = comparison_key(words);
  const bool whole = !key.empty() && key.find(' ') == std::string::npos && words.find_first_of(" {}[]!.") == std::string::npos;
  if (!whole || !mentions(body, words)) return mentions(body, words);
  const std::vector<std::string> said = key_words(body);
  return std::any_of(said.begin(), said.end(), [&](const std::string& word) { return word == key || (key.size() > 5 && word.starts_with(key)); });
}

/// What is not as expected; empty: all is.
std::vector<std::string> differences(const Expected& expected, const Draft& draft) {
  std::vector<std::string> found;
  auto expect = [&](bool holds, const std::string& what) {
    if (!holds) found.push_back(what);
  };
  expect(draft.to.email == expected.addressee, "addressee " + draft.to.email + " instead of " + expected.addressee);
  expect(draft.in_reply_to == (expected.thread == "new" ? "" : expected.thread), "thread " + draft.in_reply_to + " instead of " + expected.thread);
  expect(draft.language == expected.language, "language " + draft.language);
  const std::string first = draft.body.substr(0, draft.body.find('\n'));
  const auto& accepted = expected.salutations;
  expect(accepted.empty() || std::find(accepted.begin(), accepted.end(), first) != accepted.end(), "salutation " + first);
  for (const auto& any : expected.must_mention) {
    expect(std::any_of(any.begin(), any.end(), [&](const std::string& words) { return mentions(draft.body, words); }), "does not mention " + any.front());
  }
  for (const std::string& words : expected.must_not) expect(!says(draft.body, words), "says \"" + words + "\"");
  const std::size_t words = count_words(draft.body);
  expect(expected.most == 0 || (words >= expected.fewest && words <= expected.most), std::to_string(words) + " words");
  const bool asks = draft.body.find('?') != std::string::npos;
  expect(expected.feedback.empty() || asks == (expected.feedback == "true"), asks ? "asks" : "does not ask");
  return found;
}

struct Tally {
  std::size_t threads = 0, filed = 0, none = 0, as_expected = 0, addressee = 0, thread = 0, details = 0, faults = 0, words = 0;
};

void print_thread(const Books& books, const fs::path& folder, ReplyMemory& memory, Repetition& repetition, Tally& tally, bool full) {
  const Expected expected = read_expected(folder / "expected.yaml");
  Invocation invocation;
  const auto at = decide_offline(books, std::nullopt, invocation, {(folder / expected.file).string(), folder.string(),
                                             [&](const std::string&, const std::string&) { return memory; }});
  ++tally.threads;
  const std::string name = folder.filename().string();
  if (!at) {
    std::printf("%-28s cannot be decided\n", name.c_str());
    return;
  }
  std::vector<const Draft*> drafts;
  for (const Action& action : at->plan.actions) {
    if (action.kind == Action::Kind::file_draft && action.draft) drafts.push_back(&*action.draft);
  }
  if (drafts.empty()) {
    ++tally.none;
    tally.as_expected += expected.draft ? 0 : 1;
    std::printf("%-28s %s none: %s\n", name.c_str(), expected.draft ? "WRONG" : "right", at->plan.reason.c_str());
    return;
  }
  ++tally.filed;
  std::vector<std::string> wrong = expected.draft ? differences(expected, *drafts.front()) : std::vector<std::string>{"no draft is expected"};
  tally.addressee += drafts.front()->to.email == expected.addressee ? 1 : 0;
  tally.thread += drafts.front()->in_reply_to == (expected.thread == "new" ? "" : expected.thread) ? 1 : 0;
  tally.as_expected += wrong.empty() ? 1 : 0;
  for (const Draft* draft : drafts) {
    const std::vector<Breach> breaches = check_wording(draft->body, draft->language);
    tally.faults += breaches.size();
    tally.details += draft->detail.empty() ? 0 : 1;
    tally.words += count_words(draft->body);
    memory.used.insert(memory.used.end(), draft->variants.begin(), draft->variants.end());
    repetition.add(*draft);
    std::printf("%-28s %s %s to %s, %zu words, detail: %s\n", name.c_str(), wrong.empty() ? "right" : "WRONG", draft->purpose.c_str(),
                draft->to.email.c_str(), count_words(draft->body), draft->detail.empty() ? "-" : draft->detail.c_str());
    for (const std::string& what : wrong) std::printf("%-28s   %s\n", "", what.c_str());
    if (full) std::printf("Subject: %s\n\n%s\n", draft->subject.c_str(), draft->body.c_str());
    wrong.clear();
  }
}

int print_threads(const std::string& folder, bool full) {
  std::vector<fs::path> threads;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (fs::exists(entry.path() / "expected.yaml")) threads.push_back(entry.path());
  }
  std::sort(threads.begin(), threads.end());
  std::map<std::string, std::pair<ReplyMemory, Repetition>> users;
  Tally tally;
  const auto books = load_books(Invocation().places(), Thresholds{});
  if (!books) return 78;
  for (const fs::path& thread : threads) {
    auto& [memory, repetition] = users[read_expected(thread / "expected.yaml").language];
    print_thread(*books, thread, memory, repetition, tally, full);
  }
  std::printf("\n%zu threads: %zu as expected; %zu filed, %zu none; addressee right %zu, thread right %zu, details used %zu, words on average "
              "%zu, etiquette faults %zu\n",
              tally.threads, tally.as_expected, tally.filed, tally.none, tally.addressee, tally.thread, tally.details,
              tally.filed ? tally.words / tally.filed : 0, tally.faults);
  bool varied = true;
  for (const auto& [language, user] : users) {
    user.second.print("user writing " + language);
    varied = varied && user.second.is_varied();
  }
  return tally.as_expected == tally.threads && tally.faults == 0 && varied ? 0 : 1;
}

// ------------------------------------------------------------------------------------------------ invented occasions

/// What the answered mail says for the other purposes.
void tell(InventedOccasion& made, const std::string& purpose, std::uint64_t number) {
  static const std::map<std::string, std::vector<std::string>> kTold{
      {"feedback_thanks en", {"Your answers on hedging stayed quite general, and it would have helped to bring a worked example of a cash forecast.",
                              "You could work on the structure of longer answers.", "We liked talking to you; in the end we were looking for more experience with large accounts.",
                              "Overall you did well and there is little I can add."}},
      {"feedback_thanks de", {"Wir hätten uns mehr Tiefe bei der Absicherung gewünscht. Gefehlt hat uns ein Beispiel für eine Liquiditätsplanung.",
                              "Ihre Antworten zur Absicherung blieben recht allgemein.", "Insgesamt war das Gespräch gut."}},
      {"other_role en", {"We will be opening a Support Engineer position in our onboarding team.", "We may have something else for you later this year."}},
      {"other_role de", {"Im Herbst wird eine Stelle als Projektassistenz frei.", "Vielleicht haben wir später etwas anderes für Sie."}}};
  made.occasion.purpose = purpose;
  const auto told = kTold.find(purpose + " " + made.candidate.language);
  if (told == kTold.end()) return;
  made.trigger.text.body = made.trigger.text.salutation + "\n" + told->second[number % told->second.size()];
  made.trigger.message.envelope.from = {made.occasion.addressee.address};
  made.trigger.verdict.signs.clear();
}

int print_invented(const std::string& language, std::uint64_t count, std::uint64_t first, const std::string& purpose) {
  const ReplyBook replies = shipped_replies();
  const RuleBook rules;
  ReplyMemory memory;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (i % 12 == 0) memory.used.clear();
    const auto made = invent_occasion(language, first + i);
    if (!purpose.empty()) tell(*made, purpose, i);
    const auto draft = compose_draft(made->occasion, replies, rules, memory);
    std::printf("---- %llu: %s\n", static_cast<unsigned long long>(first + i), made->story.c_str());
    if (!draft) {
      std::printf("none: %s\n", draft.error().what.c_str());
      continue;
    }
    memory.used.insert(memory.used.end(), draft->variants.begin(), draft->variants.end());
    std::printf("[%zu words, detail: %s]\n%s\n", count_words(draft->body), draft->detail.c_str(), draft->body.c_str());
  }
  return 0;
}

int print_notes(const std::string& language, std::uint64_t count, std::uint64_t first) {
  const ReplyBook replies = shipped_replies();
  ReplyMemory memory;
  for (std::uint64_t i = 0; i < count; ++i) {
    const auto made = invent_occasion(language, first + i);
    for (const auto& [kind, step] : {std::pair{"linkedin", 0}, std::pair{"card", 0}, std::pair{"check_in", 1}, std::pair{"check_in", 2}, std::pair{"check_in", 4}}) {
      const auto text = compose_reminder_text(kind, step, made->occasion, replies, RuleBook(), memory, 200);
      if (text) memory.used.insert(memory.used.end(), text->variants.begin(), text->variants.end());
      std::printf("---- %llu: %s %d\n%s\n\n", static_cast<unsigned long long>(first + i), kind, step, text ? text->text.c_str() : text.error().what.c_str());
    }
  }
  return 0;
}

int count_users(const std::string& language, std::uint64_t users) {
  const ReplyBook replies = shipped_replies();
  const RuleBook rules;
  std::map<std::string, int> failures;
  Repetition all;
  std::size_t drafts = 0, words = 0, details = 0;
  for (std::uint64_t user = 0; user < users; ++user) {
    ReplyMemory memory;
    Repetition repetition;
    for (std::uint64_t i = 0; i < 12; ++i) {
      const auto made = invent_occasion(language, user * 12 + i);
      const auto draft = compose_draft(made->occasion, replies, rules, memory);
      if (!draft) {
        ++failures[draft.error().what + " | " + made->story];
        continue;
      }
      ++drafts;
      words += count_words(draft->body);
      details += draft->detail.empty() ? 0 : 1;
      memory.used.insert(memory.used.end(), draft->variants.begin(), draft->variants.end());
      repetition.add(*draft);
    }
    all += repetition;
  }
  std::printf("%llu users, %zu words on average, %zu drafts with a detail\n", static_cast<unsigned long long>(users), drafts ? words / drafts : 0, details);
  all.print(language);
  for (const auto& [what, count] : failures) std::printf("none %d times: %s\n", count, what.c_str());
  return 0;
}

}  // namespace

int main(int count, char** words) {
  const std::string mode = count > 1 ? words[1] : "--help";
  auto number = [&](int at) { return count > at ? std::strtoull(words[at], nullptr, 10) : 0; };
  if (mode == "--invented" && count > 3) return print_invented(words[2], number(3), number(4), count > 5 ? words[5] : "");
  if (mode == "--notes" && count > 3) return print_notes(words[2], number(3), number(4));
  if (mode == "--users" && count > 3) return count_users(words[2], number(3));
  if (mode == "--full" && count > 2) return print_threads(words[2], true);
  if (mode[0] != '-') return print_threads(mode, false);
  std::fputs("usage: drafts [--full] FOLDER | --invented LANGUAGE COUNT [FIRST [PURPOSE]] | --notes LANGUAGE COUNT [FIRST] | --users LANGUAGE USERS\n", stderr);
  return 64;
}
