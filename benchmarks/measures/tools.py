"""Where are the programs that measure a site, and what is missing?

Chromium and Java come from the system, axe-core, the Nu HTML Checker and Lighthouse from npm: `make .venv/.web` and
`make .venv/.lighthouse` put them into the virtual environment, from the hashed lists in requirements/.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MACOS_BROWSER = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
# What a fresh Chromium does by itself (updates, synchronisation, experiments) asks the network and disturbs a measure;
# without a sandbox it also runs as root, as in a container.
BROWSER_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Missing(Exception):  # noqa: N818 - nothing went wrong, a program is not there
    """A program is not there; the message says which and how it is had."""


def find_browser() -> str:
    """The path of a Chromium: the one that BRIEFING_BROWSER names, else the first that is installed."""
    named = os.environ.get("BRIEFING_BROWSER")
    found = next(filter(None, map(shutil.which, [named] if named else [*BROWSERS, MACOS_BROWSER])), None)
    return found or _miss("Chromium", "install one, or name it in BRIEFING_BROWSER")


def find_java() -> str:
    return shutil.which("java") or _miss("Java", "install Java 17 or later (Debian: default-jre-headless)")


def find_node() -> str:
    return shutil.which("node") or _miss("node", "install Node 20 or later (Debian: nodejs npm)")


def find_axe() -> Path:
    return _find_npm("web", "axe-core/axe.min.js")


def find_checker() -> Path:
    return _find_npm("web", "vnu-jar/build/dist/vnu.jar")


def find_lighthouse() -> Path:
    return _find_npm("lighthouse", "lighthouse/cli/index.js")


def _find_npm(group: str, file: str) -> Path:
    path = Path(sys.prefix) / group / "node_modules" / file
    return path if path.is_file() else _miss(file.partition("/")[0], f"make {Path(sys.prefix).name}/.{group}")


def _miss(what: str, remedy: str) -> NoReturn:
    raise Missing(f"no {what}: {remedy}")
