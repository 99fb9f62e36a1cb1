"""Verbatim text, where it comes from, and articles in lists."""

from __future__ import annotations

from msgspec import Struct

from briefing.site.views.frame import Anchor


class Piece(Struct, frozen=True):
    text: str
    mark: str  # "said": the quoted words; "figure": the number; empty: the words around


class Verbatim(Struct, frozen=True):
    """A passage as it stands in its article: the pieces joined are its text, nothing else."""

    place: str  # "2025-03/call.md:120-260": article and characters
    pieces: tuple[Piece, ...]
    lang: str  # where it is not the site's


class Citation(Struct, frozen=True):
    """Where a passage stands."""

    href: str  # the sentence in its article's page
    outlet: str
    date: str  # "14 Mar"; with its year where that is not the page's; empty: the page does not list the article
    paragraph: str  # "§ 3"
    number: str = ""  # of its article in the page's list of sources, "3"; empty: the page has none, or not this article
    report: str = ""  # where a mistake in it is reported; empty: nowhere


class PassageView(Struct, frozen=True):
    verbatim: Verbatim
    cite: Citation
    weak: bool = False  # it belongs to the event only weakly


class QuoteView(Struct, frozen=True):
    verbatim: Verbatim
    cite: Citation
    speaker: str
    speaker_href: str
    named: bool  # false: nobody is named, and `speaker` holds the article's words
    kind: str  # "partly quoted", "reported speech"; empty for words in quotation marks
    about: tuple[Anchor, ...]


class ClaimView(Struct, frozen=True):
    figures: tuple[Verbatim, ...]  # the numbers alone, as written
    verbatim: Verbatim  # the sentence that gives them
    cite: Citation
    giver: str  # who gave them, in the article's words


class DisagreementView(Struct, frozen=True):
    subject: str  # "killed, Kryvyi Rih"
    claims: tuple[ClaimView, ...]


class RefView(Struct, frozen=True):
    """An article in a list."""

    title: str
    href: str
    outlet: str
    date: str  # "14 Mar 2025", or "date unknown, added 15 Mar 2025"
    note: str  # "corrected 16 Mar 2025, in French, same origin as Reuters"
    lang: str  # of the title, where it is not the site's
    number: str = ""  # "3": the third of the page's sources, at the fragment "source-3"; empty: in no such list
    original: str = ""  # address at its publisher, in a list of sources


class ArticlePassages(Struct, frozen=True):
    """What one article says, under its heading."""

    head: RefView
    passages: tuple[PassageView, ...]
