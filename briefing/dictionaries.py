"""Where is a language's dictionary of word forms kept, once it has been decoded? Beside the archive, as a sorted list.

simplemma ships its dictionaries packed so well that to decode the English one takes 0.15 s, which is more than to read
and analyse the one article that changed; as a mapping it then holds 30 MB in every process. The same pairs in one
sorted text, mapped into memory, are there in 4 ms, and all processes share its 4 MB. A list is made when its language
is first met, and may be deleted at any time.
"""

from __future__ import annotations

import mmap
import sys
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from briefing.analysis.text import language, words
from briefing.tongues import MODEL, KeptModel, make_apart
from briefing.whole import sweep_orphans, write_whole

BLOCK = 2048  # bytes between two forms whose places are known: to find a form takes 1.5 µs, to note the places 1 ms
_SEAL = 4  # bytes before the lines that tell whether they are whole


class WordList(Mapping[str, str]):
    """Forms and their lemmas, out of a text with a line "form, tab, lemma" for each, sorted by the form's bytes."""

    def __init__(self, lines: bytes | mmap.mmap, begin: int = 0) -> None:
        """`lines` begins, at `begin`, and ends with a line feed."""
        self._lines = lines
        self._places = [begin]  # of the line feeds before the first forms of blocks, and of the last one
        while 0 <= (place := lines.find(b"\n", self._places[-1] + BLOCK)) < len(lines) - 1:
            self._places.append(place)
        self._forms = [lines[place + 1 : lines.find(b"\t", place)] for place in self._places]
        self._places.append(len(lines) - 1)

    def _find(self, form: str) -> str | None:
        key = form.encode("utf-8", "replace")  # a lone surrogate is in no dictionary, and no more is "?"
        block = bisect_right(self._forms, key) - 1
        if block < 0:
            return None
        place = self._lines.find(b"\n" + key + b"\t", self._places[block], self._places[block + 1])
        if place < 0:
            return None
        begin = place + len(key) + 2
        return self._lines[begin : self._lines.find(b"\n", begin)].decode()

    def get(self, form: str, default: str | None = None) -> str | None:  # type: ignore[override]  # strings only
        found = self._find(form)
        return default if found is None else found

    def __getitem__(self, form: str) -> str:
        found = self._find(form)
        if found is None:
            raise KeyError(form)
        return found

    def __iter__(self) -> Iterator[str]:
        for line in self._lines[self._places[0] + 1 : -1].split(b"\n"):
            yield line.partition(b"\t")[0].decode()

    def __len__(self) -> int:
        return self._lines[self._places[0] + 1 :].count(b"\n")


class KeptDictionaries:
    """Gives simplemma its dictionaries (it calls this a dictionary factory)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.get_dictionary = lru_cache(maxsize=8)(self._get_dictionary)  # as many as simplemma keeps

    def _get_dictionary(self, lang: str) -> Mapping[str, str]:
        path = self.folder / f"{lang}-{words.dictionary_version()}"
        if (found := _map(path)) is not None:
            return found
        make_apart(__name__, lang, str(path))
        if (found := _map(path)) is not None:
            return found
        pairs = words.decode_dictionary(lang)
        lines = _write_lines(pairs)
        if lines is None:
            return pairs
        with suppress(OSError):  # a folder that cannot be written costs time, no more
            _keep(lines, path)
        return WordList(lines)


def _map(path: Path) -> WordList | None:
    with suppress(OSError, ValueError), path.open("rb") as file:  # nothing of an empty file can be mapped
        kept = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        with memoryview(kept) as view, view[_SEAL:] as lines:
            sound = kept[:_SEAL] == _seal(lines)
        if sound:
            return WordList(kept, _SEAL)
    return None


def _keep(lines: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep_orphans(str(path.parent))
    _remove_older(path)
    write_whole(str(path), _seal(lines) + lines)


def _remove_older(path: Path) -> None:
    """Remove the lists of all languages that another version of simplemma has left: one build at a time works here."""
    version = path.name.partition("-")[2]
    for other in path.parent.iterdir():
        language_of_it, _, its_version = other.name.partition("-")
        if its_version != version and language_of_it.isalpha() and f"{language_of_it}-" != MODEL:
            other.unlink(missing_ok=True)


def _seal(lines: bytes | memoryview) -> bytes:
    return zlib.crc32(lines).to_bytes(_SEAL, "big")


def _write_lines(pairs: Mapping[str, str]) -> bytes | None:
    """Return what `WordList` reads; None where a word holds what parts words in it."""
    # As pairs of bytes they would take 20 MB more, which several workers do at once when a clean build begins.
    entries = [f"{form}\t{lemma}\n".encode() for form, lemma in pairs.items()]
    entries.sort(key=_form_of)
    lines = b"\n" + b"".join(entries)
    whole = lines.count(b"\n") == len(entries) + 1 and lines.count(b"\t") == len(entries)
    return lines if whole and entries else None


def _form_of(entry: bytes) -> bytes:
    return entry[: entry.index(b"\t")]


_kept: KeptDictionaries | None = None


def keep_decoded(folder: Path) -> None:
    """Keep this process’s dictionaries and model of languages in `folder`. That of its first build: it serves all."""
    global _kept  # noqa: PLW0603  for all of a process, as the words that it looks up
    if _kept is None:
        _kept = KeptDictionaries(folder)
        words.use_dictionaries(_kept)
        language.use_model(KeptModel(folder))


def _make(lang: str, path: str) -> None:
    lines = _write_lines(words.decode_dictionary(lang))
    if lines is not None:
        _keep(lines, Path(path))


if __name__ == "__main__":
    _make(*sys.argv[1:])
