#pragma once
// How the addressee is spoken to: name, title, register, first or family name; never a guessed gender.
#include "filters/circumstances.h"

namespace ajar {

/// A person's name, taken apart.
struct PersonName {
  std::string title;  ///< "Dr.", "Prof. Dr."
  std::string first;
  std::string last;   ///< with particles: "van der Berg"
  std::string full;   ///< without title
};
PersonName split_name(std::string_view name, const LanguagePack& pack);

/// A name in ordinary letters: "ANNA-LENA MÜLLER" -> "Anna-Lena Müller"; empty if it is no name.
std::string spoken_name(std::string_view name);

/// "ÉLODIE MARTEL" -> "Élodie Martel"; words that are not all capitals stay.
std::string recase_name(std::string_view name);

/// "Sehr geehrte Frau Falk" says what the settings leave open.
Gender gender_as_addressed(const Occasion& occasion, const LanguagePack& pack);

/// Adds the slots {first_name} {last_name} {full_name} {title} and the circumstances first_names, to_woman, to_man,
/// nameless, greeted_formally, greeted_lightly; sets the register. All from what the mails say.
void address_person(const Occasion& occasion, const LanguagePack& pack, Circumstances& circumstances);

}  // namespace ajar
