#include "filters/known_applications.h"

#include <algorithm>
#include <array>

#include "filters/ascii.h"
#include "filters/name_match.h"
#include "filters/word_list.h"

namespace ajar {
namespace {

constexpr std::array<std::pair<ApplicationState, std::string_view>, 8> kStates{{
    {ApplicationState::open, "open"},
    {ApplicationState::rejected, "rejected"},
    {ApplicationState::answered, "answered"},
    {ApplicationState::checking_in, "checking_in"},
    {ApplicationState::live, "live"},
    {ApplicationState::landed, "landed"},
    {ApplicationState::stopped, "stopped"},
    {ApplicationState::muted, "muted"},
}};

SharedSigns signs_of(const KnownApplication& application) {
  SharedSigns signs;
  signs.add_company(application.company);
  for (const std::string& domain : application.domains) signs.add_domain(domain);
  for (const std::string& id : application.message_ids) signs.add_message(id);
  for (const KnownDraft& draft : application.drafts) signs.add_message(draft.message_id);
  for (const Address& person : application.people) signs.add_person(person.email);
  return signs;
}

}  // namespace

std::string_view to_string(ApplicationState state) {
  for (const auto& [value, name] : kStates) {
    if (value == state) return name;
  }
  return "";
}

std::optional<ApplicationState> application_state_from(std::string_view text) {
  for (const auto& [value, name] : kStates) {
    if (name == text) return value;
  }
  return std::nullopt;
}

// Names that same_company() takes for one begin with the same words, run together.
void SharedSigns::add_company(std::string_view name) {
  std::string run = "company ";
  for (const std::string& word : words_of(company_core(name))) keys_.push_back(run += word);
}

void SharedSigns::add_domain(std::string_view domain) { keys_.push_back("domain " + std::string(domain)); }

void SharedSigns::add_message(std::string_view id) { keys_.push_back("message " + std::string(id)); }

void SharedSigns::add_person(std::string_view email) { keys_.push_back("person " + ascii::lower(email)); }

void KnownApplications::put(KnownApplication application) {
  const bool is_new = application.id == 0 || by_id_.count(application.id) == 0;
  const std::size_t place = is_new ? all_.size() : by_id_[application.id];
  if (is_new) {
    by_id_[application.id] = place;
    all_.emplace_back();
  }
  const SharedSigns signs = signs_of(application);
  for (const std::string& key : signs.keys()) {
    std::vector<std::size_t>& places = by_sign_[key];
    if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
  }
  all_[place] = std::move(application);
}

std::vector<const KnownApplication*> KnownApplications::sharing(const SharedSigns& signs) const {
  std::vector<std::size_t> places;
  for (const std::string& key : signs.keys()) {
    if (const auto found = by_sign_.find(key); found != by_sign_.end())
      places.insert(places.end(), found->second.begin(), found->second.end());
  }
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  std::vector<const KnownApplication*> sharing;
  for (const std::size_t place : places) sharing.push_back(&all_[place]);
  return sharing;
}

}  // namespace ajar
