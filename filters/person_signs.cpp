#include "filters/person_signs.h"

#include <algorithm>
#include <string>
#include <vector>

#include "filters/charset.h"
#include "filters/message.h"
#include "filters/word_list.h"

namespace ajar {
namespace {

std::string key_of(std::string_view text) {
  constexpr std::size_t kLongest = 2000;  // a sentence, a title, a line of a signature
  return words_key(text.substr(0, kLongest));
}

// A mailbox with one of these words anywhere in its name belongs to a desk, not to a person.
constexpr std::string_view kDeskWords =
    "careers|career|jobs|job|talent|talents|recruiting|recruitment|recruit|recruiter|recruiters|hr|hiring|"
    "bewerbung|bewerbungen|bewerber|karriere|personal|personalabteilung|recrutement|rh|drh|candidature|"
    "candidatures|emploi|carrieres|empleo|seleccion|rrhh|talento|vagas|recrutamento|selecao|curriculos|lavoro|"
    "selezione|selezioni|risorseumane|werkenbij|vacature|vacatures|sollicitatie|sollicitaties|personeel|"
    "newsletter|notification|notifications|alerts|application|applications|apply|applicants|scheduling|"
    "ausbildung|stellen|noreply|automailer|mailer|postmaster|humanresources|people|peopleteam|onboarding|"
    "interviews|recursoshumanos|personalwesen|jobangebote";

// These only when they are the whole name: "hello@" but not "mail.dana@".
constexpr std::string_view kFrontDesks =
    "info|office|kontakt|contact|hello|hi|hallo|bonjour|hola|ola|ciao|support|admin|mail|service|team|work|join|"
    "joinus|verwaltung|sekretariat|secretariat|zentrale|empfang|reception|welcome|sales|marketing|news|calendar|"
    "post|email|contato|contatti|contacto|segreteria|secretaria|staff|company|direction|hq|enquiries";

constexpr std::string_view kNotAPersonsName =
    "team|careers|career|jobs|talent|recruiting|recruitment|recruiter|hiring|hr|rh|rrhh|people|human resources|"
    "bewerb*|karriere|personal*|recrutement|seleccion|selezione|recrutamento|selecao|risorse umane|"
    "recursos humanos|ressources humaines|notification*|no reply|noreply|newsletter|support|system|systems|gmbh|"
    "inc|ltd|llc|group|department|abteilung|service|servicio|equipe|equipo|applicant*|application*|candidat*|"
    "vacature*|sollicitatie*|personeel*|office|via|university|council|foundation|company|solutions|technologies|"
    "consulting|acquisition|interview*";

// Read in this order: a "Head of Talent Acquisition" recruits.
constexpr std::string_view kHrTitles =
    "recruit*|talent*|hr|human resources*|people operations*|people partner*|people team*|people and culture*|"
    "people culture*|personalreferent*|personalabteilung*|personalwesen*|personalleit*|personalmanag*|bewerb*|"
    "ressources humaines*|rh|drh|recrut*|recursos humanos*|rrhh|seleccion*|selecao*|risorse umane*|selezion*|"
    "werving*|personeel*|sourcer*|sourcing partner*|staffing*|hiring coordinator*|interview coordinator*|"
    "candidate experience*";
constexpr std::string_view kChiefTitles =
    "ceo|cto|cfo|coo|cpo|cmo|chief|founder*|cofounder*|owner|president|managing director*|geschaftsf*|"
    "geschaeftsf*|vorstand*|grunder*|inhaber*|pdg|fondat*|fundador*|presidente*|titolare*|oprichter*|vp|"
    "vice president*|partner*";
constexpr std::string_view kHeadTitles =
    "head|director*|direct*|diret*|dirett*|leiter*|leitung*|bereichsleit*|abteilungsleit*|responsab*|"
    "editor in chief*|chefredakt*|hoofd";
constexpr std::string_view kLeadTitles =
    "manager*|managing*|lead*|teamlei*|gruppenleit*|projektleit*|gerente*|gestor*|jef*|chef|supervisor*|"
    "principal*";

constexpr std::string_view kLeading =
    "i lead|i run the|i manage|i head|my team|my group|reports to me|ich leite|mein team|meinem team|"
    "meiner gruppe|je dirige|mon equipe|dirijo|mi equipo|lidero|minha equipe|minha equipa|coordeno|mio team|"
    "dirigo|mijn team|ik leid|leiding aan";

constexpr std::string_view kGlad =
    "thank*|grateful*|appreciat*|enjoyed|pleasure*|great to|good to|nice to|glad|lovely to|liked|dank*|gefreut*|"
    "freude|gefallen*|angenehm*|spannend*|schon dass*|schon sie|schon dich*|merci*|remerci*|plaisir*|aime|"
    "gracias*|agradez*|agradec*|placer*|gust*|encant*|obrigad*|prazer*|gostei*|adorei*|grazie*|ringrazi*|"
    "piacere*|piaciut*|apprezz*|bedankt*|fijn|leuk|genoten*|prettig*|struck|interested to hear*|stayed with me*";

constexpr std::string_view kMeeting =
    "interview*|conversation*|meeting|meet you*|met|speaking|talking|our talk|spoke|chat|the call*|our call*|"
    "discussion*|debate*|for today|for yesterday|seeing me|seeing you*|the tour|coming in|coming by|coming to see|stopping by*|our walk|"
    "having me|welcoming me*|gesprach*|gespraech*|vorstellungs*|telefonat*|kennen*|unterhalt*|austausch*|treffen|"
    "ihr kommen*|besuch*|entretien*|echange*|rencontre*|notre appel*|venue|entrevista*|conversacion*|charla|"
    "reunion|llamada|conocer*|visita*|conversa|conversar|reuniao|a sua vinda*|ligacao*|conhec*|colloquio*|"
    "incontr*|chiacchierat*|conoscer*|telefonata*|gesprek*|kennismak*|langs te komen*|ontmoet*|langskwam*|"
    "telefoongesprek*|gepraat|gesproken*|meeting you*";

constexpr std::string_view kDaysBack =
    "yesterday*|last week*|this morning*|last monday|last tuesday|last wednesday|last thursday|last friday|"
    "on monday|on tuesday|on wednesday|on thursday|on friday|gestern|letzte woche*|letzter woche*|letzten|"
    "am montag*|am dienstag*|am mittwoch*|am donnerstag*|am freitag*|heute morgen*|hier|la semaine derniere*|"
    "lundi*|mardi|mercredi|jeudi|vendredi|ayer|la semana pasada*|ontem|semana passada*|ieri|la settimana scorsa*|"
    "scorso|scorsa|gisteren|vorige week*|afgelopen|earlier today*|vorgestern|anteayer";

constexpr std::string_view kSetting =
    "invit*|einlad*|convit*|convid*|uitnod*|schedul*|look forward*|looking forward*|freue mich auf*|"
    "freuen uns auf*|au plaisir de*|hate de*|deseando*|espero con*|non vedo l ora*|ansios*|kijk uit*|kijken uit*|"
    "ci vediamo*|propose";

constexpr std::string_view kApplying =
    "apply*|application*|bewerb*|candidatur*|postul*|sollicit*|interest|interesse|interet|interes|resume|cv";

constexpr std::string_view kAhead =
    "shall we talk*|shall we meet*|shall we speak*|can we talk*|can we meet*|can we speak*|talk then|speak then|see you then|"
    "i look forward to*|i am looking forward to*|i m looking forward to*|looking forward to meeting you*|"
    "looking forward to our*|look forward to our*|look forward to the interview*|see you|i will call you*|"
    "i ll call you*|i will show you*|i ll show you*|i will bring*|talk with you*|talk to you*|with me|"
    "i would like to meet you*|i would like to talk*|we meet on|our interview on|our interview tomorrow*|"
    "happy to meet you*|i will take you*|the panel will be myself*|i would like to hear*|i d like to hear*|"
    "i would love to hear*|i d love to hear*|ich rufe sie*|ich rufe dich*|freue mich auf*|"
    "mit mir|ich zeig*|ich mit ihnen*|ich mit dir*|je vous appelle*|avec moi|je vous propose un entretien*|"
    "nous rencontrer*|nous parlerons*|on parlera*|je vous montrerai*|je te montrerai*|conmigo|le hablare*|te llamo|"
    "me gustaria conocerte*|me gustaria conocerle*|me gustaria hablar*|te enseno|te ensenare*|le ensenare*|te contare*|"
    "comigo|quero te mostrar*|te conto|queria conversar*|quero conversar*|gostaria de conversar*|mostro lhe*|mostro te*|"
    "le mostrero|ti mostrero*|la invito a un colloquio*|con me|parlare con lei*|parlare con te*|la aspettiamo*|"
    "ti aspettiamo*|ci conosciamo*|ti faccio vedere*|ti faccio sentire*|met mij|vertel je dan*|we bespreken*|"
    "wij bespreken*|ik laat je*|ik laat u*|nodig ik";

constexpr std::string_view kPhone =
    "phone*|telephone*|telefon*|telefoon*|by call*|our call|a call|the call|phone call*|anruf*|rufe sie*|"
    "telephonique*|llamada*|ligacao|telefonata*|telefonica*|bellen";

constexpr std::string_view kFurtherRound =
    "final round*|final interview*|final stage*|last round*|second interview*|second round*|third interview*|"
    "third round*|next round of interviews*|onsite|on site interview*|shortlist of two*|letzte runde*|"
    "letzten runde*|endrunde*|finale runde*|finalen runde*|zweites gesprach*|zweiten gesprach*|zweite runde*|"
    "zweitgesprach*|dernier entretien*|derniere etape*|second entretien*|deuxieme entretien*|entrevista final*|"
    "segunda entrevista*|ultima entrevista*|fase final*|etapa final*|secondo colloquio*|colloquio finale*|"
    "ultimo colloquio*|tweede gesprek*|laatste ronde*|eindgesprek*";

bool is_honorific(const std::string& word) {
  constexpr std::string_view kHonorifics = "dr|prof|mr|mrs|ms|herr|frau|dipl|ing|mme|m|sig|dott|phd";
  return is_one_of(word, kHonorifics);
}

}  // namespace

bool is_front_desk(std::string_view email) { return is_one_of(comparison_key(local_part(email)), kFrontDesks); }

bool is_shared_mailbox(std::string_view email) {
  const std::string key = comparison_key(local_part(email));
  if (is_one_of(key, kFrontDesks)) return true;
  const std::vector<std::string> words = words_of(key);
  return std::any_of(words.begin(), words.end(), [](const std::string& w) { return is_one_of(w, kDeskWords); });
}

bool names_a_person(std::string_view display_name) {
  constexpr std::size_t kMostWords = 6;
  const std::string key = key_of(display_name);
  if (std::any_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
  const std::size_t count = words_of(key).size();
  return count >= 1 && count <= kMostWords && !holds_any(key, kNotAPersonsName);
}

bool same_person_name(std::string_view a, std::string_view b) {
  std::vector<std::string> words_a = words_of(comparison_key(a)), words_b = words_of(comparison_key(b));
  for (auto* words : {&words_a, &words_b})
    words->erase(std::remove_if(words->begin(), words->end(), is_honorific), words->end());
  if (words_a.empty() || words_b.empty()) return false;
  const auto& less = words_a.size() <= words_b.size() ? words_a : words_b;
  const auto& more = words_a.size() <= words_b.size() ? words_b : words_a;
  return std::all_of(less.begin(), less.end(),
                     [&](const std::string& w) { return std::find(more.begin(), more.end(), w) != more.end(); });
}

Seniority seniority_of(std::string_view title) {
  const std::string key = key_of(title);
  if (holds_any(key, kHrTitles)) return Seniority::hr;
  if (holds_any(key, kChiefTitles)) return Seniority::chief;
  if (holds_any(key, kHeadTitles)) return Seniority::head;
  return holds_any(key, kLeadTitles) ? Seniority::lead : Seniority::unknown;
}

bool says_they_lead(std::string_view sentence) { return holds_any(key_of(sentence), kLeading); }

bool looks_back_on_meeting(std::string_view sentence) {
  const std::string key = key_of(sentence);
  const bool days_back = holds_any(key, kDaysBack);
  if (!holds_any(key, kGlad) || (!days_back && holds_any(key, kSetting))) return false;
  return holds_any(key, kMeeting) || (days_back && !holds_any(key, kApplying));
}

bool looks_ahead_to_meeting(std::string_view sentence) { return holds_any(key_of(sentence), kAhead); }

bool speaks_of_phone(std::string_view text) { return holds_any(key_of(text), kPhone); }

bool speaks_of_further_round(std::string_view text) { return holds_any(key_of(text), kFurtherRound); }

}  // namespace ajar
