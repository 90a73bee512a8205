#pragma once
// Posts and houses as a letter says them; what nobody would say comes back empty and is never written.
#include <string>
#include <string_view>

#include "filters/candidate.h"

namespace ajar {

/// A role as one says it: "Interview: Redakteurin (m/w/d)" -> "Redakteurin". Without the words of a subject, brackets,
/// reference numbers and the word "position". "Redakteur/in" needs the user's gender. Empty if it cannot be said.
std::string spoken_role(std::string_view role, Gender gender);

/// A company as one says it: without "GmbH", "Inc." at the end; empty if it cannot be said.
std::string spoken_company(std::string_view company);

}  // namespace ajar
