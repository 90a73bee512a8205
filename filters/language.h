#pragma once
// Which of the seven languages a text is written in.
#include <string>
#include <string_view>
#include <vector>

namespace ajar {

/// ISO 639-1 codes, most likely first: a subset of en de fr es pt it nl, or "other" for a text in another language,
/// or empty if there is too little text to tell. More than one entry: a mixed mail, judged by each of those packs.
std::vector<std::string> recognise_languages(std::string_view text);

}  // namespace ajar
