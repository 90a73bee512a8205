#include "tests/support/invented_occasions.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
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
};

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
  return language == "de" ? german : english;
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
  const bool familiar = german && dice.chance(30);
  const bool formal = german ? !familiar : dice.chance(30);
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
    const std::string spoken = familiar ? in_du(text) : text;
    mail.text.body = mail.text.salutation + "\n" + spoken + (german ? (familiar ? "\nIch melde mich bei dir." : "\nIch melde mich bei Ihnen.") : "");
    mail.verdict.language = language;
    return mail;
  };
  auto earlier = [&](bool own, const std::string& text, int days) {
    known.mails.push_back({reading(own, text, std::chrono::hours(24 * days)), own});
  };

  std::string story = std::string(to_string(known.stage)) + (wrote_it ? ", wrote it" : ", heard");
  if (met) earlier(false, dice.chance(30) ? dice.pick(words.invitations) : (german ? "Ich freue mich auf unser Gespräch." : "I look forward to our conversation."), 20);
  if (known.stage == Stage::assessment && dice.chance(60)) earlier(false, dice.pick(words.exercises), 15);
  if (met && dice.chance(55)) earlier(true, dice.pick(words.thanks), 10);

  std::string no = dice.chance(60) ? words.no_hire : words.no;
  if (familiar) no = words.familiar_no;
  if (wrote_it && met && dice.chance(25)) no += "\n" + dice.pick(words.praise);
  made->trigger = reading(false, no, std::chrono::hours(0));
  if (!wrote_it) {
    made->trigger.message.envelope.from = {{known.company + " HR", "no-reply@employer.example"}};
    made->trigger.text.salutation = german ? "Guten Tag," : "Dear applicant,";
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
    other.address = {german ? "Bernd Bauer" : "Tom Berg", "colleague@employer.example"};
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
