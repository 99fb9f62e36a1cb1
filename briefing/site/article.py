"""An article as a page: its summary, its text with every sentence addressable, and where it stands."""

from __future__ import annotations

from msgspec import structs

from briefing import clippings, links, wording
from briefing.model import LIVE, State
from briefing.published import ArticlePage, Link
from briefing.site.body import article_body, deciding_words, office_of
from briefing.site.exports.citing import use_of_article
from briefing.site.exports.structured import describe_article
from briefing.site.frame import meta
from briefing.site.listing import called, link_anchor, origin_name, outside, ref_view
from briefing.site.passages import Cited, passage_view, quote_views, section
from briefing.site.reporting import report_href
from briefing.site.views.article import ArticleView, PlacedView, PlacementView
from briefing.site.views.frame import Anchor, Site
from briefing.site.views.passages import RefView
from briefing.wording import Words, mark

STANDINGS: dict[State, str] = {
    "unassigned": mark("In no event or story"),
    "excluded": mark("Left out of editions and events by the editor"),
    "duplicate": mark("Counted as a copy"),
}  # the other states need no word on the page itself
RIGHTS = {
    "full": "",
    "passages": mark(
        "Only the passages of its summary are shown. “[…]” stands for the rest, which is at its publisher."
    ),
    "link": mark("Its text is not shown here; it is at its publisher."),
}


def article_view(page: ArticlePage, site: Site, *, strong: float = 0.0) -> ArticleView:
    """Return the page of an article. A placement with a score below `strong` is marked as weak."""
    ref, record = page.ref, page.record
    article, analysis = record.article, record.analysis
    known = Cited(site, {ref.id: ref}, {each.id: (each.name, each.href) for each in page.actors}, listed=False)
    cuts = (clippings.cut_quote(record, quote) for quote in analysis.quotes)
    said = [each for each in cuts if each is not None]
    reported = quote_views((each for each in said if each.kind == "reported"), known)
    left_out = _left_out(page) if ref.rights == "full" else ()
    placements = _placements(page, site.words, strong)
    return ArticleView(
        meta=meta(
            site,
            ref.href,
            ref.title,
            description=article.override.summary or (page.passages[0].text if page.passages else ""),
            structured=describe_article(page, site),
            og_type="article",
        ),
        title=ref.title,
        lang=known.lang(ref.id),
        outlet=ref.source_name or site.words.no_source(),
        outlet_href=links.source_href(ref.source) if ref.source else "",
        authors=site.words.listed(article.authors),
        date=site.words.moment(ref.date, site.timezone) if ref.date else site.words.say("Date unknown"),
        added=_added(page, site),
        original=outside(ref.url),
        original_at=called(ref.source_name or site.words.no_source(), ref.url),
        report=report_href(site, ref.href, ref.id, ref.title, ref.title),
        sample=ref.sample,
        modified=site.words.moment(ref.modified, site.timezone),
        was=ref.was,
        editor_summary=article.override.summary,
        summary=tuple(passage_view(passage, known) for passage in page.passages),
        body=article_body(page, site.words, strong),
        rights=site.words.say(RIGHTS[ref.rights]) if RIGHTS[ref.rights] else "",
        left_out=site.words.count(len(left_out), "{n} paragraph left out", "{n} paragraphs left out")
        if left_out
        else "",
        left_out_rows=left_out,
        language=_language(page, site),
        quotes=quote_views((each for each in said if each.kind != "reported"), known),
        reported=reported,
        reported_text=site.words.count(
            len(reported), "{n} statement reported, not quoted", "{n} statements reported, not quoted"
        ),
        edition=_edition(page, site.words),
        placements=placements,
        stories=tuple(link_anchor(link, site.words) for link in page.events if link.kind == "story"),
        reckoned=any(each.why for placement in placements for each in placement.paragraphs),
        standing=_standing(page, site.words),
        origin=origin_name(ref, {other.source: other.source_name for other in (*page.same_story, *page.copies)}),
        file=article.id,
        actors=tuple(Anchor(each.name, each.href, office_of(each, site.words)) for each in page.actors),
        same_story=_accounts(page, site),
        copies=tuple(ref_view(other, site) for other in page.copies),
        repeats=ref_view(page.original, site) if page.original else None,
        use=use_of_article(page, site),
    )


def _edition(page: ArticlePage, words: Words) -> Anchor | None:
    """Return the edition that an article came in; None for one that no edition tells of."""
    day = page.record.standing.day
    return Anchor(words.full_day(day), links.edition_href(day)) if day and page.record.standing.state in LIVE else None


def _accounts(page: ArticlePage, site: Site) -> tuple[RefView, ...]:
    """Return the other accounts of the same story; one that has the same origin says so."""
    copies = {copy.id for copy in page.copies}
    views = []
    for other in page.same_story:
        view = ref_view(other, site)
        if other.id not in copies:
            same = other.origin == page.ref.origin and page.ref.origin != ""
            note = site.words.say("same origin as this article") if same else ""
            views.append(structs.replace(view, note=", ".join(filter(None, (view.note, note)))))
    return tuple(views)


def _added(page: ArticlePage, site: Site) -> str:
    """Return when the article came in, where that is another day than its date."""
    added = wording.day_of(page.ref.added, site.timezone)
    if not added or added == wording.day_of(page.ref.date, site.timezone):
        return ""
    return site.words.say("added {day}", day=site.words.full_day(added))


def _left_out(page: ArticlePage) -> tuple[str, ...]:
    return tuple(
        section(index) + (f": {paragraph.why}" if paragraph.why else "")
        for index, paragraph in enumerate(page.record.analysis.paragraphs)
        if paragraph.kind == "boilerplate"
    )


def _language(page: ArticlePage, site: Site) -> str:
    words = site.words
    said = []
    if page.ref.lang not in ("", site.language):
        said.append(words.say("In {language}.", language=words.language_name(page.ref.lang)))
    if missing := page.record.analysis.not_attempted:
        said.append(words.say("Not looked for in this language: {parts}.", parts=words.listed(missing)))
    return " ".join(said)


def _standing(page: ArticlePage, words: Words) -> str:
    standing = page.record.standing
    if standing.state == "duplicate" and page.original is not None:
        return ""  # said by the box that links to the original
    state = words.say(STANDINGS[standing.state]) if standing.state in STANDINGS else ""
    return f"{state}: {standing.reason}" if state and standing.reason else state


def _placements(page: ArticlePage, words: Words, strong: float) -> tuple[PlacementView, ...]:
    events = sorted((link for link in page.events if link.kind != "story"), key=lambda link: link.id)
    return tuple(PlacementView(link_anchor(link, words), _paragraphs(page, link, strong)) for link in events)


def _paragraphs(page: ArticlePage, link: Link, strong: float) -> tuple[PlacedView, ...]:
    shown = page.ref.rights != "link"  # a page that shows no text has nothing to point at
    return tuple(
        PlacedView(
            paragraph=Anchor(
                section(placement.paragraph),
                "#" + links.paragraph_fragment(placement.paragraph) if shown else "",
            ),
            words=deciding_words(placement),
            why=placement.why,
            weak=placement.score < strong,
        )
        for placement in clippings.placements(page.record)
        if placement.event == link.id
    )
