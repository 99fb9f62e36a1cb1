"""An actor as a page."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from briefing.model import Office
from briefing.published import ActorFile, Called, Part, Passage, Said
from briefing.site.charts import FEWEST, timeline
from briefing.site.exports.citing import tables_of, use_of_actor
from briefing.site.exports.feeds import json_href
from briefing.site.exports.structured import describe_actor
from briefing.site.frame import meta
from briefing.site.listing import link_anchor, month_anchors, month_href, presence_anchor
from briefing.site.network import draw_network
from briefing.site.passages import (
    Cited,
    actor_name,
    cited,
    claim_views,
    passage_view,
    passage_views,
    quote_views,
    sources,
)
from briefing.site.views.actor import (
    ActorView,
    CallView,
    NewsView,
    OfficeView,
    PartView,
    QuoteList,
)
from briefing.site.views.frame import Anchor, Site
from briefing.wording import Words

# Registers of ids that have an address for each: their name in print and what the id is put behind.
REGISTERS = {"wikidata": ("Wikidata", "https://www.wikidata.org/wiki/")}


KINDS = ("direct", "partial", "reported")  # of quotes, the speaker's own words first
LATEST, SHOWN_QUOTES, SHOWN_PARTS = 6, 4, 5  # articles, quotes, events; more are folded

_News = tuple[list[Said], Passage | None]  # quotes from one sentence, or a sentence


def actor_view(file: ActorFile, site: Site) -> ActorView:
    words = site.words
    known = cited(site, file.articles, (*file.beside, *file.speakers))
    known = replace(known, actors={**known.actors, file.id: (file.name, file.href)})
    month = words.month_or_day(file.month) if file.month else ""
    latest = _latest(file)
    shown = [each for said, _ in latest for each in said]
    about = [replace(said, about=tuple(actor for actor in said.about if actor != file.id)) for said in file.about]
    mentions = _other_mentions(file, latest)
    earlier = [said for said in file.said if not any(_is_same(said.passage, each.passage) for each in shown)]
    # Of whom little is told, the latest is all there is: by event it would only be told again.
    told = [] if earlier else [each.passage for each in shown] + [named for _, named in latest if named]
    parts, other_parts = _parts(file.events, told, known)
    chart = timeline(file.days, words)
    figures = claim_views(file.figures, known)
    use = use_of_actor(file, site)
    return ActorView(
        meta=meta(
            site,
            month_href(file.months, file.month) or file.href,
            f"{file.name}, {month}" if month else file.name,
            description=file.description
            or words.say("What the articles say of {name}, and what {name} said.", name=file.name),
            section="actors",
            feed="" if month else file.feed,
            json_feed="" if month else json_href(file.feed),
            tables=tables_of(use),
            structured="" if month else describe_actor(file, site),
            og_type="profile" if file.kind == "person" else "website",
        ),
        name=file.name,
        kind=_kind_of_actor(file.kind, words),
        description=file.description,
        discovered=file.discovered,
        aliases=", ".join(file.aliases),
        offices=_offices(file, known),
        ids=tuple(
            (REGISTERS[register][0], number, REGISTERS[register][1] + number)
            if register in REGISTERS
            else (register, number, "")
            for register, number in file.ids
        ),
        calls=tuple(_call_view(call, known) for call in file.calls),
        calls_label=words.count(
            len(file.calls), "What articles call them: {n} office", "What articles call them: {n} offices"
        ),
        month=month,
        whole=file.href if month else "",
        as_of=words.full_day(file.last),
        extent=_extent(file, words),
        chart=chart if chart and len(chart.bars) >= FEWEST else None,
        latest=tuple(_news(said, named, known) for said, named in latest),
        said=_quotes(
            words.say("More of what they said") if shown else words.say("What they said"),
            earlier,
            known,
        ),
        about=_quotes(words.say("What others said of them"), about, known),
        mentions=passage_views(mentions, known),
        mentions_label=words.count(
            len(mentions), "{n} more sentence that names them", "{n} more sentences that name them"
        ),
        events=parts[:SHOWN_PARTS],
        more_events=parts[SHOWN_PARTS:],
        more_events_label=words.count(
            len(parts[SHOWN_PARTS:]), "{n} more event or story", "{n} more events and stories"
        ),
        other_events=other_parts,
        network=draw_network(file, words),
        beside=tuple(presence_anchor(presence, words) for presence in file.beside),
        related=tuple(link_anchor(link, words) for link in file.related),
        figures=figures,
        figures_label=words.count(len(figures), "{n} sentence with figures", "{n} sentences with figures"),
        sources=sources(known),
        months=month_anchors(file.months, words, file.month),
        feed="" if month else file.feed,
        use=use,
    )


def _extent(file: ActorFile, words: Words) -> str:
    """Return "3 articles from 2 outlets, 2 quotes", of all articles or of a month's."""
    if not file.articles:
        return ""
    whole = bool(file.months) and not file.month
    articles = sum(month.articles for month in file.months) if whole else len(file.articles)
    quotes = len(file.said) if file.month else sum(day.quotes for day in file.days)
    named = words.count(articles, "{n} article", "{n} articles")
    if not whole:  # else the outlets of older articles are not known here
        outlets = words.count(file.outlets, "{n} outlet", "{n} outlets")
        named = words.say("{articles} from {outlets}", articles=named, outlets=outlets)
    return ", ".join(filter(None, (named, words.count(quotes, "{n} quote", "{n} quotes") if quotes else "")))


def _latest(file: ActorFile) -> list[_News]:
    """Return what the newest articles say of the actor, one thing from each: a quote in their own words first."""
    said: dict[str, Said] = {}
    for each in file.said:
        best = said.get(each.passage.article)
        if best is None or KINDS.index(each.kind) < KINDS.index(best.kind):
            said[each.passage.article] = each
    named = {passage.article: passage for passage in file.mentions}
    found: list[_News] = []
    for ref in file.articles:
        if ref.id in said:
            quotes = [each for each in file.said if _is_same(each.passage, said[ref.id].passage)]
            found.append((quotes, None))
        elif ref.id in named:
            found.append(([], named[ref.id]))
    return found[:LATEST]


def _other_mentions(file: ActorFile, latest: Sequence[_News]) -> list[Passage]:
    """Return the sentences that stand neither among the latest nor among the quotes."""
    told = [said.passage for said in (*file.said, *file.about)] + [named for _, named in latest if named]
    return [passage for passage in file.mentions if not any(_is_same(passage, each) for each in told)]


def _is_same(one: Passage, other: Passage) -> bool:
    return one.article == other.article and one.start < other.end and other.start < one.end


def _news(said: Sequence[Said], named: Passage | None, known: Cited) -> NewsView:
    return NewsView(quote_views(said, known), (passage_view(named, known),) if named else ())


def _quotes(title: str, quotes: Sequence[Said], known: Cited) -> QuoteList:
    views = quote_views(quotes, known)
    rest = views[SHOWN_QUOTES:]
    label = known.site.words.count(len(rest), "{n} more quote", "{n} more quotes")
    return QuoteList(title, views[:SHOWN_QUOTES], rest, label)


def _parts(
    parts: Sequence[Part], told: Sequence[Passage], known: Cited
) -> tuple[tuple[PartView, ...], tuple[Anchor, ...]]:
    """Return events with what the actor said there, and those of which that was told before or stands under another."""
    shown = list(told)
    views: list[PartView] = []
    others: list[Anchor] = []
    for part in parts:
        link = link_anchor(part.link, known.site.words)
        news = [said.passage for said in part.said] + ([part.mention] if part.mention else [])
        if not news or any(_is_same(passage, each) for passage in news for each in shown):
            others.append(link)
        else:
            views.append(PartView(link, _news(part.said, part.mention, known)))
            shown += news
    return tuple(views), tuple(others)


def _offices(file: ActorFile, known: Cited) -> tuple[OfficeView, ...]:
    """Return the offices that are held on the page's day, then the others, each the newest first."""
    words = known.site.words
    dated = sorted(file.offices, key=lambda office: (office.since, office.title), reverse=True)
    held = [office for office in dated if file.last and _is_held(office, file.last)]
    note = words.say("held on {day}", day=words.full_day(file.last))
    return tuple(
        OfficeView(_office(office, known), note if office in held else "")
        for office in sorted(dated, key=lambda office: office not in held)
    )


def _is_held(office: Office, day: str) -> bool:
    """Whether the editor's dates say so; without any they say nothing."""
    return bool(office.since or office.until) and office.since <= day and (not office.until or day <= office.until)


def _call_view(call: Called, known: Cited) -> CallView:
    words = known.site.words
    days = words.span_of_days(call.first, call.last) if call.first else ""
    note = ", ".join(filter(None, (words.count(call.articles, "{n} article", "{n} articles"), days)))
    return CallView(passage_view(call.passage, known), note, call.differs)


def _office(office: Office, known: Cited) -> str:
    """Return "Prime Minister, United Kingdom (from 5 July 2024)"."""
    words = known.site.words
    title = f"{office.title}, {actor_name(office.of, known)}" if office.of else office.title
    since, until = words.full_day(office.since), words.full_day(office.until)
    if since and until:
        return words.say("{title} ({since} to {until})", title=title, since=since, until=until)
    if since:
        return words.say("{title} (from {since})", title=title, since=since)
    return words.say("{title} (until {until})", title=title, until=until) if until else title


def _kind_of_actor(kind: str, words: Words) -> str:
    return {
        "person": words.say("Person"),
        "state": words.say("State"),
        "organisation": words.say("Organisation"),
        "place": words.say("Place"),
    }[kind]
