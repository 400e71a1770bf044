"""Whether a value can be true: within what is physically possible, and not jumping faster than the catalogue allows.

Single readings that pass the checksum and still are nonsense (SOC 88, 0, 88) are what users of other tools complain
of. A value outside its range is held back; a jump is held back until the next reading confirms it. What is held back
is shown as not known, never as the old value. Pure but for its memory of one pack.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from topbms.model.quantities import CATALOGUE, Quantity
from topbms.model.reading import Analog, Reported

_MEASURED = tuple(quantity for quantity in CATALOGUE if not quantity.derived)
_SHORTEST = 1.0


@dataclass(frozen=True, slots=True)
class _Accepted:
    value: float | tuple[float, ...]
    at: float


class Judge:
    """Judges the readings of one pack, one after another."""

    def __init__(self) -> None:
        self._accepted: dict[str, _Accepted] = {}
        self._doubted: dict[str, _Accepted] = {}

    def judge(self, analog: Analog, now: float) -> tuple[Analog, tuple[str, ...]]:
        """The reading without what cannot be believed, and the keys of what was held back."""
        held = tuple(self._held(analog, now))
        blank: dict[str, Any] = {key: () if isinstance(getattr(analog, key), tuple) else None for key in held}
        return (replace(analog, **blank), held) if held else (analog, held)

    def _held(self, analog: Analog, now: float) -> Iterator[str]:
        for quantity in _MEASURED:
            value: Reported = getattr(analog, quantity.key)
            if value is not None and value != () and not self._believes(quantity, _Accepted(value, now)):
                yield quantity.key

    def _believes(self, quantity: Quantity, new: _Accepted) -> bool:
        if not _is_possible(quantity, new.value):
            return False
        before, doubted = self._accepted.get(quantity.key), self._doubted.pop(quantity.key, None)
        if before is None or _follows(quantity, before, new) or (doubted and _follows(quantity, doubted, new)):
            self._accepted[quantity.key] = new
            return True
        self._doubted[quantity.key] = new
        return False


def _is_possible(quantity: Quantity, value: float | tuple[float, ...]) -> bool:
    return all(quantity.lowest <= number <= quantity.highest for number in _numbers(value))


def _follows(quantity: Quantity, before: _Accepted, new: _Accepted) -> bool:
    """Whether the change is no faster than the catalogue allows; another number of cells never follows."""
    allowed = quantity.fastest * max(new.at - before.at, _SHORTEST) + quantity.step
    old, now = _numbers(before.value), _numbers(new.value)
    return len(old) == len(now) and all(abs(a - b) <= allowed for a, b in zip(old, now, strict=True))


def _numbers(value: float | tuple[float, ...]) -> tuple[float, ...]:
    return value if isinstance(value, tuple) else (value,)
