"""An event or story as a page."""

from __future__ import annotations

from briefing.published import EventFile
from briefing.site.charts import timeline
from briefing.site.frame import meta
from briefing.site.listing import date_of, link_anchor, month_anchors, month_href, presence_anchor
from briefing.site.passages import (
    Cited,
    by_article,
    by_speaker,
    cited,
    claim_views,
    disagreement_view,
    passage_view,
    passage_views,
    sources,
)
from briefing.site.views.event import DevelopmentView, EventView
from briefing.site.views.frame import Anchor, Site
from briefing.site.views.passages import DayView

CONTENTS_FROM = 3  # parts: a page of fewer needs no list of them
FIGURES_SHOWN = 6  # sentences: three rows on a wide screen; the others are folded


def event_view(file: EventFile, site: Site) -> EventView:
    """Return the page of an event or story, or of one of its older months (`file.month`)."""
    known = cited(site, file.articles, file.actors)
    month = site.words.month_or_day(file.month) if file.month else ""
    title = f"{file.title}, {month}" if month else file.title
    lead = file.summary[0].text if file.summary else file.description
    figures = claim_views(file.figures, known)
    return EventView(
        meta=meta(
            site,
            month_href(file.months, file.month) or file.href,
            title,
            description=lead,
            section="events",
            feed="" if month else file.feed,
        ),
        kind=file.kind,
        title=file.title,
        description=file.description,
        month=month,
        whole=file.href if month else "",
        as_of=site.words.full_day(file.last),
        support=site.words.support(file.outlets, file.origins),
        chart=timeline(file.days, site.words),
        summary=passage_views(file.summary, known),
        contents=() if month else _contents(file, site),
        developments=_developments(file, known),
        days=tuple(
            DayView(
                f"d{day.day}" if day.day else "undated",
                site.words.named_day(day.day) if day.day else site.words.say("Date unknown"),
                by_article(day.passages, known),
            )
            for day in file.passages
        ),
        speakers=by_speaker(file.quotes, known),
        figures=figures[:FIGURES_SHOWN],
        more_figures=figures[FIGURES_SHOWN:],
        more_figures_text=site.words.count(
            len(figures) - FIGURES_SHOWN, "{n} more sentence with figures", "{n} more sentences with figures"
        ),
        disagreements=tuple(disagreement_view(each, known) for each in file.disagreements),
        actors=tuple(presence_anchor(actor, site.words) for actor in file.actors),
        stories=tuple(link_anchor(link, site.words) for link in file.stories),
        events=tuple(link_anchor(link, site.words) for link in file.events),
        sources=sources(known),
        months=month_anchors(file.months, site.words),
        feed="" if month else file.feed,
        empty=not file.articles and not file.passages,
    )


def _contents(file: EventFile, site: Site) -> tuple[Anchor, ...]:
    words = site.words
    parts = (
        (words.say("Where sources differ"), "disagree", len(file.disagreements)),
        (words.say("Day by day"), "developments", len(file.developments)),
        (words.say("Who said what"), "quotes", len(file.quotes)),
        (words.say("Figures"), "figures", len(file.figures)),
        (words.say("Actors"), "actors", len(file.actors)),
        (words.say("Stories in it"), "stories", len(file.stories)),
        (words.say("What the articles say"), "passages", sum(len(day.passages) for day in file.passages)),
        (words.say("Sources"), "sources", len(file.articles)),
    )
    found = tuple(Anchor(text, f"#{part}-title", words.number(number)) for text, part, number in parts if number)
    return found if len(found) >= CONTENTS_FROM else ()


def _developments(file: EventFile, known: Cited) -> tuple[DevelopmentView, ...]:
    """Return what moved day by day. Editions end before midnight, so two may tell of one date: it is printed once."""
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
