#pragma once
// A throw-away certificate authority and what it signed, made by the openssl program in a moment.
#include <string>

namespace ajar::testing {

/// PEM files in one directory; keys beside certificates as NAME.key. All are for localhost, 127.0.0.0/8 test addresses
/// and ::1, if not said otherwise.
struct Certificates {
  std::string ca;          ///< what a client must trust
  std::string good;        ///< NAME.pem; the key is NAME.key
  std::string wrong_host;  ///< for mail.example.org
  std::string expired;
  std::string self_signed;
  std::string untrusted;  ///< signed by another authority
};

/// Throws std::runtime_error if openssl is missing or fails.
Certificates make_certificates(const std::string& directory);
std::string key_of(const std::string& certificate);

}  // namespace ajar::testing
