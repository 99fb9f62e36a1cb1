"""Articles, actors and events as a list shows them: a link and what is said after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import structs

from briefing import wording
from briefing.hosts import leads_elsewhere
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


def outside(url: str) -> str:
    """Return `url` if it leads to the web, "" for every other scheme: front matter is as hostile as any content."""
    return url if url.lower().startswith(("https://", "http://")) else ""


def called(name: str, url: str) -> str:
    """Return `name` as words of a link to `url`; "" where it names another host: it is the article's own word."""
    return "" if leads_elsewhere(name, url) else name


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


def number_sources(refs: Iterable[ArticleRef], site: Site) -> tuple[RefView, ...]:
    """Return the articles that a page cites as its numbered sources, in the order given and each once.

    A source says where it was published and, where another outlet or an agency stands behind it, which.
    """
    listed = tuple({ref.id: ref for ref in refs}.values())
    names = {ref.source: ref.source_name for ref in reversed(listed) if ref.source}
    return tuple(
        structs.replace(
            _shared(ref_view(ref, site), ref, names, site.words), number=str(number), original=outside(ref.url)
        )
        for number, ref in enumerate(listed, 1)
    )


def _shared(view: RefView, ref: ArticleRef, names: Mapping[str, str], words: Words) -> RefView:
    name = origin_name(ref, names)
    if not name:
        return view
    return structs.replace(
        view, note=", ".join(filter(None, (view.note, words.say("same origin as {name}", name=name))))
    )


def origin_name(ref: ArticleRef, names: Mapping[str, str]) -> str:
    """Return who stands behind an article where that is not its own outlet; `names` are those of sources, by id."""
    if not ref.source or ref.origin in ("", ref.source):
        return ""  # all unnamed sources count as one, which says nothing of an article
    # An agency is known by the slug of its name alone.
    return names.get(ref.origin) or " ".join(word.capitalize() for word in ref.origin.split("-"))


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


def month_anchors(months: Sequence[MonthLink], words: Words, shown: str = "") -> tuple[Anchor, ...]:
    """Return the older parts of a long list, with how many articles each holds where that is said.

    `shown` is the part whose page this is: it needs no link to itself.
    """
    return tuple(
        Anchor(
            words.month_or_day(each.month),
            each.href,
            words.count(each.articles, "{n} article", "{n} articles") if each.articles else "",
        )
        for each in months
        if each.month != shown
    )


def month_href(months: Sequence[MonthLink], month: str) -> str:
    """Return the address of a month's page; "" for the page that is none."""
    return next((each.href for each in months if each.month == month), "") if month else ""
