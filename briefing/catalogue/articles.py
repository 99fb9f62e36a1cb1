"""The page of each article."""

from __future__ import annotations

from collections.abc import Iterator

from briefing import links
from briefing.analysis.events import STRONG
from briefing.catalogue.materials import Materials
from briefing.catalogue.page import Page, View, digest
from briefing.clippings import cite
from briefing.ledger import HAS_PAGE
from briefing.site import pages


def article_pages(made_from: Materials, lost: set[str], *, afresh: bool) -> Iterator[tuple[str, list[Page]]]:
    """Yield each article that may have changed with its page, and those that are gone with none."""
    published = dict(
        made_from.archive.rows("select owner, inputs from page where owner between 'article:' and 'article;'")
    )
    for id_, own, story, copies, state in made_from.archive.rows(
        "select a.id, a.digest, y.digest, c.digest, a.state from article a"
        " left join thing y on y.id = 'y:' || a.story"
        " left join thing c on c.id = 'c:' || "
        " coalesce(nullif(a.duplicate_of, ''), a.id)"
        " where a.readable order by a.id"
    ):
        owner = f"article:{id_}"
        wanted = state in HAS_PAGE
        inputs = digest(made_from.base, own, story or b"", copies or b"")
        known = published.pop(owner, None)
        if (known == inputs and owner not in lost and not afresh) or (known is None and not wanted):
            continue
        yield owner, [_article_page(made_from, id_, owner, inputs, state)] if wanted else []
    for owner in sorted(published):
        yield owner, []


def _article_page(made_from: Materials, id_: str, owner: str, inputs: bytes, state: str) -> Page:
    def make() -> View:
        page = made_from.desk.article_page(id_)
        assert page is not None
        if state == "withdrawn":
            reason = page.record.standing.reason
            return pages.withdrawn_view(cite(page.record), reason, made_from.site)
        return pages.article_view(page, made_from.site, strong=STRONG)

    template = "notice.html" if state == "withdrawn" else "article.html"
    return Page(links.article_href(id_), owner, inputs, template, make)
