"""HTML: what is sanitised is safe, and marks put into it change none of what is seen."""

from __future__ import annotations

from collections.abc import Iterator

import fuzzing
from briefing.markup import MarkupError, sanitise
from briefing.model import Paragraph
from briefing.site.body import mark_any
from briefing.site.rows import mark_row
from briefing.visible import Mark, annotate, html_of, read_html
from fuzzing.material import ODD, cases
from fuzzing.safe import bare, check_safe
from fuzzing.targets.article import MARKUP

PARSES = (
    "briefing.markup.sanitise",
    "briefing.hosts.leads_elsewhere",
    "briefing.visible.read_html",
    "briefing.visible.annotate",
    "briefing.site.rows.mark_row",
)
PIECES = (*MARKUP, *ODD)
MARKS = 6
TAGS = ("span", "mark", "a")


def seeds() -> Iterator[bytes]:
    head = bytes(range(3, 3 * MARKS * 7, 7))[: 3 * MARKS]
    yield head + b"<p>One. Two <em>and</em> three.</p>\n<p>Four &amp; five.</p>"
    yield head + b"<h2>One</h2>\n<p>Two, \xe2\x80\x9cthree\xe2\x80\x9d.</p>\n<p>Four.</p>\n"
    yield head + b'<ul><li>a<p>b</p></li></ul><blockquote>c<a href="https://x.example/">d</a></blockquote>'
    yield head + b"<p>1 &lt;b&gt;2&lt;/b&gt; &amp;lt; 3</p>\n<pre>&lt;script&gt;0</pre>"
    for case in cases("markup"):
        yield head + case


def check(data: bytes) -> None:
    places, rest = fuzzing.take(data, 3 * MARKS)
    source = rest.decode("utf-8", "replace")
    for letter in "\0\ufffe\uffff":  # `reading` takes these out
        source = source.replace(letter, "")
    source = "".join(letter for letter in source if letter >= " " or letter in "\t\n").replace("\x7f", "")
    try:
        html = sanitise(source, "2025-03/a.md")
    except MarkupError as error:
        assert error.what and error.remedy and 1 <= error.line <= source.count("\n") + 1
        return
    seen = check_safe(html)
    text, blocks = read_html(html)
    assert bare(text) == seen
    assert "\n\n".join(text[block.start : block.end] for block in blocks) == text
    again = sanitise(html).lstrip("\ufeff")  # of byte order marks at the beginning a parser leaves out one each time
    assert sanitise(again) == again
    marks = []
    for number in range(MARKS):
        first, length, tag = places[3 * number : 3 * number + 3]
        start = first * len(text) // 255
        end = min(len(text), start + length)
        marks.append(Mark(start, end, TAGS[tag % 3], (("id", f"s{number}"),)))
    written = annotate(html, marks)
    assert read_html(written) == (text, blocks)
    # In one pass or by a parser: the same bytes, where the first is sure.
    row = mark_row(html, marks, set(), set(), {})
    assert row is None or row == mark_any(html, marks, set(), set(), {})
    paragraphs = tuple(Paragraph("body", block.start, block.end, block.tag) for block in blocks)
    assert bare(read_html(html_of(text, paragraphs, marks))[0]) == bare(text)
