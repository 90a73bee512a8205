#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "daemon/commands/commands.h"
#include "daemon/offline_case.h"
#include "daemon/output.h"
#include "daemon/preview_memory.h"

namespace ajar {
namespace {

/// FNV-1a: the same mail always gives the same Message-ID.
std::string fingerprint(std::string_view text) {
  std::uint64_t hash = 14695981039346656037u;
  for (unsigned char byte : text) hash = (hash ^ byte) * 1099511628211u;
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
  return digits;
}

std::string with_line_feeds(std::string_view bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); ++at)
    if (bytes[at] != '\r' || at + 1 == bytes.size() || bytes[at + 1] != '\n') text += bytes[at];
  return text;
}

/// One entry of an mboxrd file: From_ line, "From " in the text quoted, an empty line after it.
std::string as_mbox_entry(const Draft& draft, std::string_view bytes, Instant date) {
  std::string entry = "From " + draft.from.email + " ";
  std::time_t seconds = date.time_since_epoch().count();
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char stamp[32];
  std::strftime(stamp, sizeof stamp, "%a %b %e %H:%M:%S %Y", &utc);
  entry += stamp + std::string("\n");
  std::string text = with_line_feeds(bytes);
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line(text.data() + begin, end - begin);
    if (line.substr(std::min(line.find_first_not_of('>'), line.size())).starts_with("From ")) entry += '>';
    entry.append(line).append("\n");
    begin = end + 1;
  }
  return entry + "\n";
}

std::string as_json(const Draft& draft, const std::string& message_id) {
  nlohmann::ordered_json object{{"purpose", draft.purpose},
                                {"message_id", message_id},
                                {"from", draft.from.email},
                                {"to", draft.to.email},
                                {"to_name", draft.to.name},
                                {"subject", draft.subject},
                                {"in_reply_to", draft.in_reply_to},
                                {"language", draft.language},
                                {"detail", draft.detail},
                                {"body", draft.body}};
  return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::vector<Draft> drafts_of(const Plan& plan) {
  std::vector<Draft> drafts;
  for (const auto& action : plan.actions)
    if (action.kind == Action::Kind::file_draft && action.draft) drafts.push_back(*action.draft);
  return drafts;
}

/// Ids of all sentences that the drafts use.
std::vector<std::string> variants_of(const Plan& plan) {
  std::vector<std::string> used;
  for (const auto& action : plan.actions)
    if (action.draft) used.insert(used.end(), action.draft->variants.begin(), action.draft->variants.end());
  return used;
}

}  // namespace

ExitCode preview(const Invocation& invocation, const PreviewOptions& options) {
  PreviewMemory memory(invocation.state);
  OfflineQuestion question{options.path, options.history, {}};
  if (!invocation.state.empty())
    question.memory = [&](const std::string& account, const std::string& identity) { return memory.before(account, identity); };
  auto at = decide_offline(invocation, question);
  if (!at) return report(at.error());
  std::vector<Draft> drafts = drafts_of(at->plan);
  if (drafts.empty()) {
    std::fprintf(stderr, "ajar: %s\n", at->plan.reason.c_str());
    return ExitCode::no;
  }
  if (!invocation.state.empty())
    if (auto noted = memory.note(at->reading.message.identity, variants_of(at->plan)); !noted) return report(noted.error());
  if (!options.all) drafts.resize(1);
  for (const auto& draft : drafts) {
    std::string id = fingerprint(at->reading.message.identity + draft.to.email) + "@" +
                     std::string(domain_of(at->candidate.self.email));
    auto bytes = finish_draft(draft, at->now, at->candidate.time_zone, id);
    if (!bytes) return report(bytes.error());
    std::string shown = invocation.json        ? as_json(draft, id)
                        : options.all          ? as_mbox_entry(draft, *bytes, at->now)
                        : isatty(STDOUT_FILENO) ? with_line_feeds(*bytes)
                                                : *bytes;
    std::fwrite(shown.data(), 1, shown.size(), stdout);
  }
  return std::fflush(stdout) == 0 ? ExitCode::ok : ExitCode::storage;
}

}  // namespace ajar
