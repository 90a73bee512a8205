#pragma once
// Words for what people do for a living, in seven languages: by them a role is told from other words after "for the".
#include <string_view>

namespace ajar {

/// True if one of the words is an occupation's ("Senior Data Engineer", "Pflegefachkraft", "chargée de mission").
bool names_an_occupation(std::string_view words);

}  // namespace ajar
