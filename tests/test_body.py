"""The text of an article: what is written in one pass is what a parser writes."""

from __future__ import annotations

from html import escape
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.site.body import mark_any
from briefing.site.rows import mark_row
from briefing.visible import Mark, read_html

HARMLESS = "ab .,;“”…é—😀"
WORDS = st.text(st.sampled_from(HARMLESS), min_size=1, max_size=20)
HOSTILE = st.text(
    st.sampled_from(
        [
            *HARMLESS,
            "\n",
            "\t",
            "\r",
            "\0",
            "\x1b",
            "\x85",
            "\u00a0",
            "\u2028",
            "\ufeff",
            "\ufffe",
            "&",
            "<",
            ">",
            '"',
            "'",
        ]
    ),
    min_size=1,
    max_size=20,
)
RAW = st.sampled_from(
    [
        "",
        " ",
        "&nbsp;",
        "&amp;",
        "&lt;b&gt;",
        "&quot;",
        "&#39;",
        "&copy;",
        "&#0;",
        "&",
        "<br>",
        "<em>x</em>",
        "</p>",
        "<p>",
        "x",
    ]
)


@st.composite
def rows(draw: st.DrawFn, words: st.SearchStrategy[str] = HOSTILE) -> str:
    """HTML as `sanitise` writes it of a row of paragraphs, mostly."""
    written = []
    for _ in range(draw(st.integers(0, 4))):
        tag = draw(st.sampled_from(["p", "p", "p", "h2", "h3", "pre", "div"]))
        text = escape(draw(words), quote=False) + (draw(RAW) if words is HOSTILE else "")
        written.append(f"<{tag}>{text}</{tag}>{draw(st.sampled_from(['', chr(10), chr(10) * 2, ' ']))}")
    return "".join(written)


@st.composite
def asked(draw: st.DrawFn, words: st.SearchStrategy[str] = HOSTILE) -> tuple:
    """What `mark_row` is given: marks that nest and marks that do not, blocks left out, headings, notes."""
    html = draw(rows(words))
    text, blocks = read_html(html)
    marks, left_out, headings, notes = [], set(), set(), {}
    for number, block in enumerate(blocks):
        if draw(st.integers(0, 4)) == 0:
            left_out.add((block.start, block.end))
        else:
            fragment = f"p{number + 1}"
            link = f'<a class="para" href="#{fragment}" aria-label="Paragraph {number}"></a>'
            marks.append(Mark(block.start, block.end, "span", (("id", fragment),), first=link))
            if draw(st.booleans()):
                headings.add(fragment)
            if draw(st.booleans()):
                title = escape(draw(words)).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
                notes[fragment] = (
                    f'<span class="note"><a href="../events/x.html">{title}</a>: <b class="tag">weak</b></span>'
                )
        edges = sorted({block.start, block.end, *draw(st.lists(st.integers(block.start, block.end), max_size=3))})
        for start, end in pairwise(edges):
            id_ = ("id", f"s{start}")
            last = f'<a class="anchor" href="#s{start}" aria-hidden="true" tabindex="-1"></a>'
            marks.append(Mark(start, end, draw(st.sampled_from(["span", "mark"])), (id_,), last=last))
            if end - start > 2 and draw(st.booleans()):
                marks.append(
                    Mark(
                        start + 1,
                        end - draw(st.integers(0, 1)),
                        "a",
                        (
                            ("href", "../a/é.html" if words is HOSTILE and draw(st.booleans()) else "../a/b.html"),
                            ("class", "actor"),
                        ),
                    )
                )
    if words is HOSTILE:
        for _ in range(draw(st.sampled_from([0, 0, 1, 3]))):
            start = draw(st.integers(0, len(text)))
            tag = draw(st.sampled_from(["a", "span"]))
            marks.append(Mark(start, draw(st.integers(start, len(text))), tag, (("id", f"x{start}"),)))
            left_out |= {(start, start + 1)} if draw(st.integers(0, 5)) == 0 else set()
    return html, marks, left_out, headings, notes


@given(asked())
@settings(max_examples=400, deadline=None)
@example(("<p>a</p>", [Mark(0, 1, "span", (("id", "p1"),), first="<a></a>")], set(), {"p1"}, {"p1": "“x” &#34;&#39;"}))
def test_whatever_is_marked_in_one_pass_is_as_a_parser_writes_it(given_: tuple):
    row = mark_row(*given_)
    assert row is None or row == mark_any(*given_)


@given(asked(WORDS.filter(lambda words: words == words.strip())))
@settings(max_examples=200, deadline=None)
def test_paragraphs_without_anything_odd_take_one_pass(given_: tuple):
    html, *_ = given_
    if "<pre>" in html or "<div>" in html or "> " in html:
        return
    assert mark_row(*given_) == mark_any(*given_)


@pytest.mark.parametrize(
    "html",
    ["<p>a<br>b</p>", "<p>a</p> <p>b</p>", "a", "<ul><li>a</li></ul>", "<p>a", "<p>a</h2>", "<p class=x>a</p>",
     "<p></p>",
     "<p> a</p>", "<p>&copy;</p>", "<p>a\0</p>", "<p>a\r</p>", "<h1>a</h1>", "<p>a</p><!-- b -->", "\n<p>a</p>"],
)  # fmt: skip
def test_what_a_parser_might_see_otherwise_is_left_to_it(html):
    assert mark_row(html, [], set(), set(), {}) is None
