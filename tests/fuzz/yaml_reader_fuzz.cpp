// Any bytes as a rule file: faults or a book, each fault shown.
#include <cstdint>

#include "filters/rules.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const ajar::YamlDocument document = ajar::read_yaml(text, "fuzz.yaml");
  for (const ajar::Fault& fault : document.faults) ajar::show_fault(fault, text);
  const auto book = ajar::RuleBook::load({}, {{"fuzz.yaml", text}}, {});
  if (!book)
    for (const ajar::Fault& fault : book.error()) ajar::show_fault(fault, text);
  return 0;
}
