#include "daemon/command_line.h"

int main(int argc, char** argv) { return ajar::run_command_line(argc, argv); }
