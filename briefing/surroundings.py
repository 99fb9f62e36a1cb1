"""What of a web page is certainly not its article, and which text is a paragraph without saying so?

`clear_away` prepares a page for whoever looks for its article: the boxes of the page around it go, and text that stands
loose between tags becomes paragraphs. It is sure of little and does little: what it leaves is judged later, by its
words.

Names of boxes are the words of `class`, `id` and what scripts and tests know them by, whatever their case:
`ArticleNewsletter-title` has newsletter in it. A box that holds a large part of the page's prose is never taken out,
whatever it is called.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any, NamedTuple

from msgspec import Struct

from briefing.analysis.text.notices import count_words, name_notice
from briefing.phrasing import KNOWN, LEAST_PROSE, LINES, ends_sentence

MOST_ELEMENTS = 100_000  # of a page; saved pages have one to ten thousand
LARGEST_SHARE = 0.2  # of the page's prose in a box that is taken out for its name
LINKED = 0.75  # of a paragraph's words: as many of them linked, and it leads elsewhere
LABELLED = 0.6  # the same, of one that opens with “Related:”
FEWEST_LINKED = 4  # words of a headline; a shorter link is an address or a name
LONGEST_TEASER = 400  # words of a list of headlines
LEAST_SENTENCE = 3  # words outside links that make loose text a paragraph, where it ends as a sentence does
LEAST_PART = 40  # words outside links that make a box a part of an article; a teaser of another has 30
LEAST_ROWS = 2  # of two cells and more, in a table that holds data
LONGEST_CELL = 40  # words; tables with more are there to set paragraphs side by side
LEAST_BESIDE = 2  # paragraphs beside a box of a few words that make it one of them
_UNSEEN = frozenset(("script", "style", "noscript", "template", "head", "title", "svg", "iframe", "select", "option"))

# -- names of boxes ---------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NAMING = ("class", "id", "data-component", "data-testid", "data-area")
_BOXES = frozenset(
    """newsletter newsletters signup promo promos promotion recirc recirculation related outbrain taboola
    trending breadcrumb breadcrumbs sponsored advertisement cookie cookies consent byline scrim overlay
    lightbox""".split()
)
_PAIRS = frozenset(
    """latest-news latest-stories most-read most-popular most-viewed read-more read-next read-also up-next more-from
    more-on more-stories more-news print-header print-footer print-only sign-up also-on also-like see-also
    share-buttons share-tools social-share top-stories""".split()
)
_ADJECTIVES = frozenset("has with without no not is show enable".split())  # “has-related” is no box of such
# The last three are AMP's, of what is shown until a script has put something else, or without it.
_HIDDEN = frozenset(("hidden", "placeholder", "fallback", "overflow"))
_NAMED = ("div", "section", "aside", "ul", "ol", "nav", "header", "footer", "p", "a", "form", "table", "dl", "span")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

# -- text -------------------------------------------------------------------------------------------------------------

_INLINE = frozenset(
    """a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike
    strong sub sup time tt u var wbr img""".split()
)
_BLOCKS = LINES - {"br"}
_TABLE = ("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption")
_HOLDERS = ("body", "div", "section", "article", "main", "td", "center")
_BODY = frozenset(("article", "story", "post", "entry", "page", "news", "main"))
_PART = frozenset(("body", "content", "text", "copy", "chunk"))
_NO_PARAGRAPH = frozenset(
    """caption credit byline author meta date time timestamp label tag tags share social button ad ads image photo
    figure gallery video player embed comment comments attribution quote pullquote""".split()
)
_LABEL = re.compile(
    r"(?:read (?:more|also|next)|see also|also (?:see|read|on)|don['’]t miss|must[ -]read"
    r"|related (?:post|story|article)s?|lire aussi|lesen sie auch|lees ook|lea también|leggi anche|leia (?:também|mais)"
    r"|(?:también )?[lt]e puede interesar|sur le même sujet"
    r")\b"
    r"|(?:related|also|more|watch|mehr)(?: [\w’'-]{1,20}){0,3} ?[:|>»–]",
    re.IGNORECASE,
)
_LIST_LABEL = re.compile(
    r"(?:related|recommended|(?:you )?(?:may|might) also like|read (?:more|also|next)|see also|further reading"
    r"|more (?:[\w’'-]{1,20} ){0,5}(?:stories|news|articles|coverage|reads))[:.…\s]{0,5}",
    re.IGNORECASE,
)
LONGEST_LABEL = 80  # characters
_APPENDED = re.compile(  # by WordPress, to what it puts into feeds
    r"(?:The post|L.article|Der Beitrag) .{1,300} "
    r"(?:(?:first )?appeared (?:first )?on|est apparu en premier sur|erschien zuerst auf) .{1,200}"
)
LONGEST_APPENDED = 600  # characters


class Words(Struct):
    """How many words an element has, and how many of them are links'."""

    all: int = 0
    linked: int = 0

    @property
    def free(self) -> int:
        return self.all - self.linked

    @property
    def is_prose(self) -> bool:
        return self.free >= LEAST_PROSE > self.linked


def clear_away(tree: Any) -> bool:
    """Take out of the parsed page `tree` what is certainly not its article, and mark paragraphs that are not marked.

    A page of more than MOST_ELEMENTS is left as it is, and False returned: counting them holds each in memory.
    """
    if next(islice(tree.iter(), MOST_ELEMENTS, None), None) is not None:
        return False
    counts = count_element_words(tree)
    _drop_boxes(tree, counts)
    _drop_teasers(tree, counts)
    _open_boxes(tree)
    _level_tables(tree)
    _mark_paragraphs(tree, counts)
    return True


def name_words(element: Any) -> list[list[str]]:
    """Return the words of each name that an element has, in lower case."""
    names = " ".join(filter(None, map(element.get, _NAMING)))[:1000].split()
    return [[word.lower() for word in _WORD.findall(name)] for name in names]


def _count(text: str | None) -> int:
    return count_words(text) if text and not text.isspace() else 0


def count_element_words(tree: Any) -> dict[Any, Words]:
    """Return the words of each element of `tree`, with those of all that it holds."""
    counts: dict[Any, Words] = {}
    for element in reversed(list(tree.iter())):
        words = counts.get(element)
        if words is None:
            words = counts[element] = Words()
        if element.tag in _UNSEEN or not isinstance(element.tag, str):
            words.all = words.linked = 0
        else:
            if (text := element.text) and not text.isspace():
                words.all += count_words(text)
            if element.tag == "a" and element.get("href"):
                words.linked = words.all
        if (parent := element.getparent()) is not None:
            above = counts.get(parent)
            if above is None:
                above = counts[parent] = Words()
            above.all += words.all
            above.linked += words.linked
            if (tail := element.tail) and not tail.isspace():
                above.all += count_words(tail)
    return counts


def _remove(element: Any, counts: dict[Any, Words]) -> None:
    """Take an element out; what follows it stays. Its words are no longer those of what it stood in."""
    parent = element.getparent()
    if parent is None:
        return
    for around in element.iterancestors():
        counts[around].all -= counts[element].all
        counts[around].linked -= counts[element].linked
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = f"{parent.text or ''} {element.tail}"
        else:
            before.tail = f"{before.tail or ''} {element.tail}"
    parent.remove(element)


# -- what goes --------------------------------------------------------------------------------------------------------


def _drop_boxes(tree: Any, counts: dict[Any, Words]) -> None:
    most = max(LARGEST_SHARE * counts[tree].free, LEAST_PROSE)
    kept = _hold_article(tree, counts)
    named = [element for element in tree.iter(*_NAMED) if element not in kept]
    # What a large part of the text stands in is called so by mistake: the other boxes of that class hold text as well.
    own = {element.get("class") for element in named if counts[element].free > most and _is_box(element)} - {None}
    gone: set[Any] = set()
    for element in named:
        if element.getparent() in gone:
            gone.add(element)
        elif counts[element].free <= most and (
            _is_hidden(element) or (element.get("class") not in own and _is_box(element))
        ):
            gone.add(element)
            _remove(element, counts)


def is_part(element: Any) -> bool:
    """Tell whether an element calls itself the body of an article, or a part of it."""
    if (element.get("itemprop") or "").lower() == "articlebody":
        return True
    words = {word for name in name_words(element) for word in name}
    return not _BODY.isdisjoint(words) and not _PART.isdisjoint(words) and words.isdisjoint(("comment", "comments"))


def _hold_article(tree: Any, counts: dict[Any, Words]) -> set[Any]:
    """Return what says that it is an article's text, and is more than a teaser of one, and all that it stands in."""
    holding: set[Any] = set()
    for element in tree.iter("div", "section", "article"):
        around = element if counts[element].free >= LEAST_PART and is_part(element) else None
        while around is not None and around not in holding:
            holding.add(around)
            around = around.getparent()
    return holding


def _is_hidden(element: Any) -> bool:
    given = element.keys()
    if not given:
        return False
    if not _HIDDEN.isdisjoint(given) or _HIDING.search(element.get("style") or ""):
        return True
    names = (element.get("class") or "").split()
    if "d-none" in names:
        return "d-print-block" in names
    return "hidden" in names and not any(":" in name for name in names)  # else on narrow screens alone: md:block


def _is_box(element: Any) -> bool:
    for words in name_words(element):
        if words[:1] and words[0] in _ADJECTIVES:
            continue
        if not _BOXES.isdisjoint(words):
            return True
        if any(f"{one}-{two}" in _PAIRS for one, two in pairwise(words)):
            return True
    return False


def _drop_teasers(tree: Any, counts: dict[Any, Words]) -> None:
    """Take out what leads to other articles: a link and no sentence, a list of them, one below a line that says so."""
    for element in list(tree.iter("p", "div", "h2", "h3", "h4", "h5", "h6", "ul", "ol")):
        words = counts[element]
        if words.all > LONGEST_TEASER or not words.all:
            continue
        text = " ".join("".join(element.itertext()).split())
        following = element.getnext()
        if (
            len(text) <= LONGEST_LABEL
            and _LIST_LABEL.fullmatch(text)
            and following is not None
            and following.tag in ("ul", "ol")
        ):
            _remove(following, counts)
            _remove(element, counts)
        elif element.tag != "div" and (
            (_is_teaser(element, words, text) and not _is_announced(element))
            or _APPENDED.fullmatch(text[:LONGEST_APPENDED])
        ):
            _remove(element, counts)


def _is_teaser(element: Any, words: Words, text: str) -> bool:
    if words.all < FEWEST_LINKED:
        return False
    if _LABEL.match(text):
        return words.linked >= LABELLED * words.all
    if words.linked < LINKED * words.all or ends_sentence(text):
        return False
    items = sum(1 for _ in element.iterchildren("li")) if element.tag in ("ul", "ol") else 1
    return element.tag in ("p", "ul", "ol") and words.all >= FEWEST_LINKED * items


def _is_announced(element: Any) -> bool:
    """Tell whether a list follows a sentence that brings it: “These ports close:”."""
    before = element.getprevious()
    if element.tag not in ("ul", "ol") or before is None or before.tag != "p" or (before.tail or "").strip():
        return False
    said = " ".join("".join(before.itertext()).split())
    return said.endswith((":", "：")) and count_words(said) >= LEAST_SENTENCE and not _is_label(said)


def _is_label(said: str) -> bool:
    """Tell whether a line stands above what leads elsewhere: “Read also:”, “Filed under:”."""
    if _LABEL.match(said) or _LIST_LABEL.fullmatch(said[:LONGEST_LABEL]):
        return True
    return bool(name_notice(said, "p"))


# -- what is put right ------------------------------------------------------------------------------------------------


def _open_boxes(tree: Any) -> None:
    """Open what hides or sets apart words of the text, and nothing else: folded parts, quotations set as figures."""
    for element in list(tree.iter("details", "center", "figure")):
        if element.tag == "figure":
            if (
                next(element.iterdescendants("blockquote"), None) is None
                or next(element.iterdescendants("img"), None) is not None
            ):
                continue
            for caption in element.iterdescendants("figcaption"):
                caption.tag = "p"
        element.tag = "div"
    for element in list(tree.iter("summary")):
        element.tag = "h4"
    for element in list(tree.iter("ul", "ol")):
        if _is_announced(element):
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


def _mark_paragraphs(tree: Any, counts: dict[Any, Words]) -> None:
    """Make paragraphs of text that stands loose in a box, and of boxes that are one among others."""
    _open_inline(tree)
    _open_paragraphs(tree)
    beside = Counter(paragraph.getparent() for paragraph in tree.iter("p"))
    alone: list[Any] = []  # boxes without any other in them
    for holder in list(tree.iter(*_HOLDERS)):
        children = list(holder)
        if _has_breaks(children) or any(child.tag != "br" and not _is_inline(child) for child in children):
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


def _is_inline(element: Any) -> bool:
    return element.tag in _INLINE


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
        if _is_inline(child) or (lone_break and breaks < 2):
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
