"""What is not committed yet: records in memory, up to a bound. Knows no disk.

Filled on the event loop and emptied by the store's thread; so whatever the disk does, the loop never waits for it,
and memory has an end.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

from topbms.model.energy import Meter
from topbms.model.event import Event
from topbms.model.health import Health
from topbms.model.reading import PackReading

Stamp = Callable[[float], float | None]
"""UTC seconds of a monotonic moment; None while that is not known."""


@dataclass(frozen=True, slots=True)
class Metered:
    """Where the meter of an owner, a pack's id or "bank", stood at a moment of the monotonic clock."""

    owner: str
    meter: Meter
    monotonic: float


T = TypeVar("T", PackReading, Event, Health, Metered)


class Stamped(NamedTuple):
    """A reading with the stamp it is kept by, UTC milliseconds."""

    reading: PackReading
    at: int


class StampedEvent(NamedTuple):
    """An event with the stamp it is kept by, UTC milliseconds."""

    event: Event
    at: int


class StampedHealth(NamedTuple):
    """A health with the stamp it is kept by, UTC milliseconds."""

    health: Health
    at: int


class StampedMeter(NamedTuple):
    """Where a meter stood, with the stamp it is kept by, UTC milliseconds."""

    metered: Metered
    at: int


class Batch(NamedTuple):
    """Records of each kind, in their order: what one commit writes, or what none has written yet.

    `meters` are no records, and go with what is committed only.
    """

    readings: Sequence[Stamped] = ()
    events: Sequence[StampedEvent] = ()
    healths: Sequence[StampedHealth] = ()
    meters: Sequence[StampedMeter] = ()

    @property
    def longest(self) -> int:
        """The number of records, or meters, of the kind that has most."""
        return max(map(len, self))

    @property
    def highest(self) -> int:
        """The highest number among them, 0 for none."""
        last = [row[0].sequence for rows in (self.readings, self.events, self.healths) for row in rows[-1:]]
        return max(last, default=0)

    def piece(self, first: int, end: int) -> "Batch":
        """The records of each kind from place `first` up to before `end`."""
        part = slice(first, end)
        return Batch(self.readings[part], self.events[part], self.healths[part], self.meters[part])


class Tail:
    """The uncommitted, oldest first; `bound` of each kind, beyond that the oldest are dropped.

    `dropped` counts the readings that were, `last_dropped` is the number of the newest of them; `highest` is the
    highest sequence number seen.
    """

    def __init__(self, bound: int) -> None:
        self.dropped = 0
        self.last_dropped = 0
        self.highest = 0
        self._bound = bound
        self._lock = Lock()
        self._readings = _Waiting[PackReading](bound)
        self._events = _Waiting[Event](bound)
        self._healths = _Waiting[Health](bound)
        self._meters = _Waiting[Metered](bound)

    def __len__(self) -> int:
        return len(self._readings.items)

    @property
    def is_filling(self) -> bool:
        """Whether so many readings wait that they should not wait for their time."""
        return len(self) >= self._bound // 4

    def add(self, reading: PackReading) -> None:
        """Put a reading at the end; one whose number is not new cannot be kept, and counts as dropped."""
        with self._lock:
            if reading.sequence <= self.highest:
                self.dropped += 1
                return
            self.highest = reading.sequence
            dropped = self._readings.add(reading)
            if dropped is not None:
                self.dropped += 1
                self.last_dropped = dropped.sequence

    def happen(self, event: Event) -> None:
        """Put an event at the end."""
        with self._lock:
            self.highest = max(self.highest, event.sequence)
            self._events.add(event)

    def report(self, health: Health) -> None:
        """Put a health at the end."""
        with self._lock:
            self.highest = max(self.highest, health.sequence)
            self._healths.add(health)

    def meter(self, metered: Metered) -> None:
        """Put where a meter stands at the end; nothing is lost with those that fall off, because each goes on."""
        with self._lock:
            self._meters.add(metered)

    def batch(self, stamp: Stamp) -> Batch:
        """All records, each kind up to the first whose stamp is not known."""
        return Batch(self.readings(stamp), self.events(stamp), self.healths(stamp))

    def readings(self, stamp: Stamp, *, believe: bool = False) -> list[Stamped]:
        """The readings up to the first whose stamp is not known, in their order; with `believe` that is its own."""
        return [Stamped(*found) for found in _stamped(self._copy(self._readings), _believed(stamp, believe=believe))]

    def events(self, stamp: Stamp) -> list[StampedEvent]:
        """The events up to the first whose stamp is not known, in their order."""
        return [StampedEvent(*found) for found in _stamped(self._copy(self._events), lambda it: stamp(it.monotonic))]

    def healths(self, stamp: Stamp, *, believe: bool = False) -> list[StampedHealth]:
        """The healths, as `readings`."""
        healths = self._copy(self._healths)
        return [StampedHealth(*found) for found in _stamped(healths, _believed(stamp, believe=believe))]

    def meters(self, stamp: Stamp) -> list[StampedMeter]:
        """Where meters stood, up to the first whose stamp is not known, in their order."""
        return [StampedMeter(*found) for found in _stamped(self._copy(self._meters), lambda it: stamp(it.monotonic))]

    def offset(self) -> float | None:
        """UTC less monotonic seconds, as the newest reading believes; None when no reading waits."""
        with self._lock:
            newest = self._readings.items[-1] if self._readings.items else None
        return None if newest is None else newest.at - newest.monotonic

    def settle(self, batch: Batch) -> None:
        """These are committed and need not wait any more."""
        with self._lock:
            if batch.readings:
                self._readings.drop_to(batch.readings[-1].reading)
            if batch.events:
                self._events.drop_to(batch.events[-1].event)
            if batch.healths:
                self._healths.drop_to(batch.healths[-1].health)
            if batch.meters:
                self._meters.drop_to(batch.meters[-1].metered)

    def _copy(self, waiting: "_Waiting[T]") -> list[T]:
        with self._lock:
            return list(waiting.items)


class _Waiting(Generic[T]):
    """Records of one kind, the oldest first, `bound` at most."""

    def __init__(self, bound: int) -> None:
        self.items: deque[T] = deque()
        self._bound = bound

    def add(self, item: T) -> T | None:
        """Put one at the end; the one that had to go for it, if any."""
        self.items.append(item)
        return self.items.popleft() if len(self.items) > self._bound else None

    def drop_to(self, last: T) -> None:
        """Drop all up to this one; if it has itself been dropped for lack of room, what is there came later."""
        if any(one is last for one in self.items):
            while self.items.popleft() is not last:
                pass


def _stamped(items: Iterable[T], moment: Callable[[T], float | None]) -> list[tuple[T, int]]:
    """Items with their stamps in ms, up to the first that has none."""
    stamped: list[tuple[T, int]] = []
    for item in items:
        at = moment(item)
        if at is None:
            break
        stamped.append((item, round(at * 1000)))
    return stamped


def _believed(stamp: Stamp, *, believe: bool) -> Callable[[PackReading | Health], float | None]:
    def moment(item: PackReading | Health) -> float | None:
        at = stamp(item.monotonic)
        return item.at if at is None and believe else at

    return moment
