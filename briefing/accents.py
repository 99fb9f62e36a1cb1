"""Which letters have their marks written beside them? Both are put together, as registries and readers write them.

Unicode knows two writings of ö: one character, or an o and a mark (UAX 15: the normal forms C and D). They look the
same and differ in each comparison; macOS, PDF and some publishers write the second. Only a letter and marks, or the
parts of a Korean syllable, for which there is one character are changed. What merely has another form (the sign of the
ångström, ideographs of compatibility, the order of points in Hebrew) stays as it was written.
"""

from __future__ import annotations

import re
from unicodedata import is_normalized, normalize

from briefing.unseen import MOST_STACKED

# What goes together with the letter before it, and what may stand between the two: marks of Latin, Greek and Cyrillic;
# of Arabic; vowels and points of India's scripts, Sinhala, Burmese and Balinese; parts of Korean syllables; of kana.
_MARKS = (
    "\u0300-\u036f\u064b-\u0655\u0670\u093c\u09bc\u09be\u09c7\u09d7\u0b3c\u0b3e\u0b47\u0b56\u0b57\u0bbe\u0bc6\u0bc7"
    "\u0bd7\u0c46\u0c56\u0cbc\u0cbf\u0cc2\u0cc6\u0cca\u0cd5\u0cd6\u0d3e\u0d46\u0d47\u0d57\u0dca\u0dcf\u0dd9\u0ddc"
    "\u0ddf\u102e\u1161-\u1175\u11a8-\u11c2\u1b35\u1b3a\u1b3c\u1b3e\u1b3f\u1b42\u3099\u309a"
)
# No letter is what HTML is written with: “>” and a mark would be “≯”. To bring many marks in order takes long.
_MARKED = re.compile(f"[^\\W_][{_MARKS}]{{1,{MOST_STACKED}}}")
_WORDS = re.compile("(?:^|(?<=>))[^<>]+")  # of sanitised HTML, in whose tags both are escaped


def join_marks(text: str) -> str:
    """Return `text` with the one character for each letter and its marks that there is one for."""
    return text if _is_joined(text) else _MARKED.sub(_join, text)


def join_marks_between_tags(html: str) -> str:
    """The same for sanitised HTML. Addresses in it stay: to servers both writings are two."""
    return html if _is_joined(html) else _WORDS.sub(lambda found: join_marks(found.group()), html)


def _is_joined(text: str) -> bool:
    return text.isascii() or is_normalized("NFC", text)


def _join(found: re.Match[str]) -> str:
    written = found.group()
    joined = normalize("NFC", written)
    return joined if len(joined) < len(written) else written
