"""How is a page cited, and the article that it is about? As text, BibTeX and CSL-JSON.

A citation is dated by what it cites: an edition by its day, an event or actor by the day of its newest article ("as
of"), never by the clock. When it was looked up is for whoever cites it to add.

Who signed an article stands in its front matter as the publisher printed it, and which part of a name is the family's
is not said there. So names are literal in CSL-JSON, and left to BibTeX's own rules unless those would take them apart:
organisations, and names that hold an "and" or a comma, stand in braces.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct

from briefing import links
from briefing.published import ActorFile, ArticlePage, Edition, EventFile
from briefing.site.exports.feeds import json_href
from briefing.site.exports.tables import table_hrefs
from briefing.site.frame import FRONT
from briefing.site.listing import month_href, outside
from briefing.site.views.frame import Anchor, Site
from briefing.site.views.use import CitationView, FormView, UseView
from briefing.wording import Words, day_of

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # as BibTeX abbreviates them, in every language
# A backslash before "{" would not do: BibTeX counts braces before TeX reads them.
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{letter: f"\\{letter}" for letter in "&%$#_"},
    }
)
_JOINED = re.compile(r"\band\b|,", re.IGNORECASE)  # what BibTeX takes names apart at
_KEY_WORDS = 40  # characters of a title in a BibTeX key


class _Work(Struct, frozen=True):
    """What is cited."""

    of: str
    kind: str  # as CSL calls it: "webpage", "article-newspaper"
    title: str
    authors: tuple[str, ...]
    publisher: str  # the outlet, or the site
    day: str  # empty: unknown
    dated: str  # how the text gives the day
    address: str
    language: str
    note: str = ""


# -- pages ------------------------------------------------------------------------------------------------------------


def use_of_edition(edition: Edition, site: Site, files: tuple[Anchor, ...]) -> UseView:
    """Return what is taken away from an edition; `files` are its JSON and its mail."""
    words = site.words
    title = words.say("Briefing of {day}", day=words.full_day(edition.day))
    return UseView(files, (_cite(_page(title, edition.day, "", links.edition_href(edition.day), site), words),))


def use_of_event(file: EventFile, site: Site) -> UseView | None:
    """Return what is taken away from an event or story; from an event's older month, that month's tables alone."""
    if file.month and file.kind == "story":
        return None  # a story has no tables
    if file.month:
        return _tables_of_month(month_href(file.months, file.month), bool(file.quotes), bool(file.figures), site)
    files = _files(file.href, file.feed, bool(file.quotes), bool(file.figures), site)
    return UseView(files, (_cite(_page(file.title, file.last, file.last, file.href, site), site.words),))


def use_of_actor(file: ActorFile, site: Site) -> UseView | None:
    """Return what is taken away from an actor; from one of their older months, that month's tables alone."""
    if file.month:
        href = month_href(file.months, file.month)
        return _tables_of_month(href, bool(file.said or file.about), bool(file.figures), site)
    files = _files(file.href, file.feed, bool(file.said or file.about), bool(file.figures), site)
    return UseView(files, (_cite(_page(file.name, file.last, file.last, file.href, site), site.words),))


def use_of_article(page: ArticlePage, site: Site) -> UseView:
    """Return what is taken away from an article: its publisher's original is cited first, then the page on it."""
    ref, words = page.ref, site.words
    outlet = ref.source_name or words.no_source()
    day, corrected = day_of(ref.date, site.timezone), day_of(ref.modified, site.timezone)
    original = _Work(
        of=words.say("The original"),
        kind="article-newspaper",
        title=ref.title,
        authors=page.record.article.authors,
        publisher=ref.source_name,
        day=day,
        dated=words.full_day(day) if day else words.unknown_date(),
        address=outside(ref.url),
        language=ref.lang,
        note=words.say("Corrected {day}", day=words.full_day(corrected)) if corrected else "",
    )
    came = page.record.standing.day or day_of(ref.added or ref.date, site.timezone)
    here = _page(ref.title, came, "", ref.href, site, note=words.say("On an article of {outlet}", outlet=outlet))
    return UseView((), (_cite(original, words), _cite(here, words)))


def _page(title: str, day: str, as_of: str, href: str, site: Site, note: str = "") -> _Work:
    words = site.words
    return _Work(
        of=words.say("This page"),
        kind="webpage",
        title=title,
        authors=(),
        publisher=site.name,
        day=day,
        dated=words.say("as of {day}", day=words.full_day(as_of)) if as_of else words.full_day(day),
        address=f"{site.url}/{'' if href == FRONT else href}" if site.url else "",
        language=site.language,
        note=note,
    )


def _files(href: str, feed: str, quotes: bool, figures: bool, site: Site) -> tuple[Anchor, ...]:
    """Return the links to a thing's tables and feeds. A table without rows is there, but nobody needs it."""
    if not feed:  # a story: it has neither
        return ()
    words = site.words
    feeds = (Anchor(words.say("Feed (Atom)"), feed), Anchor(words.say("Feed (JSON)"), json_href(feed)))
    return (*_tables(href, quotes, figures, words), *feeds)


def _tables(href: str, quotes: bool, figures: bool, words: Words) -> tuple[Anchor, ...]:
    quoted, counted = table_hrefs(href)
    found = [Anchor(words.say("Quotes as a table (CSV)"), quoted)] if quotes else []
    found += [Anchor(words.say("Figures as a table (CSV)"), counted)] if figures else []
    return tuple(found)


def _tables_of_month(href: str, quotes: bool, figures: bool, site: Site) -> UseView | None:
    files = _tables(href, quotes, figures, site.words)
    return UseView(files, ()) if files else None


def tables_of(use: UseView | None) -> tuple[Anchor, ...]:
    """Return the tables among what is taken away."""
    return tuple(file for file in use.files if file.href.endswith(".csv")) if use else ()


# -- forms ------------------------------------------------------------------------------------------------------------


def _cite(work: _Work, words: Words) -> CitationView:
    forms = ((words.say("Text"), _as_text(work)), ("BibTeX", _as_bibtex(work)), ("CSL-JSON", _as_csl(work)))
    return CitationView(work.of, tuple(FormView(name, text) for name, text in forms))


def _as_text(work: _Work) -> str:
    parts = (
        ", ".join(work.authors),
        f"“{_line(work.title)}”",
        ", ".join(filter(None, (_line(work.publisher), work.dated))),
        work.note,
    )
    said = " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)
    return f"{said} {work.address}".strip()


def _as_bibtex(work: _Work) -> str:
    year, month, number = work.day.split("-") if _is_day(work.day) else ("", "", "")
    signed = work.kind == "article-newspaper" and work.publisher and year
    fields = {
        "author": f"{{{' and '.join(_name(each, work) for each in work.authors or (work.publisher,))}}}",
        "title": f"{{{{{_tex(work.title)}}}}}",  # capitals kept
        ("journal" if signed else "howpublished"): f"{{{_tex(work.publisher)}}}" if work.authors or signed else "",
        "year": year,
        "month": MONTHS[int(month) - 1] if month else "",
        "day": number.lstrip("0"),
        "url": f"{{{_plain_address(work.address)}}}" if work.address else "",
        "note": f"{{{_tex(work.note)}}}" if work.note else "",
    }
    lines = "".join(f"  {name} = {value},\n" for name, value in fields.items() if value not in {"", "{}"})
    return f"@{'article' if signed else 'misc'}{{{_key(work)},\n{lines}}}"


def _as_csl(work: _Work) -> str:
    item: dict[str, Any] = {
        "id": _key(work),
        "type": work.kind,
        "title": _line(work.title),
        "author": [{"literal": _line(each)} for each in work.authors],
        "container-title": _line(work.publisher),
        "issued": {"date-parts": [[int(part) for part in work.day.split("-")]]} if _is_day(work.day) else None,
        "URL": work.address,
        "language": work.language,
        "note": work.note,
    }
    lines = ",\n".join([f'  "{name}": {_json(value)}' for name, value in item.items() if value])
    return f"[\n {{\n{lines}\n }}\n]"


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _key(work: _Work) -> str:
    title = links.slug(work.title)
    if len(title) > _KEY_WORDS:
        title = title[: _KEY_WORDS + 1].rpartition("-")[0] or title[:_KEY_WORDS]
    return "-".join(links.slug(each) for each in (work.publisher, work.day, title) if each)


def _name(name: str, work: _Work) -> str:
    literal = name == work.publisher or _JOINED.search(name)
    return f"{{{_tex(name)}}}" if literal and name else _tex(name)


def _tex(text: str) -> str:
    return _line(text).translate(_SPECIAL)


def _plain_address(address: str) -> str:
    """Return an address that holds none of the letters that would end the field or begin a command."""
    return "".join(f"%{ord(letter):02X}" if letter in "{}\\ " else letter for letter in address)


def _line(text: str) -> str:
    return " ".join(text.split())


def _is_day(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return len(day) == len("2025-03-14")
