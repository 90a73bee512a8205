#include "filters/replies.h"

#include <algorithm>

#include "filters/etiquette_phrases.h"
#include "filters/reply_variants.h"
#include "filters/yaml_reader.h"

namespace ajar {
namespace {

const std::vector<std::string> kFileKeys{"version", "language", "grammar", "recognise", "parts", "details", "points"};
const std::vector<std::string> kGrammarKeys{"months",         "and",          "small_words", "formal_words", "familiar_words",
                                            "light_greetings", "lighter", "woman_titles", "man_titles",  "titles",
                                            "contractions", "first_name_is_familiar", "woman_writes", "man_writes",
                                            "brazilian_words", "european_words", "named_with_article"};
const std::vector<std::string> kVariantKeys{"id",     "text", "familiar", "stages", "needs",
                                            "unless", "says", "covers",   "gender", "off"};
const std::vector<std::string> kDetailKeys{"about", "ends", "verbs", "clause_starts", "determiners", "mine", "joins", "tails", "containers", "general_ends",
                                           "general", "private", "turn", "turn_familiar", "unturnable", "rules"};
const std::vector<std::string> kDetailRuleKeys{"id",    "from",    "kind",    "about",    "as",
                                               "phrases", "regex", "because", "examples", "off"};
const std::vector<std::string> kStages{"application", "screen", "assessment", "interview", "final"};
const std::vector<std::string> kGenders{"female", "male"};
const std::vector<std::string> kSources{"own", "rejection", "theirs", "agenda"};
const std::vector<std::string> kKinds{"topic", "shown", "praise", "work", "help", "other_role"};

template <class Table>
std::vector<std::string> names_in(const Table& table) {
  std::vector<std::string> names;
  for (const auto& [name, meaning] : table) names.emplace_back(name);
  return names;
}

bool is_one_of(const std::string& name, const std::vector<std::string>& known) {
  return std::find(known.begin(), known.end(), name) != known.end();
}

constexpr std::size_t kHeardRun = 4;

/// Words of a sentence that would be heard twice, by their first seven letters.
std::set<std::string> telling_words(std::string_view text, const std::set<std::string>& small_words) {
  std::set<std::string> words;
  for (const std::string& word : key_words(text)) {
    if (word.size() >= 4 && !small_words.count(word)) words.insert(word.substr(0, 7));
  }
  return words;
}

std::vector<std::size_t> hashed(const std::set<std::string>& texts) {
  std::vector<std::size_t> hashes;
  for (const std::string& text : texts) hashes.push_back(std::hash<std::string>()(text));
  return hashes;
}

std::string did_you_mean(const std::string& name, const std::vector<std::string>& known) {
  const std::string near = nearest_name(name, known);
  return near.empty() ? "" : "did you mean '" + near + "'?";
}

/// Reads one file into the packs; every fault is noted and reading goes on.
class FileReader {
 public:
  FileReader(const NamedText& file, std::map<std::string, LanguagePack>& packs, std::vector<Fault>& faults)
      : file_(file), packs_(packs), faults_(faults) {}

  void read() {
    const YamlDocument document = read_yaml(file_.text, file_.name);
    faults_.insert(faults_.end(), document.faults.begin(), document.faults.end());
    if (!document.faults.empty()) return;
    const YamlValue& root = document.root;
    if (root.kind == YamlValue::Kind::null) return;
    if (root.kind != YamlValue::Kind::mapping) return note(root.position, "a reply file is a mapping", "start with version: 1");
    refuse_unknown_keys(root, kFileKeys, file_.name, faults_);
    if (scalar(root, "version") != "1") note(root.position, "the version is missing or not 1", "write `version: 1`");
    const std::string language = scalar(root, "language");
    if (language.empty()) return note(root.position, "the language is missing", "write for example `language: en`");
    pack_ = &packs_[language];
    pack_->language = language;
    if (const YamlValue* grammar = root.find("grammar")) read_grammar(*grammar);
    if (const YamlValue* recognise = root.find("recognise")) read_recognise(*recognise);
    if (const YamlValue* details = root.find("details")) read_details(*details);
    if (const YamlValue* points = root.find("points")) read_detail_rules(*points, pack_->points);
    if (const YamlValue* parts = root.find("parts")) read_parts(*parts);
  }

 private:
  void note(Position at, std::string what, std::string hint = {}) {
    faults_.push_back({file_.name, at, std::move(what), std::move(hint)});
  }

  static std::string scalar(const YamlValue& mapping, std::string_view key) {
    const YamlValue* value = mapping.find(key);
    return value && value->kind == YamlValue::Kind::scalar ? value->scalar : std::string();
  }

  std::vector<std::string> list(const YamlValue& mapping, std::string_view key) {
    const YamlValue* value = mapping.find(key);
    if (!value || value->kind == YamlValue::Kind::null) return {};
    if (value->kind == YamlValue::Kind::scalar) return {value->scalar};
    std::vector<std::string> items;
    if (value->kind != YamlValue::Kind::sequence) note(value->position, std::string(key) + " is a list", "write [one, two]");
    for (const YamlValue& item : value->items) items.push_back(item.scalar);
    return items;
  }

  /// A list whose items must be known names.
  std::set<std::string> names(const YamlValue& mapping, std::string_view key, const std::vector<std::string>& known,
                              std::string_view noun) {
    std::set<std::string> result;
    for (const std::string& name : list(mapping, key)) {
      if (is_one_of(name, known)) {
        result.insert(name);
      } else {
        note(mapping.find(key)->position, "unknown " + std::string(noun) + " '" + name + "'", did_you_mean(name, known));
      }
    }
    return result;
  }

  std::map<std::string, std::string> words(const YamlValue& mapping, std::string_view key) {
    std::map<std::string, std::string> result;
    if (const YamlValue* value = mapping.find(key)) {
      for (const auto& entry : value->entries) result[entry.key] = entry.value.scalar;
    }
    return result;
  }

  std::set<std::string> word_set(const YamlValue& mapping, std::string_view key) {
    const std::vector<std::string> items = list(mapping, key);
    return {items.begin(), items.end()};
  }

  void read_grammar(const YamlValue& grammar) {
    refuse_unknown_keys(grammar, kGrammarKeys, file_.name, faults_);
    const bool has_months = grammar.find("months") != nullptr;
    if (has_months) pack_->months = list(grammar, "months");
    if (has_months && pack_->months.size() != 12) note(grammar.find("months")->position, "a year has 12 months");
    if (grammar.find("and")) pack_->and_word = scalar(grammar, "and");
    for (const auto& [key, into] : {std::pair{"lighter", &pack_->lighter}, std::pair{"contractions", &pack_->contractions}}) {
      const YamlValue* pairs = grammar.find(key);
      if (!pairs) continue;
      into->clear();
      for (const auto& entry : pairs->entries) into->emplace_back(entry.key, entry.value.scalar);
    }
    if (grammar.find("first_name_is_familiar")) pack_->first_name_is_familiar = scalar(grammar, "first_name_is_familiar") != "false";
    for (const auto& [key, into] : {std::pair{"small_words", &pack_->small_words}, std::pair{"formal_words", &pack_->formal_words},
                                    std::pair{"familiar_words", &pack_->familiar_words}, std::pair{"light_greetings", &pack_->light_greetings},
                                    std::pair{"woman_titles", &pack_->woman_titles}, std::pair{"man_titles", &pack_->man_titles},
                                    std::pair{"titles", &pack_->titles}, std::pair{"woman_writes", &pack_->woman_writes},
                                    std::pair{"man_writes", &pack_->man_writes}, std::pair{"brazilian_words", &pack_->brazilian_words},
                                    std::pair{"european_words", &pack_->european_words},
                                    std::pair{"named_with_article", &pack_->named_with_article}}) {
      if (grammar.find(key)) *into = word_set(grammar, key);
    }
    pack_->two_registers = !pack_->formal_words.empty();
  }

  void read_recognise(const YamlValue& recognise) {
    refuse_unknown_keys(recognise, names_in(kCircumstances), file_.name, faults_);
    for (const auto& entry : recognise.entries) {
      std::vector<Phrase>& phrases = pack_->recognise[entry.key];
      phrases.clear();
      compile(recognise, entry.key, &Phrase::from_phrase, phrases);
    }
  }

  void read_parts(const YamlValue& parts) {
    refuse_unknown_keys(parts, names_in(kParts), file_.name, faults_);
    for (const auto& entry : parts.entries) {
      if (entry.value.kind != YamlValue::Kind::sequence) {
        note(entry.value.position, "the part " + entry.key + " is a list of variants", "begin each with `- id:`");
        continue;
      }
      for (const YamlValue& item : entry.value.items) read_variant(entry.key, item);
    }
  }

  void read_variant(const std::string& part, const YamlValue& item) {
    refuse_unknown_keys(item, kVariantKeys, file_.name, faults_);
    Variant variant;
    variant.part = part;
    variant.file = file_.name;
    variant.position = item.position;
    variant.id = scalar(item, "id");
    variant.text = scalar(item, "text");
    variant.familiar = scalar(item, "familiar");
    variant.gender = scalar(item, "gender");
    variant.stages = names(item, "stages", kStages, "stage");
    variant.needs = names(item, "needs", names_in(kCircumstances), "circumstance");
    variant.unless = names(item, "unless", names_in(kCircumstances), "circumstance");
    variant.covers = names(item, "covers", names_in(kParts), "part");
    variant.says = word_set(item, "says");
    if (variant.id.empty()) return note(item.position, "a variant needs an id", "for example " + pack_->language + "." + part + ".mine");
    auto& variants = pack_->parts[part];
    std::erase_if(variants, [&](const Variant& known) { return known.id == variant.id && known.file != file_.name; });
    if (scalar(item, "off") == "true") return;
    check_variant(variant, item, variants);
    variant.telling_words = hashed(telling_words(variant.text, pack_->small_words));
    variant.runs = hashed(word_runs(variant.text + "\n" + variant.familiar, kHeardRun));
    variants.push_back(std::move(variant));
  }

  void check_variant(Variant& variant, const YamlValue& item, const std::vector<Variant>& variants) {
    if (variant.text.empty()) note(item.position, variant.id + " has no text", "write `text:`");
    for (const Variant& other : variants) {
      if (other.id == variant.id) note(item.position, "the id " + variant.id + " is used twice", "give each variant its own");
    }
    if (!variant.gender.empty() && !is_one_of(variant.gender, kGenders)) {
      note(item.find("gender")->position, "unknown gender '" + variant.gender + "'", "female or male; leave it out for everybody");
    }
    for (const char* key : {"text", "familiar"}) {
      const YamlValue* value = item.find(key);
      if (!value) continue;
      for (const std::string& slot : slots_of(value->scalar)) {
        const std::vector<std::string> known(kSlots.begin(), kSlots.end());
        if (is_one_of(slot, known)) {
          variant.slots.insert(slot);
        } else {
          note(value->position, slot.empty() ? "a brace that is no slot" : "unknown slot {" + slot + "}", did_you_mean(slot, known));
        }
      }
    }
  }

  void read_details(const YamlValue& details) {
    refuse_unknown_keys(details, kDetailKeys, file_.name, faults_);
    DetailGrammar& grammar = pack_->detail_grammar;
    if (details.find("about")) grammar.about = scalar(details, "about");
    for (const auto& [key, into] : {std::pair{"ends", &grammar.ends}, std::pair{"verbs", &grammar.verbs},
                                    std::pair{"clause_starts", &grammar.clause_starts}, std::pair{"determiners", &grammar.determiners},
                                    std::pair{"mine", &grammar.mine}, std::pair{"joins", &grammar.joins}, std::pair{"tails", &grammar.tails},
                                    std::pair{"containers", &grammar.containers}, std::pair{"general_ends", &grammar.general_ends},
                                    std::pair{"general", &grammar.general}, std::pair{"private", &grammar.private_},
                                    std::pair{"unturnable", &grammar.unturnable}}) {
      if (details.find(key)) *into = list(details, key);
    }
    if (details.find("turn")) grammar.turn = words(details, "turn");
    if (details.find("turn_familiar")) grammar.turn_familiar = words(details, "turn_familiar");
    if (const YamlValue* rules = details.find("rules")) read_detail_rules(*rules, pack_->details);
  }

  void read_detail_rules(const YamlValue& rules, std::vector<DetailRule>& into) {
    for (const YamlValue& item : rules.items) {
      refuse_unknown_keys(item, kDetailRuleKeys, file_.name, faults_);
      DetailRule rule;
      rule.id = scalar(item, "id");
      rule.from = scalar(item, "from");
      rule.kind = scalar(item, "kind");
      rule.about = scalar(item, "about");
      rule.as = scalar(item, "as");
      if (rule.id.empty()) note(item.position, "a detail rule needs an id");
      if (!rule.from.empty() && !is_one_of(rule.from, kSources)) {
        note(item.find("from")->position, "unknown source '" + rule.from + "'", did_you_mean(rule.from, kSources));
      }
      if (!rule.kind.empty() && !is_one_of(rule.kind, kKinds)) {
        note(item.find("kind")->position, "unknown kind '" + rule.kind + "'", did_you_mean(rule.kind, kKinds));
      }
      std::erase_if(into, [&](const DetailRule& known) { return known.id == rule.id; });
      if (scalar(item, "off") == "true") continue;
      compile(item, "phrases", &Phrase::from_phrase, rule.phrases);
      compile(item, "regex", &Phrase::from_regex, rule.phrases);
      rule.file = file_.name;
      rule.position = item.position;
      if (const YamlValue* examples = item.find("examples")) read_examples(*examples, rule);
      into.push_back(std::move(rule));
    }
  }

  void read_examples(const YamlValue& examples, DetailRule& rule) {
    refuse_unknown_keys(examples, {"match", "not"}, file_.name, faults_);
    rule.not_examples = list(examples, "not");
    const YamlValue* match = examples.find("match");
    if (!match) return;
    for (const YamlValue& example : match->items) {
      refuse_unknown_keys(example, {"text", "detail"}, file_.name, faults_);
      rule.match_examples.emplace_back(scalar(example, "text"), scalar(example, "detail"));
    }
  }

  void compile(const YamlValue& item, std::string_view key, Result<Phrase> (*make)(std::string_view), std::vector<Phrase>& into) {
    for (const std::string& source : list(item, key)) {
      Result<Phrase> phrase = make(source);
      if (phrase) {
        into.push_back(std::move(*phrase));
      } else {
        note(item.find(key)->position, phrase.error().what, phrase.error().hint);
      }
    }
  }

  const NamedText& file_;
  std::map<std::string, LanguagePack>& packs_;
  std::vector<Fault>& faults_;
  LanguagePack* pack_ = nullptr;
};

}  // namespace

std::vector<std::string> slots_of(std::string_view text) {
  std::vector<std::string> slots;
  for (std::size_t at = text.find_first_of("{}"); at != std::string_view::npos; at = text.find_first_of("{}", at)) {
    const std::size_t end = text.find_first_of("{}", at + 1);
    const bool closed = text[at] == '{' && end != std::string_view::npos && text[end] == '}';
    slots.emplace_back(closed ? text.substr(at + 1, end - at - 1) : std::string_view());
    at = closed ? end + 1 : at + 1;
  }
  return slots;
}

namespace {

/// "sobre el" and "de" + "el proyecto" -> "del proyecto": the first contraction that fits, else the two as they are.
void append_joined(std::string& text, std::string value, const std::vector<std::pair<std::string, std::string>>& contractions) {
  for (const auto& [apart, joined] : contractions) {
    const std::size_t space = apart.find(' ');
    if (space == std::string::npos) continue;
    const std::string before = apart.substr(0, space + 1);
    std::string after = apart.substr(space + 1);
    const bool open = after.ends_with('*');
    if (open) after.pop_back();
    if (!text.ends_with(before) || !value.starts_with(after)) continue;
    const std::size_t begin = text.size() - before.size();
    if (begin > 0 && text[begin - 1] != ' ' && text[begin - 1] != '(') continue;
    const bool whole = open || after.ends_with('\'') || value.size() == after.size() || value[after.size()] == ' ';
    if (!whole) continue;
    text.replace(begin, std::string::npos, joined);
    value.erase(0, after.size());
    break;
  }
  text += value;
}

std::string fill(std::string_view text, const std::map<std::string, std::string>& values,
                 const std::vector<std::pair<std::string, std::string>>& contractions) {
  std::string result;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    result += text.substr(0, open);
    const auto value = values.find(std::string(text.substr(open + 1, close - open - 1)));
    if (value != values.end()) append_joined(result, value->second, contractions);
    text.remove_prefix(close + 1);
  }
  return result += text;
}

}  // namespace

std::string fill_slots(std::string_view text, const std::map<std::string, std::string>& values) { return fill(text, values, {}); }

std::string fill_slots(std::string_view text, const std::map<std::string, std::string>& values, const LanguagePack& pack) {
  return fill(text, values, pack.contractions);
}

const LanguagePack* ReplyBook::Compiled::pack(std::string_view language) const {
  const auto found = packs.find(std::string(language));
  return found == packs.end() ? nullptr : &found->second;
}

const Variant* ReplyBook::Compiled::variant(std::string_view id) const {
  const LanguagePack* of = pack(id.substr(0, id.find('.')));
  if (!of) return nullptr;
  for (const auto& [part, variants] : of->parts) {
    for (const Variant& variant : variants) {
      if (variant.id == id) return &variant;
    }
  }
  return nullptr;
}

tl::expected<ReplyBook, std::vector<Fault>> ReplyBook::load(const std::vector<NamedText>& shipped,
                                                            const std::vector<NamedText>& overlay) {
  auto compiled = std::make_shared<Compiled>();
  std::vector<Fault> faults;
  for (const auto* files : {&shipped, &overlay}) {
    for (const NamedText& file : *files) FileReader(file, compiled->packs, faults).read();
  }
  if (!faults.empty()) return tl::unexpected<std::vector<Fault>>(std::move(faults));
  ReplyBook book;
  book.compiled_ = std::move(compiled);
  return book;
}

std::vector<std::string> ReplyBook::languages() const {
  std::vector<std::string> result;
  for (const auto& [language, pack] : compiled().packs) {
    if (!pack.parts.empty()) result.push_back(language);
  }
  return result;
}

const ReplyBook::Compiled& ReplyBook::compiled() const {
  static const Compiled empty;
  return compiled_ ? *compiled_ : empty;
}

}  // namespace ajar
