#pragma once
// A short, stable name for some texts: FNV-1a, 64 bits. It tells things apart; it protects nothing.
#include <cstdint>
#include <string>
#include <string_view>

namespace ajar {

class Fingerprint {
 public:
  /// Texts are kept apart: "ab" + "c" is not "a" + "bc".
  Fingerprint& add(std::string_view text);
  /// 16 hexadecimal digits.
  std::string hex() const;

 private:
  std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

}  // namespace ajar
