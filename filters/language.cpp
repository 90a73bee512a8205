#include "filters/language.h"

#include <algorithm>
#include <array>

#include "filters/charset.h"

namespace ajar {
namespace {

struct StopWords {
  std::string_view language;
  std::string_view words;
};
constexpr std::array<StopWords, 7> kStopWords = {
    {{"en", " the and you your for with this that have will not are our was "},
     {"de", " und der die das nicht sie ihre wir uns mit haben leider eine einen "},
     {"fr", " vous nous votre les des est pas que pour dans avec avons une "},
     {"es", " usted los las del que para con por una hemos su nuestro "},
     {"pt", " voc\xC3\xAA n\xC3\xA3o uma para com que os sua seu nosso em "},
     {"it", " che per non di il la della con sono abbiamo una gli lei "},
     {"nl", " het een van niet wij je uw voor met hebben ons zijn "}}};

}  // namespace

std::vector<std::string> recognise_languages(std::string_view text) {
  std::array<std::size_t, kStopWords.size()> hits{};
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t size = std::min(rest.find_first_of(" \n.,;:!?"), rest.size());
    const std::string word = " " + fold_case(rest.substr(0, size)) + " ";
    for (std::size_t i = 0; size > 0 && i < hits.size(); ++i)
      hits[i] += kStopWords[i].words.find(word) != std::string_view::npos ? 1 : 0;
    rest.remove_prefix(std::min(size + 1, rest.size()));
  }
  const auto best = std::max_element(hits.begin(), hits.end());
  if (*best == 0) return {};
  return {std::string(kStopWords[static_cast<std::size_t>(best - hits.begin())].language)};
}

}  // namespace ajar
