"""Which items does a file of ninjs hold, the IPTC's news in JSON? Versions 1.x, 2.x and 3.x, one item or many.

1.x has `headline`, `body_xhtml`, `byline`; 2.x lists (`headlines`, `bodies`, `by`); 3.x the same in camel case, so that
names are compared without capitals and underscores. https://iptc.org/standards/ninjs/
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from briefing.adding.agency import Item, read_byline
from briefing.adding.aside import say_aside
from briefing.adding.lines import read_lines
from briefing.adding.stretches import read_html
from briefing.adding.values import one_line
from briefing.analysis.text.notices import count_words
from briefing.errors import ContentError
from briefing.extracting import Piece, bare
from briefing.fetching.unmarked import read_line
from briefing.fields import LONGEST_TITLE

MOST_ITEMS = 1_000  # of one file
MOST_VALUES = 100  # of one list in an item
MOST_DEEP = 5  # composites in one another
LARGEST_BODY = 1_000_000  # characters of one text

_SPACE = re.compile(r"[ \t\n\r]*")
_HTML_KINDS = ("html", "xhtml", "nitf")
_HTML_KEYS = r"bodyx?html\d?"  # `body_xhtml`, and names that agencies have made like it: `body_html5`
# Roles of bodies. The IPTC has no list of them: these are parts of one text, others are other forms of it.
_BEFORE = ("intro", "introduction", "lead", "lede", "ingress", "preamble", "standfirst")
_MAIN = ("main", "body", "text", "content", "article", "story", "full")
_AFTER = ("background", "context", "facts", "factbox", "conclusion", "outro")


def read_ninjs(text: str, name: str) -> Iterator[tuple[Item | ContentError, str]]:
    """Yield each item, or why one is none, with its text as it stands in the file.

    The file may hold one object, an array of them, or one on each line. What is broken ends an array, but not lines.
    """
    for number, (value, written, line) in enumerate(_read_values(text, name), 1):
        if number > MOST_ITEMS:
            what = f"The file has more than {MOST_ITEMS:,} items; those after them were not read."
            yield ContentError(what, remedy="Split it.", path=name, line=line), ""
            return
        if isinstance(value, ContentError):
            yield value, written
        elif not isinstance(value, dict) or not _is_item(value):
            what = "This JSON is no item of ninjs: it has no “uri”."
            yield ContentError(what, remedy="Add items of ninjs 1 to 3.", path=name, line=line), written
        else:
            yield _read_item(value), written


def _is_item(value: dict[Any, Any]) -> bool:
    return any(isinstance(value.get(key), str) for key in ("uri", "guid"))


def _read_values(text: str, name: str) -> Iterator[tuple[Any, str, int]]:
    """Yield each value with its text and its line: those of the outermost array, or those that follow one another."""
    decoder = json.JSONDecoder()
    at = _skip(text, 0)
    listed = text.startswith("[", at)
    at = _skip(text, at + 1) if listed else at
    line, seen = 1, 0
    while at < len(text) and not (listed and text[at] == "]"):
        line, seen = line + text.count("\n", seen, at), at
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            why = str(getattr(error, "msg", "a number or its nesting is beyond all bounds"))
            what = f"The JSON is broken here ({why})."
            remedy = "Ask its provider for a whole file."
            yield ContentError(what, remedy=remedy, path=name, line=getattr(error, "lineno", line)), "", line
            end = text.find("\n", at) if not listed else -1
            if end < 0:
                return
        else:
            yield value, text[at:end], line
        at = _skip(text, end)
        if listed and text.startswith(",", at):
            at = _skip(text, at + 1)


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


# -- one item ---------------------------------------------------------------------------------------------------------


def _read_item(value: dict[Any, Any], deep: int = 1) -> Item:
    known = {str(key).replace("_", "").lower(): each for key, each in value.items()}
    rights = known.get("rightsinfo")
    if isinstance(rights, dict):  # of 1.3 to 2.x; what stands there and not above
        known = {str(key).replace("_", "").lower(): each for key, each in rights.items()} | known
    uri = _word(known.get("uri")) or _word(known.get("guid"))
    kind = _word(known.get("type")).lower()
    byline = _word(known.get("byline")) or _word(known.get("by"))
    pieces, left = _read_body(known)
    parts = _read_parts(known, deep)
    if parts and kind != "composite":  # unnamed: one may be under embargo
        around = f"{len(parts)} items" if len(parts) > 1 else "an item"
        left = (*left, f"{sum(part.words for part in parts):,} words of {around} associated with it")
    return Item(
        pieces=pieces,
        kind=f"ninjs {_version(known)}".strip(),
        holds=kind if kind != "text" else "",
        guid=uri,
        version=_word(known.get("version")),
        status=_word(known.get("pubstatus")).lower(),
        embargo=_word(known.get("embargoed")),
        title=read_line(
            _main(known.get("headlines")) or _word(known.get("headline")) or _word(known.get("title")), LONGEST_TITLE
        ),
        date=next(filter(None, (_word(known.get(f"{what}created")) for what in ("content", "first", "version"))), ""),
        modified=_word(known.get("contentmodified")) or _word(known.get("versioncreated")),
        source=_provider(known),
        url=next((link for link in (_word(known.get("url")), uri) if _leads(link)), ""),
        authors=read_byline(byline),
        lang=_word(known.get("language"))[:2].lower(),
        copyright=_word(known.get("copyrightnotice")) or _word(known.get("copyrightholder")),
        usage=_word(known.get("usageterms")),
        credit=_word(known.get("creditline")),
        dateline=_word(known.get("dateline")) or _word(known.get("located")),
        slugline=_word(known.get("slugline")),
        advice=_word(known.get("ednote")),
        left=left,
        parts=parts if kind == "composite" else (),
    )


def _read_parts(known: dict[str, Any], deep: int) -> tuple[Item, ...]:
    """Return the items with text that are associated with one: of 1.x by name, later in a list."""
    said = known.get("associations")
    listed = list(said.values()) if isinstance(said, dict) else said
    if not isinstance(listed, list) or deep > MOST_DEEP:
        return ()
    items = [_read_item(each, deep + 1) for each in listed[:MOST_ITEMS] if isinstance(each, dict)]
    return tuple(item for item in items if item.holds in ("", "composite") and (item.pieces or item.parts))


def _version(known: dict[str, Any]) -> str:
    said = known.get("standard") or known.get("$standard")
    return _word(said.get("version"))[:10] if isinstance(said, dict) else ""


def _leads(link: str) -> bool:
    """A uri may be an address without being a page's: those of items that are published say so by `url`."""
    return link.startswith(("http://", "https://")) and link.endswith((".html", ".htm", "/"))


def _provider(known: dict[str, Any]) -> str:
    """The outlet: the source of the information that has this role, else who holds the copyright."""
    named: dict[str, str] = {}
    for source in _listed(known.get("infosources") or known.get("infosource")):
        if isinstance(source, dict) and _word(source.get("name")):
            named.setdefault(_word(source.get("role")).rpartition("/")[2].lower(), _word(source.get("name")))
    provider = known.get("provider")
    said = _word(provider.get("name")) if isinstance(provider, dict) else _word(provider)
    return said or named.get("provider", "") or _word(known.get("copyrightholder")) or next(iter(named.values()), "")


class _Form(Struct, frozen=True):
    """A text in one of its forms."""

    marked: bool  # up
    pieces: tuple[Piece, ...]
    aside: int = 0  # words of captions and the like, which are none of them
    lang: str = ""

    @property
    def words(self) -> int:
        return sum(count_words(piece.text) for piece in self.pieces)


def _read_body(known: dict[str, Any]) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    """Return the text in reading order, and what was left out. A description is no article: without a body is none.

    Of each role the fullest text is taken, marked up before plain. What stands in another one as well is read once.
    """
    forms = _read_forms(known)
    fullest = {role: max(each, key=lambda form: (form.marked, form.words)) for role, each in forms.items()}
    main = [role for role in _MAIN if role in fullest]
    main = main or sorted(fullest.keys() - {*_BEFORE, *_AFTER}, key=lambda role: (-fullest[role].words, role))
    above, below = ([role for role in fullest if role in names] for names in (_BEFORE, _AFTER))
    taken: list[Piece] = []
    said = _bare(fullest[main[0]]) if main else ""
    for role in (*above, *main[:1], *below):
        if role in main or _bare(fullest[role]) not in said:
            taken += fullest[role].pieces
    said = _bare(_Form(True, tuple(taken)))
    left = [
        f"{form.words:,} words in the role “{one_line(role)[:40]}”"
        for role, each in forms.items()
        for form in each
        if form.marked == fullest[role].marked and _bare(form) not in said
    ]
    aside = sum(fullest[role].aside for role in (*above, *main[:1], *below))
    return tuple(taken), tuple(filter(None, (*left, say_aside(aside))))


def _read_forms(known: dict[str, Any]) -> dict[str, list[_Form]]:
    """Return the texts by their roles. Those of 1.x have none; later bodies without one are parts of one."""
    forms: dict[str, list[_Form]] = {}
    parts: list[_Form] = []
    for body in _listed(known.get("bodies")):
        if isinstance(body, dict):
            kind = next((_word(each) for key, each in body.items() if str(key).lower() == "contenttype"), "")
            role = re.split(r"[:/]", _word(body.get("role")))[-1].strip().lower()
            form = _read_form(body.get("value"), marked=any(sign in kind.lower() for sign in _HTML_KINDS))
            if form.pieces and role:
                forms.setdefault(role, []).append(form)
            elif form.pieces:
                parts.append(replace(form, lang=_word(body.get("language"))))
    others = [_read_form(each, marked=True) for key, each in known.items() if re.fullmatch(_HTML_KEYS, key)]
    others += [_read_form(each, marked=False) for key, each in known.items() if key in ("bodytext", "body")]
    if found := [*_join_parts(parts), *(form for form in others if form.pieces)]:
        forms.setdefault("main", []).extend(found)
    return forms


def _read_form(value: Any, *, marked: bool) -> _Form:
    text = _text(value)
    if not marked:
        return _Form(marked, read_lines(text))
    seen = read_html(text)
    return _Form(marked, tuple(Piece(stretch.kind, stretch.line) for stretch in seen.stretches), seen.aside)


def _join_parts(parts: list[_Form]) -> list[_Form]:
    """Put bodies together that nothing tells apart, unless one is in another language or says what another one says."""
    joined: list[_Form] = []
    for part in parts:
        for number, whole in enumerate(joined):
            said, own = _bare(whole), _bare(part)
            if (part.marked, part.lang) == (whole.marked, whole.lang) and own not in said and said not in own:
                pieces = (*whole.pieces, *part.pieces)
                joined[number] = replace(whole, pieces=pieces, aside=whole.aside + part.aside)
                break
        else:
            joined.append(part)
    return joined


def _bare(form: _Form) -> str:
    return bare("".join(piece.text for piece in form.pieces))


def _main(value: Any) -> str:
    """The headline in the role “main”, else the first."""
    said = [each for each in _listed(value) if isinstance(each, dict) and _word(each.get("value"))]
    main = [each for each in said if _word(each.get("role")) == "main"]
    return _word((main or said or [{}])[0].get("value"))


def _listed(value: Any) -> list[Any]:
    return value[:MOST_VALUES] if isinstance(value, list) else []


def _word(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    try:
        return str(value)[:10_000].strip()
    except ValueError:  # a number of thousands of digits
        return ""


def _text(value: Any) -> str:
    return value[:LARGEST_BODY] if isinstance(value, str) else ""
