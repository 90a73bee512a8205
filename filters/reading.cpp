#include "filters/reading.h"

namespace ajar {

Result<Reading> read_message(std::string_view bytes, std::optional<Instant> internal_date, Instant now,
                             const RuleBook& rules, const Candidate& candidate) {
  auto message = parse_message(bytes, internal_date, now);
  if (!message) return tl::unexpected(message.error());
  Reading reading;
  reading.message = std::move(*message);
  reading.text = prepare_text(reading.message);
  const auto& from = reading.message.envelope.from;
  reading.own = !from.empty() && candidate.is_me(from.front().email);
  reading.verdict = judge(reading.message, reading.text, rules, reading.own);
  reading.facts = gather_facts(reading.message, reading.text, reading.verdict, rules, candidate);
  return reading;
}

}  // namespace ajar
