"""What is let go of, and when: single readings and 1-minute roll-ups past their time. In small steps."""

import sqlite3

from topbms.store.database import transaction
from topbms.store.meta import MINUTES_PRUNED, MINUTES_PRUNED_UNTIL, RAW_PRUNED, RAW_PRUNED_UNTIL, Meta
from topbms.store.runs import PRUNED, Run, Runs
from topbms.store.settings import Settings
from topbms.store.shelf import Shelf
from topbms.store.spans import MINUTE, SLOT

_ROWS = 2000
_BLOCKS = 50
"""How much one step deletes, so that no other work waits long."""


class Retention:
    """Prunes. Hours that are not rolled up stay, however old."""

    def __init__(self, connection: sqlite3.Connection, runs: Runs, shelf: Shelf, settings: Settings) -> None:
        self._connection = connection
        self._runs = runs
        self._shelf = shelf
        self._settings = settings
        self._meta = Meta(connection)

    def step(self, now: float) -> bool:
        """One step as of `now` (UTC seconds); False when there is nothing left to do."""
        run = self._runs.prunable(now - self._settings.raw - SLOT)
        with transaction(self._connection):
            if run is not None:
                self._prune_run(run)
                return True
            return self._prune_minutes(now - self._settings.minutes)

    def _prune_run(self, run: Run) -> None:
        if run.state != PRUNED:
            self._runs.mark([run], PRUNED)
            query = "SELECT coalesce(max(sequence), 0) FROM reading WHERE sequence >= ? AND sequence < ?"
            (newest,) = self._connection.execute(query, (run.first, run.end)).fetchone()
            self._meta.raise_to(RAW_PRUNED, newest)
            self._meta.raise_to(RAW_PRUNED_UNTIL, run.slot + SLOT)
        deleted = self._connection.execute(
            "DELETE FROM reading WHERE sequence IN "
            "(SELECT sequence FROM reading WHERE sequence >= ? AND sequence < ? ORDER BY sequence LIMIT ?)",
            (run.first, run.end, _ROWS),
        ).rowcount
        if deleted < _ROWS:
            self._runs.drop(run)

    def _prune_minutes(self, before: float) -> bool:
        pruned = self._shelf.prune(MINUTE, before, _BLOCKS)
        if pruned is None:
            return False
        newest, until = pruned
        self._meta.raise_to(MINUTES_PRUNED, newest)
        self._meta.raise_to(MINUTES_PRUNED_UNTIL, until)
        return True
