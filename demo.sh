#!/usr/bin/env bash
# Shows Ajar at work on a real IMAP server: a private Dovecot on this machine, with TLS, filled with the mails of
# samples/. Needs Debian 12 with git, and root or sudo for the packages; apart from them nothing outside this
# directory is changed.
# usage: ./demo.sh [--keep] [--fresh]
#   --keep   leave the server running and say how to look into it with mutt or Thunderbird
#   --fresh  forget what earlier runs left; without it a second run shows that nothing is filed twice
set -euo pipefail
cd "$(dirname "$0")"
root=$PWD

keep= fresh=
for option in "$@"; do
  case $option in
    --keep) keep=yes ;;
    --fresh) fresh=yes ;;
    -h | --help) sed -n '2,7s/^# //p' "$0"; exit 0 ;;
    *) echo "demo.sh: there is no option $option (there are --keep and --fresh)" >&2; exit 64 ;;
  esac
done

bold= dim= plain=
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; fi
title() { printf '\n%s== %s%s\n\n' "$bold" "$*" "$plain"; }
note() { printf '%s%s%s\n' "$dim" "$*" "$plain"; }

scripts/install_packages.sh
PATH=$PATH:/usr/sbin:/sbin

# --- the program -------------------------------------------------------------------------------------------------------
title "Building Ajar"
log=$(mktemp)
if ! { cmake --preset release && cmake --build build --parallel "$(nproc)" --target ajar; } >"$log" 2>&1; then
  cat "$log"
  rm -f "$log"
  exit 1
fi
rm -f "$log"
ajar=$root/build/daemon/ajar
"$ajar" --version

# --- a place for the server: mail must belong to somebody who is not root ----------------------------------------------
server_user=$(id -un) server_group=$(id -gn)
as_server=()
place=$root/build/demo
if [ "$(id -u)" -eq 0 ]; then
  server_user=nobody server_group=nogroup
  as_server=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
  "${as_server[@]}" test -x "$root" || place=/var/tmp/ajar-demo
fi
[ -z "$fresh" ] || rm -rf "$place"
mkdir -p "$place"/{tls,config,state,server,mail}
chmod 700 "$place/config" "$place/state"
user=sam.rivera@example.org password=knock-knock

# --- TLS: an authority of its own, trusted by Ajar through tls_ca and by nobody else ------------------------------------
make_certificates() {
  local ec=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
  openssl req -x509 "${ec[@]}" -keyout "$place/tls/ca.key" -out "$place/tls/ca.pem" -days 30 -subj "/CN=Ajar demo" \
    -addext keyUsage=keyCertSign
  openssl req -new "${ec[@]}" -keyout "$place/tls/server.key" -out "$place/tls/server.csr" -subj "/CN=localhost"
  openssl x509 -req -in "$place/tls/server.csr" -CA "$place/tls/ca.pem" -CAkey "$place/tls/ca.key" -CAcreateserial \
    -days 30 -out "$place/tls/server.pem" -extfile <(echo "subjectAltName=DNS:localhost,IP:127.0.0.1")
}
openssl x509 -checkend 86400 -noout -in "$place/tls/server.pem" >/dev/null 2>&1 || make_certificates 2>/dev/null

# --- the server ---------------------------------------------------------------------------------------------------------
is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
write_server_config() {
  local port=$1
  cat >"$place/server/dovecot.conf" <<CONF
base_dir = $place/server/run
state_dir = $place/server/state
log_path = $place/server/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = $server_user
default_internal_group = $server_group
default_login_user = $server_user
first_valid_uid = 1
first_valid_gid = 1
default_vsz_limit = 0
mail_fsync = never
ssl = required
ssl_cert = <$place/tls/server.pem
ssl_key = <$place/tls/server.key
passdb {
  driver = static
  args = password=$password
}
userdb {
  driver = static
  args = uid=$server_user gid=$server_group home=$place/mail
}
mail_location = maildir:~/Maildir
namespace inbox {
  inbox = yes
  mailbox Drafts {
    auto = subscribe
    special_use = \Drafts
  }
  mailbox Sent {
    auto = subscribe
    special_use = \Sent
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = $port
    ssl = yes
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
CONF
}
server_pid() { cat "$place/server/run/master.pid" 2>/dev/null || true; }
is_running() { [ -n "$(server_pid)" ] && kill -0 "$(server_pid)" 2>/dev/null; }
stop_server() {
  is_running || return 0
  local pid
  pid=$(server_pid)
  kill "$pid" 2>/dev/null || true
  for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || return 0; sleep 0.1; done
}
start_server() {
  for _ in $(seq 10); do
    port=$((20000 + RANDOM % 12000))
    ! is_taken $port || continue
    write_server_config $port
    dovecot -c "$place/server/dovecot.conf" 2>"$place/server/start.log" || continue
    for _ in $(seq 50); do ! is_taken $port || return 0; sleep 0.1; done
    stop_server
  done
  cat "$place/server/start.log" "$place/server/dovecot.log" >&2
  echo "demo.sh: Dovecot does not start" >&2
  exit 69
}
stop_server # of an earlier --keep
start_server
trap '[ -n "$keep" ] || stop_server' EXIT

# An independent hand on the mailbox: Dovecot's own tool, not Ajar.
adm() { doveadm -c "$place/server/dovecot.conf" "$@"; }
count() { adm mailbox status -u "$user" messages "$1" | sed 's/.*=//'; }
# Every mail that matches, as a reader sees it, under a rule.
show() { adm fetch -u "$user" text.utf8 "$@" | tr -d '\f\r' | sed 's/^text.utf8:$/------------------------------------------------------------------------/'; }

# --- the mails: dates are laid around the past week, so that the first look finds them -----------------------------------
title "The mailbox"
if [ ! -e "$place/monday" ]; then
  monday=$(date -d "$(date +%F) -$(($(date +%u) - 1)) days" +%s)
  mkdir -p "$place/mail/Maildir"
  scripts/load_samples.pl "$monday" samples "$place/mail/Maildir" >/dev/null
  [ "$server_user" = "$(id -un)" ] || chown -R "$server_user:$server_group" "$place/mail"
  echo "$monday" >"$place/monday"
  new=yes
else
  new=
fi
monday=$(cat "$place/monday")
echo "INBOX: $(count INBOX) mails, Sent: $(count Sent), Drafts: $(count Drafts), on imaps://localhost:$port"

cat >"$place/config/ajar.yaml" <<CONF
# yaml-language-server: \$schema=$root/config/schema/ajar.schema.json
version: 1
accounts:
  - name: demo
    address: $user
    display_name: Sam Rivera
    imap: imaps://localhost:$port
    secret: {file: password}
    tls_ca: ../tls/ca.pem
CONF
(umask 077 && echo "$password" >"$place/config/password")

# The moment "DAY HH:MM" of the demo's story, DAY counted from its Monday.
moment() { date -d "$(date -d "@$monday" +%F) $1 days $2" --iso-8601=seconds; }
ajar() { "$ajar" --config "$place/config/ajar.yaml" --state "$place/state" "$@"; }
pass() {
  note "\$ ajar run --once --now $1"
  ajar run --once --now "$1"
}

if [ -n "$new" ]; then
  title "Thursday evening: Ajar reads the mailbox"
  pass "$(moment -4 18:00)"
  echo
  ajar status -v
  echo
  note "The drafts wait: nobody answers a no in the same hour."
  ajar drafts

  title "Friday morning: the drafts are due"
  pass "$(moment -3 11:00)"
  show mailbox Drafts ALL

  title "Friday noon: Sam sends two of them"
  # What a mail client does: the draft, with today's Date, goes to Sent and leaves Drafts.
  for person in priya.raman@lumen-analytics.example ella@harbourandpine.example; do
    adm fetch -u "$user" text mailbox Drafts to "$person" | tr -d '\f\r' |
      sed -e '1{/^text:/d}' -e "s/^Date:.*/Date: $(LC_ALL=C date -R -d "$(moment -3 12:00)")/" | adm save -u "$user" -m Sent
    adm expunge -u "$user" mailbox Drafts to "$person"
    echo "sent to $person"
  done
  pass "$(moment -3 12:30)"
  ajar reminders

  title "Tuesday morning: the first reminders arrive"
  pass "$(moment 1 09:10)"
  show mailbox INBOX from "$user"
else
  title "Everything was done in an earlier run; Ajar looks again"
  before=$(count Drafts)
  pass "$(moment 1 09:20)"
  echo "Drafts before: $before, after: $(count Drafts)"
  title "The drafts"
  show mailbox Drafts ALL
  title "The reminders"
  ajar reminders
fi

title "How things stand"
ajar status
echo
echo "INBOX: $(count INBOX) mails, Sent: $(count Sent), Drafts: $(count Drafts)."
if [ -n "$new" ]; then echo "Run ./demo.sh again: nothing is filed twice. With --fresh it starts over."; fi

if [ -n "$keep" ]; then
  cat >"$place/muttrc" <<CONF
set folder = imaps://localhost:$port/
set imap_user = $user
set imap_pass = $password
set ssl_ca_certificates_file = $place/tls/ca.pem
set certificate_file = $place/tls/ca.pem
set ssl_usesystemcerts = no
set spoolfile = +INBOX
set postponed = +Drafts
set record = +Sent
set from = $user
set realname = "Sam Rivera"
set sendmail = /bin/false
unset mail_check
CONF
  title "The server stays up"
  cat <<TEXT
With mutt (m and R recall a draft; it cannot send anything):
  mutt -F $place/muttrc
With Thunderbird: IMAP, localhost, port $port, SSL/TLS, normal password;
  user $user, password $password; confirm the demo's certificate.
Stop it with:
  kill \$(cat $place/server/run/master.pid)
TEXT
fi
