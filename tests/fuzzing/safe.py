"""What may stand in HTML that is published, said anew here and read by another parser than Briefing's."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from lxml import etree
from lxml import html as lxml_html

TAGS = frozenset(
    "p h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong b i a s del ins sup sub abbr cite br hr div table caption "
    "thead tbody tfoot tr th td figure figcaption".split()
)
ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
HREF = re.compile(
    r"https?://[^/\s]|mailto:\S|#[ps]\d+$|(?![/\\])(?:[^:\\]*/)?[^:/\\]+\.html(?:#[ps]\d+)?$", re.IGNORECASE
)
NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")  # XML 1.0 § 2.2, and DEL


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self.links = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, f"<{tag}>"
        for name, value in attrs:
            assert name == "lang" or name in ATTRIBUTES.get(tag, ()), f"<{tag} {name}={value!r}>"
        if tag == "a":
            href = dict(attrs).get("href") or ""
            assert HREF.match(href), href
            assert self.links == 0, "a link within a link"
            self.links += 1

    def handle_endtag(self, tag: str) -> None:
        assert tag in TAGS, f"</{tag}>"
        self.links -= tag == "a"

    def handle_data(self, data: str) -> None:
        self.seen.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"<![{data}]>")


def check_safe(html: str) -> str:
    """Raise AssertionError for what may not stand in published HTML; return its letters without white space."""
    assert not NO_XML.search(html)
    reader = _Reader(html)
    seen = bare("".join(reader.seen))
    if html.strip():
        tree = lxml_html.fragment_fromstring(html, create_parent="div")
        for element in tree.iter():
            assert isinstance(element.tag, str), etree.tostring(element)
            if element is not tree:
                assert element.tag in TAGS, element.tag
                assert set(element.attrib) - {"lang"} <= ATTRIBUTES.get(element.tag, set()), dict(element.attrib)
    return seen


def bare(words: str) -> str:
    return "".join(words.split())
