"""What does a file of content/ say? Bytes in, an `Article` out, with a note for everything that is doubtful.

Whatever the bytes, an article comes back; one that cannot be published has a note whose severity is "failed".
"""

from __future__ import annotations

import difflib
import os
import re
import stat
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, tzinfo
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from briefing.analysis.text import split_text
from briefing.dates import DateError, read_moment
from briefing.errors import ContentError
from briefing.frontmatter import Field, FrontMatter, split_front_matter
from briefing.links import slug
from briefing.markup import MarkupError, render_markdown, sanitise
from briefing.model import Article, Block, Note, Override, Registry, Rights
from briefing.registry import resolve_source
from briefing.visible import read_html
from briefing.webpage import split_page

MAX_BYTES = 1_000_000  # a long feature has 60 KB; the largest articles of news sites with all their markup have 500
LONGEST_TITLE = 300  # characters; the longest headlines have half of that
LONGEST_NAME = 120  # of a source or an author
NEAR = 0.8  # difflib's ratio from which a word counts as a slip of another: "tilte" and "title" have 0.8

MARKDOWN = (".md", ".markdown")
HTML = (".html", ".htm")
_NOT_ARTICLES = frozenset(("actors.yml", "events.yml", "sources.yml"))

KEYS = frozenset(
    "title date added modified was source url author authors lang status reason rights summary events pin exclude "
    "duplicate-of date-unknown sample title-from removed original".split()
)
# Pelican's own, which mean nothing here and are no slips either.
_PELICANS = frozenset(
    "category tags tag slug template translation save_as keywords description image cover series series_index "
    "gallery comments toc layout permalink id".split()
)
_MEANT = {  # what other tools call our keys
    "headline": "Title",
    "language": "Lang",
    "link": "Url",
    "published": "Date",
    "updated": "Modified",
    "publisher": "Source",
    "outlet": "Source",
    "license": "Rights",
    "licence": "Rights",
    "byline": "Authors",
    "draft": "Status",
}
_LISTS = frozenset(("author", "authors", "events"))  # several lines of these are one list
_TRUE, _FALSE = frozenset(("true", "yes", "on", "1")), frozenset(("false", "no", "off", "0"))
_STATUS: dict[str, Literal["published", "draft", "withdrawn"]] = {
    "published": "published",
    "draft": "draft",
    "withdrawn": "withdrawn",
    "hidden": "draft",  # Pelican's
    "skip": "draft",
}
_RIGHTS: dict[str, Rights] = {"full": "full", "passages": "passages", "link": "link"}

# What no XML may hold, so no feed either; and marks of direction, with which a title could rearrange its neighbours.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_REARRANGING = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ufffe\uffff]")
_FIRST_SENTENCE = re.compile(r".*?[.!?…][\"'”’»)\]]*(?=\s)", re.DOTALL)
_SIGNED = re.compile(r"(?P<sign>[+\-−–])?\s*(?P<id>.*)", re.DOTALL)
_SIGNS = {"+": "+", "-": "-", "−": "-", "–": "-"}


# -- the folder -------------------------------------------------------------------------------------------------------


def find_articles(content_folder: Path) -> tuple[list[tuple[str, Path]], list[Note]]:
    """Return the (id, path) of each article of a folder, sorted by id, and notes on what looks like one and is none.

    Raises ContentError if there is no such folder.
    """
    if not content_folder.is_dir():
        raise ContentError("There is no such folder.", remedy="Name the folder of articles.", path=str(content_folder))
    notes: list[Note] = []
    root = Path(os.path.realpath(content_folder))
    found = sorted(_walk(content_folder, "", root, notes), key=lambda pair: pair[0])
    seen: dict[str, str] = {}
    for id_, _ in found:
        twin = seen.setdefault(unicodedata.normalize("NFC", id_), id_)
        if twin != id_:
            what = "Another file has the same name, written with other code points."
            notes.append(Note(id_, 0, what, "Rename one of them; some systems take them for one file."))
    return found, sorted(notes, key=lambda note: (note.path, note.what))


def _walk(folder: Path, below: str, root: Path, notes: list[Note]) -> Iterator[tuple[str, Path]]:
    try:
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        what = f"The folder cannot be read ({error.strerror})."
        notes.append(Note(below or ".", 0, what, "Give the build permission to read it.", "failed"))
        return
    for entry in inside:
        name = entry.name
        id_ = f"{below}/{name}" if below else name
        if name.startswith("."):
            continue
        is_article = name.lower().endswith(MARKDOWN + HTML)
        if entry.is_symlink() and (is_article or entry.is_dir()):
            target = os.path.realpath(entry.path)
            if not target.startswith(f"{root}{os.sep}"):
                what = "This link leads out of the content folder and is not followed."
                notes.append(Note(_printable(id_), 0, what, "Put a copy of the file in its place.", "failed"))
                continue
            if entry.is_dir():
                what = "This link to a folder is not followed; the folder is read at its own place."
                notes.append(Note(_printable(id_), 0, what, "Remove the link."))
                continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), id_, root, notes)
        elif is_article and not (below == "" and name in _NOT_ARTICLES):
            if _printable(id_) != id_:
                what = "The name of this file or of its folder is not UTF-8 or holds control characters."
                notes.append(Note(_printable(id_), 0, what, "Rename it.", "failed"))
            else:
                yield id_, Path(entry.path)


def _printable(name: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", "�", name)


# -- one file ---------------------------------------------------------------------------------------------------------


def read_article(
    path: Path,
    content_folder: Path,
    *,
    timezone: tzinfo = UTC,
    registry: Registry | None = None,
    max_bytes: int = MAX_BYTES,
    extensions: tuple[str, ...] = (),
) -> Article:
    """Read the content file at `path`; its id is its path below `content_folder`. Parameters as in `parse_article`.

    Never raises for what is in the file or for a file that cannot be read.
    """
    id_ = path.relative_to(content_folder).as_posix()
    notes = _Notes(id_)
    try:
        with open(path, "rb", opener=_open_at_once) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return notes.fail(0, "This is not a plain file.", "Put a file in its place.")
            raw = file.read(max_bytes + 1)
    except OSError as error:
        return notes.fail(0, f"The file cannot be read ({error.strerror}).", "Give the build permission to read it.")
    if len(raw) > max_bytes:
        what = f"The file has {max(status.st_size, len(raw)):,} bytes, more than the {max_bytes:,} that are read."
        return notes.fail(0, what, "Shorten it or raise BRIEFING_MAX_BYTES.")
    return parse_article(raw, id_, timezone=timezone, registry=registry, extensions=extensions)


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # a named pipe would keep the build waiting


def failure(article: Article) -> Note | None:
    """The note that says why `article` cannot be published; None if it can."""
    return next((note for note in article.notes if note.severity == "failed"), None)


def parse_article(
    raw: bytes,
    id: str,  # noqa: A002  the field is called so in the model
    *,
    timezone: tzinfo = UTC,
    registry: Registry | None = None,
    extensions: tuple[str, ...] = (),
) -> Article:
    """Return the article that `raw` holds: Markdown, or HTML if its `id` ends so.

    Times without an offset are in `timezone`, and so are all dates that come out. `registry` tells a source's id, name
    and rights and which event ids exist (None: any). `extensions` are Python-Markdown's.
    """
    notes = _Notes(id)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        coding = "UTF-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "another encoding"
        what = f"Byte {error.start + 1:,} of the file is not UTF-8; this looks like {coding}."
        return notes.fail(line, what, "Save the file as UTF-8.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (nul := text.find("\0")) >= 0:
        line = text.count("\n", 0, nul) + 1
        return notes.fail(line, "The file holds a NUL character.", "Save it as text in UTF-8.")
    if found := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        notes.warn(line, "Control characters were left out of the text.", "Remove them from the file.")
        text = _UNPRINTABLE.sub("", text)
    is_html = id.lower().endswith(HTML)
    front = split_page(text) if is_html else split_front_matter(text, _is_known)
    for problem in front.problems:
        notes.warn(problem.line, problem.what, problem.remedy)
    article = _Reader(notes, front, timezone, registry).read()
    return _with_body(article, front, notes, extensions, is_html=is_html)


def read_text(raw: str, id: str) -> Article:  # noqa: A002  as above
    """Return plain text, which has no front matter, as an article; its title is its first sentence or heading."""
    notes = _Notes(id)
    text = _UNPRINTABLE.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate, which no page may hold
    blocks = split_text(text)
    if not blocks:
        return notes.fail(0, "There is no text.", "Give the article a body.")
    return Article(id=id, title=_first_words(text, blocks), text=text, blocks=blocks, notes=tuple(notes.noted))


def _with_body(
    article: Article, front: FrontMatter, notes: _Notes, extensions: tuple[str, ...], *, is_html: bool
) -> Article:
    try:
        html = sanitise(front.body if is_html else render_markdown(front.body, extensions), article.id)
    except MarkupError as error:
        line = front.body_line + max(error.line - 1, 0)
        return notes.fail(line, error.what, error.remedy, article)
    text, blocks = read_html(html)
    if not text:
        return notes.fail(front.body_line, "The article has no text.", "Give it a body.", article)
    if not article.title:
        article = replace(article, title=_first_words(text, blocks))
        notes.warn(1, f"There is no title; “{article.title}” is taken from the body.", "Add a line “Title: …”.")
    return replace(article, text=text, blocks=blocks, html=html, notes=tuple(notes.noted))


def _first_words(text: str, blocks: tuple[Block, ...]) -> str:
    """The first heading; without one, the first sentence."""
    headings = [block for block in blocks if block.tag in ("h1", "h2", "h3")]
    block = (headings or blocks)[0]
    words = text[block.start : block.end]
    if not headings and (found := _FIRST_SENTENCE.match(words[: 2 * LONGEST_TITLE])):
        words = found.group()
    return _shorten(" ".join(_REARRANGING.sub(" ", words[: 2 * LONGEST_TITLE]).split()), LONGEST_TITLE // 2)


def _shorten(words: str, longest: int) -> str:
    if len(words) <= longest:
        return words
    return (words[:longest].rsplit(" ", 1)[0] if " " in words[:longest] else words[:longest]).rstrip(" ,;:–-") + " …"


class _Notes:
    """The notes on one file, as they come up."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.noted: list[Note] = []

    def warn(self, line: int, what: str, remedy: str) -> None:
        self.noted.append(Note(self.path, line, what, remedy))

    def fail(self, line: int, what: str, remedy: str, article: Article | None = None) -> Article:
        """The article as far as it is known, with a note that it cannot be published."""
        known = article or Article(id=self.path, title="", text="", blocks=())
        return replace(known, notes=(*self.noted, Note(self.path, line, what, remedy, "failed")))


# -- the fields -------------------------------------------------------------------------------------------------------


def _is_known(key: str) -> bool:
    return key in KEYS or key in _PELICANS or key in _MEANT or bool(_near(key, KEYS))


def _near(word: str, words: Collection[str]) -> str:
    if len(word) > 40:  # no slip of a key or an id; difflib is quadratic
        return ""
    return next(iter(difflib.get_close_matches(word, sorted(words), 1, NEAR)), "")


class _Reader:
    """Makes an article without a body from fields, noting what is wrong with them."""

    def __init__(self, notes: _Notes, front: FrontMatter, zone: tzinfo, registry: Registry | None) -> None:
        self.notes, self.zone, self.registry = notes, zone, registry
        self.fields: dict[str, Field] = {}
        for field in front.fields:
            self._take(field)

    def _take(self, field: Field) -> None:
        key = "authors" if field.key == "author" else field.key
        if key not in KEYS:
            meant = _MEANT.get(key) or _near(key, KEYS).capitalize()
            if meant and key not in _PELICANS:
                self.notes.warn(field.line, f"“{key}” is not a field that is read.", f"Did you mean {meant}?")
            return
        known = self.fields.get(key)
        if known is None:
            self.fields[key] = field
        elif key in _LISTS:
            self.fields[key] = Field(key, known.values + field.values, known.line, listed=True)
        elif field.values != known.values:
            what = f"There are two values for {key.capitalize()}; the first, in line {known.line}, is used."
            self.notes.warn(field.line, what, "Keep one of them.")

    def read(self) -> Article:
        title = self._words("title", LONGEST_TITLE)
        url = self._url()
        source, source_name, source_rights = resolve_source(
            self._words("source", LONGEST_NAME), url, self.registry or Registry()
        )
        date, added = self._moments()
        status, reason = self._status()
        into, out_of = self._events()
        return Article(
            id=self.notes.path,
            title=title,
            text="",
            blocks=(),
            date=date,
            added=added,
            modified=self._moment("modified"),
            was=self._prose("was"),
            source=source,
            source_name=source_name,
            url=url,
            authors=self._authors(),
            lang=self._lang(),
            status=status,
            status_reason=reason,
            rights=_RIGHTS.get(self._one_of("rights", _RIGHTS)) or source_rights or "full",
            sample=self._yes("sample"),
            override=Override(
                summary=self._prose("summary"),
                into=into,
                out_of=out_of,
                pin=self._yes("pin"),
                exclude=self._exclude(),
                duplicate_of=self._prose("duplicate-of").removeprefix("content/"),
            ),
        )

    def _prose(self, key: str) -> str:
        """A value that may run over several lines."""
        field = self.fields.get(key)
        return " ".join(" ".join(field.values).split()) if field else ""

    def _words(self, key: str, longest: int) -> str:
        """A short value, fit to stand in a line among others."""
        words = self._prose(key)
        clean = " ".join(_REARRANGING.sub("", words).split())
        if clean != words:
            what = f"Control characters were left out of {key.capitalize()}."
            self.notes.warn(self.fields[key].line, what, "Remove them.")
        if len(clean) > longest:
            what = f"{key.capitalize()} has {len(clean):,} characters and was cut to {longest}."
            self.notes.warn(self.fields[key].line, what, "Shorten it.")
        return _shorten(clean, longest)

    def _moments(self) -> tuple[str, str]:
        date, added = self._moment("date"), self._moment("added")
        unknown = self._yes("date-unknown")
        if date and unknown:
            what = "Date-unknown is true, but there is a date, which is used."
            self.notes.warn(self.fields["date-unknown"].line, what, "Remove one of them.")
        elif unknown and not added:
            what = "The date is unknown and there is no Added, so no edition can hold this article."
            self.notes.warn(self.fields["date-unknown"].line, what, "Add a line “Added: 2025-03-14”, the day it came.")
        elif "date" not in self.fields and not unknown:
            what = "There is no date, so it counts as unknown."
            self.notes.warn(1, what, "Add a line “Date: 2025-03-14”, or “Date-unknown: true” and “Added: …”.")
        return date, added

    def _moment(self, key: str) -> str:
        field = self.fields.get(key)
        if not field:
            return ""
        try:
            return read_moment(self._prose(key), self.zone)
        except DateError as error:
            self.notes.warn(field.line, f"{key.capitalize()}: {error.what}", error.remedy)
            return ""

    def _yes(self, key: str) -> bool:
        words = self._prose(key).lower()
        if words and words not in _TRUE and words not in _FALSE:
            what = f"{key.capitalize()} is “{words[:40]}”, neither true nor false, and counts as false."
            self.notes.warn(self.fields[key].line, what, "Write true or false.")
        return words in _TRUE

    def _exclude(self) -> str:
        words = self._prose("exclude")
        if words.lower() in _TRUE:
            return "The editor left it out."
        return "" if words.lower() in _FALSE else words

    def _status(self) -> tuple[Literal["published", "draft", "withdrawn"], str]:
        return _STATUS.get(self._one_of("status", _STATUS), "published"), self._prose("reason")

    def _one_of(self, key: str, values: Collection[str]) -> str:
        """The field's value if it is one of `values` or a slip of one; else empty."""
        words = self._prose(key).lower()
        if not words or words in values:
            return words
        meant = _near(words, values)
        counts = f"counts as {meant}" if meant else "is not used"
        what = f"{key.capitalize()} “{words[:40]}” is unknown and {counts}."
        self.notes.warn(self.fields[key].line, what, f"Write {_either(values)}.")
        return meant

    def _lang(self) -> str:
        words = self._prose("lang").lower().replace("_", "-")
        code = words.partition("-")[0]
        if words and not re.fullmatch(r"[a-z]{2}", code):
            what = f"“{words[:40]}” is no language code, so the language is told from the text."
            self.notes.warn(self.fields["lang"].line, what, "Write two letters, as en, fr or uk.")
            return ""
        return code

    def _authors(self) -> tuple[str, ...]:
        """As Pelican splits them: by semicolons if there is one, else by commas; a list's items stay whole."""
        field = self.fields.get("authors")
        if not field:
            return ()
        names = field.values
        if not field.listed:
            written = " ".join(names)
            names = tuple(written.split(";" if ";" in written else ","))
        clean = (" ".join(_REARRANGING.sub("", name).split()) for name in names)
        return tuple(dict.fromkeys(_shorten(name, LONGEST_NAME) for name in clean if name))

    def _url(self) -> str:
        url = self._prose("url")
        if not url:
            return ""
        try:
            parts = urlsplit(url)
            usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
        except ValueError:
            usable = False
        if not usable or re.search(r"[\s<>\"\\]", url) or _REARRANGING.search(url):
            what = f"Url “{_printable(url[:60])}” is no web address and was left out."
            self.notes.warn(self.fields["url"].line, what, "Write the whole address, with https:// in front.")
            return ""
        return url

    def _events(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The event ids into which and out of which the editor rules the article."""
        field = self.fields.get("events")
        if not field:
            return (), ()
        ruled: dict[str, str] = {}
        for item in (part.strip() for value in field.values for part in value.split(",")):
            if not item:
                continue
            found = _SIGNED.fullmatch(item)
            sign, event = (_SIGNS.get(found["sign"] or "", ""), found["id"].strip()) if found else ("", item)
            if not sign:
                what = f"Events: “{item[:60]}” has no sign and counts as +{event[:60]}."
                self.notes.warn(field.line, what, "Write + before events it belongs to and - before the others.")
                sign = "+"
            if self._is_event(event, field.line) and ruled.setdefault(event, sign) != sign:
                what = f"Events holds both +{event} and -{event}; the first is used."
                self.notes.warn(field.line, what, "Keep one of them.")
        into = tuple(event for event, sign in ruled.items() if sign == "+")
        return into, tuple(event for event, sign in ruled.items() if sign == "-")

    def _is_event(self, event: str, line: int) -> bool:
        if self.registry is None:
            return True
        ids = {rule.id for rule in self.registry.events}
        if event in ids:
            return True
        meant = _near(event, ids) or (slug(event) if slug(event) in ids else "")
        hint = f"Did you mean {meant}?" if meant else "Use an id of events.yml."
        self.notes.warn(line, f"Events: there is no event “{event[:60]}”, so this is not used.", hint)
        return False


def _either(values: Collection[str]) -> str:
    *others, last = sorted(set(values) - {"hidden", "skip"})
    return f"{', '.join(others)} or {last}"
