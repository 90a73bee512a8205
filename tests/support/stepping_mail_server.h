#pragma once
// A connection that calls a hook before and after every verb: the places where a program can die.
#include <functional>
#include <memory>
#include <string>

#include "daemon/connect_account.h"

namespace ajar::testing {

using Step = std::function<void(std::string_view)>;

/// `connect`, with every connection stepping.
Connect stepping(Connect connect, Step step);

}  // namespace ajar::testing
