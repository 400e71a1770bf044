"""From the feed to a target that takes the newest only: interval, smallest steps, retry and back-off, once for all.

Declares the sink it drives; knows no target. One outlet's trouble never delays another or the battery: each runs in
a task of its own and takes what is newest when its target is ready.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from topbms.engine.attempts import BACK_OFF, LONGEST_TURN, Attempts
from topbms.engine.clock import Clock
from topbms.engine.pulse import Pulse
from topbms.engine.schedule import BackOff
from topbms.errors import SinkError, worded
from topbms.model.health import SinkHealth
from topbms.model.reading import Snapshot
from topbms.model.update import Update
from topbms.model.words import Words


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

    def attach(self, renew: Callable[[], None]) -> None:
        """Called once; `renew` has everything sent again."""
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
    """Feeds one sink. `attempts` counts updates, writes and errors; `pulse` tells that it turns."""

    def __init__(
        self, sink: LatestSink, snapshot: Callable[[], Snapshot], clock: Clock, back_off: BackOff = BACK_OFF
    ) -> None:
        self.name = sink.name
        # Whoever comes back after hours shows the live values within one interval.
        self.attempts = Attempts(sink.name, clock, replace(back_off, longest=min(back_off.longest, sink.interval)))
        self.pulse = Pulse(clock, LONGEST_TURN)
        self._sink = sink
        self._snapshot = snapshot
        self._clock = clock
        self._sent: dict[str, _Sent] = {}
        self._wake = asyncio.Event()
        self._next = clock.monotonic()
        self._is_resting = False
        sink.attach(self.renew)

    @property
    def wait(self) -> float:
        """Seconds until the next regular sending, or the next try after an error; 0 when it is due."""
        return max(self._next - self._clock.monotonic(), 0.0)

    def notice(self) -> None:
        """Something happened that does not wait for the interval: an alarm, a silence, a pack's first reading."""
        self._wake.set()

    def renew(self) -> None:
        """Send everything again at once: the target may have lost what it had."""
        self._sent = {}  # a sending that is under way notes its success in the old one
        self._wake.set()

    def health(self, words: Words) -> SinkHealth:
        """How the target takes it, its trouble in a language; the lag is how long it has failed."""
        attempts = self.attempts
        lag = 0.0 if attempts.failing_since is None else self._clock.monotonic() - attempts.failing_since
        counters = attempts.counters
        trouble = worded(attempts.last_error, words)
        return SinkHealth(self.name, lag, counters["updates"], 0, counters["errors"], trouble)

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            self.pulse.beat(self.wait)
            await self._pause()
            self.pulse.beat()
            await self.turn()

    async def turn(self) -> None:
        """Send what is due now; a fault is counted, logged and backs off."""
        now = self._clock.monotonic()
        updates = self._sink.render(self._snapshot())
        is_regular = now >= self._next
        everything = is_regular or any(update.key not in self._sent for update in updates)
        due = [update for update in updates if self._is_due(update, now, everything=everything)]
        sent = self._sent
        try:
            if due:
                await self._sink.write(due)
        except SinkError as error:
            self._is_resting = True
            self._next = self._clock.monotonic() + self.attempts.failed(error)
            return
        self._is_resting = False
        if due:
            sent |= {update.key: _Sent(update.value, now) for update in due}
            self.attempts.counters["updates"] += len(due)
            self.attempts.succeeded()
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
