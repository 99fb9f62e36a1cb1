"""Feeds and mails: whatever an article is called and says, they are well-formed and hold its passage as it stands."""

from __future__ import annotations

from collections.abc import Iterator

import fakes
import msgspec
from lxml import etree
from msgspec.structs import replace
from test_mail_headers import check_sound, letter
from test_mail_message import with_passage

import fuzzing
from briefing.mail.lines import why_unfit
from briefing.site.exports.atom import write_atom
from briefing.site.exports.feeds import edition_entry, editions_feed
from briefing.site.exports.json_feed import write_json_feed
from briefing.verbatim import check_file, check_html
from fuzzing.material import ODD, bodies, encode
from fuzzing.safe import NO_XML
from fuzzing.targets.article import MARKUP

PARSES = ("briefing.verbatim.check_atom", "briefing.verbatim.check_json_feed", "briefing.verbatim.check_html")
SITES = (fakes.SITE, replace(fakes.SITE, url=""))
ATOM = "{http://www.w3.org/2005/Atom}"
PIECES = (
    *MARKUP,
    *ODD,
    *encode("|", "=?utf-8?q?=0ABcc:_x?=", "\r\nBcc: x@y.example", "]]>", "&#0;", "&#x1f;", "{token}", "%s", "{}"),
)


def seeds() -> Iterator[bytes]:
    yield b"\0Two ships left|Harbour Post|https://harbourpost.example/a?b=c&d|Two ships left Odrin on Friday."
    yield b"\1<b>Bold</b> & more|\xe2\x80\x9cPost\xe2\x80\x9d||\xd8\xa7\xd9\x84\xd8\xb9\n  two lines"
    for body in bodies(6):
        yield b"\0A title|A source||" + body[:600]


def check(data: bytes) -> None:
    (number,), rest = fuzzing.take(data, 1)
    title, source, url, words = [*rest.decode("utf-8", "replace").split("|", 3), "", "", "", ""][:4]
    words = "".join(NO_XML.split(words)).replace("\r", "\n")  # as `reading` leaves a text
    site = SITES[number % 2]
    edition = with_passage(words or "x", title=title, source_name=source, url=url)
    item = replace(edition.items[0], title=title, headline=title)
    edition = replace(edition, items=(item,), lead=item.id)

    def text_of(_: str) -> str:
        return words or "x"

    feed = editions_feed([edition_entry(edition, site)], site)
    atom, listed = write_atom(feed), write_json_feed(feed)
    tree = etree.fromstring(atom)
    [entry] = tree.iterfind(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title", "").strip()
    [held] = msgspec.json.decode(listed)["items"]
    assert held["title"].split() == entry.findtext(f"{ATOM}title", "").split()
    if words.strip():
        assert check_file(atom, "feeds/editions.xml", text_of) >= 1
        assert check_file(listed, "feeds/editions.json", text_of) >= 2
    data = letter(edition).data
    message = check_sound(data)
    page = message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    check_html(page.encode("utf-8", "replace"), "mail.html", text_of)
    assert not why_unfit(str(message["Subject"]))
    assert message["Bcc"] is None
