"""PostgreSQL as a target: a batch of records into its tables, each once, in one transaction.

Readings are copied into a temporary table, from where those that are not there yet go into theirs. When to write and
how often to try again is the courier's business; nothing is ever created here but that temporary table.
"""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from psycopg import AsyncConnection, AsyncCursor, sql
from psycopg.rows import TupleRow

from topbms.errors import RejectedError, SinkError
from topbms.model.event import PastEvent
from topbms.model.health import Health
from topbms.model.reading import PackReading
from topbms.model.record import Record
from topbms.sinks import Site
from topbms.sinks.postgresql.connection import connect
from topbms.sinks.postgresql.faults import Failure, fault_of_writing
from topbms.sinks.postgresql.password import password_of
from topbms.sinks.postgresql.reports import event_row, health_row
from topbms.sinks.postgresql.rows import BEGIN, END, Rows
from topbms.sinks.postgresql.settings import Settings
from topbms.sinks.postgresql.statements import Statements

LOG = logging.getLogger(__name__)

_BLOCK = 250
"""Rows sent at once: the server reads one block while the next is made."""


@dataclass(frozen=True, slots=True)
class _Session:
    """An open connection, and the rows of the gateway that it is for."""

    connection: AsyncConnection[TupleRow]
    gateway: UUID
    rows: Rows


class PostgresqlSink:
    """A RecordSink."""

    name = "postgresql"

    def __init__(self, settings: Settings, site: Site) -> None:
        self.batch = settings.batch
        self.interval = settings.interval
        self.backfill = settings.backfill
        self._settings = settings
        self._site = site
        self._password = password_of(settings)
        self._statements = Statements(settings.schema_name)
        self._session: _Session | None = None

    async def write(self, records: Sequence[Record]) -> None:
        """Have them in the tables; those that are there already stay as they are.

        Raises RejectedError for data that the server refuses, SinkError for everything else; then nothing is written.
        """
        try:
            await self._write(records)
        except RejectedError:
            raise
        except SinkError:
            await self.close()  # whoever answers next need not be the server of before
            raise

    async def close(self) -> None:
        """Let go of the connection; may be called twice."""
        session, self._session = self._session, None
        if session is not None:
            await session.connection.close()

    async def _write(self, records: Sequence[Record]) -> None:
        settings = self._settings
        session = self._session or await self._open()
        try:
            async with asyncio.timeout(settings.timeout), session.connection.transaction():
                await self._insert(session, records)
        except Failure as error:
            raise fault_of_writing(error, settings.target, settings.timeout) from error

    async def _open(self) -> _Session:
        """Connect, claim the site's name, and prepare the temporary table."""
        settings, site = self._settings, self._site
        gateway = site.gateway()
        connection = await connect(settings, settings.user, self._password, f"topbms {site.name}")
        session = self._session = _Session(connection, UUID(gateway), Rows(gateway, site.name))
        try:
            async with asyncio.timeout(settings.timeout), connection.cursor() as cursor:
                await cursor.execute(self._statements.claim, (site.name, session.gateway))
                is_ours = await cursor.fetchone() == (True,)
                await cursor.execute(self._statements.temporary)
        except Failure as error:
            raise fault_of_writing(error, settings.target, settings.timeout) from error
        if not is_ours:
            raise SinkError(
                'site "{site}" belongs to another gateway in PostgreSQL at {where}: give this one a name of its own '
                "(site = …), or, if its history was begun anew, run `topbms postgresql setup --release`",
                site=site.name,
                where=settings.target,
            )
        return session

    async def _insert(self, session: _Session, records: Sequence[Record]) -> None:
        statements, site = self._statements, self._site.name
        async with session.connection.cursor() as cursor:
            readings = [record for record in records if isinstance(record, PackReading)]
            if readings:
                await _copy(cursor, statements.copy, (session.rows.row(reading) for reading in readings))
                await cursor.execute(statements.move)
                _tell_of_known(len(readings) - cursor.rowcount)
            events = [event_row(record, session.gateway, site) for record in records if isinstance(record, PastEvent)]
            if events:
                await cursor.executemany(statements.event, events)
            healths = [health_row(record, session.gateway, site) for record in records if isinstance(record, Health)]
            if healths:
                await cursor.executemany(statements.health, healths)


def _tell_of_known(count: int) -> None:
    """After a crash that is as it should be; day after day it is a gateway whose history was copied to another one."""
    if count:
        LOG.info("readings that were there already: %d", count, extra={"sink": PostgresqlSink.name})


async def _copy(cursor: AsyncCursor[TupleRow], statement: sql.Composed, rows: Iterator[bytes]) -> None:
    async with cursor.copy(statement) as copy:
        await copy.write(BEGIN)
        while block := b"".join(islice(rows, _BLOCK)):
            await copy.write(block)
        await copy.write(END)
