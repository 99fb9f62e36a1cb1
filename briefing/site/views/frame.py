"""What surrounds a page, and the link that all lists are made of."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.wording import Words, speak


@dataclass(frozen=True, slots=True)
class Site:
    """What every page says of the site."""

    name: str
    url: str = ""  # without a slash at its end; empty: unknown, so no canonical addresses and no sitemap
    language: str = "en"
    timezone: str = "UTC"  # IANA name: what day an article's moment falls on
    description: str = ""  # one sentence for search engines and the feed
    notice: str = ""  # one sentence shown on top of every page ("All articles here are invented.")
    feed: str = ""  # the editions' feed; empty: there is none
    generator: str = ""  # "Briefing 0.1": named in the footer
    robots: str = ""  # "noindex" for a site that search engines shall leave alone

    @property
    def words(self) -> Words:
        """What is said in the site's language, for whoever makes a view."""
        return speak(self.language)


@dataclass(frozen=True, slots=True)
class Meta:
    """What the frame around a page needs: its head, and where in the navigation it belongs."""

    site: Site
    title: str
    description: str = ""
    canonical: str = ""  # full address; empty: the site's own is unknown
    robots: str = ""  # "noindex"
    section: str = ""  # entry of the navigation that this page is under
    feed: str = ""  # the page's own feed
    feed_title: str = ""
    data: str = ""  # the same as JSON
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link with what is said after it."""

    text: str
    href: str  # empty: words without a link
    note: str = ""
    lang: str = ""  # of the text, where it is not the site's
