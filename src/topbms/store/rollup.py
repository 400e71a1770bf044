"""Readings to roll-ups, an hour at a time. Knows how the spans are made of each other, and not when it is time.

An hour is rolled up again and again with the same result, so that a crash in between costs nothing, and a rebuild is
nothing but all hours anew. Buckets whose readings are pruned are kept as they are.
"""

import sqlite3
from collections.abc import Iterator, Sequence

from topbms.store.blocks import Block, coarsen, merged
from topbms.store.buckets import Raw, rolled
from topbms.store.database import transaction
from topbms.store.rows import Rows
from topbms.store.runs import ROLLED, Run, Runs
from topbms.store.shelf import Shelf
from topbms.store.spans import DERIVED, MINUTE, QUARTER, SLOT, Span

_FEWEST = 2
_MOST_GROUPS = 64
"""Packs go in groups, a transaction each: other work of the store waits no longer than one takes. On a small machine a
pack takes a third of a second; but with very many packs each group means to go through all their readings."""


class Rollup:
    """Writes the blocks."""

    def __init__(self, connection: sqlite3.Connection, rows: Rows, runs: Runs, shelf: Shelf) -> None:
        self._connection = connection
        self._rows = rows
        self._runs = runs
        self._shelf = shelf

    def steps(self, slot: int) -> Iterator[None]:
        """Roll up the hour that begins at `slot`; between two steps the store may do other things."""
        runs = self._runs.of(slot)
        newest, packs = self._newest(runs), self._packs(runs)
        size = max(_FEWEST, len(packs) // _MOST_GROUPS)
        for first in range(0, len(packs), size):
            with transaction(self._connection):
                self._roll(slot, runs, packs[first : first + size])
            yield
        with transaction(self._connection):
            if self._newest(runs) == newest:
                self._runs.mark(runs, ROLLED)

    def _newest(self, runs: Sequence[Run]) -> int:
        """The highest sequence number in them: while it stands still, nothing was added."""
        query = "SELECT coalesce(max(sequence), 0) FROM reading WHERE sequence >= ? AND sequence < ?"
        return max(int(self._connection.execute(query, (run.first, run.end)).fetchone()[0]) for run in runs)

    def _packs(self, runs: Sequence[Run]) -> list[int]:
        query = "SELECT DISTINCT pack FROM reading WHERE sequence >= ? AND sequence < ?"
        return sorted({pack for run in runs for (pack,) in self._connection.execute(query, (run.first, run.end))})

    def _roll(self, slot: int, runs: Sequence[Run], packs: Sequence[int]) -> None:
        by_pack: dict[int, list[Raw]] = {pack: [] for pack in packs}
        for run in runs:
            for pack, raw in self._rows.raw(run.first, run.end, packs):
                by_pack[pack].append(raw)
        for pack, raws in by_pack.items():
            self._put(pack, MINUTE, slot, rolled(raws, MINUTE.seconds), runs)
            source = self._put(pack, QUARTER, slot, rolled(raws, QUARTER.seconds), runs)
            for span in DERIVED:
                source = self._put_derived(pack, span, slot, source)

    def _put(self, pack: int, span: Span, slot: int, fresh: Block, runs: Sequence[Run]) -> Block:
        """The stored block with this hour anew."""
        start = slot // span.block * span.block
        stored = next(self._shelf.blocks(pack, span, start, start + 1), Block())
        kept = [place for place in range(len(stored)) if not _is_anew(stored, place, slot, runs)]
        block = merged(stored.at(kept), fresh)
        self._shelf.put(pack, span, start, block)
        return block

    def _put_derived(self, pack: int, span: Span, slot: int, source: Block) -> Block:
        """The stored block with the bucket anew that this hour lies in; `source` is the block it is made of."""
        start, bucket = slot // span.block * span.block, slot // span.seconds * span.seconds
        fresh = coarsen(source.between(bucket * 1000, (bucket + span.seconds) * 1000), span.seconds * 1000)
        block = merged(next(self._shelf.blocks(pack, span, start, start + 1), Block()), fresh)
        self._shelf.put(pack, span, start, block)
        return block


def _is_anew(stored: Block, place: int, slot: int, runs: Sequence[Run]) -> bool:
    """Whether the bucket is of this hour, and its readings are still there to make it of."""
    last = stored.lasts[place]
    of_hour = slot <= stored.times[place] // 1000 < slot + SLOT
    return of_hour and any(run.first <= last < run.end for run in runs)
