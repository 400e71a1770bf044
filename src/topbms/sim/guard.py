"""Watches measures against their limits: delays, hysteresis, what is active. Knows no cell and no wire."""

from collections.abc import Iterable
from math import inf

from topbms.model.alarms import Level
from topbms.sim.limits import BLOCKS, Limit, Measures


class Guard:
    """All limits of a pack; `trips` counts how often each protection became active, by code."""

    def __init__(self, limits: Iterable[Limit]) -> None:
        self._watches = [_Watch(limit) for limit in limits]
        self._bands = tuple(_band(name, self._watches) for name in Measures._fields)
        self._busy = False
        self.trips: dict[str, int] = {}

    @property
    def active(self) -> tuple[Limit, ...]:
        """The limits that are exceeded now, in the order of their table."""
        return tuple(watch.limit for watch in self._watches if watch.active) if self._busy else ()

    def look(self, measures: Measures, seconds: float) -> bool:
        """Judge what was measured for the last `seconds`; tells whether anything became active or was forgiven."""
        if not self._busy and self._all_quiet(measures):
            return False
        changed = [watch for watch in self._watches if watch.look(getattr(measures, watch.limit.measure), seconds)]
        for watch in changed:
            self._count(watch)
        self._busy = any(watch.is_busy for watch in self._watches)
        return bool(changed)

    def _all_quiet(self, measures: Measures) -> bool:
        """Whether no measure is beyond any limit: the usual case, kept cheap."""
        return all(low < value < high for value, (low, high) in zip(measures, self._bands, strict=True))

    def _count(self, watch: "_Watch") -> None:
        limit = watch.limit
        if watch.active and limit.level is Level.PROTECTION:
            self.trips[limit.code] = self.trips.get(limit.code, 0) + 1


def blocked(codes: Iterable[str]) -> tuple[bool, bool]:
    """Whether protections of these codes switch off charging, and discharging."""
    effects = [BLOCKS.get(code, (False, False)) for code in codes]
    return any(charge for charge, _ in effects), any(discharge for _, discharge in effects)


class _Watch:
    """One limit in time."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self.active = False
        self._since = 0.0

    @property
    def is_busy(self) -> bool:
        """Whether it must be looked at even when the measure is quiet."""
        return self.active or self._since > 0

    def look(self, value: float, seconds: float) -> bool:
        """Count how long the measure has asked for a change; tells whether it was made."""
        wanted, patience = self._wanted(value)
        if wanted == self.active:
            self._since = 0.0
            return False
        self._since += seconds
        if self._since < patience:
            return False
        self.active, self._since = wanted, 0.0
        return True

    def _wanted(self, value: float) -> tuple[bool, float]:
        """The state that the measure asks for, and for how long it must ask."""
        limit = self.limit
        beyond, back = value >= limit.trip, value <= limit.release
        if not limit.is_upper:
            beyond, back = value <= limit.trip, value >= limit.release
        return (not back, limit.hold) if self.active else (beyond, limit.delay)


def _band(measure: str, watches: Iterable[_Watch]) -> tuple[float, float]:
    """The values of a measure that trip nothing, both ends excluded."""
    limits = [watch.limit for watch in watches if watch.limit.measure == measure]
    low = max([limit.trip for limit in limits if not limit.is_upper], default=-inf)
    return low, min([limit.trip for limit in limits if limit.is_upper], default=inf)
