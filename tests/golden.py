"""Golden cases that an editor can read and write: `tests/cases/*.md`.

A file holds cases one after another, each of three parts between lines with a single full stop:

    what this case shows
    .
    the text that goes in
    .
    what has to come out, in the words of the part that is tested
    .

Lines between two cases are for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    title: str
    given: str
    expected: str
    place: str  # file and line, for the failure message

    def __str__(self) -> str:
        return self.title


def read_cases(name: str) -> list[Case]:
    """Return the cases of `tests/cases/<name>.md`, in order. A part that is cut off is an error."""
    path = CASES / f"{name}.md"
    cases: list[Case] = []
    parts: list[list[str]] = []
    last_line, start = "", 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() == ".":
            if not parts:
                parts, start = [[]], number
            elif len(parts) == 1:
                parts.append([])
            else:
                cases.append(Case(last_line, "\n".join(parts[0]), "\n".join(parts[1]), f"{path.name}:{start}"))
                parts = []
        elif parts:
            parts[-1].append(line)
        elif line.strip():
            last_line = line.strip().lstrip("# ")
    if parts:
        raise ValueError(f"{path.name}:{start}: the case is not closed with a full stop on its own line")
    return cases
