"""What can stop Briefing, each with its remedy. Problems of single articles are `model.Note`s instead."""

from __future__ import annotations

import errno

# What a user can do about what the system refused. After a number that is not here, to look at what it says.
_REMEDIES = {
    errno.ENOSPC: "Free space on that disk, then run this again.",
    errno.EDQUOT: "Your quota of that disk is used up: free space or have it raised, then run this again.",
    errno.EROFS: "That disk is mounted read-only: mount it for writing, or name another folder.",
    errno.EACCES: "Mend the permissions there, or run this as the user whose files they are.",
    errno.EPERM: "Mend the permissions there, or run this as the user whose files they are.",
    errno.EIO: "The disk, or the way to it, fails: look into the system's log. On a sound disk, run this again.",
    errno.EMFILE: "Let this program open more files (ulimit -n 1024), then run this again.",
    errno.ENFILE: "The whole system has too many files open: end other programs, then run this again.",
    errno.ENOMEM: "Free memory, or set BRIEFING_WORKERS = 1, then run this again.",
    errno.EAGAIN: "Let this user run more processes (ulimit -u), or set BRIEFING_WORKERS = 1, then run this again.",
    errno.EFBIG: "Files may not become that long here: raise the limit (ulimit -f), or name another disk.",
    errno.ENOENT: "Something was taken away meanwhile: run this again.",
    **dict.fromkeys(
        (errno.EEXIST, errno.EISDIR, errno.ENOTDIR), "Something is in the way there: remove it, then run this again."
    ),
    errno.ENAMETOOLONG: "Shorten the name, or that of a folder above it.",
}
# What the system refused when SQLite says READONLY, IOERR, FULL (sqlite.org/rescode.html).
_SQLITE_REFUSALS = {8: errno.EACCES, 10: errno.EIO, 13: errno.ENOSPC}
# IOERR_WRITE, IOERR_TRUNCATE, IOERR_SHMSIZE: what it says, too, where a file cannot become longer.
_SQLITE_TOO_LONG = frozenset({778, 1546, 4874})


class BriefingError(Exception):
    """Something the user has to put right before anything can be built.

    `what` says what is wrong, `remedy` what to do, `path` and `line` where (line 0: no line can be named).
    """

    exitcode = 2  # Pelican, too, takes its exit status from here

    def __init__(self, what: str, *, remedy: str = "", path: str = "", line: int = 0) -> None:
        place = f"{path}:{line}: " if path and line else f"{path}: " if path else ""
        super().__init__(f"{place}{what}" + (f" {remedy}" if remedy else ""))
        self.what, self.remedy, self.path, self.line = what, remedy, path, line


class SettingError(BriefingError):
    """A setting that cannot be used."""


class RegistryError(BriefingError):
    """actors.yml, events.yml or sources.yml cannot be used as it stands."""


class ContentError(BriefingError):
    """A file or folder of content cannot be used by the command that was given it."""


class NoTextError(ContentError):
    """There is no text in what was given, or none but what stands around articles."""


class VerbatimError(BriefingError):
    """A page would publish words that do not stand at their place in their article."""


class MachineError(BriefingError):
    """The system refused something: there is no space, no permission, no memory."""


class ArchiveError(BriefingError):
    """The archive turned out to be damaged and was removed; the next build makes it anew."""


class OutputError(BriefingError):
    """The output folder cannot be written, or a page would land outside it."""


class ReleaseError(BriefingError):
    """A release cannot be made, is not fit to be shown, or is not there."""


class ClusterError(BriefingError):
    """The cluster that should read the articles is not there, or is not as it has to be."""


class MailError(BriefingError):
    """An edition cannot be mailed as things stand: no outbox, a server that refuses, an edition not approved."""


def find_remedy(error: Exception, otherwise: str = "Put that right, then run this again.") -> str:
    """Return what to do about what the system refused, to us or to SQLite; `otherwise` where that is not known."""
    code = getattr(error, "sqlite_errorcode", 0)
    number = getattr(error, "errno", None) or _SQLITE_REFUSALS.get(code & 0xFF, 0)
    if code in _SQLITE_TOO_LONG and _is_limited():
        number = errno.EFBIG
    return _REMEDIES.get(number, otherwise)


def _is_limited() -> bool:
    """Whether files may only become so long, which nearly nobody has set (ulimit -f)."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return False
    return resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY
