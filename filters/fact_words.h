#pragma once
// Cleans the words that the slots of `take:` rules caught, or refuses them: a wrong fact is worse than none.
#include <string>
#include <string_view>

namespace ajar {

/// A company's name as written ("the Nordlicht GmbH and" -> "Nordlicht GmbH"); empty if the words are no name.
std::string clean_company(std::string_view words);
/// A role as written, without article, gender mark, reference number, company and "position"; empty if it is none.
/// `language` is an ISO 639-1 code: in German a small word after a noun is no part of the role ("Ingenieurin einladen");
/// in languages that write roles small, small words of their own end it.
std::string clean_role(std::string_view words, std::string_view language);
/// A person's name of one to four words; empty if it is none.
std::string clean_person(std::string_view words);
/// A name without "Prof.", "Dr." and the like in front, and without "from Acme" or "@ Acme" behind.
std::string bare_person_name(std::string_view name);
/// A display name in which a word is an office's or a firm's, in seven languages: "Kreditservice", "Marlow Trust".
bool names_an_organisation(std::string_view name);
/// Without the words that HR adds to a company's name, at its front and end: "Acme Careers" -> "Acme".
std::string without_hr_words(std::string_view name);
/// What a display name says about the company: "Acme Careers" -> "Acme", "Talent Team at Acme" -> "Acme"; else empty.
std::string company_in_display_name(std::string_view display_name);

}  // namespace ajar
