"""Which stretches of a web page are its article, and which pictures stand between them?

The text is found by trafilatura in a page that `phrasing`, `surroundings`, `marking` and `framing` have prepared; in
pages too short or too plain for it, by the page's own marks (`parting`). Pictures are placed afterwards, between the
paragraphs where they stand: asked for pictures, trafilatura brings their captions and galleries along as text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

import trafilatura
from lxml import etree
from lxml import html as lxml_html
from msgspec import Struct

from briefing.analysis.text.document import split_text
from briefing.analysis.text.notices import count_words
from briefing.framing import frame, leave_others
from briefing.marking import LONGEST_CELL, embolden, mark_paragraphs, open_sentences
from briefing.parting import Line, read_lines
from briefing.phrasing import lay_bare
from briefing.surroundings import clear_away

LEAST_WORDS = 25  # in the article; with fewer trafilatura has missed it
MOST_IMAGES = 20
SMALLEST_IMAGE = 60  # pixels of width or height; smaller ones are marks, portraits of authors, or count readers
LONGEST_ADDRESS = 2_000  # characters
LONGEST_ALT = 60  # characters of what a picture shows; more is its caption or the whole story
BETWEEN_CELLS = " · "
MOST_LUMPS = 3  # pieces that may be all of an article's words as they come; whole articles have more
MOST_OF_LUMP = 0.9  # of the letters of one, that its lines have
MOST_ROOTS = 10  # elements in which those are looked for
LEAST_PULLED = 4  # the same, of a quotation that stands in a paragraph
LEAST_REPEATED = 8  # words; a paragraph of as many stands in an article once
ABOVE = 2  # pieces among which a title is one, however short
LEAST_TITLE = 4  # words of one that is known wherever it stands
_KEY = 48  # letters and digits by which a paragraph is known again
LEAST_KEY = 12  # of a paragraph; shorter ones stand elsewhere in the page as well
_SPACE = re.compile(r"[ \t\r\f\v]+")
# Control characters and what is no character, as they are or by number: no tree takes them in a text that is moved.
_NO_XML = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
    r"|&#(?:x0{0,8}(?:[0-8bcef]|1[0-9a-f]|fff[ef]|d[89a-f][0-9a-f]{2})(?![0-9a-f])"
    r"|0{0,8}(?:[0-8]|1[1245-9]|2[0-9]|3[01]|6553[45])(?![0-9]));?",
    re.IGNORECASE,
)
_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "td", "th", "pre")
_WHOLE = frozenset(("p", "head", "list", "item", "quote", "table", "row", "cell", "ab", "div"))  # trafilatura's
_LISTS = ("list", "item")
_BOLD = ("#b", "#u")  # trafilatura's names for what sets a crosshead off
_NESTED = "\f"  # before and after the items of a list within an item; no page has it
_DASHES = ("-", "–", "—")
_SOURCES = ("data-src", "data-lazy-src", "data-original", "src")  # what is loaded late stands behind a stand-in
_SIDES = ("width", "height")
_NO_PICTURE = re.compile(
    r"(?i)(?:^|[/_.-])(?:1x1|pixel|spacer|blank|place-?holder|\w*holder|loader|loading|missing|transparent|gr[ae]y_bg|g?r?avatars?"
    r"|logos?|icons?|sprites?|adserver|ads|badges?|emojis?)(?:[/_.-]|$)"
)
_FILE_NAME = re.compile(r"\S*[._\d]\S*")


class Piece(Struct, frozen=True):
    """A stretch of the article as its markup sets it apart."""

    tag: str  # as `model.Block.tag`; "img": a picture, `text` says what it shows
    text: str
    href: str = ""  # of a picture


def parse_page(text: str) -> Any:
    """Return the tree of an HTML page, without comments and what no XML may hold; None where there is none."""
    text = _NO_XML.sub("", text.replace("\f", " "))  # a form feed is white space
    parser: Any = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def find_article(text: str, url: str = "", titles: tuple[str, ...] = ()) -> tuple[Piece, ...]:
    """Return the article of the HTML page `text`; nothing where there is none.

    `url`: the page's own address, from which pictures' addresses go on. `titles`: what the page calls itself, its
    title first.
    """
    tree = parse_page(text)
    if tree is None:
        return ()
    leave_others(tree, url, titles[0] if titles else "")
    open_sentences(tree)
    lay_bare(tree)
    embolden(tree)
    counts = clear_away(tree)
    if counts is not None:
        mark_paragraphs(tree, counts)
        frame(tree)
    pieces = _read_text(tree, fast=True)  # the others bring the page around it along where they are longer
    if _count_words(pieces) < LEAST_WORDS:
        pieces = _read_text(tree, fast=False)
    pieces = list(_part(tree, pieces))
    if _count_words(pieces) < LEAST_WORDS:
        plain = list(_read_plainly(tree))
        if sum(len(piece.text) for piece in plain) > sum(len(piece.text) for piece in pieces):
            pieces = plain
    pieces = _without_titles(_once(pieces), titles)
    return tuple(_place_images(pieces, tree, url))


def _count_words(pieces: Iterable[Piece]) -> int:
    return sum(count_words(piece.text) for piece in pieces)


# -- text -------------------------------------------------------------------------------------------------------------


def _read_text(tree: Any, *, fast: bool) -> list[Piece]:
    """Return what trafilatura finds. `fast`: by itself, without the guesses of others that it would compare it with."""
    try:
        found = trafilatura.bare_extraction(
            tree, fast=fast, include_comments=False, include_formatting=True, with_metadata=False
        )
    except (ValueError, RecursionError, etree.LxmlError):
        return []
    body = getattr(found, "body", None)
    return list(_read_pieces(body)) if body is not None else []


def _read_pieces(body: Any) -> Iterator[Piece]:
    """Walk trafilatura's tree, whose names are TEI's."""
    rows: set[Any] = set()
    for element in body.iter("p", "head", "item", "quote", "row", "cell", "code", "ab"):
        tag = element.tag
        if tag == "row":
            if row := _read_row(element):
                rows.add(element)
                yield row
            continue
        if next(element.iterancestors("p", "head", "item", "cell"), None) is not None:
            continue  # its text is its parent's
        parted = tag in ("quote", "cell") and next(element.iter("p", "item"), None) is not None
        if parted or element.getparent() in rows:
            continue  # its paragraphs and items come by themselves, or it came with its row
        text = _text_of(element)
        if not text.strip():
            continue
        if tag == "head":
            level = (element.get("rend") or "h2")[-1]
            yield Piece(f"h{level if level.isdigit() else 2}", join_text(text))
        elif tag == "item":
            yield from (Piece("li", said) for run in text.split(_NESTED) if (said := join_text(run)))
        else:
            quoted = tag == "quote" or next(element.iterancestors("quote"), None) is not None
            plain = "" if quoted else _text_of(element, bold=False)
            for block in split_text(text):
                bold = not quoted and not plain[block.start : block.end].strip()
                kind = "blockquote" if quoted else "line" if bold else "p"
                yield Piece(kind, join_text(text[block.start : block.end]))


def _read_row(row: Any) -> Piece | None:
    """Return a row of a table as an item of a list; None where its cells hold paragraphs, or there is but one."""
    if row.find(".//p") is not None or row.find(".//list") is not None:
        return None
    cells = [said for cell in row.iter("cell") if (said := join_text(_text_of(cell)))]
    if len(cells) < 2 or any(count_words(said) > LONGEST_CELL for said in cells):
        return None
    return Piece("li", BETWEEN_CELLS.join(cells))


def _text_of(element: Any, *, bold: bool = True) -> str:
    """Return the text of an element of trafilatura's. `bold`: false puts blanks for what is in bold letters."""
    parts: list[str] = []
    heavy = 0  # elements of bold letters that have begun
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if node.tag in _WHOLE and node is not element:
            parts.append(_NESTED if node.tag in _LISTS else " ")
        if not bold and node.tag == "hi" and node.get("rend") in _BOLD:
            heavy += 1 if event == "start" else -1
        if event == "start":
            said = "\n" if node.tag == "lb" else _flat(node.text)
        else:
            said = _flat(node.tail) if node is not element else ""
        parts.append(" " * len(said) if heavy else said)
    return "".join(parts)


def _flat(text: str | None) -> str:
    return (text or "").replace("\n", " ")


def join_text(text: str) -> str:
    """Return `text` on one line, each run of white space one space; a non-breaking space stays inside."""
    return _SPACE.sub(" ", text.replace("\n", " ")).strip(" \u00a0")


def _read_plainly(tree: Any) -> tuple[Piece, ...]:
    """Take headings, paragraphs and list items as they stand, but for items that are nothing but a link."""
    for name in ("article", "main", "body"):
        root = next(tree.iter(name), None)
        pieces = tuple(Piece(line.tag, line.text) for line in read_lines(root) if line.tag) if root is not None else ()
        if pieces:
            return pieces
    return ()


def _part(tree: Any, pieces: list[Piece]) -> Iterator[Piece]:
    """Part what trafilatura ran together, by the lines of the page; captions and buttons in it are none of the text.

    Where it finds fewer than 250 characters it takes the words of an <article> as they come.
    """
    for piece in pieces:
        found = _find_lines(tree, bare(piece.text)) if len(pieces) <= MOST_LUMPS and piece.tag == "p" else []
        yield from (Piece(line.tag, line.text) for line in found if line.tag) if len(found) > 1 else (piece,)


def _find_lines(tree: Any, said: str) -> list[Line]:
    """Return the lines of the page that are in `said`, if that is made of them."""
    for root in islice((root for name in ("article", "main", "body") for root in tree.iter(name)), MOST_ROOTS):
        inside = [(line, known) for line in read_lines(root) if (known := bare(line.text)) and known in said]
        if sum(len(known) for _, known in inside) >= MOST_OF_LUMP * len(said):
            return [line for line, _ in inside]
    return []


# -- what stands in it once -------------------------------------------------------------------------------------------


def _once(pieces: list[Piece]) -> list[Piece]:
    """Leave out what is said twice: copies of a text for machines and small screens, quotations pulled out of it."""
    seen: set[str] = set()
    prose = " ".join(bare(piece.text) for piece in pieces if piece.tag in ("p", "line"))
    kept = []
    pulled = False  # the quotation before was, so who said it goes as well
    for piece in pieces:
        said = bare(piece.text)
        words = count_words(piece.text)
        quoted = piece.tag == "blockquote"
        by = pulled and words < LEAST_REPEATED and (quoted or piece.text.startswith(_DASHES))
        pulled = by or (quoted and words >= LEAST_PULLED and said in prose)
        if pulled or (words >= LEAST_REPEATED and said in seen):
            continue
        seen.add(said)
        kept.append(piece)
    return kept


def bare(words: str) -> str:
    """Return the letters and digits of `words`, by which a stretch of text is known again."""
    return "".join(filter(str.isalnum, words.casefold()))


def _without_titles(pieces: list[Piece], titles: tuple[str, ...]) -> list[Piece]:
    """Leave out what the page is called where it stands as a line of its own.

    Its title as a heading above the text stays, for whoever takes it from there.
    """
    names = {bare(title) for title in titles} - {""}
    title = bare(titles[0]) if titles else ""
    kept = []
    for number, piece in enumerate(pieces):
        said = bare(piece.text)
        above = number < ABOVE and piece.tag.startswith("h") and said == title
        if above or said not in names or (number >= ABOVE and count_words(piece.text) < LEAST_TITLE):
            kept.append(piece)
    return kept or pieces


# -- pictures ---------------------------------------------------------------------------------------------------------


def _place_images(pieces: list[Piece], tree: Any, url: str) -> Iterator[Piece]:
    """Yield the pieces with the pictures that stand between them, and of those above them the nearest."""
    places: dict[str, list[int]] = {}
    for number, piece in enumerate(pieces):
        key = bare(piece.text)[:_KEY]
        if len(key) >= LEAST_KEY:
            places.setdefault(key, []).append(number)
    behind: dict[int, list[Piece]] = {}  # pictures by the piece they follow; -1: they stand above the first
    above: list[Any] = []
    last = -1
    for element in tree.iter("img", *_BLOCKS):
        if element.tag == "img":
            if last < 0:
                above.append(element)
            else:
                behind.setdefault(last, []).extend(_read_image(element, url))
            continue
        alike = places.get(_key(element), [])
        after = bisect_right(alike, last)
        number = alike[after] if after < len(alike) else last
        if last < 0 <= number:
            behind[-1] = list(islice(_read_lead(above, element, url), 1))
        last = number
    behind.pop(last, None)  # what stands below the text leads elsewhere
    seen: set[str] = set()
    for number in range(-1, len(pieces)):
        if number >= 0:
            yield pieces[number]
        for image in behind.get(number, ()):
            if image.href not in seen and len(seen) < MOST_IMAGES:
                seen.add(image.href)
                yield image


def _key(element: Any) -> str:
    """By what the text of an element is known again: its first letters and digits."""
    key = ""
    for words in islice(element.itertext(), _KEY):
        key += bare(words)
        if len(key) >= _KEY:
            break
    return key[:_KEY]


def _read_lead(above: list[Any], first: Any, url: str) -> Iterator[Piece]:
    """Yield the pictures above the first paragraph that are in one box with it, from below."""
    box = next(first.iterancestors("article", "main"), None)
    box = first.getparent() if box is None else box
    for element in reversed(above):
        if box in element.iterancestors():
            yield from _read_image(element, url)


def _read_image(element: Any, url: str) -> Iterator[Piece]:
    if any((element.get(side) or "").isdecimal() and int(element.get(side)) < SMALLEST_IMAGE for side in _SIDES):
        return
    for source in _SOURCES:
        href = _address(url, (element.get(source) or "").strip())
        if is_web_address(href) and not _NO_PICTURE.search(href[:LONGEST_ADDRESS].partition("//")[2].partition("?")[0]):
            shown = join_text(element.get("alt") or element.get("title") or "")
            if _FILE_NAME.fullmatch(shown):
                shown = ""
            if len(shown) > LONGEST_ALT:
                shown = f"{shown[:LONGEST_ALT].rpartition(' ')[0] or shown[:LONGEST_ALT]} …"
            yield Piece("img", shown, href)
            return


def _address(page: str, link: str) -> str:
    try:
        return urljoin(page, link) if link else ""
    except ValueError:
        return ""


def is_web_address(url: str) -> bool:
    """Whether `url` leads to a host of the web."""
    try:
        return url.startswith(("http://", "https://")) and bool(urlsplit(url).hostname)
    except ValueError:
        return False
