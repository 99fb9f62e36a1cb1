"""Is every page valid HTML, every style sheet valid CSS, every SVG file valid? The Nu HTML Checker's answer."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from benchmarks.measures.tools import find_checker, find_java

# For the checker a file: address is an origin of its own, so 'self' never fits and every style sheet counts as blocked.
# Whether a sheet really is loaded under the policy is seen in the browser.
OF_FILES_ONLY = r".*blocked by “[a-z]+-src” directive.*"


@dataclass(frozen=True)
class Complaint:
    href: str
    serious: bool  # an error; else a warning
    line: int
    message: str
    extract: str

    def __str__(self) -> str:
        kind = "error" if self.serious else "warning"
        return f"{self.href}:{self.line}: {kind}: {self.message} {self.extract!r}"


def check_markup(*outputs: Path) -> list[Complaint]:
    """All errors and warnings of the HTML, CSS and SVG files below `outputs`, by address, without those of mails.

    Of several, addresses are those below what the folders have in common.
    """
    command = [find_java(), "-Xss8m", "-jar", str(find_checker()), "--stdout", "--format", "json", "--exit-zero-always"]
    command += ["--also-check-css", "--also-check-svg", "--skip-non-html", "--filterpattern", OF_FILES_ONLY]
    folders = [output.resolve() for output in outputs]
    ran = subprocess.run([*command, *map(str, folders)], capture_output=True, check=True)
    common = os.path.commonpath(folders)
    complaints = []
    for message in json.loads(ran.stdout)["messages"]:
        path = Path(unquote(urlsplit(message.get("url", "")).path))
        within = next((path.relative_to(folder) for folder in folders if path.is_relative_to(folder)), path)
        if within.parts[:1] not in (("mail",), ("pagefind",)):
            href = path.relative_to(common).as_posix() if path.is_relative_to(common) else str(path)
            serious = message["type"] != "info"
            extract = " ".join(message.get("extract", "").split())
            complaints.append(Complaint(href, serious, message.get("lastLine", 0), message["message"], extract))
    return sorted(complaints, key=str)
