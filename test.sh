#!/bin/sh
# Everything that is tested: installs what is missing, builds with warnings as errors under AddressSanitizer and
# UndefinedBehaviorSanitizer, runs all tests, then the threads of the daemon under ThreadSanitizer.
# usage: ./test.sh [NAME]     (NAME: only tests whose name matches this regular expression, without ThreadSanitizer)
set -eu
cd "$(dirname "$0")"
only=${1:-}
began=$(date +%s)
cores=$(nproc)
say() { printf '\n== %s (%ds)\n' "$*" "$(($(date +%s) - began))"; }

scripts/install_packages.sh --tests

# usage: build PRESET DIRECTORY [TARGET...]
build() {
  preset=$1 directory=$2
  shift 2
  cmake --preset "$preset" >"$directory.configure.log" 2>&1 || { cat "$directory.configure.log"; exit 1; }
  rm -f "$directory.configure.log"
  cmake --build "$directory" --parallel "$cores" ${1:+--target "$@"}
}

# usage: run_tests DIRECTORY LOG CTEST_OPTION...
run_tests() {
  directory=$1 log=$2
  shift 2
  status=0
  { ctest --test-dir "$directory" --output-on-failure --no-tests=error --timeout 600 --parallel "$cores" "$@" || echo "ctest: $?" >"$log.failed"; } 2>&1 | tee "$log"
  [ ! -e "$log.failed" ] || status=1
  rm -f "$log.failed"
  return $status
}

failed=
say "Building with sanitizers, warnings as errors"
build dev build-dev
say "Testing"
run_tests build-dev build-dev/tests.log ${only:+-R "$only"} || failed="$failed tests"

if [ -z "$only" ]; then
  say "Building with ThreadSanitizer"
  build tsan build-tsan daemon_tests
  say "Testing the threads"
  run_tests build-tsan build-tsan/tests.log -R 'Supervisor|Thread|Ledger|Account' -E '^crash' || failed="$failed threads"
fi

say "Summary"
sed -n '/tests passed/,$p' build-dev/tests.log
if [ -z "$only" ]; then
  echo
  echo "Under ThreadSanitizer:"
  sed -n '/tests passed/,$p' build-tsan/tests.log
fi
if [ -n "$failed" ]; then
  printf '\nFAILED:%s\n' "$failed"
  exit 1
fi
printf '\nAll tests passed. (%ds)\n' "$(($(date +%s) - began))"
