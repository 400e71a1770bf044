"""What happens on the store's thread: open, commit, tidy, answer, close; and what to do when the disk refuses.

Knows the tail and the session. Called from one thread only, but for the public attributes, which anyone may read.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from topbms.errors import StoreError
from topbms.model.energy import KeptMeter, Meter
from topbms.model.event import AlarmEvent, Event, EventKind
from topbms.model.reading import PackReading
from topbms.store.alarms import Watch, follow
from topbms.store.connector import Connector
from topbms.store.faults import is_harmless, store_error
from topbms.store.records import Counters
from topbms.store.session import Session, open_alarms
from topbms.store.settings import Settings
from topbms.store.spans import SLOT
from topbms.store.tail import Batch, Stamp, Tail

LOG = logging.getLogger(__name__)

_PIECE = 1000
"""Readings in one transaction: more come together only when the disk has refused for a while."""

_ALL = 1 << 62

T = TypeVar("T")


class Tidying(NamedTuple):
    """A tidying that is going on, and the session it works on."""

    session: Session
    steps: Iterator[None]


class Journal:
    """The history of one gateway, while it runs. `fault` says why it cannot be written, None while all is well.

    `tell` is called, on this thread, with the meters that have reached the disk, by owner.
    """

    def __init__(
        self,
        path: Path,
        settings: Settings,
        tail: Tail,
        stamp: Stamp,
        now: Callable[[], float],
        tell: Callable[[Mapping[str, Meter]], None],
    ) -> None:
        self.counters = Counters()
        self.fault: StoreError | None = None
        self._tell = tell
        self.connector = Connector(path, settings)
        self._path = path
        self._tail = tail
        self._stamp = stamp
        self._now = now
        self._watches: dict[str, Watch] = {}
        self._tidying: Tidying | None = None
        self._tidied = 0.0
        self._dropped_before = 0

    def open(self, alive: Callable[[], None]) -> list[PackReading]:
        """Bring the file up to date and read where it ended; the newest reading of each pack.

        Raises StoreError when there is no history to be had. One that can be read but not written is a fault, and
        everything goes on in memory.
        """
        self.connector.prepare(alive)
        try:
            self.connector.to_write()
        except (sqlite3.Error, OSError) as error:
            self._fail(error)
        newest = self.ask(lambda session, _: session.newest())
        self._watches = self.ask(lambda session, _: session.watches(newest))
        self._tail.highest = self.connector.last_sequence or 0
        return newest

    def commit(self) -> None:
        """Write what waits and has a known stamp; a disk that refuses is a fault, and everything goes on waiting."""
        self._write(self._tail.batch(self._stamp)._replace(meters=self._tail.meters(self._stamp)))

    def meters(self) -> dict[str, KeptMeter]:
        """Where each meter stood at the last commit; raises StoreError."""
        return self.ask(lambda session, _: session.energies.meters())

    def tidy(self) -> bool:
        """One step of rolling up and pruning, if there is anything to do; whether there may be more at once."""
        now = self._stamp(self._now())
        if self.fault is not None or now is None:
            return False
        try:
            session = self.connector.to_write(self._tail.highest)
            return self._tidy(session, now)
        except (sqlite3.Error, OSError, StoreError) as error:
            self._fail(error)
            return False

    def is_untidy(self) -> bool:
        """Whether an hour has ended since the last tidying, or one is going on."""
        now = self._stamp(self._now())
        return self._tidying is not None or (now is not None and now // SLOT != self._tidied)

    def rebuild(self) -> None:
        """Have all roll-ups made anew by the next steps of tidying. Raises StoreError when the disk refuses."""
        self.change(Session.reopen)
        self._tidying, self._tidied = None, 0.0

    def ask(self, question: Callable[[Session, Batch], T]) -> T:
        """The answer to a question about committed and uncommitted records; raises StoreError."""
        try:
            return question(self.connector.to_read(), self._tail.batch(self._stamp))
        except (sqlite3.Error, OSError) as error:
            if not is_harmless(error):
                self.connector.drop()
            raise store_error(self._path, error) from error

    def change(self, change: Callable[[Session], None]) -> None:
        """Change something at once, in a transaction that `change` makes; raises StoreError when the disk refuses."""
        try:
            change(self.connector.to_write(self._tail.highest))
        except (sqlite3.Error, OSError) as error:
            raise store_error(self._path, error) from error

    def alarms(
        self, start: float | None, end: float | None, pack: str | None, newest: int | None = None
    ) -> list[AlarmEvent]:
        """The alarms that lasted at any moment of this time, by their begin (`newest` of many); raises StoreError."""
        most = _ALL if newest is None else newest
        ended = self.ask(lambda session, _: session.happenings.ended_alarms(start, end, pack, most))
        live = follow(self._watches, self._tail.readings(self._stamp))
        ended += [event for event in live.changes if event.end is not None]
        found = [event for event in (*ended, *open_alarms(live.watches)) if _lasted(event, start, end, pack)]
        return sorted(found, key=lambda event: event.begin)[-most:]

    def close(self) -> None:
        """Commit everything and close; what the disk refuses even now is lost, and said.

        A clock that is still not known to be right is believed now: a reading keeps the stamp it was made with, and
        events go by the newest reading that waits; with none, they are lost.
        """
        readings = self._tail.readings(self._stamp, believe=True)
        healths = self._tail.healths(self._stamp, believe=True)
        events, meters = self._tail.events(self._last_stamp), self._tail.meters(self._last_stamp)
        self._write(Batch(readings, events, healths, meters))
        lost = len(self._tail)
        if lost:
            LOG.error("%d readings could not be written and are lost: %s", lost, self.fault)
        try:
            if not lost and self.fault is None:
                self.connector.to_write(self._tail.highest).finish(self._watches)
        except (sqlite3.Error, OSError, StoreError) as error:
            LOG.error("%s", store_error(self._path, error))  # noqa: TRY400 - for the user, who can mend the disk
        self.connector.drop()

    def _last_stamp(self, monotonic: float) -> float | None:
        known, offset = self._stamp(monotonic), self._tail.offset()
        return monotonic + offset if known is None and offset is not None else known

    def _write(self, batch: Batch) -> None:
        """Commit in pieces, so that a disk that refuses is noticed after the first, however much waits."""
        written = self.counters.written
        for first in range(0, batch.longest, _PIECE):
            if not self._write_piece(batch.piece(first, first + _PIECE)):
                return
        if self.fault is not None and batch.longest:
            self._recover(self.counters.written - written)

    def _write_piece(self, piece: Batch) -> bool:
        try:
            session = self.connector.to_write(self._tail.highest)
            self._watches = session.write(piece, self._watches)
        except (sqlite3.Error, OSError, StoreError) as error:
            self._fail(error)
            return False
        self._tail.settle(piece)
        self.counters.commits += 1
        self.counters.written += len(piece.readings)
        if piece.meters:
            self._tell({metered.owner: metered.meter for metered, _ in piece.meters})
        return True

    def _tidy(self, session: Session, now: float) -> bool:
        if self._tidying is None or self._tidying.session is not session:
            self._tidying = Tidying(session, session.tidy(now, lambda: self._watches))
        for _ in self._tidying.steps:
            return True
        self._tidying, self._tidied = None, now // SLOT
        return False

    def _fail(self, error: sqlite3.Error | OSError | StoreError) -> None:
        fault = store_error(self._path, error)
        self.counters.failures += 1
        if self.fault is None:
            self._dropped_before = self._tail.dropped
        if str(fault) != str(self.fault):
            LOG.error("%s; readings wait in memory", fault)
        self.fault, self._tidying = fault, None
        if not is_harmless(error):
            self.connector.drop()

    def _recover(self, kept: int) -> None:
        """Tell that all is well again; what was lost is an event in the place of the last reading that fell off."""
        lost = self._tail.dropped - self._dropped_before
        LOG.warning("the history is written again: %d readings kept, %d lost", kept, lost)
        self.fault = None
        if lost:
            self._tail.happen(Event(EventKind.ROWS_LOST, self._now(), "", str(lost), self._tail.last_dropped))


def _lasted(event: AlarmEvent, start: float | None, end: float | None, pack: str | None) -> bool:
    """Whether an alarm of this pack lasted at any moment from `start` to before `end`."""
    began = end is None or event.begin < end
    ended = start is not None and event.end is not None and event.end < start
    return began and not ended and pack in (None, event.pack)
