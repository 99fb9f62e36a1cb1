"""`briefing add`: any file becomes an article whose words all stand in that file, or is refused with a remedy."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from unicodedata import category

import fuzzing
from briefing.adding import clean, front_matter
from briefing.adding.cleaning import is_page
from briefing.decoding import decode
from briefing.errors import ContentError
from briefing.extracting import parse_page
from briefing.fields import LONGEST_TITLE, shorten
from briefing.phrasing import lay_bare
from briefing.reading import failure, parse_article
from briefing.twins import same_address
from briefing.unseen import leave_out_unseen
from fuzzing.material import INVALID, ODD, articles, bodies, cases, encode
from fuzzing.safe import NO_XML, bare
from fuzzing.targets.article import MARKUP

PARSES = (
    "briefing.adding.cleaning.clean",
    "briefing.decoding.decode",
    "briefing.scraping.read_web_page",
    "briefing.extracting.find_article",
    "briefing.phrasing.lay_bare",
    "briefing.framing.frame",
    "briefing.surroundings.clear_away",
    "briefing.marking.mark_paragraphs",
    "briefing.chunks.split_chunks",
    "briefing.chunks.read_chunk",
    "briefing.chunks.link_images",
    "briefing.twins.same_address",
)
_BETWEEN_CELLS = dict.fromkeys(map(ord, "|·"))  # of a table that is drawn with bars
_UNSEEN = frozenset(("Cf", "Cc", "Cs", "Mn", "Me", "Mc"))
_WIDTHLESS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
NAMES = ("a.txt", "a.md", "a.html", "-", "a")
PIECES = (
    *MARKUP,
    *encode(
        '<script type="application/ld+json">',
        '{"@type": "NewsArticle", "headline": "A", "datePublished": "2025-03-14"}', '"author": {"name": "Ada Finch"}',
        '{"@graph": [', '<meta property="article:published_time" content="2025-03-14">', '<meta charset="iso-8859-5">',
        '<meta charset="base64">', '<link rel="canonical" href="https://x.example/a">', "<article>", "</article>",
        "By Ada Finch and Bo Ruiz", "Published: 14 March 2025", "About x.example", "ADVERTISEMENT",
        "Two ships left the port of Odrin on Friday, the harbour office said. ",
        "Nobody knows when others may follow them. ", "\n\n", "\n", "Title: x\n", "Date: 2025-03-14\n",
        "Url: https://x.example/?utm_source=a\n", "~~~\n", "## Heading", "![A map](https://x.example/m.png)",
        "1986. A year", "+ ", "=====\n", "%PDF", "PK\x03\x04", "{\\rtf", "GIF8",
    ),
    *ODD,
    *INVALID,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    for number, raws in enumerate((bodies(8), articles(8))):
        for raw in raws:
            yield bytes((number,)) + raw
    for body in bodies(6):
        paragraphs = b"".join(b"<p>" + each + b"</p>\n" for each in body.split(b"\n\n"))
        yield (
            b"\2<html lang=en><head><title>Two ships</title></head><body><article>"
            + paragraphs
            + b"</article></body></html>"
        )
    yield b"\0Two ships <b>left</b> the port of Odrin on Friday, the harbour office said.\n\n* & * [a](b) &lt; c\n"
    for case in cases("adding"):
        yield b"\3" + case


def check(data: bytes) -> None:
    (number,), raw = fuzzing.take(data, 1)
    name = NAMES[number % len(NAMES)]
    try:
        text, _ = decode(raw, name)
        assert not NO_XML.search(text.encode("utf-8", "replace").decode()), repr(text)
        assert "\r" not in text
    except ContentError as error:
        assert error.what and error.remedy
    try:
        cleaned = clean(raw, name)
    except ContentError as error:
        assert error.what and error.remedy, error
        return
    assert cleaned.body.strip() and cleaned.title
    same_address(cleaned.url)
    written = front_matter(cleaned, "2025-03-15") + "\n" + cleaned.body + "\n"
    article = parse_article(written.encode(), "2025-03/a.md")
    if name == "a.txt" and not is_page(text):
        assert failure(article) is None, failure(article)
        assert article.title == shorten(" ".join(leave_out_unseen(cleaned.title).split()), LONGEST_TITLE)
        assert article.added[:10] == "2025-03-15"
        known = _seen(text)
        for block in article.blocks:
            said = article.text[block.start : block.end]
            assert _seen(said) in known, said
    elif failure(article) is None and name == "a.html" and (page := parse_page(text)) is not None:
        lay_bare(page)
        theirs = "".join(_words(page.text_content()))
        for block in article.blocks:
            said = article.text[block.start : block.end]
            if not said.startswith("Image: "):
                _check_order(_words(said), theirs)


def _seen(text: str) -> str:
    """The letters of a text but for those of which it hangs on what stands near whether they do anything."""
    return "".join(letter for letter in bare(text).translate(_BETWEEN_CELLS) if category(letter) not in _UNSEEN)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", leave_out_unseen(text)).translate(_WIDTHLESS))


def _check_order(ours: list[str], theirs: str) -> None:
    """What stands in one block of an article stands in its page, in the same order, though with more between."""
    place = 0
    for word in ours:
        place = theirs.find(word, place) + len(word)
        assert place >= len(word), (word, ours)
