"""The gateway's own health in its table, for targets that were away. Knows how it is stored, not when it is taken."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from topbms.model.health import Health, HistoryHealth, LinkHealth, SinkHealth
from topbms.store.numbers import deflate, inflate
from topbms.store.tail import StampedHealth

KEPT = 2 * 86_400.0
"""s. A health is told late only to somebody who was away for less than this: it says nothing of the battery."""


class Healths:
    """Writes and finds healths."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def write(self, healths: Iterable[StampedHealth]) -> None:
        """Insert healths with their stamps; one that is there already stays one."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO health (sequence, at, content) VALUES (?, ?, ?)",
            [(health.sequence, at, _packed(health)) for health, at in healths],
        )

    def after(self, sequence: int, limit: int) -> list[Health]:
        """The healths behind this number, in order."""
        found = self._connection.execute(
            "SELECT at, content FROM health WHERE sequence > ? ORDER BY sequence LIMIT ?", (sequence, limit)
        )
        return [_unpacked(at, content) for at, content in found]

    def prune(self, now: float) -> None:
        """Let go of those that are too old, as of `now` (UTC seconds)."""
        self._connection.execute("DELETE FROM health WHERE at < ?", (round((now - KEPT) * 1000),))


def _packed(health: Health) -> bytes:
    fields = asdict(health)
    del fields["at"], fields["monotonic"]
    return deflate(json.dumps(fields, separators=(",", ":")).encode())


def _unpacked(at: int, content: bytes) -> Health:
    fields: dict[str, Any] = json.loads(inflate(content))
    links = tuple(LinkHealth(**link) for link in fields.pop("links"))
    sinks = tuple(SinkHealth(**sink) for sink in fields.pop("sinks"))
    history = HistoryHealth(**fields.pop("history"))
    return Health(at=at / 1000, monotonic=float("-inf"), history=history, links=links, sinks=sinks, **fields)
