#include "filters/footer.h"

#include <string>
#include <string_view>

#include "filters/ascii.h"
#include "filters/greeting.h"
#include "filters/line_key.h"
#include "filters/phrase_table.h"
#include "filters/sentences.h"

namespace ajar {
namespace {

// Tables hold line_key() forms between bars.

/// No one says these in their own words.
constexpr PhraseTable kStatements(
    "|unsubscribe|to unsubscribe|intended recipient|intended solely|intended only for|solely for the use|"
    "if you have received this|if you received this email in error|received this message in error|"
    "confidentiality notice|this email was sent to|this e-mail was sent to|this message was sent to|"
    "this email has been sent to|you are receiving this|you received this email because|"
    "you received this message because|why did i get this|manage your preferences|manage preferences|"
    "view this email in your browser|view in browser|view in your browser|view it in your browser|"
    "consider the environment|think before you print|this e-mail is confidential|this email is confidential|"
    "this message is confidential|newsletter abbestellen|newsletter abmelden|hier abmelden|"
    "vom newsletter abmelden|irrtumlich erhalten|nicht der richtige adressat|nicht der beabsichtigte|"
    "nicht der vorgesehene|diese e-mail enthalt vertrauliche|diese e-mail kann vertrauliche|"
    "diese nachricht ist vertraulich|diese e-mail wurde an|sie erhalten diese e-mail|im browser anzeigen|"
    "im browser ansehen|bevor sie diese e-mail ausdrucken|ausdrucken dieser e-mail|se desinscrire|se desabonner|"
    "me desinscrire|destinataire de ce message|si vous avez recu ce|ce message est confidentiel|"
    "ce courriel est confidentiel|n'imprimez ce|pensez a l'environnement|afficher dans le navigateur|"
    "dans votre navigateur|darse de baja|darme de baja|cancelar suscripcion|cancelar la suscripcion|"
    "este mensaje es confidencial|este correo es confidencial|ha recibido este mensaje por error|"
    "si ha recibido este|antes de imprimir|ver en el navegador|cancelar inscricao|cancelar a subscricao|"
    "descadastrar|esta mensagem e confidencial|esta mensagem pode conter|recebeu esta mensagem por engano|"
    "recebido por engano|ver no navegador|annulla iscrizione|annulla l'iscrizione|cancella iscrizione|"
    "disiscriviti|disiscrivermi|se avete ricevuto questo|se ha ricevuto questo|ricevuto per errore|"
    "informazioni riservate|visualizza nel browser|alleen bestemd voor|uitsluitend bestemd voor|"
    "niet de geadresseerde|niet de bedoelde ontvanger|ten onrechte ontvangen|bekijk in browser|"
    "bekijk in uw browser|this email originated from outside|this message originated from outside|externe e-mail|"
    "e-mail externe|correo externo|if you no longer wish to receive|if you are not the intended|"
    "if you believe you received this|");

/// Labels and company particulars: a footer unless they stand in a running sentence.
constexpr PhraseTable kLabels(
    "|registered in england|registered office|company number|registered number|privacy policy|privacy notice|"
    "privacy statement|powered by|scanned by|virus-free|virus free|view online|amtsgericht|registergericht|"
    "handelsregister|handelsregisternummer|geschaftsfuhrer:|geschaeftsfuehrer:|geschaftsfuhrung:|"
    "geschaftsfuhrerin:|vorsitzender des aufsichtsrats|aufsichtsrat:|sitz der gesellschaft|ust-id|ust-idnr|"
    "ust.-id|ust-id-nr|umsatzsteuer-id|hrb|hra|datenschutzerklarung|datenschutzhinweise|impressum|impressum:|"
    "politique de confidentialite|siret|siren|rcs|aviso legal|politica de privacidad|proteccion de datos|rgpd|"
    "politica de privacidade|informativa sulla privacy|p.iva|p. iva|partita iva|uitschrijven|afmelden|"
    "uw voorkeuren|privacyverklaring|privacybeleid|kvk|btw-nummer|online versie|email preferences|"
    "notification settings|abbestellen|desabonnement|all rights reserved|alle rechte vorbehalten|"
    "tous droits reserves|todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati|"
    "alle rechten voorbehouden|");

/// Several of these together are a legal notice.
constexpr PhraseTable kHints(
    "|confidential|privileged|recipient|disclosure|dissemination|unauthorized|unauthorised|copyright|(c)|"
    "disclaimer|geschaftsfuhrer|geschaeftsfuehrer|geschaftsfuhrung|geschaftsfuhrerin|aufsichtsrat|vertraulich|"
    "vertrauliche|empfanger|vernichten|unbefugte|confidentiel|confidentielles|destinataire|confidencial|"
    "destinatario|confidenciales|destinatarios|riservato|riservate|riservati|riservata|destinatari|vertrouwelijk|"
    "geadresseerde|ontvanger|facebook|twitter|linkedin|instagram|xing|youtube|glassdoor|delete|loschen|"
    "attachments|anhange|e-mail|email|message|nachricht|courriel|mensaje|mensagem|messaggio|bericht|");

/// Who says one of these is speaking, though the sentence may end on "see our privacy policy".
constexpr PhraseTable kAnswer(
    "|unfortunately|regret|we have decided|not selected|not been selected|other candidates|another candidate|"
    "leider|bedauern|absagen|ihre bewerbung|deine bewerbung|malheureusement|regret de|votre candidature|"
    "lamentablemente|lamentamos|su candidatura|tu candidatura|infelizmente|a sua candidatura|sua candidatura|"
    "purtroppo|spiacenti|la sua candidatura|la tua candidatura|helaas|je sollicitatie|uw sollicitatie|"
    "uw kandidatuur|we regret|regret to|were not selected|anderen bewerber|au regret|pas ete retenue|pas retenu|"
    "ha sido seleccionado|ha sido seleccionada|nao foi selecionado|nao foi selecionada|stata selezionata|"
    "stato selezionato|niet geselecteerd|someone else|moving forward|move forward|your application|");

constexpr std::size_t kLongest = 4000;  ///< bytes of a paragraph that are looked at

/// What was found in some lines.
struct Signs {
  std::size_t statements = 0;
  std::size_t labels = 0;
  std::size_t answers = 0;
  bool prose = false;

  std::size_t all() const { return statements + labels; }
  bool is_footer() const { return answers == 0 && (statements > 0 || labels >= 2 || (labels == 1 && !prose)); }
};

class Paragraph {
 public:
  Paragraph(std::vector<TextLine>& lines, std::size_t from, std::size_t to) : lines_(lines), from_(from), to_(to) {}

  void mark(bool said_something) {
    const std::string text = key(from_, to_);
    if (starts_with_rule() && (text.find("://") != std::string::npos || text.find('@') != std::string::npos)) {
      if (said_something) take(from_, to_);  // the footer of a mailing list
      return;
    }
    const std::vector<WordStart> words = word_starts(text);
    const Signs signs = signs_of(from_, to_, words);
    const std::size_t hints = said_something ? kHints.count_in(words) : 0;
    const bool legal = signs.all() >= 2 || hints >= 4 || (signs.all() == 1 && hints >= 2);
    if (said_something && legal && signs.answers == 0 && !has_letter_lines()) return take(from_, to_);
    if (signs.all() > 0) mark_units();
  }

 private:
  std::string_view text(std::size_t i) const { return lines_[i].text; }

  std::string key(std::size_t from, std::size_t to) const {
    std::string joined;
    for (std::size_t i = from; i < to && joined.size() < kLongest; ++i) joined.append(lines_[i].key).append(" ");
    return joined;
  }

  Signs signs_of(std::size_t from, std::size_t to, const std::vector<WordStart>& words) const {
    Signs signs;
    signs.statements = kStatements.count_in(words);
    signs.labels = kLabels.count_in(words);
    if (signs.all() == 0) return signs;
    signs.answers = kAnswer.count_in(words);
    for (std::size_t i = from; i < to; ++i) signs.prose = signs.prose || is_prose(text(i));
    return signs;
  }

  bool starts_with_rule() const {
    constexpr std::size_t most_lines = 8;
    return text(from_).size() >= 20 && text(from_).find_first_not_of("_-=*~#") == std::string_view::npos &&
           to_ - from_ > 1 && to_ - from_ <= most_lines;
  }

  /// A salutation or a closing in the block: a whole letter without blank lines.
  bool has_letter_lines() const {
    for (std::size_t i = from_; i < to_; ++i)
      if (lines_[i].alone || salutation_size(text(i)) > 0) return true;
    return false;
  }

  /// A line, with those that its sentence runs on to.
  void mark_units() {
    for (std::size_t i = from_; i < to_;) {
      std::size_t end = i + 1;
      while (end < to_ && runs_on(end - 1)) ++end;
      if (is_whole_text(i, end)) {
        cut_last_sentences(i);
      } else if (const std::string unit = key(i, end); signs_of(i, end, word_starts(unit)).is_footer()) {
        take(i, end);
      }
      i = end;
    }
  }

  /// Some mails are a single line.
  bool is_whole_text(std::size_t from, std::size_t to) const {
    constexpr std::size_t long_line = 250;
    return to - from == 1 && text(from).size() > long_line;
  }

  /// Takes the sentences at the end of a line that are a footer off it.
  void cut_last_sentences(std::size_t i) {
    const auto sentences = split_sentences(text(i));
    std::size_t kept = sentences.size();
    while (kept > 0) {
      Signs signs;
      const std::string sentence = line_key(sentences[kept - 1]);
      signs.statements = kStatements.count_in(sentence);
      signs.labels = kLabels.count_in(sentence);
      signs.answers = kAnswer.count_in(sentence);
      signs.prose = is_prose(sentences[kept - 1]);
      if (!signs.is_footer()) break;
      --kept;
    }
    if (kept == 0) return take(i, i + 1);
    const auto size =
        static_cast<std::size_t>(sentences[kept - 1].data() + sentences[kept - 1].size() - text(i).data());
    lines_[i].text = text(i).substr(0, size);
    lines_[i].key = line_key(lines_[i].text);
  }

  bool runs_on(std::size_t i) const {
    constexpr std::size_t full_line = 45;
    const std::string_view line = text(i);
    if (salutation_size(line) > 0) return false;
    const char last = line.empty() ? '.' : line.back();
    const bool ends = last == '.' || last == '!' || last == '?' || last == ':';
    return !ends && (line.size() >= full_line || starts_small(text(i + 1)));
  }

  void take(std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) lines_[i].signature = true;
  }

  std::vector<TextLine>& lines_;
  std::size_t from_;
  std::size_t to_;
};

}  // namespace

void mark_footer(std::vector<TextLine>& lines, std::size_t from, std::size_t to, bool said_something) {
  Paragraph(lines, from, to).mark(said_something);
}

}  // namespace ajar
