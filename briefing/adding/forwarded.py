# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""Which part of a mail did somebody forward, and what do the lines above it say of it? As mail programs write them."""

from __future__ import annotations

import re
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from briefing.adding.stretches import Stretch
from briefing.analysis.text.notices import count_words
from briefing.fetching.dated import settle_date

MOST_LINES = 400  # in which the mark is looked for; what a forwarder adds is short
MOST_FIELDS = 12  # lines of the header

_MARK = re.compile(
    r"[-_*> ]*(?:forwarded message|original message|begin forwarded message|weitergeleitete nachricht|ursprüngliche nachricht|anfang der weitergeleiteten (?:nachricht|e-mail)"
    r"|message (?:transféré|d['’]origine|réexpédié)|début du message (?:transféré|réexpédié)|mensaje (?:reenviado|original)|inicio del mensaje reenviado|messaggio (?:inoltrato|originale)|inizio messaggio inoltrato"
    r"|doorgestuurd bericht|oorspronkelijk bericht|vidarebefordrat (?:meddelande|brev)|ursprungligt meddelande|videresendt melding|opprinnelig melding|wiadomość (?:przekazana|oryginalna)|пересылаемое сообщение|переслане повідомлення|転送(?:された)?メッセージ|转发的(?:邮件|信息)|轉寄的?郵件|전달된 메시지|iletilen (?:ileti|mesaj))\W*$",
    re.IGNORECASE,
)
_FIELD = re.compile(r"[*_ ]*+(?P<key>[^\W_][\w-]{0,18}(?: [^\W_]{1,10})?)[*_ ]*+[:：][*_ ]*+(?P<value>.*)")
_KEYS = {
    **dict.fromkeys(
        "from von de da van från fra od от від kimden gönderen 差出人 发件人 寄件者 寄件人 보낸사람".split(), "from"
    ),
    **dict.fromkeys(
        "date sent datum gesendet envoyé fecha enviado data inviato verzonden skickat dato sendt wysłano дата отправлено tarih "
        "日時 送信日時 日付 日期 发送时间 發送時間 날짜".split(),
        "date",
    ),
    **dict.fromkeys(
        "subject betreff objet asunto assunto oggetto onderwerp ämne emne temat тема konu 件名 主题 主旨 제목".split(),
        "subject",
    ),
    **dict.fromkeys(
        (
            "to",
            "an",
            "à",
            "para",
            "a",
            "aan",
            "till",
            "til",
            "do",
            "кому",
            "kime",
            "宛先",
            "收件人",
            "收件者",
            "받는사람",
            "cc",
            "kopie",
            "reply-to",
            "antwort an",
            "répondre à",
        ),
        "to",
    ),
}


class Forwarded(Struct, frozen=True):
    """What was forwarded."""

    sender: str = ""  # name and address, as the lines say
    date: str = ""
    subject: str = ""
    stretches: tuple[Stretch, ...] = ()
    text: str = ""  # where it came as plain text
    words: int = 0  # of whoever forwarded it, which are left out


def open_stretches(stretches: tuple[Stretch, ...]) -> Forwarded | None:
    """Return what was forwarded in a mail in HTML; None: nothing was."""
    lines = [(line, number) for number, each in enumerate(stretches[:MOST_LINES]) for line in each.text.split("\n")]
    found = _find_header([line for line, _ in lines])
    if not found:
        return None
    start, end, fields = found
    first, last = lines[start][1], lines[end - 1][1]
    rest = [line for line, number in lines[end:] if number == last]
    begun = (replace(stretches[last], text="\n".join(rest), links=()),) if rest else ()
    # Apple Mail sets all of it as a quotation: none of the letter, and what stands below it is the forwarder's.
    level = stretches[last].depth
    own = tuple(takewhile(lambda each: each.depth >= level, stretches[last + 1 :])) or stretches[last + 1 :]
    words = sum(each.words for each in (*stretches[:first], *stretches[last + 1 + len(own) :]))
    return _make(fields, stretches=tuple(_lift(each, level) for each in (*begun, *own)), words=words)


def _lift(stretch: Stretch, level: int) -> Stretch:
    quoted = stretch.tag == "blockquote" and stretch.depth > level
    tag = "p" if stretch.tag == "blockquote" and not quoted else stretch.tag
    return replace(stretch, tag=tag, depth=stretch.depth - level)


def open_text(text: str) -> Forwarded | None:
    """The same of a plain mail, whose lines end in LF."""
    lines = text.split("\n")
    found = _find_header([re.sub(r"^(?:> ?)+", "", line) for line in lines[:MOST_LINES]])
    if not found:
        return None
    start, end, fields = found
    rest = lines[end:]
    if all(line.startswith(">") for line in rest if line.strip()):
        rest = [line.removeprefix(">").removeprefix(" ") for line in rest]
    words = sum(map(count_words, lines[:start]))
    return _make(fields, text="\n".join(rest), words=words)


def _make(fields: dict[str, str], **rest: object) -> Forwarded:
    made = Forwarded(
        sender=fields.get("from", ""), date=settle_date(fields.get("date", "")), subject=fields.get("subject", "")
    )
    return replace(made, **rest)


def _find_header(lines: list[str]) -> tuple[int, int, dict[str, str]] | None:
    """Return where the header of a forwarded mail begins and ends, with its mark, and its fields.

    Without a mark (Outlook writes none in HTML) there must be sender, subject and date or reader.
    """
    for number, line in enumerate(lines):
        if _MARK.match(line.strip()):
            end, fields = _read_fields(lines, number + 1)
            if "from" in fields or "subject" in fields:
                return number, end, fields
        elif (found := _key(line)) and found[0] == "from":
            end, fields = _read_fields(lines, number)
            if "subject" in fields and ("date" in fields or "to" in fields):
                return number, end, fields
    return None


def _read_fields(lines: list[str], start: int) -> tuple[int, dict[str, str]]:
    fields: dict[str, str] = {}
    end = start
    for number in range(start, min(len(lines), start + MOST_FIELDS)):
        line = lines[number].strip()
        found = _key(line)
        if found:
            fields.setdefault(*found)
            end = number + 1
        elif not line and not fields:
            continue
        elif not line or number > end:  # one line may go on in a second: a long subject, many readers
            break
    return end, fields


def _key(line: str) -> tuple[str, str] | None:
    found = _FIELD.match(line.strip()[:2_000])
    key = _KEYS.get(found["key"].strip().lower()) if found else None
    return (key, found["value"].strip(" *_")) if found and key else None
