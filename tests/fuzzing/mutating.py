"""Which input comes next? One that was of interest, with pieces put in, taken out, doubled and exchanged.

libFuzzer changes bytes, which breaks most words; what rules look for is words, lines and tags.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

_EDGE = re.compile(rb"(?<=[\s>\]\"'.:;,=-])|(?=[<\[\"'])")  # where words, tags and fields begin
MOST_CHANGES = 5
MOST_COPIES = 40


def mutate(data: bytes, longest: int, chance: Random, pieces: Sequence[bytes], seeds: Sequence[bytes]) -> bytes:
    """Return another input of at most `longest` bytes; the same for an equally seeded `chance`."""
    for _ in range(chance.randint(1, MOST_CHANGES)):
        data = chance.choice(_CHANGES)(data, chance, pieces, seeds)
    return data[:longest]


def _place(data: bytes, chance: Random) -> int:
    """A place between two bytes; every other time one between words."""
    place = chance.randint(0, len(data))
    if chance.random() < 0.5 and (edge := _EDGE.search(data, place)) is not None:
        return edge.start()
    return place


def _stretch(data: bytes, chance: Random) -> tuple[int, int]:
    start, end = sorted((_place(data, chance), _place(data, chance)))
    return start, min(end, start + chance.choice((1, 8, 60, 400)))


def _insert(data: bytes, chance: Random, pieces: Sequence[bytes], _: Sequence[bytes]) -> bytes:
    place = _place(data, chance)
    return data[:place] + chance.choice(pieces) + data[place:]


def _exchange(data: bytes, chance: Random, pieces: Sequence[bytes], _: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, chance)
    return data[:start] + chance.choice(pieces) + data[end:]


def _take_out(data: bytes, chance: Random, _: Sequence[bytes], __: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, chance)
    return data[:start] + data[end:]


def _double(data: bytes, chance: Random, _: Sequence[bytes], __: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 1, 2, MOST_COPIES)) + data[end:]


def _move(data: bytes, chance: Random, _: Sequence[bytes], __: Sequence[bytes]) -> bytes:
    start, end = _stretch(data, chance)
    rest = data[:start] + data[end:]
    place = _place(rest, chance)
    return rest[:place] + data[start:end] + rest[place:]


def _splice(data: bytes, chance: Random, _: Sequence[bytes], seeds: Sequence[bytes]) -> bytes:
    other = chance.choice(seeds) if seeds else b""
    start, end = _stretch(other, chance)
    place = _place(data, chance)
    return data[:place] + other[start:end] + data[place:]


def _change_byte(data: bytes, chance: Random, _: Sequence[bytes], __: Sequence[bytes]) -> bytes:
    place = chance.randint(0, len(data))
    return data[:place] + bytes((chance.randrange(256),)) + data[place + chance.randint(0, 1) :]


Change = Callable[[bytes, Random, Sequence[bytes], Sequence[bytes]], bytes]
_CHANGES: tuple[Change, ...] = (_insert, _insert, _exchange, _take_out, _double, _move, _splice, _change_byte)
