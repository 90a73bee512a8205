#!/usr/bin/env python3
"""Fills the drafts of docs/drafts.md in: each mail of a thread in tests/corpus/threads, then what `ajar preview` makes of it.

  scripts/show_drafts.py AJAR [--check]      AJAR: the program; --check changes nothing and fails where the page is stale
"""
import email
import email.policy
import email.utils
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "drafts.md"
THREADS = ROOT / "tests" / "corpus" / "threads"
BLOCK = re.compile(r"(<!-- thread (\S+) -->\n).*?(<!-- end -->)", re.S)


def read_mail(data):
    return email.message_from_bytes(data, policy=email.policy.default)


def own_words(mail):
    """The text part without quoted lines and the line that announces them."""
    part = mail.get_body(("plain", "html"))
    text = part.get_content() if part else ""
    if part and part.get_content_type() == "text/html":
        text = re.sub(r"<(style|head).*?</\1>", "", text, flags=re.S)
        text = re.sub(r"</p>|<br ?/?>|</div>", "\n", text)
        text = re.sub(r"<[^>]+>", "", text)
    lines = [line.rstrip() for line in text.splitlines()]
    quoted = [i for i, line in enumerate(lines) if line.startswith(">")]
    if quoted:
        cut = quoted[0]
        while cut > 0 and (not lines[cut - 1] or lines[cut - 1].endswith(":")):
            cut -= 1
        lines = lines[:cut]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def unflowed(body):
    """format=flowed (RFC 3676): a line that ends in a space goes on."""
    return re.sub(r" \n(?=\S)", " ", body.replace("\r\n", "\n")).replace("-- \n", "--\n").strip()


def show_mail(mail):
    when = email.utils.parsedate_to_datetime(mail["Date"]).strftime("%d %B %Y").lstrip("0")
    head = f"**{mail['From']}** to {mail['To']}, {when}: *{mail['Subject']}*"
    quoted = "\n".join(("> " + line).rstrip() for line in own_words(mail).splitlines())
    return f"{head}\n\n{quoted}\n"


def show_draft(ajar, folder):
    expected = (folder / "expected.yaml").read_text()
    trigger = folder / re.search(r"^file: (\S+)", expected, re.M).group(1)
    run = subprocess.run([ajar, "preview", "--history", folder, trigger], capture_output=True, cwd=ROOT, check=True)
    draft = read_mail(run.stdout)
    head = f"To: {draft['To']}\nSubject: {draft['Subject']}\n"
    return f"The draft:\n\n```\n{head}\n{unflowed(draft.get_content())}\n```\n"


def show_thread(ajar, name):
    folder = THREADS / name
    mails = [read_mail(path.read_bytes()) for path in folder.glob("*/*.eml")]
    mails.sort(key=lambda mail: email.utils.parsedate_to_datetime(mail["Date"]))
    return "\n" + "\n".join(show_mail(mail) for mail in mails) + "\n" + show_draft(ajar, folder) + "\n"


def main(arguments):
    ajar = str(pathlib.Path(arguments[0]).resolve())
    page = PAGE.read_text()
    fresh = BLOCK.sub(lambda block: block.group(1) + show_thread(ajar, block.group(2)) + block.group(3), page)
    if "--check" not in arguments:
        PAGE.write_text(fresh)
        return 0
    if fresh != page:
        print("docs/drafts.md is stale: run scripts/show_drafts.py with the program", file=sys.stderr)
    return 0 if fresh == page else 1


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
