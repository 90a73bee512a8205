#!/bin/sh
# Ajar cannot send mail, and cannot delete or change one: the program links no SMTP, and the mail port has no such verb.
# usage: cannot_send_test.sh PROGRAM SOURCE_DIR
set -eu
program=$1
source_dir=$2
faults=

note() {
  faults=1
  printf '%s\n' "$1" >&2
}

# Symbols of libetpan's and anyone's SMTP, and of its IMAP verbs that change mail.
symbols=$(nm --dynamic --undefined-only "$program" | sed -n 's/^ *[Uw] //p')
for verb in 'mailsmtp_' 'newesmtp' 'smtp_' 'mailimap_(uid_)?store' 'mailimap_(uid_)?copy' 'mailimap_(uid_)?move' 'mailimap_expunge' \
  'mailimap_uidplus_uid_expunge' 'mailimap_close' 'mailimap_delete' 'mailimap_rename' 'mailmessage_' 'mailfolder_' 'mailstorage_'; do
  hits=$(printf '%s\n' "$symbols" | grep -E "^$verb" || true)
  [ -z "$hits" ] || note "the program links $hits"
done

# No SMTP or submission address, and no command of that protocol, in its strings.
strings -a "$program" >"${TMPDIR:-/tmp}/ajar-strings.$$"
trap 'rm -f "${TMPDIR:-/tmp}/ajar-strings.$$"' EXIT
hits=$(grep -nE 'smtps?://|^(MAIL FROM|RCPT TO|EHLO|HELO)|sendmail' "${TMPDIR:-/tmp}/ajar-strings.$$" || true)
[ -z "$hits" ] || note "the program holds strings of mail sending: $hits"
hits=$(grep -nE 'UID (STORE|EXPUNGE|MOVE|COPY)|[+-]FLAGS|^SETACL' "${TMPDIR:-/tmp}/ajar-strings.$$" || true)
[ -z "$hits" ] || note "the program holds IMAP commands that change mail: $hits"

# EXPUNGE is named only as what a server says: response_guard lets it in, imap_bell counts by it.
hits=$(grep -nE '"[^"]*EXPUNGE' "$source_dir"/daemon/*.cpp | grep -vE '/(response_guard|imap_bell)\.cpp:' || true)
[ -z "$hits" ] || note "$hits"

# The port: every verb it has is in this list. A new one is a decision, not an accident.
allowed='list_mailboxes examine sweep search fetch append_draft append_reminder create_drafts doorbell has_idle'
verbs=$(sed -n 's/^ *virtual .*[ *&]\([a-z_]*\)(.*/\1/p' "$source_dir/daemon/mail_server.h" | grep -v '^$' || true)
for verb in $verbs; do
  case " $allowed " in
    *" $verb "*) ;;
    *) note "daemon/mail_server.h has a new verb: $verb" ;;
  esac
done
[ -n "$verbs" ] || note "daemon/mail_server.h: no verbs found; this test needs mending"

# libcurl only carries bytes for IMAP and HTTP here.
hits=$(grep -nE 'CURLOPT_MAIL_FROM|CURLOPT_MAIL_RCPT|CURLPROTO_SMTP' "$source_dir"/daemon/*.cpp || true)
[ -z "$hits" ] || note "$hits"

[ -z "$faults" ] || exit 1
printf 'Ajar cannot send: no SMTP symbol, no command that changes mail, %s verbs in the mail port.\n' "$(printf '%s\n' "$verbs" | wc -l)"
