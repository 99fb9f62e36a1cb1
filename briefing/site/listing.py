"""Articles, actors and events as a list shows them: a link and what is said after it."""

from __future__ import annotations

from collections.abc import Sequence

from briefing import wording
from briefing.published import ArticleRef, Link, MonthLink, Presence
from briefing.site.views.frame import Anchor, Site
from briefing.site.views.passages import RefView
from briefing.wording import Words


def date_of(ref: ArticleRef, site: Site) -> str:
    """Return an article's day; of an undated one that it is unknown, and when it was added."""
    words = site.words
    if ref.date:
        return words.short_day(wording.day_of(ref.date, site.timezone))
    added = words.short_day(wording.day_of(ref.added, site.timezone))
    return words.say("date unknown, added {day}", day=added) if added else words.unknown_date()


def ref_view(ref: ArticleRef, site: Site) -> RefView:
    words = site.words
    notes = []
    if ref.modified:
        notes.append(words.say("corrected {day}", day=words.short_day(wording.day_of(ref.modified, site.timezone))))
    if ref.lang and ref.lang != site.language:
        notes.append(words.say("in {language}", language=words.language_name(ref.lang)))
    if ref.rights == "link":
        notes.append(words.say("link only"))
    return RefView(
        title=ref.title,
        href=ref.href,
        outlet=ref.source_name or words.no_source(),
        date=date_of(ref, site),
        note=", ".join(notes),
        lang=ref.lang if ref.lang != site.language else "",
    )


def presence_anchor(presence: Presence, words: Words) -> Anchor:
    return Anchor(presence.name, presence.href, ", ".join(_counts(presence.articles, presence.quotes, words)))


def link_anchor(link: Link, words: Words) -> Anchor:
    notes = _counts(link.articles, link.quotes, words)
    days = words.span_of_days(link.first, link.last)
    return Anchor(link.title, link.href, ", ".join([*notes, days] if days else notes))


def _counts(articles: int, quotes: int, words: Words) -> list[str]:
    counts = ((articles, words.count(articles, "{n} article", "{n} articles")),
              (quotes, words.count(quotes, "{n} quote", "{n} quotes")))  # fmt: skip
    return [text for number, text in counts if number]


def month_anchors(months: Sequence[MonthLink], words: Words) -> tuple[Anchor, ...]:
    """Return the older parts of a long list, with how many articles each holds."""
    return tuple(
        Anchor(words.month_or_day(each.month), each.href, words.count(each.articles, "{n} article", "{n} articles"))
        for each in months
    )


def month_href(months: Sequence[MonthLink], month: str) -> str:
    """Return the address of a month's page; "" for the page that is none."""
    return next((each.href for each in months if each.month == month), "") if month else ""
