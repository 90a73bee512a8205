#pragma once
// The only room that knows CLI11: options in, the chosen command run, its exit code out.

namespace ajar {

/// Runs the command of the command line. Faulty options end with exit code 64 and the usage on standard error.
int run_command_line(int argc, char** argv);

}  // namespace ajar
