"""Editions as pages: a day's briefing, the front page, the archive by month."""

from __future__ import annotations

from collections.abc import Sequence

from briefing import links
from briefing.model import State
from briefing.published import ArticleRef, Counts, Edition, Item, Link, Presence, Said
from briefing.site.back_issues import edition_anchor
from briefing.site.frame import FRONT, METHOD, meta
from briefing.site.listing import link_anchor, presence_anchor, ref_view
from briefing.site.passages import Cited, by_article, cited, disagreement_view, passage_views, quote_views, sources
from briefing.site.sharing import edition_card
from briefing.site.views.edition import (
    CorrectionView,
    EditionView,
    ItemView,
    LedgerState,
)
from briefing.site.views.frame import Anchor, Site
from briefing.site.views.notice import NoticeView
from briefing.wording import Words, mark

CONTENTS_FROM = 3  # items: a list of two is longer than looking down the page
QUOTES_SHOWN = 3  # of an edition's item; the others are folded, so that a day stays readable in minutes
STATES: dict[State, str] = {
    "used": mark("Used"),
    "duplicate": mark("Duplicate of another article"),
    "unassigned": mark("Used in no event"),
    "link-only": mark("Link only"),
    "excluded": mark("Left out by the editor"),
    "draft": mark("Draft"),
    "withdrawn": mark("Withdrawn"),
    "failed": mark("Could not be published"),
}


def edition_view(
    edition: Edition,
    site: Site,
    *,
    next_day: str = "",
    data_href: str = "",
    mail_href: str = "",
    front: bool = False,
    recent: Sequence[tuple[str, str, Counts]] = (),
    events: Sequence[Link] = (),
) -> EditionView:
    """Return an edition's page. As front page (`front`) it lists the editions before it and the events followed."""
    known = cited(site, _in_order_of_print(edition), _everybody(edition))
    items = [item_view(item, known, lead=item.id == edition.lead) for item in edition.items]
    lead = next((view for view, item in zip(items, edition.items, strict=True) if item.id == edition.lead), None)
    words = site.words
    date = words.named_day(edition.day)
    previous = _day_anchor(edition.previous, site.words) if edition.previous else None
    following = _day_anchor(next_day, site.words) if next_day else None
    titles = "; ".join(item.headline for item in edition.items[:3])
    return EditionView(
        meta=meta(
            site,
            FRONT if front else links.edition_href(edition.day),
            "" if front else words.say("Briefing of {day}", day=words.full_day(edition.day)),
            description=f"{date}: {titles}" if titles else site.description or date,
            section="front" if front else "editions",
            data=data_href,
            previous=previous.href if previous else "",
            next_=following.href if following else "",
            card=edition_card(edition, links.edition_href(edition.day), site),
            og_type="website" if front else "article",
        ),
        front=front,
        day=edition.day,
        date=date,
        state=_edition_state(edition, site),
        counts=_edition_counts(edition.counts, words),
        minutes=_minutes(edition.counts, words),
        contents=tuple(
            Anchor(item.title, f"#{view.anchor}", " · ".join(filter(None, (_headline_text(item), view.change_text))))
            for view, item in zip(items, edition.items, strict=True)
        )
        if len(items) >= CONTENTS_FROM
        else (),
        lead=lead,
        lead_why=edition.lead_why,
        items=tuple(view for view in items if view is not lead),
        noted=passage_views(edition.noted, known),
        sources=sources(known),
        quiet=tuple(
            Anchor(quiet.title, quiet.href, words.say("last moved {day}", day=words.short_day(quiet.last)))
            for quiet in edition.quiet
        ),
        corrections=tuple(
            CorrectionView(
                ref_view(known.articles[row.article], site),
                site.words.moment(row.modified, site.timezone),
                row.was,
            )
            for row in edition.corrections
            if row.article in known.articles
        ),
        actors=tuple(presence_anchor(actor, site.words) for actor in edition.actors),
        ledger_text=words.count(
            len(edition.ledger), "{n} file and what became of it", "{n} files and what became of each"
        ),
        ledger=_ledger(edition, words),
        previous=previous,
        next=following,
        data=data_href,
        mail=mail_href,
        recent=tuple(edition_anchor(line, words) for line in recent),
        events=tuple(link_anchor(link, site.words) for link in events),
    )


def front_view(
    edition: Edition | None,
    site: Site,
    *,
    data_href: str = "",
    mail_href: str = "",
    recent: Sequence[tuple[str, str, Counts]] = (),
    events: Sequence[Link] = (),
) -> EditionView | NoticeView:
    """Return the front page: the newest edition, or (template `notice.html`) how to begin where there is none."""
    if edition is not None:
        return edition_view(
            edition, site, data_href=data_href, mail_href=mail_href, front=True, recent=recent, events=events
        )
    return NoticeView(
        meta=meta(site, FRONT, "", description=site.description, section="front"),
        title=site.words.say("Nothing to read yet"),
        text=site.words.say(
            "No article has been added. Put the first one in with “briefing add FILE”, then build again."
        ),
        to=METHOD,
        to_text=site.words.say("How this briefing is made"),
    )


def item_view(item: Item, known: Cited, *, lead: bool = False) -> ItemView:
    """Return an event or story of an edition. `lead`: the one big thing, whose quotes are all shown."""
    quotes = quote_views(_direct_first(item), known)
    shown = len(quotes) if lead and len(quotes) <= 2 * QUOTES_SHOWN else QUOTES_SHOWN
    passages = by_article(item.passages, known)
    refs = tuple(
        ref_view(known.articles[article], known.site) for article in item.articles if article in known.articles
    )
    number = sum(len(group.passages) for group in passages)
    words = known.site.words
    change = words.change(item.change, item.last)
    return ItemView(
        anchor=f"item-{item.id}",
        title=item.title,
        href=item.href,
        headline=_headline(item, known),
        description=item.description if item.change == "new" else "",
        change=item.change,
        change_text=change,
        support=words.support(item.outlets, item.origins),
        pinned=item.pinned,
        summary=passage_views(item.summary, known),
        quotes=quotes[:shown],
        more_quotes=quotes[shown:],
        more_quotes_text=words.count(len(quotes) - shown, "{n} more quote", "{n} more quotes"),
        disagreements=tuple(disagreement_view(each, known) for each in item.disagreements),
        actors=tuple(presence_anchor(actor, words) for actor in item.actors),
        passages=passages,
        passages_text=words.say(
            "{passages} from {articles}",
            passages=words.count(number, "{n} more passage", "{n} more passages"),
            articles=words.count(len(passages), "{n} article", "{n} articles"),
        ),
        articles=refs,
        articles_text=words.count(len(refs), "{n} article", "{n} articles"),
    )


def _headline_text(item: Item) -> str:
    return item.headline if item.kind == "event" and item.headline != item.title else ""


def _headline(item: Item, known: Cited) -> Anchor | None:
    ref = known.articles.get(item.headline_from)
    if ref is None or item.headline == item.title:
        return None
    return Anchor(item.headline, ref.href, note=ref.source_name, lang=known.lang(ref.id))


def _direct_first(item: Item) -> list[Said]:
    """Return an item's quotes, words in quotation marks first, then what its summary does not say already."""
    told = {(passage.article, passage.start) for passage in item.summary}
    return sorted(
        item.quotes,
        key=lambda said: (said.kind == "reported", (said.passage.article, said.passage.start) in told),
    )  # stable: the order given within each kind


def _everybody(edition: Edition) -> list[Presence]:
    """Return all actors that the edition lists anywhere: its own list holds the most important ones."""
    return [*(actor for item in edition.items for actor in item.actors), *edition.actors]


def _in_order_of_print(edition: Edition) -> list[ArticleRef]:
    """Return the articles as the page comes upon them: the lead's, the other items', what is noted, all others."""
    by_id = {ref.id: ref for ref in edition.articles}
    lead_first = sorted(edition.items, key=lambda item: item.id != edition.lead)
    printed = [article for item in lead_first for article in item.articles]
    printed += [passage.article for passage in edition.noted]
    return [by_id[article] for article in dict.fromkeys([*printed, *by_id]) if article in by_id]


def _day_anchor(day: str, words: Words) -> Anchor:
    return Anchor(words.full_day(day), links.edition_href(day))


def _edition_state(edition: Edition, site: Site) -> str:
    words = site.words
    opens, closes = words.moment(edition.opens, site.timezone), words.moment(edition.closes, site.timezone)
    if edition.closed:
        return words.say("What came in from {opens} to {closes}.", opens=opens, closes=closes)
    return words.say("What came in from {opens} to {closes}. This edition is still open.", opens=opens, closes=closes)


def _edition_counts(counts: Counts, words: Words) -> str:
    origins = words.count(counts.origins, "{n} independent origin", "{n} independent origins")
    outlets = words.count(counts.outlets, "{n} outlet", "{n} outlets")
    return words.listed(
        (
            words.count(counts.events, "{n} event", "{n} events"),
            words.count(counts.articles, "{n} article", "{n} articles"),
            words.say("{outlets} ({origins})", outlets=outlets, origins=origins) if counts.origins else outlets,
        )
    )


def _minutes(counts: Counts, words: Words) -> str:
    return words.count(counts.minutes, "{n} minute to read", "{n} minutes to read")


def _ledger(edition: Edition, words: Words) -> tuple[LedgerState, ...]:
    states = []
    for state, name in STATES.items():
        rows = sorted((row for row in edition.ledger if row.state == state), key=lambda row: row.path)
        if rows:
            lines = tuple((row.title or row.path, row.href, row.reason) for row in rows)
            text = words.say(
                "{state}: {files}", state=words.say(name), files=words.count(len(rows), "{n} file", "{n} files")
            )
            states.append(LedgerState(text, lines))
    return tuple(states)
