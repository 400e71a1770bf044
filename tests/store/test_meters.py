"""Meters through the store: told when they are safe, never before; attributed to the day that they are of."""

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from topbms.model.energy import KeptMeter, Meter
from topbms.store.reader import reading
from topbms.store.store import Store

from .making import BEGIN, DAY, HOUR, ROOT, Clock, left_by_a_crash, new_store, opened


class Told:
    """What a store said was safe."""

    def __init__(self, store: Store) -> None:
        self.meters: dict[str, Meter] = {}
        store.tell_committed(self.hear)

    def hear(self, meters: Mapping[str, Meter]) -> None:
        self.meters |= meters


async def refuse(store: Store, *, on: bool) -> None:
    """Have the disk refuse to be written."""
    statement = f"PRAGMA query_only = {'ON' if on else 'OFF'}"
    await store._ask(lambda session, _: session.connection.execute(statement).fetchone())


async def commit(store: Store) -> None:
    """Commit, and let the loop hear of it."""
    await store._do(store._journal.commit)
    await store.latest()


def standings(path: Path, owner: str = "battery1") -> list[tuple[str, float]]:
    with reading(path) as reader:
        return [(one.day, one.charge_energy) for one in reader.standings(owner)]


async def test_a_meter_is_told_when_it_is_safe(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    async with opened(path, Clock()) as (store, _):
        told = Told(store)
        store.meter("battery1", Meter(1.0), 0.0)
        store.meter("bank", Meter(2.0), 0.0)
        store.meter("battery1", Meter(1.5), 10.0)
        assert told.meters == {}
        await store.flush()
        await store.latest()
        assert told.meters == {"battery1": Meter(1.5), "bank": Meter(2.0)}
        crashed = left_by_a_crash(path)
    async with opened(crashed, Clock()) as (store, _):
        assert store.meters == {"battery1": KeptMeter(Meter(1.5), BEGIN + 10), "bank": KeptMeter(Meter(2.0), BEGIN)}


async def test_while_the_disk_refuses_nothing_is_told_and_then_everything(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    async with opened(path, Clock()) as (store, _):
        told = Told(store)
        await refuse(store, on=True)
        for kwh in range(5):
            store.meter("battery1", Meter(float(kwh)), kwh * 10.0)
            await commit(store)
        assert (told.meters, store.healthy) == ({}, False)
        await refuse(store, on=False)
        await commit(store)
        assert (told.meters, store.healthy) == ({"battery1": Meter(4.0)}, True)


async def test_a_disk_that_fails_over_midnight_leaves_each_day_its_own(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    noon = _noon()
    async with opened(path, Clock(begin=noon)) as (store, _):
        store.meter("battery1", Meter(0.0), 0.0)
        await store.flush()
        await refuse(store, on=True)
        for hour in range(1, 61):
            store.meter("battery1", Meter(float(hour)), hour * HOUR)
            await commit(store)
        await refuse(store, on=False)
        await commit(store)
        assert [kwh for _, kwh in standings(path)] == [0.0, 11.0, 35.0, 59.0, 60.0]


def _noon() -> float:
    """UTC seconds of some noon in the machine's zone; the three days after it have 24 hours wherever that is."""
    return datetime(2025, 1, 15, 12).astimezone().timestamp()


async def test_until_the_clock_is_known_nothing_is_told(tmp_path: Path) -> None:
    clock = Clock(is_known=False)
    async with opened(tmp_path / "history.db", clock) as (store, _):
        told = Told(store)
        store.meter("battery1", Meter(1.0), 0.0)
        await store.flush()
        await store.latest()
        assert told.meters == {}
        clock.is_known, clock.begin = True, BEGIN + DAY
        await store.flush()
        await store.latest()
        assert told.meters == {"battery1": Meter(1.0)}
        store_meters = await store._do(store._journal.meters)
        assert store_meters["battery1"].at == BEGIN + DAY


async def test_a_clean_end_keeps_meters_also_by_a_clock_that_nobody_vouches_for(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    async with opened(path, Clock(is_known=False)) as (store, maker):
        store.append(maker.reading())
        store.meter("battery1", Meter(1.0), 0.0)
    async with opened(path, Clock()) as (store, _):
        assert store.meters == {"battery1": KeptMeter(Meter(1.0), BEGIN)}


async def test_more_meters_than_one_piece_of_a_commit(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    async with opened(path, Clock()) as (store, _):
        told = Told(store)
        for number in range(2500):
            store.meter(f"battery{number % 3}", Meter(float(number)), number * 10.0)
        await store.flush()
        await store.latest()
        assert {owner: meter.charge_energy for owner, meter in told.meters.items()} == {
            "battery0": 2499.0,
            "battery1": 2497.0,
            "battery2": 2498.0,
        }


async def test_what_falls_off_a_full_tail_is_not_lost(tmp_path: Path) -> None:
    async with opened(tmp_path / "history.db", Clock(), bound=100) as (store, _):
        await refuse(store, on=True)
        for number in range(500):
            store.meter("battery1", Meter(float(number)), number * 10.0)
        await refuse(store, on=False)
        told = Told(store)
        await store.flush()
        await store.latest()
        assert told.meters == {"battery1": Meter(499.0)}


async def test_a_store_that_is_not_open_yet_has_no_meters(tmp_path: Path) -> None:
    store = new_store(tmp_path / "history.db", Clock())
    store.meter("battery1", Meter(1.0), 0.0)
    assert store.meters == {}


_IN_PARIS = """
import asyncio, sys
from pathlib import Path
from tests.store.making import Clock, opened
from topbms.model.energy import Meter
from topbms.store.reader import reading

async def main():
    path = Path(sys.argv[1])
    # 2026-03-28T22:30Z is 23:30 in Paris; an hour later a new day has begun there.
    async with opened(path, Clock(begin=1774737000.0)) as (store, _):
        for hour in range(26):
            store.meter("battery1", Meter(float(hour)), hour * 3600.0)
            await store.flush()
    with reading(path) as reader:
        print([(one.day, one.charge_energy) for one in reader.standings("battery1")])

asyncio.run(main())
"""


def test_the_zone_is_the_systems(tmp_path: Path) -> None:
    """And the day that summer time begins on has 23 hours."""
    done = subprocess.run(
        [sys.executable, "-c", _IN_PARIS, str(tmp_path / "history.db")],
        env={**os.environ, "TZ": "Europe/Paris"},
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout.strip() == str(
        [("2026-03-27", 0.0), ("2026-03-28", 0.0), ("2026-03-29", 23.0), ("2026-03-30", 25.0)]
    )
