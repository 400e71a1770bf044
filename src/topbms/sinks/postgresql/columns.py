"""The tables: their columns with PostgreSQL's types, in the order in which rows are sent. Promises to users.

Readings have a column for each quantity of the catalogue; so a new quantity is a new column. Knows no connection.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from topbms.model.quantities import CATALOGUE

SCALARS: tuple[str, ...] = tuple(quantity.key for quantity in CATALOGUE if not quantity.each)
"""The quantities that are one number, each a column `double precision`."""

ARRAYS: tuple[str, ...] = tuple(quantity.key for quantity in CATALOGUE if quantity.each)
"""The quantities that are one number a cell or sensor, each a column `real[]`: 7 digits, and half the room."""

_KEY = (("gateway", "uuid"), ("sequence", "bigint"), ("at", "timestamptz"), ("site", "text"))
_NEEDED = frozenset({"gateway", "sequence", "at", "site", "pack", "link", "seconds", "kind", "version", "config"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `needed` tells that it is never NULL."""

    name: str
    type: str

    @property
    def needed(self) -> bool:
        """Whether each row has it."""
        return self.name in _NEEDED


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is sent to: what the server itself adds, `received_at`, is not among the columns."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(column.name for column in self.columns)


def _columns(*more: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(*column) for column in (*_KEY, *more))


def _quantities() -> Iterator[tuple[str, str]]:
    yield from ((key, "double precision") for key in SCALARS)
    yield from ((key, "real[]") for key in ARRAYS)


READING = Table(
    "reading",
    _columns(
        ("pack", "text"),
        ("link", "text"),
        ("model", "text"),
        ("seconds", "smallint"),
        *_quantities(),
        ("balancing", "smallint[]"),
        ("alarms", "jsonb"),
        ("states", "jsonb"),
        ("alarms_age", "double precision"),
        ("held", "text[]"),
        ("extra", "bytea"),
    ),
)
"""One row a reading."""

EVENT = Table("event", _columns(("kind", "text"), ("subject", "text"), ("text", "text")))
"""One row for each thing that happened beside readings."""

HEALTH = Table(
    "health",
    _columns(
        ("version", "text"),
        ("config", "text"),
        ("uptime", "double precision"),
        ("fresh", "integer"),
        ("silent", "integer"),
        ("clock_offset", "double precision"),
        ("waiting", "bigint"),
        ("dropped", "bigint"),
        ("history_size", "bigint"),
        ("disk_free", "bigint"),
        ("last_error", "text"),
        ("links", "jsonb"),
        ("sinks", "jsonb"),
    ),
)
"""One row a minute: how the gateway itself is."""

TABLES = (READING, EVENT, HEALTH)
