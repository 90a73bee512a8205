#!/bin/sh
# Fetches Cyrus and Courier for the tests without installing them: they conflict with Dovecot and with each other.
# Usage: fetch_servers.sh; prints the folder (AJAR_TEST_SERVERS, or one of this user's under /var/tmp), which then has
# cyrus/ and courier/ as unpacked packages. Run again, it does nothing. Exit 1 and the reason on stderr if it cannot.
set -eu
folder=${AJAR_TEST_SERVERS:-/var/tmp/ajar-test-servers-$(id -u)}
libraries="libcourier-unicode4 libgamin0 libltdl7"
cyrus="cyrus-common cyrus-imapd"
courier="courier-imap courier-base courier-authlib gamin $libraries"

fail() {
  echo "fetch_servers.sh: $*" >&2
  exit 1
}

# A folder in /var/tmp that somebody else made is not ours to run programs from.
[ -d "$folder" ] || mkdir -m 0755 "$folder" || [ -d "$folder" ]
[ "$(stat -c %u "$folder")" = "$(id -u)" ] || fail "$folder belongs to another user"
exec 9>"$folder/lock"
flock 9
if [ -e "$folder/complete" ]; then
  echo "$folder"
  exit 0
fi
for program in apt-get dpkg-deb; do
  command -v "$program" >/dev/null || fail "needs $program"
done

work=$(mktemp -d "$folder/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
chmod 0755 "$work"
# shellcheck disable=SC2086  # lists of package names
(cd "$work" && apt-get download -q $cyrus $courier >"$work/log" 2>&1) || fail "apt-get download: $(tail -1 "$work/log")"

unpack() {
  tree=$1
  shift
  mkdir -p "$work/$tree"
  for package; do
    for file in "$work/$package"_*.deb; do dpkg-deb -x "$file" "$work/$tree"; done
  done
}
# shellcheck disable=SC2086
unpack cyrus $cyrus
# shellcheck disable=SC2086
unpack courier $courier

check() {
  missing=$(LD_LIBRARY_PATH=$1 ldd "$2" | awk '/not found/ { print $1 }')
  [ -z "$missing" ] || fail "$2 needs $(echo "$missing" | tr '\n' ' ')"
}
host=$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || gcc -print-multiarch)
check "$work/cyrus/usr/lib/$host" "$work/cyrus/usr/lib/cyrus/bin/imapd"
check "$work/courier/usr/lib/$host:$work/courier/usr/lib" "$work/courier/usr/bin/imapd"

for tree in cyrus courier; do
  rm -rf "${folder:?}/$tree"
  mv "$work/$tree" "$folder/$tree"
done
echo "$host" >"$folder/complete"
echo "$folder"
