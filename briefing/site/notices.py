"""Pages that stand alone: how it is made, not found, withdrawn, moved."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.published import ArticleRef
from briefing.site.frame import FRONT, METHOD, meta
from briefing.site.views.frame import Anchor, Site
from briefing.site.views.notice import MethodView, NoticeView
from briefing.wording import Words


def method_view(site: Site, schemas: Sequence[tuple[str, str]] = ()) -> MethodView:
    """Return the page on how everything is made; `schemas` are (title, href) of the published JSON Schemas."""
    return MethodView(
        meta=meta(
            site,
            METHOD,
            site.words.say("How this is made"),
            description=site.words.say(
                "How sentences, quotes and figures are chosen here, and how each can be checked."
            ),
            section="method",
        ),
        timezone=site.timezone,
        schemas=tuple(Anchor(site.words.say(title), href) for title, href in schemas),
        generator=site.generator,
    )


def not_found_view(site: Site) -> NoticeView:
    """Return the 404 page, to be rendered with `root`: its address is wherever the reader went astray."""
    return NoticeView(
        meta=meta(site, "", site.words.say("Page not found"), robots="noindex"),
        title=site.words.say("There is no such page"),
        text=site.words.say("It may have been withdrawn, or the address may be mistyped."),
        to=FRONT,
        to_text=site.words.say("Read the latest briefing"),
    )


def word_withdrawal(reason: str, words: Words) -> str:
    """Return what the page of a withdrawn article says."""
    if reason:
        return words.say("This article was withdrawn. Reason: {reason}", reason=reason)
    return words.say("This article was withdrawn. No reason was given.")


def withdrawn_view(ref: ArticleRef, reason: str, site: Site) -> NoticeView:
    """Return what stays of an article that was withdrawn: its title, and why."""
    return NoticeView(
        meta=meta(site, ref.href, site.words.say("Withdrawn: {title}", title=ref.title), robots="noindex"),
        title=ref.title,
        text=word_withdrawal(reason, site.words),
        to=FRONT,
        to_text=site.words.say("Read the latest briefing"),
    )


def redirect_view(href: str, title: str, site: Site) -> NoticeView:
    """Return a page that leads on to `href`, for former ids and for stories that were merged (`redirect.html`)."""
    return NoticeView(
        meta=meta(site, href, site.words.say("Moved: {title}", title=title), robots="noindex"),
        title=site.words.say("This page has moved"),
        text="",
        to=href,
        to_text=title,
    )
