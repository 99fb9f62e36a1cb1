"""How is a line of words set in a face: how wide is it, where does it break, which characters are there at all?

The face's numbers are shipped beside it (briefing/site/pictures/fonts), so that words are set alike on every machine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

import msgspec
from msgspec import Struct

ELLIPSIS = "…"
UNITS = 1000  # of the type size: what advances and kerning are counted in
MOST_CHARACTERS = 400  # of a title that are looked at; four lines hold about 150
SPACE = 240  # between words: the face's own 200 is made for large type, and small type closes up with it
_ALIKE = str.maketrans({"\u2011": "-", "\u2015": "—", "\u201b": "‘", "\u201f": "“"})  # which few faces have


class _Metrics(msgspec.Struct, frozen=True):
    """What stands in a face's file: {number: the characters, or pairs of characters, that have it}."""

    advances: dict[str, str]
    kerning: dict[str, str]


class Face(Struct, frozen=True):
    """A typeface in one weight."""

    advances: dict[str, int]  # of each character there is
    kerning: dict[str, int]  # of two characters

    def steps(self, text: str) -> tuple[int, ...]:
        """How far each character of `text` leads to the next one."""
        pairs = (before + after for before, after in pairwise(text + " "))
        return tuple(self.advances[pair[0]] + self.kerning.get(pair, 0) for pair in pairs)

    def width(self, text: str, size: float) -> float:
        """How wide `text` is in type of that size, in the unit of `size`."""
        return sum(self.steps(text)) * size / UNITS


@lru_cache(maxsize=2)
def read_face(weight: str) -> Face:
    """Return the shipped face in `weight`: "Regular" or "SemiBold"."""
    found = msgspec.json.decode(read_font_file(f"Literata-{weight}.json"), type=_Metrics)
    return Face(
        {char: int(number) for number, chars in found.advances.items() for char in chars} | {" ": SPACE},
        {
            chars[place : place + 2]: int(number)
            for number, chars in found.kerning.items()
            for place in range(0, len(chars), 2)
        },
    )


def read_font_file(name: str) -> bytes:
    return files("briefing").joinpath("site", "pictures", "fonts", name).read_bytes()


def printable(text: str, face: Face) -> str:
    """Return `text` in one line as far as `face` has its characters; "" where it has less than half of the words.

    A letter with an accent that the face lacks loses it; a symbol that it lacks (an emoji) is left out; for words in a
    script that it lacks stands an ellipsis. A title that is mostly such words would be a riddle.
    """
    whole = unicodedata.normalize("NFC", text[:MOST_CHARACTERS].translate(_ALIKE))
    set_words: list[str] = []
    lost = kept = 0
    for word in whole.split():
        found = "".join(_drawn(char, face) for char in word)
        if "\0" in found:
            lost += sum(map(str.isalnum, word))
            if set_words[-1:] != [ELLIPSIS]:
                set_words.append(ELLIPSIS)
        elif found:
            kept += sum(map(str.isalnum, found))
            set_words.append(found)
    if lost >= kept:
        return ""
    if len(text) > MOST_CHARACTERS and set_words[-1:] != [ELLIPSIS]:
        set_words[-1] += ELLIPSIS  # mostly half a word; more than the lines hold, so it is hardly ever reached
    return " ".join(set_words)


def _drawn(char: str, face: Face) -> str:
    """What is set for `char`: itself, its plain form, nothing for what is no letter; NUL where it is missed."""
    if char in face.advances:
        return char
    if unicodedata.category(char)[0] in "CMSZ":  # controls, accents that stand alone, symbols, odd spaces
        return ""
    plain = "".join(each for each in unicodedata.normalize("NFKD", char) if not unicodedata.combining(each))
    return plain if plain and all(each in face.advances for each in plain) else "\0"


def fit(text: str, face: Face, width: float, sizes: Sequence[tuple[float, int]]) -> tuple[float, tuple[str, ...]]:
    """Return the size and lines in which `text` fits `width`: the first of `sizes`, as (size, most lines), to hold it.

    The lines are about equally long. In the last of the sizes a word wider than the line is broken, and what the
    lines do not hold ends in an ellipsis behind a whole word.
    """
    for size, most in sizes:
        lines = _break(text, face, size, width)
        if len(lines) <= most and all(face.width(line, size) <= width for line in lines):
            return size, _balance(text, face, size, width, lines)
    size, most = sizes[-1]
    words = [part for word in text.split() for part in _split(word, face, size, width)]
    lines = _break(" ".join(words), face, size, width)
    if len(lines) <= most:
        return size, lines
    return size, (*lines[: most - 1], shorten(" ".join(lines[most - 1 :]), face, width, size))


def shorten(text: str, face: Face, width: float, size: float) -> str:
    """Return `text` if it fits the line, else its first words, or letters, and an ellipsis."""
    if face.width(text, size) <= width:
        return text
    words = text.split()
    while words:
        words.pop()
        line = " ".join(words).rstrip(" ,;:.–—-") + ELLIPSIS
        if words and face.width(line, size) <= width:
            return line
    first = _split(text.split(maxsplit=1)[0], face, size, width - face.width(ELLIPSIS, size))[0]
    return first.rstrip("-") + ELLIPSIS


def _break(text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    """Fill line after line with words. A word wider than the line has one of its own."""
    lines: list[str] = []
    for word in text.split():
        if lines and face.width(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _balance(text: str, face: Face, size: float, width: float, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Break anew into as many lines that are as short as can be: no single word is left for the last."""
    narrow, wide = width / 2, width
    while wide - narrow > size / 2:  # about one letter
        middle = (narrow + wide) / 2
        tried = _break(text, face, size, middle)
        if len(tried) == len(lines) and all(face.width(line, size) <= middle for line in tried):
            wide, lines = middle, tried
        else:
            narrow = middle
    return lines


def _split(word: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    """Cut a word wider than the line into pieces that fit it, with hyphens."""
    pieces = [""]
    for place, char in enumerate(word):
        hyphen = "-" if place + 1 < len(word) else ""
        if pieces[-1] and face.width(pieces[-1] + char + hyphen, size) > width:
            pieces[-1] += "-"
            pieces.append("")
        pieces[-1] += char
    return tuple(pieces)
