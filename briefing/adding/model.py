"""An article on its way into content/: the value that the modules of this folder hand to one another."""

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
