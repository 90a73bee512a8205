#include "filters/html_text.h"

#include <array>

#include "filters/ascii.h"

namespace ajar {
namespace {

struct Entity {
  std::string_view name;
  std::string_view text;
};
constexpr std::array<Entity, 7> kEntities = {
    {{"&nbsp;", " "}, {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&apos;", "'"}}};

}  // namespace

std::string html_to_text(std::string_view html) {
  constexpr std::array<std::string_view, 8> blocks = {"p", "div", "br", "tr", "li", "h1", "h2", "table"};
  std::string out;
  while (!html.empty()) {
    if (html.front() == '<') {
      std::size_t end = std::min(html.find('>'), html.size());
      std::string_view name = html.substr(1, end - 1);
      if (!name.empty() && name.front() == '/') name.remove_prefix(1);
      name = name.substr(0, std::min(name.find_first_of(" \t\r\n/"), name.size()));
      for (const auto block : blocks)
        if (ascii::equal(name, block)) out += '\n';
      html.remove_prefix(std::min(end + 1, html.size()));
      continue;
    }
    bool entity = false;
    for (const Entity& known : kEntities)
      if (!entity && html.substr(0, known.name.size()) == known.name) {
        out += known.text;
        html.remove_prefix(known.name.size());
        entity = true;
      }
    if (entity) continue;
    out += html.front() == '\n' ? ' ' : html.front();
    html.remove_prefix(1);
  }
  return out;
}

}  // namespace ajar
