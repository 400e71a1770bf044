"""A house with solar panels: what it would give to a battery or take from it, and how warm its cellar is.

A pure function of the seed and of the time, so that it does not matter in which steps time passes, and all packs of
one house see the same clouds. Knows no battery: currents are in C (1 C empties a pack in an hour).
"""

from collections.abc import Sequence
from functools import lru_cache
from math import pi, sin
from random import Random

from topbms.sim.chance import dice

DAY = 86_400.0
"""s. Time counts from a midnight."""

SLOT = 10.0
"""s during which the current stays the same."""

_PIECE = 300.0  # s between two points of the day's course
_POINTS = int(DAY / _PIECE)
_SUNRISE, _SUNSET = 6.5, 19.5  # h
_SUN_AT_NOON = 0.42  # C under a clear sky
_BASE_LOAD = 0.03  # C: fridge, standby, the inverter itself
_APPLIANCES = ((7.0, 0.5, 0.08), (12.2, 0.6, 0.09), (19.2, 1.3, 0.12), (21.5, 1.6, 0.05))
"""Begin in h, length in h, load in C of what most houses do at these hours."""
_RIPPLE = 997  # slots after which the small ripple repeats: a prime, so that no two days are alike


def current(seed: int, time: float) -> float:
    """C that the house offers (positive, sun left over) or asks for (negative) at `time` (s from a midnight)."""
    slot = int(time // SLOT)
    day, second = divmod(slot * SLOT, DAY)
    place = second / _PIECE
    i = int(place)
    course = _day(seed, int(day))
    smooth = course[i] + (course[i + 1] - course[i]) * (place - i)
    return smooth * (1 + _ripple(seed)[slot % _RIPPLE])


def cellar(seed: int, time: float) -> float:
    """°C around the batteries at `time` (s from a midnight): coldest before dawn, warmest in the late afternoon."""
    day = 2 * pi * time / DAY
    weeks = sin(day / 9.0 + seed % 7)
    return 18.5 + 1.8 * sin(day - 2.6) + 2.0 * weeks


@lru_cache(maxsize=64)
def _day(seed: int, day: int) -> Sequence[float]:
    """The course of one day, a point every five minutes, the next midnight included."""
    chance = dice(seed, day)
    sun, load = _sun(chance), _load(chance)
    course = [light - burden for light, burden in zip(sun, load, strict=True)]
    # Midnights are alike, so that no current jumps between two days.
    return [-_BASE_LOAD, *course[1:], -_BASE_LOAD]


def _sun(chance: Random) -> list[float]:
    clear = min(1.0, 0.25 + 0.9 * chance.random())
    # Clouds pass in pieces of twenty minutes; broken skies change most, clear and grey ones least.
    change = 0.9 * clear * (1 - clear) + 0.03
    clouds = [max(0.05, clear * (1 + chance.uniform(-change, change))) for _ in range(_POINTS // 4 + 1)]
    return [_SUN_AT_NOON * _height(24 * i / _POINTS) * clouds[i // 4] for i in range(_POINTS)]


def _height(hour: float) -> float:
    """Of the sun, as a share of noon's."""
    if not _SUNRISE < hour < _SUNSET:
        return 0.0
    return float(sin(pi * (hour - _SUNRISE) / (_SUNSET - _SUNRISE)) ** 1.3)


def _load(chance: Random) -> list[float]:
    load = [_BASE_LOAD * chance.uniform(0.9, 1.25) for _ in range(_POINTS)]
    for begin, length, burden in _APPLIANCES:
        first = round((begin + chance.uniform(-0.4, 0.4)) * _POINTS / 24)
        last = first + round(length * chance.uniform(0.6, 1.3) * _POINTS / 24)
        strength = burden * chance.uniform(0.6, 1.3)
        for i in range(first, last):
            load[i] += strength
    return load


@lru_cache(maxsize=64)
def _ripple(seed: int) -> Sequence[float]:
    chance = dice(seed, "ripple")
    return [chance.uniform(-0.03, 0.03) for _ in range(_RIPPLE)]
