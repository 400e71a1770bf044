"""From the feed to a target that takes the newest only: interval, smallest steps, retry and back-off, once for all.

Declares the sink it drives; knows no target. One outlet's trouble never delays another or the battery: each runs in
a task of its own and takes what is newest when its target is ready.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from topbms.engine.clock import Clock
from topbms.engine.schedule import BackOff
from topbms.errors import SinkError
from topbms.model.reading import Snapshot
from topbms.model.update import Update

LOG = logging.getLogger(__name__)

BACK_OFF = BackOff(1.0, 60.0)
"""How long a target is left alone that failed."""


class LatestSink(Protocol):
    """What an outlet drives; `topbms.sinks.LatestSink` says more."""

    @property
    def name(self) -> str:
        """The config section."""
        ...

    @property
    def interval(self) -> float:
        """Seconds between two sendings."""
        ...

    @property
    def resend(self) -> float:
        """Seconds after which an unchanged value goes again."""
        ...

    def render(self, snapshot: Snapshot) -> Sequence[Update]:
        """Everything the target should show."""
        ...

    async def write(self, updates: Sequence[Update]) -> None:
        """Send; raises SinkError."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


@dataclass(frozen=True, slots=True)
class _Sent:
    value: float | str
    at: float


class Outlet:
    """Feeds one sink. `counters` counts writes, updates, errors; `last_error` is empty while all is well."""

    def __init__(
        self, sink: LatestSink, snapshot: Callable[[], Snapshot], clock: Clock, back_off: BackOff = BACK_OFF
    ) -> None:
        self.name = sink.name
        self.counters: Counter[str] = Counter()
        self.last_error = ""
        self._sink = sink
        self._snapshot = snapshot
        self._clock = clock
        self._back_off = back_off
        self._sent: dict[str, _Sent] = {}
        self._wake = asyncio.Event()
        self._next = clock.monotonic()
        self._failures = 0
        self._is_resting = False
        self._told: set[str] = set()

    @property
    def wait(self) -> float:
        """Seconds until the next regular sending, or the next try after an error; 0 when it is due."""
        return max(self._next - self._clock.monotonic(), 0.0)

    def notice(self) -> None:
        """Something happened that does not wait for the interval: an alarm, a silence, a pack's first reading."""
        self._wake.set()

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            await self._pause()
            await self.turn()

    async def turn(self) -> None:
        """Send what is due now; a fault is counted, logged and backs off."""
        now = self._clock.monotonic()
        updates = self._sink.render(self._snapshot())
        is_regular = now >= self._next
        everything = is_regular or any(update.key not in self._sent for update in updates)
        due = [update for update in updates if self._is_due(update, now, everything=everything)]
        try:
            if due:
                await self._sink.write(due)
        except SinkError as error:
            self._failed(error)
            return
        self._succeeded(due, now)
        if is_regular:
            self._next = max(self._next + self._sink.interval, now)

    async def close(self) -> None:
        """Close the sink."""
        await self._sink.close()

    def _is_due(self, update: Update, now: float, *, everything: bool) -> bool:
        """Whether to send it now: `everything` that changed, or only what is urgent.

        A pack's first values bring the others along, or the bank would show a part of itself for an interval.
        """
        sent = self._sent.get(update.key)
        if sent is None:
            return True
        if not (everything or update.urgent):
            return False
        # Half an interval of slack, or a turn that comes a millisecond early would put it off to the next.
        is_old = now - sent.at >= self._sink.resend - self._sink.interval / 2
        return is_old or _differs(update, sent.value)

    def _succeeded(self, due: Sequence[Update], now: float) -> None:
        self._is_resting = False
        if not due:
            return
        for update in due:
            self._sent[update.key] = _Sent(update.value, now)
        self.counters["updates"] += len(due)
        self.counters["writes"] += 1
        if self._failures:
            LOG.info("works again after %d failed attempts", self._failures, extra={"sink": self.name})
        self._failures, self.last_error = 0, ""
        self._told.clear()

    def _failed(self, error: SinkError) -> None:
        """Leave the target alone for a while; each of its errors is told once until it works again."""
        self._is_resting = True
        self._failures += 1
        self._next = self._clock.monotonic() + self._back_off.after(self._failures)
        self.counters["errors"] += 1
        self.last_error = str(error)
        level = logging.DEBUG if self.last_error in self._told else logging.WARNING
        LOG.log(level, "%s", error, extra={"sink": self.name})
        self._told.add(self.last_error)

    async def _pause(self) -> None:
        """Until the next sending is due; an alarm ends it at once, but not a back-off."""
        if self._is_resting:
            await asyncio.sleep(self.wait)
            return
        try:
            async with asyncio.timeout(self.wait):
                await self._wake.wait()
        except TimeoutError:
            pass
        self._wake.clear()


def _differs(update: Update, sent: float | str) -> bool:
    if isinstance(update.value, str) or isinstance(sent, str):
        return update.value != sent
    return abs(update.value - sent) >= update.step if update.step else update.value != sent
