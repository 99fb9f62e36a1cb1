"""What can stop Briefing, each with its remedy. Problems of single articles are `model.Note`s instead."""

from __future__ import annotations


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


class VerbatimError(BriefingError):
    """A page would publish words that do not stand at their place in their article."""


class ArchiveError(BriefingError):
    """The archive turned out to be damaged and was removed; the next build makes it anew."""


class OutputError(BriefingError):
    """The output folder cannot be written, or a page would land outside it."""


class ClusterError(BriefingError):
    """The cluster that should read the articles is not there, or is not as it has to be."""


class MailError(BriefingError):
    """An edition cannot be mailed as things stand: no outbox, a server that refuses, an edition not approved."""
