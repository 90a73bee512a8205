// How well Ajar tells rejections from other mail: counts per language and kind, the ids it got wrong, and the rules
// that decided. usage: detection --corpus FILE.jsonl [--ham MBOX[.gz]] [--data DIR] [--grey] [--times] [--quiet]
// A record: {"id", "label": reject|not_reject, "kind", "lang", "category", "subject", "from", "body", "html"}.
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "daemon/books_loader.h"
#include "filters/language.h"
#include "filters/message_parser.h"
#include "filters/reading.h"

namespace {

using nlohmann::json;

/// Processor time of this thread, so that a busy machine does not count. Unit: seconds.
double processor_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) + double(now.tv_nsec) * 1e-9;
}

struct Options {
  std::string corpus, ham, data = AJAR_SOURCE_DIR "/config";
  bool grey = false, times = false, quiet = false;
};

struct Counts {
  int tp = 0, fp = 0, fn = 0, tn = 0;
  void add(bool truth, bool found) { (truth ? (found ? tp : fn) : (found ? fp : tn))++; }
};

struct Wrong {
  std::string id, lang, kind, why;
};

/// The record as a mail. Without html a plain text part.
std::string as_mail(const json& record) {
  const auto text = [&](const char* key) { return record.value(key, std::string()); };
  std::string subject = text("subject");
  for (char& c : subject)
    if (c == '\n' || c == '\r') c = ' ';
  std::string mail = "Subject: " + subject + "\r\n";
  if (!text("from").empty()) mail += "From: " + text("from") + "\r\n";
  const std::string html = text("html");
  mail += "MIME-Version: 1.0\r\nContent-Transfer-Encoding: 8bit\r\nContent-Type: text/";
  mail += (html.empty() ? "plain" : "html") + std::string("; charset=utf-8\r\n\r\n");
  return mail + (html.empty() ? text("body") : html);
}

std::string why(const ajar::Verdict& verdict) {
  std::ostringstream out;
  out << ajar::to_string(verdict.event) << " " << verdict.score << " [" << verdict.language << "]";
  for (const auto& e : verdict.evidence)
    if (e.points != 0 || verdict.score <= 0)
      out << "\n      " << std::showpos << e.points << std::noshowpos << " " << e.rule << ": " << e.words;
  return out.str();
}

std::string read_bytes(const std::string& path) {
  std::string bytes;
  const bool packed = path.size() > 3 && path.substr(path.size() - 3) == ".gz";
  FILE* file = packed ? popen(("gzip -dc '" + path + "'").c_str(), "r") : std::fopen(path.c_str(), "rb");
  if (!file) return bytes;
  char buffer[65536];
  for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, file)) > 0;) bytes.append(buffer, n);
  packed ? pclose(file) : std::fclose(file);
  return bytes;
}

ajar::RuleBook load(const Options& options) {
  ajar::Places places;
  places.data_dir = options.data;
  auto rules = ajar::load_rules(places, {});
  if (!rules) {
    for (const ajar::Fault& fault : rules.error()) {
      auto text = ajar::read_file(fault.file);
      std::cerr << ajar::show_fault(fault, text ? *text : "");
    }
    std::exit(78);
  }
  return std::move(*rules);
}

void print_row(const std::string& name, const Counts& c) {
  const auto ratio = [](int part, int whole) { return whole ? double(part) / whole : 1.0; };
  const double precision = ratio(c.tp, c.tp + c.fp), recall = ratio(c.tp, c.tp + c.fn);
  const double f1 = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
  std::cout << std::left << std::setw(14) << name << std::right << std::setw(5) << c.tp << std::setw(5) << c.fp
            << std::setw(5) << c.fn << std::setw(6) << c.tn << std::fixed << std::setprecision(3) << std::setw(10)
            << precision << std::setw(8) << recall << std::setw(8) << f1 << "\n";
}

void print_wrong(const char* title, const std::vector<Wrong>& wrong, bool quiet) {
  if (wrong.empty()) return;
  std::cout << "\n" << title << " (" << wrong.size() << ")\n";
  for (const Wrong& w : wrong)
    std::cout << "  " << w.id << " " << w.lang << "/" << w.kind << (quiet ? "" : "  " + w.why) << "\n";
}

ajar::Reading read(const std::string& bytes, const ajar::RuleBook& rules) {
  auto reading = ajar::read_message(bytes, std::nullopt, ajar::Instant{}, rules, {});
  return reading ? std::move(*reading) : ajar::Reading{};
}

void run_corpus(const Options& options, const ajar::RuleBook& rules) {
  std::map<std::string, Counts> table;
  std::vector<Wrong> missed, false_alarms;
  int asked = 0;
  std::ifstream file(options.corpus);
  for (std::string line; std::getline(file, line);) {
    const json record = json::parse(line, nullptr, false);
    if (record.is_discarded()) continue;
    const std::string lang = record.value("lang", "?"), kind = record.value("kind", "?");
    if (!options.grey && record.value("category", "").find("grey") != std::string::npos) continue;
    const bool truth = record.value("label", "") == "reject";
    const ajar::Verdict verdict = read(as_mail(record), rules).verdict;
    table[lang + " " + kind].add(truth, verdict.rejection);
    table["all"].add(truth, verdict.rejection);
    asked += verdict.review ? 1 : 0;
    if (truth && !verdict.rejection) missed.push_back({record.value("id", "?"), lang, kind, why(verdict)});
    if (!truth && verdict.rejection) false_alarms.push_back({record.value("id", "?"), lang, kind, why(verdict)});
  }
  std::cout << "language kind    TP   FP   FN    TN precision  recall      F1\n";
  for (const auto& [name, counts] : table) print_row(name, counts);
  std::cout << "asked of the user (review): " << asked << "\n";
  print_wrong("missed", missed, options.quiet);
  print_wrong("false alarms", false_alarms, options.quiet);
}

/// Mails a second of processor time for each step alone, everything warm.
void time_steps(const std::vector<std::string_view>& mails, const ajar::RuleBook& rules) {
  std::vector<ajar::Message> messages;
  std::vector<ajar::PreparedText> texts;
  std::vector<ajar::Verdict> verdicts;
  const auto timed = [&](const char* step, auto work) {
    const double begin = processor_time();
    work();
    std::cout << "  " << std::setw(8) << std::fixed << std::setprecision(0)
              << static_cast<double>(mails.size()) / (processor_time() - begin) << "  " << step << "\n";
  };
  timed("parse_message", [&] {
    for (std::string_view mail : mails) {
      auto message = ajar::parse_message(ajar::unquote_mbox(mail), std::nullopt, ajar::Instant{});
      messages.push_back(message ? std::move(*message) : ajar::Message{});
    }
  });
  timed("prepare_text", [&] {
    for (const ajar::Message& message : messages) texts.push_back(ajar::prepare_text(message));
  });
  timed("recognise_languages", [&] {
    for (const ajar::PreparedText& text : texts) ajar::recognise_languages(text.body);
  });
  timed("judge", [&] {
    for (std::size_t i = 0; i < messages.size(); ++i)
      verdicts.push_back(ajar::judge(messages[i], texts[i], rules, false));
  });
  timed("gather_facts", [&] {
    for (std::size_t i = 0; i < messages.size(); ++i) ajar::gather_facts(messages[i], texts[i], verdicts[i], rules, {});
  });
}

void run_ham(const Options& options, const ajar::RuleBook& rules) {
  const std::string mbox = read_bytes(options.ham);
  const auto mails = ajar::split_mbox(mbox);
  int alarms = 0, asked = 0;
  std::map<std::string, int> events;
  std::vector<Wrong> wrong;
  const double begin = processor_time();
  for (std::size_t i = 0; i < mails.size(); ++i) {
    const ajar::Reading reading = read(ajar::unquote_mbox(mails[i]), rules);
    alarms += reading.verdict.rejection ? 1 : 0;
    asked += reading.verdict.review ? 1 : 0;
    ++events[std::string(ajar::to_string(reading.verdict.event))];
    if (reading.verdict.rejection || reading.verdict.review)
      wrong.push_back({"#" + std::to_string(i) + " " + reading.message.envelope.subject, reading.verdict.language,
                       reading.verdict.rejection ? "rejection" : "review", why(reading.verdict)});
  }
  const double seconds = processor_time() - begin;
  std::cout << "\nordinary mail: " << mails.size() << " mails, " << alarms << " false alarms, " << asked
            << " asked of the user; events:";
  for (const auto& [event, count] : events) std::cout << " " << event << " " << count;
  std::cout << "\n"
            << std::fixed << std::setprecision(0) << static_cast<double>(mails.size()) / seconds
            << " mails a second of processor time: parsed, prepared, judged, facts\n";
  if (options.times) time_steps(mails, rules);
  print_wrong("ordinary mail taken for more", wrong, options.quiet);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    const auto value = [&] { return i + 1 < argc ? std::string(argv[++i]) : std::string(); };
    if (arg == "--corpus")
      options.corpus = value();
    else if (arg == "--ham")
      options.ham = value();
    else if (arg == "--data")
      options.data = value();
    else if (arg == "--grey")
      options.grey = true;
    else if (arg == "--times")
      options.times = true;
    else if (arg == "--quiet")
      options.quiet = true;
    else
      return std::cerr << "usage: detection --corpus FILE.jsonl [--ham MBOX[.gz]] [--data DIR] [--grey] [--times] "
                          "[--quiet]\n",
             64;
  }
  const double begin = processor_time();
  const ajar::RuleBook rules = load(options);
  std::cout << rules.rules().size() << " rules loaded in " << (processor_time() - begin) * 1000 << " ms\n\n";
  if (!options.corpus.empty()) run_corpus(options, rules);
  if (!options.ham.empty()) run_ham(options, rules);
  return 0;
}
