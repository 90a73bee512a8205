#pragma once
// Signing in on an IMAP connection: AUTHENTICATE PLAIN (RFC 4616), OAUTHBEARER (RFC 7628) or XOAUTH2, else LOGIN.
// Nothing is sent that the server has not offered.
#include <string>

#include "daemon/imap_wire.h"

namespace ajar {

/// Password or OAuth 2 access token: the one that is not empty.
struct ImapCredentials {
  std::string user, password, bearer;
};

/// Asks for the capabilities before and after; they are in wire.guard().
/// Fails with sign_in (credentials refused, no common way), network (the server cannot check them now) or server.
Result<void> sign_in(ImapWire& wire, const ImapCredentials& credentials);

}  // namespace ajar
