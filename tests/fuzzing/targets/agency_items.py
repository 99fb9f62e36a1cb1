# ruff: noqa: E501  pieces stand as they come
"""Items of agencies, NewsML-G2 and ninjs: each becomes an article whose words stand in it, or says why it is none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape

from wire_copy import NINJS_1, NINJS_2, NINJS_3, NINJS_PACKAGE, news_item, news_message

import fuzzing
from briefing.adding import Came, front_matter, read_articles
from briefing.errors import ContentError
from briefing.reading import parse_article
from fuzzing.material import INVALID, ODD, encode
from fuzzing.safe import bare

PARSES = (
    "briefing.adding.formats.read_articles",
    "briefing.adding.newsml.is_newsml",
    "briefing.adding.newsml.read_newsml",
    "briefing.adding.ninjs.read_ninjs",
    "briefing.adding.stretches.read_tree",
)
LONGEST = 5_000
NOW = "2025-05-10T12:00:00+00:00"
NAMES = ("a.xml", "a.json", "-")
PIECES = (
    *(line.encode() + b"\n" for line in news_message(news_item(), news_item(guid="urn:b", version="2")).split("\n")),
    *(line.encode() + b"\n" for item in (NINJS_1, NINJS_2, NINJS_3) for line in json.dumps(item, indent=1).split("\n")),
    *encode(
        '<!DOCTYPE a [<!ENTITY x "y">]>', "&x;", "<!ENTITY % p SYSTEM 'file:///etc/passwd'>", "<![CDATA[", "]]>", "<!--", "-->",
        '<pubStatus qcode="stat:', "withheld", "canceled", "usable", "<embargoed>", "2025-05-11T00:00:00Z", "</embargoed>",
        "<nitf>", "<body.content>", "</body.content>", "<p>", "</p>", "<hl1>", "</hl1>", 'version="', 'guid="', "<newsItem",
        "xmlns='http://iptc.org/std/nar/2006-10-01/'", "xmlns:a='http://iptc.org/std/nar/2006-10-01/'", "<a:newsItem>", "<?xml version='1.0' encoding='utf-16'?>",
        "[", "]", "{", "}", ",", '"', ":", "null", "1e999", "NaN", "\\u0000", "\\ud800", '"pubstatus":"withheld"', '"embargoed":"',
        "Two ships left the port of Odrin on Friday, the harbour office said. ",
    ),
    *ODD,
    *INVALID,
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    yield b"\0" + news_item().encode()
    yield b"\0" + news_item(status="canceled").encode()
    yield b"\2" + news_message(news_item(), news_item(guid="urn:b", version="2"), news_item(guid="urn:b")).encode()
    for item in (NINJS_1, NINJS_2, NINJS_3, NINJS_PACKAGE):
        yield b"\1" + json.dumps(item).encode()
    yield b"\1" + json.dumps([NINJS_1, NINJS_3], indent=1).encode()
    yield b"\2" + b"\n".join(json.dumps(item, ensure_ascii=False).encode() for item in (NINJS_2, NINJS_3))


def check(data: bytes) -> None:
    (number,), raw = fuzzing.take(data, 1)
    name = NAMES[number % len(NAMES)]
    found = list(read_articles(Came(name, raw), now=NOW))
    known = _spell_out(raw)
    for each in found:
        if isinstance(each, ContentError):
            assert each.what and each.remedy and each.path, each
            continue
        assert each.body.strip() and each.title
        assert each.raw == raw or each.ending == ".json"
        written = front_matter(each, "2025-05-10")
        assert not _UNSAFE.search(written.replace("\n", "")), written
        article = parse_article((written + "\n" + each.body + "\n").encode("utf-8", "replace"), "2025-05/a.md")
        assert article.status == "published" and article.added[:10] == "2025-05-10"
        if name != "-" and each.ending in (".json", ".xml"):
            for word in article.text.split():
                if known and word.isalnum() and word.isascii():
                    assert word in known, word


def _spell_out(raw: bytes) -> str:
    """All words of an item, whether its letters are written as they are or not; empty for odd charsets."""
    if re.search(rb"encoding|\\u|\0|\xff|\xfe", raw):
        return ""
    text = raw.decode("utf-8", "replace")
    texts = [text, text.replace("\\n", " ").replace("\\", "")]
    texts += [re.sub(r"<[^<>]*>", "", each) for each in texts]
    return "\n".join(bare(unescape(unescape(each))) for each in texts)


_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
