"""How many wrote of a thing, and how many of them by themselves."""

from __future__ import annotations

from msgspec import Struct


class Support(Struct, frozen=True):
    dots: str  # "●●●○": a dot for each independent origin, a circle for each outlet beyond them, which repeats another
    text: str  # "4 outlets, 3 independent origins"
