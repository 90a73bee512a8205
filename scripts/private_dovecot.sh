#!/usr/bin/env bash
# A private Dovecot for the demo and the benches: TLS on a free high port of the loopback interface, one user, mail
# that belongs to somebody who is not root. To be sourced; PLACE is a directory of its own, kept from start to start.
#   private_dovecot_place WANTED    prints the directory to use
#   private_dovecot_prepare PLACE   directories, certificates; sets server_user and server_group
#   private_dovecot_start [LINES]   sets port; LINES are added to its configuration
#   private_dovecot_stop            ends this server and no other
#   adm ...                         doveadm with its configuration: an independent hand on the mailbox
# Sets user and password, which it takes.
PATH=$PATH:/usr/sbin:/sbin
# shellcheck disable=SC2034  # the scripts that source this use it
user=sam.rivera@example.org password=knock-knock

# Mail must belong to somebody who is not root and who can reach it.
private_dovecot_prepare() {
  place=$1
  server_user=$(id -un) server_group=$(id -gn)
  if [ "$(id -u)" -eq 0 ]; then server_user=nobody server_group=nogroup; fi
  mkdir -p "$place"/{tls,server,mail/Maildir}
  [ "$server_user" = "$(id -un)" ] || chown -R "$server_user:$server_group" "$place/mail"
  openssl x509 -checkend 86400 -noout -in "$place/tls/server.pem" >/dev/null 2>&1 || private_dovecot_certificates 2>/dev/null
}

# The directory WANTED where a server can live in it: its user must reach it, and names of sockets are short
# (unix(7)). Else one of our own in /var/tmp.
private_dovecot_place() {
  local wanted=$1 parent=${1%/*} reachable=yes
  mkdir -p "$parent"
  if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=nobody --regid=nogroup --clear-groups test -x "$parent" || reachable=; fi
  if [ -z "$reachable" ] || [ ${#wanted} -gt 70 ]; then wanted=/var/tmp/ajar-${wanted##*/}-$(id -u); fi
  mkdir -p "$wanted"
  [ -O "$wanted" ] || { echo "$wanted belongs to somebody else" >&2; return 77; }
  echo "$wanted"
}

# An authority of its own, trusted by Ajar through tls_ca and by nobody else.
private_dovecot_certificates() {
  local ec=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
  openssl req -x509 "${ec[@]}" -keyout "$place/tls/ca.key" -out "$place/tls/ca.pem" -days 30 -subj "/CN=Ajar demo" \
    -addext keyUsage=keyCertSign
  openssl req -new "${ec[@]}" -keyout "$place/tls/server.key" -out "$place/tls/server.csr" -subj "/CN=localhost"
  openssl x509 -req -in "$place/tls/server.csr" -CA "$place/tls/ca.pem" -CAkey "$place/tls/ca.key" -CAcreateserial \
    -days 30 -out "$place/tls/server.pem" -extfile <(echo "subjectAltName=DNS:localhost,IP:127.0.0.1")
}

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
private_dovecot_write() {
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
$1
CONF
}
private_dovecot_pid() { cat "$place/server/run/master.pid" 2>/dev/null || true; }
# The process of that id is this very server: its configuration stands in its command line.
private_dovecot_runs() {
  local pid
  pid=$(private_dovecot_pid)
  [ -n "$pid" ] && grep -qaF "$place/server/dovecot.conf" "/proc/$pid/cmdline" 2>/dev/null
}
private_dovecot_stop() {
  private_dovecot_runs || return 0
  local pid
  pid=$(private_dovecot_pid)
  kill "$pid" 2>/dev/null || true
  for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || return 0; sleep 0.1; done
}
private_dovecot_start() {
  for _ in $(seq 10); do
    port=$((20000 + RANDOM % 12000))
    ! port_is_taken $port || continue
    private_dovecot_write "${1:-}"
    dovecot -c "$place/server/dovecot.conf" 2>"$place/server/start.log" || continue
    for _ in $(seq 50); do ! port_is_taken $port || return 0; sleep 0.1; done
    private_dovecot_stop
  done
  cat "$place/server/start.log" "$place/server/dovecot.log" >&2
  echo "Dovecot does not start" >&2
  return 69
}

adm() { doveadm -c "$place/server/dovecot.conf" "$@"; }
