# ruff: noqa: E501  a note is read in one piece
"""Which articles does a newsletter hold? Sections of headline, paragraphs and a link, told from one long text.

A section is an article of its own if it leads to one: its headline is a link, or “Read more” closes it. Headings that
lead nowhere may as well divide one article; then it stays one. Pure: stretches in, sections out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from urllib.parse import urlsplit

from msgspec import Struct, field
from msgspec.structs import replace

from briefing.adding.adverts import Sites, find_sites, is_label, is_mark, leave_out_adverts
from briefing.adding.around import is_footer, is_notice
from briefing.adding.between import Brief, find_brief, may_be_news
from briefing.adding.headlines import LEAST_WORDS, find_ways
from briefing.adding.signs import (
    LONGEST_HEADLINE,
    find_lead,
    find_more,
    find_shared,
    is_heading,
    is_linked,
    is_over,
    is_prose,
    leave_out_more,
)
from briefing.adding.stretches import Stretch
from briefing.adding.trackers import find_site, find_target
from briefing.extracting import bare

LONGEST_LABEL = 3  # words of a label above a headline
DISTINCT = 0.9  # of the headlines of a letter
COVERED = 0.6  # of the prose has to stand in sections that lead somewhere, else it is another kind of letter
UNCLEAR = 0.5  # sections that lead nowhere for each that does, up to which they are articles all the same
MOST_NAMED = 5  # headings of what is left out
END = 0.6  # of the words, behind which a footer ends a letter that is one article


class Section(Struct, frozen=True):
    title: str  # empty: it is news between the others without a heading
    href: str  # as it stands there; empty: it leads nowhere
    stretches: tuple[Stretch, ...]  # without the headline and the link at its end
    titled: bool = True  # where it is not, its first sentence is its title


class Split(Struct, frozen=True):
    """What a letter holds: sections, or one text."""

    sections: tuple[Section, ...]  # those that are articles; none: the letter is one
    body: tuple[Stretch, ...] = ()  # of that one
    left: tuple[str, ...] = ()  # what was left out: "42 words of footer"
    note: str = ""  # why it stays one article, where that is a question


class _Found(Struct):
    """A section in the making."""

    head: Stretch
    href: str
    body: list[Stretch]
    closed: bool = False
    advert: bool = False
    marked: int = -1  # of its stretches, how many stand above the first mark of an advertisement; -1: it has none
    paid: int = 0  # words of an advertisement that stood in it
    shared: str = ""  # where “Share this story” leads
    missed: int = 0  # headings of its headline's rank below it
    below: list[Stretch] = field(default_factory=list)  # behind the link that closed it
    over: bool = False  # a footer or the mark of an advertisement has ended that as well

    @property
    def words(self) -> int:
        return sum(stretch.words for stretch in self.body if is_prose(stretch))

    @property
    def leads(self) -> bool:
        return self.words >= LEAST_WORDS and not self.advert and bool(self.href) and not leads_home(self.href)


def split_letter(stretches: tuple[Stretch, ...], sender: str = "") -> Split:
    """Return the articles that a letter holds, or the one that it is. The name of its `sender` is no headline."""
    given = [stretch for stretch in stretches if any(map(str.isalnum, stretch.text)) or find_more(stretch)]
    lines = [stretch for stretch in given if not is_notice(stretch)]
    notices = sum(stretch.words for stretch in given) - sum(stretch.words for stretch in lines)
    kept, adverts, sites = leave_out_adverts(lines)
    best: list[_Found] = []
    most = 0  # sections that lead somewhere, in any of the ways
    for divided, is_head in find_ways(kept, bare(sender)):
        found = _divide(divided, is_head, sites)
        most = max(most, sum(each.leads and _stands_as_heading(each.head) for each in found))
        if _count_words(found) > _count_words(best):
            best = found
    prose = sum(stretch.words for stretch in kept if is_prose(stretch) and not is_footer(stretch))
    leading = [found for found in best if found.leads]
    said = (f"{notices:,} words of buttons and notices",) if notices else ()
    if len({found.href for found in leading}) >= 2 and _count_covered(best, leading) >= COVERED * prose:
        split = _as_sections(kept, best, adverts)
        return replace(split, left=(*split.left, *said))
    body, footer = _cut_footer(kept)
    left = ((f"{footer:,} words of footer",) if footer else ()) + _say_adverts(adverts) + said
    note = ""
    if len(leading) >= 2:
        note = f"It has {len(leading)} sections that lead to articles beside a longer text: it stays one article. Split it by hand."
    elif _has_headings(body) and most:
        note = "Not all of its headings lead to articles of their own: it stays one article. Split it by hand if it is several."
    elif _has_headings(body):
        note = "Its headings lead to no articles of their own: it stays one article. Split it by hand if it is several."
    return Split((), tuple(body), left, note)


def _as_sections(kept: list[Stretch], found: list[_Found], adverts: tuple[int, ...]) -> Split:
    articles = _find_articles(found)
    sections = tuple(Section(each.head.line, each.href, tuple(each.body), bool(each.head.text)) for each in articles)
    sections += _as_briefs(articles, found[-1])
    own = sum(stretch.words for each in articles for stretch in (each.head, *each.body))
    own += sum(stretch.words for each in sections[len(articles) :] for stretch in each.stretches)
    dropped = [each for each in found if not each.advert and each not in articles]
    bare = sum(1 for each in dropped if each.href and each.words < LEAST_WORDS)
    paid = [sum(stretch.words for stretch in (each.head, *each.body)) for each in found if each.advert]
    paid += [each.paid for each in articles if each.paid]
    footer = sum(stretch.words for stretch in kept if is_footer(stretch))
    around = sum(stretch.words for stretch in kept) - own - footer - sum(paid)
    names = [f"“{each.head.line}”" for each in dropped if each.words]
    said = ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")
    named = f", those below {said} among them" if said else ""
    left = [f"{around:,} words around the articles{named}"] if around > 0 else []
    left += [f"{footer:,} words of footer"] if footer else []
    left += [f"{bare} headlines without text" if bare > 1 else "1 headline without text"] if bare else []
    return Split(sections, left=(*left, *_say_adverts((*adverts, *paid))))


def _find_articles(found: list[_Found]) -> list[_Found]:
    """Return the sections that are articles: with text enough, or a sentence of news that leads where the others do."""
    known = frozenset(find_site(each.href) for each in found if each.leads) - {""}
    return [
        each
        for each in found
        if not each.advert
        and not leads_home(each.href)
        and (
            each.words >= LEAST_WORDS
            or any(may_be_news(stretch) and _leads_to(each, stretch, known) for stretch in each.body)
        )
    ]


def _leads_to(section: _Found, stretch: Stretch, known: frozenset[str]) -> bool:
    return bool(known & {find_site(section.href), *find_sites(stretch)})


def _as_briefs(articles: list[_Found], last: _Found) -> tuple[Section, ...]:
    """Return the news that stands between sections: what has a heading by itself, all else together."""
    known = frozenset(find_site(each.href) for each in articles if each.href)
    found = [find_brief(each.below, known, last=each is last) for each in articles]
    briefs: list[Brief] = [brief for brief in found if brief]
    rest = tuple(stretch for brief in briefs if not brief.title for stretch in brief.stretches)
    headed = [Section(brief.title, "", brief.stretches) for brief in briefs if brief.title]
    return (*headed, *([Section("", "", rest)] if rest else []))


def _say_adverts(adverts: tuple[int, ...]) -> tuple[str, ...]:
    what = "1 advertisement" if len(adverts) == 1 else f"{len(adverts)} advertisements"
    return (f"{what} of {sum(adverts):,} words",) if adverts else ()


def _count_covered(found: list[_Found], leading: list[_Found]) -> int:
    """Words of prose in the sections that are articles: those without a usable link too, where the others are clear."""
    bare = [each for each in found if each.words >= LEAST_WORDS and not each.advert and not each.href]
    return sum(each.words for each in (*leading, *(bare if len(bare) <= UNCLEAR * len(leading) else ())))


def _count_words(found: list[_Found]) -> int:
    """Words of prose in the sections that lead somewhere; none unless these can be articles."""
    leading = [each for each in found if each.leads]
    return sum(each.words for each in leading) if _can_be_articles(leading, found) else 0


def _can_be_articles(leading: list[_Found], found: list[_Found]) -> bool:
    """Whether their heads are headlines: two at least, each another, and none of them below the letter's own headings.

    A name that comes again and again is that of an outlet below what is quoted from it. A heading of the same rank in
    one of the sections is the headline of another, which has no link; where most have one, they are parts of articles.
    """
    if len(leading) < 2 or len({bare(each.head.text) or each.href for each in leading}) < DISTINCT * len(leading):
        return False
    if 0 < sum(each.missed for each in found) <= UNCLEAR * len(leading):
        return False
    divided = sum(any(is_heading(stretch) for stretch in each.body) for each in leading if not is_heading(each.head))
    return divided < 2


def _divide(seen: list[Stretch], is_head: Callable[[Stretch], bool], sites: Sites) -> list[_Found]:
    """Cut a letter into what stands below its headlines. Below a mark that is left, no advertisement was clear."""
    found: list[_Found] = []
    for stretch in seen:
        last = found[-1] if found else None
        if is_footer(stretch):
            if last:
                last.closed = last.over = True
        elif is_mark(stretch) and not (is_head(stretch) and _may_begin(stretch, last)):
            if last and last.closed:
                last.over = True
            elif last and last.marked < 0:
                last.marked = len(last.body)
        elif href := find_more(stretch):
            if last and last.closed:
                last.below += [] if last.over else [stretch]
            elif not last or last.marked < 0 or not _leads_away(last, href, sites):
                _close(found, stretch, href)
        elif shared := find_shared(stretch):
            if last and not last.closed:
                last.shared = last.shared or shared
        elif stretch.words <= LONGEST_HEADLINE and is_head(stretch):
            found.append(_Found(stretch, find_lead(stretch), []))
        elif last and not last.closed:
            last.body.append(stretch)
        elif last and not last.over:
            last.below.append(stretch)
    for each in found:
        each.href = each.href or each.shared
        if is_mark(each.head):  # it has the rank of the headlines
            each.advert = sites.exclude(each.href) or (is_label(each.head) and not sites.know(each.href))
        elif each.marked == 0:  # just below its headline
            each.advert = sites.exclude(each.href)
    _end_sections(found)
    return found


def _leads_away(section: _Found, href: str, sites: Sites) -> bool:
    """Whether “Read more” below a mark is surely not that of the section, but of an advertisement that stands in it."""
    own, target = find_target(section.href or section.shared), find_target(href)
    return sites.exclude(href) or bool(own and target and own != target)


def _may_begin(mark: Stretch, last: _Found | None) -> bool:
    """Whether a mark that looks like a headline begins a section: in one that is to be closed by its link, no label does."""
    return not is_label(mark) or (is_heading(mark) and (last is None or last.closed or bool(last.href)))


def _end_sections(found: list[_Found]) -> None:
    """Take from the end of each section what belongs to the next, and from that of the last what belongs to none.

    The first are labels above headlines ("POLITICS"). Where nothing closes the last section, the letter's goodbye
    follows it: it is as long as others at most. What follows a mark where others have ended is an advertisement.
    """
    longest = max((len(each.body) for each in found[:-1] if each.leads and each.marked < 0), default=0)
    for each in found:
        each.missed = sum(is_heading(each.head) and stretch.tag == each.head.tag for stretch in each.body)
        while each.body and _is_kicker(each.body[-1]):
            each.body.pop()
        if not each.closed and 0 < longest <= each.marked < len(each.body):
            each.paid = sum(stretch.words for stretch in each.body[each.marked :])
            del each.body[each.marked :]
    others = [len(each.body) for each in found[:-1] if each.leads]
    if others and not found[-1].closed and (found[-1].marked < 0 or found[-1].paid):
        del found[-1].body[max(others) :]


def _is_kicker(stretch: Stretch) -> bool:
    return stretch.words <= LONGEST_LABEL and not (is_over(stretch) or stretch.row)


def _close(found: list[_Found], stretch: Stretch, href: str) -> None:
    """End a section with the link to its article. One that leads where the section before it does is a part of that."""
    if not found or found[-1].closed:
        return
    if len(found) > 1 and not found[-1].href and found[-2].href == href and not found[-2].closed:
        part = found.pop()
        found[-1].body += [part.head, *part.body]
    last = found[-1]
    rest = leave_out_more(stretch)
    if rest is not None:
        last.body.append(rest)
    last.href = last.href or href
    last.closed = True


def leads_home(href: str) -> bool:
    """Whether it is the front page of a site."""
    target = find_target(href)
    return bool(target) and urlsplit(target).path in ("", "/") and not urlsplit(target).query


def _cut_footer(seen: list[Stretch]) -> tuple[list[Stretch], int]:
    """Return the text of a letter that is one article, and how many words of footer and buttons it had."""
    whole = sum(stretch.words for stretch in seen)
    body: list[Stretch] = []
    passed = 0
    for stretch in seen:
        if is_footer(stretch):
            if passed >= END * whole and body:
                break
        elif not (find_more(stretch) or find_shared(stretch)):
            body.append(stretch)
        elif stretch.words > LEAST_WORDS:
            body.append((find_more(stretch) and leave_out_more(stretch)) or stretch)
        passed += stretch.words
    return body, whole - sum(stretch.words for stretch in body)


def _stands_as_heading(stretch: Stretch) -> bool:
    return re.fullmatch(r"h[2-5]|head", stretch.tag) is not None or (
        stretch.bold and stretch.words <= LONGEST_HEADLINE and not is_over(stretch)
    )


def _has_headings(body: list[Stretch]) -> bool:
    """Whether two headings or more divide it, prose below each."""
    heads = 0
    for above, below in pairwise(body):
        heads += _stands_as_heading(above) and is_prose(below)
    return heads >= 2


def is_list_of_links(body: tuple[Stretch, ...]) -> bool:
    """Whether there is nothing to read in it but headlines that lead elsewhere."""
    links = sum(is_linked(stretch) for stretch in body)
    return links > 1 and all(is_linked(stretch) or stretch.words <= LONGEST_LABEL for stretch in body)
