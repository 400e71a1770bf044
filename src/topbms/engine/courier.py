"""From the history to a target that understands time stamps: every record, in order, however late.

The history is the queue, and this is a cursor in it: it moves on when the target has acknowledged, and is noted in
the history now and then. After a crash some records go twice; the target is told so by its contract. One courier's
trouble never delays another or the battery.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from topbms.engine.attempts import BACK_OFF, LONGEST_TURN, Attempts
from topbms.engine.clock import Clock
from topbms.engine.pulse import Pulse
from topbms.engine.schedule import BackOff
from topbms.errors import RejectedError, SinkError, StoreError, TopbmsError, worded
from topbms.model.health import SinkHealth
from topbms.model.reading import MeanReading
from topbms.model.record import Record
from topbms.model.words import Words

LOG = logging.getLogger(__name__)

NOTED = 60.0
"""s. How often the cursor is noted at most: each note is a write to the disk."""

_CURSOR = "cursor"


class RecordSink(Protocol):
    """What a courier drives; `topbms.sinks.RecordSink` says more."""

    name: str
    batch: int
    interval: float
    backfill: float

    async def write(self, records: Sequence[Record]) -> None:
        """Have all of them kept; raises SinkError, RejectedError."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class History(Protocol):
    """Where the records come from."""

    async def read_after(self, sequence: int, limit: int) -> Sequence[Record]:
        """Up to `limit` records behind this number, in order; raises StoreError."""
        ...

    async def sequence_before(self, moment: float) -> int | None:
        """The number behind which everything from this moment (UTC seconds) on is found; None for none."""
        ...


class Courier:
    """Brings one sink everything. `attempts` counts records, rejected ones, writes and errors.

    `pulse` tells that it turns. `newest` tells the highest number given out, `begin` the one behind which a new target
    begins, None for the newest of that moment; `recall` and `remember` keep the courier's notes.
    """

    def __init__(
        self,
        sink: RecordSink,
        history: History,
        clock: Clock,
        newest: Callable[[], int],
        recall: Callable[[], Awaitable[Mapping[str, str]]],
        remember: Callable[[Mapping[str, str]], Awaitable[None]],
        back_off: BackOff = BACK_OFF,
        begin: Callable[[], int] | None = None,
    ) -> None:
        self.name = sink.name
        self.attempts = Attempts(sink.name, clock, back_off)
        self.pulse = Pulse(clock, LONGEST_TURN)
        self.cursor: int | None = None
        self._sink = sink
        self._history = history
        self._clock = clock
        self._newest = newest
        self._begin = begin or newest
        self._recall = recall
        self._remember = remember
        self._noted: int | None = None
        self._noted_at = 0.0
        self._oldest: float | None = None
        self._is_told_of_means = False

    def health(self, words: Words) -> SinkHealth:
        """How the target takes it, its trouble in a language; the lag is the age of the oldest record it lacks."""
        lag = 0.0 if self._oldest is None else max(self._clock.utc() - self._oldest, 0.0)
        counters, trouble = self.attempts.counters, worded(self.attempts.last_error, words)
        return SinkHealth(self.name, lag, counters["records"], counters["rejected"], counters["errors"], trouble)

    def notice(self) -> None:
        """Something happened that does not wait: but a record is no less safe for coming a little later."""

    async def run(self) -> None:
        """Bring records until cancelled."""
        while True:
            self.pulse.beat()
            pause = await self.turn()
            self.pulse.beat(pause)
            await asyncio.sleep(pause)

    async def turn(self) -> float:
        """Bring one batch; seconds until the next, 0 when there may be more at once."""
        try:
            records = await self._history.read_after(await self._where(), self._sink.batch)
            if records:
                self._oldest = records[0].at
                await self._bring(records)
        except (SinkError, StoreError) as error:
            return self.attempts.failed(error)
        await self._note_now_and_then()
        # Means and single readings never come in one answer: behind the last means there may be more.
        if len(records) == self._sink.batch or _mean_of(records) is not None:
            return 0.0
        self._oldest = None
        return self._sink.interval

    async def close(self) -> None:
        """Note the cursor and close the sink."""
        await self._note()
        await self._sink.close()

    async def _bring(self, records: Sequence[Record]) -> None:
        """All of these, in order; a batch with something in it that the target never takes is halved down to that."""
        self._tell_of_means(records)
        try:
            await self._sink.write(records)
        except RejectedError as error:
            if len(records) > 1:
                middle = len(records) // 2
                await self._bring(records[:middle])
                await self._bring(records[middle:])
                return
            self._leave_out(records[0], error)
        else:
            self.attempts.succeeded()
            self.attempts.counters["records"] += len(records)
        self.cursor = records[-1].sequence

    def _leave_out(self, record: Record, error: TopbmsError) -> None:
        self.attempts.counters["rejected"] += 1
        LOG.warning("record %d is left out: %s", record.sequence, error, extra={"sink": self.name})

    def _tell_of_means(self, records: Sequence[Record]) -> None:
        mean = _mean_of(records)
        if mean is not None and not self._is_told_of_means:
            template = "goes on with means of %.0f s: single readings of that time are not kept any more"
            LOG.warning(template, mean.seconds, extra={"sink": self.name})
        self._is_told_of_means = mean is not None

    async def _where(self) -> int:
        """The cursor: where it was noted, or at the first start of all where the sink wants to begin."""
        if self.cursor is None:
            self.cursor = await self._noted_cursor()
        if self.cursor is None:
            self.cursor = await self._beginning()
            await self._note()
        return self.cursor

    async def _noted_cursor(self) -> int | None:
        text = (await self._recall()).get(_CURSOR)
        if text is None:
            return None
        noted, newest = int(text), self._newest()
        if noted > newest:
            LOG.warning("the history is older than what was sent already; goes on from here", extra={"sink": self.name})
        return min(noted, newest)

    async def _beginning(self) -> int:
        backfill = self._sink.backfill
        first = await self._history.sequence_before(self._clock.utc() - backfill) if backfill else None
        begin = self._begin()
        return begin if first is None else min(first, begin)

    async def _note_now_and_then(self) -> None:
        if self._clock.monotonic() - self._noted_at >= NOTED:
            await self._note()

    async def _note(self) -> None:
        """A disk that refuses is the history's trouble; what was not noted is only sent once more after a restart."""
        self._noted_at = self._clock.monotonic()
        if self.cursor is None or self.cursor == self._noted:
            return
        try:
            await self._remember({_CURSOR: str(self.cursor)})
        except StoreError as error:
            LOG.debug("the cursor is not noted: %s", error, extra={"sink": self.name})
            return
        self._noted = self.cursor


def _mean_of(records: Sequence[Record]) -> MeanReading | None:
    """The first mean among them."""
    return next((record for record in records if isinstance(record, MeanReading)), None)
