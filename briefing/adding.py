# ruff: noqa: E501  a pattern is checked by reading it in one piece
"""How does a file that came from anywhere become an article of content/? What `briefing add` does.

`clean` turns bytes into an article (text, HTML or Markdown), `write` puts it into the folder. Nothing is lost: what was
left out is said in the front matter, and the file is kept as it came. Nothing is guessed: a date that the file does not
give is unknown.
"""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, timedelta, timezone
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from briefing.analysis.text.document import find_paragraphs, find_sentences, split_text, tell_language
from briefing.bounds import OutOfTimeError, within
from briefing.chunks import link_images, read_chunk, split_chunks
from briefing.dates import DateError, read_moment
from briefing.decoding import decode
from briefing.errors import ContentError
from briefing.escaping import escape_markdown, join_lines
from briefing.frontmatter import FrontMatter, split_front_matter
from briefing.links import slug
from briefing.model import Block, Paragraph
from briefing.reading import KEYS
from briefing.scraping import Piece, read_web_page
from briefing.twins import find_twin, same_address
from briefing.whole import write_new

LARGEST_FILE = 5_000_000  # bytes; a saved page with all its scripts has one or two million
LARGEST_BODY = 900_000  # bytes of Markdown; folder.MAX_BYTES refuses a file of 1,000,000
SECONDS = 30  # of processor time for one file; saved pages take one at most
LONGEST_OPENING = 2_000  # characters in which a first sentence is looked for
LONGEST_NAME = 60  # characters of the slug in a file name; the day and a counter come on top

_HTML = re.compile(
    r"\s*+(?:<\?xml[^>]{0,200}+>\s*+)?(?:<!--(?:[^-]|-(?!->)){0,2000}+-->\s*+)*+<(?:!doctype html|html|head|body|article)\b",
    re.IGNORECASE,
)
_HTML_NAMES = (".html", ".htm", ".xhtml")
_MARKDOWN_NAMES = (".md", ".markdown")
_KEPT_NAMES = (*_HTML_NAMES, *_MARKDOWN_NAMES, ".txt", ".text")
# Marks of direction, with which a value could rearrange what stands around it, and whatever could end its line.
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]+"
)


class Cleaned(Struct, frozen=True):
    """An article that is ready to be written."""

    title: str
    body: str  # Markdown
    raw: bytes  # the file as it came
    name: str  # its name, as given
    title_from: str = ""  # "first sentence" or "file name" where the file gave no title
    date: str = ""  # a day, or a moment as ISO 8601; empty: unknown
    modified: str = ""
    source: str = ""
    url: str = ""
    authors: str = ""
    lang: str = ""
    removed: str = ""  # what was left out, and how much
    kept: tuple[tuple[str, str], ...] = ()  # further front matter of a Markdown file: (key, value)
    notes: tuple[str, ...] = ()  # for the editor


def read_raw(path: Path) -> bytes:
    """Return the bytes of a file that is to be added. Raises ContentError for what is no file that can be read."""
    try:
        if not path.is_file():
            what = "This is not a file." if path.exists() else "There is no such file."
            raise ContentError(what, remedy="Name a text, HTML or Markdown file.", path=str(path))
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)  # one more than is taken, so that `clean` can tell
    except OSError as error:
        what = f"The file cannot be read ({error.strerror})."
        raise ContentError(what, remedy="Give permission to read it.", path=str(path)) from None


# -- cleaning ---------------------------------------------------------------------------------------------------------


def clean(
    raw: bytes, name: str, *, title: str = "", date: str = "", source: str = "", url: str = "", lang: str = ""
) -> Cleaned:
    """Return the article that `raw` holds. `name` is the file's name ("-" for standard input); its ending tells the kind.

    What is given by keyword goes before what the file says. Raises ContentError, with a remedy, for what cannot be
    read or holds no article, and for a date that is not one.
    """
    if len(raw) > LARGEST_FILE:
        what = f"The file has more than the {LARGEST_FILE:,} bytes that are read."
        raise ContentError(what, remedy="Save the article alone, without what is around it.", path=name)
    given = Cleaned(title=_value(title), body="", raw=raw, name=name, source=_value(source), lang=_value(lang).lower())
    given = replace(given, date=_read_date(date, name) if date.strip() else "", url=_check_url(url, name))
    text, notes = decode(raw, name)
    if not text.strip():
        raise ContentError("The file is empty.", remedy="Add a file that holds an article.", path=name)
    ending = Path(name).suffix.lower()
    is_html = ending in _HTML_NAMES or (ending not in _MARKDOWN_NAMES and _HTML.match(text) is not None)
    if not is_html:
        _check_size(text, name)
    try:
        cleaned = within(SECONDS, partial(_clean_html if is_html else _clean_plain, text, given))
    except OutOfTimeError:
        what = f"To read it took more than {SECONDS} s of processor time and was ended."
        raise ContentError(what, remedy="Save the article alone, without what is around it.", path=name) from None
    if not cleaned.body.strip():
        what = "Nothing is left of this file once headings and boilerplate are taken out."
        raise ContentError(what, remedy="Add the text of the article itself.", path=name)
    _check_size(cleaned.body, name)
    return replace(cleaned, notes=(*notes, *cleaned.notes))


def _clean_plain(text: str, given: Cleaned) -> Cleaned:
    """Clean what is no HTML."""
    ending = Path(given.name).suffix.lower()
    known = ending in _KEPT_NAMES
    if ending in _MARKDOWN_NAMES or (not known and split_front_matter(text, KEYS.__contains__).fields):
        return _clean_markdown(text, given)
    return _clean_text(text, given)


def _check_size(text: str, name: str) -> None:
    size = len(text.encode())
    if size > LARGEST_BODY:
        what = f"The article has {size:,} bytes, more than {LARGEST_BODY:,}."
        raise ContentError(what, remedy="Split it into several articles.", path=name)


def _clean_text(text: str, given: Cleaned) -> Cleaned:
    pieces = [Piece(block.tag, text[block.start : block.end]) for block in split_text(text)]
    return _compose(pieces, given)


def _clean_html(text: str, given: Cleaned) -> Cleaned:
    page = read_web_page(text)
    notes: list[str] = []
    kept = sum(len(piece.text.split()) for piece in page.pieces if piece.tag != "img")
    about = replace(
        given,
        title=given.title or _value(page.title),
        date=given.date or _read_page_date(page.date, notes),
        modified=_read_page_date(page.modified, notes),
        source=given.source or _value(page.source),
        url=given.url or _value(page.url),
        authors=", ".join(_value(author) for author in page.authors),
        lang=given.lang or (page.lang if re.fullmatch(r"[a-z]{2}", page.lang) else ""),
    )
    if about.modified == about.date:
        about = replace(about, modified="")
    cleaned = _compose(list(page.pieces), about)
    around = page.words - kept
    if around > 0:
        said = f"{around:,} of the page's {page.words:,} words, around the article"
        cleaned = replace(cleaned, removed="; ".join(filter(None, (said, cleaned.removed))))
    return replace(cleaned, notes=(*cleaned.notes, *notes))


def _compose(pieces: list[Piece], about: Cleaned) -> Cleaned:
    """Judge the pieces, take the title, and write what is left as Markdown."""
    texts = [piece for piece in pieces if piece.tag != "img"]
    text, blocks = _lay_out(texts)
    paragraphs = find_paragraphs(text, blocks)
    said = [text[paragraph.start : paragraph.end] for paragraph in paragraphs]
    lang = about.lang or tell_language("\n".join(s for s, p in zip(said, paragraphs, strict=True) if p.kind == "body"))
    about = _read_closings(said, paragraphs, replace(about, lang=lang))
    if not any(paragraph.kind == "body" for paragraph in paragraphs):
        return replace(about, body="")
    about, without = _take_title(text, said, paragraphs, about)
    lines: list[str] = []
    judged = iter(range(len(texts)))
    for piece in pieces:
        if piece.tag == "img":
            lines.append(_link_image(piece))
            continue
        number = next(judged)
        if paragraphs[number].kind != "boilerplate" and number != without:
            lines.append(_write_paragraph(paragraphs[number], said[number]))
    body = re.sub(r"(?m)^(- .*)\n\n(?=- )", r"\1\n", "\n\n".join(line for line in lines if line))
    return replace(about, body=body, removed=_say_removed(paragraphs))


def _lay_out(pieces: list[Piece]) -> tuple[str, tuple[Block, ...]]:
    blocks: list[Block] = []
    start = 0
    for piece in pieces:
        blocks.append(Block(start, start + len(piece.text), piece.tag))
        start += len(piece.text) + 2
    return "\n\n".join(piece.text for piece in pieces), tuple(blocks)


def _take_title(text: str, said: list[str], paragraphs: tuple[Paragraph, ...], about: Cleaned) -> tuple[Cleaned, int]:
    """Return the article with its title, and the number of the paragraph that held it and is not repeated (or -1)."""
    first = next((n for n, paragraph in enumerate(paragraphs) if paragraph.kind != "boilerplate"), -1)
    if about.title:
        heads = [n for n in range(first, min(first + 2, len(said))) if paragraphs[n].kind == "heading"]
        return about, next((n for n in heads if _bare(said[n]) == _bare(about.title)), -1)
    if paragraphs[first].kind == "heading":
        return replace(about, title=_value(said[first])), first
    opening = Paragraph(
        "body", paragraphs[first].start, min(paragraphs[first].end, paragraphs[first].start + LONGEST_OPENING)
    )
    for sentence in find_sentences(text, (opening,), about.lang):
        return replace(about, title=_value(text[sentence.start : sentence.end]), title_from="first sentence"), -1
    return replace(
        about, title=_value(Path(about.name).stem), title_from="file name"
    ), -1  # no words, as in signs alone


def _bare(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))


def _write_paragraph(paragraph: Paragraph, said: str) -> str:
    line = escape_markdown(said)
    if paragraph.kind == "heading":
        level = int(paragraph.tag[1]) if re.fullmatch(r"h[3-6]", paragraph.tag) else 2
        return f"{'#' * level} {line}"
    if paragraph.tag == "li":
        return f"- {line}"
    return f"> {line}" if paragraph.tag == "blockquote" else line


def _link_image(piece: Piece) -> str:
    shown = escape_markdown(piece.text) or "picture"
    return f"[Image: {shown}]({_quote_address(piece.href)})"


def _quote_address(address: str) -> str:
    return re.sub(
        r"[\s<>()\\\"\x00-\x1f]", lambda match: "".join(f"%{byte:02X}" for byte in match.group().encode()), address
    )


def _say_removed(paragraphs: tuple[Paragraph, ...]) -> str:
    reasons = [paragraph.why for paragraph in paragraphs if paragraph.kind == "boilerplate"]
    if not reasons:
        return ""
    what = "paragraph" if len(reasons) == 1 else "paragraphs"
    return f"{len(reasons)} {what} of boilerplate ({', '.join(dict.fromkeys(reasons))})"


_PUBLISHED = re.compile(
    r"(?:(?:first )?(?:published|posted)(?: on| at)?|date)\s*+(?::\s*+)?(?=.*\d)|(?=\d|(?:mon|tue|wed|thu|fri|sat|sun)|[A-Z][a-z]+ \d)",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"By (?P<names>[^|•·]{3,100}?)(?:,? (?:in|at) .{1,40})?\s*(?:[|•·].*)?$")


_ABOUT_SITE = re.compile(r"About (?P<site>[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12})", re.IGNORECASE)


def _read_closings(said: list[str], paragraphs: tuple[Paragraph, ...], about: Cleaned) -> Cleaned:
    """Take date, authors and site from the lines of a pasted page that give them, where nothing else does."""
    dates: dict[str, str] = {}
    for words, paragraph in zip(said, paragraphs, strict=True):
        line = join_lines(words)
        label = _PUBLISHED.match(line) if paragraph.why == "time stamp" else None
        if label:
            with contextlib.suppress(ContentError):
                dates.setdefault(_read_date(line[label.end() :], ""), line)
        site = _ABOUT_SITE.fullmatch(line) if paragraph.why == "about the publisher" else None
        if site and not about.source:
            about = replace(about, source=_value(site["site"].lower().removeprefix("www.")))
        byline = _BYLINE.match(line) if paragraph.why == "byline" else None
        if byline and not about.authors:
            names = re.split(r",\s*(?:and\s+)?|\s+(?:and|&)\s+", byline["names"])
            about = replace(about, authors=", ".join(_value(name) for name in names if name.strip()))
    if not about.date and len(dates) == 1:
        (day, line), *_ = dates.items()
        about = replace(about, date=day, notes=(*about.notes, f"The date was taken from the line “{_value(line)}”."))
    return about


# -- Markdown ---------------------------------------------------------------------------------------------------------

_OURS = (  # the fields that are written in their own order below
    *("title", "title-from", "date", "date-unknown", "added", "modified", "source", "url", "author", "authors", "lang"),
    *("removed", "original"),
)


def _clean_markdown(text: str, given: Cleaned) -> Cleaned:
    front = split_front_matter(text, KEYS.__contains__)
    fields: dict[str, str] = {}
    notes = [f"Line {problem.line}: {problem.what}" for problem in front.problems]
    for field in front.fields:
        value = _value(", ".join(field.values) if field.listed else " ".join(field.values))
        if field.key in fields and fields[field.key] != value:
            notes.append(f"Line {field.line}: a second value for {field.key.capitalize()} was left out.")
        fields.setdefault(field.key, value)
    about = replace(
        given,
        title=given.title or fields.pop("title", ""),
        date=given.date
        or (_read_date(fields.get("date", ""), given.name, _line_of(front, "date")) if fields.get("date") else ""),
        source=given.source or fields.get("source", ""),
        url=given.url or fields.get("url", ""),
        lang=given.lang or fields.get("lang", ""),
        authors=fields.get("authors", "") or fields.get("author", ""),
        modified=fields.get("modified", ""),
        notes=tuple(notes),
    )
    about = replace(about, kept=tuple((key, value) for key, value in fields.items() if key not in _OURS and value))
    return _compose_markdown(front.body, about)


def _line_of(front: FrontMatter, key: str) -> int:
    return next((field.line for field in front.fields if field.key == key), 0)


def _compose_markdown(body: str, about: Cleaned) -> Cleaned:
    """Leave boilerplate out of Markdown and keep the rest as it is written."""
    chunks = list(split_chunks(body))
    pieces = [Piece(*read_chunk(chunk)) for chunk in chunks]
    text, blocks = _lay_out(pieces)
    paragraphs = find_paragraphs(text, blocks)
    said = [piece.text for piece in pieces]
    if not any(paragraph.kind == "body" for paragraph in paragraphs):
        return replace(about, body="")
    lang = about.lang or tell_language("\n".join(s for s, p in zip(said, paragraphs, strict=True) if p.kind == "body"))
    about = _read_closings(said, paragraphs, replace(about, lang=lang))
    about, without = _take_title(text, said, paragraphs, about)
    left = [
        link_images(chunk)
        for number, chunk in enumerate(chunks)
        if number != without and (paragraphs[number].kind != "boilerplate" or link_images(chunk) != chunk)
    ]
    return replace(about, body="\n\n".join(left), removed=_say_removed(paragraphs))


# -- values of the front matter ---------------------------------------------------------------------------------------


def _value(words: str) -> str:
    """Return `words` as one line that can stand in front matter: it can neither end its line nor turn it around."""
    return join_lines(_UNSAFE.sub(" ", words))


def _read_date(written: str, name: str, line: int = 0) -> str:
    """Return a day as 2025-03-14, a moment as ISO 8601; without an offset it stays without, for the site's zone to decide."""
    try:
        here, there = (read_moment(written, zone) for zone in (UTC, timezone(timedelta(hours=1))))
    except DateError as error:
        raise ContentError(error.what, remedy=error.remedy, path=name, line=line) from None
    if not re.search(r"\d:\d\d", written):
        return here[:10]
    return here[:16].replace("T", " ") if here[:16] == there[:16] else here


def _read_page_date(written: str, notes: list[str]) -> str:
    if not written:
        return ""
    try:
        return _read_date(re.sub(r"(\d)\.\d+", r"\1", written), "")
    except ContentError as error:
        notes.append(f"The page's date cannot be used. {error.what}")
        return ""


def _check_url(url: str, name: str) -> str:
    url = _value(url)
    if url and not (url.startswith(("http://", "https://")) and same_address(url)):
        raise ContentError(f"“{url}” is not a web address.", remedy="Begin it with https://.", path=name)
    return url


# -- writing ----------------------------------------------------------------------------------------------------------


def write(cleaned: Cleaned, content_folder: Path, originals_folder: Path, added: str) -> Path:
    """Write the article below content_folder and the file as it came below originals_folder; return the article's path.

    `added` is the day, or the moment, on which it comes in. No file is ever overwritten. Raises ContentError if the
    article is there already, or a folder cannot be written.
    """
    there = find_twin(cleaned.body, cleaned.url, content_folder)
    if there:
        path, why = there
        what = f"This article is already there as {path} ({why})."
        raise ContentError(what, remedy="Edit that file, or remove it and add this one again.", path=cleaned.name)
    day = (cleaned.date or added)[:10]
    stem = f"{day}-{_shorten(slug(cleaned.title))}"
    try:
        return _write_both(cleaned, content_folder, originals_folder, day, stem, added)
    except OSError as error:
        what = f"The article cannot be written ({error.strerror})."
        remedy = "Give permission to write there, or name another folder."
        raise ContentError(what, remedy=remedy, path=str(error.filename or content_folder)) from None


def _shorten(name: str) -> str:
    """Return a slug of at most LONGEST_NAME characters, cut between two words if it has any."""
    if len(name) <= LONGEST_NAME:
        return name
    return name[: LONGEST_NAME + 1].rpartition("-")[0] or name[:LONGEST_NAME]


def _write_both(
    cleaned: Cleaned, content_folder: Path, originals_folder: Path, day: str, stem: str, added: str
) -> Path:
    folder, keep = content_folder / day[:7], originals_folder / day[:7]
    folder.mkdir(parents=True, exist_ok=True)
    keep.mkdir(parents=True, exist_ok=True)
    ending = Path(cleaned.name).suffix.lower()
    ending = ending if ending in _KEPT_NAMES else ".txt"
    for number in range(1, 10_000):
        name = stem if number == 1 else f"{stem}-{number}"
        path, original = folder / f"{name}.md", keep / f"{name}{ending}"
        if path.exists() or (original.exists() and original.read_bytes() != cleaned.raw):
            continue
        if not original.exists():  # else an article that was begun and not added, or removed
            write_new(str(original), cleaned.raw)
        text = (
            front_matter(cleaned, added, f"{originals_folder.name}/{day[:7]}/{original.name}")
            + "\n"
            + cleaned.body
            + "\n"
        )
        write_new(str(path), text.encode("utf-8"))
        return path
    raise ContentError("There are too many articles of this name.", remedy="Give it another title.", path=str(folder))


def front_matter(cleaned: Cleaned, added: str, original: str = "") -> str:
    """Return the article's front matter as Pelican reads it, one `Key: value` to a line, without the blank line."""
    fields = (
        ("Title", cleaned.title),
        ("Title-from", cleaned.title_from),
        ("Date", cleaned.date),
        ("Date-unknown", "" if cleaned.date else "true"),
        ("Added", added),
        ("Modified", cleaned.modified),
        ("Source", cleaned.source),
        ("Url", cleaned.url),
        ("Authors", cleaned.authors),
        ("Lang", cleaned.lang),
        *((key.capitalize(), value) for key, value in cleaned.kept),
        ("Removed", cleaned.removed),
        ("Original", original),
    )
    return "".join(f"{key}: {_value(value)}\n" for key, value in fields if value)
