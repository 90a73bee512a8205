#include "filters/rule_workshop.h"

#include <algorithm>
#include <array>
#include <map>
#include <sstream>

#include "filters/rules_compiled.h"

namespace ajar {
namespace {

constexpr std::size_t kMostPhraseWords = 9;
constexpr std::array<std::string_view, 40> kNoWords = {"unfortunately",
                                                       "regret",
                                                       "sorry",
                                                       "not",
                                                       "unable",
                                                       "cannot",
                                                       "decided",
                                                       "another",
                                                       "other",
                                                       "leider",
                                                       "nicht",
                                                       "bedauern",
                                                       "absage",
                                                       "anderen",
                                                       "andere",
                                                       "malheureusement",
                                                       "regret",
                                                       "pas",
                                                       "retenu",
                                                       "autre",
                                                       "lamentablemente",
                                                       "desafortunadamente",
                                                       "no",
                                                       "otro",
                                                       "otros",
                                                       "infelizmente",
                                                       "nao",
                                                       "outro",
                                                       "outros",
                                                       "purtroppo",
                                                       "non",
                                                       "altro",
                                                       "altri",
                                                       "helaas",
                                                       "niet",
                                                       "ander",
                                                       "andere",
                                                       "filled",
                                                       "closed",
                                                       "unsuccessful"};

bool is_place_in_text(const std::string& where) { return where == "subject" || where == "opening" || where == "body"; }

/// An example as a mail, put where the rule looks.
struct Specimen {
  Message message;
  PreparedText text;
};
Specimen specimen_of(const std::string& example, const Rule& rule) {
  Specimen specimen;
  const auto looks_at = [&](std::string_view where) {
    return std::find(rule.where.begin(), rule.where.end(), where) != rule.where.end();
  };
  const bool in_text = rule.where.empty() || std::any_of(rule.where.begin(), rule.where.end(), is_place_in_text);
  if (!rule.domains.empty() || !rule.local_parts.empty()) {
    specimen.message.envelope.from.push_back({"", example});
  } else if (looks_at("sender")) {
    const auto from = parse_addresses(example);
    specimen.message.envelope.from.push_back(from.empty() ? Address{example, ""} : from.front());
  } else if (!in_text) {
    for (const std::string& where : rule.where)
      if (where.rfind("header:", 0) == 0) specimen.message.headers.push_back({where.substr(7), example});
  } else if (!rule.where.empty() && !looks_at("body") && !looks_at("opening")) {
    specimen.message.envelope.subject = example;
  } else {
    specimen.message.text = example;
  }
  specimen.text = prepare_text(specimen.message);
  specimen.text.opening_end = specimen.text.body.size();
  return specimen;
}

/// Numbers of the rules that fire on a specimen. Of a `match` example neither needs nor, for mere hints ("we will be
/// glad if you apply again"), vetoes are asked.
std::vector<std::size_t> firing_rules(const Specimen& specimen, const Rule& rule, const RuleBook& rules,
                                      bool as_match_example) {
  std::vector<std::size_t> firing;
  const std::vector<std::string> languages{rule.language.empty() ? std::string("en") : rule.language};
  const bool hint = as_match_example && rule.weight < rules.thresholds().review;
  for (Purpose purpose : {Purpose::judging, Purpose::taking})
    for (const WeighedMatch& match : weigh_matches(specimen.message, specimen.text, rules, languages, purpose))
      if ((match.counts || hint) && (match.needs_met || as_match_example)) firing.push_back(match.match.rule);
  return firing;
}

bool fires(const std::vector<std::size_t>& firing, std::size_t rule) {
  return std::find(firing.begin(), firing.end(), rule) != firing.end();
}

/// Tries the examples of one rule.
class ExampleTrial {
 public:
  ExampleTrial(const RuleBook& rules, ExampleReport& report) : rules_(rules), report_(report) {}

  void run(std::size_t number) {
    const Rule& rule = rules_.rules()[number];
    for (std::size_t i = 0; i < rule.match_examples.size(); ++i) {
      ++report_.tried;
      const Specimen specimen = specimen_of(rule.match_examples[i], rule);
      if (!fires(firing_rules(specimen, rule, rules_, true), number))
        fault(rule, position(rule.match_positions, i, rule), "'" + rule.id + "' does not match its example",
              "change a phrase or the example; a veto may cover the words");
    }
    for (std::size_t i = 0; i < rule.not_examples.size(); ++i) {
      ++report_.tried;
      const Specimen specimen = specimen_of(rule.not_examples[i], rule);
      const auto firing = firing_rules(specimen, rule, rules_, false);
      const Position at = position(rule.not_positions, i, rule);
      if (fires(firing, number))
        fault(rule, at, "'" + rule.id + "' matches an example that it must not match",
              "make a phrase narrower, or add without:");
      for (std::size_t other : firing)
        if (other != number && decides_alike(rules_.rules()[other], rule))
          fault(rule, at,
                "'" + rules_.rules()[other].id + "' matches this example, which is none for '" + rule.id + "'",
                "an example under not: should be no " + std::string(to_string(*rule.event)) + " at all");
    }
  }

 private:
  static Position position(const std::vector<Position>& positions, std::size_t i, const Rule& rule) {
    return i < positions.size() ? positions[i] : rule.position;
  }
  bool decides_alike(const Rule& other, const Rule& rule) const {
    return rule.event == Event::rejection && other.event == Event::rejection && rule.weight > 0 &&
           other.weight >= rules_.thresholds().review;
  }
  void fault(const Rule& rule, Position at, std::string what, std::string hint) {
    report_.faults.push_back({rule.file, at, std::move(what), std::move(hint)});
  }

  const RuleBook& rules_;
  ExampleReport& report_;
};

std::size_t count_no_words(std::string_view sentence) {
  const std::string folded = " " + fold_for_matching(sentence).text + " ";
  std::size_t count = 0;
  for (std::string_view word : kNoWords) {
    const std::size_t at = folded.find(word);
    if (at == std::string::npos) continue;
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    count += !is_letter(folded[at - 1]) && !is_letter(folded[at + word.size()]) ? 1 : 0;
  }
  return count;
}

/// Words of a sentence as a phrase: names and numbers become *, punctuation goes.
std::string phrase_from(std::string_view sentence) {
  std::istringstream words{std::string(sentence)};
  std::vector<std::string> kept;
  for (std::string word; words >> word;) {
    constexpr std::string_view kMarks = ",.;:!?\"'()[]{}<>|*^$";
    while (!word.empty() && kMarks.find(word.front()) != std::string_view::npos) word.erase(0, 1);
    while (!word.empty() && kMarks.find(word.back()) != std::string_view::npos) word.pop_back();
    if (word.empty()) continue;
    const bool name =
        !kept.empty() && word.front() >= 'A' && word.front() <= 'Z' && word != "I" && word.rfind("I'", 0) != 0;
    const bool odd =
        word.find_first_of("0123456789()[]{}<>|*^$@/") != std::string::npos || word.find("...") != std::string::npos;
    kept.push_back(name || odd ? "*" : fold_for_matching(word).text == word ? word : std::string(word));
  }
  while (!kept.empty() && kept.back() == "*") kept.pop_back();
  while (!kept.empty() && kept.front() == "*") kept.erase(kept.begin());
  if (kept.size() > kMostPhraseWords) {
    // The words around the middle of what says no, else the end, are worth more than the polite beginning.
    std::size_t best = kept.size() - kMostPhraseWords, most = 0;
    for (std::size_t begin = 0; begin + kMostPhraseWords <= kept.size(); ++begin) {
      std::string window;
      for (std::size_t i = 0; i < kMostPhraseWords; ++i) window += kept[begin + i] + " ";
      if (const std::size_t count = count_no_words(window); count > most) {
        most = count;
        best = begin;
      }
    }
    kept = {kept.begin() + static_cast<std::ptrdiff_t>(best),
            kept.begin() + static_cast<std::ptrdiff_t>(best + kMostPhraseWords)};
    while (!kept.empty() && kept.back() == "*") kept.pop_back();
    while (!kept.empty() && kept.front() == "*") kept.erase(kept.begin());
  }
  std::string phrase;
  for (const std::string& word : kept) phrase += (phrase.empty() ? "" : " ") + word;
  return phrase;
}

/// A sentence of the mail that the phrase does not match, to show its bounds; "" if there is none.
std::string sentence_beside(const Reading& mail, const std::string& sentence, const std::string& phrase) {
  const auto compiled = Phrase::from_phrase(phrase);
  for (std::string_view other : sentences_of(mail.text.body)) {
    const bool telling = std::count(other.begin(), other.end(), ' ') >= 3 && other != sentence;
    if (telling && compiled && !compiled->locate(other)) return std::string(other);
  }
  return {};
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' || c == '\t' ? ' ' : c;
  }
  return out + "\"";
}

/// "my.not_moving_forward_with", from the first letters of the phrase's words.
std::string id_from(const std::string& phrase, const RuleBook& rules) {
  std::string id = "my.";
  std::size_t words = 0;
  for (char c : fold_for_matching(phrase).text) {
    if (c >= 'a' && c <= 'z')
      id += c;
    else if (id.back() != '_' && id.back() != '.' && ++words < 5)
      id += '_';
    if (words >= 5) break;
  }
  while (id.back() == '_') id.pop_back();
  if (id == "my.") id += "rule";
  const auto taken = [&](const std::string& name) {
    return std::any_of(rules.rules().begin(), rules.rules().end(), [&](const Rule& rule) { return rule.id == name; });
  };
  std::string free = id;
  for (int i = 2; taken(free); ++i) free = id + "_" + std::to_string(i);
  return free;
}

const Evidence* weightiest(const Verdict& verdict) {
  const auto most = std::max_element(verdict.evidence.begin(), verdict.evidence.end(),
                                     [](const Evidence& a, const Evidence& b) { return a.points < b.points; });
  return most == verdict.evidence.end() || most->points <= 0 ? nullptr : &*most;
}

std::string shown_points(double points) {
  std::ostringstream out;
  out << std::showpos << points;
  return out.str();
}

}  // namespace

ExampleReport test_examples(const RuleBook& rules) {
  ExampleReport report;
  ExampleTrial trial(rules, report);
  for (std::size_t i = 0; i < rules.rules().size(); ++i) trial.run(i);
  return report;
}

std::string decisive_sentence(const Reading& mail, const RuleBook& rules) {
  std::map<std::string_view, double> points;
  const std::vector<std::string> languages{mail.verdict.language.empty() ? std::string("en") : mail.verdict.language};
  for (const WeighedMatch& weighed : weigh_matches(mail.message, mail.text, rules, languages, Purpose::judging)) {
    const Rule& rule = rules.rules()[weighed.match.rule];
    if (rule.event == Event::rejection && rule.weight >= 3 && weighed.counts && weighed.needs_met)
      points[weighed.match.sentence] += rule.weight;
  }
  const auto most =
      std::max_element(points.begin(), points.end(), [](auto& a, auto& b) { return a.second < b.second; });
  if (most != points.end()) return std::string(most->first);
  std::string best;
  std::size_t best_worth = 0;
  for (std::string_view sentence : sentences_of(mail.text.body)) {
    const std::size_t worth = count_no_words(sentence) * 1000 + std::min<std::size_t>(sentence.size(), 400);
    if (worth > best_worth) {
      best_worth = worth;
      best = sentence;
    }
  }
  return best.empty() ? mail.text.subject : best;
}

std::string propose_rule(const Reading& mail, bool is_rejection, const RuleBook& rules) {
  const std::string sentence = decisive_sentence(mail, rules);
  std::string phrase = phrase_from(sentence);
  if (!Phrase::from_phrase(phrase)) phrase = phrase_from(mail.text.subject);
  if (!Phrase::from_phrase(phrase)) phrase = "change me";
  const double missing = mail.verdict.thresholds.draft - mail.verdict.score;
  const double weight = is_rejection ? std::clamp(missing, 4.0, 9.0) : -std::max(10.0, mail.verdict.score + 2);
  const std::string beside = sentence_beside(mail, sentence, phrase);
  std::ostringstream yaml;
  yaml << "# yaml-language-server: $schema=rules.schema.json\n"
       << "# A rule of your own: keep it in rules.d/, try it with `ajar rules test`. The shape: docs/rules.md.\n"
       << "version: 1\n";
  if (!mail.verdict.language.empty()) yaml << "language: " << mail.verdict.language << "\n";
  if (const Evidence* decided = weightiest(mail.verdict); decided && !is_rejection)
    yaml << "# The rule that decided was " << decided->rule << "; {id: " << decided->rule
         << ", weight: 0} would switch it off for all mail.\n";
  yaml << "rules:\n"
       << "  - id: " << id_from(phrase, rules) << "\n"
       << "    event: rejection\n"
       << "    weight: " << weight << "\n"
       << "    where: [subject, body]\n"
       << "    phrases:\n"
       << "      - " << quoted(phrase) << "\n"
       << "    because: " << (is_rejection ? "\"says no\"" : "\"is no rejection\"") << "\n"
       << "    examples:\n"
       << "      match: ["
       << quoted(phrase == "change me" ? phrase
                 : sentence.empty()    ? phrase
                                       : sentence)
       << "]\n"
       << "      not: [" << (beside.empty() ? beside : quoted(beside)) << "]\n";
  return yaml.str();
}

std::string explain_verdict(const Verdict& verdict) {
  std::ostringstream out;
  std::size_t widest = 0;
  for (const Evidence& evidence : verdict.evidence) widest = std::max(widest, evidence.rule.size());
  for (const Evidence& evidence : verdict.evidence) {
    std::string points = shown_points(evidence.points);
    points.resize(std::max<std::size_t>(points.size(), 5), ' ');
    std::string rule = evidence.rule;
    rule.resize(widest, ' ');
    out << points << " " << rule << "  " << evidence.where << ": " << evidence.words << "\n";
  }
  out << "= " << verdict.score << " for a rejection (after caps; draft from " << verdict.thresholds.draft
      << ", asked from " << verdict.thresholds.review << "): " << to_string(verdict.event)
      << (verdict.review ? ", asked" : "") << "\n";
  return out.str();
}

}  // namespace ajar
