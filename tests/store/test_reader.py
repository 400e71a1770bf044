"""The history read from outside the gateway."""

import sqlite3
from pathlib import Path

import pytest

from topbms.errors import StoreError
from topbms.store.header import APPLICATION
from topbms.store.reader import reading

from .making import BEGIN, HOUR, ONE, TWO, Clock, damage, opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


async def test_a_reader_sees_what_is_committed_while_the_gateway_runs_and_after(path: Path) -> None:
    clock = Clock()
    async with opened(path, clock) as (store, maker):
        for clock.now in (0.0, 10.0, HOUR, HOUR + 10):
            store.append(maker.reading(ONE))
        store.append(maker.reading(TWO))
        await store.flush()
        await store.tidy()
        while_running = told(path)
    assert while_running == told(path)
    assert while_running == (
        ["battery1", "battery2"],
        [BEGIN, BEGIN + 10, BEGIN + HOUR, BEGIN + HOUR + 10],
        [(BEGIN, 60, 2), (BEGIN + HOUR, 60, 2)],
    )


def told(path: Path) -> tuple[list[str], list[float], list[tuple[float, float, int]]]:
    with reading(path) as reader:
        singles = [bucket.time for bucket in reader.history("battery1", ("soc",), 0, BEGIN + 2 * HOUR)]
        minutes = reader.history("battery1", None, 0, BEGIN + 2 * HOUR, resolution="1min")
        buckets = [(bucket.time, bucket.seconds, bucket.count) for bucket in minutes]
        return [pack.id for pack in reader.packs()], singles, buckets


def test_what_cannot_be_read_is_told(path: Path) -> None:
    with pytest.raises(StoreError, match="no history"), reading(path):
        pass
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.close()
    with pytest.raises(StoreError, match="of an older topbms"), reading(path):
        pass


async def test_damage_found_while_reading_is_told(path: Path) -> None:
    async with opened(path, Clock()) as (store, maker):
        for _ in range(400):
            store.append(maker.reading())
    damage(path, 4096)
    with pytest.raises(StoreError, match="is damaged"), reading(path) as reader:
        reader.packs()
