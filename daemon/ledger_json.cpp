#include "daemon/ledger_json.h"

#include <nlohmann/json.hpp>

namespace ajar {
namespace {

using nlohmann::json;

std::string dump(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

json to_json(const Address& address) { return {{"name", address.name}, {"email", address.email}}; }

Address address_from(const json& value) {
  return {value.value("name", std::string()), value.value("email", std::string())};
}

/// Array of T; anything else gives an empty list.
template <class T>
std::vector<T> list_from(const json& value) {
  std::vector<T> list;
  if (!value.is_array()) return list;
  for (const json& item : value) {
    if constexpr (std::is_same_v<T, std::string>) {
      if (item.is_string()) list.push_back(item.get<std::string>());
    } else {
      if (item.is_number_integer()) list.push_back(item.get<T>());
    }
  }
  return list;
}

json parse(const std::string& text) { return json::parse(text, nullptr, false); }

}  // namespace

std::string draft_to_json(const Draft& draft) {
  return dump({{"purpose", draft.purpose},
               {"from", to_json(draft.from)},
               {"to", to_json(draft.to)},
               {"subject", draft.subject},
               {"in_reply_to", draft.in_reply_to},
               {"references", draft.references},
               {"body", draft.body},
               {"language", draft.language},
               {"variants", draft.variants},
               {"detail", draft.detail}});
}

Draft draft_from_json(const std::string& text) {
  const json value = parse(text);
  Draft draft;
  if (!value.is_object()) return draft;
  const auto word = [&](const char* key) { return value.value(key, std::string()); };
  draft.purpose = word("purpose");
  draft.from = address_from(value.value("from", json::object()));
  draft.to = address_from(value.value("to", json::object()));
  draft.subject = word("subject");
  draft.in_reply_to = word("in_reply_to");
  draft.references = list_from<std::string>(value.value("references", json::array()));
  draft.body = word("body");
  draft.language = word("language");
  draft.variants = list_from<std::string>(value.value("variants", json::array()));
  draft.detail = word("detail");
  return draft;
}

std::string verdict_to_json(const Verdict& verdict) {
  json also = json::array();
  for (const Event event : verdict.also) also.push_back(std::string(to_string(event)));
  json evidence = json::array();
  for (const Evidence& piece : verdict.evidence)
    evidence.push_back(
        {{"rule", piece.rule}, {"points", piece.points}, {"where", piece.where}, {"words", piece.words}});
  return dump({{"event", std::string(to_string(verdict.event))},
               {"also", also},
               {"score", verdict.score},
               {"review", verdict.review},
               {"language", verdict.language},
               {"signs", verdict.signs},
               {"evidence", evidence}});
}

std::string strings_to_json(const std::vector<std::string>& strings) { return dump(json(strings)); }
std::vector<std::string> strings_from_json(const std::string& text) { return list_from<std::string>(parse(text)); }
std::string numbers_to_json(const std::vector<std::int64_t>& numbers) { return dump(json(numbers)); }
std::vector<std::int64_t> numbers_from_json(const std::string& text) { return list_from<std::int64_t>(parse(text)); }

}  // namespace ajar
