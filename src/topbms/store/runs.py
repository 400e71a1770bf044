"""In which hour of UTC the readings lie: runs of sequence numbers. Knows the table run.

Stamps follow the sequence, but for a step of the clock; so a run a hour is an index of a few bytes where an index on
stamps would cost a page at every commit. It is also the list of what is still to be rolled up: a run is open until
its hour is rolled up, and late rows of that hour begin a new open run.
"""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

OPEN, ROLLED, PRUNED = 0, 1, 2
"""States of a run; readings of a pruned run are on their way out and no longer seen."""

LAST = (1 << 63) - 1
"""The end of the last run."""


class Run(NamedTuple):
    """Sequence numbers from `first` up to before `end`, all of the hour that begins at `slot` (UTC seconds)."""

    first: int
    end: int
    slot: int
    state: int


class Runs:
    """Keeps the runs while rows are written, and finds them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def extend(self, sequence: int, slot: int) -> None:
        """A row of this hour follows; to be called in the order of the sequence, in the rows' transaction."""
        query = "SELECT slot, state FROM run ORDER BY first DESC LIMIT 1"
        if self._connection.execute(query).fetchone() != (slot, OPEN):
            self._connection.execute("INSERT INTO run (first, slot) VALUES (?, ?)", (sequence, slot))

    def of(self, slot: int) -> list[Run]:
        """The runs of an hour that are not pruned."""
        found = self._connection.execute(
            f"SELECT {_COLUMNS} FROM run WHERE slot = ? AND state < {PRUNED} ORDER BY first",  # noqa: S608
            (slot,),
        )
        return [Run(*row) for row in found]

    def open_slots(self, start: float, end: float) -> list[int]:
        """The hours in this time that are not rolled up, or not wholly, in order."""
        found = self._connection.execute(
            f"SELECT DISTINCT slot FROM run WHERE state = {OPEN} AND slot >= ? AND slot < ? ORDER BY slot",  # noqa: S608
            (start, end),
        )
        return [slot for (slot,) in found]

    def prunable(self, before: float) -> Run | None:
        """A run of an hour that begins at this time or before and is rolled up."""
        row = self._connection.execute(
            f"SELECT {_COLUMNS} FROM run WHERE slot <= ? AND state > {OPEN} ORDER BY first LIMIT 1",  # noqa: S608
            (before,),
        ).fetchone()
        return None if row is None else Run(*row)

    def mark(self, runs: Sequence[Run], state: int) -> None:
        """Give runs another state."""
        self._connection.executemany("UPDATE run SET state = ? WHERE first = ?", [(state, run.first) for run in runs])

    def reopen(self) -> None:
        """Everything is to be rolled up again."""
        self._connection.execute(f"UPDATE run SET state = {OPEN} WHERE state = {ROLLED}")  # noqa: S608

    def drop(self, run: Run) -> None:
        """Forget a run whose rows are gone."""
        self._connection.execute("DELETE FROM run WHERE first = ?", (run.first,))

    def first_from(self, slot: int) -> int | None:
        """The lowest number of the readings of this hour and later ones; None when there are none."""
        query = f"SELECT min(first) FROM run WHERE slot >= ? AND state < {PRUNED}"  # noqa: S608
        (first,) = self._connection.execute(query, (slot,)).fetchone()
        return None if first is None else int(first)

    def oldest(self) -> int | None:
        """The earliest hour that has readings, UTC seconds; None when there are none."""
        query = f"SELECT min(slot) FROM run WHERE state < {PRUNED}"  # noqa: S608
        (slot,) = self._connection.execute(query).fetchone()
        return None if slot is None else int(slot)


_COLUMNS = f"first, coalesce((SELECT min(n.first) FROM run n WHERE n.first > run.first), {LAST}), slot, state"  # noqa: S608
