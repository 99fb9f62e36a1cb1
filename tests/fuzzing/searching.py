"""Which input breaks one target? A search led by which code each input reaches (atheris, libFuzzer). Linux only.

    python -m fuzzing.searching TARGET FOLDER [libFuzzer's options]

FOLDER keeps the inputs that reached new code, for the next search, and those that broke something.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from random import Random

import atheris

from fuzzing import LONGEST, find_seeds, load_target
from fuzzing.mutating import mutate

with atheris.instrument_imports(include=["briefing"]):
    TARGET = load_target(sys.argv[1])

SLOWEST = 10  # seconds that one input may take
OWN_CHANGES = 0.7  # of all changes; the others are libFuzzer's


def main() -> None:
    folder = Path(sys.argv[2])
    known, found = folder / "inputs", folder / "found"
    seeds, longest = find_seeds(TARGET), getattr(TARGET, "LONGEST", LONGEST)
    for place in (known, found):
        place.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        (known / sha256(seed).hexdigest()[:16]).write_bytes(seed)

    def change(data: bytes, most: int, number: int) -> bytes:
        chance = Random(number)
        if chance.random() < OWN_CHANGES:
            return mutate(data, most, chance, TARGET.PIECES, seeds)
        return bytes(atheris.Mutate(data, most))

    options = [
        f"-max_len={longest}",
        f"-timeout={SLOWEST}",
        f"-artifact_prefix={found}/",
        "-rss_limit_mb=3000",
        "-print_final_stats=1",
        "-reload=0",
        *sys.argv[3:],
        str(known),
    ]
    atheris.Setup([sys.argv[0], *options], TARGET.check, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
