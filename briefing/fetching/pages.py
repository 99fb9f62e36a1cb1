"""Which article do an entry of a feed and its page make? The better text of the two, with what the feed says of it.

Pure, and bounded as `briefing add` is: a hostile page costs its own entry, and says so.
"""

from __future__ import annotations

import re
from html import escape
from typing import NoReturn
from urllib.parse import urlsplit

from msgspec.structs import replace

from briefing.adding import Cleaned, clean
from briefing.adding.values import join_authors
from briefing.analysis.text.document import tell_language
from briefing.errors import ContentError, NoTextError
from briefing.fetching.canonical import canonical
from briefing.fetching.model import WHOLE, Answer, Entry, Outlet, WireError
from briefing.fetching.sameness import fold, name_address
from briefing.fetching.unmarked import read_line, write_html
from briefing.fetching.walls import TELLS_NOTHING, find_wall, list_known
from briefing.fields import LONGEST_TITLE, shorten

LEAST_TEASER = 12  # words; with fewer it tells no more than its title
LONGEST_READ = 50_000  # characters of a feed's text that are counted
ENDING = 3_000  # characters of a feed's HTML in which its last sentence stands
LEAST_SAID, MOST_SAID = 5, 60  # words of title and summary by which a page is recognised
RECOGNISED = 0.25  # of those words. A page's own article has most of them; a wall of cookies has none or one

_PAGES = ("", "text/html", "application/xhtml+xml", "text/plain")
# How feeds end a text that goes on elsewhere. What plugins write after it is left out first.
_APPENDED = re.compile(r"\s*(?:The post .{1,300} (?:first )?appeared (?:first )?on .{1,200}|Share this:.{0,200})$")
_CUT = re.compile(
    r"(?:…|\.\.\.|\[\s*(?:…|\.{3})\s*\]|\((?:…|\.{3})\)"
    r"|\b(?:(?:read|learn|show|see) (?:more|on|the (?:full|whole|rest)\b.{0,40})|continue reading\b.{0,200}|full story"
    r"|weiterlesen|mehr lesen|lesen sie (?:mehr|weiter)|zum artikel|lire (?:la suite|plus|l.article.{0,20})"
    r"|(?:leer|ver|saber) m[áa]s|seguir leyendo|ler mais|leggi tutto|continua a leggere|lees (?:verder|meer)"
    r"|czytaj (?:dalej|więcej|wiecej)|läs (?:mer|vidare)|les mer|læs mere|lue lisää|číst dál|tovább"
    r"|читать (?:далее|полностью)|читати (?:далі|більше)|докладніше|подробнее))[\s.…:»›>→]*$",
    re.IGNORECASE,
)
_SAID_LANG = re.compile(rb"<html\b[^>]{0,400}?\slang\s*=\s*[\"']?([A-Za-z]{2})\b", re.IGNORECASE)
_HEAD = 4_096  # bytes of a page in which <html> stands


def needs_page(entry: Entry, outlet: Outlet) -> bool:
    """Whether the text of an entry is to be had from its page, as far as the outlet allows."""
    if outlet.text == "feed" or not entry.url:
        return False
    return outlet.text == "page" or not holds_whole(entry)


def holds_whole(entry: Entry) -> bool:
    """Whether a feed gives the text of an entry whole: it is long enough, and not cut off."""
    return len(read_line(entry.html, LONGEST_READ).split()) >= WHOLE and not _is_cut(entry)


def _is_cut(entry: Entry) -> bool:
    ending = read_line((entry.html or entry.summary)[-ENDING:], ENDING)
    return _CUT.search(_APPENDED.sub("", ending)) is not None


def compose(entry: Entry, outlet: Outlet, page: Answer | None, *, last: bool = False) -> Cleaned:
    """Return the article that an entry makes, with its page where that was asked for.

    Title, date and authors are the feed's where it has them. `date` is a moment with its offset where the feed gave
    it, else as `add` has it. Without a page that it needs, the article is what the feed gives, with a note that says
    so. Raises ContentError, with a remedy, for what makes no article; WireError where its page is a wall, has no text
    or tells of something else, which may be otherwise another time, unless this is the `last` time.
    """
    if page is None:
        if outlet.text == "page":
            what = "There is no page to take the text from."
            raise ContentError(what, remedy="Write “text: both” in sources.yml if the feed’s text will do.")
        composed = _read_entry(entry, outlet)
        if needs_page(entry, outlet):
            composed = replace(composed, notes=(*composed.notes, "This is what the feed gives of it."))
        return composed
    try:
        composed = _read_page(entry, outlet, page, last=last)
    except ContentError as error:
        if outlet.text == "page" or not (entry.html or entry.summary):
            raise
        told = compose(entry, outlet, None)
        if _count(told.body) < LEAST_TEASER:
            raise
        return replace(told, notes=(error.what, *told.notes))
    if outlet.text == "both" and _count(composed.body) < len(read_line(entry.html, LONGEST_READ).split()):
        told = _read_entry(entry, outlet)
        if not _is_cut(entry) and _count(told.body) > _count(composed.body):  # the page shows less, to who does not pay
            return told
    return composed


def _count(text: str) -> int:
    return len(text.split())


def _read_entry(entry: Entry, outlet: Outlet) -> Cleaned:
    """The article as the feed gives it. What is kept as its original is a page that says the same."""
    text = entry.html or write_html(entry.summary)
    if not text.strip():
        what = "The feed gives no text of it."
        raise ContentError(what, remedy="Write “text: page” in sources.yml, if its pages may be read.")
    lines = [
        "<!doctype html>",
        f'<html lang="{escape(_two_letters(entry.lang))}">' if _two_letters(entry.lang) else "<html>",
        f'<head><meta charset="utf-8"><title>{escape(entry.title)}</title>',
        f'<link rel="canonical" href="{escape(entry.url)}">' if entry.url else "",
        f'<meta property="article:published_time" content="{escape(entry.date)}">' if entry.date else "",
        *(f'<meta name="author" content="{escape(author)}">' for author in entry.authors),
        "</head>",
        "<body><article>",
        text,
        "</article></body></html>\n",
    ]
    raw = "\n".join(line for line in lines if line).encode("utf-8", "replace")
    cleaned = clean(raw, "entry.html", source=outlet.id)
    cleaned = replace(cleaned, removed=cleaned.removed.replace(" of the page's ", " of the feed's "))
    return _settle(cleaned, entry, outlet, entry.url)


def _read_page(entry: Entry, outlet: Outlet, page: Answer, *, last: bool) -> Cleaned:
    if page.kind not in _PAGES:
        what = f"Its page is no web page but {page.kind[:60]}."
        raise ContentError(what, remedy="Leave such entries out with “without” in sources.yml.")
    if not page.body.strip():
        raise ContentError("Its page is empty.", remedy="Look at it in a browser.")
    name = "page.txt" if page.kind == "text/plain" else "page.html"
    spoken = outlet.lang or _two_letters(entry.lang)
    try:  # with its own title, which it repeats
        cleaned = clean(page.body, name, charset=page.charset, spoken=spoken, source=outlet.id)
    except ContentError as error:
        _refuse_wall(entry, page, "", last=last)
        if isinstance(error, NoTextError):
            _refuse("Its page has no text: scripts may make it, which are not run.", last=last)
        raise
    _refuse_wall(entry, page, cleaned.body, last=last)
    if not _tells_of(entry, cleaned.body):
        _refuse(TELLS_NOTHING, last=last)
    said = _SAID_LANG.search(page.body[:_HEAD])
    if not said and outlet.lang and not entry.lang:  # what clean took is a guess then, or hidden in metadata
        cleaned = replace(cleaned, lang=outlet.lang)
    if said and not outlet.lang and entry.lang and tell_language(cleaned.body) == cleaned.lang:
        entry = replace(entry, lang=cleaned.lang)  # programs that write feeds say "en-us" unless they are told
    return _settle(cleaned, entry, outlet, _choose_address(entry, page, cleaned.url))


def _refuse_wall(entry: Entry, page: Answer, body: str, *, last: bool) -> None:
    wall = (
        find_wall(page.body, page.charset, body, f"{entry.title} {entry.summary}") if page.kind != "text/plain" else ""
    )
    if wall:
        _refuse(wall, last=last)


def _refuse(what: str, *, last: bool) -> NoReturn:
    if last:
        raise ContentError(what, remedy="Write “text: feed” in sources.yml if that goes for all of its pages.")
    raise WireError(what, "It may be there another time.")


def _tells_of(entry: Entry, body: str) -> bool:
    """Whether a page's text has the words of an entry's title and summary; true where they are too few to tell."""
    looked_for = list_known(f"{entry.title} {entry.summary}")[:MOST_SAID]
    if len(looked_for) < LEAST_SAID:
        return True
    there = set(list_known(body))
    return sum(word in there for word in looked_for) >= RECOGNISED * len(looked_for)


def _choose_address(entry: Entry, page: Answer, own: str) -> str:
    """The address that readers are sent to: the feed's, but the page's own name for itself if the feed's led elsewhere.

    Not simply where it led: that may be a page that asks for consent, with the article's address in its query.
    """
    named = canonical(own, page.url) if own else ""
    moved = name_address(page.url) != name_address(entry.url)
    if (moved or not entry.url) and name_address(named) and _host(named) == _host(page.url):
        return named
    return entry.url


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _settle(cleaned: Cleaned, entry: Entry, outlet: Outlet, url: str) -> Cleaned:
    """What the feed says goes before what the page says."""
    lang = _two_letters(entry.lang) or cleaned.lang or outlet.lang
    if outlet.lang and lang != outlet.lang and tell_language(cleaned.body) == outlet.lang:
        lang = outlet.lang  # as above
    title = shorten(entry.title, LONGEST_TITLE - len(" …"))
    return replace(
        cleaned,
        title=title or cleaned.title,
        title_from="" if title else cleaned.title_from,
        body=_leave_out_heading(cleaned.body, title),
        date=entry.date or cleaned.date,
        modified=entry.modified or cleaned.modified,
        source=outlet.id,
        url=url,
        authors=join_authors(entry.authors) or cleaned.authors,
        lang=lang,
        notes=(*entry.notes, *cleaned.notes),
    )


def _leave_out_heading(body: str, title: str) -> str:
    """The body without a heading at its beginning that says what the title does."""
    first, _, rest = body.partition("\n\n")
    return rest if rest and first.startswith("#") and fold(first) == fold(title) else body


def _two_letters(lang: str) -> str:
    code = lang.strip().lower().replace("_", "-").partition("-")[0]
    return code if re.fullmatch(r"[a-z]{2}", code) else ""
