#include "daemon/reading_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace ajar {
namespace {

using Json = nlohmann::ordered_json;

Json or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }
/// Points are sums of written weights: two decimals are exact enough and read well.
double rounded(double points) { return std::round(points * 100) / 100; }

std::string line_of(const Json& object) { return object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"; }

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
  const Address person = facts.person.value_or(Address{});
  Json line;  // field by field: a list in braces is copied twice
  line["path"] = mail.path;
  line["index"] = mail.index;
  line["message_id"] = or_null(reading.message.envelope.message_id);
  line["subject"] = or_null(reading.message.envelope.subject);
  line["event"] = to_string(verdict.event);
  line["also"] = names_of(verdict.also);
  line["rejection"] = verdict.rejection;
  line["score"] = rounded(verdict.score);
  line["review"] = verdict.review;
  line["thresholds"]["draft"] = verdict.thresholds.draft;
  line["thresholds"]["review"] = verdict.thresholds.review;
  line["language"] = or_null(verdict.language);
  line["stage"] = or_null(to_string(facts.stage));
  line["channel"] = or_null(to_string(facts.channel));
  line["company"] = or_null(facts.company);
  line["role"] = or_null(facts.role);
  line["person"] = or_null(person.name);
  line["person_email"] = or_null(person.email);
  line["sender_kind"] = or_null(to_string(facts.sender_kind));
  line["evidence"] = evidence_of(verdict);
  return line_of(line);
}

std::string json_line(const FoundMail& mail, const Error& error) {
  return line_of({{"path", mail.path}, {"index", mail.index}, {"error", error.what}});
}

}  // namespace ajar
