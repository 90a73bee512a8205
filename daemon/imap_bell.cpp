#include "daemon/imap_bell.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

namespace ajar {
namespace {

/// 23 of "* 23 EXISTS".
std::optional<std::uint32_t> number_before(const std::string& line, std::string_view word) {
  if (line.size() < word.size() + 4) return std::nullopt;
  const std::string end = line.substr(line.size() - word.size());
  const auto same = [](char a, char b) { return std::toupper(static_cast<unsigned char>(a)) == b; };
  if (!std::equal(end.begin(), end.end(), word.begin(), same)) return std::nullopt;
  return static_cast<std::uint32_t>(std::strtoul(line.c_str() + 2, nullptr, 10));
}

}  // namespace

void ImapBell::opened(std::uint32_t exists) {
  ringing_ = true;
  told_ = exists;
}

void ImapBell::hear(const std::string& line) {
  if (const auto exists = number_before(line, "EXISTS")) {
    counted(*exists);
  } else if (number_before(line, "EXPUNGE") && told_ > 0) {
    --told_;
  }
}

void ImapBell::counted(std::uint32_t exists) {
  ringing_ = ringing_ || exists > told_;
  told_ = exists;
}

bool ImapBell::take() { return std::exchange(ringing_, false); }

}  // namespace ajar
