"""The rest voltage of a LiFePO4 cell by its state of charge. Knows volts and fractions, no current and no BMS.

The shape is the one that published rest-voltage curves of LFP at about 25 °C agree on, taken as the mean of
charging and discharging: a steep knee below 10 %, two long and almost flat steps (the graphite's stages) with a
small rise between 60 and 70 %, and a wall above 98 %. Beyond 0 and 100 % the curve goes on steeply, because cells of
one pack never reach either end together.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

LOWEST, HIGHEST = -0.05, 1.05
"""Fractions of its capacity between which a cell's charge is modelled; 0 is empty, 1 is full."""

_KNOTS = (
    (-5.0, 1.000),
    (-2.0, 1.900),
    (0.0, 2.550),
    (0.5, 2.680),
    (1.0, 2.780),
    (2.0, 2.900),
    (3.5, 3.010),
    (5.0, 3.080),
    (7.5, 3.150),
    (10.0, 3.195),
    (15.0, 3.220),
    (20.0, 3.248),
    (30.0, 3.280),
    (40.0, 3.293),
    (50.0, 3.298),
    (60.0, 3.304),
    (65.0, 3.316),
    (70.0, 3.328),
    (80.0, 3.333),
    (90.0, 3.337),
    (95.0, 3.343),
    (97.5, 3.356),
    (98.5, 3.375),
    (99.2, 3.420),
    (99.6, 3.480),
    (100.0, 3.580),
    (101.0, 3.850),
    (105.0, 4.300),
)
"""State of charge in %, volts."""

_PER_CELL = 1000
"""Straight pieces from empty to full: 0.1 % each, so that a look-up needs no search."""

_LAST = round((HIGHEST - LOWEST) * _PER_CELL)


def rest_voltage(soc: float) -> float:
    """V at rest of one cell with `soc` (0 empty, 1 full), clamped to the modelled range."""
    return rest_voltages((soc,))[0]


def rest_voltages(socs: Iterable[float]) -> list[float]:
    """V at rest of each of the cells."""
    places = [(soc - LOWEST) * _PER_CELL for soc in socs]
    if min(places) < 0 or max(places) >= _LAST:
        places = [min(max(place, 0.0), _LAST - 1e-6) for place in places]
    return [_BASES[i := int(place)] + _SLOPES[i] * place for place in places]


def _pieces() -> tuple[Sequence[float], Sequence[float]]:
    """Base and slope of each piece: volts = base + slope x place."""
    volts = [_between(round(100 * (LOWEST + place / _PER_CELL), 1)) for place in range(_LAST + 1)]
    slopes = [after - before for before, after in pairwise(volts)]
    return [volt - slope * i for i, (volt, slope) in enumerate(zip(volts, slopes, strict=False))], slopes


def _between(percent: float) -> float:
    (left, low), (right, high) = next(piece for piece in pairwise(_KNOTS) if percent <= piece[1][0])
    return low + (high - low) * (percent - left) / (right - left)


_BASES, _SLOPES = _pieces()
