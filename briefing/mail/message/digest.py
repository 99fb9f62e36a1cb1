"""What stands in an edition's mail? Values that the HTML and the text part both print, so that they cannot disagree.

The mail is shorter than the edition's page: of each event the summary, two quotes and where sources differ. The rest is
one click away, on the web. Where a whole event or note is left out the mail says so.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from briefing import links, wording
from briefing.published import ArticleRef, Claim, Disagreement, Edition, Item, Passage, Said

FOLDER = "mail/"  # of the previews, from the site's root

# What a mail is rendered with where a reader's own address to unsubscribe goes. It needs no escaping, and no passage
# holds it: RFC 2606 keeps such hosts free.
UNSUBSCRIBE_PLACEHOLDER = "https://unsubscribe.invalid/your-own-link"

QUOTES = 2  # of an event: the third is read on the web
ARTICLES = 3  # of an event whose sources' rights let nothing be printed but their titles
LONGEST_PASSAGE = 2000  # characters; the longest sentence of a newspaper has some 300, so this is no sentence
LONGEST_TITLE = 300  # characters of any other words: a title, a name, what stood there before a correction


@dataclass(frozen=True, slots=True)
class MailSite:
    """What every mail says of the site that it comes from."""

    name: str
    url: str = ""  # without a slash at its end; empty: unknown, so links count from the preview's place
    language: str = "en"
    timezone: str = "UTC"  # IANA name: what day an article's moment falls on
    notice: str = ""  # one sentence on top ("All articles here are invented.")
    sender: str = ""  # the address it comes from; empty: one at the site's host

    @property
    def words(self) -> wording.Words:
        return wording.speak(self.language)


@dataclass(frozen=True, slots=True)
class Words:
    """A passage word for word, and where it stands."""

    place: str  # "2025-03/call.md:120-260": article and characters
    text: str
    lang: str  # where it is not the site's
    outlet: str
    date: str  # "14 Mar 2025"; also that it is unknown
    href: str  # its sentence in the article's page


@dataclass(frozen=True, slots=True)
class Quote:
    speaker: str  # with quotation marks where these are the article's words and no name
    kind: str  # "reported speech"; empty: quoted
    words: Words


@dataclass(frozen=True, slots=True)
class Side:
    """What one sentence gives in a disagreement."""

    figures: tuple[Words, ...]  # the numbers alone
    words: Words
    giver: str  # who gave them, in the article's words; empty: nobody is named


@dataclass(frozen=True, slots=True)
class Difference:
    subject: str  # "killed, Kyiv"; empty: it has no name
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A link and what is said after it."""

    text: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """An article's title, which says what an event is about today."""

    text: str
    lang: str  # where it is not the site's
    outlet: str
    href: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An event or story that moved."""

    title: str
    href: str
    headline: Headline | None  # where it is not the title
    description: str  # of an event that is new, in the editor's words
    change: str  # new, updated, corrected, quiet
    change_text: str  # "Updated, last news 13 Mar 2025"
    facts: str  # "4 outlets, 3 independent origins"
    summary: tuple[Words, ...]
    quotes: tuple[Quote, ...]
    differences: tuple[Difference, ...]
    articles: tuple[Pointer, ...]  # where no passage may be printed


@dataclass(frozen=True, slots=True)
class Digest:
    """A mail's content, part by part in order of print."""

    name: str
    lang: str
    direction: str  # "ltr" or "rtl"
    dateline: str  # the first visible sentence, which mail programs show beside the subject
    notice: str
    web: str  # this edition on the web
    lead: Entry | None  # the one big thing
    entries: tuple[Entry, ...]  # all others
    noted: tuple[Words, ...]
    corrections: tuple[Pointer, ...]
    quiet: tuple[Pointer, ...]
    left: str  # what only the web edition holds; empty: nothing
    span: str  # from when to when articles came in
    method: str  # how it was made


def make_digest(edition: Edition, site: MailSite) -> Digest:
    """Return all that `edition` has for a mail; `length.shorten` cuts it where that is too much."""
    desk = _Desk(site, {ref.id: ref for ref in edition.articles}, _names(edition))
    lead = next((item for item in edition.items if item.id == edition.lead), None)
    return Digest(
        name=_line(site.name),
        lang=site.language,
        direction=site.words.direction,
        dateline=_dateline(edition, site.words),
        notice=_line(site.notice),
        web=desk.address(links.edition_href(edition.day)),
        lead=desk.entry(lead) if lead else None,
        entries=tuple(desk.entry(item) for item in edition.items if item is not lead),
        noted=desk.passages(edition.noted),
        corrections=tuple(
            desk.pointer(
                desk.articles[row.article],
                f"Corrected {site.words.moment(row.modified, site.timezone)}."
                + (f" Before: “{_line(row.was)}”" if row.was else ""),
            )
            for row in edition.corrections
            if row.article in desk.articles
        ),
        quiet=tuple(
            Pointer(
                _line(quiet.title),
                desk.address(quiet.href),
                site.words.say("last news {day}", day=site.words.short_day(quiet.last)),
            )
            for quiet in edition.quiet
        ),
        left="",
        span=site.words.say(
            "This edition holds what came in from {opens} to {closes}.",
            opens=site.words.moment(edition.opens, site.timezone),
            closes=site.words.moment(edition.closes, site.timezone),
        ),
        method=desk.address("method.html"),
    )


# -- from the edition's values to the digest's ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Desk:
    """What an edition's passages refer to."""

    site: MailSite
    articles: Mapping[str, ArticleRef]
    names: Mapping[str, str]  # of actors, by id

    def address(self, href: str) -> str:
        """Where `href`, which counts from the site's root, is found by a reader of the mail."""
        return f"{self.site.url}/{href}" if self.site.url else links.relative(href, FOLDER)

    def entry(self, item: Item) -> Entry:
        change = self.site.words.change(item.change, item.last)
        facts = self.site.words.support(item.outlets, item.origins)
        summary = self.passages(item.summary)
        refs = [self.articles[article] for article in item.articles if article in self.articles]
        return Entry(
            title=_line(item.title),
            href=self.address(item.href),
            headline=self.headline(item),
            description=_line(item.description) if item.change == "new" else "",
            change=item.change,
            change_text=change,
            facts=f"{facts} · pinned by the editor" if item.pinned else facts,
            summary=summary,
            quotes=tuple(map(self.quote, _worth_quoting(item))),
            differences=tuple(filter(None, map(self.difference, item.disagreements))),
            articles=()
            if summary
            else tuple(self.pointer(ref, f"{self.outlet(ref)}, {self.date(ref)}") for ref in refs[:ARTICLES]),
        )

    def headline(self, item: Item) -> Headline | None:
        ref = self.articles.get(item.headline_from)
        text = _line(item.headline)
        if ref is None or not text or item.headline == item.title:
            return None
        return Headline(text, self.foreign(ref), self.outlet(ref), self.address(ref.href))

    def foreign(self, ref: ArticleRef | None) -> str:
        """The language of an article where it is not the site's."""
        return ref.lang if ref and ref.lang != self.site.language else ""

    def passages(self, passages: Iterable[Passage]) -> tuple[Words, ...]:
        return tuple(self.words(passage) for passage in passages if _is_printable(passage))

    def words(self, passage: Passage) -> Words:
        ref = self.articles.get(passage.article)
        fragment = ""  # a title stands on top of its page
        if passage.sentence >= 0:
            fragment = "#" + links.sentence_fragment(passage.sentence)
        elif passage.paragraph >= 0:
            fragment = "#" + links.paragraph_fragment(passage.paragraph)
        return Words(
            place=f"{passage.article}:{passage.start}-{passage.end}",
            text=passage.text,
            lang=self.foreign(ref),
            outlet=self.outlet(ref),
            date=self.date(ref) if ref else self.site.words.unknown_date(),
            href=self.address((ref.href if ref else links.article_href(passage.article)) + fragment),
        )

    def date(self, ref: ArticleRef) -> str:
        if ref.date:
            return self.site.words.short_day(wording.local(ref.date, self.site.timezone)[:10])
        added = self.site.words.short_day(wording.local(ref.added, self.site.timezone)[:10])
        return f"{self.site.words.unknown_date()}, added {added}" if added else self.site.words.unknown_date()

    def outlet(self, ref: ArticleRef | None) -> str:
        return (_line(ref.source_name) if ref else "") or self.site.words.no_source()

    def pointer(self, ref: ArticleRef, note: str) -> Pointer:
        return Pointer(_line(ref.title), self.address(ref.href), note)

    def quote(self, said: Said) -> Quote:
        if said.speaker:
            fallback = " ".join(word.capitalize() for word in said.speaker.split("-"))  # an id is a slug of the name
            speaker = self.names.get(said.speaker) or fallback
        else:
            speaker = f"“{_line(said.speaker_text)}”" if said.speaker_text else self.site.words.nobody()
        return Quote(speaker, self.site.words.kind_of_quote(said.kind), self.words(said.passage))

    def difference(self, disagreement: Disagreement) -> Difference | None:
        """Return the two sides or more, one for each sentence; None where fewer are left to print."""
        printable = [claim for claim in disagreement.claims if _is_printable(claim.passage)]
        sides = tuple(self.side(tuple(group)) for _, group in groupby(printable, key=lambda claim: claim.passage))
        subject = ", ".join(filter(None, (disagreement.thing or disagreement.unit, disagreement.place)))
        return Difference(_line(subject), sides) if len(sides) > 1 else None

    def side(self, claims: tuple[Claim, ...]) -> Side:
        passage = claims[0].passage
        return Side(
            figures=tuple(self.words(number) for number in map(_number, claims) if _is_printable(number)),
            words=self.words(passage),
            giver=_line(next((claim.figure.source for claim in claims if claim.figure.source), "")),
        )


def _number(claim: Claim) -> Passage:
    """A figure without its sentence, as a passage of its own."""
    passage = claim.passage
    start, end = max(claim.figure.start, passage.start), min(claim.figure.end, passage.end)
    return replace(passage, start=start, end=end, text=passage.text[start - passage.start : end - passage.start])


def _worth_quoting(item: Item) -> list[Said]:
    """Return up to QUOTES quotes, words in quotation marks first, none that the mail prints already.

    Words that are reported only, of somebody without a name, are read on the web.
    """
    printed = {(passage.article, passage.start, passage.end) for passage in item.summary}
    chosen = []
    for said in sorted(item.quotes, key=lambda said: said.kind == "reported"):  # stable: the order given within both
        place = (said.passage.article, said.passage.start, said.passage.end)
        worth = said.kind != "reported" or said.speaker is not None
        if worth and place not in printed and _is_printable(said.passage):
            printed.add(place)
            chosen.append(said)
    return chosen[:QUOTES]


def _names(edition: Edition) -> dict[str, str]:
    everybody = [*(actor for item in edition.items for actor in item.actors), *edition.actors]
    return {actor.id: _line(actor.name) for actor in everybody}


def _dateline(edition: Edition, words: wording.Words) -> str:
    counts = edition.counts
    articles = words.count(counts.articles, "{n} article", "{n} articles")
    outlets = words.count(counts.outlets, "{n} outlet", "{n} outlets")
    events = words.count(counts.events, "{n} event", "{n} events")
    told = f"{events} in {articles}" if counts.events else f"no event moved, {articles}"
    origins = words.count(counts.origins, "{n} independent origin", "{n} independent origins")
    behind = f" ({origins})" if counts.origins else ""
    minutes = words.count(counts.minutes, "{n} minute", "{n} minutes")
    still = "" if edition.closed else " This edition is still open."
    return f"{words.named_day(edition.day)}: {told} from {outlets}{behind}, {minutes} to read.{still}"


# -- words that can be printed ----------------------------------------------------------------------------------------


def _is_printable(passage: Passage) -> bool:
    """Whether a passage can stand in a mail as it is: of some length, and without characters that HTML would change."""
    return (
        len(passage.text) <= LONGEST_PASSAGE
        and passage.text.strip() != ""
        and all(c in "\t\n" or unicodedata.category(c) not in ("Cc", "Cs") for c in passage.text)
    )


def _line(words: str) -> str:
    """Return any other words on one line, without control characters, cut at a word past LONGEST_TITLE."""
    plain = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in words[: 10 * LONGEST_TITLE])
    return cut_at_word(" ".join(plain.split()), LONGEST_TITLE)


def cut_at_word(words: str, length: int) -> str:
    """Return `words`, cut after a word to at most `length` characters with "…" at the end."""
    if len(words) <= length:
        return words
    head = words[:length]  # one too many: the last one shows whether a word ends there
    cut = head.rfind(" ")
    return (head[:cut] if cut > length // 2 else head[: length - 1]).rstrip(" ,;:–—-") + "…"
