"""The frame of catching up: a filled history, the courier, and a sink whose target has to take all of it."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from benchmarks.past import BEGIN, DAY, INTERVAL, PACKS, rounds
from topbms.engine.courier import Courier
from topbms.sinks import RecordSink
from topbms.store.settings import Settings as HistorySettings
from topbms.store.store import Store

DAYS = 3.0
COUNT = round(PACKS * DAYS * DAY / INTERVAL)
ROUNDS = 3  # the quickest counts: other programs can only make it slower
LEAST = 20_000


class Effort(NamedTuple):
    """Seconds of catching up: by the clock, and of this process' CPU."""

    wall: float
    cpu: float


class EndOfHistory:
    """A clock that stands still."""

    def monotonic(self) -> float:
        return DAYS * DAY

    def utc(self) -> float:
        return BEGIN + DAYS * DAY

    def is_known(self) -> bool:
        return True


async def fill(folder: Path) -> None:
    async with opened(folder) as store:
        for number, readings in enumerate(rounds(DAYS)):
            for reading in readings:
                store.append(reading)
            if number % 1000 == 0:
                await store.flush()


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Store]:
    settings = HistorySettings(path=folder / "history.db")
    now = EndOfHistory().monotonic
    store = Store(settings.path, settings, stamp=lambda monotonic: BEGIN + monotonic, now=now)
    await store.open()
    try:
        yield store
    finally:
        await store.close()


async def caught_up(store: Store, sink: object) -> Effort:
    assert isinstance(sink, RecordSink)
    notes = {"cursor": "0"}
    courier = Courier(sink, store, EndOfHistory(), lambda: COUNT, lambda: _given(notes), _forget)
    wall, cpu = time.perf_counter(), time.process_time()
    while await courier.turn() == 0.0:
        pass
    effort = Effort(time.perf_counter() - wall, time.process_time() - cpu)
    await courier.close()
    assert (courier.cursor, courier.attempts.counters["records"]) == (COUNT, COUNT)
    return effort


async def _given(notes: dict[str, str]) -> dict[str, str]:
    return notes


async def _forget(_: object) -> None:
    """Each round begins anew."""
