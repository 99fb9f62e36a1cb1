"""How does Pagefind's index come out the same twice? Its filters are put in order, and named after that.

Pagefind (1.5) writes its parts as gzipped CBOR, each named after its bytes. All of them are the same from run to run
but the filters, whose values stand in the order of a hash table, and with them the overview, which names them, and the
entrance, which names the overview. Here they are sorted and named anew. Nothing else is read or changed, and what is
built otherwise than is known here stays as it is: then the search works and is not reproducible.
"""

from __future__ import annotations

import gzip
import hashlib

from msgspec import Struct

SIGNATURE = b"pagefind_dcd"
ENTRANCE = "pagefind-entry.json"
_FILTERS_IN_OVERVIEW = 3  # the place of the list of filters in the overview
_INTEGERS, _TEXT, _LIST = (0, 1), 3, 4  # CBOR's major types that occur, RFC 8949, section 3.1
_SHORT_NAME, _LONG_NAME = 7, 10  # hexadecimal digits


class _Unknown(Exception):  # noqa: N818 - it is caught here
    """The index is built otherwise."""


def put_in_order(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files of an index with its filters sorted, by path."""
    try:
        return _put_in_order(files)
    except (_Unknown, IndexError, OSError, EOFError, UnicodeDecodeError):
        return files


def _put_in_order(files: dict[str, bytes]) -> dict[str, bytes]:
    found = dict(files)
    entrance = files.get(ENTRANCE, b"")
    names: dict[bytes, bytes] = {}
    for path in sorted(files):
        if path.startswith("filter/"):
            ordered = _sorted_list(_unpack(files[path]), (1,))
            old = path.removeprefix("filter/").removesuffix(".pf_filter")
            new = f"{old.rpartition('_')[0]}_{hashlib.sha256(ordered).hexdigest()[:_SHORT_NAME]}"
            names[old.encode()] = new.encode()
            del found[path]
            if f"filter/{new}.pf_filter" in found or len(old) != len(new):
                raise _Unknown
            found[f"filter/{new}.pf_filter"] = _pack(ordered)
    for path in sorted(files):
        if path.endswith(".pf_meta"):
            overview = _unpack(files[path])
            for before, after in names.items():
                overview = overview.replace(before, after)
            ordered = _sorted_list(overview, (_FILTERS_IN_OVERVIEW,))
            old = path.removeprefix("pagefind.").removesuffix(".pf_meta")
            new = f"{old.rpartition('_')[0]}_{hashlib.sha256(ordered).hexdigest()[:_LONG_NAME]}"
            if entrance.count(f'"{old}"'.encode()) != 1:
                raise _Unknown
            entrance = entrance.replace(f'"{old}"'.encode(), f'"{new}"'.encode())
            del found[path]
            found[f"pagefind.{new}.pf_meta"] = _pack(ordered)
    if entrance:
        found[ENTRANCE] = entrance
    return found


def _unpack(data: bytes) -> bytes:
    plain = gzip.decompress(data)
    if not plain.startswith(SIGNATURE):
        raise _Unknown
    return plain.removeprefix(SIGNATURE)


def _pack(data: bytes) -> bytes:
    return gzip.compress(SIGNATURE + data, 9, mtime=0)


def _sorted_list(data: bytes, place: tuple[int, ...]) -> bytes:
    """`data`, a CBOR list, with the elements of the list at `place` inside it sorted by their bytes."""
    whole = _elements(data, 0)
    if whole.end != len(data):
        raise _Unknown
    for index in place:
        whole = _elements(data, whole.starts[index])
    ends = [*whole.starts[1:], whole.end]
    ordered = sorted(data[start:end] for start, end in zip(whole.starts, ends, strict=True))
    return data[: whole.starts[0]] + b"".join(ordered) + data[whole.end :] if ordered else data


class _Elements(Struct, frozen=True):
    """Where the elements of a list begin, and where the last one ends."""

    starts: tuple[int, ...]
    end: int


def _elements(data: bytes, at: int) -> _Elements:
    kind, number, at = _head(data, at)
    if kind != _LIST:
        raise _Unknown
    starts = []
    for _ in range(number):
        starts.append(at)
        at = _end(data, at)
    return _Elements(tuple(starts), at)


def _end(data: bytes, at: int) -> int:
    """Where the value at `at` ends."""
    kind, number, after = _head(data, at)
    if kind in _INTEGERS:
        return after
    if kind == _TEXT:
        return after + number
    return _elements(data, at).end


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """The kind of the value at `at`, its number (value, length or count), and where what follows begins."""
    kind, number = data[at] >> 5, data[at] & 31
    if number < 24:
        return kind, number, at + 1
    if number > 27:
        raise _Unknown
    after = at + 1 + (1 << (number - 24))
    return kind, int.from_bytes(data[at + 1 : after], "big"), after
