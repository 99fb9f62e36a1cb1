"""Markdown and HTML in, safe HTML out, and every character of the text at its place in it."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from html.parser import HTMLParser

import pytest
from golden import read_cases
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import markup
from briefing.hosts import leads_elsewhere
from briefing.markup import DEEPEST, MarkupError, render_markdown, sanitise
from briefing.model import Paragraph
from briefing.visible import Mark, annotate, html_of, read_html

VOID = {"br", "hr", "img"}
INLINE = ["em", "strong", "a", "code", "sup", "del", "ins"]
BLOCK = ["p", "h2", "h3", "ul", "ol", "blockquote", "pre", "div", "figure", "figcaption", "table"]


@pytest.mark.parametrize("case", read_cases("markup"), ids=str)
def test_blocks_of_markdown(case):
    text, blocks = read_html(sanitise(render_markdown(case.given), "2025/article.md"))
    found = [f"{block.tag}: " + text[block.start : block.end].replace("\n", " ⏎ ") for block in blocks]
    assert "\n".join(found) == case.expected, case.place


# -- what is let through ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "safe"),
    [
        ("<script>alert(1)</script>a", "a"),
        ('<p onclick="x" style="color:red" id="p1" class="chosen">a</p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', "a"),
        ('<a href=" java&#10;script:alert(1)">a</a>', "a"),
        ('<a href="data:text/html,x">a</a>', "a"),
        ('<a href="//evil.example/x">a</a>', "a"),
        ('<a href="/\\evil.example/x.md">a</a>', "a"),
        ('<a href="https:evil.example">a</a>', "a"),
        ('<a name="top">a</a>', "a"),
        ('<a href="#fn:1">1</a>', "1"),
        ('<a href="#s3">a</a>', '<a href="#s3">a</a>'),
        ('<a href="other.md">a</a>', '<a href="../../articles/2025/other.html">a</a>'),
        ('<a href="../notes/other.md#p2">a</a>', '<a href="../../articles/notes/other.html#p2">a</a>'),
        ('<a href="{filename}/2024/x.md">a</a>', '<a href="../../articles/2024/x.html">a</a>'),
        ('<a href="../../outside.md">a</a>', "a"),
        (
            '<a href="https://x.example/?a=1&amp;b=2" title="say &quot;x&quot;">a</a>',
            '<a href="https://x.example/?a=1&amp;b=2" title="say &quot;x&quot;" rel="noopener noreferrer">a</a>',
        ),
        ('<img src="https://x.example/a.png" onerror="x">', ""),
        (
            '<p>a <img src="https://x.example/a.png" alt="A &lt;map"> b</p>',
            '<p>a <a href="https://x.example/a.png" rel="noopener noreferrer">A &lt;map</a> b</p>',
        ),
        ('<p><img src="map.png" alt="A map"></p>', "<figure>A map</figure>"),
        (
            '<a href="https://x.example"><img src="https://y.example/a.png" alt="A map"></a>',
            '<a href="https://x.example" rel="noopener noreferrer">A map</a>',
        ),
        ("<h1>a</h1>", "<h2>a</h2>"),
        ('<p title="b" lang="de">a</p>', '<p lang="de">a</p>'),
        ("<main><section>a</section></main>", "<div><div>a</div></div>"),
        ("he <q>said</q>", "he “said”"),
        ("<iframe src='https://x.example'>a</iframe><svg><a>b</a></svg>c", "c"),
        ("<table><tr><td colspan=2>a", '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>'),
        ("a <mark>b</mark> <span>c</span>", "a b c"),
        ("<!-- a -->b", "b"),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
    ],
)
def test_only_what_is_harmless_is_kept(html, safe):
    assert sanitise(html, "2025/article.md") == safe


class _Careless:
    """A cleaner that leaves `written` behind, whatever it is given: nh3 before 0.3.7 was careless of attributes."""

    def __init__(self, written):
        self.written = written

    def clean(self, _):
        return self.written


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        (
            '<p>a &lt;b> "c" <a href="#s1" title="<b onfocus=alert(1) style=inset:0>">d</a></p>',
            '<p>a &lt;b&gt; "c" <a href="#s1" title="&lt;b onfocus=alert(1) style=inset:0&gt;">d</a></p>',
        ),
        ('<p lang="<script>alert(1)</script>">a</p>', '<p lang="&lt;script&gt;alert(1)&lt;/script&gt;">a</p>'),
        ('<abbr title="> <b id=x>">a</abbr>', '<abbr title="&gt; &lt;b id=x&gt;">a</abbr>'),
        (
            '<img alt="<b onclick=x>a" src="https://x.example/a.png">',
            '<a href="https://x.example/a.png" rel="noopener noreferrer">&lt;b onclick=x&gt;a</a>',
        ),
        ('<p onclick="x" id="s1" class="y" lang="de">a</p>', '<p lang="de">a</p>'),
        ("<p onclick=x>a</p>", "<p>a</p>"),
        ("<script>a</script><svg onload=x>b</svg>", "ab"),
        ("<p-x onerror=y>a<!-- b --><B onclick=x>c", "<p>a&lt;!-- b --&gt;&lt;B onclick=x&gt;c"),
        ("<p title='<b onclick=x>'>a</p>", "&lt;p title='<b>'&gt;a</p>"),
        ('<b x="<a', '&lt;b x="&lt;a'),
    ],
)
def test_no_tag_is_believed_that_the_cleaner_left(written, safe, monkeypatch):
    monkeypatch.setattr(markup, "_CLEANER", _Careless(written))
    assert sanitise("", "article.md") == safe


@given(
    st.lists(
        st.sampled_from(
            [
                "<",
                ">",
                '"',
                "'",
                "b",
                "a",
                "script",
                "/",
                " ",
                "=",
                "onclick=x",
                "lang",
                'href="https://x.example/"',
                "<!--",
                "&",
            ]
        ),
        max_size=12,
    ).map("".join)
)
@settings(max_examples=300, deadline=None)
def test_whatever_the_cleaner_leaves_no_other_tag_comes_out(written):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markup, "_CLEANER", _Careless(written))
        safe = sanitise("")
    tags = re.findall(r"<[^<>]*>", safe)
    assert safe.count("<") == safe.count(">") == len(tags)
    assert all(re.fullmatch(r'</?[ab](?: (?:lang|href|rel)="[^"<>]*")*>', tag) for tag in tags), safe


def test_a_relative_link_needs_to_know_its_article():
    assert sanitise('<a href="other.md">a</a>') == "a"


def test_extensions_that_settings_name_are_python_markdowns():
    assert "<p>a<br />" in render_markdown("a\nb", ("markdown.extensions.nl2br",))


def test_the_note_of_an_attribute_list_is_not_text():
    html = sanitise(render_markdown("# Head {#top}\n\nText.\n{: .lead }\n"))
    assert read_html(html)[0] == "Head\n\nText."


# -- hostile ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["> " * 50_000, ">" * 50_000, "<div>" * 20_000, "<em>" * 20_000, "<div></b>" * 20_000, "<b><i></b>" * 20_000],
    ids=["quote marks", "dense quote marks", "divisions", "emphasis", "wrong ends", "misnested"],
)
def test_what_is_nested_too_deep_is_told(text):
    with pytest.raises(MarkupError, match=f"More than {DEEPEST} elements"):
        sanitise(render_markdown(text))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "![" * 50_000,
        "[a](" * 30_000,
        "*a " * 50_000,
        "*a_b" * 25_000,
        "<" * 100_000,
        "&" * 100_000,
        "<a b='" * 20_000,
        "`" * 100_000,
        "word " * 200_000,
        "<br>" * 50_000,
        "<p>a" * 20_000,
        "</p>" * 50_000,
        "<table><tr><td>" * 150,
        "[^1]" * 20_000,
        "<!--" * 30_000,
        "- " * 50_000,
        "# " * 50_000,
        "{.a" * 100_000,
        "{.a b" * 100_000 + "}",
        "| - " * 100_000,
    ],
    ids=lambda text: text[:6],
)
def test_hostile_text_is_read_in_a_moment(text):
    start = time.process_time()
    html = sanitise(render_markdown(text))
    words, blocks = read_html(html)
    annotate(html, [Mark(0, len(words), "span")])
    assert all(0 <= block.start < block.end <= len(words) for block in blocks)
    assert time.process_time() - start < 3  # one second here at most; quadratic work would take minutes


@pytest.mark.parametrize("text", ["[" * 5_000, "[a](" * 30_000, f"[a]: http://x.example/{'b' * 5_000}\n\n[a]"])
def test_what_python_markdown_cannot_bear_is_told(text):
    with pytest.raises(MarkupError):
        render_markdown(text + "\n\na[^1]\n\n[^1]: b")


# -- marks ------------------------------------------------------------------------------------------------------------


def _element(parts):
    tag, inner = parts
    if tag in VOID:
        return f"<{tag}>"
    start = f'<{tag} href="https://x.example">' if tag == "a" else f"<{tag}>"
    return f"{start}{''.join(inner)}</{tag}>"


_words = st.text(alphabet=st.sampled_from('aé“ \n<&"\u00a0\U0001f600>x.'), max_size=8)
_inline = st.recursive(
    _words.map(lambda words: words.replace("&", "&amp;").replace("<", "&lt;")) | st.just("<br>"),
    lambda inner: st.tuples(st.sampled_from(INLINE), st.lists(inner, max_size=3)).map(_element),
    max_leaves=6,
)
_blocks = st.recursive(
    _inline,
    lambda inner: st.tuples(st.sampled_from([*BLOCK, "li", "td", "hr", *INLINE]), st.lists(inner, max_size=3)).map(
        _element
    ),
    max_leaves=12,
)


class _Checker(HTMLParser):
    """Reads what `annotate` wrote: the text below each mark, and whether elements are nested as they may be."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.under, self.ids = [], defaultdict(str), []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if "id" in values:
            self.ids.append(values["id"])
        if tag in VOID:
            if tag == "br":
                self.handle_data("\n")
            return
        marks = [mark for _, mark in self.open if mark is not None]
        assert not (marks and tag in BLOCK), "a mark holds a block"
        assert not (tag == "a" and any(name == "a" for name, _ in self.open)), "a link in a link"
        self.open.append((tag, values.get("data-mark")))

    def handle_endtag(self, tag):
        assert self.open
        assert self.open[-1][0] == tag, "elements overlap"
        self.open.pop()

    def handle_data(self, data):
        for _, mark in self.open:
            if mark is not None:
                self.under[mark] += data


def _check(written):
    checker = _Checker()
    checker.feed(written)
    checker.close()
    assert not checker.open
    return checker


def _bare(words):
    return "".join(words.split())


@pytest.mark.parametrize("tag", ["span", "mark", "a"])
def test_bold_letters_are_bold_within_a_mark(tag):
    html = "<p><strong>A court in Aarvik freed two men</strong></p>"
    written = annotate(html, [Mark(0, 31, tag, (("id", "s1"),))])
    assert written != html
    assert [block.tag for block in read_html(written)[1]] == ["line"]


@given(st.lists(_blocks, max_size=5).map("".join), st.data())
@settings(max_examples=400, deadline=None)
def test_marks_come_back_at_their_place(source, data):
    html = sanitise(source)
    text, blocks = read_html(html)
    assert "\n\n".join(text[block.start : block.end] for block in blocks) == text
    assert all(text[block.start : block.end].strip() for block in blocks)
    places = st.integers(0, len(text))
    chosen = data.draw(st.lists(st.tuples(places, places, st.sampled_from(["span", "mark", "a"])), max_size=6))
    marks = [
        Mark(min(a, b), max(a, b), tag, (("data-mark", str(number)), ("id", f"s{number}")))
        for number, (a, b, tag) in enumerate(chosen)
    ]
    written = annotate(html, marks)
    assert read_html(written) == (text, blocks)
    checker = _check(written)
    assert len(checker.ids) == len(set(checker.ids))
    for number, mark in enumerate(marks):
        under = _bare(checker.under[str(number)])
        if mark.tag != "a":
            assert under == _bare(text[mark.start : mark.end])
        else:
            assert len(under) <= len(_bare(text[mark.start : mark.end]))


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_and_written_back(source):
    source = source.replace("\0", "").encode("utf-8", "replace").decode()
    html = sanitise(source)
    text, blocks = read_html(html)
    assert annotate(html, ()).replace("&nbsp;", "\u00a0") == html.replace("&nbsp;", "\u00a0")  # blanks stay as they are
    assert "\n\n".join(text[block.start : block.end] for block in blocks) == text


def test_a_sentence_around_emphasis_stays_in_one_piece():
    html = "<p>One. Two <em>and</em> three. Four.</p>"
    assert annotate(html, [Mark(5, 19, "span", (("id", "s2"),))]) == (
        '<p>One. <span id="s2">Two <em>and</em> three.</span> Four.</p>'
    )


def test_a_sentence_that_begins_inside_emphasis_is_written_in_two_parts():
    html = "<p><em>One. Two</em> three.</p>"
    assert annotate(html, [Mark(5, 15, "mark", (("id", "s2"), ("class", "chosen")))]) == (
        '<p><em>One. <mark id="s2" class="chosen">Two</mark></em><mark class="chosen"> three.</mark></p>'
    )


def test_a_link_is_never_put_into_a_link():
    html = '<p>See <a href="https://x.example">Mr Orlov</a> and Orlov.</p>'
    text, _ = read_html(html)
    marks = [Mark(4, 12, "a", (("href", "orlov.html"),)), Mark(17, 22, "a", (("href", "orlov.html"),))]
    assert text[17:22] == "Orlov"
    assert annotate(html, marks) == (
        '<p>See <a href="https://x.example">Mr Orlov</a> and <a href="orlov.html">Orlov</a>.</p>'
    )


def test_marks_with_equal_edges_are_nested_in_the_order_they_are_given():
    marks = [Mark(0, 1, "span", (("id", "p1"),)), Mark(0, 1, "mark", (("id", "s1"),))]
    assert annotate("<p>a</p>", marks) == '<p><span id="p1"><mark id="s1">a</mark></span></p>'


def test_values_of_attributes_are_escaped():
    assert annotate("<p>a</p>", [Mark(0, 1, "a", (("href", '"><script>'),))]) == (
        '<p><a href="&quot;&gt;&lt;script&gt;">a</a></p>'
    )


def test_a_mark_over_several_blocks_is_written_in_each():
    written = annotate("<ul><li>a</li><li>b</li></ul>", [Mark(0, 4, "mark", (("id", "x"),))])
    assert written == '<ul><li><mark id="x">a</mark></li><li><mark>b</mark></li></ul>'


def test_plain_text_is_written_with_its_marks():
    text = "Head\nOne & two.\n- a\n- b"
    paragraphs = [
        Paragraph("heading", 0, 4, "line"),
        Paragraph("body", 5, 15, "line"),
        Paragraph("body", 18, 19, "li"),
        Paragraph("body", 22, 23, "li"),
    ]
    written = html_of(text, paragraphs, [Mark(5, 8, "mark"), Mark(22, 23, "a", (("href", "b"),))])
    assert written == (
        '<h2>Head</h2>\n<p><mark>One</mark> &amp; two.</p>\n<ul>\n<li>a</li>\n<li><a href="b">b</a></li>\n</ul>'
    )
    assert re.sub(r"\s+", " ", read_html(written)[0]) == "Head One & two. a b"


def test_a_title_names_no_other_host_than_its_link():
    def link(title):
        return sanitise(f'<p><a href="https://evil.example/" title="{title}">x</a></p>')

    assert "bank" not in link("https://www.bank.example/login")
    assert "bank" not in link("Log in at Bank.de")
    assert 'title="evil.example, in short"' in link("evil.example, in short")
    assert sanitise('<p><abbr title="www.bank.example">x</abbr></p>') == "<p><abbr>x</abbr></p>"
    assert sanitise('<p><abbr title="so called">x</abbr></p>') == '<p><abbr title="so called">x</abbr></p>'


@pytest.mark.parametrize(
    "flood",
    [
        "/",
        "a.",
        "a",
        "a@",
        "http:",
        "a-",
        "1.",
        "www.",
        "//a",
        "a.b/",
        "x:",
        "\\",
        "-",
        "a_.",
        "@a.",
        "ü",
        "ü.de ",
        "a:",
        ".-",
        "²",
    ],
)
def test_words_of_a_link_are_judged_in_a_moment(flood):
    start = time.process_time()
    leads_elsewhere(flood * (500_000 // len(flood)), "https://port.example/")
    leads_elsewhere("https://" + flood * (500_000 // len(flood)), "https://port.example/")
    assert time.process_time() - start < 1


def test_what_touches_links_is_judged_in_a_moment():
    start = time.process_time()
    sanitise('<a href="https://port.example/">a.b</a>' * 9_000)
    assert time.process_time() - start < 10  # two seconds here; quadratic work would take minutes
