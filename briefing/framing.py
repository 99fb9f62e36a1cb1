"""Which element of a web page holds its article, and all of it?

An article may stand in several boxes, with advertisements between them; as the entries of a live blog, each of which
says that it is one; in a box that is called as menus are; in none. Whoever looks for it takes the first of several,
and what is called by a wrong name for none, however long. So what belongs together is put into one <article>, and
such names go, and so do the articles that an endless page puts below it.
"""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from trafilatura.xpaths import (
    BODY_XPATH,
    OVERALL_DISCARD_XPATH,
    REMOVE_COMMENTS_AND_LISTS_XPATH,
    TEASER_DISCARD_XPATH,
)

from briefing.boxes import LEAST_PART, Words, count_element_words, is_part, name_words
from briefing.phrasing import HEADINGS, LEAST_PROSE
from briefing.surroundings import LARGEST_SHARE

MOST_OF_TEXT = 0.8  # of a page's paragraphs, in words, that stand in one element
LEAST_ENTRY = 12  # words outside links of an entry of a live blog
LEAST_OF_ENTRIES = 0.5  # of a page's prose that stands in its entries
_READERS = frozenset(
    """answer answers comment comments commentaire commentaires comentario comentarios discussion discussions disqus
    kommentar kommentare reactions reply replies respond responses review reviews""".split()
)
_BETWEEN = HEADINGS | {"p", "ul", "ol", "blockquote", "table", "pre", "figure", "picture", "img"}
_ADDRESSES = ("data-url", "data-href", "data-permalink", "data-canonical-url", "data-article-url", "itemid")
_NAMES = ("class", "id", "role", "itemprop", "data-component")


def frame(tree: Any) -> None:
    """Put the article of the parsed page `tree` into one <article>, where it stands in several boxes or in none."""
    counts = count_element_words(tree)
    _take_names(tree, counts)
    if not _join_entries(tree, counts):
        _join_parts(tree, counts)
        _frame_text(tree, counts)


# -- another article below it -----------------------------------------------------------------------------------------


def leave_others(tree: Any, url: str = "", title: str = "") -> None:
    """Take the others out where a page has several articles, one below the other, each with a headline of its own.

    The one stays that the page's address `url` names, or its `title`; else the first.
    """
    boxes = [each for each in tree.iter("article") if next(each.iterancestors("article"), None) is None]
    first = next((each for each in boxes if _find_headline(each, "h1") is not None), None)
    if first is None:
        return
    found = [each for each in boxes if each is first or _is_another(each, first)]
    named = [each for each in found if url and _path(url) in map(_path, _list_addresses(each))]
    titled = [each for each in found if (said := _say_headline(each)) and said in _fold(title)]
    own = (*named, *titled, first)[0]
    for each in found:
        if each is not own:
            each.drop_tree()


def _is_another(box: Any, first: Any) -> bool:
    """Tell whether a box is another article: by a headline as the first has, or by one with an address or a byline."""
    if _say_headline(box) in ("", _say_headline(first)) or _is_readers(box):
        return False
    if _find_headline(box, "h1") is not None or _list_addresses(box):
        return True
    signed = any(each.get("rel") == "author" or _is_byline(each) for each in box.iterdescendants())
    dated = next(box.iterdescendants("time"), None) is not None
    return signed and dated and box.get("class") == first.get("class")


def _find_headline(box: Any, *tags: str) -> Any:
    return next(box.iterdescendants(*tags), None)


def _say_headline(box: Any) -> str:
    headline = _find_headline(box, "h1", "h2")
    return _fold("".join(headline.itertext())) if headline is not None else ""


def _fold(said: str) -> str:
    return "".join(filter(str.isalnum, said.casefold()))


def _is_byline(element: Any) -> bool:
    words = {word for name in name_words(element) for word in name}
    return element.get("itemprop") == "author" or not words.isdisjoint(("byline", "author"))


def _list_addresses(box: Any) -> list[str]:
    """Return where a box says that it stands by itself, and where its headline leads; a place in a page is none."""
    headline = _find_headline(box, "h1", "h2")
    links = [] if headline is None else [*headline.iterancestors("a"), *headline.iterdescendants("a")]
    said = [*map(box.get, _ADDRESSES), *(link.get("href") for link in links)]
    return [each for each in said if each and "#" not in each and _path(each)]


def _path(address: str) -> str:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return f"{parts.path.strip('/')}?{parts.query}".rstrip("?")


# -- boxes by a wrong name --------------------------------------------------------------------------------------------


def _take_names(tree: Any, counts: dict[Any, Words]) -> None:
    """Take the names of boxes that hold a large part of the prose, or the headline, where they would cost it.

    The other boxes of such a class hold text as well.
    """
    for quotation in tree.iter("blockquote"):
        for around in quotation.iterancestors():
            if counts[around].all > counts[quotation].all:
                break
            _take_name(around)  # a box that holds nothing else is one, and no embedding
    least = max(LARGEST_SHARE * counts[tree].free, LEAST_PART)
    for named in (*OVERALL_DISCARD_XPATH, *TEASER_DISCARD_XPATH):
        boxes = named(tree)
        large = {element.get("class") for element in boxes if counts[element].free >= least} - {None}
        for element in boxes:
            if counts[element].free >= least or element.get("class") in large:
                _take_name(element)
    headline = next(tree.iter("h1"), None)
    own = set(headline.iterancestors()) if headline is not None else set()
    for named in REMOVE_COMMENTS_AND_LISTS_XPATH:
        for element in named(tree):
            if element in own:
                _take_name(element)
    rows: dict[tuple[Any, str, str], list[Any]] = {}
    for element in tree.iter("div", "section"):
        if counts[element].free >= LEAST_ENTRY and (element.get("class") or element.get("id")):
            rows.setdefault((element.getparent(), element.tag, element.get("class") or ""), []).append(element)
    for row in rows.values():
        if len(row) > 1 and _is_body(row[0]):
            for element in row:
                if _is_entry(element):
                    _take_name(element)  # the first of several is not the body


def _take_name(element: Any) -> None:
    for name in _NAMES:
        element.attrib.pop(name, None)


# -- live blogs -------------------------------------------------------------------------------------------------------


def _join_entries(tree: Any, counts: dict[Any, Words]) -> bool:
    """Frame a page whose text is most of all a row of entries, with what stands above and below them; tell whether."""
    rows: dict[tuple[Any, str, str], list[Any]] = {}
    for element in tree.iter("article", "li", "div", "section"):
        if counts[element].free >= LEAST_ENTRY and _is_entry(element):
            rows.setdefault((_row(element, counts), element.tag, element.get("class") or ""), []).append(element)
    least = LEAST_OF_ENTRIES * counts[tree].free
    large = [(key[0], row) for key, row in rows.items() if len(row) > 1 and _count_free(row, counts) >= least]
    readers = _find_readers(tree) if large else set()
    row, entries = max(
        ((row, entries) for row, entries in large if readers.isdisjoint(entries)),
        key=lambda found: _count_free(found[1], counts),
        default=(None, []),
    )
    if row is None or _stand_beside_article(tree, entries, counts):
        return False
    title = next(tree.iter("h1"), None)
    box = row
    while title is not None and box is not None and box is not title.getparent() and box not in title.iterancestors():
        box = box.getparent()
    _put_into_article(row if box is None else box, title, entries)
    return True


def _count_free(entries: list[Any], counts: dict[Any, Words]) -> int:
    return sum(counts[entry].free for entry in entries)


def _find_readers(tree: Any) -> set[Any]:
    """Return the boxes that are called as what readers write, and all in them; one with the headline is the page's."""
    found: set[Any] = set()
    own = {around for title in tree.iter("h1") for around in title.iterancestors()}
    for element in tree.iter("article", "aside", "div", "li", "ol", "section", "ul"):
        if element not in found and element not in own and _is_readers(element):
            found.update(element.iter())
    return found


def _is_readers(element: Any) -> bool:
    return any(not _READERS.isdisjoint(name) for name in name_words(element))


def _stand_beside_article(tree: Any, entries: list[Any], counts: dict[Any, Words]) -> bool:
    """Tell whether entries without headings stand beside what is called an article's body: its readers have them."""
    if any(next(entry.iterdescendants(*HEADINGS), None) is not None for entry in entries):
        return False
    around = {element for entry in entries for element in (entry, *entry.iterancestors())}
    inside = set(entries)
    return any(
        counts[element].free >= LEAST_PART and is_part(element) and inside.isdisjoint(element.iterancestors())
        for element in tree.iter("div", "section", "article")
        if element not in around
    )


def _is_entry(element: Any) -> bool:
    """Tell whether a box has a heading or a time of its own, no headline, and leads nowhere else.

    A heading may lead to its own place in the page.
    """
    if next(element.iterdescendants("h1"), None) is not None or _is_readers(element):
        return False
    heading = next(element.iterdescendants(*HEADINGS), None)
    if heading is None:
        return element.tag == "article" or next(element.iterdescendants("time"), None) is not None
    links = [*heading.iterancestors("a"), *heading.iterdescendants("a")]
    return all("#" in (link.get("href") or "#") for link in links)


def _row(element: Any, counts: dict[Any, Words]) -> Any:
    """The element whose children the entries are, each maybe in a wrapping of its own."""
    around = element.getparent()
    while around.getparent() is not None and counts[around].all == counts[element].all:
        around = around.getparent()
    return around


def _put_into_article(box: Any, title: Any, entries: list[Any]) -> None:
    """Put what a box holds into an <article>, of <body> only what stands from the title to the end of the row."""
    children = list(box)
    if box.tag in ("body", "html"):
        holding = {entry if entry.getparent() is box else _child_around(entry, box) for entry in entries}
        holding |= {title if title.getparent() is box else _child_around(title, box)} if title is not None else set()
        places = [number for number, child in enumerate(children) if child in holding]
        children = children[places[0] : places[-1] + 1]
    article = box.makeelement("article")
    box.insert(box.index(children[0]), article)
    article.extend(children)
    for element in list(article.iterdescendants("article", "main")):
        element.tag = "div"
    for entry in entries:
        for element in (entry, *entry.iterancestors()):
            if element is article:
                break
            _take_name(element)
            element.tag = "div" if element.tag in ("li", "ol", "ul") else element.tag
    for element in list(article.iterdescendants("div", "section")):
        if _is_body(element):
            _take_name(element)


def _child_around(element: Any, box: Any) -> Any:
    return next((around for around in element.iterancestors() if around.getparent() is box), None)


def _is_body(element: Any) -> bool:
    """Tell whether trafilatura would take an element for the article, by its names."""
    alone = element.makeelement("div")
    alone.append(alone.makeelement(element.tag, {name: element.get(name) or "" for name in _NAMES}))
    return any(found(alone) for found in BODY_XPATH)


# -- several boxes, or none -------------------------------------------------------------------------------------------


def _join_parts(tree: Any, counts: dict[Any, Words]) -> None:
    """Put an article that stands in several boxes of one name, with advertisements between, into one."""
    parts: dict[tuple[int, str, Any], list[Any]] = {}
    headline = 0  # what follows another one is another article
    for element in tree.iter("div", "section", "h1"):
        headline += element.tag == "h1"
        name = element.get("class") or ""
        if element.tag == "h1" or not name or not counts[element].free or not is_part(element):
            continue
        row = parts.setdefault((headline, name, _frame_of(element)), [])
        if row and row[-1] in element.iterancestors():
            continue
        if counts[element].free >= LEAST_PART or (row and _stands_alike(element, row[0])):
            row.append(element)
    for row in parts.values():
        if len(row) > 1:
            _put_together(row)


def _stands_alike(element: Any, part: Any) -> bool:
    """Tell whether a short box stands where a part does: else it may be the excerpt of another article."""
    return bool(element.getparent().get("class") == part.getparent().get("class"))


def _put_together(parts: list[Any]) -> None:
    """Put parts into one box, with the headings, paragraphs and pictures that stand between them."""
    held = set(parts[-1].iterancestors())
    around = next(element for element in parts[0].iterancestors() if element in held)
    rows: dict[Any, list[Any]] = {}  # by what stands beside the others
    for part in parts:
        rows.setdefault(part if part.getparent() is around else _child_around(part, around), []).append(part)
    first, *_, last = map(around.index, rows)
    children = list(around)[first : last + 1]
    box = around.makeelement("div", {"itemprop": "articleBody"})
    children[0].addprevious(box)
    for child in children:
        box.extend(rows.get(child) or ([child] if child.tag in _BETWEEN else []))


def _frame_of(element: Any) -> Any:
    """The article, list item or box beside the text in which an element stands: another one is another's text."""
    return next(element.iterancestors("article", "li", "aside", "footer"), None)


def _frame_text(tree: Any, counts: dict[Any, Words]) -> None:
    """Put into an <article> the text of a page that marks none: the children of the element that has its paragraphs."""
    if next(tree.iter("article"), None) is not None:
        return
    prose: Counter[Any] = Counter()
    for paragraph in tree.iter("p"):
        if counts[paragraph].free >= LEAST_PROSE:
            prose[paragraph.getparent()] += counts[paragraph].free
    box, most = max(prose.items(), key=lambda item: item[1], default=(None, 0))
    if box is None or most < MOST_OF_TEXT * prose.total():
        return
    article = box.makeelement("article")
    article.text, box.text = box.text, None
    article.extend(list(box))
    box.append(article)
