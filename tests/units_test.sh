#!/bin/sh
# Both units are what systemd takes without a word, and the system unit exposes 1.5 or less. Nothing is started.
# usage: units_test.sh PROGRAM DIRECTORY_OF_UNITS
set -eu
program=$1
units=$2
command -v systemd-analyze >/dev/null || { echo "skipped: systemd-analyze is not installed"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for kind in user system; do
  mkdir "$work/$kind"
  # The program is not installed in a build tree, and no manual page is.
  sed -e "s|^ExecStart=[^ ]*|ExecStart=$program|" -e '/^Documentation=/d' "$units/$kind/ajar.service" >"$work/$kind/ajar.service"
  flag=
  [ "$kind" = system ] || flag=--user
  said=$(HOME="$work" XDG_RUNTIME_DIR="$work" systemd-analyze verify $flag --man=no --recursive-errors=no "$work/$kind/ajar.service" 2>&1) || {
    printf '%s unit:\n%s\n' "$kind" "$said" >&2
    exit 1
  }
  [ -z "$said" ] || { printf '%s unit:\n%s\n' "$kind" "$said" >&2; exit 1; }
done

overall=$(systemd-analyze security --offline=true --no-pager "$work/system/ajar.service" | sed -n 's/.*Overall exposure level for [^:]*: \([0-9.]*\).*/\1/p')
printf 'exposure of the system unit: %s\n' "$overall"
awk -v level="$overall" 'BEGIN { exit !(level != "" && level <= 1.5) }'
