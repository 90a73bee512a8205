#include "daemon/fingerprint.h"

namespace ajar {
namespace {

constexpr std::uint64_t kPrime = 0x100000001b3ULL;
constexpr unsigned char kBetween = 0xff;  // no byte of UTF-8

}  // namespace

Fingerprint& Fingerprint::add(std::string_view text) {
  for (const unsigned char byte : text) value_ = (value_ ^ byte) * kPrime;
  value_ = (value_ ^ kBetween) * kPrime;
  return *this;
}

std::string Fingerprint::hex() const {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += kDigits[(value_ >> shift) & 15];
  return text;
}

}  // namespace ajar
