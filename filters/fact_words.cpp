#include "filters/fact_words.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "filters/charset.h"

namespace ajar {
namespace {

using Words = std::vector<std::string_view>;

Words split(std::string_view text) {
  Words words;
  std::size_t at = 0;
  while ((at = text.find_first_not_of(" \n\t", at)) != std::string_view::npos) {
    const std::size_t end = std::min(text.find_first_of(" \n\t", at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

std::string join(const Words& words) {
  std::string out;
  for (std::string_view word : words) out += (out.empty() ? "" : " ") + std::string(word);
  return out;
}

/// True if `word` (folded, without punctuation at its ends) stands in the list "|a|b|".
bool in_list(std::string_view list, std::string_view word) {
  while (!word.empty() && std::string_view(".,;:!?()\"'").find(word.back()) != std::string_view::npos)
    word.remove_suffix(1);
  while (!word.empty() && std::string_view("(\"'").find(word.front()) != std::string_view::npos) word.remove_prefix(1);
  const std::string folded = fold_case(word);
  for (std::size_t at = 1; !folded.empty() && (at = list.find(folded, at)) != std::string_view::npos; ++at)
    if (list[at - 1] == '|' && at + folded.size() < list.size() && list[at + folded.size()] == '|') return true;
  return false;
}

constexpr std::string_view kArticles =
    "|ihre|ihr|your|the|a|an|our|this|der|die|das|dem|den|des|ein|eine|einen|einem|einer|eines|unser|unsere|unserer|"
    "unserem|unseren|"
    "le|la|les|un|une|notre|nos|el|los|las|una|nuestro|nuestra|nuestros|o|os|as|uma|um|nosso|nossa|il|lo|gli|i|uno|"
    "nostro|"
    "nostra|de|het|een|onze|ons|of|als|as|für|for|zum|zur|at|to|as|junior-|";
/// Capitalised words that begin a new thought and so end a name.
constexpr std::string_view kNotInNames =
    "|we|i|you|your|our|us|this|that|these|it|they|he|she|if|as|in|on|at|with|thank|thanks|dear|hi|hello|please|after|"
    "unfortunately|while|although|however|since|due|regards|best|kind|sincerely|"
    "wir|ich|sie|ihr|ihre|ihren|ihrer|ihnen|du|dein|deine|dir|uns|unser|unsere|leider|vielen|danke|bitte|für|mit|nach|"
    "als|"
    "nous|vous|votre|vos|je|tu|ton|ta|merci|malheureusement|nosotros|usted|su|tu|gracias|lamentablemente|nós|você|seu|"
    "sua|"
    "obrigado|obrigada|infelizmente|noi|lei|sua|suo|grazie|purtroppo|wij|jij|jouw|je|uw|bedankt|helaas|"
    "monday|tuesday|wednesday|thursday|friday|january|february|march|april|may|june|july|august|september|october|"
    "november|"
    "december|montag|dienstag|mittwoch|donnerstag|freitag|januar|februar|märz|mai|juni|juli|oktober|dezember|";
constexpr std::string_view kNameConnectors =
    "|&|and|of|the|for|de|du|des|la|le|les|van|von|und|y|e|di|del|della|da|do|et|en|der|für|+|to|";
constexpr std::string_view kNotCompanies =
    "|company|team|position|role|hr|human resources|recruiting|recruitment|talent|careers|unternehmen|firma|haus|"
    "entreprise|société|empresa|azienda|bedrijf|organisation|organization|time|interest|application|bewerbung|"
    "candidature|"
    "home|work|this time|london|berlin|paris|madrid|amsterdam|lisbon|rome|remote|job|jobs|kandidat|bewerber|internship|"
    "schulverwaltung|vorstandsbüro|personalbüro|chefarztsekretariat|berufungskommission|schulträger|divisão|espace candidat|espace recrutement|desk|center|centre|"
    "claims|mail delivery|scolarité|unternehmensgruppe|services|dept|workforce|admissions|trainee|"
    "community|portal|manager|selection|appointments|editorial|internships|graduates|studentenjobs|stellenangebot|"
    "linkedin|indeed|xing|stepstone|glassdoor|greenhouse|lever|workday|personio|softgarden|teamtailor|recruitee|";
constexpr std::string_view kRoleEndings =
    "|position|role|job|post|vacancy|search|contract|applications|process|opening|opportunity|team|requisition|stelle|"
    "rolle|funktion|poste|puesto|vacante|vaga|"
    "cargo|posizione|ruolo|functie|vacature|rol|position.|";
constexpr std::string_view kRoleStops =
    "|at|with|within|here|and|that|which|you|has|have|is|was|were|we|i|but|because|from|by|bei|beim|und|ist|wurde|"
    "haben|"
    "hat|sowie|in|an|chez|au|aux|n'a|a|est|dans|qui|presso|che|è|bij|die|is|heeft|na|no|ha|en|que|em|foi|não|niet|"
    "nicht|"
    "leider|on|as|this|for|through|via|erhalten|interessieren|interesse|gedaan|bedankt|ont|nous|vous|sein|zu|zur|zum|"
    "eingegangen|entschieden|nach|after|since|until|when|where|if|so|or|oder|ou|o|of|this|your|ihre|dat|wij|we|je|u|"
    "interviewing|interview|application|applying|bewerbung|vom|von|am|at|starting|further|forward|";
/// Before a role these tell what the mail is about: "Absage Erzieherin", "Outcome - Senior Archive Officer".
constexpr std::string_view kBeforeRoles =
    "|bewerbung|bewerbungen|absage|zusage|bewerbungsverfahren|berufungsverfahren|interne|internen|initiativbewerbung|"
    "ausschreibung|"
    "stellenausschreibung|rückmeldung|ihre|deine|application|outcome|update|vacancy|quick|unsuccessful|new|next|"
    "another|"
    "same|concours|concorso|pubblico|concurso|procedimento|concursal|candidature|candidatura|sollicitatie|vacature|"
    "vacante|postulación|proceso|processo|selezione|selección|esito|"
    "résultat|recrutement|annonce|offre|oferta|puesto|vaga|posizione|poste|careers|jobs|job|role|position|post|"
    "decision|result|re|-|–|:|";
/// After a dash these tell the news, not the role ("Bauleiterin - Stand").
constexpr std::string_view kNews =
    "|stand|ergebnis|status|absage|rückmeldung|entscheidung|zwischenstand|fehlende|eingang|update|outcome|decision|"
    "result|"
    "sift|next|thank|your|news|application|réf|ref|résultat|décision|réponse|resultado|decisión|respuesta|decisão|"
    "resposta|"
    "esito|decisione|risposta|uitslag|besluit|";
/// Of the stops above these may stand inside a role before a capitalised word ("Head of Sales", "Leiter in").
constexpr std::string_view kRoleJoins =
    "|of|and|und|for|in|im|für|et|y|e|de|du|der|des|di|van|en|und|&|to|-|/|von|da|do|del|della|";
constexpr std::string_view kNotRoles =
    "|ausbildungsplatz|oben genannte|other candidate|another "
    "candidate|consider|you|work|position|role|job|post|vacancy|opening|internship|application|interview|time|interest|"
    "this|next|above|below|"
    "mise à jour|notificação|notificación|pausado|pausada|n°|nº|situação|vacaturestop|esito colloquio|"
    "update regarding|withdrawing|withdrawing my|withdrawn|closed|search|same|one|listed|listed "
    "below|feedback|about|office|video|video interview|"
    "unsuccessful|notification|invitation|new|another|other|more|someone|committee|career|careers|your "
    "application|suspendu|"
    "ontvangen|recibida|recebida|ricevuta|reçue|eingegangen|absage|zusage|ergebnis|entretien|entrevista|colloquio|"
    "gesprek|"
    "following|team|company|stelle|rolle|bewerbung|poste|puesto|vaga|posizione|functie|praktikum|advertised|"
    "consideration|future|it|you|us|candidate|kandidat|bewerber|review|update|status|decision|outcome|future "
    "opportunities|";

constexpr std::string_view kAround =
    "|careers|founder|gründer|gründerin|inhaber|inhaberin|geschäftsführer|geschäftsführerin|ceo|early|graduates|lending|alerts|privacy|procurement|career|jobs|job|hiring|recruiting|recruitment|"
    "recruiter|talent|acquisition|people|team|hr|human|resources|"
    "operations|ops|applications|application|candidate|candidates|experience|department|support|noreply|no-reply|"
    "notifications|"
    "bewerbermanagement|bewerbung|bewerbungen|karriere|personal|personalabteilung|personalwesen|recruitingteam|"
    "recruiting-team|hr-team|people-team|recrutement|rh|ressources|humaines|carrières|emploi|service|selección|"
    "seleccion|"
    "talento|rrhh|recursos|humanos|empleo|vagas|recrutamento|seleção|carreiras|equipe|equipo|risorse|umane|selezione|"
    "personas|reclutamiento|persone|segreteria|pessoas|gente|gestão|talentos|equipa|talents|dotation|selectie|directie|"
    "karriereteam|personalamt|bewerbungsbüro|terminservice|vergabestelle|studierendensekretariat|datenschutz|deine|"
    "dein|"
    "euer|eure|ihr|ihre|l'equipe|l'équipe|van|lavora|ufficio|werving|vacatures|sollicitaties|afdeling|the|from|at|with|"
    "via|von|der|de|di|do|da|bei|office|"
    "time|dept|dept.|community|appointments|system|systems-|ats|portal|updates|team,|und|and|&|y|e|et|le|la|les|équipe|"
    "bewerberservice|ausbildung|";
/// Words, and ends of words, that stand in the name of an office or a firm and in no person's.
constexpr std::string_view kOrganisationWords =
    "|padaria|trattoria|ristorante|restaurante|restaurant|taller|oficina|cafetería|cafeteria|boulangerie|garage|"
    "bakkerij|drukkerij|"
    "panadería|panificio|officina|gasthof|bäckerei|tischlerei|traineeships|comité|berufungskommission|solicitors|"
    "versand|imobiliaria|time|appointments|homes|hospice|games|labs|studios|partners|clinic|estate|inn|hotels|"
    "landesamt|bezirksamt|church|schools|se|kg|ohg|ug|sa|sas|sarl|srl|spa|bv|nv|oy|plc|llp|grüsse|gruss|grüssen|"
    "regards|wishes|cordialement|saludos|saluti|groet|trust|claims|lettings|procurement|chairs|scheduling|clearance|"
    "lending|college|university|school|privacy|committee|"
    "bank|choir|group|ltd|inc|llc|gmbh|ag|office|council|society|institute|museum|hospital|department|desk|store|shop|"
    "news|"
    "newsletter|alerts|digest|orders|billing|stiftung|kanzlei|druckerei|schreinerei|immobilien|hausverwaltung|galerie|"
    "klinik|verein|verlag|gemeinde|stadt|kreis|hochschule|universität|institut|sekretariat|ausbildung|studium|"
    "datenschutz|"
    "auftrag|pfarramt|büro|buero|vorstand|sparkasse|service|cabinet|agence|mairie|société|groupe|association|direction|"
    "grupo|agencia|ayuntamiento|universidad|empresa|banco|prefeitura|gruppo|studio|agenzia|comune|banca|ufficio|"
    "gemeente|"
    "clinique|librairie|théâtre|université|fondation|banque|talents|scolarité|dotation|carrières|école|lycée|hôtel|"
    "musée|"
    "personas|fundación|caja|inmobiliaria|hotel|museo|colegio|instituto|clínica|ministerio|reclutamiento|equipo|"
    "persone|fondazione|albergo|immobiliare|teatro|liceo|segreteria|scuola|ospedale|clinica|istituto|team|"
    "pessoas|fundação|imobiliária|câmara|museu|escola|colégio|gente|talentos|equipa|equipe|vagas|"
    "fonds|spaarbank|makelaardij|directie|selectie|ziekenhuis|vereniging|redactie|dienst|"
    "stichting|bureau|groep|afdeling|delivery|subsystem|support|notifications|center|centre|zentrum|akademie|academy|"
    "hr|";
constexpr std::array<std::string_view, 14> kOrganisationEnds = {
    "service", "stelle", "abteilung",   "büro",   "team",       "schule",       "amt",
    "versand", "verein", "sekretariat", "klinik", "verwaltung", "gesellschaft", "werke"};

/// Words that end a role where roles are written small, whatever follows ("contable en Olivar hemos ...").
std::string_view stops_of(std::string_view language) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kStops = {
      {{"es", "|en|hemos|ha|han|les|nos|se|que|por|con|fue|para|a|al|este|esta|y|"},
       {"it", "|in|presso|abbiamo|per|cui|si|è|ha|che|con|nel|nella|questo|questa|quest'estate|"},
       {"pt", "|na|no|em|optamos|optámos|que|para|foi|este|esta|neste|nesta|"},
       {"fr", "|chez|auprès|au|dans|nous|dont|qui|ce|cet|cette|réf|ref|"},
       {"nl", "|bij|kiezen|kiest|hebben|is|in|op|voor|dit|deze|heeft|"}}};
  for (const auto& [code, stops] : kStops)
    if (code == language) return stops;
  return {};
}

bool is_letter(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool begins_upper(std::string_view word) {
  while (!word.empty() && std::string_view("\"'(").find(word.front()) != std::string_view::npos) word.remove_prefix(1);
  if (word.empty()) return false;
  const auto c = static_cast<unsigned char>(word.front());
  if (c < 0x80) return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return fold_case(word) != word;
}

bool ends_thought(std::string_view word) {
  if (word.empty()) return false;
  if (std::string_view(",;:!?").find(word.back()) != std::string_view::npos) return true;
  if (word.back() != '.') return false;
  // "Inc." and "St." and initials do not end a name.
  return word.size() > 5;
}

std::string_view trim_marks(std::string_view text) {
  constexpr std::string_view kMarks = " ,;:!?\"'-|*";
  while (!text.empty() && kMarks.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  while (!text.empty() && kMarks.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
  return text;
}

/// Without a full stop that is not an abbreviation's.
std::string_view without_stop(std::string_view text) {
  const std::size_t last = text.rfind(' ');
  const std::string_view word = last == std::string_view::npos ? text : text.substr(last + 1);
  if (word.size() > 5 && word.back() == '.' && word.find('.') + 1 == word.size()) text.remove_suffix(1);
  return text;
}

/// Cuts a parenthesis such as "(m/w/d)" or "(R-1022)" and what follows "Ref" or "#".
std::string without_brackets(std::string_view text) {
  std::string out;
  int depth = 0;
  for (const char c : text) {
    if (c == '(' || c == '[')
      ++depth;
    else if (c == ')' || c == ']')
      depth = std::max(0, depth - 1);
    else if (depth == 0)
      out += c;
  }
  return out;
}

bool is_reference(std::string_view word) {
  const bool digit = std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!word.empty() && word.front() == '#') return true;
  const auto digits = std::count_if(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digit && digits >= 3;
}

}  // namespace

std::string clean_company(std::string_view words) {
  Words all = split(trim_marks(words));
  while (!all.empty() && in_list("|mfg|lg|vg|bg|mvg|cdt|hr,|", all.front())) all.erase(all.begin());
  while (!all.empty() && in_list(kArticles, all.front()) &&
         (all.size() == 1 || !begins_upper(all.front()) ||
          in_list("|the|ihre|ihr|your|die|der|das|le|la|les|el|o|a|il|de|het|", all.front())))
    all.erase(all.begin());
  Words kept;
  for (std::size_t i = 0; i < all.size() && kept.size() < 6; ++i) {
    const std::string_view word = all[i];
    const bool connector = in_list(kNameConnectors, word);
    if (in_list(kNotInNames, word) && !(i == 0 && word.size() > 3)) break;
    if (connector && !begins_upper(word)) {
      if (kept.empty() || i + 1 >= all.size() || !begins_upper(all[i + 1]) || in_list(kNotInNames, all[i + 1])) break;
    } else if (!begins_upper(word)) {
      // "eBay", "iRobot", "trivago": a lower-case name counts only if a capital is in it.
      const bool mixed =
          kept.empty() && std::any_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
      if (!mixed) break;
    }
    kept.push_back(word);
    if (ends_thought(word)) break;
  }
  while (!kept.empty() && in_list(kNameConnectors, kept.back())) kept.pop_back();
  const std::string name(without_stop(trim_marks(without_brackets(join(kept)))));
  if (name.size() < 2 || name.size() > 60 || in_list(kNotCompanies, name) || in_list(kNotInNames, name)) return {};
  if (name.find('@') != std::string::npos || name.find("{{") != std::string::npos) return {};
  if (std::all_of(name.begin(), name.end(), [](char c) { return (c >= '0' && c <= '9') || c == ' ' || c == '.'; }))
    return {};
  return name;
}

std::string clean_role(std::string_view words, std::string_view language) {
  const bool nouns_are_capitals = language == "de";
  std::string bare = without_brackets(words);
  // "at Windmere - Data Engineer": the place first, the role after the dash.
  if (bare.starts_with("at ") || bare.starts_with("with ") || bare.starts_with("bei ")) {
    const std::size_t dash = bare.find(" - ");
    if (dash == std::string::npos) return {};
    bare.erase(0, dash + 3);
  }
  // "Our talk about the analyst": what it was about.
  for (const std::string_view about : {" about the ", " about our ", " about an ", " about a ", " about "})
    if (const std::size_t at = bare.rfind(about); at != std::string::npos) bare.erase(0, at + about.size());
  // "phone, we have given the Service Designer": a slot may begin too early; the role stands after the last article.
  for (const std::string_view article : {" the ", " our ", " der ", " die ", " als "})
    if (const std::size_t at = bare.rfind(article);
        at != std::string::npos && at > 0 && (bare.find(',') < at || article == " the "))
      if (at + article.size() < bare.size() && begins_upper(std::string_view(bare).substr(at + article.size())))
        bare.erase(0, at + article.size());
  Words all = split(trim_marks(bare));
  while (all.size() > 1 &&
         (in_list(kArticles, all.front()) || in_list(kBeforeRoles, all.front()) || all.front() == "-"))
    all.erase(all.begin());
  Words kept;
  for (std::size_t i = 0; i < all.size() && kept.size() < 8; ++i) {
    const std::string_view word = all[i];
    if (is_reference(word) || word.back() == '%' || (i + 1 < all.size() && all[i + 1] == "%")) break;
    if (in_list(stops_of(language), word)) break;
    if (word == "-" || word == "|") {
      if (kept.empty()) continue;
      if (i + 1 >= all.size() || is_reference(all[i + 1]) || in_list(kNews, all[i + 1])) break;
    }
    const bool joins = in_list(kRoleJoins, word) && !kept.empty() && i + 1 < all.size() && begins_upper(all[i + 1]) &&
                       !in_list(kNotInNames, all[i + 1]);
    const bool is_part = language == "fr" && word == "en";
    if (in_list(kRoleStops, word) && !joins && !begins_upper(word) && !is_part) break;
    if (nouns_are_capitals && !joins && !begins_upper(word) && !kept.empty() && begins_upper(kept.back())) break;
    if (in_list(kNotInNames, word) && !joins) break;
    const bool goes_on = in_list("|team|", word) && i + 1 < all.size() && begins_upper(all[i + 1]);  // "Team Member"
    if (in_list(kRoleEndings, word) && !goes_on) break;
    kept.push_back(word);
    if (ends_thought(word)) break;
  }
  while (!kept.empty() && (in_list(kRoleJoins, kept.back()) || kept.back() == "-")) kept.pop_back();
  std::string role(without_stop(trim_marks(join(kept))));
  for (const std::string_view post : {"-Stelle", "-Position", "-Rolle", "-Job", "-Vakanz"})  // "Backend-Stelle"
    if (role.size() > post.size() + 2 && role.ends_with(post)) role.resize(role.size() - post.size());
  if (role.size() < 2 || role.size() > 70 || in_list(kNotRoles, role) || role.find('@') != std::string::npos ||
      role.find_first_of("{}") != std::string::npos || role.find("http") != std::string::npos)
    return {};
  // A role is named with a capital, except where roles are written small (fr es pt it nl): then it has letters only.
  if (std::none_of(role.begin(), role.end(), is_letter)) return {};
  if (std::any_of(role.begin(), role.end(), [](char c) { return c == '=' || c == '<' || c == '>' || c == '%'; }))
    return {};
  return role;
}

std::string clean_person(std::string_view words) {
  constexpr std::string_view kShortClosings =
      "|mfg|lg|vg|bg|glg|kr|rgds|best|cheers|ciao|atte|bjr|cdt|cdlt|mvg|att|abs|pfiat|ta|";
  words = trim_marks(words);
  for (std::size_t end;
       (end = words.find(' ')) != std::string_view::npos && in_list(kShortClosings, words.substr(0, end));)
    words = trim_marks(words.substr(end));
  if (in_list(kShortClosings, words)) return {};
  Words kept;
  for (std::string_view word : split(trim_marks(words))) {
    if (!begins_upper(word) && !in_list("|de|van|von|der|da|di|del|la|le|du|dos|ter|ten|zu|", word)) break;
    if (in_list(kNotInNames, word) || is_reference(word)) break;
    kept.push_back(word);
    if (ends_thought(word) || kept.size() == 4) break;
  }
  return std::string(without_stop(trim_marks(join(kept))));
}

std::string bare_person_name(std::string_view name) {
  Words words = split(trim_marks(name));
  constexpr std::string_view kTitles =
      "|dr|prof|professor|professorin|mr|mrs|ms|mx|sir|dame|herr|frau|ing|dipl.-ing|dipl|mag|m.a|m.sc|ph.d|phd|sra|sr|"
      "dona|doña|don|dott|"
      "dott.ssa|ing|avv|mme|m|univ.-prof|pd|dra|drs|ir|mr|dhr|mevr|";
  while (words.size() > 1 && in_list(kTitles, words.front())) words.erase(words.begin());
  for (std::size_t i = 1; i < words.size(); ++i)
    if (in_list("|from|at|@|bei|chez|bij|presso|via|", words[i]) || words[i] == "@" || words[i] == "|") words.resize(i);
  return std::string(trim_marks(join(words)));
}

bool names_an_organisation(std::string_view name) {
  for (std::string_view word : split(name)) {
    if (in_list(kOrganisationWords, word)) return true;
    const std::string folded = fold_case(word);
    for (std::string_view end : kOrganisationEnds)
      if (folded.size() > end.size() + 2 && folded.ends_with(end)) return true;
  }
  return name.find('&') != std::string_view::npos;
}

std::string without_hr_words(std::string_view name) {
  Words words = split(trim_marks(name));
  while (!words.empty() && in_list(kAround, words.back())) words.pop_back();
  while (!words.empty() && in_list(kAround, words.front())) words.erase(words.begin());
  return std::string(trim_marks(join(words)));
}

std::string company_in_display_name(std::string_view display_name) {
  std::string_view name = trim_marks(display_name);
  if (const std::size_t via = name.find(" via "); via != std::string_view::npos) name = name.substr(0, via);
  for (const std::string_view mark : {" | ", " @ ", " at ", " bei ", " chez ", " bij ", " presso "})
    if (const std::size_t at = name.find(mark); at != std::string_view::npos)
      return clean_company(name.substr(at + mark.size()));
  const std::string bare = without_hr_words(name);
  return bare.size() == name.size() ? std::string{} : clean_company(bare);
}

}  // namespace ajar
