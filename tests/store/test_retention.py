"""What is let go of, what stays, and what the queue serves then."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from topbms.model.reading import MeanReading, PackReading
from topbms.store.database import connect
from topbms.store.session import Session
from topbms.store.settings import Settings
from topbms.store.store import Store

from .making import BEGIN, DAY, HOUR, ONE, TWO, Clock, Maker, opened, readings_after

STEP = 20.0
RAW = 3 * HOUR
MINUTES = 8 * HOUR


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


async def fill(store: Store, maker: Maker, clock: Clock, until: float) -> list[PackReading]:
    readings = []
    while clock.now < until:
        clock.now += STEP
        number = round(clock.now)
        for pack in (ONE, TWO):
            readings.append(maker.reading(pack, {"power": number / 10, "cell_voltages": (3.1, 3.2), "soc": None}))
            store.append(readings[-1])
        if clock.now % HOUR < STEP:
            await store.flush()
            await store.tidy()
    return readings


async def drain(store: Store, sequence: int, limit: int) -> list[PackReading]:
    found: list[PackReading] = []
    while batch := await readings_after(store, sequence, limit):
        assert len(batch) <= limit
        sequence = batch[-1].sequence
        found += batch
    return found


def check_mean(mean: MeanReading, readings: Sequence[PackReading]) -> None:
    """A mean stands for exactly the readings of its pack in its time."""
    begin = mean.at - mean.seconds / 2
    members = [one for one in readings if one.pack == mean.pack and begin <= one.at < begin + mean.seconds]
    assert mean.sequence == members[-1].sequence
    powers = [number for one in members if (number := one.number("power")) is not None]
    found = mean.number("power")
    assert found is not None
    assert abs(found - sum(powers) / len(powers)) < 0.006
    assert mean.values["cell_voltages"] == (3.1, 3.2)
    assert "soc" not in mean.values
    assert (mean.alarms, mean.balancing, mean.held) == (None, None, ())


@pytest.mark.parametrize("limit", [7, 1000])
async def test_behind_the_retention_means_stand_for_readings_and_none_is_missing(path: Path, limit: int) -> None:
    clock = Clock()
    async with opened(path, clock, raw=RAW, minutes=MINUTES) as (store, maker):
        readings = await fill(store, maker, clock, 12.5 * HOUR)
        found = await drain(store, 0, limit)
        numbers = [one.sequence for one in found]
        assert numbers == sorted(set(numbers))
        quarters = [one for one in found if isinstance(one, MeanReading) and one.seconds == 900]
        minutes = [one for one in found if isinstance(one, MeanReading) and one.seconds == 60]
        singles = [one for one in found if not isinstance(one, MeanReading)]
        assert found == [*quarters, *minutes, *singles]
        for mean in (*quarters, *minutes):
            check_mean(mean, readings)
        assert [one.sequence for one in singles] == [one.sequence for one in readings[-len(singles) :]]
        assert BEGIN + 12.5 * HOUR - RAW - HOUR <= singles[0].at <= BEGIN + 12.5 * HOUR - RAW
        covered = sum(one.seconds for one in (*quarters, *minutes))
        assert covered == 2 * (singles[0].at // HOUR * HOUR - BEGIN)


async def test_a_cursor_between_goes_on_where_it_stands(path: Path) -> None:
    clock = Clock()
    async with opened(path, clock, raw=RAW) as (store, maker):
        await fill(store, maker, clock, 6 * HOUR)
        everything = await drain(store, 0, 1000)
        middle = everything[len(everything) // 3].sequence
        assert await drain(store, middle, 50) == [one for one in everything if one.sequence > middle]


async def test_charts_reach_back_behind_the_retention(path: Path) -> None:
    clock = Clock()
    async with opened(path, clock, raw=RAW, minutes=MINUTES) as (store, maker):
        await fill(store, maker, clock, 12.5 * HOUR)
        for hours, seconds in ((2, 0), (7, 60), (12, 900)):
            start = BEGIN + 12.5 * HOUR - hours * HOUR
            chart = await store.chart("battery1", ["power"], start, BEGIN + 13 * HOUR, 2000)
            assert chart.seconds == seconds
            assert chart.times[0] - start < 900
        await store.rebuild()
        chart = await store.chart("battery1", ["power"], BEGIN, BEGIN + 13 * HOUR, 2000)
        assert len(chart.times) == 51


async def test_pages_are_used_again(path: Path) -> None:
    clock = Clock()
    async with opened(path, clock, raw=RAW, minutes=MINUTES) as (store, maker):
        await fill(store, maker, clock, 12 * HOUR)
        before = await pages(store)
        await fill(store, maker, clock, 20 * HOUR)
        assert await pages(store) <= before * 1.1


async def pages(store: Store) -> int:
    return int(await store._ask(lambda session, _: session.connection.execute("PRAGMA page_count").fetchone()[0]))


async def test_nothing_is_pruned_that_is_not_rolled_up_or_while_the_clock_is_not_known(path: Path) -> None:
    clock = Clock()
    async with opened(path, clock, raw=RAW) as (store, maker):
        for clock.now in (10.0, 20.0):
            store.append(maker.reading())
        await store.flush()
        clock.now, clock.is_known = 9 * HOUR, False
        await store.tidy()
        assert [one.sequence for one in await readings_after(store, 0, 10)] == [1, 2]
        clock.is_known = True
        await store.tidy()
        (mean,) = await readings_after(store, 0, 10)
        assert isinstance(mean, MeanReading)
        assert mean.sequence == 2


async def test_numbers_go_on_when_everything_is_pruned(path: Path) -> None:
    clock = Clock()
    async with opened(path, clock, raw=RAW) as (store, maker):
        for _ in range(5):
            store.append(maker.reading())
        await store.flush()
        clock.now = DAY
        await store.tidy()
    async with opened(path, clock, raw=RAW) as (store, _):
        assert store.last_sequence == 5
        assert await store.latest() == []


async def test_many_rows_of_one_hour_go_in_steps(path: Path) -> None:
    clock = Clock()
    async with opened(path, clock) as (store, maker):
        for _ in range(4500):
            clock.now += 0.5
            store.append(maker.reading(values={"soc": 50}))
    connection = connect(path)
    session = Session(connection, Settings(raw=RAW), writable=True)
    left = []
    for _ in session.tidy(BEGIN + 5 * HOUR, dict):
        left.append(connection.execute("SELECT count(*) FROM reading").fetchone()[0])
        assert len(session.queue.after(0, 10_000)) in (4500, 38)
    connection.close()
    assert left == [4500, 2500, 500, 0]


async def test_events_are_kept_up_to_a_bound(path: Path) -> None:
    clock = Clock()
    async with opened(path, clock) as (store, _):
        await store._do(
            lambda: store._journal.connector.to_write().connection.execute(
                "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 50010) "
                "INSERT INTO event (at, kind, subject, text) SELECT x, 'start', '', '' FROM n"
            )
        )
        await store.tidy()
        events = await store.events(limit=100_000)
        assert len(events) == 50_000
        assert events[-1].at == 0.011
