"""Copies of a history in use, and whether they can be put back."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from topbms.errors import StoreError
from topbms.store.copies import check_copy, copy, lead_on
from topbms.store.database import connect_to_read
from topbms.store.header import APPLICATION
from topbms.store.schema import NEWEST
from topbms.store.session import Session
from topbms.store.settings import Settings

from .making import Clock, damage, names, opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


async def test_a_copy_made_by_another_process_while_the_gateway_writes_is_whole(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    async with opened(path, Clock()) as (store, maker):
        for _ in range(10):
            store.append(maker.reading())
        await store.flush()
        script = (
            "import sys; from pathlib import Path; from topbms.store.copies import copy; copy(*map(Path, sys.argv[1:]))"
        )
        subprocess.run([sys.executable, "-c", script, path, target], check=True)  # noqa: ASYNC221 - our own words
        store.append(maker.reading())
        await store.flush()
    assert check_copy(target) == NEWEST
    async with opened(target, Clock()) as (store, _):
        assert [reading.sequence for reading in await store.read_after(0, 100)] == list(range(1, 11))
    assert names(tmp_path) == ["backup.db", "history.db"]


def test_a_copy_replaces_what_was_there_only_when_it_is_complete(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    target.write_bytes(b"an older one")
    with pytest.raises(StoreError):
        copy(path, target)
    assert target.read_bytes() == b"an older one"
    assert not (tmp_path / "backup.db.part").exists()


def test_what_is_no_history_cannot_be_put_back(path: Path) -> None:
    with pytest.raises(StoreError, match="there is no history"):
        check_copy(path)
    path.write_bytes(b"hello" * 100)
    with pytest.raises(StoreError, match="is not a topbms history"):
        check_copy(path)


@pytest.mark.parametrize("first", [100, 4096])
async def test_a_damaged_copy_is_told(path: Path, first: int) -> None:
    async with opened(path, Clock()) as (store, maker):
        for _ in range(400):
            store.append(maker.reading())
    damage(path, first)
    with pytest.raises(StoreError, match="is damaged"):
        check_copy(path)


def test_a_newer_copy_is_refused(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {NEWEST + 1}")
    connection.close()
    with pytest.raises(StoreError, match="newer topbms"):
        check_copy(path)


async def test_numbering_goes_on_far_behind_a_copy_that_is_put_back(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    async with opened(path, Clock()) as (store, maker):
        store.append(maker.reading())
        await store.flush()
        copy(path, target)
    lead_on(target)
    async with opened(target, Clock()) as (store, maker):
        leapt = store.last_sequence
        assert leapt >= 10**10
        store.append(maker.reading())
    async with opened(target, Clock()) as (store, _):
        assert store.last_sequence == leapt + 1
        assert [reading.sequence for reading in await store.read_after(0, 10)] == [1, leapt + 1]


async def test_also_where_the_disk_can_only_be_read_at_first(path: Path) -> None:
    async with opened(path, Clock()) as (store, maker):
        store.append(maker.reading())
    lead_on(path)
    with connect_to_read(path) as connection:
        assert Session(connection, Settings(), writable=False).last_sequence() >= 10**10
    connection.close()


def test_what_is_no_history_cannot_be_led_on(path: Path) -> None:
    path.write_bytes(b"x" * 10_000)
    with pytest.raises(StoreError):
        lead_on(path)
