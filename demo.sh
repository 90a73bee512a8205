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

keep='' fresh=''
for option in "$@"; do
  case $option in
    --keep) keep=yes ;;
    --fresh) fresh=yes ;;
    -h | --help) sed -n '2,7s/^# //p' "$0"; exit 0 ;;
    *) echo "demo.sh: there is no option $option (there are --keep and --fresh)" >&2; exit 64 ;;
  esac
done

bold='' dim='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; fi
title() { printf '\n%s== %s%s\n\n' "$bold" "$*" "$plain"; }
note() { printf '%s%s%s\n' "$dim" "$*" "$plain"; }

scripts/install_packages.sh

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

# --- the server -----------------------------------------------------------------------------------------------------------
. scripts/private_dovecot.sh
place=$(private_dovecot_place "$root/build/demo")
private_dovecot_stop # one that an earlier --keep left
[ -z "$fresh" ] || rm -rf "$place"
private_dovecot_prepare "$place"
mkdir -p "$place"/{config,state}
chmod 700 "$place/config" "$place/state"
private_dovecot_start ''
trap '[ -n "$keep" ] || private_dovecot_stop' EXIT

# What is shown comes from Dovecot's own tool, not from Ajar.
count() { adm mailbox status -u "$user" messages "$1" | sed 's/.*=//'; }
# Every mail that matches, as a reader sees it, under a rule.
show() { adm fetch -u "$user" text.utf8 "$@" | tr -d '\f\r' | sed 's/^text.utf8:$/------------------------------------------------------------------------/'; }

# --- the mails: dates are laid around the past week, so that the first look finds them -----------------------------------
title "The mailbox"
if [ ! -e "$place/monday" ]; then
  monday=$(date -d "$(date +%F) -$(($(date +%u) - 1)) days" +%s)
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
