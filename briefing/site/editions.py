"""An edition as a page: a day's briefing, and the front page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from briefing import links
from briefing.published import (
    ITEMS_IN_FULL,
    WORDS_PER_MINUTE,
    ArticleRef,
    Correction,
    Counts,
    Edition,
    Item,
    Link,
    Presence,
    Said,
)
from briefing.site.back_issues import Line, edition_anchor, month_anchor
from briefing.site.coverage import ledger_views
from briefing.site.exports.citing import use_of_edition
from briefing.site.exports.structured import describe_edition
from briefing.site.frame import FRONT, METHOD, meta
from briefing.site.items import (
    articles_of_item,
    brief_view,
    choose_quotes_of_the_day,
    day_quote_views,
    item_view,
    words_of_item,
)
from briefing.site.listing import presence_anchor, ref_view
from briefing.site.passages import Cited, cited, passage_views, sources
from briefing.site.pictures.sharing import edition_card
from briefing.site.views.edition import CorrectionView, EditionView
from briefing.site.views.frame import Anchor, Site
from briefing.site.views.notice import NoticeView
from briefing.wording import Words


def edition_view(
    edition: Edition,
    site: Site,
    *,
    next_day: str = "",
    data_href: str = "",
    mail_href: str = "",
    front: bool = False,
    recent: Sequence[Line] = (),
    events: Sequence[Link] = (),
) -> EditionView:
    """Return an edition's page. As front page (`front`) it lists the editions before it and the events followed."""
    words = site.words
    full, briefs = _in_full(edition)
    known = cited(site, _in_order_of_print(edition, full, briefs), _everybody(edition))
    chosen = choose_quotes_of_the_day(full)
    items = [item_view(item, known, chosen, edition.previous) for item in full]
    lead = items[0] if items and full[0].id == edition.lead else None
    date = words.named_day(edition.day)
    previous = _day_anchor(edition.previous, words) if edition.previous else None
    following = _day_anchor(next_day, words) if next_day else None
    titles = "; ".join(item.headline for item in edition.items[:3])
    hours, still_open = _hours(edition, site)
    noted, actors = passage_views(edition.noted, known), tuple(presence_anchor(each, words) for each in edition.actors)
    corrections, ledger = _corrections(edition.corrections, known), ledger_views(edition.ledger, words)
    quiet = tuple(Anchor(each.title, each.href, _last_moved(each.last, words)) for each in edition.quiet)
    followed = tuple(Anchor(link.title, link.href, _last_moved(link.last, words)) for link in events)
    earlier = tuple(edition_anchor(line, words) for line in recent)
    parts: dict[str, Sequence[object]] = {
        "noted": noted, "corrections": corrections, "quiet": quiet, "actors": actors, "coverage": ledger,
        "events": followed, "recent": earlier,
    }  # fmt: skip
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
            structured=describe_edition(edition, site, front=front),
        ),
        front=front,
        day=edition.day,
        date=date,
        hours=hours,
        open=still_open,
        facts=tuple(filter(None, (*_counts(edition.counts, words), _minutes(edition, full, briefs, chosen, words)))),
        nothing="" if full else words.say("No event had news, and no story was found in what came in."),
        lead=lead,
        lead_why=edition.lead_why,
        quotes_title=words.count(len(chosen), "Quote of the day", "Quotes of the day"),
        quotes=day_quote_views(chosen, known),
        items=tuple(items[1:] if lead else items),
        briefs=tuple(brief_view(item, known, edition.previous) for item in briefs),
        closing=tuple(part for part in site.closing if parts.get(part)),
        noted=noted,
        corrections=corrections,
        quiet=quiet,
        actors=actors,
        actors_text=words.count(len(edition.actors), "{n} actor", "{n} actors"),
        ledger_text=words.count(
            len(edition.ledger), "{n} file and what became of it", "{n} files and what became of each"
        ),
        ledger=ledger,
        events=followed,
        recent=earlier,
        sources=sources(known),
        previous=previous,
        calendar=Anchor(words.say("Calendar"), f"{links.year_href(edition.day[:4])}#{month_anchor(edition.day[:7])}"),
        next=following,
        use=use_of_edition(edition, site, _files(data_href, mail_href, words)),
    )


def front_view(
    edition: Edition | None,
    site: Site,
    *,
    data_href: str = "",
    mail_href: str = "",
    recent: Sequence[Line] = (),
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


def _in_full(edition: Edition) -> tuple[list[Item], list[Item]]:
    """Return the items that are told in full, the lead first, and those of a long edition that get a sentence."""
    lead_first = sorted(edition.items, key=lambda item: item.id != edition.lead)  # stable: by weight
    return lead_first[:ITEMS_IN_FULL], lead_first[ITEMS_IN_FULL:]


def _everybody(edition: Edition) -> list[Presence]:
    """Return all actors that the edition lists anywhere: its own list holds the most important ones."""
    return [*(actor for item in edition.items for actor in item.actors), *edition.actors]


def _in_order_of_print(edition: Edition, full: Iterable[Item], briefs: Iterable[Item]) -> list[ArticleRef]:
    """Return the articles that the page cites, as a reader comes upon them."""
    printed = [article for item in full for article in articles_of_item(item)]
    for item in briefs:
        printed += [item.headline_from, *(passage.article for passage in item.summary[:1])]
    printed += [passage.article for passage in edition.noted]
    printed += [row.article for row in edition.corrections]
    by_id = {ref.id: ref for ref in edition.articles}
    return [by_id[article] for article in dict.fromkeys(printed) if article in by_id]


def _corrections(corrections: Iterable[Correction], known: Cited) -> tuple[CorrectionView, ...]:
    site = known.site
    return tuple(
        CorrectionView(
            ref_view(replace(known.articles[row.article], modified=""), site),  # when, the line below it says
            site.words.moment(row.modified, site.timezone),
            row.was,
        )
        for row in corrections
        if row.article in known.articles
    )


def _day_anchor(day: str, words: Words) -> Anchor:
    return Anchor(words.full_day(day), links.edition_href(day))


def _files(data: str, mail: str, words: Words) -> tuple[Anchor, ...]:
    named = (
        Anchor(words.say("This edition as data (JSON)"), data), Anchor(words.say("Read as mail"), mail)
    )  # fmt: skip
    return tuple(file for file in named if file.href)


def _last_moved(day: str, words: Words) -> str:
    return words.say("last news {day}", day=words.short_day(day)) if day else words.say("nothing yet")


def _hours(edition: Edition, site: Site) -> tuple[str, str]:
    """Return when an edition opened and closes and, of one that is open, that it is."""
    words = site.words
    opens, closes = words.moment(edition.opens, site.timezone), words.moment(edition.closes, site.timezone)
    hours = words.say("What came in from {opens} to {closes}.", opens=opens, closes=closes)
    if edition.closed:
        return hours, ""
    return hours, words.say("This edition is still open: what comes in until {closes} is added.", closes=closes)


def _counts(counts: Counts, words: Words) -> tuple[str, ...]:
    events = words.count(counts.events, "{n} event", "{n} events") if counts.events else ""
    articles = words.count(counts.articles, "{n} article", "{n} articles")
    outlets = (
        words.support(counts.outlets, counts.origins)
        if counts.origins
        else words.count(counts.outlets, "{n} outlet", "{n} outlets")
    )
    return tuple(each for each in (events, articles, outlets) if each)


def _minutes(
    edition: Edition,
    full: Iterable[Item],
    briefs: Iterable[Item],
    chosen: Iterable[tuple[Item, Said]],
    words: Words,
) -> str:
    """Return how long what is in sight takes to read."""
    printed = [said.passage.text for _, said in chosen] + [passage.text for passage in edition.noted]
    printed += [passage.text for item in briefs for passage in item.summary[:1]]
    beside = sum(len(text.split()) for text in printed)
    if not beside and not full:
        return ""
    minutes = max(1, round((beside + sum(words_of_item(item) for item in full)) / WORDS_PER_MINUTE))
    return words.count(minutes, "{n} minute to read", "{n} minutes to read")
