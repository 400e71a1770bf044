"""Copies of a history: made while it is in use, and checked before they are put back. Knows no row."""

import os
import secrets
import sqlite3
from collections.abc import Callable
from pathlib import Path

from topbms.errors import StoreError
from topbms.store.database import connect, connect_to_read, transaction
from topbms.store.faults import store_error
from topbms.store.header import Kind, require_history
from topbms.store.meta import LEAP, Meta
from topbms.store.schema import NEWEST

_PAGES = 2000
"""Pages a step: short enough that a writer beside it hardly waits."""

_STRIDE = 10**10
"""More records than two packs make in a thousand years, or 10,000 packs in four months."""
_STRIDES = 10_000
"""Numbers have 63 bits; those up to 2^53, which every target can hold, last for about a hundred restores."""


def copy(source: Path, target: Path, alive: Callable[[], None] = lambda: None) -> None:
    """A copy of the history as it is at one moment, complete or not at all; replaces `target`.

    May be called from another process than the one that writes. `alive` is called at every step. Raises StoreError.
    """
    unfinished = target.with_name(f"{target.name}.part")
    try:
        _copy(source, unfinished, alive)
        unfinished.replace(target)
    except (sqlite3.Error, OSError) as error:
        unfinished.unlink(missing_ok=True)
        raise store_error(target, error) from error


def check_copy(path: Path) -> int:
    """The schema version of a copy that can be put back; raises StoreError when it is none, newer, or damaged."""
    header = require_history(path, NEWEST)
    if header.kind is Kind.NOTHING:
        raise StoreError("there is no history at {path}; name the file that 'topbms backup' wrote", path=path)
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise store_error(path, error) from error
    if verdict != "ok":
        raise StoreError("{path} is damaged ({reason}); take an older backup", path=path, reason=verdict)
    return header.version


def lead_on(path: Path) -> None:
    """Let the numbers of a copy that is to be put back go on far behind those of the history that it replaces.

    What was numbered since the backup was sent to targets, which take a number they know for a record they have. The
    leap is random, because the same backup may be put back twice. Raises StoreError.
    """
    try:
        connection = connect(path)
        try:
            with transaction(connection):
                Meta(connection).put(LEAP, _STRIDE * (1 + secrets.randbelow(_STRIDES)))
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise store_error(path, error) from error


def _copy(source: Path, target: Path, alive: Callable[[], None]) -> None:
    target.unlink(missing_ok=True)
    reader = connect_to_read(source)
    writer = sqlite3.connect(target)
    try:
        reader.backup(writer, pages=_PAGES, progress=lambda *_: alive())
        writer.execute("PRAGMA journal_mode = DELETE")
    finally:
        writer.close()
        reader.close()
    with target.open("rb") as file:
        os.fsync(file.fileno())
