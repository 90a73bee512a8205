#pragma once
// How alike two drafts are: overlap (Jaccard) of their runs of four words.
#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "filters/charset.h"

namespace ajar {

inline std::set<std::string> four_grams(const std::string& body) {
  std::istringstream in(comparison_key(body));
  const std::vector<std::string> words{std::istream_iterator<std::string>(in), {}};
  std::set<std::string> grams;
  for (std::size_t i = 0; i + 4 <= words.size(); ++i) {
    grams.insert(words[i] + " " + words[i + 1] + " " + words[i + 2] + " " + words[i + 3]);
  }
  return grams;
}

inline double jaccard(const std::set<std::string>& a, const std::set<std::string>& b) {
  const auto both = static_cast<std::size_t>(
      std::count_if(a.begin(), a.end(), [&](const std::string& gram) { return b.count(gram) > 0; }));
  const std::size_t all = a.size() + b.size() - both;
  return all == 0 ? 0 : static_cast<double>(both) / static_cast<double>(all);
}

}  // namespace ajar
