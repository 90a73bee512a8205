#include "daemon/reading_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace ajar {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }
/// Points are sums of written weights: two decimals are exact enough and read well.
double rounded(double points) { return std::round(points * 100) / 100; }

std::string line_of(const Json& object) {
  return object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json evidence_of(const Verdict& verdict) {
  Json all = Json::array();
  for (const auto& evidence : verdict.evidence)
    all.push_back({{"rule", evidence.rule},
                   {"points", rounded(evidence.points)},
                   {"where", evidence.where},
                   {"words", evidence.words}});
  return all;
}

Json names_of(const std::vector<Event>& events) {
  Json all = Json::array();
  for (Event event : events) all.push_back(to_string(event));
  return all;
}

}  // namespace

std::string json_line(const FoundMail& mail, const Reading& reading) {
  const Verdict& verdict = reading.verdict;
  const Facts& facts = reading.facts;
  return line_of({
      {"path", mail.path},
      {"index", mail.index},
      {"message_id", or_null(reading.message.envelope.message_id)},
      {"subject", or_null(reading.message.envelope.subject)},
      {"event", to_string(verdict.event)},
      {"also", names_of(verdict.also)},
      {"rejection", verdict.rejection},
      {"score", rounded(verdict.score)},
      {"review", verdict.review},
      {"thresholds", {{"draft", verdict.thresholds.draft}, {"review", verdict.thresholds.review}}},
      {"language", or_null(verdict.language)},
      {"stage", or_null(to_string(facts.stage))},
      {"channel", or_null(to_string(facts.channel))},
      {"company", or_null(facts.company)},
      {"role", or_null(facts.role)},
      {"person", facts.person ? or_null(facts.person->name) : Json(nullptr)},
      {"person_email", facts.person ? or_null(facts.person->email) : Json(nullptr)},
      {"sender_kind", or_null(to_string(facts.sender_kind))},
      {"evidence", evidence_of(verdict)},
  });
}

std::string json_line(const FoundMail& mail, const Error& error) {
  return line_of({{"path", mail.path}, {"index", mail.index}, {"error", error.what}});
}

}  // namespace ajar
