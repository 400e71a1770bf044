"""Brings a history from one version of the schema to the next. Knows no table.

The version stands in the file's header (PRAGMA user_version). A step runs in one transaction with a rollback journal
instead of a WAL, so that the version in the header is true at any moment, also for a release that only looks there.
"""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from topbms.store.copies import copy
from topbms.store.database import connect, transaction
from topbms.store.faults import store_error
from topbms.store.header import APPLICATION, Header, Kind, require_history
from topbms.store.schema import STEPS

_OPERATIONS = 100_000
"""Steps of SQLite's machine between two signs of life."""


def prepare(path: Path, alive: Callable[[], None], steps: Sequence[str] = STEPS) -> None:
    """Bring the history at this path to the newest version, or create it.

    `alive` is called before each step, and now and then while it takes time. Before each step a copy
    "<name>.v<N>.bak" of what there was is put beside it. Raises StoreError for a file that is no history or of a
    newer version, which is not touched, and when the disk refuses; the history then is as it was before the step.
    """
    header = _settled(path, len(steps))
    if header == Header(Kind.HISTORY, len(steps)):
        return
    is_new = header.kind is not Kind.HISTORY
    for version in range(header.version, len(steps)):
        alive()
        if not is_new:
            copy(path, path.with_name(f"{path.name}.v{version}.bak"), alive)
        try:
            _step(path, steps[version], version + 1, alive)
        except (sqlite3.Error, OSError) as error:
            raise store_error(path, error) from error


def _settled(path: Path, newest: int) -> Header:
    """The header, after taking back a step that was cut off by a crash: its journal is still there then."""
    header = require_history(path, newest)
    if not path.with_name(f"{path.name}-journal").exists():
        return header
    try:
        connection = connect(path)
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        connection.close()
    except sqlite3.Error as error:
        raise store_error(path, error) from error
    return require_history(path, newest)


def _step(path: Path, sql: str, version: int, alive: Callable[[], None]) -> None:
    connection = connect(path)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.set_progress_handler(alive, _OPERATIONS)
        with transaction(connection):
            for statement in _statements(sql):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {version}")
    finally:
        connection.close()


def _statements(sql: str) -> list[str]:
    """The statements one by one: `executescript` would commit before them."""
    statements, statement = [], ""
    for line in sql.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            statements.append(statement)
            statement = ""
    return statements
