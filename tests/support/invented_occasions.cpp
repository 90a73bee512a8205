#include "tests/support/invented_occasions.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

namespace ajar {
namespace {

/// splitmix64: the same numbers everywhere.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15u + 1) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  bool chance(unsigned percent) { return next() % 100 < percent; }
  template <class List>
  const typename List::value_type& pick(const List& list) {
    return list[next() % list.size()];
  }

 private:
  std::uint64_t state_;
};

struct Words {
  std::vector<std::string> companies, roles, thanks, praise, invitations, exercises;
  std::vector<std::pair<std::string, std::string>> people;  ///< name, email local part
  std::string user, user_first, greeting_light, greeting_formal, greeting_familiar, no, no_hire, familiar_no;
  std::string formal_line, familiar_line;  ///< a sentence that tells the register; empty: the language has one
  std::string look_forward, dear_applicant, colleague;
};

/// French, Spanish, Italian, Portuguese and Dutch: sentences that serve both registers, and one line that tells it.
const Words& romance_and_dutch_words(const std::string& language);

const Words& words_of(const std::string& language) {
  static const Words english{
      {"Northquay Foundation", "Lowell Systems", "Kestrel Maps", "Orchard Pay", "Parcelbee", "Hadley Museum", "Bryntech", "Saltmarsh Institute",
       "Copperline", "Fjord Books", "Mirror Lake", "Polar Bike", "Larch Council", "Marlow Group", "Quill and Co", "Ridge Instruments"},
      {"Backend Engineer", "Programme Manager", "Product Analyst", "Junior Developer", "UX Writer", "Content Editor", "Paralegal", "Service Designer",
       "Site Engineer", "Finance Manager", "Supply Planner", "Gallery Assistant", "Research Software Engineer", "Head of Operations", "QA Analyst"},
      {"I enjoyed hearing about how your team moved the event store off nightly batches.", "Our conversation about flaky tests stayed with me.",
       "I was glad to learn about the winter shelter programme and how the volunteers are trained.", "Your point about saying no to funders stayed with me.",
       "I enjoyed our discussion of the adaptive grid.", "It was a pleasure to hear about the tide gauge archive and what you want to do with it.",
       "I appreciated learning about the way the pricing team runs its experiments.", "Thank you for the tour of the lock gates.",
       "I was struck by how you handled the flood warnings last winter.", "I enjoyed talking about the glossary and how the translators argue over it.",
       "I liked hearing about your first year with the new ledger.", "Thank you for walking me through the release process.",
       "Our talk about on-call rotations gave me a lot to think about.", "What you said about mentoring junior staff was very helpful.",
       "I enjoyed learning more about the plans for the harbour exhibition.", "I really liked our chat about measuring soil moisture with cheap sensors."},
      {"I liked your idea of reader letters a lot.", "Your line work with the brush is lovely.",
       "I really liked how you explained the trade-offs in your tile cache.", "We all enjoyed your questions about the warehouse.",
       "We were impressed by your presentation on shift planning."},
      {"I will show you our audio catalogue.", "I would like to talk about the escalation process with you.", "We would like to go through the onboarding texts.",
       "I will bring the diagram of our sensor pipeline."},
      {"Here is the exercise: build a small route planner, about three hours.", "Please write a short style guide for our newsletter."},
      {{"Priya Natarajan", "priya.natarajan"}, {"Marta Oyelaran", "marta"}, {"Ruth Delgado", "ruth.delgado"}, {"Owen Tate", "owen.tate"},
       {"Jun Takeda", "jun.takeda"}, {"Anton Weiss", "anton.weiss"}, {"Siobhan O'Neill", "siobhan"}, {"Desmond Achebe", "d.achebe"},
       {"Leah Stroud", "leah.stroud"}, {"Mikael Strand", "mikael"}, {"Inga van der Berg", "inga"}, {"HELEN PARK", "helen.park"}},
      "Sam Rivera", "Sam", "Hi", "Dear", "Hi",
      "We will not be moving forward with your application for this role.", "We have decided to move forward with another candidate.", ""};
  static const Words german{
      {"Talwerk", "Nordlabor", "Radschrauber", "Stadtwerke Ulmingen", "Kulturhafen Stade", "Lindenhof Klinik", "Seewald Software", "Burgdorf Maschinenbau",
       "Papierfabrik Ellern", "Hansekontor", "Grünraum", "Bergfunk Energie"},
      {"Projektingenieurin", "Produktmanagerin", "Laborleitung", "Einkaufsleitung", "Softwareentwicklerin", "Redakteurin", "Referentin Kommunikation",
       "Teamassistenz", "Data Engineer", "Bauleiterin", "Qualitätsmanagerin"},
      {"Besonders gefallen hat mir, was Sie über die Fischtreppe in Ellern erzählt haben.", "Unser Gespräch über die Rufbereitschaft hat mich beschäftigt.",
       "Ich fand es spannend, mehr über die Umstellung auf Kafka zu erfahren.", "Vielen Dank für die Führung durch die Werkstatt.",
       "Ihre Gedanken zur Einarbeitung neuer Kolleginnen haben mir gefallen.", "Der Austausch über das neue Archiv war sehr anregend.",
       "Ich habe mich gern mit Ihnen über die Pflege der Bestandskunden unterhalten.", "Ihre Erläuterungen zum Bau der Kläranlage waren sehr anschaulich.",
       "Unser Gespräch über flaky Tests ist mir in guter Erinnerung."},
      {"Ihre Idee mit dem Leihregal fand ich richtig gut.", "Besonders gefallen hat uns Ihre Präsentation zur Schichtplanung.",
       "Ihre Fragen zum Lager haben uns beeindruckt."},
      {"Ich zeige Ihnen gern unser Labor.", "Wir möchten mit Ihnen über die Einführung der neuen Software sprechen."},
      {"Bitte bauen Sie einen kleinen Routenplaner."},
      {{"Sabine Lorenz", "sabine.lorenz"}, {"Dr. Markus Stein", "markus.stein"}, {"Katrin Vogel", "k.vogel"}, {"Till Ohlsen", "till"}, {"Anna-Lena Groß", "a.gross"},
       {"Jörg von der Heide", "joerg"}, {"Prof. Dr. Ute Brandt", "ute.brandt"}, {"MEHMET YILMAZ", "m.yilmaz"}},
      "Jana Köhler", "Jana", "Hallo", "Guten Tag", "Hallo",
      "Wir können Ihre Bewerbung nicht weiter berücksichtigen.", "Wir haben uns für eine andere Bewerberin entschieden.", "Wir haben uns für jemand anderen entschieden."};
  if (language == "de") return german;
  return language == "en" ? english : romance_and_dutch_words(language);
}

const Words& romance_and_dutch_words(const std::string& language) {
  static const Words french{
      {"Papier et Lumière", "Atelier Nordet", "Cartes Perrin", "Groupe Sévigny", "Maison Lanterne", "Coop Laitière du Val", "Tramontane", "Éditions du Phare", "Hydrolys",
       "Banque Sarment", "Musée des Forges", "Vélo Boréal"},
      {"chargée de communication", "développeur mobile", "analyste produit", "responsable logistique", "assistante juridique", "ingénieure d'essais", "UX designer", "Data Engineer",
       "contrôleur de gestion", "économe de flux", "rédactrice"},
      {"J'ai beaucoup aimé notre échange sur le festival de juin.", "Merci pour la visite du nouvel atelier.", "J'ai aimé parler de la refonte des archives.",
       "C'était passionnant d'en apprendre davantage sur la restauration des plaques de verre.", "Nous avons longuement parlé du budget participatif.", "Merci de m'avoir montré l'atelier de reliure.",
       "J'ai été frappé par la façon dont l'équipe a géré les crues.", "Merci encore pour la démonstration de l'outil de cartographie.", "Notre conversation sur les astreintes de nuit m'a marqué."},
      {"J'ai vraiment apprécié l'échange sur le passage au télétravail."},
      {"Nous parlerons du festival de juin.", "Au programme : la numérisation des fonds."},
      {"Voici le test : un petit planificateur de tournées."},
      {{"Nadia Ferrand", "nadia.ferrand"}, {"Hugo Perrin", "hugo"}, {"Sylvie Marchal", "s.marchal"}, {"Luc Garnier", "luc.garnier"}, {"Anne-Laure Petit", "al.petit"}, {"Yann Le Goff", "yann"}},
      "Camille Durand", "Camille", "Salut", "Bonjour", "Salut", "Nous ne donnerons pas suite à la candidature.", "Nous avons retenu une autre personne.", "On a choisi une autre personne.",
      "Je vous réponds rapidement.", "Je te réponds rapidement.", "Le rendez-vous est confirmé.", "Madame, Monsieur,", "Bernard Tissot"};
  static const Words spanish{
      {"Sol Marina", "Casa Turrón", "Rueda Libre", "Grupo Albor", "Ribera Datos", "Museo del Puerto", "Editorial Norte", "Aguas Claras", "Banco Sierra", "Taller Olmo", "Vía Verde", "Nimbo"},
      {"Analista de Datos", "Diseñadora Gráfica", "Técnica de Laboratorio", "Gestor de Proyectos", "Programadora", "Redactor", "Responsable de Logística", "Data Engineer", "Ingeniero de Pruebas",
       "Contable", "UX Writer"},
      {"Me gustó mucho nuestra conversación sobre el proyecto de las boyas.", "Gracias por enseñarme el archivo sonoro.", "Me encantó conocer el laboratorio de aguas.",
       "Fue muy interesante aprender más sobre la restauración de los vitrales.", "Gracias por la visita a los hornos antiguos.", "Fue un placer conversar de la cosecha nocturna.",
       "Me impresionó la forma en que el equipo gestionó la sequía.", "La conversación sobre las guardias de noche me hizo pensar."},
      {"Disfrutamos la charla sobre la mudanza al puerto."},
      {"Hablaremos del archivo sonoro.", "Tema: la digitalización de los planos."},
      {"Adjunto la prueba técnica."},
      {{"Andrés Molina", "andres.molina"}, {"Marina Soto", "marina"}, {"Iván Prieto", "ivan"}, {"Elena Ruiz", "elena.ruiz"}, {"Lucas de la Fuente", "lucas"}, {"Inés Vidal", "ines"}},
      "Lucía Navarro", "Lucía", "Hola", "Buenos días", "Hola", "No vamos a seguir adelante con la candidatura.", "Hemos elegido a otra persona para el puesto.", "Hemos elegido a otra persona.",
      "Quedo a la espera y le escribo pronto.", "Quedo a la espera y te escribo pronto.", "La entrevista queda confirmada.", "Buenos días:", "Bruno Gil"};
  static const Words italian{
      {"Linea Alpina", "Studio Bassi", "Gruppo Verdi", "Riva Mare", "Portalta", "Museo del Vetro", "Edizioni Lume", "Acque Chiare", "Banca Olmo", "Officina Sole", "Nordest Dati", "Vela Bianca"},
      {"Responsabile logistica", "Grafica editoriale", "Addetta contabilità", "Analista dati", "Export Manager", "Redattrice", "Ingegnere di collaudo", "Data Engineer", "Project Manager", "UX designer"},
      {"Mi è piaciuta la nostra conversazione su turni e reperibilità.", "Ho apprezzato molto la visita al nuovo magazzino.", "Grazie per avermi mostrato il laboratorio di restauro.",
       "È stato bello parlare delle mappe tattili.", "Mi ha colpito il modo in cui il gruppo ha gestito la piena.", "Abbiamo parlato a lungo degli spazi condivisi.",
       "È stato interessante sapere di più sulla serra sperimentale.", "La conversazione sull'archivio sonoro è stata utile."},
      {"Abbiamo apprezzato la conversazione su turni e ferie."},
      {"Parleremo anche della serra sperimentale.", "Parleremo degli spazi condivisi."},
      {"Ecco la prova tecnica."},
      {{"Paolo Ferretti", "paolo.ferretti"}, {"Chiara Bassi", "chiara"}, {"Elena Riva", "elena.riva"}, {"Sergio Neri", "sergio.neri"}, {"Marta De Luca", "marta"}, {"Andrea Conti", "a.conti"}},
      "Giulia Conti", "Giulia", "Ciao", "Gentile", "Ciao", "Non proseguiremo con la candidatura.", "Abbiamo scelto un'altra persona per la posizione.", "Abbiamo scelto un'altra persona.",
      "Le rispondo volentieri, a Lei e ai colleghi.", "Ti rispondo volentieri, quando vuoi tu.", "Il colloquio è confermato.", "Buongiorno,", "Bruno Galli"};
  static const Words portuguese{
      {"Vento Sul", "Cortical", "Mar Azul", "Banco Ipê", "Folha Verde", "Museu do Rio", "Grupo Lima", "Casa Oliva", "Dados do Norte", "Papel e Tinta", "Estúdio Onda", "Serra Clara"},
      {"Analista de Produto", "Técnica de Qualidade", "Assistente Financeiro", "Redatora", "Gestor de Projetos", "Engenheira de Testes", "Data Engineer", "UX Writer", "Designer", "Contabilista"},
      {"Gostei muito de conhecer o painel das fazendas.", "Adorei a nossa conversa sobre a restauração dos azulejos.", "Foi ótimo aprender mais sobre o manejo das ostras.",
       "Agradeço por me mostrar o laboratório de sementes.", "Foi muito interessante perceber como organizam os turnos da noite.", "Foi um prazer conversar dos viveiros de ostras.",
       "A conversa sobre a revista de bordo foi ótima.", "Gostei de visitar a oficina de encadernação."},
      {"Gostei da conversa sobre a mudança para o porto."},
      {"Podemos falar da revista de bordo.", "Pauta: a digitalização das plantas."},
      {"Segue o teste."},
      {{"Renata Prado", "renata.prado"}, {"Joaquim Tavares", "joaquim.tavares"}, {"Tiago Brandão", "tiago"}, {"Célia Rocha", "celia.rocha"}, {"Ana dos Santos", "ana"}, {"Rui Faria", "rui"}},
      "Beatriz Lemos", "Beatriz", "Olá", "Bom dia", "Olá", "A candidatura não vai seguir em frente.", "A escolha recaiu sobre outra pessoa.", "A escolha recaiu sobre outra pessoa.",
      "Fico à espera da sua resposta.", "Fico à espera da tua resposta.", "A entrevista está confirmada.", "Bom dia,", "Bruno Melo"};
  static const Words dutch{
      {"WaterWijs", "Archiefhuis", "Zuiderhaven", "Bakkerij Zon", "Fietslab", "Museum Zandpoort", "Drukkerij Linde", "Noordwind Energie", "Polderdata", "Kinderboekhuis", "Bank Eik", "Groenveld"},
      {"Adviseur waterbeheer", "archivaris", "Planner", "communicatieadviseur", "Data Engineer", "redacteur", "projectleider", "UX-ontwerper", "testingenieur", "boekhouder"},
      {"Ik vond het leuk om te horen over de proef met de slimme stuwen.", "Bedankt voor de uitleg over de nieuwe leeszaal.", "Dank voor de rondleiding door de werkplaats.",
       "Ik was onder de indruk van het zonnedak.", "Ons gesprek over de nachtdiensten was leerzaam.", "Bedankt voor het verhaal over het kleurenarchief.",
       "Ik was onder de indruk van de manier waarop het team de waterschade heeft aangepakt.", "We spraken over de bouw van de sluis."},
      {"We hebben genoten van het gesprek over de verhuizing naar de haven."},
      {"We spreken dan ook over de verhuizing van het depot.", "Agenda: de digitalisering van de bouwtekeningen."},
      {"Hierbij de testopdracht."},
      {{"Joost Hendriks", "joost.hendriks"}, {"Willem Brouwer", "w.brouwer"}, {"Sanne Kuipers", "sanne"}, {"Kees Mulder", "kees.mulder"}, {"Inge van der Berg", "inge"}, {"Femke Bos", "f.bos"}},
      "Roos de Vries", "Roos", "Hoi", "Geachte", "Hoi", "De sollicitatie gaat helaas niet door.", "Wij hebben gekozen voor een andere kandidaat.", "Er is voor iemand anders gekozen.",
      "Ik hoor graag van u.", "Ik hoor graag van je.", "De afspraak staat.", "Goedendag,", "Bram Visser"};
  static const std::map<std::string, const Words*> of{{"fr", &french}, {"es", &spanish}, {"it", &italian}, {"pt", &portuguese}, {"nl", &dutch}};
  return *of.at(language);
}

std::string in_du(std::string text) {
  for (const auto& [from, to] : {std::pair{"Ihre ", "Deine "}, std::pair{" Sie ", " du "}, std::pair{"Ihnen ", "dir "}, std::pair{" erzählt haben", " erzählt hast"}}) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 1)) text.replace(at, std::string(from).size(), to);
  }
  return text;
}

constexpr Instant kRejected{std::chrono::seconds(1789000000)};  // a Wednesday in September 2026

}  // namespace

std::unique_ptr<InventedOccasion> invent_occasion(const std::string& language, std::uint64_t number) {
  auto made = std::make_unique<InventedOccasion>();
  Dice dice(number + (language == "de" ? 1000003 : 0));
  const Words& words = words_of(language);
  const bool german = language == "de";
  const bool registers = german || !words.formal_line.empty();

  made->candidate.account = "personal";
  made->candidate.self = {words.user, "user@example.org"};
  made->candidate.language = language;
  if (dice.chance(5)) made->candidate.signature = words.user + "\nhttps://example.org";

  Correspondence& known = made->correspondence;
  known.company = dice.pick(words.companies);
  if (dice.chance(92)) known.role = dice.pick(words.roles) + (german && dice.chance(30) ? " (m/w/d)" : "");
  const auto [person, local] = dice.pick(words.people);
  const std::string email = local + "@employer.example";

  static constexpr std::array<Stage, 10> kStages{Stage::application, Stage::screen,    Stage::screen,    Stage::assessment, Stage::interview,
                                                 Stage::interview,   Stage::interview, Stage::interview, Stage::final,      Stage::final};
  known.stage = dice.pick(kStages);
  const bool met = known.stage != Stage::application && (known.stage != Stage::assessment || dice.chance(50));
  const bool agency = dice.chance(8);
  const bool familiar = registers && dice.chance(30);
  const bool formal = registers ? !familiar : dice.chance(30);
  const bool wrote_it = known.stage == Stage::application || agency || dice.chance(60);

  Contact contact;
  contact.address = {person, email};
  contact.human = true;
  contact.met = met;
  contact.consultant = agency;
  if (agency) known.channel = Channel::agency;

  auto reading = [&](bool own, const std::string& text, std::chrono::hours before) {
    Reading mail;
    mail.own = own;
    mail.message.envelope.message_id = "m" + std::to_string(known.mails.size()) + "." + std::to_string(number) + "@example.org";
    mail.message.identity = mail.message.envelope.message_id;
    mail.message.received = kRejected - before;
    mail.message.envelope.subject = own ? "Re: Interview" : "Interview";
    const Address user{words.user, "user@example.org"}, they{person, email};
    mail.message.envelope.from = {own ? user : they};
    mail.message.envelope.to = {own ? they : user};
    mail.text.salutation = (formal ? words.greeting_formal : familiar ? words.greeting_familiar : words.greeting_light) + " " +
                           (own ? person.substr(0, person.find(' ')) : words.user_first) + ",";
    if (german && !familiar) {
      mail.text.salutation = own ? "Guten Tag " + person + "," : "Guten Tag " + words.user + ",";
    }
    const std::string spoken = german && familiar ? in_du(text) : text;
    const std::string formal_line = german ? "Ich melde mich bei Ihnen." : words.formal_line, familiar_line = german ? "Ich melde mich bei dir." : words.familiar_line;
    mail.text.body = mail.text.salutation + "\n" + spoken + (registers ? "\n" + (familiar ? familiar_line : formal_line) : "");
    mail.verdict.language = language;
    return mail;
  };
  auto earlier = [&](bool own, const std::string& text, int days) {
    known.mails.push_back({reading(own, text, std::chrono::hours(24 * days)), own});
  };

  std::string story = std::string(to_string(known.stage)) + (wrote_it ? ", wrote it" : ", heard");
  if (met) earlier(false, dice.chance(30) ? dice.pick(words.invitations) : (german ? "Ich freue mich auf unser Gespräch." : registers ? words.look_forward : "I look forward to our conversation."), 20);
  if (known.stage == Stage::assessment && dice.chance(60)) earlier(false, dice.pick(words.exercises), 15);
  if (met && dice.chance(55)) earlier(true, dice.pick(words.thanks), 10);

  std::string no = dice.chance(60) ? words.no_hire : words.no;
  if (familiar) no = words.familiar_no;
  if (wrote_it && met && dice.chance(25)) no += "\n" + dice.pick(words.praise);
  made->trigger = reading(false, no, std::chrono::hours(0));
  if (!wrote_it) {
    made->trigger.message.envelope.from = {{known.company + " HR", "no-reply@employer.example"}};
    made->trigger.text.salutation = german ? "Guten Tag," : registers ? words.dear_applicant : "Dear applicant,";
    made->trigger.text.body = made->trigger.text.salutation + "\n" + words.no_hire;
  }
  made->trigger.message.envelope.subject = "Your application";

  auto& signs = made->trigger.verdict.signs;
  auto sign = [&](unsigned percent, const char* name) {
    if (!dice.chance(percent)) return;
    signs.insert(name);
    story += std::string(", ") + name;
  };
  sign(12, "reason_given");
  sign(8, "offers_feedback");
  sign(6, "no_feedback_policy");
  sign(6, "post_cancelled");
  sign(4, "internal_candidate");
  sign(5, "user_asked_status");
  sign(20, "keep_on_file");
  if (met && wrote_it) sign(6, "phone_call");
  if (agency) story += ", agency";

  if (dice.chance(15) && known.stage >= Stage::interview) {
    Contact other;
    other.address = {german ? "Bernd Bauer" : registers ? words.colleague : "Tom Berg", "colleague@employer.example"};
    other.human = other.met = true;
    made->occasion.others_thanked.push_back(other);
    known.contacts.push_back(other);
    story += ", others";
  }
  contact.has_mail = !known.mails.empty();
  contact.newest_mail = known.mails.empty() ? 0 : known.mails.size() - 1;
  known.contacts.insert(known.contacts.begin(), contact);

  made->occasion.trigger = &made->trigger;
  made->occasion.correspondence = &known;
  made->occasion.candidate = &made->candidate;
  made->occasion.addressee = contact;
  made->occasion.now = kRejected + std::chrono::hours(24 * (dice.chance(5) ? 20 : 1));
  made->occasion.seed = "invented." + language + "." + std::to_string(number);
  made->story = story + (familiar ? ", du" : "");
  return made;
}

ReplyBook shipped_replies() {
  std::vector<NamedText> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(AJAR_SOURCE_DIR) + "/config/replies")) {
    if (entry.path().extension() != ".yaml") continue;
    std::ifstream in(entry.path());
    std::ostringstream text;
    text << in.rdbuf();
    files.push_back({"config/replies/" + entry.path().filename().string(), text.str()});
  }
  std::sort(files.begin(), files.end(), [](const NamedText& a, const NamedText& b) { return a.name < b.name; });
  auto book = ReplyBook::load(files, {});
  if (book) return *book;
  for (const Fault& fault : book.error()) {
    for (const NamedText& file : files) {
      if (file.name == fault.file) std::fputs((show_fault(fault, file.text) + "\n").c_str(), stderr);
    }
  }
  std::exit(78);
}

}  // namespace ajar
