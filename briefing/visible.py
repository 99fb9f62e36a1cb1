"""Which character of an article's text is where in its HTML?

For HTML that `markup.sanitise` wrote: `read_html` takes the text out, `annotate` puts marks on stretches of it back in.
Text is what a reader sees, with line breaks as they are written: white space at a block's edges is none of it, blocks
are set apart by an empty line, `<br>` is a line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape, unescape
from itertools import groupby
from typing import NamedTuple

from msgspec import Struct

from briefing.model import Block, Paragraph

BETWEEN = "\n\n"  # between two blocks, as between two paragraphs of plain text
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = _HEADINGS | frozenset(
    "p div ul ol li blockquote pre table caption thead tbody tfoot tr th td figure figcaption hr".split()
)
# What a block of text is called after; the innermost of these around it, else p.
_CALLED = {name: name for name in (*_HEADINGS, "pre", "li", "blockquote", "td", "figcaption")} | {
    "th": "td",
    "caption": "figcaption",
    "figure": "figcaption",
}
_BOLD = ("b", "strong")
_NEVER = 1 << 60  # an offset that no text reaches


class Mark(NamedTuple):
    """An inline element around `text[start:end]`: a sentence's span, a chosen sentence's mark, a link to an actor."""

    start: int
    end: int
    tag: str
    attributes: tuple[tuple[str, str], ...] = ()  # names are ours, values are escaped here
    first: str = ""  # HTML of ours, at the head of its first part
    last: str = ""  # at the end of its last; left out inside a link of the author's, as `first` is


class _Piece(Struct, eq=False):
    """A tag, or the text between two tags."""

    raw: str
    name: str = ""  # of a tag; empty: text
    closing: bool = False
    words: str = ""  # what is seen of it
    first: int = 0  # words[first:last] are part of the text …
    last: int = 0
    at: int = 0  # … from this offset; of a tag: the offset of what follows
    until: int = _NEVER  # of an opening tag: the offset where its element ends; _NEVER: no mark may hold it
    holds_link: bool = False


def read_html(html: str) -> tuple[str, tuple[Block, ...]]:
    """Return the visible text of sanitised `html` and its blocks, in order; each block is `text[start:end]`."""
    text, blocks, _ = _lay_out(html)
    return text, blocks


def annotate(html: str, marks: Iterable[Mark]) -> str:
    """Return sanitised `html` with `marks` put around what they name, its visible text unchanged and well-formed.

    A mark that begins or ends inside one of the author's elements, or meets another mark's edge, is written in several
    parts, and the first carries its id; it never holds a block. Of marks with equal edges the first is the outer one. A
    link (tag a) is left out wherever it would stand inside another.
    """
    return _Annotation(marks).write(_lay_out(html)[2])


def html_of(text: str, paragraphs: Sequence[Paragraph], marks: Iterable[Mark] = ()) -> str:
    """Return HTML for a plain `text` with these `paragraphs`, and `marks` as in `annotate`."""
    marks = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    written: list[str] = []
    for tag, same in groupby(paragraphs, key=_element):
        parts = [_html_of_paragraph(text, paragraph, marks) for paragraph in same]
        if tag == "li":
            written.append("<ul>\n" + "\n".join(f"<li>{part}</li>" for part in parts) + "\n</ul>")
        elif tag == "blockquote":
            written.append("<blockquote>\n" + "\n".join(f"<p>{part}</p>" for part in parts) + "\n</blockquote>")
        else:
            written.extend(f"<{tag}>{part}</{tag}>" for part in parts)
    return "\n".join(written)


def _element(paragraph: Paragraph) -> str:
    if paragraph.tag in _HEADINGS:
        return "h2" if paragraph.tag == "h1" else paragraph.tag
    if paragraph.kind == "heading":
        return "h2"
    return paragraph.tag if paragraph.tag in ("li", "blockquote", "pre") else "p"


def _html_of_paragraph(text: str, paragraph: Paragraph, marks: list[Mark]) -> str:
    start, end = paragraph.start, paragraph.end
    piece = _Piece("", words=text[start:end], last=end - start, at=start)
    return _Annotation(mark for mark in marks if mark.start < end and mark.end > start).write([piece])


# -- the lay-out: text and tags with their offsets ---------------------------------------------------------------------


def _lay_out(html: str) -> tuple[str, tuple[Block, ...], list[_Piece]]:
    pieces: list[_Piece] = []
    texts: list[str] = []
    blocks: list[Block] = []
    around: list[_Piece] = []  # open elements
    begin = offset = 0  # where the block that is being read begins: in pieces, in the text

    def end_block() -> None:
        nonlocal begin, offset
        tag = next((_CALLED[piece.name] for piece in reversed(around) if piece.name in _CALLED), "p")
        start = offset + len(BETWEEN) if texts else 0
        words = _keep_visible(pieces[begin:], start, tag)
        if words:
            offset = start + len(words)
            texts.append(words)
            blocks.append(Block(start, offset, "line" if tag == "p" and _is_bold(pieces[begin:]) else tag))
        begin = len(pieces)

    end = 0
    for found in _TAG.finditer(html):
        _add_text(pieces, begin, html[end : found.start()])
        end = found.end()
        name, closing = found[2], bool(found[1])
        piece = _Piece(found[0], name, closing)
        if name == "br":
            piece.words = "\n"
            pieces.append(piece)
            continue
        if name in _BLOCKS:
            end_block()
        pieces.append(piece)
        if closing:
            if any(element.name == name for element in around):
                while (element := around.pop()).name != name:
                    pass
        elif name != "hr":
            if name == "a":
                for element in around:
                    element.holds_link = True
            around.append(piece)
        if name in _BLOCKS:
            begin = len(pieces)
    _add_text(pieces, begin, html[end:])
    end_block()
    return BETWEEN.join(texts), tuple(blocks), pieces


def _is_bold(pieces: list[_Piece]) -> bool:
    """Tell whether all that is seen of a block is in bold letters."""
    if not any(piece.name in _BOLD for piece in pieces):
        return False
    heavy = 0  # elements of bold letters that are open
    for piece in pieces:
        if piece.name in _BOLD:
            heavy += -1 if piece.closing else 1
        elif not heavy and piece.words.strip():
            return False
    return True


def _add_text(pieces: list[_Piece], begin: int, raw: str) -> None:
    if not raw:
        return
    if raw[0] == "\n" and len(pieces) > begin and pieces[-1].name == "br":
        pieces.append(_Piece("\n"))  # the source's line break after <br> is the same break: nothing is seen of it
        raw = raw[1:]
    if raw:
        pieces.append(_Piece(raw, words=unescape(raw)))


def _keep_visible(pieces: list[_Piece], start: int, tag: str) -> str:
    """Note in each piece of a block which part of it is text, from offset `start`; return the block's text."""
    words = "".join([piece.words for piece in pieces])
    lead = len(words) - len(words.lstrip("\n" if tag == "pre" else None))
    stop = len(words.rstrip())
    if stop <= lead:
        return ""
    position = 0  # in words
    opened: list[_Piece] = []
    for piece in pieces:
        piece.at = start + min(max(position, lead), stop) - lead
        if piece.words:
            length = len(piece.words)
            piece.first = min(max(lead - position, 0), length)
            piece.last = max(min(stop - position, length), piece.first)
            position += length
        elif piece.closing:
            if opened and opened[-1].name == piece.name:
                opened.pop().until = piece.at
        elif piece.name:
            opened.append(piece)
    return words[lead:stop]


# -- marks put back in ------------------------------------------------------------------------------------------------


class _Annotation:
    """Pieces go in, HTML with marks comes out; between them the stack of elements that are open."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        ordered = sorted((mark for mark in marks if mark.end > mark.start), key=lambda mark: (mark.start, -mark.end))
        self.waiting = ordered[::-1]  # the next one last
        self.live: list[Mark] = []  # those that hold the present offset, outermost first
        self.stack: list[Mark | _Piece] = []
        self.open: set[int] = set()  # id() of the marks in the stack
        self.links = 0  # how many elements in the stack are links
        self.begun: set[int] = set()  # id() of marks of which a part is written
        self.offset = 0  # up to which the text is written
        self.written: list[str] = []

    def write(self, pieces: Iterable[_Piece]) -> str:
        for piece in pieces:
            if piece.last > piece.first:
                self._write_text(piece)
            elif not piece.name or piece.name in ("br", "img"):
                self.written.append(piece.raw)
            elif piece.closing:
                self._write_end(piece)
            else:
                self._write_start(piece)
        self._close(0)
        return "".join(self.written)

    def _write_text(self, piece: _Piece) -> None:
        if piece.name:  # a line break
            self._advance(piece.at)
            self._open(piece.at + 1)
            self.written.append(piece.raw)
            self.offset = piece.at + 1
            return
        self.written.append(escape_words(piece.words[: piece.first]))
        offset, stop = piece.at, piece.at + piece.last - piece.first
        while offset < stop:
            self._advance(offset)
            self._open(offset + 1)
            following = min((mark.end for mark in self.live), default=stop)
            if self.waiting:
                following = min(following, self.waiting[-1].start)
            following = min(following, stop)
            shift = piece.first - piece.at
            self.written.append(escape_words(piece.words[offset + shift : following + shift]))
            offset = self.offset = following
        self.written.append(escape_words(piece.words[piece.last :]))

    def _write_start(self, piece: _Piece) -> None:
        self._advance(piece.at)
        link = piece.name == "a" or piece.holds_link
        self._close_those(piece.until, links=link)
        if piece.until < _NEVER and piece.until > piece.at:  # marks that hold the whole element go around it
            self._open(piece.until, links=not link)
        self.written.append(piece.raw)
        if piece.name != "hr":
            self.stack.append(piece)
            self.links += piece.name == "a"

    def _write_end(self, piece: _Piece) -> None:
        for depth in range(len(self.stack) - 1, -1, -1):
            element = self.stack[depth]
            if isinstance(element, _Piece) and element.name == piece.name:
                self._close(depth)
                return

    def _advance(self, offset: int) -> None:
        """Let go of the marks that have ended at `offset`, take up those that have begun."""
        self._close_those(offset + 1)
        while self.waiting and self.waiting[-1].start <= offset:
            self.live.append(self.waiting.pop())
        self.live = [mark for mark in self.live if mark.end > offset]

    def _open(self, until: int, *, links: bool = True) -> None:
        """Write the start of each mark that holds the present offset and goes on to `until`, unless it is open."""
        for mark in self.live:
            if mark.end < until or id(mark) in self.open:
                continue
            if mark.tag == "a" and (not links or self.links):
                continue
            begun = id(mark) in self.begun
            self.written.append(start_tag(mark.tag, mark.attributes, begun))
            if not begun and not self.links:
                self.written.append(mark.first)
            self.begun.add(id(mark))
            self.open.add(id(mark))
            self.stack.append(mark)
            self.links += mark.tag == "a"

    def _close_those(self, until: int, *, links: bool = False) -> None:
        """Close the marks that end before `until`, and `links`, and those inside them, which stay live.

        Marks around an open element of the author's wait for its end: they hold all of it, or would not be open.
        """
        depth = len(self.stack)
        lowest = depth
        while depth and isinstance(mark := self.stack[depth - 1], Mark):
            depth -= 1
            if mark.end < until or (links and mark.tag == "a"):
                lowest = depth
        self._close(lowest)

    def _close(self, depth: int) -> None:
        while len(self.stack) > depth:
            element = self.stack.pop()
            if isinstance(element, Mark):
                self.open.discard(id(element))
                self.links -= element.tag == "a"
                if element.end <= self.offset and not self.links:
                    self.written.append(element.last)
                self.written.append(f"</{element.tag}>")
            else:
                self.links -= element.name == "a"
                self.written.append(f"</{element.name}>")


@lru_cache(maxsize=4096)  # sentences have the same ids in every article
def start_tag(tag: str, attributes: tuple[tuple[str, str], ...], begun: bool) -> str:
    """Return the tag that a mark begins with; of one that is `begun`, without its id."""
    written = [f' {name}="{escape(value)}"' for name, value in attributes if name != "id" or not begun]
    return f"<{tag}{''.join(written)}>"


def escape_words(words: str) -> str:
    """Return words as they stand between tags."""
    return escape(words, quote=False) if "&" in words or "<" in words or ">" in words else words
