"""One build, told what to leave out of its defence, and watched for what it writes where it must not.

    python -m benchmarks.disarmed FOLDER DAY [--open]

FOLDER has content/ and gets output/, .briefing/ and tmp/, for what this process and its workers put aside. With
`--open` neither sanitiser nor escaping does anything: an article's text is what its Markdown makes of it, and templates
print values as they are. No product has such a setting; what does the work is replaced in this process. The last line
is JSON: articles by state, what was written elsewhere, and the failure of the build, if it failed.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
EVENTS = {  # that write, with how many paths they name
    "os.link": 2,
    "os.mkdir": 1,
    "os.remove": 1,
    "os.rename": 2,
    "os.rmdir": 1,
    "os.symlink": 2,
    "sqlite3.connect": 1,
}
NOWHERE = ("/dev/", "/proc/")


def watch_writes(folder: Path) -> set[str]:
    """Return a set that gets every path outside output/, .briefing/ and tmp/ of `folder` that this process writes."""
    inside = tuple(f"{folder.resolve() / name}" for name in ("output", ".briefing", "tmp"))
    found: set[str] = set()

    def check(path: Any) -> None:
        if isinstance(path, int):
            return
        place = os.path.realpath(os.fsdecode(path))
        allowed = place in inside or place.startswith((*(f"{each}{os.sep}" for each in inside), *NOWHERE))
        if not allowed and "__pycache__" not in place:
            found.add(place)

    def hear(event: str, given: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(given[2], int) and given[2] & WRITING:
            check(given[0])
        elif event in EVENTS:
            for path in given[: EVENTS[event]]:
                check(path)

    sys.addaudithook(hear)
    return found


def disarm() -> None:
    """Take sanitiser, escaping and the check of what is written out of this process, before Briefing is loaded."""
    import markupsafe  # noqa: PLC0415

    def keep(html: str, article: str = "") -> str:  # noqa: ARG001 - as the sanitiser is called
        return html

    setattr(markupsafe, "_escape_inner", str)  # noqa: B010 - all that escapes for Jinja and for us calls it
    for module, name, does in (
        ("markup", "sanitise", keep),
        ("reading", "sanitise", keep),
        ("visible", "escape_words", str),
        ("site.rows", "escape_words", str),
        ("site.article", "article_body", lambda page, *_: page.record.article.html),
        ("site.render", "inside_script", markupsafe.Markup),
        ("printing", "check_file", lambda *_, **__: 0),
    ):
        place = import_module(f"briefing.{module}")
        getattr(place, name)  # or it has moved, and this would leave it as it is
        setattr(place, name, does)


def main() -> None:
    folder, day = Path(sys.argv[1]), sys.argv[2]
    if "--open" in sys.argv:
        disarm()
    from briefing.archive import Archive  # noqa: PLC0415 - after what it uses was replaced
    from briefing.building import build  # noqa: PLC0415
    from briefing.settings import check_settings  # noqa: PLC0415

    said: dict[str, Any] = {"states": {}, "failed": [], "error": "", "outside": []}
    settings = check_settings(
        {
            "PATH": str(folder / "content"),
            "OUTPUT_PATH": str(folder / "output"),
            "BRIEFING_ARCHIVE": str(folder / ".briefing" / "archive.sqlite3"),
            "BRIEFING_DAY": day,
            "BRIEFING_WORKERS": 1,
        }
    )
    (folder / ".briefing").mkdir(exist_ok=True)
    (folder / "tmp").mkdir(exist_ok=True)
    tempfile.tempdir = str(folder / "tmp")
    outside = watch_writes(folder)
    try:
        build(settings)
    except Exception as error:  # noqa: BLE001 - that it failed is what is asked
        said["error"] = f"{type(error).__name__}: {error}"[:2_000]
    else:
        with Archive(settings.archive) as archive:
            standings = archive.standings()
        said["states"] = dict(sorted(Counter(each.state for each in standings.values()).items()))
        said["failed"] = sorted(name for name, each in standings.items() if each.state == "failed")
    said["outside"] = sorted(outside)
    print(json.dumps(said))


if __name__ == "__main__":
    main()
