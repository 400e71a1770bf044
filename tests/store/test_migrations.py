"""From one version of the schema to the next."""

import sqlite3
import threading
from pathlib import Path

import pytest

from topbms.errors import StoreError
from topbms.model.event import AlarmEvent, PastEvent
from topbms.model.reading import Pack, PackReading
from topbms.store.header import Header, Kind, read_header
from topbms.store.migrations import prepare
from topbms.store.schema import NEWEST, STEPS

from .making import BEGIN, Clock, left_by_a_crash, new_store, opened

VERSION_1 = Path(__file__).with_name("version1.sql")

NEXT = (
    *STEPS[:1],
    "CREATE TABLE cursor (sink TEXT PRIMARY KEY, sequence INTEGER);\nINSERT INTO cursor VALUES ('influxdb', 41);\n",
    "ALTER TABLE cursor ADD COLUMN told;\nUPDATE cursor SET told = 1;\n",
)
"""Steps that another release might have."""


def as_released(path: Path) -> Path:
    """A history of version 1, with something in its WAL that was not yet moved into the file."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(VERSION_1.read_text())
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("UPDATE note SET value = '18'")
    left = left_by_a_crash(path)
    connection.close()
    return left


def alive() -> None:
    """A sign of life that nobody waits for."""


async def test_version_1_opens_with_everything_in_it(tmp_path: Path) -> None:
    path = as_released(tmp_path / "history.db")
    async with opened(path, Clock()) as (store, _):
        assert (store.last_sequence, store.gateway_id) == (41, "0123456789abcdef0123456789abcdef")
        event, reading = await store.read_after(0, 10)
        assert isinstance(event, PastEvent)
        assert isinstance(reading, PackReading)
        assert reading.pack == Pack("battery1", "Batterie 1", "usr1", 1)
        assert (reading.sequence, reading.at) == (41, BEGIN + 0.5)
        assert reading.values == {"voltage": 53.58, "soc": None, "cell_voltages": (3.346, 3.345), "humidity": None}
        assert (reading.balancing, reading.held, reading.extra) == ((2,), ("soc",), b"\1")
        assert (reading.alarms_age, reading.smoothed_current) == (0.5, -3.125)
        assert reading.alarms is not None
        assert (reading.alarms.states, reading.alarms.extra) == ({"charging": True}, b"\2")
        last_seen = BEGIN
        assert await store.alarm_events() == [
            AlarmEvent("battery1", "soc_low", "warning", None, BEGIN - 100, last_seen, None)
        ]
        assert [event.kind for event in await store.events()] == ["start"]
        assert await store.recall("domoticz") == {"battery1 voltage": "18"}
        (bucket,) = [found async for found in store.history("battery1", None, BEGIN, BEGIN + 60, resolution="1min")]
        assert bucket.values["voltage"] == (53.58, 53.58, 53.58)


def test_each_step_leaves_a_copy_of_what_was_before(tmp_path: Path) -> None:
    path = as_released(tmp_path / "history.db")
    prepare(path, alive, NEXT)
    assert read_header(path) == Header(Kind.HISTORY, 3)
    assert rows(path, "SELECT sink, sequence, told FROM cursor") == [("influxdb", 41, 1)]
    assert rows(path, "SELECT sequence FROM reading") == [(41,)]
    first, second = (path.with_name(f"{path.name}.v{version}.bak") for version in (1, 2))
    assert (read_header(first).version, read_header(second).version) == (1, 2)
    assert rows(first, "SELECT sequence FROM reading") == [(41,)]
    assert rows(second, "SELECT sink, sequence FROM cursor") == [("influxdb", 41)]
    assert rows(first, "SELECT count(*) FROM sqlite_master WHERE name = 'cursor'") == [(0,)]


def test_a_new_history_needs_no_copy(tmp_path: Path) -> None:
    prepare(tmp_path / "history.db", alive)
    assert [entry.name for entry in tmp_path.iterdir()] == ["history.db"]
    assert read_header(tmp_path / "history.db") == Header(Kind.HISTORY, NEWEST)


def test_a_step_that_fails_leaves_the_history_as_it_was(tmp_path: Path) -> None:
    path = as_released(tmp_path / "history.db")
    wrong = (*STEPS[:1], "CREATE TABLE cursor (sink TEXT);\nINSERT INTO nowhere VALUES (1);\n")
    with pytest.raises(StoreError, match="no such table: nowhere"):
        prepare(path, alive, wrong)
    assert read_header(path).version == 1
    assert rows(path, "SELECT count(*) FROM sqlite_master WHERE name = 'cursor'") == [(0,)]
    prepare(path, alive, NEXT)
    assert read_header(path).version == 3


def test_a_step_cut_off_by_a_crash_is_taken_back_and_made_again(tmp_path: Path) -> None:
    """The header on the disk already says 2, and the journal still holds the pages of version 1."""
    path = as_released(tmp_path / "history.db")
    prepare(path, alive, STEPS[:1])
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("PRAGMA user_version = 2")
    connection.execute("CREATE TABLE cursor (sink TEXT)")
    connection.executemany("INSERT INTO cursor VALUES (?)", [("x" * 4000,)] * 50)
    crashed = left_by_a_crash(path)
    connection.close()
    content = bytearray(crashed.read_bytes())
    content[60:64] = (2).to_bytes(4, "big")  # the page with the header may reach the disk before the commit
    crashed.write_bytes(content)
    prepare(crashed, alive, NEXT[:2])
    assert read_header(crashed).version == 2
    assert rows(crashed, "SELECT sink, sequence FROM cursor") == [("influxdb", 41)]


def test_signs_of_life_are_given_while_a_migration_takes_time(tmp_path: Path) -> None:
    path = as_released(tmp_path / "history.db")
    count = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 50000) SELECT x FROM c"
    many = f"CREATE TABLE n (x);\nINSERT INTO n {count};\n"
    signs: list[str] = []
    prepare(path, lambda: signs.append("alive"), (*STEPS, many))
    assert len(signs) > 3


async def test_opening_gives_signs_of_life_on_the_event_loop(tmp_path: Path) -> None:
    signs: list[threading.Thread] = []
    store = new_store(tmp_path / "history.db", Clock())
    await store.open(lambda: signs.append(threading.current_thread()))
    await store.close()
    assert signs == [threading.current_thread()] * NEWEST


async def test_a_journal_that_cannot_be_taken_back_is_told(tmp_path: Path) -> None:
    path = as_released(tmp_path / "history.db")
    path.with_name(f"{path.name}-journal").mkdir()
    with pytest.raises(StoreError, match="cannot be used"):
        prepare(path, alive)


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    found = connection.execute(query).fetchall()
    connection.close()
    return found
