"""What a file says it is, read without SQLite, so that nothing is touched: no journal, no time stamp.

Source of the offsets: the SQLite file format, section 1.3, the database header.
"""

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from topbms.errors import StoreError
from topbms.store.faults import store_error

APPLICATION = 0x746F7062
""""topb", in the header of every history."""

_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_VERSION_AT = 60
_APPLICATION_AT = 68


class Kind(Enum):
    """What stands at a path."""

    NOTHING = auto()
    HISTORY = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Header:
    """The kind of a file, and the version of its schema (0 when it is no history)."""

    kind: Kind
    version: int = 0


def read_header(path: Path) -> Header:
    """What stands at this path; an empty file counts as nothing. Raises StoreError when it cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER)
    except FileNotFoundError:
        return Header(Kind.NOTHING)
    except OSError as error:
        raise store_error(path, error) from error
    if not head:
        return Header(Kind.NOTHING)
    if len(head) < _HEADER or not head.startswith(_MAGIC) or _number(head, _APPLICATION_AT) != APPLICATION:
        return Header(Kind.OTHER)
    return Header(Kind.HISTORY, _number(head, _VERSION_AT))


def require_history(path: Path, newest: int) -> Header:
    """The header of a history that this release can read, or of nothing; raises StoreError for anything else."""
    header = read_header(path)
    if header.kind is Kind.OTHER:
        raise StoreError("{path} is not a topbms history; move it away, or set another [history] path", path=path)
    if header.version > newest:
        raise StoreError(
            "{path} was written by a newer topbms (schema {version}, this one knows {newest}); "
            "install that release, or move the file away to begin a new history",
            path=path,
            version=header.version,
            newest=newest,
        )
    return header


def _number(head: bytes, at: int) -> int:
    return int.from_bytes(head[at : at + 4], "big")
