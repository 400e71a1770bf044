"""The history for one who only reads it: beside a running gateway, from another process, or after it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from topbms.errors import StoreError
from topbms.model.energy import KeptMeter
from topbms.model.event import AlarmEvent, PastEvent
from topbms.model.reading import Pack
from topbms.model.totals import Standing
from topbms.store.archive import POINTS, Question
from topbms.store.database import connect_to_read
from topbms.store.faults import store_error
from topbms.store.happenings import Wanted
from topbms.store.header import Kind, require_history
from topbms.store.records import Bucket
from topbms.store.schema import NEWEST
from topbms.store.session import Session
from topbms.store.settings import Settings
from topbms.store.spans import Resolution


class Reader:
    """Reads what is committed."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def packs(self) -> list[Pack]:
        """All packs that ever had a reading."""
        return self._session.packs()

    def meters(self) -> dict[str, KeptMeter]:
        """Where each owner's meter stood at the last commit; owners are packs' ids and "bank"."""
        return self._session.energies.meters()

    def standings(self, owner: str) -> list[Standing]:
        """Where this owner's meter stood at the end of each local day, and where it stands now, in order."""
        return self._session.energies.standings(owner)

    def events_since(self, start: float, limit: int = POINTS) -> list[PastEvent]:
        """The newest events from this time on (UTC seconds), the newest first; alarms are told by `alarms_since`."""
        return self._session.happenings.events(Wanted(start, None, None, None, limit))

    def alarms_since(self, start: float) -> list[AlarmEvent]:
        """The alarms that lasted at any moment since (UTC seconds), by their begin; `end` is None while one lasts."""
        happenings = self._session.happenings
        found = [*happenings.ended_alarms(start, None, None), *happenings.open_alarms()]
        return sorted(found, key=lambda alarm: alarm.begin)

    def history(
        self,
        pack_id: str,
        keys: tuple[str, ...] | None,
        start: float,
        end: float,
        *,
        resolution: Resolution | None = None,
    ) -> Iterator[Bucket]:
        """As `Store.history`."""
        archive = self._session.archive
        question, chosen = archive.plan(Question(pack_id, keys, start, end), POINTS)
        for part in question.windows(resolution or chosen):
            yield from archive.buckets(part, resolution or chosen)


@contextmanager
def reading(path: Path) -> Iterator[Reader]:
    """A reader of the history at this path; raises StoreError when there is none, or not of this release's schema.

    Errors of the disk while reading come as StoreError too.
    """
    header = require_history(path, NEWEST)
    if header.kind is Kind.NOTHING:
        raise StoreError("there is no history at {path} yet; 'topbms run' begins one", path=path)
    if header.version != NEWEST:
        raise StoreError("the history {path} is of an older topbms; 'topbms run' brings it up to date", path=path)
    try:
        connection = connect_to_read(path)
        try:
            yield Reader(Session(connection, Settings(), writable=False))
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise store_error(path, error) from error
