#pragma once
// SHA-256 (FIPS 180-4), for naming mails that carry no Message-ID. Not for secrets.
#include <string>
#include <string_view>

namespace ajar {

/// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace ajar
