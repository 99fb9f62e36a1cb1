"""What surrounds a page, and the link that all lists are made of."""

from __future__ import annotations

from msgspec import Struct

from briefing.wording import Words, speak

# What a publisher can choose and order (BRIEFING_NAVIGATION, BRIEFING_SECTIONS); these are the defaults.
NAVIGATION = ("front", "editions", "events", "actors", "sources", "method")
CLOSING = ("noted", "corrections", "quiet", "actors", "coverage", "events", "recent")


class Site(Struct, frozen=True):
    """What every page says of the site."""

    name: str
    url: str = ""  # without a slash at its end; empty: unknown, so no canonical addresses and no sitemap
    language: str = "en"
    timezone: str = "UTC"  # IANA name: what day an article's moment falls on
    description: str = ""  # one sentence for search engines and the feed
    notice: str = ""  # one sentence shown on top of every page ("All articles here are invented.")
    footer: str = ""  # the publisher's own line below every page
    logo: str = ""  # a picture beside the name
    logo_width: str = ""  # pixels, where it is 32 high
    stylesheet: str = ""  # the publisher's colour; empty: the theme's own
    icon: str = "theme/icon.svg"
    touch_icon: str = ""  # PNG for home screens
    manifest: str = ""
    feed: str = ""  # the editions' feed; empty: there is none
    json_feed: str = ""  # the same as JSON Feed
    report: str = ""  # where mistakes are reported, as `reporting.report_href` fills it in; empty: nowhere
    navigation: tuple[str, ...] = NAVIGATION  # the sections in the navigation, in order
    closing: tuple[str, ...] = CLOSING  # the parts that close an edition, in order
    generator: str = ""  # "Briefing 0.1": named in the footer
    robots: str = ""  # "noindex" for a site that search engines shall leave alone

    @property
    def words(self) -> Words:
        """What is said in the site's language, for whoever makes a view."""
        return speak(self.language)

    @property
    def direction(self) -> str:
        """Which way the site's language is written: "ltr", "rtl"."""
        return self.words.direction

    @property
    def locale(self) -> str:
        """The site's language with its country, as Open Graph wants it: "en_GB"."""
        return str(self.words.locale)


class Section(Struct, frozen=True):
    """An entry of the navigation."""

    text: str
    href: str
    current: str = ""  # "page": this is that page; "true": it is under it


class Meta(Struct, frozen=True):
    """What the frame around a page needs: its head, and where in the navigation it belongs."""

    site: Site
    title: str  # with the site's name, for the browser's tab
    heading: str = ""  # without it, for whoever shares the page
    description: str = ""
    canonical: str = ""  # full address; empty: the site's own is unknown
    robots: str = ""  # "noindex"
    section: str = ""  # of the site that this page is under: "events", or "search" for the page with a form of its own
    navigation: tuple[Section, ...] = ()
    image: str = ""  # full address of the picture that is shown where the page is shared
    image_alt: str = ""
    og_type: str = "website"  # Open Graph's word: "website", "article", "profile"
    structured: str = ""  # the page in the words of schema.org, as JSON-LD
    feed: str = ""  # the page's own feed
    json_feed: str = ""  # the same as JSON Feed
    feed_title: str = ""
    data: str = ""  # the same as JSON
    tables: tuple[Anchor, ...] = ()  # what is in it as CSV
    previous: str = ""
    next: str = ""


class Anchor(Struct, frozen=True):
    """A link with what is said after it."""

    text: str
    href: str  # empty: words without a link
    note: str = ""
    lang: str = ""  # of the text, where it is not the site's
