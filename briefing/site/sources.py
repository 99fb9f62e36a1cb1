"""A source as a page."""

from __future__ import annotations

from briefing.model import Rights
from briefing.published import SourceFile
from briefing.site.charts import timeline
from briefing.site.exports.structured import describe_source
from briefing.site.frame import meta
from briefing.site.listing import month_anchors, month_href, number_sources, outside
from briefing.site.views.frame import Site
from briefing.site.views.source import SourceView
from briefing.wording import Words


def source_view(file: SourceFile, site: Site) -> SourceView:
    words = site.words
    month = words.month_or_day(file.month) if file.month else ""
    facts = (
        (words.say("Kind"), file.kind),
        (words.say("Owner"), file.owner),
        (words.say("Language"), site.words.language_name(file.lang)),
        (words.say("Shown here"), _rights(file.rights, words)),
        (words.say("Articles dated"), site.words.span_of_days(file.first, file.last)),
    )
    return SourceView(
        meta=meta(
            site,
            month_href(file.months, file.month) or file.href,
            f"{file.name}, {month}" if month else file.name,
            description=words.say(
                "What was read from {name}, newest first, and whose reports it shares.", name=file.name
            ),
            section="sources",
            structured="" if month else describe_source(file, site),
        ),
        name=file.name,
        facts=tuple((name, value) for name, value in facts if value),
        url=outside(file.url),
        as_of=words.full_day(file.last),
        chart=timeline(file.days, site.words),
        own=_own(file, words),
        behind=tuple(
            words.say("{name}: {articles}", name=name, articles=words.count(articles, "{n} article", "{n} articles"))
            for name, articles in file.behind
        ),
        month=month,
        whole=file.href if month else "",
        articles=number_sources(file.articles, site),
        months=month_anchors(file.months, site.words, file.month),
    )


def _own(file: SourceFile, words: Words) -> str:
    """Return how many of its articles rest on its own reporting, as far as the texts tell; "" where all do."""
    shared = sum(articles for _, articles in file.behind)
    if not shared:
        return ""
    told = words.say(
        "{n} of {articles} share another’s report.",
        n=words.number(shared),
        articles=words.count(file.total, "{n} article", "{n} articles"),
    )
    if not file.repeats:
        return told
    copies = words.count(file.repeats, "{n} of them repeats its text.", "{n} of them repeat its text.")
    return f"{told} {copies}"


def _rights(rights: Rights, words: Words) -> str:
    return {
        "full": words.say("whole articles"),
        "passages": words.say("passages only"),
        "link": words.say("titles and links only"),
    }[rights]
