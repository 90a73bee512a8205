// ajar rules list|check|test|new, ajar replies check.
#include <cstdio>

#include "daemon/books_loader.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/listing.h"
#include "daemon/mail_files.h"
#include "daemon/settings_file.h"
#include "filters/replies_check.h"
#include "filters/rule_workshop.h"

namespace ajar {
namespace {

tl::expected<RuleBook, std::vector<Fault>> rules_of(const Invocation& invocation) {
  auto settings = load_settings_if_any(invocation);
  if (!settings) return tl::unexpected(settings.error());
  return load_rules(invocation.places(), *settings ? (*settings)->thresholds : Thresholds{});
}

/// What the rule's points speak for.
std::string purpose_of(const Rule& rule) {
  if (rule.event) return std::string(to_string(*rule.event));
  if (!rule.sign.empty()) return rule.sign;
  if (!rule.take.empty()) return rule.take;
  return rule.veto == Rule::Veto::none ? "context" : "veto";
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

std::string points(double weight) {
  char text[32];
  std::snprintf(text, sizeof text, "%+g", weight);
  return weight == 0 ? "off" : text;
}

Json json_of(const Rule& rule) {
  return {{"id", rule.id},          {"language", or_null(rule.language)}, {"for", purpose_of(rule)},
          {"group", or_null(rule.group)}, {"weight", rule.weight},        {"where", rule.where},
          {"phrases", rule.phrases}, {"regex", rule.regexes},             {"because", or_null(rule.because)},
          {"file", rule.file},       {"line", rule.position.line}};
}

}  // namespace

ExitCode list_rules(const Invocation& invocation) {
  auto rules = rules_of(invocation);
  if (!rules) return report(rules.error());
  Listing list(invocation, {"id", "points", "for", "where", "because"});
  for (const auto& rule : rules->rules())
    list.add({rule.id, points(rule.weight), purpose_of(rule), joined(rule.where), rule.because}, json_of(rule));
  return list.print("There are no rules.");
}

ExitCode check_rules(const Invocation& invocation) {
  auto rules = rules_of(invocation);
  if (!rules) return report(rules.error());
  ExampleReport examples = test_examples(*rules);
  if (!examples.faults.empty()) return report(examples.faults);
  if (!invocation.quiet) std::printf("%zu rules: good. %zu examples: as they should be.\n", rules->rules().size(), examples.tried);
  return ExitCode::ok;
}

ExitCode test_rules(const Invocation& invocation) {
  auto rules = rules_of(invocation);
  if (!rules) return report(rules.error());
  ExampleReport examples = test_examples(*rules);
  std::printf("%zu examples, %zu failed\n", examples.tried, examples.faults.size());
  std::fflush(stdout);
  return examples.faults.empty() ? ExitCode::ok : report(examples.faults);
}

ExitCode new_rule(const Invocation& invocation, const NewRuleOptions& options) {
  auto rules = rules_of(invocation);
  if (!rules) return report(rules.error());
  auto bytes = read_one_mail(options.path);
  if (!bytes) return report(bytes.error());
  auto reading = read_message(*bytes, std::nullopt, invocation.frozen_clock().now(), *rules, Candidate{});
  if (!reading) return report(reading.error());
  if (!invocation.quiet)
    std::fprintf(stderr, "# Put this into %s/rules.d/mine.yaml, then: ajar rules check\n", invocation.places().config_dir.c_str());
  std::string yaml = propose_rule(*reading, !options.is_none, *rules);
  constexpr std::string_view kSchema = "$schema=";  // an editor needs the whole path
  if (const std::size_t at = yaml.find(kSchema); at != std::string::npos)
    yaml.insert(at + kSchema.size(), invocation.places().data_dir + "/schema/");
  std::fputs(yaml.c_str(), stdout);
  return ExitCode::ok;
}

ExitCode check_replies_command(const Invocation& invocation) {
  auto replies = load_replies(invocation.places());
  if (!replies) return report(replies.error());
  if (auto faults = check_replies(*replies); !faults.empty()) return report(faults);
  if (!invocation.quiet) std::printf("Replies in %s: good.\n", joined(replies->languages()).c_str());
  return ExitCode::ok;
}

}  // namespace ajar
