"""The history as a queue: what follows a sequence number, in order. Knows no sink and no cursor.

Where single readings are pruned, the means of minutes stand for them, and where those are pruned too, the means of
quarter hours.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from topbms.model.event import Event, PastEvent
from topbms.model.reading import MeanReading, PackReading
from topbms.model.record import Record
from topbms.store.answers import means_of
from topbms.store.blocks import Block
from topbms.store.happenings import Happenings
from topbms.store.healths import Healths
from topbms.store.lexicon import Lexicon
from topbms.store.meta import MINUTES_PRUNED, RAW_PRUNED, Meta
from topbms.store.rows import Rows
from topbms.store.runs import Runs
from topbms.store.shelf import Shelf
from topbms.store.spans import MINUTE, QUARTER, SLOT, Span
from topbms.store.tail import Batch

_NOTHING = Batch()


class Queue:
    """Serves records in the order of their numbers."""

    def __init__(
        self,
        lexicon: Lexicon,
        rows: Rows,
        runs: Runs,
        shelf: Shelf,
        happenings: Happenings,
        healths: Healths,
        meta: Meta,
    ) -> None:
        self._lexicon = lexicon
        self._rows = rows
        self._runs = runs
        self._shelf = shelf
        self._happenings = happenings
        self._healths = healths
        self._meta = meta

    def after(self, sequence: int, limit: int, tail: Batch = _NOTHING) -> list[Record]:
        """Up to `limit` records behind this number, committed or not; readings are means, or single ones.

        Empty only when there is nothing behind it. Means and single readings never come in one answer.
        """
        others = [*self._happenings.after(sequence, limit), *self._healths.after(sequence, limit), *_others(tail)]
        means = self._means_after(sequence, limit)
        if means:
            return _first(sequence, limit, means, (one for one in others if one.sequence <= means[-1].sequence))
        live = (replace(row.reading, at=row.at / 1000) for row in tail.readings)
        return _first(sequence, limit, live, self._rows.after(sequence, limit), others)

    def before(self, moment: float) -> int | None:
        """A number with all single readings of this moment (UTC seconds) and later behind it, and few others.

        None when there are none.
        """
        first = self._runs.first_from(int(moment // SLOT) * SLOT)
        return None if first is None else first - 1

    def _means_after(self, sequence: int, limit: int) -> Sequence[PackReading]:
        for span, pruned in ((QUARTER, MINUTES_PRUNED), (MINUTE, RAW_PRUNED)):
            means = self._means(span, sequence, self._meta.number(pruned), limit)
            if means:
                return means
        return ()

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
        identity, product = self._lexicon.pack_of(pack)
        return MeanReading(
            pack=identity,
            sequence=last,
            at=block.times[place] / 1000 + span.seconds / 2,
            monotonic=-math.inf,
            values=means_of(block, place),
            product=product,
            seconds=span.seconds,
        )


def _others(tail: Batch) -> Iterator[Record]:
    """What waits beside the readings, as the history would give it back."""
    yield from (_past(event, at) for event, at in tail.events)
    yield from (replace(health, at=at / 1000) for health, at in tail.healths)


def _past(event: Event, at: int) -> PastEvent:
    return PastEvent(event.sequence, at / 1000, event.kind, event.subject, event.text)


def _first(sequence: int, limit: int, *sources: Iterable[Record]) -> list[Record]:
    """The first records behind a number; one that comes twice is taken as the last source has it."""
    found = {record.sequence: record for source in sources for record in source if record.sequence > sequence}
    return [found[number] for number in sorted(found)[:limit]]
