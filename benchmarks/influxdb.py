"""Catching up: readings a second from a filled history, through the courier, into a real database on this machine.

All that lies on this way takes part: the history's thread, rendering, gzip, HTTP, and the database itself, which has
to share the machine with us. Readings have all that a pack tells: 16 cells, 6 temperatures, alarms and states.
"""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from tests.servers.lineservers import Influxd, VictoriaMetrics

from benchmarks.past import BEGIN, DAY, INTERVAL, PACKS, rounds
from benchmarks.row import Row
from topbms.app.outlets import site
from topbms.cli.loop import runner
from topbms.engine.courier import Courier
from topbms.sinks import RecordSink
from topbms.sinks.influxdb import Settings, build
from topbms.store.settings import Settings as HistorySettings
from topbms.store.store import Store

DAYS = 3.0
COUNT = round(PACKS * DAYS * DAY / INTERVAL)
ROUNDS = 3  # the quickest counts: other programs can only make it slower
LEAST = 20_000
PROGRAMS = {"influxd": Influxd, "victoria-metrics": VictoriaMetrics}

Server: TypeAlias = Influxd | VictoriaMetrics


class EndOfHistory:
    """A clock that stands still."""

    def monotonic(self) -> float:
        return DAYS * DAY

    def utc(self) -> float:
        return BEGIN + DAYS * DAY

    def is_known(self) -> bool:
        return True


def measure() -> Iterable[Row]:
    with TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as name:  # on a disk, where others may be memory
        folder = Path(name)
        asyncio.run(_fill(folder))
        for program, make in PROGRAMS.items():
            if shutil.which(program) is None:
                yield Row(f"catching up to {program}", "not installed", f"{LEAST} readings/s", met=False)
                continue
            best = max(_measured(folder, make) for _ in range(ROUNDS))
            yield Row(f"catching up to {program}", f"{best:.0f} readings/s", f"{LEAST} readings/s", best >= LEAST)


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


def _measured(folder: Path, make: Callable[[Path], Server]) -> float:
    with runner() as loop, TemporaryDirectory(dir=folder) as name:
        return loop.run(_caught_up(folder, make(Path(name))))


async def _caught_up(folder: Path, server: Server) -> float:
    """Readings a second, the server's work included."""
    await server.prepare()
    async with _opened(folder) as store:
        (sink,) = build(Settings(url=server.url), site("bench", [], "en", store, "influxdb"))
        assert isinstance(sink, RecordSink)
        notes = {"cursor": "0"}
        courier = Courier(sink, store, EndOfHistory(), lambda: COUNT, lambda: _given(notes), _forget)
        began = time.perf_counter()
        while await courier.turn() == 0.0:
            pass
        seconds = time.perf_counter() - began
        await courier.close()
        assert (courier.cursor, courier.attempts.counters["records"]) == (COUNT, COUNT)
    await server.stop()
    return COUNT / seconds


async def _given(notes: dict[str, str]) -> dict[str, str]:
    return notes


async def _forget(_: object) -> None:
    """Each round begins anew."""
