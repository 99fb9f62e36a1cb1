"""Editions as pages: a day's briefing, the front page, the archive by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from briefing import links, wording
from briefing.model import State
from briefing.published import Counts, Edition, Item, Link, Presence, Said
from briefing.site.frame import EDITIONS, FRONT, METHOD, meta
from briefing.site.passages import (
    Cited,
    by_article,
    cited,
    disagreement_view,
    link_anchor,
    passage_views,
    presence_anchor,
    quote_views,
    ref_view,
    support,
)
from briefing.site.views import (
    Anchor,
    CorrectionView,
    EditionsView,
    EditionView,
    ItemView,
    LedgerState,
    MonthOfEditions,
    NoticeView,
    Site,
)

CONTENTS_FROM = 3  # items: a list of two is longer than looking down the page
QUOTES_SHOWN = 3  # of an edition's item; the others are folded, so that a day stays readable in minutes
STATES: dict[State, str] = {
    "used": "Used",
    "duplicate": "Duplicate of another article",
    "unassigned": "Used in no event",
    "link-only": "Link only",
    "excluded": "Left out by the editor",
    "draft": "Draft",
    "withdrawn": "Withdrawn",
    "failed": "Could not be published",
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
    known = cited(site, edition.articles, _everybody(edition))
    items = [item_view(item, known, lead=item.id == edition.lead) for item in edition.items]
    lead = next((view for view, item in zip(items, edition.items, strict=True) if item.id == edition.lead), None)
    date = wording.named_day(edition.day)
    previous = _day_anchor(edition.previous) if edition.previous else None
    following = _day_anchor(next_day) if next_day else None
    titles = "; ".join(item.headline for item in edition.items[:3])
    return EditionView(
        meta=meta(
            site,
            FRONT if front else links.edition_href(edition.day),
            "" if front else f"Briefing of {wording.full_day(edition.day)}",
            description=f"{date}: {titles}" if titles else site.description or date,
            section="front" if front else "editions",
            data=data_href,
            previous=previous.href if previous else "",
            next_=following.href if following else "",
        ),
        front=front,
        day=edition.day,
        date=date,
        state=_edition_state(edition, site),
        counts=_edition_counts(edition.counts),
        minutes=_minutes(edition.counts),
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
        quiet=tuple(
            Anchor(quiet.title, quiet.href, f"last moved {wording.short_day(quiet.last)}") for quiet in edition.quiet
        ),
        corrections=tuple(
            CorrectionView(
                ref_view(known.articles[row.article], site),
                wording.moment(row.modified, site.timezone),
                row.was,
            )
            for row in edition.corrections
            if row.article in known.articles
        ),
        actors=tuple(presence_anchor(actor) for actor in edition.actors),
        ledger_text=f"{wording.count(len(edition.ledger), 'file')} and what became of "
        + ("it" if len(edition.ledger) == 1 else "each"),
        ledger=_ledger(edition),
        previous=previous,
        next=following,
        data=data_href,
        mail=mail_href,
        recent=tuple(_edition_anchor(*line) for line in recent),
        events=tuple(link_anchor(link) for link in events),
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
        title="Nothing to read yet",
        text="No article has been added. Put the first one in with “briefing add FILE”, then build again.",
        to=METHOD,
        to_text="How this briefing is made",
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
    change = wording.change(item.change, item.last)
    return ItemView(
        anchor=f"item-{item.id}",
        title=item.title,
        href=item.href,
        headline=_headline(item, known),
        description=item.description if item.change == "new" else "",
        change=item.change,
        change_text=change,
        support=support(item.outlets, item.origins),
        pinned=item.pinned,
        summary=passage_views(item.summary, known),
        quotes=quotes[:shown],
        more_quotes=quotes[shown:],
        more_quotes_text=wording.count(len(quotes) - shown, "more quote"),
        disagreements=tuple(disagreement_view(each, known) for each in item.disagreements),
        actors=tuple(presence_anchor(actor) for actor in item.actors),
        passages=passages,
        passages_text=f"{wording.count(number, 'more passage')} from {wording.count(len(passages), 'article')}",
        articles=refs,
        articles_text=wording.count(len(refs), "article"),
    )


def _headline_text(item: Item) -> str:
    return item.headline if item.kind == "event" and item.headline != item.title else ""


def _headline(item: Item, known: Cited) -> Anchor | None:
    ref = known.articles.get(item.headline_from)
    if ref is None or item.headline == item.title:
        return None
    return Anchor(item.headline, ref.href, note=ref.source_name, lang=known.lang(ref.id))


def editions_view(days: Iterable[tuple[str, str, Counts]], site: Site) -> EditionsView:
    """Return the archive of editions from (day, title of the lead, counts), newest first, month by month."""
    newest_first = sorted(days, key=lambda line: line[0], reverse=True)
    return EditionsView(
        meta=meta(site, EDITIONS, "Editions", section="editions", feed=site.feed),
        months=tuple(
            MonthOfEditions(f"m{month}", wording.month_or_day(month), tuple(_edition_anchor(*line) for line in lines))
            for month, lines in groupby(newest_first, key=lambda line: line[0][:7])
        ),
    )


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


def _day_anchor(day: str) -> Anchor:
    return Anchor(wording.full_day(day), links.edition_href(day))


def _edition_anchor(day: str, title: str, counts: Counts) -> Anchor:
    note = f"{title} · " if title else ""
    return Anchor(wording.named_day(day), links.edition_href(day), f"{note}{wording.count(counts.articles, 'article')}")


def _edition_state(edition: Edition, site: Site) -> str:
    span = f"{wording.moment(edition.opens, site.timezone)} to {wording.moment(edition.closes, site.timezone)}"
    return f"What came in from {span}." + ("" if edition.closed else " This edition is still open.")


def _edition_counts(counts: Counts) -> str:
    return wording.listed(
        (
            wording.count(counts.events, "event"),
            wording.count(counts.articles, "article"),
            wording.count(counts.outlets, "outlet"),
        )
    ) + (f" ({wording.count(counts.origins, 'independent origin')})" if counts.origins else "")


def _minutes(counts: Counts) -> str:
    return f"{wording.count(counts.minutes, 'minute')} to read"


def _ledger(edition: Edition) -> tuple[LedgerState, ...]:
    states = []
    for state, words in STATES.items():
        rows = sorted((row for row in edition.ledger if row.state == state), key=lambda row: row.path)
        if rows:
            lines = tuple((row.title or row.path, row.href, row.reason) for row in rows)
            states.append(LedgerState(f"{words}: {wording.count(len(rows), 'file')}", lines))
    return tuple(states)
