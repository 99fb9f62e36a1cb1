"""What are the bytes of a file that the editor names?"""

from __future__ import annotations

from pathlib import Path

from briefing.adding.cleaning import LARGEST_FILE
from briefing.errors import ContentError


def read_raw(path: Path) -> bytes:
    """Return the bytes of a file that is to be added. Raises ContentError for what is no file that can be read."""
    try:
        if not path.is_file():
            what = "This is not a file." if path.exists() else "There is no such file."
            raise ContentError(what, remedy="Name a text, HTML or Markdown file.", path=str(path))
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)  # one more than is taken, so that `clean` can tell
    except OSError as error:
        what = f"The file cannot be read ({error.strerror})."
        raise ContentError(what, remedy="Give permission to read it.", path=str(path)) from None
