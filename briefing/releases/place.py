"""Where do releases lie, which of them are whole, and which is shown?

    DIR/current              a link to the release that is shown: the folder for the web server
    DIR/releases/000042/     a release: a whole site
    DIR/releases/000042.sha256, 000042.json
                             its list of files, and what is written down of it (`model`)
    DIR/releases/shown.json  the same once more, of the one that is shown: what a lost link, or a damaged record, said

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
from briefing.folder import OF_THE_DISK
from briefing.locking import LocklessError, TakenError, hold_lock
from briefing.model import Note
from briefing.premises import LOCK, RELEASES
from briefing.releases.model import Release, Sums, digest_sums, format_sums, read_sums
from briefing.whole import PREFIX

CURRENT = "current"  # the name in DIR, beside RELEASES
_HOLDER = ".publish.pid"  # … and in DIR/releases, beside LOCK
_COPY = "shown.json"
_NUMBER = re.compile(r"(\d{6,})(\.json|\.sha256|\.coming)?")


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
        if not (self.releases / LOCK).exists():
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
            if not (self.releases / LOCK).exists():
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
            ours = {name for name in names if name in OF_THE_DISK or name.startswith(PREFIX)}
            if RELEASES in names and self.releases.is_dir() and not os.listdir(self.releases):
                ours.add(RELEASES)  # we were killed right there
            return next((name for name in names if name not in ours), "")
        return ""

    @contextmanager
    def held(self) -> Iterator[None]:
        """Be the only one who changes something here. Raises ReleaseError."""
        try:
            with hold_lock(self.releases / LOCK, self.releases / _HOLDER):
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
            counts = ending == ".json" or (ending == ".coming" and number == shown)
            if counts and (release := _read(self._beside(number, ending))):
                found[number] = release
        copy = _read(self.releases / _COPY)
        if copy and self.folder(copy.number).is_dir():
            found.setdefault(copy.number, copy)
        return found

    def last(self) -> Release | None:
        """What is written down of the release that is shown, or of the newest before it of which that can be read.

        Where there is none, it is that of the newest after it. None: nothing can be read.
        """
        written, shown = self.written(), self.shown()
        numbers = [number for number in written if number <= shown] or list(written)
        return written[max(numbers)] if numbers else None

    def has_record(self, number: int) -> bool:
        """Whether what is written down beside a release can be read."""
        return bool(self._record(number))

    def _record(self, number: int) -> Release | None:
        return _read(self._beside(number, ".json")) or _read(self._beside(number, ".coming"))

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

    def mend(self) -> list[Note]:
        """Show again what was shown, where the link is gone; tell that, and what cannot be read. Raises ReleaseError.

        Where nobody knows which release was shown, as an older version made them, it is the newest.
        """
        shown, whole, notes = self.shown(), self.whole(), []
        damaged = {number for number, ending in self._numbers() if ending == ".json" and not self.has_record(number)}
        if shown and self.folder(shown).is_dir() and not self.has_record(shown):
            damaged.add(shown)
        if not shown and whole:
            copy = _read(self.releases / _COPY)
            number = copy.number if copy and copy.number in whole else max(whole)
            with changing(self):
                self.show(number)
            what = f"The link was gone, and shows release {number} again."
            notes.append(Note(str(self.current), 0, what, "See who took it away; a backup has to keep links."))
        elif damaged:
            with changing(self):
                pass  # that of the release that is shown is written anew, if there is a copy; the others go
        for number in sorted(damaged):
            which = ", which is shown," if number == shown else ""
            what = f"What is written down of release {number}{which} cannot be read."
            again = "It is written anew; look" if self.has_record(number) else "Look" if which else "It goes; look"
            notes.append(Note(f"{RELEASES}/{number:06d}.json", 0, what, f"{again} at the disk."))
        return notes

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
        _write(self._beside(release.number, ending), release)

    def show(self, number: int) -> None:
        """From here on, show that release: readers see the one before up to this step, and this one after it."""
        self._note_shown(number)  # before: a program that is killed there, or just after it, is run again
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
        self._note_shown(number)

    def _note_shown(self, number: int) -> None:
        """Have a copy of what is written down of the release that is shown; of a damaged one the copy takes the place.

        Where the disk is full, say, the next publish does it.
        """
        with suppress(OSError):
            release, copy = self._record(number), _read(self.releases / _COPY)
            if release and copy != release:
                _write(self.releases / _COPY, release)
            elif not release and copy and copy.number == number:
                self.note(copy)

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


def _read(path: Path) -> Release | None:
    """What is written down of a release; None: nothing, or what cannot be read."""
    with suppress(msgspec.MsgspecError, RecursionError, UnicodeDecodeError, FileNotFoundError):
        return msgspec.json.decode(path.read_bytes(), type=Release)
    return None


def _write(path: Path, release: Release) -> None:
    write_durably(str(path), msgspec.json.format(msgspec.json.encode(release), indent=1) + b"\n")


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
