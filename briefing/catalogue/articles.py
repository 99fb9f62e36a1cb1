"""The page of each article."""

from __future__ import annotations

from briefing import links
from briefing.analysis.events import STRONG
from briefing.catalogue.materials import Materials
from briefing.catalogue.page import Page, View, digest
from briefing.clippings import cite
from briefing.ledger import HAS_PAGE
from briefing.site import pages

OWNER = "article:"  # and the article's id


def article_pages(made_from: Materials, owner: str) -> list[Page]:
    """Return the page of an article; none where it is gone or has none."""
    id_ = owner.removeprefix(OWNER)
    for own, story, original, state in made_from.archive.rows(
        "select digest, story, duplicate_of, state from article where id = ? and readable", (id_,)
    ):
        if state in HAS_PAGE:
            told = made_from.digest_of(f"y:{story}") if story else b""
            copies = made_from.digest_of(f"c:{original or id_}")
            return [_article_page(made_from, id_, owner, digest(made_from.base, own, told, copies), state)]
    return []


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
