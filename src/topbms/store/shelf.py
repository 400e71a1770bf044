"""Stored blocks of roll-ups. Knows the table block."""

import sqlite3
from collections.abc import Collection, Iterator

from topbms.store.blockcode import decode_block, encode_block
from topbms.store.blocks import Block
from topbms.store.lexicon import Lexicon
from topbms.store.spans import QUARTER, Span


class Shelf:
    """Reads and writes blocks. Packs are given by their numbers, times are UTC seconds."""

    def __init__(self, connection: sqlite3.Connection, lexicon: Lexicon) -> None:
        self._connection = connection
        self._lexicon = lexicon

    def put(self, pack: int, span: Span, start: int, block: Block) -> None:
        """Store a block, in place of the one that was there."""
        data = encode_block(block, start, span.seconds, self._lexicon.quantity)
        self._connection.execute(
            "INSERT INTO block (pack, span, start, last, data) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (pack, span, start) DO UPDATE SET last = excluded.last, data = excluded.data",
            (pack, span.seconds, start, max(block.lasts), data),
        )

    def blocks(
        self, pack: int, span: Span, start: float, end: float, keys: Collection[str] | None = None
    ) -> Iterator[Block]:
        """The blocks that reach into this time, in order, whole but only with these quantities."""
        starts = span.starts(start, end)
        found = self._connection.execute(
            "SELECT start, data FROM block WHERE pack = ? AND span = ? AND start >= ? AND start < ? ORDER BY start",
            (pack, span.seconds, starts.start, starts.stop),
        )
        for first, data in found:
            yield decode_block(data, first, span.seconds, self._lexicon.key, keys)

    def behind(self, span: Span, sequence: int) -> list[tuple[int, Block]]:
        """(pack's number, block) of all packs, for the earliest time with a reading behind this sequence number."""
        found = self._connection.execute(
            "SELECT pack, start, data FROM block WHERE span = ? AND last > ? AND start = "
            "(SELECT start FROM block WHERE span = ? AND last > ? ORDER BY last LIMIT 1)",
            (span.seconds, sequence, span.seconds, sequence),
        )
        return [(pack, decode_block(data, start, span.seconds, self._lexicon.key)) for pack, start, data in found]

    def prune(self, span: Span, before: float, most: int) -> tuple[int, int] | None:
        """Delete up to `most` blocks that ended before this time; their highest sequence number and newest end.

        None when there was nothing to delete.
        """
        found = self._connection.execute(
            "SELECT id, last, start FROM block WHERE span = ? AND start <= ? ORDER BY last LIMIT ?",
            (span.seconds, before - span.block, most),
        ).fetchall()
        self._connection.executemany("DELETE FROM block WHERE id = ?", [(number,) for number, _, _ in found])
        if not found:
            return None
        return max(last for _, last, _ in found), max(start for _, _, start in found) + span.block

    def oldest(self) -> int | None:
        """The beginning of the earliest block of what is kept for ever; None when there is none."""
        query = "SELECT min(start) FROM block WHERE span = ?"
        (start,) = self._connection.execute(query, (QUARTER.seconds,)).fetchone()
        return None if start is None else int(start)
