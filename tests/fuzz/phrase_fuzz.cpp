// A phrase and a text, separated by a line break: compiling fails or works, the set agrees with the phrase alone.
#include <cstdint>
#include <cstdlib>

#include "filters/phrase.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t split = std::min(input.find('\n'), input.size());
  const std::string_view source = input.substr(0, split);
  const std::string_view text = input.substr(std::min(split + 1, input.size()));
  const ajar::FoldedText folded = ajar::fold_for_matching(text);
  if (!folded.origin.empty() && folded.origin.size() != folded.text.size() + 1) std::abort();
  for (const bool is_regex : {false, true}) {
    const auto phrase = is_regex ? ajar::Phrase::from_regex(source) : ajar::Phrase::from_phrase(source);
    if (!phrase) continue;
    const auto match = phrase->locate(text);
    if (match && (match->begin > match->end || match->end > text.size())) std::abort();
    ajar::PhraseSet set;
    set.add(*phrase);
    const bool in_set = !set.matches(text).empty();
    if (in_set && !match) std::abort();
  }
  return 0;
}
