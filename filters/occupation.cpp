#include "filters/occupation.h"

#include <algorithm>
#include <array>
#include <string>

#include "filters/charset.h"
#include "filters/word_list.h"

namespace ajar {
namespace {

// Comparison keys (charset.h); a star takes any ending.
constexpr std::string_view kOccupations =
    // English
    "manager*|engineer*|developer*|designer*|analyst*|assistant*|officer*|director*|head of|lead|specialist*|"
    "consultant*|coordinator*|co ordinator*|administrator*|adviser*|advisor*|associate*|intern|interns|internship*|"
    "trainee*|apprentice*|clerk*|cashier*|driver*|nurse*|teacher*|lecturer*|professor*|researcher*|scientist*|postdoc*|"
    "fellow|fellowship*|editor*|writer*|copywriter*|journalist*|reporter|producer*|programmer*|architect*|accountant*|"
    "auditor*|bookkeeper*|controller*|buyer*|planner*|recruiter*|representative*|executive assistant|account executive|"
    "accounts "
    "executive|executive|secretary|receptionist*|technician*|mechanic*|electrician*|plumber*|carpenter*|joiner|"
    "welder*|operator*|operative*|worker*|supervisor*|barista*|chef*|cook|baker|waiter|waitress|server|bartender*|"
    "porter|"
    "cleaner*|housekeeper*|caretaker*|gardener*|groundskeeper*|ranger*|guard|solicitor*|lawyer*|paralegal*|attorney*|"
    "counsel|librarian*|archivist*|curator*|pharmacist*|therapist*|physiotherapist*|psychologist*|doctor|dentist*|"
    "midwife|carer*|tutor*|instructor*|trainer*|translator*|interpreter*|photographer*|artist*|animator*|illustrator*|"
    "musician*|conductor*|stylist*|hairdresser*|bookseller*|merchandiser*|salesperson|strategist*|agent|broker*|trader*"
    "|"
    "underwriter*|actuary|surveyor*|inspector*|courier*|picker|packer|steward*|attendant*|pilot|paramedic*|"
    "team member|tester*|technologist*|scientist|chairperson|dean|registrar*|warden*|custodian*|handyman|labourer*|"
    "graduate scheme|graduate programme|graduate program|contractor*|sre|cto|cfo|ceo|"
    // German
    "praktik*|werkstudent*|volontar*|ausbildung*|auszubild*|azubi*|trainee*|leiter*|leitung|referent*|berater*|"
    "sachbearbeit*|mitarbeit*|ingenieur*|entwickler*|assistenz|assistent*|kaufmann*|kauffrau*|kaufleute*|verkauf*|"
    "mechaniker*|mechatronik*|techniker*|elektronik*|pfleger*|fachkraft*|lehrer*|erzieher*|koch|kochin|backer*|fahrer*|"
    "redakt*|lektor*|gestalter*|architekt*|bibliothekar*|archivar*|meister*|hausmeister*|arbeiter*|angestellt*|"
    "beauftragt*|professur*|doktorand*|hilfskraft*|gartner*|tischler*|schreiner*|zimmerer*|maler*|kellner*|"
    "ubersetzer*|dolmetscher*|jurist*|anwalt*|arzt*|arztin|therapeut*|disponent*|kundenberat*|geschaftsfuhr*|"
    "rettungssanitater*|laborant*|chemiker*|physiker*|biolog*|buchhalter*|steuerfach*|kassierer*|lagerist*|"
    "kirchenmusiker*|kantor*|kustod*|restaurator*|duales studium|schichtleit*|teamleit*|dramaturg*|"
    // French
    "ingenieur*|developp*|charge de|chargee de|charge d|chargee d|responsable*|technicien*|comptable*|vendeu*|"
    "conseill*|infirmi*|aide soignant*|agent de|agente|secretaire*|direct*|gestionnaire*|stagiaire*|alternan*|"
    "apprenti*|professeur*|enseignant*|animat*|educat*|cuisini*|serveu*|boulang*|chauffeu*|magasini*|prepara*|"
    "operateu*|ouvri*|juriste*|avocat*|bibliothecaire*|archiviste*|mediat*|chercheu*|consultant*|analyste*|graphiste*|"
    "redact*|traduct*|regisseu*|libraire*|coordin*|attache*|auxiliaire*|receptionniste*|electricien*|plombi*|menuisi*|"
    "concept*|chef de projet|cheffe de|chef de|assistant*|adjoint*|formateur*|formatrice*|sommeli*|palefreni*|luthi*|"
    "maitre*|hydrogeologue*|geologue*|horlog*|"
    // Spanish
    "ingenier*|desarrollador*|programador*|disenador*|analista*|asistente*|auxiliar*|administrativ*|tecnic*|jefe|jefa|"
    "gerente*|coordinador*|dependient*|camarer*|cociner*|enfermer*|profesor*|maestr*|contable*|contador*|abogad*|"
    "comercial*|vendedor*|consultor*|becari*|investigador*|traductor*|redactor*|periodista*|recepcionista*|"
    "operari*|mozo|moza|electricista*|arquitect*|delineante*|educador*|monitor*|librer*|archiver*|asesor*|encargad*|"
    "practicante*|documentalista*|bibliotecari*|fisioterapeuta*|psicolog*|"
    // Portuguese
    "engenheir*|desenvolvedor*|programador*|assistente*|coordenador*|diretor*|estagiari*|contabilista*|advogad*|"
    "vendedor*|cozinheir*|empregad*|rececionista*|motorista*|operador*|eletricista*|arquitet*|pesquisador*|"
    "tradutor*|redator*|jornalista*|gestor*|atendente*|balconista*|padeir*|oceanograf*|topograf*|jardineir*|editor*|"
    // Italian
    "ingegner*|sviluppat*|programmat*|impiegat*|direttor*|direttric*|coordinator*|contabil*|addett*|commess*|cuoco|"
    "cuoca|infermier*|insegnant*|docent*|educat*|avvocat*|consulent*|ricercat*|traduttor*|traduttric*|redattor*|"
    "redattric*|grafic*|autista*|operai*|magazzinier*|elettricist*|architett*|stagista*|tirocinant*|apprendist*|"
    "archivist*|segretari*|venditor*|meccanic*|falegnam*|pasticcer*|panettier*|restauratric*|restaurator*|"
    // Dutch
    "medewerker*|ontwikkelaar*|adviseur*|coordinator*|directeur*|teamleider*|leerkracht*|leraar|lerares|verpleegkundig*"
    "|"
    "verzorgend*|kok|chauffeur*|monteur*|technicus|boekhouder*|secretaresse*|stagiair*|verkoper*|conservator*|"
    "archivaris*|bibliothecaris*|redacteur*|vertaler*|onderzoeker*|promovend*|hydroloog*|ontwerper*|tekenaar*|"
    "administrateur*|begeleider*|kassier*|bakker*|timmerman|elektricien*|hovenier*|docent*";

/// Ends of compounds (German, Dutch) and of learned words: "Projektingenieurin", "beleidsmedewerker", "hydrologist".
constexpr std::array<std::string_view, 78> kEnds = {
    "leiter",     "leiterin",    "leitung",      "ingenieur",    "ingenieurin",  "entwickler",     "entwicklerin",
    "berater",    "beraterin",   "referent",     "referentin",   "assistent",    "assistentin",    "assistenz",
    "kraft",      "kaufmann",    "kauffrau",     "kaufleute",    "mechaniker",   "techniker",      "technikerin",
    "pfleger",    "pflegerin",   "lehrer",       "lehrerin",     "meister",      "meisterin",      "arbeiter",
    "arbeiterin", "angestellte", "angestellter", "beauftragte",  "beauftragter", "verkaufer",      "koch",
    "kochin",     "fahrer",      "fahrerin",     "wart",         "managerin",    "gestalter",      "gestalterin",
    "planer",     "planerin",    "architektin",  "bearbeiter",   "bearbeiterin", "spezialist",     "spezialistin",
    "trainerin",  "volontariat", "praktikum",    "studentin",    "professur",    "elektroniker",   "erinnen",
    "istin",      "eurin",       "orin",         "ikerin",       "medewerker",   "adviseur",       "monteur",
    "begeleider", "verzorger",   "leerkracht",   "ontwikkelaar", "ologist",      "ographer",       "ologue",
    "ologo",      "ologa",       "smith",        "stelle als",   "musikerin",    "elektronikerin", "gartner",
    "schreiner"};

/// The list has hundreds of entries: only those are looked for whose first letter begins one of the words.
bool holds_an_occupation(const std::string& key) {
  std::array<bool, 256> begins{};
  for (std::size_t at = 0; at < key.size(); ++at)
    if (at == 0 || key[at - 1] == ' ') begins[static_cast<unsigned char>(key[at])] = true;
  for (std::size_t at = 0, end; at < kOccupations.size(); at = end + 1) {
    end = std::min(kOccupations.find('|', at), kOccupations.size());
    const std::string_view entry = kOccupations.substr(at, end - at);
    if (begins[static_cast<unsigned char>(entry[0])] && holds_any(key, entry)) return true;
  }
  return false;
}

}  // namespace

bool names_an_occupation(std::string_view words) {
  const std::string key = comparison_key(words);
  if (holds_an_occupation(key)) return true;
  for (const std::string& word : words_of(key))
    if (std::any_of(kEnds.begin(), kEnds.end(),
                    [&](std::string_view end) { return word.size() > end.size() && word.ends_with(end); }))
      return true;
  return false;
}

}  // namespace ajar
