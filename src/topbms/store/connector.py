"""Gets a session that can be written, or at least read, and notices when the file under it is not the same any more.

Knows where the history lies and how it is opened; not what is done with it.
"""

import logging
import secrets
import sqlite3
from collections.abc import Callable
from pathlib import Path

from topbms.errors import StoreError
from topbms.store.database import connect, connect_to_read, transaction
from topbms.store.migrations import prepare
from topbms.store.place import Found, Place
from topbms.store.session import RESERVE, Session
from topbms.store.settings import Settings

LOG = logging.getLogger(__name__)

_LEAPS = 1000


class Connector:
    """One session at a time. `gateway_id` and `last_sequence` are known after the first one."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self.gateway_id = ""
        self.last_sequence: int | None = None
        self._path = path
        self._settings = settings
        self._session: Session | None = None
        self._place: Place | None = None

    def prepare(self, alive: Callable[[], None]) -> None:
        """Create the history or bring it up to date; raises StoreError."""
        prepare(self._path, alive)

    def to_write(self, used: int = 0) -> Session:
        """The session for writing, opened anew where needed; sequence numbers up to `used` are in use.

        Raises StoreError, sqlite3.Error or OSError when there is none to be had.
        """
        found = None if self._place is None else self._place.look()
        if self._session is not None and self._session.writable and found is Found.SAME:
            return self._session
        if found is Found.NOTHING:
            LOG.warning("the history %s is gone; a new one begins", self._path)
        self.drop()
        prepare(self._path, lambda: None)
        self._session = self._open(used)
        self._place = Place.of(self._path)
        return self._session

    def to_read(self) -> Session:
        """Any session; raises sqlite3.Error or OSError when the file cannot even be read.

        When the first one of all can only be read, the numbers that will be used cannot be reserved: they begin
        after a leap of random length, so that the next start does not give them out again.
        """
        if self._session is None:
            self._session = Session(connect_to_read(self._path), self._settings, writable=False)
            self._place = Place.of(self._path)
        if self.last_sequence is None:
            leap = RESERVE * (1 + secrets.randbelow(_LEAPS))
            self.last_sequence = self._session.last_sequence() + leap
            self.gateway_id = self._session.meta.find_gateway_id()
        return self._session

    def drop(self) -> None:
        """Close the session; the next one is opened anew."""
        if self._session is not None:
            self._session.connection.close()
        self._session = None

    def _open(self, used: int) -> Session:
        connection = connect(self._path)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            session = Session(connection, self._settings, writable=True)
            self._require_earlier(session, used)
            last_sequence = max(session.last_sequence(), used)
            with transaction(connection):
                gateway_id = session.meta.gateway_id(self.gateway_id)
                session.reserve(last_sequence)
        except (sqlite3.Error, StoreError):
            connection.close()
            raise
        self.last_sequence, self.gateway_id = last_sequence, gateway_id
        return session

    def _require_earlier(self, session: Session, used: int) -> None:
        """A file put in the place of ours may end earlier, but what we write must not come before what it holds."""
        if used and session.committed() > used:
            raise StoreError("another history was put at {path} while topbms runs; restart topbms", path=self._path)
