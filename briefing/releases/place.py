"""Where do releases lie, which of them are whole, and which is shown?

    DIR/current              a link to the release that is shown: the folder for the web server
    DIR/releases/000042/     a release: a whole site
    DIR/releases/000042.sha256, 000042.json
                             its list of files, and what is written down of it (`model`)

A release has its JSON file from when it is shown; before, that is called 000042.coming. So what a killed program left
is known: one that is neither shown nor has its JSON file goes with the next publish. All above the one that is shown
were rolled back.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from briefing.durable import sync, write_durably
from briefing.errors import ReleaseError, find_remedy
from briefing.locking import LocklessError, TakenError, hold_lock
from briefing.releases.model import Release, Sums, digest_sums, format_sums, read_sums
from briefing.whole import PREFIX

CURRENT, RELEASES = "current", "releases"  # names in DIR
_LOCK, _HOLDER = ".publish.lock", ".publish.pid"  # … and in DIR/releases; the lock says that the folder is ours
_NUMBER = re.compile(r"(\d{6,})(\.json|\.sha256|\.coming)?")
_OURS_ALONE = frozenset(("lost+found",))  # what may lie in a new DIR: a disk of its own is mounted there


class Place:
    """A folder with releases."""

    def __init__(self, root: Path) -> None:
        self.root = Path(os.path.abspath(root))
        self.releases = self.root / RELEASES
        self.current = self.root / CURRENT

    def folder(self, number: int) -> Path:
        """Where the files of a release are."""
        return self.releases / f"{number:06d}"

    def _beside(self, number: int, ending: str) -> Path:
        """What lies beside it under its number; with no ending the folder itself."""
        return self.releases / f"{number:06d}{ending}"

    # -- whose it is --------------------------------------------------------------------------------------------------

    def check(self) -> None:
        """Raise ReleaseError where no release lies, or what lies there is not ours."""
        if not (self.releases / _LOCK).exists():
            raise ReleaseError(f"{self.root} holds no releases.", remedy="Make one with briefing publish.")
        self.shown()

    def open(self) -> None:
        """Make the folder where it is not there. Raises ReleaseError where it holds what is not ours."""
        if os.name != "posix":
            raise ReleaseError(
                "Releases need a system on which a link can be exchanged in one step, and this is none.",
                remedy="Publish on Linux or macOS, or copy what briefing build makes to the server.",
            )
        try:
            if not (self.releases / _LOCK).exists():
                strange = self._find_strange()
                if strange:
                    raise ReleaseError(
                        f"{self.root} holds {strange}, which no briefing publish put there.",
                        remedy=f"Name a new or empty folder; the web server is to show {CURRENT}/ in it.",
                    )
                if not self.root.is_dir():
                    self.root.mkdir(parents=True, exist_ok=True)
                    open_to_readers(self.root)  # one that was there is for whom its owner has made it
                self.releases.mkdir(exist_ok=True)
                open_to_readers(self.releases)
                self._try_link()
        except OSError as error:
            raise tell_refusal(error, self) from error
        self.shown()

    def _try_link(self) -> None:
        """Raise ReleaseError at once where nothing could be shown in the end."""
        link = self.root / f"{PREFIX}{CURRENT}"
        try:
            link.symlink_to(RELEASES)
            link.unlink()
        except FileExistsError:  # of a killed program
            return
        except OSError as error:
            if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.ENOSYS}:
                raise
            raise ReleaseError(
                f"The file system of {self.root} knows no symbolic links.",
                remedy="Publish to one that does; ext4, XFS, Btrfs, ZFS and APFS do.",
            ) from error

    def _find_strange(self) -> str:
        with suppress(FileNotFoundError):
            names = sorted(os.listdir(self.root))
            ours = {name for name in names if name in _OURS_ALONE or name.startswith(PREFIX)}
            if RELEASES in names and self.releases.is_dir() and not os.listdir(self.releases):
                ours.add(RELEASES)  # we were killed right there
            return next((name for name in names if name not in ours), "")
        return ""

    @contextmanager
    def held(self) -> Iterator[None]:
        """Be the only one who changes something here. Raises ReleaseError."""
        try:
            with hold_lock(self.releases / _LOCK, self.releases / _HOLDER):
                yield
        except TakenError as error:
            raise ReleaseError(f"Somebody publishes to {self.root} already{error}.", remedy="Wait for it.") from error
        except LocklessError as error:
            raise ReleaseError(
                f"{self.root} lies on a file system that knows no locks.", remedy="Publish to a local disk."
            ) from error

    # -- what is there ------------------------------------------------------------------------------------------------

    def shown(self) -> int:
        """The number of the release that is shown; 0: none. Raises ReleaseError where that is none of ours."""
        try:
            leads = os.readlink(self.current)
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise ReleaseError(
                f"{self.current} is to be a link to the release that is shown, and is a folder or file.",
                remedy="Move it away, then run this again.",
            ) from error
        folder, _, name = leads.rpartition("/")
        found = _NUMBER.fullmatch(name)
        if folder not in {RELEASES, str(self.releases)} or not found or found[2]:
            raise ReleaseError(
                f"{self.current} leads to {leads}, which no briefing publish made.",
                remedy="Move the link away, then run this again.",
            )
        return int(found[1])

    def _numbers(self) -> Iterator[tuple[int, str]]:
        """What lies among the releases, each with its ending; a folder has none."""
        for name in sorted(os.listdir(self.releases)):
            if found := _NUMBER.fullmatch(name):
                yield int(found[1]), found[2] or ""

    def written(self) -> dict[int, Release]:
        """What is written down of releases, by number, also of those of which nothing else is left."""
        found, shown = {}, self.shown()
        for number, ending in self._numbers():
            if ending == ".json" or (ending == ".coming" and number == shown):
                with suppress(
                    msgspec.MsgspecError, RecursionError, UnicodeDecodeError, FileNotFoundError
                ):  # as if it were not there
                    found[number] = msgspec.json.decode(self._beside(number, ending).read_bytes(), type=Release)
        return found

    def whole(self) -> dict[int, Release]:
        """The releases that are or were shown, by number."""
        return {number: release for number, release in self.written().items() if self.folder(number).is_dir()}

    def next_number(self) -> int:
        """A number above all that were given."""
        return max([0, self.shown(), *(number for number, _ in self._numbers())]) + 1

    def sums(self, release: Release) -> dict[str, str]:
        """What a release is to hold. Raises ReleaseError where its list is damaged."""
        path = self._beside(release.number, ".sha256")
        try:
            listed = path.read_bytes()
            if digest_sums(listed) == release.digest:
                return read_sums(listed)
        except (OSError, ValueError):
            pass
        raise ReleaseError(
            f"The list of the files of release {release.number} is damaged.",
            remedy="Roll back to another one, or publish anew.",
            path=str(path),
        )

    # -- changes, for who holds the lock ------------------------------------------------------------------------------

    def begin(self, number: int, instead: int = 0) -> Path:
        """Return a folder in which a release is made: that of `instead`, a release which is no more; else a new one."""
        coming = self.releases / f"{PREFIX}{number:06d}"
        if instead:
            self._beside(instead, ".json").unlink()
            self.folder(instead).rename(coming)
            self._beside(instead, ".sha256").unlink(missing_ok=True)
        else:
            coming.mkdir()
        return coming

    def finish(self, coming: Path, release: Release, sums: Sums) -> None:
        """Make a whole release of a folder that the disk keeps. It is not shown yet."""
        coming.rename(self.folder(release.number))
        write_durably(str(self._beside(release.number, ".sha256")), format_sums(sums))
        self.note(release, ".coming")

    def note(self, release: Release, ending: str = ".json") -> None:
        """Write down what is known of a release."""
        data = msgspec.json.format(msgspec.json.encode(release), indent=1) + b"\n"
        write_durably(str(self._beside(release.number, ending)), data)

    def show(self, number: int) -> None:
        """From here on, show that release: readers see the one before up to this step, and this one after it."""
        link = self.root / f"{PREFIX}{CURRENT}"
        with suppress(FileNotFoundError):
            link.unlink()
        link.symlink_to(f"{RELEASES}/{number:06d}", target_is_directory=True)
        os.replace(link, self.current)
        sync(str(self.root))
        self._settle(number)

    def _settle(self, number: int) -> None:
        with suppress(FileNotFoundError):
            self._beside(number, ".coming").rename(self._beside(number, ".json"))

    def remove(self, number: int) -> None:
        """Remove a release. Of one that was rolled back stays what is written down, so that it does not come again."""
        if number < self.shown():
            self._beside(number, ".json").unlink(missing_ok=True)
        self._beside(number, ".sha256").unlink(missing_ok=True)
        gone = self.releases / f"{PREFIX}gone-{number:06d}"  # half of it is no release
        self.folder(number).rename(gone)
        shutil.rmtree(gone)

    def sweep(self) -> None:
        """Bring in order what killed programs left: half releases, whole ones never shown, files and links."""
        for folder in (self.root, self.releases):
            for name in os.listdir(folder):
                if name.startswith(PREFIX):
                    _remove(folder / name)
        shown = self.shown()
        self._settle(shown)
        written = self.written()
        for number, ending in list(self._numbers()):
            gone = number not in written or (number < shown and not self.folder(number).is_dir())
            if gone and number != shown:
                _remove(self._beside(number, ending))


def open_to_readers(folder: Path) -> None:
    """Let a web server read a folder that was just made, whatever the umask says."""
    mode = folder.stat().st_mode
    if mode & 0o777 != 0o755:
        folder.chmod((mode & 0o7000) | 0o755)


@contextmanager
def changing(place: Place) -> Iterator[None]:
    """Change something among the releases, alone; what goes wrong leaves no half of it. Raises ReleaseError."""
    try:
        with place.held():
            place.sweep()
            try:
                yield
            except BaseException:
                with suppress(OSError, ReleaseError):
                    place.sweep()
                raise
    except OSError as error:
        raise tell_refusal(error, place) from error


def tell_refusal(error: OSError, place: Place) -> ReleaseError:
    """What it means for the user, and for readers, that the system refused something."""
    readers = ""
    with suppress(OSError, ReleaseError):
        if shown := place.shown():
            readers = f" Readers have release {shown}."
    return ReleaseError(f"{error.filename or place.root}: {error.strerror}.{readers}", remedy=find_remedy(error))


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
