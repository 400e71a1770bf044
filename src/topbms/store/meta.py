"""Single facts about the history, and the notes others keep in it. Knows the tables meta and note."""

import sqlite3
from collections.abc import Mapping
from uuid import uuid4

RAW_PRUNED, RAW_PRUNED_UNTIL = "raw_pruned", "raw_pruned_until"
MINUTES_PRUNED, MINUTES_PRUNED_UNTIL = "minutes_pruned", "minutes_pruned_until"
"""The highest sequence number that was pruned, and the UTC second before which there may be nothing left."""

RESERVED = "reserved"
"""Sequence numbers up to this one may have been used, committed or not."""

LEAP = "leap"
"""How many numbers a history that was put back from a backup leaves out when it is opened next."""


class Meta:
    """Facts by name."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def number(self, key: str) -> int:
        """A number, 0 before it was set."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return 0 if row is None else int(row[0])

    def put(self, key: str, number: int) -> None:
        """Set a number."""
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, str(number)))

    def raise_to(self, key: str, number: int) -> None:
        """Set a number unless it is higher already."""
        if number > self.number(key):
            self.put(key, number)

    def drop(self, key: str) -> None:
        """Forget a number."""
        self._connection.execute("DELETE FROM meta WHERE key = ?", (key,))

    def gateway_id(self, known: str) -> str:
        """Who this gateway is for others that keep its readings: made once, 32 hex digits.

        `known` is what it is already called, empty when not yet.
        """
        made = known or uuid4().hex
        self._connection.execute("INSERT OR IGNORE INTO meta VALUES ('gateway_id', ?)", (made,))
        return self.find_gateway_id()

    def find_gateway_id(self) -> str:
        """The same without making one; empty when there is none."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = 'gateway_id'").fetchone()
        return "" if row is None else str(row[0])


def recall(connection: sqlite3.Connection, owner: str) -> dict[str, str]:
    """All notes of an owner."""
    return dict(connection.execute("SELECT key, value FROM note WHERE owner = ?", (owner,)).fetchall())


def remember(connection: sqlite3.Connection, owner: str, notes: Mapping[str, str]) -> None:
    """Merge notes; an empty text deletes one."""
    for key, value in notes.items():
        if value:
            connection.execute("INSERT OR REPLACE INTO note VALUES (?, ?, ?)", (owner, key, value))
        else:
            connection.execute("DELETE FROM note WHERE owner = ? AND key = ?", (owner, key))
