"""What a file says it is, without touching it."""

import sqlite3
from pathlib import Path

import pytest

from topbms.errors import StoreError
from topbms.store.header import APPLICATION, Header, Kind, read_header, require_history
from topbms.store.schema import NEWEST

from .making import Clock, new_store


def database(path: Path, *statements: str) -> Path:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (a)")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return path


def seen(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Everything in the folder: bytes and time of change."""
    return {entry.name: (entry.read_bytes(), entry.stat().st_mtime_ns) for entry in folder.iterdir()}


def test_nothing_and_an_empty_file_are_nothing(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    assert read_header(path) == Header(Kind.NOTHING)
    path.touch()
    assert read_header(path) == Header(Kind.NOTHING)


def test_a_history_tells_its_version(tmp_path: Path) -> None:
    path = database(tmp_path / "h.db", f"PRAGMA application_id = {APPLICATION}", "PRAGMA user_version = 7")
    assert read_header(path) == Header(Kind.HISTORY, 7)


@pytest.mark.parametrize("content", [b"x", b"SQLite format 3\0", bytes(4096), b"# notes\n" * 100])
async def test_other_files_are_refused_and_not_touched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "history.db"
    path.write_bytes(content)
    before = seen(tmp_path)
    with pytest.raises(StoreError, match="is not a topbms history"):
        await new_store(path, Clock()).open()
    assert seen(tmp_path) == before


async def test_another_programs_database_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = database(tmp_path / "domoticz.db")
    before = seen(tmp_path)
    with pytest.raises(StoreError, match="is not a topbms history"):
        await new_store(path, Clock()).open()
    assert seen(tmp_path) == before


async def test_a_newer_history_is_refused_and_not_touched(tmp_path: Path) -> None:
    newer = f"PRAGMA user_version = {NEWEST + 1}"
    path = database(tmp_path / "h.db", "PRAGMA journal_mode = WAL", f"PRAGMA application_id = {APPLICATION}", newer)
    (tmp_path / "h.db-wal").write_bytes(b"")
    before = seen(tmp_path)
    store = new_store(path, Clock())
    with pytest.raises(StoreError, match=f"newer topbms.*schema {NEWEST + 1}, this one knows {NEWEST}"):
        await store.open()
    assert seen(tmp_path) == before
    with pytest.raises(StoreError, match="is not open"):
        await store.flush()


def test_a_folder_is_no_history(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be used"):
        require_history(tmp_path, NEWEST)
