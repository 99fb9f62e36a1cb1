"""The text of an article as HTML: paragraphs and sentences with ids, the summary marked, actors linked, events noted.

What goes in was sanitised when it was read (`markup.sanitise`); what is added here is escaped. Fragments: `p3` for a
paragraph, `s7` for a sentence, both counted through the article from 1. A sentence that the rights keep back leaves its
fragment behind, so no link to it leads nowhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from lxml.etree import HTMLParser, XPath, fromstring, tostring

from briefing import clippings, links
from briefing.compiling import escape_value
from briefing.model import Placement
from briefing.published import ArticlePage, Named
from briefing.site.rows import mark_row
from briefing.visible import Mark, annotate, html_of
from briefing.wording import Words

CHOSEN = "chosen"  # class of a sentence of the summary
LEFT_OUT = "left-out"  # class by which boilerplate is found and taken out; never in the result
_QUOTED = re.compile("“[^”]+”")
_INSIDE = frozenset(("li", "td", "th", "figcaption", "caption"))  # hold their note, others have it before them
_BLOCKS = _INSIDE | frozenset(("p", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "div"))


def article_body(page: ArticlePage, words: Words, strong: float = 0.0) -> str:
    """Return the text of `page` as HTML, as far as its rights allow; "" where they allow none of it.

    A placement with a score below `strong` is marked as weak.
    """
    rights = page.ref.rights
    if rights == "link":
        return ""
    return _whole(page, words, strong) if rights == "full" else _passages(page, words)


def deciding_words(placement: Placement) -> str:
    """Return the words in a paragraph that placed it, as quoted: "“ceasefire”, “truce”"."""
    return ", ".join(_QUOTED.findall(placement.why.partition("around it:")[0]))


def office_of(actor: Named, words: Words) -> str:
    """Return "Prime Minister, United Kingdom", the office that somebody held on the article's day."""
    return words.say("{office}, {of}", office=actor.office, of=actor.of) if actor.of else actor.office


# -- the whole text ---------------------------------------------------------------------------------------------------


def _whole(page: ArticlePage, words: Words, strong: float) -> str:
    article, paragraphs = page.record.article, page.record.analysis.paragraphs
    marks = _marks(page, words)
    notes = _notes(page, words, strong)
    if not article.html:
        shown = [paragraph for paragraph in paragraphs if paragraph.kind != "boilerplate"]
        written = html_of(article.text, shown, marks)
        return _finish(written, notes, set()) if notes else written
    headings = {
        links.paragraph_fragment(index)
        for index, paragraph in enumerate(paragraphs)
        if paragraph.kind == "heading" and paragraph.tag in ("p", "line")
    }
    left_out = {(paragraph.start, paragraph.end) for paragraph in paragraphs if paragraph.kind == "boilerplate"}
    row = mark_row(article.html, marks, left_out, headings, notes)
    return mark_any(article.html, marks, left_out, headings, notes) if row is None else row


def mark_any(
    html: str, marks: list[Mark], left_out: set[tuple[int, int]], headings: set[str], notes: Mapping[str, str]
) -> str:
    """Return what `mark_row` does, of any sanitised HTML."""
    around = [Mark(start, end, "span", (("class", LEFT_OUT),)) for start, end in sorted(left_out)]
    written = annotate(html, [*around, *marks])
    return _finish(written, notes, headings) if notes or left_out or headings else written


def _marks(page: ArticlePage, words: Words) -> list[Mark]:
    """Return what stands around the words: paragraph, sentence, actor, from the outside in."""
    analysis, page_href = page.record.analysis, page.ref.href
    summary = frozenset(analysis.summary)
    marks = [
        Mark(
            paragraph.start,
            paragraph.end,
            "span",
            (("id", links.paragraph_fragment(index)),),
            _paragraph_link(index, words),
        )
        for index, paragraph in enumerate(analysis.paragraphs)
        if paragraph.kind != "boilerplate"
    ]
    for index, sentence in enumerate(analysis.sentences):
        chosen = index in summary
        attributes, link = _sentence_mark(index, chosen)
        marks.append(Mark(sentence.start, sentence.end, "mark" if chosen else "span", attributes, "", link))
    hrefs = {actor.id: actor.href for actor in page.actors if actor.href}
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


@lru_cache(maxsize=512)  # the same in every article
def _paragraph_link(paragraph: int, words: Words) -> str:
    """Return a paragraph's number as a link to it; the stylesheet writes the number, so the text stays the author's."""
    label = escape_value(words.say("Paragraph {n}", n=paragraph + 1))
    fragment = links.paragraph_fragment(paragraph)
    return f'<a class="para" href="#{fragment}" data-n="{paragraph + 1}" aria-label="{label}"></a>'


@lru_cache(maxsize=1024)  # as these are
def _sentence_mark(sentence: int, chosen: bool) -> tuple[tuple[tuple[str, str], ...], str]:
    """Return the attributes of a sentence, and the link that ends it."""
    id_ = ("id", links.sentence_fragment(sentence))
    return ((id_, ("class", CHOSEN)) if chosen else (id_,)), _sentence_link(sentence)


def _sentence_link(sentence: int) -> str:
    """Return a sentence's link to itself, for pointers alone: a keyboard and a voice would meet one at every step."""
    return f'<a class="anchor" href="#{links.sentence_fragment(sentence)}" aria-hidden="true" tabindex="-1"></a>'


def _notes(page: ArticlePage, words: Words, strong: float) -> dict[str, str]:
    """Return for a paragraph, by its fragment, in which events it stands and why, and who is named there first."""
    titles = {link.id: link for link in page.events}
    placed = [placement for placement in clippings.placements(page.record) if placement.event in titles]
    notes: dict[int, list[str]] = {}
    for placement in placed:
        title = titles[placement.event].title
        notes.setdefault(placement.paragraph, []).append(_note(placement, title, _href(page, placement), words, strong))
    for paragraph, actor in _first_named(page):
        href = escape_value(links.relative(actor.href, page.ref.href))
        who = f'<a href="{href}">{escape_value(actor.name)}</a>: {escape_value(office_of(actor, words))}'
        notes.setdefault(paragraph, []).append(f'<span class="note who">{who}</span>')
    return {links.paragraph_fragment(paragraph): " ".join(parts) for paragraph, parts in notes.items()}


def _first_named(page: ArticlePage) -> Iterator[tuple[int, Named]]:
    """Yield those who held an office on the article's day, with the paragraph that names them first."""
    holders = {actor.id: actor for actor in page.actors if actor.office and actor.href}
    paragraphs = page.record.analysis.paragraphs
    starts = [paragraph.start for paragraph in paragraphs]
    for mention in sorted(page.record.analysis.mentions, key=lambda mention: (mention.start, -mention.end)):
        paragraph = bisect_right(starts, mention.start) - 1
        if mention.actor in holders and paragraph >= 0 and paragraphs[paragraph].kind != "boilerplate":
            yield paragraph, holders.pop(mention.actor)


def _href(page: ArticlePage, placement: Placement) -> str:
    return links.relative(links.event_href(placement.event), page.ref.href)


def _note(placement: Placement, title: str, href: str, words: Words, strong: float) -> str:
    weak = f' <b class="tag">{escape_value(words.say("weak"))}</b>' if placement.score < strong else ""
    decided = deciding_words(placement)
    why = f': <span class="why">{escape_value(decided)}</span>' if decided else ""
    return f'<span class="note"><a href="{escape_value(href)}">{escape_value(title)}</a>{why}{weak}</span>'


def _finish(written: str, notes: Mapping[str, str], headings: set[str]) -> str:
    """Return `written` without boilerplate, with headings as such and a note at the head of each placed paragraph."""
    root = _parse(written)
    places = {}
    for element in _PARTS(root):
        if element.get("class") == LEFT_OUT:
            _take_out(element, root)
        else:
            places[element.get("id")] = element
    for fragment in headings:
        if fragment in places and places[fragment].getparent().tag == "p":
            places[fragment].getparent().tag = "h3"
    noted = [fragment for fragment in notes if fragment in places]
    added = _parse("".join(f'<p class="notes">{notes[fragment]}</p>' for fragment in noted)) if noted else ()
    for fragment, note in zip(noted, list(added), strict=True):
        _add_note(places[fragment], note, root)
    inner: str = tostring(root, encoding="unicode", method="html")
    return inner.removeprefix("<div>").removesuffix("</div>")


_PARSER = HTMLParser(huge_tree=True)
_PARTS = XPath(f".//span[@class='{LEFT_OUT}' or starts-with(@id, 'p')]")


def _parse(written: str) -> Any:  # lxml ships no types
    """Return HTML as the children of a division."""
    return fromstring(f"<div>{written}</div>", _PARSER).find("body/div")


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


def _add_note(element: Any, note: Any, root: Any) -> None:
    block = element
    while block.tag not in _BLOCKS and block.getparent() is not root:
        block = block.getparent()
    if block.tag in _INSIDE:
        note.tag = "small"
        note.tail, block.text = block.text, None
        block.insert(0, note)
    else:
        block.addprevious(note)


# -- only the passages of the summary ---------------------------------------------------------------------------------


def _passages(page: ArticlePage, words: Words) -> str:
    """Return the summary's sentences in their paragraphs; what stands between them leaves its fragments in “[…]”."""
    record = page.record
    shown = clippings.quotable_sentences(record)
    written: list[str] = []
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
            written.append(f'<p class="gap">{_gap(kept_back)}</p>')
            kept_back = []
        written.append(_paragraph(page, index, sentences, shown, words))
    if kept_back:
        written.append(f'<p class="gap">{_gap(kept_back)}</p>')
    return "\n".join(written)


def _paragraph(page: ArticlePage, index: int, sentences: range, shown: frozenset[int], words: Words) -> str:
    record = page.record
    parts: list[str] = []
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
        text = escape_value(record.article.text[sentence.start : sentence.end])
        parts.append(f'<mark id="{fragment}" class="{CHOSEN}">{text}{_sentence_link(number)}</mark>')
    if kept_back:
        parts.append(_gap(kept_back))
    return f'<p id="{links.paragraph_fragment(index)}">{_paragraph_link(index, words)}{" ".join(parts)}</p>'


def _gap(fragments: list[str]) -> str:
    anchors = "".join(f'<span id="{fragment}"></span>' for fragment in fragments)
    return f'<span class="gap">{anchors}[…]</span>'
