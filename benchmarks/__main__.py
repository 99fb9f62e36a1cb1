"""`python -m benchmarks NAME …` runs the program benchmarks/NAME.py; without a name it says which there are."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

# What the programs share.
PARTS = (
    "__init__",
    "__main__",
    "accidents",
    "corpus",
    "disarmed",  # which `hostile` runs
    "disk_faults",
    "doomed",
    "edits",
    "failing",
    "folders",
    "kiosk",
    "limits",
    "mailings",
    "memory_faults",
    "peers",
    "plot",
    "process_faults",
    "processes",
    "release_faults",
    "rouge",
    "tables",
    "traffic_faults",
    "trials",
)


def main() -> int:
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in PARTS)
    name = sys.argv[1].replace("-", "_") if len(sys.argv) > 1 else ""
    if name not in names:
        print(
            "python -m benchmarks NAME [--help]\nNAME is one of " + ", ".join(each.replace("_", "-") for each in names)
        )
        return 2
    del sys.argv[1]
    runpy.run_module(f"benchmarks.{name}", run_name="__main__", alter_sys=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
