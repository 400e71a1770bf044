"""Connections to the history's file, and transactions on them. Knows SQLite's switches, and no table.

Chosen: WAL, because readers (an export, a backup) must not stop the gateway, and a commit appends a few pages instead
of rewriting them. synchronous = FULL: a commit has reached the disk when it returns, so that a power cut, too,
loses at most one commit interval; at one commit a minute the additional flush costs nothing that can be measured.
No auto-vacuum: pages of pruned rows are used again, and as retention is constant the file stops growing.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAGE = 4096
_WAL_PAGES = 1000
_PATIENCE = 1.0  # s to wait for another program's lock


def connect(path: Path) -> sqlite3.Connection:
    """A connection that may write; creates the file when it is not there. Raises sqlite3.Error."""
    connection = _open(path, "rwc")
    try:
        connection.execute(f"PRAGMA page_size = {PAGE}")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_WAL_PAGES}")
        connection.execute(f"PRAGMA journal_size_limit = {2 * _WAL_PAGES * PAGE}")
        connection.execute("PRAGMA temp_store = MEMORY")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection that only reads, beside a running gateway or alone; raises sqlite3.Error.

    On a disk that cannot be written at all, what was not yet moved from the WAL into the file is not seen.
    """
    connection = _open(path, "ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.Error:
        connection.close()
        return _open(path, "ro&immutable=1")
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; what was raised inside or by the commit goes on after the rollback."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _open(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=_PATIENCE, isolation_level=None)
