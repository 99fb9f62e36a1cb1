"""A digest as the mail's text part: 72 columns, the links numbered and listed at the end of each section."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from briefing.mail.message.digest import Amended, Difference, Digest, Entry, Pointer, Quote, Title, Words, isolate
from briefing.wording import speak

COLUMNS = 72  # RFC 3676 § 4.2 asks for at most 78; two rounds of "> " still fit a terminal of 80

_BREAKS = re.compile(r"[^\S\u00a0\u202f\u2007]+")  # white space at which a line may end: not at a no-break space
_RIGHT_TO_LEFT_MARK = "\u200f"  # has no width; a line that begins with it runs from right to left (UAX #9 § 3.3.1)


def print_text(digest: Digest) -> str:
    """Return the text part. Passages are verbatim once white space is collapsed; an unbreakable word may be longer."""
    return "\n\n".join(_Page(digest).parts()) + "\n"


class _Page:
    """One text part on its way: what is numbered in it, and which way it runs."""

    def __init__(self, digest: Digest) -> None:
        self._digest = digest
        self._say = speak(digest.lang).say
        self._numbers: dict[str, int] = {}
        self._section: set[str] = set()

    def parts(self) -> Iterator[str]:
        """Yield the paragraphs, the lists of links among them."""
        digest, say = self._digest, self._say
        if digest.owed:
            yield from map(self._amended, digest.owed)
            yield from self._listed()
        if digest.opening:
            yield self._passage(digest.opening, "")
        elif digest.first_line:
            yield self._wrap(digest.first_line)
        yield "\n".join(
            [
                self._underlined(digest.name, "="),
                self._wrap(digest.dateline),
                self._facts(*digest.counts, digest.reading_time),
                *([self._wrap(digest.still_open)] if digest.still_open else []),
                self._address(self._see_on_the_web(), digest.web),
            ]
        )
        if digest.notice:
            yield self._wrap(digest.notice)
        if digest.nothing and digest.owed:
            yield self._wrap(digest.nothing)
        if digest.lead:
            yield from self._entry(digest.lead, "=", lead=True)
        for heading, entries in (
            (self._heading_of_others(), digest.entries),
            (say("In a sentence each"), digest.briefs),
        ):
            if entries:
                yield self._heading(heading)
                for entry in entries:
                    yield from self._entry(entry, "-")
        if digest.noted:
            yield from (self._heading(say("Also noted")), *map(self._passage, digest.noted), *self._listed())
        if digest.corrections:
            yield from (self._heading(say("Corrections")), *map(self._amended, digest.corrections), *self._listed())
        if digest.quiet:
            yield from (self._heading(say("Gone quiet")), *map(self._pointer, digest.quiet), *self._listed())
        if digest.days:
            yield self._heading(say("Day by day"))
            yield "\n".join(self._address(day.text, day.href) for day in digest.days)
        yield "-" * COLUMNS
        if digest.left:
            yield self._wrap(digest.left)
        yield self._address(self._see_on_the_web(whole=True), digest.web)
        yield self._wrap(say("Every passage here stands word for word in an article and links to its place."))
        yield self._wrap(digest.hours)
        yield self._address(say("How this briefing is made"), digest.method)
        yield "\n".join(filter(None, (self._wrap(digest.why), digest.follows and self._wrap(digest.follows))))
        if digest.unsubscribe:
            yield self._address(say("Unsubscribe"), digest.unsubscribe)
        if digest.footer:
            yield self._wrap(digest.footer)

    # -- what stands in a section -------------------------------------------------------------------------------------

    def _entry(self, entry: Entry, line: str, *, lead: bool = False) -> Iterator[str]:
        title = self._underlined(self._linked(entry.title), line)
        source = [self._wrap(self._linked(entry.source.title))] if entry.source else []
        yield "\n".join([title, *source, self._facts(entry.label, entry.change_text, entry.support)])
        if entry.pinned:
            yield self._wrap(self._say("Pinned by the editor."))
        if entry.description:
            yield self._wrap(f"{self._isolated(entry.description)} ({self._say('editor’s words')})")
        opening = self._digest.opening if lead else None
        yield from (self._passage(words) for words in entry.summary if words is not opening)
        yield from map(self._pointer, entry.articles)
        for difference in entry.differences:
            yield from self._difference(difference)
        yield from map(self._quote, entry.quotes)
        if lead and self._digest.lead_why:
            why = self._isolated(self._digest.lead_why)
            yield self._wrap(f"{self._say('Why it leads:')} {why}" if self._digest.has_others else why)
        yield from self._listed()

    def _passage(self, words: Words, first: str = "* ") -> str:
        return f"{self._wrap(words.text, first, ' ' * len(first))}\n{self._source(words, ' ' * len(first))}"

    def _source(self, words: Words, indent: str = "  ") -> str:
        return self._wrap(f"{words.source} {self._mark(words.href)}", indent, indent)

    def _quote(self, quote: Quote) -> str:
        kind = f" ({quote.kind})" if quote.kind else ""
        said = self._wrap(quote.words.text, "  ", "  ")
        return f"{self._wrap(f'{quote.speaker}{kind}:', '* ', '  ')}\n{said}\n{self._source(quote.words)}"

    def _difference(self, difference: Difference) -> Iterator[str]:
        yield self._wrap(difference.subject)
        for side in difference.sides:
            numbers = " · ".join(self._isolated(figure.text) for figure in side.figures)
            lines = [self._wrap(numbers, "* ", "  "), self._wrap(side.words.text, "  ", "  ")]
            if side.giver:
                lines.append(self._wrap(side.giver, "  ", "  "))
            yield "\n".join([*lines, self._source(side.words)])

    def _pointer(self, pointer: Pointer) -> str:
        return f"{self._wrap(self._linked(pointer.title), '* ', '  ')}\n{self._wrap(pointer.note, '  ', '  ')}"

    def _amended(self, row: Amended) -> str:
        lines = [self._wrap(row.note), self._wrap(self._linked(row.title), "* ", "  ")]
        if row.was:
            lines += [self._wrap(self._say("Before:"), "  "), self._wrap(row.was, "    ", "    ")]
        if row.now:
            lines += [self._wrap(self._say("Now:"), "  "), self._wrap(row.now.text, "    ", "    ")]
            lines.append(self._source(row.now, "    "))
        return "\n".join(lines)

    def _see_on_the_web(self, *, whole: bool = False) -> str:
        if self._digest.weekly:
            return self._say("All editions on the web")
        return self._say("Read this edition on the web") if whole else self._say("Read on the web")

    def _heading_of_others(self) -> str:
        return self._say("Also in the news") if self._digest.lead else self._say("In the news")

    # -- links --------------------------------------------------------------------------------------------------------

    def _linked(self, title: Title) -> str:
        return f"{self._isolated(title.text)} {self._mark(title.href)}" if title.href else self._isolated(title.text)

    def _mark(self, href: str) -> str:
        """The number of a link: one address keeps its number, and is listed in each section that mentions it."""
        self._section.add(href)
        return f"[{self._numbers.setdefault(href, len(self._numbers) + 1)}]"

    def _listed(self) -> Iterable[str]:
        """The section's links, one a line and whole however long; then a new section begins."""
        numbered = sorted((self._numbers[href], href) for href in self._section)
        self._section = set()
        return ["\n".join(f"[{number}] {href}" for number, href in numbered)] if numbered else []

    def _address(self, words: str, href: str) -> str:
        return f"{self._wrap(f'{words}:')}\n{href}"

    # -- lines --------------------------------------------------------------------------------------------------------

    def _isolated(self, words: str) -> str:
        return isolate(words, self._digest.direction)

    def _heading(self, title: str) -> str:
        return self._underlined(title.upper(), "=")

    def _underlined(self, title: str, line: str) -> str:
        wrapped = self._wrap(title)
        return f"{wrapped}\n{line * min(max(map(_width, wrapped.splitlines()), default=1), COLUMNS)}"

    def _facts(self, *facts: str) -> str:
        """Return those that are not empty in a row; short ones stay whole."""
        whole = (fact.replace(" ", "\u00a0") if len(fact) < COLUMNS / 2 else fact for fact in facts if fact)
        return self._wrap("\u00a0· ".join(whole)).replace("\u00a0", " ")

    def _wrap(self, text: str, first: str = "", rest: str = "") -> str:
        """Return `text` in lines of at most COLUMNS columns, broken at white space only, so that its words stay whole.

        Each line that runs against the mail is kept apart from it, since a line's end ends whatever turned it.
        """
        lines: list[str] = []
        for line in _break_lines(text, COLUMNS - len(first)):
            lines.append(f"{self._margin()}{rest if lines else first}{self._isolated(line)}")
        return "\n".join(lines) or first

    def _margin(self) -> str:
        return _RIGHT_TO_LEFT_MARK if self._digest.direction == "rtl" else ""


def _break_lines(text: str, columns: int) -> Iterator[str]:
    """Yield the lines of `text`, each of at most `columns` or of one word."""
    line, width = "", 0
    for word in filter(None, _BREAKS.split(text)):
        wide = _width(word)
        if line and width + 1 + wide > columns:
            yield line
            line, width = "", 0
        line, width = (f"{line} {word}", width + 1 + wide) if line else (word, wide)
    if line:
        yield line


def _width(text: str) -> int:
    """Return how many columns of a terminal `text` takes: East Asian letters two, marks and joiners none (UAX #11)."""
    if text.isascii():
        return len(text)
    return sum(
        2 if unicodedata.east_asian_width(c) in "FW" else unicodedata.category(c) not in ("Mn", "Me", "Cf")
        for c in text
    )
