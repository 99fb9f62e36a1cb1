"""In which format is a file, and which articles does it hold? Mail, NewsML-G2 and ninjs, else one text or page.

What one part of a file says never stops the others: each comes out as an article, or as the reason why it is none.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import partial
from typing import Literal
from urllib.parse import urlsplit

from msgspec.structs import replace

from briefing.adding.agency import read_items
from briefing.adding.cleaning import HTML_NAMES, MARKDOWN_NAMES, SECONDS, TEXT_NAMES, begin, clean, disown, is_page
from briefing.adding.letters import read_articles as read_mail
from briefing.adding.mailboxes import is_mailbox, split_mailbox
from briefing.adding.message import LARGEST_MESSAGE, is_message, read_letter
from briefing.adding.model import Came, Cleaned
from briefing.adding.newsml import is_newsml, read_newsml
from briefing.adding.ninjs import read_ninjs
from briefing.adding.values import one_line, split_name
from briefing.bounds import OutOfTimeError, within
from briefing.decoding import decode
from briefing.errors import ContentError, NoTextError
from briefing.fetching.canonical import canonical
from briefing.fetching.walls import find_wall

Format = Literal["mailbox", "message", "newsml", "ninjs", "xml", "page", ""]

_BY_NAME: dict[str, Format] = {
    ".mbox": "mailbox",
    ".mbx": "mailbox",
    ".eml": "message",
    ".json": "ninjs",
    ".jsonl": "ninjs",
    ".ndjson": "ninjs",
}
_BY_KIND: dict[str, Format] = {
    "message/rfc822": "message",
    "application/mbox": "mailbox",
    "application/json": "ninjs",
    "application/x-ndjson": "ninjs",
    "text/html": "page",
    "application/xhtml+xml": "page",
}
_ELSEWISE = {  # what is near to what is read, and how to come by that
    ".mht": ("a page as a web archive", "Save it as HTML"),
    ".mhtml": ("a page as a web archive", "Save it as HTML"),
    ".msg": ("a mail as Outlook keeps it", "Save it as .eml, or drag it from the web's Outlook"),
    ".emlx": ("a mail as Apple Mail keeps it", "Save it as “Raw Message Source”, which is .eml"),
    ".pst": ("a mailbox as Outlook keeps it", "Export it as mbox, or single mails as .eml"),
}
_SAVE_IT = "Open it in a browser, save the page once the article is there, and add that file."
_ROOT = re.compile(r"<([A-Za-z][\w:.-]{0,40})")
_FEEDS = ("rss", "feed", "rdf:rdf")


def read_articles(
    came: Came, *, now: str, title: str = "", date: str = "", source: str = "", url: str = "", lang: str = ""
) -> Iterator[Cleaned | ContentError]:
    """Yield the articles that came in, in their order, and why parts of it are none.

    `now`: the moment, ISO 8601 with its offset, which ends embargoes. What the editor says of them is as in `clean`.
    """
    given = {"title": title, "date": date, "source": source, "url": url, "lang": lang}
    try:
        form = _tell_format(came)
        if form == "mailbox":
            for number, message in enumerate(split_mailbox(io.BytesIO(came.raw), came.name), 1):
                yield from _read(Came(f"{came.name}: message {number}", message), "message", given, now)
        else:
            yield from _read(came, form, given, now)
    except ContentError as error:
        yield error


def _tell_format(came: Came) -> Format:
    """By the name, or by what a server says, then by how it begins."""
    raw, kind = came.raw, came.kind
    ending = split_name(came.name)[1] if not kind else ""
    if ending in _ELSEWISE:
        what, remedy = _ELSEWISE[ending]
        raise ContentError(f"This is {what}, which is not read.", remedy=f"{remedy} and add that.", path=came.name)
    if ending in (*HTML_NAMES, *MARKDOWN_NAMES, *TEXT_NAMES):
        return ""
    if found := _BY_NAME.get(ending) or _BY_KIND.get(kind):
        return found
    if is_mailbox(raw):
        return "mailbox"
    if is_message(raw):
        return "message"
    head = raw[:5_000].decode("utf-8", "replace")
    if raw.lstrip()[:1] in (b"{", b"[") and re.search(r"\"(?:uri|guid)\"\s*:", head):
        return "ninjs"
    if ending == ".xml" or kind.endswith(("/xml", "+xml")) or head.lstrip("\ufeff \n\r\t").startswith("<?xml"):
        return "xml"
    return "newsml" if is_newsml(head) else ""


def _read(came: Came, form: Format, given: dict[str, str], now: str) -> Iterator[Cleaned | ContentError]:
    try:
        if form in ("", "page"):
            yield _read_page(came, given, page=form == "page")
        else:
            found = within(SECONDS, partial(_read_form, came, form, given, now))
            yield from _one_for_all(found, given, came.name)
    except OutOfTimeError:
        what = f"To read it took more than {SECONDS} s of processor time and was ended."
        yield ContentError(what, remedy="Save the article alone, without what is around it.", path=came.name)
    except ContentError as error:
        yield error


def _read_page(came: Came, given: dict[str, str], *, page: bool) -> Cleaned:
    """Read one text. An address that a page gives itself counts if it is of the host where the page was found."""
    try:
        cleaned = clean(came.raw, came.name, charset=came.charset, page=page, **given)
    except ContentError as error:
        _refuse_wall(came, "")
        if came.url and isinstance(error, NoTextError):
            what = "The page has no text but what stands around articles."
            raise NoTextError(what, remedy=_SAVE_IT, path=came.name) from None
        raise
    if not came.url:
        return cleaned
    _refuse_wall(came, cleaned.body)
    cleaned = disown(cleaned)
    own = canonical(cleaned.url, came.url)
    address = given["url"] or (own if own and _host(own) == _host(came.url) else came.url)
    asked = f", asked for as {came.name}" if canonical(came.name) != address else ""
    notes = cleaned.notes
    if own and address != own and not given["url"]:
        notes = (*notes, f"The page names another site's address as its own ({own}); where it was found is noted.")
    return replace(cleaned, url=address, kept=(("via", one_line(f"web page{asked}")),), notes=notes)


def _refuse_wall(came: Came, body: str) -> None:
    """Refuse what a server gave in place of the article."""
    wall = find_wall(came.raw, came.charset, body) if came.url and came.kind != "text/plain" else ""
    if wall:
        raise ContentError(wall, remedy=_SAVE_IT, path=came.name)


def _host(address: str) -> str:
    return urlsplit(address).netloc.removeprefix("www.")


def _read_form(came: Came, form: Format, given: dict[str, str], now: str) -> list[Cleaned | ContentError]:
    raw, name, charset = came.raw, came.name, came.charset
    if len(raw) > LARGEST_MESSAGE:
        what = f"The file has more than the {LARGEST_MESSAGE:,} bytes that are read."
        raise ContentError(what, remedy="Split it.", path=name)
    about = begin(raw, name, **given)
    if form == "message":
        return list(read_mail(read_letter(raw, name), about))
    text, notes = decode(raw, name, told=charset)
    about = replace(about, notes=notes)
    if form == "xml":
        if is_page(text):
            return [_read_page(came, given, page=True)]
        if not is_newsml(text):
            raise _refuse_xml(text, name)
    if form == "ninjs":  # each item is kept by itself
        items = [(item, written.encode("utf-8", "replace")) for item, written in read_ninjs(text, name)]
        if not items:
            raise ContentError("There is no item in this file.", remedy="Add items of ninjs 1 to 3.", path=name)
        return list(read_items(items, replace(about, ending=".json"), now))
    found = list(read_items(((item, raw) for item in read_newsml(text, name)), replace(about, ending=".xml"), now))
    parcel = f" {split_name(name)[0]}" if sum(isinstance(each, Cleaned) for each in found) > 1 else ""
    return [replace(each, parcel=parcel) if isinstance(each, Cleaned) else each for each in found]


def _one_for_all(found: list[Cleaned | ContentError], given: dict[str, str], name: str) -> list[Cleaned | ContentError]:
    """Refuse one title, or one address, for several articles."""
    articles = sum(isinstance(each, Cleaned) for each in found)
    if articles > 1 and (given["title"] or given["url"]):
        what = f"It holds {articles} articles; one title or address cannot be that of all."
        return [ContentError(what, remedy="Leave --title and --url out.", path=name)]
    return found


def _refuse_xml(text: str, name: str) -> ContentError:
    found = _ROOT.search(re.sub(r"<[?!][^>]{0,2000}>", "", text[:20_000]))
    root = found[1] if found else ""
    what = "This XML is neither a page nor NewsML-G2" + (f": it begins with <{root}>." if root else ".")
    if root.lower() in _FEEDS:
        remedy = "It is a feed: name its address in sources.yml for “briefing fetch”."
        return ContentError(what, remedy=remedy, path=name)
    return ContentError(what, remedy="Add the article as text, HTML or NewsML-G2.", path=name)
