#pragma once
// What the label of a domain tells about the name of its house: "lowellsystems" is "Lowell Systems".
#include <string>
#include <string_view>
#include <vector>

namespace ajar {

/// A name found by its label: as written, and whether the label is spelled out whole.
struct SpelledName {
  std::string words;  ///< empty: none
  bool whole = false;
};

/// The words of `text` that, run together, are this label ("lowellsystems", "otterandoak" for "Otter & Oak"), or
/// else most of it ("cragmillcoffee" for "Cragmill", "stonegatecap" for "Stonegate Capital"). The words begin with
/// a capital and stand on one line; an address or a domain in the text does not count.
SpelledName spelled_out(std::string_view label, std::string_view text);

/// The name a label is most likely to be where no text spells it: "tealbarge" -> "Tealbarge", "meridian-energy" ->
/// "Meridian Energy", "junipermedia" -> "Juniper Media". Empty for labels that could be several words run together.
std::string name_from_label(std::string_view label);

}  // namespace ajar
