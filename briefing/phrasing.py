"""What do the sentences of a web page say, whatever elements their words stand in?

Whoever looks for the article of a page drops some elements with their words, be they in the middle of a sentence (a
date in `<time>`, elements that a site has named itself), and puts the words of others elsewhere (what follows a
quotation with emphasis in it). So the words of sentences are laid bare before. What is no sentence is left as it is: a
button, a date alone in its line. Elements within a line are phrasing content:
https://html.spec.whatwg.org/#phrasing-content
"""

from __future__ import annotations

from typing import Any

from lxml import etree
from lxml.html import defs
from msgspec import Struct, field

from briefing.analysis.text.document import split_text
from briefing.analysis.text.notices import count_words, is_over

LEAST_PROSE = 12  # words outside links that make a line prose; one of fewer has to end as a sentence does
LEAST_SENTENCE = 3  # such words of that
_UNSEEN = (
    "script",
    "style",
    "template",
    "svg",
    "rt",
    "rp",
    "rtc",
    "annotation",
    "annotation-xml",
)  # of rubies and formulas
LINES = frozenset(  # before and after them a browser begins a line
    """address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu nav noscript ol optgroup
    option p plaintext pre search section summary table tbody td tfoot th thead title tr ul xmp""".split()
)
_CLOTHES = ("abbr", "acronym", "code", "data", "kbd", "math", "nobr", "q", "rb", "ruby", "samp", "slot", "tt", "var")
HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_HOLLOW = "a b bdi bdo big cite del dfn em font i ins mark s small span strike strong sub sup u".split()
_DOUBTFUL = frozenset(("blink", "button", "label", "marquee", "output", "time"))  # a sentence's or a form's
KNOWN = defs.tags | LINES | set(_CLOTHES) | _DOUBTFUL | {"bdi", "mark", "picture", "rtc"}
_END = 50  # characters in which the end of a sentence stands, with what closes after it
_MARKS = frozenset("\"'“”„‟‘’‚‛«»‹›「」『』")


class _Doubtful(Struct):
    element: Any
    begin: int  # its words, by their places in those of the line
    end: int = -1


class _Line(Struct):
    """What stands between two places where a browser begins a line."""

    words: list[str] = field(default_factory=list)
    free: int = 0  # of them no link's
    doubtful: list[_Doubtful] = field(default_factory=list)


def lay_bare(tree: Any) -> None:
    """Take the words of sentences in the parsed page `tree` out of what they are clothed in; `<q>` leaves its marks.

    Where a browser begins a line white space comes in, lest words run together once the elements are gone.
    """
    for template in tree.iter("template"):
        if template.get("shadowrootmode"):
            template.tag = "div"  # what it holds is shown
    etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    for element in list(tree.iter("pre")):
        _part_lines(element)
    for element in tree.iter(*LINES):
        if element.text and not element.text[0].isspace():
            element.text = f"\n{element.text}"
        if element.tail and not element.tail[0].isspace():
            element.tail = f"\n{element.tail}"
    folding = _find_headings(tree)
    _unfold(tree, {button.get("aria-controls") for button in folding} - {None})
    for element in dict.fromkeys((*_find_said(tree), *folding)):  # a button may be both
        element.drop_tag()
    for element in list(tree.iter(*_CLOTHES)):
        if element.tag == "q":
            mark_quotation(element)
        if element.getparent() is not None and element.getparent().tag != "pre":
            element.drop_tag()
    for element in reversed(list(tree.iter(*_HOLLOW))):
        hollow = not element.text and not len(element)  # a word that it stands in would be two
        if hollow or (element.tag == "a" and (element.get("href") or "#")[0] == "#"):  # it leads nowhere else
            element.drop_tag()


def _part_lines(pre: Any) -> None:
    """Make paragraphs and lists of the lines of a `<pre>` that holds prose, as wire copy and bulletins come."""
    for line_break in pre.iter("br"):
        line_break.tail = f"\n{line_break.tail or ''}"
    text = "".join(pre.itertext())
    blocks = split_text(text)
    if pre.find(".//code") is not None or not any(_is_prose(text[each.start : each.end]) for each in blocks):
        return
    pre[:], pre.text, pre.tag = [], None, "div"
    for block in blocks:
        listed = block.tag == "li"
        if listed and (not len(pre) or pre[-1].tag != "ul"):
            pre.append(pre.makeelement("ul"))
        part = pre.makeelement("li" if listed else "p")
        part.text = text[block.start : block.end]
        (pre[-1] if listed else pre).append(part)


def _is_prose(said: str) -> bool:
    return count_words(said) >= LEAST_PROSE and ends_sentence(said)


def ends_sentence(said: str) -> bool:
    """Tell whether a stretch of text, however long, ends as a sentence does."""
    return is_over(said[-_END:].rstrip())


def _find_said(tree: Any) -> list[Any]:
    """Return the doubtful elements whose words are a sentence's, by the line in which they stand."""
    said: list[Any] = []
    line = _Line()
    begun: list[_Doubtful] = []
    links = 0

    def say(text: str | None) -> None:
        words = (text or "").split()
        line.words += words
        line.free += 0 if links else len(words)

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if tag in LINES:
            said += [each.element for each in line.doubtful if _is_said(each, line)]
            line = _Line()
            begun.clear()  # what holds a line of its own is a box
        elif tag == "a":
            links += 1 if event == "start" else -1
        elif tag in _DOUBTFUL or tag not in KNOWN:
            if event == "start":
                begun.append(_Doubtful(element, len(line.words)))
            elif begun and begun[-1].element is element:
                begun[-1].end = len(line.words)
                line.doubtful.append(begun.pop())
        say(element.text if event == "start" else element.tail)
    return said


def _find_headings(tree: Any) -> list[Any]:
    """Return the buttons that are all of a heading: they fold what stands below it."""
    buttons = tree.iter("button")
    return [each for each in buttons if each.getparent() is not None and each.getparent().tag in HEADINGS]


def _unfold(tree: Any, ids: set[str]) -> None:
    """Show what the buttons of headings show: https://www.w3.org/WAI/ARIA/apg/patterns/accordion/"""
    for element in tree.iter() if ids else ():
        if element.get("id") in ids:
            for name in ("hidden", "aria-hidden", "style"):
                element.attrib.pop(name, None)


def _is_said(doubtful: _Doubtful, line: _Line) -> bool:
    """Tell whether its words are a sentence's: a date's wherever one has it, a button's between others.

    An element with a name of the site's own shows its words as they come: so they are its line's, if that has others.
    """
    words = line.words
    ends = doubtful.end == len(words)
    if doubtful.element.tag not in _DOUBTFUL:
        return doubtful.begin > 0 or not ends
    opens = doubtful.begin == 0 or ends_sentence(words[doubtful.begin - 1])
    prose = line.free >= LEAST_PROSE or (bool(words) and ends_sentence(words[-1]))
    return prose and (not (opens and ends) if doubtful.element.tag == "time" else not (opens or ends))


def mark_quotation(quotation: Any) -> None:
    """Put the marks around a `<q>` that browsers draw, unless its author has."""
    words = "".join(quotation.itertext()).strip()
    if not words or words[0] in _MARKS:
        return
    quotation.text = f"“{quotation.text or ''}"
    if len(quotation):
        quotation[-1].tail = f"{quotation[-1].tail or ''}”"
    else:
        quotation.text += "”"
