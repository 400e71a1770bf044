"""A connection to PostgreSQL as one role. Knows how it is opened; nothing of tables."""

import asyncio
import getpass
import math

import psycopg
from psycopg import AsyncConnection
from psycopg.conninfo import make_conninfo
from psycopg.rows import TupleRow

from topbms.sinks.postgresql.faults import Failure, fault_of_connecting
from topbms.sinks.postgresql.settings import Settings

_SYSTEM_TRUST = 160_000
"""The first libpq that can take the system's certificates."""


async def connect(settings: Settings, user: str | None, password: str | None, name: str) -> AsyncConnection[TupleRow]:
    """An open connection that commits by itself; `name` is how the server lists it.

    Without a user it is the system's own, without a password what libpq finds. Raises SinkError.
    """
    try:
        async with asyncio.timeout(settings.timeout):
            return await AsyncConnection.connect(_parameters(settings, user, password, name), autocommit=True)
    except Failure as error:
        raise fault_of_connecting(error, settings.target, user or getpass.getuser(), settings.timeout) from error


def _parameters(settings: Settings, user: str | None, password: str | None, name: str) -> str:
    host, port, database = settings.place
    return make_conninfo(
        host=host,
        port=port,
        dbname=database,
        user=user,
        password=password,
        sslmode=settings.sslmode,
        sslrootcert=_root_certificate(settings),
        application_name=name,
        client_encoding="utf8",
        connect_timeout=max(2, math.ceil(settings.timeout)),
        gssencmode="disable",
        keepalives_idle=30,
        keepalives_interval=10,
        keepalives_count=3,
    )


def _root_certificate(settings: Settings) -> str | None:
    if settings.root_certificate is not None:
        return str(settings.root_certificate)
    is_checked = settings.sslmode == "verify-full"
    return "system" if is_checked and psycopg.pq.version() >= _SYSTEM_TRUST else None
