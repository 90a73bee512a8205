#!/bin/sh
# Installs what packages.txt names, without starting or enabling a server that comes along: Debian would start Dovecot.
# usage: install_packages.sh [--tests]    (--tests: those for the tests as well)
set -eu
list=$(dirname "$0")/../packages.txt
if [ "${1:-}" = --tests ]; then
  wanted=$(grep -v '^#' "$list")
else
  wanted=$(sed '/^# For the tests/,$d' "$list" | grep -v '^#')
fi

is_installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
missing=
for package in $wanted; do is_installed "$package" || missing="$missing $package"; done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
  as_root=
elif command -v sudo >/dev/null; then
  as_root=sudo
else
  printf 'These packages are missing:%s\nInstall them as root, then run this again:\n  apt-get install%s\n' "$missing" "$missing" >&2
  exit 77
fi
printf 'Installing%s\n' "$missing"

# While this file exists and says no, Debian's packages start nothing. One that is there already is left alone.
policy=/usr/sbin/policy-rc.d
made_policy=
clean_up() { [ -z "$made_policy" ] || $as_root rm -f "$policy"; }
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
if [ ! -e "$policy" ]; then
  made_policy=yes
  printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
  $as_root chmod 755 "$policy"
fi
had_dovecot=$(is_installed dovecot-core && echo yes || echo no)

apt() { $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "$@"; }
# shellcheck disable=SC2086
if ! apt install --no-install-recommends --simulate $missing >/dev/null 2>&1; then apt update; fi
# shellcheck disable=SC2086
apt install --no-install-recommends $missing >/dev/null

# Nor shall a Dovecot that came with this start at the next boot. One that was there before is left alone.
if [ "$had_dovecot" = no ] && is_installed dovecot-core; then
  if command -v systemctl >/dev/null; then $as_root systemctl disable --quiet dovecot.service dovecot.socket 2>/dev/null || true; fi
  if command -v update-rc.d >/dev/null; then $as_root update-rc.d dovecot disable >/dev/null 2>&1 || true; fi
fi
