#include "filters/rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "filters/rules_compiled.h"

namespace ajar {
namespace {

constexpr double kUsualCap = 10;
constexpr double kHighestWeight = 100;
constexpr std::size_t kLongestExpansion = 24 * 1024;

const std::vector<std::string> kFileKeys = {"version", "language", "groups", "words", "rules"};
const std::vector<std::string> kRuleKeys = {"id",     "event",   "sign",        "take",    "veto",    "group",
                                            "weight", "needs",   "unless",      "without", "where",   "phrases",
                                            "regex",  "domains", "local_parts", "because", "examples"};
const std::vector<std::string> kEvents = {"rejection", "acknowledgement", "invitation", "assessment", "offer",
                                          "withdrawn", "on_hold",         "other_role", "feedback",   "called_back",
                                          "own_reply", "bounce",          "other"};
const std::vector<std::string> kTakes = {"company",
                                         "role",
                                         "person",
                                         "reason",
                                         "detail",
                                         "date",
                                         "other",
                                         "stage:application",
                                         "stage:screen",
                                         "stage:assessment",
                                         "stage:interview",
                                         "stage:final",
                                         "channel:direct",
                                         "channel:agency",
                                         "sender_kind:person",
                                         "sender_kind:hr",
                                         "sender_kind:agency",
                                         "sender_kind:robot",
                                         "sender_kind:list",
                                         "shared_domain"};
const std::vector<std::string> kPlaces = {"subject", "opening", "body", "sender", "header:"};
const std::vector<std::string> kVetoes = {"clause", "sentence", "mail"};

/// A rule before overlays: which keys it gave, and where its phrases stand.
struct RawRule {
  Rule rule;
  std::set<std::string> keys;
  struct Source {
    std::string text;
    Position position;
  };
  std::vector<Source> phrases, regexes, without;
  Position group_position;
  std::vector<Source> needs, unless;
};

using WordLists = std::map<std::string, std::string>;

/// Reads one rule file into raw rules.
class FileReader {
 public:
  FileReader(const NamedText& file, std::map<std::string, double>& caps, std::vector<Fault>& faults)
      : file_(file), caps_(caps), faults_(faults) {}

  std::vector<RawRule> read() {
    YamlDocument document = read_yaml(file_.text, file_.name);
    const bool readable = document.faults.empty();
    faults_.insert(faults_.end(), document.faults.begin(), document.faults.end());
    if (document.root.kind == YamlValue::Kind::null && readable) return {};
    if (document.root.kind != YamlValue::Kind::mapping) {
      if (readable) fault(document.root.position, "a rule file is a mapping with version: and rules:", "");
      return {};
    }
    refuse_unknown_keys(document.root, kFileKeys, file_.name, faults_);
    read_head(document.root);
    if (const YamlValue* groups = document.root.find("groups")) read_groups(*groups);
    if (const YamlValue* words = document.root.find("words")) read_words(*words);
    std::vector<RawRule> rules;
    const YamlValue* list = document.root.find("rules");
    if (list && list->kind != YamlValue::Kind::sequence && list->kind != YamlValue::Kind::null)
      fault(list->position, "rules: is a list", "begin each rule with '- id:'");
    if (list)
      for (const YamlValue& item : list->items) read_rule(item, rules);
    return rules;
  }

 private:
  void fault(Position at, std::string what, std::string hint) {
    faults_.push_back({file_.name, at, std::move(what), std::move(hint)});
  }

  void read_head(const YamlValue& root) {
    const YamlValue* version = root.find("version");
    if (!version)
      fault(root.position, "version: is missing", "begin the file with 'version: 1'");
    else if (version->scalar != "1")
      fault(version->position, "unknown version '" + version->scalar + "'", "this Ajar reads version 1");
    if (const YamlValue* language = root.find("language")) {
      language_ = language->scalar;
      if (language_.size() != 2)
        fault(language->position, "'" + language_ + "' is no language code", "two letters, as in en or de");
    }
  }

  void read_groups(const YamlValue& groups) {
    if (groups.kind != YamlValue::Kind::mapping && groups.kind != YamlValue::Kind::null)
      return fault(groups.position, "groups: is a mapping", "as in 'decision: {cap: 10}'");
    for (const YamlValue::Entry& entry : groups.entries) {
      refuse_unknown_keys(entry.value, {"cap"}, file_.name, faults_);
      double cap = kUsualCap;
      if (const YamlValue* value = entry.value.find("cap"))
        if (!number(*value, cap) || cap < 0) fault(value->position, "cap: is a number of points, 0 or more", "");
      caps_[language_ + ":" + entry.key] = cap;
    }
  }

  void read_words(const YamlValue& words) {
    if (words.kind != YamlValue::Kind::mapping && words.kind != YamlValue::Kind::null)
      return fault(words.position, "words: is a mapping", "as in 'people: [candidate*, applicant*]'");
    for (const YamlValue::Entry& entry : words.entries) {
      std::string either;
      for (const RawRule::Source& item : texts(entry.value)) {
        const std::string expanded = expand(item.text, item.position);
        if (auto compiled = compile_phrase(expanded); !compiled)
          fault(item.position, compiled.error().what, compiled.error().hint);
        either += (either.empty() ? "(" : "|") + expanded;
      }
      if (either.empty()) fault(entry.key_position, "the word list '" + entry.key + "' is empty", "");
      words_[entry.key] = either + ")";
    }
  }

  /// Puts word lists in place of {name}.
  std::string expand(const std::string& phrase, Position at) {
    std::string expanded;
    for (std::size_t i = 0; i < phrase.size();) {
      const std::size_t open = phrase.find('{', i);
      const std::size_t close = open == std::string::npos ? open : phrase.find('}', open);
      if (close == std::string::npos) return expanded + phrase.substr(i);
      const std::string name = phrase.substr(open + 1, close - open - 1);
      expanded += phrase.substr(i, open - i);
      if (const auto list = words_.find(name); list != words_.end()) {
        expanded += list->second;
      } else {
        std::vector<std::string> known;
        for (const auto& [word, unused] : words_) known.push_back(word);
        const std::string near = nearest_name(name, known);
        fault(at, "unknown word list {" + name + "}",
              near.empty() ? "define it under words:" : "did you mean {" + near + "}?");
      }
      if (expanded.size() > kLongestExpansion) {
        fault(at, "the phrase is too long with its word lists put in", "");
        return {};
      }
      i = close + 1;
    }
    return expanded;
  }

  static bool number(const YamlValue& value, double& out) {
    const char* end = value.scalar.data() + value.scalar.size();
    double parsed = 0;
    const auto result = std::from_chars(value.scalar.data(), end, parsed);
    if (value.kind != YamlValue::Kind::scalar || result.ec != std::errc() || result.ptr != end ||
        !(parsed > -1e6 && parsed < 1e6))
      return false;
    out = parsed;
    return true;
  }

  /// A scalar or a list of scalars.
  std::vector<RawRule::Source> texts(const YamlValue& value) {
    std::vector<RawRule::Source> found;
    if (value.kind == YamlValue::Kind::scalar) found.push_back({value.scalar, value.position});
    if (value.kind == YamlValue::Kind::mapping)
      fault(value.position, "a text or a list of texts belongs here", "quote texts that hold ': '");
    for (const YamlValue& item : value.items) {
      if (item.kind == YamlValue::Kind::scalar)
        found.push_back({item.scalar, item.position});
      else
        fault(item.position, "a text belongs here", "quote texts that hold ': ' or begin with [ { * & !");
    }
    return found;
  }
  std::vector<std::string> plain(const YamlValue& value) {
    std::vector<std::string> found;
    for (RawRule::Source& text : texts(value)) found.push_back(std::move(text.text));
    return found;
  }

  void one_of(const YamlValue& value, const std::string& text, const std::vector<std::string>& known,
              const std::string& kind) {
    if (std::find(known.begin(), known.end(), text) != known.end()) return;
    const std::string near = nearest_name(text, known);
    std::string hint = near.empty() ? "known:" : "did you mean '" + near + "'?";
    if (near.empty())
      for (const std::string& name : known) hint += " " + name;
    fault(value.position, "unknown " + kind + " '" + text + "'", hint);
  }

  void read_rule(const YamlValue& item, std::vector<RawRule>& rules) {
    if (item.kind != YamlValue::Kind::mapping)
      return fault(item.position, "a rule is a mapping", "begin it with 'id:'");
    refuse_unknown_keys(item, kRuleKeys, file_.name, faults_);
    RawRule raw;
    raw.rule.file = file_.name;
    raw.rule.position = item.position;
    raw.rule.language = language_;
    for (const YamlValue::Entry& entry : item.entries) {
      raw.keys.insert(entry.key);
      read_key(raw, entry);
    }
    if (raw.rule.id.empty())
      return fault(item.position, "the rule has no id", "give it a name such as my.not_selected");
    for (const RawRule& earlier : rules)
      if (earlier.rule.id == raw.rule.id)
        return fault(raw.rule.position, "duplicate id '" + raw.rule.id + "'",
                     "it is already on line " + std::to_string(earlier.rule.position.line));
    rules.push_back(std::move(raw));
  }

  void read_key(RawRule& raw, const YamlValue::Entry& entry) {
    Rule& rule = raw.rule;
    const YamlValue& value = entry.value;
    if (entry.key == "id") {
      rule.id = value.scalar;
      rule.position = value.position;
    } else if (entry.key == "event") {
      one_of(value, value.scalar, kEvents, "event");
      rule.event = event_from(value.scalar);
    } else if (entry.key == "sign") {
      one_of(value, value.scalar, known_signs(), "sign");
      rule.sign = value.scalar;
    } else if (entry.key == "take") {
      one_of(value, value.scalar, kTakes, "take");
      rule.take = value.scalar;
    } else if (entry.key == "veto") {
      one_of(value, value.scalar, kVetoes, "veto");
      rule.veto = value.scalar == "mail"     ? Rule::Veto::mail
                  : value.scalar == "clause" ? Rule::Veto::clause
                                             : Rule::Veto::sentence;
    } else if (entry.key == "group") {
      rule.group = value.scalar;
      raw.group_position = value.position;
    } else if (entry.key == "weight") {
      if (!number(value, rule.weight) || rule.weight > kHighestWeight || rule.weight < -kHighestWeight)
        fault(value.position, "weight: is a number of points from -100 to 100", "");
    } else if (entry.key == "needs") {
      raw.needs = texts(value);
      rule.needs = plain(value);
    } else if (entry.key == "unless") {
      raw.unless = texts(value);
      rule.unless = plain(value);
    } else if (entry.key == "where") {
      read_where(rule, value);
    } else if (entry.key == "phrases") {
      raw.phrases = expanded(value, rule.phrases);
    } else if (entry.key == "without") {
      raw.without = expanded(value, rule.without);
    } else if (entry.key == "regex") {
      read_regexes(raw, value);
    } else if (entry.key == "domains") {
      rule.domains = lowered(plain(value));
    } else if (entry.key == "local_parts") {
      rule.local_parts = lowered(plain(value));
    } else if (entry.key == "because") {
      rule.because = value.scalar;
    } else if (entry.key == "examples") {
      read_examples(rule, value);
    }
  }

  static std::vector<std::string> lowered(std::vector<std::string> texts) {
    for (std::string& text : texts) text = fold_for_matching(text).text;
    return texts;
  }

  void read_where(Rule& rule, const YamlValue& value) {
    for (const RawRule::Source& place : texts(value)) {
      if (place.text.rfind("header:", 0) == 0 && place.text.size() > 7) {
        rule.where.push_back("header:" + fold_for_matching(place.text.substr(7)).text);
        continue;
      }
      YamlValue at;
      at.position = place.position;
      one_of(at, place.text, kPlaces, "place");
      rule.where.push_back(place.text);
    }
  }
  /// Phrases with their word lists put in.
  std::vector<RawRule::Source> expanded(const YamlValue& value, std::vector<std::string>& plain_texts) {
    std::vector<RawRule::Source> phrases = texts(value);
    for (RawRule::Source& phrase : phrases) {
      phrase.text = expand(phrase.text, phrase.position);
      plain_texts.push_back(phrase.text);
    }
    return phrases;
  }
  void read_regexes(RawRule& raw, const YamlValue& value) {
    raw.regexes = texts(value);
    for (const RawRule::Source& regex : raw.regexes) raw.rule.regexes.push_back(regex.text);
  }
  void read_examples(Rule& rule, const YamlValue& value) {
    if (value.kind != YamlValue::Kind::mapping)
      return fault(value.position, "examples: is a mapping", "as in '{match: [...], not: [...]}'");
    refuse_unknown_keys(value, {"match", "not"}, file_.name, faults_);
    const auto read = [&](const char* key, std::vector<std::string>& examples, std::vector<Position>& positions) {
      const YamlValue* list = value.find(key);
      if (!list) return;
      for (RawRule::Source& example : texts(*list)) {
        examples.push_back(std::move(example.text));
        positions.push_back(example.position);
      }
    };
    read("match", rule.match_examples, rule.match_positions);
    read("not", rule.not_examples, rule.not_positions);
  }

  const NamedText& file_;
  std::map<std::string, double>& caps_;
  std::vector<Fault>& faults_;
  std::string language_;
  WordLists words_;
};

bool has_patterns(const Rule& rule) {
  return !rule.phrases.empty() || !rule.regexes.empty() || !rule.domains.empty() || !rule.local_parts.empty();
}

/// Puts the user's rule over the shipped one of the same id.
void overlay_rule(RawRule& earlier, RawRule later) {
  if (has_patterns(later.rule)) {
    if (later.rule.language.empty()) later.rule.language = earlier.rule.language;
    earlier = std::move(later);
    return;
  }
  const auto gave = [&](const char* key) { return later.keys.count(key) > 0; };
  if (gave("weight")) earlier.rule.weight = later.rule.weight;
  if (gave("weight")) earlier.keys.insert("weight");
  if (gave("event")) earlier.rule.event = later.rule.event;
  if (gave("sign")) earlier.rule.sign = later.rule.sign;
  if (gave("take")) earlier.rule.take = later.rule.take;
  if (gave("veto")) earlier.rule.veto = later.rule.veto;
  if (gave("group")) earlier.rule.group = later.rule.group;
  if (gave("needs")) earlier.rule.needs = later.rule.needs, earlier.needs = later.needs;
  if (gave("unless")) earlier.rule.unless = later.rule.unless, earlier.unless = later.unless;
  if (gave("without")) earlier.rule.without = later.rule.without, earlier.without = later.without;
  if (gave("where")) earlier.rule.where = later.rule.where;
  if (gave("because")) earlier.rule.because = later.rule.because;
}

/// Turns raw rules into a book.
class Compiler {
 public:
  Compiler(RuleBook::Compiled& book, std::vector<Fault>& faults) : book_(book), faults_(faults) {}

  void compile(std::vector<RawRule>& rules) {
    groups_ = {"brief", "long"};
    for (const auto& [key, cap] : book_.caps) groups_.insert(key.substr(key.find(':') + 1));
    for (RawRule& raw : rules) {
      check(raw);
      const std::size_t number = book_.rules.size();
      book_.without.push_back(phrases_of(raw.rule, raw.without));
      if (is_off(raw)) {
        forget_examples(raw.rule);
      } else {
        add(raw, number);
      }
      book_.rules.push_back(std::move(raw.rule));
    }
  }

 private:
  void fault(const Rule& rule, Position at, std::string what, std::string hint) {
    faults_.push_back({rule.file, at.line ? at : rule.position, std::move(what), std::move(hint)});
  }
  /// weight 0 switches off; a sign, fact or veto without a weight is on.
  static bool is_off(const RawRule& raw) { return raw.rule.weight == 0 && raw.keys.count("weight") > 0; }

  /// What is switched off matches nothing, not even its examples.
  static void forget_examples(Rule& rule) {
    rule.match_examples.clear();
    rule.not_examples.clear();
  }

  void check(const RawRule& raw) {
    const Rule& rule = raw.rule;
    if (!has_patterns(rule))
      fault(rule, {}, "the rule '" + rule.id + "' has no phrases", "give phrases:, regex:, domains: or local_parts:");
    if (!rule.event && rule.sign.empty() && rule.take.empty() && rule.veto == Rule::Veto::none && rule.group.empty())
      fault(rule, {}, "the rule '" + rule.id + "' says nothing", "give event:, sign:, take: or veto:");
    if (rule.event && raw.keys.count("weight") == 0 && rule.veto == Rule::Veto::none)
      fault(rule, {}, "the rule '" + rule.id + "' has no weight", "a plain no is worth 8 points, a hint 1 to 4");
    if (!rule.group.empty()) check_group(rule, rule.group, raw.group_position);
    for (const RawRule::Source& need : raw.needs) check_group(rule, need.text, need.position);
    for (const RawRule::Source& other : raw.unless) check_group(rule, other.text, other.position);
  }
  void check_group(const Rule& rule, const std::string& group, Position at) {
    if (groups_.count(group)) return;
    const std::string near = nearest_name(group, {groups_.begin(), groups_.end()});
    fault(rule, at, "unknown group '" + group + "'",
          near.empty() ? "declare it under groups:" : "did you mean '" + near + "'?");
  }

  RulePack& pack_of(const std::string& language) {
    for (RulePack& pack : book_.packs)
      if (pack.language == language) return pack;
    book_.packs.push_back({});
    book_.packs.back().language = language;
    return book_.packs.back();
  }

  std::vector<Phrase> phrases_of(const Rule& rule, const std::vector<RawRule::Source>& sources) {
    std::vector<Phrase> phrases;
    for (const RawRule::Source& source : sources) {
      if (source.text.find_first_not_of(' ') == std::string::npos) {
        fault(rule, source.position, "the phrase is empty", "");
        continue;
      }
      auto phrase = Phrase::from_phrase(source.text);
      if (phrase)
        phrases.push_back(std::move(*phrase));
      else
        fault(rule, source.position, phrase.error().what, phrase.error().hint);
    }
    return phrases;
  }

  void add(const RawRule& raw, std::size_t number) {
    const Rule& rule = raw.rule;
    std::vector<Phrase> phrases = phrases_of(rule, raw.phrases);
    for (const RawRule::Source& source : raw.regexes) {
      auto regex = Phrase::from_regex(source.text);
      if (regex)
        phrases.push_back(std::move(*regex));
      else
        fault(rule, source.position, regex.error().what, regex.error().hint);
    }
    place(rule, phrases, number);
    for (const std::string& domain : rule.domains) book_.rules_by_domain[domain].push_back(number);
    for (const std::string& local : rule.local_parts) {
      if (!local.empty() && local.back() == '*')
        book_.local_part_beginnings.emplace_back(local.substr(0, local.size() - 1), number);
      else
        book_.rules_by_local_part[local].push_back(number);
    }
  }

  void place(const Rule& rule, const std::vector<Phrase>& phrases, std::size_t number) {
    bool in_text = rule.where.empty();
    for (const std::string& where : rule.where) {
      if (where == "subject" || where == "opening" || where == "body")
        in_text = true;
      else
        book_.field_rules.push_back({number, where == "sender" ? where : where.substr(7), phrases});
    }
    if (!in_text || phrases.empty()) return;
    RulePack& pack = pack_of(rule.language);
    const bool judges = rule.event || !rule.sign.empty() || rule.veto != Rule::Veto::none || !rule.group.empty();
    for (const Phrase& phrase : phrases) {
      if (judges) {
        pack.judging.add(phrase);
        pack.judging_rules.push_back(number);
      }
      if (!rule.take.empty()) {
        pack.taking.add(phrase);
        pack.taking_rules.push_back(number);
      }
    }
  }

  RuleBook::Compiled& book_;
  std::vector<Fault>& faults_;
  std::set<std::string> groups_;
};

}  // namespace

const std::vector<std::string>& known_signs() {
  static const std::vector<std::string> signs = {
      "asks_consent",   "keep_on_file",    "no_feedback_policy", "offers_feedback", "internal_candidate",
      "post_cancelled", "on_hold",         "phone_call",         "take_home",       "praise",
      "other_role",     "forwards_resume", "advice_call",        "merge_leak",      "form_mail",
      "asks_question",  "second_choice",   "reason_given",       "do_not_reply",    "user_asked_status",
      "final_round",    "met_in_person",   "names_date"};
  return signs;
}

double RuleBook::Compiled::cap_of(const Rule& rule) const {
  if (const auto own = caps.find(rule.language + ":" + rule.group); own != caps.end()) return own->second;
  for (const auto& [key, cap] : caps)
    if (key.substr(key.find(':') + 1) == rule.group) return cap;
  return kUsualCap;
}

tl::expected<RuleBook, std::vector<Fault>> RuleBook::load(const std::vector<NamedText>& shipped,
                                                          const std::vector<NamedText>& overlay,
                                                          Thresholds thresholds) {
  auto compiled = std::make_shared<Compiled>();
  compiled->thresholds = thresholds;
  std::vector<Fault> faults;
  std::vector<RawRule> rules;
  std::unordered_map<std::string, std::size_t> by_id;
  const auto read_all = [&](const std::vector<NamedText>& files, bool may_replace) {
    for (const NamedText& file : files)
      for (RawRule& raw : FileReader(file, compiled->caps, faults).read()) {
        const auto [earlier, is_new] = by_id.emplace(raw.rule.id, rules.size());
        if (is_new) {
          rules.push_back(std::move(raw));
        } else if (may_replace) {
          overlay_rule(rules[earlier->second], std::move(raw));
        } else {
          const Rule& first = rules[earlier->second].rule;
          faults.push_back({file.name, raw.rule.position, "duplicate id '" + raw.rule.id + "'",
                            "it is already in " + first.file + ":" + std::to_string(first.position.line)});
        }
      }
  };
  read_all(shipped, false);
  read_all(overlay, true);
  Compiler(*compiled, faults).compile(rules);
  if (!faults.empty()) {
    std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) {
      return std::tie(a.file, a.position.line, a.position.column) <
             std::tie(b.file, b.position.line, b.position.column);
    });
    return tl::unexpected(std::move(faults));
  }
  RuleBook book;
  book.compiled_ = std::move(compiled);
  return book;
}

const std::vector<Rule>& RuleBook::rules() const { return compiled_->rules; }
const Thresholds& RuleBook::thresholds() const { return compiled_->thresholds; }
const RuleBook::Compiled& RuleBook::compiled() const { return *compiled_; }

}  // namespace ajar
