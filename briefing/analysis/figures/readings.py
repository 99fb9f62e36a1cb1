"""Which values does a figure let stand, in a unit that others can be held against?

"At least 40" lets more stand, "up to 10" less, "about 100" a tenth on either side; a range lets stand what lies in it,
and a round number may have been rounded. Units of one kind are converted, currencies are not.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from briefing.analysis.figures.things import LOWER_BOUNDS, ROUGH, UPPER_BOUNDS
from briefing.model import Figure

ROUGHLY = 0.1  # "about 30" lets 27 to 33 stand
CONVERTED = 0.05  # what conversion and rounding in the newsroom may shift a measure by
FAR_APART = 10.0  # figures further apart than this factor are hardly of the same thing
ROUND_FROM = 1000  # smaller counts are given to the last person: 250 dead are not 260
# What an institute's next reading may differ by: 7.7 and 7.6 are one earthquake, 53 and 53.4 percent one vote.
_READ = {"magnitude": 0.15, "percent": 0.5, "percentage point": 0.5, "°C": 0.5}

# To one unit of each kind.
_FACTORS = {
    "km": ("km", 1.0), "mile": ("km", 1.609), "metre": ("km", 0.001), "foot": ("km", 0.000305), "cm": ("km", 1e-5),
    "mm": ("km", 1e-6), "yard": ("km", 0.000914), "inch": ("km", 2.54e-5), "nautical mile": ("km", 1.852),
    "kg": ("kg", 1.0), "tonne": ("kg", 1000.0), "ton": ("kg", 1000.0), "pound": ("kg", 0.4536),
    "litre": ("litre", 1.0), "gallon": ("litre", 4.0), "barrel": ("litre", 159.0), "cubic metre": ("litre", 1000.0),
    "minute": ("hour", 1 / 60), "hour": ("hour", 1.0), "day": ("hour", 24.0), "week": ("hour", 168.0),
    "month": ("hour", 730.0), "year": ("hour", 8766.0),
    "km²": ("km²", 1.0), "hectare": ("km²", 0.01), "acre": ("km²", 0.00405), "square mile": ("km²", 2.59),
    "square metre": ("km²", 1e-6), "MW": ("MW", 1.0), "GW": ("MW", 1000.0),
    "km/h": ("km/h", 1.0), "mph": ("km/h", 1.609), "knot": ("km/h", 1.852),
}  # fmt: skip


class Reading(NamedTuple):
    """The values that a figure lets stand, in the base unit of its kind."""

    low: float
    high: float
    given: float  # as it is given: the value, or the middle of a range
    unit: str  # as it is written


def base_unit(unit: str) -> str:
    """The unit that all of its kind are converted to; itself, where there is none."""
    return _FACTORS.get(unit, (unit, 1.0))[0]


def is_extent(unit: str) -> bool:
    """Whether a unit measures time or area: one happening has one of each, but many distances, weights and sums."""
    return base_unit(unit) in {"hour", "km²"}


def read_values(figure: Figure) -> Reading | None:
    """Return what a figure lets stand; None where it has no value."""
    low, high = figure.low, figure.high
    if low is None or high is None:
        if figure.value is None:
            return None
        low = high = figure.value
    given = (low + high) / 2
    if figure.modifier in LOWER_BOUNDS:
        high = math.inf
    elif figure.modifier in UPPER_BOUNDS:
        low = min(0.0, low)
    elif figure.modifier in ROUGH:
        low, high = low * (1 - ROUGHLY), high * (1 + ROUGHLY)
    elif low == high:
        slack = _READ.get(figure.unit, 0.0) if not figure.unit or low % 1 == 0 or figure.unit == "magnitude" else 0.0
        if low >= ROUND_FROM:
            slack = max(slack, rounding(low))
        low, high = low - slack, high + slack
    factor = _FACTORS.get(figure.unit, (figure.unit, 1.0))[1]
    return Reading(low * factor, high * factor, given * factor, figure.unit)


def exclude(one: Reading, two: Reading) -> bool:
    """Whether two figures of one thing cannot both be right."""
    shift = CONVERTED if one.unit != two.unit else 0.0
    return not (one.low * (1 - shift) <= two.high * (1 + shift) and two.low * (1 - shift) <= one.high * (1 + shift))


def are_far_apart(one: Reading, two: Reading) -> bool:
    """Whether two figures are so different that they are hardly of the same thing."""
    first, second = abs(one.given), abs(two.given)
    small, large = (first, second) if first < second else (second, first)
    return small > 0 and large / small > FAR_APART


def is_above(one: Reading, two: Reading) -> bool:
    """Whether the first of two figures that exclude each other is the higher one."""
    return one.low > two.high


def rounding(value: float) -> float:
    """Half of the last place that is not nought: 3,400 may stand for 3,350 to 3,450."""
    place = 1.0
    while value % (place * 10) == 0 and place < value:
        place *= 10
    return place / 2 if place > 1 else 0.0
