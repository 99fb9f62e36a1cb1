"""What of a web page is certainly not its article?

`clear_away` takes out the boxes of the page around it and what leads to other articles. It is sure of little and does
little: what it leaves is judged later, by its words. A box that holds a large part of the page's prose is never taken
out, whatever it is called.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import Any

from briefing.analysis.text.notices import count_words, name_notice
from briefing.boxes import LEAST_PART, Words, count_element_words, is_part, name_words
from briefing.phrasing import LEAST_PROSE, LEAST_SENTENCE, ends_sentence

MOST_ELEMENTS = 100_000  # of a page; saved pages have one to ten thousand
LARGEST_SHARE = 0.2  # of the page's prose in a box that is taken out for its name
LINKED = 0.75  # of a paragraph's words: as many of them linked, and it leads elsewhere
LABELLED = 0.6  # the same, of one that opens with “Related:”
FEWEST_LINKED = 4  # words of a headline; a shorter link is an address or a name
LONGEST_TEASER = 400  # words of a list of headlines

# -- names of boxes ---------------------------------------------------------------------------------------------------

_BOXES = frozenset(
    """newsletter newsletters signup promo promos promotion recirc recirculation related outbrain taboola
    trending breadcrumb breadcrumbs sponsored advertisement cookie cookies consent byline scrim overlay
    lightbox tags taglist""".split()
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


def clear_away(tree: Any) -> dict[Any, Words] | None:
    """Take out of the parsed page `tree` what is certainly not its article; return the words of each element left.

    A page of more than MOST_ELEMENTS is left as it is, and None returned: counting them holds each in memory.
    """
    if next(islice(tree.iter(), MOST_ELEMENTS, None), None) is not None:
        return None
    counts = count_element_words(tree)
    _drop_boxes(tree, counts)
    _drop_teasers(tree, counts)
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
            (_is_teaser(element, words, text) and not is_announced(element))
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


def is_announced(element: Any) -> bool:
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
