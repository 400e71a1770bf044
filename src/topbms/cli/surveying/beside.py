"""The history beside a running gateway: its newest readings, and the notes of a sink. Begins one where there is none.

Each errand has a connection of its own, so that nobody waits for long. A Store is more than that: it numbers
readings and follows alarms, which the gateway does.
"""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from topbms.model.reading import PackReading
from topbms.store import meta
from topbms.store.database import connect, transaction
from topbms.store.faults import store_error
from topbms.store.migrations import prepare
from topbms.store.session import Session
from topbms.store.settings import Settings

T = TypeVar("T")


class Beside:
    """One history and the notes of one owner in it. Everything may raise StoreError."""

    def __init__(self, path: Path, owner: str) -> None:
        self._path = path
        self._owner = owner
        prepare(path, lambda: None)

    def newest(self) -> dict[str, PackReading]:
        """The newest reading of each pack that is kept, by the pack's id."""
        readings = self._do(lambda connection: Session(connection, Settings(), writable=False).newest())
        return {reading.pack.id: reading for reading in readings}

    async def recall(self) -> dict[str, str]:
        """All notes."""
        return self._do(lambda connection: meta.recall(connection, self._owner))

    async def remember(self, notes: Mapping[str, str]) -> None:
        """Merge notes; an empty text deletes one."""
        self._do(lambda connection: self._write(connection, notes))

    def _write(self, connection: sqlite3.Connection, notes: Mapping[str, str]) -> None:
        with transaction(connection):
            meta.remember(connection, self._owner, notes)

    def _do(self, job: Callable[[sqlite3.Connection], T]) -> T:
        try:
            with closing(connect(self._path)) as connection:
                return job(connection)
        except sqlite3.Error as error:
            raise store_error(self._path, error) from error
