#include <cstdio>

#include "daemon/commands/commands.h"

namespace ajar {

ExitCode run(const Invocation&, const RunOptions&) {
  std::fputs("ajar: run is not there yet\n", stderr);
  return ExitCode::temporary;
}

}  // namespace ajar
