"""What is not committed yet: readings and events in memory, up to a bound. Knows no disk.

Filled on the event loop and emptied by the store's thread; so whatever the disk does, the loop never waits for it,
and memory has an end.
"""

from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock
from typing import NamedTuple

from topbms.model.event import Event
from topbms.model.reading import PackReading

Stamp = Callable[[float], float | None]
"""UTC seconds of a monotonic moment; None while that is not known."""


class Stamped(NamedTuple):
    """A reading with the stamp it is kept by, UTC milliseconds."""

    reading: PackReading
    at: int


class StampedEvent(NamedTuple):
    """An event with the stamp it is kept by, UTC milliseconds."""

    event: Event
    at: int


class Tail:
    """The uncommitted, oldest first; of readings and of events `bound` each, beyond that the oldest are dropped.

    `dropped` counts the readings that were, `highest` is the highest sequence number seen.
    """

    def __init__(self, bound: int) -> None:
        self.dropped = 0
        self.highest = 0
        self._bound = bound
        self._lock = Lock()
        self._readings: deque[PackReading] = deque()
        self._events: deque[Event] = deque()

    def __len__(self) -> int:
        return len(self._readings)

    @property
    def is_filling(self) -> bool:
        """Whether so many readings wait that they should not wait for their time."""
        return len(self._readings) >= self._bound // 4

    def add(self, reading: PackReading) -> None:
        """Put a reading at the end; one whose number is not new cannot be kept, and counts as dropped."""
        with self._lock:
            if reading.sequence <= self.highest:
                self.dropped += 1
                return
            self.highest = reading.sequence
            self._readings.append(reading)
            if len(self._readings) > self._bound:
                self._readings.popleft()
                self.dropped += 1

    def happen(self, event: Event) -> None:
        """Put an event at the end."""
        with self._lock:
            self._events.append(event)
            if len(self._events) > self._bound:
                self._events.popleft()

    def readings(self, stamp: Stamp, *, believe: bool = False) -> list[Stamped]:
        """The readings up to the first whose stamp is not known, in their order; with `believe` that is its own."""
        with self._lock:
            waiting = list(self._readings)
        stamped: list[Stamped] = []
        for reading in waiting:
            at = stamp(reading.monotonic)
            if at is None and not believe:
                break
            at = reading.at if at is None else at
            stamped.append(Stamped(reading, round(at * 1000)))
        return stamped

    def events(self, stamp: Stamp) -> list[StampedEvent]:
        """The events up to the first whose stamp is not known, in their order."""
        with self._lock:
            waiting = list(self._events)
        stamped: list[StampedEvent] = []
        for event in waiting:
            at = stamp(event.monotonic)
            if at is None:
                break
            stamped.append(StampedEvent(event, round(at * 1000)))
        return stamped

    def offset(self) -> float | None:
        """UTC less monotonic seconds, as the newest reading believes; None when no reading waits."""
        with self._lock:
            return self._readings[-1].at - self._readings[-1].monotonic if self._readings else None

    def settle(self, readings: Sequence[Stamped], events: Sequence[StampedEvent]) -> None:
        """These are committed and need not wait any more."""
        with self._lock:
            if readings:
                _drop_to(self._readings, readings[-1].reading)
            if events:
                _drop_to(self._events, events[-1].event)


def _drop_to(waiting: deque[PackReading] | deque[Event], last: PackReading | Event) -> None:
    """Drop everything up to this one; if it has itself been dropped for lack of room, what is there came later."""
    if any(one is last for one in waiting):
        while waiting.popleft() is not last:
            pass
