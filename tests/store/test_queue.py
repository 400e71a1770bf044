"""The history as a queue of records of every kind."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from topbms.model.event import Event, EventKind, PastEvent
from topbms.model.health import Health, HistoryHealth, LinkHealth, SinkHealth
from topbms.model.reading import MeanReading, PackReading
from topbms.model.record import Record
from topbms.store.healths import KEPT
from topbms.store.store import Store

from .making import BEGIN, HOUR, Clock, Maker, opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


def fill(store: Store, maker: Maker, count: int, step: float = 1.0) -> None:
    """Of each four records one is an event and one a health, each a step apart."""
    for _ in range(count):
        kind = maker.sequence % 4
        if kind in (0, 2):
            store.append(maker.reading())
        else:
            maker.sequence += 1
            if kind == 1:
                store.record(Event(EventKind.LINK_UP, maker.clock.now, "usr1", "", maker.sequence))
            else:
                store.report(health(maker))
        maker.clock.now += step


def health(maker: Maker) -> Health:
    clock = maker.clock
    return Health(
        sequence=maker.sequence,
        at=clock.begin + clock.now,
        monotonic=clock.now,
        version="0.2",
        config="abc",
        uptime=1.5,
        fresh=2,
        history=HistoryHealth(waiting=3, size=4096, free=None, last_error="full"),
        links=(LinkHealth("usr1", up=True, replies=5, faults={"echo": 1}, answer_time=0.1),),
        sinks=(SinkHealth("mqtt", 2.5, 7),),
    )


def kinds(records: Sequence[Record]) -> list[tuple[int, type[Record]]]:
    return [(record.sequence, type(record)) for record in records]


EXPECTED = [(1, PackReading), (2, PastEvent), (3, PackReading), (4, Health)] * 2


async def test_records_of_every_kind_come_in_one_order_committed_or_not(path: Path) -> None:
    async with opened(path, Clock()) as (store, maker):
        fill(store, maker, 6)
        await store.flush()
        fill(store, maker, 2)
        found = await store.read_after(0, 100)
        assert [record.sequence for record in found] == list(range(1, 9))
        assert [type(record) for record in found] == [kind for _, kind in EXPECTED]
        assert [record.at for record in found] == [BEGIN + second for second in range(8)]
        await store.flush()
        assert kinds(await store.read_after(0, 100)) == kinds(found)


async def test_a_cursor_meets_each_record_once_whatever_the_limit(path: Path) -> None:
    async with opened(path, Clock()) as (store, maker):
        fill(store, maker, 25)
        await store.flush()
        fill(store, maker, 10)
        for limit in (1, 3, 7):
            cursor, met = 0, list[int]()
            while batch := await store.read_after(cursor, limit):
                assert len(batch) <= limit
                met += [record.sequence for record in batch]
                cursor = met[-1]
            assert met == list(range(1, 36))


async def test_a_health_comes_back_as_it_was(path: Path) -> None:
    async with opened(path, Clock()) as (store, maker):
        maker.sequence = 1
        made = health(maker)
        store.report(made)
        await store.flush()
        (found,) = await store.read_after(0, 10)
        assert isinstance(found, Health)
        assert (found.links, found.sinks, found.history) == (made.links, made.sinks, made.history)
        assert (found.sequence, found.at, found.version, found.uptime) == (1, BEGIN, "0.2", 1.5)


async def test_numbers_go_on_behind_the_highest_of_any_kind(path: Path) -> None:
    clock = Clock()
    async with opened(path, clock) as (store, maker):
        store.append(maker.reading())
        store.record(Event(EventKind.STOP, 0.0, sequence=2))
    async with opened(path, clock) as (store, maker):
        assert store.last_sequence == 2


async def test_healths_are_not_kept_for_long_and_readings_are(path: Path) -> None:
    clock = Clock()
    async with opened(path, clock) as (store, maker):
        fill(store, maker, 4)
        clock.now += KEPT + HOUR
        fill(store, maker, 4)
        await store.flush()
        await store.tidy()
        assert [record.sequence for record in await store.read_after(0, 100)] == [1, 2, 3, 5, 6, 7, 8]


async def test_events_stand_between_the_means_of_readings_that_are_pruned(path: Path) -> None:
    clock = Clock()
    async with opened(path, clock, raw=HOUR) as (store, maker):
        fill(store, maker, 8, step=30.0)
        clock.now += 4 * HOUR
        fill(store, maker, 2)
        await store.flush()
        await store.tidy()
        first = await store.read_after(0, 100)
        assert kinds(first)[0] == (1, MeanReading)
        assert [record.sequence for record in first] == sorted(record.sequence for record in first)
        assert {2, 6} <= {record.sequence for record in first if isinstance(record, PastEvent)}
        rest = await store.read_after(first[-1].sequence, 100)
        assert {9} <= {record.sequence for record in rest if type(record) is PackReading}


async def test_where_a_moment_begins(path: Path) -> None:
    clock = Clock()
    async with opened(path, clock) as (store, maker):
        fill(store, maker, 4)
        clock.now = 2 * HOUR
        fill(store, maker, 4)
        await store.flush()
        assert await store.sequence_before(BEGIN + 2 * HOUR) == 4
        assert await store.sequence_before(BEGIN) == 0
        assert await store.sequence_before(BEGIN + 3 * HOUR) is None
