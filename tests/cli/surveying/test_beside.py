"""The history beside a running gateway."""

import asyncio
from pathlib import Path

import pytest

from tests.cli.kept import NOON, VALUES, keep, pack, reading
from topbms.cli.surveying.beside import Beside
from topbms.errors import StoreError
from topbms.store.settings import Settings
from topbms.store.store import Store


def test_notes_are_kept_for_their_owner(tmp_path: Path) -> None:
    mine, other = Beside(tmp_path / "history.db", "mine"), Beside(tmp_path / "history.db", "other")
    asyncio.run(mine.remember({"a": "1", "b": "2"}))
    asyncio.run(mine.remember({"b": "", "c": "3"}))
    assert asyncio.run(mine.recall()) == {"a": "1", "c": "3"}
    assert asyncio.run(other.recall()) == {}


def test_the_newest_reading_of_each_pack(tmp_path: Path) -> None:
    rows = [reading(1, NOON), reading(2, NOON + 10, {"soc": 50.0}), reading(3, NOON, VALUES, pack("battery2"))]
    newest = Beside(keep(tmp_path / "history.db", rows), "mine").newest()
    assert {key: (one.at, one.number("soc")) for key, one in newest.items()} == {
        "battery1": (NOON + 10, 50.0),
        "battery2": (NOON, 88.0),
    }


async def test_the_gateway_goes_on_writing_and_sees_the_notes(tmp_path: Path) -> None:
    store = Store(tmp_path / "history.db", Settings(), stamp=lambda moment: moment, now=lambda: 0.0)
    await store.open()
    store.append(reading(1, NOON))
    beside = Beside(tmp_path / "history.db", "mine")
    await beside.remember({"a": "1"})
    store.append(reading(2, NOON + 10))
    await store.flush()
    assert store.healthy
    assert await store.recall("mine") == {"a": "1"}
    assert beside.newest()["battery1"].sequence == 2
    await store.close()


def test_a_damaged_history_is_named(tmp_path: Path) -> None:
    path = keep(tmp_path / "history.db", [reading(1, NOON)])
    beside = Beside(path, "mine")
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xa5" * (len(data) - 4096))
    with pytest.raises(StoreError, match=r"history\.db"):
        asyncio.run(beside.recall())
