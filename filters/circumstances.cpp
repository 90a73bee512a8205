#include "filters/circumstances.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>

#include "filters/charset.h"
#include "filters/language.h"
#include "filters/person_signs.h"
#include "filters/prepared_text.h"
#include "filters/salutation.h"
#include "filters/spoken_names.h"

namespace ajar {
namespace {

constexpr int kLateAfterWorkingDays = 10;  // seed 002, comment 8; manners.md B

/// Signs of the rejection that hold for the sentences under another or the same name.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kSigns{{
    {"phone_call", "phone"},
    {"post_cancelled", "closed"},
    {"on_hold", "closed"},
    {"internal_candidate", "internal"},
    {"user_asked_status", "asked_status"},
    {"praise", "praised"},
    {"reason_given", "reason_given"},
    {"offers_feedback", "feedback_offered"},
    {"keep_on_file", "keep_on_file"},
    {"forwards_resume", "forwards"},
    {"advice_call", "advice_offered"},
    {"other_role", "other_role"},
}};

std::string stage_of(const Occasion& occasion) {
  const std::string_view known = to_string(occasion.correspondence->stage);
  if (!known.empty()) return std::string(known);
  const std::string_view told = occasion.trigger ? to_string(occasion.trigger->facts.stage) : "";
  if (!told.empty()) return std::string(told);
  return occasion.addressee.met ? "interview" : "application";
}

bool says_one_of(std::string_view body, const std::vector<Phrase>& phrases) {
  for (const std::string_view sentence : sentences_of(body)) {
    const FoldedText folded = fold_for_matching(sentence);
    for (const Phrase& phrase : phrases) {
      if (phrase.locate(sentence, folded)) return true;
    }
  }
  return false;
}

/// Knows the outcome, not the work.
bool recruits(const Occasion& occasion) {
  if (seniority_of(occasion.addressee.title) == Seniority::hr) return true;
  const Reading* mail = last_personal_mail(occasion);
  return mail && mail->facts.sender_kind == SenderKind::hr;
}

bool may_ask_feedback(const Occasion& occasion, const std::set<std::string>& hold) {
  static constexpr std::array<std::string_view, 8> kNever{"closed", "internal", "late", "other_role", "agency", "after_silence", "forwards", "advice_offered"};
  const bool policy = occasion.trigger && occasion.trigger->verdict.signs.count("no_feedback_policy") > 0;
  const bool offered = hold.count("feedback_offered") > 0;
  if (policy || (!occasion.addressee.met && !offered)) return false;
  if (recruits(occasion) && !hold.count("feedback_offered")) return false;
  for (const std::string_view name : kNever) {
    if (hold.count(std::string(name))) return false;
  }
  return !hold.count("reason_given") || hold.count("heard") > 0 || hold.count("feedback_offered") > 0;
}

/// "Stadtwerke Altmoor" needs an article, and no sentence knows which: empty.
std::string company_without_article(const std::string& company, const LanguagePack& pack) {
  const std::string first = fold_case(company.substr(0, company.find(' ')));
  const auto& names = pack.named_with_article;
  const bool needs_one = std::any_of(names.begin(), names.end(), [&](const std::string& name) { return fold_case(name) == first; });
  return needs_one ? std::string() : company;
}

void put(std::map<std::string, std::string>& slots, const char* name, std::string value) {
  if (!value.empty()) slots[name] = std::move(value);
}

std::string list_names(const std::vector<Contact>& people, const LanguagePack& pack, bool first_names) {
  std::vector<std::string> names;
  for (const Contact& person : people) {
    const std::string name = spoken_name(person.address.name);
    if (!name.empty()) names.push_back(first_names ? name.substr(0, name.find(' ')) : name);
  }
  std::string list = join_list(names, pack.and_word);
  if (names.size() < 2) return list;
  // "Ana y Inés" -> "Ana e Inés": the last name joined as the language joins its words.
  const std::string first = list.substr(0, list.size() - names.back().size());
  return fill_slots(first + "{name}", {{"name", names.back()}}, pack);
}

}  // namespace

std::string join_list(const std::vector<std::string>& items, const std::string& and_word) {
  std::string list;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) list += i + 1 == items.size() ? " " + and_word + " " : ", ";
    list += items[i];
  }
  return list;
}

bool addressee_wrote_trigger(const Occasion& occasion) {
  if (!occasion.trigger) return false;
  const Envelope& envelope = occasion.trigger->message.envelope;
  for (const auto* people : {&envelope.from, &envelope.reply_to}) {
    for (const Address& person : *people) {
      if (same_email(person.email, occasion.addressee.address.email)) return true;
    }
  }
  return false;
}

const Reading* last_personal_mail(const Occasion& occasion) {
  if (addressee_wrote_trigger(occasion)) return occasion.trigger;
  const auto& mails = occasion.correspondence->mails;
  for (auto mail = mails.rbegin(); mail != mails.rend(); ++mail) {
    const auto& from = mail->reading.message.envelope.from;
    if (!from.empty() && same_email(from.front().email, occasion.addressee.address.email)) return &mail->reading;
  }
  return nullptr;
}

std::string draft_language(const Occasion& occasion, const ReplyBook& replies) {
  std::vector<std::string> wishes;
  if (const Reading* mail = last_personal_mail(occasion)) {
    wishes.push_back(mail->verdict.language);
    for (const std::string& language : recognise_languages(mail->text.body)) wishes.push_back(language);
  }
  if (occasion.trigger) wishes.push_back(occasion.trigger->verdict.language);
  wishes.push_back(occasion.candidate->language);
  for (const std::string& language : wishes) {
    const LanguagePack* pack = replies.compiled().pack(language);
    if (pack && !pack->parts.empty()) return language;
  }
  return {};
}

int working_days_between(Instant from, Instant to, const std::string& zone) {
  const Date begin = to_local(from, zone).date;
  const int days = days_between(begin, to_local(to, zone).date);
  int working = 0;
  for (int i = 1; i <= days; ++i) {
    const unsigned weekday = std::chrono::weekday(std::chrono::sys_days(add_days(begin, i))).iso_encoding();
    if (weekday <= 5) ++working;
  }
  return working;
}

Circumstances circumstances_of(const Occasion& occasion, const LanguagePack& pack) {
  Circumstances result;
  auto& hold = result.hold;
  auto set = [&](const char* name, bool holds) {
    if (holds) hold.insert(name);
  };
  const Correspondence& correspondence = *occasion.correspondence;
  const Candidate& candidate = *occasion.candidate;
  result.stage = stage_of(occasion);

  if (occasion.trigger) {
    for (const auto& [sign, name] : kSigns) {
      if (occasion.trigger->verdict.signs.count(std::string(sign))) hold.insert(std::string(name));
    }
    set("late", working_days_between(occasion.trigger->message.received, occasion.now, candidate.time_zone) > kLateAfterWorkingDays);
    set("closed", occasion.trigger->verdict.has(Event::on_hold));
    for (const auto& [name, phrases] : pack.recognise) {
      if (says_one_of(occasion.trigger->text.body, phrases)) hold.insert(name);
    }
  }
  if (!occasion.via.empty()) hold.insert(occasion.via);
  set("late", occasion.purpose == "late");
  const bool by_mail = !hold.count("phone") && !hold.count("voicemail") && !hold.count("letter");
  set("wrote_it", by_mail && addressee_wrote_trigger(occasion));
  set("heard", by_mail && !addressee_wrote_trigger(occasion));
  if (hold.count("heard")) {  // said by somebody else, so not for the addressee's ears
    for (const char* said : {"feedback_offered", "asked_status", "praised", "apologised", "forwards", "advice_offered"}) hold.erase(said);
  }
  set("met", occasion.addressee.met);
  set("agency", occasion.addressee.consultant || correspondence.channel == Channel::agency);
  set("after_silence", correspondence.silence_over_30_days);
  set("one_other", occasion.others_thanked.size() == 1);
  set("team", std::count_if(correspondence.contacts.begin(), correspondence.contacts.end(), [](const Contact& c) { return c.met; }) > 2);

  const Gender gender = candidate.gender == Gender::unspecified ? gender_as_addressed(occasion, pack) : candidate.gender;
  const std::string role = spoken_role(correspondence.role, gender);
  put(result.slots, "role", role);
  put(result.slots, "company", company_without_article(spoken_company(correspondence.company), pack));
  put(result.slots, "name", clean_text(candidate.self.name));
  const Date month = to_local(occasion.trigger ? occasion.trigger->message.received : occasion.now, candidate.time_zone).date;
  if (pack.months.size() == 12) put(result.slots, "month", pack.months[static_cast<unsigned>(month.month()) - 1]);
  put(result.slots, "year", std::to_string(static_cast<int>(month.year())));
  result.gender = gender == Gender::female ? "female" : gender == Gender::male ? "male" : "";
  address_person(occasion, pack, result);
  const std::string others = list_names(occasion.others_thanked, pack, !hold.count("last_names") && (!pack.two_registers || hold.count("first_names")));
  set("others", !others.empty());
  put(result.slots, "others", others);
  result.ask_feedback = may_ask_feedback(occasion, hold);
  return result;
}

}  // namespace ajar
