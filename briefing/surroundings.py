"""What of a web page is certainly not its article, and which text is a paragraph without saying so?

`clear_away` prepares a page for whoever looks for its article: the boxes of the page around it go, an article that
stands in several boxes is put into one, and text that stands loose between tags becomes paragraphs. It is sure of
little and does little: what it leaves is judged later, by its words.

Names of boxes are the words of `class` and `id`, whatever their case: `ArticleNewsletter-title` has newsletter in it. A
box that holds a large part of the page's prose is never taken out, whatever it is called.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any, NamedTuple

from briefing.phrasing import KNOWN, LINES

MOST_ELEMENTS = 100_000  # of a page; saved pages have one to ten thousand
LARGEST_SHARE = 0.2  # of the page's prose in a box that is taken out for its name
LINKED = 0.75  # of a paragraph's words: as many of them linked, and it leads elsewhere
LABELLED = 0.6  # the same, of one that opens with “Related:”
FEWEST_LINKED = 4  # words of a headline; a shorter link is an address or a name
LONGEST_TEASER = 400  # words of a list of headlines
LEAST_PROSE = 12  # words outside links that make a stretch of loose text a paragraph
LEAST_SENTENCE = 3  # the same, where it ends as a sentence does
LEAST_PART = 40  # words outside links that make a box a part of an article; a teaser of another has 30
MOST_OF_TEXT = 0.8  # of a page's paragraphs, in words, that stand in one element
LEAST_BESIDE = 2  # paragraphs beside a box of a few words that make it one of them
_UNSEEN = frozenset(("script", "style", "noscript", "template", "head", "title", "svg", "iframe", "select", "option"))

# -- names of boxes ---------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_BOXES = frozenset(
    """newsletter newsletters signup promo promos promotion recirc recirculation related outbrain taboola
    trending breadcrumb breadcrumbs sponsored advertisement cookie cookies consent scrim overlay lightbox""".split()
)
_PAIRS = frozenset(
    """latest-news latest-stories most-read most-popular most-viewed read-more read-next read-also up-next more-from
    more-on more-stories more-news print-header print-footer print-only sign-up also-on also-like see-also
    share-buttons share-tools social-share top-stories""".split()
)
_ADJECTIVES = frozenset("has with without no not is show enable".split())  # “has-related” is no box of such
_NAMED = ("div", "section", "aside", "ul", "ol", "nav", "header", "footer", "p", "a", "form", "table", "dl", "span")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

# -- text -------------------------------------------------------------------------------------------------------------

_INLINE = frozenset(
    """a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike
    strong sub sup time tt u var wbr img""".split()
)
_BLOCKS = LINES - {"br"}
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
_OVER = re.compile(r"[.!?…。][\"'”’)\]]*$")


class _Words(NamedTuple):
    all: int
    linked: int

    @property
    def free(self) -> int:
        return self.all - self.linked

    @property
    def is_prose(self) -> bool:
        return self.free >= LEAST_PROSE > self.linked


def clear_away(tree: Any) -> None:
    """Take out of the parsed page `tree` what is certainly not its article, and mark paragraphs that are not marked.

    A page of more than MOST_ELEMENTS is left as it is: each is held in memory while they are counted.
    """
    if next(islice(tree.iter(), MOST_ELEMENTS, None), None) is not None:
        return
    _drop_boxes(tree)
    _drop_teasers(tree)
    _mark_paragraphs(tree)
    _join_parts(tree)
    _frame_text(tree)


def name_words(element: Any) -> list[list[str]]:
    """Return the words of each name that an element has in `class` and `id`, in lower case."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:1000].split()
    return [[word.lower() for word in _WORD.findall(name)] for name in names]


def _count(tree: Any) -> dict[Any, _Words]:
    """How many words each element has, and how many of them are links'."""
    counts: dict[Any, list[int]] = {}
    for element in reversed(list(tree.iter())):
        words = counts.setdefault(element, [0, 0])
        unseen = element.tag in _UNSEEN or not isinstance(element.tag, str)
        if unseen:
            words[:] = (0, 0)
        else:
            words[0] += len((element.text or "").split())
            if element.tag == "a" and element.get("href"):
                words[1] = words[0]
        parent = element.getparent()
        if parent is not None:
            above = counts.setdefault(parent, [0, 0])
            above[0] += words[0] + len((element.tail or "").split())
            above[1] += words[1]
    return {element: _Words(*words) for element, words in counts.items()}


def _remove(element: Any) -> None:
    """Take an element out; what follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = f"{parent.text or ''} {element.tail}"
        else:
            before.tail = f"{before.tail or ''} {element.tail}"
    parent.remove(element)


# -- what goes --------------------------------------------------------------------------------------------------------


def _drop_boxes(tree: Any) -> None:
    counts = _count(tree)
    most = LARGEST_SHARE * counts[tree].free
    kept = _hold_article(tree, counts)
    gone: set[Any] = set()
    for element in list(tree.iter(*_NAMED)):
        if element.getparent() in gone:
            gone.add(element)
        elif counts[element].free <= most and element not in kept and (_is_hidden(element) or _is_box(element)):
            gone.add(element)
            _remove(element)


def _hold_article(tree: Any, counts: dict[Any, _Words]) -> set[Any]:
    """Return what says that it is an article's text, and is more than a teaser of one, and all that it stands in."""
    holding: set[Any] = set()
    for element in tree.iter("div", "section", "article"):
        is_text = (element.get("itemprop") or "").lower() == "articlebody" or _is_part(element)
        around = element if is_text and counts[element].free >= LEAST_PART else None
        while around is not None and around not in holding:
            holding.add(around)
            around = around.getparent()
    return holding


def _is_hidden(element: Any) -> bool:
    if element.get("hidden") is not None or _HIDING.search(element.get("style") or ""):
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


def _drop_teasers(tree: Any) -> None:
    """Take out what leads to other articles: a link and no sentence, a list of them, one below a line that says so."""
    counts = _count(tree)
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
            _remove(following)
            _remove(element)
        elif element.tag != "div" and (
            _is_teaser(element, words, text) or _APPENDED.fullmatch(text[:LONGEST_APPENDED])
        ):
            _remove(element)


def _is_teaser(element: Any, words: _Words, text: str) -> bool:
    if words.all < FEWEST_LINKED:
        return False
    if _LABEL.match(text):
        return words.linked >= LABELLED * words.all
    if words.linked < LINKED * words.all or _OVER.search(text):
        return False
    items = sum(1 for _ in element.iterchildren("li")) if element.tag in ("ul", "ol") else 1
    return element.tag in ("p", "ul", "ol") and words.all >= FEWEST_LINKED * items


# -- what is put right ------------------------------------------------------------------------------------------------


def _join_parts(tree: Any) -> None:
    """Put an article that stands in several boxes of one name, with advertisements between, into the first of them."""
    counts = _count(tree)
    parts: dict[str, list[Any]] = {}
    for element in tree.iter("div", "section", "h1"):
        if element.tag == "h1":
            parts.clear()  # what follows another headline is another article
            continue
        name = element.get("class") or ""
        if not name or counts[element].free < LEAST_PART or not _is_part(element):
            continue
        before = parts.setdefault(name, [])
        if not before:
            before.append(element)
        elif before[-1] not in element.iterancestors() and _frame(element) is _frame(before[0]):
            before.append(element)
            _move(element, before[0])


def _frame(element: Any) -> Any:
    """The article, list item or box beside the text in which an element stands: another one is another's text."""
    return next(element.iterancestors("article", "li", "aside", "footer"), None)


def _is_part(element: Any) -> bool:
    words = {word for name in name_words(element) for word in name}
    return not _BODY.isdisjoint(words) and not _PART.isdisjoint(words) and words.isdisjoint(("comment", "comments"))


def _move(part: Any, into: Any) -> None:
    for child in list(part):
        into.append(child)


def _mark_paragraphs(tree: Any) -> None:
    """Make paragraphs of text that stands loose in a box, and of boxes that are one among others."""
    counts = _count(tree)
    cards = _open_inline(tree)
    _open_paragraphs(tree)
    beside = Counter(paragraph.getparent() for paragraph in tree.iter("p"))
    alone: list[Any] = []  # boxes without any other in them
    for holder in list(tree.iter(*_HOLDERS)):
        children = list(holder)
        if _has_breaks(children) or any(child.tag != "br" and not _is_inline(child, cards) for child in children):
            for run in list(_loose_runs(holder, cards)):
                _wrap(holder, run)
        elif holder.tag == "div" and not any(not _NO_PARAGRAPH.isdisjoint(name) for name in name_words(holder)):
            alone.append(holder)
            beside[holder.getparent()] += counts[holder].is_prose
    for holder in alone:
        if beside[holder.getparent()] - counts[holder].is_prose >= LEAST_BESIDE and (
            counts[holder].is_prose or _is_short_text(holder)
        ):
            holder.tag = "p"


def _open_inline(tree: Any) -> set[Any]:
    """Make boxes of inline elements that hold blocks, as editors of pages write them; return the links that do."""
    cards: set[Any] = set()
    for block in list(tree.iter(*_BLOCKS)):
        around = block.getparent()
        while around is not None and (around.tag in _INLINE or around.tag not in KNOWN) and around not in cards:
            if around.tag == "a":
                cards.add(around)
            else:
                around.tag = "div"
            around = around.getparent()
    return cards


def _open_paragraphs(tree: Any) -> None:
    """Make boxes of paragraphs that hold blocks, as browsers end them there, and paragraphs of what stands beside.

    In a quotation and in an item of a list all is text: their boxes are paragraphs, and so is who a quotation is by.
    """
    within = [element for holder in tree.iter("blockquote", "li", "dd") for element in holder.iter("div", "footer")]
    for element in dict.fromkeys((*tree.iter("p", "blockquote"), *within)):
        blocks = [child for child in element if child.tag in _BLOCKS]
        if not blocks:
            element.tag = "p" if element.tag in ("div", "footer") else element.tag
            continue
        run = _Run(None, [])
        for child in list(element):
            if child in blocks:
                _wrap_text(element, run)
                run = _Run(child, [])
            else:
                run.inline.append(child)
        _wrap_text(element, run)
        if element.tag != "blockquote":
            element.tag = "div"


def _wrap_text(holder: Any, run: _Run) -> None:
    text = holder.text if run.before is None else run.before.tail
    if (text or "").strip() or any((e.tail or "").strip() or "".join(e.itertext()).strip() for e in run.inline):
        _wrap(holder, run)


def _is_inline(element: Any, cards: set[Any]) -> bool:
    return element.tag in _INLINE and element not in cards


def _frame_text(tree: Any) -> None:
    """Put into an <article> the text of a page that marks none: the children of the element that has its paragraphs."""
    if next(tree.iter("article"), None) is not None:
        return
    counts = _count(tree)
    prose: Counter[Any] = Counter()
    for paragraph in tree.iter("p"):
        if counts[paragraph].free >= LEAST_PROSE:
            prose[paragraph.getparent()] += counts[paragraph].free
    box, most = max(prose.items(), key=lambda item: item[1], default=(None, 0))
    if box is None or most < MOST_OF_TEXT * prose.total():
        return
    article = box.makeelement("article")
    article.text, box.text = box.text, None
    for child in list(box):
        article.append(child)
    box.append(article)


def _has_breaks(children: list[Any]) -> bool:
    return any(one.tag == two.tag == "br" and not (one.tail or "").strip() for one, two in pairwise(children))


def _is_short_text(holder: Any) -> bool:
    """Tell whether a box of a few words reads as a heading, not as a button or a link."""
    return bool("".join(holder.itertext()).strip()) and next(holder.iter("a", "img", "button", "input"), None) is None


class _Run(NamedTuple):
    """A stretch of a box without blocks in it."""

    before: Any  # the element it follows; None: it opens the box
    inline: list[Any]


def _loose_runs(holder: Any, cards: set[Any]) -> Iterator[_Run]:
    """Yield the stretches of text and inline elements of a box that read as prose; two line breaks end one."""
    run = _Run(None, [])
    breaks = 0
    for child in holder:
        lone_break = child.tag == "br"
        breaks = breaks + 1 if lone_break else 0
        if _is_inline(child, cards) or (lone_break and breaks < 2):
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
    free = len(text.split())
    linked = 0
    for element in run.inline:
        words = len("".join(element.itertext()).split())
        linked += words if element.tag == "a" else 0
        free += (0 if element.tag == "a" else words) + len((element.tail or "").split())
    said = "".join((text, *("".join(each.itertext()) + (each.tail or "") for each in run.inline)))
    least = LEAST_SENTENCE if _OVER.search(said.rstrip()) else LEAST_PROSE
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
