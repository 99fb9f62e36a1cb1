"""Which stretches of text stand in a tree of markup, each with its links? For markup that is no page: mails, wire copy.

Pages have `scraping`, which tells the article from the page. Here everything that a reader sees is taken, in tables as
in paragraphs, and it is noted what the eye goes by: headings, bold and large letters, links. Most tables of mails set
boxes side by side; in those that hold data each row is one stretch, as in pages.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import takewhile
from typing import Any

from lxml import etree
from msgspec import Struct

from briefing.adding.aside import ASIDE, find_pulled
from briefing.analysis.text.notices import count_words
from briefing.escaping import join_lines
from briefing.extracting import BETWEEN_CELLS, parse_page
from briefing.marking import LONGEST_CELL
from briefing.phrasing import LINES, lay_bare, mark_quotation

MOST_STRETCHES = 4_000  # of one message or item; a newsletter has some hundreds
MOST_LINKS = 50  # of one stretch
LONGEST_HREF = 8_000  # characters; links that follow readers have hundreds
LONGEST_BARE = 12  # words of a cell in a table of data without column heads; teasers that stand side by side have more
SHORTEST_LINKED = 3  # words of a link that may be a headline; a link in a table of data is a name

_HEADINGS = {"h1": "h1", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6", "hl1": "h1", "hl2": "h2"}
_KINDS = _HEADINGS | {"li": "li", "dd": "li", "blockquote": "blockquote", "bq": "blockquote", "pre": "pre"}
_BLOCKS = frozenset(
    "address article aside body caption center dd details div dl dt fieldset figcaption figure footer form header hr "
    "html li main nav ol p pre section summary table tbody td tfoot th thead tr ul blockquote h1 h2 h3 h4 h5 h6 "
    # NITF's
    "hl1 hl2 hedline byline bytag byttl dateline abstract distributor series block bq note nitf-table body.head "
    "body.content body.end tagline".split()
)
_UNSEEN = frozenset(
    "head title style script noscript template object svg math iframe select textarea button area map "
    "media fn note figcaption nitf-table-metadata".split()
)
_BOLD = frozenset("b strong th h1 h2 h3 h4 h5 h6 hl1 hl2".split())
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?:max-height|font-size|opacity)\s*:\s*0(?![.\d])"
    r"|font-size\s*:\s*1px",
    re.IGNORECASE,
)
_HEAVY = re.compile(r"font-weight\s*:\s*(bold|[6-9]00|normal|[1-5]00)", re.IGNORECASE)
_BOLD_WEIGHTS = ("bold", "600", "700", "800", "900")
_SIZE = re.compile(r"font-size\s*:\s*(\d{1,3})(?:\.\d+)?\s*(px|pt)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\f\v\u00a0]+")
_SIGNS = re.compile(r"[\W_]*")
_NUMBER = re.compile(r"[\W_]*(?:\d{1,2}[\W_]*)?")  # a bullet, or the number of an item
_BULLET = re.compile(r"[•·▪◦‣●■][ \n]*(?=[^\s•·▪◦‣●■])")
_WORD_BULLET = re.compile(r"(?:[•·▪◦‣●■§Øüo–-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])[ \n]+(?=\S)")  # as Word writes them


class Link(Struct, frozen=True):
    text: str
    href: str  # as it stands there


class Stretch(Struct, frozen=True, dict=True):  # where what is asked again and again is kept
    """What stands between two breaks of the layout."""

    tag: str  # "p", "h1" … "h6", "li", "blockquote", "pre"
    text: str  # its lines, as <br> breaks them
    links: tuple[Link, ...] = ()
    bold: bool = False  # all of it is
    lead: str = ""  # words in bold letters with which it begins, if others follow
    size: int = 0  # of its largest letters, in px; 0: not said
    row: bool = False  # of a table of data
    depth: int = 0  # quotations around it
    followed: int = 0  # addresses among its words that lost what follows their reader

    @cached_property
    def line(self) -> str:
        """The same in one line."""
        return join_lines(self.text)

    @property
    def kind(self) -> str:
        """Its tag as `model.Block` has it."""
        return "line" if self.tag == "p" and self.bold else self.tag

    @cached_property
    def words(self) -> int:
        return count_words(self.text)


class Seen(Struct, frozen=True):
    """What a reader sees of some markup."""

    stretches: tuple[Stretch, ...]
    hidden: int = 0  # words that nobody sees
    aside: int = 0  # words of captions, of notes, and of what is pulled out of the text
    pictures: int = 0
    pixels: int = 0  # pictures of nothing, which tell the sender that the mail was opened


def read_html(text: str) -> Seen:
    """Return what is seen of the HTML `text`; nothing, where it is none."""
    tree = parse_page(text)
    if tree is None:
        return Seen(())
    for element in tree.iter():
        if element.tag not in LINES and element.tag != "img" and _is_hidden(element):
            element.tag = "span"  # lest its words be laid bare
    lay_bare(tree)
    return read_tree(tree)


def read_xhtml(tree: Any) -> Seen:
    """The same of XHTML that stands in a document of XML. The tree is used up."""
    for element in tree.iter(etree.Element):
        element.tag = element.tag.rpartition("}")[2].lower()
    etree.cleanup_namespaces(tree)
    return read_html(etree.tostring(tree, encoding="unicode", method="html", with_tail=False))


def read_tree(tree: Any) -> Seen:
    """Return what is seen of an element and all it holds: HTML or NITF, whatever its namespace."""
    reader = _Reader()
    pulled = find_pulled(tree)
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, node in walk:
        if not isinstance(node.tag, str):
            if event == "end" and node is not tree:
                reader.say(node.tail)
            continue
        name = node.tag.rpartition("}")[2].lower()
        if event == "start":
            if name in _UNSEEN or node in pulled or _is_hidden(node):
                words = 0 if name in _UNSEEN - ASIDE else count_words(" ".join(node.itertext()))
                if name in ASIDE or node in pulled:
                    reader.aside += words
                else:
                    reader.hidden += words
                walk.skip_subtree()
                reader.begin(name, node)  # its end comes next
                continue
            reader.begin(name, node)
            if name == "q":
                mark_quotation(node)
            reader.say(node.text)
        else:
            reader.end()
            if node is not tree:
                reader.say(node.tail)
        if len(reader.found) > MOST_STRETCHES:
            break
    reader.close()
    return Seen(tuple(reader.found[:MOST_STRETCHES]), reader.hidden, reader.aside, reader.pictures, reader.pixels)


def _is_hidden(node: Any) -> bool:
    style = node.get("style") or ""
    return node.get("hidden") is not None or (bool(style) and _HIDDEN.search(style[:2_000]) is not None)


class _Open(Struct):
    """An element that has begun."""

    name: str
    block: bool
    listed: bool  # it is an item of a list as Word writes them
    tag: str
    href: str
    bold: bool
    size: int
    depth: int  # quotations around what it holds, itself among them


class _Cell(Struct):
    head: bool
    start: int  # of its stretches among those that were found
    said: list[Stretch] = []


class _Table(Struct):
    """A table that has begun."""

    tag: str  # of the text in it
    layout: bool  # it is none of data, whatever it holds
    rows: list[list[_Cell]]


class _Reader:
    def __init__(self) -> None:
        self.found: list[Stretch] = []
        self.hidden = self.aside = self.pictures = self.pixels = 0
        self._open = [_Open(name="", block=False, listed=False, tag="p", href="", bold=False, size=0, depth=0)]
        self._tables: list[_Table] = []
        self._runs: list[tuple[str, _Open]] = []

    def begin(self, name: str, node: Any) -> None:
        around = self._open[-1]
        if name == "br":
            self._break_line()
        elif name == "img":
            self._count_picture(node)
        block = name in _BLOCKS
        if block:
            self._flush()
        style = (node.get("style") or "")[:2_000]
        heavy, size = _HEAVY.search(style), _SIZE.search(style)
        listed = name == "p" and (
            (node.get("class") or "").startswith("MsoListParagraph") or "mso-list:" in style.replace(" ", "")
        )
        href = (node.get("href") or "").strip() if name == "a" else ""
        self._open.append(
            _Open(
                name=name,
                block=block,
                listed=listed or (around.listed and not block),
                tag="li"
                if listed
                else _KINDS.get(name) or ("p" if block and around.tag not in ("li", "blockquote") else around.tag),
                href=href if 0 < len(href) <= LONGEST_HREF else around.href if name != "a" else "",
                bold=heavy[1].lower() in _BOLD_WEIGHTS if heavy else around.bold or name in _BOLD,
                size=_in_pixels(size) if size else 0 if name in _HEADINGS else around.size,
                depth=around.depth + (name == "blockquote"),
            )
        )
        self._begin_table(name, node)

    def end(self) -> None:
        if self._open[-1].block:
            self._flush()
        self._end_table(self._open.pop().name)

    def say(self, text: str | None) -> None:
        if text:
            self._runs.append((text.replace("\n", " ") if self._open[-1].tag != "pre" else text, self._open[-1]))

    def close(self) -> None:
        self._flush()

    def _begin_table(self, name: str, node: Any) -> None:
        if name == "table":
            for around in self._tables[-1:]:
                around.layout = True
            layout = (node.get("role") or "").strip().lower() in ("presentation", "none")
            self._tables.append(_Table(self._open[-1].tag, layout, []))
        elif name in ("tr", "td", "th") and self._tables:
            rows = self._tables[-1].rows
            if name == "tr" or not rows:
                rows.append([])
            if name != "tr":
                rows[-1].append(_Cell(name == "th", len(self.found)))

    def _end_table(self, name: str) -> None:
        if name in ("td", "th") and self._tables and self._tables[-1].rows:
            for cell in self._tables[-1].rows[-1][-1:]:
                cell.said = self.found[cell.start :]
        elif name == "table":
            for row in reversed(_find_rows(self._tables.pop())):
                start, said = row[0].start, [each for cell in row for each in cell.said]
                if row[-1].start + len(row[-1].said) == start + len(said):  # nothing stands between the cells
                    self.found[start : start + len(said)] = [_join_cells(said)]

    def _break_line(self) -> None:
        """One break ends a line, two end a paragraph."""
        for text, _ in reversed(self._runs):
            if text == "\n":
                self._flush()
                return
            if text.strip():
                break
        self._runs.append(("\n", self._open[-1]))

    def _count_picture(self, node: Any) -> None:
        sides = [re.match(r"\s*(\d+)", node.get(side) or "") for side in ("width", "height")]
        if _is_hidden(node) or any(side is not None and int(side[1][:6]) <= 2 for side in sides):
            self.pixels += 1
        else:
            self.pictures += 1

    def _flush(self) -> None:
        runs, self._runs = self._runs, []
        text = re.sub(r" ?\n ?", "\n", _SPACE.sub(" ", "".join(text for text, _ in runs))).strip()
        if not text:
            return
        shown = [(words, around) for words, around in runs if words.strip()]
        tag = shown[0][1].tag
        if tag in ("p", "li") and (bullet := (_WORD_BULLET if shown[0][1].listed else _BULLET).match(text)):
            tag, text = "li", text[bullet.end() :]
        linked: dict[str, list[str]] = {}
        for words, around in shown:
            if around.href and (around.href in linked or len(linked) < MOST_LINKS):
                linked.setdefault(around.href, []).append(words)
        self.found.append(
            Stretch(
                tag,
                text,
                tuple(Link(join_lines(_SPACE.sub(" ", "".join(words))), href) for href, words in linked.items()),
                bold=all(around.bold for _, around in shown),
                lead=_find_lead(text, runs),
                size=max(around.size for _, around in shown),
                depth=shown[0][1].depth,
            )
        )


def _find_lead(text: str, runs: list[tuple[str, _Open]]) -> str:
    """Return the words in bold letters with which a text begins; empty: it has none, or no others."""
    bold = "".join(words for words, _ in takewhile(lambda run: run[1].bold or not run[0].strip(), runs))
    lead = join_lines(_SPACE.sub(" ", bold)).strip()
    return lead if lead != text and text.startswith(lead) else ""


# -- tables -----------------------------------------------------------------------------------------------------------


def _find_rows(table: _Table) -> list[list[_Cell]]:
    """Return the rows of a table of data that can be one stretch each; none of a table that sets boxes side by side.

    Data has two rows at least with something in two cells. With heads beside other cells it is data whatever they
    hold; without, it may be headlines and buttons of a letter: then all cells are short and its links are names.
    """
    rows = [row for row in table.rows if _is_row(row, table.tag)]
    full = sum(sum(_says_something(cell, first=number == 0) for number, cell in enumerate(row)) > 1 for row in rows)
    filled = [[cell for cell in row if cell.said] for row in table.rows if any(cell.said for cell in row)]
    if table.layout or full < 2:
        return []
    headed = len({cell.head for row in filled for cell in row}) > 1
    short = all(len(cell.said) == 1 and _is_short(cell.said[0], table.tag) for row in filled for cell in row)
    linked = any(all(_is_link(each) for cell in row for each in cell.said) for row in filled)
    return rows if headed or (short and not linked and 2 * full > len(filled)) else []


def _is_row(row: list[_Cell], tag: str) -> bool:
    said = [each for cell in row for each in cell.said]
    return (
        len(said) > 1
        and all(len(cell.said) <= 1 for cell in row)
        and all(each.tag == tag and each.words <= LONGEST_CELL for each in said)
    )


def _says_something(cell: _Cell, *, first: bool) -> bool:
    """Whether it is more than a sign; in the first column more than what stands before the items of a list."""
    return any((_NUMBER if first else _SIGNS).fullmatch(each.line) is None for each in cell.said)


def _is_short(said: Stretch, tag: str) -> bool:
    return said.tag == tag and said.words <= (SHORTEST_LINKED - 1 if _is_link(said) else LONGEST_BARE)


def _is_link(said: Stretch) -> bool:
    return len(said.links) == 1 and said.links[0].text == said.line


def _join_cells(said: list[Stretch]) -> Stretch:
    """Write a row as an item of a list. A cell that ends in a colon names the next one."""
    text = ""
    for each in said:
        text += (" " if text.endswith(":") else BETWEEN_CELLS if text else "") + each.line
    return Stretch("li", text, tuple(link for each in said for link in each.links)[:MOST_LINKS], row=True)


def _in_pixels(size: re.Match[str]) -> int:
    return int(size[1]) * 4 // 3 if size[2].lower() == "pt" else int(size[1])
