#include "filters/named_date.h"

#include <algorithm>
#include <array>
#include <string>

#include "filters/prepared_text.h"
#include "filters/word_list.h"

namespace ajar {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

constexpr std::array<std::string_view, 12> kMonths{
    "january|jan|januar|janner|jaenner|janvier|enero|janeiro|gennaio|januari",
    "february|feb|februar|fevrier|febrero|fevereiro|febbraio|februari",
    "march|marz|maerz|mars|marzo|marco|maart",
    "april|apr|avril|abril|aprile",
    "may|mai|mayo|maio|maggio|mei",
    "june|jun|juni|juin|junio|junho|giugno",
    "july|jul|juli|juillet|julio|julho|luglio",
    "august|aug|aout|agosto|augustus",
    "september|sept|sep|septembre|septiembre|setembro|settembre",
    "october|oct|oktober|octobre|octubre|outubro|ottobre",
    "november|nov|novembre|noviembre|novembro",
    "december|dec|dezember|decembre|diciembre|dezembro|dicembre"};

constexpr std::array<std::string_view, 13> kNumbers{
    "",
    "one|einem|einer|un|une|uno|una|um|uma|een",
    "two|zwei|deux|dos|dois|duas|due|twee",
    "three|few|couple|drei|paar|einigen|trois|quelques|tres|unos|unas|alguns|"
    "algumas|tre|qualche|drie",
    "four|vier|quatre|cuatro|quatro|quattro",
    "five|funf|fuenf|cinq|cinco|cinque|vijf",
    "six|sechs|seis|sei|zes",
    "seven|sieben|sept|siete|sete|sette|zeven",
    "eight|acht|huit|ocho|oito|otto",
    "nine|neun|neuf|nueve|nove|negen",
    "ten|zehn|dix|diez|dez|dieci|tien",
    "eleven|elf|onze|once|undici",
    "twelve|zwolf|zwoelf|douze|doce|doze|dodici|twaalf"};

// Words by which a sentence looks ahead to a new start, as beginnings.
constexpr std::string_view kAhead =
    "again*|reopen*|revisit*|resum*|restart*|open*|reach*|contact*|touch*|hire*|hiring*|recruit*|plan*|expect*|"
    "start*|budget*|back*|new*|will*|wieder*|erneut*|meld*|neu*|ausschr*|besetz*|repren*|recont*|rouvr*|nouv*|"
    "revien*|relanc*|prev*|retom*|reanud*|volv*|nuev*|reabr*|volt*|contat*|riap*|ricont*|ripren*|riprov*|nuov*|"
    "opnieuw*|weer*|herop*|beginn*|vacature*|verwacht*|espera*|talk*|speak*|gesprach*|novo|nova|novamente";

constexpr std::string_view kBefore =
    "in|im|en|em|a|au|ad|this|the|next|coming|of|by|until|till|from|after|early|mid|late|around|end|beginning|ab|bis|"
    "nach|dem|"
    "anfang|mitte|ende|nachsten|naechsten|kommenden|kommendes|nachstes|naechstes|zum|gegen|debut|fin|mi|le|la|l|d|de|"
    "du|des|"
    "cet|cette|prochain|apres|courant|proxima|proximo|este|esta|desde|despues|principios|mediados|finales|partir|da|do|"
    "no|na|"
    "depois|inicio|meados|fim|nel|nella|della|dopo|inizio|meta|fine|prossima|prossimo|questa|het|volgend|volgende|dit|"
    "begin|"
    "half|eind|vanaf|rond|dalla|dal|nell|dell|sull|till";
constexpr std::string_view kMiddle = "mid|mitte|mi|mediados|meados|meta|half|middle|courant";
constexpr std::string_view kEnd = "late|end|ende|fin|finales|fim|fine|eind";
constexpr std::string_view kAfter = "after|nach|apres|despues|depois|dopo|na";
constexpr std::string_view kIn = "in|dans|en|em|tra|fra|over";

constexpr std::string_view kEaster = "easter|ostern|osterferien|paques|pascua|pascoa|pasqua|pasen";
constexpr std::string_view kYearEnd =
    "christmas|weihnachten|weihnachtsferien|noel|fetes|navidad|navidades|natal|natale|kerst|jahreswechsel|nieuwjaar|"
    "holidays";

struct Season {
  std::string_view words;
  unsigned month, day;
};
constexpr std::array<Season, 4> kSeasons{
    {{"spring|springtime|fruhjahr|fruehjahr|fruhling|fruehling|printemps|primavera|voorjaar|lente", 3, 20},
     {"summer|sommer|ete|verano|verao|estate|zomer", 6, 21},
     {"autumn|fall|herbst|automne|otono|outono|autunno|herfst|najaar", 9, 22},
     {"winter|hiver|invierno|inverno", 12, 1}}};

constexpr std::array<std::string_view, 5> kQuarters{
    "", "q1|first|1st|erstes|ersten|1|1er|premier|primer|primeiro|primo|eerste",
    "q2|second|2nd|zweites|zweiten|2|2e|deuxieme|segundo|secondo|tweede",
    "q3|third|3rd|drittes|dritten|3|3e|troisieme|tercer|terceiro|terzo|derde",
    "q4|fourth|4th|viertes|vierten|4|4e|quatrieme|cuarto|quarto|vierde"};
constexpr std::string_view kQuarterWord = "quarter|quartal|trimestre|kwartaal";
constexpr std::string_view kMonthUnit = "month|months|monat|monate|monaten|mois|mes|meses|mese|mesi|maand|maanden";
constexpr std::string_view kWeekUnit =
    "week|weeks|woche|wochen|semaine|semaines|semana|semanas|settimana|settimane|weken";

using Words = std::vector<std::string>;

const std::string& at(const Words& words, std::size_t i) {
  static const std::string nothing;
  return i < words.size() ? words[i] : nothing;
}

// "3", "3rd", "1er": the number a word begins with, 0 if none.
int number_in(std::string_view word) {
  constexpr std::string_view kOrdinals = "st|nd|rd|th|er|e|o|a";
  std::size_t digits = 0;
  int value = 0;
  while (digits < word.size() && digits < 4 && word[digits] >= '0' && word[digits] <= '9') {
    value = value * 10 + (word[digits] - '0');
    ++digits;
  }
  return digits == word.size() || (digits > 0 && is_one_of(word.substr(digits), kOrdinals)) ? value : 0;
}

int spoken_number(std::string_view word) {
  if (word.empty()) return 0;
  for (std::size_t i = 1; i < kNumbers.size(); ++i) {
    if (is_one_of(word, kNumbers[i])) return static_cast<int>(i);
  }
  return number_in(word);
}

unsigned month_of(std::string_view word) {
  if (word.empty()) return 0;
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (is_one_of(word, kMonths[i])) return static_cast<unsigned>(i + 1);
  }
  return 0;
}

bool is_year(int number) { return number >= 2000 && number < 2100; }

std::optional<Date> date_of(int y, unsigned m, int d) {
  const Date date{year(y), month(m), day(static_cast<unsigned>(d))};
  if (m < 1 || m > 12 || d < 1 || d > 31 || !date.ok()) return std::nullopt;
  return date;
}

// The first day of that name after `written`.
Date next_day(unsigned m, unsigned d, Date written) {
  const Date date{written.year(), month(m), day(d)};
  return date > written ? date : Date{written.year() + std::chrono::years(1), month(m), day(d)};
}

// A day without a year: the one to come, or one just past.
std::optional<Date> likely_year(unsigned m, int d, Date written) {
  constexpr int kJustPast = 60;  // days
  for (int offset = -1; offset <= 1; ++offset) {
    const auto date = date_of(static_cast<int>(written.year()) + offset, m, d);
    if (date && days_between(*date, written) <= kJustPast) return date;
  }
  return std::nullopt;
}

// Gregorian Easter Sunday (the Meeus/Jones/Butcher reckoning).
Date easter(int y) {
  const int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
  return Date{year(y), month(static_cast<unsigned>(n / 31)), day(static_cast<unsigned>(n % 31 + 1))};
}

Date tuesday_after_easter(Date written) {
  const int y = static_cast<int>(written.year());
  const Date date = add_days(easter(y), 2);
  return date > written ? date : add_days(easter(y + 1), 2);
}

// Each reader looks at one place of a sentence.
using Reader = std::optional<Date> (*)(const Words& words, std::size_t i, Date written);

std::optional<Date> read_feast(const Words& words, std::size_t i, Date written) {
  if (is_one_of(words[i], kEaster)) return tuesday_after_easter(written);
  if (is_one_of(words[i], kYearEnd)) return next_day(1, 7, written);
  return std::nullopt;
}

std::optional<Date> read_year(const Words& words, std::size_t i, Date written) {
  constexpr std::string_view kYear = "year|jahr|jahres|annee|an|ano|anno|jaar";
  constexpr std::string_view kNext =
      "next|new|nachstes|nachsten|naechstes|naechsten|kommendes|kommenden|neuen|neues|neuem|nouvelle|nouvel|nuevo|"
      "proximo|novo|"
      "nuovo|prossimo|volgend|nieuwe|prochaine";
  constexpr std::string_view kNextBehind = "prochaine|prochain|proximo|novo|nuevo|prossimo";
  if (!is_one_of(words[i], kYear)) return std::nullopt;
  const bool comes = at(words, i + 1) == "que" && (at(words, i + 2) == "viene" || at(words, i + 2) == "vem");
  const bool next = (i > 0 && is_one_of(words[i - 1], kNext)) || is_one_of(at(words, i + 1), kNextBehind) || comes;
  if (!next) return std::nullopt;
  return Date{written.year() + std::chrono::years(1), month(1), day(7)};
}

std::optional<Date> read_season(const Words& words, std::size_t i, Date written) {
  const std::string& before = i > 0 ? words[i - 1] : words[i];
  for (const Season& season : kSeasons) {
    if (!is_one_of(words[i], season.words)) continue;
    // "n'a pas été" is no summer, "Spring Boot" no season.
    if (i == 0 || !is_one_of(before, kBefore)) return std::nullopt;
    if (words[i] == "ete" && !is_one_of(before, "l|cet|en|d")) return std::nullopt;
    const bool after = is_one_of(before, kAfter) || (i > 1 && is_one_of(words[i - 2], kAfter));
    return after ? next_day(season.month % 12 + 3, 1, written) : next_day(season.month, season.day, written);
  }
  return std::nullopt;
}

std::optional<Date> read_quarter(const Words& words, std::size_t i, Date written) {
  for (unsigned q = 1; q < kQuarters.size(); ++q) {
    const bool short_form = words[i] == "q" + std::to_string(q);
    const bool long_form = is_one_of(words[i], kQuarters[q]) && is_one_of(at(words, i + 1), kQuarterWord);
    if (!short_form && !long_form) continue;
    const unsigned first_month = 3 * (q - 1) + 1;
    for (std::size_t k = i + 1; k < std::min(words.size(), i + 4); ++k) {
      if (const int y = number_in(words[k]); is_year(y)) return date_of(y, first_month, 1);
    }
    if (static_cast<unsigned>(written.month()) - first_month < 3U) return std::nullopt;  // it is now
    return next_day(first_month, 1, written);
  }
  return std::nullopt;
}

std::optional<Date> read_distance(const Words& words, std::size_t i, Date written) {
  if (i == 0 || !is_one_of(words[i - 1], kIn)) return std::nullopt;
  if (words[i] == "a" || words[i] == "ein" || words[i] == "een" || words[i] == "about" || words[i] == "circa") ++i;
  const int number = i < words.size() ? spoken_number(words[i]) : 0;
  const std::string& unit = at(words, i + 1);
  if (number < 1 || number > 36 || unit.empty()) return std::nullopt;
  if (is_one_of(unit, kMonthUnit)) return add_months(written, number);
  if (is_one_of(unit, kWeekUnit)) return add_days(written, 7 * number);
  return std::nullopt;
}

std::optional<Date> read_month(const Words& words, std::size_t i, Date written) {
  const unsigned m = month_of(words[i]);
  if (m == 0 || i == 0 || !is_one_of(words[i - 1], kBefore)) return std::nullopt;
  const std::string& before = words[i - 1];
  const std::string& further = i > 1 ? words[i - 2] : before;
  const auto either = [&](std::string_view list) { return is_one_of(before, list) || is_one_of(further, list); };
  const int d = either(kMiddle) ? 15 : either(kEnd) ? 25 : 1;
  const int y = number_in(at(words, i + 1));
  if (is_year(y)) return date_of(y, m, d);
  if (m == static_cast<unsigned>(written.month())) return std::nullopt;
  return next_day(m, static_cast<unsigned>(d), written);
}

std::optional<Date> read_day(const Words& words, std::size_t i, Date written) {
  const int number = number_in(words[i]);
  // 2026-04-14 and 14.04.2026
  if (i > 0 && number_in(words[i - 1]) > 0) return std::nullopt;  // the middle of a date or a time
  if (is_year(number))
    return date_of(number, static_cast<unsigned>(number_in(at(words, i + 1))), number_in(at(words, i + 2)));
  if (number >= 1 && number <= 31) {
    const std::size_t next = is_one_of(at(words, i + 1), "of|de") ? i + 2 : i + 1;
    const unsigned named = month_of(at(words, next));
    const int y = number_in(at(words, is_one_of(at(words, next + 1), "de") ? next + 2 : next + 1));
    if (named != 0) return is_year(y) ? date_of(y, named, number) : likely_year(named, number, written);
    if (is_year(y)) return date_of(y, static_cast<unsigned>(number_in(at(words, next))), number);
  }
  // March 3rd
  const unsigned m = month_of(words[i]);
  const int d = number_in(at(words, i + 1));
  if (m == 0 || d < 1 || d > 31) return std::nullopt;
  const int y = number_in(at(words, i + 2));
  return is_year(y) ? date_of(y, m, d) : likely_year(m, d, written);
}

constexpr std::array<Reader, 7> kReaders{read_day,     read_feast,    read_year, read_season,
                                         read_quarter, read_distance, read_month};

}  // namespace

std::optional<Date> named_date(std::string_view body, Date written) {
  const Date last = add_months(written, 18);
  for (std::string_view sentence : sentences_of(body)) {
    const std::string key = words_key(sentence);
    if (!holds_any(key, kAhead)) continue;
    const Words words = words_of(key);
    for (std::size_t i = 0; i < words.size(); ++i) {
      for (Reader read : kReaders) {
        const auto date = read(words, i, written);
        if (date && *date > written && *date <= last) return date;
      }
    }
  }
  return std::nullopt;
}

std::vector<Date> calendar_days(std::string_view body, Date written) {
  std::vector<Date> days;
  for (std::string_view sentence : sentences_of(body)) {
    const Words words = words_of(words_key(sentence));
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (const auto date = read_day(words, i, written)) days.push_back(*date);
    }
  }
  return days;
}

}  // namespace ajar
