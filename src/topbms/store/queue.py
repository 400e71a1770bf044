"""The history as a queue: what follows a sequence number, in order. Knows no sink and no cursor.

Where single readings are pruned, the means of minutes stand for them, and where those are pruned too, the means of
quarter hours.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from topbms.model.reading import MeanReading, PackReading
from topbms.store.answers import means_of
from topbms.store.blocks import Block
from topbms.store.lexicon import Lexicon
from topbms.store.meta import MINUTES_PRUNED, RAW_PRUNED, Meta
from topbms.store.rows import Rows
from topbms.store.shelf import Shelf
from topbms.store.spans import MINUTE, QUARTER, Span
from topbms.store.tail import Stamped


class Queue:
    """Serves readings in the order of their numbers."""

    def __init__(self, lexicon: Lexicon, rows: Rows, shelf: Shelf, meta: Meta) -> None:
        self._lexicon = lexicon
        self._rows = rows
        self._shelf = shelf
        self._meta = meta

    def after(self, sequence: int, limit: int, tail: Sequence[Stamped] = ()) -> list[PackReading]:
        """Up to `limit` readings behind this number: means, or single ones, committed or not.

        Empty only when there is nothing behind it. Means and single readings never come in one answer.
        """
        for span, pruned in ((QUARTER, MINUTES_PRUNED), (MINUTE, RAW_PRUNED)):
            means = self._means(span, sequence, self._meta.number(pruned), limit)
            if means:
                return means
        found = self._rows.after(sequence, limit)
        last = found[-1].sequence if found else sequence
        live = [replace(row.reading, at=row.at / 1000) for row in tail if row.reading.sequence > last]
        return [*found, *live[: limit - len(found)]]

    def _means(self, span: Span, sequence: int, pruned: int, limit: int) -> list[PackReading]:
        if sequence >= pruned:
            return []
        behind = [
            (last, pack, block, place)
            for pack, block in self._shelf.behind(span, sequence)
            for place, last in enumerate(block.lasts)
            if sequence < last <= pruned
        ]
        behind.sort(key=lambda found: found[0])
        return [self._mean(span, *found) for found in behind[:limit]]

    def _mean(self, span: Span, last: int, pack: int, block: Block, place: int) -> MeanReading:
        return MeanReading(
            pack=self._lexicon.pack_of(pack)[0],
            sequence=last,
            at=block.times[place] / 1000 + span.seconds / 2,
            monotonic=-math.inf,
            values=means_of(block, place),
            seconds=span.seconds,
        )
