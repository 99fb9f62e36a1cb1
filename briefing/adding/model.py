"""An article on its way into content/, and what it came in: values that the modules of this folder hand on."""

from __future__ import annotations

from msgspec import Struct


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
    ending: str = ""  # of the file as it is kept, ".eml"; empty: that of its name
    # Under which day and title the file is kept, where it holds several articles: "2025-03-14 Morning letter", or
    # " Morning letter" without a day. Empty: the article's own.
    parcel: str = ""


class Came(Struct, frozen=True):
    """What came in."""

    name: str  # the file's, with the number of the message; or the address that was asked for
    raw: bytes
    kind: str = ""  # the media type, as a server says; empty: it came from a file
    charset: str = ""  # the same
    url: str = ""  # where it was found in the end, canonical
