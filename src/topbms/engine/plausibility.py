"""Whether a value can be true: within what is physically possible, and not jumping faster than the catalogue allows.

Single readings that pass the checksum and still are nonsense (SOC 88, 0, 88) are what users of other tools complain
of. A value outside its range is held back; a jump is held back until the next reading confirms it. What is held back
is shown as not known, never as the old value. Pure but for its memory of one pack.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import attrgetter, sub
from typing import Any, NamedTuple, TypeAlias

from topbms.model.quantities import CATALOGUE, INSTANT, Quantity
from topbms.model.reading import Analog, Reported

_MEASURED = tuple(quantity for quantity in CATALOGUE if not quantity.derived)
_told_in: Callable[[Analog], tuple[Reported, ...]] = attrgetter(*(quantity.key for quantity in _MEASURED))
_SHORTEST = 1.0

_Known: TypeAlias = float | tuple[float, ...]


class _Told(NamedTuple):
    """What the pack told of one quantity, and when."""

    value: _Known
    at: float


class Judge:
    """Judges the readings of one pack, one after another."""

    def __init__(self) -> None:
        self._accepted: dict[str, _Told] = {}
        self._doubted: dict[str, _Told] = {}

    def judge(self, analog: Analog, now: float) -> tuple[Analog, tuple[str, ...]]:
        """The reading without what cannot be believed, and the keys of what was held back."""
        held = tuple(self._held(analog, now))
        if not held:
            return analog, ()
        blank: dict[str, Any] = {key: () if isinstance(getattr(analog, key), tuple) else None for key in held}
        return replace(analog, **blank), held

    def _held(self, analog: Analog, now: float) -> Iterator[str]:
        for quantity, value in zip(_MEASURED, _told_in(analog), strict=True):
            if value is not None and value != () and not self._believes(quantity, _Told(value, now)):
                yield quantity.key

    def _believes(self, quantity: Quantity, new: _Told) -> bool:
        key = quantity.key
        before, doubted = self._accepted.get(key), self._doubted.pop(key, None)
        if before is not None and before.value == new.value:  # as most are, from one reading to the next
            self._accepted[key] = new
            return True
        if not _is_possible(quantity, new.value):
            return False
        if before is None or _follows(quantity, before, new) or (doubted and _follows(quantity, doubted, new)):
            self._accepted[key] = new
            return True
        self._doubted[key] = new
        return False


def _is_possible(quantity: Quantity, value: _Known) -> bool:
    if isinstance(value, tuple):
        return quantity.lowest <= min(value) and max(value) <= quantity.highest
    return quantity.lowest <= value <= quantity.highest


def _follows(quantity: Quantity, before: _Told, new: _Told) -> bool:
    """Whether the change is no faster than the catalogue allows; another number of cells never follows."""
    if quantity.fastest == INSTANT:
        return True
    allowed = quantity.fastest * max(new.at - before.at, _SHORTEST) + max(quantity.step, quantity.jump)
    old, now = _numbers(before.value), _numbers(new.value)
    return len(old) == len(now) and max(map(abs, map(sub, old, now))) <= allowed


def _numbers(value: _Known) -> tuple[float, ...]:
    return value if isinstance(value, tuple) else (value,)
