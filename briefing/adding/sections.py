# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""Which articles does a newsletter hold? Sections of headline, paragraphs and a link, told from one long text.

A section is an article of its own if it leads to one: its headline is a link, or “Read more” closes it. Headings that
lead nowhere may as well divide one article; then it stays one. Pure: stretches in, sections out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from urllib.parse import urlsplit

from msgspec import Struct

from briefing.adding.stretches import Stretch
from briefing.adding.trackers import find_target

LEAST_WORDS = 12  # of a section's prose; a teaser has twenty and more
LEAST_PROSE = 8  # words of a paragraph; labels, buttons and credits have fewer
LONGEST_HEADLINE = 30  # words
SHORTEST_LINKED = 3  # words of a headline that is known by its link alone; entries of menus have one or two
LONGEST_LABEL = 3  # words of a label above a headline
LARGE = 17  # px from which letters are larger than those of text
DISTINCT = 0.9  # of the headlines of a letter
COVERED = 0.6  # of the prose has to stand in sections that lead somewhere, else it is another kind of letter
UNCLEAR = 0.5  # sections that lead nowhere for each that does, up to which they are articles all the same
LONGEST_ADVERT = 8  # stretches: headline, paragraph, buttons
LEAD = "lead"  # the tag of a headline that was the beginning of its paragraph
END = 0.6  # of the words, behind which a footer ends a letter that is one article

_MORE = re.compile(
    r"(?:(?:read|see|find out|learn|view|get) (?:more|on|it all|(?:the |this )?(?:full|whole|rest|article|story|report|analysis|interview|post))|(?:continue|keep) reading|go deeper|(?:the )?(?:full|whole) (?:story|article|report|text)|more$"
    r"|weiter(?:lesen)?|mehr (?:lesen|dazu|erfahren)|(?:zum|(?:den )?ganzen?) (?:artikel|bericht|text|beitrag|interview)|jetzt lesen"
    r"|lire (?:la suite|l['’]article|plus)|en savoir plus|(?:seguir|sigue) leyendo|leer (?:más|el artículo)|leggi (?:tutto|di più|l['’]articolo)|continua a leggere"
    r"|lees (?:meer|verder)|läs (?:mer|hela|vidare)|les (?:mer|hele|videre)|læs (?:mere|hele)|lue lisää|czytaj (?:dalej|więcej)|leia mais|ler mais|saiba mais"
    r"|(?:читать|читати) (?:далее|далі|полностью|більше)|подробнее|докладніше|číst (?:dále|více)|olvass tovább)(?!\w).{0,40}",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"unsubscribe|opt[ -]out|manage (?:your )?(?:subscription|preferences)|(?:update|change) (?:your )?(?:e-?mail )?(?:preferences|settings)"
    r"|(?:in|on) (?:your |the |a )?(?:web )?browser|view (?:it )?online|you(?:['’]re| are) (?:receiving|getting) this|you received this|this (?:e-?mail|message|newsletter) was sent"
    r"|forward (?:this|it) to|forward to a friend|was (?:this|it) forwarded|our mailing address|privacy (?:policy|notice)|terms of (?:use|service)|all rights reserved"
    r"|^(?:©|\(c\)|copyright)\s|to your address book|abmelden|abbestell|im browser|diesen newsletter|impressum|datenschutz"
    r"|désabonn|désinscri|navigateur|vous recevez ce|darse de baja|cancelar (?:la|tu) suscripción|navegador|disiscri|afmelden|uitschrijven"
    r"|avregistrer|avprenumerera|avmeld|afmeld|wypisz|отписаться|відписатися|odhlásit|peruuta tilaus",
    re.IGNORECASE,
)
_ADVERT = re.compile(
    r"(?:(?:advertisement|advertorial|ad|anzeige|werbung|publicité|publicidad|annons|annonse|annonce|promoted|sponsored|paid (?:post|content)|partner content)$|(?:sponsored|presented) by\b|in partnership with\b|together with\b|a message from\b)",
    re.IGNORECASE,
)
_SPONSOR = re.compile(r"(?:sponsored|presented) by\b|in partnership with\b|together with\b", re.IGNORECASE)
_WEB = ("http://", "https://")
_MARKS = " \t\n\u00a0→»›>…«‹·•|[]()<-–—:."
_OVER = re.compile(r"[.!…。。।۔][\"'”’»)\]]*$")


class Section(Struct, frozen=True):
    title: str
    href: str  # as it stands there; empty: it leads nowhere
    stretches: tuple[Stretch, ...]  # without the headline and the link at its end


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
    missed: int = 0  # headings of its headline's rank below it

    @property
    def words(self) -> int:
        return sum(stretch.words for stretch in self.body if _is_prose(stretch))

    @property
    def leads(self) -> bool:
        return self.words >= LEAST_WORDS and not self.advert and bool(self.href) and not _leads_home(self.href)


def split_letter(stretches: tuple[Stretch, ...], sender: str = "") -> Split:
    """Return the articles that a letter holds, or the one that it is. The name of its `sender` is no headline."""
    seen = [stretch for stretch in stretches if any(map(str.isalnum, stretch.text))]
    best: list[_Found] = []
    for divided, is_head in _ways(seen, _bare(sender)):
        found = _divide(divided, is_head)
        if _count_words(found) > _count_words(best):
            best = found
    kept, adverts = _leave_out_adverts(seen)
    prose = sum(stretch.words for stretch in kept if _is_prose(stretch) and not _is_footer(stretch))
    leading = [found for found in best if found.leads]
    if len({found.href for found in leading}) >= 2 and _count_covered(best, leading) >= COVERED * prose:
        return _as_sections(seen, best)
    body, footer = _cut_footer(kept)
    left = ((f"{footer:,} words of footer",) if footer else ()) + _say_adverts(adverts)
    note = ""
    if len(leading) >= 2:
        note = f"It has {len(leading)} sections that lead to articles beside a longer text: it stays one article. Split it by hand."
    elif _has_headings(body):
        note = "Its headings lead to no articles of their own: it stays one article. Split it by hand if it is several."
    return Split((), tuple(body), left, note)


def _as_sections(seen: list[Stretch], found: list[_Found]) -> Split:
    articles = [each for each in found if not each.advert and each.words >= LEAST_WORDS and not _leads_home(each.href)]
    sections = tuple(Section(each.head.line, each.href, tuple(each.body)) for each in articles)
    kept = sum(stretch.words for each in articles for stretch in (each.head, *each.body))
    bare = sum(1 for each in found if each.href and not each.advert and each.words < LEAST_WORDS)
    adverts = sum(each.advert for each in found)
    footer = sum(stretch.words for stretch in seen if _is_footer(stretch))
    around = sum(stretch.words for stretch in seen) - kept - footer
    left = [f"{around:,} words around the articles"] if around > 0 else []
    left += [f"{footer:,} words of footer"] if footer else []
    left += [f"{bare} headlines without text" if bare > 1 else "1 headline without text"] if bare else []
    return Split(sections, left=(*left, *_say_adverts(adverts)))


def _say_adverts(adverts: int) -> tuple[str, ...]:
    return (f"{adverts} advertisements" if adverts > 1 else "1 advertisement",) if adverts else ()


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
    if len(leading) < 2 or len({_bare(each.head.text) for each in leading}) < DISTINCT * len(leading):
        return False
    if 0 < sum(each.missed for each in found) <= UNCLEAR * len(leading):
        return False
    divided = sum(any(_is_heading(stretch) for stretch in each.body) for each in leading if not _is_heading(each.head))
    return divided < 2


def _is_heading(stretch: Stretch) -> bool:
    return re.fullmatch(r"h[1-4]|head", stretch.tag) is not None


def _ways(seen: list[Stretch], sender: str) -> Iterator[tuple[list[Stretch], Callable[[Stretch], bool]]]:
    """Yield the ways in which letters set their headlines apart, the surest first. A letter has one of them."""
    for is_head in _signs(seen):
        yield seen, lambda stretch, is_head=is_head: is_head(stretch) and _bare(stretch.text) != sender  # type: ignore[misc]
    leads = [part for stretch in seen for part in _cut_lead(stretch)]
    yield leads, lambda stretch: stretch.tag == LEAD


def _signs(seen: list[Stretch]) -> Iterator[Callable[[Stretch], bool]]:
    yield lambda stretch: _is_linked(stretch) and stretch.words >= SHORTEST_LINKED
    for tag in sorted({stretch.tag for stretch in seen if re.fullmatch(r"h[1-5]", stretch.tag)}):
        yield lambda stretch, tag=tag: stretch.tag == tag  # type: ignore[misc]  # each lambda has its own
    yield lambda stretch: stretch.size >= LARGE and not _is_over(stretch)
    yield lambda stretch: stretch.bold and not _is_over(stretch)
    yield lambda stretch: stretch.tag == "head"  # of plain text


def _cut_lead(stretch: Stretch) -> tuple[Stretch, ...]:
    """Cut off the link with which a stretch begins, as a headline: "Ferry stays in port. The ferry between …"."""
    if not stretch.links or stretch.words < LEAST_WORDS:
        return (stretch,)
    head, line = stretch.links[0], stretch.line
    rest = line[len(head.text) :].lstrip(_MARKS)
    if (
        not line.startswith(head.text)
        or not len(head.text.split()) >= SHORTEST_LINKED
        or len(rest.split()) < LEAST_WORDS
    ):
        return (stretch,)
    return Stretch(LEAD, head.text, (head,)), Stretch("p", rest, stretch.links[1:])


def _divide(seen: list[Stretch], is_head: Callable[[Stretch], bool]) -> list[_Found]:
    found: list[_Found] = []
    advert = False
    for stretch in seen:
        last = found[-1] if found else None
        if _is_footer(stretch):
            if last:
                last.closed = True
        elif _is_advert(stretch):
            advert = True
            if last and not last.body:
                last.advert = True
        elif href := _find_more(stretch):
            _close(found, stretch, href)
        elif stretch.words <= LONGEST_HEADLINE and is_head(stretch):
            found.append(_Found(stretch, _lead_of(stretch), [], advert=advert))
            advert = False
        elif last and not last.closed:
            last.body.append(stretch)
    _end_sections(found)
    return found


def _end_sections(found: list[_Found]) -> None:
    """Take from the end of each section what belongs to the next, and from that of the last what belongs to none.

    The first are labels above headlines ("POLITICS"). Where nothing closes the last section, the letter's goodbye
    follows it: it is as long as others at most.
    """
    for each in found:
        each.missed = sum(_is_heading(each.head) and stretch.tag == each.head.tag for stretch in each.body)
        while each.body and _is_label(each.body[-1]):
            each.body.pop()
    others = [len(each.body) for each in found[:-1] if each.leads]
    if others and not found[-1].closed:
        del found[-1].body[max(others) :]


def _is_label(stretch: Stretch) -> bool:
    return stretch.words <= LONGEST_LABEL and not (_is_over(stretch) or stretch.row)


def _close(found: list[_Found], stretch: Stretch, href: str) -> None:
    """End a section with the link to its article. One that leads where the section before it does is a part of that."""
    if not found or found[-1].closed:
        return
    if len(found) > 1 and not found[-1].href and found[-2].href == href and not found[-2].closed:
        part = found.pop()
        found[-1].body += [part.head, *part.body]
    last = found[-1]
    rest = _without_more(stretch)
    if rest is not None:
        last.body.append(rest)
    last.href = last.href or href
    last.closed = True


def _lead_of(stretch: Stretch) -> str:
    """Where a headline leads on the web; empty: nowhere. Links within the letter are none."""
    return next((link.href for link in stretch.links if link.href.lower().startswith(_WEB)), "")


def _find_more(stretch: Stretch) -> str:
    """Return where “Read more” at the end of a stretch leads; empty: it does not end so."""
    if not stretch.links or not stretch.links[-1].href.lower().startswith(_WEB):
        return ""
    link = stretch.links[-1]
    bare = link.text.strip(_MARKS)
    if len(bare) <= 60 and _MORE.fullmatch(bare) and stretch.line.strip(_MARKS).endswith(bare):
        return link.href
    return ""


def _without_more(stretch: Stretch) -> Stretch | None:
    """What stands before “Read more”; None: nothing does."""
    bare = stretch.links[-1].text.strip(_MARKS)
    text = stretch.line[: stretch.line.rfind(bare)].rstrip(" \t→»›>|[(<-–—:")
    return Stretch(stretch.tag, text) if len(text.split()) > 1 else None


def _is_linked(stretch: Stretch) -> bool:
    return len(stretch.links) == 1 and _bare(stretch.links[0].text) == _bare(stretch.text)


def _is_over(stretch: Stretch) -> bool:
    return _OVER.search(stretch.text[-10:]) is not None


def _is_prose(stretch: Stretch) -> bool:
    return stretch.words >= LEAST_PROSE and not _is_linked(stretch)


def _is_footer(stretch: Stretch) -> bool:
    if stretch.words <= LEAST_WORDS and _FOOTER.search(stretch.line):
        return True
    if any(len(link.text) <= 80 and _FOOTER.search(link.text) for link in stretch.links):
        return True
    return stretch.words <= 60 and _FOOTER.match(stretch.line) is not None


def _is_advert(stretch: Stretch) -> bool:
    return stretch.words <= 6 and _ADVERT.match(stretch.line.strip(_MARKS)) is not None


def _leave_out_adverts(seen: list[Stretch]) -> tuple[list[Stretch], int]:
    """Return a letter without its marked advertisements, and how many there were.

    Below the name of who pays for a letter stands what it pays for: that is none.
    """
    kept: list[Stretch] = []
    adverts = 0
    rest = iter(range(len(seen)))
    for number in rest:
        size = _measure_advert(seen[number + 1 : number + 1 + LONGEST_ADVERT]) if _is_advert(seen[number]) else 0
        if not size or _SPONSOR.match(seen[number].line.strip(_MARKS)):
            kept.append(seen[number])
            continue
        adverts += 1
        for _ in range(size):
            next(rest)
    return kept, adverts


def _measure_advert(below: list[Stretch]) -> int:
    """How many of the stretches below its mark are an advertisement.

    Nothing says where one ends: it has a headline perhaps, a paragraph, and what leads to the same sites. Without a
    link it was a picture, and what stands below it is news.
    """
    sites: set[str] = set()
    prose = False
    size = 0
    for number, stretch in enumerate(below):
        own = {link.href.split("/")[2] for link in stretch.links if link.href.lower().startswith(_WEB)}
        heads = number == 0 and stretch.words <= LONGEST_HEADLINE and _stands_out(stretch)
        text = not prose and not heads and _is_prose(stretch) and (number == 1 or bool(own))
        button = stretch.words < LEAST_PROSE and bool(own & sites or (own and not sites and _is_linked(stretch)))
        if not (heads or text or button) or (number and _is_heading(stretch)):
            break
        prose = prose or text
        sites |= own
        size = number + 1
    return size if sites else 0


def _stands_out(stretch: Stretch) -> bool:
    return stretch.tag != "h1" and (
        _is_linked(stretch) or stretch.bold or stretch.size >= LARGE or _is_heading(stretch)
    )


def _leads_home(href: str) -> bool:
    """Whether it is the front page of a site."""
    target = find_target(href)
    return bool(target) and urlsplit(target).path in ("", "/") and not urlsplit(target).query


def _bare(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))


def _cut_footer(seen: list[Stretch]) -> tuple[list[Stretch], int]:
    """Return the text of a letter that is one article, and how many words of footer and buttons it had."""
    whole = sum(stretch.words for stretch in seen)
    body: list[Stretch] = []
    passed = 0
    for stretch in seen:
        if _is_footer(stretch):
            if passed >= END * whole and body:
                break
        elif not (_find_more(stretch) and stretch.words <= LEAST_WORDS):
            body.append(stretch)
        passed += stretch.words
    return body, whole - sum(stretch.words for stretch in body)


def _has_headings(body: list[Stretch]) -> bool:
    """Whether two headings or more divide it, prose below each."""
    heads = 0
    for above, below in pairwise(body):
        marked = re.fullmatch(r"h[2-5]|head", above.tag) is not None
        bold = above.bold and above.words <= LONGEST_HEADLINE and not _is_over(above)
        heads += (marked or bold) and _is_prose(below)
    return heads >= 2


def is_list_of_links(body: tuple[Stretch, ...]) -> bool:
    """Whether there is nothing to read in it but headlines that lead elsewhere."""
    links = sum(_is_linked(stretch) for stretch in body)
    return links > 1 and all(_is_linked(stretch) or stretch.words <= LONGEST_LABEL for stretch in body)
