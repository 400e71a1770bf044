"""What went wrong with the disk or the database, in words that say what to try. Knows SQLite's result codes."""

import errno
import sqlite3
from pathlib import Path

from topbms.errors import StoreError

_PRIMARY = 0xFF

_HARMLESS = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def is_harmless(error: Exception) -> bool:
    """Whether the connection is as good as before; after any other error it is better opened anew."""
    return not isinstance(error, sqlite3.Error) or _code(error) in _HARMLESS


def store_error(path: Path, error: Exception) -> StoreError:
    """The StoreError for an error of SQLite or of the system."""
    if isinstance(error, StoreError):
        return error
    return _of_system(path, error) if isinstance(error, OSError) else _of_sqlite(path, error)


def _of_sqlite(path: Path, error: Exception) -> StoreError:
    code = _code(error)
    if code == sqlite3.SQLITE_FULL:
        return _full(path)
    if code == sqlite3.SQLITE_READONLY:
        return _read_only(path)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreError("the history {path} is locked by another program; close it there", path=path)
    if code not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return _not_usable(path, error)
    return StoreError(
        "the history {path} is damaged ({reason}); put a backup back with 'topbms restore', or move it away",
        path=path,
        reason=error,
    )


def _of_system(path: Path, error: OSError) -> StoreError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _full(path)
    return _read_only(path) if error.errno == errno.EROFS else _not_usable(path, error.strerror)


def _not_usable(path: Path, reason: object) -> StoreError:
    return StoreError(
        "the history {path} cannot be used ({reason}); check the disk, and who may write to its folder",
        path=path,
        reason=reason,
    )


def _full(path: Path) -> StoreError:
    return StoreError("the disk of the history {path} is full; make room on it", path=path)


def _read_only(path: Path) -> StoreError:
    return StoreError("the history {path} is read-only; mount its disk writable, or check who may write it", path=path)


def _code(error: Exception) -> int:
    """SQLite's primary result code, 0 when the error has none."""
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY
