"""An article's file, Markdown or HTML: what comes out is safe to publish, and its text is what its HTML shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from test_reading import REGISTRY

import fuzzing
from briefing.fields import LONGEST_TITLE
from briefing.markup import MarkupError, sanitise
from briefing.model import Article
from briefing.reading import failure, parse_article, read_text
from briefing.unseen import is_seen
from briefing.visible import read_html
from fuzzing.material import articles, cases, encode
from fuzzing.safe import NO_XML, bare, check_safe
from fuzzing.targets import front_matter

PARSES = (
    "briefing.reading.parse_article",
    "briefing.reading.read_text",
    "briefing.webpage.split_page",
    "briefing.markup.render_markdown",
    "briefing.markup.sanitise",
    "briefing.visible.read_html",
)
NAMES = ("2025-03/a.md", "a.html", "2025-03/b.markdown", "b.htm")
MARKUP = encode(
    "<p>", "</p>", "<div>", "</div>", "<a href=", "</a>", '"https://x.example/"', "javascript:alert(1)",
    "data:text/html,x", "//x.example", "&#106;avascript:", "&Tab;", "&nbsp;", "&lt;", "&#60;", "&amp;", "&#0;",
    "<script>", "</script>", "<style>", "</style>", "<svg>", "</svg>", "<math>", "<mtext>", "<noscript>", "<template>",
    "<textarea>", "<title>", "</title>", "<iframe src=x>", "<object>", "<img src=x onerror=alert(1)>",
    '<img src="https://x.example/a.png" alt="A map">', "<table>", "<tr>", "<td>", "</td>", "</table>", "<ul>", "<li>",
    "</li>", "</ul>", "<ol start=3>", "<h1>", "</h1>", "<h2>", "<pre>", "</pre>", "<code>", "<br>", "<hr>", "<q>",
    "</q>", "<em>", "</em>", "<b>", "</b>", "<figure>", "<figcaption>", "<blockquote>", "</blockquote>", "<form>",
    "<input value=x>", "<select>", "<option>", "<base href=//x>", "<meta name=", " content=",
    "<link rel=canonical href=", "<html lang=en>", "<head>", "</head>", "<body>", "</body>", "<!--", "-->",
    "<![CDATA[", "]]>", "<!doctype html>", "<?xml", "?>", " style=x", " lang=de", " onclick=x", " id=x", " title='",
    "'", '"', ">", "<", "/>", "*", "**", "_", "`", "```\n", "~~~", "# ", "> ", "- ", "1. ", "    ", "\t", "[", "](",
    ")", "![", "[^1]", "[^1]: note", "| a | b |\n|---|---|\n", "*[WHO]: Health\n", "Term\n:   Meaning", "{: .lead}",
    "{#id}", "\\", "  \n", "---", "===", "{filename}/2025-03/a.md", "../b.md", "#s3", "#p1", "www.x.example",
    "<https://x.example>", "{{7*7}}", "{% x %}",
)  # fmt: skip
PIECES = (*MARKUP, *front_matter.PIECES)


def seeds() -> Iterator[bytes]:
    for raw in (*articles(), *cases("front-matter")):
        yield b"\0" + raw
    for case in cases("markup"):
        yield b"\0Title: A\n\n" + case
        yield b"\1<title>A</title></head>" + case
    yield b'\1<title>A</title></head><p style="x" onclick="y" id=z title=w lang=de>One</p><div class=x>two</div>'
    yield b"\1<title>A</title></head><p>One<img src=x onerror=y></p><ol title=x><li lang=fr>two</li></ol>"
    yield b"\0Title: A\n\n<svg onload=x><p style=y>One</p></svg> <a href=javascript:x>two</a> [three](data:x)"


def check(data: bytes) -> None:
    (number,), raw = fuzzing.take(data, 1)
    name = NAMES[number % len(NAMES)]
    article = parse_article(raw, name, registry=REGISTRY)
    assert bool(article.text) == (failure(article) is None) or article.status == "withdrawn"  # which may have none
    assert msgspec.json.decode(msgspec.json.encode(article), type=Article) == article
    assert parse_article(raw, name, registry=REGISTRY) == article
    lines = len(raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
    assert all(0 <= note.line <= lines + 1 and note.what and note.remedy for note in article.notes), article.notes
    check_blocks(article)
    assert len(article.title) <= LONGEST_TITLE + len(" …")
    assert is_seen(article.title) or not article.text
    if article.text:
        assert check_safe(article.html) == bare(article.text)
        assert read_html(article.html) == (article.text, article.blocks)
        # To sanitise again changes nothing but links to other articles, which it takes for links to nowhere, and a byte
        # order mark that begins it or the lines that begin a <pre>, of which a parser leaves out one each time.
        try:
            again = re.sub("(<pre[^<>]*>)\n+", r"\1", sanitise(article.html).lstrip("\ufeff"))
        except MarkupError:  # what is never closed was opened again in each paragraph: too deep to be read anew
            return
        assert sanitise(again) == again
        assert _letters(read_html(again)[0]) == _letters(article.text)
        for each in (article.text, article.html, article.title, article.was, article.override.summary):
            assert not NO_XML.search(each), repr(each)
    plain = read_text(fuzzing.words(raw), "a.txt")
    plain.text.encode()
    check_blocks(plain)
    assert not NO_XML.search(plain.text.replace("\x7f", ""))


def check_blocks(article: Article) -> None:
    end = 0
    for block in article.blocks:
        assert end <= block.start < block.end <= len(article.text)
        assert article.text[block.start : block.end].strip()
        end = block.end


def _letters(text: str) -> str:
    """What is seen of a text; a byte order mark that begins HTML is none of it."""
    return bare(text.replace("\ufeff", ""))
