# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""What of a newsletter stands behind the link that ends a section, above the next headline, and is news all the same?

News in brief, a quotation, a correction: they are of no section, and their words are to be had. What else stands there
are advertisements that nothing marks, invitations of the outlet itself, buttons. These are told by where they lead, by
whom they speak to, and by their length; what is long is news, as a paragraph of news weighs more than a line of advertising.
"""

from __future__ import annotations

import re

from msgspec import Struct

from briefing.adding.adverts import LONGEST_COPY, find_sites
from briefing.adding.signs import (
    LEAST_PROSE,
    LONGEST_HEADLINE,
    find_lead,
    find_more,
    find_shared,
    is_over,
    is_prose,
    leave_out_more,
    stands_out,
)
from briefing.adding.stretches import Stretch
from briefing.analysis.text.notices import name_notice

LEAST_NEWS = 12  # words of a paragraph without a link; greetings and calls to act have fewer
LEAST_LISTED = 2  # news in brief, each with a link of its own: one may be a button

_QUOTED = re.compile(r"“[^”]{0,2000}”|„[^“”]{0,2000}[“”]|«[^»]{0,2000}»|»[^«]{0,2000}«|\"[^\"]{0,2000}\"")
# An outlet speaks to its readers, and of itself. Words that mean something else in another language are not among them.
_TO_READERS = re.compile(
    r"\b(?:[Yy]ou|[Yy]our|[Yy]ours|[Ww]e|[Oo]urs?|us|(?<=[\w,] )Sie|Ihnen|(?<=[\w,] )Ihre?[mnrs]?|[Ww]ir|[Uu]ns|[Uu]nsere?[mnrs]?|[Dd]eine?[mnrs]?|[Ee]uch"
    r"|[Vv]ous|[Vv]otre|[Vv]os|[Nn]ous|[Nn]otre|[Nn]os|[Uu]sted(?:es)?|[Nn]uestr[oa]s?|[Vv]uestr[oa]s?|[Vv]ostr[oaie]|[Nn]ostr[oaie]|[Oo]nze|[Jj]ouw|[Uu]w|[Dd]ig|[Dd]eg|[Dd]ere|[Vv]år[ae]?|[Vv]ores)\b"
)


class Brief(Struct, frozen=True):
    """News that belongs to no section."""

    title: str  # of the list that it is; empty: it has none
    stretches: tuple[Stretch, ...]


def find_brief(below: list[Stretch], known: frozenset[str], *, last: bool) -> Brief | None:
    """Return the news among what stands below a section; None: there is none.

    `known`: the sites that the sections lead to. `last`: no section follows, so that the letter's goodbye stands there:
    of that only news in brief is taken.
    """
    sites = [find_sites(stretch) for stretch in below]
    said = [(find_more(stretch) and leave_out_more(stretch)) or stretch for stretch in below]
    listed = [number for number, stretch in enumerate(said) if _is_listed(stretch, sites[number], known)]
    if len({find_lead(below[number]) for number in listed}) < LEAST_LISTED:
        listed = []
    paid = any(found - (known - {""}) for number, found in enumerate(sites) if number not in listed)
    kept: list[Stretch] = []
    title = ""
    for number, stretch in enumerate(said):
        if number in listed or (not last and _is_news(stretch, sites[number], known, paid=paid)):
            kept.append(stretch)
        elif not kept and stands_out(stretch) and stretch.words <= LONGEST_HEADLINE and not sites[number]:
            title = stretch.line
    return Brief(title, tuple(kept)) if kept else None


def _is_listed(stretch: Stretch, sites: frozenset[str], known: frozenset[str]) -> bool:
    """Whether it is a sentence with a link to where the sections lead, by way of a counter perhaps as theirs are."""
    return bool(sites) and sites <= known and stretch.words >= LEAST_PROSE and may_be_news(stretch)


def _is_news(stretch: Stretch, sites: frozenset[str], known: frozenset[str], *, paid: bool) -> bool:
    """`paid`: something beside it leads elsewhere, as the button below an advertisement does."""
    if not may_be_news(stretch):
        return False
    if stretch.words >= LONGEST_COPY:
        return True
    if sites:
        return sites <= known - {""}
    return not paid and stretch.words >= LEAST_NEWS


def may_be_news(stretch: Stretch) -> bool:
    """Whether it is a sentence at least, and speaks to nobody."""
    if not is_prose(stretch) or not is_over(stretch) or find_more(stretch) or find_shared(stretch):
        return False
    if name_notice(stretch.line, stretch.tag):
        return False
    return stretch.words >= LONGEST_COPY or _TO_READERS.search(_QUOTED.sub("", stretch.line)) is None
