#pragma once
// Signs in names, addresses and sentences that tell who somebody is and whether they met the user, in seven languages.
#include <string>
#include <string_view>

namespace ajar {

/// careers@, jobs-berlin@, bewerbung@, rrhh@ ...: many people or nobody reads it. Takes a whole address.
bool is_shared_mailbox(std::string_view email);

/// info@, kontakt@, hello@: at a small firm a person answers there, and says so by their name.
bool is_front_desk(std::string_view email);

/// A display name that could be a person's: one to five words, none of them "team", "careers" and the like.
bool names_a_person(std::string_view display_name);

/// True if two names can be one person's: "Dana Whitfield", "Dana", "WHITFIELD, Dana", "Dr. Dana Whitfield".
bool same_person_name(std::string_view a, std::string_view b);

/// How senior a title sounds. `hr` recruits and coordinates, whatever its rank.
enum class Seniority { unknown, hr, lead, head, chief };
Seniority seniority_of(std::string_view title);
/// "I lead the modelling group", "aus meinem Team": the writer leads people.
bool says_they_lead(std::string_view sentence);

/// Looks back on a meeting: "thank you for the conversation yesterday", "es war schön, Sie kennenzulernen". One
/// sentence.
bool looks_back_on_meeting(std::string_view sentence);
/// Looks ahead to one the writer will be at: "I look forward to meeting you", "ich rufe Sie an". One sentence.
bool looks_ahead_to_meeting(std::string_view sentence);
/// "phone", "Telefonat", "llamada": a talk by telephone.
bool speaks_of_phone(std::string_view text);
/// "final round", "zweites Gespräch": the last stage or a further round.
bool speaks_of_further_round(std::string_view text);

}  // namespace ajar
