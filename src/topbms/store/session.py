"""One open connection with everything that works on it, and what one commit writes. Knows no thread and no fault.

After a failed write a session may be used on: what it had looked up is forgotten with the transaction.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence

from topbms.model.event import AlarmEvent
from topbms.model.reading import Pack, PackReading
from topbms.store.alarms import Watch, Watches, continued, follow
from topbms.store.archive import Archive
from topbms.store.database import transaction
from topbms.store.energies import Energies
from topbms.store.happenings import Happenings
from topbms.store.healths import Healths
from topbms.store.lexicon import Lexicon
from topbms.store.meta import LEAP, RAW_PRUNED, RESERVED, Meta, remember
from topbms.store.queue import Queue
from topbms.store.retention import Retention
from topbms.store.rollup import Rollup
from topbms.store.rows import Rows
from topbms.store.runs import Runs
from topbms.store.settings import Settings
from topbms.store.shelf import Shelf
from topbms.store.spans import SLOT
from topbms.store.tail import Batch

RESERVE = 1_000_000
"""Sequence numbers that are reserved ahead of the committed ones.

What was numbered and sent but not committed when the gateway was killed must not be numbered so again: the next start
goes on behind the reserved ones. The reserve is renewed by a commit when half is used, so that the meta table is
hardly ever written; half of it lasts a month of a broken disk at two packs. Numbers have 63 bits.
"""


class Session:
    """All tables over one connection."""

    def __init__(self, connection: sqlite3.Connection, settings: Settings, *, writable: bool) -> None:
        self.connection = connection
        self.writable = writable
        self.meta = Meta(connection)
        self._settings = settings
        self._begin()

    def _begin(self) -> None:
        connection = self.connection
        lexicon = Lexicon(connection)
        rows, runs, shelf = Rows(connection, lexicon), Runs(connection), Shelf(connection, lexicon)
        self._lexicon, self._rows, self._runs = lexicon, rows, runs
        self._rollup = Rollup(connection, rows, runs, shelf)
        self._retention = Retention(connection, runs, shelf, self._settings)
        self.happenings, self._healths = Happenings(connection, lexicon), Healths(connection)
        self.energies = Energies(connection)
        self.archive = Archive(lexicon, rows, runs, shelf, self.meta)
        self.queue = Queue(lexicon, rows, runs, shelf, self.happenings, self._healths, self.meta)

    def last_sequence(self) -> int:
        """The highest number that may have been used."""
        return max(self.committed(), self.meta.number(RESERVED)) + self.meta.number(LEAP)

    def committed(self) -> int:
        """The highest number ever committed, whether its record is still there or not."""
        tables = (("sequence", "health"), ("id", "event"))
        return max(self._newest_reading(), *(self._highest(*place) for place in tables))

    def reserve(self, used: int) -> None:
        """Reserve the numbers behind this one."""
        self.meta.put(RESERVED, used + RESERVE)
        self.meta.drop(LEAP)

    def newest(self) -> list[PackReading]:
        """The newest reading of each pack that is still kept."""
        newest = dict(self.connection.execute("SELECT id, newest FROM pack").fetchall()) | self._newer()
        return list(self._rows.at(sorted(newest.values())))

    def packs(self) -> list[Pack]:
        """All packs that ever had a reading, in the order of their first one."""
        numbers = self.connection.execute("SELECT id FROM pack ORDER BY id").fetchall()
        return [self._lexicon.pack_of(number)[0] for (number,) in numbers]

    def watches(self, newest: Sequence[PackReading]) -> dict[str, Watch]:
        """The alarms that were open at the last commit."""
        return continued(self.happenings.open_alarms(), newest)

    def write(self, batch: Batch, watches: Watches) -> dict[str, Watch]:
        """Commit a batch, whole or not at all; where the alarms stand after it. Raises sqlite3.Error."""
        is_done = False
        try:
            with transaction(self.connection):
                after = self._write(batch, watches)
            is_done = True
        finally:
            if not is_done:
                self._begin()
        return after

    def finish(self, watches: Watches) -> None:
        """Write what a clean end saves: when open alarms were last seen, and that no reserve is needed."""
        with transaction(self.connection):
            self._mark(watches)
            self.meta.put(RESERVED, max(self.committed(), self.meta.number(RESERVED) - RESERVE))

    def tidy(self, now: float, watches: Callable[[], Watches]) -> Iterator[None]:
        """Roll up the hours that have ended, and prune, as of `now`; between two steps other work may be done."""
        for slot in self._runs.open_slots(0, now // SLOT * SLOT):
            for _ in self._rollup.steps(slot):
                yield
        with transaction(self.connection):
            self._mark(watches())
            self.happenings.prune_events()
            self._healths.prune(now)
        while self._retention.step(now):
            yield

    def reopen(self) -> None:
        """Let the next tidying make all roll-ups anew whose readings are there."""
        with transaction(self.connection):
            self._runs.reopen()

    def remember(self, owner: str, notes: Mapping[str, str]) -> None:
        """Merge notes of this owner."""
        with transaction(self.connection):
            remember(self.connection, owner, notes)

    def _newest_reading(self) -> int:
        return max(self._highest("sequence", "reading"), self.meta.number(RAW_PRUNED))

    def _highest(self, column: str, table: str) -> int:
        query = f"SELECT coalesce(max({column}), 0) FROM {table}"  # noqa: S608 - tables of our own
        (highest,) = self.connection.execute(query).fetchone()
        return int(highest)

    def _write(self, batch: Batch, watches: Watches) -> dict[str, Watch]:
        newest = self._newest_reading()  # a commit may have reached the disk although the disk said it failed
        for reading, at in batch.readings:
            if reading.sequence > newest:
                self._rows.write(reading, at)
                self._runs.extend(reading.sequence, at // (SLOT * 1000) * SLOT)
        followed = follow(watches, batch.readings)
        self.happenings.write_alarms(followed.changes)
        self.happenings.write_events(batch.events)
        self._healths.write(batch.healths)
        self.energies.write(batch.meters)
        used = batch.highest
        if used + RESERVE // 2 > self.meta.number(RESERVED):
            self.reserve(used)
        return followed.watches

    def _newer(self) -> dict[int, int]:
        """The newest number of each pack since this was last noted: notes save a search through everything."""
        query = "SELECT pack, max(sequence) FROM reading WHERE sequence > (SELECT max(newest) FROM pack) GROUP BY pack"
        return dict(self.connection.execute(query).fetchall())

    def _mark(self, watches: Watches) -> None:
        newer = [(sequence, pack) for pack, sequence in self._newer().items()]
        self.connection.executemany("UPDATE pack SET newest = ? WHERE id = ?", newer)
        self.happenings.write_alarms(open_alarms(watches))


def open_alarms(watches: Mapping[str, Watch]) -> list[AlarmEvent]:
    """All open alarms of all packs."""
    return [event for watch in watches.values() for event in watch.alarms.values()]
