"""Has nothing changed since the last build? Asked before Pelican, and most of Briefing, is loaded.

To be loaded is most of what a build costs that finds nothing to do. So a build leaves a *record* beside the archive:
what it was asked for, what it saw, what it left, and what the next one would say. A record that agrees with the disk
in every point is the answer of that next build; whatever is unclear makes it none, and the build is run.

What a build saw is looked at before it begins, and what it left is taken from the archive: a file that changes
meanwhile differs from the record. Files are known by size and time, as `gathering` and `site.writer` know them.
"""

from __future__ import annotations

import json
import os
import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from briefing.errors import BriefingError
from briefing.settings_file import Options, evaluate_settings, settings_folder
from briefing.stamps import (
    CHECKSUM,
    MOST_MOVED,
    Folder,
    Handover,
    Moved,
    Pages,
    UnclearError,
    describe_file,
    digest,
    digest_tree,
    find_folders,
    stamp_page,
    stand_as_left,
    stands,
)

if TYPE_CHECKING:  # loaded by builds alone
    from briefing.settings import Settings

_FORMAT = b"briefing unchanged 3\n"  # another number for another shape of the record
_ENDING = ".unchanged"  # of the record's name, after that of the archive
_LAST = ".last"  # of a record from when the next build begins: it answers no more, and still says what was left
_DEFAULT_ARCHIVE = ".briefing/archive.sqlite3"  # as settings.DEFAULTS has it, which is dear to load

# Settings that let a build do something each time, or load what cannot be known from here.
_EACH_TIME = (
    "DELETE_OUTPUT_DIRECTORY", "OUTPUT_SOURCES", "PLUGIN_PATH", "PLUGIN_PATHS", "STATIC_CREATE_LINKS", "TEMPLATE_PAGES",
)  # fmt: skip
# Kinds of values whose repr says all of them, by name: to load them takes longer than to ask.
_PLAIN = {
    *(f"builtins.{name}" for name in ("bool", "bytes", "float", "int", "str", "NoneType")),
    *(f"datetime.{name}" for name in ("date", "datetime", "timedelta", "timezone")),
    *(f"{module}.{name}" for module in ("pathlib", "pathlib._local") for name in ("PosixPath", "WindowsPath")),
}
# What of the environment builds read by themselves; what the settings file reads shows in its values.
_VARIABLES = ("LANG", "LANGUAGE", "PYTHONPATH", "SOURCE_DATE_EPOCH", "TZ")
_VARIABLE_BEGINNINGS = ("BRIEFING_", "LC_")
_PASSWORD = "BRIEFING_MAIL_PASSWORD"  # noqa: S105 - its name: no digest of the password shall lie on a disk


# Named tuples: a dataclass takes 1 to 2 ms to be made, and those are waited for in each build.


class Account(NamedTuple):
    """What a build that finds nothing to do says."""

    articles: int
    files: int
    pages: int
    notes: list[tuple[str, str]]  # of each the line and its severity
    logged: list[tuple[str, int]]  # what Pelican says in each build, with its level
    front: str  # the front page, as the last line names it
    behind: bool | None  # whether the search index is older than the site; None: nobody asked
    indexed: str  # what is said of an index that is up to date; empty: nobody asked
    withdrawn: bool = False  # whether an article is, of which an index that somebody else made may hold words


class _Record(NamedTuple):
    """The head of the file; sizes and mtimes of the pages come after it, then their paths."""

    asked: str  # a digest of the settings and the command line
    day: str  # the build day
    seen: str  # a digest of code, content and theme
    content: str
    theme: str
    output: str
    folders: list[str]  # of the pages
    places: list[list[str]]  # paths, and where they lead
    search: str  # a digest of the search index
    archive: list[int]
    pages: int
    copied: list[str]  # files that Pelican put there, among the pages: the archive does not know them
    account: Account


class Question:
    """What a build is asked for, and what it sees."""

    def __init__(self, options: Options) -> None:
        """Evaluate the settings file. Raises UnclearError."""
        values = evaluate_settings(options)
        if values is None or not _can_be_known(values):
            raise UnclearError
        self.values = values
        self.strict = bool(options.strict or values.get("BRIEFING_STRICT"))
        self._asked = digest(_describe(values), *_surroundings(options))
        named = options.day or values.get("BRIEFING_DAY") or os.environ.get("SOURCE_DATE_EPOCH")
        self._today_in = "" if named else str(values.get("TIMEZONE") or "UTC")
        self._logo = str(values.get("BRIEFING_LOGO") or "")
        self._archive = _find_archive(values, options)
        self._theme = _find_theme(values, options)
        self._seen: dict[tuple[str, str], str] = {}
        self._looked: dict[str, list[Folder]] = {}  # of the folder of content
        self._last: tuple[_Record, memoryview] | None = None  # what the last build left, once it is read
        self._pages: Pages | None = None  # … and what of it this build was handed
        self._settings: Settings | None = None

    # -- before a build -----------------------------------------------------------------------------------------------

    def answer(self) -> Account | None:
        """What a build would say that has nothing to do; None: there may be something to do."""
        try:
            self._last = record, rest = _read(self._archive + _ENDING)
            agrees = (
                record.asked == self._asked
                and (not self._today_in or record.day == _today(self._today_in))
                and (not self._theme or self._theme == record.theme)
                and record.archive == _stamp_archive(self._archive)
                and all(os.path.realpath(path) == leads for path, leads in record.places)
                and record.seen == self._see(record.content, record.theme)
                and stand_as_left(record.output, record.folders, _unpack_pages(record, rest))
            )
            if not agrees or not _is_at_rest(self._archive, record.archive):
                return None
            if record.search == _digest_index(record.output):
                return record.account
        except (OSError, LookupError, TypeError, ValueError, UnclearError):  # no record, or none that can be read
            return None
        if record.account.withdrawn:
            return None
        return record.account._replace(behind=None, indexed="")  # somebody else made that index

    def look(self, settings: Settings) -> Handover | None:
        """Note what is there before a build begins, put the last record aside; return what that build need not ask."""
        with suppress(FileNotFoundError):
            os.replace(self._archive + _ENDING, self._archive + _LAST)
        last, self._last = self._last, None  # some MB
        with suppress(OSError, UnclearError):
            if settings.render == "archive" and self._archive == os.path.abspath(settings.archive):
                self._see(str(settings.content), str(settings.theme))
                self._settings = settings
                # Another build may have ended since the record was read, and have seen what this one has not.
                if last and last[0].archive == _stamp_archive(self._archive):
                    if not last[0].copied and last[0].output == str(settings.output):
                        self._pages = _unpack_pages(*last)
                    return Handover(self._looked.pop(str(settings.content), []), self._pages)
        return None

    # -- after it -----------------------------------------------------------------------------------------------------

    def keep(self, account: Account, copied: Collection[str], moved: Moved | None = None) -> None:
        """Leave the record of a build that went well.

        `copied`: files of the output that Pelican put there itself. `moved`: the pages that are not as they were handed
        over; None: that is not known.
        """
        if self._settings is not None:
            with suppress(OSError, BriefingError, UnclearError):  # the site is built, with a record or without
                self._keep(self._settings, account, copied, moved)

    def _keep(self, settings: Settings, account: Account, copied: Collection[str], moved: Moved | None) -> None:
        from briefing.whole import write_whole  # noqa: PLC0415 - loaded by the build, not by the question

        pages = self._pages
        if pages is None or moved is None or len(moved) > MOST_MOVED:
            pages = _list_pages(settings, copied)
        else:  # to ask the archive for 75,000 takes 80 ms
            pages.move(moved)
        listed = "\n".join(pages.paths)
        if listed.count("\n") != len(pages.paths) - 1:
            raise UnclearError
        index = _digest_index(str(settings.output))
        account = account if index else account._replace(behind=False)
        record = _Record(
            asked=self._asked,
            day=settings.day,
            seen=self._see(str(settings.content), str(settings.theme)),
            content=str(settings.content),
            theme=str(settings.theme),
            output=str(settings.output),
            folders=find_folders(pages.paths),
            places=[[path, os.path.realpath(path)] for path in _places(settings)],
            search=index,
            archive=_stamp_archive(self._archive),
            pages=len(pages.paths),
            copied=sorted(copied),
            account=account,
        )
        body = b"".join(
            (
                json.dumps({**record._asdict(), "account": account._asdict()}).encode(),
                b"\n",
                pages.sizes.tobytes(),
                pages.mtimes.tobytes(),
                os.fsencode(listed),
            )
        )
        write_whole(self._archive + _ENDING, _FORMAT + blake2b(body, digest_size=CHECKSUM).digest() + body, 0o600)

    def _see(self, content: str, theme: str) -> str:
        """A digest of all that a build reads but the settings file; once looked at, it is what was seen then."""
        if (content, theme) not in self._seen:
            self._looked = {content: []}
            logo = os.path.join(os.path.dirname(content), self._logo) if self._logo else ""
            self._seen[content, theme] = digest(
                _digest_code(),
                digest_tree(theme),
                digest_tree(content, looked=self._looked[content]),
                *(describe_file(logo) if logo else ()),
            )
        return self._seen[content, theme]


def ask(options: Options) -> Question | None:
    """The question, for a build with these options; None where it has no clear answer, whatever the disk says."""
    try:
        return Question(options)
    except (OSError, TypeError, ValueError, RecursionError, UnclearError):
        return None


# -- what a build is asked for ----------------------------------------------------------------------------------------


def _can_be_known(values: Mapping[str, Any]) -> bool:
    """Whether all that builds do with these settings is known from here: foreign plugins may do anything each time."""
    static = values.get("STATIC_PATHS", ())
    return (
        list(values.get("PLUGINS") or ()) in ([], ["briefing"])
        and not any(values.get(key) for key in _EACH_TIME)
        and isinstance(static, list | tuple)
        and not any(os.path.isabs(path) or os.path.normpath(path).startswith(os.pardir) for path in static)
    )


def _describe(value: object) -> str:
    """A value as text that no other value has. Raises UnclearError for a kind of which that is not known."""
    kind = type(value)
    if f"{kind.__module__}.{kind.__qualname__}" in _PLAIN:
        return f"{kind.__name__} {value!r}"
    if isinstance(value, dict) and kind is dict:
        return f"{{{','.join(f'{_describe(key)}:{_describe(each)}' for key, each in value.items())}}}"
    if isinstance(value, list | tuple) and kind in (list, tuple):
        return f"{kind.__name__}[{','.join(map(_describe, value))}]"
    if isinstance(value, set | frozenset) and kind in (set, frozenset):
        return f"{{{','.join(sorted(map(_describe, value)))}}}"
    raise UnclearError


def _surroundings(options: Options) -> Iterator[str]:
    """What a build is asked for beside its settings file."""
    yield repr(options._replace(strict=False, settling=0.0))  # which change the exit status, and how long is waited
    yield os.getcwd()
    yield sys.version
    yield sys.prefix
    for name in sorted(os.environ):
        if name in _VARIABLES or name.startswith(_VARIABLE_BEGINNINGS):
            yield f"{name}={'' if name == _PASSWORD else os.environ[name]}"


def _today(zone: str) -> str:
    from datetime import datetime  # noqa: PLC0415 - not where the day is named
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - as above

    return datetime.now(ZoneInfo(zone)).date().isoformat()


def _find_archive(values: Mapping[str, Any], options: Options) -> str:
    """Where the archive is, as `settings` finds it; a record is made only where both say the same."""
    content = options.content or os.path.join(settings_folder(options), values.get("PATH", "content"))
    above = os.path.dirname(os.path.abspath(content))
    archive = os.path.abspath(os.path.join(above, values.get("BRIEFING_ARCHIVE") or _DEFAULT_ARCHIVE))
    return os.path.realpath(archive) if os.path.islink(archive) else archive


def _find_theme(values: Mapping[str, Any], options: Options) -> str:
    """The theme, where one is named; Pelican takes the name for one of its own themes where no such folder is."""
    if not values.get("THEME"):
        return ""
    theme = os.path.abspath(os.path.join(settings_folder(options), values["THEME"]))
    if not os.path.isdir(theme):
        raise UnclearError
    return theme


def _places(settings: Settings) -> list[str]:
    """The paths of which it matters where they lead."""
    mail = (settings.mail.folder, settings.mail.recipients)
    return [str(path) for path in (settings.content, settings.output, settings.theme, settings.archive, *mail) if path]


# -- what it sees -----------------------------------------------------------------------------------------------------


def _digest_code() -> str:
    """Of Briefing's own files, and of what else is installed: folders of packages change with what is in them."""
    spec = find_spec("pelican")
    places = list(spec.submodule_search_locations or ()) if spec else []
    installed = [each for each in sys.path if each.endswith("-packages") and os.path.isdir(each)]
    return digest(
        digest_tree(os.path.dirname(__file__), "__pycache__"),
        *(f"{each} {os.stat(each).st_mtime_ns}" for each in (*places, *installed)),
        *(str(describe_file(file.path)) for each in places for file in _modules_in(each)),
    )


def _modules_in(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted((entry for entry in entries if entry.name.endswith(".py")), key=lambda entry: entry.name)


# -- what it left -----------------------------------------------------------------------------------------------------


def _stamp_archive(archive: str) -> list[int]:
    """Size, mtime and number of the archive's file. Raises UnclearError where a build ended in the middle of it."""
    if any(os.path.exists(f"{archive}{ending}") for ending in ("-wal", "-journal")):
        raise UnclearError
    stat = os.lstat(archive)
    return [stat.st_size, stat.st_mtime_ns, stat.st_ino]


def _is_at_rest(archive: str, stamp: list[int]) -> bool:
    """Whether no build is under way, and none was since the archive had that stamp."""
    try:
        import fcntl  # noqa: PLC0415 - `locking` has flock from filelock, which takes 45 ms to load
    except ImportError:  # Windows
        return False
    descriptor = os.open(f"{archive}.lock", os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return _stamp_archive(archive) == stamp
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)


def _digest_index(output: str) -> str:
    """Of the search index, as it lies in the output; empty: there is none."""
    folder = f"{output}/pagefind"
    return digest_tree(folder) if os.path.isdir(folder) else ""


def _read(path: str) -> tuple[_Record, memoryview]:
    """A record, and what follows it in the file. Raises OSError; ValueError if damaged."""
    with open(path, "rb") as file:
        raw = file.read()
    start = len(_FORMAT) + CHECKSUM
    body = memoryview(raw)[start:]
    if not raw.startswith(_FORMAT) or raw[len(_FORMAT) : start] != blake2b(body, digest_size=CHECKSUM).digest():
        raise ValueError(path)
    end = raw.index(b"\n", start)
    said = json.loads(raw[start:end])
    return _Record(**{**said, "account": Account(**said["account"])}), memoryview(raw)[end + 1 :]


def _unpack_pages(record: _Record, rest: memoryview) -> Pages:
    """The pages, which a build that finds nothing to do looks at, and one that does: 4 ms for 20,000."""
    sizes, mtimes = array("q"), array("q")
    width = sizes.itemsize * record.pages
    sizes.frombytes(rest[:width])
    mtimes.frombytes(rest[width : 2 * width])
    return Pages(os.fsdecode(bytes(rest[2 * width :])).split("\n"), sizes, mtimes)


def list_left(archive: str) -> tuple[str, list[str]]:
    """The output folder of the last build that left a record, and those of its pages that still are as it left them.

    For an archive that knows nothing of them any more. Files that Pelican put there are none of them; no such record:
    no pages.
    """
    for ending in (_ENDING, _LAST):
        with suppress(OSError, LookupError, TypeError, ValueError):
            record, rest = _read(archive + ending)
            pages, copied = _unpack_pages(record, rest).rows(), set(record.copied)
            left = [page for page, *stamp in pages if page not in copied and stands(record.output, page, *stamp)]
            return record.output, left
    return "", []


def _list_pages(settings: Settings, copied: Iterable[str]) -> Pages:
    """The pages as the archive has them, and copied files as they are. Raises OSError, BriefingError, UnclearError."""
    from briefing.archive import Archive  # noqa: PLC0415 - loaded by the build, not by the question

    pages = Pages([], array("q"), array("q"))
    with Archive(settings.archive) as archive:
        for path, size, mtime in archive.each("select path, size, mtime from page order by path"):
            pages.paths.append(path)
            pages.sizes.append(size)
            pages.mtimes.append(mtime)
    stamps = (stamp_page(str(settings.output), path) for path in copied)
    pages.move({path: (size, mtime) for path, size, mtime in stamps})
    return pages
