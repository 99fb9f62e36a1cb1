"""May readers' addresses lie here? Not where pages are published from."""

from __future__ import annotations

import os
from pathlib import Path

from briefing.errors import MailError


def check_place(path: Path, content: Path, output: Path) -> None:
    """Raise MailError if what lies at `path` could be published: in the content or the output folder."""
    folder = find_published(path, content, output)
    if folder:
        raise MailError(
            f"Readers' addresses would lie inside {folder}, from which pages are published.",
            remedy="Move it, or name a place, outside of the folders of the site.",
            path=str(path),
        )


def find_published(path: Path, *folders: Path) -> Path | None:
    """Return the first of the folders in which `path` lies, by where it stands or by where it leads; None: in none."""
    for folder in folders:
        for follow in (os.path.abspath, os.path.realpath):
            if Path(follow(path)).is_relative_to(follow(folder)):
                return folder
    return None
