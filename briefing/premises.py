"""Do the places that the settings name lie apart: is nothing published that is no page, nothing written over?"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from briefing.errors import SettingError
from briefing.mail.places import find_published

_PACKAGE = Path(__file__).parent  # a theme may lie in it
RELEASES, LOCK = (
    "releases",
    ".publish.lock",
)  # of a folder with releases: DIR/releases/.publish.lock says that it is one
_PROGRAM = ".py"  # no site has one at its top; a folder of tests, of settings or of a package has


def check_output(output: Path, content: Path, theme: Path) -> None:
    """Raise SettingError where pages would come among what a site is made from: articles, theme, programs, a `.git`.

    A checkout of a branch for pages may well be an output: it has a `.git`, and lies in none.
    """
    real, sources = output.resolve(), content.resolve()
    if real == sources or sources.is_relative_to(real):
        raise SettingError(
            f"The output folder {output} holds the content folder.",
            remedy="Choose another with --output or OUTPUT_PATH.",
        )
    if real.is_relative_to(sources):
        raise SettingError(
            f"The output folder {output} lies inside the content folder, so its pages would be read as articles.",
            remedy="Choose another with --output or OUTPUT_PATH, or name the folder of articles in PATH.",
        )
    if output.exists() and not output.is_dir():
        raise SettingError(f"The output {output} is a file.", remedy="Choose a folder with --output or OUTPUT_PATH.")
    for folder, name in ((theme.resolve(), "theme"), (_PACKAGE.resolve(), "program of Briefing")):
        if folder.is_relative_to(real) or real.is_relative_to(folder):
            how = "lies inside" if real.is_relative_to(folder) and real != folder else "holds"
            raise SettingError(
                f"The output folder {output} {how} the {name}, {folder}.",
                remedy="Choose a folder of its own with --output or OUTPUT_PATH.",
            )
    if ".git" in real.parts:
        raise SettingError(
            f"The output folder {output} lies inside a .git, where Git keeps what it knows.",
            remedy="Choose another with --output or OUTPUT_PATH.",
        )
    if releases := _find_releases(output):
        raise SettingError(
            f"The output folder {output} lies in {releases}, where briefing publish keeps releases.",
            remedy=f"Choose another with --output or OUTPUT_PATH; briefing publish {releases} shows it there.",
        )
    if program := _find_program(real):
        raise SettingError(
            f"The output folder {output} holds a program, {program}, and all that lies there is published.",
            remedy="Choose a folder of its own with --output or OUTPUT_PATH.",
        )


def _find_program(folder: Path) -> str:
    with suppress(OSError):  # whoever writes there says so
        return min((name for name in os.listdir(folder) if name.endswith(_PROGRAM)), default="")
    return ""


def _find_releases(path: Path) -> Path | None:
    """The folder with releases in which `path` lies, by where it stands or by where it leads; None: it is in none."""
    for real in (Path(os.path.abspath(path)), path.resolve()):
        for folder in (real, *real.parents):
            if os.path.exists(folder / RELEASES / LOCK):  # which raises nothing
                return folder
    return None


def check_apart(root: Path, names: Iterable[tuple[str, Path]]) -> None:
    """Raise SettingError where what a setting names lies in the folder of releases, all of which is served."""
    for name, path in names:
        if find_published(path, root):
            raise SettingError(
                f"{name} {path} lies inside {root}, which a web server shows.",
                remedy="Put it beside that folder, not into it.",
            )


def check_kept(setting: str, path: Path, holds: str, content: Path, output: Path, theme: Path) -> None:
    """Raise SettingError where what `setting` names lies in a folder from which pages or their parts are published.

    `holds`: what it holds that nobody is to read, as "The words of drafts".
    """
    folders: list[tuple[Path, str]] = [(content, "content"), (output, "output"), (theme, "theme's")]
    if releases := _find_releases(path):
        folders.append((releases, "releases'"))
    for folder, name in folders:
        if find_published(path, folder):
            raise SettingError(
                f"{setting} {path} lies inside the {name} folder {folder}. {holds} would be published.",
                remedy="Put it beside that folder, not into it.",
            )
