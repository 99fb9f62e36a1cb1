"""Which text of a web page is a paragraph or a crosshead without saying so, and which is folded or set apart?

Text between line breaks, boxes that are one among others, sentences alone in a box; what stands beside a block in a
paragraph. Whoever looks for the article takes what is marked as a paragraph, a list or a table, and loses the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from briefing.analysis.text.notices import count_words
from briefing.boxes import Words, name_words
from briefing.phrasing import KNOWN, LEAST_PROSE, LEAST_SENTENCE, LINES, ends_sentence
from briefing.surroundings import is_announced

LEAST_ROWS = 2  # of two cells and more, in a table that holds data
LONGEST_CELL = 40  # words; tables with more are there to set paragraphs side by side
LONGEST_NAME = 8  # words of who a quotation in a figure is by; with more and a picture it is what that shows
LEAST_BESIDE = 2  # paragraphs beside a box of a few words that make it one of them
_INLINE = frozenset(
    """a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike
    strong sub sup time tt u var wbr img""".split()
)
_BLOCKS = LINES - {"br"}
_TABLE = ("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption")
_HOLDERS = ("body", "div", "section", "article", "main", "td")
_BOLD = ("b", "strong", "u")
_HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_CROSSHEADS = frozenset(  # words of names
    """crosshead crossheader crossheading intertitle intertitre ladillo mellomtittel mellantitel mellemrubrik
    sottotitoletto subhead subheader subheading subheadline subhed tussenkop tussenkopje zwischentitel
    zwischenueberschrift""".split()
)
_NO_PARAGRAPH = frozenset(
    """caption credit byline author meta date time timestamp label tag tags share social button ad ads image photo
    figure gallery video player embed comment comments attribution quote pullquote""".split()
)


def open_sentences(tree: Any) -> None:
    """Make paragraphs of elements within a line that each hold whole sentences, as pages set them apart by style alone.

    They follow one another without a blank, or in a box with blocks in it; in any other box they are one paragraph's.
    """
    for holder in list(tree.iter(*_HOLDERS)):
        blocks = any(child.tag in _BLOCKS for child in holder)
        row: list[Any] = []
        for child in [*holder, None]:
            if child is not None and _is_clothed(child) and (row or not (_text_before(child) or "").strip()):
                row.append(child)
                if not (child.tail or "").strip():
                    continue
                row.clear()  # the line goes on behind it
            glued = all(not each.tail for each in row[:-1])
            if len(row) > 1 and (glued or blocks) and _say_sentences(row):
                for each in row:
                    each.tag = "p"
            row.clear()


def _is_clothed(element: Any) -> bool:
    """Tell whether an element is one that says nothing of its words, and holds no block."""
    return (element.tag == "span" or element.tag not in KNOWN) and next(element.iterdescendants(*LINES), None) is None


def _text_before(element: Any) -> str | None:
    before = element.getprevious()
    return str(before.tail or "") if before is not None else element.getparent().text


def _say_sentences(row: list[Any]) -> bool:
    said = ["".join(each.itertext()) for each in row]
    return all(map(ends_sentence, said)) and sum(count_words(each) >= LEAST_PROSE for each in said) >= LEAST_BESIDE


def embolden(tree: Any) -> None:
    """Set in <strong> what a page calls a crosshead, or sets in bold letters, by a role, a name or a style alone."""
    for element in tree.iter("p", "div", "span"):
        if not element.keys() or next(element.iterdescendants(*LINES), None) is not None:
            continue
        named = any(not _CROSSHEADS.isdisjoint((*words, "".join(words[-2:]))) for words in name_words(element))
        if named or element.get("role") == "heading" or _HEAVY.search(element.get("style") or ""):
            strong = element.makeelement("strong")
            strong.text, element.text = element.text, None
            strong.extend(list(element))
            element.append(strong)


def is_bold(element: Any) -> bool:
    """Tell whether all words of an element are in bold letters."""
    words = "".join(element.itertext()).split()
    heavy = [each for each in element.iterdescendants(*_BOLD) if next(each.iterancestors(*_BOLD), None) is None]
    return bool(words) and words == [word for each in heavy for word in "".join(each.itertext()).split()]


def mark_paragraphs(tree: Any, counts: dict[Any, Words]) -> None:
    """Mark in the parsed page `tree` what its reader takes for paragraphs. `counts`: of its elements."""
    _open_boxes(tree)
    _level_tables(tree)
    _open_inline(tree)
    _open_paragraphs(tree)
    _mark_boxes(tree, counts)


def _open_boxes(tree: Any) -> None:
    """Open what hides or sets apart words of the text, and nothing else: folded parts, quotations set as figures."""
    for element in list(tree.iter("details", "center", "figure")):
        if element.tag == "figure":
            if next(element.iterdescendants("blockquote"), None) is None:
                continue
            pictured = next(element.iterdescendants("img"), None) is not None
            for caption in list(element.iterdescendants("figcaption")):
                quotes = next(caption.iterdescendants("blockquote"), None) is not None
                if pictured and not quotes and count_words("".join(caption.itertext())) > LONGEST_NAME:
                    caption.drop_tree()  # it is the picture's
                else:
                    caption.tag = "p"
        element.tag = "div"
    for element in list(tree.iter("summary")):
        element.tag = "h4"
    for element in list(tree.iter("ul", "ol")):
        if is_announced(element):
            for link in list(element.iter("a")):
                link.drop_tag()  # a list that a sentence brings is no menu


def _level_tables(tree: Any) -> None:
    """Take paragraphs, lists and line breaks out of the cells of tables of data; make boxes of those that set text."""
    for table in list(tree.iter("table")):
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        cells = [cell for row in rows for cell in row]
        if next(table.iterdescendants("table", "form", "input", "select", "textarea", "iframe"), None) is not None:
            continue
        longest = max((count_words("".join(cell.itertext())) for cell in cells), default=0)
        if longest > LONGEST_CELL or sum(len(row) > 1 for row in rows) < LEAST_ROWS:
            if longest >= LEAST_PROSE:
                for element in list(table.iter(*_TABLE)):
                    element.tag = "div"
            continue
        for around in table.iterancestors("blockquote"):
            around.tag = "div"  # it sets the table off, and is nobody's words
        for cell in cells:
            for element in reversed(list(cell.iterdescendants(*LINES, "time", "label"))):
                element.text = f" {element.text or ''}"
                element.tail = f" {element.tail or ''}"
                element.drop_tag()


def _mark_boxes(tree: Any, counts: dict[Any, Words]) -> None:
    """Make paragraphs of text that stands loose in a box, and of boxes that are one among others."""
    beside = Counter(paragraph.getparent() for paragraph in tree.iter("p"))
    alone: list[Any] = []  # boxes without any other in them
    for holder in list(tree.iter(*_HOLDERS)):
        children = list(holder)
        if _has_breaks(children) or any(child.tag != "br" and child.tag not in _INLINE for child in children):
            for run in list(_loose_runs(holder)):
                _wrap(holder, run)
        elif holder.tag == "div" and not any(not _NO_PARAGRAPH.isdisjoint(name) for name in name_words(holder)):
            if _is_sentence(holder, counts):
                holder.tag = "p"
            else:
                alone.append(holder)
            beside[holder.getparent()] += counts[holder].is_prose
    for holder in alone:
        if beside[holder.getparent()] - counts[holder].is_prose >= LEAST_BESIDE and (
            counts[holder].is_prose or _is_short_text(holder)
        ):
            holder.tag = "p"


def _is_sentence(holder: Any, counts: dict[Any, Words]) -> bool:
    """Tell whether a box holds whole sentences, and stands in none with a link, as teasers do."""
    around = holder.getparent()
    return (
        counts[holder].free >= LEAST_SENTENCE
        and counts[holder if around is None else around].linked == 0
        and ends_sentence("".join(holder.itertext()))
    )


def _open_inline(tree: Any) -> None:
    """Make boxes of inline elements that hold blocks, as pages are written; the blocks of a link are links."""
    for block in list(tree.iter(*_BLOCKS)):
        around = block.getparent()
        while around is not None and (around.tag in _INLINE or around.tag not in KNOWN):
            if around.tag == "a":
                _open_card(around)
            around.tag = "div"
            around = around.getparent()


def _open_card(card: Any) -> None:
    for block in list(card.iterdescendants(*_BLOCKS)):
        if next(block.iterdescendants(*_BLOCKS), None) is None:
            link = block.makeelement("a", {"href": card.get("href") or "#"})
            link.text, block.text = block.text, None
            link.extend(list(block))
            block.append(link)


def _open_paragraphs(tree: Any) -> None:
    """Make boxes of paragraphs that hold blocks, as browsers end them there, and paragraphs of what stands beside.

    In a quotation and in an item of a list all is text: their boxes are paragraphs, and so is who a quotation is by.
    """
    within = [element for holder in tree.iter("blockquote", "li", "dd") for element in holder.iter("div", "footer")]
    for element in dict.fromkeys((*tree.iter("p", "blockquote"), *within)):
        if not any(child.tag in _BLOCKS for child in element):
            element.tag = "p" if element.tag in ("div", "footer") else element.tag
            continue
        run = _Run(None, [])
        for child in list(element):
            if child.tag in _BLOCKS:
                _wrap_text(element, run)
                run = _Run(child, [])
            else:
                run.inline.append(child)
        _wrap_text(element, run)
        if element.tag == "p":
            element.drop_tag()
        elif element.tag != "blockquote":
            element.tag = "div"


def _wrap_text(holder: Any, run: _Run) -> None:
    text = holder.text if run.before is None else run.before.tail
    if (text or "").strip() or any((e.tail or "").strip() or "".join(e.itertext()).strip() for e in run.inline):
        _wrap(holder, run)


def _has_breaks(children: list[Any]) -> bool:
    return any(one.tag == two.tag == "br" and not (one.tail or "").strip() for one, two in pairwise(children))


def _is_short_text(holder: Any) -> bool:
    """Tell whether a box of a few words reads as a heading, not as a button or a link."""
    return bool("".join(holder.itertext()).strip()) and next(holder.iter("a", "img", "button", "input"), None) is None


class _Run(NamedTuple):
    """A stretch of a box without blocks in it."""

    before: Any  # the element it follows; None: it opens the box
    inline: list[Any]


def _loose_runs(holder: Any) -> Iterator[_Run]:
    """Yield the stretches of text and inline elements of a box that read as prose; two line breaks end one."""
    run = _Run(None, [])
    breaks = 0
    for child in holder:
        lone_break = child.tag == "br"
        breaks = breaks + 1 if lone_break else 0
        if child.tag in _INLINE or (lone_break and breaks < 2):
            run.inline.append(child)
            if (child.tail or "").strip():
                breaks = 0
            continue
        if _is_prose(holder, run):
            yield run
        run = _Run(child, [])
        if (child.tail or "").strip():
            breaks = 0
    if _is_prose(holder, run):
        yield run


def _count(text: str | None) -> int:
    return count_words(text) if text and not text.isspace() else 0


def _is_prose(holder: Any, run: _Run) -> bool:
    text = (holder.text if run.before is None else run.before.tail) or ""
    free = _count(text)
    linked = 0
    for element in run.inline:
        words = _count("".join(element.itertext()))
        linked += words if element.tag == "a" else 0
        free += (0 if element.tag == "a" else words) + _count(element.tail)
    said = "".join((text, *("".join(each.itertext()) + (each.tail or "") for each in run.inline)))
    least = LEAST_SENTENCE if ends_sentence(said) else LEAST_PROSE
    return free >= least and free > linked


def _wrap(holder: Any, run: _Run) -> None:
    paragraph = holder.makeelement("p")
    if run.before is None:
        paragraph.text, holder.text = holder.text, None
        holder.insert(0, paragraph)
    else:
        paragraph.text, run.before.tail = run.before.tail, None
        run.before.addnext(paragraph)
    for element in run.inline:
        paragraph.append(element)
