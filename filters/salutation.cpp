#include "filters/salutation.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>

#include "filters/charset.h"
#include "filters/prepared_text.h"

namespace ajar {
namespace {

constexpr std::array<std::string_view, 21> kParticles{"van", "von", "de", "der", "den", "del", "della", "da", "di", "do", "dos",
                                                      "das", "du",  "la", "le",  "ter", "ten", "zu",    "bin", "al", "el"};

// In a mail of any language: "Dear Mr Mayr" tells who "Jürgen Mayr" is in German too.
constexpr std::array<std::string_view, 14> kOfWomen{"ms", "mrs", "miss", "frau", "madame", "mme", "mevrouw", "mevr", "mw", "señora", "sra", "senhora", "signora", "gentilissima"};
constexpr std::array<std::string_view, 11> kOfMen{"mr", "herr", "herrn", "monsieur", "meneer", "dhr", "señor", "sr", "senhor", "signor", "sig"};

template <class Titles>
bool is_any_title(const Titles& titles, std::string_view word) {
  std::string folded = fold_case(word);
  if (folded.ends_with('.')) folded.pop_back();
  return std::find(titles.begin(), titles.end(), folded) != titles.end();
}

bool is_particle(std::string_view folded) {
  return std::find(kParticles.begin(), kParticles.end(), folded) != kParticles.end();
}

/// Splits UTF-8 into code points (as views).
std::vector<std::string_view> code_points(std::string_view text) {
  std::vector<std::string_view> points;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    points.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return points;
}

bool is_letter(std::string_view point) { return point.size() > 1 || std::isalpha(static_cast<unsigned char>(point[0])); }

/// Three letters or more, none of them small: initials (JJ, A.) stay as they are.
bool is_all_capitals(std::string_view word) {
  std::size_t letters = 0;
  for (const std::string_view point : code_points(word)) {
    if (!is_letter(point)) continue;
    if (fold_case(point) == point) return false;
    ++letters;
  }
  return letters >= 3 || (letters == 2 && is_particle(fold_case(word)));
}

/// "O'BRIEN" -> "O'Brien", "VAN" within a name -> "van": the first letter of each piece is kept, the rest is folded.
std::string in_ordinary_letters(std::string_view word, bool first) {
  const std::string folded = fold_case(word);
  if (!first && is_particle(folded)) return folded;
  std::string result;
  bool keep = true;
  for (const std::string_view point : code_points(word)) {
    result += keep ? std::string(point) : fold_case(point);
    keep = !is_letter(point);
  }
  return result;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::istringstream in{std::string(text)};
  for (std::string word; in >> word;) {
    while (!word.empty() && std::string_view(",.;:!?\"()").find(word.back()) != std::string_view::npos &&
           !(word.back() == '.' && word.size() <= 5 && word.size() > 1)) {
      word.pop_back();
    }
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

bool has_word(const std::set<std::string>& set, const std::string& word) {
  const std::string folded = fold_case(word);
  return std::any_of(set.begin(), set.end(), [&](const std::string& known) {
    const std::string other = fold_case(known);
    if (other.front() == '*') return folded.size() > other.size() && folded.ends_with(std::string_view(other).substr(1));  // "mostro-te"
    return other == folded || other + "." == folded || other == folded + ".";
  });
}

/// Mails of this application in which the addressee is spoken of or spoken to, newest first.
std::vector<const Reading*> readings(const Occasion& occasion) {
  std::vector<const Reading*> result;
  if (occasion.trigger) result.push_back(occasion.trigger);
  const auto& mails = occasion.correspondence->mails;
  for (auto mail = mails.rbegin(); mail != mails.rend(); ++mail) result.push_back(&mail->reading);
  return result;
}

/// The word before the family name decides ("Frau Dr. Weber", "Ms. Okafor").
void find_title(const Occasion& occasion, const LanguagePack& pack, const PersonName& name, Circumstances& circumstances) {
  if (name.last.empty()) return;
  const std::string last = fold_case(name.last.substr(name.last.rfind(' ') + 1));
  for (const Reading* reading : readings(occasion)) {
    const std::vector<std::string> words = words_of(reading->text.salutation + " " + reading->text.body);
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (fold_case(words[i]) != last) continue;
      std::string title;
      for (std::size_t back = i; back-- > 0 && i - back <= 5;) {
        const std::string& word = words[back];
        if (has_word(pack.titles, word)) {
          title = title.empty() ? word : word + " " + title;
        } else if (has_word(pack.woman_titles, word) || is_any_title(kOfWomen, word)) {
          circumstances.hold.insert("to_woman");
          if (!title.empty()) circumstances.slots["title"] = title;
          return;
        } else if (has_word(pack.man_titles, word) || is_any_title(kOfMen, word)) {
          circumstances.hold.insert("to_man");
          if (!title.empty()) circumstances.slots["title"] = title;
          return;
        } else if (fold_case(word) != fold_case(name.first) && fold_case(name.last).find(fold_case(word)) == std::string::npos) {
          break;
        }
      }
      // "Gentile Dott.ssa Moretti", written by the user, with no Ms or Mr about it.
      if (!title.empty() && reading->own) circumstances.slots.emplace("title", title);
    }
  }
}

/// "Estimado Andrés", written by the user, says as much as a title does.
void find_gendered_greeting(const Occasion& occasion, const LanguagePack& pack, const PersonName& name, Circumstances& circumstances) {
  if (name.first.empty() || circumstances.hold.count("to_woman") || circumstances.hold.count("to_man")) return;
  for (const Reading* reading : readings(occasion)) {
    const std::vector<std::string> words = words_of(reading->text.salutation);
    if (!reading->own || words.size() < 2 || fold_case(words[1]) != fold_case(name.first)) continue;
    if (has_word(pack.woman_titles, words[0])) circumstances.hold.insert("to_woman");
    if (has_word(pack.man_titles, words[0])) circumstances.hold.insert("to_man");
    return;
  }
}

bool goes_to(const Reading& mail, const std::string& email) {
  const auto& to = mail.message.envelope.to;
  return mail.own && std::any_of(to.begin(), to.end(), [&](const Address& person) { return same_email(person.email, email); });
}

/// "Monsieur," or "Geachte mevrouw,", written by the user to the addressee: the title, and that it is the family name.
void find_greeting_without_name(const Occasion& occasion, const LanguagePack& pack, const PersonName& name, Circumstances& circumstances) {
  if (name.last.empty() || circumstances.hold.count("to_woman") || circumstances.hold.count("to_man")) return;
  for (const Reading* reading : readings(occasion)) {
    const std::vector<std::string> words = words_of(reading->text.salutation);
    if (words.empty() || !goes_to(*reading, occasion.addressee.address.email)) continue;
    const bool woman = has_word(pack.woman_titles, words.back()) || is_any_title(kOfWomen, words.back());
    const bool man = has_word(pack.man_titles, words.back()) || is_any_title(kOfMen, words.back());
    if (woman || man) circumstances.hold.insert({woman ? "to_woman" : "to_man", "last_names"});
    return;
  }
}

/// "DE LA CRUZ MARIA-JOSE" who signs "Maria-Jose": the name in the order of its owner.
void follow_own_signature(const Occasion& occasion, PersonName& name) {
  const std::string shown = clean_text(occasion.addressee.address.name);
  const bool odd = is_particle(fold_case(name.first)) || (!shown.empty() && recase_name(shown) != shown);
  const Reading* theirs = odd ? last_personal_mail(occasion) : nullptr;
  if (!theirs) return;
  const std::vector<std::string> all = words_of(name.full);
  std::istringstream lines(theirs->text.body + "\n" + theirs->text.signature);
  for (std::string line; std::getline(lines, line);) {
    const std::vector<std::string> signed_as = words_of(line);
    if (signed_as.empty() || signed_as.size() > all.size()) continue;
    const auto at = std::find_if(all.begin(), all.end(), [&](const std::string& word) { return fold_case(word) == fold_case(signed_as.front()); });
    if (at == all.begin() || at == all.end()) continue;
    name.first = *at;
    name.last.clear();
    for (auto word = all.begin(); word != all.end(); ++word) {
      if (word != at) name.last += (name.last.empty() ? "" : " ") + *word;
    }
    name.full = name.first + " " + name.last;
    return;
  }
}

/// As the user speaks of herself or himself in mails of this application; empty: says nothing, or both.
std::string gender_in_own_mails(const Occasion& occasion, const LanguagePack& pack) {
  bool woman = false, man = false;
  for (const EarlierMail& mail : occasion.correspondence->mails) {
    if (!mail.reading.own) continue;
    for (const std::string& word : words_of(mail.reading.text.body)) {
      woman = woman || has_word(pack.woman_writes, word);
      man = man || has_word(pack.man_writes, word);
    }
  }
  return woman == man ? "" : woman ? "female" : "male";
}

std::size_t count_words_of(const std::vector<std::string>& words, const std::set<std::string>& list) {
  return static_cast<std::size_t>(std::count_if(words.begin(), words.end(), [&](const std::string& word) {
    const std::string folded = fold_case(word);
    return std::any_of(list.begin(), list.end(), [&](const std::string& known) {
      return known.front() == '*' ? folded.ends_with(std::string_view(known).substr(1)) : folded == known;
    });
  }));
}

/// German as in Switzerland has no ß: where the user or the addressee lives there and the addressee writes none.
bool is_swiss(const Occasion& occasion) {
  const std::string& email = occasion.addressee.address.email;
  const std::string& country = occasion.candidate->country;
  if (!email.ends_with(".ch") && !email.ends_with(".li") && country != "CH" && country != "LI") return false;
  const std::string& name = occasion.addressee.address.name;
  const auto all = readings(occasion);
  return std::none_of(all.begin(), all.end(), [&](const Reading* reading) {
    const std::vector<std::string> words = words_of(reading->text.body);
    return !reading->own && std::any_of(words.begin(), words.end(), [&](const std::string& word) {
      return word.find("ß") != std::string::npos && name.find(word) == std::string::npos;
    });
  });
}

/// Which Portuguese the mails are written in, by the greater number of words that only one country writes, else by where
/// the user lives; and whether German is that of Switzerland.
void find_country(const Occasion& occasion, const LanguagePack& pack, Circumstances& circumstances) {
  if (pack.language == "de" && is_swiss(occasion)) circumstances.hold.insert("swiss");
  if (pack.brazilian_words.empty()) return;
  const std::string& email = occasion.addressee.address.email;
  std::size_t brazilian = email.ends_with(".br") ? 2 : 0, european = email.ends_with(".pt") ? 2 : 0;
  for (const Reading* reading : readings(occasion)) {
    const std::vector<std::string> words = words_of(reading->text.salutation + " " + reading->text.body);
    brazilian += count_words_of(words, pack.brazilian_words);
    european += count_words_of(words, pack.european_words);
  }
  const std::string& country = occasion.candidate->country;
  if (brazilian == european) (country == "BR" ? brazilian : european) += country == "BR" || country == "PT" ? 1 : 0;
  if (brazilian > european) circumstances.hold.insert("brazilian");
  if (european > brazilian) circumstances.hold.insert("european");
}

bool speaks(const std::vector<std::string>& words, const std::set<std::string>& of) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return has_word(of, word); });
}

/// The mail whose tone is mirrored: theirs, else the user's own last to them, else the trigger.
const Reading* tone_of(const Occasion& occasion) {
  if (const Reading* theirs = last_personal_mail(occasion)) return theirs;
  const auto& mails = occasion.correspondence->mails;
  for (auto mail = mails.rbegin(); mail != mails.rend(); ++mail) {
    if (!mail->reading.own) continue;
    for (const Address& to : mail->reading.message.envelope.to) {
      if (same_email(to.email, occasion.addressee.address.email)) return &mail->reading;
    }
  }
  return occasion.trigger;
}

enum class Register { open, formal, familiar };

/// By the greater number: "Sie" may be they, "le" may be him. A short word that begins a sentence ("La parte") is none.
Register register_in(const Reading& reading, const LanguagePack& pack) {
  std::size_t formal = 0, familiar = 0;
  for (const std::string_view sentence : sentences_of(reading.text.body)) {
    bool first = true;
    for (const std::string& word : words_of(sentence)) {
      formal += pack.formal_words.count(word) > 0 && !(first && word.size() <= 2) ? 1 : 0;
      familiar += has_word(pack.familiar_words, word) ? 1 : 0;
      first = false;
    }
  }
  if (formal == 0 && familiar == 0) return Register::open;
  return familiar > formal ? Register::familiar : Register::formal;
}

/// True where du/tu is used: by the addressee's newest mail that says either, else by the user's own to them, else by
/// the answered mail.
bool is_familiar(const Occasion& occasion, const LanguagePack& pack, bool first_name_lightly) {
  std::vector<const Reading*> theirs, mine;
  if (addressee_wrote_trigger(occasion)) theirs.push_back(occasion.trigger);
  const auto& mails = occasion.correspondence->mails;
  for (auto mail = mails.rbegin(); mail != mails.rend(); ++mail) {
    const Envelope& envelope = mail->reading.message.envelope;
    for (const auto& [people, list] : {std::pair{&envelope.from, &theirs}, std::pair{&envelope.to, &mine}}) {
      if (people->empty() || !same_email(people->front().email, occasion.addressee.address.email)) continue;
      list->push_back(&mail->reading);
    }
  }
  for (const auto* list : {&theirs, &mine}) {
    for (const Reading* reading : *list) {
      if (const Register found = register_in(*reading, pack); found != Register::open) return found == Register::familiar;
    }
  }
  if (!theirs.empty()) return first_name_lightly && pack.first_name_is_familiar;
  return occasion.trigger && register_in(*occasion.trigger, pack) == Register::familiar;
}

}  // namespace

std::string spoken_name(std::string_view raw) {
  std::string name = clean_text(raw);
  const std::size_t bracket = name.find_first_of("(|/<[{\"");
  if (bracket != std::string::npos) name.resize(bracket);
  while (!name.empty() && (name.back() == ' ' || name.back() == ',')) name.pop_back();
  if (name.empty() || count_code_points(name) > 60 || name.find_first_of("@{}[]<>=:;!?\\0123456789") != std::string::npos) return {};
  if (const std::size_t comma = name.find(", "); comma != std::string::npos) {
    name = name.substr(comma + 2) + " " + name.substr(0, comma);  // "Weber, Anna"
  }
  return recase_name(name);
}

std::string recase_name(std::string_view name) {
  std::string result;
  std::istringstream words{std::string(name)};
  for (std::string word; words >> word;) {
    const bool first = result.empty();
    if (!first) result += ' ';
    result += is_all_capitals(word) ? in_ordinary_letters(word, first) : word;
  }
  return result;
}

PersonName split_name(std::string_view raw, const LanguagePack& pack) {
  PersonName result;
  std::vector<std::string> words;
  std::istringstream in{spoken_name(raw)};
  for (std::string word; in >> word;) {
    if (words.empty() && (has_word(pack.woman_titles, word) || has_word(pack.man_titles, word))) continue;
    if (words.empty() && has_word(pack.titles, word)) {
      result.title += (result.title.empty() ? "" : " ") + word;
    } else {
      words.push_back(word);
    }
  }
  if (words.empty()) return result;
  result.first = words.front();
  std::size_t last = words.size() - 1;
  while (last > 1 && is_particle(fold_case(words[last - 1]))) --last;
  for (std::size_t i = 0; i < words.size(); ++i) {
    result.full += (i ? " " : "") + words[i];
    if (i >= last && i > 0) result.last += (result.last.empty() ? "" : " ") + words[i];
  }
  return result;
}

Gender gender_as_addressed(const Occasion& occasion, const LanguagePack& pack) {
  const PersonName name = split_name(occasion.candidate->self.name, pack);
  if (name.last.empty()) return Gender::unspecified;
  const std::string last = fold_case(name.last.substr(name.last.rfind(' ') + 1));
  for (const Reading* reading : readings(occasion)) {
    const std::vector<std::string> words = words_of(reading->text.salutation);
    if (reading->own || words.size() < 2 || fold_case(words.back()) != last) continue;
    if (std::any_of(words.begin(), words.end(), [](const std::string& word) { return is_any_title(kOfWomen, word); })) return Gender::female;
    if (std::any_of(words.begin(), words.end(), [](const std::string& word) { return is_any_title(kOfMen, word); })) return Gender::male;
  }
  return Gender::unspecified;
}

void address_person(const Occasion& occasion, const LanguagePack& pack, Circumstances& circumstances) {
  auto& hold = circumstances.hold;
  PersonName name = split_name(occasion.addressee.address.name, pack);
  follow_own_signature(occasion, name);
  if (is_particle(fold_case(name.first))) name.first.clear();
  if (name.full.empty()) hold.insert("nameless");
  for (const auto& [slot, value] : {std::pair{"first_name", name.first}, std::pair{"last_name", name.last},
                                    std::pair{"full_name", name.full}, std::pair{"title", name.title}}) {
    if (!value.empty()) circumstances.slots[slot] = value;
  }
  find_title(occasion, pack, name, circumstances);
  if (circumstances.slots.count("title")) hold.insert("titled");
  find_gendered_greeting(occasion, pack, name, circumstances);
  find_greeting_without_name(occasion, pack, name, circumstances);
  find_country(occasion, pack, circumstances);
  if (circumstances.gender.empty()) circumstances.gender = gender_in_own_mails(occasion, pack);

  const Reading* tone = tone_of(occasion);
  if (!tone) return;
  const std::vector<std::string> greeting = words_of(tone->text.salutation);
  const PersonName greeted = split_name(tone->own ? occasion.addressee.address.name : occasion.candidate->self.name, pack);
  const std::set<std::string> first{greeted.first}, last{greeted.last};
  const bool by_first = !greeted.first.empty() && speaks(greeting, first);
  const bool by_last = !greeted.last.empty() && speaks(greeting, last);
  if (!greeting.empty()) hold.insert(has_word(pack.light_greetings, greeting.front()) ? "greeted_lightly" : "greeted_formally");
  if (!greeting.empty() && (fold_case(greeting.front()) == "liebe" || fold_case(greeting.front()) == "lieber")) hold.insert("greeted_warmly");
  if (name.first.empty() && !name.full.empty()) hold.insert("last_names");
  if (by_first && !by_last) hold.insert("first_names");
  if (by_last && !by_first) hold.insert("last_names");
  const bool lightly = by_first && !by_last && hold.count("greeted_lightly") > 0;
  circumstances.familiar = pack.two_registers && is_familiar(occasion, pack, lightly) && !hold.count("brazilian");
  if (!circumstances.familiar) return;
  hold.insert("familiar");
  hold.insert("first_names");
}

}  // namespace ajar
