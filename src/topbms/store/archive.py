"""Questions to the history by time: buckets and charts. Knows which table answers which; writes nothing.

Hours that are not rolled up yet, and readings that are not committed yet (`tail`), are counted from single readings,
so that an answer does not depend on how far the roll-up has come.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from topbms.store.answers import buckets_of, chart_of
from topbms.store.blocks import Block, coarsen, merged
from topbms.store.buckets import Raw, rolled, singles
from topbms.store.lexicon import Lexicon
from topbms.store.meta import MINUTES_PRUNED_UNTIL, RAW_PRUNED_UNTIL, Meta
from topbms.store.records import Bucket, Chart
from topbms.store.rows import Rows
from topbms.store.runs import Runs
from topbms.store.shapes import Shape, encode
from topbms.store.shelf import Shelf
from topbms.store.spans import DAY, MINUTE, SLOT, SPANS, Resolution, Span, slots, windows
from topbms.store.tail import Batch, Stamped
from topbms.store.wanted import quantities

RAW_SECONDS = 10.0
"""The time between two readings that the choice of a resolution counts on: the default of [poll]."""

RAW: Resolution = "raw"

POINTS = 1000
"""Points of a chart, and at least half the rows of a history, where nothing else is asked for."""

_WINDOW = 360
"""Buckets fetched at a time."""


@dataclass(frozen=True, slots=True)
class Question:
    """One pack from `start` to before `end`, UTC seconds; `keys` None asks for all quantities.

    `tail` are the readings, of any pack, that are not committed yet.
    """

    pack: str
    keys: tuple[str, ...] | None
    start: float
    end: float
    tail: Sequence[Stamped] = ()

    def with_tail(self, tail: Batch) -> "Question":
        """The question as of now."""
        return replace(self, tail=tail.readings)

    def windows(self, resolution: Resolution) -> Iterator["Question"]:
        """The question in pieces that need little memory."""
        width = int((SPANS[resolution].seconds if resolution in SPANS else RAW_SECONDS) * _WINDOW)
        for start, end in windows(self.start, self.end, width):
            yield replace(self, start=start, end=end)


class Archive:
    """Answers."""

    def __init__(self, lexicon: Lexicon, rows: Rows, runs: Runs, shelf: Shelf, meta: Meta) -> None:
        self._lexicon = lexicon
        self._rows = rows
        self._runs = runs
        self._shelf = shelf
        self._meta = meta

    def plan(self, question: Question, points: int) -> tuple[Question, Resolution]:
        """The question without the days before the history begins, and the resolution to answer it in.

        Whole days, so that the widest bucket which holds the first reading begins in the time that is left.
        That is the coarsest with at least half as many buckets as `points`, of those still kept for all this time:
        the fewer buckets, the sooner the answer, and more than `points` can be joined.
        """
        asked = replace(question, start=max(question.start, self._begin(question)))
        raw, minutes = self._meta.number(RAW_PRUNED_UNTIL), self._meta.number(MINUTES_PRUNED_UNTIL)
        since = {MINUTE.name: minutes, RAW: raw}
        widths = {RAW: RAW_SECONDS} | {name: span.seconds for name, span in SPANS.items()}
        kept = [name for name in widths if asked.start >= since.get(name, 0)]
        enough = [name for name in kept if (asked.end - asked.start) / widths[name] >= points / 2]
        whole_days = self._begin(question) // DAY.seconds * DAY.seconds
        return replace(question, start=max(question.start, whole_days)), (enough or kept[:1])[-1]

    def buckets(self, question: Question, resolution: Resolution) -> list[Bucket]:
        """The buckets that begin in this time."""
        seconds = SPANS[resolution].seconds if resolution in SPANS else 0
        return list(buckets_of(self._block(question, resolution), seconds, question.keys))

    def chart(self, question: Question, points: int) -> Chart:
        """At most `points` points (2 at least) over this time, of the resolution that fits."""
        resolution = self.plan(question, points)[1]
        asked = replace(question, start=max(question.start, self._begin(question)))
        seconds = SPANS[resolution].seconds if resolution in SPANS else 1
        width = seconds * max(math.ceil((asked.end - asked.start) / seconds / (points - 1)), 1)
        block = self._block(replace(asked, start=asked.start // width * width), resolution)
        if len(block) > points:
            return chart_of(coarsen(block, width * 1000), width, asked.keys)
        return chart_of(block, seconds if resolution in SPANS else 0, asked.keys)

    def _begin(self, question: Question) -> float:
        """When the history begins, to the hour, UTC seconds; the question's own start where there is none."""
        known = [slot for slot in (self._runs.oldest(), self._shelf.oldest()) if slot is not None]
        known += [row.at // 1000 // SLOT * SLOT for row in question.tail[:1]]
        return min(known, default=question.start)

    def _block(self, question: Question, resolution: Resolution) -> Block:
        if resolution == RAW:
            raws = [raw for slot in slots(question.start, question.end) for raw in self._raws(question, slot)]
            return singles(raws, quantities(question.keys))
        return self._buckets_of(SPANS[resolution], question)

    def _buckets_of(self, span: Span, question: Question) -> Block:
        """Stored buckets, and made anew those that hold an hour which is open."""
        width = max(span.seconds, SLOT)
        fresh = self._open_pieces(question, width)
        block = self._stored(span, question, set(fresh), width)
        for start in fresh:
            made = self._made(span, replace(question, start=start, end=start + width))
            block = merged(block, made.between(_ms(question.start), _ms(question.end)))
        return block

    def _made(self, span: Span, question: Question) -> Block:
        """The buckets of a piece of time, of what they are made of."""
        if span.source is None:
            return rolled(self._raws(question, int(question.start)), span.seconds, quantities(question.keys))
        return coarsen(self._buckets_of(span.source, question), span.seconds * 1000)

    def _open_pieces(self, question: Question, width: int) -> list[int]:
        """The begins of those pieces of `width` in which something is not rolled up or not committed."""
        reach = slots(question.start // width * width, math.ceil(question.end / width) * width)
        live = [row.at // 1000 // SLOT * SLOT for row in question.tail]
        slots_of_tail = {slot for slot in live if reach.start <= slot < reach.stop}
        found = slots_of_tail.union(self._runs.open_slots(reach.start, reach.stop))
        return sorted({slot // width * width for slot in found})

    def _stored(self, span: Span, question: Question, without: set[int], width: int) -> Block:
        """The stored buckets, without those that lie in these pieces of `width`."""
        pack = self._lexicon.find_pack(question.pack)
        block = Block()
        if pack is None:
            return block
        start, end = _ms(question.start), _ms(question.end)
        for stored in self._shelf.blocks(pack, span, question.start, question.end, quantities(question.keys)):
            part = stored.between(start, end)
            if without:
                kept = [place for place, time in enumerate(part.times) if time // 1000 // width * width not in without]
                part = part.at(kept)
            block.extend(part)
        return block

    def _raws(self, question: Question, slot: int) -> list[Raw]:
        """The readings of an hour, as far as they lie in the question's time."""
        pack = self._lexicon.find_pack(question.pack)
        runs = self._runs.of(slot) if pack is not None else []
        found = [raw for run in runs for _, raw in self._rows.raw(run.first, run.end, [pack or 0])]
        start, end = _ms(max(question.start, slot)), _ms(min(question.end, slot + SLOT))
        live = [row for row in question.tail if start <= row.at < end and row.reading.pack.id == question.pack]
        return [raw for raw in found if start <= raw.at < end] + list(_encoded(live))


def _encoded(tail: Sequence[Stamped]) -> Iterator[Raw]:
    shape: Shape | None = None
    for reading, at in tail:
        shape, data = encode(reading.values, shape)
        yield Raw(at, reading.sequence, shape, data)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
