"""Disks that refuse: full, read-only, gone, locked, damaged. The gateway goes on, says so once, and recovers."""

import logging
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from topbms.errors import StoreError
from topbms.model.event import Event, EventKind
from topbms.store.reader import reading
from topbms.store.session import RESERVE
from topbms.store.store import Store

from .making import BEGIN, HOUR, ROOT, Clock, Maker, damage, execute, held, new_store, opened, readings_after


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "state"
    folder.mkdir()
    return folder / "history.db"


async def full(store: Store) -> None:
    await execute(store, "PRAGMA max_page_count = 1")


async def roomy(store: Store) -> None:
    await execute(store, "PRAGMA max_page_count = 1000000")


def add(store: Store, maker: Maker, count: int) -> None:
    for _ in range(count):
        maker.clock.now += 10
        store.append(maker.reading(values={"voltage": 53.0 + maker.sequence, "cell_voltages": (3.3,) * 16}))


async def test_while_the_disk_is_full_readings_wait_and_are_written_when_there_is_room(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with opened(path, Clock()) as (store, maker):
        await full(store)
        add(store, maker, 300)
        for _ in range(3):
            with pytest.raises(StoreError, match="is full; make room"):
                await store.flush()
        assert (store.healthy, str(path) in str(store.fault)) == (False, True)
        assert store.counters.failures >= 3
        assert caplog.text.count("is full") == 1
        assert [one.sequence for one in await readings_after(store, 0, 1000)] == list(range(1, 301))
        chart = await store.chart("battery1", ["voltage"], BEGIN, BEGIN + HOUR, 1000)
        assert len(chart.times) == 300
        await roomy(store)
        await store.flush()
        assert (store.healthy, str(store.fault), store.dropped, store.waiting) == (True, "None", 0, 0)
        assert "written again: 300 readings kept, 0 lost" in caplog.text
    async with opened(path, Clock()) as (store, _):
        assert [one.sequence for one in await readings_after(store, 0, 1000)] == list(range(1, 301))


async def test_what_falls_off_is_counted_said_and_kept_as_an_event(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(path, Clock(), bound=200) as (store, maker):
        await full(store)
        add(store, maker, 150)
        with pytest.raises(StoreError):
            await store.flush()
        add(store, maker, 111)
        assert (store.dropped, store.waiting) == (61, 200)
        await roomy(store)
        await store.flush()
        assert "200 readings kept, 61 lost" in caplog.text
        await store.flush()
        (event,) = await store.events()
        assert (event.kind, event.text) == ("rows_lost", "61")


async def test_a_read_only_disk_is_told_as_such(path: Path) -> None:
    async with opened(path, Clock()) as (store, maker):
        await execute(store, "PRAGMA query_only = ON")
        add(store, maker, 1)
        with pytest.raises(StoreError, match="is read-only"):
            await store.flush()
        with pytest.raises(StoreError, match="is read-only"):
            await store.remember("domoticz", {"a": "b"})
        with pytest.raises(StoreError, match="is read-only"):
            await store.rebuild()
        await execute(store, "PRAGMA query_only = OFF")
        await store.flush()
        assert store.healthy


async def test_a_failed_commit_leaves_nothing_behind_that_does_not_exist(path: Path) -> None:
    """Numbers given to words in the failed transaction must be given again."""
    async with opened(path, Clock()) as (store, maker):
        await full(store)
        store.append(maker.reading(values={f"quantity_{n}": float(n) for n in range(400)}))
        with pytest.raises(StoreError):
            await store.flush()
        await roomy(store)
        await store.flush()
        (kept,) = await readings_after(store, 0, 10)
        assert kept.values == {f"quantity_{n}": float(n) for n in range(400)}


async def test_a_tidying_that_fails_is_tried_again(path: Path) -> None:
    clock = Clock()
    async with opened(path, clock) as (store, maker):
        add(store, maker, 300)
        await store.flush()
        clock.now = 2 * HOUR
        await execute(store, "PRAGMA query_only = ON")
        await store.tidy()
        assert not store.healthy
        await store.tidy()
        await execute(store, "PRAGMA query_only = OFF")
        add(store, maker, 1)
        await store.flush()
        await store.tidy()
        found = store.history("battery1", ["voltage"], BEGIN, BEGIN + HOUR, resolution="1min")
        assert sum([bucket.count async for bucket in found]) == 300
        assert await execute(store, "SELECT count(*) FROM block WHERE span = 60") == (1,)


async def test_a_folder_that_is_gone_for_a_while_loses_nothing(path: Path) -> None:
    async with opened(path, Clock()) as (store, maker):
        add(store, maker, 2)
        await store.flush()
        path.parent.rename(path.parent.with_name("away"))
        add(store, maker, 2)
        with pytest.raises(StoreError, match=r"folder of the history .* is gone; is its disk mounted"):
            await store.flush()
        assert [one.sequence for one in await readings_after(store, 0, 10)] == [1, 2, 3, 4]
        path.parent.with_name("away").rename(path.parent)
        await store.flush()
        assert (store.healthy, store.waiting) == (True, 0)
    async with opened(path, Clock()) as (store, _):
        assert [one.sequence for one in await readings_after(store, 0, 10)] == [1, 2, 3, 4]


async def test_a_file_that_is_gone_from_its_folder_begins_anew(path: Path) -> None:
    async with opened(path, Clock()) as (store, maker):
        add(store, maker, 2)
        await store.flush()
        gateway_id = store.gateway_id
        for part in files(path):
            part.unlink()
        add(store, maker, 2)
        await store.flush()
        assert [one.sequence for one in await readings_after(store, 0, 10)] == [3, 4]
    async with opened(path, Clock()) as (store, _):
        assert store.gateway_id == gateway_id
        assert store.last_sequence == 4


async def test_a_file_put_in_its_place_is_used(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    async with opened(other, Clock()) as (store, maker):
        add(store, maker, 1)
    async with opened(path, Clock()) as (store, maker):
        add(store, maker, 2)
        await store.flush()
        other.replace(path)
        for part in files(path)[1:]:
            part.unlink()
        add(store, maker, 1)
        await store.flush()
        assert [one.sequence for one in await readings_after(store, 0, 10)] == [1, 3]


async def test_a_later_history_put_in_its_place_is_refused(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    async with opened(other, Clock()) as (store, maker):
        add(store, maker, 5)
    async with opened(path, Clock()) as (store, maker):
        add(store, maker, 2)
        await store.flush()
        other.replace(path)
        for part in files(path)[1:]:
            part.unlink()
        add(store, maker, 1)
        with pytest.raises(StoreError, match="restart topbms"):
            await store.flush()


async def test_a_commit_that_reached_the_disk_although_it_failed_is_not_made_twice(path: Path) -> None:
    async with opened(path, Clock()) as (store, maker):
        add(store, maker, 2)
        twice = store._tail.readings(store._journal._stamp)
        await store.flush()
        store._tail._readings.items.extend(row.reading for row in twice)
        add(store, maker, 1)
        await store.flush()
        assert (store.healthy, store.waiting) == (True, 0)
        assert [one.sequence for one in await readings_after(store, 0, 10)] == [1, 2, 3]


def files(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}*"))


async def test_another_program_that_holds_the_history_is_waited_for(path: Path) -> None:
    async with opened(path, Clock()) as (store, maker):
        await execute(store, "PRAGMA busy_timeout = 0")
        add(store, maker, 1)
        with held(path), pytest.raises(StoreError, match="locked by another program"):
            await store.flush()
        await store.flush()
        assert store.healthy


async def test_a_damaged_history_is_told_with_what_to_do(path: Path) -> None:
    async with opened(path, Clock()) as (store, maker):
        add(store, maker, 300)
    damage(path, 4096)
    with pytest.raises(StoreError, match=r"is damaged .*topbms restore"):
        await new_store(path, Clock()).open()


async def test_damage_while_running_is_a_fault_and_the_gateway_goes_on(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    store = new_store(path, clock)
    await store.open()
    add(store, Maker(clock), 300)
    await store.flush()
    await execute(store, "PRAGMA wal_checkpoint(TRUNCATE)")
    damage(path, 4096)
    await execute(store, "PRAGMA shrink_memory")
    with pytest.raises(StoreError, match="is damaged"):
        await readings_after(store, 0, 1000)
    add(store, Maker(clock, 300), 1)
    with pytest.raises(StoreError, match="is damaged"):
        await store.flush()
    with pytest.raises(StoreError, match="is damaged"):
        await store.remember("anyone", {"a": "b"})
    await store.close()
    assert "1 readings could not be written and are lost" in caplog.text


async def test_without_its_folder_there_is_no_history(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"cannot be used \(unable to open database file\)"):
        await new_store(tmp_path / "nowhere" / "history.db", Clock()).open()


async def test_the_end_on_a_full_disk_is_told(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with opened(path, Clock()) as (store, maker):
        await full(store)
        add(store, maker, 300)
    assert "300 readings could not be written and are lost" in caplog.text


FULL_AT_START = """
import asyncio, resource, sys
from pathlib import Path
from tests.store.making import Clock, Maker, new_store, readings_after

async def main():
    path = Path(sys.argv[1])
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), hard))
    clock = Clock(now=100.0)
    store = new_store(path, clock)
    await store.open()
    print(store.healthy, store.last_sequence, [one.sequence for one in await readings_after(store, 0, 10)])
    print(store.fault)
    store.append(Maker(clock, store.last_sequence).reading())
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    await store.flush()
    print(store.healthy, len(await readings_after(store, 0, 10)))
    await store.close()

asyncio.run(main())
"""


async def test_a_disk_without_room_at_the_start_is_no_reason_not_to_start(path: Path) -> None:
    """No file may grow or be made: the system's own limit, so nothing is made up."""
    async with opened(path, Clock()) as (store, maker):
        add(store, maker, 3)
    first, fault, last = run(FULL_AT_START, path, "0")
    healthy, sequence, rest = first.split(maxsplit=2)
    assert (healthy, rest) == ("False", "[1, 2, 3]")
    assert int(sequence) >= 3 + RESERVE
    assert str(path) in fault
    assert last == "True 4"


def run(script: str, *arguments: Path | str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False, timeout=60, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


async def test_a_history_that_can_only_be_read_at_the_start_is_written_later(path: Path) -> None:
    async with opened(path, Clock()) as (store, maker):
        add(store, maker, 3)
        gateway_id = store.gateway_id
    elsewhere(path, "CREATE TRIGGER no BEFORE INSERT ON meta BEGIN SELECT RAISE(ABORT, 'not today'); END")
    async with opened(path, Clock()) as (store, maker):
        assert not store.healthy
        assert (store.gateway_id, store.last_sequence > 3 + RESERVE) == (gateway_id, True)
        assert [one.sequence for one in await readings_after(store, 0, 10)] == [1, 2, 3]
        add(store, maker, 1)
        with pytest.raises(StoreError, match="not today"):
            await store.flush()
        elsewhere(path, "DROP TRIGGER no")
        await store.flush()
        assert [one.sequence for one in await readings_after(store, 0, 10)] == [1, 2, 3, maker.sequence]


def elsewhere(path: Path, statement: str) -> None:
    """Something another program does to the history."""
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.close()


async def test_the_end_on_a_disk_that_became_read_only_is_told(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with opened(path, Clock()) as (store, maker):
        add(store, maker, 1)
        await store.flush()
        await execute(store, "PRAGMA query_only = ON")
    assert "is read-only" in caplog.text


async def test_a_question_that_fails_harmlessly_keeps_the_connection(path: Path) -> None:
    async with opened(path, Clock()) as (store, _):
        await execute(store, "PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="is read-only"):
            await execute(store, "DELETE FROM note")
        assert await execute(store, "PRAGMA query_only") == (1,)


async def test_a_history_on_a_disk_without_any_writing_can_be_read(path: Path) -> None:
    async with opened(path, Clock()) as (store, maker):
        add(store, maker, 3)
    path.with_name(f"{path.name}-wal").mkdir()
    with reading(path) as reader:
        assert len(list(reader.history("battery1", None, 0, BEGIN + HOUR))) == 3


async def test_events_wait_like_readings(path: Path) -> None:
    async with opened(path, Clock()) as (store, _):
        await full(store)
        for second in range(100):
            store.record(Event(EventKind.LINK_DOWN, second, "usr1", "x" * 200))
        await store.flush()
        assert not store.healthy
        await roomy(store)
        await store.flush()
        assert len(await store.events()) == 100
