# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""Which stretches of a letter are advertisements? Those below a mark that says so, as far as it is clear.

Nothing says where an advertisement ends, and the mark may be that of a picture, with news below it. What tells them
apart is where they lead: news to where the other sections lead, an advertisement elsewhere. What stays unclear stays in.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from msgspec import Struct

from briefing.adding.around import is_footer
from briefing.adding.signs import (
    LEAST_PROSE,
    LONGEST_HEADLINE,
    MARKS,
    SHORTEST_LINKED,
    WEB,
    find_lead,
    find_more,
    is_heading,
    is_linked,
    is_over,
    is_prose,
    shares,
    stands_out,
)
from briefing.adding.stretches import Stretch
from briefing.adding.trackers import find_site

LONGEST_ADVERT = 8  # stretches: headline, paragraph, buttons
LONGEST_COPY = 40  # words of a paragraph that is an advertisement for the link in it alone
LONGEST_MARK = 6  # words
LONGEST_LABEL = 200  # characters
MOST_ASKED = 3  # links of a stretch that are looked at

_LABEL = re.compile(
    r"(?:advertisement|advertorial|ad|anzeige|werbung|publicité|publicidad|annons|annonse|annonce|promoted|paid (?:post|content)|partner content|advertentie|pubblicità|publicidade|reklam[ae]?|mainos|hirdetés|publicitate|διαφήμιση"
    r"|реклама|на правах рекламы|партн[её]рский материал|广告|廣告|推广|赞助(?:内容)?|広告|pr|スポンサー(?:ド|記事)?|광고|협찬|โฆษณา|إعلان(?:ات)?|إعلان (?:ممول|مدفوع)|محتوى (?:مدفوع|ممول)|تبلیغات|آگهی|פרסומת|תוכן ממומן|विज्ञापन"
    r"|sponsored(?: (?:content|post|message|story|article))?|(?:sponsored|presented) by\b.*)",
    re.IGNORECASE,
)
_ITSELF = re.compile(rf"[\[(【〔] ?{_LABEL.pattern} ?[\])】〕]", re.IGNORECASE)  # "[Ad] Boots for the winter"
_SPONSOR = re.compile(r"(?:sponsored|presented) by\b|in partnership with\b|together with\b", re.IGNORECASE)
_PHRASE = re.compile(r"(?:in partnership with|together with|a message from)\b", re.IGNORECASE)
_NAMED = re.compile(r"a message from (?P<name>[^\W\d_].*)", re.IGNORECASE)


class Sites(Struct, frozen=True):
    """Where a letter leads apart from what stands at a mark; "" for all that only counters of readers know."""

    known: frozenset[str] = frozenset()
    clear: bool = False  # its sections lead to few sites: what leads elsewhere is none of them

    def know(self, href: str) -> bool:
        """Whether the letter surely leads to the same site elsewhere."""
        site = find_site(href)
        return bool(site) and site in self.known

    def exclude(self, href: str) -> bool:
        """Whether it surely is no article of this letter."""
        site = find_site(href)
        return self.clear and bool(site) and site not in self.known


def is_mark(stretch: Stretch) -> bool:
    return stretch.words <= LONGEST_MARK and (is_label(stretch) or _is_phrase(stretch))


def is_label(stretch: Stretch) -> bool:
    """Whether it is nothing but a mark, where “Together with …” could be a headline as well."""
    line = normalize("NFKC", stretch.line[:LONGEST_LABEL])  # "【ＰＲ】"
    return stretch.words <= LONGEST_MARK and _LABEL.fullmatch(line.strip(MARKS)) is not None


def _marks_itself(stretch: Stretch) -> bool:
    """Whether it begins with a label in brackets, and its text follows."""
    return _ITSELF.match(normalize("NFKC", stretch.line[:LONGEST_LABEL])) is not None


def _find_own(seen: list[Stretch], leads: list[frozenset[str]], number: int) -> int:
    """Return where an advertisement ends that marks itself, with its link if that stands below it; 0: it is none."""
    if not _marks_itself(seen[number]):
        return 0
    below = number + 1
    linked = below < len(seen) and not leads[number] and bool(leads[below]) and is_linked(seen[below])
    return below + (linked and seen[below].words < SHORTEST_LINKED)


def _is_phrase(stretch: Stretch) -> bool:
    return _PHRASE.match(stretch.line.strip(MARKS)) is not None and not is_over(stretch)


def leave_out_adverts(seen: list[Stretch]) -> tuple[list[Stretch], tuple[int, ...], Sites]:
    """Return a letter without its marked advertisements, the words of each, and where the rest of it leads.

    Below the name of who pays for a letter stands what it pays for: that is none.
    """
    if not any(is_mark(stretch) or _marks_itself(stretch) for stretch in seen):
        return seen, (), Sites()
    leads = [find_sites(stretch) for stretch in seen]
    sites = _find_usual(seen, leads)
    kept: list[Stretch] = []
    adverts: list[int] = []
    number = 0
    while number < len(seen):
        end = number
        if is_mark(seen[number]) and not _SPONSOR.match(seen[number].line.strip(MARKS)):
            below = slice(number + 1, number + 1 + LONGEST_ADVERT)
            size = _measure(seen[number], seen[below], leads[below], sites)
            end = number + 1 + size if size else number
        elif own := frozenset[str]().union(*leads[number : (last := _find_own(seen, leads, number))]):
            end = last if sites.clear and not own & sites.known else number
        if end > number:
            adverts.append(sum(stretch.words for stretch in seen[number:end]))
        else:
            kept.append(seen[number])
        number = max(end, number + 1)
    return kept, tuple(adverts), sites


def find_sites(stretch: Stretch) -> frozenset[str]:
    """Where a stretch leads, by its first links; "" for what only counters of readers know."""
    hrefs = [link.href for link in stretch.links if link.href.lower().startswith(WEB)]
    return frozenset(map(find_site, hrefs[:MOST_ASKED]))


def _find_usual(seen: list[Stretch], leads: list[frozenset[str]]) -> Sites:
    """Where all lead that could be no advertisement: neither below a mark nor a headline just above it."""
    at_marks = {own for number in range(len(seen)) for own in range(number, _find_own(seen, leads, number))}
    for number in filter(lambda number: is_mark(seen[number]), range(len(seen))):
        end = number + 1 + LONGEST_ADVERT
        size = _Unit(seen[number + 1 : end], leads[number + 1 : end], Sites()).end
        while number + 1 + size < min(end, len(seen)) and not any(leads[number + 1 : number + 1 + size]):
            below = seen[number + 1 + size]
            if stands_out(below) and not find_more(below):
                break
            size += 1
        above = (
            number > 0
            and stands_out(seen[number - 1])
            and not (find_more(seen[number - 1]) or shares(seen[number - 1]))
        )
        at_marks.update(range(number - above, number + 1 + size))
    others = [n for n, stretch in enumerate(seen) if n not in at_marks and leads[n] and not is_footer(stretch)]
    hrefs = {find_more(seen[n]) or find_lead(seen[n]) for n in others if _leads_on(seen[n])}
    sections = list(filter(None, map(find_site, hrefs)))
    clear = len(sections) >= 2 * len(set(sections)) > 0
    return Sites(frozenset(site for n in others for site in leads[n]), clear)


def _leads_on(stretch: Stretch) -> bool:
    if shares(stretch):
        return False
    return bool(find_more(stretch)) or (is_linked(stretch) and stretch.words >= SHORTEST_LINKED)


class _Unit:
    """What below a mark has the shape of an advertisement: a headline perhaps, a paragraph, buttons that lead on."""

    def __init__(self, below: list[Stretch], leads: list[frozenset[str]], sites: Sites) -> None:
        self.below, self.leads, self.sites = below, leads, sites
        self.headed = bool(below) and below[0].words <= LONGEST_HEADLINE and stands_out(below[0])
        self.end = int(self.headed)
        self.text = self.end < len(below) and is_prose(below[self.end]) and not is_heading(below[self.end])
        self.end += self.text
        self.own = frozenset[str]().union(*leads[: self.end])
        self.said = self.own  # where its words lead, without the buttons
        first = self.end
        while self.end < len(below) and self._is_button(self.end):
            self.own |= leads[self.end]
            self.end += 1
        self.pressed = self.end > first and not find_more(below[self.end - 1])
        self.buttons = self.end - first

    @property
    def closes(self) -> bool:
        """Whether something else begins below it."""
        return self.end == len(self.below) or stands_out(self.below[self.end]) or is_footer(self.below[self.end])

    def _is_button(self, number: int) -> bool:
        stretch, leads = self.below[number], self.leads[number]
        if stretch.words >= LEAST_PROSE or not leads or is_heading(stretch) or leads & (self.sites.known - {""}):
            return False
        if not (leads & self.own or (not self.own and is_linked(stretch))):
            return False
        elsewhere = self.sites.clear and not leads & self.sites.known
        prose_below = any(map(is_prose, self.below[number + 1 : number + 3]))  # with a byline between: a headline
        return elsewhere or stretch.words < SHORTEST_LINKED or not prose_below or bool(find_more(stretch))


def _measure(mark: Stretch, below: list[Stretch], leads: list[frozenset[str]], sites: Sites) -> int:
    """How many of the stretches below its mark are an advertisement; 0: that is unclear, or they are news."""
    unit = _Unit(below, leads, sites)
    if unit.own & (sites.known - {""}):
        return 0
    elsewhere = sites.clear and bool(unit.own) and not unit.own & sites.known
    if not is_label(mark) and stands_out(mark) and "" in unit.own:
        elsewhere = False  # it may be a headline
    if not unit.headed:
        named = unit.text and _names_sender(mark, below[0])
        short = unit.text and below[0].words <= LONGEST_COPY
        linked = short and bool(unit.said) and not unit.said & sites.known
        return unit.end if named or linked or (unit.text and elsewhere) else 0
    if unit.text and not unit.buttons and not leads[1] and not (elsewhere and unit.closes):
        unit.end, unit.pressed = 1, False  # the paragraph may be news
    button = is_linked(below[0]) and below[0].words < SHORTEST_LINKED and not find_more(below[0])
    return unit.end if unit.own and (elsewhere or unit.pressed or button) else 0


def _names_sender(mark: Stretch, text: Stretch) -> bool:
    """Whether a paragraph speaks of whoever its label names. What stands out may be a headline, and the text news."""
    named = None if stands_out(mark) else _NAMED.fullmatch(mark.line.strip(MARKS))
    return named is not None and named["name"].casefold() in text.line.casefold()
