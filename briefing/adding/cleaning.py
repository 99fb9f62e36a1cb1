"""Which article do the bytes of a file hold? Text, HTML or Markdown in, an article that is ready to be written out.

Nothing is lost: what was left out is said. Nothing is guessed: a date that the file does not give is unknown.
"""

from __future__ import annotations

import re
from functools import partial

from msgspec.structs import replace

from briefing.adding.composing import CUT_SHORT, compose
from briefing.adding.lines import read_lines
from briefing.adding.markdown_file import clean_markdown
from briefing.adding.model import Cleaned
from briefing.adding.values import check_url, join_authors, one_line, read_date, read_page_date, split_name
from briefing.analysis.text.notices import count_words
from briefing.bounds import OutOfTimeError, within
from briefing.decoding import decode
from briefing.errors import ContentError, NoTextError
from briefing.fields import is_known
from briefing.frontmatter import split_front_matter
from briefing.scraping import read_web_page

LARGEST_FILE = 5_000_000  # bytes; a saved page with all its scripts has one or two million
LARGEST_BODY = 900_000  # bytes of Markdown; folder.MAX_BYTES refuses a file of 1,000,000
LONGEST_SHOWN = 200  # characters of an address in a note
LONGEST_TEASER = 200  # words of an article that is for subscribers; with more it may be all of it
SECONDS = 30  # of processor time for one file; saved pages take one at most

_HTML = re.compile(
    r"\s*+(?:<\?xml[^>]{0,200}+>\s*+)?(?:<!--(?:[^-]|-(?!->)){0,2000}+-->\s*+)*+"
    r"<(?:!doctype html|html|head|body|article)\b",
    re.IGNORECASE,
)
HTML_NAMES = (".html", ".htm", ".xhtml")
MARKDOWN_NAMES = (".md", ".markdown")
TEXT_NAMES = (".txt", ".text")
KEPT_NAMES = (*HTML_NAMES, *MARKDOWN_NAMES, *TEXT_NAMES)


def clean(
    raw: bytes,
    name: str,
    *,
    page: bool = False,
    charset: str = "",
    spoken: str = "",
    title: str = "",
    date: str = "",
    source: str = "",
    url: str = "",
    lang: str = "",
) -> Cleaned:
    """Return the article that `raw` holds.

    `name`: the file's ("-" for standard input), whose ending tells the kind. `page`: it is HTML, whatever its name is.
    `charset`: what a server or a mail says it is in; `spoken`: the language that it is probably in, by which a charset
    that nobody names is guessed. Title, date, source, address and language that are given go before what the file says.
    Raises ContentError, with a remedy, for what cannot be read or holds no article, and for a date that is not one.
    """
    if len(raw) > LARGEST_FILE:
        what = f"The file has more than the {LARGEST_FILE:,} bytes that are read."
        raise ContentError(what, remedy="Save the article alone, without what is around it.", path=name)
    given = begin(raw, name, title=title, date=date, source=source, url=url, lang=lang)
    given = replace(given, ending=".html" if page else "")
    text, notes = decode(raw, name, told=charset, lang=spoken or lang)
    if not text.strip():
        raise ContentError("The file is empty.", remedy="Add a file that holds an article.", path=name)
    ending = split_name(name)[1]
    is_html = page or ending in HTML_NAMES or (ending not in MARKDOWN_NAMES and is_page(text))
    if not is_html:
        _check_size(text, name)
    try:
        cleaned = within(SECONDS, partial(_clean_html if is_html else _clean_plain, text, given))
    except OutOfTimeError:
        what = f"To read it took more than {SECONDS} s of processor time and was ended."
        raise ContentError(what, remedy="Save the article alone, without what is around it.", path=name) from None
    if not cleaned.body.strip():
        what = "Nothing is left of this file once headings and boilerplate are taken out."
        raise NoTextError(what, remedy="Add the text of the article itself.", path=name)
    _check_size(cleaned.body, name)
    return replace(cleaned, notes=(*notes, *cleaned.notes))


def begin(raw: bytes, name: str, *, title: str, date: str, source: str, url: str, lang: str) -> Cleaned:
    """Return an article without a body, of which only is known what the editor says. Raises ContentError."""
    return Cleaned(
        title=one_line(title),
        body="",
        raw=raw,
        name=name,
        date=read_date(date, name) if date.strip() else "",
        source=one_line(source),
        url=check_url(url, name),
        lang=one_line(lang).lower(),
    )


def disown(cleaned: Cleaned) -> Cleaned:
    """Return an article that a stranger sent without what only its editor rules: pins, rights, words of a summary.

    Markdown files bring such fields along in their front matter.
    """
    if not cleaned.kept:
        return cleaned
    names = ", ".join(key.capitalize() for key, _ in cleaned.kept)
    note = f"Its front matter is a stranger's: these fields were left out: {names}."
    return replace(cleaned, kept=(), notes=(*cleaned.notes, note))


def is_page(text: str) -> bool:
    """Whether `text` begins as HTML does."""
    return _HTML.match(text) is not None


def _clean_plain(text: str, given: Cleaned) -> Cleaned:
    """Clean what is no HTML."""
    ending = split_name(given.name)[1]
    known = ending in KEPT_NAMES
    if ending in MARKDOWN_NAMES or (not known and split_front_matter(text, is_known).fields):
        return clean_markdown(text, given)
    return _clean_text(text, given)


def _check_size(text: str, name: str) -> None:
    size = len(text.encode())
    if size > LARGEST_BODY:
        what = f"The article has {size:,} bytes, more than {LARGEST_BODY:,}."
        raise ContentError(what, remedy="Split it into several articles.", path=name)


def _clean_text(text: str, given: Cleaned) -> Cleaned:
    return compose(list(read_lines(text)), given)


def _clean_html(text: str, given: Cleaned) -> Cleaned:
    page = read_web_page(text)
    notes: list[str] = []
    kept = sum(count_words(piece.text) for piece in page.pieces if piece.tag != "img")
    about = replace(
        given,
        title=given.title or one_line(page.title),
        date=given.date or read_page_date(page.date, notes),
        modified=read_page_date(page.modified, notes),
        source=given.source or one_line(page.source),
        url=given.url or one_line(page.url),
        authors=join_authors(page.authors),
        lang=given.lang or (page.lang if re.fullmatch(r"[a-z]{2}", page.lang) else ""),
    )
    if about.modified == about.date:
        about = replace(about, modified="")
    if page.told:
        notes.append("Its markup has no text: this is what the page says to machines (articleBody).")
    if page.following:
        where = one_line(page.following)[:LONGEST_SHOWN]
        notes.append(f"It goes on at {where}, which is not read: add the text of all its pages.")
    cleaned = compose(list(page.pieces), about)
    if not page.free and kept < LONGEST_TEASER and CUT_SHORT not in cleaned.notes:
        notes.append(f"The page says that it is not free to read, and has {kept:,} words: maybe only its beginning.")
    around = page.words - kept
    if around > 0:
        said = f"{around:,} of the page's {page.words:,} words, around the article"
        cleaned = replace(cleaned, removed="; ".join(filter(None, (said, cleaned.removed))))
    return replace(cleaned, notes=(*cleaned.notes, *notes))
