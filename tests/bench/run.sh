#!/usr/bin/env bash
# Prints the figures that Ajar is measured by, on this machine, now. Nothing is asserted.
# usage: tests/bench/run.sh [--ham FILE.mbox[.gz]] [--corpus FILE.jsonl] [SECTION...]
#   sections: classify newsletters phrases start scan idle text detection drafts (default: all)
#   --ham     ordinary mail, none of it a rejection     --corpus  labelled mails, see tests/bench/detection.cpp
# Generated mail is kept in build/bench. Times are of one core; "cpu" does not count what other programs take.
set -euo pipefail
cd "$(dirname "$0")/../.."

ham='' corpus='' sections=()
while [ $# -gt 0 ]; do
  case $1 in
    --ham) ham=$2; shift 2 ;;
    --corpus) corpus=$2; shift 2 ;;
    -*) sed -n '2,6s/^# //p' "$0"; exit 64 ;;
    *) sections+=("$1"); shift ;;
  esac
done
wants() { [ ${#sections[@]} -eq 0 ] || [[ " ${sections[*]} " = *" $1 "* ]]; }

log=$(mktemp)
{ cmake --preset release && cmake --build build --target ajar detection drafts text_speed; } >"$log" || { cat "$log"; exit 1; }
rm -f "$log"
ajar=$PWD/build/daemon/ajar
work=$PWD/build/bench
mkdir -p "$work/nothing"
export XDG_CONFIG_HOME=$work/nothing XDG_STATE_HOME=$work/nothing # the shipped rules alone
unset CONFIGURATION_DIRECTORY STATE_DIRECTORY
here=tests/bench

title() { printf '\n== %s\n' "$*"; }
# usage: mailbox KIND COUNT: prints the path of an mbox of so many generated mails
mailbox() {
  [ -e "$work/$1-$2.mbox" ] || $here/make_mails.py "$1" "$2" mbox "$work/$1-$2.mbox"
  echo "$work/$1-$2.mbox"
}
# usage: speed COUNT COMMAND...
speed() {
  local count=$1 took
  shift
  took=$($here/measure.py "$@") || { echo "failed: $*" >&2; return 1; }
  awk -v n="$count" '{ printf "%7d mails: wall %6.2f s, cpu %6.2f s, %6.0f mails/s of cpu, peak memory %5.1f MB\n", n, $1, $2, n / $2, $3 }' <<<"$took"
}
# Median wall time in milliseconds of 11 runs.
median_ms() {
  for _ in $(seq 11); do $here/measure.py "$@"; done | cut -d' ' -f1 | sort -n | awk 'NR == 6 { printf "%.0f ms\n", $1 * 1000 }'
}

if wants classify; then
  title "ajar classify --json: mixed mail (plain, HTML, multipart; quoted-printable, base64; attachments)"
  for count in 400 4000; do speed $count "$ajar" classify --json "$(mailbox mixed $count)"; done
  if [ -n "$ham" ]; then
    case $ham in *.gz) gzip -dc "$ham" >"$work/ham.mbox" ;; *) cp "$ham" "$work/ham.mbox" ;; esac
    echo "the ham given:"
    speed "$(grep -c '^From ' "$work/ham.mbox")" "$ajar" classify --json "$work/ham.mbox"
    printf 'rejections found in it: '
    "$ajar" classify --json "$work/ham.mbox" | grep -c '"rejection":true' || true
  fi
fi

if wants newsletters; then
  title "ajar classify --json: newsletters of 40 KB of HTML"
  speed 1000 "$ajar" classify --json "$(mailbox newsletters 1000)"
fi

if wants phrases; then
  title "5,000 phrases of the user's besides the shipped rules"
  mkdir -p "$work/phrases/ajar/rules.d"
  $here/make_mails.py phrases 5000 rules "$work/phrases/ajar/rules.d/bench.yaml"
  box=$(mailbox mixed 4000)
  printf 'without: ' && speed 4000 "$ajar" classify --json "$box"
  printf 'with:    ' && XDG_CONFIG_HOME=$work/phrases speed 4000 "$ajar" classify --json "$box"
  printf 'of it to start: without %s' "$(median_ms "$ajar" classify --json samples/INBOX/10-kestrel-no.eml)"
  printf ', with %s\n' "$(XDG_CONFIG_HOME=$work/phrases median_ms "$ajar" classify --json samples/INBOX/10-kestrel-no.eml)"
fi

if wants start; then
  title "Cold start, median of 11"
  printf 'ajar --version:       %s\n' "$(median_ms "$ajar" --version)"
  printf 'ajar classify 1 mail: %s\n' "$(median_ms "$ajar" classify --json samples/INBOX/10-kestrel-no.eml)"
fi

if wants text; then
  title "Reading and preparing text"
  build/tests/bench/text_speed
fi

# usage: account_config PLACE: settings for the private server
account_config() {
  mkdir -p "$1/config"
  (umask 077 && echo "$password" >"$1/config/password")
  cat >"$1/config/ajar.yaml" <<CONF
accounts:
  - {name: bench, address: $user, imap: "imaps://localhost:$port", secret: {file: password}, tls_ca: ../tls/ca.pem}
CONF
}

if wants scan || wants idle; then
  . scripts/private_dovecot.sh
  place=$(private_dovecot_place "$work/server")
  private_dovecot_stop
  trap private_dovecot_stop EXIT
  private_dovecot_prepare "$place"
  if [ ! -e "$place/filled" ]; then
    $here/make_mails.py mixed 10000 maildir "$place/mail/Maildir" --now "$(date +%s)"
    mkdir -p "$place/mail/Maildir"/{cur,tmp}
    [ "$server_user" = "$(id -un)" ] || chown -R "$server_user:$server_group" "$place/mail"
    touch "$place/filled"
  fi
fi

if wants scan; then
  title "First scan of a mailbox of 10,000 mails on Dovecot over TLS"
  log_dir=$place/mail/rawlog
  rm -rf "$log_dir" "$place/state"
  mkdir -p "$log_dir"
  [ "$server_user" = "$(id -un)" ] || chown "$server_user" "$log_dir"
  private_dovecot_start "rawlog_dir = $log_dir"
  account_config "$place"
  adm mailbox status -u "$user" messages INBOX >/dev/null # Dovecot's own index is not what is measured
  "$ajar" --config "$place/config/ajar.yaml" --state "$place/state" -q run --once
  printf 'the mailbox holds %s MB; ' "$(du -sm "$place/mail/Maildir" | cut -f1)"
  printf 'read from the server %s MB, sent to it %s KB, in %s commands over %s connections\n' \
    "$(cat "$log_dir"/*.out | wc -c | awk '{ printf "%.1f", $1 / 1e6 }')" "$(cat "$log_dir"/*.in | wc -c | awk '{ printf "%.0f", $1 / 1e3 }')" \
    "$(cat "$log_dir"/*.in | grep -caE '^([0-9.]+ )?[A-Za-z0-9]+ (CAPABILITY|LIST|SELECT|EXAMINE|UID|APPEND|CREATE|NOOP|LOGOUT|IDLE|ENABLE|AUTHENTICATE|LOGIN|ID)')" \
    "$(find "$log_dir" -name '*.in' | wc -l)"
  private_dovecot_stop
  rm -rf "$log_dir" "$place/state"
  private_dovecot_start ''
  account_config "$place"
  speed 10000 "$ajar" --config "$place/config/ajar.yaml" --state "$place/state" -q run --once
  printf 'a second pass, nothing new: ' && speed 10000 "$ajar" --config "$place/config/ajar.yaml" --state "$place/state" -q run --once
  private_dovecot_stop
fi

if wants idle; then
  title "Idle: ajar run, one account, waiting in IDLE"
  private_dovecot_start ''
  account_config "$place"
  "$ajar" --config "$place/config/ajar.yaml" --state "$place/state" -q run --once
  "$ajar" --config "$place/config/ajar.yaml" --state "$place/state" -q run &
  daemon=$!
  for _ in $(seq 300); do
    "$ajar" --state "$place/state" --json status 2>/dev/null | grep -q '"state":"watching"' && break
    sleep 0.1
  done
  sleep 2
  awk '/VmRSS|RssAnon/ { printf "%s %.1f MB  ", $1, $2 / 1024 }' "/proc/$daemon/status"
  before=$(awk '{ print $14 + $15 }' "/proc/$daemon/stat")
  sleep 10
  after=$(awk '{ print $14 + $15 }' "/proc/$daemon/stat")
  printf 'cpu in 10 s: %d ms  threads: %s\n' $(((after - before) * 10)) "$(find "/proc/$daemon/task" -mindepth 1 -maxdepth 1 | wc -l)"
  kill "$daemon"
  wait "$daemon" || true
  private_dovecot_stop
fi

if wants detection && [ -n "$corpus" ]; then
  title "Detection on $(basename "$corpus")"
  build/tests/bench/detection --corpus "$corpus" ${ham:+--ham "$ham"}
fi

if wants drafts; then
  title "Drafts over tests/corpus/threads"
  build/tests/bench/drafts tests/corpus/threads | tail -n 25
fi
