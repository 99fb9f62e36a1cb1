"""The text of an article as HTML: paragraphs and sentences with ids, the summary marked, actors linked, events noted.

What goes in was sanitised when it was read (`markup.sanitise`); what is added here is escaped. Fragments: `p3` for a
paragraph, `s7` for a sentence, both counted through the article from 1. A sentence that the rights keep back leaves its
fragment behind, so no link to it leads nowhere.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import groupby
from typing import Any

from lxml.etree import HTMLParser, fromstring, tostring
from markupsafe import Markup, escape

from briefing import clippings, links
from briefing.model import Placement
from briefing.published import ArticlePage
from briefing.visible import Mark, annotate, html_of

CHOSEN = "chosen"  # class of a sentence of the summary
LEFT_OUT = "left-out"  # class by which boilerplate is found and taken out; never in the result
_INSIDE = frozenset(("li", "td", "th", "figcaption", "caption"))  # hold their note, others have it before them
_BLOCKS = _INSIDE | frozenset(("p", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "div"))


def article_body(page: ArticlePage, strong: float = 0.0) -> str:
    """Return the text of `page` as HTML, as far as its rights allow; "" where they allow none of it."""
    rights = page.ref.rights
    if rights == "link":
        return ""
    return _whole(page, strong) if rights == "full" else _passages(page)


# -- the whole text ---------------------------------------------------------------------------------------------------


def _whole(page: ArticlePage, strong: float) -> str:
    article, paragraphs = page.record.article, page.record.analysis.paragraphs
    marks = _marks(page)
    notes = _notes(page, strong)
    if not article.html:
        shown = [paragraph for paragraph in paragraphs if paragraph.kind != "boilerplate"]
        written = html_of(article.text, shown, marks)
        return _finish(written, notes, ()) if notes else written
    left_out = [
        Mark(paragraph.start, paragraph.end, "span", (("class", LEFT_OUT),))
        for paragraph in paragraphs
        if paragraph.kind == "boilerplate"
    ]
    headings = tuple(
        links.paragraph_fragment(index)
        for index, paragraph in enumerate(paragraphs)
        if paragraph.kind == "heading" and paragraph.tag == "p"
    )
    written = annotate(article.html, [*left_out, *marks])
    return _finish(written, notes, headings) if notes or left_out or headings else written


def _marks(page: ArticlePage) -> list[Mark]:
    """Return what stands around the words: paragraph, sentence, actor, from the outside in."""
    analysis, page_href = page.record.analysis, page.ref.href
    summary = frozenset(analysis.summary)
    marks = [
        Mark(paragraph.start, paragraph.end, "span", (("id", links.paragraph_fragment(index)),))
        for index, paragraph in enumerate(analysis.paragraphs)
        if paragraph.kind != "boilerplate"
    ]
    for index, sentence in enumerate(analysis.sentences):
        id_ = ("id", links.sentence_fragment(index))
        chosen = index in summary
        marks.append(
            Mark(
                sentence.start,
                sentence.end,
                "mark" if chosen else "span",
                (id_, ("class", CHOSEN)) if chosen else (id_,),
            )
        )
    hrefs = {id_: href for id_, _, href in page.actors if href}
    starts = [paragraph.start for paragraph in analysis.paragraphs]
    linked: set[tuple[int, str]] = set()
    end = 0
    for mention in sorted(analysis.mentions, key=lambda mention: (mention.start, -mention.end)):
        paragraph = bisect_right(starts, mention.start) - 1
        key = (paragraph, mention.actor or "")
        # The first in each paragraph: who comes to a paragraph from elsewhere has a link, and the text stays readable.
        if mention.actor in hrefs and mention.start >= end and key not in linked and paragraph >= 0:
            if analysis.paragraphs[paragraph].kind == "boilerplate":
                continue
            linked.add(key)
            end = mention.end
            href = links.relative(hrefs[mention.actor], page_href)
            marks.append(Mark(mention.start, mention.end, "a", (("href", href), ("class", "actor"))))
    return marks


def _notes(page: ArticlePage, strong: float) -> dict[str, Markup]:
    """Return for each placed paragraph, by its fragment, in which events it stands and why."""
    titles = {link.id: link for link in page.events}
    placed = [placement for placement in clippings.placements(page.record) if placement.event in titles]
    notes = {}
    for paragraph, group in groupby(placed, key=lambda placement: placement.paragraph):
        parts = [_note(placement, titles[placement.event].title, _href(page, placement), strong) for placement in group]
        notes[links.paragraph_fragment(paragraph)] = Markup(" ").join(parts)
    return notes


def _href(page: ArticlePage, placement: Placement) -> str:
    return links.relative(links.event_href(placement.event), page.ref.href)


def _note(placement: Placement, title: str, href: str, strong: float) -> Markup:
    weak = Markup(' <b class="tag">weak</b>') if placement.score < strong else ""
    why = Markup(': <span class="why">{}</span>').format(placement.why) if placement.why else ""
    return Markup('<span class="note"><a href="{}">{}</a>{}{}</span>').format(href, title, why, weak)


def _finish(written: str, notes: dict[str, Markup], headings: tuple[str, ...]) -> str:
    """Return `written` without boilerplate, with headings as such and a note at the head of each placed paragraph."""
    root = _parse(written)
    for element in root.xpath(f'.//span[@class="{LEFT_OUT}"]'):
        _take_out(element, root)
    places = {element.get("id"): element for element in root.xpath(".//span[starts-with(@id, 'p')]")}
    for fragment in headings:
        if fragment in places and places[fragment].getparent().tag == "p":
            places[fragment].getparent().tag = "h3"
    for fragment, note in notes.items():
        if fragment in places:
            _add_note(places[fragment], note, root)
    inner: str = tostring(root, encoding="unicode", method="html")
    return inner.removeprefix("<div>").removesuffix("</div>")


def _parse(written: str) -> Any:  # lxml ships no types
    """Return HTML as the children of a division."""
    return fromstring(f"<div>{written}</div>", HTMLParser(huge_tree=True)).find("body/div")


def _take_out(element: Any, root: Any) -> None:
    """Remove an element and those around it that are empty without it; the text after it stays."""
    while element is not root:
        parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
        parent.remove(element)
        if len(parent) or (parent.text or "").strip():
            return
        element = parent


def _add_note(element: Any, note: Markup, root: Any) -> None:
    block = element
    while block.tag not in _BLOCKS and block.getparent() is not root:
        block = block.getparent()
    inside = block.tag in _INSIDE
    tag = "small" if inside else "p"
    (added,) = _parse(f'<{tag} class="notes">{note}</{tag}>')
    if inside:
        added.tail, block.text = block.text, None
        block.insert(0, added)
    else:
        block.addprevious(added)


# -- only the passages of the summary ---------------------------------------------------------------------------------


def _passages(page: ArticlePage) -> str:
    """Return the summary's sentences in their paragraphs; what stands between them leaves its fragments in “[…]”."""
    record = page.record
    shown = clippings.quotable_sentences(record)
    written: list[Markup] = []
    kept_back: list[str] = []  # fragments that the next “[…]` has to carry
    for index, paragraph in enumerate(record.analysis.paragraphs):
        if paragraph.kind == "boilerplate":
            continue
        sentences = clippings.sentences_of(record, index)
        if not shown.intersection(sentences):
            kept_back.append(links.paragraph_fragment(index))
            kept_back.extend(map(links.sentence_fragment, sentences))
            continue
        if kept_back:
            written.append(Markup('<p class="gap">{}</p>').format(_gap(kept_back)))
            kept_back = []
        written.append(_paragraph(page, index, sentences, shown))
    if kept_back:
        written.append(Markup('<p class="gap">{}</p>').format(_gap(kept_back)))
    return str(Markup("\n").join(written))


def _paragraph(page: ArticlePage, index: int, sentences: range, shown: frozenset[int]) -> Markup:
    record = page.record
    parts: list[Markup] = []
    kept_back: list[str] = []
    for number in sentences:
        fragment = links.sentence_fragment(number)
        if number not in shown:
            kept_back.append(fragment)
            continue
        if kept_back:
            parts.append(_gap(kept_back))
            kept_back = []
        sentence = record.analysis.sentences[number]
        words = escape(record.article.text[sentence.start : sentence.end])
        parts.append(Markup('<mark id="{}" class="{}">{}</mark>').format(fragment, CHOSEN, words))
    if kept_back:
        parts.append(_gap(kept_back))
    return Markup('<p id="{}">{}</p>').format(links.paragraph_fragment(index), Markup(" ").join(parts))


def _gap(fragments: list[str]) -> Markup:
    anchors = Markup("").join(Markup('<span id="{}"></span>').format(fragment) for fragment in fragments)
    return Markup('<span class="gap">{}[…]</span>').format(anchors)
