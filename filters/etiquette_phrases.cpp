#include "filters/etiquette_phrases.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <sstream>

#include "filters/charset.h"
#include "filters/phrase.h"

namespace ajar {
namespace {

struct Forbidden {
  std::string_view language;
  std::string_view rule;
  std::string_view phrase;
};

constexpr std::array kForbidden{
    // English
    Forbidden{"en", "comparison", "(other|another) (candidate*|applicant*)"},
    Forbidden{"en", "comparison", "(better|stronger|more qualified) than (me|I|the others)"},
    Forbidden{"en", "comparison", "(compared|comparison) (to|with) (me|others|the others)"},
    Forbidden{"en", "comparison", "what (did|do) (the other*|they) have"},
    Forbidden{"en", "comparison", "(someone|somebody) (better|stronger|more suitable)"},
    Forbidden{"en", "comparison", "why (not me|them|him|her)"},
    Forbidden{"en", "contest", "(reconsider*|rethink) [your|the|this] [decision]"},
    Forbidden{"en", "contest", "(disagree*|unfair|unjust|wrong decision)"},
    Forbidden{"en", "contest", "chang* (your|their) mind"},
    Forbidden{"en", "contest", "why ... not (chosen|selected|hired|invited)"},
    Forbidden{"en", "contest", "(do not|don't|cannot|can't) understand (why|your|the)"},
    Forbidden{"en", "contest", "already (decided|been decided)"},
    Forbidden{"en", "contest", "I still (believe|think) I (am|was|would)"},
    Forbidden{"en", "plea", "(beg|begging|desperate*|plead*)"},
    Forbidden{"en", "plea", "(another|second|one more|last) chance"},
    Forbidden{"en", "plea", "need (this|the|a) job"},
    Forbidden{"en", "plea", "please (hire|consider me|give me|keep my)"},
    Forbidden{"en", "plea", "(in no|not in a) position to ask"},
    Forbidden{"en", "plea", "any (job|position|role) (at all|whatsoever)"},
    Forbidden{"en", "boast", "(believe|know|sure|convinced) [that] I have the (skills|experience)"},
    Forbidden{"en", "boast", "(perfect|ideal|best) (fit|candidate|match|person) for"},
    Forbidden{"en", "boast", "(highly|over) qualified"},
    Forbidden{"en", "boast", "(your loss|great asset|add value|exceeded)"},
    Forbidden{"en", "promise", "I (promise|guarantee|assure you|vow)"},
    Forbidden{"en", "promise", "(will not|won't) (regret|disappoint)"},
    Forbidden{"en", "hire_fails", "(not|doesn't|don't|didn't) work out"},
    Forbidden{"en", "hire_fails", "(falls|fall|fell) through"},
    Forbidden{"en", "hire_fails", "(second choice|backup|runner-up|runner up)"},
    Forbidden{"en", "complaint", "(disappoint*|frustrat*|upset|angry|bitter*|unfortunately|devastat*|heartbroken|pains me)"},
    Forbidden{"en", "complaint", "(finally|at long last) (hear*|heard|got)"},
    Forbidden{"en", "complaint", "after (so long|all this time|so many)"},
    Forbidden{"en", "robot_mail", "(form letter|form mail|automat*|generic (mail|email|message)|mass mail*)"},
    Forbidden{"en", "consent", "(talent pool|keep my (data|details|resume|cv|documents)|I consent)"},
    // German. "Gründe" is what a lawyer asks for (AGG): ask for advice instead.
    Forbidden{"de", "comparison", "ander* (Bewerber*|Kandidat*|Mitbewerber*)"},
    Forbidden{"de", "comparison", "(Mitbewerber*|Konkurren*)"},
    Forbidden{"de", "comparison", "(besser|geeigneter|qualifizierter|stärker) als (ich|die anderen)"},
    Forbidden{"de", "comparison", "im Vergleich (zu|mit)"},
    Forbidden{"de", "comparison", "jemand* (Besseren|Besserer|Geeigneteren)"},
    Forbidden{"de", "contest", "(Gründe|Grund) [für] [die|Ihre|der|deine] [Absage|Entscheidung]"},
    Forbidden{"de", "contest", "(Begründung|Absagegrund|Ablehnungsgrund|AGG|Diskriminierung)"},
    Forbidden{"de", "contest", "warum ... nicht"},
    Forbidden{"de", "contest", "woran ... (gelegen|gescheitert)"},
    Forbidden{"de", "contest", "(ungerecht|unfair|Fehlentscheidung|überdenken|umstimmen)"},
    Forbidden{"de", "contest", "nicht (nachvollziehen|verstehen)"},
    Forbidden{"de", "plea", "(zweite|weitere|noch eine|letzte) Chance"},
    Forbidden{"de", "plea", "(verzweifelt|flehe|anflehen|dringend auf|um jeden Preis)"},
    Forbidden{"de", "plea", "bitte (geben Sie|gib) mir"},
    Forbidden{"de", "boast", "(bestens|hervorragend|ideal|perfekt) (qualifiziert|geeignet)"},
    Forbidden{"de", "boast", "(beste|ideale|perfekte) (Kandidat*|Besetzung|Bewerber*)"},
    Forbidden{"de", "boast", "(überqualifiziert|Mehrwert)"},
    Forbidden{"de", "promise", "(verspreche|garantiere|versichere|gelobe)"},
    Forbidden{"de", "promise", "werden es nicht bereuen"},
    Forbidden{"de", "hire_fails", "(Probezeit|abspring*|nicht bewähr*|doch nicht klapp*|zweite Wahl|Ersatzkandidat*|nachrück*)"},
    Forbidden{"de", "complaint", "(enttäusch*|leider|frustrier*|verärger*|ärgerlich|traurig|bedauerlicherweise|bedauerlich dass)"},
    Forbidden{"de", "complaint", "nach (so langer|dieser langen) Zeit"},
    Forbidden{"de", "complaint", "endlich (eine|von)"},
    Forbidden{"de", "robot_mail", "(Standardmail*|Standardabsage|Formbrief|Serienbrief|automatisch*|Massenmail*)"},
    Forbidden{"de", "consent", "(Talentpool|meine (Daten|Unterlagen) (aufbewahr*|speicher*|behalt*)|willige ein)"},
    // French
    Forbidden{"fr", "comparison", "autre* (candidat*|postulant*)"},
    Forbidden{"fr", "comparison", "(meilleur*|plus qualifié*) que (moi|les autres)"},
    Forbidden{"fr", "contest", "(injuste|reconsidérer|revenir sur votre décision|ne comprends pas)"},
    Forbidden{"fr", "contest", "(pour quelles raisons|les raisons de|pourquoi)"},
    Forbidden{"fr", "plea", "(deuxième|seconde|dernière|nouvelle) chance"},
    Forbidden{"fr", "plea", "(supplie|désespéré*|je vous en prie)"},
    Forbidden{"fr", "boast", "(candidat* idéal*|parfaitement qualifié*|surqualifié*|valeur ajoutée)"},
    Forbidden{"fr", "promise", "(je vous promets|je te promets|je garantis|je vous assure)"},
    Forbidden{"fr", "hire_fails", "(période d'essai|se désist*|deuxième choix|ne convient pas)"},
    Forbidden{"fr", "complaint", "(déçu*|déception|malheureusement|frustr*|hélas|enfin une réponse)"},
    Forbidden{"fr", "robot_mail", "(mail type|courriel type|lettre type|automatique*)"},
    Forbidden{"fr", "consent", "(vivier|conserver (mes données|mon cv|mon dossier))"},
    // Spanish
    Forbidden{"es", "comparison", "otr* (candidat*|aspirante*)"},
    Forbidden{"es", "comparison", "(mejor|más cualificad*) que (yo|los demás)"},
    Forbidden{"es", "contest", "(injust*|reconsider*|no entiendo|por qué no)"},
    Forbidden{"es", "plea", "(segunda|última|otra) oportunidad para"},
    Forbidden{"es", "plea", "(suplico|desesperad*)"},
    Forbidden{"es", "boast", "(candidat* ideal|perfect* para el puesto|sobrecualificad*|valor añadido)"},
    Forbidden{"es", "promise", "(prometo|garantizo|le aseguro|te aseguro)"},
    Forbidden{"es", "hire_fails", "(periodo de prueba|segunda opción|no funciona*|no sale bien)"},
    Forbidden{"es", "complaint", "(decepci*|lamentablemente|desgraciadamente|frustra*|por desgracia|por fin)"},
    Forbidden{"es", "robot_mail", "(correo automático|respuesta automática|plantilla)"},
    Forbidden{"es", "consent", "(bolsa de talento|conservar (mis datos|mi cv|mi currículum))"},
    // Portuguese
    Forbidden{"pt", "comparison", "outr* candidat*"},
    Forbidden{"pt", "comparison", "(melhor|mais qualificad*) (do que|que) (eu|os outros)"},
    Forbidden{"pt", "contest", "(injust*|reconsider*|não entendo|não compreendo|por que não|porque não)"},
    Forbidden{"pt", "plea", "(segunda|última|mais uma) (chance|oportunidade para)"},
    Forbidden{"pt", "plea", "(imploro|suplico|desesperad*)"},
    Forbidden{"pt", "boast", "(candidat* ideal|perfeit* para a vaga|valor acrescentado)"},
    Forbidden{"pt", "promise", "(prometo|garanto|asseguro)"},
    Forbidden{"pt", "hire_fails", "(período de experiência|segunda opção|não der certo|não resultar)"},
    Forbidden{"pt", "complaint", "(dececion*|decepcion*|infelizmente|frustra*|lamentavelmente|finalmente)"},
    Forbidden{"pt", "robot_mail", "(email automático|e-mail automático|resposta automática|modelo padrão)"},
    Forbidden{"pt", "consent", "(banco de talentos|guardar (meus dados|os meus dados|meu currículo))"},
    // Italian
    Forbidden{"it", "comparison", "altr* candidat*"},
    Forbidden{"it", "comparison", "(migliore|più qualificat*) (di me|degli altri)"},
    Forbidden{"it", "contest", "(ingiust*|riconsiderare|non capisco|perché non)"},
    Forbidden{"it", "plea", "(seconda|ultima) (possibilità|chance)"},
    Forbidden{"it", "plea", "(supplico|imploro|disperat*)"},
    Forbidden{"it", "boast", "(candidat* ideale|perfett* per il ruolo|valore aggiunto)"},
    Forbidden{"it", "promise", "(prometto|garantisco|le assicuro|ti assicuro)"},
    Forbidden{"it", "hire_fails", "(periodo di prova|seconda scelta|non dovesse funzionare)"},
    Forbidden{"it", "complaint", "(delus*|purtroppo|frustra*|finalmente|ahimè)"},
    Forbidden{"it", "robot_mail", "(email automatica|e-mail automatica|risposta automatica|messaggio standard)"},
    Forbidden{"it", "consent", "(conservare (i miei dati|il mio cv|il mio curriculum)|banca dati)"},
    // Dutch
    Forbidden{"nl", "comparison", "andere (kandida*|sollicitant*)"},
    Forbidden{"nl", "comparison", "(beter|geschikter) dan (ik|de anderen)"},
    Forbidden{"nl", "contest", "(oneerlijk|onterecht|heroverweg*|begrijp niet|waarom ik niet)"},
    Forbidden{"nl", "plea", "(tweede|laatste|nog een) kans"},
    Forbidden{"nl", "plea", "(smeek*|wanhopig)"},
    Forbidden{"nl", "boast", "(ideale kandidaat|perfecte kandidaat|overgekwalificeerd|toegevoegde waarde)"},
    Forbidden{"nl", "promise", "(beloof|garandeer|verzeker u|verzeker je)"},
    Forbidden{"nl", "hire_fails", "(proeftijd|tweede keus|afhaak*|niet bevalt)"},
    Forbidden{"nl", "complaint", "(teleurgesteld|teleurstell*|helaas|gefrustreerd|eindelijk)"},
    Forbidden{"nl", "robot_mail", "(standaardmail|automatische (mail|e-mail)|standaardbrief)"},
    Forbidden{"nl", "consent", "(talentpool|talentenpool|gegevens (bewaren|te bewaren))"},
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kThanks{{
    {"en", "thank"}, {"de", "dank"}, {"fr", "merci"}, {"es", "graci"}, {"pt", "obrigad"}, {"it", "grazie"}, {"nl", "dank"},
}};

struct Compiled {
  PhraseSet set;
  std::vector<std::string_view> rules;
};

const std::map<std::string, Compiled, std::less<>>& compiled() {
  static const auto all = [] {
    std::map<std::string, Compiled, std::less<>> result;
    for (const Forbidden& forbidden : kForbidden) {
      const Result<Phrase> phrase = Phrase::from_phrase(forbidden.phrase);
      if (!phrase) continue;  // faulty_phrases() names it
      Compiled& language = result[std::string(forbidden.language)];
      language.set.add(*phrase);
      language.rules.push_back(forbidden.rule);
    }
    return result;
  }();
  return all;
}

}  // namespace

std::vector<std::string> faulty_phrases() {
  std::vector<std::string> faulty;
  for (const Forbidden& forbidden : kForbidden) {
    if (!Phrase::from_phrase(forbidden.phrase)) faulty.emplace_back(forbidden.phrase);
  }
  return faulty;
}

std::vector<Misstep> find_missteps(std::string_view text, std::string_view language) {
  std::vector<Misstep> missteps;
  const auto of = compiled().find(language);
  if (of == compiled().end()) return missteps;
  for (const std::string& sentence : sentences_of_note(text)) {
    for (const PhraseHit& hit : of->second.set.find(sentence, fold_for_matching(sentence))) {
      missteps.push_back({std::string(of->second.rules[hit.index]), sentence.substr(hit.match.begin, hit.match.end - hit.match.begin)});
    }
  }
  return missteps;
}

std::vector<std::string> key_words(std::string_view text) {
  std::vector<std::string> words;
  std::istringstream in(comparison_key(text));
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::set<std::string> word_runs(std::string_view text, std::size_t length) {
  const std::vector<std::string> words = key_words(text);
  std::set<std::string> runs;
  for (std::size_t i = 0; i + length <= words.size(); ++i) {
    std::string run;
    for (std::size_t j = 0; j < length; ++j) run += words[i + j] + " ";
    runs.insert(run);
  }
  return runs;
}

std::vector<std::string> sentences_of_note(std::string_view body) {
  std::vector<std::string> sentences;
  std::string sentence;
  for (std::size_t i = 0; i < body.size(); ++i) {
    sentence += body[i] == '\n' ? ' ' : body[i];
    const bool stop = std::string_view(".?!").find(body[i]) != std::string_view::npos && (i + 1 == body.size() || body[i + 1] == ' ' || body[i + 1] == '\n');
    const bool paragraph = body[i] == '\n' && i + 1 < body.size() && body[i + 1] == '\n';
    if (!stop && !paragraph) continue;
    sentences.push_back(std::move(sentence));
    sentence.clear();
  }
  if (!sentence.empty()) sentences.push_back(std::move(sentence));
  std::erase_if(sentences, [](const std::string& s) {
    return std::none_of(s.begin(), s.end(), [](unsigned char c) { return std::isalnum(c) || c >= 0x80; });
  });
  return sentences;
}

std::size_t count_thanks(std::string_view text, std::string_view language) {
  const std::string folded = fold_case(text);
  std::size_t count = 0;
  for (const auto& [of, stem] : kThanks) {
    if (of != language) continue;
    for (std::size_t at = folded.find(stem); at != std::string::npos; at = folded.find(stem, at + stem.size())) ++count;
  }
  return count;
}

}  // namespace ajar
