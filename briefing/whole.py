"""How is a file written whole or not at all, also when the program is killed?"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress


def write_whole(target: str, data: bytes, mode: int = 0o644) -> None:
    """Put `data` at `target`, whose folder is there: readers see the old file or the new one. Raises OSError.

    `mode`: who may read it then; nobody but us can before.
    """
    descriptor, temporary = tempfile.mkstemp(prefix=".briefing-", dir=os.path.dirname(target))
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            os.fchmod(descriptor, mode)
        os.replace(temporary, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
