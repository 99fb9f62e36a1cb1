"""An event or story as a page."""

from __future__ import annotations

from msgspec import structs
from msgspec.structs import replace

from briefing import links
from briefing.published import Disagreement, EventFile, Presence, Said
from briefing.site.charts import timeline
from briefing.site.exports.citing import tables_of, use_of_event
from briefing.site.exports.feeds import json_href
from briefing.site.exports.structured import describe_event
from briefing.site.frame import meta
from briefing.site.listing import date_of, link_anchor, month_anchors, month_href, presence_anchor
from briefing.site.passages import (
    Cited,
    by_article,
    cited,
    claim_views,
    disagreement_view,
    passage_view,
    passage_views,
    quote_views,
    sources,
)
from briefing.site.pictures.sharing import event_card
from briefing.site.series import series_views, single_figures
from briefing.site.support import support_view
from briefing.site.views.event import DayView, DevelopmentView, DisputeView, EventView, SpeakerView, ToldView
from briefing.site.views.frame import Anchor, Site
from briefing.site.views.passages import ArticlePassages
from briefing.wording import Words

CONTENTS_FROM = 3  # parts: a page of fewer needs no list of them
# What stands open on a page; the rest is folded, one tap away. A reader who comes daily needs the newest, and one who
# comes for the first time a page that ends.
DEVELOPMENTS, CLAIMS, SERIES, SPEAKERS, QUOTES, DAYS = 7, 6, 3, 6, 3, 3
# Of the text of its passages a page prints so many characters, newest first, and of older articles the first passage;
# of figures given once so many sentences. Sixty long articles would be a page of 100 KB else, and their own pages hold
# all they say.
FULL_TEXT = 12_000
SINGLE_FIGURES = 40


def event_view(file: EventFile, site: Site) -> EventView:
    """Return the page of an event or story, or of one of its older months (`file.month`)."""
    words = site.words
    known = cited(site, file.articles, file.actors)
    month = words.month_or_day(file.month) if file.month else ""
    title = f"{file.title}, {month}" if month else file.title
    lead = file.summary[0].text if file.summary else file.description
    developments = _developments(file, known)
    series, figures = series_views(file, known), single_figures(file, known)
    speakers = _speakers(file, known)
    days = _days(file, known)
    use = use_of_event(file, site)
    told = [passage for day in days for article in day.articles for passage in article.passages]
    view = EventView(
        meta=meta(
            site,
            month_href(file.months, file.month) or file.href,
            title,
            description=lead,
            section="events",
            feed="" if month else file.feed,
            json_feed="" if month else json_href(file.feed),
            tables=tables_of(use),
            structured="" if month else describe_event(file, site),
            card=event_card(file, site),
            og_type="article",
        ),
        kind=file.kind,
        title=file.title,
        description=file.description,
        month=month,
        whole=file.href if month else "",
        facts=_facts(file, site),
        support=support_view(file.outlets, file.origins, words) if file.articles and not month else None,
        contents=(),
        summary=() if month else passage_views(file.summary, known),
        chart=None if month else timeline(file.days, words),
        latest=developments[:DEVELOPMENTS],
        earlier=developments[DEVELOPMENTS:],
        earlier_text=words.count(len(developments[DEVELOPMENTS:]), "{n} earlier day", "{n} earlier days"),
        disputes=tuple(_dispute(each, known) for each in reversed(file.disagreements)),
        series=series[:SERIES],
        more_series=series[SERIES:],
        more_series_text=words.count(len(series[SERIES:]), "{n} more figure over time", "{n} more figures over time"),
        figures=figures[:SINGLE_FIGURES],
        figures_text=_figures_text(len(figures), words),
        speakers=speakers[:SPEAKERS],
        more_speakers=speakers[SPEAKERS:],
        more_speakers_text=words.count(len(speakers[SPEAKERS:]), "{n} more speaker", "{n} more speakers"),
        actors=tuple(_actor(actor, file, words) for actor in file.actors),
        stories=tuple(link_anchor(link, words) for link in file.stories),
        events=tuple(link_anchor(link, words) for link in file.events),
        days=days[:DAYS],
        older_days=days[DAYS:],
        older_days_text=words.count(len(days[DAYS:]), "{n} earlier day", "{n} earlier days"),
        weak=any(passage.weak for passage in told),
        sources=sources(known),
        months=month_anchors(file.months, words, file.month),
        feed="" if month else file.feed,
        use=use,
        empty=not file.articles and not file.passages,
    )
    return view if month else structs.replace(view, contents=_contents(view, file, site))


def _facts(file: EventFile, site: Site) -> tuple[str, ...]:
    """Return what tells a reader how far the event is covered, and on the page of a month how much that is."""
    words = site.words
    if not file.articles:
        return ()
    # All pages of an event hold its days, so that undated articles are the only ones that no day counts.
    number = len(file.articles) if file.month or not file.days else sum(day.articles for day in file.days)
    articles = words.count(number, "{n} article", "{n} articles")
    if file.month or not file.last:
        return (articles,)
    if file.first != file.last:
        articles = words.say("{articles} since {day}", articles=articles, day=words.short_day(file.first))
    return (words.say("As of {day}", day=words.full_day(file.last)), articles)


def _figures_text(number: int, words: Words) -> str:
    if number > SINGLE_FIGURES:
        return words.say(
            "Figures given once: the newest {shown} of {all} sentences",
            shown=words.number(SINGLE_FIGURES),
            all=words.number(number),
        )
    return words.count(number, "{n} sentence with figures given once", "{n} sentences with figures given once")


def _contents(view: EventView, file: EventFile, site: Site) -> tuple[Anchor, ...]:
    words = site.words
    parts = (
        (words.say("Day by day"), "developments", len(view.latest) + len(view.earlier)),
        (words.say("Where sources differ"), "disagree", len(view.disputes)),
        (words.say("Figures"), "figures", len(view.series) + len(view.more_series) + len(view.figures)),
        (words.say("Who said what"), "quotes", len(file.quotes)),
        (words.say("Actors"), "actors", len(view.actors)),
        (words.say("Stories in it"), "stories", len(view.stories)),
        (words.say("What the articles say"), "passages", sum(len(day.passages) for day in file.passages)),
        (words.say("Sources"), "sources", len(view.sources)),
    )
    found = tuple(Anchor(text, f"#{part}-title", words.number(number)) for text, part, number in parts if number)
    return found if len(found) >= CONTENTS_FROM else ()


def _developments(file: EventFile, known: Cited) -> tuple[DevelopmentView, ...]:
    """Return what moved day by day; of a single day the summary tells.

    Editions end before midnight, so two may tell of one date: it is printed once.
    """
    if len(file.developments) < 2:
        return ()
    found: list[DevelopmentView] = []
    printed = ""
    for passage in file.developments:
        day = _passage_day(passage.article, known)
        found.append(DevelopmentView("" if day == printed else day, passage_view(passage, known)))
        printed = day
    return tuple(found)


def _passage_day(article: str, known: Cited) -> str:
    ref = known.articles.get(article)
    return date_of(ref, known.site) if ref else ""


def _actor(actor: Presence, file: EventFile, words: Words) -> Anchor:
    """Return the link to an actor: of an event to their page in it, which holds what is counted here."""
    anchor = presence_anchor(actor, words)
    if file.kind != "event" or not actor.href:
        return anchor
    return structs.replace(anchor, href=links.actor_event_href(actor.id, file.id))


def _dispute(disagreement: Disagreement, known: Cited) -> DisputeView:
    """Return the newest figures of a disagreement, whose claims come oldest first, and the others."""
    newest, older = disagreement.claims[-CLAIMS:], disagreement.claims[:-CLAIMS]
    return DisputeView(
        disagreement_view(replace(disagreement, claims=newest), known),
        claim_views(older, known),
        known.site.words.count(len(older), "{n} older figure", "{n} older figures"),
    )


# -- who said what ----------------------------------------------------------------------------------------------------


def _speakers(file: EventFile, known: Cited) -> tuple[SpeakerView, ...]:
    """Return quotes under those who spoke, whoever was heard last first; who is no actor comes after all who are.

    Within each the order is the file's: words in quotation marks first, then the newest.
    """
    groups: dict[tuple[bool, str], list[Said]] = {}
    for said in file.quotes:
        groups.setdefault((not said.speaker, said.speaker or said.speaker_text.casefold()), []).append(said)
    age = {article: place for place, article in enumerate(known.articles)}  # the newest comes first

    def heard(group: tuple[tuple[bool, str], list[Said]]) -> tuple[bool, int, str]:
        (unknown, name), quotes = group
        return unknown, min(age.get(said.passage.article, len(age)) for said in quotes), name

    return tuple(_speaker(quotes, file, known) for _, quotes in sorted(groups.items(), key=heard))


def _speaker(quotes: list[Said], file: EventFile, known: Cited) -> SpeakerView:
    views = tuple(
        structs.replace(view, about=()) for view in quote_views(quotes, known)
    )  # whom they name, articles say
    first, words = views[0], known.site.words
    open_, more = views[:QUOTES], views[QUOTES:]
    page = None
    if more and file.kind == "event" and quotes[0].speaker and first.speaker_href:
        href = links.actor_event_href(quotes[0].speaker, file.id)
        page = Anchor(words.count(len(more), "{n} more quote in this event", "{n} more quotes in this event"), href)
        more = ()
    return SpeakerView(
        name=first.speaker,
        href=first.speaker_href,
        named=first.named,
        quotes=open_,
        more=more,
        more_text=words.count(len(more), "{n} more quote", "{n} more quotes"),
        page=page,
    )


# -- what the articles say --------------------------------------------------------------------------------------------


def _days(file: EventFile, known: Cited) -> tuple[DayView, ...]:
    words = known.site.words
    left = FULL_TEXT
    days = []
    for day in file.passages:
        articles = []
        for article in by_article(day.passages, known):
            articles.append(_told(_undated(article, words.short_day(day.day)), words, full=left > 0))
            left -= sum(len(piece.text) for passage in article.passages for piece in passage.verbatim.pieces)
        anchor, name = (f"d{day.day}", words.named_day(day.day)) if day.day else ("undated", words.say("Date unknown"))
        days.append(DayView(anchor, name, tuple(articles)))
    return tuple(days)


def _undated(article: ArticlePassages, day: str) -> ArticlePassages:
    """Return an article under the heading of its `day`, which it need not say again."""
    return (
        structs.replace(article, head=structs.replace(article.head, date="")) if article.head.date == day else article
    )


def _told(article: ArticlePassages, words: Words, *, full: bool) -> ToldView:
    """Return an article's passages; not `full`: the first that belongs there surely, and a link to the others."""
    passages = article.passages
    if full or len(passages) == 1:
        return ToldView(article.head, passages, None)
    first = next((passage for passage in passages if not passage.weak), passages[0])
    other = next(passage for passage in passages if passage is not first)
    left = len(passages) - 1
    text = words.count(left, "{n} more passage in the article", "{n} more passages in the article")
    return ToldView(article.head, (first,), Anchor(text, other.cite.href))
