"""Catching up: readings a second from a filled history, through the courier, into a real PostgreSQL on this machine.

All that lies on this way takes part: the history's thread, the rows, the socket, and the server itself, which has to
share the machine with us. It runs with its own defaults (fsync and synchronous commits on, 128 MB of buffers), and the
tables have their key and their index. Readings have all that a pack tells: 16 cells, 6 temperatures, alarms, states.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.servers.postgresql import OWNER, OWNER_PASSWORD, make_cluster, served

from benchmarks.past import BEGIN, DAY, INTERVAL, PACKS, rounds
from benchmarks.row import Row
from topbms.app.outlets import site
from topbms.cli.loop import runner
from topbms.engine.courier import Courier
from topbms.model.words import words
from topbms.sinks import RecordSink
from topbms.sinks.postgresql import Settings, build
from topbms.sinks.postgresql.setup import Owner, Wish, setup
from topbms.store.settings import Settings as HistorySettings
from topbms.store.store import Store

DAYS = 3.0
COUNT = round(PACKS * DAYS * DAY / INTERVAL)
ROUNDS = 3  # the quickest counts: other programs can only make it slower
LEAST = 20_000
WHAT = "catching up to PostgreSQL"
DEFAULTS = ("fsync=on", "shared_buffers=128MB")
PASSWORD = "of a server that lives for a minute"  # noqa: S105 -- as it says


class EndOfHistory:
    """A clock that stands still."""

    def monotonic(self) -> float:
        return DAYS * DAY

    def utc(self) -> float:
        return BEGIN + DAYS * DAY

    def is_known(self) -> bool:
        return True


def measure() -> Iterable[Row]:
    with TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as history, TemporaryDirectory() as cluster:
        try:
            raw = make_cluster(Path(cluster))
        except pytest.skip.Exception:
            yield Row(WHAT, "not installed", f"{LEAST} readings/s", met=False)
            return
        asyncio.run(_fill(Path(history)))
        best = max(_measured(Path(history), raw) for _ in range(ROUNDS))
    yield Row(WHAT, f"{best:.0f} readings/s", f"{LEAST} readings/s", best >= LEAST)


async def _fill(folder: Path) -> None:
    async with _opened(folder) as store:
        for number, readings in enumerate(rounds(DAYS)):
            for reading in readings:
                store.append(reading)
            if number % 1000 == 0:
                await store.flush()


@asynccontextmanager
async def _opened(folder: Path) -> AsyncIterator[Store]:
    settings = HistorySettings(path=folder / "history.db")
    now = EndOfHistory().monotonic
    store = Store(settings.path, settings, stamp=lambda monotonic: BEGIN + monotonic, now=now)
    await store.open()
    try:
        yield store
    finally:
        await store.close()


def _measured(history: Path, cluster: Path) -> float:
    with runner() as loop:
        return loop.run(_caught_up(history, cluster))


async def _caught_up(history: Path, cluster: Path) -> float:
    """Readings a second, the server's work included."""
    async with served(cluster, *DEFAULTS) as server, _opened(history) as store:
        await server.give_database()
        settings = Settings.model_validate({"host": "127.0.0.1", "port": server.port, "password": PASSWORD})
        await setup(settings, Owner(OWNER, OWNER_PASSWORD), Wish(PASSWORD), words("en"))
        (sink,) = build(settings, site("bench", [], "en", store, "postgresql"))
        assert isinstance(sink, RecordSink)
        notes = {"cursor": "0"}
        courier = Courier(sink, store, EndOfHistory(), lambda: COUNT, lambda: _given(notes), _forget)
        began = time.perf_counter()
        while await courier.turn() == 0.0:
            pass
        seconds = time.perf_counter() - began
        await courier.close()
        assert await server.query("SELECT count(*) FROM topbms.reading") == [(COUNT,)]
    return COUNT / seconds


async def _given(notes: dict[str, str]) -> dict[str, str]:
    return notes


async def _forget(_: object) -> None:
    """Each round begins anew."""
