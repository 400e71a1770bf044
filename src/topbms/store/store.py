"""The history, as the rest of topbms sees it: takes readings in on the event loop, keeps and answers on its own thread.

One worker thread owns the connection; `append` and `record` only put into memory, everything else is a job for the
thread, in order. So an answer knows everything that was appended before it was asked for. Knows no SQL.
"""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from topbms.errors import StoreError, worded
from topbms.model.energy import KeptMeter, Meter
from topbms.model.event import AlarmEvent, Event, PastEvent
from topbms.model.health import Health, HistoryHealth
from topbms.model.reading import PackReading
from topbms.model.record import Record
from topbms.model.totals import Standing
from topbms.model.words import Words
from topbms.store import meta
from topbms.store.archive import POINTS, Question
from topbms.store.happenings import Wanted
from topbms.store.journal import Journal
from topbms.store.records import Bucket, Chart, Counters
from topbms.store.session import Session
from topbms.store.settings import Settings
from topbms.store.spans import Resolution
from topbms.store.tail import Batch, Metered, Stamp, Tail
from topbms.store.worker import Worker

LOG = logging.getLogger(__name__)

BOUND = 10_000
"""Readings kept in memory when the disk fails: 14 hours of two packs, about 30 MB."""

T = TypeVar("T")


class Store:
    """The history of one gateway.

    `stamp` gives the right UTC seconds of a monotonic moment, or None while the clock is not known to be right: until
    then nothing is committed, and stamps are put right when it is. Both it and `now`, the monotonic clock, are called
    on the store's thread too. `bound` readings at most wait in memory for a disk that fails, or for the clock.
    """

    def __init__(
        self, path: Path, settings: Settings, *, stamp: Stamp, now: Callable[[], float], bound: int = BOUND
    ) -> None:
        self.last_sequence = 0
        self.gateway_id = ""
        self.meters: Mapping[str, KeptMeter] = {}
        self._now = now
        self._commit_every = settings.commit
        self._tail = Tail(bound)
        self._journal = Journal(path, settings, self._tail, stamp, now, self._committed)
        self._listeners: list[Callable[[Mapping[str, Meter]], None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._path = path
        self._worker: Worker | None = None
        self._latest: dict[str, PackReading] = {}
        self._tried = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._is_posted = False
        self._is_tidying = False

    @property
    def healthy(self) -> bool:
        """Whether the last attempt to write succeeded."""
        return self._journal.fault is None

    @property
    def fault(self) -> str | None:
        """Why it did not, in words; None when it did."""
        return None if self._journal.fault is None else str(self._journal.fault)

    @property
    def counters(self) -> Counters:
        """What was done since `open`."""
        return self._journal.counters

    @property
    def dropped(self) -> int:
        """Readings lost because they had to wait too long, or had a number that was not new."""
        return self._tail.dropped

    @property
    def waiting(self) -> int:
        """Readings not committed yet."""
        return len(self._tail)

    @property
    def overdue(self) -> float:
        """Seconds since the thread should have been done with its job at the latest; 0 while it does not hang."""
        return 0.0 if self._worker is None else self._worker.overdue

    def health(self, words: Words) -> HistoryHealth:
        """How the history and its disk are, their trouble in a language."""
        parts = [self._path.with_name(self._path.name + suffix) for suffix in ("", "-wal")]
        try:
            size, free = sum(part.stat().st_size for part in parts), shutil.disk_usage(self._path.parent).free
        except OSError:
            size, free = None, None
        return HistoryHealth(self.waiting, self.dropped, size, free, worded(self._journal.fault, words))

    async def open(self, migrating: Callable[[], None] | None = None) -> None:
        """Create, migrate or open the history; `migrating` is called now and then while a migration takes time.

        Afterwards `last_sequence` is the highest number that may have been used, `gateway_id` the id made once for
        this history, `meters` where each owner's meter stood at its last commit. Raises StoreError when there is no
        history to be had: another program's file, a newer release's (not touched in any way), a damaged one, or none
        on a disk that cannot be written. One that can only be read is no error: `fault` says so, and readings wait.
        """
        loop = self._loop = asyncio.get_running_loop()

        def alive() -> None:
            if migrating is not None:
                loop.call_soon_threadsafe(migrating)

        self._worker = Worker(self._now)
        try:
            newest = await self._do(lambda: self._journal.open(alive))
            self.meters = await self._do(self._journal.meters)
        except StoreError:
            self._worker.end()
            self._worker = None
            raise
        self._latest = {reading.pack.id: reading for reading in newest} | self._latest
        self.last_sequence = self._journal.connector.last_sequence or 0
        self.gateway_id = self._journal.connector.gateway_id
        self._tried = self._now()

    def append(self, reading: PackReading) -> None:
        """Keep a reading; to be called on the event loop, in the order of the sequence. Never waits, never fails."""
        before = self._latest.get(reading.pack.id)
        known = () if before is None else before.active
        self._latest[reading.pack.id] = reading
        self._tail.add(reading)
        self._commit_soon(at_once=known != reading.active or (self.healthy and self._tail.is_filling))

    def record(self, event: Event) -> None:
        """Keep an event; the same."""
        self._tail.happen(event)
        self._commit_soon(at_once=False)

    def report(self, health: Health) -> None:
        """Keep a health; the same."""
        self._tail.report(health)
        self._commit_soon(at_once=False)

    def meter(self, owner: str, meter: Meter, monotonic: float) -> None:
        """Keep where the meter of an owner (a pack's id, or "bank") stood at this moment; the same."""
        self._tail.meter(Metered(owner, meter, monotonic))
        self._commit_soon(at_once=False)

    def tell_committed(self, listener: Callable[[Mapping[str, Meter]], None]) -> None:
        """Call this, on the event loop, after each commit with the meters by owner that are safe on the disk now."""
        self._listeners.append(listener)

    async def latest(self) -> list[PackReading]:
        """The newest reading of each pack, also from before the start."""
        return list(self._latest.values())

    async def flush(self) -> None:
        """Commit what waits and has a known stamp; raises StoreError when the disk refuses."""
        await self._do(self._journal.commit)
        if self._journal.fault is not None and self.waiting:
            raise self._journal.fault

    async def tidy(self) -> None:
        """Roll up and prune what is due; happens by itself after commits, every hour."""
        while await self._do(self._journal.tidy):
            pass

    async def rebuild(self) -> None:
        """Make all roll-ups anew whose readings are still there; raises StoreError when the disk refuses."""
        await self._do(self._journal.rebuild)
        await self.tidy()

    async def close(self) -> None:
        """Commit everything and end the thread; what cannot be written is logged, not raised. May be called twice."""
        if self._timer is not None:
            self._timer.cancel()
        if self._worker is None:
            return
        worker, self._worker = self._worker, None
        await worker.do(self._journal.close)
        worker.end()

    async def read_after(self, sequence: int, limit: int) -> list[Record]:
        """Up to `limit` records behind this number, in order, committed or not; empty when there are none yet.

        Readings that are pruned are stood for by the means of minutes, as `MeanReading`. No record is served before
        its stamp is known.
        """
        return await self._ask(lambda session, tail: session.queue.after(sequence, limit, tail))

    async def sequence_before(self, moment: float) -> int | None:
        """The number behind which everything from this moment (UTC seconds) on is found, for a new reader's start.

        None when the history has nothing so new.
        """
        return await self._ask(lambda session, _: session.queue.before(moment))

    async def history(
        self,
        pack_id: str,
        keys: Sequence[str] | None,
        start: float,
        end: float,
        *,
        resolution: Resolution | None = None,
    ) -> AsyncIterator[Bucket]:
        """The buckets that begin from `start` to before `end` (UTC seconds), in order, fetched bit by bit.

        `keys` are of the catalogue, or "cell_voltages.3" for one cell; None for everything. "raw" gives single
        readings; without `resolution` it is the finest that is still kept and has not too many rows.
        """
        asked = Question(pack_id, None if keys is None else tuple(keys), start, end)
        question, chosen = await self._ask(lambda session, tail: session.archive.plan(asked.with_tail(tail), POINTS))
        for part in question.windows(resolution or chosen):
            for bucket in await self._ask(_buckets(part, resolution or chosen)):
                yield bucket

    async def chart(
        self, pack_id: str, keys: Sequence[str] | None, start: float, end: float, points: int = POINTS
    ) -> Chart:
        """At most `points` points (2 at least) over this time, lowest, mean and highest of each quantity or cell."""
        question = Question(pack_id, None if keys is None else tuple(keys), start, end)
        return await self._ask(lambda session, tail: session.archive.chart(question.with_tail(tail), max(points, 2)))

    async def events(
        self,
        start: float | None = None,
        end: float | None = None,
        *,
        subject: str | None = None,
        kinds: Collection[str] | None = None,
        limit: int = POINTS,
    ) -> list[PastEvent]:
        """The newest events but alarms, the newest first; None for `start` or `end` leaves it open."""
        wanted = Wanted(start, end, subject, kinds, limit)
        return await self._ask(lambda session, tail: session.happenings.events(wanted, tail.events))

    async def alarm_events(
        self,
        start: float | None = None,
        end: float | None = None,
        *,
        pack: str | None = None,
        newest: int | None = None,
    ) -> list[AlarmEvent]:
        """The alarms that lasted at any moment of this time, by their begin; of many, the `newest` (None: all)."""
        return await self._do(lambda: self._journal.alarms(start, end, pack, newest))

    async def standings(self, owner: str) -> list[Standing]:
        """Where the meter of a pack or of the bank stood at the end of each local day, and stands now, in order."""
        return await self._ask(lambda session, _: session.energies.standings(owner))

    async def recall(self, owner: str) -> dict[str, str]:
        """All notes of this owner."""
        return await self._ask(lambda session, _: meta.recall(session.connection, owner))

    async def remember(self, owner: str, notes: Mapping[str, str]) -> None:
        """Merge notes of this owner, at once; an empty text deletes one. Raises StoreError when the disk refuses."""
        await self._do(lambda: self._journal.change(lambda session: session.remember(owner, notes)))

    def _committed(self, meters: Mapping[str, Meter]) -> None:
        """On the store's thread."""
        if self._loop is not None:
            for listener in self._listeners:
                self._loop.call_soon_threadsafe(listener, meters)

    def _commit_soon(self, *, at_once: bool) -> None:
        """Commit now, or when the time has come; a timer sees to it where nothing more is appended."""
        if self._worker is None:
            return
        if at_once or self._now() - self._tried >= self._commit_every:
            self._post_commit()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._commit_every, self._post_commit)

    def _post_commit(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._tried = self._now()
        if not self._is_posted:
            self._is_posted = True
            self._post(self._commit, self._tidy_soon)

    def _commit(self) -> bool:
        """The job of committing; whether tidying is due. What comes from now on needs another one."""
        self._is_posted = False
        self._journal.commit()
        return self._journal.is_untidy()

    def _tidy_soon(self) -> None:
        if not self._is_tidying:
            self._is_tidying = True
            self._post(self._tidy, self._tidy_soon)

    def _tidy(self) -> bool:
        """The job of one step of tidying; whether another one is due. Other jobs come in between."""
        self._is_tidying = False
        return self._journal.tidy()

    def _post(self, job: Callable[[], bool], then: Callable[[], None]) -> None:
        """Give the thread a job nobody waits for; `then` is called if it says so."""
        if self._worker is None:
            return

        def done(future: asyncio.Future[bool]) -> None:
            defect = future.exception()
            if defect is not None:
                LOG.error("the history met a defect of topbms", exc_info=defect)
            elif future.result():
                then()

        self._worker.do(job).add_done_callback(done)

    async def _ask(self, question: Callable[[Session, Batch], T]) -> T:
        return await self._do(lambda: self._journal.ask(question))

    async def _do(self, job: Callable[[], T]) -> T:
        if self._worker is None:
            raise StoreError("the history {path} is not open", path=self._path)
        return await self._worker.do(job)


def _buckets(question: Question, resolution: Resolution) -> Callable[[Session, Batch], list[Bucket]]:
    return lambda session, tail: session.archive.buckets(question.with_tail(tail), resolution)
