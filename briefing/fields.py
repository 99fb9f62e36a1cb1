"""What do the fields of an article's front matter mean? Fields in, an `Article` without a body out, with notes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable
from datetime import tzinfo
from typing import Literal
from urllib.parse import urlsplit

from msgspec.structs import replace

from briefing.accents import join_marks
from briefing.dates import DateError, read_moment
from briefing.frontmatter import Field
from briefing.links import LONGEST_URL, slug
from briefing.model import Article, Note, Override, Registry, Rights
from briefing.registry import resolve_source
from briefing.unseen import leave_out_unseen, spell_out_unseen

LONGEST_TITLE = 300  # characters; the longest headlines have half of that
LONGEST_NAME = 120  # of a source or an author
LONGEST_SAID = 10_000  # of a summary, a reason, former words: as of a sentence, with which it stands on others' pages
MOST_NOTES = 50  # on one file; nobody reads more, and a hostile file could make a million
MOST_ITEMS = 100  # authors or events of one article
NEAR = 0.8  # difflib's ratio from which a word counts as a slip of another: "tilte" and "title" have 0.8

KEYS = frozenset(
    "title date added modified was source url author authors lang status reason rights summary events pin exclude "
    "duplicate-of date-unknown sample title-from removed original feed guid fetched fetched-as via version "
    "dateline slugline credit copyright usage".split()
)
# Of these, words with which the first line of an article may begin, and its colon: they open no front matter.
_OPEN_NOTHING = frozenset("via version dateline slugline credit copyright usage".split())
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

# Marks of direction as well: with them a title could rearrange what stands around it.
REARRANGING = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ufffe\uffff]")
_SIGNED = re.compile(r"(?P<sign>[+\-−–])?\s*(?P<id>.*)", re.DOTALL)
_SIGNS = {"+": "+", "-": "-", "−": "-", "–": "-"}


class Notes:
    """The notes on one file, as they come up. They repeat its words, and pages and terminals show them."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.noted: list[Note] = []

    def warn(self, line: int, what: str, remedy: str) -> None:
        note = Note(self.path, line, spell_out_unseen(what), spell_out_unseen(remedy))
        if len(self.noted) == MOST_NOTES:
            self.noted.append(Note(self.path, line, "More is wrong from here on.", "Correct what is told first."))
        elif len(self.noted) < MOST_NOTES and note not in self.noted:
            self.noted.append(note)

    def fail(self, line: int, what: str, remedy: str, article: Article | None = None) -> Article:
        """The article as far as it is known, with a note that it cannot be published."""
        known = article or Article(id=self.path, title="", text="", blocks=())
        note = Note(self.path, line, spell_out_unseen(what), spell_out_unseen(remedy), "failed")
        return replace(known, notes=(*self.noted, note))


def is_known(key: str) -> bool:
    """Whether lines that begin with `key` are front matter rather than an article's first lines."""
    return (key in KEYS and key not in _OPEN_NOTHING) or key in ("category", "tags", "slug")


def read_fields(notes: Notes, fields: Iterable[Field], zone: tzinfo, registry: Registry | None = None) -> Article:
    """Return the article that `fields` describe, without title if they give none, and add to `notes`.

    `zone` and `registry` as in `reading.parse_article`.
    """
    return _Reader(notes, fields, zone, registry).read()


def _near(word: str, words: Collection[str]) -> str:
    if len(word) > 40:  # no slip of a key or an id; difflib is quadratic
        return ""
    return next(iter(difflib.get_close_matches(word, sorted(words), 1, NEAR)), "")


def _split_names(field: Field) -> Field:
    """As Pelican does: by semicolons if there is one, else by commas; a list's items stay whole."""
    if field.listed or len(field.values) != 1:
        return field
    written = field.values[0]
    return replace(field, values=tuple(written.split(";" if ";" in written else ",")))


class _Reader:
    """Makes an article without a body from fields, noting what is wrong with them."""

    def __init__(self, notes: Notes, fields: Iterable[Field], zone: tzinfo, registry: Registry | None) -> None:
        self.notes, self.zone, self.registry = notes, zone, registry
        self.fields: dict[str, Field] = {}
        for field in fields:
            self._take(field)

    def _take(self, field: Field) -> None:
        key = field.key
        if key in ("author", "authors"):
            key, field = "authors", _split_names(field)
        if key not in KEYS:
            if key in _PELICANS:
                return
            if meant := _MEANT.get(key) or _near(key, KEYS).capitalize():
                self.notes.warn(field.line, f"“{key}” is not a field that is read.", f"Did you mean {meant}?")
            return
        known = self.fields.get(key)
        if known is None:
            self.fields[key] = field
        elif key in _LISTS:
            self.fields[key] = replace(known, values=known.values + field.values)
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
            was=self._said("was"),
            source=source,
            source_name=source_name,
            url=url,
            authors=self._authors(),
            lang=self._lang(),
            status=status,
            status_reason=reason,
            rights=_RIGHTS.get(self._one_of("rights", _RIGHTS)) or source_rights or self._usual_rights(),
            sample=self._yes("sample"),
            override=Override(
                summary=self._said("summary"),
                into=into,
                out_of=out_of,
                pin=self._yes("pin"),
                exclude=self._exclude(),
                duplicate_of=leave_out_unseen(self._prose("duplicate-of")).removeprefix("content/"),
            ),
        )

    def _usual_rights(self) -> Rights:
        """Where nobody says: who adds an article by hand has asked for the right, what came by itself nobody has."""
        return "passages" if "fetched" in self.fields else "full"

    def _prose(self, key: str) -> str:
        """A value that may run over several lines."""
        field = self.fields.get(key)
        return " ".join(" ".join(field.values).split()) if field else ""

    def _said(self, key: str) -> str:
        """A value that pages print."""
        return self._shorten(key, _clean(self._prose(key)), LONGEST_SAID)

    def _words(self, key: str, longest: int) -> str:
        """A short value, fit to stand in a line among others."""
        words = self._prose(key)
        clean = _clean(REARRANGING.sub("", words))
        if clean != join_marks(words):
            what = f"Control characters were left out of {key.capitalize()}."
            self.notes.warn(self.fields[key].line, what, "Remove them.")
        return self._shorten(key, clean, longest)

    def _shorten(self, key: str, clean: str, longest: int) -> str:
        if len(clean) > longest:
            what = f"{key.capitalize()} has {len(clean):,} characters and was cut to {longest:,}."
            self.notes.warn(self.fields[key].line, what, "Shorten it.")
        return shorten(clean, longest)

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
            remedy = "Add a line “Date: 2025-03-14”, or “Date-unknown: true” and “Added: …”."
            if self.notes.path.lower().endswith((".html", ".htm")):
                remedy = 'Add <meta name="date" content="2025-03-14"> to its <head>.'
            self.notes.warn(1, what, remedy)
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
        words = self._said("exclude")
        if words.lower() in _TRUE:
            return "The editor left it out."
        return "" if words.lower() in _FALSE else words

    def _status(self) -> tuple[Literal["published", "draft", "withdrawn"], str]:
        return _STATUS.get(self._one_of("status", _STATUS), "published"), self._said("reason")

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
        field = self.fields.get("authors")
        if not field:
            return ()
        names = (_clean(REARRANGING.sub("", name)) for name in field.values)
        found = tuple(dict.fromkeys(self._shorten("authors", name, LONGEST_NAME) for name in names if name))
        if len(found) > MOST_ITEMS:
            what = f"There are {len(found):,} authors; the first {MOST_ITEMS} are used."
            self.notes.warn(field.line, what, "Leave those that matter.")
        return found[:MOST_ITEMS]

    def _url(self) -> str:
        url = self._prose("url")
        if not url:
            return ""
        try:
            parts = urlsplit(url)
            usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        except ValueError:
            usable = False
        usable = usable and leave_out_unseen(url) == url
        if not usable or len(url) > LONGEST_URL or re.search(r"[\s<>\"\\]", url) or REARRANGING.search(url):
            what = f"Url “{REARRANGING.sub('�', url[:60])}” is no web address and was left out."
            self.notes.warn(self.fields["url"].line, what, "Write the whole address, with https:// in front.")
            return ""
        return url

    def _events(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The event ids into which and out of which the editor rules the article."""
        field = self.fields.get("events")
        if not field:
            return (), ()
        ruled: dict[str, str] = {}
        written = dict.fromkeys(part.strip() for value in field.values for part in value.split(","))
        items = [item for item in written if item]
        if len(items) > MOST_ITEMS:
            what = f"Events holds more than {MOST_ITEMS} ids; the others are not used."
            self.notes.warn(field.line, what, "Leave those that matter.")
        for item in items[:MOST_ITEMS]:
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


def _clean(words: str) -> str:
    """Words as pages can print them, on one line."""
    return " ".join(join_marks(leave_out_unseen(words)).split())


def _either(values: Collection[str]) -> str:
    *others, last = sorted(set(values) - {"hidden", "skip"})
    return f"{', '.join(others)} or {last}"


def shorten(words: str, longest: int) -> str:
    if len(words) <= longest:
        return words
    return (words[:longest].rsplit(" ", 1)[0] if " " in words[:longest] else words[:longest]).rstrip(" ,;:–-") + " …"
