#pragma once
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace ajar {

/// Why something failed. A kind exists only where the daemon's loop reacts differently to it.
enum class ErrorKind {
  config,   ///< settings, rules or replies: exit 78; on reload the old books stay
  sign_in,  ///< the server refused the credentials: at most 3 tries, then wait for changed settings
  network,  ///< no connection, TLS refused, time-out, connection lost: back off 30 s to 30 min
  server,   ///< the server answered NO or BAD, or spoke nonsense
  message,  ///< one mail cannot be read or written: note it and go on
  storage   ///< the ledger or the disk: exit 74
};

/// An expected failure: what happened and where, in the user's words; the hint says what to do next.
struct Error {
  ErrorKind kind;
  std::string what;
  std::string hint;
};

template <class T>
using Result = tl::expected<T, Error>;

/// Shorthand for returning a failure: `return fail(ErrorKind::network, "...", "...")`.
inline tl::unexpected<Error> fail(ErrorKind kind, std::string what, std::string hint = {}) {
  return tl::unexpected<Error>(Error{kind, std::move(what), std::move(hint)});
}

}  // namespace ajar
