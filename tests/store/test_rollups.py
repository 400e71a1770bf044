"""Roll-ups and charts of a store, against counting by hand."""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from topbms.model.reading import Reported
from topbms.store.records import Band, Bucket
from topbms.store.spans import SPANS, Resolution
from topbms.store.store import Store

from .making import BEGIN, DAY, HOUR, ONE, TWO, Clock, Maker, opened

STEP = 90.0

SLACK = {"voltage": 0.0005, "soc": 0.05, "cell_voltages.1": 0.00005, "cell_voltages.2": 0.00005}
"""Half of the last digit that means are kept with."""

KEYS = tuple(SLACK)


@dataclass(frozen=True)
class Sample:
    """One reading as it was put in."""

    at: float
    values: Mapping[str, Reported]

    def number(self, key: str) -> float | None:
        name, _, cell = key.partition(".")
        value = self.values.get(name)
        return value[int(cell) - 1] if isinstance(value, tuple) else value


def made(seed: int) -> Iterator[Mapping[str, Reported]]:
    """Values that wander; now and then one is not known or not reported."""
    chance = random.Random(seed)  # noqa: S311 - numbers, not secrets
    voltage = 53.0
    while True:
        voltage = round(min(max(voltage + chance.gauss(0, 0.2), 48), 58), 2)
        cells = tuple(round(voltage / 16 + chance.gauss(0, 0.005), 3) for _ in range(2))
        values: dict[str, Reported] = {"voltage": voltage, "cell_voltages": cells}
        if chance.random() < 0.9:
            values["soc"] = chance.choice([None, 50, 51])
        yield values


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


async def fill(
    store: Store, maker: Maker, clock: Clock, until: float, *, gap: tuple[float, float] = (0, 0)
) -> list[Sample]:
    """Two packs in turn, tidied every hour; the samples of the first."""
    samples = []
    values, others = made(1), made(2)
    while clock.now < until:
        clock.now += STEP
        if not gap[0] <= clock.now < gap[1]:
            samples.append(Sample(BEGIN + clock.now, next(values)))
            store.append(maker.reading(ONE, samples[-1].values))
            store.append(maker.reading(TWO, next(others)))
        if clock.now % HOUR < STEP:
            await store.flush()
            await store.tidy()
    return samples


def by_hand(samples: Sequence[Sample], seconds: float) -> dict[float, dict[str, list[float]]]:
    """The values of each bucket by its begin."""
    buckets: dict[float, dict[str, list[float]]] = {}
    for sample in samples:
        bucket = buckets.setdefault(sample.at // seconds * seconds, {})
        for key in KEYS:
            number = sample.number(key)
            if number is not None:
                bucket.setdefault(key, []).append(number)
    return buckets


def check(bucket: Bucket, expected: dict[str, list[float]], *, derived: bool = False) -> None:
    """Means of means are rounded up to four times, and weigh all readings, also those that do not know the SOC."""
    assert set(bucket.values) == set(expected)
    for key, band in bucket.values.items():
        assert (band.low, band.high) == (min(expected[key]), max(expected[key]))
        slack = (0.5 if key == "soc" else 4 * SLACK[key]) if derived else SLACK[key]
        assert abs(band.mean - sum(expected[key]) / len(expected[key])) <= slack + 1e-9


async def history(store: Store, start: float, end: float, resolution: Resolution) -> list[Bucket]:
    found = store.history("battery1", KEYS, BEGIN + start, BEGIN + end, resolution=resolution)
    return [bucket async for bucket in found]


@pytest.mark.parametrize("resolution", SPANS)
async def test_every_resolution_is_what_counting_by_hand_gives(path: Path, resolution: Resolution) -> None:
    """Rolled-up hours, the open hour and the uncommitted tail alike; before and after a rebuild and a restart."""
    clock = Clock()
    seconds = SPANS[resolution].seconds
    derived = SPANS[resolution].source is not None
    async with opened(path, clock) as (store, maker):
        samples = await fill(store, maker, clock, 26.6 * HOUR, gap=(5.1 * HOUR, 6.6 * HOUR))
        expected = by_hand(samples, seconds)
        for again in (False, True):
            if again:
                await store.rebuild()
            found = await history(store, 0, 2 * DAY, resolution)
            assert [bucket.time for bucket in found] == sorted(expected)
            for bucket in found:
                check(bucket, expected[bucket.time], derived=derived)
        assert sum(bucket.count for bucket in found) == len(samples)
    async with opened(path, clock) as (store, _):
        assert await history(store, 0, 2 * DAY, resolution) == found


async def test_single_readings_are_served_as_they_are(path: Path) -> None:
    clock = Clock()
    async with opened(path, clock) as (store, maker):
        samples = await fill(store, maker, clock, 2.5 * HOUR)
        found = await history(store, HOUR, 2.2 * HOUR, "raw")
    inside = [sample for sample in samples if BEGIN + HOUR <= sample.at < BEGIN + 2.2 * HOUR]
    assert [(bucket.time, bucket.seconds, bucket.count) for bucket in found] == [(sample.at, 0, 1) for sample in inside]
    for bucket, sample in zip(found, inside, strict=True):
        numbers = {key: number for key in KEYS if (number := sample.number(key)) is not None}
        assert bucket.values == {key: Band(number, number, number) for key, number in numbers.items()}


async def test_late_rows_of_an_hour_already_rolled_up_are_counted(path: Path) -> None:
    """The clock steps back by two hours: rows of a later number lie in an hour that is finished."""
    clock = Clock()
    async with opened(path, clock) as (store, maker):
        samples = await fill(store, maker, clock, 3 * HOUR)
        clock.begin -= 2 * HOUR
        for _ in range(3):
            clock.now += STEP
            samples.append(Sample(clock.begin + clock.now, {"voltage": 99.0, "cell_voltages": (1.0, 2.0)}))
            store.append(maker.reading(ONE, samples[-1].values))
        await store.flush()
        before = await history(store, 0, 4 * HOUR, "15min")
        clock.begin += 2 * HOUR
        clock.now += HOUR
        await store.tidy()
        assert await history(store, 0, 4 * HOUR, "15min") == before
    expected = by_hand(samples, 900)
    assert [bucket.time for bucket in before] == sorted(expected)
    for bucket in before:
        check(bucket, expected[bucket.time])


async def test_all_quantities_come_when_none_is_named(path: Path) -> None:
    clock = Clock()
    async with opened(path, clock) as (store, maker):
        store.append(maker.reading(values={"new_quantity": 1.5, "soc": 50, "cell_voltages": (3.1, 3.2)}))
        (bucket,) = [found async for found in store.history("battery1", None, 0, BEGIN + 60)]
        assert list(bucket.values) == ["soc", "cell_voltages.1", "cell_voltages.2", "new_quantity"]
        assert [found async for found in store.history("battery1", ["humidity"], 0, BEGIN + 60)] == [
            Bucket(BEGIN, 0, 1, {})
        ]
        assert [found async for found in store.history("nobody", None, 0, BEGIN + 60)] == []


async def test_cells_are_asked_for_all_or_one_by_one(path: Path) -> None:
    clock = Clock()
    async with opened(path, clock) as (store, maker):
        store.append(maker.reading(values={"cell_voltages": (3.1, 3.2, 3.3)}))
        for keys, names in (
            (["cell_voltages"], ["cell_voltages.1", "cell_voltages.2", "cell_voltages.3"]),
            (["cell_voltages.3", "cell_voltages.1", "cell_voltages.3"], ["cell_voltages.3", "cell_voltages.1"]),
            (["cell_voltages.4", "cell_voltages.x"], []),
        ):
            (bucket,) = [found async for found in store.history("battery1", keys, BEGIN, BEGIN + 60)]
            assert list(bucket.values) == names


@pytest.mark.parametrize(
    ("hours", "resolution_seconds"),
    [(0.5, 0), (3, 0), (10, 60), (60, 60), (130, 900)],
)
async def test_without_a_resolution_the_length_decides(path: Path, hours: float, resolution_seconds: int) -> None:
    clock = Clock()
    async with opened(path, clock) as (store, maker):
        for hour in range(131):
            clock.now = hour * HOUR
            store.append(maker.reading())
        found = [bucket async for bucket in store.history("battery1", ["soc"], BEGIN, BEGIN + hours * HOUR)]
    assert {bucket.seconds for bucket in found} == {resolution_seconds}
    assert len(found) == math.ceil(hours)


async def test_a_chart_has_at_most_the_points_asked_for_and_its_gaps_stay_gaps(path: Path) -> None:
    clock = Clock()
    async with opened(path, clock) as (store, maker):
        samples = await fill(store, maker, clock, 26.6 * HOUR, gap=(5.1 * HOUR, 8.6 * HOUR))
        for points in (2, 7, 50, 300, 1000, 5000):
            chart = await store.chart("battery1", KEYS, 0, BEGIN + 27 * HOUR, points)
            assert 0 < len(chart.times) <= points
            assert set(chart.series) == set(KEYS)
            low, high = chart.series["voltage"].low, chart.series["voltage"].high
            assert min(low, key=filled) == min(sample.number("voltage") or 0.0 for sample in samples)
            assert max(high, key=filled) == max(sample.number("voltage") or 0.0 for sample in samples)
            if chart.seconds < HOUR:
                inside = [time for time in chart.times if BEGIN + 5.2 * HOUR < time < BEGIN + 8.5 * HOUR]
                assert inside == []
        soc = (await store.chart("battery1", ["soc"], BEGIN, BEGIN + HOUR, 1000)).series["soc"]
        assert soc.mean == [sample.number("soc") for sample in samples if sample.at < BEGIN + HOUR]
        assert None in soc.mean


def filled(number: float | None) -> float:
    assert number is not None
    return number


async def test_a_chart_of_nothing_is_empty(path: Path) -> None:
    async with opened(path, Clock()) as (store, _):
        chart = await store.chart("battery1", None, 0, BEGIN)
        assert (chart.times, chart.series) == ([], {})
