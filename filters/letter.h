#pragma once
// Chooses the sentences of a text: shape, rotation with memory, no idea and no distinctive word twice.
#include <string>
#include <string_view>
#include <vector>

#include "filters/circumstances.h"

namespace ajar {

/// A text as chosen: paragraphs of sentences, and the ids they came from.
struct Letter {
  std::vector<std::string> paragraphs;
  std::vector<std::string> variants;
  std::string shape;
  bool complete = false;  ///< false: a part that must be there has no sentence that fits
};

/// Short or long sentences where there is a choice.
enum class Lean { shorter, either, longer };

/// Writes a text by its shape: parts in order, "/" between paragraphs, "?" after a part that may be left out.
/// "thanks acceptance / personal? feedback? / door wishes". `seed` chooses among equals.
Letter write_letter(std::string_view shape, const Circumstances& circumstances, const LanguagePack& pack,
                    const ReplyMemory& memory, const std::string& seed, Lean lean = Lean::either);

/// A number for choosing among equals: the same everywhere and always (FNV-1a).
std::uint64_t seeded_number(std::string_view seed, std::string_view salt);

}  // namespace ajar
