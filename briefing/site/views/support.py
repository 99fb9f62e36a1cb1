"""How many wrote of a thing, and how many of them by themselves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Support:
    dots: str  # "●●●○": a dot for each independent origin, a circle for each outlet beyond them, which repeats another
    text: str  # "4 outlets, 3 independent origins"
