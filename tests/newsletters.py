# ruff: noqa: E501, ISC004  mails are read as they come
"""Mails of invented outlets, as mail programs and newsletter services make them; a real SMTP server took each."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterable
from email.message import EmailMessage
from email.policy import SMTP
from textwrap import wrap
from urllib.parse import quote

from servers import sound_server

READER = "mara.finch@reader.example"  # no article may name who got the mail
PIXEL = '<img src="https://open.lindhamncourier.example/o/7c9e6679f7425.gif" width="1" height="1" alt="">'

STORIES = (
    (
        "Harbour master resigns after eleven years",
        "https://lindhamncourier.example/news/harbour-master-resigns",
        "The harbour master of Lindhamn, Pål Eide, resigned on Tuesday after eleven years in office. “I have asked for a "
        "second tug since 2019,” he told the council. “I will not ask again.”",
    ),
    (
        "Ferry to Skarholm stays in port until Thursday",
        "https://lindhamncourier.example/news/ferry-skarholm",
        "The ferry between Lindhamn and Skarholm will not sail before Thursday, its owner said on Monday. Divers found a "
        "crack of 40 centimetres in the hull after the fire of Saturday night.",
    ),
    (
        "Council votes 14 to 9 for a new quay",
        "https://lindhamncourier.example/politics/new-quay?ref=nl",
        "The council of Lindhamn voted 14 to 9 on Monday evening to build a new quay for 3.2 million euros. Work is to "
        "begin in October, the mayor, Dagny Moe, said after the vote.",
    ),
)


def count_click(url: str) -> str:
    """A link by way of the newsletter service, which carries the address along."""
    return f"https://click.lindhamncourier.example/track?u=4411&id=ab12&url={quote(url, safe='')}&e=9f8e7d"


def hide_click(number: int) -> str:
    """The same as services write it that keep the address to themselves."""
    return f"https://links.norlandpost.example/ls/click?upn=u001.Q9{number}ZxTqkL7vB2mNcRw4Yh8JdFs6Gp3AeUi5Ko1"


def courier_html(stories: Iterable[tuple[str, str, str]] = STORIES) -> str:
    rows = "".join(
        f"""
<tr><td style="padding:20px"><table width="100%"><tr><td>
<a href="{count_click(url)}"><img src="https://img.lindhamncourier.example/{number}.jpg" width="560" alt=""></a></td></tr>
<tr><td><h2 style="font-size:22px;margin:0"><a href="{count_click(url)}" style="color:#111">{title}</a></h2></td></tr>
<tr><td style="font-size:15px;line-height:22px">{text}</td></tr>
<tr><td><a href="{count_click(url)}" style="font-weight:bold">Read more&nbsp;→</a></td></tr></table></td></tr>"""
        for number, (title, url, text) in enumerate(stories)
    )
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Morning letter</title>
<style>td {{font-family: Georgia}} .x {{display:none}}</style></head><body>
<div style="display:none;max-height:0;overflow:hidden">Eide leaves, the ferry stays. &#847;&zwnj;&nbsp;&#847;&zwnj;</div>
<table width="600" align="center"><tr><td align="right" style="font-size:11px">
<a href="https://click.lindhamncourier.example/view?id=ab12">View in browser</a></td></tr>
<tr><td><a href="https://lindhamncourier.example/"><img src="https://img.lindhamncourier.example/logo.png" width="200"
 alt="Lindhamn Courier"></a></td></tr>
<tr><td><p>Good morning. It is Tuesday, 6 May. Here is what Lindhamn talks about today.</p></td></tr>
<tr><td style="font-size:12px">NEWS</td></tr>{rows}
<tr><td style="font-size:10px">Advertisement</td></tr>
<tr><td><h2><a href="https://ads.example/boots?cid=77">Boots that outlast the winter, and the next one</a></h2></td></tr>
<tr><td>Skarholm Boots have been made by hand since 1924. Order before Friday and the second pair is half the price.</td></tr>
<tr><td><a href="https://ads.example/boots?cid=77">Read more</a></td></tr>
<tr><td style="font-size:11px">You are receiving this because you signed up at lindhamncourier.example with {READER}.<br>
<a href="https://click.lindhamncourier.example/unsub?id=ab12&amp;token=8d2f">Unsubscribe</a> |
<a href="https://click.lindhamncourier.example/prefs?id=ab12">Manage your preferences</a> | Lindhamn Courier, Storgata 4
</td></tr></table>{PIXEL}</body></html>"""


def courier_text(stories: Iterable[tuple[str, str, str]] = STORIES) -> str:
    parts = [f"{title.upper()}\n\n{text}\n\nRead more: {url}\n" for title, url, text in stories]
    return (
        "LINDHAMN COURIER\n================\n\nGood morning. It is Tuesday, 6 May.\n\n"
        + "\n----------\n\n".join(parts)
        + f"\n--------------------\nYou are receiving this because you signed up with {READER}.\n"
        "Unsubscribe: https://click.lindhamncourier.example/unsub?id=ab12\n"
    )


def write_mail(
    subject: str,
    text: str = "",
    html: str = "",
    *,
    sender: str = "Lindhamn Courier <morning@lindhamncourier.example>",
    date: str = "Tue, 06 May 2025 06:00:00 +0200",
    id_: str = "20250506.1@lindhamncourier.example",
    charset: str = "utf-8",
    cte: str | None = None,
) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, READER, subject
    message["Date"], message["Message-ID"] = date, f"<{id_}>"
    message["List-Unsubscribe"] = "<https://click.lindhamncourier.example/unsub?id=ab12>"
    if text:
        message.set_content(text, charset=charset, cte=cte)
    if html and text:
        message.add_alternative(html, subtype="html", charset=charset, cte=cte)
    elif html:
        message.set_content(html, subtype="html", charset=charset, cte=cte)
    return message


def courier() -> EmailMessage:
    return write_mail("Morning letter: Eide leaves, the ferry stays", courier_text(), courier_html())


def bote() -> EmailMessage:
    """German, without a heading in its markup: large letters alone; Latin-1 in base64, addresses kept to the service."""
    stories = (
        (
            "Hafenmeister tritt nach elf Jahren zurück",
            "Der Hafenmeister von Lindhamn, Pål Eide, ist am Dienstag nach elf Jahren im Amt zurückgetreten. Er habe "
            "seit 2019 um einen zweiten Schlepper gebeten, sagte er dem Rat.",
        ),
        (
            "Fähre nach Skarholm fährt erst am Donnerstag",
            "Die Fähre zwischen Lindhamn und Skarholm fährt nicht vor Donnerstag, wie der Eigner am Montag mitteilte. "
            "Taucher fanden nach dem Brand vom Samstag einen Riss im Rumpf.",
        ),
    )
    rows = "".join(
        f'<tr><td style="font-size:24px;font-family:Arial">{title}</td></tr>'
        f'<tr><td style="font-size:14px">{text} <a href="{hide_click(number)}">Weiterlesen&nbsp;»</a></td></tr>'
        for number, (title, text) in enumerate(stories)
    )
    html = (
        '<html><body><table><tr><td style="font-size:12px">Newsletter im Browser ansehen</td></tr>'
        '<tr><td style="font-size:14px">Guten Morgen, liebe Leserinnen und Leser!</td></tr>'
        + rows
        + '<tr><td style="font-size:11px">Sie möchten diesen Newsletter nicht mehr? <a href="https://links.norlandpost.'
        f'example/abmelden?m={READER}">Abmelden</a> | Impressum | Datenschutz</td></tr></table></body></html>'
    )
    return write_mail(
        "Der Morgenbote – Dienstag",
        html=html,
        sender='"Der Morgenbote (Norland-Post)" <morgen@norlandpost.example>',
        id_="bote-0506@norlandpost.example",
        charset="iso-8859-1",
        cte="base64",
    )


ESSAY = (
    "For eleven years Pål Eide knew each ship of the harbour by the sound of its engine. On Tuesday he handed in his "
    "keys, his radio and a list of everything that he had asked for and never got.",
    "The list has 31 entries. The first is a second tug, which he wanted in 2019, after the Hedda had drifted for two "
    "hours with 140 people on board. The council thanked him and bought a fountain.",
    "Dagny Moe, the mayor, does not deny it. “We had one budget and two wishes,” she said when I met her on the quay. "
    "“The fountain was cheaper, and nobody had drowned.”",
    "Nobody has drowned since, either. But the insurers have done their sums: from July a ship that calls at Lindhamn "
    "pays 12 percent more than one that calls at Skarholm, and two lines have left.",
)


def essay() -> EmailMessage:
    """One article, as Substack and others send it: headings inside it, nothing to read on."""
    html = (
        '<html lang="en"><body><div style="display:none">The list that nobody read.</div><p><a href="https://'
        'harbourweekly.example/p/the-list">View this post on the web</a></p><h1>The list that nobody read</h1>'
        "<h3>What the harbour master asked for</h3><p>Anna Bell</p><p>May 9</p>"
        f"<p>{ESSAY[0]}</p><h2>Thirty-one entries</h2><p>{ESSAY[1]}</p><p>{ESSAY[2]}</p>"
        f"<h2>What it costs</h2><p>{ESSAY[3]}</p>"
        '<p><a href="https://harbourweekly.example/subscribe?token=eyJ1c2VyX2lkIjo3NywiaWF0IjoxNzQ2fQ">Subscribe now</a>'
        "</p><p>© 2025 Harbour Weekly<br>Quay 7, Lindhamn<br>"
        '<a href="https://harbourweekly.example/action/disable_email?token=eyJ1c2VyX2lkIjo3NywiaWF0IjoxNzQ2fQ">'
        "Unsubscribe</a></p></body></html>"
    )
    return write_mail(
        "The list that nobody read",
        html=html,
        sender="Harbour Weekly <harbourweekly@mail.example>",
        date="Fri, 09 May 2025 07:30:00 +0000",
        id_="hw-17@mail.example",
        cte="quoted-printable",
    )


def post() -> EmailMessage:
    """One article with the buttons and notices of a service for writers; its address is in a header as well."""
    button = '<p><a href="https://harbourweekly.example/subscribe?"><span>{}</span></a></p>'
    html = (
        '<html lang="en"><body><div>Forwarded this email? <a href="https://harbourweekly.example/subscribe">Subscribe here'
        '</a> for more</div><h1><a href="https://harbourweekly.example/p/the-list?utm_source=email&amp;publication_id=7&amp;'
        'token=eyJ1c2VyX2lkIjo3NywiaWF0IjoxNzQ2fQ">The list that nobody read</a></h1><table><tr><td>Anna Bell</td></tr>'
        "<tr><td>May 9</td></tr></table><table><tr><td><a>Like</a></td><td><a>Comment</a></td><td><a>Restack</a></td>"
        f"</tr></table><p>{ESSAY[0]}</p>{button.format('Subscribe now')}<p>{ESSAY[1]}</p><p>Harbour Weekly is a reader-"
        "supported publication. To receive new posts and support my work, consider becoming a free or paid subscriber.</p>"
        f"<p>{ESSAY[2]}</p><p>{ESSAY[3]}</p>{button.format('Share')}<p>Thanks for reading Harbour Weekly! Subscribe for "
        "free to receive new posts and support my work.</p><p>© 2025 Anna Bell<br>Quay 7, Lindhamn<br>"
        '<a href="https://harbourweekly.example/redirect/2/eyJ1">Unsubscribe</a></p></body></html>'
    )
    message = write_mail(
        "The list that nobody read",
        html=html,
        sender="Anna Bell from Harbour Weekly <harbourweekly@mail.example>",
        date="Fri, 09 May 2025 07:30:00 +0000",
        id_="hw-18@mail.example",
        cte="quoted-printable",
    )
    message["List-Post"] = "<https://harbourweekly.example/p/the-list>"
    return message


def forwarded() -> EmailMessage:
    """A reader forwards an article, by Gmail."""
    html = (
        f'<div dir="ltr">Worth a look for Friday, I think. Tell me before noon.<br><br><div class="gmail_quote">'
        '<div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>From: <strong>Skarholm Tidende'
        '</strong> &lt;<a href="mailto:desk@skarholm.example">desk@skarholm.example</a>&gt;<br>Date: Fri, May 9, 2025 at '
        f"7:05 PM<br>Subject: Two lines leave Lindhamn<br>To:  &lt;{READER}&gt;<br></div><br><br>"
        f"<h1>Two lines leave Lindhamn</h1><p>{ESSAY[3]}</p><p>{ESSAY[1]}</p></div></div>"
    )
    return write_mail(
        "Fwd: Two lines leave Lindhamn",
        html=html,
        sender="Mara Finch <mara@private.example>",
        date="Sat, 10 May 2025 08:00:00 +0000",
        id_="CAF+9@mail.private.example",
    )


def forwarded_plain() -> EmailMessage:
    """The same by a program that quotes, in German."""
    quoted = "\n".join(f"> {line}" for line in ("", ESSAY[3], "", ESSAY[1], ""))
    text = (
        "Bitte ansehen.\n\n-------- Weitergeleitete Nachricht --------\nBetreff: \tTwo lines leave Lindhamn\n"
        "Datum: \tFri, 9 May 2025 19:05:00 +0200\nVon: \tSkarholm Tidende <desk@skarholm.example>\n"
        f"An: \t{READER}\n{quoted}\n"
    )
    return write_mail(
        "WG: Two lines leave Lindhamn", text, sender="Mara Finch <mara@private.example>", id_="wg-1@p.example"
    )


def attached() -> EmailMessage:
    """A press office sends a release as HTML and as a PDF, with a covering note, and a letter as .eml."""
    message = write_mail(
        "Press release: new quay",
        "Dear all,\n\nplease find our release attached. Kind regards, Ivo\n\n-- \nIvo Ruiz\nPress office\n+47 555 0199\n",
        sender="Port of Lindhamn <press@port.example>",
        id_="press-3@port.example",
    )
    page = (
        '<html lang="en"><head><title>New quay to open in spring</title></head><body><article><h1>New quay to open in '
        f"spring</h1><p>{STORIES[2][2]}</p><p>{ESSAY[1]}</p></article></body></html>"
    )
    message.add_attachment(page.encode("utf-16"), maintype="text", subtype="html", filename="../release: 1.html")
    message.add_attachment(b"%PDF-1.7 ...", maintype="application", subtype="pdf", filename="release.pdf")
    message.add_attachment(essay())
    return message


def flowed() -> EmailMessage:
    """Plain text alone, format=flowed, one headline above each report."""
    parts = []
    for title, url, text in STORIES:
        lines = "".join(f"{line} \n" for line in wrap(text, 64)).rstrip(" \n")
        parts.append(f"{title}\n{'-' * len(title)}\n{lines}\n\nRead more: <{url}>\n")
    text = (
        "Norland Wire, Tuesday\n\n"
        + "\n".join(parts)
        + "\n-- \nNorland Wire, Storgata 1\nUnsubscribe: https://w.example/u\n"
    )
    message = write_mail("Norland Wire, Tuesday", text, sender="norland-wire@wire.example", id_="wire-1@wire.example")
    message.set_param("format", "flowed")
    return message


def phare() -> EmailMessage:
    """French, in windows-1252 and quoted-printable; bold headlines, one story that the service paid for."""
    stories = (
        (
            "La capitainerie de Lindhamn sans maître",
            "Le maître de port de Lindhamn, Pål Eide, a démissionné mardi après onze ans de service, a annoncé la ville. "
            "Il réclamait depuis 2019 un second remorqueur, qu’il n’a jamais obtenu.",
            "https://lephare.example/ville/capitainerie",
        ),
        (
            "Le ferry pour Skarholm reste à quai",
            "Le ferry entre Lindhamn et Skarholm ne partira pas avant jeudi, a indiqué lundi son propriétaire. Des "
            "plongeurs ont trouvé une fissure de 40 centimètres dans la coque.",
            "https://lephare.example/ville/ferry",
        ),
    )
    rows = "".join(
        f'<p><strong>{title}</strong></p><p>{text}</p><p><a href="{url}?utm_source=lettre">Lire la suite</a></p>'
        for title, text, url in stories
    )
    html = (
        f"<html lang=fr><body><p>Bonjour à tous, voici l’essentiel de ce mardi à Lindhamn.</p>{rows}<p>Publicité</p>"
        "<p><strong>Des bottes pour l’hiver</strong></p><p>Les bottes de Skarholm sont faites à la main depuis 1924, "
        'et la seconde paire est à moitié prix.</p><p><a href="https://ads.example/b">Lire la suite</a></p>'
        '<p><a href="https://lephare.example/d?t=1">Se désabonner</a></p></body></html>'
    )
    return write_mail(
        "Le Phare du matin", html=html, sender="Le Phare <lettre@lephare.example>", id_="p-1@lephare.example",
        charset="windows-1252", cte="quoted-printable",
    )  # fmt: skip


WRITTEN: dict[str, Callable[[], EmailMessage]] = {
    write.__name__: write for write in (courier, bote, essay, post, forwarded, forwarded_plain, attached, flowed, phare)
}


def receive(*messages: EmailMessage | bytes) -> list[bytes]:
    """Hand messages to a mail server on this machine; return them as it took them, with what a server adds above."""
    with sound_server("none", login=False) as sound:
        with smtplib.SMTP(sound.server.host, sound.server.port, timeout=10) as client:
            for message in messages:
                raw = message if isinstance(message, bytes) else message.as_bytes(policy=SMTP)
                client.sendmail("bounces@mail.example", [READER], raw)
        head = f"Return-Path: <bounces@mail.example>\r\nDelivered-To: {READER}\r\n".encode()
        return [head + letter.data for letter in sound.letters]
