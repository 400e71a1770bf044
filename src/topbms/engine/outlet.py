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
from topbms.errors import SinkError
from topbms.model.reading import Snapshot
from topbms.model.update import Update

LOG = logging.getLogger(__name__)

FIRST_BACK_OFF = 1.0
LONGEST_BACK_OFF = 60.0


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

    def __init__(self, sink: LatestSink, snapshot: Callable[[], Snapshot], clock: Clock) -> None:
        self.name = sink.name
        self.counters: Counter[str] = Counter()
        self.last_error = ""
        self._sink = sink
        self._snapshot = snapshot
        self._clock = clock
        self._sent: dict[str, _Sent] = {}
        self._wake = asyncio.Event()
        self._next = clock.monotonic()
        self._errors = 0

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
        regular = now >= self._next
        due = [update for update in self._sink.render(self._snapshot()) if self._is_due(update, now, regular=regular)]
        try:
            if due:
                await self._sink.write(due)
        except SinkError as error:
            self._failed(error, now)
            return
        self._succeeded(due, now, regular=regular)

    async def close(self) -> None:
        """Close the sink."""
        await self._sink.close()

    def _is_due(self, update: Update, now: float, *, regular: bool) -> bool:
        sent = self._sent.get(update.key)
        if sent is None:
            return True
        if not (regular or update.urgent):
            return False
        return now - sent.at >= self._sink.resend or _differs(update, sent.value)

    def _succeeded(self, due: Sequence[Update], now: float, *, regular: bool) -> None:
        for update in due:
            self._sent[update.key] = _Sent(update.value, now)
        self.counters["updates"] += len(due)
        self.counters["writes"] += bool(due)
        if regular:
            self._next = max(self._next + self._sink.interval, now)
        if self._errors:
            LOG.info("works again after %d failed attempts", self._errors, extra={"sink": self.name})
        self._errors, self.last_error = 0, ""

    def _failed(self, error: SinkError, now: float) -> None:
        self.counters["errors"] += 1
        if str(error) != self.last_error:
            LOG.warning("%s", error, extra={"sink": self.name})
        self._next = now + back_off(self._errors)
        self._errors += 1
        self.last_error = str(error)

    async def _pause(self) -> None:
        """Until the next sending is due; an alarm ends it at once, but not a back-off."""
        wait = self._next - self._clock.monotonic()
        if self._errors:
            await asyncio.sleep(wait)
        try:
            async with asyncio.timeout(max(wait, 0)):
                await self._wake.wait()
        except TimeoutError:
            pass
        self._wake.clear()


def back_off(errors: int) -> float:
    """Seconds to leave a target alone after one more error."""
    return min(FIRST_BACK_OFF * 2.0 ** min(errors, 8), LONGEST_BACK_OFF)


def _differs(update: Update, sent: float | str) -> bool:
    if isinstance(update.value, str) or isinstance(sent, str):
        return update.value != sent
    return abs(update.value - sent) >= update.step if update.step else update.value != sent
