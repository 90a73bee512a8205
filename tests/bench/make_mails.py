#!/usr/bin/env python3
"""Writes invented mails for the benches; the same arguments always give the same mails.
usage: make_mails.py KIND COUNT mbox FILE      one mbox file
       make_mails.py KIND COUNT maildir DIR    files in DIR/new, with dates up to --now
       make_mails.py phrases COUNT rules FILE  a rule file of the user's with COUNT phrases
KIND: mixed (what a job seeker's mailbox holds, 1 KB to 60 KB, many encodings; one application to 80 mails, and two or
three mails about each) or newsletters (40 KB of HTML each).
--now SECONDS: the newest mail is dated then (default 1795000000)."""
import base64
import os
import quopri
import random
import sys
import time
from email.header import Header
from email.utils import formatdate

WORDS = {
    'en': '''the our your this week report meeting invoice garden train music river market evening project update team window
        letter budget draft timetable table season winter colour answer question project station notes friend kitchen road
        bridge paper plan result number school field harbour morning coffee weather travel ticket story photo screen'''.split(),
    'de': '''der die das unser heute Bericht Besprechung Rechnung Garten Zug Musik Fluss Markt Abend Projekt Woche Fenster
        Brief Entwurf Tisch Winter Farbe Antwort Frage Bahnhof Notizen Straße Brücke Papier Plan Ergebnis Schule Hafen
        Kaffee Wetter Reise Fahrkarte Geschichte Bild über für zwischen möglich schön größer'''.split(),
}
OPENINGS = {'en': ['Hi Sam,', 'Dear Sam,', 'Hello,'], 'de': ['Hallo Sam,', 'Guten Tag,', 'Liebe Kundin, lieber Kunde,']}
CLOSINGS = {'en': ['Best,', 'Kind regards,'], 'de': ['Viele Grüße', 'Mit freundlichen Grüßen']}
JOB_LINES = {  # receipt, invitation, no
    'en': ['Thank you for applying for the {role} position at {company}. We have received your application.',
           'We are happy to invite you to an interview for the {role} role at {company}.',
           'We have decided to go ahead with other candidates for the {role} role at {company}.'],
    'de': ['vielen Dank für Ihre Bewerbung als {role} bei {company}, die bei uns eingegangen ist.',
           'gern laden wir Sie zu einem Gespräch über die Stelle als {role} bei {company} ein.',
           'wir haben uns für die Stelle als {role} bei {company} für eine andere Person entschieden.'],
}
ROLES = ['Data Analyst', 'Backend Developer', 'Archivist', 'Product Designer', 'Nurse', 'Controller']
HOUSES = [a + b for a in ['North', 'Blue', 'Orchard', 'Tal', 'Harbour', 'Fern', 'Stone', 'Lark', 'Quill', 'Amber', 'Reed', 'Linden']
          for b in ['gate', 'fin', 'mill', 'werk', 'bridge', 'field', 'brook', 'light', 'stead', 'haven', 'wood', 'point']]
NAMES = [a + ' ' + b for a in ['Ines', 'Jörg', 'Aiko', 'Zoë', 'Robin', 'Łukasz', 'Dana', 'Marek', 'Priya', 'Tom', 'Yara', 'Oskar']
         for b in ['Duarte', 'Peters', 'Sato', 'Brandt', 'Achebe', 'Nowak', 'Whitfield', 'Holm', 'Rao', 'Keller', 'Haddad', 'Berg']]
MAILS_PER_APPLICATION = 80
STEPS = {7: (0, 0, 1.0), 33: (1, 1, 0.35), 61: (2, 2, 0.85)}  # place in 80 mails: line, how many applications ago, how likely


def sentence(rng, language):
    words = rng.choices(WORDS[language], k=rng.randint(6, 18))
    return ' '.join(words).capitalize() + rng.choice(['.', '.', '.', '?', '!'])


def address(name, host):
    letters = name.lower().translate(str.maketrans({'ö': 'oe', 'ë': 'e', 'ł': 'l', ' ': '.'}))
    return '%s@%s.example' % (letters, host)


def writer(rng, kind, number):
    """Name, address and language of whoever writes this mail, and what it says about an application, or None."""
    line, ago, chance = STEPS.get(number % MAILS_PER_APPLICATION, (0, 0, 0.0))
    application = number // MAILS_PER_APPLICATION - ago
    if kind == 'mixed' and application >= 0 and rng.random() < chance:
        its = random.Random('application %d' % application)
        name, house, role, language = its.choice(NAMES), HOUSES[application * 5 % len(HOUSES)], its.choice(ROLES), its.choice(['en', 'en', 'de'])
        return name, address(name, house.lower()), language, JOB_LINES[language][line].format(role=role, company=house)
    name, place = rng.choice(NAMES), rng.randint(1, 400)
    return name, address(name, 'place%d' % place), rng.choice(['en', 'en', 'de']), None


def text(rng, language, paragraphs, about_job, name):
    parts = [rng.choice(OPENINGS[language])]
    if about_job:
        parts.append(about_job)
    for _ in range(paragraphs):
        parts.append('\n'.join(sentence(rng, language) for _ in range(rng.randint(2, 5))))
    parts.append(rng.choice(CLOSINGS[language]) + '\n' + name)
    return '\n\n'.join(parts) + '\n'


def html(rng, language, plain, size=0):
    rows = ['<tr><td style="padding:12px;font-family:Arial,sans-serif;color:#333"><p>%s</p></td></tr>' % p.replace('\n', '<br>')
            for p in plain.split('\n\n')]
    page = ('<!DOCTYPE html><html><head><style>td{border:0;margin:0}.hidden{display:none}</style></head><body>'
            '<div style="display:none;max-height:0">%s</div><table width="600" align="center">' % sentence(rng, language))
    style = 'font-family:Helvetica,Arial,sans-serif;font-size:15px;line-height:22px;color:#3a3a3a;mso-line-height-rule:exactly'
    used = sum(map(len, rows))
    while len(page) + used < size:  # as newsletters are: a sentence or two in a heap of nested tables and tracked links
        link = 'https://click.news.example/t/%032x/%016x?utm_source=letter&amp;utm_medium=email' % (rng.getrandbits(128), rng.getrandbits(64))
        rows.append('<tr><td align="left" valign="top" style="padding:12px 24px;border-collapse:collapse;%s">'
                    '<table role="presentation" width="100%%" cellpadding="0" cellspacing="0" border="0"><tr><td style="%s">'
                    '<a href="%s" target="_blank" style="text-decoration:none;color:#0a66c2"><img src="https://img.news.example/%032x.png" '
                    'alt="%s" width="580" height="240" border="0" style="display:block;outline:none"></a></td></tr><tr><td style="%s">'
                    '<h2 style="margin:0 0 8px;font-weight:bold;%s">%s</h2><p style="margin:0;%s">%s&nbsp;&mdash; <a href="%s" style="%s">%s</a>'
                    '</p></td></tr></table></td></tr>'
                    % (style, style, link, rng.getrandbits(128), rng.choice(WORDS[language]), style, style, sentence(rng, language),
                       style, sentence(rng, language), link, style, rng.choice(WORDS[language])))
        used += len(rows[-1])
    return page + '\n'.join(rows) + '</table></body></html>\n'


def encoded(rng, body, charset='utf-8'):
    """Transfer encoding and bytes of a text part."""
    data = body.encode(charset, 'replace')
    kind = rng.choice(['quoted-printable', 'quoted-printable', 'base64', '8bit'])
    if kind == 'base64':
        return kind, base64.encodebytes(data).decode()
    if kind == 'quoted-printable':
        return kind, quopri.encodestring(data).decode()
    return kind, data.decode('latin-1')


def part(rng, subtype, body):
    charset = rng.choice(['utf-8', 'utf-8', 'iso-8859-1'])
    transfer, data = encoded(rng, body, charset)
    return 'Content-Type: text/%s; charset=%s\nContent-Transfer-Encoding: %s\n\n%s' % (subtype, charset, transfer, data)


def mail(kind, number, when):
    rng = random.Random('%s %d' % (kind, number))
    name, email, language, about_job = writer(rng, kind, number)
    plain = text(rng, language, rng.randint(1, 6), about_job, name)
    if kind == 'newsletters':
        body = part(rng, 'html', html(rng, language, plain, 40_000))
    else:
        shape = rng.random()
        if shape < 0.55:
            body = part(rng, 'plain', plain)
        elif shape < 0.75:
            body = part(rng, 'html', html(rng, language, plain, rng.choice([0, 4_000, 20_000])))
        else:
            mark = 'part-%d' % number
            parts = [part(rng, 'plain', plain), part(rng, 'html', html(rng, language, plain, rng.choice([0, 8_000])))]
            if shape > 0.95:
                parts.append('Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n'
                             'Content-Disposition: attachment; filename=a.pdf\n\n' + base64.encodebytes(rng.randbytes(40_000)).decode())
            kind_of_parts = 'mixed' if shape > 0.95 else 'alternative'
            body = ('Content-Type: multipart/%s; boundary="%s"\n\n' % (kind_of_parts, mark)
                    + ''.join('--%s\n%s\n' % (mark, p) for p in parts) + '--%s--\n' % mark)
    fields = [('Received', 'from mx.example (mx.example [192.0.2.7]) by mail.example.org; ' + formatdate(when)),
              ('From', '%s <%s>' % (Header(name, 'utf-8').encode() if not name.isascii() else name, email)),
              ('To', 'Sam Rivera <sam.rivera@example.org>'),
              ('Subject', Header(sentence(rng, language)[:60], 'utf-8').encode()),
              ('Date', formatdate(when)),
              ('Message-ID', '<bench.%s.%d@example.com>' % (kind, number)),
              ('MIME-Version', '1.0')]
    if kind == 'newsletters' or (not about_job and rng.random() < 0.3):
        fields.append(('List-Unsubscribe', '<https://news.example/off/%d>' % number))
    return ('\n'.join('%s: %s' % f for f in fields) + '\n' + body).encode('latin-1')


def rules(count):
    rng = random.Random('phrases')
    lines = ['version: 1', 'language: en', 'rules:', '  - id: bench.phrases', '    event: rejection',
             '    weight: 0.5', '    where: body', '    because: "only for measuring"', '    phrases:']
    syllables = ['ba', 'ko', 'ri', 'lu', 'me', 'ta', 'no', 'vi', 'sa', 'du', 'pe', 'go']
    word = lambda: ''.join(rng.choices(syllables, k=rng.randint(2, 4)))
    first = None
    for _ in range(count):
        phrase = ' '.join(word() for _ in range(rng.randint(3, 5)))
        first = first or phrase
        lines.append('      - "we %s"' % phrase)
    lines.append('    examples: {match: ["Today we %s here."], not: ["Nothing of this kind."]}' % first)
    return '\n'.join(lines) + '\n'


def main():
    arguments = sys.argv[1:]
    now = 1795000000
    if '--now' in arguments:
        at = arguments.index('--now')
        now = int(arguments[at + 1])
        del arguments[at:at + 2]
    if len(arguments) != 4:
        sys.exit(__doc__)
    kind, count, form, target = arguments[0], int(arguments[1]), arguments[2], arguments[3]
    if form == 'rules':
        with open(target, 'w') as out:
            out.write(rules(count))
    elif form == 'mbox':
        with open(target, 'wb') as out:
            for number in range(count):
                when = now - 600 * (count - number)
                body = mail(kind, number, when).replace(b'\nFrom ', b'\n>From ')
                out.write(b'From bench@example.com %s\n' % time.asctime(time.gmtime(when)).encode() + body + b'\n')
    else:
        os.makedirs(target + '/new', exist_ok=True)
        for number in range(count):
            when = now - 600 * (count - number)
            path = '%s/new/%d.%06d.bench' % (target, when, number)
            with open(path, 'wb') as out:
                out.write(mail(kind, number, when))
            os.utime(path, (when, when))


main()
