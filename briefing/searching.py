"""The search index: what Pagefind makes of the entries, put where the search page finds it.

Each entry is handed to Pagefind as a small HTML page made of its values, not as the theme's page: no theme can break
the search, rights hold by construction, and a hit has the place of its sentence. Pagefind's two other ways, measured
on the sample (621 entries): custom records weigh the same (217 KB of entries against 228), but have no heading that
counts for more and no places; crawling the built pages took three times the room (2.0 MB) and knows neither quotes nor
which sentences an article may be cited with.

Pagefind's program is spoken to as its own Python package does, but not through it: that waits a tenth of a second for
each answer, so a hundred seconds for a thousand entries.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from briefing.archive import Archive
from briefing.desk import Desk
from briefing.entries import Entry, list_entries
from briefing.errors import BriefingError, OutputError, SettingError, find_remedy
from briefing.registry import read_registry
from briefing.reproducing import ENTRANCE, put_in_order
from briefing.settings import Settings
from briefing.turns import one_build
from briefing.version import page_version
from briefing.whole import write_whole
from briefing.withdrawing import digest_withdrawn

FOLDER = "pagefind"  # below the output
_MADE = "made.json"  # of what, and how many files of how many bytes
# Of what Pagefind makes, what our search page asks for; its own user interfaces are three quarters of the whole.
_WANTED = ("pagefind.js", "pagefind-worker.js", ENTRANCE)
_WANTED_BEGINNINGS = ("index/", "filter/", "fragment/", "wasm.", "pagefind.")
# Words of a quote stand in its article as well. Weighed alike, the shorter text would always come before the longer.
_QUOTE_WEIGHT = 0.5
_NEVER = "0000-00-00"  # Pagefind leaves out what has no sort key


class Indexed(Struct, frozen=True):
    """What was done. `entries` is 0 where the index was up to date."""

    entries: int
    files: int
    bytes: int
    anew: bool


class NotInstalledError(BriefingError):
    """Pagefind is not there; nothing else is wrong."""


class Superseded(Exception):  # noqa: N818 - nothing went wrong
    """A newer build wants an index of its own, so this one is given up; what is published stays."""


def make_search(settings: Settings, ended: Callable[[], bool] = lambda: False) -> Indexed:
    """Make the search index of the site as the last build left it, if it is not there already.

    `ended` is asked now and then whether to give up, with Superseded. Raises BriefingError where Pagefind is missing,
    nothing was built, the output cannot be written, or a build is under way.
    """
    if settings.render != "archive":
        raise SettingError(
            "The search index is made for sites that Briefing renders; here articles have addresses of Pelican's.",
            remedy=f"Run Pagefind itself over them: python -m pagefind --site {settings.output}",
        )
    program = _find_program()
    if not settings.archive.is_file() or not (settings.output / "index.html").is_file():
        raise _not_built(settings)
    with one_build(settings.archive, settings.output):
        return _make_search(settings, program, ended)


def _make_search(settings: Settings, program: str, ended: Callable[[], bool]) -> Indexed:
    folder = settings.output / FOLDER
    with Archive(settings.archive) as archive:
        withdrawn = digest_withdrawn(archive)
        if archive.made_anew:  # it holds nothing until the next build
            raise _not_built(settings)
        made_from = _digest(archive, settings, withdrawn)
        before = _read_made(folder)
        if before.made_from == made_from and _count(folder) == (before.files, before.bytes):
            return Indexed(0, before.files, before.bytes, anew=False)
        pages = []
        for entry in list_entries(Desk(archive, settings, read_registry(settings.content))):
            pages.append((compose_address(entry, settings.language), compose_page(entry, settings.language)))
            if ended():
                raise Superseded
    files = _run_pagefind(program, pages, settings.language, ended)
    total = sum(map(len, files.values()))
    files[_MADE] = msgspec.json.encode(_Made(made_from, len(files), total, withdrawn))
    _put(folder, files)
    return Indexed(len(pages), len(files) - 1, total, anew=True)


def remove_search(settings: Settings) -> None:
    """Remove the search index. Raises OutputError."""
    with one_build(settings.archive, settings.output):
        _put(settings.output / FOLDER, {})
        with suppress(OSError):  # it is no folder, or others have put something there
            (settings.output / FOLDER).rmdir()


def is_behind(settings: Settings) -> bool:
    """Whether the search index is older than the site: it can hold words that were withdrawn since, or may not be seen.

    A site without an index, or without a build, is not behind.
    """
    made = _read_made(settings.output / FOLDER).made_from
    if not made or settings.render != "archive" or not settings.archive.is_file():
        return False
    with one_build(settings.archive), Archive(settings.archive) as archive:
        return made != _digest(archive, settings, digest_withdrawn(archive))


def is_doubtful(settings: Settings, withdrawn: str) -> bool:
    """Whether the search index may hold words of what is withdrawn, of which `withdrawn` is the digest now.

    It was made while others were, or nobody can say of what. That is what it says itself, not what the last builds did:
    they may have been killed, or have had another archive, or another output.
    """
    folder = settings.output / FOLDER
    if not withdrawn or settings.render != "archive" or not any(_files_in(folder)):
        return False
    return _read_made(folder).withdrawn != withdrawn


def _not_built(settings: Settings) -> BriefingError:
    return OutputError(f"{settings.output} holds no built site to search.", remedy="Run briefing build first.")


# -- is there anything to do? -----------------------------------------------------------------------------------------


class _Made(Struct, frozen=True):
    made_from: str = ""
    files: int = 0
    bytes: int = 0
    withdrawn: str = (
        ""  # digest of the articles that were, so that it holds none of their words; empty: none, or unknown
    )


def _digest(archive: Archive, settings: Settings, withdrawn: str) -> str:
    """Of all that the index is made from."""
    total = hashlib.sha256()
    said = (page_version(), version("pagefind"), settings.language, settings.timezone, withdrawn)
    for part in (*said, msgspec.json.encode(read_registry(settings.content)).decode()):
        total.update(part.encode() + b"\0")
    for sql in (
        "select id, digest from article where live order by id",
        "select id, digest from thing order by id",
        "select path, '' from page order by path",
    ):
        for name, digest in archive.rows(sql):
            total.update(name.encode() + b"\0" + (digest or b"" if isinstance(digest, bytes) else b"") + b"\0")
    return total.hexdigest()


def _read_made(folder: Path) -> _Made:
    try:
        return msgspec.json.decode((folder / _MADE).read_bytes(), type=_Made)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return _Made()


def _count(folder: Path) -> tuple[int, int]:
    """How many files, of how many bytes, the index has on disk."""
    sizes = [path.stat().st_size for path in _files_in(folder) if path.name != _MADE]
    return len(sizes), sum(sizes)


def _files_in(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


# -- an entry as a page -----------------------------------------------------------------------------------------------


def compose_page(entry: Entry, language: str) -> str:
    """The HTML by which Pagefind indexes an entry: its title as the heading, each line under the id of its fragment."""
    marks = [
        f'<i data-pagefind-filter="{name}[data-v]" data-v="{_inline(value)}"></i>'
        for name, values in (("kind", (entry.kind,)), *entry.filters)
        for value in values
    ]
    weight = f' data-pagefind-weight="{_QUOTE_WEIGHT}"' if entry.kind == "quote" else ""
    # Spans, since Pagefind ends each block with a full stop, which would not be the article's.
    placed = [
        f'<span id="{escape(line.fragment)}">{_inline(line.text)}</span>' for line in entry.lines if line.fragment
    ]
    lines = " ".join(placed) or " · ".join(_inline(line.text) for line in entry.lines)
    title = f"<h1>{_inline(entry.title)}</h1>" if entry.title else ""
    return (
        f'<html lang="{escape(language)}"><body><div data-pagefind-ignore>{"".join(marks)}'
        f'<i data-pagefind-sort="day[data-v]" data-v="{_inline(entry.day or _NEVER)}"></i></div>'
        f'{title}<div id="text"{weight}>{lines}</div></body></html>'
    )


def compose_address(entry: Entry, language: str) -> str:
    """The address of an entry with what its hit shows besides: Pagefind searches all that it is told in other ways.

    With the outlet among the metadata, for one, "harbour" finds every article of the Harbour Post.
    """
    shown = {"day": entry.day, "lead": entry.lead, "lang": entry.lang if entry.lang != language else ""}
    shown["about"] = " ".join(entry.about.split())
    query = urlencode({name: value for name, value in shown.items() if value})
    path, mark, fragment = entry.href.partition("#")
    return f"{path}?{query}{mark}{fragment}" if query else entry.href


# Pagefind counts words between white space, the search page likewise: what only one of them takes for it goes.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\ufeff\u2060\u00ad"))


def _inline(text: str) -> str:
    return escape(" ".join(text.translate(_INVISIBLE).split()))


# -- Pagefind ---------------------------------------------------------------------------------------------------------


def _find_program() -> str:
    program = None
    with suppress(ImportError):
        from pagefind.service import get_executable  # noqa: PLC0415 - an extra: the site works without

        program = get_executable()
    if program is None:
        raise NotInstalledError(
            "Pagefind is not installed, so there is no search index.",
            remedy="Install it with: pip install 'pagefind[bin]>=1.5'. Without it the site works, search aside.",
        )
    return str(program)


def _run_pagefind(
    program: str, pages: Iterable[tuple[str, str]], language: str, ended: Callable[[], bool]
) -> dict[str, bytes]:
    """The files of an index of `pages`, which are (address, HTML): as of one language, so that a search finds all."""
    requests: list[dict[str, Any]] = [{"type": "NewIndex", "config": {"force_language": language}}]
    requests += [{"type": "AddFile", "index_id": 0, "url": address, "file_contents": page} for address, page in pages]
    requests.append({"type": "GetFiles", "index_id": 0})
    answer: dict[str, Any] = {"type": ""}
    for answer in _ask(program, requests):
        if ended():
            raise Superseded
        if answer["type"] == "Error":
            what = f"Pagefind failed: {answer.get('message', 'it does not say why')}."
            raise BriefingError(what, remedy="Install pagefind 1.5 or later, and report it if that does not help.")
    if answer["type"] != "GetFiles":
        raise BriefingError("Pagefind ended before it was done.", remedy="Run it again; free memory if it was killed.")
    return put_in_order(
        {
            file["path"]: base64.b64decode(file["content"])
            for file in sorted(answer["files"], key=lambda file: str(file["path"]))
            if file["path"] in _WANTED or file["path"].startswith(_WANTED_BEGINNINGS)
        }
    )


def _ask(program: str, requests: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Pagefind's answers to `requests`, in their order: base64 of JSON, a comma after each, both ways."""
    with _running(program) as (to, answers):
        feeder = threading.Thread(target=_feed, args=(to, requests), daemon=True)
        feeder.start()
        rest, wanted = b"", len(requests)
        while wanted and (came := answers(1 << 20)):
            *whole, rest = (rest + came).split(b",")
            for message in whole:
                wanted -= 1
                yield msgspec.json.decode(base64.b64decode(message))["payload"]


def _feed(to: Any, requests: list[dict[str, Any]]) -> None:
    with suppress(OSError, ValueError):  # it ended: the answers say so
        for number, request in enumerate(requests):
            message = msgspec.json.encode({"message_id": number, "payload": request})
            to.write(base64.b64encode(message) + b",")
        to.flush()


@contextmanager
def _running(program: str) -> Iterator[tuple[Any, Callable[[int], bytes]]]:
    try:
        process = subprocess.Popen(  # noqa: S603 - the program that comes with Pagefind's package
            [program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError as error:
        what = f"Pagefind cannot be run ({error.strerror})."
        raise BriefingError(what, remedy="Install it anew: pip install --force-reinstall 'pagefind[bin]'.") from error
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield process.stdin, process.stdout.read1  # type: ignore[attr-defined] # a pipe's reader is buffered
    finally:
        process.kill()  # asked everything, or given up: it would wait for more
        process.wait()
        process.stdout.close()
        with suppress(OSError):
            process.stdin.close()


# -- into the output --------------------------------------------------------------------------------------------------


def _put(folder: Path, files: dict[str, bytes]) -> None:
    """Bring the folder to `files`. Readers have the old index or the new one at every moment.

    Most files are named after what they hold, so the new ones go beside the old; the entrance, which names them,
    follows in one step, and then what it no longer names goes.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OutputError(f"{folder} is in the way of the search index.", remedy="Remove it, then run this again.")
    try:
        with suppress(FileNotFoundError):
            (folder / _MADE).unlink()  # until all is there, nothing is
        for name in sorted(files, key=lambda name: (name == _MADE, name == ENTRANCE, "/" not in name, name)):
            if name != _MADE:
                _write(folder / name, files[name])
        for path in sorted(_files_in(folder)):
            if path.relative_to(folder).as_posix() not in files:
                path.unlink()
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()
        if _MADE in files:
            _write(folder / _MADE, files[_MADE])
    except OSError as error:
        what = f"{error.filename or folder} cannot be written: {error.strerror}."
        raise OutputError(what, remedy=find_remedy(error)) from error


def _write(path: Path, data: bytes) -> None:
    with suppress(OSError):
        if path.read_bytes() == data:
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(str(path), data)
