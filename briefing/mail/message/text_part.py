"""A digest as the mail's text part: 72 columns, the links numbered and listed at the end of each section."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from briefing.mail.message.digest import Difference, Digest, Entry, Pointer, Quote, Words

COLUMNS = 72  # RFC 3676 § 4.2 asks for at most 78; two rounds of "> " still fit a terminal of 80

_BREAKS = re.compile(r"[^\S\u00a0\u202f\u2007]+")  # white space at which a line may end: not at a no-break space


def print_text(digest: Digest) -> str:
    """Return the text part. Passages are verbatim once white space is collapsed; an unbreakable word may be longer."""
    links = _Links()
    parts = [_wrap(digest.dateline), _underline(digest.name, "=")]
    if digest.notice:
        parts.append(_wrap(digest.notice))
    parts.append(f"On the web:\n{digest.web}")
    if digest.lead is None and not digest.entries and not digest.left:
        parts.append("Nothing new in this edition.")
    if digest.lead:
        parts += _entry(digest.lead, links, "=")
    if digest.entries:
        parts.append(_heading("Also in the news" if digest.lead else "In the news"))
        for entry in digest.entries:
            parts += _entry(entry, links, "-")
    if digest.noted:
        parts += [_heading("Also noted"), *(_passage(words, links) for words in digest.noted), *links.listed()]
    for title, pointers in (("Corrections", digest.corrections), ("Gone quiet", digest.quiet)):
        if pointers:
            parts += [_heading(title), *(_pointer(pointer, links) for pointer in pointers), *links.listed()]
    parts.append("-" * COLUMNS)
    if digest.left:
        parts.append(_wrap(digest.left))
    parts += [
        f"Read this edition on the web:\n{digest.web}",
        _wrap(
            f"Every sentence here stands word for word in an article, and its link leads to the place. {digest.span}"
        ),
        f"How this is made:\n{digest.method}",
    ]
    return "\n\n".join(parts) + "\n"


def _entry(entry: Entry, links: _Links, line: str) -> Iterator[str]:
    title = _underline(_linked(entry.title, entry.href, links), line)
    yield f"{title}\n{_wrap(f'{entry.change_text} · {entry.facts}')}"
    if entry.headline:
        yield _wrap(_linked(entry.headline.text, entry.headline.href, links, entry.headline.outlet))
    if entry.description:
        yield _wrap(f"{_isolated(entry.description)} (editor’s words)")
    yield from (_passage(words, links) for words in entry.summary)
    yield from (_pointer(pointer, links) for pointer in entry.articles)
    for difference in entry.differences:
        yield from _difference(difference, links)
    yield from (_quote(quote, links) for quote in entry.quotes)
    yield from links.listed()


def _passage(words: Words, links: _Links, first: str = "* ") -> str:
    return f"{_wrap(words.text, first, '  ')}\n{_source(words, links)}"


def _source(words: Words, links: _Links) -> str:
    return _wrap(f"{_isolated(words.outlet)}, {words.date} {links.mark(words.href)}", "  ", "  ")


def _quote(quote: Quote, links: _Links) -> str:
    kind = f" ({quote.kind})" if quote.kind else ""
    return f"{_wrap(f'{_isolated(quote.speaker)}{kind}:', '* ', '  ')}\n{_passage(quote.words, links, '  ')}"


def _difference(difference: Difference, links: _Links) -> Iterator[str]:
    yield _wrap(f"Sources differ{f': {difference.subject}' if difference.subject else ''}")
    for side in difference.sides:
        numbers = " · ".join(figure.text for figure in side.figures)
        lines = [_wrap(numbers, "* ", "  "), _wrap(side.words.text, "  ", "  ")]
        if side.giver:
            lines.append(_wrap(f"given by “{_isolated(side.giver)}”", "  ", "  "))
        yield "\n".join([*lines, _source(side.words, links)])


def _pointer(pointer: Pointer, links: _Links) -> str:
    return f"{_wrap(_linked(pointer.text, pointer.href, links), '* ', '  ')}\n{_wrap(pointer.note, '  ', '  ')}"


def _linked(text: str, href: str, links: _Links, outlet: str = "") -> str:
    return " ".join([_isolated(text), *([f"({_isolated(outlet)})"] if outlet else []), links.mark(href)])


class _Links:
    """The numbers of links: one address keeps its number, and is listed in each section that mentions it."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._section: set[str] = set()

    def mark(self, href: str) -> str:
        self._section.add(href)
        return f"[{self._numbers.setdefault(href, len(self._numbers) + 1)}]"

    def listed(self) -> Iterator[str]:
        """The section's links, one a line and whole however long; then a new section begins."""
        if self._section:
            numbered = sorted((self._numbers[href], href) for href in self._section)
            yield "\n".join(f"[{number}] {href}" for number, href in numbered)
        self._section = set()


def _heading(title: str) -> str:
    return f"{title.upper()}\n{'=' * _width(title.upper())}"


def _underline(title: str, line: str) -> str:
    wrapped = _wrap(title)
    return f"{wrapped}\n{line * min(max(map(_width, wrapped.splitlines()), default=1), COLUMNS)}"


def _wrap(text: str, first: str = "", rest: str = "") -> str:
    """Return `text` in lines of at most COLUMNS columns, broken at white space only, so that its words stay whole."""
    lines = []
    line, width = first, _width(first)
    empty = True
    for word in filter(None, _BREAKS.split(text)):
        wide = _width(word)
        if not empty and width + 1 + wide > COLUMNS:
            lines.append(line)
            line, width, empty = rest, _width(rest), True
        line += word if empty else f" {word}"
        width += wide if empty else wide + 1
        empty = False
    return "\n".join([*lines, line])


def _isolated(words: str) -> str:
    """Return `words` kept apart (UAX #9) where they run from right to left, so that what follows keeps its place."""
    runs_left = any(unicodedata.bidirectional(c) in ("R", "AL") for c in words)
    return f"\u2068{words}\u2069" if runs_left else words


def _width(text: str) -> int:
    """Return how many columns of a terminal `text` takes: East Asian letters two, marks and joiners none (UAX #11)."""
    if text.isascii():
        return len(text)
    return sum(
        2 if unicodedata.east_asian_width(c) in "FW" else unicodedata.category(c) not in ("Mn", "Me", "Cf")
        for c in text
    )
