"""What is in a feed of the editions, of an event, of an actor? One value, which `atom` and `json_feed` write.

Dates are those of articles and editions, never the clock's. With the site's address known, entries are named by the
address of their page. Without it links stay relative, which Atom resolves against the feed's own place, and names are
UUIDs made from the site's name and the page: stable as long as both are.

Every passage in an entry carries its place (`data-place`), so that the build checks feeds as it checks pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from uuid import NAMESPACE_URL, uuid5

from msgspec import Struct

from briefing import links
from briefing.compiling import escape_value  # Markup.format takes ten times as long
from briefing.published import ActorFile, ArticleRef, Edition, EventFile, Item, Passage
from briefing.site.frame import FRONT
from briefing.site.listing import date_of, outside
from briefing.site.passages import Cited, cited, fragment, place, section
from briefing.site.views.frame import Site

NEWEST = 30  # entries: a month of editions; readers that poll less often than that keep their own copy
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # characters that XML 1.0 cannot hold
START = datetime(1970, 1, 1, tzinfo=UTC)  # of what has no date at all: an empty feed


class Entry(Struct, frozen=True):
    """An edition, or an article in the feed of an event or actor."""

    id: str
    title: str
    lang: str  # of title and content, where it is not the feed's
    address: str  # of its page
    original: str  # of the article at its publisher; empty: none, or not known
    author: str
    published: datetime
    updated: datetime
    summary: str  # one line of plain text
    content: str  # HTML
    passages: tuple[Passage, ...]  # all that stand in the content, in its order
    articles: tuple[ArticleRef, ...]  # that they are from


class Feed(Struct, frozen=True):
    id: str
    title: str
    description: str
    language: str
    page: str  # address of the page that it is the feed of
    atom: str  # its own address in each format
    json: str
    author: str
    entries: tuple[Entry, ...]  # newest first

    @property
    def updated(self) -> datetime:
        return max((entry.updated for entry in self.entries), default=START)


def json_href(feed: str) -> str:
    """Return where the JSON Feed is whose Atom is at `feed`: beside it."""
    return f"{feed.removesuffix('.xml')}.json" if feed else ""


def editions_feed(entries: Iterable[Entry], site: Site) -> Feed:
    """Return the feed of the editions whose entries these are, newest first (`edition_entry`)."""
    return _feed(site, site.feed, FRONT, site.name, site.description, tuple(entries))


def event_feed(file: EventFile, site: Site) -> Feed:
    """Return an event's or story's feed: its newest articles, each with what it says of it."""
    found = [passage for day in file.passages for passage in day.passages]
    entries = _article_entries(file.articles, found, site, file.feed, file.href)
    return _feed(site, file.feed, file.href, f"{file.title} · {site.name}", file.description, entries)


def actor_feed(file: ActorFile, site: Site) -> Feed:
    """Return an actor's feed: the newest articles that name or quote them, with those sentences."""
    found = [*(said.passage for said in (*file.said, *file.about)), *file.mentions]
    entries = _article_entries(file.articles, found, site, file.feed, file.href)
    return _feed(site, file.feed, file.href, f"{file.name} · {site.name}", file.description, entries)


def _feed(site: Site, href: str, page: str, title: str, description: str, entries: tuple[Entry, ...]) -> Feed:
    return Feed(
        id=_name(href, site),
        title=_clean(title),
        description=_clean(description),
        language=site.language,
        page=_address(page, href, site),
        atom=_address(href, href, site),
        json=_address(json_href(href), href, site),
        author=_clean(site.name),
        entries=entries,
    )


# -- editions ---------------------------------------------------------------------------------------------------------


def edition_entry(edition: Edition, site: Site) -> Entry:
    """Return an edition as an entry of the site's feed: what leads it and then its other events in order."""
    page = links.edition_href(edition.day)
    known = cited(site, edition.articles, ())
    lead = next((item for item in edition.items if item.id == edition.lead), None)
    day = site.words.full_day(edition.day)
    shown = [(item, item.summary if item is lead else item.summary[:1]) for item in edition.items]
    counts = (
        site.words.count(edition.counts.events, "{n} event", "{n} events"),
        site.words.count(edition.counts.articles, "{n} article", "{n} articles"),
        site.words.count(edition.counts.minutes, "{n} minute to read", "{n} minutes to read"),
    )
    others = [item.headline for item in edition.items if item is not lead]
    content = [f"<p>{escape_value(' · '.join(counts))}</p>"]
    content += [_item(item, passages, known, site.feed, leads=item is lead) for item, passages in shown]
    corrected = [correction.modified for correction in edition.corrections]
    passages = tuple(passage for _, each in shown for passage in each)
    from_ = {passage.article for passage in passages}
    return Entry(
        id=_name(page, site),
        title=_clean(f"{day}: {lead.headline}" if lead else day),
        lang="",
        address=_address(page, site.feed, site),
        original="",
        author=_clean(site.name),
        published=_moment(edition.closes),
        updated=max(_moment(stamp) for stamp in (edition.closes, *corrected)),
        summary=_clean("; ".join(others) or ", ".join(counts)),
        content=_clean("".join(content)),
        passages=passages,
        articles=tuple(ref for ref in edition.articles if ref.id in from_),
    )


def _item(item: Item, passages: Sequence[Passage], known: Cited, feed: str, *, leads: bool) -> str:
    """Return the HTML of an event of an edition: its title, what it did, what is said of it."""
    site, words = known.site, known.site.words
    said = [
        words.say("Leads this edition") if leads else "",
        item.title if item.title != item.headline else "",
        words.change(item.change, item.last),
        words.support(item.outlets, item.origins),
    ]
    address = escape_value(_address(item.href, feed, site))
    facts = escape_value(" · ".join(filter(None, said)))
    head = f'<h3><a href="{address}">{escape_value(item.headline)}</a></h3><p>{facts}</p>'
    if not passages:
        return f"{head}<p>{escape_value(item.description)}</p>" if item.description else head
    return head + "".join(_passage(each, known, feed, outlet=True) for each in passages)


# -- articles ---------------------------------------------------------------------------------------------------------


def _article_entries(
    refs: Sequence[ArticleRef], found: Iterable[Passage], site: Site, href: str, page: str
) -> tuple[Entry, ...]:
    known = cited(site, refs, ())
    passages: dict[str, dict[tuple[int, int], Passage]] = {}
    for passage in found:
        passages.setdefault(passage.article, {}).setdefault((passage.start, passage.end), passage)
    return tuple(
        _article_entry(ref, [each for _, each in sorted(passages.get(ref.id, {}).items())], known, href, page)
        for ref in refs[:NEWEST]
    )


def _article_entry(ref: ArticleRef, passages: list[Passage], known: Cited, href: str, page: str) -> Entry:
    site, words = known.site, known.site.words
    address = _address(ref.href + (fragment(passages[0]) if passages else ""), href, site)
    outlet = ref.source_name or words.no_source()
    original = outside(ref.url)
    where = words.say("{outlet}, {day}", outlet=outlet, day=date_of(ref, site))
    end = f'<p><a href="{escape_value(address)}">{escape_value(where)}</a>'
    if original:
        end += f' · <a href="{escape_value(original)}">{escape_value(words.say("Original"))}</a>'
    return Entry(
        id=_name(f"{page}#{ref.href}", site),  # an article has an entry in each event that it moves
        title=_clean(ref.title).strip() or outlet,
        lang=known.lang(ref.id),
        address=address,
        original=_clean(original),
        author=_clean(outlet).strip() or words.no_source(),
        published=_moment(ref.date or ref.added),
        updated=_moment(ref.modified or ref.date or ref.added),
        summary=_clean(" ".join(passages[0].text.split())) if passages else "",
        content=_clean("".join(_passage(each, known, href) for each in passages) + end + "</p>"),
        passages=tuple(passages),
        articles=(ref,),
    )


def _passage(passage: Passage, known: Cited, feed: str, *, outlet: bool = False) -> str:
    """Return a passage with its place and a link to its sentence, as a paragraph of HTML. `outlet`: name it as well."""
    words, ref = known.site.words, known.articles.get(passage.article)
    address = _address(links.article_href(passage.article) + fragment(passage), feed, known.site)
    lang = known.lang(passage.article)
    where = section(passage.paragraph) if passage.paragraph >= 0 else words.say("title")
    if outlet and ref is not None:
        name = ref.source_name or words.no_source()
        where = words.say("{outlet}, {place}", outlet=name, place=where)
    here = escape_value(place(passage.article, passage.start, passage.end))
    attributes = f' lang="{escape_value(lang)}" dir="auto"' if lang else ""
    return (
        f'<p><span data-place="{here}"{attributes}>{escape_value(passage.text)}</span>'
        f' <a href="{escape_value(address)}">{escape_value(where)}</a></p>'
    )


# -- addresses, names, dates ------------------------------------------------------------------------------------------


def _clean(text: str) -> str:
    return _NO_XML.sub(" ", text)


def _address(href: str, feed: str, site: Site) -> str:
    if site.url:
        return f"{site.url}/{'' if href == FRONT else href}"
    return links.relative(href, feed)


def _name(href: str, site: Site) -> str:
    return f"{site.url}/{href}" if site.url else uuid5(NAMESPACE_URL, f"{site.name}/{href}").urn


def _moment(stamp: str) -> datetime:
    """Return a day or a moment as a moment; a day begins at midnight UTC, as no zone is known for it."""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return START
    return moment if moment.tzinfo else datetime.combine(moment.date(), time(moment.hour, moment.minute), UTC)
