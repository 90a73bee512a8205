#!/bin/sh
# filters/ decides, daemon/ does: libfilters.a may not open files or sockets, ask for the time, randomness or the
# environment, start threads or processes, or write anywhere. Looks at what the linker would need for it.
# usage: purity_test.sh LIBFILTERS.A
set -eu
library=$1

forbidden='open|open64|openat|openat64|creat|creat64|fopen|fopen64|fdopen|freopen|freopen64|tmpfile|mkstemp
read|write|pread|pwrite|pread64|pwrite64|fread|fwrite|fputs|fputc|putchar|puts|printf|fprintf|vfprintf|perror|__printf_chk|__fprintf_chk
stat|stat64|lstat|fstat|access|unlink|rename|mkdir|opendir|readdir|readlink|realpath|mmap|mmap64
socket|connect|bind|listen|accept|accept4|send|sendto|sendmsg|recv|recvfrom|recvmsg|getaddrinfo|gethostbyname|poll|select|epoll_create1
time|clock|gettimeofday|clock_gettime|timespec_get|localtime|localtime_r|mktime|tzset|nanosleep|usleep|sleep
rand|srand|random|srandom|rand_r|drand48|getrandom|getentropy|arc4random
getenv|secure_getenv|setenv|putenv|unsetenv|getpid|getuid|gethostname|uname|getcwd|setlocale
fork|vfork|execve|execvp|system|popen|posix_spawn|pthread_create|signal|sigaction|kill'
# The same in C++: streams on files and the console, clocks, random devices, threads.
forbidden_cpp='std::basic_[io]?fstream|std::basic_filebuf|std::cout|std::cerr|std::clog|std::cin|std::chrono::_V2::(system|steady)_clock::now|std::random_device|std::thread::|std::filesystem|std::this_thread|std::__basic_future|std::locale::global'

names=$(printf '%s' "$forbidden" | tr '\n' '|')
needed=$(nm --undefined-only --demangle "$library" | sed -n 's/^ *[Uw] //p' | sed 's/@.*//' | sort -u)
found=$(printf '%s\n' "$needed" | grep -E "^($names)$|$forbidden_cpp" || true)
if [ -n "$found" ]; then
  printf 'filters/ touches the world; this belongs into daemon/:\n%s\n' "$found" >&2
  exit 1
fi
printf 'filters/ is pure: %s outside names, none of them touches the world.\n' "$(printf '%s\n' "$needed" | wc -l)"
