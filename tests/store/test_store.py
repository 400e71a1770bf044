"""The store as the rest of topbms uses it."""

import asyncio
import math
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from topbms.errors import StoreError
from topbms.model.alarms import Alarm, AlarmReport, Level
from topbms.model.event import AlarmEvent, Event, EventKind
from topbms.model.reading import Pack, PackReading, Product
from topbms.store.session import RESERVE

from .making import BEGIN, HOUR, ONE, TWO, Clock, Maker, left_by_a_crash, new_store, opened, readings_after

HIGH = Alarm("cell_overvoltage", Level.PROTECTION, 3)

FULL = PackReading(
    pack=ONE,
    sequence=1,
    at=BEGIN,
    monotonic=0.0,
    values={"voltage": 53.58, "soc": None, "cell_voltages": (3.346, 3.345), "cycle_count": 2, "soh": 99.5},
    balancing=(2, 16),
    alarms=AlarmReport(1, (HIGH,), {"charging": True}, ("high", "normal"), (), "normal", None, 0, b"\x00\x01"),
    alarms_age=0.125,
    product=Product(1, "TopBMS", serial_number="SN 7"),
    held=("soc", "humidity"),
    smoothed_current=-3.125,
    extra=b"\x00\x00",
)
BARE = PackReading(pack=TWO, sequence=2, at=BEGIN, monotonic=0.0, values={})


def told(reading: PackReading) -> PackReading:
    """The reading but for its monotonic moment, which means nothing after a restart."""
    return replace(reading, monotonic=0.0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.mark.parametrize("reading", [FULL, BARE, replace(FULL, balancing=(3, 1)), replace(FULL, balancing=())])
async def test_a_reading_comes_back_the_same(path: Path, clock: Clock, reading: PackReading) -> None:
    async with opened(path, clock) as (store, _):
        store.append(reading)
        assert [told(waiting) for waiting in await readings_after(store, 0, 10)] == [reading]
        await store.flush()
        (kept,) = await readings_after(store, 0, 10)
        assert kept.monotonic == -math.inf
        assert told(kept) == reading
    async with opened(path, clock) as (store, _):
        assert [told(kept) for kept in await store.latest()] == [reading]
        assert [told(kept) for kept in await readings_after(store, 0, 10)] == [reading]


async def test_names_and_product_are_the_latest(path: Path, clock: Clock) -> None:
    renamed = Pack(ONE.id, "Cellier", "usr9", 4)
    async with opened(path, clock) as (store, _):
        store.append(FULL)
        store.append(replace(FULL, sequence=2, pack=renamed, product=None))
        await store.flush()
        found = await readings_after(store, 0, 10)
        assert [reading.pack for reading in found] == [renamed, renamed]
        assert [reading.product for reading in found] == [FULL.product, FULL.product]


async def test_readings_are_served_in_order_committed_or_not(path: Path, clock: Clock) -> None:
    async with opened(path, clock) as (store, maker):
        for _ in range(4):
            store.append(maker.reading())
        await store.flush()
        for _ in range(3):
            store.append(maker.reading())
        assert [reading.sequence for reading in await readings_after(store, 0, 100)] == [1, 2, 3, 4, 5, 6, 7]
        assert [reading.sequence for reading in await readings_after(store, 2, 3)] == [3, 4, 5]
        assert [reading.sequence for reading in await readings_after(store, 6, 3)] == [7]
        assert await readings_after(store, 7, 3) == []


async def test_a_commit_comes_with_the_interval(path: Path, clock: Clock) -> None:
    async with opened(path, clock) as (store, maker):
        store.append(maker.reading())
        await store.recall("anyone")
        before = store.counters.commits
        for clock.now in (10, 20, 30, 59.9):
            store.append(maker.reading())
        await store.recall("anyone")
        assert store.counters.commits == before
        assert store.waiting == 5
        clock.now = 60
        store.append(maker.reading())
        await store.recall("anyone")
        assert (store.counters.commits, store.waiting) == (before + 1, 0)


async def test_a_commit_comes_also_when_nothing_more_is_appended(path: Path, clock: Clock) -> None:
    async with opened(path, clock, commit=0.01) as (store, _):
        store.record(Event(EventKind.START, 0.0))
        async with asyncio.timeout(30):
            while not store.counters.commits:
                await store.recall("anyone")


async def test_a_change_of_alarms_is_committed_at_once(path: Path, clock: Clock) -> None:
    async with opened(path, clock) as (store, maker):
        commits = []
        for clock.now, alarms in ((1, ()), (2, ()), (3, (HIGH,)), (4, (HIGH,)), (5, ())):
            store.append(maker.reading(alarms=alarms))
            await store.recall("anyone")
            commits.append(store.counters.commits)
        assert commits == [0, 0, 1, 1, 2]


async def test_alarm_events_survive_a_restart_and_go_on(path: Path, clock: Clock) -> None:
    first = AlarmEvent("battery1", "cell_overvoltage", "protection", 3, BEGIN + 9.75, BEGIN + 9.75)
    async with opened(path, clock) as (store, maker):
        clock.now = 10
        store.append(maker.reading(alarms=(HIGH,)))
        assert await store.alarm_events() == [first]
        clock.now = 20
        store.append(maker.reading(alarms=(HIGH,)))
        assert await store.alarm_events() == [replace(first, last_seen=BEGIN + 19.75)]
    clock.now = 100
    async with opened(path, clock) as (store, maker):
        assert await store.alarm_events() == [replace(first, last_seen=BEGIN + 19.75)]
        store.append(maker.reading(alarms=(HIGH,)))
        assert await store.alarm_events() == [replace(first, last_seen=BEGIN + 99.75)]
        clock.now = 110
        store.append(maker.reading(alarms=()))
        ended = replace(first, last_seen=BEGIN + 99.75, end=BEGIN + 109.75)
        assert await store.alarm_events() == [ended]
    async with opened(path, clock) as (store, _):
        assert await store.alarm_events() == [ended]
        assert await store.alarm_events(BEGIN + 109, BEGIN + 120, pack="battery1") == [ended]
        assert await store.alarm_events(BEGIN + 110) == []
        assert await store.alarm_events(None, BEGIN + 9) == []
        assert await store.alarm_events(pack="battery2") == []


async def test_an_alarm_that_ended_in_the_tail_is_told(path: Path, clock: Clock) -> None:
    async with opened(path, clock) as (store, maker):
        await store._do(lambda: store._journal.connector.to_write().connection.execute("PRAGMA query_only = ON"))
        for clock.now, alarms in ((1, (HIGH,)), (2, ())):
            store.append(maker.reading(alarms=alarms))
        (event,) = await store.alarm_events()
        assert (event.begin, event.end) == (BEGIN + 0.75, BEGIN + 1.75)
        await store._do(lambda: store._journal.connector.to_write().connection.execute("PRAGMA query_only = OFF"))


async def test_events_are_found_by_time_subject_and_kind(path: Path, clock: Clock) -> None:
    async with opened(path, clock) as (store, _):
        for second, kind, subject in (
            (1, EventKind.START, ""),
            (2, EventKind.LINK_DOWN, "usr1"),
            (3, EventKind.LINK_UP, "usr1"),
        ):
            store.record(Event(kind, second, subject, "why"))
        found = await store.events()
        assert [(event.at - BEGIN, event.kind, event.subject, event.text) for event in found] == [
            (3, "link_up", "usr1", "why"),
            (2, "link_down", "usr1", "why"),
            (1, "start", "", "why"),
        ]
        for _ in ("not committed yet", "committed"):
            assert [event.kind for event in await store.events(BEGIN + 2, BEGIN + 3)] == ["link_down"]
            assert [event.kind for event in await store.events(subject="")] == ["start"]
            assert [event.kind for event in await store.events(kinds={"start", "link_up"})] == ["link_up", "start"]
            assert [event.kind for event in await store.events(limit=1)] == ["link_up"]
            await store.flush()


async def test_alarms_are_no_events_unless_they_are_asked_for(path: Path, clock: Clock) -> None:
    async with opened(path, clock) as (store, _):
        store.record(Event(EventKind.ALARM, 1.0, "battery1", "cell_low warning", sequence=1))
        for _ in ("not committed yet", "committed"):
            assert await store.events() == []
            assert [event.sequence for event in await store.events(kinds={"alarm"})] == [1]
            await store.flush()


async def test_of_many_alarms_the_newest_can_be_asked_for(path: Path, clock: Clock) -> None:
    async with opened(path, clock) as (store, maker):
        for clock.now, alarms in ((1, (HIGH,)), (2, ()), (3, (HIGH,)), (4, ()), (5, (HIGH,))):
            store.append(maker.reading(alarms=alarms))
        begins = [event.begin for event in await store.alarm_events()]
        assert len(begins) == 3
        assert [event.begin for event in await store.alarm_events(newest=2)] == begins[1:]


async def test_notes_are_kept_by_owner_merged_and_deleted(path: Path, clock: Clock) -> None:
    async with opened(path, clock) as (store, _):
        await store.remember("domoticz", {"a": "1", "b": "2"})
        await store.remember("domoticz", {"b": "3", "c": "4", "a": ""})
        await store.remember("link", {"a": "topbms"})
    async with opened(path, clock) as (store, _):
        assert await store.recall("domoticz") == {"b": "3", "c": "4"}
        assert await store.recall("link") == {"a": "topbms"}
        assert await store.recall("nobody") == {}


async def test_the_gateway_id_is_made_once(path: Path, clock: Clock) -> None:
    async with opened(path, clock) as (store, _):
        first = store.gateway_id
    async with opened(path, clock) as (store, _):
        assert store.gateway_id == first
    assert len(bytes.fromhex(first)) == 16


async def test_numbers_go_on_without_a_gap_after_a_clean_end(path: Path, clock: Clock) -> None:
    async with opened(path, clock) as (store, maker):
        assert store.last_sequence == 0
        for _ in range(5):
            store.append(maker.reading())
    async with opened(path, clock) as (store, _):
        assert store.last_sequence == 5
    async with opened(path, clock) as (store, _):
        assert store.last_sequence == 5


async def test_after_a_crash_numbers_that_may_have_been_used_are_not_used_again(path: Path, clock: Clock) -> None:
    async with opened(path, clock) as (store, maker):
        store.append(maker.reading())
        await store.flush()
        store.append(maker.reading())
        crashed = left_by_a_crash(path)
    async with opened(crashed, clock) as (store, _):
        assert store.last_sequence == RESERVE
        assert [reading.sequence for reading in await readings_after(store, 0, 10)] == [1]


async def test_the_reserve_is_renewed_before_it_is_used_up(path: Path, clock: Clock) -> None:
    async with opened(path, clock) as (store, maker):
        maker.sequence = RESERVE * 2 // 3
        store.append(maker.reading())
        await store.flush()
        crashed = left_by_a_crash(path)
    async with opened(crashed, clock) as (store, _):
        assert store.last_sequence == RESERVE * 2 // 3 + 1 + RESERVE


async def test_nothing_is_committed_while_the_clock_is_not_known(path: Path, clock: Clock) -> None:
    clock.is_known, clock.begin = False, 0.0
    async with opened(path, clock) as (store, maker):
        for clock.now in (10, 100, 200):
            store.append(maker.reading())
            maker.sequence += 1
            store.record(Event(EventKind.START, clock.now, sequence=maker.sequence))
        await store.flush()
        assert (store.counters.commits, store.waiting) == (0, 3)
        assert await readings_after(store, 0, 10) == []
        assert [reading.sequence for reading in await store.latest()] == [5]
        clock.is_known, clock.begin = True, BEGIN
        assert [reading.at for reading in await readings_after(store, 0, 10)] == [BEGIN + 10, BEGIN + 100, BEGIN + 200]
        await store.flush()
        assert [reading.at for reading in await readings_after(store, 0, 10)] == [BEGIN + 10, BEGIN + 100, BEGIN + 200]
        assert [event.at for event in await store.events()] == [BEGIN + 200, BEGIN + 100, BEGIN + 10]


async def test_at_the_end_a_clock_not_yet_known_is_believed(path: Path, clock: Clock) -> None:
    clock.is_known = False
    async with opened(path, clock) as (store, maker):
        store.append(maker.reading())
        clock.now = 60
        store.append(maker.reading())
        store.record(Event(EventKind.STOP, 61.0, sequence=3))
    clock.is_known = True
    async with opened(path, clock) as (store, _):
        assert [record.at for record in await store.read_after(0, 10)] == [BEGIN, BEGIN + 60, BEGIN + 61]
        assert [event.at for event in await store.events()] == [BEGIN + 61]


async def test_events_alone_under_a_clock_never_known_are_lost_without_a_fuss(path: Path, clock: Clock) -> None:
    clock.is_known = False
    async with opened(path, clock) as (store, _):
        store.record(Event(EventKind.START, 1.0))
    clock.is_known = True
    async with opened(path, clock) as (store, _):
        assert await store.events() == []


async def test_before_the_first_and_after_the_end_nothing_fails(path: Path, clock: Clock) -> None:
    store, maker = new_store(path, clock), Maker(clock)
    store.append(maker.reading())
    store.record(Event(EventKind.START, 0.0))
    await store.close()
    await store.open()
    assert [reading.sequence for reading in await readings_after(store, 0, 10)] == [1]
    await store.close()
    await store.close()
    store.append(maker.reading())
    with pytest.raises(StoreError, match="is not open"):
        await store.flush()
    assert [reading.sequence for reading in await store.latest()] == [2]


async def test_what_is_newest_is_known_of_packs_long_silent(path: Path, clock: Clock) -> None:
    async with opened(path, clock) as (store, maker):
        store.append(maker.reading(TWO))
        for hour in range(1, 4):
            clock.now = hour * HOUR
            store.append(maker.reading(ONE))
            await store.flush()
            await store.tidy()
    async with opened(path, clock) as (store, _):
        assert {reading.pack.id: reading.sequence for reading in await store.latest()} == {"battery1": 4, "battery2": 1}


async def test_tidying_happens_by_itself_when_an_hour_has_ended(path: Path, clock: Clock) -> None:
    async with opened(path, clock) as (store, maker):
        store.append(maker.reading())
        await store.flush()
        clock.now = HOUR
        store.append(maker.reading())
        async with asyncio.timeout(30):
            while not await store._ask(lambda session, _: session.archive._shelf.oldest()):
                pass


async def test_a_defect_is_logged_and_the_store_goes_on(
    path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(path, clock) as (store, maker):
        store.append(maker.reading())
        await store.flush()
        await store.remember("anyone", {"a": "b"})
        with sqlite3.connect(path) as connection:
            connection.execute(
                "INSERT INTO block (pack, span, start, last, data) VALUES (1, 60, ?, 1, ?)", (BEGIN, bytes(99))
            )
        connection.close()
        clock.now = HOUR
        store.append(maker.reading())
        async with asyncio.timeout(30):
            while "defect" not in caplog.text:
                await store.recall("anyone")
        assert [reading.sequence for reading in await readings_after(store, 0, 10)] == [1, 2]
    assert "block of version 0" in caplog.text


async def test_many_readings_are_committed_before_they_fall_off(path: Path, clock: Clock) -> None:
    async with opened(path, clock, bound=100) as (store, maker):
        for _ in range(24):
            store.append(maker.reading())
        await store.recall("anyone")
        assert store.waiting == 24
        store.append(maker.reading())
        await store.recall("anyone")
        assert (store.waiting, store.counters.commits) == (0, 1)


async def test_what_waits_for_long_is_committed_in_pieces(path: Path, clock: Clock) -> None:
    clock.is_known = False
    async with opened(path, clock) as (store, maker):
        for _ in range(2400):
            store.append(maker.reading(values={"soc": 50}))
        clock.is_known = True
        await store.flush()
        assert (store.counters.commits, store.counters.written, store.waiting) == (3, 2400, 0)
