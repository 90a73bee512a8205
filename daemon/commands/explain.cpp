#include <unistd.h>

#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "daemon/commands/commands.h"
#include "daemon/offline_case.h"
#include "daemon/output.h"
#include "daemon/reading_json.h"

namespace ajar {
namespace {

std::string points(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%+.1f", value);
  return text;
}

std::string plain_points(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

void print_pair(const Palette& palette, const char* name, const std::string& value) {
  if (!value.empty())
    std::printf("%s%-10s%s %s\n", palette.dim, name, palette.reset, value.c_str());
}

/// "8.5 points: a rejection (draft at 8.0, review at 5.0)".
std::string sum_line(const Verdict& verdict) {
  const auto& lines = verdict.thresholds;
  std::string outcome = verdict.rejection ? "a rejection"
                        : verdict.review  ? "between the lines: `ajar review` would ask you"
                                          : "not a rejection";
  return plain_points(verdict.score) + " points: " + outcome + " (a draft from " + plain_points(lines.draft) +
         ", a question from " + plain_points(lines.review) + ")";
}

std::string events_of(const Verdict& verdict) {
  std::string all(to_string(verdict.event));
  for (Event event : verdict.also) all += ", also " + std::string(to_string(event));
  return all;
}

void print_evidence(const OfflineCase& at, const Palette& palette) {
  std::map<std::string_view, std::string_view> reasons;
  for (const auto& rule : at.books.rules->rules()) reasons[rule.id] = rule.because;
  Table table({"points", "rule", "where", "words", "because"});
  for (const auto& evidence : at.reading.verdict.evidence)
    table.add({points(evidence.points), evidence.rule, evidence.where, "\"" + evidence.words + "\"",
               std::string(reasons[evidence.rule])});
  if (table.empty())
    std::puts("No rule fired.");
  else
    std::fputs(table.text(palette).c_str(), stdout);
}

void print_facts(const OfflineCase& at, const Palette& palette) {
  const Facts& facts = at.reading.facts;
  print_pair(palette, "Subject", at.reading.message.envelope.subject);
  if (!at.reading.message.envelope.from.empty()) print_pair(palette, "From", shown(at.reading.message.envelope.from[0]));
  print_pair(palette, "Event", events_of(at.reading.verdict));
  print_pair(palette, "Company", facts.company);
  print_pair(palette, "Role", facts.role);
  print_pair(palette, "Stage", std::string(to_string(facts.stage)));
  if (facts.person) print_pair(palette, "Person", shown(*facts.person));
  print_pair(palette, "Sender", std::string(to_string(facts.sender_kind)) +
                                    (facts.channel == Channel::agency ? " (agency)" : ""));
  print_pair(palette, "Language", at.reading.verdict.language);
}

void print_plan(const OfflineCase& at, const Palette& palette) {
  std::printf("%sWhat Ajar does%s: %s\n", palette.bold, palette.reset,
              at.plan.reason.c_str());
  for (const auto& action : at.plan.actions) {
    std::string when = local_moment(action.due, at.candidate.time_zone);
    if (action.draft)
      std::printf("  %s  a draft to %s: %s\n", when.c_str(), shown(action.draft->to).c_str(), action.draft->subject.c_str());
    if (action.reminder)
      std::printf("  %s  a reminder: %s\n", format_date(action.reminder->due).c_str(), action.reminder->title.c_str());
  }
}

void print_json(const OfflineCase& at, const std::string& path) {
  auto object = nlohmann::ordered_json::parse(json_line(FoundMail{path, 0, std::string_view()}, at.reading));
  object["reason"] = at.plan.reason;
  auto& actions = object["actions"] = nlohmann::ordered_json::array();
  for (const auto& action : at.plan.actions) {
    if (action.draft)
      actions.push_back({{"kind", "draft"}, {"due", format_rfc3339(action.due)}, {"to", action.draft->to.email}, {"subject", action.draft->subject}});
    if (action.reminder)
      actions.push_back({{"kind", action.reminder->kind}, {"due", format_date(action.reminder->due)}, {"title", action.reminder->title}});
  }
  std::puts(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

}  // namespace

ExitCode explain(const Invocation& invocation, const ExplainOptions& options) {
  auto at = decide_offline(invocation, {options.path, options.history, {}});
  if (!at) return report(at.error());
  if (invocation.json) {
    print_json(*at, options.path);
    return ExitCode::ok;
  }
  Palette palette = palette_for(invocation, STDOUT_FILENO);
  print_facts(*at, palette);
  std::puts("");
  print_evidence(*at, palette);
  std::printf("%s%s%s\n\n", palette.bold, sum_line(at->reading.verdict).c_str(), palette.reset);
  print_plan(*at, palette);
  return ExitCode::ok;
}

}  // namespace ajar
